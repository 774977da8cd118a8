"""The names of the settings as the environment writes them."""

import difflib
from collections.abc import Collection, Mapping

PREFIX = "IDEJAKT_"
BARE = {"database_url": "DATABASE_URL", "port": "PORT"}
"""Names that hosting platforms set themselves, read where the prefixed one is not given."""


def prefixed(field: str) -> str:
    return f"{PREFIX}{field.upper()}"


def name(field: str, environ: Mapping[str, str]) -> str:
    """The name under which `environ` gives `field`: its own, or the bare one where only that is there."""
    bare = BARE.get(field)
    if bare and environ.get(bare, "").strip() and not environ.get(prefixed(field), "").strip():
        return bare
    return prefixed(field)


def misspelt(environ: Mapping[str, str], fields: Collection[str]) -> list[str]:
    """A sentence for each name in `environ` that looks like a setting and is none of `fields`."""
    known = {field.upper() for field in fields}
    problems = []
    for given in sorted(environ):
        word = given.upper().removeprefix(PREFIX)
        if given.upper().startswith(PREFIX) and given not in {PREFIX + one for one in known}:
            near = difflib.get_close_matches(word, known, n=1)
            problems.append(f"{given} is no setting" + (f"; is {PREFIX}{near[0]} meant?" if near else "."))
    return problems
