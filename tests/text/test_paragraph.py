"""Paragraphs: lines fit the measure, are at the right places, and never touch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textsamples import HOTLINE, SAMPLES, TEXT_CODE, resized, rich, texts, visual_text

from flyers.content.markup import RichText, Span, SpanKind
from flyers.content.message_key import MessageKey
from flyers.errors import ExitCode, FontError, OversetError
from flyers.text.fonts import FontLibrary
from flyers.text.model import TypeSpec
from flyers.text.paragraph import _OVERHANG, Typesetter, _in_points, _indent, _inwards
from flyers.text.placing import SetLine, least_distance

LATIN = TypeSpec(("noto-sans",), 10, 13.2, ascent=0.74, descent=0.22)
LANGUAGES = list(SAMPLES)


def start_of_ink(paragraph: Sequence[SetLine]) -> list[float]:
    return [min(glyph.x for run in line.runs for glyph in run.glyphs) for line in paragraph]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [90, 180, 400])
def test_lines_fit_the_measure(typesetter: Typesetter, language: str, width: float) -> None:
    sample = SAMPLES[language]
    paragraph = typesetter.paragraph(sample.rich, sample.spec, width)
    for line in paragraph:
        assert line.width <= width + 1e-4
        for run in line.runs:
            for glyph in run.glyphs:
                assert -0.5 * sample.spec.size <= glyph.x <= width + 0.5 * sample.spec.size
                assert glyph.advance >= 0


def test_the_visual_box_is_ascent_lines_and_descent(typesetter: Typesetter) -> None:
    paragraph = typesetter.paragraph(SAMPLES["en"].rich, LATIN, 180)
    count = len(paragraph)
    assert count > 2
    assert typesetter.measure(SAMPLES["en"].rich, LATIN, 180).height == pytest.approx(7.4 + (count - 1) * 13.2 + 2.2)
    assert [line.baseline for line in paragraph] == pytest.approx([7.4 + 13.2 * at for at in range(count)])


@pytest.mark.parametrize(("direction", "align", "side"), [
    ("ltr", "start", "left"), ("ltr", "end", "right"), ("rtl", "start", "right"), ("rtl", "end", "left"),
    ("ltr", "center", "middle"), ("rtl", "center", "middle"),
])  # fmt: skip  # several cases to a line
def test_alignment_is_mirrored(typesetter: Typesetter, direction: str, align: str, side: str) -> None:
    spec = replace(LATIN, direction=direction, align=align)
    paragraph = typesetter.paragraph(rich("A few words on some lines that are not all of a length."), spec, 100)
    for line in paragraph:
        glyphs = [glyph for run in line.runs for glyph in run.glyphs]
        left, right = min(glyph.x for glyph in glyphs), max(glyph.x + glyph.advance for glyph in glyphs)
        assert right - left == pytest.approx(line.width)
        if side == "middle":
            assert left + right == pytest.approx(100)
        else:
            assert (left if side == "left" else right) == pytest.approx(0 if side == "left" else 100)


@pytest.mark.parametrize("language", LANGUAGES)
def test_another_size_is_the_same_lines_scaled(typesetter: Typesetter, language: str) -> None:
    sample = SAMPLES[language]
    one = typesetter.paragraph(sample.rich, sample.spec, 180)
    two = typesetter.paragraph(sample.rich, resized(sample, size=20, leading=sample.spec.leading * 2), 360)
    assert texts(one) == texts(two)
    for line, twice in zip(one, two, strict=True):
        for run, double in zip(line.runs, twice.runs, strict=True):
            assert [glyph.gid for glyph in run.glyphs] == [glyph.gid for glyph in double.glyphs]
            assert [glyph.x * 2 for glyph in run.glyphs] == pytest.approx([glyph.x for glyph in double.glyphs])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_measurement_equals_the_set_paragraph(typesetter: Typesetter, language: str) -> None:
    sample = SAMPLES[language]
    paragraph = typesetter.paragraph(sample.rich, sample.spec, 150)
    measured = typesetter.measure(sample.rich, sample.spec, 150)
    assert measured.lines == len(paragraph)
    gaps = [lower.baseline - upper.baseline for upper, lower in pairwise(paragraph)]
    assert gaps == pytest.approx([measured.leading] * (measured.lines - 1))
    assert measured.width == pytest.approx(max(line.width for line in paragraph))
    first, last, size = paragraph[0], paragraph[-1], sample.spec.size
    assert measured.above == pytest.approx(first.ink[3] - sample.spec.ascent * size)
    assert measured.below == pytest.approx(-last.ink[1] - sample.spec.descent * size)


@pytest.mark.parametrize("language", LANGUAGES)
def test_ink_reaches_out_of_a_paragraph_as_far_as_is_measured(typesetter: Typesetter, language: str) -> None:
    sample = SAMPLES[language]
    text = (sample.rich, sample.spec, 150.0)
    measured = typesetter.measure(*text)
    room = 0.03 * sample.spec.size  # boxes around steep letters are a little larger than their ink
    assert -1e-6 <= typesetter.reach(text, "top", -inf, inf) - measured.above <= room
    assert -1e-6 <= typesetter.reach(text, "bottom", -inf, inf) - measured.below <= room
    ink = [(line.ink[0], line.ink[2]) for line in typesetter.paragraph(*text)]
    assert typesetter.reach(text, "top", ink[0][1] + 1, inf) == 0, "nothing is beside the first line"
    assert typesetter.reach(text, "bottom", -inf, ink[-1][0] - 1) == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_natural_and_minimum_width_are_exact(typesetter: Typesetter, language: str) -> None:
    sample = SAMPLES[language]
    natural = typesetter.natural_width(sample.rich, sample.spec)
    least = typesetter.min_width(sample.rich, sample.spec)
    assert len(typesetter.paragraph(sample.rich, sample.spec, natural)) == 1
    assert len(typesetter.paragraph(sample.rich, sample.spec, natural - 0.01)) > 1
    typesetter.paragraph(sample.rich, sample.spec, least)
    with pytest.raises(OversetError):
        typesetter.paragraph(sample.rich, sample.spec, least - 0.01)


@pytest.mark.parametrize(("first", "mark", "second"), [("T", "-", "To"), ("A", "\u200b", "Very")])
def test_letters_at_the_ends_of_lines_are_shaped_as_in_words_alone(
    typesetter: Typesetter, first: str, mark: str, second: str
) -> None:
    """No kerning reaches from one line to the next."""

    def glyphs(text: str, width: float) -> list[list[tuple[int, str]]]:
        return [
            [(glyph.gid, glyph.text) for run in line.runs for glyph in run.glyphs]
            for line in typesetter.paragraph(rich(text), LATIN, width)
        ]

    pieces = [first + mark.strip("\u200b"), second]
    widths = [typesetter.natural_width(rich(piece), LATIN) for piece in pieces]
    whole = rich(first + mark + second)
    assert typesetter.natural_width(whole, LATIN) != pytest.approx(sum(widths)), "they are otherwise together"
    assert glyphs(whole.text, max(widths) + 0.01) == [*glyphs(pieces[0], 100), *glyphs(pieces[1], 100)]
    assert [line.width for line in typesetter.paragraph(whole, LATIN, max(widths) + 0.01)] == pytest.approx(widths)
    assert typesetter.min_width(whole, LATIN) == pytest.approx(max(widths))


def test_an_empty_line_has_no_width(typesetter: Typesetter) -> None:
    lines = typesetter.paragraph(rich("one \n\n \ntwo"), LATIN, 300)
    assert texts(lines) == ["one", "", "", "two"]
    assert [line.width for line in lines[1:3]] == [0.0, 0.0]
    for size in (10.0, 40.0):  # large type is aligned by its ink
        lines = typesetter.paragraph(rich("one \n\n \u200b\ntwo"), replace(LATIN, size=size), 300)
        assert [line.ink for line in lines[1:3]] == [(0.0, 0.0, 0.0, 0.0)] * 2
        assert [len(line.boxes) for line in lines] == [3, 0, 0, 3]
        assert lines[0].ink[0] < 1.0
    assert typesetter.natural_width(rich(" \n\n"), LATIN) == typesetter.min_width(rich(" \n\n"), LATIN) == 0.0


def test_a_piece_that_does_not_fit_is_named(typesetter: Typesetter) -> None:
    with pytest.raises(OversetError) as error:
        typesetter.paragraph(rich("Call {hotline} now", "es", "help.call"), LATIN, 40)
    assert str(error.value).startswith(f"es → help.call → messages.yaml:7: “{HOTLINE}” cannot be broken")
    assert error.value.exit_code is ExitCode.LAYOUT


def test_no_break_spaces_that_keep_a_line_together_are_named(typesetter: Typesetter) -> None:
    text = "Ley de Protección de las Víctimas"
    typesetter.paragraph(rich(text, "es", "signs.law"), LATIN, 80)
    with pytest.raises(OversetError) as error:
        typesetter.paragraph(rich(text.replace(" ", "\u00a0"), "es", "signs.law"), LATIN, 80)
    assert error.value.hint == "It has no-break spaces (U+00A0): type ordinary spaces where a line may end."


def test_a_missing_character_is_named(typesetter: Typesetter) -> None:
    with pytest.raises(FontError, match=r"U\+1780 KHMER LETTER KA.*noto-sans-khmer"):
        typesetter.paragraph(rich("ក"), LATIN, 100)


@pytest.mark.parametrize("language", ["ar", "ur"])
def test_contacts_in_right_to_left_text_read_from_left_to_right(typesetter: Typesetter, language: str) -> None:
    sample = SAMPLES[language]
    for width in (110, 180, 600):
        found = {}
        for line in typesetter.paragraph(sample.rich, sample.spec, width):
            for contact in line.contacts:
                glyphs = [
                    glyph
                    for run in line.runs
                    for glyph in run.glyphs
                    if contact.x0 - 0.01 <= glyph.x < contact.x1 - 0.01 and glyph.text.isascii() and glyph.text
                ]
                found[contact.contact] = "".join(glyph.text for glyph in sorted(glyphs, key=lambda glyph: glyph.x))
                assert contact.display == found[contact.contact]
        assert found == {"hotline": HOTLINE, "text": TEXT_CODE}


def test_a_right_to_left_line_reads_from_right_to_left(typesetter: Typesetter) -> None:
    spec = TypeSpec(("noto-sans-arabic",), 10, 16, direction="rtl", script="Arab")
    line = typesetter.paragraph(rich("ابج (دهو) 24 زح", "ar"), spec, 300)[0]
    assert visual_text(line) == "حز 24 )وهد( جبا"
    shapes = {glyph.text: glyph.gid for run in line.runs for glyph in run.glyphs}
    plain = typesetter.paragraph(rich("( )", "en"), replace(spec, direction="ltr"), 300)[0]
    upright = {glyph.text: glyph.gid for run in plain.runs for glyph in run.glyphs}
    assert (shapes["("], shapes[")"]) == (upright[")"], upright["("]), "brackets are mirrored"
    assert line.runs[0].glyphs[0].x + line.runs[0].glyphs[0].advance == pytest.approx(300)


def test_arabic_inside_of_latin_inside_of_arabic_reads_from_right_to_left(typesetter: Typesetter) -> None:
    """And so on, with each direction: at levels 1 to 4."""
    spec = TypeSpec(("noto-sans-arabic", "noto-sans"), 10, 16, direction="rtl", script="Arab")
    text = "جبل \u2066ab \u2067جبل \u2066cd ef\u2069 جبل\u2069 gh\u2069"
    line = typesetter.paragraph(rich(text, "ar"), spec, 400)[0]
    assert {run.level for run in line.runs} == {1, 2, 3, 4}
    assert "".join(char for char in visual_text(line) if char.isprintable()) == "ab لبج cd ef لبج gh لبج"
    words = [[glyph.gid for glyph in run.glyphs if glyph.text in "جبل"] for run in line.runs]
    first, second, third = (gids for gids in words if gids)
    assert first == second == third, "its letters join"


def test_latin_words_in_arabic_keep_their_order(typesetter: Typesetter) -> None:
    spec = TypeSpec(("noto-sans-arabic", "noto-sans"), 10, 16, direction="rtl", script="Arab")
    line = typesetter.paragraph(rich("اب the hotline جد", "ar"), spec, 300)[0]
    assert visual_text(line) == "دج the hotline با"


def test_a_mark_stays_on_its_letter(typesetter: Typesetter) -> None:
    spec = TypeSpec(("noto-sans-arabic",), 10, 16, direction="rtl", script="Arab")
    line = typesetter.paragraph(rich("سَلامٌ", "ar"), spec, 100)[0]
    glyphs = line.runs[0].glyphs
    for base, mark in ((0, 1), (4, 5)):
        assert glyphs[base].x <= glyphs[mark].x <= glyphs[base].x + glyphs[base].advance


def test_glyphs_are_in_logical_order(typesetter: Typesetter) -> None:
    sample = SAMPLES["ar"]
    for line in typesetter.paragraph(sample.rich, sample.spec, 180):
        assert "".join(run.text for run in line.runs) == line.text
        for run in line.runs:
            inked = [glyph.x for glyph in run.glyphs if glyph.advance]
            assert inked == sorted(inked, reverse=run.level % 2 == 1)


def test_trailing_space_is_not_drawn(typesetter: Typesetter) -> None:
    paragraph = typesetter.paragraph(rich("one two"), LATIN, typesetter.min_width(rich("one"), LATIN) + 1)
    assert texts(paragraph) == ["one", "two"]
    assert [(line.start, line.end) for line in paragraph] == [(0, 4), (4, 7)]


def test_mandatory_breaks_are_taken(typesetter: Typesetter) -> None:
    assert texts(typesetter.paragraph(rich("one\ntwo\u2028\nthree\n"), LATIN, 300)) == ["one", "two", "", "three"]
    assert typesetter.paragraph(RichText("", "en", MessageKey("m")), LATIN, 300) == ()


def test_a_soft_hyphen_shows_only_where_a_line_breaks(typesetter: Typesetter, library: FontLibrary) -> None:
    message, face = rich("extra\u00adordinary"), library.face("noto-sans:regular")
    whole = typesetter.paragraph(message, LATIN, 200)
    plain = typesetter.natural_width(rich("extraordinary"), LATIN)
    assert whole[0].width == pytest.approx(plain)
    broken = typesetter.paragraph(message, LATIN, plain - 5)
    assert texts(broken) == ["extra\u00ad", "ordinary"]
    last = broken[0].runs[-1].glyphs[-1]
    assert face.font.glyph_to_string(last.gid) in ("hyphen", "uni2010")


def test_a_line_that_begins_inside_a_ligature_may_end_with_a_hyphen(typesetter: Typesetter) -> None:
    """Three lines anyway; the first would have a third of its measure empty."""
    message = rich("Car\u00adtes, aff\u00adiches et ima\u00adges", "fr")
    assert texts(typesetter.paragraph(message, LATIN, 60)) == ["Car\u00adtes, aff\u00ad", "iches et ima\u00ad", "ges"]


def test_words_of_another_language_stay_on_one_line_unless_all_are(typesetter: Typesetter) -> None:
    def set_with(text: str, foreign: str, line: str, **changes: object) -> list[str]:
        start = text.index(foreign)
        message = replace(rich(text), spans=(Span(start, start + len(foreign), SpanKind.FOREIGN, "kea"),))
        width = typesetter.natural_width(rich(line), LATIN) + 1
        return texts(typesetter.paragraph(message, replace(LATIN, **changes), width))

    text = "Work done under a plan that no one explained"
    assert set_with(text, "a plan", "Work done under a")[:2] == ["Work done under", "a plan that no one"]
    assert set_with(text, "under a", "Work done under a")[:2] == ["Work done under a", "plan that no one"]
    assert set_with(text, text, "Work done under a") == set_with(text, "a plan", "Work done under a")
    text = "Telephone in Cape Verde telephone"
    few = ["Telephone in Cape", "Verde telephone"]
    assert set_with(text, "Cape", few[0], keep_whole=True) == few
    assert set_with(text, "Cape Verde", few[0], keep_whole=True) == ["Telephone", "in Cape Verde", "telephone"]
    assert set_with(text, "Cape Verde", few[0]) == set_with(text, text, few[0], keep_whole=True) == few


def test_headings_are_even(typesetter: Typesetter) -> None:
    message = rich("Every person has the right to be free and safe at work")
    even = typesetter.paragraph(message, replace(LATIN, balance=True), 200)
    assert len(even) == len(typesetter.paragraph(message, LATIN, 200)) == 2
    widths = [line.width for line in even]
    assert max(widths) - min(widths) < 40


def test_a_short_word_does_not_end_a_line_where_the_next_has_room(typesetter: Typesetter) -> None:
    """Full lines would end with "a"; on the next line it costs neither another line nor a gap."""
    message = rich("Work done under a plan that no one explained")
    width = typesetter.natural_width(rich("Work done under a"), LATIN) + 1
    found = texts(typesetter.paragraph(message, LATIN, width))
    assert found == ["Work done under", "a plan that no one", "explained"]


def test_a_short_word_ends_a_line_rather_than_leave_a_gap(typesetter: Typesetter) -> None:
    """On the next line, "a" would push "that" to the one after it, and so on to another line."""
    message = rich("Work under a contract that was never explained")
    width = typesetter.natural_width(rich("Work under a"), LATIN) + 1
    assert texts(typesetter.paragraph(message, LATIN, width))[0] == "Work under a"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("leading", [0.6, 1.0, 1.4])
def test_lines_never_collide_however_small_the_leading(
    typesetter: Typesetter, library: FontLibrary, language: str, leading: float
) -> None:
    sample = SAMPLES[language]
    request = (sample.rich, resized(sample, leading=leading * 10), 150)
    paragraph, measured = typesetter.paragraph(*request), typesetter.measure(*request)
    assert measured.leading >= leading * 10
    assert len(paragraph) > 2
    for upper, lower in pairwise(_boxes(paragraph, library)):
        for left, bottom, right, _ in upper:
            for other_left, _, other_right, top in lower:
                aside = min(right, other_right) - max(left, other_left) <= 0.1001
                assert aside or top - measured.leading <= bottom + 0.1001
    gaps = [b.baseline - a.baseline for a, b in pairwise(paragraph)]
    assert gaps == pytest.approx([measured.leading] * len(gaps))


def test_nastaliq_may_be_set_tighter_than_its_font_suggests(typesetter: Typesetter) -> None:
    sample = SAMPLES["ur"]
    assert 12 < typesetter.measure(sample.rich, resized(sample, leading=1.0), 150).leading < 25


@pytest.mark.parametrize("language", LANGUAGES)
def test_ink_is_the_box_of_the_outlines(typesetter: Typesetter, library: FontLibrary, language: str) -> None:
    sample = SAMPLES[language]
    paragraph = typesetter.paragraph(sample.rich, sample.spec, 150)
    for line, boxes in zip(paragraph, _boxes(paragraph, library), strict=True):
        expected = (
            min(box[0] for box in boxes),
            min(box[1] for box in boxes),
            max(box[2] for box in boxes),
            max(box[3] for box in boxes),
        )
        assert line.ink == pytest.approx(expected)


def _boxes(paragraph: Sequence[SetLine], library: FontLibrary) -> list[list[tuple[float, float, float, float]]]:
    """Return boxes of all outlines, from HarfBuzz's extents and the glyphs' positions in points."""
    lines = []
    for line in paragraph:
        boxes = []
        for run in line.runs:
            face = library.face(run.face)
            scale = run.size / face.upem
            for glyph in run.glyphs:
                extents = face.font.get_glyph_extents(glyph.gid)
                if extents.width and extents.height:
                    left, top = glyph.x + extents.x_bearing * scale, glyph.y + extents.y_bearing * scale
                    boxes.append((left, top + extents.height * scale, left + extents.width * scale, top))
        lines.append(boxes)
    return lines


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("sizes", [(6, 36), (36, 6), (14, 14)])
def test_clearance_is_that_of_all_outlines(typesetter: Typesetter, language: str, sizes: tuple[float, float]) -> None:
    """Lines whose boxes do not meet are not compared, which must find what comparing all outlines finds."""
    sample = SAMPLES[language]
    found = []
    for ascent in (0.3, 0.7, 1.1, 1.5):
        specs = [resized(sample, size=size, ascent=ascent, descent=0.0) for size in sizes]
        upper, lower = [(sample.rich, spec, 400.0) for spec in specs]
        lines = typesetter._set(*upper)[0][-1], typesetter._set(*lower)[0][0]
        boxes = [_in_points(line.boxes, line, spec, 400.0) for line, spec in zip(lines, specs, strict=True)]
        between = ascent * sizes[1]
        for offset in (0.0, 7.5):
            wanted = least_distance(*boxes, between, offset) - between
            assert typesetter.clearance(upper, lower, offset) == pytest.approx(wanted, abs=1e-9)
            found.append(wanted)
    assert max(found) > 0


def test_clearance_is_that_of_lines_where_they_are_set(typesetter: Typesetter) -> None:
    """A line of Nastaliq whose first letter reaches out of its column moves inwards, over other letters."""
    sample = SAMPLES["ur"]
    upper_text = replace(sample.rich, text="نیل کے نشان، کچھ نئے اور کچھ ٹھیک ہوتے ہوئے", spans=())
    lower_text = replace(sample.rich, text="کھویا ہوا یا الجھا ہوا، یا بدسلوکی کی نشانیاں", spans=())
    spec = resized(sample, size=17.25, ascent=1.2, descent=0.38)
    upper, lower = (upper_text, spec, 326.4), (lower_text, spec, 326.4)
    lines = typesetter._set(*upper)[0][-1], typesetter._set(*lower)[0][0]
    upper_moved, lower_moved = (
        typesetter.paragraph(*text)[0].ink[0] - line.at(17.25, _indent(line, spec, 326.4), 0.0).ink[0]
        for text, line in zip((upper, lower), lines, strict=True)
    )
    assert lower_moved < 0 == upper_moved
    boxes = [_in_points(line.boxes, line, spec, 326.4) for line in lines]
    between = (1.2 + 0.38) * 17.25
    wanted = least_distance(*boxes, between, lower_moved) - between
    assert wanted != pytest.approx(least_distance(*boxes, between) - between)
    assert typesetter.clearance(upper, lower, 0.0) == pytest.approx(wanted, abs=1e-9)


SIZE, WIDTH = 10.0, 100.0
MOST = _OVERHANG * SIZE


def sides(left: float, right: float) -> tuple[float, float]:
    """Return how far ink reaches out before and after the column after the line has moved."""
    moved = _inwards(left, right, WIDTH, SIZE)
    return -(left + moved), right + moved - WIDTH


@given(st.floats(-8, 60), st.floats(61, 108))
def test_ink_stays_in_its_column_if_there_is_room(left: float, right: float) -> None:
    before, after = sides(left, right)
    if right - left <= WIDTH + 2 * MOST:
        assert before <= MOST + 1e-9
        assert after <= MOST + 1e-9


@given(st.floats(-MOST, 60), st.floats(61, WIDTH + MOST))
def test_a_line_whose_ink_is_in_its_column_is_not_moved(left: float, right: float) -> None:
    assert _inwards(left, right, WIDTH, SIZE) == 0.0


def test_a_line_is_moved_by_the_excess_of_its_ink() -> None:
    assert _inwards(20.0, WIDTH + 5.5, WIDTH, SIZE) == -(5.5 - MOST)
    assert _inwards(-5.5, 60.0, WIDTH, SIZE) == 5.5 - MOST


def test_a_line_that_is_too_wide_for_its_column_reaches_out_on_both_sides() -> None:
    """No move makes room at one end by taking it at the other beyond what it needs."""
    for left, right in ((-4.0, 104.0), (-1.0, 109.0), (-9.0, 100.5)):
        moved = _inwards(left, right, WIDTH, SIZE)
        assert abs(moved) <= max(0.0, -left - MOST, right - WIDTH - MOST)


@pytest.mark.parametrize(
    ("direction", "align"), [("ltr", "start"), ("ltr", "center"), ("ltr", "end"), ("rtl", "start")]
)
def test_large_type_is_aligned_by_its_ink_and_other_type_by_its_advances(
    typesetter: Typesetter, direction: str, align: str
) -> None:
    """The white beside a large letter shows."""
    for size, by_ink in ((29.9, False), (30.0, True)):
        spec = replace(LATIN, size=size, leading=size * 1.3, direction=direction, align=align)
        (line,) = typesetter.paragraph(rich("Hear"), spec, 400)
        left, _, right, _ = line.ink
        glyphs = [glyph for run in line.runs for glyph in run.glyphs]
        start, end = min(glyph.x for glyph in glyphs), max(glyph.x + glyph.advance for glyph in glyphs)
        at_left, at_right = (left, right) if by_ink else (start, end)
        if align == "center":
            assert at_left == pytest.approx(400 - at_right)
        elif (align == "start") == (direction == "ltr"):
            assert at_left == pytest.approx(0, abs=1e-6)
        else:
            assert at_right == pytest.approx(400)
        assert left > start + 0.5


def test_lines_of_a_large_heading_have_more_white_between_them(typesetter: Typesetter) -> None:
    """An eighth of an em, unless it is a number, whose lines are not balanced, or small."""
    message = rich("gypj\u2028Hklb")

    def leading(size: float, **changes: object) -> float:
        spec = replace(LATIN, size=size, leading=size * 0.5, **changes)
        return typesetter.measure(message, spec, 900).leading / size

    assert leading(30.0) == leading(29.9, balance=True) == leading(10.0) > 0.7
    assert leading(30.0, balance=True) - leading(30.0) == pytest.approx(0.12, abs=0.021)
    assert leading(30.0, balance=True) >= leading(30.0) + 0.099


def test_how_far_ink_reaches_out_of_the_box_is_that_of_the_letters_there(typesetter: Typesetter) -> None:
    spec = replace(LATIN, ascent=0.3, descent=0.0)
    request = (rich("xg\u2028Hx"), spec, 200.0)
    x, g = (typesetter.natural_width(rich(letter), spec) for letter in "xg")
    upper, lower = (line.ink for line in typesetter.paragraph(*request))
    assert typesetter.reach(request, "top", 0.0, x - 1) == pytest.approx(upper[3] - 3.0, abs=0.3)
    assert typesetter.reach(request, "bottom", 0.0, 200.0) == pytest.approx(-lower[1])
    assert typesetter.reach((rich("xg"), spec, 200.0), "bottom", 0.0, x - 0.5) == pytest.approx(0, abs=0.2)
    assert typesetter.reach((rich("xg"), spec, 200.0), "bottom", x + 0.5, x + g) > 2
    assert typesetter.reach(request, "top", 150.0, 200.0) == 0.0
    assert typesetter.reach(request, "top", upper[2], 200.0) == 0.0, "what begins where the ink ends meets none"
    assert typesetter.reach(request, "top", -10.0, upper[0]) == 0.0
    assert typesetter.reach((rich(""), spec, 200.0), "top", 0.0, 200.0) == 0.0
    measured = typesetter.measure(*request)
    assert (measured.above, measured.below) == pytest.approx((upper[3] - 3.0, -lower[1]))


def test_a_text_without_characters_takes_no_room(typesetter: Typesetter) -> None:
    assert typesetter.paragraph(rich(""), LATIN, 100) == ()
    measured = typesetter.measure(rich(""), LATIN, 100)
    assert (measured.lines, measured.height, measured.leading, measured.width) == (0, 0.0, 13.2, 0.0)
    assert (measured.above, measured.below) == (0.0, 0.0)
    assert typesetter.natural_width(rich(""), LATIN) == typesetter.min_width(rich(""), LATIN) == 0.0
    some = (rich("g"), LATIN, 100.0)
    assert (
        typesetter.clearance((rich(""), LATIN, 100.0), some, 0.0)
        == typesetter.clearance(some, (rich(""), LATIN, 100.0), 0.0)
        == 0
    )


def test_a_message_is_set_once_for_each_measure_and_forgets_old_ones(library: FontLibrary) -> None:
    """A piece that is fitted asks for hundreds of measures of one message."""
    typesetter = Typesetter(library)
    message = typesetter._message(rich("gjpq Some words on several lines Hklb"), LATIN)
    assert typesetter._message(rich("gjpq Some words on several lines Hklb"), LATIN) is message
    lines = message.lines(9.0, False)
    assert message.lines(9.0, False) is lines
    assert len(lines) > 1
    kept, distances = [], []
    for step in range(600):
        message.lines(9.0 + step / 100, False)
        assert message.leading(lines, 0.5 + step / 10_000, 0.0) >= 0.5 + step / 10_000
        kept.append(len(message._set))
        distances.append(len(message._distances))
    assert max(kept) == max(distances) == 256
    paragraph = typesetter.paragraph(message.rich, LATIN, 90)
    assert typesetter.paragraph(message.rich, LATIN, 90) is paragraph


def test_as_many_paragraphs_are_kept_as_a_piece_may_have(library: FontLibrary) -> None:
    typesetter, message = Typesetter(library), rich("gj Hk")
    placed = [typesetter.paragraph(message, LATIN, 90.0 + step) for step in range(64)]
    assert all(typesetter.paragraph(message, LATIN, 90.0 + step) is kept for step, kept in enumerate(placed))
    typesetter.paragraph(message, LATIN, 200)
    again = [typesetter.paragraph(message, LATIN, 90.0 + step) for step in range(63, 31, -1)]
    assert all(now is kept for now, kept in zip(again, reversed(placed), strict=False))
    assert typesetter.paragraph(message, LATIN, 121) is not placed[31]


def test_clearances_are_kept_and_the_older_half_forgotten(library: FontLibrary) -> None:
    typesetter = Typesetter(library)
    some = (rich("gj Hk"), LATIN, 100.0)
    for step in range(2048):
        typesetter.clearance(some, some, step / 100)
    assert len(typesetter._clearances) == 2048
    typesetter.clearance(some, some, -1.0)
    assert len(typesetter._clearances) == 1025


def test_a_line_is_in_em_until_it_has_a_place(typesetter: Typesetter) -> None:
    (line,) = typesetter._message(rich("a b"), LATIN).lines(40.0, False)
    (placed,) = typesetter.paragraph(rich("a b"), replace(LATIN, align="end"), 400)
    left, bottom, right, top = placed.ink
    move = 400 - placed.width
    assert line.ink == pytest.approx(((left - move) / 10, bottom / 10, (right - move) / 10, top / 10))
    assert (line.baseline, placed.baseline) == (0.0, pytest.approx(7.4))
    assert placed.width == pytest.approx(line.width * 10)
    assert [run.size for run in line.runs] == [1.0]
    assert len(line.boxes) == 2, "a space has no ink"


@pytest.mark.parametrize(("size", "leading", "balance"), [(9.0, 13.0, False), (36.0, 50.0, True)])
def test_lines_that_do_not_touch_have_exactly_the_leading_of_the_type(
    typesetter: Typesetter, size: float, leading: float, balance: bool
) -> None:
    """A third of a point, or a ninth, is no decimal fraction of an em."""
    spec = replace(LATIN, size=size, leading=leading, balance=balance)
    assert typesetter.measure(rich("one\ntwo"), spec, 300).leading == leading
