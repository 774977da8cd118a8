"""What a person writes of an idea, checked before anything is done with it."""

from dataclasses import dataclass, replace

from bot import errors
from bot.services import safeguard
from storage import kinds

TITLE_LIMIT = 150
TEXT_LIMIT = 2_000


@dataclass(frozen=True, slots=True)
class Wording:
    """What a person typed. `areas` are ids of disciplines, `source` a link to the message it is from."""

    title: str
    who: str = ""
    frequency: str = ""
    evidence: str = ""
    cost: str = ""
    areas: tuple[int, ...] = ()
    kind: kinds.IdeaKind = kinds.IdeaKind.PROBLEM
    named: bool = True
    source: str | None = None


def checked(wording: Wording, *, confirmed: bool) -> Wording:
    """The wording as it is to be stored.

    Raises Invalid for an empty or over-long text, and as `safeguard.require_clean` does, which takes
    `confirmed`.
    """
    wording = tidied(wording, confirmed=confirmed)
    if not wording.title:
        raise errors.Invalid("error.idea.title_empty", field="title")
    return wording


def tidied(wording: Wording, *, confirmed: bool) -> Wording:
    """The same, where the title may still be missing."""
    title = " ".join(wording.title.split())
    if len(title) > TITLE_LIMIT:
        raise errors.Invalid("error.idea.title_long", field="title", limit=TITLE_LIMIT)
    texts = {field: getattr(wording, field).strip() for field in ("who", "frequency", "evidence", "cost")}
    for field, text in texts.items():
        if len(text) > TEXT_LIMIT:
            raise errors.Invalid("error.idea.text_long", field=field, limit=TEXT_LIMIT)
    safeguard.require_clean({"title": title, **texts}, confirmed=confirmed)
    return replace(wording, title=title, **texts)
