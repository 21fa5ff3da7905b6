"""From shaped lines to what codes draw and say: nothing is lost, moved or invented on the way."""

from __future__ import annotations

import io
import unicodedata

import pytest
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st
from pdffeed import library, rich_text, set_line, set_paragraph

from flyers.layout.pages import TextLine
from flyers.pdf.composites import STRUT, Component
from flyers.pdf.encoded_glyphs import EncodedGlyph, composed, plain
from flyers.pdf.lines import GlyphStrings, encoded_face, line_strings
from flyers.pdf.reader_aids import LEAST_LINKED, MOST_LINKED, counterweight, link, needed_cuts
from flyers.pdf.rtl_slots import LEAST_WIDTH
from flyers.pdf.subset import font_program
from flyers.pdf.tounicode import LRM, RLM, SOFT

ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءآأإؤئ\u064b\u064e\u0650\u0651\u0652 ،.:؟()«»-"
URDU = "اآبپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہھءیےئؤۂ\u064e\u0650\u064f ،۔؟()"
MIXED = "ابجدهوزلامن ،.()”“" + "abc XYZ 123٤٥٦-/:%"
DEVANAGARI = "कखगचजटडतदनपबमयरलवशसहािीुूेैोौंः्ँ़ ।,-"
KHMER = "កខគឃងចឆជញដណតថទនបផពភមយរលវសហឡអា\u17b6\u17b7\u17b8\u17bb\u17c1\u17c4\u17c6\u17c7\u17d2 ។"

text_of = {"ar": ARABIC, "ur": URDU, "hi": DEVANAGARI, "km": KHMER}


def shown(line: TextLine, *, rtl_page: bool = False) -> list[GlyphStrings]:
    return line_strings(line, None, library(), rtl_page=rtl_page)


def told(parts: list[GlyphStrings]) -> str:
    """What the codes say, without white space and soft marks; a right-to-left code's characters stand left to right."""
    return bare("".join(sign.text for part in parts for string in part.strings for sign in string))


def bare(text: str) -> str:
    return "".join(c for c in text if unicodedata.category(c) not in ("Cf", "Zs"))


def line_of(text: str, language: str) -> TextLine | None:
    """*text* on a line; None for what cannot be set as it is, such as a mark on nothing."""
    lines = set_paragraph(rich_text(text, language), 0, 0, None, 20)
    return lines[0] if len(lines) == 1 and bare(lines[0].text) else None


@pytest.mark.parametrize("language", text_of)
def test_every_character_is_told_once_and_in_order(language: str) -> None:
    @settings(deadline=None, max_examples=120)
    @given(st.text(alphabet=text_of[language], min_size=1, max_size=24))
    def holds(text: str) -> None:
        line = line_of(text, language)
        if line is not None:
            assert told(shown(line)) == bare(line.text)
            assert told(shown(line, rtl_page=True)) == bare(line.text)

    holds()


@settings(deadline=None, max_examples=200)
@given(st.text(alphabet=MIXED, min_size=1, max_size=24))
def test_every_character_of_mixed_text_is_told_once_and_in_order(text: str) -> None:
    line = line_of(text, "ar")
    if line is not None:
        assert told(shown(line, rtl_page=True)) == bare(line.text)


@pytest.mark.parametrize("language", text_of)
def test_every_glyph_is_drawn_where_the_shaper_put_it(language: str) -> None:
    @settings(deadline=None, max_examples=120)
    @given(st.text(alphabet=text_of[language], min_size=1, max_size=24))
    def holds(text: str) -> None:
        line = line_of(text, language)
        if line is None:
            return
        asked = [
            (run.face, glyph.gid, glyph.x, glyph.y)
            for run in line.runs
            for glyph in run.glyphs
            if library().face(run.face).ink(glyph.gid)
        ]
        drawn = [glyph for part in shown(line) for glyph in glyphs_with_ink(part)]
        assert len(drawn) == len(asked)
        for one, other in zip(sorted(asked, key=place), sorted(drawn, key=place), strict=True):
            assert one[:2] == other[:2]
            assert one[2:] == pytest.approx(other[2:], abs=20 * 1.5 / 1000)

    holds()


Drawn = tuple[str, int, float, float]


def place(glyph: Drawn) -> tuple[str, int, float, float]:
    face, gid, x, y = glyph
    return face, gid, round(x, 1), y


def glyphs_with_ink(part: GlyphStrings) -> list[Drawn]:
    face = library().face(part.face)
    em = part.size / face.upem
    return [
        (part.face, component.gid, x + component.x * em, y + component.y * em)
        for string in part.strings
        for sign, _, x, y in string
        for component in sign.components
        if component.gid != STRUT and face.ink(component.gid)
    ]


@pytest.mark.parametrize("language", ["ar", "ur"])
def test_right_to_left_characters_stand_side_by_side(language: str) -> None:
    text = "المُعلِّم، ولا يُكمل" if language == "ar" else "پہنچنا، تکلیف میں ہے"
    line = set_line(text, language, 0, 0, size=20)
    (part,) = shown(line)
    em = part.size / library().face(part.face).upem
    face = encoded_face(library().face(part.face))
    before = None
    for ((sign, said, x, y),) in part.strings:
        width = (face.advance(sign.components[0].gid) if sign.advance is None else sign.advance) * em
        assert y == 0
        if before is not None:
            assert x + width == pytest.approx(before, abs=1e-6), said
        if unicodedata.bidirectional(said[-1]) in ("AL", "NSM"):
            assert width >= LEAST_WIDTH * part.size - em, said
        before = x


def test_a_ligature_is_told_letter_by_letter() -> None:
    (part,) = shown(set_line("لا", "ar", 0, 0))
    assert [string[0].text for string in part.strings] == ["ل", "ا"]


def test_a_number_in_arabic_indic_digits_is_one_sign() -> None:
    parts = shown(set_line("في ١٢٫٥ ساعة", "ar", 0, 0))
    assert "١٢٫٥" in [sign.text for part in parts for string in part.strings for sign in string]


def test_a_joiner_goes_with_the_letter_before_it() -> None:
    (part,) = shown(set_line("بے\u200cشمار", "ur", 0, 0))
    assert "\u200cے" in [string[0].text for string in part.strings]


def test_the_same_drawing_is_the_same_sign() -> None:
    assert plain(7) is plain(7)
    parts = (Component(3, 10, -5), Component(4, 0, 0))
    assert composed(parts, 500) is composed(tuple(parts), 500)
    assert composed(parts, 501) is not composed(parts, 500)


# Readers that count


@pytest.mark.parametrize(
    ("stretches", "parted"),
    [
        ([(True, "نص"), (False, "QR"), (True, " آخر")], [False, False]),
        ([(True, "نص"), (False, "233733")], [False]),
        ([(True, "نص"), (False, "1-888-373-7888"), (True, ".")], [False, False]),
        ([(True, "نص هنا"), (False, "www.example.org")], [True]),
        ([(True, "نص هنا"), (False, "1 (888) 373-7888"), (True, " ثم نص"), (False, "12")], [True, True, False]),
        ([(True, "و"), (False, "A"), (True, "و"), (False, "B")], [True, True, True]),
    ],
)
def test_lines_are_parted_where_pdfium_would_count_wrong(stretches: list[tuple[bool, str]], parted: list[bool]) -> None:
    assert needed_cuts(stretches, rtl=True) == parted


def test_every_word_of_the_other_direction_is_parted_from_a_left_to_right_line() -> None:
    assert needed_cuts([(False, "say "), (True, "مرحبا"), (False, " (hello)")], rtl=False) == [True, True]


def test_a_cut_stands_deep_enough_for_pdfium_and_not_too_deep_for_mupdf() -> None:
    parts = shown(set_line("الموقع ⁦www.example.org⁩ هنا", "ar", 0, 0, size=10), rtl_page=True)
    cuts = [sign for part in parts for string in part.strings for sign in string if sign.y < 0]
    assert len(cuts) == 2
    for cut in cuts:
        assert cut.text == " "
        assert 7.5 < -cut.y < 8.0
        assert any(component.gid == STRUT for component in cut.encoded.components)


def test_the_counterweight_outweighs_and_keeps_to_its_room() -> None:
    marks = counterweight(["abcdef" * 10, "نص"], 3, 6.0, 10.0, 200.0)
    assert sum(sign.text.count(RLM) for sign in marks) > 58
    assert all(10 <= sign.x < 200 for sign in marks)
    assert counterweight(["نص طويل"], 3, 6.0, 0.0, 100.0) == []


@pytest.mark.parametrize(
    ("leading", "rtl"),
    [(LEAST_LINKED + 0.01, False), (1.6, False), (LEAST_LINKED + 0.01, True), (1.6, True), (1.8, True), (1.93, True)],
)
def test_a_link_is_near_enough_to_both_lines(leading: float, rtl: bool) -> None:
    """Within poppler's 1.5 em of the line above; its own line within 0.5 em of the leftmost word, as poppler counts."""
    part = link(0.0, 10.0, leading, 3, rtl=rtl)
    heights = sorted(sign.y / 10 for string in part.strings for sign in string)
    assert leading - heights[-1] <= 1.5
    assert heights[-1] - min(0.0, heights[0]) > 0.5
    assert max(abs(height) for height in heights) <= 0.5 * part.size / 10
    assert all(sign.text == SOFT for string in part.strings for sign in string)


def test_a_link_over_a_wide_leading_stands_half_way() -> None:
    for leading, rtl in ((1.95, True), (2.3, True), (MOST_LINKED, True), (1.7, False), (MOST_LINKED, False)):
        (((_, _, _, y),),) = link(0.0, 10.0, leading, 3, rtl=rtl).strings
        assert 0.5 < y / 10 <= 1.5
        assert 0.5 < leading - y / 10 <= 1.5


def test_lines_of_one_paragraph_are_linked_and_others_are_not() -> None:
    first, second, *_ = set_paragraph(rich_text("ខ្ញុំត្រូវការជំនួយឥឡូវនេះ " * 4, "km"), 0, 0, 150, 10)
    alone, linked = shown(second), line_strings(second, first, library(), rtl_page=False)
    assert len(linked) == len(alone) + 1
    assert linked[0].strings[0][0].text == SOFT
    english = set_paragraph(rich_text("call us at any hour of the day " * 4, "en"), 0, 0, 150, 10)
    assert len(line_strings(english[1], english[0], library(), rtl_page=False)) == len(shown(english[1]))


def test_ends_of_lines_keep_their_signs() -> None:
    hyphen = shown(set_line("Spanish-", "en", 0, 0))[-1].strings[-1][-1]
    assert hyphen.text == "-" + SOFT
    on_rtl_page = shown(set_line("Who are you?", "en", 0, 0), rtl_page=True)[-1].strings[-1][-1]
    assert on_rtl_page.text == "?" + LRM


# The font that draws them


def test_composites_draw_what_their_parts_draw() -> None:
    face = library().face("noto-sans-arabic:regular")
    gids = [face.font.get_nominal_glyph(ord(char)) for char in "بن"]
    parts = (Component(gids[0], 40, -25), Component(gids[1], 700, 110), Component(STRUT, 0, 0))
    sign = composed(parts, 1234)
    program = font_program(face.data, face.index, face.axes, frozenset({sign, plain(gids[0])}))
    made = TTFont(io.BytesIO(program.data))
    names = made.getGlyphOrder()
    name = names[program.glyphs[sign]]
    assert made["hmtx"][name][0] == 1234
    assert program.widths[sign] == pytest.approx(1234 * 1000 / face.upem)
    assert contours(made, name) == [
        *contours(TTFont(face.path), face.glyph_name(gids[0]), 40, -25),
        *contours(TTFont(face.path), face.glyph_name(gids[1]), 700, 110),
    ]
    xs, ys = zip(*[point for contour in contours(made, name) for point in contour], strict=True)
    glyph = made["glyf"][name]
    assert glyph.xMin <= min(xs)
    assert glyph.yMax >= max(ys)
    assert made["hmtx"][name][1] == glyph.xMin, "a rasterizer moves an outline to its left side bearing"
    assert made["maxp"].maxComponentElements >= 3


def contours(font: TTFont, name: str, dx: int = 0, dy: int = 0) -> list[list[tuple[float, float]]]:
    """The points of each contour that encloses something."""
    pen = DecomposingRecordingPen(font.getGlyphSet())
    font.getGlyphSet()[name].draw(pen)
    found: list[list[tuple[float, float]]] = []
    for operator, points in pen.value:
        if operator == "moveTo":
            found.append([])
        found[-1] += [(round(x) + dx, round(y) + dy) for x, y in points if (x, y) is not None]
    return [contour for contour in found if len(contour) > 2]


def test_a_part_that_reaches_too_far_is_refused() -> None:
    face = library().face("noto-sans-arabic:regular")
    gid = face.font.get_nominal_glyph(ord("ب"))
    far = EncodedGlyph((Component(gid, 40_000, 0),), 500)
    with pytest.raises(ValueError, match="16 bits"):
        font_program(face.data, face.index, face.axes, frozenset({far}))
