"""Text as Slack keeps it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground import written

CHANNELS = {"ideer": "C1"}
PEOPLE = {"ungdom1": "U1"}

marked = st.text(alphabet="<>&|@#!aU1C/: .htps;", max_size=40)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a < b > c & d", "a &lt; b &gt; c &amp; d"),
        ("&lt;b&gt; &amp; &copy;", "&lt;b&gt; &amp; &amp;copy;"),
        ("<@U1> <@U1|navn> <#C1> <!here> <!date^1^{date}|x>", None),
        ("<https://example.invalid/?a=1&b=2|her>", None),
        ("<mailto:a@example.invalid|a>", None),
        ("<script>", "&lt;script&gt;"),
        ("<javascript:alert(1)|x>", "&lt;javascript:alert(1)|x&gt;"),
        ("se https://example.invalid/a, og", "se <https://example.invalid/a>, og"),
        ("(http://example.invalid)", "(<http://example.invalid>)"),
        ("@here #ideer", None),
        ("", None),
    ],
)
def test_message_text(text: str, kept: str | None) -> None:
    assert written.kept(text) == (text if kept is None else kept)


@pytest.mark.parametrize(
    ("text", "live"),
    [
        ("@here og @channel", "<!here> og <!channel>"),
        ("a@here.no @hereby", "a@here.no @hereby"),
        ("#ideer #annet", "<#C1> #annet"),
        ("https://example.invalid/#ideer", "<https://example.invalid/#ideer>"),
    ],
)
def test_mrkdwn_that_is_not_verbatim(text: str, live: str) -> None:
    assert written.parsed(text, CHANNELS) == live


def test_what_a_person_types() -> None:
    typed = written.typed("<@U1> & @ungdom1, se #ideer", people=PEOPLE, channels=CHANNELS)
    assert typed == "&lt;@U1&gt; &amp; <@U1>, se <#C1>"


@given(marked)
def test_keeping_twice_changes_nothing(text: str) -> None:
    once = written.kept(text)
    assert written.kept(once) == once


@given(marked)
def test_escaped_text_never_comes_alive(text: str) -> None:
    kept = written.kept(written.escape(text), links=False)
    assert kept == written.escape(text)
    assert "<" not in kept


def test_blocks_get_the_defaults_that_slack_fills_in() -> None:
    section = {"type": "section", "text": {"type": "mrkdwn", "text": "a & b"}, "block_id": None}
    assert written.settle_blocks([section], {}) == [
        {"type": "section", "text": {"type": "mrkdwn", "text": "a &amp; b", "verbatim": False}}
    ]
    header = {"type": "header", "text": {"type": "plain_text", "text": "a & <b>"}}
    assert written.settle_blocks(header, {})["text"] == {
        "type": "plain_text",
        "text": "a & <b>",
        "emoji": True,
    }
