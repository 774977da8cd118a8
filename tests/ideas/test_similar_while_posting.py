"""While somebody posts: earlier ideas like it, to join instead, with nothing typed lost."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import similarity
from bot.services import likeness
from storage import database, idea_versions, ideas, kinds
from storage.models import Idea, IdeaVersion, Person, Workspace
from tests import test_road
from tests.house import House, words
from tests.ideas import town

TITLE = "Foreldre vet ikke hvem de skal ringe om skolefravær"
NYNORSK = "Foreldra veit ikkje kven dei skal ringje om skulefråvær"


@pytest.fixture
async def there(migrated_url: str, now: datetime) -> AsyncIterator[tuple[House, str]]:
    async with test_road.peopled(migrated_url, now) as found:
        yield found


async def test_one_joins_a_similar_idea_or_posts_anyway_and_loses_nothing(there: tuple[House, str]) -> None:
    here, channel = there
    first = await town.post(here, "UHEALTH1", channel, TITLE)

    # In one line, and in the other written form of the language: the form opens with what is like it.
    answer = await here.playground.command("UYOUTH1", channel, "/idea", NYNORSK)
    assert not answer.ephemeral
    assert TITLE in town.shown(here, "UYOUTH1")
    assert len(here.cards(channel)) == 1
    view = town.open_form(here, "UYOUTH1", "idea_form")
    assert view is not None
    assert view.values["title"]["value"]["value"] == NYNORSK

    # What is typed meanwhile survives joining.
    answer = await here.playground.click(
        "UYOUTH1",
        None,
        view.id,
        *town.button(view.definition, "idea_mine_too")[:1],
        values={"who": {"value": {"value": "Foreldre som er nye her"}}},
    )
    assert answer.ok, answer
    assert f"Du støtter nå «{TITLE}»" in town.shown(here, "UYOUTH1")
    view = town.open_form(here, "UYOUTH1", "idea_form")
    assert view is not None
    assert view.values["who"]["value"]["value"] == "Foreldre som er nye her"
    await here.advance(seconds=5)
    assert "1 støtter ideen" in words(here.playground.message(channel, first.ts))

    # Sent all the same, it is posted, with everything.
    answer = await here.fill("UYOUTH1", "idea_form")
    assert answer.ok
    await here.settle()
    mine = town.card(here, channel, NYNORSK)
    assert "Foreldre som er nye her" in words(mine)

    # The form asks too, and asks again where other words make it like something else.
    await here.playground.command("UYOUTH2", channel, "/idea")
    await here.fill("UYOUTH2", "idea_form", title="Helt andre ord", cost="To timer hver uke")
    await here.close("UYOUTH2")
    await here.playground.command("UYOUTH2", channel, "/idea")
    await here.fill("UYOUTH2", "idea_form", title=TITLE, cost="To timer hver uke", areas=["1"])
    shown = town.shown(here, "UYOUTH2")
    assert TITLE in shown
    assert NYNORSK in shown
    await here.close("UYOUTH2")
    await here.settle()
    assert len(here.cards(channel)) == 3


async def test_a_retired_idea_is_found_and_can_be_joined_and_a_withdrawn_one_is_not(
    there: tuple[House, str],
) -> None:
    here, channel = there
    await town.post(here, "UHEALTH1", channel, TITLE)
    await town.post(here, "UHEALTH1", channel, "Rådene om søvn er ulike i hver tjeneste")
    async with here.store.begin() as session:
        await session.exec(
            sa.update(Idea)
            .where(Idea.title == TITLE)  # type: ignore[arg-type]
            .values(state=kinds.IdeaState.RETIRED, version=await idea_versions.raised(session, 1))
        )
        found = await ideas.lines(session, 1, viewer=0, states=[kinds.IdeaState.NEW])
        await ideas.move(
            session,
            [line.idea.id for line in found],
            from_states=[kinds.IdeaState.NEW],
            to_state=kinds.IdeaState.WITHDRAWN,
            reason="",
            person_id=None,
            now=here.time(),
        )
    await here.playground.command("UYOUTH1", channel, "/idea", NYNORSK)
    assert "Avsluttet med læring" in town.shown(here, "UYOUTH1")
    await town.press(here, "UYOUTH1", "idea_mine_too")
    assert "Du støtter nå" in town.shown(here, "UYOUTH1")
    answer = await here.playground.command("UYOUTH2", channel, "/idea", "Råd om søvn er ulike i tjenestene")
    assert "er lagt ut" in words(answer.ephemeral[0])


NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SUBJECTS = [
    "ungdom", "foreldre", "barn", "lærere", "besteforeldre", "naboer", "ansatte", "frivillige",
    "ledere", "tolker", "fosterhjem", "søsken",
]  # fmt: skip
VERBS = [
    "mister", "venter", "savner", "glemmer", "bytter", "deler", "skriver", "finner", "slutter",
    "flytter", "spør", "ringer",
]  # fmt: skip
THINGS = [
    "time", "kontaktperson", "skjema", "busskort", "fritidstilbud", "barselgruppe", "leksehjelp",
    "svømmekurs", "bibliotek", "møtested", "henvisning", "journal", "samtykke", "oversikt",
    "rådgiver", "treningstid", "lokale", "utstyr", "svar", "kveldsmat",
]  # fmt: skip


def titles(count: int) -> list[str]:
    """So many different titles of ordinary words."""
    found = []
    for number in range(count):
        who, rest = SUBJECTS[number % 12], number // 12
        verb, rest = VERBS[rest % 12], rest // 12
        first, rest = THINGS[rest % 20], rest // 20
        found.append(f"{who} {verb} {first} og {THINGS[rest % 20]} i uke {number % 53}")
    return found


async def filled(store: database.Database, written: list[str]) -> int:
    """A workspace that holds these ideas; returns its id."""
    async with store.begin() as session:
        workspace = Workspace(
            platform=kinds.Platform.SLACK, external_id="T1", locale="nb", zone="Europe/Oslo", created_at=NOW
        )
        session.add(workspace)
        await session.flush()
        person = Person(workspace_id=workspace.id, external_id="U1", met_at=NOW)
        session.add_all([person, IdeaVersion(workspace_id=workspace.id, version=1)])
        await session.flush()
        row = {
            "workspace_id": workspace.id,
            "kind": kinds.IdeaKind.PROBLEM,
            "state": kinds.IdeaState.NEW,
            "author_id": person.id,
            "named": True,
            "who": "",
            "evidence": "",
            "place": "C1",
            "created_at": NOW,
            "version": 1,
        }
        connection = await session.connection()
        await connection.execute(sa.insert(Idea), [{**row, "title": title} for title in written])
        return workspace.id


async def test_twenty_thousand_ideas_are_searched_and_both_databases_find_the_same(
    migrated_url: str,
) -> None:
    store = database.Database(migrated_url)
    written = titles(20_000)
    try:
        workspace_id = await filled(store, written)
        memory, other = likeness.Memory(), likeness.Memory()
        await memory.warm(store)
        asked = [written[number] + " igjen" for number in range(7, 20_000, 997)]
        answers = [await memory.search(store, workspace_id, title) for title in asked]
        expected = [
            [match.id for match in similarity.similar(title, list(_fingerprints(written)))]
            for title in asked[:2]
        ]
        assert answers[:2] == expected

        # What another process takes in is known at the next search.
        async with store.begin() as session:
            moved = await ideas.move(
                session,
                answers[0][:1],
                from_states=[kinds.IdeaState.NEW],
                to_state=kinds.IdeaState.WITHDRAWN,
                reason="",
                person_id=None,
                now=NOW,
            )
            assert len(moved) == 1
        after = await memory.search(store, workspace_id, asked[0])
        assert answers[0][0] not in after
        await other.warm(store)
        assert await other.search(store, workspace_id, asked[0]) == after
    finally:
        await store.close()


def _fingerprints(written: list[str]) -> Iterator[tuple[int, similarity.Fingerprint]]:
    return ((number, similarity.fingerprint(title)) for number, title in enumerate(written, 1))


@given(st.lists(st.sampled_from(VERBS), min_size=1, max_size=4))
def test_a_title_is_like_itself_whatever_stands_before_it(chosen: list[str]) -> None:
    title = " ".join(dict.fromkeys(chosen))
    index = similarity.Index()
    index.add(1, title)
    assert [match.id for match in index.search(f"Hvordan kan vi {title}?")] == [1]
