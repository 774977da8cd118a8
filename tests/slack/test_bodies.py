"""The body of a click, read the quick way: always the same as by the standard library, or not at all."""

import json
from typing import Any
from urllib.parse import parse_qsl, quote, quote_plus

from hypothesis import given
from hypothesis import strategies as st

from bot.slack import endpoint

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.text(), JSON), st.sampled_from([quote, quote_plus]), st.booleans())
def test_a_payload_is_read_as_it_was_written(payload: dict[str, Any], escape: Any, ascii_: bool) -> None:
    text = (
        json.dumps(payload, ensure_ascii=ascii_).encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    )
    body = b"payload=" + escape(text).encode()
    assert endpoint._read(body) == text


@given(st.text(alphabet='payload=%+&{}"0a9fGz\r\n æ') | st.text())
def test_anything_else_is_left_alone_or_means_the_same(text: str) -> None:
    read = endpoint._read(text.encode("utf-8", "replace"))
    if read != text:
        ((name, value),) = parse_qsl(text, keep_blank_values=True)
        assert (name, value) == ("payload", read)
