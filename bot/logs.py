"""Logs as data: a line of JSON an event for machines, or a readable one for people; no words of theirs."""

import logging
import sys
from collections.abc import Iterable, MutableMapping
from typing import Any, Literal, TextIO

import structlog

from bot import redaction

OURS = ("bot", "storage")
"""Loggers that follow the chosen level. Those of libraries tell of warnings and errors alone: at lower levels
some of them log every request with its body, or every statement with its parameters."""

Event = MutableMapping[str, Any]


def configure(
    *, form: Literal["json", "console"], level: str, secrets: Iterable[str] = (), stream: TextIO | None = None
) -> None:
    """Send everything that is logged, by structlog or by the standard library, to `stream` (standard error).

    `secrets` are values that may appear nowhere, whatever they look like. May be called again.
    """
    known = tuple(secret for secret in secrets if secret)
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
    ]
    target = stream or sys.stderr
    handler = logging.StreamHandler(target)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[_foreign, _redacted(known), *_rendered(form, colours=target.isatty())],
        )
    )
    root = logging.getLogger()
    for former in root.handlers[:]:
        if isinstance(former.formatter, structlog.stdlib.ProcessorFormatter):
            root.removeHandler(former)
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    for name in OURS:
        logging.getLogger(name).setLevel(level)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )


def _foreign(_logger: Any, _method: str, event: Event) -> Event:
    """Leave of a library's record its first line; nothing where an error comes with it: it is quoted."""
    record: logging.LogRecord = event.pop("_record")
    if not event.pop("_from_structlog"):
        if event.get("exc_info"):
            event["event"] = f"{record.name} met an error"
        else:
            event["event"] = (str(event["event"]).splitlines() or [""])[0][: redaction.LONGEST]
    return event


def _redacted(secrets: tuple[str, ...]) -> structlog.typing.Processor:
    def redact(_logger: Any, _method: str, event: Event) -> Event:
        given = event.pop("exc_info", None)
        said = event.pop("event")
        error = sys.exc_info()[1] if given is True else given[1] if isinstance(given, tuple) else given
        told: Event = {"event": redaction.text(str(said), secrets), **redaction.value(dict(event), secrets)}
        if isinstance(error, BaseException):
            told["exception"] = redaction.exception(error, secrets)
        return told

    return redact


def _rendered(form: str, *, colours: bool) -> list[structlog.typing.Processor]:
    if form == "json":
        return [structlog.processors.JSONRenderer(ensure_ascii=False)]
    return [_exception_as_text, structlog.dev.ConsoleRenderer(colors=colours, timestamp_key="at")]


def _exception_as_text(_logger: Any, _method: str, event: Event) -> Event:
    if "exception" in event:
        event["exception"] = "\n".join(_lines(event["exception"]))
    return event


def _lines(told: list[dict[str, Any]], indent: str = "") -> list[str]:
    lines = []
    for one in told:
        lines.append(f"{indent}{one['type']}: {one['says']}")
        lines += [f"{indent}  {frame}" for frame in one["frames"]]
        lines += _lines(one.get("of", []), indent + "    ")
    return lines
