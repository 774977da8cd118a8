"""Very many groups in one workspace, planted in sets, each with a nudge that was answered last week."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import SQLModel, select

from storage import database, kinds
from storage.models import Idea, Person, Workspace

CHUNK = 1000


async def plant(
    store: database.Database, *, count: int, due: datetime, places: list[str], weeks: int = 1
) -> None:
    """`count` groups of four whose nudge is due at `due`, spread over `places`, after `weeks` nudges.

    There may be ideas already, but no groups.
    """
    tables = SQLModel.metadata.tables
    async with store.begin() as session:
        workspace = (await session.exec(select(Workspace))).one()
        people = list((await session.exec(select(Person.id).order_by(sa.text("id")))).all())[:4]
        before_them = (await session.exec(select(sa.func.max(Idea.id)))).one() or 0
        connection = await session.connection()
        before = due - timedelta(days=7)
        end = before_them + count + 1
        for start in range(before_them + 1, end, CHUNK):
            ids = range(start, min(start + CHUNK, end))
            await connection.execute(
                tables["idea"].insert(),
                [
                    {
                        "id": number,
                        "workspace_id": workspace.id,
                        "kind": kinds.IdeaKind.PROBLEM,
                        "state": kinds.IdeaState.PROJECT,
                        "author_id": people[0],
                        "named": True,
                        "title": f"Problem nummer {number}",
                        "who": "",
                        "evidence": "",
                        "place": places[0],
                        "created_at": before,
                    }
                    for number in ids
                ],
            )
            await connection.execute(
                tables["project"].insert(),
                [
                    {
                        "id": number,
                        "workspace_id": workspace.id,
                        "idea_id": number,
                        "state": kinds.ProjectState.ACTIVE,
                        "owner_id": people[number % 4],
                        "place": places[number % len(places)],
                        "next_step": f"Steg {number}",
                        "leader": "",
                        "pre_mortem": "",
                        "stage": 1,
                        "stage_since": before,
                        "weekday": 2,
                        "at": "09:00",
                        "zone": "Europe/Oslo",
                        "every_weeks": 1,
                        "muted": False,
                        "next_nudge_at": due,
                        "checked_in_at": before,
                        "started_at": before,
                    }
                    for number in ids
                ],
            )
            await connection.execute(
                tables["project_member"].insert(),
                [
                    {"project_id": number, "person_id": person, "joined_at": before, "muted": False}
                    for number in ids
                    for person in people
                ],
            )
            await connection.execute(
                tables["nudge"].insert(),
                [
                    {
                        "id": number + week * count,
                        "project_id": number,
                        "state": kinds.NudgeState.SENT,
                        "due_at": due - timedelta(days=7 * (weeks - week)),
                        "at": due - timedelta(days=7 * (weeks - week)),
                        "place": places[number % len(places)],
                        "ref": f"{week + 1}.{number:06}",
                        "offers": False,
                        "put_off": False,
                        "week": {"answers": 4, "levels": [3, 4, 4, 4], "stuck": 0, "obstacles": []},
                    }
                    for week in range(weeks)
                    for number in ids
                ],
            )
            await connection.execute(
                tables["check_in"].insert(),
                [
                    {
                        "nudge_id": number + (weeks - 1) * count,
                        "person_id": person,
                        "confidence": 4 if place else 3,
                        "at": before,
                    }
                    for number in ids
                    for place, person in enumerate(people)
                ],
            )
        if not store.sqlite:
            for name in ("idea", "project", "nudge"):
                await connection.execute(
                    sa.text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), {end + count * weeks})")
                )
