"""Bots killed without warning, again and again, under load: nothing acknowledged is lost or doubled."""

import asyncio
import json
import random
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select

from bot.services import secrecy
from storage import kinds
from storage.models import Idea, OutboxRow, Round, RoundIdea, Support, Tap
from tests import house
from tests.delivery import lives, town
from tests.delivery.lives import Town


async def verify(here: Town) -> dict[str, int]:
    """Hold what people were told against what is stored and what stands in the channel; the figures."""
    async with here.store.read() as session:
        ideas = {idea.id: idea for idea in (await session.exec(select(Idea))).all()}
        supports = (await session.exec(select(Support))).all()
        taps = (await session.exec(select(Tap))).all()
        parcels = (await session.exec(select(OutboxRow))).all()
        round_ = (await session.exec(select(Round).order_by(col(Round.id)))).first()
        on_paper = set((await session.exec(select(RoundIdea.idea_id))).all())  # these never had a card
    titles = Counter(idea.title for idea in ideas.values())
    lost = [title for title in here.said if not titles[title]]
    doubled = [title for title in here.tried if titles[title] > 1]
    by_ref = {idea.ref: idea.id for idea in ideas.values()}
    person_ids = {person: (await here.actor(person)).person_id for person in here.people}
    held = {(row.person_id, row.idea_id) for row in supports}
    lost += [ts for person, ts in here.supported if (person_ids[person], by_ref.get(ts)) not in held]
    assert round_ is not None
    secret = here.installation.rules.secret
    voters = {person: secrecy.voter(secret, round_, person_ids[person]) for person in here.people}
    approved = {(tap.voter, ideas[tap.idea_id].title) for tap in taps if tap.round_id == round_.id}
    for (person, title), states in here.taps.items():
        if ((voters[person], title) in approved) not in states:
            lost.append(f"{person} {title}")
    carded = [row for row in parcels if row.subject != kinds.Subject.IDEA or row.subject_id not in on_paper]
    said = [row for row in carded if row.parcel != kinds.Parcel.UPDATE]
    assert {row.state for row in said} == {kinds.ParcelState.SENT}
    # A card that never stood anywhere, such as that of a planted group, cannot be drawn anew.
    assert {row.state for row in carded} <= {kinds.ParcelState.SENT, kinds.ParcelState.DROPPED}
    standing = Counter(
        town.parcels([one for one in here.playground.workspace.state.messages.get(here.place, []) if one])
    )
    posts = {row.id for row in carded if row.parcel == kinds.Parcel.POST and row.place == here.place}
    unseen = posts - set(standing)
    twice = [parcel for parcel, times in standing.items() if times > 1]
    assert (lost, doubled, unseen) == ([], [], set())
    return {"acknowledged": here.acknowledged, "seen_twice": len(twice)}


@asynccontextmanager
async def busy(here: Town, bots: list[tuple[bool, bool]]) -> AsyncIterator[None]:
    """The bots are up and everybody clicks while the block runs; at its end all of them are killed."""
    stop = asyncio.Event()
    async with lives.at_work(here, bots):
        await here.settle_down()
        clicking = [
            asyncio.create_task(here.live(person, stop, chance=random.Random(f"{person}{len(bots)}")))
            for person in here.people
        ]
        try:
            yield
        finally:
            stop.set()
            await asyncio.gather(*clicking)


async def kill_one(here: Town, *, rest: float) -> None:
    """Kill one of the bots at a random moment with clicks going on, and start it anew."""
    await more(here, 3)
    await asyncio.sleep(here.chance.uniform(0, rest))
    victim = here.chance.choice(here.bots)
    await here.kill(victim)
    await here.ready(await here.start(listen=victim.listen, work=victim.work))


async def more(here: Town, clicks: int) -> None:
    """Until so many more clicks have been acknowledged."""
    wanted = here.acknowledged + clicks
    await house.until(lambda: here.acknowledged >= wanted, patience=120.0)


def times(few: int, many: int) -> pytest.MarkDecorator:
    """A few kills in every run, many where it is asked for."""
    return pytest.mark.parametrize("kills", [few, pytest.param(many, marks=pytest.mark.torture)])


@times(4, 120)
async def test_one_process_killed_again_and_again(
    migrated_url: str, now: datetime, tmp_path: Path, kills: int
) -> None:
    log = tmp_path / "bots.log"
    async with lives.standing(migrated_url, now=now, log=log, residents=8, seed=kills) as here:
        titles = [town.title(here.chance) for _ in range(4)]
        await here.open_round(titles, closes_at=now + timedelta(days=7), key="round")
        async with busy(here, [(True, True)]):
            for _ in range(kills):
                await kill_one(here, rest=0.5 if kills < 10 else 2.5)  # time for slower acts too
            await asyncio.sleep(0.5)
        await lives.finish(here)
        figures = await verify(here)
        sys.stdout.write(json.dumps({"kills": kills} | figures | here.done) + "\n")
        assert figures["acknowledged"] >= 3 * kills
        assert figures["seen_twice"] == 0
