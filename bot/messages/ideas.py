"""What is said of an idea beside its card: in the card's thread, and to those who support it."""

from typing import Literal

from bot.messages.shared import Frozen
from storage import kinds


class IdeaComment(Frozen):
    """A comment in the thread of the card; no `author` where it was given without the name."""

    type: Literal["idea_comment"] = "idea_comment"
    idea_id: int
    title: str
    text: str
    author: str | None = None


class IdeaChanged(Frozen):
    """In the thread: the words are others now, or `other` (a title) was merged in, or taken out again."""

    type: Literal["idea_changed"] = "idea_changed"
    idea_id: int
    title: str
    change: Literal["edited", "joined", "parted"]
    other: str = ""
    reason: str = ""


class IdeaNews(Frozen):
    """To somebody who supports an idea, or whose idea it is: what became of it."""

    type: Literal["idea_news"] = "idea_news"
    idea_id: int
    title: str
    change: Literal["moved", "joined", "parted", "commented"]
    state: kinds.IdeaState
    other: str = ""
    reason: str = ""
