"""JSON read and written the fast way says what the usual way says, whatever is in it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack import wire

texts = st.text(st.characters())  # halves of surrogate pairs among them
scalars = st.none() | st.booleans() | st.integers() | st.floats() | texts
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4)
)


@given(values)
def test_what_is_written_the_usual_way_is_read(value: object) -> None:
    assert repr(wire.read(json.dumps(value))) == repr(value)


@given(values.filter(lambda value: "nan" not in repr(value) and "inf" not in repr(value)))
def test_what_is_written_is_read_the_usual_way(value: object) -> None:
    assert repr(json.loads(wire.written(value))) == repr(value)


@given(
    texts | values.map(json.dumps).map(lambda text: text[:-1]) | values.map(json.dumps).map("{} {{".format)
)
def test_what_is_no_json_is_refused_as_usual(text: str) -> None:
    try:
        expected = json.loads(text)
    except ValueError:
        with pytest.raises(ValueError, match=r".*"):
            wire.read(text)
    else:
        assert repr(wire.read(text)) == repr(expected)


def test_what_is_too_deep_is_refused() -> None:
    with pytest.raises(RecursionError):
        wire.read("[" * 100_000 + "]" * 100_000)
