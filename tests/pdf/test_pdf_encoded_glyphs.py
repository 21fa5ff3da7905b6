"""Encoded glyphs: nothing is lost, moved or invented between shaped lines and what codes draw and stand for."""

from __future__ import annotations

import io
import struct
import unicodedata
from dataclasses import replace

import pytest
from fontTools.cffLib import CFFFontSet
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st
from pdffeed import library, rich_text, set_line, set_paragraph

from flyers.page.document import TextLine
from flyers.pdf.encoded_glyphs import LRM, RLM, SOFT, STRUT, Component, GlyphStrings, plain
from flyers.pdf.glyphfont import GlyphFont, font_program
from flyers.pdf.graphics_operators import number
from flyers.pdf.lines import (
    LEAST_LINKED,
    MOST_LINKED,
    counterweight,
    encoded_face,
    line_strings,
    link,
    needed_cuts,
)
from flyers.pdf.marks import FACE
from matrix import examples

ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءآأإؤئ\u064b\u064e\u0650\u0651\u0652 ،.:؟()«»-"
URDU = "اآبپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہھءیےئؤۂ\u064e\u0650\u064f ،۔؟()"
MIXED = "ابجدهوزلامن ،.()”“" + "abc XYZ 123٤٥٦-/:%"
DEVANAGARI = "कखगचजटडतदनपबमयरलवशसहािीुूेैोौंः्ँ़ ।,-"
KHMER = "កខគឃងចឆជញដណតថទនបផពភមយរលវសហឡអា\u17b6\u17b7\u17b8\u17bb\u17c1\u17c4\u17c6\u17c7\u17d2 ។"

ALPHABETS = {"ar": ARABIC, "ur": URDU, "hi": DEVANAGARI, "km": KHMER}


def strings_of(line: TextLine, *, rtl_page: bool = False) -> list[GlyphStrings]:
    return line_strings(line, None, library(), rtl_page=rtl_page)


def text_of(parts: list[GlyphStrings], line: TextLine) -> str:
    """Return the text of the codes in logical order, right-to-left strings turned round, without white space and soft
    marks.
    """
    texts = [
        "".join(glyph.text for glyph in string)[:: -1 if part.run >= 0 and line.runs[part.run].level % 2 else 1]
        for part in parts
        for string in part.strings
    ]
    return bare("".join(texts))


def bare(text: str) -> str:
    return "".join(c for c in text if unicodedata.category(c) not in ("Cf", "Zs"))


def line_of(text: str, language: str) -> TextLine | None:
    """Return *text* on a line, or None if it cannot be set as it is, such as a mark without a base."""
    lines = set_paragraph(rich_text(text, language), 0, 0, None, 20)
    return lines[0] if len(lines) == 1 and bare(lines[0].text) else None


@pytest.mark.parametrize("language", ALPHABETS)
def test_codes_carry_every_character_once_and_in_order(language: str) -> None:
    @settings(deadline=None, max_examples=examples(120))
    @given(st.text(alphabet=ALPHABETS[language], min_size=1, max_size=24))
    def holds(text: str) -> None:
        line = line_of(text, language)
        if line is not None:
            assert text_of(strings_of(line), line) == bare(line.text)
            assert text_of(strings_of(line, rtl_page=True), line) == bare(line.text)

    holds()


@settings(deadline=None, max_examples=examples(200))
@given(st.text(alphabet=MIXED, min_size=1, max_size=24))
def test_codes_carry_every_character_of_mixed_text_once_and_in_order(text: str) -> None:
    line = line_of(text, "ar")
    if line is not None:
        assert text_of(strings_of(line, rtl_page=True), line) == bare(line.text)


@pytest.mark.parametrize("language", ALPHABETS)
def test_every_glyph_is_drawn_where_the_shaper_put_it(language: str) -> None:
    @settings(deadline=None, max_examples=examples(120))
    @given(st.text(alphabet=ALPHABETS[language], min_size=1, max_size=24))
    def holds(text: str) -> None:
        line = line_of(text, language)
        if line is None:
            return
        shaped = [
            (run.face, glyph.gid, glyph.x, glyph.y)
            for run in line.runs
            for glyph in run.glyphs
            if library().face(run.face).ink(glyph.gid)
        ]
        drawn = [glyph for part in strings_of(line) for glyph in glyphs_with_ink(part)]
        assert len(drawn) == len(shaped)
        for one, other in zip(sorted(shaped, key=place), sorted(drawn, key=place), strict=True):
            assert one[:2] == other[:2]
            assert one[2:] == pytest.approx(other[2:], abs=20 * 1.5 / 1000)

    holds()


Drawn = tuple[str, int, float, float]


def place(glyph: Drawn) -> tuple[str, int, float, float]:
    face, gid, x, y = glyph
    return face, gid, round(x, 1), y


def glyphs_with_ink(part: GlyphStrings) -> list[Drawn]:
    face = library().face(part.face.key)
    em = part.size / face.upem
    return [
        (face.key, component.gid, glyph.x + component.x * em, glyph.y + component.y * em)
        for string in part.strings
        for glyph in string
        for component in glyph.components
        if component.gid != STRUT and face.ink(component.gid)
    ]


@pytest.mark.parametrize(
    ("text", "language", "strings"),
    [
        ("اتصل بنا", "ar", ["انب لصتا"]),
        ("«نعم»", "ar", [f"{RLM}»معن«{RLM}"]),
        ("في 12 يوم", "ar", ["يف", " ", "12", "موي "]),
        ("لا", "ar", ["ال"]),
        ("بے\u200cشمار", "ur", ["رامش\u200cےب"]),
        ("من ١٢٫٥ إلى", "ar", ["نم", " ", f"{LRM}١٢٫٥{LRM}", " ", "ىلإ"]),
        ("أيام 3-5", "ar", ["مايأ", " ", "3", RLM, "-", RLM, "5"]),
        ("فورًا", "ar", ["ا\u064bروف"]),
    ],
)
def test_right_to_left_strings_begin_with_their_last_letter(text: str, language: str, strings: list[str]) -> None:
    parts = strings_of(set_line(text, language, 0, 0), rtl_page=True)
    parts = [part for part in parts if part.run >= 0]  # without what parts the line for pdfium
    assert ["".join(glyph.text for glyph in string) for part in parts for string in part.strings] == strings
    for string in (string for part in parts for string in part.strings):
        places = [glyph.x for glyph in string]
        assert places == sorted(places)
        assert {glyph.y for glyph in string} == {0.0}


def test_a_stop_after_a_number_is_drawn_on_its_left_and_read_on_its_right() -> None:
    """pdfium and poppler took “911.” for “.911”."""
    line = set_line("اتصلوا بالرقم \u2066911\u2069.", "ar", 0, 0)
    parts = [part for part in strings_of(line, rtl_page=True) if part.run >= 0]
    (stop,) = parts[-1].strings[-1]
    number = next(part for part in parts if part.strings[0][0].text == "9")
    end = number.strings[0][-1].x
    assert (stop.text, RLM in {glyph.text for string in parts[-1].strings for glyph in string}) == (".", False)
    drawn = max(stop.x + component.x * parts[-1].size / 1000 for component in stop.components)
    assert drawn < number.strings[0][0].x < end < stop.x


def test_a_narrow_no_break_space_is_read_as_the_space_that_people_type() -> None:
    (part,) = strings_of(set_line("De partir\u202f?", "fr", 0, 0))
    assert "".join(glyph.text for glyph in part.strings[0]) == "De partir ?"


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_upside_down_a_no_break_space_is_read_as_a_space_too(turn: int) -> None:
    parts = strings_of(replace(set_line("5\u00a0km", "en", 0, 0), turn=turn))
    assert "".join(glyph.text for part in parts for glyph in part.strings[0]) == (
        "5 km" if turn == 180 else "5\u00a0km"
    )


def test_a_mark_of_right_to_left_text_is_a_font_unit_wide() -> None:
    (part,) = strings_of(set_line("مجّانًا", "ar", 0, 0))
    (string,) = part.strings
    marks = [glyph for glyph in string if unicodedata.category(glyph.text) == "Mn"]
    assert [glyph.width(part.face) for glyph in marks] == [1, 1]


def test_a_combining_mark_has_a_narrow_code_of_its_own_after_its_letter() -> None:
    (part,) = strings_of(set_line("की क्या पुर्\u200dयाएको", "ne", 0, 0))
    codes = [(glyph.text, glyph.advance) for glyph in part.strings[0]]
    assert [text for text, _ in codes[:4]] == ["की", " ", "क", "\u094d"]
    assert ("\u094d\u200d", 1) in codes
    assert {width for text, width in codes if unicodedata.category(text[0]) == "Mn"} == {1}


def test_a_cluster_with_the_same_mark_twice_is_one_code() -> None:
    (part,) = strings_of(set_line("ন্ত্রণ", "bn", 0, 0))
    assert "ন্ত্র" in [glyph.text for glyph in part.strings[0]]


# Aids for readers


@pytest.mark.parametrize(
    ("stretches", "cuts"),
    [
        ([(True, "نص"), (False, "QR"), (True, " آخر")], [False, False]),
        ([(True, "نص"), (False, "233733")], [False]),
        ([(True, "نص"), (False, "1-888-373-7888"), (True, ".")], [False, False]),
        ([(True, "نص هنا"), (False, "www.example.org")], [True]),
        ([(True, "نص هنا"), (False, "1 (888) 373-7888"), (True, " ثم نص"), (False, "12")], [True, True, False]),
        ([(True, "و"), (False, "A"), (True, "و"), (False, "B")], [True, True, True]),
    ],
)
def test_lines_are_cut_where_pdfium_would_misjudge_the_order(
    stretches: list[tuple[bool, str]], cuts: list[bool]
) -> None:
    assert needed_cuts(stretches, rtl=True) == cuts


def test_right_to_left_words_are_cut_off_a_left_to_right_line() -> None:
    assert needed_cuts([(False, "say "), (True, "مرحبا"), (False, " (hello)")], rtl=False) == [True, True]


def test_a_cut_is_low_enough_for_pdfium_and_not_too_low_for_mupdf() -> None:
    parts = strings_of(set_line("الموقع ⁦www.example.org⁩ هنا", "ar", 0, 0, size=10), rtl_page=True)
    cuts = [glyph for part in parts for string in part.strings for glyph in string if glyph.y < 0]
    assert len(cuts) == 2
    for cut in cuts:
        assert cut.text == " "
        assert 7.5 < -cut.y < 8.0
        assert any(component.gid == STRUT for component in cut.components)


def test_the_counterweight_outweighs_the_letters_and_fits_its_space() -> None:
    marks = counterweight(["abcdef" * 10, "نص"], 3, 6.0, 10.0, 200.0)
    assert sum(glyph.text.count(RLM) for glyph in marks) > 58
    assert all(10 <= glyph.x < 200 for glyph in marks)
    assert counterweight(["نص طويل"], 3, 6.0, 0.0, 100.0) == []


def test_the_counterweight_does_not_rely_on_marks_that_poppler_may_take_for_doubled_ones() -> None:
    marks = counterweight(["abcdefgh", f"{RLM} ", RLM, f"{RLM}”"], 3, 6.0, 0.0, 100.0)
    assert sum(glyph.text.count(RLM) for glyph in marks) > 8


@pytest.mark.parametrize(
    ("leading", "rtl"),
    [(LEAST_LINKED + 0.01, False), (1.6, False), (LEAST_LINKED + 0.01, True), (1.6, True), (1.8, True), (1.93, True)],
)
def test_a_link_is_close_enough_to_both_lines(leading: float, rtl: bool) -> None:
    """Poppler's limits: 1.5 em from the line above, and the own line within 0.5 em of the leftmost word."""
    part = link(0.0, 10.0, leading, encoded_face(library().face(FACE)), rtl=rtl)
    heights = sorted(glyph.y / 10 for string in part.strings for glyph in string)
    assert leading - heights[-1] <= 1.5
    assert heights[-1] - min(0.0, heights[0]) > 0.5
    assert max(abs(height) for height in heights) <= 0.5 * part.size / 10
    assert all(glyph.text == SOFT for string in part.strings for glyph in string)


def test_a_link_in_wide_leading_is_half_way() -> None:
    for leading, rtl in ((1.95, True), (2.3, True), (MOST_LINKED, True), (1.7, False), (MOST_LINKED, False)):
        ((glyph,),) = link(0.0, 10.0, leading, encoded_face(library().face(FACE)), rtl=rtl).strings
        assert 0.5 < glyph.y / 10 <= 1.5
        assert 0.5 < leading - glyph.y / 10 <= 1.5


def test_lines_of_one_paragraph_with_wide_leading_are_linked() -> None:
    first, second, *_ = set_paragraph(rich_text("ខ្ញុំត្រូវការជំនួយឥឡូវនេះ " * 4, "km"), 0, 0, 150, 10)
    alone, linked = strings_of(second), line_strings(second, first, library(), rtl_page=False)
    assert len(linked) == len(alone) + 1
    assert linked[0].strings[0][0].text == SOFT
    english = set_paragraph(rich_text("call us at any hour of the day " * 4, "en"), 0, 0, 150, 10)
    assert len(line_strings(english[1], english[0], library(), rtl_page=False)) == len(strings_of(english[1]))


@pytest.mark.parametrize(
    ("above", "linked"), [(14.8, False), (14.9, True), (29.0, True), (29.1, False), (-20.0, False)]
)
def test_lines_are_linked_from_about_one_and_a_half_to_three_ems(above: float, linked: bool) -> None:
    line = set_line("help in 24 hours", "en", 0, 0, size=10)
    upper = replace(line, y=above)
    (*first, words) = line_strings(line, upper, library(), rtl_page=False)
    assert len(first) == linked
    assert words.run == 0
    assert len(line_strings(line, replace(upper, block="other"), library(), rtl_page=False)) == 1
    assert len(line_strings(line, None, library(), rtl_page=False)) == 1


@pytest.mark.parametrize(("text", "language", "above", "starts"), [
    ("پاکستان میں مفت مدد", "ur", 10.0, [("end", 5.0)]),
    ("پاکستان میں مفت مدد", "ur", 16.3, [("end", 5.0), ("link", 4.5)]),
    ("پاکستان میں مفت مدد", "ur", 16.4, [("link", 4.5)]),
    ("پاکستان میں مفت مدد", "ur", 0.0, []),
    ("پاکستان میں مفت مدد", "ur", -5.0, []),
    ("help in 24 hours", "en", 5.0, []),
])  # fmt: skip  # one distance to a line
def test_right_to_left_text_that_reaches_the_line_above_begins_with_a_glyph_without_ink(
    text: str, language: str, above: float, starts: list[tuple[str, float]]
) -> None:
    """It has no text, and is half an em up at the end of the ink; a link comes after it."""
    line = set_line(text, language, 0, 0, size=10)
    parts = line_strings(line, replace(line, y=above), library(), rtl_page=language == "ur")
    places = {"end": line.ink[2], "link": parts[-1].right - 0.2}
    found = [part.strings[0][0] for part in parts if part.run < 0]
    assert [(glyph.x, glyph.y) for glyph in found] == [(pytest.approx(places[at]), up) for at, up in starts]
    assert all(glyph.text == SOFT for glyph in found)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("قل: «Arabic, please.» ثم", [["Arabic, please"], ["."], [" "], ["»"]]),
        ("اتصل 911. ثم", [["911"], [".", "مث "]]),
    ],
)
def test_a_sign_after_words_belongs_to_their_part_and_one_after_a_number_does_not(
    text: str, shown: list[list[str]]
) -> None:
    """In right-to-left text. pdfium needs a cut between the words with their sign and what follows."""
    parts = [
        ["".join(glyph.text for glyph in string) for string in part.strings]
        for part in strings_of(set_line(text, "ar", 0, 0))
    ]
    at = parts.index(shown[0])
    assert parts[at : at + len(shown)] == shown


def test_hyphens_at_ends_of_lines_are_marked() -> None:
    hyphen = strings_of(set_line("Spanish-", "en", 0, 0))[-1].strings[-1]
    assert [glyph.text for glyph in hyphen[-2:]] == ["-", SOFT]


@pytest.mark.parametrize(
    ("turn", "cuts"), [(0, []), (90, [(-10.0, 0.0)]), (180, [(24.38, -7.9), (42.78, -7.9), (45.38, -7.9)])]
)
def test_a_turned_line_is_cut_at_another_height_than_its_own(turn: int, cuts: list[tuple[float, float]]) -> None:
    """Upside down before each change of font, downwards before lines that follow another."""
    line = replace(set_line("Help 안전 now", "en", 0, 0, size=10), turn=turn)
    above = replace(line, x=20.0, y=20.0, block="other")
    found = [part.strings[0][0] for part in line_strings(line, above, library(), rtl_page=False) if part.run < 0]
    assert [(glyph.x, glyph.y) for glyph in found] == [pytest.approx(cut, abs=0.01) for cut in cuts]
    assert all(glyph.text == SOFT for glyph in found)


def test_a_turned_line_from_right_to_left_is_cut_as_any_other() -> None:
    line = set_line("هنا www.example.org", "ar", 0, 0, size=10)
    usual = strings_of(line, rtl_page=True)
    assert [part.strings[0][0].y for part in usual if part.run < 0] == [-7.9]
    assert strings_of(replace(line, turn=180), rtl_page=True) == usual


# Fonts, and composite glyphs in them


def test_a_subset_has_what_is_drawn_and_no_hints() -> None:
    """Without the glyphs that its own rules might put in their place: letters are shaped already."""
    face = library().face("noto-sans-arabic:regular")
    letter = plain(face.font.get_nominal_glyph(ord("ب")))
    program = font_program(face.data, face.index, face.axes, frozenset([letter]))
    subset = TTFont(io.BytesIO(program.data))
    assert "prep" in face.font.face.table_tags
    assert {"prep", "fpgm", "cvt ", "GSUB", "GPOS", "cmap"}.isdisjoint(subset.keys())
    drawn = subset["glyf"][subset.getGlyphOrder()[program.glyphs[letter]]]
    assert subset["maxp"].numGlyphs == 2 + len(drawn.components)


def test_the_codes_of_chinese_type_are_the_numbers_of_its_glyphs() -> None:
    face = library().face("noto-sans-sc:regular")
    letters = [plain(face.font.get_nominal_glyph(ord(char))) for char in "您安全吗"]
    program = font_program(face.data, face.index, face.axes, frozenset(letters))
    table = CFFFontSet()
    table.decompile(io.BytesIO(program.data), None)
    assert program.outlines == "cff"
    assert table[0].charset[1:] == [f"cid{number:05d}" for number in range(1, 5)]
    assert sorted(program.glyphs.values()) == [1, 2, 3, 4]
    assert set(program.widths.values()) == {1000.0}


def test_composites_draw_the_outlines_of_their_components() -> None:
    face = library().face("noto-sans-arabic:regular")
    gids = [face.font.get_nominal_glyph(ord(char)) for char in "بن"]
    parts = (Component(gids[0], 40, -25), Component(gids[1], 700, 110), Component(STRUT, 0, 0))
    composed = (parts, 1234)
    program = font_program(face.data, face.index, face.axes, frozenset({composed, plain(gids[0])}))
    subset = TTFont(io.BytesIO(program.data))
    names = subset.getGlyphOrder()
    name = names[program.glyphs[composed]]
    assert subset["hmtx"][name][0] == 1234
    assert program.widths[composed] == pytest.approx(1234 * 1000 / face.upem)
    assert contours(subset, name) == [
        *contours(TTFont(face.path), face.font.glyph_to_string(gids[0]), 40, -25),
        *contours(TTFont(face.path), face.font.glyph_to_string(gids[1]), 700, 110),
    ]
    xs, ys = zip(*[point for contour in contours(subset, name) for point in contour], strict=True)
    glyph = subset["glyf"][name]
    assert glyph.xMin <= min(xs)
    assert glyph.yMax >= max(ys)
    assert subset["hmtx"][name][1] == glyph.xMin, "rasterizers move an outline to its left side bearing"
    assert subset["maxp"].maxComponentElements >= 3


def test_a_composite_without_an_advance_has_none() -> None:
    face = library().face("noto-sans-arabic:regular")
    link_of_lines = ((Component(face.font.get_nominal_glyph(ord(" ")), 0, 0),), 0)
    program = font_program(face.data, face.index, face.axes, frozenset({link_of_lines}))
    subset = TTFont(io.BytesIO(program.data))
    assert program.widths == {link_of_lines: 0}
    assert subset["hmtx"][subset.getGlyphOrder()[program.glyphs[link_of_lines]]] == (0, 0)


def test_the_box_of_a_font_holds_what_is_composed_of_its_glyphs() -> None:
    """Programs cut off what reaches out of it (PDF 32000-1, 9.8.1)."""
    face = library().face("noto-sans-arabic:bold")
    gid = face.font.get_nominal_glyph(ord("ب"))
    high = ((Component(gid, 0, 0), Component(gid, -900, 4000)), 500)
    program = font_program(face.data, face.index, face.axes, frozenset({high}))
    subset = TTFont(io.BytesIO(program.data))
    glyph = subset["glyf"][subset.getGlyphOrder()[program.glyphs[high]]]
    left, _, _, top = program.metrics.box
    assert left <= glyph.xMin * 1000 / face.upem
    assert top == pytest.approx(glyph.yMax * 1000 / face.upem, abs=1)


def contours(font: TTFont, name: str, dx: int = 0, dy: int = 0) -> list[list[tuple[float, float]]]:
    """Return the points of each contour that encloses an area."""
    pen = DecomposingRecordingPen(font.getGlyphSet())
    font.getGlyphSet()[name].draw(pen)
    found: list[list[tuple[float, float]]] = []
    for operator, points in pen.value:
        if operator == "moveTo":
            found.append([])
        found[-1] += [(round(x) + dx, round(y) + dy) for x, y in points if (x, y) is not None]
    return [contour for contour in found if len(contour) > 2]


def test_a_component_with_too_large_an_offset_is_refused() -> None:
    face = library().face("noto-sans-arabic:regular")
    gid = face.font.get_nominal_glyph(ord("ب"))
    far = ((Component(gid, 40_000, 0),), 500)
    with pytest.raises(ValueError, match="16 bits"):
        font_program(face.data, face.index, face.axes, frozenset({far}))


def test_each_pair_of_glyph_and_text_has_a_code() -> None:
    """In TrueType the codes count up as pairs are used, whatever they draw."""
    face = library().face("noto-sans:regular")
    one, other = (plain(face.font.get_nominal_glyph(ord(char))) for char in "aI")
    made = GlyphFont(face, [(other, "I"), (one, "a"), (other, "l"), (one, "a")], 7)
    assert (made.names, made.codes) == (["F7"], {(other, "I"): (0, 1), (one, "a"): (0, 2), (other, "l"): (0, 3)})
    width = face.font.get_glyph_h_advance(other[0][0].gid) * 1000 / face.upem
    assert made.encoding[other, "l"] == ("F7", "0003", pytest.approx(width))
    assert struct.unpack(">4H", made._glyph_map()) == (
        0,
        *(made.program.glyphs[drawing] for drawing in (other, one, other)),
    )


def test_where_a_code_is_a_glyph_its_second_text_is_in_a_second_font() -> None:
    face = library().face("noto-sans-sc:regular")
    one, other = (plain(face.font.get_nominal_glyph(ord(char))) for char in "您安")
    made = GlyphFont(face, [(one, "您"), (other, "安"), (one, "x"), (one, "y"), (other, "z")], 3)
    assert made.names == ["F3", "F3.1", "F3.2"]
    first, second = made.program.glyphs[one], made.program.glyphs[other]
    assert {first, second} == {1, 2}
    assert made.encoding == {
        (one, "您"): ("F3", f"{first:04X}", 1000.0),
        (other, "安"): ("F3", f"{second:04X}", 1000.0),
        (one, "x"): ("F3.1", f"{first:04X}", 1000.0),
        (one, "y"): ("F3.2", f"{first:04X}", 1000.0),
        (other, "z"): ("F3.1", f"{second:04X}", 1000.0),
    }
    assert made._widths() == "[ 1 [ 1000 1000 ] ]"


def test_widths_of_codes_that_do_not_follow_each_other_are_in_lists_of_their_own() -> None:
    face = library().face("noto-sans:regular")
    made = GlyphFont(face, [(plain(gid), text) for gid, text in zip((36, 37, 38), "abc", strict=True)], 1)
    made.codes = {pair: (0, code) for pair, code in zip(made.codes, (2, 3, 9), strict=True)}
    two, three, nine = (number(made.program.widths[drawing]) for drawing, _ in made.codes)
    assert made._widths() == f"[ 2 [ {two} {three} ] 9 [ {nine} ] ]"
