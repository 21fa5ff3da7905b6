"""A catalog as a file of its own for translators who work with Poedit or another PO editor."""

from __future__ import annotations

from collections.abc import Collection

from flyers.content import yamlfile
from flyers.errors import ContentError, Source, TranslationError
from flyers.translation import po
from flyers.translation.exchange.rows import Import, ReturnedRow, RowState


def write(catalog: po.Catalog, contexts: Collection[str]) -> bytes:
    """The PO file of the entries of *contexts* in *catalog*, which it leaves with those alone."""
    for message in [each for each in catalog if each.id and each.context not in contexts]:
        catalog.delete(message.id, message.context)
    catalog.obsolete.clear()
    return po.write(catalog).encode()


def read(data: bytes, name: str) -> Import:
    """What a PO file that came back holds; *name* is the file's in errors.

    Raises:
        TranslationError: it is not a PO file in UTF-8, with the line.
    """
    try:
        found = po.read(yamlfile.decode(data, name), name)
    except ContentError as error:
        raise TranslationError(error.problem, hint=error.hint, source=error.source) from None
    rows = tuple(
        ReturnedRow(
            context=str(message.context),
            english=str(message.id),
            translation=str(message.string),
            state=RowState.TO_CHECK if message.fuzzy else RowState.TRANSLATED,
            seen=None,
            source=Source(name, message.lineno or 0),
            remarks=tuple(remark for remark in message.user_comments if not po.is_former(remark)),
        )
        for message in found
        if message.id
    )
    return Import(name, found.headers.get("Language", ""), rows, remarks=found.remarks)
