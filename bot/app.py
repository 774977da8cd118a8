"""The only wiring: settings in, a running bot out."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.exc import SQLAlchemyError

from bot import clock, delivery, manifest, notation, ticker
from bot.services import backlog
from bot.services.installation import Installation, Rules
from bot.settings import HouseRules, Settings
from bot.slack import app as slack
from bot.slack import client as slack_client
from bot.slack import door, endpoint, messenger, redraws, wire
from bot.slack.door import Door, Team
from bot.slack.views import checks
from bot.web import server
from storage import bell, database, migrations

PATIENCE = 20
"""How often a command waits for one answer when Slack asks it to."""

_log = structlog.get_logger(__name__)


class StartError(Exception):
    """The bot cannot start; the message says what to do, without any secret."""


@dataclass(frozen=True, slots=True)
class Running:
    """A bot at work. `url` is where its HTTP server listens."""

    installation: Installation
    ticker: ticker.Ticker
    redraws: redraws.Redraws
    url: str | None


def rules(settings: Settings) -> Rules:
    """The rules that the settings lay down."""
    return house_rules(settings, secret=settings.secret.get_secret_value())


def house_rules(chosen: HouseRules, *, secret: str) -> Rules:
    """The same, from the part of the settings that takes no token to know."""
    return Rules(
        secret=secret.encode(),
        locale=chosen.locale,
        zone=chosen.zone.key,
        empty_chairs=chosen.empty_chairs,
        breadth=chosen.breadth,
        turnout=chosen.turnout,
        complaint_days=chosen.complaint_days,
        quiet_weeks=frozenset(chosen.quiet_weeks),
        closed_days=frozenset(chosen.closed_days),
        keep_months=chosen.keep_months,
        stages=chosen.stages,
        closing_line="" if chosen.closing_line == notation.NONE else chosen.closing_line,
        stage_days=chosen.stage_days,
    )


def one_process(settings: Settings) -> bool:
    """Whether everything happens in one process: on SQLite it must."""
    return settings.database_url.get_secret_value().startswith("sqlite")


@asynccontextmanager
async def running(
    settings: Settings,
    *,
    now: clock.Clock = clock.system,
    listen: bool = True,
    work: bool = True,
    deadline: float = door.DEADLINE,
) -> AsyncIterator[Running]:
    """The bot while the block runs: it listens to Slack, works off what is due, or both.

    A handler has `deadline` seconds; Slack waits for 3, a test about something else may wait longer.
    Raises StartError where the schema is not the newest or Slack does not take the token.
    """
    checks.remember()
    url = settings.database_url.get_secret_value()
    await _require_schema(url)
    async with AsyncExitStack() as stack:
        store = database.Database(url)
        stack.push_async_callback(store.close)
        await store.open()
        session = await stack.enter_async_context(_session())
        client = slack_client.build(settings, session=session)
        team = await _team(client)
        installation = Installation(store, rules(settings))
        await stack.enter_async_context(_remembering(installation))
        port = messenger.SlackMessenger(client)
        sender = delivery.Delivery(
            installation, lambda home: port if home.external_id == team.team_id else None, now=now
        )
        beat = ticker.Ticker(installation, sender, now)
        wake = beat.wake
        if work:
            beat.start()
            stack.push_async_callback(beat.stop)
            if not store.sqlite:
                await stack.enter_async_context(bell.heard(url, beat.wake))
        elif not store.sqlite:
            wake = await stack.enter_async_context(bell.rung(store))
        drawn = redraws.Redraws(client)
        stack.push_async_callback(drawn.close)
        here = Door(
            installation=installation,
            client=client,
            team=team,
            now=now,
            redraws=drawn,
            wake=wake,
            administrators=frozenset(settings.administrators),
            deadline=deadline,
        )
        address = await stack.enter_async_context(_listening(settings, here)) if listen else None
        _log.info("bot.ready", listen=listen, work=work, transport=settings.slack_transport)
        yield Running(installation, beat, drawn, address)


@asynccontextmanager
async def _remembering(installation: Installation) -> AsyncIterator[None]:
    """Read the ideas there are while the bot begins to work."""
    reading = asyncio.create_task(installation.memory.warm(installation.database))
    try:
        yield
    finally:
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)
        await installation.memory.close()


@asynccontextmanager
async def at_desk(settings: Settings, *, now: clock.Clock = clock.system) -> AsyncIterator[Door]:
    """What an administrator's command needs while the block runs; it neither listens nor sends what waits.

    A 429 of Slack's is sat out. Raises StartError as `running` does.
    """
    url = settings.database_url.get_secret_value()
    await _require_schema(url)
    async with AsyncExitStack() as stack:
        store = database.Database(url)
        stack.push_async_callback(store.close)
        session = await stack.enter_async_context(_session())
        client = slack_client.build(settings, session=session, waits=PATIENCE)
        yield Door(
            installation=Installation(store, rules(settings)),
            client=client,
            team=await _team(client),
            now=now,
            redraws=redraws.Redraws(client),
            wake=lambda: None,
            administrators=frozenset(settings.administrators),
        )


@asynccontextmanager
async def _listening(settings: Settings, here: Door) -> AsyncIterator[str]:
    secret = settings.slack_signing_secret.get_secret_value() if settings.slack_signing_secret else ""
    app = slack.build(here)
    endpoints: dict[str, server.Route] = {}
    async with AsyncExitStack() as stack:
        if settings.slack_transport == "http":
            endpoints[manifest.PATH] = endpoint.over_http(app, signing_secret=secret)
        elif settings.slack_app_token is not None:
            token = settings.slack_app_token.get_secret_value()
            await stack.enter_async_context(endpoint.over_socket(app, here.client, token))

        async def ready() -> bool:
            return await _answers(here.installation.database)

        async def waiting() -> backlog.Backlog:
            return await backlog.look(here.installation.database, now=here.now())

        application = server.build(endpoints, ready=ready, waiting=waiting)
        yield await stack.enter_async_context(
            server.serving(application, host=settings.host, port=settings.port)
        )


def _session() -> aiohttp.ClientSession:
    timeout = aiohttp.ClientTimeout(total=slack_client.TIMEOUT_SECONDS)
    return aiohttp.ClientSession(timeout=timeout, json_serialize_bytes=wire.written)


async def _require_schema(url: str) -> None:
    try:
        waiting = await migrations.pending(url)
    except (SQLAlchemyError, OSError) as error:
        raise StartError(
            f"The database does not answer ({type(error).__name__}). Run: idejakt doctor"
        ) from error
    if waiting:
        raise StartError("The database is not at the newest schema. Run: idejakt migrate")


async def _team(client: AsyncWebClient) -> Team:
    """Who we are, which is also whether the token is good: Bolt does not ask at the start."""
    try:
        answer = await client.auth_test()
    except SlackApiError as error:
        code = error.response.get("error")
        raise StartError(f"Slack does not take the bot token ({code}). Run: idejakt doctor") from error
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise StartError(f"Slack cannot be reached ({type(error).__name__}). Run: idejakt doctor") from error
    return Team(team_id=str(answer["team_id"]), url=str(answer["url"]))


async def _answers(store: database.Database) -> bool:
    try:
        await store.ping()
    except (SQLAlchemyError, OSError):
        return False
    return True
