"""What blocks check of themselves when they are drawn: texts too long, too many buttons.

The library looks for these checks anew in everything that every piece has, which is more than half of what a
view costs.
"""

import functools

from slack_sdk.models.basic_objects import JsonObject


def remember() -> None:
    """Have each kind of piece looked through once in this process; the checks stay the library's."""
    JsonObject.validate_json = _check  # type: ignore[assignment, method-assign]


def _check(piece: JsonObject) -> None:
    for name in _of(type(piece)):
        getattr(piece, name)()


@functools.cache
def _of(kind: type[JsonObject]) -> tuple[str, ...]:
    names = (name for name in dir(kind) if not name.startswith("__"))
    return tuple(name for name in names if hasattr(getattr(kind, name, None), "validator"))
