"""The Slack app manifest: what an installation asks of Slack, and why.

Shape and limits: Slack's app manifest reference.
"""

import json
import re
import unicodedata
from typing import Any, Literal
from urllib.parse import urlsplit

NEW_IDEA = "new_idea"
"""The global shortcut: a new problem idea from anywhere."""
SAVE_IDEA = "save_idea"
"""The message shortcut: a message saved as a problem idea."""

PATH = "/slack/events"
"""Where the bot takes everything that Slack sends over HTTP."""

SCOPES: dict[str, str] = {
    "commands": "offers /idea, /ideas, /round and /project, and the two shortcuts",
    "chat:write": "posts cards, results and nudges, and answers privately, where the bot was invited",
    "channels:read": "sees whether the bot is in a public channel, and what the channel is called",
    "groups:read": "sees the same for a private channel it was invited to",
    "channels:manage": "makes a channel for a project group that asks for one, and invites its members",
    "im:write": "opens the private conversation for a private reminder",
    "users:read": "sees a person's language and time zone, and who is a guest or of another workspace",
    "users:read.email": "finds the people of a list of disciplines that an administrator imports",
    "channels:history": "finds its own post again when an answer from Slack was lost",
    "groups:history": "does the same in private channels it was invited to",
    "im:history": "does the same in its private conversations",
    "files:write": "uploads pictures, published ballots, and what a person asks to take along",
    "files:read": "sees when an uploaded picture can be shown",
    "metadata.message:read": "reads the mark by which it knows its own posts again",
}
"""The bot's scopes, each with its reason."""

EVENTS: dict[str, str] = {
    "app_home_opened": "draws the Home tab when a person opens it",
    "user_change": "learns a person's new language or standing, and that an account was closed",
}
"""What Slack tells unasked, each with its reason. Ordinary messages are not among it: they are not read."""

COMMANDS: tuple[tuple[str, str, str], ...] = (
    ("/idea", "Legg inn en problemidé", "[hva er problemet?] eller help"),
    ("/ideas", "Se og finn problemideer", "[søkeord] eller help"),
    ("/round", "Start en avstemningsrunde", "[help]"),
    ("/hunt", "Led en jakt, eller se dem som pågår", "[new], [list] eller help"),
    ("/project", "Lag en prosjektgruppe av en valgt idé", "[help]"),
)

DESCRIPTION = "Finn problemer det er verdt å løse, velg sammen, og få dem løst."
LONG_DESCRIPTION = (
    "Idéjakt hjelper ansatte i en kommune med å finne problemer det er verdt å løse. Skriv /idea for å "
    "legge inn en problemidé. I en avstemningsrunde velger fagområdene sammen, slik at en idé trenger støtte "
    "fra flere fag enn ett. Prosjektgruppene som kommer ut av det, får en vennlig påminnelse om neste steg "
    "hver uke, til de er i mål eller avslutter med læring. Avstemninger er hemmelige hvis ikke kortet sier "
    "noe annet."
)
COLOUR = "#1f4d4a"
NAME_LENGTH = 35


def manifest(
    *, transport: Literal["http", "socket"], url: str | None = None, name: str = "Idéjakt"
) -> dict[str, Any]:
    """The manifest for this installation, as Slack's "Create from manifest" takes it.

    `url` is the installation's public address, needed with `http` and left out with `socket`: `https://` and
    a host, with or without the path `/slack/events`. ValueError says what is wrong with it or with `name`.
    """
    if not 0 < len(name) <= NAME_LENGTH:
        raise ValueError(f"the name must have 1 to {NAME_LENGTH} characters")
    target = {"url": _endpoint(url)} if transport == "http" else {}
    request = {"request_url": target["url"]} if target else {}
    return {
        "_metadata": {"major_version": 1, "minor_version": 1},
        "display_information": {
            "name": name,
            "description": DESCRIPTION,
            "long_description": LONG_DESCRIPTION,
            "background_color": COLOUR,
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": True,
            },
            "bot_user": {"display_name": _handle(name), "always_online": True},
            "shortcuts": [
                {
                    "name": "Ny problemidé",
                    "type": "global",
                    "callback_id": NEW_IDEA,
                    "description": "Legg inn et problem det er verdt å løse",
                },
                {
                    "name": "Lagre som problemidé",
                    "type": "message",
                    "callback_id": SAVE_IDEA,
                    "description": "Gjør meldingen til en problemidé",
                },
            ],
            "slash_commands": [
                {
                    "command": command,
                    "description": description,
                    "usage_hint": hint,
                    "should_escape": False,
                    **target,
                }
                for command, description, hint in COMMANDS
            ],
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": {**request, "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, **request},
            "org_deploy_enabled": False,
            "socket_mode_enabled": transport == "socket",
            "token_rotation_enabled": False,
        },
    }


def written(given: dict[str, Any]) -> str:
    """A manifest as text to paste. It is JSON, which Slack takes as it is."""
    return json.dumps(given, ensure_ascii=False, indent=2) + "\n"


def _endpoint(url: str | None) -> str:
    if not url:
        raise ValueError("with http, Slack must be told the installation's public address")
    parts = urlsplit(url)
    local = parts.hostname in {"127.0.0.1", "localhost", "::1"}
    if not parts.hostname or not (parts.scheme == "https" or (parts.scheme == "http" and local)):
        raise ValueError("Slack sends to https:// addresses alone")
    if parts.query or parts.fragment or parts.path.rstrip("/") not in {"", PATH}:
        raise ValueError(f"the address ends with the host or with {PATH}")
    return f"{parts.scheme}://{parts.netloc}{PATH}"


def _handle(name: str) -> str:
    """The bot user's name, of the few characters that Slack allows in one."""
    plain = name.lower().replace("æ", "ae").replace("ø", "o")
    ascii_only = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9._-]+", "-", ascii_only).strip("-") or "idejakt"
