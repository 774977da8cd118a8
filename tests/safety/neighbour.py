"""Another workspace in the same database, with something of everything, made before ours moves in.

It stands in the database first, so its ids are the lowest of every table: numbers that anybody can guess.
Its administrator is a person of ours too, by the same id: somebody who belongs to both.
"""

from datetime import datetime

from tests import house
from tests.safety import furniture

TEAM = "T0NEIGHBOUR"
MARK = "Naboens"
"""Stands in every text of theirs."""
PLACE = "C0NEIGHBOUR"
HOME = furniture.Household(
    TEAM, "UADMIN1", ("UNEIGHBOUR0", "UNEIGHBOUR1", "UNEIGHBOUR2", "UNEIGHBOUR3"), MARK, PLACE
)


async def move_in(url: str, now: datetime) -> furniture.Things:
    """What the neighbours have."""
    return await furniture.at(url, HOME, secret=house.SECRET, now=now)
