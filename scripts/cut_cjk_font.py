"""Reduce Noto Sans CJK to the characters of one script: a static OpenType font with PostScript outlines.

    python scripts/cut_cjk_font.py SC NotoSansCJK-Regular.ttc fonts/NotoSansSC-Regular.otf

The whole family is 20 MB per weight, because it contains Japanese, Korean and two kinds of Traditional Chinese in
addition to Simplified Chinese. A cut keeps one of its faces, so that every character has the right form for that
country, with these characters, as Python's codecs decode each set:

* SC, Simplified Chinese: all of GB 2312-80, 6,763 hanzi in two levels, and its symbols, letters and pinyin;
* TC, Traditional Chinese as in Taiwan: Big5, 13,053 hanzi in two levels, and those of its symbols that the face has;
  also a few common characters that Hong Kong writes differently from Taiwan (着, 裏 for 裡) or only Hong Kong (嘅, 喺);
* KR, Korean: all 11,172 modern syllables (KS X 1001 lists 2,350) and the letters that they consist of; no hanja.

All cuts have

* ASCII, Latin-1 and Latin Extended-A, as far as the font has them;
* general punctuation, CJK symbols and punctuation, fullwidth forms, circled numbers, a check mark.

A cut omits hints (print doesn't use them), vertical metrics and features (all text is horizontal), and the `locl`
feature, which replaces the face's forms with those of other countries. The script verifies that the cut sets its
language exactly as the whole font does: it shapes every character with both, and compares the outlines before it writes
the file.

The bytes depend only on the source font and the version of fontTools; fonts/fonts.yaml has the source's checksum.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import uharfbuzz as hb
from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

FAMILY = "Noto Sans CJK "
FEATURES = ["ccmp", "liga", "kern", "palt", "halt", "chws", "pwid", "hwid", "fwid", "ruby"]
UNUSED_TABLES = ["vhea", "vmtx", "VORG", "BASE"]

BLOCKS = (
    range(0x0020, 0x007F),  # ASCII
    range(0x00A0, 0x0180),  # Latin-1 and Latin Extended-A
    range(0x2000, 0x2070),  # general punctuation
    range(0x2212, 0x2213),  # minus sign
    range(0x2460, 0x2474),  # circled numbers 1 to 20
    range(0x2713, 0x2714),  # check mark
    range(0x3000, 0x302E),  # CJK symbols and punctuation; not the two tone marks of Hangul at U+302E
    range(0x3030, 0x3040),
    range(0xFF00, 0xFFF0),  # halfwidth and fullwidth forms
)

HONG_KONG = "着羣爲綫麪衞説温脱悦啓鈎鷄牀峯嘅喺哋嚟嗰啲嘢咗攞瞓啱嗮揾裏恒粧銹綉却脚僞眞冚嘥嗱啫啩噃嘞㗎抦揸攰滙莅竈粦"
"""Common characters that Big5 lacks: other forms of its characters, and words of Cantonese."""


def gb2312_characters() -> Iterator[int]:
    """Yield every character of GB 2312-80, row by row, as code points."""
    return decodable("gb2312", range(0xA1, 0xF8), range(0xA1, 0xFF))


def big5_characters() -> Iterator[int]:
    """Yield every character of Big5, row by row, as code points; characters that it has twice are yielded twice."""
    return decodable("big5", range(0xA1, 0xFA), (*range(0x40, 0x7F), *range(0xA1, 0xFF)))


def traditional_characters() -> Iterator[int]:
    """Yield every character of Big5, and the additional ones of Hong Kong."""
    yield from big5_characters()
    yield from map(ord, HONG_KONG)


def hangul_characters() -> Iterator[int]:
    """Yield the modern syllables and the single letters (``ㄱ``), as code points."""
    yield from range(0xAC00, 0xD7A4)
    yield from range(0x3131, 0x3164)


def decodable(codec: str, rows: Iterable[int], cells: Iterable[int]) -> Iterator[int]:
    """Yield the code points of a character set with two bytes per character."""
    cells = tuple(cells)
    for row in rows:
        for cell in cells:
            try:
                yield ord(bytes((row, cell)).decode(codec))
            except UnicodeDecodeError:
                continue


@dataclass(frozen=True)
class Cut:
    """One kind of cut: the face of the collection, HarfBuzz's language, and the characters of its own."""

    face: str
    language: str
    characters: Callable[[], Iterator[int]]

    @property
    def charset(self) -> frozenset[int]:
        """The code points of the cut; the font may lack a few of the Latin ones."""
        return frozenset(self.characters()).union(*BLOCKS)


CUTS = {
    "SC": Cut("SC", "zh-hans", gb2312_characters),
    "TC": Cut("TC", "zh-hant", traditional_characters),
    "KR": Cut("KR", "ko", hangul_characters),
}


def face_of(collection: Path, name: str) -> TTFont:
    """Return the named face of a font collection.

    Raises:
        SystemExit: the file has no such face.
    """
    with TTCollection(str(collection), lazy=True) as faces:
        for number, face in enumerate(faces.fonts):
            if face["name"].getDebugName(1) == name:
                return TTFont(str(collection), fontNumber=number, lazy=True, recalcTimestamp=False)
    raise SystemExit(f"{collection} has no face named {name!r}; pass a NotoSansCJK-*.ttc")


def cut(kind: Cut, collection: Path) -> bytes:
    """Return the cut font as an OpenType file, after comparing it with the whole font.

    Raises:
        SystemExit: a character would be drawn differently from the whole font.
    """
    font = face_of(collection, FAMILY + kind.face)
    whole = font_bytes(font)
    options = subset.Options(
        hinting=False,
        layout_features=FEATURES,
        drop_tables=[*subset.Options().drop_tables, *UNUSED_TABLES],
        name_IDs=["*"],
        notdef_outline=True,
        recalc_timestamp=False,
    )
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=kind.charset)
    subsetter.subset(font)
    result = font_bytes(font)
    refuse_changed_shapes(kind.language, whole, result, sorted(font.getBestCmap()))
    return result


def font_bytes(font: TTFont) -> bytes:
    buffer = BytesIO()
    font.save(buffer, reorderTables=True)
    return buffer.getvalue()


def refuse_changed_shapes(language: str, whole: bytes, part: bytes, characters: Iterable[int]) -> None:
    """Exit if a character is drawn differently from the whole font."""
    before, after = (hb.Font(hb.Face(data)) for data in (whole, part))
    changed = [
        chr(code) for code in characters if drawing(before, chr(code), language) != drawing(after, chr(code), language)
    ]
    if changed:
        raise SystemExit(f"the cut draws {len(changed)} characters differently: {''.join(changed[:40])}")


def drawing(font: hb.Font, text: str, language: str) -> list[Any]:
    """Return what a text of the language draws: advances, offsets and outlines, independent of glyph numbers."""
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.language = language
    hb.shape(font, buffer)
    strokes: list[Any] = []
    pen = hb.DrawFuncs()
    pen.set_move_to_func(lambda x, y, out: out.append(("M", x, y)))
    pen.set_line_to_func(lambda x, y, out: out.append(("L", x, y)))
    pen.set_cubic_to_func(lambda *points: points[-1].append(("C", *points[:-1])))
    pen.set_close_path_func(lambda out: out.append(("Z",)))
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        strokes.append((position.x_advance, position.x_offset, position.y_offset))
        font.draw_glyph(info.codepoint, pen, strokes)
    return strokes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("kind", choices=CUTS, help="the script whose characters and forms to keep")
    parser.add_argument("collection", type=Path, help="NotoSansCJK-Regular.ttc or NotoSansCJK-Bold.ttc")
    parser.add_argument("out", type=Path, help="the font to write")
    arguments = parser.parse_args()
    data = cut(CUTS[arguments.kind], arguments.collection)
    arguments.out.write_bytes(data)
    sys.stdout.write(f"{arguments.out}: {len(data):,} bytes\n")


if __name__ == "__main__":
    main()
