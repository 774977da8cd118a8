"""The archive as files: JSON with its schema for machines, CSV for a spreadsheet."""

import csv
import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from bot.domain import cells
from bot.services import archived as records
from bot.services.archived import Archive

HEADINGS = {
    "ideas": "team, id, kind, state, title, who, frequency, evidence, cost, discipline, areas, themes, "
    "merged into, posted, supporters",
    "decisions": "team, idea, title, at, from, to, reason",
    "hunts": "team, id, state, question, cohort, year, collect until, vote until, group by, ended, decision, "
    "learnt, moved",
    "rounds": "team, id, state, secret, opened, closed, outcome, chosen, receipt, seed",
    "round_steps": "team, round, at, event, idea, reason",
    "projects": "team, id, idea, state, started, ended, next step, pre-mortem, stop criteria, tried, learnt, "
    "wake when, changed, stopped",
    "project_steps": "team, project, at, way, next step, let go",
    "ripples": "team, project, at, unit, kind, line",
}


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
    whole: dict[str, list[list[object]]] = {name: [[*line.split(", ")]] for name, line in HEADINGS.items()}
    for here in found.workspaces:
        for idea in here.ideas:
            whole["ideas"].append([here.team, *_idea(idea)])
            changes = [[one.at, one.from_state, one.to_state, one.reason] for one in idea.history]
            whole["decisions"] += [[here.team, idea.id, idea.title, *change] for change in changes]
        for hunt in here.hunts:
            whole["hunts"].append([here.team, *_hunt(hunt)])
        for round_ in here.rounds:
            whole["rounds"].append([here.team, *_round(round_)])
            befell = [[one.at, one.event, one.idea_id, one.reason] for one in round_.history]
            whole["round_steps"] += [[here.team, round_.id, *step] for step in befell]
        for group in here.projects:
            whole["projects"].append([here.team, *_project(group)])
            chose = [[one.at, one.way, one.next_step, one.let_go] for one in group.history]
            whole["project_steps"] += [[here.team, group.id, *step] for step in chose]
            told = [[one.at, one.unit, one.kind, one.line] for one in group.ripples]
            whole["ripples"] += [[here.team, group.id, *ripple] for ripple in told]
    return whole


def _idea(idea: records.Idea) -> list[object]:
    said = [idea.title, idea.who, idea.frequency, idea.evidence, idea.cost]
    about = [idea.discipline, ", ".join(idea.areas), ", ".join(idea.themes), idea.merged_into]
    return [idea.id, idea.kind, idea.state, *said, *about, idea.posted_at, idea.supporters]


def _hunt(hunt: records.Hunt) -> list[object]:
    about = [hunt.question, hunt.cohort, hunt.year]
    plan = [hunt.collect_until, hunt.vote_until, hunt.group_by, hunt.ended_at]
    moved = "\n".join(f"{one.step}: {one.reason}" for one in hunt.history)
    return [hunt.id, hunt.state, *about, *plan, hunt.decision, hunt.learnt, moved]


def _round(round_: records.Round) -> list[object]:
    chosen = sorted((line.chosen, line.idea_id) for line in round_.paper if line.chosen is not None)
    winners = " ".join(str(idea_id) for _, idea_id in chosen)
    when = [round_.opened_at, round_.closed_at]
    return [
        *(round_.id, round_.state, round_.secret, *when),
        *(round_.outcome, winners, round_.receipt, round_.seed),
    ]


def _project(group: records.Project) -> list[object]:
    start = [group.idea_id, group.state, group.started_at, group.ended_at]
    plan = [group.next_step, group.pre_mortem, "\n".join(f"{one.on}: {one.text}" for one in group.criteria)]
    came = [group.tried, group.learnt, group.wake_when, group.changed, group.stopped]
    return [group.id, *start, *plan, *came]


def cell(value: object) -> str:
    """A value as a spreadsheet may hold it: shown, never run."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat()
    return cells.harmless(str(value))


def _csv(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    """With the mark and the separator by which a Norwegian spreadsheet opens it rightly."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";", quoting=csv.QUOTE_ALL).writerows(
            [cell(value) for value in row] for row in rows
        )
    return path
