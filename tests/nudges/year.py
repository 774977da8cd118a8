"""A year of ten groups of different habits, as the people in them live through it.

What the bot says stands in `year.nb.txt`, `year.nn.txt` and `year.en.txt`, one message a line, to be read as
the people who get it. `python -m tests.nudges.year` writes them anew; read what changed before you keep it.
"""

import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from bot import texts
from bot.playground.state import Message
from storage import migrations
from tests.groups import town as squares
from tests.nudges import chronicle
from tests.nudges.chronicle import Chronicle
from tests.nudges.groups import OSLO

END = date(2027, 8, 31)
LOOKS = time(16, 0)
"""When people look at what came during the day."""
HERE = Path(__file__).parent

Act = Callable[[Chronicle], Awaitable[None]]
Habit = Callable[[Chronicle, Message, int], Awaitable[None]]
"""What a group does about a card in its channel, and the how many-th of its kind that is."""


async def live(found: Chronicle, *, until: date = END) -> None:
    """A day at a time: what is due happens, and then people look at it and act."""
    day = chronicle.START.astimezone(OSLO).date()
    while day < until:
        await found.here.advance_to(datetime.combine(day, LOOKS, OSLO).astimezone(UTC))
        for message in found.news():
            await _react(found, message)
        for act in DATED.get(day, ()):
            await act(found)
        await found.here.settle()
        found.news()
        day += timedelta(days=1 if day.weekday() < 4 else 3)


async def _react(found: Chronicle, message: Message) -> None:
    """What somebody does about a message on the day it comes."""
    where = found.where(message.channel)
    actions = chronicle.actions(message.blocks)
    if where.startswith("@"):
        await _answer_privately(found, where[1:], message, actions)
        return
    name = where[1:]
    kind = "nudge" if any(one.startswith("nudge_confidence") for one in actions) else "asked"
    if kind == "asked" and not any(one.startswith("project_continue") for one in actions):
        return
    habit = HABITS.get(f"{name} {kind}")
    if habit is not None:
        found.counts[f"{name} {kind}"] = found.counts.get(f"{name} {kind}", 0) + 1
        await habit(found, message, found.counts[f"{name} {kind}"])


async def _answer_privately(found: Chronicle, person: str, message: Message, actions: list[str]) -> None:
    for action, (answer, people) in PRIVATELY.items():
        wanted = next((one for one in actions if one.startswith(action)), None)
        if wanted is not None and (not people or person in people):
            await found.tap(person, message, f"{action}{answer}")


async def _steady(found: Chronicle, card: Message, number: int) -> None:
    """Four good weeks with everybody, then one tap each time; every second week will do."""
    if number <= 4:
        for person in ("UJEVN1", "UJEVN2", "UJEVN3"):
            await found.tap(person, card, f"nudge_confidence.{4 if person != 'UJEVN3' else 5}")
    if any(one.startswith("nudge_fortnightly") for one in chronicle.actions(card.blocks)):
        await found.tap("UJEVN2", card, "nudge_fortnightly")
    await found.tap("UJEVN1", card, "nudge_movement.moving")


async def _stuck(found: Chronicle, card: Message, number: int) -> None:
    """Three weeks on the same thing; later it moves."""
    if number <= 3:
        question = await found.tap("UFAST2", card, "nudge_movement.stuck")
        assert question is not None
        await found.tap("UFAST2", question, "nudge_obstacle.decision")
    else:
        await found.tap("UFAST2", card, "nudge_movement.moving")


async def _asked_stuck(found: Chronicle, card: Message, number: int) -> None:
    """First an outside view; the group decides when it has heard it."""
    if number == 1:
        await found.tap("UFAST1", card, "project_voice")
    else:
        await _go_on(found, card, "UFAST3")


async def _away(found: Chronicle, card: Message, number: int) -> None:
    """One taps each week, and they go on holiday twice."""
    if number == 4:
        await found.tap("UFERIE1", card, "nudge_menu", value=_menu(card, "snooze_to"))
        await found.fill("UFERIE1", "snooze_form", snooze_until="2026-10-15")
    elif card_day(card) == date(2026, 12, 17):
        await found.tap("UFERIE2", card, "nudge_menu", value=_menu(card, "snooze"))
    else:
        await found.tap("UFERIE1", card, "nudge_movement.moving")


async def _handed_over(found: Chronicle, card: Message, number: int) -> None:
    person = "UOVER2" if card_day(card) < date(2027, 1, 20) else "UOVER3"
    await found.tap(person, card, "nudge_movement.done" if number % 6 == 0 else "nudge_movement.moving")


async def _doubtful(found: Chronicle, card: Message, number: int) -> None:
    for person, level in (("UAVSLUTT1", 2), ("UAVSLUTT2", 1), ("UAVSLUTT3", 2)):
        await found.tap(person, card, f"nudge_confidence.{level}")


async def _retire(found: Chronicle, card: Message, number: int) -> None:
    await found.tap("UAVSLUTT1", card, "project_retire")
    await found.fill(
        "UAVSLUTT1",
        "retire_form",
        tried="Ett skjema for tre tjenester",
        learnt="Fagsystemene kan ikke dele svar ennå",
        wake_when="Når det nye fagsystemet er på plass",
        wake_on="2027-03-01",
    )


async def _mute(found: Chronicle, card: Message, number: int) -> None:
    """Turned off from the first nudge; when they come again, one answers."""
    if number == 1:
        await found.tap("UFERIE2", card, "nudge_menu", value=_menu(card, "mute"))
    else:
        await found.tap("UFERIE2", card, "nudge_movement.moving")


async def _unmute(found: Chronicle, card: Message, number: int) -> None:
    """Asked for the first time, they want to be nudged again."""
    await _go_on(found, card, "UFERIE2")
    if number == 1:
        nudge = next(one for one in found.here.cards(card.channel) if "nudge_resume" in str(one.blocks))
        await found.tap("UFERIE2", nudge, "nudge_resume")


def _tapping(person: str, movement: str = "moving") -> Habit:
    async def habit(found: Chronicle, card: Message, number: int) -> None:
        await found.tap(person, card, f"nudge_movement.{movement}")

    return habit


def _going_on(person: str) -> Habit:
    async def habit(found: Chronicle, card: Message, number: int) -> None:
        await _go_on(found, card, person)

    return habit


async def _go_on(found: Chronicle, card: Message, person: str) -> None:
    await found.tap(person, card, "project_continue")
    await found.fill(person, "plan_form", next_step="Møte rektor, torsdag kl. 13 på skolen")


async def _second_time(found: Chronicle, card: Message, number: int) -> None:
    """The silent group answers the second question, and falls silent again."""
    if number == 2:
        await _go_on(found, card, "USTILLE2")


HABITS: dict[str, Habit] = {
    "jevn nudge": _steady,
    "jevn asked": _going_on("UJEVN3"),
    "stille asked": _second_time,
    "fast nudge": _stuck,
    "fast asked": _asked_stuck,
    "ferie nudge": _away,
    "ferie asked": _going_on("UFERIE1"),
    "over nudge": _handed_over,
    "over asked": _going_on("UOVER3"),
    "avslutt nudge": _doubtful,
    "avslutt asked": _retire,
    "dempet nudge": _mute,
    "dempet asked": _unmute,
    "utland nudge": _tapping("UUTLAND1"),
    "utland asked": _going_on("UUTLAND2"),
    "alene asked": _going_on("UALENE1"),
    "våknet nudge": _tapping("UJEVN2"),
    "våknet asked": _going_on("UJEVN2"),
}
PRIVATELY: dict[str, tuple[str, tuple[str, ...]]] = {
    "voice_answer": (".yes", ()),
    "thanks_answer": (".yes", ("UAVSLUTT2", "UFAST3")),
    "project_take": ("", ("UOVER1",)),
    "ripple_use": (".in_use", ()),
    "nudge_movement": (".moving", ("UALENE1",)),
}
"""What is pressed in private messages, and by whom; by everybody where nobody is named."""


async def _shrink(found: Chronicle) -> None:
    card = groups_asked(found, "fast")
    await found.tap("UFAST1", card, "project_shrink")
    await found.fill(
        "UFAST1",
        "plan_form",
        shrunk="Vi tar bare helsestasjonene",
        next_step="Samle rådene på én side, onsdag kl. 12",
    )


async def _hand_over(found: Chronicle) -> None:
    await found.desk("UOVER1", "over")
    await found.press("UOVER1", "project_hand_over")
    await found.fill("UOVER1", "owner_form", owner="UOVER2")


async def _leave_town(found: Chronicle) -> None:
    await found.here.playground.deactivate("UOVER2")


async def _complete(found: Chronicle) -> None:
    await found.desk("UFAST1", "fast")
    await found.press("UFAST1", "project_complete")
    await found.fill(
        "UFAST1",
        "complete_form",
        changed="Alle helsestasjonene gir de samme rådene om søvn",
        stopped="Tre ulike brosjyrer",
        discipline="1",
        keeper="UFAST2",
    )


async def _ripple(found: Chronicle) -> None:
    card = next(
        one
        for one in found.here.cards(_wide(found))
        if "ripple_tell.taken_up" in str(one.blocks) and chronicle.TITLES["fast"] in str(one.blocks)
    )
    await found.tap("UFERIE1", card, "ripple_tell.taken_up")
    await found.tap("UUTLAND1", card, "ripple_tell.not_for_us")


async def _start_again(found: Chronicle) -> None:
    """The idea that woke is chosen, and gets another group."""
    await squares.choose(found.here)
    await found.here.settle()
    ideas = next(
        channel.id
        for channel in found.here.playground.workspace.state.channels.values()
        if channel.name == "ideer"
    )
    found.places["våknet"] = found.here.channel("våknet")
    await found.here.playground.command("UJEVN2", ideas, "/project")
    answer = await found.here.start_group(
        "UJEVN2", owner="UJEVN2", members=["UJEVN2", "UAVSLUTT3"], place=found.places["våknet"]
    )
    assert answer.ok, answer
    await found.here.close("UJEVN2")


def groups_asked(found: Chronicle, name: str) -> Message:
    return next(
        one for one in reversed(found.here.cards(found.places[name])) if "project_shrink" in str(one.blocks)
    )


def card_day(card: Message) -> date:
    return datetime.fromtimestamp(float(card.ts), OSLO).date()


def _menu(card: Message, word: str) -> str:
    for block in card.blocks:
        for option in (block.get("accessory") or {}).get("options", []):
            if str(option["value"]).endswith(f":{word}"):
                return str(option["value"])
    raise AssertionError(word)


def _wide(found: Chronicle) -> str:
    channels = found.here.playground.workspace.state.channels.values()
    return next(channel.id for channel in channels if channel.name == "alle")


DATED: dict[date, tuple[Act, ...]] = {
    date(2026, 10, 7): (_shrink,),
    date(2026, 11, 10): (_hand_over,),
    date(2027, 1, 20): (_leave_town,),
    date(2027, 3, 8): (_start_again,),
    date(2027, 4, 14): (_complete,),
    date(2027, 4, 21): (_ripple,),
}


def expected(locale: str) -> Path:
    return HERE / f"year.{locale}.txt"


async def said(url: str, locale: str, *, until: date = END) -> list[str]:
    """Every message of the year before the day `until`, a line each."""
    async with chronicle.standing(url, locale) as found:
        await live(found, until=until)
        return found.lines


async def _write() -> None:
    for locale in texts.LOCALES:
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite+aiosqlite:///{folder}/year.db"
            await migrations.upgrade(url)
            lines = await said(url, locale)
        expected(locale).write_text("\n".join(lines) + "\n", encoding="utf-8")
        sys.stdout.write(f"{expected(locale).name}: {len(lines)} messages\n")


if __name__ == "__main__":
    asyncio.run(_write())
