"""Asking the table of permissions on behalf of a person, and refusing in words."""

from bot import errors
from bot.domain import permissions
from bot.domain.permissions import Action, Rank
from bot.services.actor import Actor

REFUSALS = {
    Action.OPEN_ROUND: "error.round.not_allowed",
    Action.RUN_HUNT: "error.hunt.not_allowed",
    Action.SET_UP: "error.setup.not_allowed",
}

UNASKED = frozenset({Action.OVERSEE_GROUPS})
"""Nobody asks for these in so many words: who may not is shown less, and is not refused."""


def may(actor: Actor, action: Action) -> bool:
    return permissions.may(rank(actor), action, rounds_by_all=actor.rounds_by_all)


def require(actor: Actor, action: Action) -> None:
    """Raises NotAllowed, with who may instead, where the table says no."""
    if may(actor, action):
        return
    match rank(actor):
        case Rank.CONNECTED | Rank.STRANGER:
            raise errors.NotAllowed("error.stranger")
        case Rank.GUEST:
            raise errors.NotAllowed("error.guest")
        case _:
            raise errors.NotAllowed(REFUSALS[action])


def rank(actor: Actor) -> Rank:
    return permissions.rank(actor.role, actor.standing)
