"""The HTTP door: who is let in, what is made of nonsense, and what a request that comes twice does."""

import io
import itertools
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from urllib.parse import quote, urlencode

import aiohttp

from bot import manifest
from bot.playground.door import Post
from bot.playground.faults import Trouble
from bot.slack.views import ids
from tests import house
from tests.house import House, words
from tests.safety import knock, rows

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


@asynccontextmanager
async def posting(here: House, body: bytes, **headers: str) -> AsyncIterator[aiohttp.ClientResponse]:
    """Post to the bot's endpoint, signed unless `headers` say otherwise."""
    signed = here.playground.door.signed(body.decode(errors="replace"))
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    async with (
        aiohttp.ClientSession() as session,
        session.post(
            f"{here.bot.url}{manifest.PATH}", data=body, headers=signed | named, allow_redirects=False
        ) as answer,
    ):
        yield answer


def ideas(here: House) -> str:
    state = here.playground.workspace.state
    return next(one.id for one in state.channels.values() if one.name == "ideas")


def logged(log: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


FORGED = [
    {"X_Slack_Signature": "v0=" + "0" * 64},
    {"X_Slack_Signature": ""},
    {"X_Slack_Signature": "v0=\u00e6"},
    {"X_Slack_Request_Timestamp": "1"},
    {"X_Slack_Request_Timestamp": "now"},
    {"X_Slack_Request_Timestamp": "9" * 400},
    {"X_Slack_Request_Timestamp": "-1"},
]


async def test_without_slacks_signature_nothing_is_even_read(sqlite_house: House, log: io.StringIO) -> None:
    for headers in FORGED:
        for body in (
            b"command=%2Fidea&text=x",
            b"payload={",
            b"{",
            b"\xff\xfe",
            b"payload=" + b"[" * 100_000,
        ):
            async with posting(sqlite_house, body, Content_Type=FORM, **headers) as answer:
                assert answer.status == 401
    assert not [line for line in logged(log) if "exception" in line]


async def test_a_signature_is_good_for_five_minutes(sqlite_url: str, now: datetime) -> None:
    async with house.standing(sqlite_url, now=now) as here:
        wall = int(here.playground.workspace.wall().timestamp())
        for age, status in ((0, 404), (290, 404), (310, 401), (-290, 404), (-310, 401)):
            body = f"nothing={age}"
            signed = here.playground.door.signed(body, at=wall - age)
            underscored = {name.replace("-", "_"): value for name, value in signed.items()}
            async with posting(here, body.encode(), Content_Type=FORM, **underscored) as answer:
                assert answer.status == status


TWICE = quote('{"type":"block_actions","type":"event_callback","type":"view_submission"}').encode()
HALVES = quote('{"type":"block_actions","user":{"id":"\\ud800\\u0000"},"actions":[{}]}').encode()
MANY = b'{"type": "event_callback", "event": {"type": "app_home_opened"}, "event_time": %s}'
NONSENSE = [
    (b"", FORM),
    (b"", "application/json"),
    (b"[]", "application/json"),
    (b"7", "application/json"),
    (b"null", "application/json"),
    (b'{"type": "event_callback"}', "application/json"),
    (b'{"type": "event_callback", "event": 7}', "application/json"),
    (b'{"type": "event_callback", "event": {"type": 7}}', "application/json"),
    (b'{"type": 1e400}', "application/json"),
    (b'{"a":' * 50_000, "application/json"),
    (b"[" * 100_000, "application/json"),
    (b"payload=", FORM),
    (b"payload=%7B", FORM),
    (b"payload=[]", FORM),
    (b"payload=%22x%22", FORM),
    (b"payload=" + b"%5B" * 100_000, FORM),
    (b"payload=" + b"9" * 5000, FORM),
    (b"payload=%7B%22type%22%3A%22block_actions%22%2C%22actions%22%3A%5B%5D%7D", FORM),
    (b"payload=%7B%22type%22%3A%22view_submission%22%2C%22view%22%3A7%7D", FORM),
    (b"payload=" + TWICE, FORM),
    (b"payload=" + HALVES, FORM),
    (b"payload=%7B%7D&payload=%7B%7D&command=%2Fidea", FORM),
    (
        b'{"type": "event_callback", "event": {"type": "app_home_opened"}, "event_time": '
        + b"9" * 4000
        + b"}",
        JSON,
    ),
    (b'{"type": "event_callback", "event": {"type": "user_change", "user": "\\ud800"}}', JSON),
    (b'{"type": NaN, "event": {"type": Infinity}}', JSON),
    (b"&".join(b"field%d=%d" % (number, number) for number in range(5000)), FORM),
    (b"command=%2Fidea&" * 2000, FORM),
    ("command=/idea&text=Ål".encode("utf-16"), f"{FORM}; charset=utf-16"),
    ("command=/idea&text=Ål".encode("latin-1"), f"{FORM}; charset=latin-1"),
    (b"command=", FORM),
    (b"command=%2Fidea", "text/xml"),
    (b"command=%2Fidea", "application/json; charset=klingon"),
    (b"<xml/>", "text/xml"),
    (b"--x\r\n", "multipart/form-data; boundary=x"),
    (b"\xff\xfe\x00", FORM),
    (b"\x00", "application/octet-stream"),
]


async def test_nonsense_gets_a_status_and_never_a_traceback(sqlite_house: House, log: io.StringIO) -> None:
    before = await rows.all_rows(sqlite_house.store)
    for body, kind in NONSENSE:
        async with posting(sqlite_house, body, Content_Type=kind) as answer:
            said = await answer.text()
        assert answer.status in {200, 400, 401, 404}, body[:80]
        assert "Traceback" not in said
        assert ".py" not in said
        if answer.status == 400:
            told = [str(line["incident"]) for line in logged(log) if "incident" in line]
            assert any(incident in said for incident in told), (body[:80], said)
    assert await rows.all_rows(sqlite_house.store) == before


async def test_what_an_older_version_drew_is_answered_kindly(sqlite_house: House) -> None:
    here = sqlite_house
    before = await rows.all_rows(here.store)
    answer = await knock.knock(here, knock.click(here, "UYOUTH1", "idea_applaud", "1"))
    assert answer.status == 200
    shown = here.playground.messages(here.playground.channels("UYOUTH1")[0].id, as_person="UYOUTH1")
    assert "virker ikke lenger" in words(shown[-1])

    typed = {"old_block": {"old_action": {"value": "Noe jeg brukte lang tid på"}}}
    answer = await knock.knock(here, knock.submission(here, "UYOUTH1", "form_of_1999", typed))
    assert answer.status == 200
    assert isinstance(answer.body, dict)
    assert "før jeg ble oppdatert" in words(answer.body["view"])
    assert "Noe jeg brukte lang tid på" in words(answer.body["view"])

    answer = await knock.knock(here, knock.command(here, "UYOUTH1", ideas(here), "/idetorg", "hei der"))
    assert answer.status == 200
    assert "kommandoen" in str(answer.body)
    assert "hei der" in str(answer.body)

    answer = await knock.knock(here, knock.command(here, "UYOUTH1", ideas(here), "/idetorg", "hei"))
    assert "kommandoen" in str(answer.body)
    assert "hei" not in str(answer.body), "one word is no loss"

    shortcut = knock.click(here, "UYOUTH1", "x", "1") | {"type": "shortcut", "callback_id": "gone"}
    assert (await knock.knock(here, shortcut)).status == 200
    assert "før jeg ble oppdatert" in words(here.playground.view("UYOUTH1").definition)  # type: ignore[union-attr]
    event = {"type": "event_callback", "team_id": knock.team(here), "event": {"type": "user_joined_mars"}}
    assert (await here.playground.door.send(Post.EVENT, event)).status == 200
    assert await rows.all_rows(here.store) == before


STRANGE = [
    "",
    "0",
    "-1",
    "1.5",
    "1e9",
    str(10**30),
    "\uff11",
    "1:",
    ":1",
    "{",
    "[" * 1500,
    "1;DROP",
    "\x00",
    "\ud800",
]


async def test_no_action_of_ours_stumbles_over_a_strange_value(sqlite_house: House) -> None:
    here = sqlite_house
    before = await rows.all_rows(here.store)
    turns = itertools.cycle(STRANGE)
    for action in ids.Action:
        for value in itertools.islice(turns, 3):
            ack = await knock.knock(here, knock.click(here, "UADMIN1", action, value))
            assert ack.status == 200, (action, value[:20])
            here.playground.workspace.state.views.clear()
    after = await rows.all_rows(here.store)
    for table in ("idea", "support", "round", "ballot", "tap", "project", "nudge", "check_in", "outbox"):
        assert after[table] == before[table]


TYPED = ["\x00\ud800", "x" * 3_000, "\n\t\u202e ", "1;DROP TABLE idea;--", str(10**30), "=1+1\n" * 500]
RECORDS = [
    "",
    "1",
    "1:1",
    "{",
    '{"channel": 7, "idea": 1, "deed": "edit", "list": null}',
    '{"idea": 1, "deed": "park"}',
]


async def test_no_form_of_ours_stumbles_over_what_is_typed(sqlite_house: House, log: io.StringIO) -> None:
    """In every field at once, with choices that are right and a record of the form's own that is not."""
    here = sqlite_house
    await here.playground.command("UYOUTH1", ideas(here), "/idea", "Køen er lang")
    await here.settle()
    moment = int(here.time().timestamp()) + 7 * 86_400
    shapes = itertools.cycle(itertools.product(TYPED, RECORDS))
    for callback in ids.Callback:
        for typed, record in itertools.islice(shapes, 5):  # no divisor of their number: all of them meet
            fields = knock.filled("1", person="UADMIN1", place=ideas(here), moment=moment)
            values = {
                name: {ids.VALUE: {**field[ids.VALUE], "value": typed}} for name, field in fields.items()
            }
            form = knock.submission(
                here, "UADMIN1", callback, json.loads(json.dumps(values)), metadata=record
            )
            ack = await knock.knock(here, form)
            assert ack.status == 200, (callback, typed[:20], record)
            here.playground.workspace.state.views.clear()
    await here.settle()
    found = await rows.all_rows(here.store)
    assert not [line for line in logged(log) if "incident" in line]
    assert not [row for row in found["outbox"] if row["state"] == "set_aside"]
    assert not [1 for rows_ in found.values() for row in rows_ if "x" * 2_500 in str(row)]


async def test_what_is_done_is_no_failure_where_only_the_word_is_lost(
    sqlite_house: House, log: io.StringIO
) -> None:
    """The list beneath the form has been closed, and a tap comes without a way to answer it."""
    here = sqlite_house
    typed = {str(ids.Field.DISCIPLINE_NAME): {ids.VALUE: {"value": "Biblioteket"}}}
    metadata = json.dumps({"list": "V0GONE", "discipline": None})
    form = knock.submission(here, "UADMIN1", ids.Callback.DISCIPLINE, typed, metadata=metadata)
    ack = await knock.knock(here, form)
    assert (ack.status, ack.body) == (200, "")
    assert "Biblioteket" in [row["name"] for row in (await rows.all_rows(here.store))["discipline"]]
    addresses: list[object] = [7, [], "", "nowhere", "http://127.0.0.1:1/"]
    for address in addresses:
        tap = knock.click(here, "UYOUTH1", "idea_support", "1", response_url=address)
        assert (await knock.knock(here, tap)).status == 200, address
    assert not [line for line in logged(log) if "incident" in line]


async def test_an_unexpected_error_has_one_name_in_the_answer_and_in_the_log(
    sqlite_house: House, log: io.StringIO
) -> None:
    here = sqlite_house
    here.playground.faults.plan("users.info", Trouble.ERROR, code="enigma")
    here.person("UNEW1")
    answer = await here.playground.command("UNEW1", ideas(here), "/idea", "Noe er rart")
    assert answer.ok
    (incident,) = {str(line["incident"]) for line in logged(log) if line.get("event") == "door.unexpected"}
    assert incident in words(answer.ephemeral[0])
    assert "Noe er rart" in words(answer.ephemeral[0])
    assert "enigma" not in words(answer.ephemeral[0])


async def test_a_signed_request_that_comes_again_changes_nothing(sqlite_house: House) -> None:
    """A support, its withdrawal, and then the recorded support once more: it stays withdrawn."""
    here = sqlite_house
    await here.playground.command("UYOUTH1", ideas(here), "/idea", "Den eneste")
    await here.settle()
    idea = (await rows.all_rows(here.store))["idea"][0]["id"]
    taps = [knock.click(here, "UYOUTH2", action, str(idea)) for action in ("idea_support", "idea_unsupport")]
    posts = [urlencode({"payload": json.dumps(tap)}).encode() for tap in taps]
    posts.append(urlencode(knock.command(here, "UYOUTH1", ideas(here), "/idea", "Nok en")).encode())
    signed = [here.playground.door.signed(body.decode()) for body in posts]
    answers: list[list[str]] = [[], []]
    states = []
    for turn in range(2):
        for body, headers in zip(posts, signed, strict=True):
            underscored = {name.replace("-", "_"): value for name, value in headers.items()}
            async with posting(here, body, Content_Type=FORM, **underscored) as answer:
                assert answer.status == 200
                answers[turn].append(await answer.text())
        await here.settle()
        states.append(await rows.all_rows(here.store))
    assert answers[0] == answers[1]
    assert states[0] == states[1]
    assert not states[1]["support"]
    assert len(states[1]["idea"]) == 2
