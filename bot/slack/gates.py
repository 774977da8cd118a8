"""What it takes to be let in with a request at all, before anything of it is looked at.

This is the coarse part of `domain.permissions`: who may only look gets no further than looking. Use cases ask
the table for the rest: whose round or group it is, who opens rounds, who sets up. What is not named here
is for those who may take part.
"""

from bot.domain.permissions import Action
from bot.slack.views import ids

LOOKING = frozenset(
    {
        ids.Action.IDEA_MORE,
        ids.Action.IDEA_ROAD,
        ids.Action.IDEAS_FILTER,
        ids.Action.BALLOT_READ,
        ids.Action.ROUND_RECOUNT,
        ids.Action.ROUND_ORDER,
        ids.Action.PROJECT_OPEN,
        ids.Action.PROJECTS_PAGE,
        ids.Action.HUNT_CASE,
        ids.Callback.IDEAS,
    }
)
OWN = frozenset(
    {
        ids.Action.LOCALE_CHOOSE,
        ids.Action.DIGEST_CHOOSE,
        ids.Action.IDEA_MUTE,
        ids.Action.IDEA_UNMUTE,
        ids.Action.DRAFT_DROP,
        ids.Action.GROUP_WITHDRAW,
        ids.Action.INVITATION_DECLINE,
        ids.Action.PROJECT_LEAVE,
        ids.Action.THANKS_ANSWER,
        ids.Action.VOICE_ANSWER,
        ids.Action.PRIVACY_EXPORT,
        ids.Action.PRIVACY_FILE,
        ids.Action.PRIVACY_ERASE,
        ids.Callback.PRIVACY_ERASE,
    }
)
"""What is a person's own stays theirs when they become a guest: they can see it, and take it back."""


def of(name: ids.Action | ids.Callback) -> Action:
    """What a tap or a form asks for at the door."""
    if name in OWN:
        return Action.TEND_OWN
    return Action.LOOK if name in LOOKING else Action.TAKE_PART
