"""Who may do what: one table, from which every use case asks.

A person's rank follows from their role and from how they belong to the workspace. Guests, people of connected
workspaces and strangers never have a role: what an administrator once gave them counts for nothing there.
"""

from enum import StrEnum

from storage.kinds import Role, Standing


class Rank(StrEnum):
    MEMBER = "member"
    FACILITATOR = "facilitator"
    ADMINISTRATOR = "administrator"
    GUEST = "guest"
    CONNECTED = "connected"
    """Of another workspace, met in a shared channel."""
    STRANGER = "stranger"
    """Not known to the platform here: turned away at the door, whatever is asked."""


class Action(StrEnum):
    LOOK = "look"
    """Cards, lists, the Home tab, help."""
    TEND_OWN = "tend_own"
    """One's own language, news and drafts, what is stored about one, and taking back what one has said."""
    TAKE_PART = "take_part"
    """Whatever else every member of staff may do."""
    POST_IDEA = "post_idea"
    SUPPORT_IDEA = "support_idea"
    CHOOSE_DISCIPLINE = "choose_discipline"
    VOTE = "vote"
    START_GROUP = "start_group"
    OPEN_ROUND = "open_round"
    STEER_ROUND = "steer_round"
    """Extend, cancel or compare a round, and go on where nobody won."""
    TEND_IDEA = "tend_idea"
    """Park, merge and sort ideas of others; what an author may do with their own is in `deeds`."""
    TEND_GROUP = "tend_group"
    """Change a group's step, slot or stage, hand it over, end it: its members, or whoever looks after all."""
    RUN_HUNT = "run_hunt"
    OVERSEE_GROUPS = "oversee_groups"
    """How all groups fare: signals, confidence, totals. Who may not sees the same list without them."""
    SET_UP = "set_up"
    """Channels, language, disciplines, facilitators, imports and confirmations."""


class Leave(StrEnum):
    YES = "yes"
    NO = "no"
    WHERE_ALL_OPEN = "where_all_open"
    """Yes in a workspace where every member of staff may open rounds."""
    WHERE_OWN = "where_own"
    """Yes for a round the person opened, or a group they are in."""


_RANKS = (Rank.MEMBER, Rank.FACILITATOR, Rank.ADMINISTRATOR, Rank.GUEST, Rank.CONNECTED, Rank.STRANGER)
_Y, _N, _A, _O = Leave.YES, Leave.NO, Leave.WHERE_ALL_OPEN, Leave.WHERE_OWN

TABLE: dict[Action, dict[Rank, Leave]] = {
    action: dict(zip(_RANKS, row, strict=True))
    for action, row in {
        # member, facilitator, administrator, guest, connected, stranger
        Action.LOOK: (_Y, _Y, _Y, _Y, _Y, _N),
        Action.TEND_OWN: (_Y, _Y, _Y, _Y, _Y, _N),
        Action.TAKE_PART: (_Y, _Y, _Y, _N, _N, _N),
        Action.POST_IDEA: (_Y, _Y, _Y, _N, _N, _N),
        Action.SUPPORT_IDEA: (_Y, _Y, _Y, _N, _N, _N),
        Action.CHOOSE_DISCIPLINE: (_Y, _Y, _Y, _N, _N, _N),
        Action.VOTE: (_Y, _Y, _Y, _N, _N, _N),
        Action.START_GROUP: (_Y, _Y, _Y, _N, _N, _N),
        Action.OPEN_ROUND: (_A, _Y, _Y, _N, _N, _N),
        Action.STEER_ROUND: (_O, _Y, _Y, _N, _N, _N),
        Action.TEND_IDEA: (_A, _Y, _Y, _N, _N, _N),
        Action.TEND_GROUP: (_O, _Y, _Y, _N, _N, _N),
        Action.RUN_HUNT: (_N, _Y, _Y, _N, _N, _N),
        Action.OVERSEE_GROUPS: (_N, _Y, _Y, _N, _N, _N),
        Action.SET_UP: (_N, _N, _Y, _N, _N, _N),
    }.items()
}


def rank(role: Role, standing: Standing) -> Rank:
    match standing:
        case Standing.GUEST:
            return Rank.GUEST
        case Standing.CONNECTED:
            return Rank.CONNECTED
        case Standing.STAFF:
            return Rank(role.value)


def may(who: Rank, action: Action, *, rounds_by_all: bool, own: bool = False) -> bool:
    """Whether `who` may do it; `rounds_by_all` is the workspace's choice of who opens rounds.

    `own` says that it concerns a round or a group of their own.
    """
    match TABLE[action][who]:
        case Leave.YES:
            return True
        case Leave.NO:
            return False
        case Leave.WHERE_ALL_OPEN:
            return rounds_by_all
        case Leave.WHERE_OWN:
            return own
