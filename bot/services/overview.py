"""The overview of all groups: for everybody what they do, for those who look after them how they fare.

Nothing in it is about a person: a group's confidence is told from three answers on, and how often nudges are
answered or turned off is told of all groups together.
"""

import math
from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot import messages
from bot.domain import calendar as calendars
from bot.domain.permissions import Action
from bot.messages import nudges
from bot.services import askings, briefs, group_views, nudge_cards, permits, verdicts
from bot.services.actor import Actor
from bot.services.briefs import Brief
from bot.services.installation import Installation, Rules
from storage import kinds, overviews

PAGE = 6
WEEKS = 12
"""Nudges of so many weeks are counted."""


async def groups(
    installation: Installation, actor: Actor, *, page: int = 1, now: datetime
) -> group_views.GroupPage:
    """A page of all groups; a page beyond the last one is the last one.

    With how each fares, and the totals, for those who may oversee groups.
    """
    oversees = permits.may(actor, Action.OVERSEE_GROUPS)
    rules = installation.rules.of(actor)
    async with installation.database.read() as session:
        total = await overviews.count(session, actor.workspace_id)
        pages = max(1, math.ceil(total / PAGE))
        page = min(max(page, 1), pages)
        found = await overviews.page(
            session, actor.workspace_id, stillest_first=oversees, limit=PAGE, offset=(page - 1) * PAGE
        )
        loaded = await briefs.load(session, found)
        rates = None
        if oversees:
            since = now - timedelta(weeks=WEEKS)
            counted = await overviews.rates(session, actor.workspace_id, since=since)
            rates = group_views.Rates(weeks=WEEKS, **counted._asdict())
    return group_views.GroupPage(
        groups=tuple(_line(brief, actor, rules, oversees=oversees, now=now) for brief in loaded),
        page=page,
        pages=pages,
        total=total,
        rates=rates,
    )


def _line(
    brief: Brief, actor: Actor, rules: Rules, *, oversees: bool, now: datetime
) -> group_views.ListedGroup:
    project = brief.project
    active = project.state == kinds.ProjectState.ACTIVE
    return group_views.ListedGroup(
        project_id=project.id,
        title=brief.title,
        state=project.state,
        owner=brief.owner,
        place=project.place,
        next_step=project.next_step,
        stage=project.stage,
        stages=tuple(project.stages or ()),
        next_nudge_at=project.next_nudge_at if active and not project.muted else None,
        zone=project.zone,
        muted=active and project.muted,
        own=any(one.person_id == actor.person_id for one in brief.members),
        fares=_fares(brief, rules, now=now) if active and oversees else None,
    )


def _fares(brief: Brief, rules: Rules, *, now: datetime) -> group_views.Fares:
    project, zone = brief.project, ZoneInfo(brief.project.zone)
    asked = brief.askings[-1] if brief.askings and brief.askings[-1].answer is None else None
    answered = [one.answered_at for one in brief.askings if one.answered_at is not None]
    known = [project.checked_in_at, *answered]
    last = max((one for one in known if one is not None), default=None)
    return group_views.Fares(
        history=nudge_cards.history(brief.weeks, most=briefs.WEEKS),
        last_sign=calendars.local(last, zone).date() if last else None,
        started=calendars.local(project.started_at, zone).date(),
        asked=calendars.local(asked.at, zone).date() if asked else None,
        signals=_signals(brief, rules, asked.signals if asked else (), now=now),
    )


def _signals(
    brief: Brief, rules: Rules, asked: Sequence[object], *, now: datetime
) -> tuple[messages.Signal, ...]:
    """What holds now; of what the group was asked about and has not answered, what stands no more too."""
    try:
        seen = [askings.said(one) for one in verdicts.signals_of(brief, rules, now=now)]
    except (ValueError, KeyError):
        seen = []
    known = {_about(one) for one in seen}
    return (*seen, *(one for one in map(messages.read_signal, asked) if _about(one) not in known))


def _about(signal: messages.Signal) -> tuple[str, str]:
    """What tells one signal from another, whatever its evidence has become."""
    return signal.type, signal.text if isinstance(signal, nudges.CriterionSignal) else ""
