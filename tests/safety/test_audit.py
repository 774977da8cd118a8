"""The audit of locked packages: it fails on what is known, and neither fails nor hangs without a network."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from tests.delivery import lives
from tests.safety import test_supply

ROOT = Path(__file__).parent.parent.parent


@asynccontextmanager
async def service(answer: Callable[[list[Any]], Any]) -> AsyncIterator[str]:
    """The database of vulnerabilities, on this machine: what it answers to the queries it gets."""

    async def handle(request: web.BaseRequest) -> web.Response:
        asked = json.loads(await request.read())["queries"]
        return web.json_response(answer(asked))

    runner = web.ServerRunner(web.Server(handle))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/"
    finally:
        await runner.cleanup()


async def audit(*arguments: str) -> tuple[int, str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        ".ci/audit.py",
        *arguments,
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    return process.returncode or 0, said.decode()


async def test_every_locked_package_is_looked_up_and_what_is_known_fails() -> None:
    asked: list[Any] = []

    def clean(queries: list[Any]) -> Any:
        asked.extend(queries)
        return {"results": [{} for _ in queries]}

    def known(queries: list[Any]) -> Any:
        told = [{"vulns": [{"id": "PYSEC-2026-1"}]} if _is(one, "aiohttp") else {} for one in queries]
        return {"results": told}

    async with service(clean) as address:
        status, said = await audit("--service", address)
    assert (status, said.startswith("Audited: nothing is known")) == (0, True)
    looked_up = {one["package"]["name"].lower(): one["version"] for one in asked}
    for name in ("requirements.lock", "requirements-dev.lock", "requirements-build.lock"):
        for package, (version, *_) in test_supply.locked(name).items():
            assert looked_up[package] == version
    async with service(known) as address:
        status, said = await audit("--service", address)
    assert status == 1
    assert "aiohttp" in said
    assert "PYSEC-2026-1" in said


def _is(query: Any, name: str) -> bool:
    return bool(query["package"]["name"] == name)


@pytest.mark.parametrize("answer", [{}, {"results": []}, [], {"error": "busy"}])
async def test_no_answer_is_said_and_is_a_failure_only_where_it_must_be_looked_at(answer: Any) -> None:
    async with service(lambda _: answer) as address:
        status, said = await audit("--service", address)
        assert (status, "Not audited" in said) == (0, True)
        status, said = await audit("--must", "--service", address)
        assert (status, "Not audited" in said) == (1, True)


async def test_without_a_network_nothing_fails() -> None:
    status, said = await audit("--service", f"http://127.0.0.1:{lives.free_port()}/")
    assert (status, "Not audited" in said) == (0, True)
