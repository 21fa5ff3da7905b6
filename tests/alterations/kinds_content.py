"""Alterations of what pages paint: lines of text and drawings removed, covered, moved, reshaped, recoloured, added."""

from __future__ import annotations

from random import Random

import pikepdf
from art import Art, Instruction, painted, size
from kinds import Unfit, kind, one_of
from pikepdf import Array


def _matrix(art: Art, unit: range, a: float, b: float, c: float, d: float) -> Instruction:
    """Return the matrix that maps a unit about its anchor."""
    x, y = art.anchor(unit)
    return ([a, b, c, d, x - a * x - c * y, y - b * x - d * y], "cm")


@kind("content")
def removed_unit(pdf: pikepdf.Pdf, random: Random) -> None:
    art = Art.of(pdf, random)
    unit = art.unit(random)
    art.steps[unit.start : unit.stop] = []
    art.save(pdf)


@kind("content")
def shifted_unit(pdf: pikepdf.Pdf, random: Random) -> None:
    art = Art.of(pdf, random)
    far = random.choice((0.4, 0.8, 2, 8))
    art.around(art.unit(random), [([1, 0, 0, 1, random.uniform(-far, far), random.uniform(-far, far)], "cm")])
    art.save(pdf)


@kind("content")
def scaled_unit(pdf: pikepdf.Pdf, random: Random) -> None:
    art = Art.of(pdf, random)
    unit = art.unit(random)
    across = random.uniform(0.85, 1.18)
    up = random.choice((across, 1.0, random.uniform(0.85, 1.18)))
    art.around(unit, [_matrix(art, unit, across, 0, 0, up)])
    art.save(pdf)


@kind("content")
def mirrored_unit(pdf: pikepdf.Pdf, random: Random) -> None:
    art = Art.of(pdf, random)
    unit = art.unit(random)
    across = random.choice((-1, 1))
    art.around(unit, [_matrix(art, unit, across, 0, 0, -1 if across == 1 else random.choice((-1, 1)))])
    art.save(pdf)


@kind("content")
def turned_unit(pdf: pikepdf.Pdf, random: Random) -> None:
    art = Art.of(pdf, random)
    unit = art.unit(random)
    shear = random.uniform(-0.2, 0.2)
    art.around(unit, [_matrix(art, unit, 1, shear, random.choice((0, -shear)), 1)])
    art.save(pdf)


@kind("content")
def recoloured_unit(pdf: pikepdf.Pdf, random: Random) -> None:
    art = Art.of(pdf, random)
    art.around(art.unit(random), [painted(random, art.page)])
    art.save(pdf)


@kind("content")
def tinted_unit(pdf: pikepdf.Pdf, random: Random) -> None:
    """Every colour that is set from there on is a little lighter or darker."""
    art = Art.of(pdf, random)
    at = one_of(random, [at for at, (_, operator) in enumerate(art.steps) if operator in ("k", "rg", "g")])
    operands, operator = art.steps[at]
    by = random.choice((-0.3, -0.1, -0.05, 0.05, 0.1, 0.3))
    art.steps[at] = ([min(1.0, max(0.0, float(value) + by)) for value in operands], operator)
    art.save(pdf)


@kind("content")
def clipped_unit(pdf: pikepdf.Pdf, random: Random) -> None:
    art = Art.of(pdf, random)
    unit = art.unit(random)
    x, y = art.anchor(unit)
    dx, dy = random.uniform(-5, 40), random.uniform(-6, 6)
    frame: list[Instruction] = [([x + dx, y + dy, random.choice((5, 30, 600)), random.choice((3, 8, 500))], "re")]
    if random.random() < 0.3:
        frame.append(([x - 500, y - 500, 400, 400], "re"))
    art.around(unit, [*frame, ([], random.choice(("W", "W*"))), ([], "n")])
    art.save(pdf)


@kind("content")
def swapped_order(pdf: pikepdf.Pdf, random: Random) -> None:
    """Two neighbours are painted in the other order."""
    art = Art.of(pdf, random)
    units = art.texts()
    if len(units) < 2:
        raise Unfit
    at = random.randrange(len(units) - 1)
    one, other = units[at], units[at + 1]
    between = art.steps[one.stop : other.start]
    first, second = art.steps[one.start : one.stop], art.steps[other.start : other.stop]
    art.steps[one.start : other.stop] = [*second, *between, *first]
    art.save(pdf)


@kind("content")
def repeated_unit(pdf: pikepdf.Pdf, random: Random) -> None:
    art = Art.of(pdf, random)
    unit = art.unit(random)
    copy = [step for step in art.steps[unit.start : unit.stop] if step[1] not in ("BDC", "BMC", "EMC")]
    shift = ([1, 0, 0, 1, random.uniform(-60, 60), random.uniform(-60, 60)], "cm")
    art.around(unit, [], [([], "q"), shift, *copy, ([], "Q")])
    art.save(pdf)


# -- something on top ----------------------------------------------------------------------------------------------


def _place(random: Random, art: Art) -> tuple[float, float]:
    """Return a place in the trim: anywhere, or on a line of text."""
    if random.random() < 0.5:
        width, height = size(art.page)
        return random.uniform(0, width), random.uniform(0, height)
    x, y = art.anchor(art.text(random))
    return x + random.uniform(-60, 120), y + random.uniform(-3, 10)


def _at_the_end(random: Random, art: Art, added: list[Instruction]) -> None:
    """Paint on top of all art, or among it."""
    units = [*art.texts(), *art.drawings()]
    art.on_top(added, None if random.random() < 0.6 else one_of(random, units).stop)


@kind("content")
def covered_place(pdf: pikepdf.Pdf, random: Random) -> None:
    art = Art.of(pdf, random)
    x, y = _place(random, art)
    width, height = random.choice((1, 4, 12, 80)), random.choice((1, 4, 12, 40))
    states = (
        [([pikepdf.Name(random.choice(("/GSknock", "/GSover")))], "gs")] if "/ExtGState" in art.page.Resources else []
    )
    _at_the_end(random, art, [*states, painted(random, art.page), ([x, y, width, height], "re"), ([], "f")])
    art.save(pdf)


@kind("content")
def added_stroke(pdf: pikepdf.Pdf, random: Random) -> None:
    art = Art.of(pdf, random)
    x, y = _place(random, art)
    operands, operator = painted(random, art.page)
    ends = [x + random.uniform(-30, 30), y + random.uniform(-12, 12)]
    width = random.choice((0.3, 0.6, 1.2, 3))
    line: list[Instruction] = [(operands, operator.upper()), ([width], "w"), ([x, y], "m"), (ends, "l"), ([], "S")]
    _at_the_end(random, art, line)
    art.save(pdf)


@kind("content")
def added_curve(pdf: pikepdf.Pdf, random: Random) -> None:
    art = Art.of(pdf, random)
    x, y = _place(random, art)
    bends = [value + random.uniform(-10, 10) for value in (x, y) * 3]
    _at_the_end(random, art, [painted(random, art.page), ([x, y], "m"), (bends, "c"), ([], random.choice(("f", "B")))])
    art.save(pdf)


@kind("content")
def added_image(pdf: pikepdf.Pdf, random: Random) -> None:
    art = Art.of(pdf, random)
    x, y = _place(random, art)
    picture = pdf.make_stream(bytes(random.randrange(256) for _ in range(12)))
    picture.Type, picture.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    picture.Width = picture.Height = 2
    picture.ColorSpace, picture.BitsPerComponent = pikepdf.Name.DeviceRGB, 8
    name = art.page.add_resource(picture, pikepdf.Name.XObject)
    _at_the_end(random, art, [([random.choice((4, 30)), 0, 0, random.choice((4, 30)), x, y], "cm"), ([name], "Do")])
    art.save(pdf)


@kind("content")
def added_form(pdf: pikepdf.Pdf, random: Random) -> None:
    """Drawing instructions outside the page, some in a layer that is off."""
    art = Art.of(pdf, random)
    x, y = _place(random, art)
    form = pdf.make_stream(f"0 g {x:.1f} {y:.1f} {random.choice((3, 20))} {random.choice((3, 20))} re f".encode())
    form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    form.BBox = Array([-100, -100, 3000, 3000])
    name = art.page.add_resource(form, pikepdf.Name.XObject)
    _at_the_end(random, art, [([name], "Do")])
    art.save(pdf)


# -- drawings ------------------------------------------------------------------------------------------------------


@kind("drawing")
def moved_corner(pdf: pikepdf.Pdf, random: Random) -> None:
    art = Art.of(pdf, random)
    at = one_of(random, art.numbered(one_of(random, art.drawings()), "m", "l", "c", "re"))
    operands, operator = art.steps[at]
    number = random.randrange(len(operands))
    far = random.choice((0.5, 1, 3, 10))
    operands = [float(value) for value in operands]
    operands[number] += random.choice((-far, far))
    art.steps[at] = (operands, operator)
    art.save(pdf)


@kind("drawing")
def removed_part(pdf: pikepdf.Pdf, random: Random) -> None:
    """A drawing without one of its parts: a module of a code, a stroke of a pictogram."""
    art = Art.of(pdf, random)
    drawing = one_of(random, art.drawings())
    starts = art.numbered(drawing, "m", "re")
    at = random.randrange(len(starts))
    end = starts[at + 1] if at + 1 < len(starts) else drawing.stop - 1
    del art.steps[starts[at] : end]
    art.save(pdf)


@kind("drawing")
def changed_module(pdf: pikepdf.Pdf, random: Random) -> None:
    """A module more in a code, or in any drawing that is made of many parts."""
    art = Art.of(pdf, random)
    codes = [drawing for drawing in art.drawings() if len(drawing) > 200]
    drawing = one_of(random, codes)
    x, y = (random.randrange(25) for _ in range(2))
    square: list[Instruction] = [([x, y, 1, 1], "re")]
    art.steps[drawing.stop - 1 : drawing.stop - 1] = square
    art.save(pdf)


@kind("drawing")
def another_way_of_painting(pdf: pikepdf.Pdf, random: Random) -> None:
    """Filled by the other rule, stroked too, or only stroked."""
    art = Art.of(pdf, random)
    at = one_of(random, art.drawings()).stop - 1
    art.steps[at] = ([], random.choice([way for way in ("f", "f*", "B", "S", "n", "s") if way != art.steps[at][1]]))
    art.save(pdf)


@kind("drawing")
def changed_line_style(pdf: pikepdf.Pdf, random: Random) -> None:
    art = Art.of(pdf, random)
    styles: list[Instruction] = [([random.choice((0, 0.1, 1, 3))], "w"), ([Array([3, 3]), 0], "d"), ([2], "J")]
    art.around(one_of(random, art.drawings()), [random.choice(styles)])
    art.save(pdf)
