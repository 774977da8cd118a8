"""SQLite's one writer: what several people change at once is committed together, in one write to the disk.

A vote costs a few microseconds of SQL and milliseconds of waiting for the disk, and every statement sent to
another thread waits its turn there. So a whole change runs in the writer's thread in one go, with all others
that arrived meanwhile, each within a savepoint of its own. Nobody is told that theirs is done before the
commit they share is on disk.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlmodel import Session
from sqlmodel.ext.asyncio.session import AsyncSession

MOST = 64
"""Changes in one commit: nobody shall wait for more than these."""

Result = TypeVar("Result")
Work = Callable[[AsyncSession], Coroutine[Any, Any, Result]]


class Writer:
    """Runs changes on `engine`, a synchronous one whose connection nobody else uses.

    `turn` is held while a batch is written; hold it to write by another connection meanwhile.
    """

    def __init__(self, engine: sa.Engine, *, turn: asyncio.Lock) -> None:
        self._engine = engine
        self._turn = turn
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="writer")
        self._waiting: deque[tuple[Work[Any], asyncio.Future[Any]]] = deque()
        self._draining: asyncio.Task[None] | None = None

    async def write(self, work: Work[Result]) -> Result:
        """Do `work` in a transaction and return what it returns, once that is on disk.

        `work` may await its session and nothing else; it sees what those before it in the batch have changed.
        What it raises is raised here, and nothing of it is kept.
        """
        done: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append((work, done))
        if self._draining is None or self._draining.done():
            self._draining = asyncio.create_task(self._drain())
        return await done

    async def close(self) -> None:
        """Finish what was asked for, and let go of the file."""
        if self._draining is not None:
            await self._draining
        await asyncio.to_thread(self._thread.shutdown)
        self._engine.dispose()

    async def _drain(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting:
            async with self._turn:
                batch: list[tuple[Work[Any], asyncio.Future[Any]]] = []
                while self._waiting and len(batch) < MOST:
                    work, done = self._waiting.popleft()
                    if not done.done():  # whoever gave up waiting wants nothing changed any more
                        batch.append((work, done))
                outcomes = await loop.run_in_executor(
                    self._thread, self._together, [work for work, _ in batch]
                )
            for (_, done), outcome in zip(batch, outcomes, strict=True):
                if done.done():
                    continue
                if isinstance(outcome, _Failed):
                    done.set_exception(outcome.error)
                else:
                    done.set_result(outcome)

    def _together(self, batch: list[Work[Any]]) -> list[Any]:
        try:
            with self._engine.begin() as connection:
                return [_apart(connection, work) for work in batch]
        except Exception as error:
            return [_Failed(error) for _ in batch]


class _Failed:
    """An outcome to raise."""

    def __init__(self, error: Exception) -> None:
        self.error = error


def _apart(connection: sa.Connection, work: Work[Any]) -> Any:
    """Do one change of a batch within a savepoint; a failure of its own undoes it alone."""
    with Session(
        bind=connection, join_transaction_mode="create_savepoint", expire_on_commit=False
    ) as session:
        try:
            with session.begin():
                return at_once(work(Direct(session)))
        except Exception as error:
            return _Failed(error)


class Direct(AsyncSession):
    """A session in the clothes of an asynchronous one: what it is asked for is done when the call returns."""

    def __init__(self, session: Session) -> None:
        super().__init__(sync_session_class=lambda **_: session)  # type: ignore[arg-type]

    async def exec(self, statement: Any, **options: Any) -> Any:
        return self.sync_session.exec(statement, **options)

    async def flush(self, objects: Sequence[Any] | None = None) -> None:
        self.sync_session.flush(objects)

    async def connection(self, *given: Any, **options: Any) -> Any:
        return _Line(self.sync_session.connection(*given, **options))


class _Line:
    """Its connection, likewise, for what goes past the ORM."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    async def execute(self, statement: Any, parameters: Any = None) -> Any:
        return self._connection.execute(statement, parameters)


def at_once(work: Coroutine[Any, Any, Result]) -> Result:
    """Run `work`, which waits for nothing, to its end. RuntimeError where it does wait."""
    try:
        work.send(None)
    except StopIteration as end:
        result: Result = end.value
        return result
    work.close()
    raise RuntimeError("a change that is written in one go may wait for its session only")
