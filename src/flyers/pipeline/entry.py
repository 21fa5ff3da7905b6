"""The entry of a file in ``proof.json``. Nothing in it changes from run to run: equal inputs give equal reports."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flyers.errors import Source, counted
from flyers.layout.model import Layout, walk
from flyers.page.document import Document, Item, LoweredBands, QrCode, TextLine
from flyers.page.items import Rectangle, extent
from flyers.pipeline.outputs import HOW_TO_VERIFY, UNVERIFIED
from flyers.proof.findings import ProofFinding
from flyers.proof.run import Proof
from flyers.translation.localization import Localization
from flyers.translation.registry import english_name


def file_entry(document: Document, layout: Layout, localized: Localization, proved: Proof) -> dict[str, Any]:
    """Return the ``proof.json`` entry of a painted file, whether it passed its proof or not."""
    return {
        "status": "good" if proved.ok else "failed",
        "languages": document.label,
        "issue": document.issue,
        "code": document.code,
        "findings": plain_findings(proved.findings, document, layout),
        "warnings": warnings(document, localized),
        "sizes": {role: round(size, 2) for role, size in sorted(document.sizes.items())},
        "omitted": [
            {"block": each.block, "message": str(each.message), "reason": each.reason} for each in document.omissions
        ],
        "shortened": list(dict.fromkeys(str(each.instead) for each in document.omissions if each.instead)),
        "lowered": [_lower(bands) for bands in document.lowered],
        "in_english": [str(key) for key in localized.in_english(document.messages)],
        "facts": dict(proved.facts),
    }


def warnings(document: Document, localized: Localization) -> list[str]:
    """Return what a person should know before printing, the most serious first."""
    unverified = [contact for contact in sorted(document.contacts) if not localized.contact(contact).verified_on]
    sentences = []
    if english := localized.in_english(document.messages):
        sentences.append(
            f"{counted(len(english), 'message')} in {english_name(localized.campaign.source_language)}: not translated"
        )
    if unverified:
        sentences.append(f"{UNVERIFIED}{', '.join(unverified)}{HOW_TO_VERIFY}")
    if document.draft:
        sentences.append(document.approval.words)
    return sentences


def _lower(bands: LoweredBands) -> str:
    if bands.too_much:
        return (
            f"{bands.source}: the heights in the panel “{bands.panel}” are {bands.too_much:.1f} pt more than it has, "
            "so they do not count: make this one smaller, or others in the panel"
        )
    return (
        f"{bands.source}: bands of the panel “{bands.panel}” are {bands.share * 100:.0f} % lower than their “height”, "
        "because the text needs the room"
    )


def plain_findings(findings: Iterable[ProofFinding], document: Document, layout: Layout) -> list[dict[str, Any]]:
    """Return *findings* as in ``proof.json``; those that a designer can mend say where the layout file has it."""
    return [
        finding.to_json() | ({"layout": str(place)} if (place := _layout_place(finding, document, layout)) else {})
        for finding in findings
    ]


def _layout_place(finding: ProofFinding, document: Document, layout: Layout) -> Source | None:
    """Return the place of the block that *finding* is about, or of the face; None if it is about neither."""
    if "designer" not in finding.explanation.owner or not 0 < finding.page <= len(document.pages):
        return None
    page = document.pages[finding.page - 1]
    if item := _item(finding, page.items):
        for block in walk(layout):
            if f"/{item.block}".endswith(f"/{block.path}"):  # a sheet puts the number of the copy before it
                return block.source
    faces = [face.name for face in layout.faces]
    return layout.place("faces", faces.index(page.face)) if page.face in faces else None


def _item(finding: ProofFinding, items: Iterable[Item]) -> Item | None:
    """Return what is where the finding is on its page, or what it names."""
    if box := finding.fault.box:
        near = [(_share_in_common(extent(item), box), number, item) for number, item in enumerate(items)]
        share, _, item = max(near, default=(0.0, 0, None))
        return item if share else None
    for item in items:
        names = {item.block}
        if isinstance(item, TextLine):
            names |= {str(item.message), *(link.contact for link in item.contacts)}
        elif isinstance(item, QrCode):
            names.add(item.contact)
        if finding.where in names:
            return item
    return None


def _share_in_common(one: Rectangle, other: Rectangle) -> float:
    """Return the area that two rectangles have in common as a share of what they cover together, from 0 to 1."""
    common = (max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3]))
    if common[2] <= common[0] or common[3] <= common[1]:
        return 0.0
    shared, own, others = ((right - left) * (top - bottom) for left, bottom, right, top in (common, one, other))
    return shared / (own + others - shared)
