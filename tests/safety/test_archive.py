"""The archive: whole, without any person's id, described by its schema, and harmless in a spreadsheet."""

import asyncio
import csv
import io
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from hypothesis import strategies as st
from typer.testing import CliRunner

from bot import __main__ as main
from bot import archive
from bot.domain import cells
from tests import house, postgres
from tests import test_road as road


@postgres.BY_AND_BY
async def test_everything_decided_is_in_it_and_nobodys_id(
    migrated_url: str, now: datetime, tmp_path: Path
) -> None:
    async with road.peopled(migrated_url, now) as (here, ideas):
        await road.walk(here, ideas)
        await here.playground.command("UYOUTH2", ideas, "/idea", "=HYPERLINK(1;2)")
        written = await asyncio.to_thread(_exported, here, tmp_path / "archive")
        assert {path.name for path in written} == {path.name for path in (tmp_path / "archive").iterdir()}
        for path in written:
            text = path.read_text(encoding="utf-8")
            assert not any(person in text for person in road.PEOPLE), path.name
            assert house.SECRET not in text
        kept = json.loads((tmp_path / "archive" / "archive.json").read_text(encoding="utf-8"))
        schema = json.loads((tmp_path / "archive" / "archive.schema.json").read_text(encoding="utf-8"))
        fits(kept, schema, schema)
        (team,) = kept["workspaces"]
        assert len(team["ideas"]) == 4
        (vote,) = team["rounds"]
        assert vote["outcome"] == "chosen"
        assert vote["receipt"]
        assert vote["seed"]
        assert [line["chosen"] for line in vote["paper"]].count(1) == 1
        (group,) = team["projects"]
        assert group["next_step"].startswith("Ringe tre foreldre")
        with (tmp_path / "archive" / "decisions.csv").open(encoding="utf-8-sig", newline="") as file:
            decisions = list(csv.DictReader(file, delimiter=";"))
        assert {row["to"] for row in decisions} >= {"new", "in_round", "chosen", "project"}
        with (tmp_path / "archive" / "ideas.csv").open(encoding="utf-8-sig", newline="") as file:
            titles = {row["title"] for row in csv.DictReader(file, delimiter=";")}
        assert "'=HYPERLINK(1;2)" in titles


def _exported(here: house.House, folder: Path) -> list[Path]:
    """What `idejakt export` writes, with the database's address alone."""
    environ = {"DATABASE_URL": here.settings.database_url.get_secret_value()}
    done = CliRunner().invoke(main.cli, ["export", str(folder)], env=environ)
    assert done.exit_code == 0, done.stderr
    return [Path(line) for line in done.stdout.splitlines()]


def fits(value: Any, schema: dict[str, Any], whole: dict[str, Any]) -> None:
    """Hold a value against the parts of JSON Schema that ours uses."""
    if "$ref" in schema:
        fits(value, whole["$defs"][schema["$ref"].rpartition("/")[2]], whole)
    elif "anyOf" in schema:
        kinds = [one for one in schema["anyOf"] if one.get("type") != "null"]
        if value is not None:
            fits(value, kinds[0], whole)
        else:
            assert len(kinds) < len(schema["anyOf"])
    elif schema.get("type") == "object" and "properties" in schema:
        assert set(value) == set(schema["properties"]) == set(schema["required"])
        for name, one in value.items():
            fits(one, schema["properties"][name], whole)
    elif schema.get("type") == "array":
        assert isinstance(value, list)
        for one in value:
            fits(one, schema["items"], whole)
    elif "enum" in schema:
        assert value in schema["enum"]
    else:
        kinds_ = {"string": str, "integer": int, "boolean": bool, "object": dict}
        assert isinstance(value, kinds_[schema["type"]]), (value, schema)


FORMULAS = [
    *("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n=1", "\ufeff=1", "\u00a0=1", "\u200b=1"),
    *("\x1b=1", "\uff1d1", "\uff0b1", "\uff0d1", "\uff20A"),
    *("Hei,=1+1", 'Hei, "=1"', "Hei;+1", "Hei\t@A", "Hei\n-1+1", "x,-a"),
]
STARTS = ("=", "+", "@", "-1", "-a", "\uff1d", "\uff0b", "\uff20")


@hypothesis.given(text=st.one_of(st.text(max_size=50), st.sampled_from(FORMULAS)))
def test_no_cell_is_a_formula(text: str) -> None:
    shown = archive.cell(text)
    assert not shown.lstrip(" \u00a0\ufeff").startswith(cells.FORMULA)
    assert not set(shown) - set(text) - {"'"}
    if text.isprintable() and not set(text) & set(",;"):
        assert shown.removeprefix("'") == text.removeprefix("'")


@pytest.mark.parametrize("text", FORMULAS)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_no_formula_begins_where_a_spreadsheet_parts_cells_otherwise(
    tmp_path: Path, text: str, separator: str
) -> None:
    path = archive._csv(tmp_path / "a.csv", [["x", text, "y"]])
    whole = path.read_text(encoding="utf-8-sig")
    found = [cell for row in csv.reader(io.StringIO(whole, newline=""), delimiter=separator) for cell in row]
    for one in [*found, *whole.split(separator)]:
        assert not one.strip(' \u00a0"').startswith(STARTS), found


ORDINARY = ["Tiltak:\n- ring\n- skriv", "Kaffe 12,- kroner", "12, -5 grader", "a@b", "1+1=2"]


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert archive.cell(text) == text
