"""A font with damaged tables is an error that names its file."""

from __future__ import annotations

from pathlib import Path

import pytest

from flyers.errors import FontError
from flyers.pdf.encoded_glyphs import plain
from flyers.pdf.glyphfont import GlyphFont
from flyers.text.fonts import FaceEntry, FontFace

FILE = "NotoSans-Regular.ttf"


@pytest.mark.parametrize(
    ("table", "damage"),
    [
        *((table, "gone") for table in (b"head", b"hhea", b"glyf", b"loca", b"maxp")),
        *((table, "cut off") for table in (b"head", b"hhea", b"maxp")),
    ],
)
def test_a_damaged_table_is_an_error_that_names_the_file(root: Path, table: bytes, damage: str) -> None:
    data = bytearray((root / "fonts" / FILE).read_bytes())
    entry = data.index(table, 12)
    if damage == "gone":
        data[entry : entry + 4] = b"xxxx"
    else:
        data[entry + 12 : entry + 16] = (5).to_bytes(4, "big")
    face = FontFace(FaceEntry("noto-sans", "regular", root / "fonts" / FILE, "", None), bytes(data))
    with pytest.raises(FontError, match=f"^{FILE}: ") as caught:
        GlyphFont(face, [(plain(36), "A"), (plain(37), "B")], 1)
    assert caught.value.hint
