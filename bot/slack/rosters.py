"""Importing a list of people's disciplines: people are found by e-mail addresses, which are kept nowhere."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from slack_sdk.errors import SlackApiError

from bot import errors
from bot.domain import roster
from bot.services import placements
from bot.services.audit import Administrator
from bot.slack.door import Door
from bot.slack.views.placements import Reported

AT_ONCE = 8
"""Questions to Slack under way at a time."""
_NOBODY = frozenset({"users_not_found", "user_not_found", "user_not_visible"})


def read(text: str, *, most: int) -> list[roster.Line]:
    """The lines of a pasted list. Raises Invalid where there is none, or more than `most`."""
    try:
        lines = roster.parse(text)
    except roster.Unreadable:
        raise errors.Invalid("error.import.unreadable", field="roster") from None
    if not lines:
        raise errors.Invalid("error.import.empty", field="roster")
    if len(lines) > most:
        raise errors.Invalid("error.import.long", field="roster", limit=most)
    return lines


async def place(
    here: Door, who: Administrator, lines: Sequence[roster.Line], *, leave_out_wrong: bool, now: datetime
) -> tuple[list[Reported], bool]:
    """Find the people and set their disciplines; returns what became of each line, and whether it was done.

    Nothing is done where a line is wrong, unless `leave_out_wrong`. UserError where Slack asks to wait.
    """
    taking_turns = asyncio.Semaphore(AT_ONCE)

    async def find(line: roster.Line) -> int | None:
        async with taking_turns:
            return await _find(here, line.address)

    readable = [line for line in lines if line.fault is None]
    found = await asyncio.gather(*(find(line) for line in readable))
    faulty = len(readable) < len(lines)
    wishes = [
        placements.Wish(person_id, line.discipline) for person_id, line in zip(found, readable, strict=True)
    ]
    verdicts, done = await placements.place(
        here.installation,
        who,
        wishes,
        leave_out_wrong=leave_out_wrong,
        refuse=faulty and not leave_out_wrong,
        now=now,
    )
    judged = dict(zip((line.number for line in readable), verdicts, strict=True))
    return [Reported(line, line.fault or judged[line.number]) for line in lines], done


async def _find(here: Door, address: str) -> int | None:
    """The id of ours for whoever has the address, who is met on the way; None where nobody has it."""
    try:
        answer = await here.client.users_lookupByEmail(email=address)
    except SlackApiError as error:
        code = error.response.get("error")
        if code in _NOBODY:
            return None
        if code in {"ratelimited", "rate_limited"} or error.response.status_code == 429:
            raise errors.UserError("error.import.wait", field="roster") from error
        raise
    actor = await here.actor(str(answer["user"]["id"]))
    return actor.person_id
