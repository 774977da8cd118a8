"""The life of an idea: its words change, it is talked about, it rests, it is taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import errors, messages
from bot.domain import deeds
from bot.domain.deeds import Deed
from bot.domain.permissions import Action
from bot.services import ballot_papers, bundles, ideas, moves, outgoing, people, permits, safeguard, wordings
from bot.services.actor import Actor
from bot.services.installation import Installation
from bot.services.wordings import Wording
from storage import edits, kinds, news, themes, workspaces
from storage import ideas as rows
from storage.models import Idea

REASON_LIMIT = 500
COMMENT_LIMIT = 2_000
THEME_LIMIT = 40
MOST_THEMES = 3
LONGEST_LIST = 30


@dataclass(frozen=True, slots=True)
class Comment:
    """`request_key` names the form it came by, so that it is said once."""

    text: str
    named: bool
    request_key: str


def may(actor: Actor, idea: Idea) -> tuple[Deed, ...]:
    """What this person may do with the idea, beside supporting it; nothing for guests."""
    if not permits.may(actor, Action.TAKE_PART):
        return ()
    return _allowed(actor, idea.state, author=idea.author_id == actor.person_id)


def _allowed(actor: Actor, state: kinds.IdeaState, *, author: bool) -> tuple[Deed, ...]:
    return deeds.allowed(state, author=author, facilitating=permits.may(actor, Action.TEND_IDEA))


async def reach(session: AsyncSession, actor: Actor, idea_id: int, deed: Deed) -> Idea:
    """The idea, held, if the person may do that.

    Raises NotFound, NotAllowed, and TooLate where it has moved on.
    """
    return reachable(await rows.get_to_change(session, actor.workspace_id, idea_id), actor, deed)


def reachable(idea: Idea | None, actor: Actor, deed: Deed) -> Idea:
    """The same for one that was read already."""
    people.require_staff(actor)
    own = idea is not None and idea.author_id == actor.person_id
    if idea is None or (idea.state == kinds.IdeaState.DRAFT and not own):
        raise errors.NotFound("error.idea.not_found")
    if deed not in may(actor, idea):
        if any(deed in _allowed(actor, state, author=own) for state in kinds.IdeaState):
            raise errors.TooLate("error.idea.moved_on")
        raise errors.NotAllowed("error.idea.not_yours")
    return idea


async def edit(
    installation: Installation,
    actor: Actor,
    idea_id: int,
    wording: Wording,
    *,
    now: datetime,
    confirmed: bool = False,
) -> None:
    """Give the idea other words; what it said before is kept. Raises as `reach` and `wordings.checked`."""
    wording = wordings.checked(wording, confirmed=confirmed)
    async with installation.database.begin() as session:
        idea = await reach(session, actor, idea_id, Deed.EDIT)
        workspace = await workspaces.get(session, actor.workspace_id)
        changed = await edits.change(
            session,
            idea,
            edits.Words(wording.title, wording.who, wording.frequency, wording.evidence, wording.cost),
            now=now,
        )
        idea.kind, idea.named = wording.kind, wording.named
        session.add(idea)
        await ideas.set_areas(session, idea, wording.areas)
        if idea.state == kinds.IdeaState.DRAFT:
            return
        await outgoing.redraw_idea(session, workspace, idea, now=now)
        if changed is not None:
            said = messages.IdeaChanged(idea_id=idea.id, title=idea.title, change="edited")
            await moves.say(session, workspace, idea, said, key=f"edit:{changed}", now=now)


async def comment(
    installation: Installation,
    actor: Actor,
    idea_id: int,
    said: Comment,
    *,
    now: datetime,
    confirmed: bool = False,
) -> None:
    """Say something in the thread of the card. An author who posted without the name stays without it."""
    text = written(said.text, field="comment", limit=COMMENT_LIMIT, confirmed=confirmed)
    async with installation.database.begin() as session:
        idea = await reach(session, actor, idea_id, Deed.COMMENT)
        workspace = await workspaces.get(session, actor.workspace_id)
        own = idea.author_id == actor.person_id
        named = said.named and (idea.named or not own)
        message = messages.IdeaComment(
            idea_id=idea.id, title=idea.title, text=text, author=actor.external_id if named else None
        )
        await moves.say(session, workspace, idea, message, key=f"comment:{said.request_key}", now=now)
        if not own and not await news.muted(session, [idea.id]) & {(idea.id, idea.author_id)}:
            told = messages.IdeaNews(idea_id=idea.id, title=idea.title, change="commented", state=idea.state)
            await bundles.add(session, installation.rules, workspace, idea.author_id, told, now=now)


_MOVES = {
    Deed.PARK: ((kinds.IdeaState.NEW, kinds.IdeaState.CHOSEN), kinds.IdeaState.PARKED),
    Deed.REOPEN: ((kinds.IdeaState.PARKED,), kinds.IdeaState.NEW),
    Deed.WITHDRAW: (
        (
            kinds.IdeaState.DRAFT,
            kinds.IdeaState.NEW,
            kinds.IdeaState.IN_ROUND,
            kinds.IdeaState.PARKED,
        ),
        kinds.IdeaState.WITHDRAWN,
    ),
}


async def move(
    installation: Installation,
    actor: Actor,
    idea_id: int,
    deed: Deed,
    *,
    reason: str,
    now: datetime,
    confirmed: bool = False,
) -> None:
    """Park, reopen or withdraw, with a reason that everybody concerned hears.

    One that is withdrawn leaves the round it stands in. Raises as `reach` and `ballot_papers.leave`.
    """
    reason = written(reason, field="reason", limit=REASON_LIMIT, confirmed=confirmed)
    from_states, to_state = _MOVES[deed]
    async with installation.database.begin() as session:
        round_ = await ballot_papers.hold(session, actor, idea_id) if deed is Deed.WITHDRAW else None
        idea = await reach(session, actor, idea_id, deed)
        workspace = await workspaces.get(session, actor.workspace_id)
        if round_ is not None:
            await ballot_papers.leave(session, workspace, actor, round_, idea, reason=reason, now=now)
        if idea.state == kinds.IdeaState.DRAFT:  # nobody has seen it
            await rows.move(
                session,
                [idea.id],
                from_states=from_states,
                to_state=to_state,
                reason=reason,
                person_id=actor.person_id,
                now=now,
            )
            return
        await moves.move(
            session,
            installation.rules,
            workspace,
            [idea.id],
            from_states=from_states,
            to_state=to_state,
            key=f"{deed}:{now.isoformat()}",
            person_id=actor.person_id,
            reason=reason,
            now=now,
        )


async def set_themes(
    installation: Installation,
    actor: Actor,
    idea_id: int,
    *,
    chosen: Sequence[int],
    new: str,
    now: datetime,
    confirmed: bool = False,
) -> None:
    """Give the idea up to three themes, `new` ones by name, a comma between two."""
    names = list(dict.fromkeys(filter(None, (" ".join(name.split()) for name in new.split(",")))))
    safeguard.require_clean({"theme_new": new}, confirmed=confirmed)
    if any(len(name) > THEME_LIMIT for name in names):
        raise errors.Invalid("error.theme.long", field="theme_new", limit=THEME_LIMIT)
    async with installation.database.begin() as session:
        idea = await reach(session, actor, idea_id, Deed.THEMES)
        workspace = await workspaces.get(session, actor.workspace_id)
        listed = {one.id: one.name for one in await themes.listed(session, workspace.id)}
        by_name = {name.casefold(): key for key, name in listed.items()}
        wanted = [one for one in chosen if one in listed]
        wanted += [by_name[name.casefold()] for name in names if name.casefold() in by_name]
        made = [name for name in names if name.casefold() not in by_name]
        if len(set(wanted)) + len(made) > MOST_THEMES:
            raise errors.Invalid("error.theme.many", field="theme_new", limit=MOST_THEMES)
        if len(listed) + len(made) > LONGEST_LIST:
            raise errors.Invalid("error.theme.full", field="theme_new", limit=LONGEST_LIST)
        wanted += [await themes.add(session, workspace.id, name) for name in made]
        await themes.set_of(session, idea.id, wanted)
        await outgoing.redraw_idea(session, workspace, idea, now=now)


async def set_muted(installation: Installation, actor: Actor, idea_id: int, *, muted: bool) -> None:
    """Stop or start news of an idea for this person alone."""
    permits.require(actor, Action.TEND_OWN)
    async with installation.database.begin() as session:
        if await rows.get(session, actor.workspace_id, idea_id) is None:
            raise errors.NotFound("error.idea.not_found")
        await news.set_muted(session, idea_id, actor.person_id, muted=muted)


async def choose_digest(installation: Installation, actor: Actor, digest: kinds.Digest) -> None:
    """How often this person wants news of the ideas they support."""
    permits.require(actor, Action.TEND_OWN)
    async with installation.database.begin() as session:
        await news.choose(session, actor.person_id, digest)


def written(text: str, *, field: str, limit: int, confirmed: bool) -> str:
    """A person's words for a form's field. Raises Invalid for none or too many, and as the guard does."""
    text = text.strip()
    if not text:
        raise errors.Invalid("error.reason.empty", field=field)
    if len(text) > limit:
        raise errors.Invalid("error.reason.long", field=field, limit=limit)
    safeguard.require_clean({field: text}, confirmed=confirmed)
    return text
