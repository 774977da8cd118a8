"""`idejakt demo` as a person starts it: ready within seconds, stops cleanly, keeps its data."""

import asyncio
import os
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from bot.demo import sample

ROOT = Path(__file__).parent.parent
PATIENCE = 60.0
FIRST = sample.IDEAS[0].title


@asynccontextmanager
async def demo(folder: Path, *more: str) -> AsyncIterator[str]:
    """A running demo; gives its address, and sees to it that Ctrl-C ends it well."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-W", "error", "-m", "bot", "demo", "--port", "0", "--no-open"),
        *("--folder", str(folder), *more),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert process.stdout is not None
    async with asyncio.timeout(PATIENCE):
        while line := (await process.stdout.readline()).decode():
            if "http://" in line:
                break
    try:
        assert line, (await process.communicate())[1].decode()
        yield line.split()[-1]
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGINT)
        asked = time.monotonic()
        said, wrong = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert process.returncode == 0, wrong.decode()
    assert "Traceback" not in wrong.decode() + said.decode()
    assert time.monotonic() - asked < 10


async def page(url: str) -> str:
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        assert answer.status == 200
        return await answer.text()


@pytest.mark.early
async def test_it_starts_full_keeps_its_data_and_starts_afresh(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    async with demo(folder) as url:
        assert FIRST in await page(url)
        assert "Ungdomsarbeider 1" in await page(url)
    async with demo(folder) as url:
        assert FIRST in await page(url)
    async with demo(folder, "--fresh") as url:
        assert FIRST not in await page(url)
        assert "Ungdomsarbeider 1" in await page(url)


async def test_a_port_that_is_taken_is_said_with_a_way_out(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "demo", "--port", str(port), "--no-open"),
            *("--folder", str(tmp_path / "demo")),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        _, wrong = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert process.returncode == 2
    assert f"PORT={port + 1}" in wrong.decode()
    assert "Traceback" not in wrong.decode()
