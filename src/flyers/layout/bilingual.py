"""Layouts in two languages: a face in the reader's language, and the same face in a second language on the back.

Each side has type of its own sizes, so that one language does not pay for the other. A layout with blocks that are in
the second language (``second: true``) is for two languages as it is.
"""

from __future__ import annotations

from dataclasses import fields, replace

from flyers.errors import LayoutError, UsageError
from flyers.layout.block import Block
from flyers.layout.model import Face, Layout

SECOND = "second-"
"""Prefix of the names of faces, panels and roles in the second language."""


def with_second_language(layout: Layout, bilingual: Layout | None) -> Layout:
    """Return *layout* for two languages: the one face of *bilingual*, or of *layout* itself, on the front and the back.

    It has the size of *layout*, whatever that of *bilingual*.

    Raises:
        UsageError: it is an image, or has several faces and no layout for two languages.
        LayoutError: *bilingual* is a layout for many languages, or an image.
    """
    if layout.is_image:
        raise UsageError(
            f"{layout.product} is an image and has no back for a second language.",
            hint="Make an image in each language.",
        )
    if bilingual and bilingual.is_image:
        raise LayoutError(
            f"“{bilingual.product}” is an image; the layout under “bilingual” must be for paper.", source=layout.source
        )
    if layout.has_second:
        return layout
    if bilingual and bilingual.many_languages:
        raise LayoutError(
            f"“{bilingual.product}” shows all languages; the layout under “bilingual” must be for one language.",
            source=layout.source,
        )
    one_face = bilingual or layout
    if len(one_face.faces) != 1:
        raise UsageError(
            f"A second language cannot go on the back of {layout.product}: it has {len(one_face.faces)} faces already.",
            hint="Build the two languages separately, or write a layout with one face and name it under “bilingual” in "
            f"{layout.source.path}.",
        )
    front, roles = one_face.faces[0].on_sheet(layout.height), one_face.roles.items()
    give_way = tuple(tuple(sorted(group)) for group in one_face.size_groups.groups)
    return replace(
        one_face,
        product=layout.product,
        width=layout.width,
        height=layout.height,
        bleed=layout.bleed,
        office=layout.office,
        bilingual=one_face.product,
        faces=(front, _again(front)),
        roles={**one_face.roles, **{SECOND + name: replace(role, name=SECOND + name) for name, role in roles}},
        give_way=(*give_way, *(tuple(SECOND + name for name in group) for group in give_way)),
        reading=(*one_face.reading, *(f"{SECOND}{name}" for name in one_face.reading)),
    )


def _again(face: Face) -> Face:
    panels = tuple(
        replace(panel, name=f"{SECOND}{panel.name}", content=_renamed(panel.content)) for panel in face.panels
    )
    foot = face.foot and _renamed(face.foot)
    return replace(face, name=f"{SECOND}{face.name}", panels=panels, foot=foot, second=True)


def _renamed(block: Block) -> Block:
    children = tuple(_renamed(child) for child in block.children)
    roles = {
        field.name: SECOND + role
        for field in fields(block)
        if field.name.endswith("role") and (role := getattr(block, field.name))
    }
    return replace(block, path=f"{SECOND}{block.path}", children=children, **roles)
