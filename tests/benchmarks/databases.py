"""Databases as an installation has them: durable, unlike those of the tests."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests import postgres

Fresh = Callable[[], str]
DURABLE = ("fsync=on", "synchronous_commit=on", "full_page_writes=on", "max_connections=100")


@contextmanager
def kind(name: str) -> Iterator[Fresh]:
    """Gives a function that makes one empty database after another, on `sqlite` or `postgresql`."""
    with ExitStack() as stack:
        if name == "sqlite":
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
            numbers = iter(range(1_000))
            yield lambda: f"sqlite+aiosqlite:///{folder / f'{next(numbers)}.db'}"
        else:
            server = stack.enter_context(postgres.serve(settings=DURABLE, on_disk=True))
            yield lambda: stack.enter_context(postgres.database(server)).render_as_string(hide_password=False)
