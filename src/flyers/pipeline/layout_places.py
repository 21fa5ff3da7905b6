"""Where a layout file has what a finding of the proof is about: the proof itself knows nothing of layouts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from flyers.errors import Source
from flyers.layout.model import walk
from flyers.page.document import QrCode, TextLine
from flyers.page.items import Rectangle, extent

if TYPE_CHECKING:
    from flyers.layout.model import Layout
    from flyers.page.document import Document, Item
    from flyers.proof.findings import ProofFinding

_DESIGNER = "designer"
"""Who can mend what a layout file says, as the owner of a code."""


def plain_findings(findings: Iterable[ProofFinding], document: Document, layout: Layout) -> list[dict[str, Any]]:
    """Return *findings* as in ``proof.json``; those that a designer can mend say where the layout file has it."""
    return [
        finding.to_json() | ({"layout": str(place)} if (place := layout_place(finding, document, layout)) else {})
        for finding in findings
    ]


def layout_place(finding: ProofFinding, document: Document, layout: Layout) -> Source | None:
    """Return the place of the block that *finding* is about, or of the face; None if it is about neither."""
    if _DESIGNER not in finding.explanation.owner or not 0 < finding.page <= len(document.pages):
        return None
    if item := _item(finding, document.pages[finding.page - 1].items):
        for block in walk(layout):
            if f"/{item.block}".endswith(f"/{block.path}"):  # a sheet puts the number of the copy before it
                return block.source
    faces = [face.name for face in layout.faces]
    name = document.pages[finding.page - 1].face
    return layout.place("faces", faces.index(name)) if name in faces else None


def _item(finding: ProofFinding, items: Iterable[Item]) -> Item | None:
    """Return what is where the finding is on its page, or what it names."""
    if box := finding.fault.box:
        near = [(_likeness(extent(item), box), number, item) for number, item in enumerate(items)]
        likeness, _, item = max(near, default=(0.0, 0, None))
        return item if likeness else None
    return next((item for item in items if _is_named(item, finding.where)), None)


def _is_named(item: Item, name: str) -> bool:
    if isinstance(item, TextLine):
        return name in (str(item.message), item.block) or any(one.contact == name for one in item.contacts)
    return name == item.block or (isinstance(item, QrCode) and item.contact == name)


def _likeness(one: Rectangle, other: Rectangle) -> float:
    """Return the share that two rectangles have in common of what they cover together, from 0 to 1."""
    left, bottom = max(one[0], other[0]), max(one[1], other[1])
    right, top = min(one[2], other[2]), min(one[3], other[3])
    if right <= left or top <= bottom:
        return 0.0
    both = (right - left) * (top - bottom)
    return both / (_area(one) + _area(other) - both)


def _area(rectangle: Rectangle) -> float:
    return (rectangle[2] - rectangle[0]) * (rectangle[3] - rectangle[1])
