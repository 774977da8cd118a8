"""Rate limits kept before they bite, by all processes together, and cards drawn anew no more than needed."""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import delivery
from bot.messenger import Place
from bot.playground import pace as paces
from bot.playground import rates
from bot.services import ideas, people, rounds, taps
from bot.services.actor import Actor
from bot.slack import messenger
from storage import database, kinds, outbox, pace, workspaces
from storage.models import Idea, OutboxRow
from tests import house
from tests.delivery import town
from tests.house import House

SECOND = timedelta(seconds=1)
START = datetime.fromisoformat("2026-11-24T09:00:00+00:00")


@given(
    waits=st.lists(st.floats(0, 5), min_size=1, max_size=60),
    every=st.floats(0.1, 3),
    burst=st.integers(1, 6),
)
def test_no_window_holds_more_than_the_burst_and_its_share(
    waits: list[float], every: float, burst: int
) -> None:
    """In any window of length T at most burst + T/every sends begin, and nobody waits longer than needed."""
    budget = pace.Budget("x", timedelta(seconds=every), burst)
    meters = {(1, "x"): START}
    now = START
    sent: list[datetime] = []
    for wait in waits:
        now += timedelta(seconds=wait)
        at = pace.free_at(meters, 1, [budget], now=now)
        assert at == now or len(sent) >= burst
        pace.use(meters, 1, [budget], now=at)
        sent.append(at)
        now = at
    for first in range(len(sent)):
        for last in range(first, len(sent)):
            window = (sent[last] - sent[first]) / budget.every
            assert last - first + 1 <= burst + window + 1e-3


async def test_many_processes_share_one_budget(migrated_url: str) -> None:
    stores = [database.Database(migrated_url) for _ in range(3)]
    async with stores[0].begin() as session:
        await workspaces.meet(session, kinds.Platform.SLACK, "T1", locale="nb", zone="Europe/Oslo", now=START)
        for number in range(30):
            row = OutboxRow(
                workspace_id=1,
                parcel=kinds.Parcel.POST,
                place=f"C{number}",
                locale="nb",
                message={"said": number},
                not_before=START,
                created_at=START,
            )
            await outbox.add(session, row)

    async def claim(store: database.Database, at: datetime) -> int:
        async with store.begin() as session:
            taken = await outbox.claim(
                session,
                now=at,
                lease=delivery.LEASE,
                spacing=delivery.SPACING,
                limit=8,
                budgets=lambda _: [pace.Budget("method", SECOND, 4)],
            )
            return len(taken.rows)

    for passed, expected in ((0, 4), (1, 1), (2, 1), (10, 4), (10.5, 0), (11, 1)):
        at = START + timedelta(seconds=passed)
        taken = await asyncio.gather(*(claim(store, at) for store in stores for _ in range(2)))
        assert sum(taken) == expected
    for store in stores:
        await store.close()


async def test_processes_whose_budgets_are_used_up_do_not_wait_for_each_other(migrated_url: str) -> None:
    """Posts and redraws in turn, and no room for any: each claim puts some off and goes on to others."""
    stores = [database.Database(migrated_url) for _ in range(3)]
    async with stores[0].begin() as session:
        await workspaces.meet(session, kinds.Platform.SLACK, "T1", locale="nb", zone="Europe/Oslo", now=START)
        meters = await pace.hold(session, [(1, "a"), (1, "b")], now=START)
        await pace.keep(session, dict.fromkeys(meters, START + timedelta(hours=1)))
        for number in range(240):
            post = number // 4 % 2 == 0
            row = OutboxRow(
                workspace_id=1,
                parcel=kinds.Parcel.POST if post else kinds.Parcel.UPDATE,
                place=f"C{number}",
                locale="nb",
                message={"said": number} if post else None,
                subject=None if post else kinds.Subject.IDEA,
                subject_id=None if post else number,
                not_before=START,
                created_at=START,
            )
            await outbox.add(session, row)

    async def claim(store: database.Database) -> None:
        found = outbox.Claim([], more=True)
        while found.more:
            async with store.begin() as session:
                found = await outbox.claim(
                    session,
                    now=START,
                    lease=delivery.LEASE,
                    spacing=delivery.SPACING,
                    limit=4,
                    budgets=lambda row: [pace.Budget("ab"[row.parcel == kinds.Parcel.UPDATE], SECOND)],
                )
            assert not found.rows

    await asyncio.gather(*(claim(store) for store in stores for _ in range(2)))
    for store in stores:
        await store.close()


VOTES = pytest.mark.parametrize("votes", [200, pytest.param(2000, marks=pytest.mark.torture)])


async def paper(here: House, author: Actor, titles: list[str], *, place: str) -> list[int]:
    """Ideas that stand in a channel; their ids."""
    async with here.store.begin() as session:
        made = [
            Idea(
                workspace_id=author.workspace_id,
                state=kinds.IdeaState.NEW,
                author_id=author.person_id,
                title=title,
                place=place,
                created_at=here.time(),
            )
            for title in titles
        ]
        session.add_all(made)
        await session.flush()
        return [one.id for one in made]


async def actors(here: House, voters: list[str]) -> list[Actor]:
    found = [
        await people.recall(
            here.bot.installation,
            platform=kinds.Platform.SLACK,
            team=here.playground.workspace.state.team_id,
            external_id=voter,
            met_after=here.time() - timedelta(days=2),
        )
        for voter in voters
    ]
    return [actor for actor in found if actor is not None]


async def a_minute_of(here: House, votes: int, vote: Callable[[int], Awaitable[object]]) -> None:
    """So many votes, twenty at once, spread over a minute; then the figures are printed, and held."""
    calls = town.counting(here)
    begin = here.time()
    at_once = votes // 100
    for first in range(0, votes, at_once):
        at = begin + timedelta(minutes=1) * first / votes
        if at > here.time():
            here.time.move_to(at)
        await asyncio.gather(*(vote(number) for number in range(first, first + at_once)))
        await here.bot.ticker.look()
    minutes = max(1.0, (here.time() - begin) / timedelta(minutes=1))  # a busy machine takes longer
    # A round's card tells its number on the full minute, which may be just ahead.
    here.time.move_to((here.time() + timedelta(minutes=1)).replace(second=0, microsecond=0))
    await here.settle()
    updates = calls.calls["chat.update"]
    sys.stdout.write(json.dumps({"votes": votes, "updates": updates, "minutes": round(minutes, 2)}) + "\n")
    assert 1 <= updates <= 20 * minutes


@VOTES
async def test_a_minute_of_ballots_is_20_updates_at_most_and_the_last_shows_the_truth(
    migrated_url: str, now: datetime, votes: int
) -> None:
    voters = [f"UVOTER{number}" for number in range(votes // 2)]
    async with house.standing(migrated_url, now=now, work=False) as here:
        place = here.channel("ideas")
        await town.settle_in(here, voters, ideas_place=place, now=now - timedelta(days=1))
        voting = await actors(here, voters)
        papers = await paper(here, voting[0], ["Den ene", "Den andre"], place=place)
        plan = rounds.Plan(idea_ids=tuple(papers), closes_at=now + timedelta(days=7))
        await rounds.open_(
            here.bot.installation, voting[0], plan, place=place, request_key="round", now=here.time()
        )
        await here.settle()

        async def vote(number: int) -> None:
            actor, idea = voting[number % len(voting)], papers[number % 2]
            approve = number < votes - 9
            await taps.tap(here.bot.installation, actor, 1, idea, approve=approve, now=here.time())

        await a_minute_of(here, votes, vote)
        assert str(votes // 2) in house.words(here.cards(place)[-1])
        left = [row for row in await town.rows(here) if row.subject == kinds.Subject.ROUND]
        assert {row.state for row in left} == {kinds.ParcelState.SENT}


@VOTES
async def test_a_minute_of_support_is_20_updates_at_most_and_the_last_shows_the_truth(
    migrated_url: str, now: datetime, votes: int
) -> None:
    """Each one changes what the card shows, and the last nine take it back."""
    voters = [f"UVOTER{number}" for number in range(votes - 9)]
    async with house.standing(migrated_url, now=now, work=False) as here:
        place = here.channel("ideas")
        await town.settle_in(here, voters, ideas_place=place, now=now - timedelta(days=1))
        voting = await actors(here, voters)
        assert (await here.playground.command(voters[0], place, "/idea", "Den eneste")).ok
        await here.settle()
        (card,) = here.cards(place)
        (idea,) = [row.subject_id for row in await town.rows(here) if row.subject == kinds.Subject.IDEA]
        assert idea is not None

        async def vote(number: int) -> None:
            actor, wanted = voting[number % len(voting)], number < votes - 9
            await ideas.support(here.bot.installation, actor, idea, wanted=wanted, now=here.time())

        await a_minute_of(here, votes, vote)
        shown = next(one for one in here.cards(place) if one.ts == card.ts)
        assert str(votes - 18) in house.words(shown)
        left = [row for row in await town.rows(here) if row.subject == kinds.Subject.IDEA]
        assert {row.state for row in left} == {kinds.ParcelState.SENT}


async def test_a_clock_that_ran_a_year_ahead_holds_nobody_up_for_a_year(migrated_url: str) -> None:
    store = database.Database(migrated_url)
    budget = pace.Budget("method", SECOND)
    async with store.begin() as session:
        await workspaces.meet(session, kinds.Platform.SLACK, "T1", locale="nb", zone="Europe/Oslo", now=START)
    for at, free in (
        (START + timedelta(days=365), START + timedelta(days=365)),
        (START, START + pace.FARTHEST),
        (START + timedelta(days=2), START + timedelta(days=2)),
    ):
        async with store.begin() as session:
            meters = await pace.hold(session, [(1, budget.scope)], now=at)
            assert pace.free_at(meters, 1, [budget], now=at) == free
            if free == at:
                pace.use(meters, 1, [budget], now=at)
            await pace.keep(session, meters)
    await store.close()


async def test_slack_never_has_to_say_no(migrated_url: str, now: datetime) -> None:
    """With Slack's own limits, forty messages in two channels come without a single 429."""
    async with house.standing(migrated_url, now=now, work=False) as here:
        places = [here.channel("one"), here.channel("two")]
        await town.settle_in(here, ["UADMIN1"], ideas_place=places[0], now=now)
        here.playground.pace = paces.Pace()
        here.playground.rates = rates.Rates(
            pace=lambda: here.playground.pace, monotonic=lambda: here.time().timestamp()
        )
        for number in range(40):
            await town.say(here, f"m{number}", places[number % 2])
        await here.settle()
        kept = await town.rows(here)
        assert {row.state for row in kept} == {kinds.ParcelState.SENT}
        assert max(row.claims for row in kept) == 1
        for place in places:
            assert town.parcels(here.cards(place)) == [row.id for row in kept if row.place == place]


def test_a_private_message_counts_for_all_it_asks_of_slack() -> None:
    port = messenger.SlackMessenger.__new__(messenger.SlackMessenger)
    scopes = {one.scope for one in port.budgets(kinds.Parcel.TELL, Place("U1"), looking=True, pictured=False)}
    assert scopes == {"post U1", "chat.postMessage", "conversations.open", "conversations.history"}
