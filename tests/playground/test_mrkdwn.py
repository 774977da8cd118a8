"""mrkdwn, plain text, rich text and Markdown as HTML."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.playground import markdown, mrkdwn, richtext
from bot.playground.reader import Reader
from tests.playground.seen import Page

READER = Reader(
    person="U1",
    language="nb",
    zone=ZoneInfo("Europe/Oslo"),
    now=datetime(2026, 11, 24, 9, tzinfo=UTC),
    people={"U1": "Ungdomsarbeider 1", "U2": "Helsesykepleier <2>"},
    channels={"C1": "idéjakt"},
    near_days={-1: "i går", 0: "i dag", 1: "i morgen"},
)
NOON = 1795518000
"""24 November 2026, 12:00 in Oslo."""

OUT = 'target="_blank" rel="noopener noreferrer"'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*fet*, _kursiv_ og ~strøket~", "<strong>fet</strong>, <em>kursiv</em> og <s>strøket</s>"),
        ("*Hvem:* ungdom på Ås", "<strong>Hvem:</strong> ungdom på Ås"),
        ("_*begge*_", "<em><strong>begge</strong></em>"),
        ("2*3*4 og snake_case_navn", "2*3*4 og snake_case_navn"),
        ("* ikke fet * og **", "* ikke fet * og **"),
        ("*over\nlinjer*", "*over<br>linjer*"),
        ("`*kode*` etterpå", "<code>*kode*</code> etterpå"),
        ("*a `b*c` d*", "<strong>a <code>b*c</code> d</strong>"),
        ("før\n```\nen\n*to*\n```\netter", "før<pre>en\n*to*</pre>etter"),
        ("&gt; en\n&gt; to\ntre", "<blockquote>en<br>to</blockquote>tre"),
        ("> sitat", "<blockquote>sitat</blockquote>"),
        ("a &lt; b &amp; c &gt; d", "a &lt; b &amp; c &gt; d"),
        ("&amp;lt;b&amp;gt;", "&amp;lt;b&amp;gt;"),
        ("<b>nei</b>", "&lt;b&gt;nei&lt;/b&gt;"),
        (":tada: :finnes_ikke: 12:30:45", "🎉 :finnes_ikke: 12:30:45"),
        ("• en\n• to", "• en<br>• to"),
        ("", ""),
    ],
)
def test_text_is_formatted_as_slack_does(text: str, html: str) -> None:
    assert mrkdwn.rendered(text, READER) == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (
            "<https://x.no/?a=1&amp;b=2>",
            f'<a href="https://x.no/?a=1&amp;b=2" {OUT}>https://x.no/?a=1&amp;b=2</a>',
        ),
        ("<https://x.no|her &amp; nå>", f'<a href="https://x.no" {OUT}>her &amp; nå</a>'),
        ("<mailto:post@example.invalid|post>", f'<a href="mailto:post@example.invalid" {OUT}>post</a>'),
        ("se https://x.no/a_b.", f'se <a href="https://x.no/a_b" {OUT}>https://x.no/a_b</a>.'),
        ("<javascript:alert(1)|trykk>", "&lt;javascript:alert(1)|trykk&gt;"),
        ("<@U1>", '<span class="mention me">@Ungdomsarbeider 1</span>'),
        ("<@U2>", '<span class="mention">@Helsesykepleier &lt;2&gt;</span>'),
        ("<@U9>", '<span class="mention">@U9</span>'),
        ("<#C1>", '<a class="mention" href="/as/U1/in/C1">#idéjakt</a>'),
        ("<#C9|lukket>", '<span class="mention">#lukket</span>'),
        ("<!here>", '<span class="mention me">@here</span>'),
        ("<!channel>", '<span class="mention me">@channel</span>'),
        ("<!subteam^S1|@alle>", '<span class="mention">@alle</span>'),
    ],
)
def test_what_stands_between_angle_brackets_is_a_link_or_a_mention(text: str, html: str) -> None:
    assert mrkdwn.rendered(text, READER) == html


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        ("{date_num} {time}", "2026-11-24 12:00"),
        ("{date_long} kl. {time}", "tirsdag 24. november 2026 kl. 12:00"),
        ("{date_short_pretty}", "i dag"),
        ("{date} {ukjent}", "24. november 2026 {ukjent}"),
    ],
)
def test_dates_are_told_in_the_readers_zone_and_language(template: str, shown: str) -> None:
    assert mrkdwn.rendered(f"<!date^{NOON}^{template}|reserve>", READER) == shown


def test_a_date_can_be_a_link_and_has_a_fallback() -> None:
    assert mrkdwn.rendered(f"<!date^{NOON}^{{date_num}}^https://x.no|r>", READER) == (
        f'<a href="https://x.no" {OUT}>2026-11-24</a>'
    )
    assert mrkdwn.rendered("<!date^999999999999^{date_num}|en gang>", READER) == "en gang"


def test_a_verbatim_text_leaves_addresses_alone() -> None:
    assert mrkdwn.rendered("https://x.no", READER, verbatim=True) == "https://x.no"


def test_plain_text_knows_entities_and_emoji_only() -> None:
    assert mrkdwn.plain("*a* <@U1> &lt;b&gt; :+1:\n2") == "*a* &lt;@U1&gt; &lt;b&gt; 👍<br>2"


SIGNS = st.lists(
    st.sampled_from(
        [*"*_~`<>|@#!:&;^{}\"'= \n/\\aå", "javascript:", "https://x.no", "&lt;", "```", "<!date^1^", "on="]
    ),
    max_size=40,
).map("".join)


@settings(max_examples=400)
@given(SIGNS | st.text(max_size=60))
def test_no_text_makes_a_tag_an_attribute_or_an_unsafe_address(text: str) -> None:
    for html in (mrkdwn.rendered(text, READER), mrkdwn.plain(text), markdown.rendered(text)):
        seen = Page(html)
        allowed = {
            "strong",
            "em",
            "s",
            "code",
            "pre",
            "blockquote",
            "a",
            "span",
            "br",
            "p",
            "ul",
            "ol",
            "li",
            "hr",
        }
        assert {tag for tag, _ in seen.tags} <= allowed
        assert {name for _, found in seen.tags for name in found} <= {"href", "target", "rel", "class"}
        addresses = [found["href"] or "" for found in seen.all("a")]
        assert all(one.startswith(("http://", "https://", "mailto:", "tel:", "/as/U1/")) for one in addresses)


@given(
    st.text(alphabet=st.characters(exclude_characters="*_~`<>|:&\r", exclude_categories=["Cs"]), max_size=80)
)
def test_text_without_signs_is_shown_letter_by_letter(text: str) -> None:
    shown = Page(mrkdwn.rendered(text, READER).replace("<br>", "\n")).text
    assert shown.replace("\n", "") == text.replace("\n", "")


def test_a_hostile_text_takes_no_time() -> None:
    for text in ("*<a>`x`" * 2000, "_*~" * 4000, "*_~a" * 3000, "<" * 40_000, "`" * 40_001):
        tags = {tag for tag, _ in Page(mrkdwn.rendered(text, READER)).tags}
        assert tags <= {"strong", "em", "s", "code", "pre"}


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("# Tittel", '<p class="heading"><strong>Tittel</strong></p>'),
        ("en\nto\n\ntre", "<p>en<br>to</p><p>tre</p>"),
        ("- en\n- **to**", "<ul><li>en</li><li><strong>to</strong></li></ul>"),
        ("1. en\n2. to", "<ol><li>en</li><li>to</li></ol>"),
        ("> ro *nå*", "<blockquote><p>ro <em>nå</em></p></blockquote>"),
        ("```py\n<b> **x**\n```", "<pre>&lt;b&gt; **x**</pre>"),
        ("[her](https://x.no) ~~der~~ \\*", f'<p><a href="https://x.no" {OUT}>her</a> <s>der</s> *</p>'),
        ("[her](javascript:x)", "<p>her</p>"),
    ],
)
def test_markdown(text: str, html: str) -> None:
    assert markdown.rendered(text) == html


def test_rich_text() -> None:
    block = {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_section",
                "elements": [
                    {
                        "type": "text",
                        "text": "<Hei> ",
                        "style": {"bold": True, "italic": True, "strike": False},
                    },
                    {"type": "emoji", "name": "wave", "unicode": "1f44b"},
                    {"type": "user", "user_id": "U1"},
                    {"type": "channel", "channel_id": "C1"},
                    {"type": "broadcast", "range": "here"},
                    {"type": "link", "url": "https://x.no", "text": "x"},
                    {"type": "link", "url": "javascript:x"},
                    {"type": "date", "timestamp": NOON, "format": "{date_num}", "fallback": "?"},
                ],
            },
            {
                "type": "rich_text_list",
                "style": "ordered",
                "indent": 1,
                "offset": 2,
                "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "en"}]}],
            },
            {"type": "rich_text_list", "style": "bullet", "elements": []},
            {"type": "rich_text_quote", "elements": [{"type": "text", "text": "to\ntre"}]},
            {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "*"}]},
            {"type": "unknown"},
        ],
    }
    assert richtext.rendered(block, READER) == (
        "<p><em><strong>&lt;Hei&gt; </strong></em>👋"
        '<span class="mention me">@Ungdomsarbeider 1</span>'
        '<a class="mention" href="/as/U1/in/C1">#idéjakt</a>'
        f'<span class="mention me">@here</span><a href="https://x.no" {OUT}>x</a>javascript:x2026-11-24</p>'
        '<ol class="indent-1" start="3"><li>en</li></ol><ul class="indent-0"></ul>'
        "<blockquote>to<br>tre</blockquote><pre>*</pre>"
    )
