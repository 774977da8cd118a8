"""What Slack itself says of the installation: its tokens, its scopes, and the time."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import manifest
from bot.clock import Clock
from bot.finding import Finding
from bot.settings import Settings

SKEW = timedelta(seconds=60)
"""How far this machine's clock may be from Slack's. Slack's signatures are refused after five minutes."""
WRONG_TOKEN = {
    "invalid_auth": "Slack does not know it",
    "not_authed": "Slack did not get it",
    "account_inactive": "the app was removed from the workspace",
    "token_revoked": "it was revoked",
    "token_expired": "it has expired",
    "not_allowed_token_type": "it is of another kind",
}


async def examine(client: AsyncWebClient, settings: Settings, *, clock: Clock) -> list[Finding]:
    """Ask Slack with the bot's token and, in Socket Mode, with the app's. Never raises for what is wrong."""
    before = clock()
    try:
        answer = await client.auth_test()
    except SlackApiError as error:
        return _refused(error, name="bot token", where="Install the app again under OAuth & Permissions")
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        return [_unreached(error, proxied=client.proxy is not None)]
    findings = [
        Finding("Slack", True, "reached" + (" through the proxy" if client.proxy else "")),
        Finding("bot token", True, f"belongs to {answer.get('user')} in {answer.get('team')}"),
        _scopes(answer.headers),
        _skew(answer.headers, before + (clock() - before) / 2),
    ]
    if settings.slack_transport == "socket" and settings.slack_app_token is not None:
        findings += await _app_token(client, settings.slack_app_token.get_secret_value())
    return findings


async def _app_token(client: AsyncWebClient, token: str) -> list[Finding]:
    try:
        await client.apps_connections_open(app_token=token)
    except SlackApiError as error:
        where = "Make an app-level token with the scope connections:write under Basic Information"
        return _refused(error, name="app token", where=where)
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        return [_unreached(error, proxied=client.proxy is not None)]
    return [Finding("app token", True, "opens Socket Mode")]


def _scopes(headers: Any) -> Finding:
    written = _header(headers, "x-oauth-scopes")
    if written is None:
        return Finding("scopes", None, "Slack did not tell them", "")
    granted = {scope.strip() for scope in written.split(",") if scope.strip()}
    missing = [scope for scope in manifest.SCOPES if scope not in granted]
    if missing:
        return Finding(
            "scopes",
            False,
            f"missing: {', '.join(missing)}",
            "Paste the manifest (idejakt manifest) into the app's settings, and install the app again.",
        )
    beyond = sorted(granted - set(manifest.SCOPES))
    if beyond:
        return Finding("scopes", True, f"all there; not needed: {', '.join(beyond)}")
    return Finding("scopes", True, "all there, and no others")


def _skew(headers: Any, now: datetime) -> Finding:
    written = _header(headers, "date")
    try:
        theirs = parsedate_to_datetime(written or "").astimezone(UTC)
    except ValueError:
        return Finding("clock", None, "Slack did not tell the time", "")
    apart = abs(now - theirs)
    if apart <= SKEW:
        return Finding("clock", True, "agrees with Slack's")
    return Finding(
        "clock",
        False,
        f"is {int(apart.total_seconds())} seconds {'ahead of' if now > theirs else 'behind'} Slack's",
        "Turn on time synchronisation (NTP) on this machine; else Slack's requests will be refused.",
    )


def _header(headers: Any, name: str) -> str | None:
    return next((str(value) for key, value in headers.items() if str(key).lower() == name), None)


def _refused(error: SlackApiError, *, name: str, where: str) -> list[Finding]:
    answer = getattr(error.response, "data", None)
    code = str(answer.get("error", "")) if isinstance(answer, dict) else ""
    if not code:
        status = getattr(error.response, "status_code", "unknown")
        return [
            Finding(
                "Slack",
                False,
                f"something else answered in its place (status {status})",
                "Let the proxy or firewall pass slack.com, and check IDEJAKT_SLACK_API_URL.",
            )
        ]
    if code == "ratelimited":
        return [Finding(name, None, "not examined: Slack asks to wait", "Try again in a minute.")]
    why = WRONG_TOKEN.get(code, f"Slack says {code}")
    return [
        Finding("Slack", True, "reached"),
        Finding(name, False, f"is refused: {why}", f"{where}, copy the token, and set it."),
    ]


def _unreached(error: Exception, *, proxied: bool) -> Finding:
    host = "slack.com"
    match error:
        case aiohttp.ClientHttpProxyError():
            message = f"the proxy refuses (status {error.status})"
            remedy = f"Check the user and password in IDEJAKT_HTTPS_PROXY, and that the proxy passes {host}."
        case aiohttp.ClientProxyConnectionError():
            message = "the proxy does not answer"
            remedy = "Check the host and port in IDEJAKT_HTTPS_PROXY."
        case aiohttp.ClientConnectorCertificateError():
            message = "its certificate is not trusted"
            remedy = "Name the certificate authority of what stands in between in IDEJAKT_CA_FILE."
        case aiohttp.ClientConnectorDNSError():
            message = "its name cannot be found"
            remedy = "Check this machine's name service, or set IDEJAKT_HTTPS_PROXY."
        case TimeoutError():
            message = "no answer came in time"
            remedy = "Check the firewall, or set IDEJAKT_HTTPS_PROXY." if not proxied else "Check the proxy."
        case _:
            message = f"cannot be reached ({type(error).__name__})"
            remedy = f"Check that this machine may reach {host} and wss-primary.slack.com on port 443."
    return Finding("Slack", False, message, remedy)
