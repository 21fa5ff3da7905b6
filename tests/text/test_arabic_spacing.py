"""White space and line distances of the Arabic script: kerning of a bold, tails, and Nastaliq's leading."""

from __future__ import annotations

from pathlib import Path

import pytest

from flyers.content.markup import RichText
from flyers.content.message_key import MessageKey
from flyers.text.fonts import FontLibrary
from flyers.text.model import TypeSpec, Weight
from flyers.text.paragraph import Typesetter

ROOT = Path(__file__).resolve().parents[2]
SIZE = 100.0


@pytest.fixture(scope="module")
def typesetter() -> Typesetter:
    return Typesetter(FontLibrary.load(ROOT / "fonts"))


def spec(family: str, weight: Weight = "regular", leading: float = 2.1) -> TypeSpec:
    return TypeSpec(
        families=(family, "noto-sans"),
        weight=weight,
        size=SIZE,
        leading=leading * SIZE,
        ascent=1.2,
        descent=0.38,
        direction="rtl",
        script="Arab",
    )


def white(typesetter: Typesetter, text: str, weight: Weight) -> float:
    """Return the widest white between two outlines of the one line, em, among outlines that are on the baseline."""
    rich = RichText(text, "ur", MessageKey("test"))
    line = typesetter.paragraph(rich, spec("noto-nastaliq-urdu", weight), 10_000.0)[0]
    boxes = []
    for run in line.runs:
        face = typesetter.library.face(run.face)
        for glyph in run.glyphs:
            for left, _, right, _ in face.strips(glyph.gid):
                boxes.append((glyph.x / SIZE + left, glyph.x / SIZE + right))
    boxes.sort()
    widest, reached = 0.0, boxes[0][1]
    for left, right in boxes:
        widest = max(widest, left - reached)
        reached = max(reached, right)
    return widest


@pytest.mark.parametrize("word", ["جاننے", "مانگنے", "دینے", "رہنے", "بھیجنے"])
def test_a_word_that_ends_in_bari_ye_does_not_fall_apart_in_bold(typesetter: Typesetter, word: str) -> None:
    assert white(typesetter, word, "bold") < 0.12
    assert white(typesetter, word, "bold") <= white(typesetter, word, "regular") + 0.06


def test_words_keep_apart_in_bold(typesetter: Typesetter) -> None:
    assert 0.03 < white(typesetter, "کے لیے", "bold") < 0.25


@pytest.mark.parametrize("weight", ["regular", "bold"])
def test_the_tail_of_a_pashto_letter_leaves_the_word_space_whole(typesetter: Typesetter, weight: Weight) -> None:
    def space_after(word: str) -> float:
        rich = RichText(f"{word} وي", "ps", MessageKey("test"))
        line = typesetter.paragraph(rich, spec("noto-sans-arabic", weight, 1.5), 10_000.0)[0]
        glyphs = [glyph for run in line.runs for glyph in run.glyphs]
        space = next(glyph for glyph in glyphs if glyph.text == " ")
        before = glyphs[: glyphs.index(space)]
        face = typesetter.library.face(line.runs[0].face)
        inked = [(glyph, face.ink(glyph.gid)) for glyph in before]
        edge = min(glyph.x / SIZE + ink[0] for glyph, ink in inked if ink)
        return edge - space.x / SIZE

    assert space_after("بیړنۍ") >= 0.9 * space_after("بیړني")
    assert space_after("ۍ") >= 0.9 * space_after("بیړني"), "a word of one letter"
    assert space_after("بیړنۍ") <= 1.3 * space_after("بیړني")


def test_paragraphs_of_nastaliq_share_one_leading(typesetter: Typesetter) -> None:
    samples = [
        "آپ کے کسی جاننے والے کو نکلنے کی آزادی نہیں؟",
        "کیا کسی نے آپ کو تکلیف پہنچائی یا جب آپ نے جانے کی کوشش کی تو دھمکی دی؟",
        "اس شخص کو خود چھڑانے کی کوشش نہ کریں۔ آپ اور وہ، دونوں خطرے میں پڑ سکتے ہیں۔",
        "کچھ متاثرین کو بند کر کے رکھا جاتا ہے۔ لیکن اکثر وہ آپ کی نظروں کے سامنے ہی چھپے ہوتے ہیں۔",
    ]
    leadings = {
        round(
            typesetter.measure(
                RichText(text, "ur", MessageKey("test")), spec("noto-nastaliq-urdu"), width * SIZE
            ).leading
            / SIZE,
            3,
        )
        for text in samples
        for width in (9.0, 12.0, 16.0)
    }
    assert max(leadings) <= 2.1 * 1.05
