"""The catalogues: every sentence the bot says, whole, in bokmål (nb), nynorsk (nn) and English (en)."""

import functools
import importlib.resources
import io
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import babel
import babel.dates
import babel.lists
import babel.numbers
import babel.support
from babel.messages import catalog, mofile, pofile

LOCALES = ("nb", "nn", "en")
DOMAIN = "idejakt"


class Texts:
    """The texts of one language. Call it with a key of the catalogue and the values of its placeholders.

    Values are put in as they are: whoever renders escapes them for the platform first.
    """

    def __init__(self, locale: str, catalogue: babel.support.Translations) -> None:
        self.locale = locale
        self._babel = babel.Locale.parse("en_GB" if locale == "en" else locale)
        self._catalogue = catalogue

    def __call__(self, key: str, /, **values: Any) -> str:
        return self._catalogue.gettext(key).format_map(values)

    def plural(self, key: str, count: int, /, **values: Any) -> str:
        """The form of `key` for `count`, which its text may show as {count}."""
        return self._catalogue.ngettext(key, key, count).format_map({"count": count, **values})

    def day(self, value: date) -> str:
        """A date as one says it: «tirsdag 1. desember»."""
        pattern = "EEEE d MMMM" if self.locale == "en" else "EEEE d. MMMM"
        return babel.dates.format_date(value, pattern, locale=self._babel)

    def moment(self, instant: datetime, zone: str) -> str:
        """An instant as one says it in `zone`: «tirsdag 1. desember kl. 14:00»."""
        local = instant.astimezone(ZoneInfo(zone))
        return self("moment", day=self.day(local.date()), time=f"{local:%H:%M}")

    def weekday(self, number: int) -> str:
        """The name of weekday `number`, 1 (Monday) to 7."""
        return str(self._babel.days["format"]["wide"][number - 1])

    def listed(self, items: list[str]) -> str:
        """«a, b og c»."""
        return babel.lists.format_list(items, locale=self._babel)

    def number(self, value: float) -> str:
        """At most one decimal, in the language's form."""
        return babel.numbers.format_decimal(value, format="#,##0.#", locale=self._babel)


def supported(locale: str | None, *, default: str = "nb") -> str:
    """The catalogue for a platform's locale name (`nb-NO`, `nn_NO`, `en-US`, `no`), else `default`."""
    language = (locale or "").replace("_", "-").split("-")[0].lower()
    if language == "no":
        return "nb"
    return language if language in LOCALES else default


@functools.cache
def load(locale: str) -> Texts:
    """The texts of `locale`, one of LOCALES; read once. Raises ValueError for any other."""
    if locale not in LOCALES:
        raise ValueError(f"no catalogue for {locale!r}")
    return Texts(locale, _translations(catalogue(locale)))


def catalogue(locale: str) -> catalog.Catalog:
    """The catalogue of `locale` as it is written."""
    path = importlib.resources.files("bot") / "locale" / locale / "LC_MESSAGES" / f"{DOMAIN}.po"
    with path.open("rb") as file:
        return pofile.read_po(file, locale=locale)


def _translations(written: catalog.Catalog) -> babel.support.Translations:
    compiled = io.BytesIO()
    mofile.write_mo(compiled, written)
    compiled.seek(0)
    return babel.support.Translations(compiled, domain=DOMAIN)
