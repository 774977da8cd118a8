"""Asking the table of permissions on behalf of a person, and refusing in words."""

from bot import errors
from bot.domain import permissions
from bot.domain.permissions import Action, Rank
from bot.services.actor import Actor

REFUSALS = {
    Action.OPEN_ROUND: "error.round.not_allowed",
    Action.STEER_ROUND: "error.round.not_steward",
    Action.TEND_IDEA: "error.idea.not_yours",
    Action.TEND_GROUP: "error.project.not_member",
    Action.RUN_HUNT: "error.hunt.not_allowed",
    Action.SET_UP: "error.setup.not_allowed",
}

UNASKED = frozenset({Action.OVERSEE_GROUPS})
"""Nobody asks for these in so many words: who may not is shown less, and is not refused."""


def may(actor: Actor, action: Action, *, own: bool = False) -> bool:
    """What the table says; `own` as it takes it."""
    return permissions.may(rank(actor), action, rounds_by_all=actor.rounds_by_all, own=own)


def require(actor: Actor, action: Action, *, own: bool = False) -> None:
    """Raises NotAllowed, with who may instead, where the table says no."""
    if may(actor, action, own=own):
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
