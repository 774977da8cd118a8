"""The playground's file: read at the start, written a moment after each change."""

import asyncio
import contextlib
import os
import tempfile
from pathlib import Path

from pydantic import ValidationError

from bot.playground.state import State
from bot.playground.workspace import Workspace


def load(path: Path) -> State:
    """What was saved, or an empty workspace where there is no file. Raises ValueError for a broken file."""
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        return State()
    try:
        return State.model_validate_json(text)
    except ValidationError as problem:
        raise ValueError(
            f"{path.name} is not a playground's file ({problem.error_count()} problems)"
        ) from problem


def save(state: State, path: Path) -> None:
    """Write the whole state; a crash leaves either the old file or the new one, never half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(state.model_dump_json(exclude_defaults=True))
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            Path(name).unlink()
        raise


class Keeper:
    """Saves changes together, `pace.save` seconds after the first of them; never without a path."""

    def __init__(self, workspace: Workspace, path: Path | None) -> None:
        self._workspace = workspace
        self._path = path
        self._saved = 0
        self._timer: asyncio.TimerHandle | None = None
        if path is not None:
            workspace.changes.on_change(self._schedule)

    def save(self) -> None:
        """Write now, if anything changed since the last time."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._path is not None and self._saved != self._workspace.changes.number:
            self._saved = self._workspace.changes.number
            save(self._workspace.state, self._path)

    def _schedule(self) -> None:
        if self._timer is not None:
            return
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return  # changed before anything runs: `stop`, or the next change, writes it
        self._timer = loop.call_later(self._workspace.pace.save, self.save)
