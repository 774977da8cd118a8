"""Engines of one kind share what was compiled; those of different kinds do not."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine

from storage import compiled

QUESTION = sa.select(sa.literal(1).label("one"), sa.literal("a").label("letter"))


def engine(statements: compiled.Statements) -> sa.Engine:
    return sa.create_engine("sqlite://", execution_options={"compiled_cache": statements})


def test_engines_of_one_kind_share() -> None:
    statements = compiled.Statements()
    for _ in range(3):
        with engine(statements).connect() as connection:
            assert connection.execute(QUESTION).one() == (1, "a")
    (kept,) = [key for key in statements if len(key) > 1]
    assert kept[0] == "sqlite+pysqlite"


async def test_drivers_are_kept_apart() -> None:
    statements = compiled.Statements()
    with engine(statements).connect() as connection:
        connection.execute(QUESTION)
    other = create_async_engine("sqlite+aiosqlite://", execution_options={"compiled_cache": statements})
    async with other.connect() as connection_:
        assert (await connection_.execute(QUESTION)).one() == (1, "a")
    await other.dispose()
    assert {key[0] for key in statements} == {"sqlite+pysqlite", "sqlite+aiosqlite"}


def test_what_is_kept_is_bounded() -> None:
    statements = compiled.Statements()
    with engine(statements).connect() as connection:
        for number in range(2 * compiled.CAPACITY):
            connection.execute(sa.select(sa.literal(1).label(f"n{number}")))
    assert len(statements) <= 2 * compiled.CAPACITY * 0.75
