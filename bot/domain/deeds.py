"""What may be done with an idea by whom, beside supporting it."""

from enum import StrEnum

from storage.kinds import IdeaState


class Deed(StrEnum):
    COMMENT = "comment"
    EDIT = "edit"
    THEMES = "themes"
    MERGE = "merge"
    PART = "part"
    """Undo a merge."""
    PARK = "park"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"


_OPEN = frozenset({IdeaState.NEW, IdeaState.PARKED})
_SEEN = frozenset(IdeaState) - {IdeaState.DRAFT, IdeaState.MERGED, IdeaState.WITHDRAWN}

_STATES: dict[Deed, frozenset[IdeaState]] = {
    Deed.COMMENT: _SEEN,
    Deed.EDIT: _OPEN | {IdeaState.DRAFT},  # in a round people vote on the words they have read
    Deed.THEMES: _SEEN,
    Deed.MERGE: _OPEN | {IdeaState.IN_ROUND},
    Deed.PART: frozenset({IdeaState.MERGED}),
    Deed.PARK: frozenset({IdeaState.NEW, IdeaState.CHOSEN}),
    Deed.REOPEN: frozenset({IdeaState.PARKED}),
    Deed.WITHDRAW: _OPEN | {IdeaState.DRAFT, IdeaState.IN_ROUND},
}
_AUTHOR_ALONE = frozenset({Deed.EDIT, Deed.WITHDRAW})
_EVERYBODY = frozenset({Deed.COMMENT})

MERGED_INTO = _SEEN - {IdeaState.COMPLETED}
"""What another idea may be merged into."""


def allowed(state: IdeaState, *, author: bool, facilitating: bool) -> tuple[Deed, ...]:
    """What a member of staff may do with an idea in `state`.

    Who may tend the ideas of others, as `permissions` says, is `facilitating`. An author may do with their
    own all that can be done.
    """
    return tuple(
        deed
        for deed in Deed
        if state in _STATES[deed]
        and (author or deed in _EVERYBODY or (facilitating and deed not in _AUTHOR_ALONE))
    )
