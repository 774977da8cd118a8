"""What a person has begun to write of an idea and keeps for later."""

import dataclasses
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import errors
from bot.domain.permissions import Action
from bot.services import permits, wordings
from bot.services.actor import Actor
from bot.services.installation import Installation
from bot.services.wordings import Wording
from storage import drafts, kinds
from storage.models import Draft as Row

MOST = 20


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as its author sees it. `hunt_id` is the hunt it was to belong to."""

    draft_id: int
    wording: Wording
    hunt_id: int | None
    at: datetime

    @property
    def title(self) -> str:
        """What to call it in a list: its title, or else its first words."""
        words = self.wording
        return next(filter(None, (words.title, words.who, words.frequency, words.evidence, words.cost)), "")


async def keep(
    installation: Installation,
    actor: Actor,
    wording: Wording,
    *,
    request_key: str,
    now: datetime,
    draft_id: int | None = None,
    hunt_id: int | None = None,
    confirmed: bool = False,
) -> None:
    """Keep what was typed, in the place of an earlier draft where one is named; seen by its author alone.

    The same `request_key` again makes no second draft. Raises Invalid where nothing was typed, or too much,
    or where the person has MOST drafts already, and as the guard does: what it stops is not stored here.
    """
    permits.require(actor, Action.POST_IDEA)
    wording = wordings.tidied(wording, confirmed=confirmed)
    kept = Draft(0, wording, hunt_id, now)
    if not kept.title:
        raise errors.Invalid("error.draft.empty", field="title")
    async with installation.database.begin() as session:
        row = await drafts.get(session, actor.person_id, draft_id) if draft_id is not None else None
        row = row or await drafts.by_request(session, actor.person_id, request_key)
        if row is None and len(await drafts.of(session, actor.person_id)) >= MOST:
            raise errors.Invalid("error.draft.many", field="title", limit=MOST)
        await drafts.keep(
            session, actor.person_id, _stored(kept), draft=row, request_key=request_key, now=now
        )


async def open_(installation: Installation, actor: Actor, draft_id: int) -> Draft:
    """A draft of the person's own. Raises NotFound for any other."""
    permits.require(actor, Action.POST_IDEA)
    async with installation.database.read() as session:
        row = await drafts.get(session, actor.person_id, draft_id)
    if row is None:
        raise errors.NotFound("error.draft.not_found")
    return _read(row)


async def throw_away(installation: Installation, actor: Actor, draft_id: int) -> None:
    """Delete it; one that is gone already is gone."""
    permits.require(actor, Action.TEND_OWN)
    async with installation.database.begin() as session:
        await drafts.remove(session, actor.person_id, draft_id)


async def listed(session: AsyncSession, actor: Actor) -> tuple[Draft, ...]:
    """The person's own, the newest first, as a part of another read."""
    return tuple(_read(row) for row in await drafts.of(session, actor.person_id))


def _stored(draft: Draft) -> dict[str, Any]:
    return {**dataclasses.asdict(draft.wording), "hunt_id": draft.hunt_id}


def _read(row: Row) -> Draft:
    words = dict(row.words)
    hunt_id = words.pop("hunt_id", None)
    known = {field.name for field in dataclasses.fields(Wording)}
    words = {name: value for name, value in words.items() if name in known}
    words |= {"areas": tuple(words.get("areas", ())), "kind": kinds.IdeaKind(words["kind"])}
    return Draft(row.id, Wording(**words), hunt_id, row.at)
