"""Two languages on one thing: a face in the reader's language, and the same face in a second one behind it."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from flyers.errors import LayoutError, UsageError
from flyers.layout import blocks

_B = TypeVar("_B", bound=blocks.Block)

SECOND = "second-"
"""Begins the names of the faces and panels that are in the second language."""


def with_second_language(layout: blocks.Layout, bilingual: blocks.Layout | None) -> blocks.Layout:
    """*layout* for two languages: the one face of *bilingual*, or else of *layout* itself, in front and again behind.

    Raises:
        UsageError: it has several faces, and no layout for two languages.
        LayoutError: *bilingual* is not made in one language.
    """
    if bilingual and bilingual.many_languages:
        raise LayoutError(
            f"“{bilingual.product}” speaks all languages; under “bilingual” stands a layout for one.",
            source=layout.source,
        )
    one_face = bilingual or layout
    if len(one_face.faces) != 1:
        raise UsageError(
            f"A second language cannot stand behind {layout.product}: it has {len(one_face.faces)} faces already.",
            hint="Order both languages apart; or write a layout with one face, and name it under “bilingual” in "
            f"content/layouts/{layout.product}.yaml.",
        )
    (front,) = one_face.faces
    faces = (front, _again(front))
    return replace(
        one_face,
        product=layout.product,
        office=layout.office,
        faces=faces,
        reading=(*one_face.reading, *(f"{SECOND}{name}" for name in one_face.reading)),
        at_top=blocks.at_panel_edge(faces, 0),
        at_bottom=blocks.at_panel_edge(faces, -1),
    )


def _again(face: blocks.Face) -> blocks.Face:
    panels = tuple(
        replace(panel, name=f"{SECOND}{panel.name}", content=_renamed(panel.content)) for panel in face.panels
    )
    return replace(face, name=f"{SECOND}{face.name}", panels=panels, second=True)


def _renamed(block: _B) -> _B:
    path = f"{SECOND}{block.path}"
    if isinstance(block, blocks.Container):
        return replace(block, path=path, children=tuple(_renamed(child) for child in block.children))
    return replace(block, path=path)
