"""The archive as files: JSON with its schema for machines, CSV for a spreadsheet."""

import csv
import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from bot.services.archive import Archive

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What makes a spreadsheet run a cell instead of showing it."""


def write(found: Archive, folder: Path) -> list[Path]:
    """Write everything into `folder`, which is made where it is missing; returns the files.

    OSError where that cannot be done.
    """
    folder.mkdir(parents=True, exist_ok=True)
    data, schema = folder / "archive.json", folder / "archive.schema.json"
    data.write_text(found.model_dump_json(indent=2), encoding="utf-8")
    described = {"$schema": "https://json-schema.org/draft/2020-12/schema", **Archive.model_json_schema()}
    schema.write_text(json.dumps(described, ensure_ascii=False, indent=2), encoding="utf-8")
    return [data, schema, *(_csv(folder / f"{name}.csv", rows) for name, rows in tables(found).items())]


def tables(found: Archive) -> dict[str, list[list[object]]]:
    """The archive as flat tables, each with its heading first."""
    ideas: list[list[object]] = [
        ["team", "id", "kind", "state", "title", "who", "evidence", "discipline", "posted", "supporters"]
    ]
    decisions: list[list[object]] = [["team", "idea", "title", "at", "from", "to", "reason"]]
    rounds: list[list[object]] = [
        ["team", "id", "state", "secret", "opened", "closed", "outcome", "chosen", "receipt", "seed"]
    ]
    projects: list[list[object]] = [
        [
            "team",
            "id",
            "idea",
            "state",
            "started",
            "ended",
            "next step",
            "tried",
            "learnt",
            "changed",
            "stopped",
        ]
    ]
    for here in found.workspaces:
        for idea in here.ideas:
            about = [idea.title, idea.who, idea.evidence, idea.discipline, idea.posted_at, idea.supporters]
            ideas.append([here.team, idea.id, idea.kind, idea.state, *about])
            for step in idea.history:
                change = [step.at, step.from_state, step.to_state, step.reason]
                decisions.append([here.team, idea.id, idea.title, *change])
        for one in here.rounds:
            chosen = sorted((line.chosen, line.idea_id) for line in one.paper if line.chosen is not None)
            winners = " ".join(str(idea_id) for _, idea_id in chosen)
            when = [one.opened_at, one.closed_at]
            ended = [one.outcome, winners, one.receipt, one.seed]
            rounds.append([here.team, one.id, one.state, one.secret, *when, *ended])
        for group in here.projects:
            came = [group.next_step, group.tried, group.learnt, group.changed, group.stopped]
            start = [group.idea_id, group.state, group.started_at, group.ended_at]
            projects.append([here.team, group.id, *start, *came])
    return {"ideas": ideas, "decisions": decisions, "rounds": rounds, "projects": projects}


def cell(value: object) -> str:
    """A value as a spreadsheet may hold it: shown, never run. An apostrophe in front keeps a formula text."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat()
    written = str(value).replace("\x00", "")
    return f"'{written}" if written.lstrip(" \u00a0\ufeff").startswith(FORMULA) else written


def _csv(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    """With the mark and the separator by which a Norwegian spreadsheet opens it rightly."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows([cell(value) for value in row] for row in rows)
    return path
