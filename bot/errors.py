"""What can be wrong with what a person asked: each error becomes a polite private reply in their language."""

from typing import Any


class UserError(Exception):
    """Something the person can understand and mend.

    `key` names a text in the catalogues and `values` fill its placeholders. `field` names the form field it
    is about, where there is one, so that an open form can show it in place.
    """

    def __init__(self, key: str, *, field: str | None = None, **values: Any) -> None:
        super().__init__(key)
        self.key = key
        self.field = field
        self.values = values


class Invalid(UserError):
    """What was typed or chosen cannot be taken as it is."""


class ClientData(Invalid):
    """What was typed may tell who a client is: nothing of it is stored, logged or shown."""


class Unconfirmed(ClientData):
    """The same, of a kind that can be legitimate: taken once the person has confirmed it."""


class NotFound(UserError):
    """There is no such thing in this person's workspace; a thing of another workspace is no different."""


class NotAllowed(UserError):
    """The person may not do this; the text says who can."""


class TooLate(UserError):
    """The thing has moved on: a closed round, an idea already taken."""
