"""Whoever finds the port: broken, slow and hostile clients get a short answer with safe headers, or none."""

import asyncio
import io
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from aiohttp import web
from slack_bolt.async_app import AsyncApp

from bot import manifest
from bot.services.backlog import Backlog
from bot.slack import endpoint
from bot.web import server
from tests import house
from tests.house import House

SOON = 0.3
"""Seconds that connections and bodies get in a test."""
MARK = "evil.example"
"""Stands in what strangers send, and in nothing that they get."""


def get(
    target: str, *headers: str, method: str = "GET", version: str = "HTTP/1.1", last: bool = True
) -> bytes:
    """A request's head, after whose answer the connection is closed where it is the `last` one."""
    lines = [f"{method} {target} {version}", "Host: x", *headers, *(["Connection: close"] if last else [])]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def post(*headers: str, body: bytes = b"") -> bytes:
    return get(manifest.PATH, *headers, method="POST") + body


LEADING = re.compile(r"HTTP(Found|SeeOther|MovedPermanently|\w*Redirect)\b|[\"']Location[\"']")
CHUNKED = "Transfer-Encoding: chunked"
KNOCKS: dict[str, tuple[bytes, list[int]]] = {
    "alive": (get("/healthz"), [200]),
    "ready": (get("/readyz"), [200]),
    "figures": (get("/metrics"), [200]),
    "unsigned": (post("Content-Length: 0"), [401]),
    "only looked for": (get("/healthz", method="HEAD"), [200]),
    "another method": (get(manifest.PATH), [405]),
    "traced": (get("/healthz", method="TRACE"), [405]),
    "a tunnel": (get(f"{MARK}:443", method="CONNECT"), [404]),
    "a proxy": (get(f"http://{MARK}/nothing"), [404]),
    "nowhere": (get("/"), [404]),
    "two slashes": (get(f"//{MARK}/%2e%2e"), [404]),
    "out of the root": (get(f"/healthz/../..//{MARK}"), [404]),
    "a script": (get(f"/<script>{MARK}</script>"), [404]),
    "half an escape": (get("/%ff%zz"), [404]),
    "several at once": (get("/healthz", last=False) * 3 + get("/nowhere"), [200, 200, 200, 404]),
    "HTTP/1.0": (get("/healthz", version="HTTP/1.0"), [200]),
    "HTTP/0.9": (b"GET /healthz\r\n\r\n", []),
    "HTTP/9.9": (get(f"/{MARK}", version="HTTP/9.9"), [400]),
    "no host": (b"GET /healthz HTTP/1.1\r\n\r\n", [400]),
    "no method": (get(f"/{MARK}", method="\x01"), [400]),
    "encrypted": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", [400]),
    "a null": (get(f"/{MARK}\x00"), [400]),
    "a broken header": (get("/healthz", f"X: {MARK}\rb"), [400]),
    "a long header": (get("/healthz", "X: " + MARK * 2000), [400]),
    "a long line": (get("/" + MARK * 2000), [400]),
    "many headers": (get("/healthz", *(f"X{number}: {MARK}" for number in range(2000))), [400]),
    "something expected": (post("Expect: nothing", "Content-Length: 0"), [417]),
    "an absurd length": (post("Content-Length: 99999999999999999999999999"), [400]),
    "a length below nothing": (post("Content-Length: -1"), [400]),
    "two lengths": (post("Content-Length: 1", "Content-Length: 2", body=b"xy"), [400]),
    "a length and chunks": (post("Content-Length: 4", CHUNKED, body=b"0\r\n\r\n"), [400]),
    "no chunks": (post(CHUNKED, body=f"{MARK}\r\n".encode()), [400]),
    "endless chunks": (post(CHUNKED, body=b"FFFFFFFFFFFFFFFFFFFF\r\n"), [400]),
    "a packed body": (post("Content-Encoding: gzip", "Content-Length: 3", body=b"abc"), [401]),
    "too much": (post("Content-Length: 1048577"), [413]),
    "too much in chunks": (post(CHUNKED, body=b"100001\r\n" + b"x" * 1048577), [413]),
}
"""What comes, and the statuses of what is answered."""


async def heard(port: int, *said: bytes, pause: float = 0.0) -> bytes:
    """Everything that is answered until the other side closes the connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        for part in said:
            writer.write(part)
            await writer.drain()
            await asyncio.sleep(pause)
        async with asyncio.timeout(20):
            return await reader.read()
    except ConnectionError:
        return b""
    finally:
        writer.close()


def answers(out: bytes) -> list[tuple[int, dict[str, str], str]]:
    """Status, headers and body of each answer."""
    found = []
    for one in out.decode("latin-1").replace("HTTP/1.0 ", "HTTP/1.1 ").split("HTTP/1.1 ")[1:]:
        head, _, body = one.partition("\r\n\r\n")
        first, *lines = head.split("\r\n")
        found.append((int(first[:3]), dict(line.split(": ", 1) for line in lines), body))
    return found


def logged(log: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


async def ready() -> bool:
    return True


async def waiting() -> Backlog:
    return Backlog(waiting=0, oldest=timedelta(), unclear=0, set_aside={})


@asynccontextmanager
async def impatient(look: server.Ready = ready) -> AsyncIterator[int]:
    """A server of the bot's that waits for nobody; its port."""
    bolt = AsyncApp(token=house.BOT_TOKEN, signing_secret=house.SIGNING_SECRET)
    route = endpoint.over_http(bolt, signing_secret=house.SIGNING_SECRET, read_seconds=SOON)
    application = server.build({manifest.PATH: route}, ready=look, waiting=waiting)
    async with server.serving(application, host="127.0.0.1", port=0, idle=SOON) as url:
        yield urlsplit(url).port or 0


def test_every_route_is_knocked_at() -> None:
    async def take(_request: web.Request) -> web.Response:
        return web.Response()

    application = server.build({manifest.PATH: take}, ready=ready, waiting=waiting)
    routes = {resource.canonical for resource in application.router.resources()}
    knocked = {said.split()[1].decode() for said, statuses in KNOCKS.values() if set(statuses) & {200, 401}}
    assert routes == knocked & routes


def test_nothing_of_ours_leads_elsewhere() -> None:
    """The playground apart, whose forms lead back to its own pages."""
    for path in (Path(__file__).parents[2] / "bot").rglob("*.py"):
        if "playground" not in path.parts:
            found = LEADING.search(path.read_text(encoding="utf-8"))
            assert not found, (path, found)


async def test_every_answer_is_short_and_safe_whatever_came(sqlite_house: House, log: io.StringIO) -> None:
    port = urlsplit(str(sqlite_house.bot.url)).port or 0
    outs = await asyncio.gather(*(heard(port, said) for said, _ in KNOCKS.values()))
    for (name, (_, statuses)), out in zip(KNOCKS.items(), outs, strict=True):
        found = answers(out)
        assert [status for status, _, _ in found] == statuses, (name, out)
        for status, headers, body in found:
            assert headers.items() >= server.SAFE.items(), (name, headers)
            assert "Location" not in headers
            assert status == 200 or len(body) < 100, (name, body)
            assert headers["Content-Type"].startswith(("text/plain", "application/json"))
        assert MARK.encode() not in out, name
    assert not [line for line in logged(log) if "exception" in line or line["level"] == "error"]
    assert MARK not in log.getvalue()


async def test_who_hangs_up_disturbs_nobody(sqlite_house: House, log: io.StringIO) -> None:
    port = urlsplit(str(sqlite_house.bot.url)).port
    for half in (b"", b"PO", get(manifest.PATH)[:-2], post("Content-Length: 100", body=b"half")):
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(half)
        await writer.drain()
        quiet, other = await asyncio.open_connection("127.0.0.1", port)
        other.write(half)
        other.write_eof()
        writer.transport.abort()
        async with asyncio.timeout(5):
            assert not await quiet.read()
        other.close()
    ideas = next(one.id for one in sqlite_house.playground.channels("UYOUTH1") if one.name == "ideas")
    answer = await sqlite_house.playground.command("UYOUTH1", ideas, "/idea", "help")
    assert answer.ok
    assert not [line for line in logged(log) if line["level"] == "error"]


@pytest.mark.parametrize(
    ("first", "drop", "status"),
    [
        (b"", b"", None),
        (b"", b"X", None),
        (get("/healthz")[:-2], b"X: y\r\n", None),
        (post("Content-Length: 1000"), b"x", 408),
        (post(CHUNKED), b"1\r\nx\r\n", 408),
    ],
    ids=["silent", "a slow line", "slow headers", "a slow body", "slow chunks"],
)
async def test_who_is_slow_is_cut_off(first: bytes, drop: bytes, status: int | None) -> None:
    """However long they go on to drip: what counts is when the whole is there."""
    async with impatient() as port:
        out = await heard(port, first, *[drop] * 60, pause=SOON / 20)
        assert [found for found, _, _ in answers(out)] == ([status] if status else [])


async def test_a_body_that_breaks_on_the_way_is_not_waited_for(log: io.StringIO) -> None:
    async with impatient() as port:
        out = await heard(port, post(CHUNKED, body=b"1\r\nx\r\n"), f"{MARK}\r\n".encode(), pause=SOON / 20)
    assert [status for status, _, _ in answers(out)] == [408]
    assert not [line for line in logged(log) if "exception" in line]


async def test_what_fails_inside_stays_inside(log: io.StringIO) -> None:
    async def failing() -> bool:
        raise RuntimeError(f"{MARK} {house.SECRET}")

    async with impatient(failing) as port:
        ((status, headers, body),) = answers(await heard(port, get("/readyz", "Accept: text/html")))
    assert status == 500
    assert headers.items() >= server.SAFE.items()
    assert MARK not in body
    (line,) = [one for one in logged(log) if "incident" in one]
    assert str(line["incident"]) in body
    assert house.SECRET not in log.getvalue()


async def test_many_who_ask_at_once_ask_the_database_once() -> None:
    asked, open_ = 0, asyncio.Event()

    async def slow() -> bool:
        nonlocal asked
        asked += 1
        await open_.wait()
        return True

    async with impatient(slow) as port:
        asking = asyncio.gather(*(heard(port, get("/readyz")) for _ in range(20)))
        await asyncio.sleep(SOON)
        open_.set()
        outs = await asking
    assert [status for out in outs for status, _, _ in answers(out)] == [200] * 20
    assert asked == 1
