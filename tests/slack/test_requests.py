"""Payloads become small records at the door; what a person typed comes out as they typed it."""

import pytest

from bot.slack import requests


@pytest.mark.parametrize(
    ("sent", "typed"),
    [
        ("1 &lt; 2 &amp; 3 &gt; 2", "1 < 2 & 3 > 2"),
        ("&amp;lt;", "&lt;"),
        ("see <https://example.org/a?b=1&amp;c=2|the page> now", "see the page now"),
        ("see <https://example.org/a?b=1&amp;c=2>", "see https://example.org/a?b=1&c=2"),
        ("<!channel> and <!here|@here>", "@channel and @here"),
        ("ask <@U123> or <@U123|somebody> in <#C1|ideas> or <#C2>", "ask @U123 or somebody in #ideas or #C2"),
        ("a <b", "a <b"),
        ("", ""),
    ],
)
def test_a_command_s_text_is_what_was_typed(sent: str, typed: str) -> None:
    command = requests.command({"team_id": "T1", "user_id": "U1", "text": sent, "channel_id": "C1"})
    assert command.text == typed


@pytest.mark.parametrize("body", [{}, {"user": 7, "actions": "x"}, {"actions": [7]}, {"view": {"state": 1}}])
def test_a_broken_payload_reads_as_empty(body: dict[str, object]) -> None:
    click = requests.click(body)
    assert (click.value, click.person.user, click.view_id, dict(click.values)) == ("", "", None, {})
    assert requests.submission(body).key == ""
    assert requests.shortcut(body).text == ""
    assert requests.command(body).text == ""
    assert requests.home_opened(body).person.user == ""


@pytest.mark.parametrize("text", ["", "[]", "7", "{", "null", "\x00"])
def test_metadata_that_is_not_ours_reads_as_empty(text: str) -> None:
    assert requests.record(text) == {}
