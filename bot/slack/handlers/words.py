"""Words people type after a command, and what buttons carry."""

import json

from bot import errors
from bot.services.wordings import Wording
from bot.slack import forms
from bot.slack.views import values

HELP = frozenset({"help", "hjelp", "?"})
SETUP = frozenset({"setup", "oppsett"})
PRIVACY = frozenset({"privacy", "personvern"})
RECOUNT = frozenset({"recount", "omtelling", "omteljing"})
LIST = frozenset({"list", "liste"})


def number(value: str) -> int:
    """The number a button of ours carries. Raises Invalid for anything else."""
    try:
        return values.read_number(value)
    except ValueError:
        raise errors.Invalid("error.button") from None


def pair(value: str) -> tuple[int, str]:
    """The number and the word a button of ours carries. Raises Invalid for anything else."""
    try:
        return values.read_pair(value)
    except ValueError:
        raise errors.Invalid("error.button") from None


def note(**kept: object) -> str:
    """What a form remembers until it is sent, for its private metadata."""
    return json.dumps(kept)


def wording(typed: forms.IdeaInput, *, source: str | None = None) -> Wording:
    """What the form of an idea holds; `source` is the message it is from."""
    return Wording(
        title=typed.title,
        who=typed.who,
        frequency=typed.frequency,
        evidence=typed.evidence,
        cost=typed.cost,
        areas=typed.areas,
        kind=typed.kind,
        named=typed.named,
        source=source,
    )
