"""What commands print: people's text moves no cursor, makes no line of its own, and is not turned round."""

import ast
import json
from pathlib import Path

import hypothesis
import pytest
from hypothesis import strategies as st

from bot import terminal

ROOT = Path(__file__).parent.parent
OBEYED = [
    "\x1b[2J",
    "\x9b31m",
    "\r",
    "\n",
    "\x08",
    "\x07",
    "\x00",
    "\u202e",
    "\u2066",
    "\u2028",
    "\x85",
    "\ud800",
]
PRINTS = {"print", "typer.echo", "typer.secho", "sys.stdout", "sys.stderr"}
WRITERS = {"bot/terminal.py", "bot/logs.py", "bot/demo/__init__.py"}
"""The logs have their own way out; the demo prints its own address, before anybody has written anything."""


@pytest.mark.parametrize("sign", OBEYED)
def test_what_a_terminal_would_obey_is_written_out(sign: str, capsys: pytest.CaptureFixture[str]) -> None:
    terminal.say(f"Først{sign}sist")
    terminal.page(f"Først{sign}sist".replace("\n", "\x0b"))
    terminal.say(f"Først{sign}sist", error=True)
    told = capsys.readouterr()
    for printed in (told.out, told.err):
        assert not set(sign) & set(printed.replace("\n", "")) - set("[2J31m")
    assert told.out.count("\n") == 2
    assert told.err.count("\n") == 1


@hypothesis.given(st.text())
def test_json_means_the_same_afterwards(text: str) -> None:
    shown = terminal.shown(json.dumps([text], ensure_ascii=False))
    assert json.loads(shown) == [text]
    assert all(
        sign.isprintable() or sign.isspace() or sign in "\u200c\u200d" for sign in terminal.shown("æ 🏳️‍🌈")
    )


def test_nothing_is_printed_past_it() -> None:
    """Who prints what is stored does it here, or a new command would forget."""
    for path in sorted((ROOT / "bot").rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute | ast.Name) and ast.unparse(node) in {
                "print",
                "typer.echo",
                "typer.secho",
                "sys.stdout",
                "sys.stderr",
            }:
                assert name in WRITERS, f"{name}:{node.lineno} prints by itself"
