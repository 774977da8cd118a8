"""A round that nobody won is no dead end; a closed one can be counted again, for a while."""

import asyncio
import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from bot import tally
from bot.slack.views.ids import Action
from storage import kinds
from storage.models import Ballot, CountedBallot, Idea, OutboxRow
from tests import postgres
from tests.house import words
from tests.vote import town
from tests.vote.town import ADMIN, CHILD, STRATEGY, YOUTH, Town

SIZES = {YOUTH: 6, CHILD: 5, STRATEGY: 1}


async def undecided(here: Town, **more: object) -> str:
    """A round in which no idea is wanted by two disciplines; returns the ts of its result."""
    card = await here.open_round(**more)  # type: ignore[arg-type]
    for person in here.people[YOUTH]:
        await here.vote(person, card, [0, 1])
    for person in here.people[CHILD]:
        await here.vote(person, card, [2])
    await here.vote(here.people[STRATEGY][0], card, [])
    await here.house.advance_to((await here.round()).closes_at + timedelta(minutes=3))
    assert (await here.round()).outcome == kinds.Outcome.NO_BROAD_AGREEMENT
    return here.said()[-1].ts


@postgres.BY_AND_BY
async def test_a_final_among_the_top_three(migrated_url: str, now: datetime) -> None:
    async with town.standing(migrated_url, now, sizes=SIZES, ideas=5) as here:
        result = await undecided(here)
        bot = here.house.playground
        answers = await asyncio.gather(
            *(bot.click(ADMIN, here.channel, result, Action.ROUND_FINAL) for _ in range(3))
        )
        assert all(answer.ok for answer in answers)
        await here.house.settle()
        final = here.said()[-1]
        assert [title for title in here.titles if title in words(final)] == here.titles[:3]
        assert (await here.round()).follows == (await here.round(0)).id
        with pytest.raises(IndexError):
            await here.round(2)
        redrawn = bot.message(here.channel, result)
        assert "ny avstemningsrunde" in words(redrawn)
        assert "round_final" not in str(redrawn.blocks)


@postgres.BY_AND_BY
async def test_a_facilitator_chooses_with_a_reason_that_shows(migrated_url: str, now: datetime) -> None:
    async with town.standing(migrated_url, now, sizes=SIZES, ideas=4) as here:
        result = await undecided(here)
        bot = here.house.playground
        answer = await bot.click("UHEL1", here.channel, result, Action.ROUND_PICK)
        assert "prosessleder" in answer.texts[0]
        await bot.click(ADMIN, here.channel, result, Action.ROUND_PICK)
        chosen = await here.idea_id(2)
        answer = await here.house.fill(ADMIN, "pick_form", idea=str(chosen), reason="Haster mest")
        assert answer.ok, answer
        await here.house.close(ADMIN)
        await here.house.settle()
        text = words(bot.message(here.channel, result))
        assert f"har valgt «{here.titles[2]}». Grunn: Haster mest" in text
        async with here.house.store.read() as session:
            idea = (await session.exec(select(Idea).where(Idea.id == chosen))).one()
        assert idea.state == kinds.IdeaState.CHOSEN
        assert "round_pick" not in str(bot.message(here.channel, result).blocks)


@postgres.BY_AND_BY
async def test_too_few_voices_tell_only_that_and_can_vote_again(migrated_url: str, now: datetime) -> None:
    async with town.standing(migrated_url, now, sizes=SIZES, ideas=3, turnout=0) as here:
        card = await here.open_round()
        for person in here.people[YOUTH][:4]:
            await here.vote(person, card, [1])
        await here.house.advance_to((await here.round()).closes_at + timedelta(minutes=3))
        result = here.said()[-1]
        assert "Færre enn fem" in words(result)
        assert not any(title in words(result) for title in here.titles)
        assert "image" not in [block["type"] for block in result.blocks]
        assert "round_final" not in str(result.blocks)
        answer = await here.house.playground.click(ADMIN, here.channel, result.ts, Action.ROUND_AGAIN)
        assert answer.ok
        await here.house.settle()
        assert all(title in words(here.said()[-1]) for title in here.titles)


async def test_an_open_round_gives_its_ballots_and_the_file_counts_the_same(
    migrated_url: str, now: datetime, tmp_path: Path
) -> None:
    async with town.standing(migrated_url, now, sizes=SIZES, ideas=3) as here:
        card = await here.open_round(secret="open")
        for person in here.everybody:
            await here.vote(person, card, [1, 2] if person in here.people[CHILD] else [1])
        await here.house.advance_to((await here.round()).closes_at + timedelta(minutes=5))
        round_ = await here.round()
        state = here.house.playground.workspace.state
        [file] = [one for one in state.files.values() if one.name.endswith(".pb")]
        assert file.content is not None
        text = file.content.decode()
        assert not [person for person in here.everybody if person in text]
        path = tmp_path / "round.pb"
        path.write_bytes(file.content)
        counted = json.loads(tally.tally(path, as_json=True))
        assert counted["winners"] == [str(await here.idea_id(1))]
        shown = [one["idea_id"] for one in (round_.result or {})["ideas"]]
        assert counted["order"] == [str(one) for one in shown]
        replies = here.house.playground.thread(here.channel, round_.result_ref or "")
        assert file.id in replies[-1].files
        async with here.house.store.read() as session:
            kept = (await session.exec(select(OutboxRow.key))).all()
        assert f"round:{round_.id}:ballots" not in kept


async def test_ballots_go_after_the_complaint_window(migrated_url: str, now: datetime) -> None:
    async with town.standing(migrated_url, now, sizes=SIZES, ideas=3, complaint_days=3) as here:
        card = await here.open_round()
        for person in here.everybody:
            await here.vote(person, card, [1])
        bot = here.house.playground
        early = await bot.command("UUNG1", here.channel, "/round", "recount")
        assert "Ingen runde er avsluttet" in early.texts[0]
        await here.house.advance_to((await here.round()).closes_at + timedelta(minutes=3))
        answer = await bot.command("UUNG1", here.channel, "/round", "recount")
        assert "Resultatet er det samme" in answer.texts[0]
        async with here.house.store.begin() as session:
            tampered = (await session.exec(select(CountedBallot).limit(1))).one()
            tampered.approvals = []
            session.add(tampered)
        answer = await bot.command("UUNG1", here.channel, "/round", "recount")
        assert "noe stemmer ikke" in answer.texts[0]
        await here.house.advance(days=3)
        async with here.house.store.read() as session:
            assert not (await session.exec(select(CountedBallot))).all()
            assert not (await session.exec(select(Ballot))).all()
        assert (await here.round()).receipt_salt is None
        answer = await bot.command("UUNG1", here.channel, "/round", "recount")
        assert "Klagefristen er ute" in answer.texts[0]


@postgres.BY_AND_BY
async def test_a_promised_file_that_would_tell_is_withheld(migrated_url: str, now: datetime) -> None:
    async with town.standing(migrated_url, now, sizes={YOUTH: 6, CHILD: 5}, ideas=3, turnout=0) as here:
        card = await here.open_round(published=["yes"])
        assert "stokket og uten navn" in words(card)
        for person in [*here.people[YOUTH], *here.people[CHILD][:2]]:
            await here.vote(person, card, [1])
        await here.house.advance_to((await here.round()).closes_at + timedelta(minutes=3))
        assert "legges ikke ut likevel" in words(here.said()[-1])
        names = [one.name for one in here.house.playground.workspace.state.files.values()]
        assert not [name for name in names if name.endswith(".pb")]
