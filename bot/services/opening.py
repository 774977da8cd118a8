"""When what was written for open hours may be said, should its turn come late: Slack was away, say."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain import calendar as calendars
from bot.domain import schedule
from bot.services.cards import Card
from bot.services.installation import Rules
from storage import kinds
from storage.models import OutboxRow, Workspace


def of(
    row: OutboxRow, card: Card | None, rules: Rules, workspace: Workspace, *, now: datetime
) -> datetime | None:
    """`now`, or the next opening of a day; None where it would come too near to what is said after it.

    Holds for what the bot says to groups and to single people by the week, and for nothing else.
    """
    group = card.group if card is not None else None
    weekly = row.message is not None and row.message.get("type") == "bundle"
    if row.parcel == kinds.Parcel.UPDATE or row.in_thread or (group is None and not weekly):
        return now
    zone = group.zone if group is not None else workspace.zone
    try:
        calendar = rules.of(workspace).calendar(zone)
        opens = calendars.next_open_at(now, calendar, zone=ZoneInfo(zone))
    except (ValueError, KeyError):  # a calendar that makes no sense holds nothing up
        return now
    if group is None or group.next_at is None or opens == now:
        return opens
    return opens if schedule.apart(opens, group.next_at, ZoneInfo(zone)) else None
