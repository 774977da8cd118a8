"""The settings: the one place that reads the environment, and says all that is wrong with it at once."""

import os
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo

import pydantic
import pydantic_settings
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationInfo, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import NoDecode

from bot import environment, notation
from bot.domain import choices

HOUSE = choices.Choices()
"""What holds where nothing is set."""
OWN = " A workspace can choose its own."


class SettingsError(Exception):
    """Settings are missing or wrong; `problems` says which, one sentence each, without any secret."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(
            "\n".join(["These settings are missing or wrong:", *(f"  {one}" for one in problems)])
        )
        self.problems = problems


def _number(name: str, description: str) -> Any:
    """A whole number that a workspace can choose as well, within the same bounds."""
    allowed = choices.RANGES[name]
    return Field(default=getattr(HOUSE, name), ge=allowed[0], le=allowed[-1], description=description + OWN)


class HouseRules(pydantic_settings.BaseSettings):
    """What workspaces and groups start from. No secret is among it, and nothing that has to be set.

    `HouseRules(...)` takes values as they are and reads nothing; `HouseRules.load()` reads the environment.
    """

    model_config = pydantic_settings.SettingsConfigDict(
        env_prefix=environment.PREFIX,
        frozen=True,
        extra="forbid",
        hide_input_in_errors=True,
        validate_default=True,
    )

    locale: Literal["nb", "nn", "en"] = Field(
        default="nb",
        description="The language of shared messages until a workspace chooses: `nb`, `nn` or `en`.",
    )
    zone: Annotated[ZoneInfo, BeforeValidator(notation.zone)] = Field(
        default=ZoneInfo("Europe/Oslo"),
        description="The time zone of deadlines and nudges. A workspace and a group can choose their own.",
    )
    empty_chairs: int = _number(
        "empty_chairs", "Empty chairs in every discipline, so that a discipline of one cannot decide alone."
    )
    breadth: int = _number("breadth", "Disciplines that must want an idea to win.")
    turnout: int = _number(
        "turnout",
        "The share of each discipline's known members, in per cent, that should vote; where it "
        "is missed at the deadline, a round is extended once by two working days. 0 for none.",
    )
    complaint_days: int = _number(
        "complaint_days",
        "Days after a round's close in which it can be counted again; then its ballots are deleted.",
    )
    quiet_weeks: Annotated[tuple[int, ...], NoDecode, BeforeValidator(notation.weeks)] = Field(
        default=tuple(sorted(HOUSE.quiet_weeks)),
        description="ISO weeks without nudges, and in which no round opens or closes (`28-31, 40`); "
        "`none` for none." + OWN,
    )
    closed_days: Annotated[tuple[date, ...], NoDecode, BeforeValidator(notation.parts)] = Field(
        default=(),
        description="Days closed besides weekends, public holidays and Christmas week, separated by "
        "commas (`2027-05-07, 2027-05-18`)." + OWN,
    )
    keep_months: int = _number(
        "keep_months", "Months for which private messages, drafts and the words of check-ins are kept."
    )
    stages: Annotated[tuple[str, ...], NoDecode, BeforeValidator(notation.stages)] = Field(
        default=(),
        description="The stages of a new group, separated by semicolons (`Innsikt; Utprøving; Drift`); "
        "without any, five common ones in the channel's language." + OWN,
    )
    closing_line: str | None = Field(
        default=None,
        description="The last line of a result's card, instead of «Vil du bli med neste gang? Snakk med "
        "lederen din.»; `none` for none." + OWN,
    )
    stage_days: int = _number(
        "stage_days", "Days in one stage after which a group is asked, once a stage, whether it goes on."
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[pydantic_settings.BaseSettings],  # noqa: ARG003
        init_settings: pydantic_settings.PydanticBaseSettingsSource,
        env_settings: pydantic_settings.PydanticBaseSettingsSource,  # noqa: ARG003
        dotenv_settings: pydantic_settings.PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: pydantic_settings.PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[pydantic_settings.PydanticBaseSettingsSource, ...]:
        """The given values alone: the environment is read by `load`, and by nothing else."""
        return (init_settings,)

    @classmethod
    def load(cls, environ: Mapping[str, str] | None = None) -> Self:
        """The settings of `environ`, this process's own by default. SettingsError names all that is wrong."""
        given = {name: value.strip() for name, value in (os.environ if environ is None else environ).items()}
        names = {field: environment.name(field, given) for field in cls.model_fields}
        problems = environment.misspelt(given, Settings.model_fields)
        source = pydantic_settings.EnvSettingsSource(cls)
        source.env_vars = {
            environment.prefixed(field).lower(): given[name]
            for field, name in names.items()
            if given.get(name)
        }
        try:
            settings = cls(**source())
        except pydantic.ValidationError as error:
            raise SettingsError([*(_told(one, names) for one in error.errors()), *problems]) from None
        if problems:
            raise SettingsError(problems)
        return settings


class Settings(HouseRules):
    """What an installation may choose. Secrets are `SecretStr`: they show in no repr, text or error."""

    database_url: SecretStr = Field(
        default=SecretStr("sqlite+aiosqlite:///./idejakt.db"),
        description="Where everything is kept: `sqlite:///file` for one process, `postgresql://…` for "
        "several. `DATABASE_URL` is read where this is not set.",
    )
    secret: SecretStr = Field(
        description="The installation's own secret, at least 32 random characters; with it secret ballots "
        "get their pseudonyms. Keep it apart from the database and its backups. Make one with "
        "`openssl rand -hex 32`.",
    )
    slack_transport: Literal["http", "socket"] = Field(
        default="http",
        description="How Slack reaches the bot: `http` to a public address, or `socket`, which needs none.",
    )
    slack_bot_token: SecretStr = Field(
        description="The bot token (`xoxb-…`), under OAuth & Permissions in the app's settings.",
    )
    slack_signing_secret: SecretStr | None = Field(
        default=None,
        description="The signing secret, under Basic Information in the app's settings; needed with `http`.",
    )
    slack_app_token: SecretStr | None = Field(
        default=None,
        description="The app-level token (`xapp-…`) with the scope `connections:write`; needed with "
        "`socket`.",
    )
    slack_api_url: Annotated[str, AfterValidator(notation.api_url)] = Field(
        default="https://slack.com/api/",
        description="Where Slack's Web API is; another address only for tests and the playground.",
    )
    host: str = Field(
        default="127.0.0.1",
        description="The address to listen on. `0.0.0.0` only behind a proxy that adds HTTPS, as on Heroku.",
    )
    port: int = Field(
        default=8080,
        ge=0,
        le=65535,
        description="The port to listen on; 0 takes a free one. `PORT` is read where this is not set.",
    )
    https_proxy: SecretStr | None = Field(
        default=None,
        description="The proxy for everything outbound, such as `http://proxy.example.org:3128`.",
    )
    ca_file: Path | None = Field(
        default=None,
        description="A PEM file with the certificate authorities to trust beside the system's own.",
    )
    log_format: Literal["json", "console"] = Field(
        default="json", description="`json` for machines, `console` for people."
    )
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(notation.upper)] = (
        Field(
            default="INFO",
            description="The least serious level that is logged: `DEBUG`, `INFO`, `WARNING` or `ERROR`.",
        )
    )
    administrators: Annotated[
        tuple[str, ...], NoDecode, BeforeValidator(notation.parts), AfterValidator(notation.members)
    ] = Field(
        default=(),
        description="Slack member ids of the administrators, separated by commas (`U012AB3CD, U045EF6GH`).",
    )

    @field_validator("database_url")
    @classmethod
    def _database_url(cls, value: SecretStr) -> SecretStr:
        return SecretStr(notation.database_url(value.get_secret_value()))

    @field_validator("secret")
    @classmethod
    def _secret(cls, value: SecretStr) -> SecretStr:
        return SecretStr(notation.secret(value.get_secret_value()))

    @field_validator("slack_bot_token", "slack_app_token")
    @classmethod
    def _token(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        start = "xoxb-" if info.field_name == "slack_bot_token" else "xapp-"
        if value is not None and not value.get_secret_value().startswith(start):
            raise ValueError(f"must start with {start}; another kind of token was given")
        if value is None and info.data.get("slack_transport") == "socket":
            raise ValueError(f"is missing; {environment.PREFIX}SLACK_TRANSPORT=socket needs it")
        return value

    @field_validator("slack_signing_secret")
    @classmethod
    def _signing_secret(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if value is None and info.data.get("slack_transport") == "http":
            raise ValueError(f"is missing; {environment.PREFIX}SLACK_TRANSPORT=http needs it")
        return value

    @field_validator("https_proxy")
    @classmethod
    def _proxy(cls, value: SecretStr | None) -> SecretStr | None:
        return SecretStr(notation.proxy(value.get_secret_value())) if value is not None else None

    @field_validator("ca_file")
    @classmethod
    def _ca_file(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_file():
            raise ValueError("names no file")
        return value


def secrets(settings: Settings) -> list[str]:
    """The values that may be shown nowhere, for the logs to watch for."""
    values = (getattr(settings, field) for field in Settings.model_fields if field != "database_url")
    watched = [one.get_secret_value() for one in values if isinstance(one, SecretStr)]
    addresses = [one for one in (settings.database_url, settings.https_proxy) if one is not None]
    passwords = [notation.password(one.get_secret_value()) for one in addresses]
    return [*watched, *filter(None, passwords)]


def database_url(environ: Mapping[str, str] | None = None) -> str:
    """The database's address alone, for work before anything else is set. SettingsError where it is wrong."""
    default = Settings.model_fields["database_url"].default.get_secret_value()
    return _alone("database_url", notation.database_url, environ, default=default)


def secret(environ: Mapping[str, str] | None = None) -> str:
    """The installation's own secret alone. SettingsError where it is missing or wrong."""
    return _alone("secret", notation.secret, environ)


def _alone(
    field: str, read: Callable[[str], str], environ: Mapping[str, str] | None, *, default: str | None = None
) -> str:
    given = os.environ if environ is None else environ
    name = environment.name(field, given)
    written = given.get(name, "").strip()
    if not written and default is not None:
        return default
    try:
        if not written:
            raise ValueError(f"is missing. {Settings.model_fields[field].description}".rstrip("."))
        return read(written)
    except ValueError as error:
        raise SettingsError([f"{name} {error}."]) from None


def _told(error: ErrorDetails, names: Mapping[str, str]) -> str:
    field = str(error["loc"][0])
    name = names[field]
    if error["type"] == "missing":
        return f"{name} is missing. {Settings.model_fields[field].description}"
    if error["type"] == "value_error":
        return f"{name} {error['ctx']['error']}."
    return f"{name} is wrong: {error['msg'][0].lower()}{error['msg'][1:]}."
