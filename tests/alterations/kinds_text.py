"""Alterations of lines of text: other glyphs, other settings, hidden words, words that are read in place of others."""

from __future__ import annotations

from random import Random
from typing import Any

import pikepdf
from art import SHOWING, Art, Instruction, codes, size
from kinds import Unfit, kind, one_of
from pikepdf import Array, Dictionary, Name, String


def _string(art: Art, random: Random, least: int = 1) -> tuple[Any, Any]:
    """Return any string of a page and where it is: an operand list and an index into it."""
    found: list[tuple[Any, Any]] = []
    for operands, operator in art.steps:
        if operator == "TJ":
            array = operands[0] = Array(operands[0])
            found += [
                (array, at)
                for at, item in enumerate(array)
                if isinstance(item, String) and len(bytes(item)) >= 2 * least
            ]
        elif operator in SHOWING and len(bytes(operands[-1])) >= 2 * least:
            found.append((operands, len(operands) - 1))
    return one_of(random, found)


@kind("text")
def removed_glyph(pdf: pikepdf.Pdf, random: Random) -> None:
    art = Art.of(pdf, random)
    holder, at = _string(art, random)
    kept = codes(holder[at])
    del kept[random.randrange(len(kept))]
    holder[at] = String(b"".join(kept))
    art.save(pdf)


@kind("text")
def doubled_glyph(pdf: pikepdf.Pdf, random: Random) -> None:
    art = Art.of(pdf, random)
    holder, at = _string(art, random)
    shown = codes(holder[at])
    place = random.randrange(len(shown))
    shown.insert(place, shown[place])
    holder[at] = String(b"".join(shown))
    art.save(pdf)


@kind("text")
def another_glyph(pdf: pikepdf.Pdf, random: Random) -> None:
    """A glyph of the same page in place of one, often of the same font."""
    art = Art.of(pdf, random)
    holder, at = _string(art, random)
    other, there = _string(art, random)
    shown = codes(holder[at])
    shown[random.randrange(len(shown))] = random.choice(codes(other[there]))
    holder[at] = String(b"".join(shown))
    art.save(pdf)


@kind("text")
def swapped_glyphs(pdf: pikepdf.Pdf, random: Random) -> None:
    art = Art.of(pdf, random)
    holder, at = _string(art, random, 2)
    shown = codes(holder[at])
    place = random.randrange(len(shown) - 1)
    shown[place], shown[place + 1] = shown[place + 1], shown[place]
    holder[at] = String(b"".join(shown))
    art.save(pdf)


@kind("text")
def moved_glyphs(pdf: pikepdf.Pdf, random: Random) -> None:
    """One step of the pen within a line is longer or shorter."""
    art = Art.of(pdf, random)
    at = one_of(random, art.numbered(art.text(random), "Td", "TJ"))
    operands, operator = art.steps[at]
    if operator == "TJ":
        operands = [Array([*operands[0], random.choice((-300, 300))])]
    else:
        far = random.choice((0.5, 2))
        operands = [float(operands[0]) + random.uniform(-far, far), float(operands[1]) + random.uniform(-far, far)]
    art.steps[at] = (operands, operator)
    art.save(pdf)


@kind("text")
def another_size(pdf: pikepdf.Pdf, random: Random) -> None:
    art = Art.of(pdf, random)
    at = one_of(random, art.numbered(art.text(random), "Tf"))
    (font, points), operator = art.steps[at]
    art.steps[at] = ([font, float(points) * random.choice((0.5, 0.9, 0.96, 1.04, 1.1, 1.5))], operator)
    art.save(pdf)


@kind("text")
def another_font(pdf: pikepdf.Pdf, random: Random) -> None:
    art = Art.of(pdf, random)
    at = one_of(random, art.numbered(art.text(random), "Tf"))
    operands, operator = art.steps[at]
    others = [name for name in dict(art.page.Resources.Font) if name != str(operands[0])]
    art.steps[at] = ([Name(one_of(random, sorted(others))), operands[1]], operator)
    art.save(pdf)


@kind("text")
def text_state(pdf: pikepdf.Pdf, random: Random) -> None:
    """Letter spacing, word spacing, width, rise, leading or rendering mode."""
    art = Art.of(pdf, random)
    states: list[Instruction] = [
        ([random.choice((-0.5, 0.3, 1))], "Tc"),
        ([random.choice((-2, 2))], "Tw"),
        ([random.choice((80, 95, 105, 130))], "Tz"),
        ([random.choice((-3, 0.6, 3))], "Ts"),
        ([random.choice((1, 2, 3, 4, 5, 7))], "Tr"),
    ]
    art.around(art.text(random), [random.choice(states)])
    art.save(pdf)


@kind("text")
def text_thickened(pdf: pikepdf.Pdf, random: Random) -> None:
    art = Art.of(pdf, random)
    art.around(art.text(random), [([random.choice((0.2, 0.5, 1))], "w"), ([2], "Tr")])
    art.save(pdf)


# -- words that were not there -------------------------------------------------------------------------------------


def _written(art: Art, random: Random, place: tuple[float, float], points: float) -> list[Instruction]:
    """Return a text object with some glyphs of the page."""
    line = art.steps[slice(*_bounds(art.text(random)))]
    font = next((operands[0] for operands, operator in line if operator == "Tf"), None)
    string = next((item for operands, operator in line if operator in SHOWING for item in _strings(operands[-1])), None)
    if font is None or string is None:
        raise Unfit
    return [([], "BT"), ([font, points], "Tf"), (list(place), "Td"), ([string], "Tj"), ([], "ET")]


def _bounds(unit: range) -> tuple[int, int]:
    return unit.start, unit.stop


def _strings(operand: Any) -> list[Any]:
    items = operand if isinstance(operand, Array) else [operand]
    return [String(bytes(item)) for item in items if isinstance(item, String) and len(bytes(item)) >= 4]


@kind("text")
def added_words(pdf: pikepdf.Pdf, random: Random) -> None:
    """On the page, beyond its edges, in white, or too small to be seen."""
    art = Art.of(pdf, random)
    width, height = size(art.page)
    x, y = random.choice(((random.uniform(0, width), random.uniform(0, height)), (width + 200, 40), (40, -300)))
    white = ([1, 1, 1], "rg") if "/ExtGState" not in art.page.Resources else ([0, 0, 0, 0], "k")
    colour: list[Instruction] = [white] if random.random() < 0.3 else []
    art.on_top([*colour, *_written(art, random, (x, y), random.choice((0.1, 4, 9, 18)))])
    art.save(pdf)


@kind("text")
def added_blank_words(pdf: pikepdf.Pdf, random: Random) -> None:
    """A code of a font without an outline gets a text, and is shown once more."""
    art = Art.of(pdf, random)
    name, font = one_of(random, sorted(art.page.Resources.Font.items(), key=lambda item: item[0]))
    descendant = font.DescendantFonts[0]
    cmap = font.ToUnicode.read_bytes()
    gids = descendant.get("/CIDToGIDMap")
    if not isinstance(gids, pikepdf.Stream):
        raise Unfit
    font.ToUnicode.write(cmap.replace(b"endcmap", b"1 beginbfchar\n<FF01> <003900310031>\nendbfchar\nendcmap"))
    blank = _blank(cmap, gids.read_bytes())
    gids.write(gids.read_bytes().ljust(2 * 0xFF01, b"\0") + blank)
    art.on_top([([], "BT"), ([Name(name), 9], "Tf"), ([40, 40], "Td"), ([String(b"\xff\x01")], "Tj"), ([], "ET")])
    art.save(pdf)


def _blank(cmap: bytes, gids: bytes) -> bytes:
    """Return the glyph of the space."""
    for line in cmap.splitlines():
        if line.upper().endswith(b"0020>") and line.startswith(b"<"):
            code = int(line[1:5], 16)
            return gids[2 * code : 2 * code + 2]
    raise Unfit


@kind("text")
def replacement_text(pdf: pikepdf.Pdf, random: Random) -> None:
    """Marked content around a line says what is to be read in place of it, or in which language."""
    art = Art.of(pdf, random)
    line = art.text(random)
    entry = random.choice(
        ({"/ActualText": String("911")}, {"/Alt": String("call")}, {"/E": String("x")}, {"/Lang": String("de")})
    )
    start = one_of(random, art.numbered(line, *SHOWING))
    art.steps[start : start + 1] = [([Name.Span, Dictionary(entry)], "BDC"), art.steps[start], ([], "EMC")]
    art.save(pdf)


@kind("text")
def changed_marked_content(pdf: pikepdf.Pdf, random: Random) -> None:
    """Another number, another text, decoration in place of a tag, or none."""
    art = Art.of(pdf, random)
    at = one_of(random, [at for at, (_, operator) in enumerate(art.steps) if operator in ("BDC", "BMC")])
    operands = art.steps[at][0]
    properties = Dictionary(operands[1]) if len(operands) > 1 else Dictionary()
    if "/ActualText" in properties:
        properties["/ActualText"] = String(random.choice(("", "x", "9")))
    elif "/MCID" in properties:
        match random.randrange(4):
            case 0:
                properties.MCID = random.randrange(20)
            case 1:
                properties.Lang = String("de")
            case 2:
                properties.ActualText = String("911")
            case 3:
                art.steps[at] = ([Name.Artifact], "BMC")
                return art.save(pdf)
    else:
        properties.MCID = random.randrange(20)
    art.steps[at] = ([operands[0] if "/MCID" not in properties or len(operands) > 1 else Name.P, properties], "BDC")
    return art.save(pdf)
