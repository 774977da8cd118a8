"""People who do everything that can be done here, again and again, and write down what they were told."""

import asyncio
import random
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

from bot import texts
from bot.playground.answers import Answer
from bot.playground.state import Message, View
from bot.services import cards, outgoing
from bot.slack.views.ids import VALUE
from storage import kinds, projects, workspaces
from storage.models import Idea, Project
from tests import house
from tests.delivery import town
from tests.delivery.book import Book
from tests.delivery.lives import SORRY, Town
from tests.house import words

NB = texts.load("nb")
OFTEN = {"idea": 4, "support": 2, "tap": 2, "comment": 2, "merge": 2, "answer": 2, "belong": 2}
"""How often each kind of act is done of sixteen; a merge uses two ideas up."""
KINDS = tuple(OFTEN)
FIRST_CARDS = 2
"""Ideas that stand in the channel before a bot is killed: a sender that dies holds it up for a while."""
FIRST_MERGED = "n"
"""Ideas whose titles begin from here in the alphabet are there to be merged, the others for all the rest."""
WEEKLY, OPEN_DOOR = "weekly", "open-door"
"""A group that is nudged, and one that people join and leave."""


async def found_groups(here: Town) -> None:
    """Before any bot is there: a group of everybody, to be nudged now, and one to join."""
    for name, wait in ((WEEKLY, timedelta()), (OPEN_DOOR, timedelta(days=7))):
        members = here.people if name == WEEKLY else []
        place = here.playground.add_channel(name, members=[*here.people]).id
        await _found(here, name, place, members, next_nudge_at=here.time() + wait)


async def settle_down(here: Town) -> None:
    """Before anything is killed: the cards and the nudge are there, and everybody holds their ballot."""
    here.point()
    await house.until(lambda: here.ballot_card() is not None, patience=60.0)
    await house.until(lambda: _on_card(here, WEEKLY, "nudge_confidence") is not None, patience=60.0)
    await house.until(lambda: _on_card(here, OPEN_DOOR, "project_join") is not None, patience=60.0)
    chance, first = random.Random(len(here.people)), here.people[0]
    while len([one for one in here.book.said["idea"] if not _is_merged(one)]) < FIRST_CARDS:
        await _idea(here, here.book, first, chance)
    wanted = set(here.book.said["idea"])
    await house.until(lambda: wanted <= {_title(card) for card in here.cards()}, patience=60.0)
    for person in here.people:
        await here.open_ballot(person)


async def _found(here: Town, name: str, place: str, members: list[str], *, next_nudge_at: datetime) -> None:
    """A group with its card, owned by somebody who does nothing here."""
    ids = [(await here.actor(person)).person_id for person in (town.KEEPER, *members)]
    async with here.store.begin() as session:
        idea = Idea(
            workspace_id=here.workspace,
            state=kinds.IdeaState.PROJECT,
            author_id=ids[0],
            title=name,
            place=place,
            created_at=here.time(),
        )
        session.add(idea)
        await session.flush()
        project = Project(
            workspace_id=here.workspace,
            idea_id=idea.id,
            owner_id=ids[0],
            place=place,
            next_step="Ring tre foreldre",
            weekday=2,
            at="09:00",
            zone="Europe/Oslo",
            next_nudge_at=next_nudge_at,
            started_at=here.time() - timedelta(days=14),
            stage_since=here.time(),
        )
        await projects.add(session, project, ids)
        await outgoing.post(
            session,
            await workspaces.get(session, here.workspace),
            await cards.project(session, project),
            place=place,
            now=here.time(),
            key=f"project:{project.id}",
            subject=kinds.Subject.PROJECT,
            subject_id=project.id,
        )


@asynccontextmanager
async def busy(here: Town, *, seed: int) -> AsyncIterator[Book]:
    """Everybody does one thing after the other while the block runs, however often nobody answers."""
    book, stop = here.book, asyncio.Event()
    living = [
        asyncio.create_task(_live(here, book, person, stop, chance=random.Random(f"{person}{seed}")))
        for person in here.people
    ]
    try:
        yield book
    finally:
        stop.set()
        await asyncio.gather(*living)


async def _live(here: Town, book: Book, person: str, stop: asyncio.Event, *, chance: random.Random) -> None:
    acts = {
        "idea": _idea,
        "support": _support,
        "tap": _tap,
        "comment": _comment,
        "merge": _merge,
        "answer": _answer,
        "belong": _belong,
    }
    while not stop.is_set():
        for kind in chance.sample(KINDS, k=sum(OFTEN.values()), counts=list(OFTEN.values())):
            if stop.is_set():
                return
            here.point()
            try:
                done = await acts[kind](here, book, person, chance)
            except LookupError:  # what was to be pressed is not on the screen
                done = False
            (book.done if done else book.undone)[kind] += 1
            await asyncio.sleep(0.005 if done else 0.03)


# what people do


async def _idea(here: Town, book: Book, person: str, chance: random.Random) -> bool:
    title = town.title(chance)
    book.tried["idea"].append(title)
    with book.flight("idea"):
        answer = await here.playground.command(person, here.place, "/idea", title)
    if not _told(answer, title):
        return False
    book.said["idea"].append(title)
    if _is_merged(title):
        book.authors[title] = person
    return True


async def _support(here: Town, book: Book, person: str, chance: random.Random) -> bool:
    card, title = _some_card(here, chance)
    wanted = chance.random() < 0.7 or "idea_unsupport" not in str(card.blocks)
    action = "idea_support" if wanted else "idea_unsupport"
    with book.setting("support", person, title, to=wanted, before=False):
        answer = await here.playground.click(person, here.place, card.ts, action)
    return _told(answer, title) and book.settled("support", person, title, at=wanted)


async def _tap(here: Town, book: Book, person: str, chance: random.Random) -> bool:
    view = here.playground.view(person)
    if view is None or view.definition["callback_id"] != "ballot":
        await _close(here, person)
        await here.open_ballot(person)
        view = _open(here, person)
    buttons = [
        (block["text"]["text"], action_id, block["block_id"])
        for block, action_id in _buttons(view.definition)
        if action_id.startswith(("ballot_approve", "ballot_withdraw")) and "text" in block
    ]
    title, action, block_id = chance.choice(buttons)
    approve = action.startswith("ballot_approve")
    with book.setting("tap", person, title, to=approve, before=False):
        answer = await here.playground.click(person, None, view.id, action, block_id=block_id)
    after = here.playground.view(person)
    if not answer.ok or after is None or after.id != view.id:  # on top lies what went wrong
        return False
    return book.settled("tap", person, title, at=approve)


async def _comment(here: Town, book: Book, person: str, chance: random.Random) -> bool:
    card, _ = _some_card(here, chance)
    said = town.title(chance)
    await _close(here, person)
    await _more(here, person, card)
    view = await _deed(here, person, "comment")
    book.tried["comment"].append(said)
    with book.flight("comment"):
        answer = await here.playground.submit(person, view.id, {"comment": {VALUE: said}})
    if not answer.ok or NB("deed.done.comment") not in _shown(here, person):
        return False
    book.said["comment"].append(said)
    return True


async def _merge(here: Town, book: Book, person: str, chance: random.Random) -> bool:
    """One's own idea becomes a part of another; both are left alone from then on."""
    title = chance.choice([title for title, author in book.authors.items() if author == person])
    await _close(here, person)
    await here.playground.command(person, here.place, "/ideas", title)
    await _more(here, person, _open(here, person))
    view = await _deed(here, person, "merge")
    options = {
        one["text"]["text"]: one["value"]
        for block in view.definition["blocks"]
        for one in block.get("element", {}).get("options", [])
    }
    into = chance.choice([one for one in options if one in book.authors and one != title])
    del book.authors[title], book.authors[into]
    given = {"idea": {VALUE: options[into]}, "reason": {VALUE: "Samme sak"}}
    with book.setting("merge", title, to=into, before=None):
        answer = await here.playground.submit(person, view.id, given)
    if not answer.ok or NB("deed.done.merge") not in _shown(here, person):
        return False
    return book.settled("merge", title, at=into)


async def _answer(here: Town, book: Book, person: str, chance: random.Random) -> bool:
    card = _on_card(here, WEEKLY, "nudge_confidence")
    if card is None:
        raise LookupError("no nudge")
    level = chance.randint(1, 5)
    with book.setting("answer", person, to=level, before=None):
        answer = await here.playground.click(person, card.channel, card.ts, f"nudge_confidence.{level}")
    return _told(answer) and book.settled("answer", person, at=level)


async def _belong(here: Town, book: Book, person: str, chance: random.Random) -> bool:
    """Join, or leave, as it was not before."""
    card = _on_card(here, OPEN_DOOR, "project_join")
    if card is None:
        raise LookupError("no group")
    await _close(here, person)
    await here.playground.click(person, card.channel, card.ts, "project_open")
    view = _open(here, person)
    block, action = _button(view.definition, "project_join", "project_leave")
    inside = action == "project_join"
    with book.setting("belong", person, to=inside, before=False):
        answer = await here.playground.click(person, None, view.id, action, block_id=block["block_id"])
    after = here.playground.view(person)
    if not answer.ok or after is None or after.id != view.id:
        return False
    return book.settled("belong", person, at=inside)


async def _more(here: Town, person: str, found: Message | View) -> None:
    """What may be done with the first idea that is told of."""
    where, blocks = (
        (None, found.definition) if isinstance(found, View) else (found.channel, {"blocks": found.blocks})
    )
    at = found.id if isinstance(found, View) else found.ts
    block, action = _button(blocks, "idea_more")
    await here.playground.click(person, where, at, action, block_id=block["block_id"])


async def _deed(here: Town, person: str, deed: str) -> View:
    """The form for it."""
    await here.playground.click(person, None, _open(here, person).id, f"idea_deed.{deed}")
    view = _open(here, person)
    if view.definition["callback_id"] != "idea_deed_form":
        raise LookupError("the form did not open")
    return view


# what is on the screen


def _is_merged(title: str) -> bool:
    return title[0].lower() >= FIRST_MERGED


def _title(card: Message) -> str:
    return str(card.blocks[0].get("text", {}).get("text", "")) if card.blocks else ""


def _some_card(here: Town, chance: random.Random) -> tuple[Message, str]:
    """One of the newest cards of ideas that are not there to be merged, and its title."""
    found = [(card, _title(card)) for card in here.cards() if "idea_support" in str(card.blocks)]
    return chance.choice([(card, title) for card, title in found if not _is_merged(title)][-20:])


def _on_card(here: Town, channel: str, action: str) -> Message | None:
    place = next(one.id for one in here.playground.workspace.state.channels.values() if one.name == channel)
    return next((one for one in here.playground.messages(place) if action in str(one.blocks)), None)


def _buttons(found: Any) -> Iterator[tuple[Any, str]]:
    for block in found["blocks"]:
        for element in [block.get("accessory") or {}, *block.get("elements", [])]:
            if "action_id" in element:
                yield block, str(element["action_id"])


def _button(found: Any, *actions: str) -> tuple[Any, str]:
    """The first button for any of these, with its block."""
    for block, action in _buttons(found):
        if action.split(".")[0] in actions:
            return block, action
    raise LookupError(f"no {actions}")


def _open(here: Town, person: str) -> View:
    view = here.playground.view(person)
    if view is None:
        raise LookupError("nothing opened")
    return view


def _shown(here: Town, person: str) -> str:
    view = here.playground.view(person)
    return "" if view is None else words(view.definition)


async def _close(here: Town, person: str) -> None:
    view = here.playground.view(person)
    if view is not None:
        await here.playground.dismiss(person, view.id, everything=True)


def _told(answer: Answer, title: str = "") -> bool:
    """Whether somebody was told that it is done: `title` stands in it."""
    said = " ".join(words(one) for one in answer.ephemeral)
    return answer.ok and bool(answer.ephemeral) and title in said and not any(one in said for one in SORRY)
