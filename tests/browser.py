"""The Chromium that drives the playground's page: where it is, and how it is started."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, async_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
PLAYWRIGHTS_OWN = (
    "chromium-*/chrome-linux*/chrome",
    "chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
    "chromium_headless_shell-*/*/*headless*shell",
)
# Root and containers have no sandbox to offer; the rest keeps the browser from calling home.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find() -> Path | None:
    """The Chromium to use: the one `CHROMIUM` names, else one on the PATH, else one Playwright installed.

    A `CHROMIUM` that names no program is an error (FileNotFoundError): whoever set it meant that one.
    """
    if named := os.environ.get("CHROMIUM"):
        if found := shutil.which(named):
            return Path(found)
        raise FileNotFoundError(f"CHROMIUM names no program: {named}")
    for name in NAMES:
        if found := shutil.which(name):
            return Path(found)
    caches = (Path.home() / ".cache" / "ms-playwright", Path.home() / "Library" / "Caches" / "ms-playwright")
    chosen = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    for cache in (Path(chosen),) if chosen else caches:
        for pattern in PLAYWRIGHTS_OWN:
            if programs := sorted(path for path in cache.glob(pattern) if os.access(path, os.X_OK)):
                return programs[-1]
    return None


@asynccontextmanager
async def launch() -> AsyncIterator[Browser]:
    """A running headless Chromium, ended with the block. RuntimeError where the machine has none."""
    program = find()
    if program is None:
        raise RuntimeError("no Chromium found: install one, or name it in CHROMIUM")
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        try:
            yield running
        finally:
            await running.close()
