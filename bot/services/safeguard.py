"""The guard against client data, before anything of a text is stored, logged or shown."""

from collections.abc import Mapping

from bot import errors
from bot.domain import guard

DOT = "•"


def require_clean(written: Mapping[str, str], *, confirmed: bool = False) -> None:
    """Let free text through: `written` is what stands in each field of a form, by its name.

    Raises ClientData for an identity number, whatever was confirmed, and Unconfirmed for a telephone number
    or an e-mail address unless `confirmed`; both name the field.
    """
    found = [(field, finding.kind) for field, text in written.items() for finding in guard.find(text)]
    for field, kind in found:
        if not guard.is_confirmable(kind):
            raise errors.ClientData("error.guard.identity", field=field)
    if found and not confirmed:
        raise errors.Unconfirmed("error.guard.contact", field=found[0][0])


def masked(text: str) -> str:
    """The text with dots where something was found, to be given back where no form is open."""
    signs = list(text)
    for finding in guard.find(text):
        for place in range(finding.start, finding.end):
            if signs[place].isalnum():
                signs[place] = DOT
    return "".join(signs)
