"""Cut Noto Sans CJK to the characters that one script needs: one static OpenType font with PostScript outlines.

    python scripts/cut_cjk_font.py SC NotoSansCJK-Regular.ttc fonts/NotoSansSC-Regular.otf

The whole family is 20 MB a weight, because it holds Japanese, Korean and two kinds of Traditional Chinese beside the
Simplified. A cut keeps one of its faces, so every character has the form that is right in that country, and

* SC, Simplified Chinese: all of GB 2312-80, 6,763 hanzi in two levels, and its symbols, letters and pinyin;
* TC, Traditional Chinese as in Taiwan: Big5, 13,053 hanzi in two levels, and what the face has of its symbols;
  and the few that Hong Kong writes every day and Taiwan otherwise (着, 裏 beside 裡) or not at all (嘅, 喺);
* KR, Korean: all 11,172 modern syllables (KS X 1001 lists 2,350) and the letters that they are made of; no hanja;

each set as Python's codec decodes it, and for all of them

* ASCII, Latin-1 and Latin Extended-A, as far as the font has them;
* general punctuation, CJK symbols and punctuation, fullwidth forms, circled numbers, a check mark.

Dropped: hints (print does not use them), vertical metrics and features (nothing here is set vertically), and the `locl`
feature, which turns the face's forms into other countries' forms. That the cut sets its language exactly as the whole
font does is not taken on trust: every character is shaped with both and the outlines are compared before the file is
written.

The bytes follow from the source font and the version of fontTools; fonts/fonts.yaml states the source's checksum.
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
"""Common characters that Big5 lacks: other forms of what it has, and words of Cantonese."""


def gb2312_characters() -> Iterator[int]:
    """Every character of GB 2312-80, row by row, as code points."""
    return decodable("gb2312", range(0xA1, 0xF8), range(0xA1, 0xFF))


def big5_characters() -> Iterator[int]:
    """Every character of Big5, row by row, as code points; one that stands in it twice comes twice."""
    return decodable("big5", range(0xA1, 0xFA), (*range(0x40, 0x7F), *range(0xA1, 0xFF)))


def traditional_characters() -> Iterator[int]:
    """Every character of Big5, and what Hong Kong writes beside."""
    yield from big5_characters()
    yield from map(ord, HONG_KONG)


def hangul_characters() -> Iterator[int]:
    """The modern syllables, and the single letters that Korean texts name (``ㄱ``), as code points."""
    yield from range(0xAC00, 0xD7A4)
    yield from range(0x3131, 0x3164)


def decodable(codec: str, rows: Iterable[int], cells: Iterable[int]) -> Iterator[int]:
    """The code points of a set of two bytes a character."""
    cells = tuple(cells)
    for row in rows:
        for cell in cells:
            try:
                yield ord(bytes((row, cell)).decode(codec))
            except UnicodeDecodeError:
                continue


@dataclass(frozen=True)
class Cut:
    """One kind of cut: the face of the collection, the language as HarfBuzz knows it, and its own characters."""

    face: str
    language: str
    characters: Callable[[], Iterator[int]]

    @property
    def charset(self) -> frozenset[int]:
        """The code points that the cut asks for; the font may lack a few of the Latin ones."""
        return frozenset(self.characters()).union(*BLOCKS)


CUTS = {
    "SC": Cut("SC", "zh-hans", gb2312_characters),
    "TC": Cut("TC", "zh-hant", traditional_characters),
    "KR": Cut("KR", "ko", hangul_characters),
}


def face_of(collection: Path, name: str) -> TTFont:
    """The named face of a font collection.

    Raises:
        SystemExit: the file holds no such face.
    """
    with TTCollection(str(collection), lazy=True) as faces:
        for number, face in enumerate(faces.fonts):
            if face["name"].getDebugName(1) == name:
                return TTFont(str(collection), fontNumber=number, lazy=True, recalcTimestamp=False)
    raise SystemExit(f"{collection}: holds no face named {name!r}; give a NotoSansCJK-*.ttc")


def cut(kind: Cut, collection: Path) -> bytes:
    """The cut font as an OpenType file's bytes, already compared with what it was cut from.

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
    before, after = (hb.Font(hb.Face(data)) for data in (whole, part))
    changed = [
        chr(code) for code in characters if drawing(before, chr(code), language) != drawing(after, chr(code), language)
    ]
    if changed:
        raise SystemExit(f"the cut draws {len(changed)} characters differently: {''.join(changed[:40])}")


def drawing(font: hb.Font, text: str, language: str) -> list[Any]:
    """What a line of the language draws: advances, offsets and outlines, free of glyph numbers."""
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
    parser.add_argument("kind", choices=CUTS, help="which language's characters and forms")
    parser.add_argument("collection", type=Path, help="NotoSansCJK-Regular.ttc or NotoSansCJK-Bold.ttc")
    parser.add_argument("out", type=Path, help="the font to write")
    arguments = parser.parse_args()
    data = cut(CUTS[arguments.kind], arguments.collection)
    arguments.out.write_bytes(data)
    sys.stdout.write(f"{arguments.out}: {len(data):,} bytes\n")


if __name__ == "__main__":
    main()
