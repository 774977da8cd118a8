"""Earlier ideas that are like a new one, by the words they have in common.

A text is NFKC-normalised, casefolded and cut into words. Stock phrases and function words of bokmål, nynorsk
and English are left out, nynorsk forms are respelt, and each word is reduced to its Norwegian Snowball stem.
The fingerprint is the set of the stems' trigrams, padded so that beginnings and short words count. Two texts
are similar where the Jaccard index of their fingerprints, the size of the intersection over that of the
union, is at least .35. Everything is computed here, so the answer is the same on every database.

Compare like with like: title with title. A long text is seldom similar to a short one.
"""

import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import snowballstemmer

from bot.domain import vocabulary

Fingerprint = frozenset[str]

AT_MOST = 3
"""Similar ideas shown to a person."""

_OF = 100
_LEVELS = (90, 75, 60, 45, 35)
"""What a search looks for in turn, in hundredths: where enough are as similar as that, others need no look.
Similar is what reaches the last.
"""
_WORD = re.compile(r"[^\W_]+")


class Match(NamedTuple):
    """An idea and its Jaccard index with the text, from .35 to 1."""

    id: int
    score: float


def fingerprint(text: str) -> Fingerprint:
    """The trigrams of what `text` is about; empty where it has no word of its own."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    phrase = vocabulary.STOCK_PHRASES.match(plain)
    words = (
        word
        for word in _WORD.findall(plain, phrase.end() if phrase else 0)
        if word not in vocabulary.STOP_WORDS
    )
    return frozenset().union(*(_trigrams(word) for word in words))


def similar(text: str, candidates: Iterable[tuple[int, Fingerprint]], *, limit: int = AT_MOST) -> list[Match]:
    """The `candidates` similar to `text`, the most similar first and, among equals, the lower id."""
    wanted = fingerprint(text)
    return _best(wanted, candidates, limit)


class Index:
    """Fingerprints by id, so that a text is compared with tens of thousands in a few milliseconds.

    Each trigram has an integer whose bit *n* says whether the *n*-th place has it. Adding these integers
    digit by digit counts the trigrams in common for all places at once.
    """

    def __init__(self) -> None:
        self._places: dict[int, int] = {}
        self._held: list[tuple[int, Fingerprint]] = []
        self._free: list[int] = []
        self._having: dict[str, int] = {}
        self._sized: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, id: object) -> bool:
        return id in self._places

    def add(self, id: int, text: str) -> None:
        """Hold the idea `id`, in place of what was held of it before."""
        self.remove(id)
        held = id, fingerprint(text)
        if self._free:
            place = self._free.pop()
            self._held[place] = held
        else:
            place = len(self._held)
            self._held.append(held)
        self._places[id] = place
        self._flip(place)

    def remove(self, id: int) -> None:
        """Forget the idea `id`; nothing happens where it is not held."""
        if (place := self._places.pop(id, None)) is not None:
            self._flip(place)
            self._free.append(place)

    def search(self, text: str, *, limit: int = AT_MOST) -> list[Match]:
        """What `similar` answers for all that is held."""
        wanted = fingerprint(text)
        having = [self._having[trigram] for trigram in wanted if trigram in self._having]
        digits = _sum(having)
        places = 0
        for level in _LEVELS:
            for size, sized in self._sized.items():
                # J = c / (w + s - c) is at least j from c = j / (1 + j) · (w + s) up.
                least = -(-level * (len(wanted) + size) // (_OF + level))
                if 0 < least <= min(len(having), size):
                    places |= _at_least(least, digits) & sized
            if places.bit_count() >= limit:
                break
        return _best(wanted, (self._held[place] for place in _bits(places)), limit)

    def _flip(self, place: int) -> None:
        trigrams = self._held[place][1]
        bit = 1 << place
        for trigram in trigrams:
            self._having[trigram] = self._having.get(trigram, 0) ^ bit
        self._sized[len(trigrams)] = self._sized.get(len(trigrams), 0) ^ bit


def _best(wanted: Fingerprint, candidates: Iterable[tuple[int, Fingerprint]], limit: int) -> list[Match]:
    matches = []
    for id, trigrams in candidates:
        common = len(wanted & trigrams)
        union = len(wanted) + len(trigrams) - common
        if common and _OF * common >= _LEVELS[-1] * union:
            matches.append(Match(id, common / union))
    return sorted(matches, key=lambda match: (-match.score, match.id))[:limit]


def _sum(sets: list[int]) -> list[int]:
    """How many of `sets` have each bit: binary digits, the lowest first, each a set of bits."""
    digits: list[int] = []
    for one in sets:
        carry = one
        for n, digit in enumerate(digits):
            digits[n], carry = digit ^ carry, digit & carry
            if not carry:
                break
        if carry:
            digits.append(carry)
    return digits


def _at_least(least: int, digits: list[int]) -> int:
    """The bits whose number, as `_sum` gives it, is `least` or more; `least` is at least 1."""
    if least >> len(digits):
        return 0
    # From the highest digit down: already more, or the same so far, for which -1 stands where all still are.
    more, same = 0, -1
    for n, digit in reversed(list(enumerate(digits))):
        if least >> n & 1:
            same &= digit
        else:
            more |= same & digit
            same &= ~digit
    return more | same


def _bits(number: int) -> Iterator[int]:
    digits = f"{number:b}"[::-1]
    place = digits.find("1")
    while place >= 0:
        yield place
        place = digits.find("1", place + 1)


@functools.lru_cache(maxsize=20_000)
def _trigrams(word: str) -> frozenset[str]:
    # A stemmer keeps the word it works on, so each call has its own.
    stem = snowballstemmer.stemmer("norwegian").stemWord(vocabulary.respelt(word))
    padded = f"  {stem} "
    return frozenset(padded[n : n + 3] for n in range(len(padded) - 2))
