"""The settings as a table, for people who set them."""

from typing import Any, NamedTuple

from pydantic import SecretStr

from bot import environment, notation
from bot.settings import HouseRules, Settings

REQUIRED = "required"


class Row(NamedTuple):
    """A line of the settings table: the environment's name, the default as written there, what it is for."""

    name: str
    default: str
    description: str


def table() -> list[Row]:
    """Every setting, in the order in which a person meets them."""
    known = Settings.model_fields
    return [
        Row(
            name=environment.prefixed(field),
            default=REQUIRED if known[field].is_required() else _written(known[field].default),
            description=known[field].description or "",
        )
        for field in [*(one for one in known if one not in HouseRules.model_fields), *HouseRules.model_fields]
    ]


def _written(value: Any) -> str:
    return notation.write(value.get_secret_value() if isinstance(value, SecretStr) else value)
