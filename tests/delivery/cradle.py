"""Forks bots on order: everything is imported once, and each bot is a process of its own that can be killed.

Reads orders from standard input, one a line (JSON: environ, listen, work, offset in seconds, log, and ready:
a file to make once it is), and answers each with the process id. `python -m tests.delivery.cradle`.
"""

import asyncio
import json
import os
import signal
import sys
import traceback
from datetime import timedelta
from typing import Any

from bot import app as wiring
from bot import clock, logs
from bot.settings import Settings


def main() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the dead are nobody's to bury
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            _live(order)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()


def _live(order: dict[str, Any]) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    log = os.open(order["log"], os.O_CREAT | os.O_APPEND | os.O_WRONLY)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(log, 1)
    os.dup2(log, 2)
    status = 1
    try:
        settings = Settings.load(order["environ"])
        logs.configure(form=settings.log_format, level=settings.log_level, secrets=[])
        asyncio.run(_bot(settings, order))
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)


async def _bot(settings: Settings, order: dict[str, Any]) -> None:
    time = clock.MovableClock(timedelta(seconds=order["offset"]))
    async with wiring.running(settings, now=time, listen=order["listen"], work=order["work"]):
        os.close(os.open(order["ready"], os.O_CREAT | os.O_WRONLY))
        await asyncio.Event().wait()


if __name__ == "__main__":
    main()
