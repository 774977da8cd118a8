"""The receipt of a closed round: a hash by which a recount can be held against the first count."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping

from bot.domain.ballot import Ballot, Key


def digest(
    ballots: Iterable[Ballot[Key]],
    *,
    ideas: Collection[Key],
    settings: Mapping[str, int | str | bool | None],
    salt: bytes,
) -> str:
    """The SHA-256 of a round's ballots and settings in one canonical form, in hexadecimal.

    The order of ballots, ideas and settings is irrelevant; a change in any of them changes the hash. In a
    secret round `salt` is 32 random bytes that are stored and deleted with the ballots and never shown: so
    few ballots are possible that without it somebody could try them all until the published hash fits, and
    know them. Where the ballots themselves are published the salt is empty, so that anybody can check.
    """
    content = {
        "ballots": sorted([paper.discipline, sorted(paper.approvals)] for paper in ballots),
        "ideas": sorted(ideas),
        "settings": dict(settings),
    }
    canonical = json.dumps(content, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(len(salt).to_bytes(8) + salt + canonical.encode()).hexdigest()
