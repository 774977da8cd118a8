"""A season in which people write something hostile, each time another, into every field they are shown."""

import itertools
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.playground.answers import Answer
from bot.playground.state import Message
from bot.slack.views import choices, ids
from tests import house
from tests.house import House
from tests.ideas import town as ideas
from tests.slack import samples, strict

ADMIN = "UADMIN1"
PEOPLE = [f"UPERSON{number}" for number in range(6)]
MARK = samples.MARK
FORMATTED = frozenset({ids.Field.ZONE, ids.Field.QUIET_WEEKS, ids.Field.CLOSED_DAYS})
"""Fields that take a name or numbers, and refuse words."""
CHOSEN = frozenset(
    {
        *(ids.Field.AREAS, ids.Field.THEMES, ids.Field.KIND, ids.Field.NAMED, ids.Field.DISCIPLINE),
        *(ids.Field.IDEAS, ids.Field.CLOSES_AT, ids.Field.WINNERS, ids.Field.SECRET, ids.Field.TAP_LIMIT),
        *(ids.Field.SCOPE, ids.Field.BREADTH, ids.Field.PUBLISHED, ids.Field.WHAT, ids.Field.DAYS),
        *(ids.Field.IDEA, ids.Field.OWNER, ids.Field.MEMBERS, ids.Field.PLACE, ids.Field.NEW_CHANNEL),
        *(ids.Field.CRITERION_ON, ids.Field.CRITERION_ON_2, ids.Field.CRITERION_ON_3, ids.Field.WAKE_ON),
        *(ids.Field.KEEPER, ids.Field.WEEKDAY, ids.Field.AT, ids.Field.EVERY_WEEKS, ids.Field.SNOOZE_UNTIL),
        *(ids.Field.IDEAS_PLACE, ids.Field.WIDE_PLACE, ids.Field.LOCALE, ids.Field.ROUNDS_BY),
        *(ids.Field.TURNOUT, ids.Field.SMALLEST_GROUP, ids.Field.LARGEST_GROUP, ids.Field.GROUPS_EACH),
        *(ids.Field.OF_ONE_DISCIPLINE, ids.Field.NUDGE_WEEKDAY, ids.Field.NUDGE_AT, ids.Field.STAGE_DAYS),
        *(ids.Field.EMPTY_CHAIRS, ids.Field.COMPLAINT_DAYS, ids.Field.KEEP_MONTHS, ids.Field.CONFIRMED),
        *(ids.Field.DISCIPLINE_RETIRE, ids.Field.DISCIPLINE_INTO, ids.Field.FACILITATORS),
        *(ids.Field.LEAVE_OUT, ids.Field.HUNT, ids.Field.YEAR, ids.Field.COLLECT_UNTIL),
        *(ids.Field.VOTE_UNTIL, ids.Field.GROUP_BY),
    }
)
"""Fields in which something is chosen, or a number is given."""
UNSTORED = frozenset({"search", "roster"})
"""What is looked for, or was refused: kept nowhere."""
LINES = frozenset({ids.Field.DISCIPLINES, ids.Field.STAGES})
"""Fields that take a list, a line each."""


@dataclass
class Season:
    """`typed` is what was written, by field, and `by` who wrote it."""

    here: House
    channel: str
    wide: str
    typed: dict[str, list[str]] = field(default_factory=dict)
    by: dict[str, str] = field(default_factory=dict)
    _numbers: Any = field(default_factory=lambda: itertools.count(1))

    def word(self, name: str, person: str) -> str:
        """Something hostile that nobody wrote before, short enough for any field."""
        number = next(self._numbers)
        text = f"=<!here>{MARK}{number}*_\x1b[2J\u202e&lt;"
        if name in LINES:  # a semicolon is as good as a new line there
            text = text.replace(";", "")
        self.typed.setdefault(name, []).append(text)
        self.by[text] = person
        return text

    def view(self, person: str) -> Mapping[str, Any]:
        """What is open on top, which holds people's text as nothing but text."""
        view = self.here.playground.view(person)
        assert view is not None, "nothing is open"
        strict.inert(view.definition["blocks"])
        return view.definition

    async def fill(self, person: str, callback: str, **chosen: Any) -> Answer:
        """Fill in the form on top, with a word in every text field that nothing is `chosen` for."""
        given = dict(chosen)
        for block in self.view(person)["blocks"]:
            name = block.get("block_id", "")
            kind = block.get("element", {}).get("type")
            assert name not in CHOSEN or kind != "plain_text_input", f"words can be typed into {name}"
            if kind == "plain_text_input" and name not in given and name not in FORMATTED:
                given[name] = "\n".join(self.word(name, person) for _ in range(3 if name in LINES else 1))
        answer = await self.here.fill(person, callback, **given)
        assert answer.error is None, answer
        return answer

    async def done(self, person: str, callback: str, **chosen: Any) -> None:
        """The same, and close what the form became; a form that asks again is sent as it stands."""
        answer = await self.fill(person, callback, **chosen)
        assert answer.ok, answer
        if ideas.open_form(self.here, person, callback) is not None:
            self.view(person)
            answer = await self.here.fill(person, callback)
            assert answer.ok, answer
        if self.here.playground.view(person) is not None:
            self.view(person)
        await self.here.close(person)
        await self.here.settle()

    async def press(self, person: str, action: str) -> None:
        """Press the first button of the form on top whose action begins so."""
        action_id, block_id = _button(self.view(person)["blocks"], action)
        answer = await self.here.playground.click(person, None, None, action_id, block_id=block_id)
        assert answer.ok, answer

    async def tap(self, person: str, message: Message, action: str) -> Answer:
        """Press the button whose action begins so, on a message."""
        action_id, block_id = _button(message.blocks, action)
        answer = await self.here.playground.click(
            person, message.channel, message.ts, action_id, block_id=block_id
        )
        assert answer.ok, answer
        return answer

    def newest(self, action: str, channel: str = "") -> Message:
        """The newest message with a button whose action begins so."""
        said = self.here.cards(channel or self.channel)
        found = [one for one in said if f"'{action}" in str(one.blocks)]
        assert found, f"nothing with {action}"
        return found[-1]

    def option(self, person: str, name: str, place: int = 0) -> str:
        """The value of one of the options of a field on top."""
        block = next(one for one in self.view(person)["blocks"] if one.get("block_id") == name)
        return str(block["element"]["options"][place]["value"])

    async def part(self, name: str) -> None:
        await self.here.playground.command(ADMIN, self.channel, "/idea", "setup")
        self.view(ADMIN)
        await self.press(ADMIN, f"setup_part.{name}")

    async def deed(self, person: str, card: Message, deed: str, **chosen: Any) -> None:
        await self.tap(person, card, "idea_more")
        await self.press(person, f"idea_deed.{deed}")
        await self.done(person, "idea_deed_form", **chosen)

    async def desk(self, group: str, action: str) -> None:
        """Open the group's desk and press a button there."""
        await self.tap(PEOPLE[0], self.here.cards(group)[0], "project_open")
        self.view(PEOPLE[0])
        await self.press(PEOPLE[0], action)

    async def vote(self, card: Message) -> None:
        for person in PEOPLE:
            await self.tap(person, card, "ballot_open")
            self.view(person)
            await self.press(person, "ballot_approve")
            self.view(person)
            await self.here.close(person)


def _button(blocks: list[Any], action: str) -> tuple[str, str]:
    for block in blocks:
        for element in [block.get("accessory") or {}, *block.get("elements", [])]:
            if str(element.get("action_id", "")).startswith(action):
                return element["action_id"], block["block_id"]
    raise AssertionError(f"no {action}")


@asynccontextmanager
async def season(url: str, now: datetime, **settings: Any) -> AsyncIterator[Season]:
    """Two services of three people each, and an administrator, before anybody has posted an idea."""
    async with house.standing(url, now=now, **settings) as here:
        channel, wide = here.channel("ideas"), here.channel("wide")
        here.person(ADMIN, is_admin=True, locale="nb-NO", email="admin@example.invalid")
        for number, person in enumerate(PEOPLE):
            here.person(person, locale="nb-NO", email=f"person{number}@example.invalid")
        there = Season(here, channel, wide)
        await here.playground.command(ADMIN, channel, "/idea", "setup")
        await there.done(ADMIN, "setup_form", ideas_place=channel, wide_place=wide)
        names = there.typed["disciplines"]
        await here.join({person: names[number % 2] for number, person in enumerate(PEOPLE)})
        yield there


async def walk(there: Season) -> None:
    """From the setup to a result that another service took up, and back again."""
    await _settings(there)
    await _hunt(there)
    await _ideas(there)
    await _votes(there)
    group = await _group(there, "gruppe")
    await there.desk(group, "project_complete")
    await there.done(
        PEOPLE[0], "complete_form", discipline=there.option(PEOPLE[0], "discipline"), keeper=PEOPLE[1]
    )
    result = there.newest("ripple_tell", there.wide)
    answer = await there.tap(PEOPLE[3], result, "ripple_tell.adapted")
    strict.inert(answer.ephemeral[0].blocks)
    await there.tap(PEOPLE[3], answer.ephemeral[0], "ripple_line")
    await there.done(PEOPLE[3], "ripple_form")
    await _second(there)
    await there.here.playground.command(ADMIN, there.channel, "/hunt", "ny")
    await there.done(ADMIN, "hunt_form")
    await there.tap(ADMIN, there.newest("hunt_lead"), "hunt_lead")
    await there.press(ADMIN, "hunt_cancel")
    await there.done(ADMIN, "hunt_cancel_form")
    await there.here.advance(days=100)


async def _settings(there: Season) -> None:
    for name in choices.PARTS:
        await there.part("choices")
        await there.press(ADMIN, f"setup_part.{name}")
        await there.done(ADMIN, "choices_form", **({"turnout": "0"} if name == "rounds" else {}))
    await there.part("disciplines")
    await there.press(ADMIN, "discipline_edit.new")
    await there.done(ADMIN, "discipline_form")
    await there.part("import")
    service = there.typed["disciplines"][0]
    await there.done(ADMIN, "import_form", roster=f'person0@example.invalid;"{service}"')
    await there.part("import")
    answer = await there.fill(
        ADMIN, "import_form", roster=f"=cmd@example.invalid;{there.word('roster', ADMIN)}"
    )
    assert answer.errors, "there is no such service"
    await there.here.close(ADMIN)


async def _hunt(there: Season) -> None:
    await there.here.playground.command(ADMIN, there.channel, "/hunt", "ny")
    await there.done(ADMIN, "hunt_form")
    for person in PEOPLE[:2]:
        await there.tap(person, there.newest("hunt_idea"), "hunt_idea")
        await there.done(person, "idea_form")
    await there.tap(ADMIN, there.newest("hunt_lead"), "hunt_lead")
    later = next(
        one["element"]["initial_date_time"]
        for one in there.view(ADMIN)["blocks"]
        if one.get("block_id") == "collect_until"
    )
    await there.done(ADMIN, "hunt_move_form", collect_until=later + 86_400)


async def _ideas(there: Season) -> None:
    play = there.here.playground
    await play.command(PEOPLE[2], there.channel, "/idea", there.word("command", PEOPLE[2]))
    await there.done(PEOPLE[2], "idea_form", title=there.typed["command"][0])  # there are similar ones
    said = await play.say(PEOPLE[3], there.channel, there.word("said", PEOPLE[3]))
    await play.shortcut(PEOPLE[3], "save_idea", there.channel, said.ts)
    await there.done(PEOPLE[3], "idea_form", title=there.word("title", PEOPLE[3]))
    await play.command(PEOPLE[4], there.channel, "/idea")
    for block in there.view(PEOPLE[4])["blocks"]:
        if block.get("element", {}).get("type") == "plain_text_input":
            view = play.view(PEOPLE[4])
            assert view is not None
            view.values[block["block_id"]] = {
                ids.VALUE: {"type": "plain_text_input", "value": there.word("draft", PEOPLE[4])}
            }
    await there.press(PEOPLE[4], "draft_keep")
    await there.here.close(PEOPLE[4])
    first, second, third, *_ = [
        one for one in there.here.cards(there.channel) if "idea_more" in str(one.blocks)
    ]
    await there.deed(PEOPLE[4], first, "comment")
    await there.deed(PEOPLE[0], first, "edit")
    await there.deed(PEOPLE[0], first, "themes", theme_new=there.word("theme_new", PEOPLE[0]))
    await there.deed(PEOPLE[1], second, "park")
    await there.deed(PEOPLE[1], second, "reopen")
    await there.tap(PEOPLE[2], third, "idea_more")
    await there.press(PEOPLE[2], "idea_deed.merge")
    await there.done(PEOPLE[2], "idea_deed_form", idea=there.option(PEOPLE[2], "idea"))
    await there.here.playground.command(PEOPLE[5], there.channel, "/ideas")
    await there.done(PEOPLE[5], "ideas_list")


async def _votes(there: Season) -> None:
    """An open vote with its ballots given out, one for which nobody has a voice, and one without a winner."""
    play = there.here.playground
    await there.here.advance(days=16)
    card = there.newest("ballot_open")
    await there.tap(ADMIN, card, "round_steer")
    await there.done(ADMIN, "steering_form", what="cancel")
    await play.command(ADMIN, there.channel, "/round")
    await there.press(ADMIN, "round_more")
    await there.done(ADMIN, "round_form", scope="all", secret="open")
    card = there.newest("ballot_open")
    await there.vote(card)
    await there.tap(ADMIN, card, "round_steer")
    await there.done(ADMIN, "steering_form", days="2")
    await there.here.advance(days=14)
    await there.tap(ADMIN, there.newest("hunt_lead"), "hunt_lead")
    await there.press(ADMIN, "hunt_finish")
    await there.done(ADMIN, "hunt_finish_form")
    await play.command(ADMIN, there.channel, "/round")
    await there.done(ADMIN, "round_form", scope="all")
    await there.here.advance(days=14)
    await there.tap(ADMIN, there.newest("round_pick"), "round_pick")
    await there.done(ADMIN, "pick_form", idea=there.option(ADMIN, "idea"))


async def _group(there: Season, name: str) -> str:
    group = there.here.channel(name)
    answer = await there.here.playground.command(PEOPLE[0], there.channel, "/project")
    if there.here.playground.view(PEOPLE[0]) is None:  # several ideas wait for their group
        strict.inert(answer.ephemeral[0].blocks)
        await there.tap(PEOPLE[0], answer.ephemeral[0], "group_team")
        await there.press(PEOPLE[0], "group_start")
    await there.press(PEOPLE[0], "project_form_more")
    day = (there.here.time() + timedelta(days=120)).date().isoformat()
    await there.done(
        PEOPLE[0],
        "project_form",
        owner=PEOPLE[0],
        members=PEOPLE[:2],
        place=group,
        **dict.fromkeys(("criterion_on", "criterion_on_2", "criterion_on_3"), day),
    )
    await there.desk(group, "project_step")
    await there.done(PEOPLE[0], "step_form")
    await there.here.advance(days=8)
    await there.tap(PEOPLE[1], there.newest("nudge_confidence", group), "nudge_confidence.2")
    await there.desk(group, "project_shrink")
    await there.done(PEOPLE[0], "plan_form")
    await there.desk(group, "project_continue")
    await there.done(PEOPLE[0], "plan_form")
    return group


async def _second(there: Season) -> None:
    """A group that retires with what it learnt; its idea is woken again."""
    group = await _group(there, "andre")
    await there.desk(group, "project_retire")
    await there.done(PEOPLE[0], "retire_form")
    await there.tap(PEOPLE[4], there.newest("idea_wake", there.wide), "idea_wake")
    await there.done(PEOPLE[4], "wake_form")
