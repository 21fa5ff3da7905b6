"""Mutants of the sample file: text that is lost, moved, covered or too small."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from proofsample import BLACK, HOTLINE, MODULE, NUMBER, ORIGIN, TARGET, Sample, code_path
from sample_mutants import mutant

from expecting import with_document, with_item, with_items, with_pages, words
from flyers.colour import Colour
from flyers.page.document import Item, QrCode, Shape, TextLine
from flyers.page.items import extent, moved, scaled
from flyers.proof.expectations import Expectation


def _glyphs(piece: str) -> list[str]:
    return re.findall(r"1 0 0 1 \S+ \S+ Tm <[0-9A-F]{4}> Tj", piece)


def _placed_like(piece: str, order: Callable[[list[str]], list[str]], first: int, last: int) -> str:
    """Return *piece* with the codes of glyphs first..last in another order over the same places."""
    glyphs = _glyphs(piece)
    codes = [glyph.split("<")[1] for glyph in glyphs]
    codes[first:last] = order(codes[first:last])
    places = [glyph.split("<")[0] for glyph in glyphs]
    head, tail = piece[: piece.index(glyphs[0])], piece[piece.index(glyphs[-1]) + len(glyphs[-1]) :]
    return head + "\n".join(f"{place}<{code}" for place, code in zip(places, codes, strict=True)) + tail


@mutant("T301")
def a_lost_letter(sample: Sample) -> bytes:
    return sample.with_pieces(first=lambda piece: piece.replace(_glyphs(piece)[3], ""))


@mutant("T301")
def a_lost_line(sample: Sample) -> bytes:
    return sample.with_pieces(second="")


@mutant("T301", "T303", "Q410")
def a_changed_digit(sample: Sample) -> bytes:
    """The line is wrong, and so are the contact in it and the number beside the code."""

    def change(piece: str) -> str:
        glyphs = _glyphs(piece)
        seven, eight = glyphs[5 + NUMBER.index("7")], glyphs[5 + NUMBER.index("8")]
        wrong = seven.split("<")[0] + "<" + eight.split("<")[1]
        return piece.replace(seven, wrong)

    return sample.with_pieces(number=change)


@mutant("T303")
def a_reversed_contact(sample: Sample) -> bytes:
    """The text object is right in its own order; on the paper the digits run from right to left."""

    def change(piece: str) -> str:
        glyphs = _glyphs(piece)
        first, last = 5, 5 + len(NUMBER)
        xs = [float(glyph.split()[4]) for glyph in glyphs]
        for index in range(first, last):
            mirrored = xs[first] + xs[last] - xs[index + 1]
            words = glyphs[index].split()
            piece = piece.replace(glyphs[index], " ".join([*words[:4], f"{mirrored:.3f} ", *words[5:]]), 1)
        return piece

    return sample.with_pieces(number=change)


@mutant("V903")
def a_moved_line(sample: Sample) -> bytes:
    return sample.with_pieces(first=lambda piece: piece.replace("BT", "1 0 0 1 4 0 cm BT"))


def _moved(sample: Sample, name: str, dx: float, dy: float) -> tuple[bytes, Expectation]:
    """Return the file with a line in another place, and an expectation that has it there."""
    pdf = sample.with_pieces(**{name: lambda piece: piece.replace("BT", f"1 0 0 1 {dx:g} {dy:g} cm BT")})
    return pdf, _expecting(sample, name, lambda line: moved(line, dx, dy))


def _expecting(sample: Sample, name: str, change: Callable[[TextLine], Item]) -> Expectation:
    line = _line(sample, name)
    return with_item(sample.expectation, lambda item: change(line) if item is line else item)


def _line(sample: Sample, name: str) -> TextLine:
    return next(line for _, line in sample.expectation.lines if line.block == f"front/{name}")


def _copy(sample: Sample, name: str, dx: float, dy: float) -> str:
    return f"q 1 0 0 1 {dx:g} {dy:g} cm\n{sample.pieces[name]}\nQ"


@mutant("T304")
def text_outside_the_safe_area(sample: Sample) -> tuple[bytes, Expectation]:
    return _moved(sample, "second", -8, 0)


@mutant("T304")
def text_on_a_fold(sample: Sample) -> tuple[bytes, Expectation]:
    pdf, expectation = _moved(sample, "second", 70, 0)
    folds = (expectation.codes[0].box[0] - 12,)
    return pdf, with_pages(expectation, lambda page: replace(page, folds=folds))


@mutant("P108", "T304")
def the_slug_on_the_card(sample: Sample) -> bytes:
    return sample.with_pieces(slug=lambda piece: piece.replace("BT", "1 0 0 1 0 28 cm BT"))


@mutant("T304")
def a_code_outside_the_safe_area(sample: Sample) -> tuple[bytes, Expectation]:
    x = 252 - 5 - 37.5
    path, _ = code_path(TARGET, x, 40, MODULE)
    return sample.with_pieces(code=path), with_item(
        sample.expectation, lambda item: replace(item, x=x) if isinstance(item, QrCode) else item
    )


@mutant("T305")
def text_too_small(sample: Sample) -> tuple[bytes, Expectation]:
    """The font is selected at 9 pt; a matrix makes it 6.3 pt."""
    return smaller(sample, floor=7)


def smaller(sample: Sample, *, floor: float, paint: str = BLACK) -> tuple[bytes, Expectation]:
    """Return the file with the first line at 70 % of its size, and an expectation that has it so."""

    line = _line(sample, "first")

    def shrink(line: TextLine) -> Item:
        return replace(scaled(line, 0.7), x=line.x, y=line.y, floor=floor)

    matrix = f"0.7 0 0 0.7 {(ORIGIN + 12) * 0.3:g} {(ORIGIN + line.y) * 0.3:g} cm"
    pdf = sample.with_pieces(first=lambda piece: piece.replace("BT", f"{matrix} BT").replace(BLACK, paint))
    return pdf, _expecting(sample, "first", shrink)


@mutant("T306")
def lines_that_collide(sample: Sample) -> tuple[bytes, Expectation]:
    return _moved(sample, "second", 0, 8)


@mutant("T301")
def reversed_arabic_letters(sample: Sample) -> bytes:
    """The file's own order is right; on the paper the letters run from left to right."""

    def change(piece: str) -> str:
        places = [glyph.split("<")[0] for glyph in _glyphs(piece)]
        codes = [glyph.split("<")[1] for glyph in _glyphs(piece)]
        head, tail = piece.split(_glyphs(piece)[0])[0], "\nET\nQ"
        return head + "\n".join(f"{p}<{c}" for p, c in zip(reversed(places), codes, strict=True)) + tail

    return sample.with_pieces(arabic=change)


@mutant("T307")
def two_letters_swapped(sample: Sample) -> bytes:
    """On the paper only; in the file they are in the right order."""

    def change(piece: str) -> str:
        first, second = _glyphs(piece)[1:3]
        (here, one), (there, other) = first.split("<"), second.split("<")
        return piece.replace(f"{first}\n{second}", f"{there}<{one}\n{here}<{other}")

    return sample.with_pieces(first=change)


@mutant("T307")
def mirrored_text(sample: Sample) -> bytes:
    left, _, right, _ = extent(_line(sample, "second"))
    axis = 2 * ORIGIN + left + right
    return sample.with_pieces(second=lambda piece: piece.replace("BT", f"-1 0 0 1 {axis:.3f} 0 cm BT"))


@mutant("T308")
def text_under_a_box(sample: Sample) -> bytes:
    return sample.with_pieces(end=f"q 0 0 0 0 k {ORIGIN + 10} {ORIGIN + 51} 130 12 re f Q")


@mutant("T308")
def a_digit_under_a_box(sample: Sample) -> bytes:
    """Most of the line is still visible."""
    return sample.with_pieces(end=f"q 0 0 0 0 k {ORIGIN + 60} {ORIGIN + 82} 4 14 re f Q")


@mutant("V902")
def text_on_a_box_of_its_own_colour(sample: Sample) -> bytes:
    """The box ends where the letters do, so that the paper around it can be seen beside them."""
    left, bottom, right, top = (ORIGIN + edge for edge in extent(_line(sample, "second")))
    under = f"q 0 0 0 1 k {left:.2f} {bottom:.2f} {right - left:.2f} {top - bottom:.2f} re f Q\n"
    return sample.with_pieces(second=lambda piece: under + piece)


@mutant("V901")
def a_line_cut_off_by_its_frame(sample: Sample) -> bytes:
    return sample.with_pieces(first=lambda piece: piece.replace("BT", f"0 0 {ORIGIN + 60} 300 re W n BT"))


@mutant("V902")
def unexpected_text(sample: Sample) -> bytes:
    return sample.with_pieces(end=_copy(sample, "second", 0, -38))


@mutant("T309")
def invisible_text(sample: Sample) -> bytes:
    return sample.with_pieces(end=_copy(sample, "second", 0, -38).replace("BT", "BT 3 Tr"))


@mutant("T310")
def a_message_without_its_end(sample: Sample) -> tuple[bytes, Expectation]:
    """The layout lost the end of the message; the remaining lines are as expected."""
    line = _line(sample, "arabic")
    return sample.pdf, replace(sample.expectation, words=words({str(line.message): f"{line.text} غدًا"}, [HOTLINE]))


@mutant("T314")
def text_on_a_dark_part_of_a_picture(sample: Sample) -> tuple[bytes, Expectation]:
    """As it was composed: the picture is art, which text may stand on, but it is too dark for black letters."""
    return on_art(sample, 0.8)


def on_art(sample: Sample, black: float) -> tuple[bytes, Expectation]:
    """Return the sample with a triangle of art in a tint of black under its first line, and what is expected then."""
    path = (("M", 20.0, 60.0), ("L", 90.0, 60.0), ("L", 90.0, 90.0), ("Z",))
    corners = " ".join(f"{ORIGIN + x} {ORIGIN + y} {kind.lower()}" for kind, x, y in path[:3])
    pdf = sample.with_pieces(band=lambda band: f"{band} q 0 0 0 {black} k {corners} f Q")
    art = Shape(path, "grey", "paper", "front/image", "door", art=True)
    expected = with_items(sample.expectation, lambda items: (items[0], art, *items[1:]))
    grey = Colour("grey", (0.0, 0.0, 0.0, black), (0.5, 0.5, 0.5))
    return pdf, with_document(expected, colours={**expected.document.colours, "grey": grey})


@mutant("T311")
def text_over_the_edge_of_its_background(sample: Sample) -> bytes:
    background = f" q 0.2 0 0 0 k {ORIGIN + 12} {ORIGIN + 26} 60 16 re f Q"
    return sample.with_pieces(band=lambda band: band + background)
