"""Taps that cannot count: each has a clear, private answer, and changes nothing."""

import copy
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import select

from bot.playground.answers import Answer
from bot.playground.state import Message
from bot.slack.views.ids import Action
from storage import kinds
from storage.models import Ballot, Person, Tap
from tests import postgres
from tests.house import words
from tests.vote import town
from tests.vote.town import CHILD, YOUTH, Town

SIZES = {YOUTH: 6, CHILD: 5}


def told(here: Town, person: str, answer: Answer) -> str:
    """What the person sees: a private message, or a notice on top of the ballot."""
    assert answer.error is None, answer
    if answer.texts:
        return answer.texts[0]
    view = here.house.playground.view(person)
    assert view is not None
    assert view.definition["callback_id"] == "notice"
    return words(view.definition)


async def counted(here: Town) -> tuple[int, int]:
    """Ballots and taps there are."""
    async with here.house.store.read() as session:
        ballots = (await session.exec(select(sa.func.count()).select_from(Ballot))).one()
        taps = (await session.exec(select(sa.func.count()).select_from(Tap))).one()
    return ballots, taps


def forge(found: Mapping[str, Any] | Message, action: str, value: str) -> None:
    """Let the first button of that action carry something else, as no Slack would send."""
    blocks = found.blocks if isinstance(found, Message) else found["blocks"]
    for block in blocks:
        for element in [block.get("accessory") or {}, *block.get("elements", [])]:
            if str(element.get("action_id", "")).startswith(action):
                element["value"] = value
                return
    raise AssertionError(f"no {action}")


@postgres.BY_AND_BY
async def test_who_may_not_vote_is_told_why(migrated_url: str, now: datetime) -> None:
    async with town.standing(migrated_url, now, sizes=SIZES, ideas=3) as here:
        bot = here.house.playground
        here.house.person("UGUEST1", is_restricted=True)
        here.house.person("USTRANGER1", is_stranger=True, team_id="TELSEWHERE")
        here.house.person("UNEW1")
        card = await here.open_round(tap_limit="1")

        for person, why in (("UGUEST1", "Gjester kan lese"), ("USTRANGER1", "et annet arbeidsområde")):
            answer = await bot.click(person, here.channel, card.ts, Action.BALLOT_OPEN)
            assert why in told(here, person, answer)
            assert here.titles[0] in await here.house.listed(person, here.channel), "they may look"
        answer = await bot.click("UNEW1", here.channel, card.ts, Action.BALLOT_OPEN)
        assert "Velg fagområdet ditt før du stemmer" in told(here, "UNEW1", answer)
        question = answer.ephemeral[0]
        chosen = re.search(rf"{YOUTH}.*?'value': '(\d+)'", str(question.blocks))
        assert chosen is not None
        await bot.click("UNEW1", here.channel, question.ts, "discipline_choose", value=chosen[1])
        answer = await bot.click("UNEW1", here.channel, card.ts, Action.BALLOT_OPEN)
        assert "Be en administrator om å bekrefte det" in told(here, "UNEW1", answer)
        assert bot.view("UNEW1") is None
        assert await counted(here) == (0, 0)

        # Past the limit: from a ballot that was drawn before the first tap.
        person = here.people[YOUTH][0]
        await bot.click(person, here.channel, card.ts, Action.BALLOT_OPEN)
        view = bot.view(person)
        assert view is not None
        before = copy.deepcopy(view.definition)
        await here.tap(person, here.titles[0], Action.BALLOT_APPROVE)
        assert "Du har valgt den ene du kan velge" in words(bot.view(person).definition)  # type: ignore[union-attr]
        bot.view(person).definition = before  # type: ignore[union-attr]
        answer = await here.tap(person, here.titles[1], Action.BALLOT_APPROVE)
        assert "Du kan velge høyst 1 i denne runden" in told(here, person, answer)
        assert await counted(here) == (1, 1)
        await here.house.close(person)

        # Rounds and ideas that do not exist, or never could.
        for action, value in ((Action.BALLOT_OPEN, "4711"), (Action.BALLOT_OPEN, "1 OR 1=1")):
            forge(card, action, value)
            answer = await bot.click(person, here.channel, card.ts, action)
            said = told(here, person, answer)
            assert "Jeg finner ikke den runden" in said if value == "4711" else said
            assert bot.view(person) is None
        round_ = await here.round()
        forge(card, Action.BALLOT_OPEN, str(round_.id))
        await here.vote(person, card, [])
        for value, why in (
            (f"4711:{await here.idea_id(1)}", "ikke den runden"),
            (f"{round_.id}:4711", "ikke"),
        ):
            await bot.click(person, here.channel, card.ts, Action.BALLOT_OPEN)
            forge(bot.view(person).definition, Action.BALLOT_APPROVE, value)  # type: ignore[union-attr]
            block = next(one for one in bot.view(person).definition["blocks"] if value in str(one))  # type: ignore[union-attr]
            button = block["accessory"]
            answer = await bot.click(person, None, None, button["action_id"], block_id=block["block_id"])
            assert why in told(here, person, answer)
            await here.house.close(person)
        assert await counted(here) == (1, 0)


async def test_who_leaves_has_voted_and_is_not_waited_for(migrated_url: str, now: datetime) -> None:
    """A ballot handed in counts; nobody is waited for, invited or counted among the members who has left."""
    async with town.standing(migrated_url, now, sizes={YOUTH: 6, CHILD: 6}, ideas=2) as here:
        bot = here.house.playground
        card = await here.open_round()
        round_ = await here.round()
        await here.everybody_votes(
            card, {person: [1] for person in [*here.people[YOUTH], here.people[CHILD][0]]}
        )
        gone = [here.people[YOUTH][0], *here.people[CHILD][2:]]
        for person in gone:
            await bot.click(person, here.channel, card.ts, Action.BALLOT_OPEN)
            await here.house.close(person)
            await bot.deactivate(person)
        async with here.house.store.read() as session:
            left = (await session.exec(select(Person).where(Person.gone_at.is_not(None)))).all()  # type: ignore[union-attr]
        assert {one.external_id for one in left} == set(gone)

        await here.house.advance_to(round_.closes_at - timedelta(hours=23))
        invited = [
            one for one in here.everybody if any("ikke stemt" in words(said) for said in here.told(one))
        ]
        assert invited == [here.people[CHILD][1]]
        # One of two who are left in their discipline has voted: that is enough, and nothing is extended.
        await here.house.advance_to(round_.closes_at + timedelta(minutes=5))
        closed = await here.round()
        assert (closed.state, closed.extended) == (kinds.RoundState.CLOSED, False)
        assert (closed.result or {})["ballots"] == 7
        assert closed.outcome == kinds.Outcome.CHOSEN


@postgres.BY_AND_BY
async def test_clocks_that_jump(migrated_url: str, now: datetime) -> None:
    # Nothing happens by itself: a tap past the deadline wakes whoever counts, and that would be a race.
    async with town.standing(migrated_url, now, sizes=SIZES, ideas=2, work=False) as here:
        bot = here.house.playground
        card = await here.open_round()
        round_ = await here.round()
        person, other = here.people[YOUTH][:2]
        await here.everybody_votes(card, {one: [0] for one in here.everybody if one not in (person, other)})
        for one in (person, other):
            await bot.click(one, here.channel, card.ts, Action.BALLOT_OPEN)

        # Past the deadline, before anybody has counted: what comes now comes too late.
        here.house.time.offset += round_.closes_at - here.house.time() + timedelta(seconds=1)
        answer = await here.tap(person, here.titles[0], Action.BALLOT_APPROVE)
        assert "Runden er avsluttet" in told(here, person, answer)
        # Back again: the deadline is ahead, and a ballot can be changed as before.
        here.house.time.offset -= timedelta(hours=3)
        await here.house.close(person)
        await here.vote(person, card, [1])

        # A month ahead: counted once. Back to before the deadline: it stays closed, and is told once.
        here.house.time.offset += timedelta(days=30)
        await here.house.settle()
        assert (await here.round()).state == kinds.RoundState.CLOSED
        results = sum(Action.ROUND_RECOUNT in str(one.blocks) for one in here.said())
        here.house.time.offset -= timedelta(days=30)
        await here.house.settle()
        answer = await here.tap(other, here.titles[0], Action.BALLOT_APPROVE)
        assert "Runden er avsluttet" in told(here, other, answer)
        here.house.time.offset += timedelta(days=60)
        await here.house.settle()
        closed = await here.round()
        assert (closed.result or {})["ballots"] == len(here.everybody) - 1
        assert results == 1 == sum(Action.ROUND_RECOUNT in str(one.blocks) for one in here.said())
