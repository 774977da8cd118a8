"""Whether a row of bands gives a figure away that it does not show.

The reader knows how many ballots each group handed in, how many want the idea in all, and whether it is broad
enough; each group's count lies in a band. Three things could then settle what the bands leave open.

*The mark for breadth.* That an idea is not broad enough says that nearly every discipline is below a fifth,
and of a discipline of five or fewer that is nobody at all. So nothing more is said about such an idea, and a
row is shown only where the groups above a fifth are themselves enough for the mark: then the mark adds
nothing. (A group above a fifth has a discipline in it that reaches a fifth.)

*Subtraction.* Every band holds at least two counts, so as long as the total is above the sum of the bands'
lowest counts and below the sum of their highest, every group can take at least two: one gives what another
takes. Only at those two corners everything is settled, so such rows are not shown.

*That a row is not shown.* For each total one pattern of bands that would be safe is held back with the unsafe
ones, whatever the ballots are. The reader of a row that is not shown cannot exclude it, and it allows every
group two counts. Where there is no such pattern, no row with that total is shown.
"""

from collections.abc import Sequence
from enum import StrEnum


class Band(StrEnum):
    """Where the share of a group lies."""

    LOW = "low"
    """A fifth or less."""
    MIDDLE = "middle"
    HIGH = "high"
    """Four fifths or more."""


BANDS = (Band.LOW, Band.HIGH, Band.MIDDLE)
"""The order in which `may_show` looks for the pattern it holds back: it costs the fewest rows."""


def band(count: int, size: int) -> Band:
    """The band in which `count` of `size` people lie."""
    if 5 * count <= size:
        return Band.LOW
    return Band.HIGH if 5 * count >= 4 * size else Band.MIDDLE


def bounds(band: Band, size: int) -> tuple[int, int]:
    """The lowest and the highest count of a band in a group of `size`, which is at least 5; they differ."""
    low, high = size // 5, -(-4 * size // 5)
    match band:
        case Band.LOW:
            return 0, low
        case Band.MIDDLE:
            return low + 1, high - 1
        case Band.HIGH:
            return high, size


def may_show(sizes: Sequence[int], bands: tuple[Band, ...], *, taps: int, bar: int) -> bool:
    """Whether a row of `bands` may be shown next to a total of `taps` and the mark "broad enough".

    `sizes` are the ballots of the groups, two or more groups of 5 or more each; `bar` is the breadth an idea
    needs. Where all bands are middle, the answer holds for the exact counts too.
    """
    if not _visibly_broad(bands, bar=bar):
        return False
    held_back = _first_open(sizes, taps=taps, bar=bar)
    if held_back is None or bands == held_back:
        return False
    if set(bands) == {Band.MIDDLE}:
        return True
    ends = [bounds(band, size) for band, size in zip(bands, sizes, strict=True)]
    return sum(low for low, _ in ends) < taps < sum(high for _, high in ends)


def _visibly_broad(bands: Sequence[Band], *, bar: int, open_groups: int = 0) -> bool:
    return sum(band is not Band.LOW for band in bands) + open_groups >= bar


def _first_open(
    sizes: Sequence[int],
    *,
    taps: int,
    bar: int,
    bands: tuple[Band, ...] = (),
    lowest: int = 0,
    highest: int = 0,
) -> tuple[Band, ...] | None:
    """The first pattern, visibly broad, with `taps` strictly between its corners.

    It starts with `bands`, whose lowest and highest counts add up to `lowest` and `highest`.
    """
    rest = sizes[len(bands) :]
    if lowest >= taps or highest + sum(rest) <= taps:
        return None
    if not _visibly_broad(bands, bar=bar, open_groups=len(rest)):
        return None
    if not rest:
        return bands
    for band in BANDS:
        low, high = bounds(band, rest[0])
        found = _first_open(
            sizes, taps=taps, bar=bar, bands=(*bands, band), lowest=lowest + low, highest=highest + high
        )
        if found is not None:
            return found
    return None
