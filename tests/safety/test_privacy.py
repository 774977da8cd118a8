"""What is stored about a person: told, exported, erased, and taken out in time."""

import io
import json
from datetime import datetime
from typing import Any

import pytest
from sqlmodel import select

from bot import offices, register
from bot.services import audit, disciplines, privacy, retention
from bot.slack.views import ids
from storage import kinds
from storage.models import CheckIn, Idea, Person
from tests import postgres
from tests import test_road as road
from tests.house import House, words
from tests.ideas import town
from tests.safety import rows


def test_every_stored_field_is_registered() -> None:
    """Its purpose, who sees it, how long: whoever adds a column writes them in bot/register.toml."""
    tables = {name: [column.name for column in table.columns] for name, table in rows.tables().items()}
    found = register.fields(tables)
    assert {(one.table, one.column) for one in found} == {
        (table, column) for table, names in tables.items() for column in names
    }
    for one in found:
        assert all((one.what, one.purpose, one.seen, one.kept))


def test_the_register_is_printed_whole() -> None:
    written = offices.register(as_json=False)
    listed = json.loads(offices.register(as_json=True))
    assert {one["table"] for one in listed} == set(rows.tables())
    for table in rows.tables():
        assert f"## {table}\n" in written


def places_of(found: rows.Rows, person: str) -> list[tuple[str, str, Any]]:
    """Where a person's id on the platform stands."""
    return [
        (table, column, value)
        for table, present in found.items()
        for row in present
        for column, value in row.items()
        if person in str(value)
    ]


def shown_to_all(here: House) -> str:
    """Every message of the bot in the channels."""
    state = here.playground.workspace.state
    channels = [one.id for one in state.channels.values() if one.name]
    said = [card for channel in channels for card in here.cards(channel) if card.shown_to is None]
    return json.dumps([[card.text, card.blocks] for card in said], ensure_ascii=False)


@postgres.BY_AND_BY
async def test_a_person_sees_takes_along_and_erases_what_is_theirs(migrated_url: str, now: datetime) -> None:
    async with road.peopled(migrated_url, now) as (here, ideas):
        await road.walk(here, ideas)
        asker = "UYOUTH1"
        before = await rows.all_rows(here.store)
        assert asker in str(before)
        assert asker in shown_to_all(here)

        answer = await here.playground.command(asker, ideas, "/idea", "personvern")
        assert answer.ok
        (summary,) = answer.ephemeral
        assert "Dette er lagret om deg" in words(summary)
        assert road.YOUTH in words(summary)

        await here.playground.click(asker, ideas, summary.ts, ids.Action.PRIVACY_EXPORT)
        view = here.playground.view(asker)
        assert view is not None
        told = words(view.definition)
        assert "Ungdom som slutter på idretten" in told
        assert "Rådene om søvn" not in told, "other people's ideas are not theirs"
        await here.close(asker)

        await here.playground.click(asker, ideas, summary.ts, ids.Action.PRIVACY_ERASE)
        assert asker in str(await rows.all_rows(here.store)), "asking is not yet doing"
        answer = await here.fill(asker, ids.Callback.PRIVACY_ERASE)
        assert answer.ok, answer
        done = words(here.playground.view(asker).definition)  # type: ignore[union-attr]
        assert "Nå vet jeg ikke lenger hvem du er" in done
        for unreached in ("det Slack selv har lagret", "beskjeder i kanaler og tråder", "sikkerhetskopier"):
            assert unreached in done
        await here.close(asker)
        await here.settle()
        await here.advance(minutes=2)

        after = await rows.all_rows(here.store)
        assert places_of(after, asker) == []
        assert asker not in shown_to_all(here)
        for table in ("idea", "support", "round", "counted_ballot", "check_in", "idea_step"):
            assert len(after[table]) == len(before[table]), "what groups own stays, and counts as before"
        assert not [row for row in after["outbox"] if row["state"] == "set_aside"]

        answer = await here.playground.command(asker, ideas, "/idea", "Jeg er her igjen")
        assert answer.ok
        again = await rows.all_rows(here.store)
        assert len(again["person"]) == len(before["person"]) + 1, "whoever comes back is somebody new"


@postgres.BY_AND_BY
async def test_the_file_is_whole_and_keeps_no_secret_ballot(migrated_url: str, now: datetime) -> None:
    """More than a modal holds comes as a JSON file to the person alone; what a vote says stays out of it."""
    async with road.peopled(migrated_url, now) as (here, ideas):
        asker = "UYOUTH1"
        titles = [f"Den {number}. " + "lange historien " * 150 for number in range(40)]
        async with here.store.begin() as session:
            person = (await session.exec(select(Person).where(Person.external_id == asker))).one()
            session.add_all(_idea(person, title, ideas, now) for title in titles)
        for title in ("Den første", "Den andre"):
            await here.playground.command(asker, ideas, "/idea", title)
        await here.settle()
        await here.playground.command(asker, ideas, "/round")
        assert (await here.fill(asker, "round_form")).ok
        await here.settle()
        card = next(one for one in here.cards(ideas) if "ballot_open" in str(one.blocks))
        await here.playground.click(asker, ideas, card.ts, ids.Action.BALLOT_OPEN)
        await here.playground.click(asker, None, None, ids.Action.BALLOT_NONE)
        await here.close(asker)

        answer = await here.playground.command(asker, ideas, "/idea", "personvern")
        (summary,) = answer.ephemeral
        answer = await here.playground.click(asker, ideas, summary.ts, ids.Action.PRIVACY_EXPORT)
        view = here.playground.view(asker)
        assert view is not None
        assert '"secret": true' in words(view.definition), "the screen shows the ballot to the person"
        await here.close(asker)
        answer = await here.playground.click(asker, ideas, summary.ts, ids.Action.PRIVACY_FILE)
        assert answer.ok, answer
        assert "Filen ligger i samtalen" in words(answer.ephemeral[0])
        (file,) = here.playground.workspace.state.files.values()
        assert file.channels == [here.playground.direct(asker).id]
        assert file.content is not None
        found = json.loads(file.content)
        assert {row["evidence"] for row in found["rows"]["idea"]} >= set(titles)
        assert found["ballots_in_open_rounds"] == []
        assert found["left_out"] == "ballots in open secret rounds"

        # Nor does the operator learn it, and that they looked is on record.
        (told,) = await privacy.export_of(here.bot.installation, asker, now=here.time())
        assert told["ballots_in_open_rounds"] == []
        last = (await rows.all_rows(here.store))["audit_entry"][-1]
        assert (last["action"], last["actor_id"], last["details"]) == ("person_shown", None, {})
        assert last["person_id"] == told["person"]["id"]
        assert await privacy.erase_of(here.bot.installation, asker, now=here.time()) == 1
        last = (await rows.all_rows(here.store))["audit_entry"][-1]
        assert (last["action"], last["person_id"]) == ("person_erased", told["person"]["id"])


def _idea(person: Person, evidence: str, place: str, now: datetime) -> Idea:
    return Idea(
        workspace_id=person.workspace_id,
        state=kinds.IdeaState.PARKED,
        author_id=person.id,
        title="En av mange",
        evidence=evidence,
        place=place,
        created_at=now,
    )


@pytest.mark.parametrize(
    ("locale", "word", "said"),
    [
        ("nn", "personvern", ("Dette er lagra om deg", "Slette alt om deg?", "No veit eg ikkje lenger kven")),
        ("en", "privacy", ("This is stored about you", "Erase you?", "I no longer know who you are")),
    ],
)
async def test_it_is_said_in_the_persons_language(
    sqlite_url: str, now: datetime, locale: str, word: str, said: tuple[str, str, str]
) -> None:
    async with road.peopled(sqlite_url, now, locale=locale) as (here, ideas):
        answer = await here.playground.command("UYOUTH1", ideas, "/idea", word)
        (summary,) = answer.ephemeral
        assert said[0] in words(summary)
        await here.playground.click("UYOUTH1", ideas, summary.ts, ids.Action.PRIVACY_ERASE)
        assert said[1] in words(here.playground.view("UYOUTH1").definition)  # type: ignore[union-attr]
        assert (await here.fill("UYOUTH1", ids.Callback.PRIVACY_ERASE)).ok
        assert said[2] in words(here.playground.view("UYOUTH1").definition)  # type: ignore[union-attr]


async def test_what_was_said_in_a_thread_is_shown_whole_and_what_others_did_is_not(
    sqlite_url: str, now: datetime
) -> None:
    async with road.peopled(sqlite_url, now) as (here, ideas):
        card = await town.post(here, "UYOUTH1", ideas, "Køen foran skranken er lang")
        await town.do(here, "UHEALTH1", card, "comment", comment="Det er verst om morgenen")
        await town.do(here, "UYOUTH1", card, "edit", title="Køen er lang")
        (told,) = await privacy.export_of(here.bot.installation, "UHEALTH1", now=now)
        assert "Det er verst om morgenen" in [one["message"].get("text") for one in told["named_in"]]
        (told,) = await privacy.export_of(here.bot.installation, "UYOUTH1", now=now)
        assert [row["title"] for row in told["rows"]["idea_edit"]] == ["Køen foran skranken er lang"]
        assert "Det er verst om morgenen" not in str(told["named_in"])
        assert "UHEALTH1" not in str(told["named_in"])


async def test_nobody_is_kept_from_being_erased_by_a_name_like_theirs(sqlite_url: str, now: datetime) -> None:
    """The audit log refuses every change; what stands in it is no person's id."""
    async with road.peopled(sqlite_url, now) as (here, ideas):
        operator = audit.Administrator(1, None)
        await disciplines.add(here.bot.installation, operator, "UYOUTH1", now=now)
        assert '"UYOUTH1"' in json.dumps((await rows.all_rows(here.store))["audit_entry"][-1]["details"])
        await erase(here, "UYOUTH1", ideas)
        found = await rows.all_rows(here.store)
        assert not [row for row in found["person"] if row["external_id"] == "UYOUTH1"]
        assert "UYOUTH1" in [row["name"] for row in found["discipline"]]


@postgres.BY_AND_BY
async def test_an_open_vote_forgets_the_name_too(migrated_url: str, now: datetime) -> None:
    async with road.peopled(migrated_url, now) as (here, ideas):
        for title in ("Den første", "Den andre"):
            await here.playground.command("UYOUTH1", ideas, "/idea", title)
        await here.settle()
        await here.playground.command("UYOUTH1", ideas, "/round")
        answer = await here.fill("UYOUTH1", "round_form", secret="open")
        assert answer.ok, answer
        await here.close("UYOUTH1")
        await here.settle()
        card = here.cards(ideas)[-1]
        for person in road.PEOPLE:
            await here.playground.click(person, ideas, card.ts, "ballot_open")
            await road.tap(here, person, "Den første", "ballot_approve")
            await here.close(person)
        await here.advance(days=8)
        voted = await rows.all_rows(here.store)
        for round_ in voted["round"]:
            told = str(await privacy.export_of(here.bot.installation, "UYOUTH1", now=now))
            assert round_["seed"].hex() not in told
            assert f"{{'round_id': {round_['id']}, 'approved': [1]}}" in told
        assert "UHEALTH1" in str([row["result"] for row in voted["round"]])
        assert "UHEALTH1" in str([one.blocks for one in here.cards(ideas)])
        await erase(here, "UHEALTH1", ideas)
        assert "UHEALTH1" not in str([one.blocks for one in here.cards(ideas)])
        after = await rows.all_rows(here.store)
        assert places_of(after, "UHEALTH1") == []
        assert len(after["ballot"]) == len(voted["ballot"])


async def test_a_draft_goes_with_its_author(migrated_url: str, now: datetime) -> None:
    async with road.peopled(migrated_url, now) as (here, ideas):
        here.person("UNEW1")
        await here.playground.command("UNEW1", ideas, "/idea", "Et utkast ingen har sett")
        assert "Et utkast ingen har sett" in str(await rows.all_rows(here.store))
        await erase(here, "UNEW1", ideas)
        assert "Et utkast ingen har sett" not in str(await rows.all_rows(here.store))


@pytest.mark.parametrize("known", [{"is_restricted": True}, {"is_stranger": True, "team_id": "T0OTHER"}])
async def test_guests_and_strangers_may_ask_too(
    sqlite_house: House, log: io.StringIO, known: dict[str, Any]
) -> None:
    here = sqlite_house
    ideas = next(one.id for one in here.playground.workspace.state.channels.values() if one.name == "ideas")
    here.person("UVISITOR", locale="nb-NO", **known)
    answer = await here.playground.command("UVISITOR", ideas, "/idea", "personvern")
    assert "Dette er lagret om deg" in words(answer.ephemeral[0])
    await erase(here, "UVISITOR", ideas)
    assert "UVISITOR" not in str(await rows.all_rows(here.store))
    assert "UVISITOR" not in log.getvalue()


async def erase(here: House, person: str, channel: str) -> None:
    answer = await here.playground.command(person, channel, "/idea", "privacy")
    await here.playground.click(person, channel, answer.ephemeral[-1].ts, ids.Action.PRIVACY_ERASE)
    answer = await here.fill(person, ids.Callback.PRIVACY_ERASE)
    assert answer.ok, answer
    await here.close(person)
    await here.settle()


async def test_what_is_old_goes_by_itself_and_is_said(
    migrated_url: str, now: datetime, log: io.StringIO
) -> None:
    async with road.peopled(migrated_url, now) as (here, ideas):
        await road.walk(here, ideas)
        there = await rows.all_rows(here.store)
        assert [row for row in there["outbox"] if row["parcel"] == "tell"]
        assert [row for row in there["note"] if row["told_at"]]
        start = here.time()
        await here.advance(days=31)
        month = await rows.all_rows(here.store)
        old = [row for row in month["outbox"] if row["parcel"] == "post" and row["done_at"] < start]
        assert old
        assert all(row["message"] == {"type": "blank"} for row in old)
        assert [row for row in month["outbox"] if row["parcel"] == "tell"], "private messages stay a year"
        assert "retention.removed" in log.getvalue()
        later = here.time().replace(year=here.time().year + 2)
        removed = await retention.sweep(here.bot.installation, now=later)
        assert removed["private_messages"]
        assert removed["notes"]
        year = await rows.all_rows(here.store)
        assert not [row for row in year["outbox"] if row["parcel"] == "tell" and row["state"] == "sent"]
        assert not [row for row in year["note"] if row["told_at"]]
        for table in ("idea", "idea_step", "round", "project", CheckIn.__tablename__):
            assert len(year[str(table)]) == len(month[str(table)])
        assert await retention.sweep(here.bot.installation, now=later) == {}
