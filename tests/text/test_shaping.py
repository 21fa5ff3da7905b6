"""Shaping: glyphs carry their characters in reading order, and agree with HarfBuzz's own program."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from typing import NamedTuple

import pytest
import uharfbuzz as hb
from textsamples import HOTLINE, SAMPLES

from flyers.text import shaping
from flyers.text.fonts import FontFace, FontLibrary
from flyers.text.itemize import TextItem, itemize
from flyers.text.shaping import ShapedText


class _Contours:
    """Counts the closed outlines of glyphs."""

    def __init__(self, face: FontFace) -> None:
        self._font = face.font

    def count(self, gid: int) -> int:
        closed: list[int] = []
        functions = hb.DrawFuncs()
        functions.set_close_path_func(lambda closed: closed.append(1))
        for ignored in (functions.set_move_to_func, functions.set_line_to_func, functions.set_quadratic_to_func):
            ignored(lambda *_: None)
        self._font.draw_glyph(gid, functions, closed)
        return len(closed)


def shape(library: FontLibrary, text: str, family: str, script: str, language: str, rtl: bool = False) -> ShapedText:
    face = library.face(f"{family}:regular")
    return shaping.shape(text, 0, len(text), face, script, language, rtl)


class Glyph(NamedTuple):
    """A glyph in em. ``before`` is the sum of the advances of the glyphs that *logically* precede it."""

    gid: int
    text: str
    before: float
    advance: float
    dx: float
    dy: float


def glyphs_of(shaped: ShapedText) -> list[Glyph]:
    columns = (shaped.gids, shaped.texts, shaped.befores[:-1], shaped.advances, shaped.dxs, shaped.dys)
    return list(map(Glyph._make, zip(*columns, strict=True)))


def carried(shaped: ShapedText) -> list[str]:
    return [glyph.text for glyph in glyphs_of(shaped)]


def test_an_arabic_mark_keeps_its_own_character(library: FontLibrary) -> None:
    shaped = shape(library, "سَلامٌ", "noto-sans-arabic", "Arab", "ar", rtl=True)
    assert carried(shaped) == ["س", "َ", "ل", "ا", "م", "ٌ"]
    positions = [glyph.before for glyph in glyphs_of(shaped)]
    assert positions == sorted(positions)


@pytest.mark.parametrize(
    ("before", "names"),
    [("", ["uni25CC", "acutecomb", "a"]), ("\u0301", ["acutecomb", "a"]), ("(", ["acutecomb", "a"])],
)
def test_a_mark_without_a_letter_stands_on_a_circle_where_nothing_is_before_it(
    library: FontLibrary, before: str, names: list[str]
) -> None:
    face, text = library.face("noto-sans:regular"), f"{before}\u0301a"
    shaped = shaping.shape(text, len(before), len(text), face, "Latn", "en", False)
    assert [face.font.glyph_to_string(glyph.gid) for glyph in glyphs_of(shaped)] == names
    assert "".join(carried(shaped)) == "\u0301a"


def test_an_arabic_ligature_carries_both_letters(library: FontLibrary) -> None:
    assert "".join(carried(shape(library, "لا", "noto-nastaliq-urdu", "Arab", "ur", rtl=True))) == "لا"


def test_the_first_glyph_carries_a_whole_devanagari_cluster(library: FontLibrary) -> None:
    shaped = shape(library, "हिन्दी", "noto-sans-devanagari", "Deva", "hi")
    assert [text for text in carried(shaped) if text] == ["हि", "न्", "दी"]
    assert len(shaped.gids) > 3


def test_the_first_glyph_carries_a_whole_khmer_cluster(library: FontLibrary) -> None:
    shaped = shape(library, "ស្ត្រី", "noto-sans-khmer", "Khmr", "km")
    assert [text for text in carried(shaped) if text] == ["ស្ត្រី"]


@pytest.mark.parametrize(
    ("family", "script", "language", "text", "clusters"),
    [
        ("noto-sans-bengali", "Beng", "bn", "ক্ষতি", ["ক্ষ", "তি"]),
        ("noto-sans-gujarati", "Gujr", "gu", "શ્રમિક", ["શ્ર", "મિ", "ક"]),
        ("noto-sans-gurmukhi", "Guru", "pa-Guru", "ਤੁਹਾਨੂੰ", ["ਤੁ", "ਹਾ", "ਨੂੰ"]),
        ("noto-sans-myanmar", "Mymr", "my", "ကြွေး", ["ကြွေး"]),
        ("noto-sans-thai-looped", "Thai", "th", "ที่นี่", ["ที่", "นี่"]),
        ("noto-sans-lao", "Laoo", "lo", "ທີ່ນີ້", ["ທີ່", "ນີ້"]),
        ("noto-sans-kr", "Hang", "ko", "값이", ["값", "이"]),
    ],
)
def test_the_first_glyph_carries_whole_clusters_of_other_scripts(
    library: FontLibrary, family: str, script: str, language: str, text: str, clusters: list[str]
) -> None:
    shaped = shape(library, text, family, script, language)
    assert [text for text in carried(shaped) if text] == clusters
    assert 0 not in shaped.gids


def test_glyphs_depend_on_the_language(library: FontLibrary) -> None:
    """Marshallese needs cedillas where Latvian has commas, and Romanian commas where Turkish has cedillas."""

    def drawn(text: str, language: str) -> tuple[int, ...]:
        return shape(library, text, "noto-sans", "Latn", language).gids

    assert drawn("ļņ", "mh") != drawn("ļņ", "en")
    assert drawn("şţ", "ro") != drawn("şţ", "tr") == drawn("şţ", "en")


@pytest.mark.parametrize("letter", ["m̧", "o̧", "n̄", "M̧"])
def test_marks_of_marshallese_are_under_or_over_their_letters(library: FontLibrary, letter: str) -> None:
    face = library.face("noto-sans:regular")
    base, mark = glyphs_of(shape(library, letter, "noto-sans", "Latn", "mh"))
    letter_ink, mark_ink = face.ink(base.gid), face.ink(mark.gid)
    assert letter_ink
    assert mark_ink
    assert mark.text == ""
    assert mark.advance == 0
    middle = mark.before + mark.dx + (mark_ink[0] + mark_ink[2]) / 2
    assert middle == pytest.approx((letter_ink[0] + letter_ink[2]) / 2, abs=0.06)
    over = letter.startswith("n")
    assert mark.dy + mark_ink[1] > letter_ink[3] if over else mark.dy + mark_ink[3] < letter_ink[1] + 0.06


def test_a_ligature_of_turkish_keeps_the_dot(library: FontLibrary) -> None:
    """“fi” is drawn as one glyph that includes the dot of the i, so that it can't be read as “fı”."""
    face = library.face("noto-sans:regular")
    (dotted,) = glyphs_of(shape(library, "fi", "noto-sans", "Latn", "tr"))
    dotless = list(glyphs_of(shape(library, "fı", "noto-sans", "Latn", "tr")))
    dotless_ink, dotted_ink = face.ink(dotless[-1].gid), face.ink(dotted.gid)
    assert dotted.text == "fi"
    assert [glyph.text for glyph in dotless] == ["f", "ı"]
    assert dotless_ink
    assert dotted_ink
    pen = _Contours(face)
    assert pen.count(dotted.gid) == pen.count(dotless[0].gid) + pen.count(dotless[1].gid) + 1


@pytest.mark.parametrize("char", ["\u200b", "\u2066", "\u2069", "\u00ad", "\u200e", "\u2060"])
def test_invisible_characters_have_a_glyph_without_advance(library: FontLibrary, char: str) -> None:
    shaped = shape(library, f"a{char}b", "noto-sans", "Latn", "en")
    assert carried(shaped) == ["a", char, "b"]
    assert list(glyphs_of(shaped))[1].advance == 0
    assert library.face("noto-sans:regular").ink(list(glyphs_of(shaped))[1].gid) is None


def test_letters_join_across_the_border_of_a_stretch(library: FontLibrary) -> None:
    face, text = library.face("noto-naskh-arabic:regular"), "سس"
    parts = [shaping.shape(text, at, at + 1, face, "Arab", "ar", True).gids[0] for at in (0, 1)]
    whole = list(shaping.shape(text, 0, 2, face, "Arab", "ar", True).gids)
    alone = shaping.shape("س", 0, 1, face, "Arab", "ar", True).gids[0]
    assert parts == whole
    assert alone not in parts


def test_a_used_soft_hyphen_is_drawn(library: FontLibrary) -> None:
    face = library.face("noto-sans:regular")
    shaped = shaping.shape("so\u00adft", 0, 3, face, "Latn", "en", False, hyphen=True)
    assert carried(shaped) == ["s", "o", "\u00ad"]
    assert face.ink(list(glyphs_of(shaped))[2].gid) is not None
    assert list(glyphs_of(shaped))[2].advance > 0.2


def test_shaping_is_cached(library: FontLibrary) -> None:
    face = library.face("noto-sans:regular")
    first = shaping.shape("word", 0, 4, face, "Latn", "en", False)
    assert shaping.shape("word", 0, 4, face, "Latn", "en", False) is first
    assert shaping.shape("word!", 0, 4, face, "Latn", "en", False) is not first, "the context differs"


@pytest.mark.parametrize("language", SAMPLES)
def test_a_safe_cut_changes_nothing(library: FontLibrary, language: str) -> None:
    """For every cut that is marked safe, the halves have the same glyphs as the whole."""
    text, cuts = SAMPLES[language].rich.text, 0
    for item in _items(library, language):
        whole = _shape_item(text, item, item.start, item.end)
        for at in range(item.start + 1, item.end):
            if not whole.safe[at - item.start]:
                continue
            cuts += 1
            halves = [
                *glyphs_of(_shape_item(text, item, item.start, at)),
                *glyphs_of(_shape_item(text, item, at, item.end)),
            ]
            assert [(g.gid, g.text, g.advance, g.dx, g.dy) for g in halves] == [
                (g.gid, g.text, g.advance, g.dx, g.dy) for g in glyphs_of(whole)
            ]
    assert cuts > 10


@pytest.mark.parametrize("language", SAMPLES)
def test_glyphs_agree_with_the_program_hb_shape(
    library: FontLibrary, language: str, tool: Callable[[str], str]
) -> None:
    """HarfBuzz's own program gives the same glyphs at the same places for each item with its context."""
    program, text = tool("hb-shape"), SAMPLES[language].rich.text
    for item in _items(library, language):
        ours = list(glyphs_of(_shape_item(text, item, item.start, item.end)))
        if item.level % 2:
            ours = ours[::-1]
        upem = item.face.upem
        assert [(g.gid, round(g.advance * upem), round(g.dx * upem), round(g.dy * upem)) for g in ours] == [
            (glyph["g"], glyph["ax"], glyph["dx"], glyph["dy"]) for glyph in _hb_shape(program, text, item)
        ], text[item.start : item.end]


def _items(library: FontLibrary, language: str) -> tuple[TextItem, ...]:
    sample = SAMPLES[language]
    base = 1 if sample.spec.direction == "rtl" else 0
    return itemize(sample.rich, library, sample.spec.families, "regular", base, sample.spec.script)


def _shape_item(text: str, item: TextItem, start: int, end: int) -> ShapedText:
    return shaping.shape(text, start, end, item.face, item.script, item.shaping_language, item.level % 2 == 1)


def _hb_shape(program: str, text: str, item: TextItem) -> list[dict[str, int]]:
    joining = item.script == "Arab"
    result = subprocess.run(
        [
            program,
            f"--font-file={item.face.path}",
            f"--direction={'rtl' if item.level % 2 else 'ltr'}",
            f"--script={item.script}",
            f"--language={item.shaping_language}",
            f"--cluster-level={1 if joining else 0}",
            "--no-glyph-names",
            "--output-format=json",
            f"--unicodes-before={_unicodes(text[: item.start])}",
            f"--unicodes-after={_unicodes(text[item.end :])}",
            f"--unicodes={_unicodes(text[item.start : item.end])}",
        ],
        capture_output=True,
        check=True,
    )
    glyphs: list[dict[str, int]] = json.loads(result.stdout)
    return glyphs


def _unicodes(text: str) -> str:
    return ",".join(f"{ord(char):04X}" for char in text)


def test_a_contact_is_shaped_digit_by_digit(library: FontLibrary) -> None:
    face = library.face("noto-sans:regular")
    shaped = shaping.shape(HOTLINE, 0, len(HOTLINE), face, "Latn", "en", False)
    assert "".join(carried(shaped)) == HOTLINE
    assert all(shaped.texts)


@pytest.mark.parametrize(
    ("family", "text", "language", "rtl"),
    [
        ("noto-sans-arabic", "وي ۍ", "ps", False),  # the letter after the space is drawn after it
        ("noto-nastaliq-urdu", "نمبر چند", "ur", True),  # the tail is far below the next word
    ],
)
def test_only_on_one_baseline_and_from_right_to_left_do_tails_widen_spaces(
    library: FontLibrary, family: str, text: str, language: str, rtl: bool
) -> None:
    face, buffer = library.face(f"{family}:bold"), hb.Buffer()
    buffer.add_str(text)
    buffer.script, buffer.language, buffer.direction = "Arab", language, "rtl" if rtl else "ltr"
    hb.shape(face.font, buffer)
    space = text.index(" ")
    (plain,) = [
        place.x_advance
        for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
        if info.cluster == space
    ]
    shaped = shaping.shape(text, 0, len(text), face, "Arab", language, rtl)
    assert shaped.advances[shaped.texts.index(" ")] == pytest.approx(plain / face.upem)
