"""Every promise is broken once, on purpose, in a file that is otherwise good: the proof must say so, under the right
code, and have nothing else to say."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from proofsample import BLACK, DEEP, MODULE, NUMBER, ORIGIN, TARGET, WHITE, Sample, code_path, good, saved

from flyers.proof import CHECKS, proof
from flyers.proof.expectations import Expectation, ExpectedCode, ExpectedLine

Mutant = Callable[[Sample], bytes | tuple[bytes, Expectation]]

MUTANTS: dict[str, tuple[set[str], Mutant]] = {}
"""By name: the codes that must be found, and how the file is made (and what is expected, where that differs)."""


def mutant(*codes: str) -> Callable[[Mutant], Mutant]:
    def register(make: Mutant) -> Mutant:
        MUTANTS[make.__name__] = (set(codes), make)
        return make

    return register


# -- pages ---------------------------------------------------------------------------------------------------------


@mutant("P101")
def a_page_too_many(sample: Sample) -> bytes:
    return sample.edited(lambda pdf: pdf.pages.append(pdf.pages[0]) or _without_contents(pdf.pages[1]))


def _without_contents(page: pikepdf.Page) -> None:
    page.Contents = Array([])


@mutant("P102")
def wrong_trim_box(sample: Sample) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].TrimBox = Array([ORIGIN, ORIGIN, ORIGIN + 250, ORIGIN + 144])

    return sample.edited(edit)


@mutant("P102")
def no_trim_box_but_the_same_place(sample: Sample) -> bytes:
    """The trim is where it should be only because the crop box says so."""

    def edit(pdf: pikepdf.Pdf) -> None:
        del pdf.pages[0].TrimBox
        pdf.pages[0].CropBox = Array([ORIGIN, ORIGIN, ORIGIN + 252, ORIGIN + 144])

    return sample.edited(edit)


@mutant("P102")
def missing_bleed_box(sample: Sample) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        del pdf.pages[0].BleedBox

    return sample.edited(edit)


@mutant("P102")
def bleed_of_a_sixteenth(sample: Sample) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].BleedBox = Array([ORIGIN - 4.5, ORIGIN - 4.5, ORIGIN + 256.5, ORIGIN + 148.5])

    return sample.edited(edit)


@mutant("P102")
def a_page_that_scales_itself(sample: Sample) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].UserUnit = 1.5

    return sample.edited(edit)


@mutant("P103")
def art_short_of_the_bleed(sample: Sample) -> bytes:
    return sample.with_pieces(
        band=lambda band: band.replace(f"27 {ORIGIN + 104} 270 49 re", f"36 {ORIGIN + 104} 261 49 re")
    )


@mutant("P104")
def art_beyond_the_bleed(sample: Sample) -> bytes:
    return sample.with_pieces(
        band=lambda band: band.replace(f"27 {ORIGIN + 104} 270 49 re", f"20 {ORIGIN + 104} 277 49 re")
    )


@mutant("P104")
def art_in_the_slug(sample: Sample) -> bytes:
    return sample.with_pieces(end="q 0 0 0 1 k 200 5 20 10 re f Q")


@mutant("P105")
def a_mark_inside_the_bleed(sample: Sample) -> bytes:
    return sample.with_pieces(marks=lambda marks: marks.replace("3 36 m 18 36 l", "3 36 m 18 36 l 29 60 m 34 60 l"))


@mutant("P106")
def a_hairline(sample: Sample) -> bytes:
    return sample.with_pieces(rule=lambda rule: rule.replace("120 0.5 re", "120 0.1 re"))


@mutant("P106")
def a_stroke_of_no_width(sample: Sample) -> bytes:
    return sample.with_pieces(end=f"q 0 0 0 1 K 0 w {ORIGIN + 12} 60 m {ORIGIN + 100} 60 l S Q")


@mutant("P107")
def no_mark_for_the_right_cut(sample: Sample) -> bytes:
    return sample.with_pieces(marks=lambda marks: marks.replace("288 3 m 288 18 l 288 198 m 288 213 l", ""))


@mutant("P107")
def no_mark_for_a_fold(sample: Sample) -> tuple[bytes, Expectation]:
    """The fold runs between text and code, clear of both."""
    page = replace(sample.expectation.pages[0], folds=(175.0,), safe=3.0)
    return sample.pdf, replace(sample.expectation, pages=(page,))


@mutant("P107")
def a_mark_at_one_end_only(sample: Sample) -> bytes:
    return sample.with_pieces(marks=lambda marks: marks.replace("288 198 m 288 213 l", ""))


@mutant("P107")
def a_mark_that_the_media_cuts_off(sample: Sample) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].MediaBox = Array([0, 0, 2 * ORIGIN + 252 - 20, 2 * ORIGIN + 144])

    return sample.edited(edit)


@mutant("P107")
def a_bar_instead_of_a_mark(sample: Sample) -> bytes:
    """Who cuts along it may choose where."""
    return sample.with_pieces(
        marks=lambda marks: marks.replace("288 198 m 288 213 l", "") + " q /All cs 1 scn 283 198 10 15 re f Q"
    )


@mutant("P108")
def no_slug(sample: Sample) -> bytes:
    return sample.with_pieces(slug="")


@mutant("P108")
def the_slug_of_another_language(sample: Sample) -> tuple[bytes, Expectation]:
    return sample.pdf, replace(sample.expectation, slug=("card", "es"))


@mutant("P108")
def a_slug_that_runs_into_a_mark(sample: Sample) -> bytes:
    return sample.with_pieces(slug=lambda piece: piece.replace("BT", "1 0 0 1 -9 0 cm BT"))


@mutant("P108")
def a_slug_that_runs_off_the_sheet(sample: Sample) -> bytes:
    return sample.with_pieces(slug=lambda piece: piece.replace("BT", "1 0 0 1 0 -5 cm BT"))


@mutant("P108")
def the_slug_of_another_day(sample: Sample) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.docinfo["/CreationDate"] = "D:20270101000000Z"

    return sample.edited(edit)


# -- fonts ---------------------------------------------------------------------------------------------------------


def _font(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return pdf.pages[0].Resources.Font.F1


@mutant("F201")
def an_unembedded_font(sample: Sample) -> bytes:
    """Boxes of glyphs are lost with the font: what depends on them has nothing to say."""

    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Resources.Font.F3 = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        contents = pdf.pages[0].Contents.read_bytes()
        pdf.pages[0].Contents = pdf.make_stream(contents + b"\nBT /F3 12 Tf ET")

    return sample.edited(edit)


@mutant("F202")
def a_font_that_is_no_subset(sample: Sample) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        font = _font(pdf)
        font.BaseFont = font.DescendantFonts[0].BaseFont = Name("/NotoSans")

    return sample.edited(edit)


@mutant("F203")
def a_map_beyond_the_last_glyph(sample: Sample) -> bytes:
    """The code of a space, so that nothing visible goes with it."""

    def edit(pdf: pikepdf.Pdf) -> None:
        descendant = _font(pdf).DescendantFonts[0]
        gids = bytearray(descendant.CIDToGIDMap.read_bytes())
        cid = _cid_of(sample, " ")
        gids[2 * cid : 2 * cid + 2] = (9999).to_bytes(2, "big")
        descendant.CIDToGIDMap = pdf.make_stream(bytes(gids))

    return sample.edited(edit)


def _cid_of(sample: Sample, character: str, line: str = "first") -> int:
    """The code that draws *character* in a Latin line, where each glyph carries one character."""
    expected = next(one.text for one in sample.expectation.lines if one.block == f"front/{line}")
    codes = re.findall(r"<([0-9A-F]{4})>", sample.pieces[line])
    return int(codes[expected.index(character)], 16)


@mutant("F204")
def notdef_for_a_letter(sample: Sample) -> bytes:
    """An “e” that is neither first nor last: the box around the line stays what it was, but for its height."""

    def edit(pdf: pikepdf.Pdf) -> None:
        descendant = _font(pdf).DescendantFonts[0]
        cid = _cid_of(sample, "e")
        gids = bytearray(descendant.CIDToGIDMap.read_bytes())
        gids[2 * cid : 2 * cid + 2] = b"\0\0"
        descendant.CIDToGIDMap = pdf.make_stream(bytes(gids))
        descendant.W[1][cid - 1] = 600

    return sample.edited(edit)


@mutant("F205")
def a_code_without_text(sample: Sample) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        cid = _cid_of(sample, " ")
        mapping = re.sub(rf"<{cid:04X}> <0020>".encode(), b"", _font(pdf).ToUnicode.read_bytes())
        _font(pdf).ToUnicode = pdf.make_stream(mapping)

    return sample.edited(edit)


@mutant("F206")
def a_wrong_width(sample: Sample) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        _font(pdf).DescendantFonts[0].W[1][_cid_of(sample, "y") - 1] = 700

    return sample.edited(edit)


@mutant("F207")
def an_eight_drawn_as_a_three(sample: Sample) -> bytes:
    """The file says 8 and 3; the paper says 3 and 3. All that reads text is content, and only the font gives it away."""

    def edit(pdf: pikepdf.Pdf) -> None:
        descendant = _font(pdf).DescendantFonts[0]
        gids = bytearray(descendant.CIDToGIDMap.read_bytes())
        eight, three = (_cid_of(sample, digit, "number") for digit in "83")
        gids[2 * eight : 2 * eight + 2] = gids[2 * three : 2 * three + 2]
        descendant.CIDToGIDMap = pdf.make_stream(bytes(gids))

    return sample.edited(edit)


# -- text ----------------------------------------------------------------------------------------------------------


def _glyphs(piece: str) -> list[str]:
    return re.findall(r"1 0 0 1 \S+ \S+ Tm <[0-9A-F]{4}> Tj", piece)


def _placed_like(piece: str, order: Callable[[list[str]], list[str]], first: int, last: int) -> str:
    """*piece* with the codes of glyphs first..last in another order over the same places."""
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
    """The line is wrong, the contact that stands in it, and what stands beside the code."""

    def change(piece: str) -> str:
        glyphs = _glyphs(piece)
        seven, eight = glyphs[5 + NUMBER.index("7")], glyphs[5 + NUMBER.index("8")]
        wrong = seven.split("<")[0] + "<" + eight.split("<")[1]
        return piece.replace(seven, wrong)

    return sample.with_pieces(number=change)


@mutant("T303")
def a_contact_turned_round(sample: Sample) -> bytes:
    """The text object reads right in its own order; on the paper the digits run from right to left."""

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


@mutant("T302")
def a_moved_line(sample: Sample) -> bytes:
    return sample.with_pieces(first=lambda piece: piece.replace("BT", "1 0 0 1 4 0 cm BT"))


def _moved(sample: Sample, name: str, dx: float, dy: float) -> tuple[bytes, Expectation]:
    """A line in another place, with an expectation that has it there."""

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
    return _smaller(sample, floor=7)


def _smaller(sample: Sample, *, floor: float, paint: str = BLACK) -> tuple[bytes, Expectation]:
    """The first line at 70 % of its size, which is asked for like that."""

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
def arabic_letters_turned_round(sample: Sample) -> bytes:
    """The file's own order is right; on the paper the letters run from left to right."""

    def change(piece: str) -> str:
        places = [glyph.split("<")[0] for glyph in _glyphs(piece)]
        codes = [glyph.split("<")[1] for glyph in _glyphs(piece)]
        head, tail = piece.split(_glyphs(piece)[0])[0], "\nET\nQ"
        return head + "\n".join(f"{p}<{c}" for p, c in zip(reversed(places), codes, strict=True)) + tail

    return sample.with_pieces(arabic=change)


@mutant("T307")
def letters_that_change_places(sample: Sample) -> bytes:
    """On the paper, that is; in the file they come in the right order."""

    def change(piece: str) -> str:
        first, second = _glyphs(piece)[1:3]
        (here, one), (there, other) = first.split("<"), second.split("<")
        return piece.replace(f"{first}\n{second}", f"{there}<{one}\n{here}<{other}")

    return sample.with_pieces(first=change)


@mutant("T307")
def text_in_a_mirror(sample: Sample) -> bytes:
    line = next(line for line in sample.expectation.lines if line.block == "front/second")
    axis = 2 * ORIGIN + line.box[0] + line.box[2]
    return sample.with_pieces(second=lambda piece: piece.replace("BT", f"-1 0 0 1 {axis:.3f} 0 cm BT"))


@mutant("T308")
def text_under_a_box(sample: Sample) -> bytes:
    return sample.with_pieces(end=f"q 0 0 0 0 k {ORIGIN + 10} {ORIGIN + 51} 130 12 re f Q")


@mutant("T308")
def a_digit_under_a_box(sample: Sample) -> bytes:
    """Most of the line can still be seen."""
    return sample.with_pieces(end=f"q 0 0 0 0 k {ORIGIN + 60} {ORIGIN + 82} 4 14 re f Q")


@mutant("T308")
def a_line_cut_off_by_its_frame(sample: Sample) -> bytes:
    return sample.with_pieces(first=lambda piece: piece.replace("BT", f"0 0 {ORIGIN + 60} 300 re W n BT"))


@mutant("T309")
def text_that_nobody_asked_for(sample: Sample) -> bytes:
    return sample.with_pieces(end=_copy(sample, "second", 0, -38))


@mutant("T309")
def invisible_text(sample: Sample) -> bytes:
    return sample.with_pieces(end=_copy(sample, "second", 0, -38).replace("BT", "BT 3 Tr"))


@mutant("T310")
def a_message_without_its_end(sample: Sample) -> tuple[bytes, Expectation]:
    """What the layout lost, the file cannot hold; and the lines that are left are as they should be."""
    *others, last = sample.expectation.messages
    longer = replace(last, text=f"{last.text} غدًا")
    return sample.pdf, replace(sample.expectation, messages=(*others, longer))


@mutant("T311")
def text_over_the_edge_of_its_ground(sample: Sample) -> bytes:
    ground = f" q 0.2 0 0 0 k {ORIGIN + 12} {ORIGIN + 26} 60 16 re f Q"
    return sample.with_pieces(band=lambda band: band + ground)


# -- codes ---------------------------------------------------------------------------------------------------------


@mutant("Q401")
def a_code_with_another_target(sample: Sample) -> bytes:
    return sample.with_pieces(code=code_path("tel:+18883737880", 190, 40, MODULE)[0])


@mutant("Q401")
def a_damaged_code(sample: Sample) -> bytes:
    return sample.with_pieces(code=lambda path: path.replace("\nQ", f"\n{ORIGIN + 195} {ORIGIN + 42} 12 26 re f\nQ"))


@mutant("Q404")
def something_in_the_quiet_zone(sample: Sample) -> bytes:
    return sample.with_pieces(end=f"q 0 0 0 1 k {ORIGIN + 186} {ORIGIN + 50} 1 20 re f Q")


@mutant("Q406")
def a_code_nobody_asked_for(sample: Sample) -> bytes:
    return sample.with_pieces(end=code_path("https://example.org", 140, 34, 1.4)[0])


@pytest.mark.parametrize("shift", [0.0, 0.13, 0.31, 0.4])
def test_a_strange_code_is_found_as_small_as_the_documentation_says(shift: float) -> None:
    """Wherever it falls on the grid of pixels. (docs/proof.md says 0.35 mm.)"""
    small = code_path("https://example.org", 140 + shift, 34 - shift, 0.35 * 72 / 25.4)[0]
    assert proof(good().with_pieces(end=small), good().expectation).codes == ("Q406",)


@mutant("Q407")
def a_code_in_colour(sample: Sample) -> bytes:
    return sample.with_pieces(code=lambda path: path.replace("0 0 0 1 k", "1 0.7 0 0.3 k"))


@mutant("Q409")
def a_code_in_pieces(sample: Sample) -> bytes:
    return sample.with_pieces(code=lambda path: path.replace(" re\n", " re f\n", 1))


@mutant("Q410")
def a_code_with_no_number_on_its_page(sample: Sample) -> tuple[bytes, Expectation]:
    """Everything is as it was asked for; but asked for was a code that nobody can dial."""
    lines = sample.expectation.lines
    kept = tuple(line for line in lines if line.block != "front/number")
    alone = {"lines": kept, "messages": (), "contacts": ()}
    return sample.with_pieces(number=""), replace(sample.expectation, **alone)


@mutant("Q411")
def a_code_far_from_its_number(sample: Sample) -> tuple[bytes, Expectation]:
    """On a page that is two inches wider."""
    far = 2 * 72.0
    code, page = sample.expectation.codes[0], sample.expectation.pages[0]
    left, bottom, right, top = code.box
    moved = replace(code, box=(left + far, bottom, right + far, top))

    def edit(pdf: pikepdf.Pdf) -> None:
        boxes = pdf.pages[0]
        for name in ("MediaBox", "TrimBox", "BleedBox"):
            boxes.obj[f"/{name}"][2] = float(boxes.obj[f"/{name}"][2]) + far
        pieces = dict(sample.pieces)
        pieces["code"] = code_path(TARGET, left + far, bottom, MODULE)[0]
        pieces["band"] = pieces["band"].replace("270 49 re", f"{270 + far:g} 49 re")
        pieces["marks"] = re.sub(
            r"\b(288|306|321)\b", lambda number: f"{int(number[1]) + far:g}", pieces["marks"]
        )  # fmt: skip
        boxes.Contents = pdf.make_stream("\n".join(pieces.values()).encode())

    pages = (replace(page, width=page.width + far),)
    return sample.edited(edit), replace(sample.expectation, codes=(moved,), pages=pages)


def _other_code(sample: Sample, target: str, module: float, smallest: float) -> tuple[bytes, Expectation]:
    """A code of another size or target, asked for as it is."""
    path, modules = code_path(target, 190, 40, module)
    side = modules * module
    code = ExpectedCode(0, "hotline", target, (190, 40, 190 + side, 40 + side), module, smallest)
    return sample.with_pieces(code=path), replace(sample.expectation, codes=(code,))


@mutant("Q402")
def a_code_for_good_cameras_only(sample: Sample) -> tuple[bytes, Expectation]:
    return _other_code(sample, TARGET, 0.7, 0.7)


@mutant("Q403", "Q407")
def a_code_in_light_gray(sample: Sample) -> bytes:
    """Who prints a code in gray breaks two promises."""
    return sample.with_pieces(code=lambda path: path.replace("0 0 0 1 k", "0 0 0 0.2 k"))


@mutant("Q405")
def modules_too_small(sample: Sample) -> tuple[bytes, Expectation]:
    return _other_code(sample, TARGET, 1.2, 1.417)


@mutant("Q405")
def a_code_smaller_than_the_layout_says(sample: Sample) -> tuple[bytes, Expectation]:
    """The expectation is wrong about the module; the painted path isn't."""
    pdf, asked = _other_code(sample, TARGET, 1.3, 1.417)
    return pdf, replace(asked, codes=(replace(asked.codes[0], module=1.5),))


@mutant("Q408", "Q410")
def a_code_with_a_scheme_that_runs(sample: Sample) -> tuple[bytes, Expectation]:
    return _other_code(sample, "javascript:alert(1)", 1.3, 1.2)


# -- colour --------------------------------------------------------------------------------------------------------


@mutant("C501")
def an_rgb_fill(sample: Sample) -> bytes:
    return sample.with_pieces(rule=lambda rule: rule.replace("0 0 0 1 k", "0.1 0.1 0.1 rg"))


@mutant("C501")
def a_colour_never_set(sample: Sample) -> bytes:
    """A page begins in DeviceGray."""
    return sample.with_pieces(rule=lambda rule: rule.replace("0 0 0 1 k", ""))


@mutant("C501")
def a_spot_colour(sample: Sample) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        spot = Array([Name.Separation, Name("/Gold"), Name.DeviceCMYK, pdf.pages[0].Resources.ColorSpace.All[3]])
        pdf.pages[0].Resources.ColorSpace.Spot = spot
        contents = pdf.pages[0].Contents.read_bytes() + b"\nq /Spot cs 0.5 scn 60 60 20 5 re f Q"
        pdf.pages[0].Contents = pdf.make_stream(contents)

    return sample.edited(edit)


@mutant("C501")
def an_rgb_image(sample: Sample) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        image = pdf.make_stream(bytes(range(48)))
        _place_image(pdf, image, Name.DeviceRGB)

    return sample.edited(edit)


def _place_image(pdf: pikepdf.Pdf, image: pikepdf.Stream, space: pikepdf.Object) -> None:
    """Put *image*, 4 x 4 pixels of 8 bits, on the page."""
    image.Type, image.Subtype, image.ColorSpace = Name.XObject, Name.Image, space
    image.Width, image.Height, image.BitsPerComponent = 4, 4, 8
    pdf.pages[0].Resources.XObject = Dictionary(Im=image)
    contents = pdf.pages[0].Contents.read_bytes() + f"\nq 20 0 0 6 {ORIGIN + 150} {ORIGIN + 20} cm /Im Do Q".encode()
    pdf.pages[0].Contents = pdf.make_stream(contents)


@mutant("C502")
def an_opacity(sample: Sample) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Resources.ExtGState.Over.ca = 0.9

    return sample.edited(edit)


@mutant("C502")
def a_blend_mode(sample: Sample) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Resources.ExtGState.Over.BM = Name.Multiply

    return sample.edited(edit)


@mutant("C502")
def a_transparency_group(sample: Sample) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Group = Dictionary(S=Name.Transparency, CS=Name.DeviceCMYK)

    return sample.edited(edit)


@mutant("C503")
def too_much_ink(sample: Sample) -> bytes:
    return sample.with_pieces(band=lambda band: band.replace("1 0.7 0.1 0.3 k", "1 0.9 0.7 0.8 k"))


@mutant("C503")
def too_much_ink_by_overprint(sample: Sample) -> bytes:
    """Neither the ground nor the black alone is too much."""
    return sample.with_pieces(
        end=f"q 0.9 0.8 0.7 0 k {ORIGIN + 150} {ORIGIN + 22} 30 6 re f {BLACK} {ORIGIN + 152} {ORIGIN + 24} 20 2 re f Q"
    )


@mutant("C503")
def too_much_ink_in_an_image(sample: Sample) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        image = pdf.make_stream(bytes([255, 240, 200, 200]) + bytes(60))
        _place_image(pdf, image, Name.DeviceCMYK)

    return sample.edited(edit)


@mutant("C504")
def black_that_knocks_out(sample: Sample) -> bytes:
    return sample.with_pieces(first=lambda piece: piece.replace("/Over gs", "/Knock gs"))


@mutant("C504")
def overprint_in_the_mode_that_does_nothing(sample: Sample) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Resources.ExtGState.Over.OPM = 0

    return sample.edited(edit)


@mutant("C505")
def white_that_overprints(sample: Sample) -> bytes:
    return sample.with_pieces(heading=lambda piece: piece.replace(WHITE, "/Over gs 0 0 0 0 k"))


@mutant("C506")
def rich_black_text(sample: Sample) -> bytes:
    return sample.with_pieces(first=lambda piece: piece.replace("0 0 0 1 k", "0.6 0.4 0.4 1 k"))


@mutant("C505")
def a_white_box_that_overprints(sample: Sample) -> bytes:
    return sample.with_pieces(end=f"q /Over gs 0 0 0 0 k {ORIGIN + 150} {ORIGIN + 22} 8 8 re f Q")


@mutant("C507")
def small_type_in_four_inks(sample: Sample) -> tuple[bytes, Expectation]:
    return _smaller(sample, floor=6, paint="/Knock gs 0.9 0.6 0.2 0.2 k")


@mutant("C507")
def small_type_in_white(sample: Sample) -> tuple[bytes, Expectation]:
    pdf, asked = _smaller(sample, floor=6, paint=WHITE)
    ground = f"q {DEEP} {ORIGIN + 10} {ORIGIN + 62} 130 14 re f Q"
    with pikepdf.open(io.BytesIO(pdf)) as file:
        contents = file.pages[0].Contents.read_bytes()
        file.pages[0].Contents = file.make_stream(ground.encode() + b"\n" + contents)
        return saved(file), asked


# -- metadata ------------------------------------------------------------------------------------------------------


@mutant("M601")
def no_title(sample: Sample) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        del pdf.docinfo["/Title"]

    return sample.edited(edit)


@mutant("M602")
def a_path_in_the_metadata(sample: Sample) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.docinfo["/Creator"] = "/home/maria/flyers/card.yaml"

    return sample.edited(edit)


def _link(pdf: pikepdf.Pdf, target: str) -> None:
    action = Dictionary(S=Name.URI, URI=target)
    link = Dictionary(
        Type=Name.Annot, Subtype=Name.Link, Rect=Array([50, 50, 90, 60]), A=action, Border=Array([0, 0, 0])
    )
    pdf.pages[0].Annots = Array([pdf.make_indirect(link)])


@mutant("M603")
def a_link(sample: Sample) -> bytes:
    return sample.edited(lambda pdf: _link(pdf, "https://example.org"))


@mutant("M603", "Q408")
def a_link_to_a_script(sample: Sample) -> bytes:
    return sample.edited(lambda pdf: _link(pdf, "javascript:alert(1)"))


@mutant("M603")
def a_layer(sample: Sample) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="Spanish"))
        pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(ON=Array([group])))

    return sample.edited(edit)


@mutant("M603")
def a_script_on_opening(sample: Sample) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")

    return sample.edited(edit)


@mutant("P002")
def an_operator_without_its_numbers(sample: Sample) -> bytes:
    return sample.with_pieces(end="q 1 0 0 cm Q")


# -- the tests -----------------------------------------------------------------------------------------------------


def test_the_good_file_has_no_finding() -> None:
    sample = good()
    result = proof(sample.pdf, sample.expectation)
    assert result.findings == ()
    assert result.ok


@pytest.mark.parametrize("name", MUTANTS)
def test_a_broken_promise_is_found_and_nothing_else(name: str) -> None:
    codes, make = MUTANTS[name]
    sample = good()
    made = make(sample)
    pdf, expectation = made if isinstance(made, tuple) else (made, sample.expectation)
    result = proof(pdf, expectation)
    assert set(result.codes) == codes, [str(finding) for finding in result.findings]


def test_every_check_is_broken_by_some_mutant() -> None:
    """Those of the standards have files of their own (test_proof_standards)."""
    broken = {code for codes, _ in MUTANTS.values() for code in codes}
    assert broken == {code for code, check in CHECKS.items() if not check.explanation.standards}
