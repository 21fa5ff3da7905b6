"""Mutants of a file with turned blocks: what is turned is proved as strictly as what is upright."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace

import pikepdf
import pytest
from realfiles import PlacedLine, RealFile
from sample_mutants import SEEN

from expecting import with_item
from flyers.page.editions import SCREEN, Edition
from flyers.proof.run import proof
from pressed import PRESS
from turned import made

pytestmark = pytest.mark.slow

NUMBER = "contact:hotline"
TURNED = re.compile(r"(-?[01]) (-?[01]) (-?[01]) (-?[01]) (\S+) (\S+) Tm")


def real(language: str, edition: Edition) -> RealFile:
    return RealFile(*made(language, edition))


def turned_line(file: RealFile, turn: int) -> PlacedLine:
    """Return the number that is turned by *turn*."""
    return next(line for line in file.lines if line.line.turn == turn and line.message == NUMBER)


def another_digit(file: RealFile, turn: int) -> bytes:
    """The number ends in 7887 instead of 7888."""
    number = turned_line(file, turn)

    def change(content: str) -> str:
        strings = re.findall(r"<([0-9A-F]+)>", content)
        longest = max(strings, key=len)
        return content.replace(longest, longest[:-4] + longest[-16:-12])

    return file.with_line(number, change)


def turned_about(file: RealFile, turn: int) -> bytes:
    """The number stands on its head in its place."""
    number = turned_line(file, turn)
    left, bottom, right, top = number.box

    def change(content: str) -> str:
        def matrix(found: re.Match[str]) -> str:
            a, b, c, d = (-int(part) for part in found.groups()[:4])
            x, y = left + right - float(found[5]), bottom + top - float(found[6])
            return f"{a} {b} {c} {d} {x:.3f} {y:.3f} Tm"

        return TURNED.sub(matrix, content)

    return file.with_line(number, change)


def upright(file: RealFile, turn: int) -> bytes:
    return file.with_line(turned_line(file, turn), lambda text: TURNED.sub(r"1 0 0 1 \5 \6 Tm", text))


def moved_along(file: RealFile, turn: int) -> bytes:
    across = 0.0 if turn % 180 else 3.0
    up = 3.0 - across
    return file.with_line(
        turned_line(file, turn),
        lambda text: TURNED.sub(
            lambda at: f"{at[1]} {at[2]} {at[3]} {at[4]} {float(at[5]) + across:.3f} {float(at[6]) + up:.3f} Tm", text
        ),
    )


def mirrored(file: RealFile, turn: int) -> bytes:
    def change(content: str) -> str:
        return TURNED.sub(lambda at: f"{at[1]} {at[2]} {-int(at[3])} {-int(at[4])} {at[5]} {at[6]} Tm", content)

    return file.with_line(turned_line(file, turn), change)


@pytest.mark.parametrize("turn", [90, 180, 270])
@pytest.mark.parametrize(
    ("make", "codes"),
    [
        (another_digit, {"T301", "T303"}),
        (turned_about, {"T303"}),
        (upright, {"T303"}),
        (mirrored, {"T303", "T307"}),
        (moved_along, {"V903"}),
    ],
)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_mutant_of_turned_text_is_found(
    language: str, make: Callable[[RealFile, int], bytes], codes: set[str], turn: int
) -> None:
    file = real(language, PRESS)
    mutant = make(file, turn)
    result = proof(mutant, file.expectation)
    found = set(result.codes)
    assert codes <= found, [str(finding) for finding in result.findings]
    assert found & SEEN, "the picture of the page shows it too"
    assert not result.ok


@pytest.mark.parametrize("language", ["en", "ar", "km"])
def test_a_small_shift_in_turned_text_is_found(language: str) -> None:
    """The text itself is right."""
    file = real(language, PRESS)
    _, expected = made(language, PRESS)
    page = expected.pages[0]
    number = next(i for i, item in enumerate(page.items) if getattr(item, "turn", 0) == 90 and len(item.text) > 4)
    shifted = replace(page.items[number], y=page.items[number].y - 0.1)
    wrong = with_item(expected, lambda item: shifted if item is page.items[number] else item)
    result = proof(file.pdf, wrong)
    assert result.codes == ("V903",)


def links(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    return [link for link in pdf.pages[0].Annots if str(link.A.URI).startswith("tel:")]


def test_links_lie_over_turned_numbers() -> None:
    file = real("en", SCREEN)
    with pikepdf.open(io.BytesIO(file.pdf)) as pdf:
        tall = [link for link in links(pdf) if _height(link) > _width(link) * 2]
        wide = [link for link in links(pdf) if _width(link) > _height(link) * 2]
    assert (len(tall), len(wide)) == (2, 1), "two numbers on their side, one on its head"


def _width(link: pikepdf.Object) -> float:
    return abs(float(link.Rect[2]) - float(link.Rect[0]))


def _height(link: pikepdf.Object) -> float:
    return abs(float(link.Rect[3]) - float(link.Rect[1]))


def test_a_link_across_a_turned_number_is_found() -> None:
    file = real("en", SCREEN)

    def edit(pdf: pikepdf.Pdf) -> None:
        tall = next(link for link in links(pdf) if _height(link) > _width(link) * 2)
        left, bottom, right, top = map(float, tall.Rect)
        x, y = (left + right) / 2, (bottom + top) / 2
        tall.Rect = pikepdf.Array([x - (top - bottom) / 2, y - 8, x + (top - bottom) / 2, y + 8])

    assert "U813" in proof(file.edited(edit), file.expectation).codes


@pytest.mark.parametrize("block", [0, 1, 2])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_tags_out_of_order_in_a_turned_block_are_found(language: str, block: int) -> None:
    """In a block on its side or on its head, reading order is that of the turned page."""
    file = real(language, SCREEN)
    _, area = file.expectation.pages[0].turned[block]
    swapped: list[str] = []

    def edit(pdf: pikepdf.Pdf) -> None:
        section = pdf.Root.StructTreeRoot.K.K[0]
        kids = list(section.K)
        first = (0, 3, 6)[block]
        swapped.extend(str(kid.S) for kid in kids[first : first + 2])
        kids[first], kids[first + 1] = kids[first + 1], kids[first]
        section.K = pikepdf.Array(kids)

    changed = file.edited(edit)
    found = [finding for finding in proof(changed, file.expectation).findings if finding.code == "U814"]
    assert found, (area, swapped)
