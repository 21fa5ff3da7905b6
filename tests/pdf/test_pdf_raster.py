"""Painted lines look as HarfBuzz's own programs draw them: the same glyphs at the same places, in every script.

``hb-shape`` lists the glyphs, and `hb-view` (HarfBuzz and cairo) draws them; pdfium draws the painted file. Both
pictures are cropped to their ink and superimposed; the ink that they share (intersection over union) must be at least
`ALIKE`. A letter that is missing, moved, unjoined or out of order costs more than this tolerance, as the last tests
show.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from pdffeed import document, library, open_session, set_line
from PIL import Image, ImageChops

from flyers.page.document import Page, TextLine
from flyers.page.editions import SCREEN
from flyers.pdf.encoded_glyphs import STRUT
from flyers.pdf.lines import line_strings
from flyers.pdf.painter import paint

pytestmark = pytest.mark.slow

ALIKE = 0.95
EM = 192
"""Pixels."""

BARE = replace(SCREEN, tags=False, links=False, standards=())

# Each line is in one font, because hb-view has no font fallback.
LINES = {
    "en": "Offices affirm: AVATAR & “To you” – call today, free.",
    "es": "¿Está usted a salvo? ¡Señales, Ñandú, cigüeña!",
    "ar": "المُساعدة مجانيّة لَيلًا ونهارًا، لا تخَفْ مِن أحدٍ الآن",
    "ur": "کیا آپ کو کام چھوڑنے کی آزادی ہے؟ پہنچنا، تکلیف، مصیبت۔",
    "hi": "क्षेत्रीय स्त्रियों की मर्ज़ी: विद्यार्थी, कार्त्स्न्य, शक्ति, उर्दू।",
    "zh-Hans": "您可以随时挂断电话。帮助免费、保密！",
    "km": "ស្ត្រីខ្មែរ ត្រូវការជំនួយឥឡូវនេះ សង្គ្រាម កន្លែងធ្វើការ។",
    "am": "እርዳታው ነጻና ሚስጥራዊ ነው፤ ሰነድ አያስፈልግም።",
}
DIRECTIONS = {"ar": "rtl", "ur": "rtl"}

Tool = Callable[[str], str]


def face_of(line: TextLine) -> str:
    (face,) = {run.face for run in line.runs}
    return face


def arguments(language: str, face: str) -> list[str]:
    """Return options for both programs, with everything that they would otherwise guess from the text."""
    entry = open_session().registry.language(language)
    return [
        f"--font-file={library().face(face).path}",
        f"--face-index={library().face(face).index}",
        f"--script={entry.script}",
        f"--language={language}",
        f"--direction={DIRECTIONS.get(language, 'ltr')}",
    ]


def drawn_by_harfbuzz(text: str, language: str, face: str, tool: Tool, folder: Path) -> Image.Image:
    path = folder / "line.png"
    command = [
        tool("hb-view"),
        *arguments(language, face),
        f"--font-size={EM}",
        f"--margin={EM}",
        "--output-format=png",
    ]
    subprocess.run([*command, f"--output-file={path}", f"--text={text}"], check=True)
    with Image.open(path) as picture:
        return inked(picture.convert("L"))


def drawn_by_us(line: TextLine, language: str) -> Image.Image:
    size = line.size
    page = Page("front", line.ink[2] - line.ink[0] + 8 * size, 8 * size, 0, 0, (line,))
    with pypdfium2.PdfDocument(paint(document(page, language=language), BARE, library())) as opened:
        return inked(opened[0].render(scale=EM / size, grayscale=True).to_pil().convert("L"))


def inked(picture: Image.Image) -> Image.Image:
    """Return the dark pixels of a grey picture as white pixels, cropped to them."""
    dark = picture.point(lambda level: 255 * (level < 128)).convert("1")
    return dark.crop(dark.getbbox())


def likeness(one: Image.Image, other: Image.Image) -> float:
    """Return intersection over union of the ink, at the best of the positions within a pixel."""
    size = (max(one.width, other.width) + 2, max(one.height, other.height) + 2)
    fixed = on_canvas(one, size, 1, 1)
    shares = []
    for right in range(3):
        for down in range(3):
            moved = on_canvas(other, size, right, down)
            shares.append(ink(ImageChops.logical_and(fixed, moved)) / ink(ImageChops.logical_or(fixed, moved)))
    return max(shares)


def on_canvas(picture: Image.Image, size: tuple[int, int], right: int, down: int) -> Image.Image:
    canvas = Image.new("1", size)
    canvas.paste(picture, (right, down))
    return canvas


def ink(picture: Image.Image) -> int:
    return picture.histogram()[-1]


def placed_line(language: str, text: str = "") -> TextLine:
    return set_line(text or LINES[language], language, 60, 60, size=24)


@pytest.mark.parametrize("language", LINES)
def test_a_painted_line_looks_like_hb_views(language: str, tool: Tool, tmp_path: Path) -> None:
    line = placed_line(language)
    theirs = drawn_by_harfbuzz(LINES[language], language, face_of(line), tool, tmp_path)
    assert theirs.width > 5 * EM, "a line, not a word"
    assert likeness(drawn_by_us(line, language), theirs) >= ALIKE


@pytest.mark.parametrize("language", LINES)
def test_the_glyphs_with_ink_agree_with_hb_shape(language: str, tool: Tool) -> None:
    """A space may be said by the letter after it (`join_spaces`). A line of Nastaliq whose ink reaches out of its measure
    moves inwards as a whole."""
    line = placed_line(language)
    face = library().face(face_of(line))
    command = [tool("hb-shape"), *arguments(language, face.key), "--no-glyph-names", "--output-format=json"]
    done = subprocess.run([*command, f"--text={LINES[language]}"], check=True, capture_output=True, text=True)
    theirs = []
    pen = 0
    for glyph in json.loads(done.stdout):
        theirs.append((glyph["g"], pen + glyph["dx"], glyph["dy"]))
        pen += glyph["ax"]
    space = face.font.get_nominal_glyph(ord(" "))
    ours, theirs = ([glyph for glyph in glyphs if glyph[0] != space] for glyphs in (in_font_units(line), theirs))
    pairs = list(zip(sorted(ours, key=place), sorted(theirs, key=place), strict=True))
    assert [own[0] for own, _ in pairs] == [other[0] for _, other in pairs]
    moved = pairs[0][0][1] - pairs[0][1][1]
    assert abs(moved) <= 2 or language == "ur"
    off = [max(abs(own[1] - other[1] - moved), abs(own[2] - other[2])) for own, other in pairs]
    assert max(off) <= 2, "units of the font"


def place(glyph: tuple[int, int, int]) -> tuple[int, int, int]:
    """Sort from left to right; glyphs at nearly the same place by index, because rounding may separate them."""
    gid, x, y = glyph
    return round(x / 8), gid, y


def in_font_units(line: TextLine) -> list[tuple[int, int, int]]:
    """Return the glyphs of the painted line, at their positions from its left end, font units."""
    face = library().face(face_of(line))
    units = face.upem / line.size
    glyphs = []
    for part in line_strings(line, None, library(), rtl_page=False):
        for string in part.strings:
            for components, advance, text, x, y in string:
                inked = any(part.gid != STRUT and face.ink(part.gid) for part in components)
                if not inked and (advance == 1 or " " not in text):
                    continue  # the text of a glyph before it, without ink
                left, up = round(x * units), round(y * units)
                glyphs += [(part.gid, left + part.x, up + part.y) for part in components if part.gid != STRUT]
    return glyphs


SPOILT = {
    "letters in reverse order": ("ar", lambda text: text[::-1]),
    "letters that do not join": ("ar", "\u200c".join),
    "a word out of place": ("ur", lambda text: " ".join(text.split()[1:] + text.split()[:1])),
    "a missing mark": ("hi", lambda text: text.replace("\u094d", "\u094d\u200c")),
    "a wrong letter": ("km", lambda text: text.replace("ស", "ស្ស", 1)),
    "a missing letter": ("en", lambda text: text[:10] + text[11:]),
}


@pytest.mark.parametrize("fault", SPOILT)
def test_a_fault_is_detected(fault: str, tool: Tool, tmp_path: Path) -> None:
    language, spoil = SPOILT[fault]
    line = placed_line(language, spoil(LINES[language]))
    theirs = drawn_by_harfbuzz(LINES[language], language, face_of(placed_line(language)), tool, tmp_path)
    assert likeness(drawn_by_us(line, language), theirs) < ALIKE - 0.1
