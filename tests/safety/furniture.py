"""A workspace with one of everything, made by the use cases themselves, and the ids of what stands there."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import col

from bot import messages
from bot.domain import hunting
from bot.domain.deeds import Deed
from bot.services import (
    checkins,
    closing,
    drafts,
    endings,
    gathering,
    hunt_ideas,
    hunts,
    idea_life,
    ideas,
    merging,
    outgoing,
    people,
    posting,
    projects,
    ripples,
    rounds,
    stopping,
    taps,
    voices,
    volunteering,
    ways,
    wordings,
    workspaces,
)
from bot.services.actor import Actor
from bot.services.installation import Installation
from storage import database, kinds
from storage import workspaces as rows
from storage.models import Hunt, Idea, NoteRow, Nudge, OutboxRow, Person, Round

SINCE = timedelta(days=14)
"""How long ago it began: what was decided then can still be counted again."""


@dataclass(frozen=True, slots=True)
class Things:
    """Ids of what stands in a workspace; of several ideas, one in each state that matters."""

    workspace: int
    place: str
    member: str
    """An id of Slack's; `people` are ours."""
    people: tuple[int, ...]
    waiting: int
    """A person whose choice of a discipline waits for a word."""
    discipline: int
    other_discipline: int
    theme: int
    draft: int
    idea: int
    in_round: int
    merged: int
    chosen: int
    parked: int
    round_: int
    undecided: int
    hunt: int
    finished_hunt: int
    hunted: int
    project: int
    criterion: int
    nudge: int
    retired: int
    completed: int
    check: int


@dataclass(frozen=True, slots=True)
class Household:
    """Who lives there, by Slack's ids: an administrator and four others. `mark` stands in all they write."""

    team: str
    chief: str
    others: tuple[str, str, str, str]
    mark: str
    place: str


def theme_of(home: Household) -> str:
    """What their ideas are about."""
    return f"{home.mark} tema"


async def furnish(here: Installation, home: Household, *, now: datetime) -> Things:
    """Let the household work for two weeks, until `now`."""
    return await _Making(here, home, now - SINCE, now).all()


@dataclass(slots=True)
class _Making:
    here: Installation
    home: Household
    then: datetime
    now: datetime
    written: int = 0

    async def all(self) -> Things:
        here, home, then, now = self.here, self.home, self.then, self.now
        await workspaces.set_up(
            here,
            await self.meet(home.chief),
            workspaces.Setup(
                home.place, home.place, "nb", True, (f"{home.mark} tjeneste", f"{home.mark} andre tjeneste")
            ),
            now=then,
        )
        listed = await people.disciplines(here, await self.meet(home.chief))
        lived = [home.chief, *home.others[:3]]
        for number, one in enumerate(lived):
            actor = await self.meet(one)
            await people.choose_discipline(here, actor, listed[number % 2].discipline_id, now=then)
        chief, *others = [await self.meet(one) for one in lived]
        posted = [await self.post(chief) for _ in range(12)]
        undecided = await self.open_round(chief, posted[:2], days=7)
        await taps.tap(here, chief, undecided, posted[0], approve=True, now=then)
        for late in (timedelta(days=7), timedelta(days=9, hours=1)):  # extended once, since few have voted
            await closing.close_due(here, now=then + late)
        round_id = await self.open_round(chief, posted[2:5], days=21)
        await taps.tap(here, chief, round_id, posted[2], approve=True, now=then)
        waiting = await self.meet(home.others[3])
        await people.choose_discipline(here, waiting, listed[1].discipline_id, now=now)
        for supporter, idea in ((others[0], posted[5]), (others[1], posted[6])):
            await ideas.support(here, supporter, idea, wanted=True, now=then)
        for idea in (posted[5], posted[7]):
            await idea_life.set_themes(here, chief, idea, chosen=(), new=theme_of(home), now=then)
        reason = f"{home.mark} grunn"
        await merging.merge(here, chief, posted[6], posted[5], reason=reason, now=then)
        await idea_life.move(here, chief, posted[7], Deed.PARK, reason=reason, now=then)
        await drafts.keep(here, chief, self.wording(), request_key=f"{home.team}:draft", now=then)
        hunt, finished = [await self.hunt(chief, number) for number in range(2)]
        async with here.database.begin() as session:
            await hunt_ideas.join(session, chief, hunt, posted[5], now=then)
        await self.force(
            sa.update(Hunt)
            .where(col(Hunt.id) == finished)
            .values(state=kinds.HuntState.FINISHED, ended_at=now, next_at=None, learnt=reason)
        )
        groups = [await self.start(chief, others[1], idea) for idea in posted[8:11]]
        plan = f"{home.mark} ny plan"
        await ways.continue_(here, chief, groups[1], plan, now=then, shrunk=f"{home.mark} mindre")
        await self.force(
            sa.update(Idea).where(col(Idea.id) == posted[11]).values(state=kinds.IdeaState.CHOSEN)
        )
        await volunteering.volunteer(here, others[1], posted[11], now=then)
        asked = [one.person_id for one in (others[0], chief)]
        await gathering.invite(here, others[1], posted[11], asked, now=then)
        await voices.ask(here, chief, groups[0], now=then)
        nudge = await self.nudge(groups[0])
        await checkins.set_confidence(here, chief, nudge, 4, now=then)
        learning = endings.Learning(f"{home.mark} forsøk", f"{home.mark} læring")
        await endings.retire(here, chief, groups[1], learning, now=then)
        discipline = listed[0].discipline_id
        change = endings.Change(f"{home.mark} endring", "", discipline, chief.person_id)
        await endings.complete(here, chief, groups[2], change, now=then)
        await ripples.tell(
            here, chief, groups[2], kinds.RippleKind.ADAPTED, line=f"{home.mark} ord", now=then
        )
        await self.tell(chief, round_id)
        await self.force(
            sa.update(Person)
            .where(col(Person.id) == others[0].person_id)
            .values(role=kinds.Role.ADMINISTRATOR)
        )
        await self.settle()
        return Things(
            workspace=chief.workspace_id,
            place=home.place,
            member=home.others[0],
            people=tuple(one.person_id for one in (chief, *others)),
            waiting=waiting.person_id,
            discipline=discipline,
            other_discipline=listed[1].discipline_id,
            theme=await self.only("theme"),
            draft=await self.only("draft", person_id=chief.person_id),
            idea=posted[5],
            in_round=posted[2],
            merged=posted[6],
            chosen=posted[11],
            parked=posted[7],
            round_=round_id,
            undecided=undecided,
            hunt=hunt,
            finished_hunt=finished,
            hunted=posted[5],
            project=groups[0],
            criterion=await self.only("stop_criterion", project_id=groups[0]),
            nudge=nudge,
            retired=groups[1],
            completed=groups[2],
            check=await self.only("ripple_check", project_id=groups[2]),
        )

    async def meet(self, external_id: str) -> Actor:
        profile = people.Profile("nb", kinds.Standing.STAFF, external_id == self.home.chief)
        return await people.meet(
            self.here,
            platform=kinds.Platform.SLACK,
            team=self.home.team,
            external_id=external_id,
            profile=profile,
            now=self.then,
        )

    def wording(self) -> wordings.Wording:
        self.written += 1
        mark = self.home.mark
        title = f"{mark} {'abcdefghijklmnopqrstuvwxyz'[self.written] * 6}"
        return wordings.Wording(title, who=f"{mark} folk", evidence=f"{mark} kunnskap")

    async def post(self, author: Actor) -> int:
        areas = () if author.discipline_id is None else (author.discipline_id,)
        wording = dataclasses.replace(self.wording(), areas=areas)
        key = f"{self.home.team}:{self.written}"
        place = self.home.place
        posted = await posting.post(self.here, author, wording, place=place, request_key=key, now=self.then)
        return posted.idea_id

    async def open_round(self, opener: Actor, idea_ids: Sequence[int], *, days: int) -> int:
        plan = rounds.Plan(idea_ids=tuple(idea_ids), closes_at=self.then + timedelta(days=days))
        key = f"{self.home.team}:round:{days}"
        return await rounds.open_(
            self.here, opener, plan, place=self.home.place, request_key=key, now=self.then
        )

    async def hunt(self, leader: Actor, number: int) -> int:
        calendar = self.here.rules.calendar(leader.zone)
        later = hunting.suggest(self.now, calendar)
        asked = hunts.Start(f"{self.home.mark} spørsmål", f"{self.home.mark} kull", 2026, later)
        key = f"{self.home.team}:hunt:{number}"
        return await hunts.start_(
            self.here, leader, asked, place=self.home.place, request_key=key, now=self.then
        )

    async def start(self, owner: Actor, member: Actor, idea_id: int) -> int:
        chosen = sa.update(Idea).where(col(Idea.id) == idea_id).values(state=kinds.IdeaState.CHOSEN)
        await self.force(chosen)
        mark, day = self.home.mark, (self.now + timedelta(days=60)).date()
        asked = projects.Start(
            idea_id,
            owner.person_id,
            (member.person_id,),
            f"{mark} neste steg",
            leader=f"{mark} leder",
            pre_mortem=f"{mark} bekymring",
            criteria=(stopping.Asked(f"{mark} kriterium", day),),
        )
        return await projects.start_(self.here, owner, asked, place=self.home.place, now=self.then)

    async def nudge(self, project_id: int) -> int:
        then = self.then
        async with self.here.database.begin() as session:
            sent = Nudge(
                project_id=project_id,
                state=kinds.NudgeState.SENT,
                due_at=then,
                at=then,
                place=self.home.place,
                ref="1.1",
            )
            session.add(sent)
            await session.flush()
            return sent.id

    async def tell(self, person: Actor, round_id: int) -> None:
        """Something said to somebody alone, in which the mark stands."""
        now = self.now
        async with self.here.database.begin() as session:
            workspace = await rows.get(session, person.workspace_id)
            said = messages.DisciplineSettled(
                confirmed=True,
                discipline=f"{self.home.mark} tjeneste",
                round_id=round_id,
                closes_at=now,
                zone=workspace.zone,
            )
            to, key = person.external_id, f"{self.home.team}:told"
            await outgoing.tell(session, workspace, said, person=to, locale="nb", now=now, key=key)

    async def only(self, table: str, **where: int) -> int:
        """The first row of a table that is theirs."""
        found = Idea.metadata.tables[table]
        known = where or {"workspace_id": (await self.meet(self.home.chief)).workspace_id}
        chosen = sa.select(sa.func.min(found.c.id)).where(
            *(found.c[name] == value for name, value in known.items())
        )
        async with self.here.database.read() as session:
            return int((await (await session.connection()).execute(chosen)).scalar_one())

    async def settle(self) -> None:
        """What waits to be said there has been said, and whoever lives there was met today."""
        sent = {"state": kinds.ParcelState.SENT, "ref": "1.1", "done_at": self.now}
        await self.force(sa.update(OutboxRow).values(**sent))
        await self.force(sa.update(NoteRow).values(told_at=self.now))
        for table in (Idea, Round):
            await self.force(sa.update(table).values(ref="1.1"))
        await self.force(sa.update(Person).values(met_at=self.now))

    async def force(self, statement: sa.Update) -> None:
        async with self.here.database.begin() as session:
            await session.exec(statement)


async def at(url: str, home: Household, *, secret: str, now: datetime) -> Things:
    """The same in the database at `url`, before any house stands on it."""
    from bot.services.installation import Rules

    store = database.Database(url)
    try:
        return await furnish(Installation(store, Rules(secret=secret.encode())), home, now=now)
    finally:
        await store.close()
