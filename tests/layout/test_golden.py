"""Compares composed pages with text files, whose diff shows what moved.

After an intended change run ``FLYERS_WRITE_GOLDEN=1 python -m pytest tests/layout/test_golden.py``, read the diff, and
commit it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from itertools import product as pairs
from pathlib import Path

import pytest

from flyers.page.document import Box, Document, Element, Item, QrCode, Shape, TextLine
from flyers.page.items import Rectangle, extent
from flyers.page.paths import box_around

GOLDEN = Path(__file__).parent / "golden"


DEFAULT = pairs(["wallet-card", "poster", "brochure"], ["en", "es", "ar", "ur", "km"])
HANDOUTS = pairs(
    [
        "self-card", "tear-off", "sticker-4x6", "sticker-3x5", "table-tent", "door-hanger", "number-label", "large-print",
        "tabloid", "image-square", "image-portrait", "image-story", "image-link", "image-wide",
    ],
    ["en", "ar", "km"],
)  # fmt: skip


@pytest.mark.parametrize(
    ("product", "tag"), [*DEFAULT, *HANDOUTS, ("fold-card", "ar"), ("number-label-a4", "ar"), ("tabloid", "my")]
)
def test_pages_equal_the_golden_files(composed: Callable[[str, str], Document], product: str, tag: str) -> None:
    document = composed(product, tag)
    text = dump(document)
    file = GOLDEN / f"{product}.{tag}.txt"
    if os.environ.get("FLYERS_WRITE_GOLDEN"):
        GOLDEN.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8"), (
        f"{file.name} differs; if that is intended, see the docstring of this module"
    )


def dump(document: Document) -> str:
    """Return the document as text: a line for each item with its place, colours and content, then the structure."""
    lines = [
        f"{document.product} {document.language} {document.direction} “{document.title}”",
        f"sizes {_sizes(document)}",
    ]
    lines += [f"omitted {omission.message}: {omission.reason}" for omission in document.omissions]
    for page in document.pages:
        folds = " ".join(f"{fold:g}" for fold in page.folds)
        lines += ["", f"== {page.face} {page.width:g} × {page.height:g}" + (f" folds {folds}" if folds else "")]
        lines += [f"fold level {fold:g}" for fold in page.level_folds]
        lines += [f"{finish.kind} {_box(box_around(finish.path))}" for finish in page.finishing]
        lines += [_item(item) for item in page.items]
    lines += ["", "== structure", *_tree(document.structure, 0)]
    return "\n".join(lines) + "\n"


def _sizes(document: Document) -> str:
    return " ".join(f"{role}={size:.2f}" for role, size in document.sizes.items())


def _item(item: Item) -> str:
    match item:
        case TextLine(turn=turn) if turn:
            return f"text {_box(extent(item))} turned {turn} {_look(item)}"
        case TextLine():
            left, right = item.x + item.ink[0], item.x + item.ink[2]
            where = f"{left:7.1f}–{right:.1f} y {item.y:.1f}"
            return f"text {where} {_look(item)}"
        case Box():
            return f"box  {item.x:7.1f} {item.y:.1f} {item.width:.1f} × {item.height:.1f} {item.colour} [{item.block}]"
        case QrCode():
            return (
                f"code {item.x:7.1f} {item.y:.1f} {len(item.matrix)} × {item.module:.2f} on {item.ground} {item.target}"
            )
        case Shape():
            xs = [c for _, *numbers in item.path for c in numbers[0::2]]
            return f"icon {min(xs):7.1f}–{max(xs):.1f} {item.name} {item.colour} on {item.ground}"


def _look(line: TextLine) -> str:
    faces = ",".join(sorted({run.face for run in line.runs}))
    return f"{line.size:g}/{line.role} {line.colour} on {line.ground} {faces} [{line.message}] {line.text}"


def _box(box: Rectangle) -> str:
    left, bottom, right, top = box
    return f"{left:7.1f}–{right:.1f} y {bottom:.1f}–{top:.1f}"


def _tree(element: Element, depth: int) -> list[str]:
    items = f" {len(element.items)} items" if element.items else ""
    alt = f" alt “{element.alt}”" if element.alt else ""
    own = f"{'  ' * depth}{element.tag}{items}{alt}"
    return [own, *(line for child in element.children for line in _tree(child, depth + 1))]
