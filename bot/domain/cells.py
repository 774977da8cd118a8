"""Text in a file that a spreadsheet may open: shown, never run."""

import re
import unicodedata

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What makes a spreadsheet run a cell instead of showing it, the wide forms of the same signs included."""

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co"})
_KEPT = frozenset("\t\r\n\u200c\u200d")
"""Breaks, which are quoted, and the joiners that emoji and some scripts are spelt with."""
_INSIDE = re.compile('([,;\t\r\n][" \u00a0]*)(?=[=+@\uff1d\uff0b\uff0d\uff20])|([,;\t\r\n]"*)(?=-[\\w(=+@-])')
"""Where a cell would begin inside the text for a spreadsheet that parts cells by another sign."""


def harmless(text: str) -> str:
    """An apostrophe before what would be a formula keeps it text; signs that nobody sees are left out."""
    seen = "".join(sign for sign in text if sign in _KEPT or unicodedata.category(sign) not in _UNSEEN)
    written = _INSIDE.sub(r"\g<0>'", seen)
    return f"'{written}" if written.lstrip(" \u00a0").startswith(FORMULA) else written
