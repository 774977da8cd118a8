"""Bots killed without warning, again and again, under load: nothing acknowledged is lost or doubled."""

import asyncio
import json
import sys
from collections import Counter
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select

from bot.services import secrecy
from storage import kinds
from storage.models import (
    CheckIn,
    Idea,
    IdeaMerge,
    OutboxRow,
    Project,
    ProjectMember,
    Round,
    RoundIdea,
    Support,
    Tap,
)
from tests import house
from tests.delivery import lives, residents, town
from tests.delivery.lives import Town


async def verify(here: Town) -> dict[str, object]:
    """Hold what people were told against what is stored and what stands in the channels; the figures."""
    book = here.book
    async with here.store.read() as session:
        ideas = {idea.id: idea for idea in (await session.exec(select(Idea))).all()}
        parcels = (await session.exec(select(OutboxRow))).all()
        on_paper = set((await session.exec(select(RoundIdea.idea_id))).all())  # these never had a card
    comments = [row.message for row in parcels if (row.message or {}).get("type") == "idea_comment"]
    stored = {
        "idea": Counter(idea.title for idea in ideas.values()),
        "comment": Counter(str(one["text"]) for one in comments if one is not None),
    }
    lost = [said for kind, found in stored.items() for said in book.said[kind] if not found[said]]
    doubled = [tried for kind, found in stored.items() for tried in book.tried[kind] if found[tried] > 1]
    now = await states(here)
    lost += [f"{about}" for about, allowed in book.states.items() if now.get(about) not in allowed]
    carded = [row for row in parcels if row.subject != kinds.Subject.IDEA or row.subject_id not in on_paper]
    said = [row for row in carded if row.parcel != kinds.Parcel.UPDATE]
    assert {row.state for row in said} == {kinds.ParcelState.SENT}
    # A card that never stood anywhere, such as that of a planted group, cannot be drawn anew.
    assert {row.state for row in carded} <= {kinds.ParcelState.SENT, kinds.ParcelState.DROPPED}
    everywhere = here.playground.workspace.state.messages.values()
    standing = Counter(town.parcels([one for place in everywhere for one in place if one]))
    unseen = {row.id for row in carded if row.parcel == kinds.Parcel.POST} - set(standing)
    twice = [parcel for parcel, times in standing.items() if times > 1]
    assert (lost, doubled, unseen) == ([], [], set())
    return {"acknowledged": book.acknowledged, "seen_twice": len(twice), "done": dict(book.done)}


async def states(here: Town) -> dict[tuple[str, ...], Hashable]:
    """What is stored, as the book tells it; what was never set is left out."""
    async with here.store.read() as session:
        titles = {idea.id: idea.title for idea in (await session.exec(select(Idea))).all()}
        supports = (await session.exec(select(Support))).all()
        taps = (await session.exec(select(Tap))).all()
        round_ = (await session.exec(select(Round).order_by(col(Round.id)))).first()
        merges = (await session.exec(select(IdeaMerge))).all()
        answers = (await session.exec(select(CheckIn))).all()
        groups = {titles[one.idea_id]: one.id for one in (await session.exec(select(Project))).all()}
        members = (await session.exec(select(ProjectMember))).all()
    assert round_ is not None
    ids = {(await here.actor(person)).person_id: person for person in here.people}
    secret = here.installation.rules.secret
    voters = {secrecy.voter(secret, round_, one): person for one, person in ids.items()}
    found: dict[tuple[str, ...], Hashable] = {}
    for about, before in (("support", False), ("tap", False), ("merge", None), ("belong", False)):
        found |= dict.fromkeys([one for one in here.book.states if one[0] == about], before)
    found |= {
        ("support", ids[one.person_id], titles[one.idea_id]): True for one in supports if one.person_id in ids
    }
    found |= {
        ("tap", voters[one.voter], titles[one.idea_id]): True for one in taps if one.round_id == round_.id
    }
    found |= {("merge", titles[one.idea_id]): titles[one.into_id] for one in merges}
    found |= {("answer", ids[one.person_id]): one.confidence for one in answers}
    inside = [one for one in members if one.project_id == groups[residents.OPEN_DOOR]]
    return found | {("belong", ids[one.person_id]): True for one in inside if one.person_id in ids}


@asynccontextmanager
async def busy(here: Town, bots: list[tuple[bool, bool]]) -> AsyncIterator[None]:
    """The bots are up and everybody acts while the block runs; at its end all of them are killed."""
    await residents.found_groups(here)
    async with lives.at_work(here, bots):
        await residents.settle_down(here)
        async with residents.busy(here, seed=len(bots)):
            yield


async def kill_one(here: Town, struck: Counter[str]) -> None:
    """Kill one of the bots inside an act, and start it anew; `struck` counts the acts in flight, by kind.

    The act is of the kind that was struck least so far, one of the next few, and the moment in it is random.
    """
    book = here.book
    kind = min((one for one in residents.KINDS if book.begun[one]), key=lambda one: (struck[one], one))
    await book.begins(kind, here.chance.randint(1, 3))
    await asyncio.sleep(here.chance.uniform(0, 1.2 * book.usual[kind]))
    struck.update(+book.in_flight)
    victim = here.chance.choice(here.bots)
    await here.kill(victim)
    await here.ready(await here.start(listen=victim.listen, work=victim.work))


def times(few: int, many: int) -> pytest.MarkDecorator:
    """A few kills in every run, many where it is asked for."""
    return pytest.mark.parametrize("kills", [few, pytest.param(many, marks=pytest.mark.torture)])


@pytest.mark.early
@times(4, 200)
async def test_one_process_killed_again_and_again(
    migrated_url: str, now: datetime, tmp_path: Path, kills: int
) -> None:
    log = tmp_path / "bots.log"
    async with lives.standing(migrated_url, now=now, log=log, residents=8, seed=kills) as here:
        titles = [town.title(here.chance) for _ in range(4)]
        await here.open_round(titles, closes_at=now + timedelta(days=7), key="round")
        struck: Counter[str] = Counter()
        async with busy(here, [(True, True)]):
            await here.book.more(10)
            for _ in range(kills):
                await kill_one(here, struck)
            await house.until(lambda: set(here.book.done) == set(residents.KINDS), patience=120.0)
        await lives.finish(here)
        figures = await verify(here)
        sys.stdout.write(json.dumps({"kills": kills, "struck": struck} | figures) + "\n")
        assert figures["seen_twice"] == 0
        assert min(here.book.done[kind] for kind in residents.KINDS) >= kills / 4
