"""An idea that leaves an open round: no ballot is lost, and a merged idea's votes count once a voter."""

import asyncio
import dataclasses
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.services import ballot_papers
from bot.slack.views.ids import Action
from storage import ballot_papers as rows
from storage import database, kinds, rounds
from storage.models import Ballot, Discipline, Idea, Person, Round, Tap, Workspace
from tests.house import words
from tests.ideas import town as idea_town
from tests.vote import town
from tests.vote.town import ADMIN, CHILD, STRATEGY, YOUTH

IDEAS = 5
SIZES = {YOUTH: 11, CHILD: 5, STRATEGY: 1}


@dataclasses.dataclass(frozen=True)
class Left:
    """An idea that leaves the paper: into another, or for good."""

    idea: int
    into: int | None


PAPERS = st.lists(
    st.tuples(st.integers(0, 2), st.frozensets(st.integers(0, IDEAS - 1))), min_size=1, max_size=9
)
LEAVING = st.lists(
    st.builds(Left, st.integers(0, IDEAS - 1), st.none() | st.integers(0, IDEAS - 1)), max_size=IDEAS
)


class _Undo(Exception):
    """Leaves the database as it was."""


def test_votes_move_once_and_no_ballot_is_lost(migrated_url: str, now: datetime) -> None:
    with asyncio.Runner() as runner:
        store = database.Database(migrated_url)

        @settings(max_examples=30)
        @given(PAPERS, LEAVING)
        def holds(papers: list[tuple[int, frozenset[int]]], leaving: list[Left]) -> None:
            with pytest.raises(_Undo):
                runner.run(_example(store, papers, leaving, now=now))

        holds()
        runner.run(store.close())


async def _example(
    store: database.Database,
    papers: Sequence[tuple[int, frozenset[int]]],
    leaving: Sequence[Left],
    *,
    now: datetime,
) -> None:
    async with store.begin() as session:
        round_, ideas, disciplines = await _plant(session, now)
        for number, (discipline, wanted) in enumerate(papers):
            voter = f"voter{number}"
            session.add(
                Ballot(round_id=round_.id, voter=voter, discipline_id=disciplines[discipline], person_id=None)
            )
            await session.flush()
            session.add_all(Tap(round_id=round_.id, voter=voter, idea_id=ideas[one]) for one in wanted)
        await session.flush()
        expected: list[tuple[int, set[int]]] = [(disciplines[group], set(wanted)) for group, wanted in papers]
        standing, heirs = set(range(IDEAS)), dict[int, int | None]()
        for left in leaving:
            if left.idea not in standing or left.into == left.idea:
                continue
            standing -= {left.idea}
            heir = left.into if left.into in standing else None
            heirs = {one: heir if old == left.idea else old for one, old in heirs.items()} | {left.idea: heir}
            taken_over = await ballot_papers.take_off(
                session, round_.id, ideas[left.idea], ideas[left.into] if left.into is not None else None
            )
            assert taken_over == (ideas[heir] if heir is not None else None)
            for _, chosen in expected:
                chosen |= {heir} if left.idea in chosen and heir is not None else set()
            assert await rows.count(session, round_.id) == len(standing)
        cast = await rounds.cast(session, round_.id)
        kept = {ideas[one] for one in standing}
        assert Counter((one.discipline_id, one.approvals & kept) for one in cast) == Counter(
            (group, frozenset(ideas[one] for one in wanted & standing)) for group, wanted in expected
        )
        assert await rows.gone(session, round_.id) == {
            ideas[one]: "" if heir is None else f"Idea {heir}" for one, heir in heirs.items()
        }
        raise _Undo


async def _plant(session: AsyncSession, now: datetime) -> tuple[Round, list[int], list[int]]:
    workspace = Workspace(
        platform=kinds.Platform.SLACK, external_id="T1", locale="nb", zone="UTC", created_at=now
    )
    session.add(workspace)
    await session.flush()
    groups = [Discipline(workspace_id=workspace.id, name=f"Service {one}") for one in range(3)]
    session.add_all(groups)
    person = Person(workspace_id=workspace.id, external_id="U1", met_at=now)
    session.add(person)
    await session.flush()
    ideas = [
        Idea(
            workspace_id=workspace.id,
            author_id=person.id,
            title=f"Idea {one}",
            place="C1",
            state=kinds.IdeaState.IN_ROUND,
            created_at=now,
        )
        for one in range(IDEAS)
    ]
    session.add_all(ideas)
    await session.flush()
    round_ = Round(
        workspace_id=workspace.id,
        place="C1",
        opened_by=person.id,
        breadth=2,
        empty_chairs=5,
        opened_at=now,
        closes_at=now + timedelta(days=7),
        salt=b"salt",
        seed=b"seed",
    )
    added = await rounds.add(session, round_, [one.id for one in ideas])
    return added, [one.id for one in ideas], [one.id for one in groups]


@pytest.mark.parametrize(("database_kind", "secrecy"), [("sqlite", "secret"), ("postgresql", "open")])
async def test_ideas_leave_while_people_vote(migrated_url: str, now: datetime, secrecy: str) -> None:
    """Of five ideas one is merged into another, one into an idea outside the round, one is withdrawn."""
    async with town.standing(migrated_url, now, sizes=SIZES, ideas=6) as here:
        bot = here.house.playground
        card = await here.open_round(ideas=range(5), secret=secrecy)
        youth, child, strategy = here.people[YOUTH], here.people[CHILD], here.people[STRATEGY]
        late = [youth.pop() for _ in range(5)]
        wanted = {one: [0] for one in youth} | {one: [1] for one in child}
        wanted |= {child[0]: [0, 1], strategy[0]: [2, 3]}
        await here.everybody_votes(card, wanted)
        for person in [*child[1:3], *late]:
            await bot.click(person, here.channel, card.ts, Action.BALLOT_OPEN)
        ideas = [idea_town.card(here.house, here.channel, title) for title in here.titles]
        # While people tap the idea that goes: each tap counts for the other, or its person is told.
        await bot.click(ADMIN, here.channel, ideas[0].ts, f"idea_more.{idea_town.number(ideas[0])}")
        await bot.click(ADMIN, None, None, "idea_deed.merge")
        into = str(await here.idea_id(1))
        merged, *_ = await asyncio.gather(
            here.house.fill(ADMIN, "idea_deed_form", idea=into, reason="Samme sak"),
            *(here.tap(person, here.titles[0], Action.BALLOT_APPROVE) for person in late),
        )
        assert merged.ok, merged
        await here.house.close(ADMIN)
        await here.house.settle()
        open_still = {person: bot.view(person) for person in late}
        heard = [
            one for one, view in open_still.items() if view and view.definition["callback_id"] == "ballot"
        ]
        voted = {*youth, *child, *strategy, *heard}
        answer = await idea_town.do(
            here.house, ADMIN, ideas[2], "merge", idea=str(await here.idea_id(5)), reason="Samme sak"
        )
        assert answer.ok, answer
        await bot.click(youth[0], here.channel, ideas[3].ts, f"idea_more.{idea_town.number(ideas[3])}")
        await bot.click(youth[0], None, None, "idea_deed.withdraw")
        assert "De som har stemt på den, har deltatt likevel" in idea_town.shown(here.house, youth[0])
        await here.house.close(youth[0])
        answer = await idea_town.do(here.house, youth[0], ideas[3], "withdraw", reason="Er løst")
        assert answer.ok, answer
        await here.house.advance(minutes=1)

        said = [words(one) for one in bot.thread(here.channel, card.ts)[1:]]
        assert len(said) == 3
        assert f"«{here.titles[0]}» er nå en del av «{here.titles[1]}». Stemmene følger med" in said[0]
        assert "Samme sak" in said[0]
        assert f"«{here.titles[5]}», som ikke er med i denne runden" in said[1]
        assert f"«{here.titles[3]}» er ute av avstemningen" in said[2]
        drawn = words(bot.message(here.channel, card.ts))
        assert f"{here.titles[0]} (nå en del av «{here.titles[1]}»)" in drawn
        assert f"{here.titles[3]} (ute av avstemningen)" in drawn

        # A ballot that stood open all the while still offers what can no longer be chosen.
        for person, number, why in (
            (child[1], 0, f"nå en del av «{here.titles[1]}». Stem på den"),
            (child[2], 3, "trukket tilbake"),
        ):
            await here.tap(person, here.titles[number], Action.BALLOT_APPROVE)
            assert why in words(bot.view(person).definition)  # type: ignore[union-attr]
            await here.house.close(person)
        await bot.click(youth[1], here.channel, card.ts, Action.BALLOT_OPEN)
        ballot = bot.view(youth[1]).definition  # type: ignore[union-attr]
        assert "Du har valgt 1 idé" in words(ballot)
        assert "Stemmene teller der" in words(ballot)
        await here.house.close(youth[1])
        await bot.click(strategy[0], here.channel, card.ts, Action.BALLOT_OPEN)
        assert "Du har stemt: ingen av disse" in words(bot.view(strategy[0]).definition)  # type: ignore[union-attr]
        await here.house.close(strategy[0])
        await here.vote(strategy[0], card, [1])

        round_ = await here.round()
        await here.house.advance_to(round_.closes_at - timedelta(hours=23))
        await bot.open_home(youth[0])
        assert "2 ideer" in words(bot.home(youth[0]).definition)  # type: ignore[union-attr]
        await here.house.advance_to(round_.closes_at + timedelta(minutes=3))
        result = (await here.round()).result or {}
        assert result["ballots"] == len(voted)
        taps = {one["idea_id"]: one["taps"] for one in result["ideas"]}
        named = [one["voters"] for one in result["ideas"]]
        assert named == ([None, None] if secrecy == "secret" else [sorted(voted), []])
        assert taps == {await here.idea_id(1): len(voted), await here.idea_id(4): 0}
        answer = await bot.command(child[0], here.channel, "/round", "recount")
        assert "Resultatet er det samme" in answer.texts[0]
        assert f"{here.titles[0]} (nå en del av" in words(bot.message(here.channel, card.ts))
        answer = await idea_town.do(here.house, ADMIN, ideas[0], "part", reason="Angrer")
        assert "Da kan de ikke skilles lenger" in answer.errors["reason"]
