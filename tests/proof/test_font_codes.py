"""What a code of a font draws, by the entries of the font: its width, its text, its glyph and its box."""

from __future__ import annotations

from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from flyers.proof.fonts import FontCode, FontReading

FILE = pikepdf.new()


def map_of(*pairs: tuple[int, str]) -> pikepdf.Stream:
    lines = "".join(f"<{code:04X}> <{text.encode('utf-16-be').hex()}> " for code, text in pairs)
    return FILE.make_stream(f"{len(pairs)} beginbfchar {lines}endbfchar".encode())


def simple(**entries: Any) -> FontReading:
    usual = {"Type": Name.Font, "Subtype": Name.TrueType, "FirstChar": 97, "Widths": Array([500, 250.5])}
    return FontReading(Dictionary(**{**usual, **entries}))


def composite(descendant: Any = None, **entries: Any) -> FontReading:
    descendant = Dictionary(BaseFont=Name.Inside, DW=600) if descendant is None else descendant
    return FontReading(Dictionary(Subtype=Name.Type0, DescendantFonts=Array([descendant]), **entries))


def test_a_simple_font_has_widths_from_its_first_code_and_letters_of_windows() -> None:
    a, b, c, space, bullet = simple().codes(b"abc \x95")
    assert a == FontCode(97, -1, "a", 500.0, (0.0, 0.0, 0.5, 0.7))
    assert (b.width, b.box) == (250.5, (0.0, 0.0, 0.2505, 0.7))
    assert (c.width, c.box) == (0.0, (0.0, 0.0, 0.0, 0.7))
    assert (space.text, space.box) == (" ", None)
    assert bullet.text == "•"
    assert simple(FirstChar=98).codes(b"b")[0].width == 500.0
    assert FontReading(Dictionary(Subtype=Name.TrueType, Widths=Array([7]))).codes(b"\0")[0].width == 7.0


def test_a_map_says_what_codes_mean() -> None:
    font = simple(ToUnicode=map_of((97, "x"), (98, "fi"), (99, " ")))
    assert [(code.text, code.box is None) for code in font.codes(b"abcd")] == [
        ("x", False),
        ("fi", False),
        (" ", True),
        ("d", False),
    ]


def test_codes_of_a_composite_font_have_two_bytes_and_no_meaning_without_a_map() -> None:
    one, other = composite(ToUnicode=map_of((2, "é"))).codes(b"\0\2\1\0\7")
    assert one == FontCode(2, 2, "é", 600.0, (0.0, 0.0, 0.6, 0.7))
    assert other == FontCode(256, 256, None, 600.0, (0.0, 0.0, 0.6, 0.7))
    (wide,) = composite(Dictionary()).codes(b"\0\1")
    assert wide.width == 1000.0
    listed = composite(Dictionary(W=Array([1, Array([300, 400]), 5, 6, 700])))
    assert [code.width for code in listed.codes(bytes.fromhex("0000000100020003000400050006 0007"))] == [
        *(1000, 300, 400, 1000, 1000, 700, 700, 1000)
    ]


def test_a_map_of_glyphs_says_which_a_code_draws() -> None:
    glyphs = FILE.make_stream(bytes([0, 0, 0, 9, 1, 2, 7]))
    font = composite(Dictionary(CIDToGIDMap=glyphs))
    assert [code.gid for code in font.codes(bytes([0, 0, 0, 1, 0, 2, 0, 3, 0, 9]))] == [0, 9, 258, 0, 0]
    assert [code.gid for code in composite(Dictionary(CIDToGIDMap=Name.Identity)).codes(b"\0\5")] == [5]


def test_what_was_drawn_is_kept_and_read_once() -> None:
    font = simple()
    assert font.used == {}
    first = font.codes(b"ab")
    assert font.used == {97: first[0], 98: first[1]}
    assert font.codes(b"ba")[1] is first[0]
    assert font.codes(b"ab") is first


@pytest.mark.parametrize(
    ("font", "name"),
    [
        (simple(BaseFont=Name("/ABCDEF+Sans")), "ABCDEF+Sans"),
        (simple(), "unnamed"),
        (composite(), "Inside"),
        (composite(BaseFont=Name.Outside), "Outside"),
        (FontReading(Dictionary(Subtype=Name.Type0)), "unnamed"),
        (FontReading(Dictionary(Subtype=Name.Type0, DescendantFonts=Array([]))), "unnamed"),
    ],
)
def test_a_font_has_a_name(font: FontReading, name: str) -> None:
    assert font.name == name
    assert (font.embedded, font.problem, font.program) == (False, "", None)


@pytest.mark.parametrize(
    ("entries", "embedded", "problem"),
    [
        ({"FontFile": FILE.make_stream(b"%!PS")}, True, False),
        ({"FontFile2": FILE.make_stream(b"no font")}, True, True),
        ({"FontFile3": FILE.make_stream(b"no font", Subtype=Name.OpenType)}, True, True),
        ({"FontFile3": FILE.make_stream(b"no font")}, True, True),
        ({"FontFile2": Name.Missing}, False, False),
        ({}, False, False),
    ],
)
def test_a_font_is_embedded_if_its_program_is_there_whatever_it_contains(
    entries: dict[str, Any], embedded: bool, problem: bool
) -> None:
    font = simple(FontDescriptor=Dictionary(**entries))
    assert (font.embedded, bool(font.problem), font.program) == (embedded, problem, None)
    assert composite(Dictionary(FontDescriptor=Dictionary(**entries))).embedded is embedded
    assert FontReading(Dictionary(Subtype=Name.Type3)).embedded
