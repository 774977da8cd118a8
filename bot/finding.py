"""What an examination of the installation found."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """`ok` is None where something could not be examined. `remedy` says what to do where it is not True."""

    name: str
    ok: bool | None
    message: str
    remedy: str = ""
