"""What an app's manifest registers with Slack: commands, shortcuts, scopes, events."""

from dataclasses import dataclass

from bot.playground.state import Json


@dataclass(frozen=True, kw_only=True)
class Command:
    """A slash command, its name with the slash."""

    name: str
    description: str = ""
    usage_hint: str = ""


@dataclass(frozen=True, kw_only=True)
class Shortcut:
    """`kind` is "global" (from anywhere) or "message" (from a message's menu)."""

    callback_id: str
    name: str
    kind: str
    description: str = ""


@dataclass(frozen=True, kw_only=True)
class Registration:
    """What the workspace knows of the bot's app. Slack offers and delivers nothing beyond it."""

    name: str = "Idéjakt"
    commands: tuple[Command, ...] = ()
    shortcuts: tuple[Shortcut, ...] = ()
    scopes: frozenset[str] = frozenset()
    events: frozenset[str] = frozenset()
    home_tab: bool = True
    messages_tab: bool = True
    """Whether the bot has a direct conversation with people at all."""
    direct_writing: bool = True
    """Whether people may write in it; Slack offers no commands there either where they may not."""

    def command(self, name: str) -> Command | None:
        """The registered command of that name, with its slash."""
        return next((command for command in self.commands if command.name == name), None)

    def shortcut(self, callback_id: str) -> Shortcut | None:
        return next((one for one in self.shortcuts if one.callback_id == callback_id), None)


def read(manifest: Json) -> Registration:
    """What a Slack app manifest registers. Raises KeyError where a needed part is missing."""
    features = manifest["features"]
    home = features.get("app_home", {})
    return Registration(
        name=features["bot_user"]["display_name"],
        commands=tuple(
            Command(
                name=command["command"],
                description=command["description"],
                usage_hint=command.get("usage_hint", ""),
            )
            for command in features.get("slash_commands", [])
        ),
        shortcuts=tuple(
            Shortcut(
                callback_id=shortcut["callback_id"],
                name=shortcut["name"],
                kind=shortcut["type"],
                description=shortcut.get("description", ""),
            )
            for shortcut in features.get("shortcuts", [])
        ),
        scopes=frozenset(manifest["oauth_config"]["scopes"]["bot"]),
        events=frozenset(manifest["settings"].get("event_subscriptions", {}).get("bot_events", [])),
        home_tab=home.get("home_tab_enabled", False),
        messages_tab=home.get("messages_tab_enabled", True),
        direct_writing=not home.get("messages_tab_read_only_enabled", True),
    )
