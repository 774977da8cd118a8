"""The weeks of a group are rules of ours: walked on SQLite, and on PostgreSQL too in the long run."""

import pytest


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.torture)])
def database_kind(request: pytest.FixtureRequest) -> str:
    """SQLite; PostgreSQL too in `make torture`, and at once where a test asks for `groups.BOTH`."""
    kind: str = request.param
    return kind
