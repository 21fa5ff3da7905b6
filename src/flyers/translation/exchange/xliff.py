"""XLIFF 1.2, the format of translation agencies, written and read with lxml.

A message is a ``trans-unit``: its gettext context is the id, notes for the translator are notes, and “Up to N
characters” is ``maxwidth``. A placeholder is a ``<ph>`` with the placeholder inside, so that programs show and protect
it, and the text is complete again without its tags. ``extradata`` carries the digests of the row
(`flyers.translation.exchange.rows.RowDigests`). The header's skeleton, which is meant for what the sender needs back,
carries the ids of all rows.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from flyers.errors import Source, TranslationError
from flyers.translation.exchange.rows import Export, ExportRow, Import, ReturnedRow, RowDigests, RowState, checked_xml

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
_READABLE = (NAMESPACE, "urn:oasis:names:tc:xliff:document:1.1")
_STATES = {
    RowState.TO_TRANSLATE: "needs-translation",
    RowState.TO_CHECK: "needs-review-translation",
    RowState.TRANSLATED: "translated",
    RowState.SIGNED: "final",
}
_CHECKS = ("adaptation", "l10n", "review-translation", "review-adaptation", "review-l10n")
_READ = {
    **dict.fromkeys(("new", "needs-translation"), RowState.TO_TRANSLATE),
    **{f"needs-{check}": RowState.TO_CHECK for check in _CHECKS},
    **dict.fromkeys(("translated", "signed-off", "final"), RowState.TRANSLATED),
}
"""Row states by XLIFF's values of ``state`` (XLIFF 1.2, attribute ``state``)."""


def write(export: Export) -> bytes:
    """Return the XLIFF file of *export*, with a message on each line."""
    root = etree.Element(_tag("xliff"), nsmap={None: NAMESPACE}, version="1.2")
    about = {"source-language": export.source_language, "target-language": export.language.tag}
    name = f"{export.campaign}/{export.language.tag}"
    file = etree.SubElement(root, _tag("file"), original=name, datatype="plaintext", attrib=about)
    header, body = (etree.SubElement(file, _tag(part)) for part in ("header", "body"))
    skeleton = etree.SubElement(etree.SubElement(header, _tag("skl")), _tag("internal-file"), form="text/plain")
    skeleton.text = " ".join(row.context for row in export.rows)
    etree.SubElement(header, _tag("note")).text = (
        f"{export.language.english} ({export.language.tag}) for {export.campaign} {export.issue}. Fill every target. "
        "Do not change words in braces or tags. Keep two asterisks (**) around the same words. "
        "Return this file under its own name."
    )
    for row in export.rows:
        row.require_xml(export.language.tag)
        _add(body, row)
    data: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return data


def _add(body: Any, row: ExportRow) -> None:
    approved = "yes" if row.state is RowState.SIGNED else "no"
    attributes = {"{http://www.w3.org/XML/1998/namespace}space": "preserve", "id": row.context, "approved": approved}
    attributes |= {"maxwidth": str(row.limit), "size-unit": "char"} if row.limit else {}
    attributes["extradata"] = str(row.digests)
    unit = etree.SubElement(body, _tag("trans-unit"), attributes)
    _fill(etree.SubElement(unit, _tag("source")), row.english)
    _fill(etree.SubElement(unit, _tag("target"), state=_STATES[row.state]), row.translation)
    for note in row.notes:
        etree.SubElement(unit, _tag("note"), attrib={"from": "developer"}).text = note


def _fill(node: Any, text: str) -> None:
    """Put *text* into a source or target, each placeholder in a tag."""
    for number, part in enumerate(re.split(r"(\{[a-z][a-z0-9_]*\})", text)):
        if number % 2:
            etree.SubElement(node, _tag("ph"), id=str(number // 2 + 1)).text = part
        elif number:
            node[-1].tail = part
        else:
            node.text = part or None


def read(data: bytes, name: str) -> Import:
    """Read an XLIFF file that came back, *name* in errors; raises TranslationError if it is not XLIFF 1.1 or 1.2."""
    xml = checked_xml(data, name)
    try:
        root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        problem, source = f"This is not XML: {error.msg}.", Source(name, error.lineno)
        raise TranslationError(problem, hint="Ask for the file again.", source=source) from None
    namespace = etree.QName(root).namespace
    files = [node for node in root if node.tag == f"{{{namespace}}}file"]
    if root.tag != f"{{{namespace}}}xliff" or namespace not in _READABLE or not files:
        hint = "Return the file that was sent; a program that made it XLIFF 2 can export version 1.2."
        raise TranslationError("This is not an XLIFF file of version 1.2.", hint=hint, source=Source(name))
    sent_contexts = " ".join(node.text or "" for node in root.iter(f"{{{namespace}}}internal-file")).split()
    # The name of the file (``flyers-ct/es``) is more reliable than the target language, since programs turn “km” into
    # “km-KH”; but some programs replace the name by a path.
    original = re.fullmatch(r"[^/\\]+/([A-Za-z0-9-]+)", files[0].get("original", ""))
    language = original[1] if original else files[0].get("target-language", "")
    units = (_returned(unit, f"{{{namespace}}}", name) for unit in root.iter(f"{{{namespace}}}trans-unit"))
    return Import(name, language, tuple(units), tuple(sent_contexts))


def _returned(unit: Any, namespace: str, name: str) -> ReturnedRow:
    target = unit.find(f"{namespace}target")
    english, translation = _text(unit.find(f"{namespace}source")), _text(target)
    state = None if target is None else _READ.get(target.get("state", ""))
    if state is RowState.TO_TRANSLATE and translation == english:
        translation = ""  # programs copy the English into the target, to be overwritten
    return ReturnedRow(
        context=unit.get("id", ""),
        english=english,
        translation=translation,
        state=state,
        digests=RowDigests.parse(unit.get("extradata", "")),
        source=Source(name, unit.sourceline),
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
