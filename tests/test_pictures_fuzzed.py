"""Whatever people wrote: a picture is a picture, and says in words what can be heard."""

import io
from xml.etree import ElementTree

import hypothesis
import pytest
from hypothesis import strategies as st
from PIL import Image

from bot import drawing, pictures, texts
from tests.slack import samples, strict

LANGUAGES = st.sampled_from(texts.LOCALES).map(texts.load)


@pytest.mark.parametrize("kind", ["round_result", "nudge_card", "ending_card"])
@hypothesis.settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow, hypothesis.HealthCheck.data_too_large],
)
@hypothesis.given(data=st.data(), texts_=LANGUAGES)
def test_a_picture_holds_text_and_nothing_else(kind: str, data: st.DataObject, texts_: texts.Texts) -> None:
    message = data.draw(samples.MESSAGES[kind])
    assert isinstance(message, pictures.Illustrated)
    found = pictures.of(message, texts_)
    if found is None:
        return
    written = drawing.svg(found.drawing)
    document = ElementTree.fromstring(written)
    names = {part.tag.rpartition("}")[2] for part in document.iter()}
    assert names <= {"svg", "title", "rect", "circle", "line", "text"}
    assert not {
        name for part in document.iter() for name in part.attrib if name.startswith("on") or "href" in name
    }
    for said in (written, found.drawing.about):
        assert not set(said) & set(strict.OBEYED)
    picture = Image.open(io.BytesIO(drawing.png(found.drawing)))
    assert picture.size == (found.drawing.width * drawing.SCALE, found.drawing.height * drawing.SCALE)
    assert found.drawing.height < 4000
