"""Parts of the campaign's fonts for pages in a browser, whose computer may lack the letters."""

from __future__ import annotations

import io
from pathlib import Path

from flyers.errors import FontError
from flyers.files import is_file
from flyers.pipeline.session import Session
from flyers.text.fonts import FamilyEntry, FontFace
from flyers.translation.registry import Language

LICENCE, LICENCE_FILE = "OFL-1.1", "OFL.txt"
"""The licence that lets parts of a font be passed on together with its text, and the file that has the text."""

EVERYWHERE = frozenset({"Latn", "Cyrl", "Grek"})
"""Scripts for which every computer has fonts."""


def own_family(session: Session, language: Language) -> FamilyEntry | None:
    """Return the family of the language's script, if every computer may lack it and it may be passed on."""
    if language.script in EVERYWHERE:
        return None
    families = [session.library.families[key] for key in language.fonts]
    own = next((family for family in families if language.script in family.scripts), families[0])
    return own if own.licence == LICENCE and is_file(licence_of(own)) else None


def licence_of(family: FamilyEntry) -> Path:
    face = next(iter(family.faces.values()))
    return face.path.parent / "licences" / LICENCE_FILE


def part(face: FontFace, text: str) -> bytes:
    """Return the part of *face* that sets *text*, with joined and stacked forms, as a WOFF file.

    Of ASCII it has the space alone. Every computer has the rest, and so a phone number has one face, and digits of
    which each can be told from the others.

    Raises:
        FontError: it cannot be taken.
    """
    import uharfbuzz as hb
    from fontTools.ttLib import TTFont

    source = hb.Face(hb.Blob(face.data), face.index)
    request = hb.SubsetInput()
    request.sets(hb.SubsetInputSets.UNICODE).update({0x20, *(ord(char) for char in text if not char.isascii())})
    request.flags = hb.SubsetFlags.NO_HINTING
    if "fvar" in source.table_tags:
        request.pin_all_axes_to_default(source)
        for tag, value in face.axes:
            request.pin_axis_location(source, tag, value)
    try:
        whole = bytes(hb.subset(source, request).blob.data)
    except (RuntimeError, ValueError) as error:
        raise FontError(
            f"The font “{face.key}” cannot be cut down to the letters that are used.", hint="Use a .ttf or .otf file."
        ) from error
    font = TTFont(io.BytesIO(whole), lazy=True, recalcTimestamp=False, recalcBBoxes=False)
    font.flavor = "woff"
    packed = io.BytesIO()
    font.save(packed, reorderTables=False)
    return packed.getvalue()
