"""People's text made harmless, and cut where a reader would cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack import links, mrkdwn


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Barn & unge", "Barn & unge"),
        ("  rom \t rundt \r\n", "rom   rundt"),
        ("a\u202eb\u202c\u2066c\u2069\u200b\ufeffd", "abc\u2069d"),
        ("en\n\n\n\n\nto\u2028tre", "en\n\nto\ntre"),
        ("bjelle\x07 null\x00", "bjelle null"),
        ("👩\u200d👧 سلام", "👩\u200d👧 سلام"),
        ("tag\U000e0041\U000e007f", "tag"),
        ("\ud83d alene", "alene"),
    ],
)
def test_clean(written: str, shown: str) -> None:
    assert mrkdwn.clean(written) == shown


def test_towers_of_marks_are_cut_down() -> None:
    assert mrkdwn.clean("e" + "\u0301" * 50 + "x") == "e" + "\u0301" * 4 + "x"


@given(st.text())
def test_clean_is_settled(text: str) -> None:
    assert mrkdwn.clean(mrkdwn.clean(text)) == mrkdwn.clean(text)


@given(st.text())
def test_escaped_text_cannot_call_anybody(text: str) -> None:
    escaped = mrkdwn.escape(text + "<!channel><@U1>")
    assert "<" not in escaped
    assert ">" not in escaped


def test_escape_is_read_back_as_written() -> None:
    assert mrkdwn.escape("A & B <!here> &lt;") == "A &amp; B &lt;!here&gt; &amp;lt;"


@given(st.text(alphabet=st.characters() | st.sampled_from("\u200d\ufe0f\u0301🇳🇴👍🏽👨")), st.integers(3, 60))
def test_clip_keeps_within_and_cuts_nothing_short(text: str, limit: int) -> None:
    cut = mrkdwn.clip(text, limit)
    assert mrkdwn.size(cut) <= limit
    assert cut == text or cut.endswith(mrkdwn.ELLIPSIS)
    assert text.startswith(cut.removesuffix(mrkdwn.ELLIPSIS))
    assert mrkdwn.clip(cut, limit) == cut


@pytest.mark.parametrize(
    ("text", "limit", "cut"),
    [
        ("kommunen", 8, "kommunen"),
        ("kommunen", 5, "komm…"),
        ("to ord", 4, "to…"),
        ("a👨‍👩‍👧b", 6, "a…"),
        ("ae\u0301o", 3, "a…"),
        ("🇳🇴🇸🇪", 7, "🇳🇴…"),
        ("x👍🏽x", 4, "x…"),
    ],
)
def test_clip_ends_at_whole_signs(text: str, limit: int, cut: str) -> None:
    assert mrkdwn.clip(text, limit) == cut


def test_right_to_left_text_is_isolated_and_cannot_get_out() -> None:
    assert mrkdwn.inline("שלום") == "\u2068שלום\u2069"
    assert mrkdwn.inline("\u2069שלום\u2068") == "\u2068שלום\u2069"
    assert mrkdwn.inline("hei\n  på   deg") == "hei på deg"


@given(st.text(), st.integers(5, 200))
def test_inline_is_one_short_line(text: str, limit: int) -> None:
    line = mrkdwn.inline(text, limit)
    assert "\n" not in line
    assert mrkdwn.size(line) <= limit


@pytest.mark.parametrize(
    ("address", "made"),
    [
        ("https://example.invalid/a?b=1&c=2", "<https://example.invalid/a?b=1&amp;c=2|Åpne>"),
        ("javascript:alert(1)", "Åpne"),
        ("https://example.invalid/|<!channel>", "Åpne"),
        ("https://example.invalid/ x", "Åpne"),
        ("", "Åpne"),
    ],
)
def test_links_go_to_the_web_only(address: str, made: str) -> None:
    assert mrkdwn.link(address, "Åpne") == made


def test_mentions() -> None:
    assert mrkdwn.mention("U1") == "<@U1>"
    assert mrkdwn.channel("C1") == "<#C1>"
    assert mrkdwn.bold("ord") == "*ord*"


@pytest.mark.parametrize("workspace", ["https://example.invalid/", "https://example.invalid"])
def test_permalink(workspace: str) -> None:
    found = links.message(workspace, "C1", "1795512345.000100")
    assert found == "https://example.invalid/archives/C1/p1795512345000100"
