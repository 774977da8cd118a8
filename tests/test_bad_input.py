"""What can go wrong at the door: a clear, private answer, nothing half-written, nothing typed is lost."""

import asyncio
import hashlib
import hmac
import io
import sqlite3
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel

from bot.playground.answers import Answer
from tests import house, postgres, test_road
from tests.house import House, words

TITLE = "Foreldre vet ikke hvem de skal ringe"
LONG = "Det er så mange som ringer feil sted. " * 10


@pytest.fixture
async def here(migrated_url: str, now: datetime) -> AsyncIterator[House]:
    async with test_road.peopled(migrated_url, now) as (standing, _):
        yield standing


@pytest.fixture
def ideas(here: House) -> str:
    return place(here, "ideas")


def place(here: House, name: str) -> str:
    return next(one.id for one in here.playground.workspace.state.channels.values() if one.name == name)


async def rows(here: House) -> dict[str, int]:
    """How many rows every table holds."""
    counted = {}
    async with here.store.read() as session:
        for name, table in SQLModel.metadata.tables.items():
            connection = await session.connection()
            found = await connection.execute(sa.select(sa.func.count()).select_from(table))
            counted[name] = int(found.scalar_one())
    return counted


async def sql(here: House, statement: str) -> None:
    async with here.store.begin() as session:
        await (await session.connection()).execute(sa.text(statement))


def told(answer: Answer) -> str:
    """The one private answer that came."""
    assert answer.error is None, answer
    assert len(answer.ephemeral) == 1, answer
    return words(answer.ephemeral[0])


def monday_at(now: datetime, hour: int = 13) -> int:
    """Seconds of the epoch of next Monday at an hour of UTC."""
    day = now + timedelta(days=7 - now.weekday())
    return int(day.replace(hour=hour, minute=0, second=0, microsecond=0).timestamp())


async def open_round(here: House, ideas: str, **fields: Any) -> Answer:
    await here.playground.command("UYOUTH1", ideas, "/round")
    if set(fields) & {"winners", "tap_limit"}:
        await here.playground.click("UYOUTH1", None, None, "round_more")
    return await here.fill("UYOUTH1", "round_form", **fields)


async def posted(here: House, ideas: str, *titles: str) -> None:
    for title in titles:
        await here.playground.command("UYOUTH1", ideas, "/idea", title)
    await here.settle()


@postgres.BY_AND_BY
async def test_an_empty_title_is_said_under_the_field(here: House, ideas: str) -> None:
    before = await rows(here)
    await here.playground.command("UYOUTH1", ideas, "/idea")
    answer = await here.fill("UYOUTH1", "idea_form", title="  \u2003 ", who="Foreldre på mellomtrinnet")
    assert list(answer.errors) == ["title"]
    view = here.playground.view("UYOUTH1")
    assert view is not None
    assert "Foreldre på mellomtrinnet" in str(view.values), "what was typed is still there"
    assert await rows(here) == before


@postgres.BY_AND_BY
async def test_a_long_text_is_not_refused_but_put_where_there_is_room(here: House, ideas: str) -> None:
    answer = await here.playground.command("UYOUTH1", ideas, "/idea", LONG)
    assert answer.ok
    view = here.playground.view("UYOUTH1")
    assert view is not None
    assert LONG.strip() in str(view.values)


@postgres.BY_AND_BY
async def test_a_text_longer_than_any_field_is_given_back(here: House, ideas: str) -> None:
    before = await rows(here)
    said = told(await here.playground.command("UYOUTH1", ideas, "/idea", LONG * 8))
    assert LONG in said
    assert await rows(here) == before


@pytest.mark.parametrize("command", ["/round", "/project"])
@postgres.BY_AND_BY
async def test_an_unknown_word_is_named_with_the_way_to_help(here: House, ideas: str, command: str) -> None:
    answer = await here.playground.command("UYOUTH1", ideas, command, "fnys <!channel>")
    said = told(answer)
    assert "fnys" in said
    assert f"{command} help" in said or f"{command} hjelp" in said
    assert "<!channel>" not in answer.ephemeral[0].text, "nobody is called by an error"


@postgres.BY_AND_BY
async def test_help_speaks_the_person_s_language(here: House, ideas: str) -> None:
    told_in = {}
    for locale in ("nb-NO", "nn-NO", "en-US"):
        person = here.person(f"U{locale[:2].upper()}9", locale=locale)
        for command in ("/idea", "/ideas", "/round", "/project"):
            told_in[locale, command] = told(await here.playground.command(person, ideas, command, "help"))
    assert len(set(told_in.values())) == 12


@postgres.BY_AND_BY
async def test_a_round_that_cannot_be_is_refused_under_its_field(
    here: House, ideas: str, now: datetime
) -> None:
    await posted(here, ideas, TITLE, "Rådene om søvn er ulike")
    before = await rows(here)
    for field, value in [
        ("closes_at", int(now.timestamp()) - 60),
        ("closes_at", int(now.timestamp()) + 4 * 86_400),  # a Saturday
        ("closes_at", monday_at(now, hour=22)),
        ("closes_at", int(now.timestamp()) + 400 * 86_400),
        ("closes_at", int(datetime(2026, 12, 24, 12, tzinfo=UTC).timestamp())),
        ("winners", "2"),  # of two ideas
        ("tap_limit", "7"),
    ]:
        answer = await open_round(here, ideas, **{field: value})
        assert list(answer.errors) == [field], value
        assert answer.errors[field]
        assert await rows(here) == before
        await here.close("UYOUTH1")


@postgres.BY_AND_BY
async def test_a_round_needs_two_ideas(here: House, ideas: str) -> None:
    said = told(await here.playground.command("UYOUTH1", ideas, "/round"))
    assert "to" in said
    assert here.playground.view("UYOUTH1") is None


@postgres.BY_AND_BY
async def test_a_tap_after_the_close_is_told_so(migrated_url: str, now: datetime) -> None:
    async with test_road.peopled(migrated_url, now, work=False) as (here, _):  # nobody counts meanwhile
        await tap_after_the_close(here, place(here, "ideas"))


async def tap_after_the_close(here: House, ideas: str) -> None:
    await posted(here, ideas, TITLE, "Rådene om søvn er ulike")
    await open_round(here, ideas)
    await here.settle()
    card = here.cards(ideas)[-1]
    await here.playground.click("UHEALTH1", ideas, card.ts, "ballot_open")
    ballot = here.playground.view("UHEALTH1")
    assert ballot is not None
    here.time.move_to(here.time() + timedelta(days=8))
    for block in ballot.definition["blocks"]:
        button = block.get("accessory") or {}
        if button.get("action_id", "").startswith("ballot_approve"):
            await here.playground.click(
                "UHEALTH1", None, ballot.id, button["action_id"], block_id=block["block_id"]
            )
            break
    notice = here.playground.view("UHEALTH1")
    assert notice is not None
    assert notice.definition["callback_id"] == "notice"
    assert (await rows(here))["ballot"] == 0
    await here.advance(days=8)  # nobody had voted, so it was extended first
    assert "ballot_open" not in str(here.playground.message(ideas, card.ts).blocks)


@postgres.BY_AND_BY
async def test_a_channel_without_the_bot_is_said_with_how_to_invite_it(here: House, ideas: str) -> None:
    await posted(here, ideas, TITLE, "Rådene om søvn er ulike")
    quiet = here.channel("kaffekroken", with_bot=False)
    before = await rows(here)
    await here.playground.command("UYOUTH1", quiet, "/round")
    answer = await here.fill("UYOUTH1", "round_form")
    assert "/invite" in "".join(answer.errors.values())
    assert await rows(here) == before


@postgres.BY_AND_BY
async def test_before_there_is_an_ideas_channel_a_direct_message_is_no_place(
    migrated_url: str, now: datetime
) -> None:
    async with house.standing(migrated_url, now=now) as here:
        person = here.person("UALONE1")
        quiet = here.channel("kaffekroken", with_bot=False)
        said = told(await here.playground.command(person, quiet, "/idea", TITLE))
        assert "/invite" in said
        assert TITLE in said, "what was typed is given back"


@postgres.BY_AND_BY
async def test_a_person_without_a_discipline_is_asked_once_and_the_idea_is_kept(
    here: House, ideas: str
) -> None:
    person = here.person("UNEW1")
    answer = await here.playground.command(person, ideas, "/idea", TITLE)
    question = answer.ephemeral[0]
    await here.settle()
    assert here.cards(ideas) == []
    select = next(
        element
        for block in question.blocks
        for element in block.get("elements", [])
        if element.get("action_id") == "discipline_choose"
    )
    chosen = select["options"][1]["value"]
    answer = await here.playground.click(person, ideas, question.ts, "discipline_choose", value=chosen)
    assert answer.ok
    await here.settle()
    assert [TITLE in words(card) for card in here.cards(ideas)] == [True]
    second = await here.playground.command(person, ideas, "/idea", "En idé til om noe annet")
    assert "discipline_choose" not in str(second.ephemeral[0].blocks)


@postgres.BY_AND_BY
async def test_guests_and_people_of_other_workspaces_may_look_and_are_told_why(
    here: House, ideas: str
) -> None:
    await posted(here, ideas, TITLE)
    card = here.cards(ideas)[0]
    guest = here.person("UGUEST1", is_restricted=True)
    stranger = here.person("USTRANGER1", is_stranger=True, team_id="TELSEWHERE")
    before = await rows(here)
    for person in (guest, stranger):
        assert told(await here.playground.click(person, ideas, card.ts, "idea_support"))
        assert TITLE in await here.listed(person, ideas)
    after = await rows(here)
    assert {name: after[name] - before[name] for name in after if after[name] != before[name]} == {
        "person": 2
    }


@postgres.BY_AND_BY
async def test_ids_of_nothing_and_of_others_are_not_found(here: House, ideas: str) -> None:
    await posted(here, ideas, TITLE)
    card = here.playground.workspace.state.messages[ideas][-1]
    for block in card.blocks:
        for element in block.get("elements", []):
            if element.get("action_id") == "idea_support":
                element["value"] = "4711"
    assert told(await here.playground.click("UYOUTH2", ideas, card.ts, "idea_support"))
    for block in card.blocks:
        for element in block.get("elements", []):
            if element.get("action_id") == "idea_support":
                element["value"] = "1 OR 1=1"
    assert told(await here.playground.click("UYOUTH2", ideas, card.ts, "idea_support"))
    assert (await rows(here))["support"] == 0


@postgres.BY_AND_BY
async def test_requests_that_slack_did_not_sign_do_nothing(here: House, ideas: str) -> None:
    body = urlencode(
        {
            "command": "/idea",
            "text": TITLE,
            "team_id": "T1",
            "user_id": "UYOUTH1",
            "channel_id": ideas,
            "trigger_id": "1.2.3",
        }
    )
    before = await rows(here)
    asked = {"signed too long ago": time.time() - 301, "signed with another key": time.time()}
    async with aiohttp.ClientSession() as session:
        for why, at in asked.items():
            key = house.SIGNING_SECRET if why == "signed too long ago" else "f" * 32
            base = f"v0:{int(at)}:{body}".encode()
            headers = {
                "Content-Type": "application/x-www-form-urlencoded",
                "X-Slack-Request-Timestamp": str(int(at)),
                "X-Slack-Signature": "v0=" + hmac.new(key.encode(), base, hashlib.sha256).hexdigest(),
            }
            async with session.post(f"{here.bot.url}/slack/events", data=body, headers=headers) as answer:
                assert answer.status == 401, why
        async with session.post(f"{here.bot.url}/slack/events", data=body) as answer:
            assert answer.status == 401
        async with session.get(f"{here.bot.url}/slack/events") as answer:
            assert answer.status == 405
        async with session.post(f"{here.bot.url}/slack/events", data=io.BytesIO(b"x" * 1_100_000)) as answer:
            assert answer.status == 413
    assert await rows(here) == before


async def test_a_command_delivered_twice_makes_one_idea(here: House, ideas: str) -> None:
    await here.playground.command("UYOUTH1", ideas, "/idea", TITLE)
    body = urlencode(here.playground.deliveries[-1]["payload"])
    at = str(int(time.time()))
    base = f"v0:{at}:{body}".encode()
    signature = "v0=" + hmac.new(house.SIGNING_SECRET.encode(), base, hashlib.sha256).hexdigest()
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": at,
        "X-Slack-Signature": signature,
    }
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{here.bot.url}/slack/events", data=body, headers=headers) as answer,
    ):
        assert answer.status == 200
    await here.settle()
    assert len(here.cards(ideas)) == 1


async def test_a_database_that_is_away_is_said_and_the_text_given_back(
    now: datetime, database_kind: str, migrated_url: str
) -> None:
    # A lock that is held ends in an answer only for somebody who does not wait for ever.
    impatient = database_kind == "sqlite"
    async with test_road.peopled(migrated_url, now, impatient=impatient) as (here, ideas):
        await _away(here, ideas, database_kind, migrated_url)


async def _away(here: House, ideas: str, database_kind: str, migrated_url: str) -> None:
    await here.playground.command("UYOUTH1", ideas, "/ideas")
    if database_kind == "sqlite":
        path = migrated_url.removeprefix("sqlite+aiosqlite:///")
        holder = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        await asyncio.to_thread(holder.execute, "BEGIN IMMEDIATE")
        said = told(await here.playground.command("UYOUTH1", ideas, "/idea", TITLE))
        holder.execute("ROLLBACK")
        holder.close()
    else:
        await sql(here, "ALTER TABLE idea RENAME TO idea_away")
        said = told(await here.playground.command("UYOUTH1", ideas, "/idea", TITLE))
        await sql(here, "ALTER TABLE idea_away RENAME TO idea")
    assert TITLE in said
    assert "Traceback" not in said
    assert (await rows(here))["idea"] == 0
    answer = await here.playground.command("UYOUTH1", ideas, "/idea", TITLE)
    assert TITLE in told(answer)
    assert (await rows(here))["idea"] == 1
