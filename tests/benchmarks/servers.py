"""The servers under measure, each a process of its own that ends with this one."""

import asyncio
import os
import socket
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from bot import manifest
from tests.benchmarks import tutorials

ROOT = Path(__file__).parents[2]
SECRET = "a secret of the benchmark only, 0123456789"
START_SECONDS = 20.0
MEGABYTE = 1024


@dataclass(frozen=True, slots=True)
class Server:
    """A running server. `ready` says how many seconds it took to be."""

    url: str
    path: str
    process: int
    ready: float

    def memory(self) -> float:
        """What is resident, in megabytes."""
        for line in Path(f"/proc/{self.process}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / MEGABYTE
        return float("nan")

    def processor(self) -> float:
        """Seconds of processor time it has used so far."""
        fields = Path(f"/proc/{self.process}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@asynccontextmanager
async def tutorial(kind: str, slack_url: str, database_url: str = "") -> AsyncIterator[Server]:
    """One of the servers of `tutorials`."""
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.benchmarks.tutorials", kind, slack_url, database_url),
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        url = (await asyncio.wait_for(process.stdout.readline(), START_SECONDS)).decode().strip()
        yield Server(url, tutorials.PATH, process.pid, time.perf_counter() - began)
    finally:
        await _end(process)


@asynccontextmanager
async def ours(database_url: str, slack_url: str) -> AsyncIterator[Server]:
    """The bot itself, `idejakt serve` on a migrated database, ready; on SQLite it does the work too.

    It keeps its bytecode, as an installation does.
    """
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    began = time.perf_counter()
    async with _bot("serve", database_url, slack_url, port=port) as process:
        await _ready(url, process)
        yield Server(url, manifest.PATH, process.pid, time.perf_counter() - began)


@asynccontextmanager
async def worker(database_url: str, slack_url: str) -> AsyncIterator[None]:
    """`idejakt work` beside it, where there is such a thing: on PostgreSQL."""
    if database_url.startswith("sqlite"):
        yield
        return
    async with _bot("work", database_url, slack_url, port=0):
        yield


@asynccontextmanager
async def _bot(
    command: str, database_url: str, slack_url: str, *, port: int
) -> AsyncIterator[asyncio.subprocess.Process]:
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("IDEJAKT_", "SLACK_")) and name != "PYTHONDONTWRITEBYTECODE"
    } | {
        "IDEJAKT_DATABASE_URL": database_url,
        "IDEJAKT_SECRET": SECRET,
        "IDEJAKT_SLACK_BOT_TOKEN": "xoxb-bench",
        "IDEJAKT_SLACK_SIGNING_SECRET": tutorials.SIGNING_SECRET,
        "IDEJAKT_SLACK_API_URL": slack_url,
        "IDEJAKT_LOG_LEVEL": "WARNING",
        "IDEJAKT_PORT": str(port),
    }
    with tempfile.TemporaryFile() as log:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot.start", command),
            cwd=ROOT,
            env=environment,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
        try:
            yield process
        finally:
            early = process.returncode is not None
            await _end(process)
            if early or process.returncode:
                log.seek(0)
                sys.stderr.write(log.read()[-2000:].decode(errors="replace"))


async def _ready(url: str, process: asyncio.subprocess.Process) -> None:
    async with aiohttp.ClientSession() as session, asyncio.timeout(START_SECONDS):
        while True:
            if process.returncode is not None:
                raise RuntimeError(f"the bot ended at once, with status {process.returncode}")
            try:
                async with session.get(f"{url}/readyz") as answer:
                    if answer.status == 200:
                        return
            except aiohttp.ClientConnectionError:
                await asyncio.sleep(0.01)


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.terminate()
        try:
            await asyncio.wait_for(process.wait(), 15)
        except TimeoutError:
            process.kill()
            await process.wait()


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port
