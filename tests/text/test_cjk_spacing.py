"""White space of full-width marks and between scripts, and its absence at the ends of lines."""

from __future__ import annotations

from dataclasses import replace

import pytest
from textsamples import SAMPLES, rich, texts

from flyers.text.cjk import AUTOSPACE, half_width_marks
from flyers.text.fonts import FontLibrary
from flyers.text.itemize import itemize
from flyers.text.model import TypeSpec
from flyers.text.paragraph import Typesetter
from flyers.text.placing import SetLine

SPEC = SAMPLES["zh-Hans"].spec
TRADITIONAL = SAMPLES["zh-Hant"].spec


def marks(library: FontLibrary, text: str, spec: TypeSpec) -> frozenset[int]:
    """Return the indices of the half-width marks, in the fonts that the text is set in."""
    return half_width_marks(text, itemize(rich(text), library, spec.families, "regular", 0, spec.script))


def set_line(typesetter: Typesetter, text: str, language: str = "zh-Hans", **changes: object) -> SetLine:
    (line,) = typesetter.paragraph(rich(text, language), replace(SPEC, **changes), 400)
    return line


def advance(typesetter: Typesetter, text: str) -> float:
    """Return the advance of *text* between ideographs, em."""
    return set_line(typesetter, f"中{text}中").width / SPEC.size - 2


@pytest.mark.parametrize(("text", "places"), [
    ("中：“中”，中", {1, 4}), ("《法》（中），", {2, 5}), ("中（「中」）", {2, 4}), ("中，中。中", set()), ("“Hi”", set()),
    ("中。\u2069”", {1}),
])  # fmt: skip  # several cases to a line
def test_one_of_two_neighbouring_marks_is_half_as_wide(library: FontLibrary, text: str, places: set[int]) -> None:
    assert marks(library, text, SPEC) == places


@pytest.mark.parametrize(("text", "places"), [
    ("中。」中", set()), ("」，中", {0}), ("中，「中", {2}), ("中！？中", set()), ("（「中」）", {1, 3}), ("中：「中」。", {2, 4}),
])  # fmt: skip  # several cases to a line
def test_a_mark_in_the_middle_of_its_square_keeps_its_width(library: FontLibrary, text: str, places: set[int]) -> None:
    assert marks(library, text, TRADITIONAL) == places


@pytest.mark.parametrize("mark", "、。，：；！？")
def test_lines_of_traditional_chinese_end_with_the_whole_square(typesetter: Typesetter, mark: str) -> None:
    (line,) = typesetter.paragraph(rich(f"中中{mark}", "zh-Hant"), TRADITIONAL, 400)
    assert line.width == pytest.approx(30)
    left, right = line.runs[0].glyphs[-1].x, line.width
    assert line.ink[2] < right - 2
    assert left == pytest.approx(20)


def test_brackets_of_traditional_chinese_hang_out(typesetter: Typesetter) -> None:
    (line,) = typesetter.paragraph(rich("「中中」", "zh-Hant"), TRADITIONAL, 400)
    assert line.width == pytest.approx(30)


def test_korean_marks_are_as_wide_as_letters_of_the_alphabet(typesetter: Typesetter, library: FontLibrary) -> None:
    spec = SAMPLES["ko"].spec
    text = "“아니요,” 하고 말했습니다."
    assert marks(library, text, spec) == marks(library, "“‘아니요’”", spec) == set()
    (line,) = typesetter.paragraph(rich(text, "ko"), spec, 400)
    widths = {glyph.text: glyph.advance for run in line.runs for glyph in run.glyphs if glyph.text in "“,”."}
    assert set(widths) == set("“,”.")
    assert max(widths.values()) < 6


def test_half_width_marks_are_drawn_half_as_wide(typesetter: Typesetter) -> None:
    assert advance(typesetter, "，") == pytest.approx(1)
    assert advance(typesetter, "》（") == pytest.approx(1.5)
    assert advance(typesetter, "。”，") == pytest.approx(2)


@pytest.mark.parametrize("before", ["", "中", "A中", "中A中", "911 ", "中文911中"])
def test_marks_are_half_as_wide_wherever_their_run_begins(typesetter: Typesetter, before: str) -> None:
    drawn = {
        glyph.text: glyph.advance for run in set_line(typesetter, f"{before}：“中”，中").runs for glyph in run.glyphs
    }
    assert [drawn[mark] / SPEC.size for mark in "：“”，"] == pytest.approx([0.5, 1, 0.5, 1])


def test_a_line_is_as_long_as_it_looks(typesetter: Typesetter) -> None:
    assert set_line(typesetter, "中中。").width == pytest.approx(25)
    assert set_line(typesetter, "“中中”").width == pytest.approx(30)
    assert set_line(typesetter, "中中").width == pytest.approx(20)
    opening = set_line(typesetter, "（中")
    assert opening.runs[0].glyphs[0].x == pytest.approx(-5)
    assert opening.ink[0] >= 0


def test_a_mark_at_the_end_of_a_line_needs_half_a_square(typesetter: Typesetter) -> None:
    message = rich("中文好，中文好。", "zh-Hans")
    assert texts(typesetter.paragraph(message, SPEC, 35)) == ["中文好，", "中文好。"]
    assert typesetter.min_width(rich("好，", "zh-Hans"), SPEC) == pytest.approx(15)


def test_centred_lines_are_centred_as_they_look(typesetter: Typesetter) -> None:
    line = set_line(typesetter, "中。", align="center")
    assert line.runs[0].glyphs[0].x == pytest.approx((400 - 15) / 2)


@pytest.mark.parametrize("text", ["中{text}中", "中18中", "中A中", "中\u2060A\u2060中"])
def test_latin_and_digits_are_spaced_from_ideographs(typesetter: Typesetter, text: str) -> None:
    alone = set_line(typesetter, text.replace("中", "")).width / SPEC.size
    assert advance(typesetter, text.strip("中")) == pytest.approx(alone + 2 * AUTOSPACE)


def test_text_with_spaces_or_marks_gets_no_space_between_scripts(typesetter: Typesetter) -> None:
    letter = set_line(typesetter, "A").width / SPEC.size
    space = (set_line(typesetter, "A A").width / SPEC.size) - 2 * letter
    assert advance(typesetter, " A ") == pytest.approx(letter + 2 * space)
    assert advance(typesetter, "，A。") == pytest.approx(letter + 2)
    assert advance(typesetter, "“A”") == pytest.approx(letter + 2)


@pytest.mark.parametrize("text", ["中中中中{text}中中中中", "中中中中123456中中中中"])
def test_there_is_no_space_between_scripts_at_the_ends_of_lines(typesetter: Typesetter, text: str) -> None:
    lines = typesetter.paragraph(rich(text, "zh-Hans"), SPEC, 41)
    assert len(lines) == 3
    assert [line.width for line in lines] == pytest.approx([40, 6 * 5.72, 40])
    assert min(glyph.x for glyph in lines[1].runs[-1].glyphs) >= 0


def test_right_to_left_lines_get_no_space_between_scripts(typesetter: Typesetter) -> None:
    families = (*SPEC.families, "noto-sans-arabic")
    line = set_line(typesetter, "ا 中A中。", direction="rtl", families=families)
    plain = set_line(typesetter, "ا 中中。", direction="rtl", families=families)
    assert line.width - plain.width == pytest.approx(set_line(typesetter, "A").width)
    assert line.width == pytest.approx(sum(glyph.advance for run in line.runs for glyph in run.glyphs))


def test_a_line_may_begin_with_the_ideograph_before_a_latin_letter(typesetter: Typesetter) -> None:
    letter = set_line(typesetter, "A").width
    first, second = typesetter.paragraph(rich("中中中A", "zh-Hans"), SPEC, 22)
    assert (first.text, second.text) == ("中中", "中A")
    assert (first.width, second.width) == pytest.approx((20, 10 + 1.25 + letter))
    assert [glyph.x for run in second.runs for glyph in run.glyphs] == pytest.approx([0, 11.25])
