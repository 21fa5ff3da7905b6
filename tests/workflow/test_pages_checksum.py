"""What the checksum of pages depends on, and how people copy it: documents are made by hand, none is composed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from types import SimpleNamespace
from typing import Any

import pytest

from flyers.colour import Colour
from flyers.content.message_key import MessageKey
from flyers.errors import UsageError
from flyers.page.document import (
    Box,
    Document,
    Element,
    GlyphRun,
    Item,
    Page,
    Photo,
    Photograph,
    PositionedGlyph,
    QrCode,
    Shape,
    TextLine,
)
from flyers.workflow.signing import IMPRINT, SHORT, checksum, same, short

INK = Colour("ink", (0.0, 0.1, 0.2, 1.0), (0.1, 0.2, 0.3))
RUN = GlyphRun("sans:bold", 12.0, 0, "Latn", "en", (PositionedGlyph(gid=7, x=1.0, y=2.0, advance=6.5, text="H"),))
LINE = TextLine(
    x=10.0,
    y=20.0,
    runs=(RUN,),
    colour="ink",
    ground="paper",
    block="front/text[0]",
    message=MessageKey("card.lead"),
    role="lead",
    size=12.0,
    floor=9.0,
    text="H",
    language="en",
    ink=(0.0, 0.0, 6.0, 9.0),
)
SMALL_PRINT = replace(LINE, message=IMPRINT, text="2026-11 · a1b2c3", y=5.0)
BOX = Box(1.0, 2.0, 30.0, 40.0, "ink", "front/panel", 3.0)
CODE = QrCode(50.0, 60.0, 1.2, ("10", "01"), "ink", "paper", "front/code", "hotline", "tel:911")
SHAPE = Shape((("M", 1.0, 2.0), ("L", 3.0, 4.0), ("Z",)), "ink", "paper", "front/symbol", "phone")
PHOTO = Photo(
    5.0, 6.0, 70.0, 80.0, Photograph("harbor", 9, 8, "cafe", False, False, b""), (0, 1, 9, 8), "ink", "paper", "b", "p"
)
ITEMS: Mapping[str, Item] = {
    "line": LINE,
    "small print": SMALL_PRINT,
    "box": BOX,
    "code": CODE,
    "shape": SHAPE,
    "photo": PHOTO,
}
PAGE = Page("front", 252.0, 144.0, 9.0, 9.0, tuple(ITEMS.values()), folds=(126.0,), level_folds=(72.0,))
DOCUMENT = Document(
    product="card",
    language="en",
    direction="ltr",
    title="Card",
    campaign="harbor",
    issue="2026-11",
    code="a1b2c3",
    draft=False,
    pages=(PAGE,),
    structure=Element("Document"),
    colours={"ink": INK, "paper": INK},
    sizes={"lead": 12.0},
)


def of(document: Document, *, whole: bool = True, fonts: Mapping[str, bytes] | None = None) -> str:
    known = fonts or {"sans:bold": b"font"}
    library: Any = SimpleNamespace(face=lambda name: SimpleNamespace(data=known[name]))
    return checksum([document], library, whole=whole)


def with_item(name: str, **changes: Any) -> Document:
    items = {**ITEMS, name: replace(ITEMS[name], **changes)}
    return replace(DOCUMENT, pages=(replace(PAGE, items=tuple(items.values())),))


def with_run(**changes: Any) -> Document:
    return with_item("line", runs=(replace(RUN, **changes),))


def with_page(**changes: Any) -> Document:
    return replace(DOCUMENT, pages=(replace(PAGE, **changes),))


HAIR = 0.001
"""Points: the smallest difference that counts."""

SEEN = {
    "another product": replace(DOCUMENT, product="poster"),
    "another language": replace(DOCUMENT, language="es"),
    "the other direction": replace(DOCUMENT, direction="rtl"),
    "a colour on paper": replace(DOCUMENT, colours={"ink": replace(INK, cmyk=(0.0, 0.1, 0.201, 1.0))}),
    "a colour on a screen": replace(DOCUMENT, colours={"ink": replace(INK, srgb=(0.1, 0.2, 0.301))}),
    "another face": with_page(face="back"),
    "a wider page": with_page(width=PAGE.width + HAIR),
    "a higher page": with_page(height=PAGE.height + HAIR),
    "a fold moved": with_page(folds=(126.0 + HAIR,)),
    "a level fold moved": with_page(level_folds=(72.0 + HAIR,)),
    "an item fewer": with_page(items=PAGE.items[1:]),
    "items in another order": with_page(items=PAGE.items[::-1]),
    "a page more": replace(DOCUMENT, pages=(PAGE, PAGE)),
    **{f"a {name} to the right": with_item(name, x=ITEMS[name].x + HAIR) for name in ("line", "box", "code", "photo")},
    **{f"a {name} higher up": with_item(name, y=ITEMS[name].y + HAIR) for name in ("line", "box", "code", "photo")},
    **{f"a wider {name}": with_item(name, width=ITEMS[name].width + HAIR) for name in ("box", "photo")},
    **{f"a higher {name}": with_item(name, height=ITEMS[name].height + HAIR) for name in ("box", "photo")},
    "other words": with_item("line", text="h"),
    "a line turned": with_item("line", turn=90),
    "another font": with_run(face="sans:regular"),
    "a larger size": with_run(size=12.0 + HAIR),
    "another glyph": with_run(glyphs=(RUN.glyphs[0]._replace(gid=8),)),
    "a glyph to the right": with_run(glyphs=(RUN.glyphs[0]._replace(x=1.0 + HAIR),)),
    "a glyph higher up": with_run(glyphs=(RUN.glyphs[0]._replace(y=2.0 + HAIR),)),
    "rounder corners": with_item("box", radius=3.0 + HAIR),
    "larger modules": with_item("code", module=1.2 + HAIR),
    "another code": with_item("code", matrix=("10", "11")),
    "a corner of a shape": with_item("shape", path=(("M", 1.0, 2.0), ("L", 3.0, 4.0 + HAIR), ("Z",))),
    "another kind of segment": with_item("shape", path=(("M", 1.0, 2.0), ("M", 3.0, 4.0), ("Z",))),
    "another rule of filling": with_item("shape", rule="evenodd"),
    "another photograph": with_item("photo", photograph=replace(PHOTO.photograph, sha256="beef")),
    "another part of a photograph": with_item("photo", crop=(0, 0, 9, 8)),
    "a photograph mirrored": with_item("photo", turned_over=True),
    "a photograph turned": with_item("photo", turn=90),
}
UNSEEN = {
    "a draft": replace(DOCUMENT, draft=True),
    "another title": replace(DOCUMENT, title="Other"),
    "another content code": replace(DOCUMENT, code="ffffff"),
    "another issue": replace(DOCUMENT, issue="2027-01"),
    "more bleed": with_page(bleed=18.0),
    "another name of a block": with_item("line", block="back/text[1]"),
    "another name of a colour": replace(
        with_page(items=tuple(replace(item, colour="paper") for item in PAGE.items)), colours=DOCUMENT.colours
    ),
    "another target behind the same code": with_item("code", target="tel:912"),
    "less than a thousandth of a point": with_item("box", x=1.0 + HAIR / 4),
}


@pytest.mark.parametrize("change", SEEN)
def test_what_a_reader_can_see_changes_the_checksum(change: str) -> None:
    fonts = {"sans:bold": b"font", "sans:regular": b"other"}
    assert of(SEEN[change], fonts=fonts) != of(DOCUMENT)
    assert of(SEEN[change], fonts=fonts, whole=False) != of(DOCUMENT, whole=False)


@pytest.mark.parametrize("change", UNSEEN)
def test_what_no_reader_can_see_does_not(change: str) -> None:
    assert of(UNSEEN[change]) == of(DOCUMENT)


def test_a_font_file_with_other_outlines_counts_under_the_same_name() -> None:
    assert of(DOCUMENT, fonts={"sans:bold": b"drawn again"}) != of(DOCUMENT)


def test_small_print_counts_for_a_whole_language_only() -> None:
    """The content code in it changes with every word of the language, also with words of other products."""
    changed = with_item("small print", text="2026-11 · ffffff")
    assert of(changed) != of(DOCUMENT)
    assert of(changed, whole=False) == of(DOCUMENT, whole=False)
    without = with_page(items=tuple(item for item in PAGE.items if item is not SMALL_PRINT))
    assert of(DOCUMENT, whole=False) == of(without, whole=False) == of(without)


def test_the_order_of_the_products_counts() -> None:
    library: Any = SimpleNamespace(face=lambda name: SimpleNamespace(data=b"font"))
    pair = [DOCUMENT, replace(DOCUMENT, product="poster")]
    assert checksum(pair, library) != checksum(pair[::-1], library)


def test_the_checksum_is_of_this_text() -> None:
    """Sign-offs keep checksums for years: another way to write the same page would make them all worthless."""
    font = sha256(b"font").hexdigest()
    ink = [0, 100, 200, 1000, 100, 200, 300]
    line = ["text", [10000, 20000], ink, "H", [["sans:bold", [12000], [[7, 1000, 2000]]]]]
    page = [
        "front",
        [252000, 144000, 126000, 72000],
        [
            line,
            ["box", [1000, 2000, 30000, 40000, 3000], ink],
            ["code", [50000, 60000, 1200], ink, ["10", "01"]],
            ["shape", [["M", 1000, 2000], ["L", 3000, 4000], ["Z"]], "nonzero", ink],
            ["photo", [5000, 6000, 70000, 80000], ink, "cafe", [0, 1, 9, 8], False, 0],
        ],
    ]
    text = json.dumps([["card", "en", "ltr", [["sans:bold", font]], [page]]], separators=(",", ":"))
    assert of(DOCUMENT, whole=False) == sha256(text.encode()).hexdigest()


WHOLE = "4f2a91c0" + "0123456789abcdef" * 3 + "01234567"


def test_people_compare_eight_digits_in_two_groups() -> None:
    assert short(WHOLE) == "4f2a 91c0"
    assert same(short(WHOLE), WHOLE)


@pytest.mark.parametrize("typed", ["4f2a91c0", "4F2A 91C0", " 4f2a\t91c0\n", "4f2a91c00", WHOLE, WHOLE.upper()])
def test_a_checksum_may_be_typed_in_any_case_with_any_spaces_and_as_far_as_one_likes(typed: str) -> None:
    assert same(typed, WHOLE)


@pytest.mark.parametrize("typed", ["4f2a91c1", "f2a91c00", f"{WHOLE[:-1]}8"])
def test_other_digits_mean_other_pages(typed: str) -> None:
    assert not same(typed, WHOLE)


@pytest.mark.parametrize("typed", ["", "4f2a91c", "4f2a91cg", "4f2a-91c0", f"{WHOLE}0", "٤f2a91c0", "yes " * 40])
def test_what_is_no_checksum_is_refused(typed: str) -> None:
    with pytest.raises(UsageError) as refused:
        same(typed, WHOLE)
    assert refused.value.problem == f"“{typed[:80]}” is not a checksum of pages."
    assert refused.value.hint == (f"Copy it from the reader's proof: {SHORT} digits from 0 to f, like “4f2a 91c0”.")
