"""The register of what is stored, as a data-protection officer asks for it: why, who sees it, how long."""

import importlib.resources
import json
import tomllib
from dataclasses import asdict, dataclass
from typing import Any

PEOPLE = {"yes": "about a person", "text": "people's words", "no": "no"}


@dataclass(frozen=True, slots=True)
class Field:
    """One stored field. `person` says how it concerns people."""

    table: str
    column: str
    what: str
    purpose: str
    person: str
    seen: str
    kept: str


def fields(columns: dict[str, list[str]]) -> list[Field]:
    """An entry for every column of `columns` (names by table). KeyError names one that is not registered."""
    written = _read()
    shared: dict[str, str] = written["columns"]
    return [
        Field(
            table=table,
            column=column,
            what=(shared | written[table].get("columns", {}))[column],
            purpose=written[table]["purpose"],
            person=PEOPLE[written[table]["person"]],
            seen=written[table]["seen"],
            kept=written[table]["kept"],
        )
        for table, names in columns.items()
        for column in names
    ]


def as_markdown(found: list[Field]) -> str:
    """A table for each table, to be pasted into a record of processing activities."""
    lines = ["# What Idéjakt stores", ""]
    table = ""
    for one in found:
        if one.table != table:
            table = one.table
            lines += [
                "",
                f"## {table}",
                f"- Purpose: {one.purpose}",
                f"- Concerns people: {one.person}",
                f"- Who sees it: {one.seen}",
                f"- How long: {one.kept}",
                "",
                "| field | what it is |",
                "|---|---|",
            ]
        lines.append(f"| {one.column} | {one.what} |")
    return "\n".join(lines) + "\n"


def as_json(found: list[Field]) -> str:
    return json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=2)


def _read() -> dict[str, Any]:
    path = importlib.resources.files("bot") / "register.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))
