"""Another workspace in the same database, with something of everything, made before ours moves in.

It stands in the database first, so its ids are the lowest of every table: numbers that anybody can guess.
"""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import col

from bot.services import (
    checkins,
    ideas,
    people,
    posting,
    projects,
    rounds,
    stopping,
    taps,
    wordings,
    workspaces,
)
from bot.services.actor import Actor
from bot.services.installation import Installation, Rules
from storage import database, kinds
from storage.models import Idea, NoteRow, Nudge, OutboxRow, Person, Round
from tests import house

TEAM = "T0NEIGHBOUR"
MARK = "Naboens"
"""Stands in every text of theirs."""
PLACE = "C0NEIGHBOUR"


async def move_in(url: str, now: datetime) -> int:
    """The neighbour's workspace id."""
    store = database.Database(url)
    here = Installation(store, Rules(secret=house.SECRET.encode()))
    try:
        return await _move_in(here, now)
    finally:
        await store.close()


async def _move_in(here: Installation, now: datetime) -> int:
    chief, *others = [await _meet(here, f"UNEIGHBOUR{number}", number == 0, now) for number in range(4)]
    await workspaces.set_up(
        here,
        chief,
        workspaces.Setup(PLACE, PLACE, "nb", True, (f"{MARK} tjeneste", f"{MARK} andre tjeneste")),
        now=now,
    )
    listed = await people.disciplines(here, chief)
    for number, one in enumerate((chief, *others[:2])):
        await people.choose_discipline(here, one, listed[number % 2].discipline_id, now=now)
    posted = []
    for number in range(5):
        wording = wordings.Wording(f"{MARK} idé {number}", who=f"{MARK} folk", evidence=f"{MARK} kunnskap")
        author = others[2] if number == 4 else chief
        author = await _meet(here, author.external_id, author is chief, now)
        key = f"neighbour:{number}"
        answer = await posting.post(here, author, wording, place=PLACE, request_key=key, now=now)
        posted.append(answer.idea_id)
    plan = rounds.Plan(idea_ids=(posted[0], posted[1]), closes_at=now + timedelta(days=7))
    chief = await _meet(here, chief.external_id, True, now)
    round_id = await rounds.open_(here, chief, plan, place=PLACE, request_key="neighbour", now=now)
    await taps.tap(here, chief, round_id, posted[0], approve=True, now=now)
    await ideas.support(here, chief, posted[0], wanted=True, now=now)
    await _force(here, sa.update(Idea).where(col(Idea.id) == posted[2]).values(state=kinds.IdeaState.CHOSEN))
    start = projects.Start(
        posted[2],
        chief.person_id,
        (others[0].person_id,),
        f"{MARK} neste steg",
        leader=f"{MARK} leder",
        pre_mortem=f"{MARK} bekymring",
        criteria=(stopping.Asked(f"{MARK} kriterium", (now + timedelta(days=60)).date()),),
    )
    project_id = await projects.start_(here, chief, start, place=PLACE, now=now)
    async with here.database.begin() as session:
        session.add(
            Nudge(
                project_id=project_id, state=kinds.NudgeState.SENT, due_at=now, at=now, place=PLACE, ref="1.1"
            )
        )
    await checkins.set_confidence(here, chief, 1, 4, now=now)
    # What waits to be said there has been said: their Slack is another one.
    await _force(here, sa.update(OutboxRow).values(state=kinds.ParcelState.SENT, ref="1.1", done_at=now))
    await _force(here, sa.update(NoteRow).values(told_at=now))
    for table in (Idea, Round):
        await _force(here, sa.update(table).values(ref="1.1"))
    await _force(here, sa.update(Person).values(met_at=now))
    return chief.workspace_id


async def _meet(here: Installation, external_id: str, administrator: bool, now: datetime) -> Actor:
    profile = people.Profile("nb", kinds.Standing.STAFF, administrator)
    slack = kinds.Platform.SLACK
    return await people.meet(
        here, platform=slack, team=TEAM, external_id=external_id, profile=profile, now=now
    )


async def _force(here: Installation, statement: sa.Update) -> None:
    async with here.database.begin() as session:
        await session.exec(statement)
