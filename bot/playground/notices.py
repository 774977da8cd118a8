"""What a page says once, after something was done: kept in memory, found by the id in the page's address."""

import secrets
from collections import OrderedDict
from dataclasses import dataclass

from bot.playground.answers import Answer

KEPT = 200


@dataclass(frozen=True, kw_only=True)
class Notice:
    """`kind` picks the sentence in the page's language; `detail` is Slack's own, for kinds the pages lack.

    `subject` is the command or name it is about; `draft` is what was typed, given back to the composer.
    """

    kind: str
    detail: str = ""
    subject: str = ""
    draft: str = ""


def of(answer: Answer, *, subject: str = "", draft: str = "") -> Notice | None:
    """The notice for an act that failed outside a form's fields; None for one that went well."""
    if answer.error is None:
        return None
    return Notice(kind=answer.error, detail=answer.notice, subject=subject, draft=draft)


class Notices:
    """The last notices; the oldest make room."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Notice] = OrderedDict()

    def keep(self, notice: Notice) -> str:
        """The notice's id, for the address of the page that is to show it."""
        identity = secrets.token_urlsafe(6)
        self._kept[identity] = notice
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return identity

    def get(self, identity: str) -> Notice | None:
        return self._kept.get(identity)
