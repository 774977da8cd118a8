"""The figures of `/metrics`, in Prometheus' text format.

Written here in a few lines rather than with a library: there is a handful of gauges, all read from the
database when they are asked for, so that every process tells the same.
"""

from bot.services.backlog import Backlog

CONTENT_TYPE = "text/plain; version=0.0.4"


def text(backlog: Backlog) -> str:
    """Nothing of people, places or words: counts, seconds, and the platform's own codes."""
    return "".join(
        [
            _gauge("idejakt_outbox_waiting", "Messages that wait or are on their way.", backlog.waiting),
            _gauge(
                "idejakt_outbox_oldest_seconds",
                "How long the oldest of them has been due.",
                round(backlog.oldest.total_seconds(), 3),
            ),
            _gauge("idejakt_outbox_unclear", "Messages that may or may not have been sent.", backlog.unclear),
            _head("idejakt_outbox_set_aside", "Messages that were given up, by reason."),
            *(
                f'idejakt_outbox_set_aside{{problem="{_escaped(problem)}"}} {count}\n'
                for problem, count in sorted(backlog.set_aside.items())
            ),
        ]
    )


def _gauge(name: str, about: str, value: float) -> str:
    return f"{_head(name, about)}{name} {value}\n"


def _head(name: str, about: str) -> str:
    return f"# HELP {name} {about}\n# TYPE {name} gauge\n"


def _escaped(label: str) -> str:
    return label.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
