"""No code point is lost or invented between any message and its lines."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import normalize

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from textsamples import HOTLINE, SAMPLES, rich

from flyers.content.markup import RichText
from flyers.text.characters import grapheme_clusters, is_hanging_space, is_ignorable
from flyers.text.fonts import FontLibrary
from flyers.text.model import TypeSpec
from flyers.text.paragraph import Typesetter
from flyers.text.placing import SetLine
from matrix import examples

FAMILIES = (
    "noto-sans",
    "noto-sans-arabic",
    "noto-sans-devanagari",
    "noto-sans-khmer",
    "noto-sans-sc",
    "noto-sans-ethiopic",
    "noto-sans-bengali",
    "noto-sans-thai-looped",
    "noto-sans-myanmar",
    "noto-sans-kr",
)

SOFT = "\u00ad\u200b\u200c\u200d\u2060\u200e\u200f\ufe0f"

LETTERS = (
    "ab é1 2-(.)  \n\u00a0"
    + SOFT
    + "ابلاَّ ۱ہٹ"
    + "कि्षत्र "
    + "ក្រុមស្ត្រី "
    + "中文。（，）"
    + "ሰላ፡ም።"
    + "ক্ষি"
    + "น้ำๆ"
    + "ကြွေး"
    + "값이"
)

MIXED = st.lists(
    st.one_of(
        st.sampled_from(LETTERS), st.sampled_from(["{hotline}", "{text}"]), st.sampled_from(["**b**", "**ل**", "ស្ត្រី"])
    ),
    max_size=40,
).map("".join)

PROPERTY = settings(
    max_examples=examples(150), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def drawable(text: str, library: FontLibrary) -> bool:
    """Return whether every cluster has a font; a letter with a mark of another script has none, which is an error."""
    stack = library.stack(FAMILIES, "regular")
    return all(
        any(face.covers_all("".join(c for c in text[start:end] if not is_ignorable(c))) for face in stack)
        for start, end in grapheme_clusters(text.replace("\n", ""))
    )


def assert_accounted_for(paragraph: Sequence[SetLine], message: RichText) -> None:
    place = 0
    for line in paragraph:
        assert line.start == place
        assert "".join(glyph.text for run in line.runs for glyph in run.glyphs) == line.text
        assert all(run.glyphs for run in line.runs)
        assert message.text[line.start :].startswith(line.text)
        dropped = message.text[line.start + len(line.text) : line.end]
        assert all(is_hanging_space(char) or is_ignorable(char) for char in dropped)
        place = line.end
    assert place == len(message.text)


@PROPERTY
@given(MIXED, st.sampled_from(["ltr", "rtl"]), st.floats(95, 400))
def test_any_text_in_any_measure(
    typesetter: Typesetter, library: FontLibrary, text: str, direction: str, width: float
) -> None:
    message = rich(normalize("NFC", text))
    if not drawable(message.text.replace("\n", " "), library):
        return
    spec = TypeSpec(FAMILIES, 10, 14, direction=direction)
    if typesetter.min_width(message, spec) > width:
        return
    paragraph = typesetter.paragraph(message, spec, width)
    assert_accounted_for(paragraph, message)
    clusters = {start for start, _ in grapheme_clusters(message.text)} | {len(message.text)}
    contacts = 0
    for line in paragraph:
        assert line.end in clusters
        assert line.width <= width + 1e-4
        for contact in line.contacts:
            contacts += 1
            assert contact.display in (HOTLINE, "233733")
            inside = [
                glyph
                for run in line.runs
                for glyph in run.glyphs
                if run.level == 2 and glyph.advance and contact.x0 - 1e-6 <= glyph.x < contact.x1 - 1e-6
            ]
            assert "".join(glyph.text for glyph in sorted(inside, key=lambda glyph: glyph.x)) == contact.display
    assert contacts == sum(span.kind.value == "contact" for span in message.spans)


@PROPERTY
@given(st.data(), st.sampled_from(list(SAMPLES)))
def test_soft_characters_anywhere_in_a_real_sentence(
    typesetter: Typesetter, data: st.DataObject, language: str
) -> None:
    sample = SAMPLES[language]
    words = sample.text.split(" ")
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(words) - 1))
        if "{" not in words[at] and "*" not in words[at]:
            cut = data.draw(st.integers(0, len(words[at])))
            words[at] = words[at][:cut] + data.draw(st.sampled_from(SOFT)) + words[at][cut:]
    message = rich(normalize("NFC", " ".join(words)), language)
    width = max(data.draw(st.floats(60, 400)), typesetter.min_width(message, sample.spec))
    assert_accounted_for(typesetter.paragraph(message, sample.spec, width), message)


@pytest.mark.parametrize("language", SAMPLES)
def test_every_sample_in_every_measure(typesetter: Typesetter, language: str) -> None:
    sample = SAMPLES[language]
    least = typesetter.min_width(sample.rich, sample.spec)
    for step in range(40):
        assert_accounted_for(typesetter.paragraph(sample.rich, sample.spec, least + step * 7), sample.rich)
