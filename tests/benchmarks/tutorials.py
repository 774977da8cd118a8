"""The servers that a vote is measured against, written as a tutorial would write them.

`python -m tests.benchmarks.tutorials KIND SLACK_URL [DATABASE_URL]` prints its address and serves until its
standard input closes. KIND: `aiohttp` checks the signature, no more; `bolt` acknowledges a click; `insert`
acknowledges it after one row was inserted in a transaction.
"""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.pool import AsyncAdaptedQueuePool

PATH = "/slack/events"
SIGNING_SECRET = "0123456789abcdef0123456789abcdef"
ACTION = "ballot_approve"
Route = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Base(DeclarativeBase):
    pass


class Vote(Base):
    __tablename__ = "vote"
    id: Mapped[int] = mapped_column(primary_key=True)
    voter: Mapped[str]
    choice: Mapped[str]
    at: Mapped[datetime] = mapped_column(sa.DateTime(timezone=True))


def bare() -> Route:
    verifier = SignatureVerifier(SIGNING_SECRET)

    async def take(request: web.Request) -> web.Response:
        body = await request.read()
        if not verifier.is_valid_request(body, dict(request.headers)):
            return web.Response(status=401)
        return web.Response(text="")

    return take


def bolt(slack_url: str, *, sessions: async_sessionmaker[AsyncSession] | None = None) -> Route:
    app = AsyncApp(
        client=AsyncWebClient(token="xoxb-bench", base_url=slack_url), signing_secret=SIGNING_SECRET
    )

    async def acknowledge(ack: AsyncAck) -> None:
        await ack()

    async def insert(ack: AsyncAck, body: dict[str, Any]) -> None:
        assert sessions is not None
        async with sessions() as session, session.begin():
            session.add(
                Vote(
                    voter=body["user"]["id"],
                    choice=body["actions"][0]["value"],
                    at=datetime.now(UTC),
                )
            )
        await ack()

    app.action(ACTION)(insert if sessions else acknowledge)

    async def take(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    return take


def engine(url: str) -> AsyncEngine:
    if not url.startswith("sqlite"):
        return create_async_engine(url)
    made = create_async_engine(url, poolclass=AsyncAdaptedQueuePool, pool_size=1, max_overflow=0)

    @sa.event.listens_for(made.sync_engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.close()

    return made


async def route(kind: str, slack_url: str, database_url: str) -> Route:
    if kind == "aiohttp":
        return bare()
    if kind == "bolt":
        return bolt(slack_url)
    made = engine(database_url)
    async with made.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    return bolt(slack_url, sessions=async_sessionmaker(made, expire_on_commit=False))


async def serve(kind: str, slack_url: str, database_url: str) -> None:
    application = web.Application()
    application.router.add_post(PATH, await route(kind, slack_url, database_url))
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    sys.stdout.write(f"http://127.0.0.1:{runner.addresses[0][1]}\n")
    sys.stdout.flush()
    await asyncio.to_thread(os.read, 0, 1)
    await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else ""))
