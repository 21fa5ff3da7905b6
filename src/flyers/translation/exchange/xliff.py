"""XLIFF 1.2, the format of translation agencies, written and read with translate-toolkit.

A message is a ``trans-unit``: its gettext context is the id, notes for the translator are notes, and “Up to N
characters” is ``maxwidth``. A placeholder is a ``<ph>`` with the placeholder inside, so that programs show and protect
it, and the text is complete again without its tags. ``extradata`` carries the digests of the row
(`flyers.translation.exchange.rows.RowDigests`). The header's skeleton, which is meant for what the sender needs back,
carries the ids of all rows.
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
"""Row states by XLIFF's values of ``state`` (XLIFF 1.2, attribute ``state``)."""

_ORIGINAL = re.compile(r"[^/\\]+/([A-Za-z0-9-]+)")
"""The name that `write` gives to a file: ``flyers-ct/es``."""

_PLACEHOLDER = re.compile(r"(\{[a-z][a-z0-9_]*\})")


def write(export: Export) -> bytes:
    """Return the XLIFF file of *export*.

    Raises:
        TranslationError: If a text has a character that XML cannot hold.
    """
    from lxml import etree

    store = _empty(export)
    for row in export.rows:
        require_xml(row, export.language.tag)
        _add(store, row, export.source_name)
    etree.cleanup_namespaces(store.document)  # the toolkit creates units in that of version 1.1
    return bytes(store)


def _empty(export: Export) -> Any:
    from lxml import etree

    store = _parsed(
        f'<?xml version="1.0" encoding="UTF-8"?>\n<xliff version="1.2" xmlns="{NAMESPACE}">'
        '<file original="NoName" source-language="en" datatype="plaintext"><header/><body/></file></xliff>'.encode()
    )
    store.switchfile(f"{export.campaign}/{export.language.tag}", createifmissing=True)
    store.setsourcelanguage(export.source_language)
    store.settargetlanguage(export.language.tag)
    (node,) = store.document.getroot()
    skeleton = etree.SubElement(etree.SubElement(node[0], _tag("skl")), _tag("internal-file"), form="text/plain")
    skeleton.text = " ".join(row.context for row in export.rows)
    note = etree.SubElement(node[0], _tag("note"))
    note.text = (
        f"{export.language.english} ({export.language.tag}) for {export.campaign} {export.issue}. Fill every target. "
        "Do not change words in braces or tags. Keep two asterisks (**) around the same words. "
        "Return this file under its own name."
    )
    return store


def _parsed(data: bytes) -> Any:
    from translate.storage.xliff import Xliff1File

    # The toolkit's parser resolves no entities and opens no connection.
    return Xliff1File.parsestring(data)


def _add(store: Any, row: ExportRow, source: str) -> None:
    unit: Any = store.UnitClass(row.english)
    unit.namespace = NAMESPACE
    store.addunit(unit)
    unit.setid(row.context)
    unit.rich_source = [_inline(row.english)]
    # Programs fill an existing target; an empty one marks a message without a translation.
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
    unit.xmlelement.set("extradata", str(row.digests))
    for note in row.notes:
        unit.addnote(note, origin="developer")
    if row.former:
        unit.addnote(f"The translation was made from this {source}: “{row.former}”", origin="developer")


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
    """Read an XLIFF file that came back; *name* is its name in errors.

    Raises:
        TranslationError: If it is not XLIFF 1.1 or 1.2, with the line if the parser gives one.
    """
    from lxml import etree

    xml = untrusted.checked_xml(data, name)
    try:
        store = _parsed(xml)
    except etree.XMLSyntaxError as error:
        raise TranslationError(
            f"This is not XML: {error.msg}.", hint="Ask for the file again.", source=Source(name, error.lineno or 0)
        ) from None
    except (ValueError, AssertionError, StopIteration, AttributeError):
        raise TranslationError(
            "This is not an XLIFF file of version 1.2.",
            hint="Return the file that was sent; a program that made it XLIFF 2 can export version 1.2.",
            source=Source(name),
        ) from None
    root = store.document.getroot()
    sent_contexts = " ".join(node.text or "" for node in root.iter(_tag("internal-file"))).split()
    # The name of the file is more reliable than the target language, since programs turn “km” into “km-KH”; but some
    # programs replace the name by a path.
    original = _ORIGINAL.fullmatch(root[0].get("original", "") if len(root) else "")
    language = original[1] if original else store.gettargetlanguage() or ""
    return Import(name, language, tuple(_returned(unit, name) for unit in store.units), tuple(sent_contexts))


def _returned(unit: Any, name: str) -> ReturnedRow:
    element = unit.xmlelement
    target = unit.getlanguageNode(lang=None, index=1)
    english, translation = _text(unit.getlanguageNode(lang=None, index=0)), _text(target)
    state = None if target is None else _READ.get(target.get("state", ""))
    if state is RowState.TO_TRANSLATE and translation == english:
        translation = ""  # programs copy the English into the target, to be overwritten
    return ReturnedRow(
        context=element.get("id", ""),
        english=english,
        translation=translation,
        state=state,
        digests=RowDigests.parse(element.get("extradata", "")),
        source=Source(name, element.sourceline or 0),
    )


def _text(node: Any) -> str:
    """Return the text of a source or target without tags and comments; an ``<x/>`` counts as its ``equiv-text``."""
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
