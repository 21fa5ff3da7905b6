"""What a code of a font draws, by the entries of the font, and what is said of fonts: made by hand, no file is read."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pikepdf
import pytest
from handmade import letters
from pikepdf import Array, Dictionary, Name

from flyers.proof.checks import text as checks
from flyers.proof.fonts import FontCode, FontReading
from flyers.proof.painted import PageContents, TextObject

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


# -- what is said of fonts --------------------------------------------------------------------------------------------


def told(check: Any, **font: Any) -> list[str]:
    """What a check says of a font with these entries, beside another one that is good and one that draws nothing."""
    good = {1: FontCode(1, 1, "a", 500.0, None)}
    program = SimpleNamespace(count=9, advance=lambda gid: 500.0 if gid < 9 else None)
    usual: dict[str, Any] = {
        "name": "ABCDEF+Sans", "subtype": "Type0", "composite": True, "embedded": True, "problem": "", "program": program, "used": good,
    }  # fmt: skip
    fonts = [SimpleNamespace(**{**usual, **changes}) for changes in ({}, font, {**font, "used": {}})]
    reading: Any = SimpleNamespace(fonts=dict(enumerate(fonts)))
    faults = list(check(reading, None))
    assert {fault.where for fault in faults} <= {fonts[1].name}
    return [fault.problem for fault in faults]


def drawing(*codes: tuple[int, str, float]) -> dict[int, FontCode]:
    """What codes draw, each by a glyph, its text and its width."""
    return {number: FontCode(number, gid, text, width, None) for number, (gid, text, width) in enumerate(codes, 7)}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Helvetica", "one of the standard fonts and "),
        ("Times-Roman", "one of the standard fonts and "),
        ("Courier,Bold", "one of the standard fonts and "),
        ("HelveticaNeue", ""),
        ("ABCDEF+Helvetica", ""),
    ],
)
def test_a_font_that_is_not_embedded_is_named_even_if_it_draws_nothing(name: str, kind: str) -> None:
    problem = f"the font {name} is {kind}not embedded"
    assert told(checks.embedded, name=name, embedded=False) == [problem, problem]
    assert told(checks.embedded, name=name) == []


@pytest.mark.parametrize(
    ("font", "whole"),
    [
        ({"name": "ABCDEF+Sans"}, False),
        ({"name": "Sans"}, True),
        ({"name": "ABCDE+Sans"}, True),
        ({"name": "abcdef+Sans"}, True),
        ({"name": "Sans", "embedded": False}, False),
        ({"name": "Sans", "subtype": "Type3"}, False),
    ],
)
def test_a_subset_has_a_name_that_says_so(font: dict[str, Any], whole: bool) -> None:
    problem = f"the font {font['name']} is embedded whole, not as a subset"
    assert told(checks.subset, **font) == ([problem] if whole else [])


def test_a_font_can_be_read_and_has_a_glyph_for_each_code() -> None:
    last, beyond = drawing((8, "a", 500.0)), drawing((8, "a", 500.0), (9, "b", 500.0), (99, "c", 500.0))
    assert told(checks.readable, used=last) == []
    assert told(checks.readable, used=beyond) == ["the font ABCDEF+Sans has no glyph for 2 of its codes"]
    assert told(checks.readable, used=beyond, composite=False) == told(checks.readable, used=beyond, program=None) == []
    broken = "the font ABCDEF+Sans can't be read: no table"
    assert told(checks.readable, used=beyond, problem="no table") == [broken]


def test_a_box_in_place_of_a_letter_is_told_with_its_line() -> None:
    text = TextObject(1, letters("abc"))
    assert [fault.problem for fault in checks.no_notdef(page_of(text), EXPECTED)] == []
    for at, without in ((1, None), (2, "c")):
        text.glyphs[at] = text.glyphs[at]._replace(gid=0, text=without)
    assert [(fault.problem, fault.page) for fault in checks.no_notdef(page_of(text), EXPECTED)] == [
        ("a box is printed in place of “\ufffdc” in “ac”", 4)
    ]


EXPECTED: Any = None


def page_of(*texts: TextObject) -> Any:
    return SimpleNamespace(pages=[SimpleNamespace(number=4, contents=PageContents(list(texts)))])


def test_codes_without_a_text_are_counted_and_the_first_is_told() -> None:
    silent: Any = drawing((1, "a", 500.0), (2, "", 500.0))
    silent[3] = FontCode(3, 1, None, 500.0, None)
    assert told(checks.has_text, used=silent) == ["2 codes of the font ABCDEF+Sans have no text (first: 3)"]
    assert told(checks.has_text, used=silent, composite=False) == []


@pytest.mark.parametrize(
    ("width", "told_of"), [(500.0, ""), (501.0, ""), (499.0, ""), (501.1, "501.1"), (498.9, "498.9"), (0.0, "0")]
)
def test_a_width_is_that_of_the_glyph_to_a_thousandth_of_an_em(width: float, told_of: str) -> None:
    used = drawing((1, "a", 500.0), (2, "b", width), (3, "c", width))
    problem = f"in ABCDEF+Sans the file says {told_of} for “b”, the font 500"
    assert told(checks.widths_agree, used=used) == ([problem] if told_of else [])
    assert told(checks.widths_agree, used=used, composite=False) == told(checks.widths_agree, program=None) == []
    assert told(checks.widths_agree, used=drawing((99, "a", width))) == [], "F203 tells that it has no such glyph"


def test_two_digits_are_not_drawn_by_one_glyph() -> None:
    used = drawing(
        (1, "1", 500.0), (2, "7", 500.0), (1, "7", 500.0), (1, "x", 500.0), (1, "17", 500.0), (1, "1", 500.0)
    )
    assert told(checks.digits_differ, used=used) == ["ABCDEF+Sans draws 1 and 7 with the same glyph"]
    assert told(checks.digits_differ, used=used, composite=False) == []
