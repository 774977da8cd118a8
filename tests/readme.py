"""The README's tables that the code knows best; `python -m tests.readme` writes them anew."""

import re
from pathlib import Path

from bot import manifest
from tests import settings_table

README = Path(__file__).parent.parent / "README.md"


def tables() -> dict[str, str]:
    """Each generated table by the name of its marker."""
    asked = [f"| `{scope}` | {why} |" for scope, why in manifest.SCOPES.items()]
    asked += [f"| event `{event}` | {why} |" for event, why in manifest.EVENTS.items()]
    known = [
        f"| `{row.name}` | {_default(row.default)} | {row.description} |" for row in settings_table.table()
    ]
    return {
        "scopes": "\n".join(["| scope | the bot |", "|---|---|", *asked]),
        "settings": "\n".join(["| name | default | what it is |", "|---|---|---|", *known]),
    }


def section(text: str, name: str) -> str:
    """What stands between a marker and its end."""
    found = re.search(rf"<!-- {name} -->\n(.*?)\n?<!-- /{name} -->", text, flags=re.S)
    assert found is not None, f"the README has no place for {name}"
    return found.group(1)


def written(text: str) -> str:
    """The README with its tables as they should be."""
    for name, table in tables().items():
        section(text, name)
        text = re.sub(
            rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)",
            lambda found, table=table: f"{found.group(1)}{table}\n{found.group(2)}",  # type: ignore[misc]
            text,
            flags=re.S,
        )
    return text


def _default(value: str) -> str:
    return "*required*" if value == settings_table.REQUIRED else f"`{value}`" if value else ""


if __name__ == "__main__":
    README.write_text(written(README.read_text(encoding="utf-8")), encoding="utf-8")
