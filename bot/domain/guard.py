"""The guard against client data: identity numbers, telephone numbers and e-mail addresses in a text.

It errs on the side of the clients. What it takes for a telephone number or an address can be confirmed by the
person, since some are legitimate (a public helpline); an identity number never is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain import identity


class Kind(StrEnum):
    """What a finding is taken for."""

    IDENTITY_NUMBER = "identity_number"
    PHONE = "phone"
    EMAIL = "email"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A stretch of the text, from `start` up to `end`. The text is not kept, so it cannot reach a log."""

    kind: Kind
    start: int
    end: int


def find(text: str) -> list[Finding]:
    """What in `text` may be client data, in order and without overlaps."""
    found: list[Finding] = []
    for kind, spans in (
        (Kind.IDENTITY_NUMBER, identity.find(text)),
        (Kind.EMAIL, (match.span() for match in _EMAIL.finditer(text))),
        (Kind.PHONE, _phones(text)),
    ):
        for start, end in spans:
            if all(end <= other.start or start >= other.end for other in found):
                found.append(Finding(kind=kind, start=start, end=end))
    return sorted(found, key=lambda finding: finding.start)


def is_confirmable(kind: Kind) -> bool:
    """Whether a person may keep a finding of this kind in the text by confirming it."""
    return kind is not Kind.IDENTITY_NUMBER


_EMAIL = re.compile(
    r"""(?<![\w.+'-]) \w [\w.+'-]{0,63}
        (?: [@＠] | \s? [\[(] (?:at|alfa|krøllalfa) [\])] \s? )
        (?: \w [\w-]{0,62} \. ){1,8} [^\W\d_]{2,24}""",
    re.VERBOSE | re.IGNORECASE,
)

_GAP = r"[ .\-\u00a0\u2009\u202f\u2010-\u2013]"

_ABROAD = re.compile(
    rf"(?<![\w+]) (?: \+ [1-9] | 00 \s? 4[567] \s? \d ) (?: [()]? {_GAP}? [()]? \d ){{7,14}} (?!\d)",
    re.VERBOSE,
)
"""With the code of a country, in any grouping."""

_AT_HOME = re.compile(
    rf"""(?<!\d) (?:
          [2-9]\d{{7}}
        | [2-9]\d ({_GAP}) \d\d \1 \d\d \1 \d\d
        | [2-9]\d\d ({_GAP}) \d\d \2 \d{{3}}
        | [2-9]\d [ ] \d{{6}}
        | [49]\d\d [ ] \d{{5}}
        | [49]\d{{4}} [ ] \d{{3}}
        | [49]\d{{3}} [ ] (?! \d\d00) \d{{4}}
    ) (?!\d)""",
    re.VERBOSE,
)
"""Eight digits in the groupings that telephone numbers have; sums have groups of three from the right."""

_ANNOUNCED = re.compile(
    rf"""\b (?: tlf | tel | telefon\w* | mobil\w* | mob | ring | ringe | sms | vipps\w* | phone\w* | call )
        (?: \W{{1,3}} [^\W\d]{{1,10}} ){{0,4}} \W{{1,3}}
        (?P<number> [2-9] (?: {_GAP}? \d ){{7}} ) (?!\d)""",
    re.VERBOSE | re.IGNORECASE,
)
"""Eight digits in any grouping, after a word that says what they are."""

_NOT_BEFORE = re.compile(
    r"""(?: [\w#=@+] | (?<!\d{8})/ | \d[.,:\-–]
        | (?<!\w) (?: kr | nok | eur | usd ) \.? \s? | [€$£] \s?
        | \b (?: \w*sak | \w*saks\w* | saken | arkiv\w* | journal\w* | ref\w* | faktura\w* | ordre\w* | org\w*
               | konto\w* | kid | isbn | prosjekt\w* | project\w* | case | invoice | id | versjon
               | uke\w* | veke\w* | weeks? )
          \W{0,2} (?: (?:nr|nummer|number|no) \W{0,2} )?
    )$""",
    re.VERBOSE | re.IGNORECASE,
)

_NOT_AFTER = re.compile(
    r"""[.,:]\d | [/\-–](?!\d{8})\d
        | [\ \u00a0]?
          (?: %
            | (?: kr | kroner | nok | euro | mill\w* | mrd | prosent | timer | timar | årsverk | stk | kvm
                | km | barn | innbygg\w* | person\w* | bruk[ae]r\w* | elev\w* | users | people | hours
              ) \b )""",
    re.VERBOSE | re.IGNORECASE,
)
"""What before or after eight digits says that they are a sum, a date, or the number of something else."""

_REACH = 30
"""Characters before and after a number that are read for what it is."""


def _phones(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of telephone numbers; Norwegian ones are eight digits that begin with 2 to 9."""
    for pattern, group in ((_ANNOUNCED, "number"), (_ABROAD, 0)):
        for match in pattern.finditer(text):
            if not _NOT_AFTER.match(text, match.end()):
                yield match.span(group)
    for match in _AT_HOME.finditer(text):
        start, end = match.span()
        before, after = text[max(0, start - _REACH) : start], text[end : end + _REACH]
        if not (_NOT_BEFORE.search(before) or _NOT_AFTER.match(after) or _is_other(match[0], before, after)):
            yield start, end


def _is_other(written: str, before: str, after: str) -> bool:
    """Whether eight digits are more likely a row of numbers, a round sum, or a date."""
    if len(written) > 8:
        return bool(re.search(r"\d\s$", before) or re.match(r"\s\d\d(?!\d)", after))
    if written.endswith("000"):
        return True
    return any(_is_date(*parts) for parts in ((written[:4], written[4:6], written[6:]), _turned(written)))


def _turned(written: str) -> tuple[str, str, str]:
    return written[4:], written[2:4], written[:2]


def _is_date(year: str, month: str, day: str) -> bool:
    if year[:2] not in ("19", "20"):
        return False
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True
