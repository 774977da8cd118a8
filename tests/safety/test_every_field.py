"""Every field that people type into, and every place where what they typed comes out again."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import typer.main

from bot import __main__ as command_line
from bot import terminal
from bot.domain import cells, pabulib
from bot.slack.views import ids
from tests import postgres
from tests.administration import test_command_line
from tests.safety import everywhere, rows, test_archive, test_peoples_text
from tests.safety.everywhere import Season
from tests.slack import strict

OURS = {
    *(("asking", "signals"), ("counted_ballot", "approvals"), ("nudge", "week")),
    *(("audit_entry", "action"), ("hunt_step", "step"), ("nudge", "why"), ("outbox", "problem")),
    *(("idea", "source"), ("outbox", "key"), ("pace", "scope")),
    *(("project", "at"), ("outbox", "locale"), ("person", "locale"), ("person", "platform_locale")),
    *(("workspace", "locale"), ("workspace", "zone"), ("project", "zone"), ("ending", "picture")),
    *(
        ("round", "picture"),
        ("nudge", "picture"),
        ("round", "receipt"),
        ("ballot", "voter"),
        ("tap", "voter"),
    ),
}
"""Columns of text that hold none of people's: words, names and hashes of ours or of the platform's."""
OPAQUE = frozenset({"external_id", "ideas_place", "place", "ref", "request_key", "result_ref", "wide_place"})
PASSING = frozenset({"comment", "next_step", "reason", "said", "shrunk", "search", "roster"})
"""Of these some was in messages alone, was replaced by later words, or was refused; the rest is stored."""
NOT_ARCHIVED = {
    "closing_line": "what a card ends with",
    "comment": "stays in Slack, in the card's thread",
    "discipline_name": "the list of services is no decision",
    "disciplines": "the same",
    "draft": "seen by its author alone",
    "leader": "may be a person's name",
}
NOT_TOLD = {
    *("closing_line", "discipline_name", "disciplines", "stages", "theme_new"),
    *("criterion", "criterion_2", "criterion_3", "next_step", "shrunk"),
}
"""Words of the workspace or of a group, which are about nobody."""
PRINTING: list[tuple[str, ...]] = [
    ("audit",),
    ("audit", "--json"),
    ("discipline", "list"),
    ("doctor",),
    ("facilitator", "list"),
    ("outbox", "list"),
    ("privacy",),
    ("privacy", "--json"),
    ("workspace", "show"),
]
SILENT = {
    *("backup", "demo", "erase", "export", "manifest", "migrate", "restored", "serve", "tally", "work"),
    *("discipline add", "discipline rename", "discipline retire", "facilitator add", "facilitator remove"),
    *("outbox again", "people import", "workspace set"),
}
"""Commands that print nothing of what is stored: counts, paths, and what was given to them."""


@postgres.BY_AND_BY
async def test_what_people_type_anywhere_is_data_everywhere(
    migrated_url: str, now: datetime, log: io.StringIO, tmp_path: Path
) -> None:
    async with everywhere.season(migrated_url, now) as there:
        await everywhere.walk(there)
        unseen = set(ids.Field) - set(there.typed) - everywhere.CHOSEN - everywhere.FORMATTED
        assert not unseen, "nobody wrote into these: walk them, or say that nobody types there"
        found = await rows.all_rows(there.here.store)
        _is_kept_as_typed(there, found)
        await _is_shown_as_text(there, found)
        await _is_handed_out_harmless(there, found, tmp_path)
        await _is_told_to_its_author(there, found)
        await _is_printed_harmless(there)
        assert everywhere.MARK not in log.getvalue()


def texts(found: Any) -> Iterator[str]:
    """Every text in what is given, at any depth."""
    match found:
        case str():
            yield found
        case dict():
            yield from texts(list(found.values()))
        case list() | tuple():
            for one in found:
                yield from texts(one)


def _is_kept_as_typed(there: Season, found: rows.Rows) -> None:
    """Every word is found again as it was written, in every column that can hold words."""
    stored = set(texts([list(row.values()) for rows_ in found.values() for row in rows_]))
    for name, words in there.typed.items():
        missing = [word for word in words if word not in stored]
        assert not missing or name in PASSING, (name, missing)
        assert len(missing) < len(words) or name in {"comment", "said", "search", "roster", "shrunk"}, name
    for table, known in rows.tables().items():
        for column in known.columns:
            wordless = isinstance(column.type, sa.Enum) or column.name in OPAQUE
            if wordless or not isinstance(column.type, sa.String | sa.JSON) or (table, column.name) in OURS:
                continue
            held = set(texts([row[column.name] for row in found[table]]))
            assert any(everywhere.MARK in text for text in held), f"nobody wrote into {table}.{column.name}"


async def _is_shown_as_text(there: Season, found: rows.Rows) -> None:
    """In every message that was said, to all or to one, and on every Home."""
    assert not [row for row in found["outbox"] if row["state"] == "set_aside"], "Slack refused what was drawn"
    state = there.here.playground.workspace.state
    said = [one for messages in state.messages.values() for one in messages if one.user == state.bot_user_id]
    assert any(everywhere.MARK in json.dumps(one.blocks) for one in said)
    for message in said:
        test_peoples_text.harmless(message)
    for person in (everywhere.ADMIN, *everywhere.PEOPLE):
        home = await there.here.playground.open_home(person)
        assert home is not None
        strict.inert(home.definition["blocks"])


async def _is_handed_out_harmless(there: Season, found: rows.Rows, folder: Path) -> None:
    """In the archive, where each decision is with its reason, and in files that were put into channels."""
    stored = set(texts([list(row.values()) for rows_ in found.values() for row in rows_]))
    status, written, _ = await test_command_line.run(there.here, "export", str(folder / "archive"))
    assert status == 0
    log = (await rows.all_rows(there.here.store))["audit_entry"]
    assert log[-1]["action"] == "archive_written"
    assert not any(person in str(log) for person in (everywhere.ADMIN, *everywhere.PEOPLE))
    whole = json.loads((folder / "archive" / "archive.json").read_text(encoding="utf-8"))
    schema = json.loads((folder / "archive" / "archive.schema.json").read_text(encoding="utf-8"))
    test_archive.fits(whole, schema, schema)
    kept = set(texts(whole))
    for name in set(there.typed) - set(NOT_ARCHIVED):
        latest = [word for word in there.typed[name] if word in stored][-1:]
        assert set(latest) <= kept, f"{name} is not in the archive"
    reasons = {word for word in there.typed["reason"] if word in stored}
    assert reasons <= kept, "a decision without its reason"
    for path in map(Path, written.splitlines()):
        text = path.read_text(encoding="utf-8-sig")
        assert not any(person in text for person in (everywhere.ADMIN, *everywhere.PEOPLE)), path.name
        if path.suffix == ".csv":
            cells_ = [one for row in csv.reader(io.StringIO(text, newline=""), delimiter=";") for one in row]
            assert cells_ == [cells.harmless(one) for one in cells_], path.name
    files = list(there.here.playground.workspace.state.files.values())
    assert {Path(file.name).suffix for file in files} == {".png", ".pb"}
    for file in files:
        if file.name.endswith(".pb") and file.content is not None:
            pabulib.parse(file.content)
            text = file.content.decode()
            assert everywhere.MARK in text
            assert terminal.shown(text.replace("\n", "")) == text.replace("\n", "")
            assert ";=" not in text


async def _is_told_to_its_author(there: Season, found: rows.Rows) -> None:
    """Whoever asks what is stored about them sees all that they wrote themselves."""
    stored = set(texts([list(row.values()) for rows_ in found.values() for row in rows_]))
    names = {word: name for name, words in there.typed.items() for word in words}
    for person in (everywhere.ADMIN, *everywhere.PEOPLE):
        _, told, _ = await test_command_line.run(there.here, "privacy", "--person", person)
        shown = set(texts(json.loads(told)))
        for word, by in there.by.items():
            if by == person and word in stored and names[word] not in NOT_TOLD:
                assert word in shown, (person, names[word])


async def _is_printed_harmless(there: Season) -> None:
    """By every command that prints what is stored."""
    groups = typer.main.get_command(command_line.cli).commands  # type: ignore[attr-defined]
    known = {
        f"{name} {part}".strip() for name, one in groups.items() for part in getattr(one, "commands", [""])
    }
    assert known == {" ".join(one).partition(" --")[0] for one in PRINTING} | SILENT
    for arguments in [*PRINTING, ("privacy", "--person", everywhere.PEOPLE[0])]:
        _, out, error = await test_command_line.run(there.here, *arguments)
        assert out or error, arguments
        for line in (out + error).split("\n"):
            assert terminal.shown(line) == line, arguments
