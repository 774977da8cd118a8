"""Whoever looks at a page: their language, zone and moment, and the names they know."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from urllib.parse import quote
from zoneinfo import ZoneInfo

from babel import dates

_TOKEN = re.compile(r"\{(\w+)\}")
_FORMATS = {
    "date": "long",
    "date_pretty": "long",
    "date_long": "full",
    "date_long_pretty": "full",
    "date_long_full": "long",
    "day_divider_pretty": "full",
    "date_short": "medium",
    "date_short_pretty": "medium",
    "date_slash": "short",
}


@dataclass(frozen=True)
class Reader:
    """`person` is the id of whoever reads; `language` is nb, nn or en; `now` is aware.

    `people` and `channels` map ids to names without their sign (`@`, `#`); an id that is in neither is shown
    as the id itself. `near_days` are the words for yesterday (-1), today (0) and tomorrow (1).
    """

    person: str
    language: str
    zone: ZoneInfo
    now: datetime
    people: Mapping[str, str] = field(default_factory=dict)
    channels: Mapping[str, str] = field(default_factory=dict)
    near_days: Mapping[int, str] = field(default_factory=dict)

    def place(self, channel: str) -> str:
        """The address of a channel's page, as this person sees it."""
        return f"/as/{quote(self.person, safe='')}/in/{quote(channel, safe='')}"

    def local(self, seconds: float) -> datetime:
        """A Unix time as a date and time of this reader's zone. Raises ValueError outside years 1–9999."""
        try:
            return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).astimezone(self.zone)
        except OverflowError as error:
            raise ValueError(f"no date at {seconds} seconds") from error

    def moment(self, seconds: float) -> str:
        """The time of day, such as 14:05; with the date in front where that is not today."""
        instant = self.local(seconds)
        time = dates.format_time(instant, "short", tzinfo=self.zone, locale=self.language)
        if instant.date() == self._today():
            return time
        return f"{dates.format_skeleton('MMMd', instant.date(), locale=self.language)} {time}"

    def day(self, seconds: float) -> str:
        """The day in words: today, yesterday, or the weekday and date."""
        return self.dated(seconds, "{date_long_pretty}")

    def dated(self, seconds: float, template: str) -> str:
        """Fill Slack's date tokens, such as `{date_short} {time}`; an unknown token stays as it is."""
        instant = self.local(seconds)

        def fill(found: re.Match[str]) -> str:
            return self._fill(found.group(1), instant) or found.group(0)

        return _TOKEN.sub(fill, template)

    def _fill(self, token: str, instant: datetime) -> str | None:
        match token:
            case "date_num":
                return instant.date().isoformat()
            case "time":
                return dates.format_time(instant, "short", tzinfo=self.zone, locale=self.language)
            case "time_secs":
                return dates.format_time(instant, "medium", tzinfo=self.zone, locale=self.language)
            case "ago":
                return dates.format_timedelta(instant - self.now, add_direction=True, locale=self.language)
        if token not in _FORMATS:
            return None
        if token.endswith("_pretty") and (word := self._relative(instant.date())):
            return word
        return dates.format_date(instant.date(), _FORMATS[token], locale=self.language)

    def _today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def _relative(self, day: date) -> str | None:
        return self.near_days.get((day - self._today()).days)
