"""Choosing a workspace's settings: rounds, the working year, groups, what is kept."""

import dataclasses
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import errors, texts
from bot.domain import choices as rules
from bot.services import audit, memberships, replanning, safeguard, views
from bot.services.actor import Actor
from bot.services.audit import Administrator
from bot.services.installation import Installation, Rules
from storage import kinds, workspaces
from storage.models import Workspace

WRONG = {
    "weeks": "error.choice.weeks",
    "days": "error.choice.days",
    "hour": "error.choice.hour",
    "line": "error.choice.line",
    "sizes": "error.choice.sizes",
    "stages": "error.choice.stages",
}
LIMITS: Mapping[str, Mapping[str, int]] = {
    "weeks": {"limit": rules.MOST_WEEKS},
    "days": {"limit": rules.MOST_DAYS},
    "line": {"limit": rules.LINE_LIMIT},
    "stages": {"lowest": rules.FEWEST_STAGES, "highest": rules.MOST_STAGES, "limit": rules.STAGE_LIMIT},
}
ZONE = "zone"
NAMES = (*rules.NAMES, ZONE)
"""Every setting that can be chosen."""
YEAR = {"quiet_weeks", "closed_days"}
"""Those by which the next nudge of every group is planned."""


async def form(installation: Installation, actor: Actor) -> views.ChoicesForm:
    """What holds now. Raises NotAllowed for others than administrators."""
    return await shown(installation, audit.administrator(actor))


async def shown(installation: Installation, who: Administrator) -> views.ChoicesForm:
    """What holds now, and which of it was chosen here."""
    async with installation.database.read() as session:
        workspace = await workspaces.get(session, who.workspace_id)
    values = installation.rules.of(workspace)
    line = values.closing_line
    return views.ChoicesForm(
        values=dataclasses.replace(
            values,
            closing_line=texts.load(workspace.locale)("ending.closing") if line is None else line,
            stages=values.stages or common_stages(workspace.locale),
        ),
        zone=workspace.zone,
        chosen=frozenset(workspace.choices),
    )


async def choose(
    installation: Installation,
    who: Administrator,
    wanted: Mapping[str, str | None],
    *,
    now: datetime,
    confirmed: bool = False,
) -> list[str]:
    """Set some of NAMES to what a person wrote, or back to the installation's where that is None.

    Returns the names of those that were another before. Raises Invalid with the field it is about, and as
    `safeguard.require_clean`, whose `confirmed` is. A round that is open goes on by what it was opened with.
    """
    async with installation.database.begin() as session:
        workspace = await workspaces.hold(session, who.workspace_id)
        return await set_(session, installation.rules, who, workspace, wanted, now=now, confirmed=confirmed)


async def set_(
    session: AsyncSession,
    house: Rules,
    who: Administrator,
    workspace: Workspace,
    wanted: Mapping[str, str | None],
    *,
    now: datetime,
    confirmed: bool = False,
) -> list[str]:
    """The same, as a part of another use case; `workspace` is held, and `house` the installation's rules."""
    typed = {name: wanted.get(name) or "" for name in ("closing_line", "stages")}
    safeguard.require_clean(typed, confirmed=confirmed)
    before = house.of(workspace)
    kept, changed = dict(workspace.choices), []
    for name, text in wanted.items():
        if name == ZONE:
            old, new = workspace.zone, house.zone if text is None else _zone(text)
            workspace.zone = new
        elif text is None:
            old, new = getattr(before, name), getattr(house, name)
            kept.pop(name, None)
        else:
            old, new = getattr(before, name), _read(name, text)
            if new != old:
                kept[name] = rules.kept(new)
        if new != old:
            changed.append(name)
            details = {"setting": name, "before": rules.kept(old), "after": rules.kept(new)}
            await audit.write(session, who, kinds.Audited.SETTING_CHANGED, details=details, now=now)
    workspace.choices = kept
    _check(house.of(workspace))
    session.add(workspace)
    if YEAR & set(changed):
        await session.flush()
        await replanning.replan(session, house.of(workspace), workspace, now=now)
    return changed


def common_stages(locale: str) -> tuple[str, ...]:
    """The stages everybody has, in the language of shared messages."""
    spoken = texts.load(locale)
    return tuple(spoken(f"project.stage.{number}") for number in range(1, memberships.STAGES + 1))


def _read(name: str, text: str) -> Any:
    if name == "closing_line" and text in {texts.load(one)("ending.closing") for one in texts.LOCALES}:
        return None
    try:
        value = rules.read(name, text)
    except rules.Wrong as wrong:
        raise _told(wrong) from None
    return () if name == "stages" and value in map(common_stages, texts.LOCALES) else value


def _check(chosen: rules.Choices) -> None:
    try:
        rules.check(chosen)
    except rules.Wrong as wrong:
        raise _told(wrong) from None


def _told(wrong: rules.Wrong) -> errors.Invalid:
    if wrong.why == "range":
        allowed = rules.RANGES[wrong.name]
        return errors.Invalid("error.choice.range", field=wrong.name, lowest=allowed[0], highest=allowed[-1])
    return errors.Invalid(WRONG[wrong.why], field=wrong.name, **LIMITS.get(wrong.why, {}))


def _zone(text: str) -> str:
    try:
        return ZoneInfo(text.strip().replace(" ", "_")).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise errors.Invalid("error.project.zone", field=ZONE) from None
