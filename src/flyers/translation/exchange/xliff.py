"""XLIFF 1.2, which every agency's program takes, written and read with translate-toolkit.

A message is a ``trans-unit``: its gettext context is the id, the translator's notes are notes, “Up to N characters” is
``maxwidth``. Placeholders are ``<ph>`` with the placeholder inside, so that programs show and protect them, and text is
whole again when the tags are taken away. ``extradata`` carries what the row was when it went out
(`flyers.translation.exchange.rows.RowDigests`), and the header's skeleton, a place for what the sender needs again, the
ids.
"""

from __future__ import annotations

import re
from typing import Any

from flyers.errors import Source, TranslationError
from flyers.translation.exchange import untrusted
from flyers.translation.exchange.rows import Export, ExportRow, Import, ReturnedRow, RowDigests, RowState, require_xml

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"

_STATES = {
    RowState.TO_TRANSLATE: "needs-translation",
    RowState.TO_CHECK: "needs-review-translation",
    RowState.TRANSLATED: "translated",
    RowState.SIGNED: "final",
}
_READ = {
    **dict.fromkeys(("new", "needs-translation"), RowState.TO_TRANSLATE),
    **{
        f"needs-{what}": RowState.TO_CHECK
        for what in ("adaptation", "l10n", "review-translation", "review-adaptation", "review-l10n")
    },
    **dict.fromkeys(("translated", "signed-off", "final"), RowState.TRANSLATED),
}
"""XLIFF 1.2, the values of ``state``."""

_ORIGINAL = re.compile(r"[^/\\]+/([A-Za-z0-9-]+)")
"""``flyers-ct/es``, as `write` names a file."""

_PLACEHOLDER = re.compile(r"(\{[a-z][a-z0-9_]*\})")


def write(parcel: Export) -> bytes:
    """The XLIFF file of *parcel*.

    Raises:
        TranslationError: a text has a character that XML cannot hold.
    """
    from lxml import etree

    store = _empty(parcel)
    for row in parcel.rows:
        require_xml(row, parcel.language.tag)
        _add(store, row)
    etree.cleanup_namespaces(store.document)  # units are born in the one of version 1.1
    return bytes(store)


def _empty(parcel: Export) -> Any:
    from lxml import etree

    store = _parsed(
        f'<?xml version="1.0" encoding="UTF-8"?>\n<xliff version="1.2" xmlns="{NAMESPACE}">'
        '<file original="NoName" source-language="en" datatype="plaintext"><header/><body/></file></xliff>'.encode()
    )
    store.switchfile(f"{parcel.campaign}/{parcel.language.tag}", createifmissing=True)
    store.setsourcelanguage(parcel.source_language)
    store.settargetlanguage(parcel.language.tag)
    (node,) = store.document.getroot()
    skeleton = etree.SubElement(etree.SubElement(node[0], _tag("skl")), _tag("internal-file"), form="text/plain")
    skeleton.text = " ".join(row.context for row in parcel.rows)
    note = etree.SubElement(node[0], _tag("note"))
    note.text = (
        f"{parcel.language.english} ({parcel.language.tag}) for {parcel.campaign} {parcel.issue}. Fill every target. "
        "Keep what stands between braces or shows as a tag as it is, and two asterisks (**) round the same words. "
        "Return this file under its own name."
    )
    return store


def _parsed(data: bytes) -> Any:
    from translate.storage.xliff import Xliff1File

    # The toolkit's parser resolves no entities and opens no connection.
    return Xliff1File.parsestring(data)


def _add(store: Any, row: ExportRow) -> None:
    unit: Any = store.UnitClass(row.english)
    unit.namespace = NAMESPACE
    store.addunit(unit)
    unit.setid(row.context)
    unit.rich_source = [_inline(row.english)]
    # Programs fill the target that they find; one that is empty stands for a message without translation.
    unit.settarget(row.translation or " ")
    unit.rich_target = [_inline(row.translation)]
    target = unit.getlanguageNode(lang=None, index=1)
    if not row.translation:
        target.text = None
    unit.markapproved(row.state is RowState.SIGNED)
    target.set("state", _STATES[row.state])
    if row.limit:
        unit.xmlelement.set("maxwidth", str(row.limit))
        unit.xmlelement.set("size-unit", "char")
    unit.xmlelement.set("extradata", str(row.seen))
    for note in row.notes:
        unit.addnote(note, origin="developer")
    if row.former:
        unit.addnote(f"The translation was made of this English: “{row.former}”", origin="developer")


def _inline(text: str) -> Any:
    from translate.storage.placeables import StringElem
    from translate.storage.placeables.xliff import Ph

    parts: list[Any] = []
    for number, part in enumerate(_PLACEHOLDER.split(text)):
        if number % 2:
            parts.append(Ph(id=str(number // 2 + 1), sub=[part]))
        elif part:
            parts.append(StringElem(part))
    return StringElem(parts)


def read(data: bytes, name: str) -> Import:
    """What an XLIFF file that came back holds; *name* is the file's in errors.

    Raises:
        TranslationError: it is not XLIFF 1.1 or 1.2, with the line where the parser knows one.
    """
    from lxml import etree

    clean = untrusted.markup(data, name)
    try:
        store = _parsed(clean)
    except etree.XMLSyntaxError as error:
        raise TranslationError(
            f"This is not XML: {error.msg}.", hint="Ask for the file again.", source=Source(name, error.lineno or 0)
        ) from None
    except (ValueError, AssertionError, StopIteration, AttributeError):
        raise TranslationError(
            "This is not an XLIFF file of version 1.2.",
            hint="Return the file that was sent; programs that made XLIFF 2 of it can export version 1.2.",
            source=Source(name),
        ) from None
    root = store.document.getroot()
    sent = " ".join(each.text or "" for each in root.iter(_tag("internal-file"))).split()
    # Programs turn “km” into “km-KH”, so the name that was sent goes first; but some put a path in its place.
    original = _ORIGINAL.fullmatch(root[0].get("original", "") if len(root) else "")
    language = original[1] if original else store.gettargetlanguage() or ""
    return Import(name, language, tuple(_returned(unit, name) for unit in store.units), tuple(sent))


def _returned(unit: Any, name: str) -> ReturnedRow:
    element = unit.xmlelement
    target = unit.getlanguageNode(lang=None, index=1)
    english, translation = _text(unit.getlanguageNode(lang=None, index=0)), _text(target)
    state = None if target is None else _READ.get(target.get("state", ""))
    if state is RowState.TO_TRANSLATE and translation == english:
        translation = ""  # programs copy the English into the target for the translator to write over
    return ReturnedRow(
        context=element.get("id", ""),
        english=english,
        translation=translation,
        state=state,
        seen=RowDigests.parse(element.get("extradata", "")),
        source=Source(name, element.sourceline or 0),
    )


def _text(node: Any) -> str:
    """The text of a source or target, tags and comments taken away; an ``<x/>`` is what it says that it stands for."""
    if node is None:
        return ""
    parts = [node.text or ""]
    for child in node:
        if isinstance(child.tag, str):
            parts.append(child.get("equiv-text", "") if child.tag.endswith("}x") else _text(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
