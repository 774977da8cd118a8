"""The count of a Pabulib file for the command line, with the same rules as the bot's own rounds.

A file can carry the settings of its round in META: `num_winners`, `empty_chairs`, `breadth`,
`minimum_ballots`, `eligible_disciplines` (how many have members who may vote) and `seed` (hexadecimal). What
the caller names goes before what the file says. Without a seed the lot is drawn with an empty one: it is the
same at every count, and nothing about it is secret.
"""

import json
from collections.abc import Mapping
from pathlib import Path

from bot.domain import pabulib, voting
from bot.domain.pabulib import File
from bot.domain.sections import BrokenFile
from bot.domain.voting import Result
from storage.kinds import Outcome

OUTCOMES = {
    Outcome.CHOSEN: "Chosen.",
    Outcome.TOO_FEW_VOICES: "Too few voices: nobody wins.",
    Outcome.NO_BROAD_AGREEMENT: "No broad agreement: no idea is wanted in enough disciplines, nobody wins.",
}


class TallyError(Exception):
    """The file or an option cannot be used; the message is for the person at the command line."""


def tally(
    path: Path,
    *,
    winners: int | None = None,
    empty_chairs: int | None = None,
    breadth: int | None = None,
    discipline_column: str = "discipline",
    as_json: bool = False,
) -> str:
    """Count the file at `path` and return a table, or JSON, without a line break at the end.

    Options left out are taken from the file, else 1 winner, 5 empty chairs and a breadth of 2. JSON has the
    keys `outcome`, `winners` (ids in order of choice), `order` (ids), `ballots`, `disciplines` (ballots of
    each), `by_discipline` (whether the file has the column), `by_lot` (whether the lot kept an idea from
    winning) and `ideas`: for each id its `support` as a fraction such as "52007/33660", `breadth`, `taps`,
    `eligible`.

    Raises TallyError, with the line where there is one.
    """
    try:
        file = pabulib.parse(path.read_bytes(), discipline_column=discipline_column)
        result = _count(file, winners=winners, empty_chairs=empty_chairs, breadth=breadth)
    except BrokenFile as error:
        raise TallyError(f"{path}, {error}") from error
    except OSError as error:
        raise TallyError(f"{path}: {error.strerror or error}") from error
    if as_json:
        return _json(result, by_discipline=file.by_discipline)
    return _table(result, file.projects, missing=None if file.by_discipline else discipline_column)


def _count(file: File, *, winners: int | None, empty_chairs: int | None, breadth: int | None) -> Result[str]:
    voting_disciplines = len({paper.discipline for paper in file.ballots})
    eligible = _setting(file, "eligible_disciplines", default=voting_disciplines, least=voting_disciplines)
    return voting.count(
        file.ballots,
        file.projects,
        seed=_seed(file),
        winners=_setting(file, "num_winners", named=winners, default=1, least=1),
        empty_chairs=_setting(file, "empty_chairs", named=empty_chairs, default=5, least=0),
        breadth=_setting(file, "breadth", named=breadth, default=2, least=1),
        minimum_ballots=_setting(file, "minimum_ballots", default=5, least=0),
        eligible_disciplines=eligible,
    )


def _setting(file: File, key: str, *, named: int | None = None, default: int, least: int) -> int:
    """What the caller named, else what the file says under `key`, else the default."""
    if named is not None:
        if named < least:
            raise TallyError(f"{key.removeprefix('num_').replace('_', ' ')}: {named} is less than {least}")
        return named
    written = pabulib.number(file.meta, key)
    if written is None:
        return default
    if written < least:
        raise BrokenFile(f"{key} is {written}, less than {least}", line=file.meta[key].line)
    return written


def _seed(file: File) -> bytes:
    entry = file.meta.get("seed")
    if entry is None:
        return b""
    try:
        return bytes.fromhex(entry.value)
    except ValueError as error:
        raise BrokenFile(f"seed is {entry.value!r}, not hexadecimal", line=entry.line) from error


def _json(result: Result[str], *, by_discipline: bool) -> str:
    content = {
        "outcome": result.outcome.value,
        "winners": result.winners,
        "order": result.order,
        "ballots": result.ballots,
        "disciplines": result.table.voices,
        "by_discipline": by_discipline,
        "by_lot": result.by_lot,
        "ideas": {
            idea: {
                "support": str(result.scores[idea].support),
                "breadth": result.scores[idea].breadth,
                "taps": result.scores[idea].taps,
                "eligible": result.scores[idea].eligible,
            }
            for idea in result.order
        },
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


def _table(result: Result[str], names: Mapping[str, str], *, missing: str | None) -> str:
    rows = [("rank", "idea", "breadth", "taps", "winner")]
    for rank, idea in enumerate(result.order, start=1):
        score = result.scores[idea]
        place = str(result.winners.index(idea) + 1) if idea in result.winners else ""
        rows.append((str(rank), _label(idea, names[idea]), str(score.breadth), str(score.taps), place))
    wide = max(len(row[1]) for row in rows)
    lines = [
        f"{rank:>4}  {label:<{wide}}  {reached:>7}  {taps:>6}  {won:>6}".rstrip()
        for rank, label, reached, taps, won in rows
    ]
    counted = f"Ballots: {result.ballots}. Disciplines: {len(result.table.voices)}."
    lines += ["", f"{OUTCOMES[result.outcome]} {counted}"]
    if result.by_lot:
        lines.append("The lot decided between ideas that were equal in everything else.")
    if missing is not None:
        lines.append(f"No column {missing!r}: everybody is counted as one discipline.")
    return "\n".join(lines)


def _label(idea: str, name: str) -> str:
    """Id and name on one line of at most 60 characters, without anything a terminal would obey."""
    text = f"{idea}  {name}" if name and name != idea else idea
    printable = "".join(character if character.isprintable() else " " for character in text)
    return printable if len(printable) <= 60 else printable[:59] + "…"
