"""Mutants of the sample file: text that is lost, moved, covered or too small."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from proofsample import BLACK, MODULE, NUMBER, ORIGIN, TARGET, Sample, code_path, composed_otherwise
from sample_mutants import mutant

from flyers.colour import Colour
from flyers.page.document import Shape
from flyers.proof.expectations import Expectation, ExpectedLine


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

    def move(line: ExpectedLine) -> ExpectedLine:
        left, bottom, right, top = line.box
        return replace(line, y=line.y + dy, box=(left + dx, bottom + dy, right + dx, top + dy))

    pdf = sample.with_pieces(**{name: lambda piece: piece.replace("BT", f"1 0 0 1 {dx:g} {dy:g} cm BT")})
    return pdf, _expecting(sample, name, move)


def _expecting(sample: Sample, name: str, change: Callable[[ExpectedLine], ExpectedLine]) -> Expectation:
    lines = tuple(change(line) if line.block == f"front/{name}" else line for line in sample.expectation.lines)
    return replace(sample.expectation, lines=lines)


def _copy(sample: Sample, name: str, dx: float, dy: float) -> str:
    return f"q 1 0 0 1 {dx:g} {dy:g} cm\n{sample.pieces[name]}\nQ"


@mutant("T304")
def text_outside_the_safe_area(sample: Sample) -> tuple[bytes, Expectation]:
    return _moved(sample, "second", -8, 0)


@mutant("P107", "T304")
def text_on_a_fold(sample: Sample) -> tuple[bytes, Expectation]:
    page = replace(sample.expectation.pages[0], folds=(sample.expectation.codes[0].box[0] - 12,))
    return _moved(sample, "second", 70, 0)[0], replace(_moved(sample, "second", 70, 0)[1], pages=(page,))


@mutant("P108", "T304")
def the_slug_on_the_card(sample: Sample) -> bytes:
    return sample.with_pieces(slug=lambda piece: piece.replace("BT", "1 0 0 1 0 28 cm BT"))


@mutant("T304")
def a_code_outside_the_safe_area(sample: Sample) -> tuple[bytes, Expectation]:
    x = 252 - 5 - 37.5
    path, modules = code_path(TARGET, x, 40, MODULE)
    moved = replace(sample.expectation.codes[0], box=(x, 40, x + modules * MODULE, 40 + modules * MODULE))
    return sample.with_pieces(code=path), replace(sample.expectation, codes=(moved,))


@mutant("T305")
def text_too_small(sample: Sample) -> tuple[bytes, Expectation]:
    """The font is selected at 9 pt; a matrix makes it 6.3 pt."""
    return smaller(sample, floor=7)


def smaller(sample: Sample, *, floor: float, paint: str = BLACK) -> tuple[bytes, Expectation]:
    """Return the file with the first line at 70 % of its size, and an expectation that has it so."""

    def shrink(line: ExpectedLine) -> ExpectedLine:
        left, bottom, right, top = (12 + (edge - 12) * 0.7 for edge in line.box)
        bottom, top = (line.y + (edge - line.y) * 0.7 for edge in (line.box[1], line.box[3]))
        return replace(line, box=(left, bottom, right, top), floor=floor)

    line = next(line for line in sample.expectation.lines if line.block == "front/first")
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
    line = next(line for line in sample.expectation.lines if line.block == "front/second")
    axis = 2 * ORIGIN + line.box[0] + line.box[2]
    return sample.with_pieces(second=lambda piece: piece.replace("BT", f"-1 0 0 1 {axis:.3f} 0 cm BT"))


@mutant("T308")
def text_under_a_box(sample: Sample) -> bytes:
    return sample.with_pieces(end=f"q 0 0 0 0 k {ORIGIN + 10} {ORIGIN + 51} 130 12 re f Q")


@mutant("T308")
def a_digit_under_a_box(sample: Sample) -> bytes:
    """Most of the line is still visible."""
    return sample.with_pieces(end=f"q 0 0 0 0 k {ORIGIN + 60} {ORIGIN + 82} 4 14 re f Q")


@mutant("T308")
def text_on_a_box_of_its_own_colour(sample: Sample) -> bytes:
    """The box ends where the letters do, so that the paper around it can be seen beside them."""
    line = next(line for line in sample.expectation.lines if line.block == "front/second")
    left, bottom, right, top = (ORIGIN + edge for edge in line.box)
    under = f"q 0 0 0 1 k {left:.2f} {bottom:.2f} {right - left:.2f} {top - bottom:.2f} re f Q\n"
    return sample.with_pieces(second=lambda piece: under + piece)


@mutant("T308")
def a_line_cut_off_by_its_frame(sample: Sample) -> bytes:
    return sample.with_pieces(first=lambda piece: piece.replace("BT", f"0 0 {ORIGIN + 60} 300 re W n BT"))


@mutant("T309")
def unexpected_text(sample: Sample) -> bytes:
    return sample.with_pieces(end=_copy(sample, "second", 0, -38))


@mutant("T309")
def invisible_text(sample: Sample) -> bytes:
    return sample.with_pieces(end=_copy(sample, "second", 0, -38).replace("BT", "BT 3 Tr"))


@mutant("T310")
def a_message_without_its_end(sample: Sample) -> tuple[bytes, Expectation]:
    """The layout lost the end of the message; the remaining lines are as expected."""
    *others, last = sample.expectation.messages
    longer = replace(last, text=f"{last.text} غدًا")
    return sample.pdf, replace(sample.expectation, messages=(*others, longer))


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
    expected = composed_otherwise(sample.expectation, lambda items: (items[0], art, *items[1:]))
    document = expected.composed.document
    colours = {**document.colours, "grey": Colour("grey", (0.0, 0.0, 0.0, black), (0.5, 0.5, 0.5))}
    return pdf, replace(expected, composed=replace(expected.composed, document=replace(document, colours=colours)))


@mutant("T311")
def text_over_the_edge_of_its_background(sample: Sample) -> bytes:
    background = f" q 0.2 0 0 0 k {ORIGIN + 12} {ORIGIN + 26} 60 16 re f Q"
    return sample.with_pieces(band=lambda band: band + background)
