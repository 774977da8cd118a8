"""Logs: readable, whole, and without tokens or anybody's words."""

import asyncio
import io
import json
import logging
from collections.abc import Iterator
from typing import Any, Literal

import aiosqlite
import pydantic
import pytest
import sqlalchemy
import structlog
from slack_sdk.errors import SlackApiError
from sqlalchemy.ext.asyncio import create_async_engine

from bot import logs, redaction

WORDS = "Ungdom venter tre uker på svar"
# Written in two parts, so that no scanner takes them for real ones.
TOKENS = ("xox" + "b-1-hush", "xap" + "p-1-A1-hush", "xoxe.xox" + "p-1-hush")


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """What the logs say, as JSON; the machine's logging is put back afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    ours = {name: logging.getLogger(name).level for name in logs.OURS}
    written = io.StringIO()
    logs.configure(form="json", level="DEBUG", secrets=["a very own secret", ""], stream=written)
    yield written
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, former in ours.items():
        logging.getLogger(name).setLevel(former)


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_an_event_is_one_line_of_json_with_its_time_level_and_source(stream: io.StringIO) -> None:
    structlog.get_logger("bot.delivery").info("sent", parcel=7, place="C1", steady=True)
    (line,) = lines(stream)
    assert line.pop("at").endswith("Z")
    assert line == {
        "event": "sent",
        "logger": "bot.delivery",
        "level": "info",
        "parcel": 7,
        "place": "C1",
        "steady": True,
    }


def test_what_is_bound_to_the_request_is_on_every_line(stream: io.StringIO) -> None:
    with structlog.contextvars.bound_contextvars(workspace=3):
        structlog.get_logger("bot.app").info("one")
        logging.getLogger("slack_bolt").warning("two")
    assert [line["workspace"] for line in lines(stream)] == [3, 3]


@pytest.mark.parametrize("token", [*TOKENS, "a very own secret"])
@pytest.mark.parametrize("logger", ["bot.slack", "slack_bolt.AsyncApp"])
def test_no_secret_comes_through(stream: io.StringIO, token: str, logger: str) -> None:
    structlog.get_logger(logger).warning(f"refused {token}", header=f"Bearer {token}", deep=[{"a": (token,)}])
    logging.getLogger(logger).error("refused %s", token)
    try:
        raise RuntimeError(f"refused {token}")
    except RuntimeError:
        logging.getLogger(logger).exception("error: %s", token)
    assert len(lines(stream)) == 3
    assert token not in stream.getvalue()
    assert "hush" not in stream.getvalue()


@pytest.mark.parametrize(
    "written",
    [
        "postgresql+asyncpg://somebody:hush@database:5432/idejakt",
        "http://somebody:hush@proxy.example.org:3128",
        "https://hooks.slack.com/commands/T1/2/hush",
        "wss://wss-primary.slack.com/link/?ticket=hush",
        "Authorization: Bearer hushhushhush",
    ],
)
def test_no_address_with_a_secret_in_it_comes_through(stream: io.StringIO, written: str) -> None:
    structlog.get_logger("bot").error("failed", address=written)
    logging.getLogger("aiohttp.client").error("failed %s", written)
    assert len(lines(stream)) == 2
    assert "hush" not in stream.getvalue()


@pytest.mark.parametrize("key", ["text", "title", "body", "payload", "Evidence", "email", "values", "who"])
def test_nobodys_words_come_through(stream: io.StringIO, key: str) -> None:
    structlog.get_logger("bot").info("posted", idea=4, **{key: WORDS}, request={"form": {key: [WORDS]}})
    structlog.get_logger("bot").info("posted", deep=[[[[[[[[WORDS]]]]]]]])
    assert WORDS not in stream.getvalue()
    assert lines(stream)[0]["idea"] == 4


def test_an_error_comes_with_its_trace_and_without_its_variables(stream: io.StringIO) -> None:
    def fail(spoken: str) -> None:
        raise LookupError("no such round") from ValueError(len(spoken))

    try:
        fail(WORDS)
    except LookupError:
        structlog.get_logger("bot.services").exception("failed", round=3)
    (line,) = lines(stream)
    first, second = line["exception"]
    assert (first["type"], first["says"]) == ("builtins.LookupError", "no such round")
    assert first["frames"][-1].endswith("in fail")
    assert second["type"] == "builtins.ValueError"
    assert WORDS not in stream.getvalue()


def test_errors_that_quote_values_tell_their_kind_alone(stream: io.StringIO) -> None:
    class Form(pydantic.BaseModel):
        count: int

    errors: list[Exception] = [
        SlackApiError(  # type: ignore[no-untyped-call]
            WORDS, {"ok": False, "error": "msg_too_long", "title": WORDS}
        ),
        sqlalchemy.exc.IntegrityError(WORDS, {"title": WORDS}, aiosqlite.IntegrityError(WORDS)),
    ]
    try:
        Form.model_validate({"count": WORDS})
    except pydantic.ValidationError as quoting:
        errors.append(quoting)
    for error in errors:
        structlog.get_logger("bot").error("failed", exc_info=error)
    logging.getLogger("slack_bolt").error(f"Failed to run listener (error: {errors[0]})", exc_info=errors[0])
    told = [line["exception"][0]["says"] for line in lines(stream)]
    assert told == ["msg_too_long", "IntegrityError [withheld]", "count: int_parsing", "msg_too_long"]
    assert WORDS not in stream.getvalue()


FORGED = 'x\n{"event": "all is well"}\r\x1b[2K\x9b1A\u2028\u202e'


@pytest.mark.parametrize("form", ["json", "console"])
def test_nobody_writes_a_line_of_their_own(form: Literal["json", "console"]) -> None:
    written = io.StringIO()
    logs.configure(form=form, level="INFO", stream=written)
    log = structlog.get_logger("bot")
    log.info(FORGED, code=FORGED, deep=[{FORGED: FORGED}])
    logging.getLogger("aiohttp.server").error("Bad request: %s", FORGED)
    try:
        raise ValueError(FORGED)
    except ValueError:
        log.exception("failed")
    said = written.getvalue()
    assert not any(sign in said for sign in "\r\x1b\x9b\u2028\u202e")
    assert not [line for line in said.splitlines() if line.startswith('{"event": "all')]
    assert len(said.splitlines()) <= 3 if form == "json" else said


def test_grouped_errors_are_all_told(stream: io.StringIO) -> None:
    group = ExceptionGroup("two", [ValueError("one"), ExceptionGroup("inner", [KeyError("other")])])
    structlog.get_logger("bot").error("failed", exc_info=group)
    (told,) = lines(stream)[0]["exception"]
    assert [one["type"] for one in told["of"]] == ["builtins.ValueError", "builtins.ExceptionGroup"]
    assert told["of"][1]["of"][0]["says"] == "'other'"


async def test_libraries_that_log_statements_and_bodies_stay_silent(
    stream: io.StringIO, tmp_path: pytest.TempPathFactory
) -> None:
    engine = create_async_engine(f"sqlite+aiosqlite:///{tmp_path}/a.db", hide_parameters=True)
    async with engine.begin() as connection:
        await connection.execute(sqlalchemy.text("SELECT :words"), {"words": WORDS})
    await engine.dispose()
    logging.getLogger("slack_sdk.web").debug(WORDS)
    logging.getLogger("apscheduler").info(WORDS)
    assert stream.getvalue() == ""


async def test_a_forgotten_task_tells_its_error(stream: io.StringIO) -> None:
    loop = asyncio.get_running_loop()
    loop.call_exception_handler({"message": f"Task exception: {TOKENS[0]}", "exception": KeyError("lost")})
    (line,) = lines(stream)
    assert line["event"] == "asyncio met an error"
    assert line["exception"][0]["says"] == "'lost'"


def test_the_level_is_for_the_house_and_warnings_for_its_libraries() -> None:
    written = io.StringIO()
    logs.configure(form="json", level="WARNING", stream=written)
    structlog.get_logger("bot.app").info("quiet")
    logging.getLogger("aiohttp.access").info("quiet")
    logging.getLogger("aiohttp.access").warning("loud")
    assert [line["event"] for line in lines(written)] == ["loud"]


def test_people_get_readable_lines(stream: io.StringIO) -> None:
    written = io.StringIO()
    logs.configure(form="console", level="INFO", stream=written)
    try:
        raise ValueError("broken")
    except ValueError:
        structlog.get_logger("bot.app").exception("Får ikke svar", port=8080, title=WORDS)
    said = written.getvalue()
    assert "Får ikke svar" in said
    assert "port=8080" in said
    assert "builtins.ValueError: broken" in said
    assert WORDS not in said
    assert "\x1b[" not in said
    assert stream.getvalue() == ""


def test_a_value_of_any_kind_can_be_logged() -> None:
    class Odd:
        def __str__(self) -> str:
            return "x" * 1000

    assert redaction.value(Odd()) == "x" * redaction.LONGEST
    assert redaction.value(pydantic.SecretStr("hush")) == "**********"
