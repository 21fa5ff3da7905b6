"""Rows of a returned file that are beside the English of another message: a column was sorted by itself, or its cells
have shifted.

Words that another message had before are certain, and so is its English. New words can only be compared with the rows
above and below by their placeholders and figures, which a good translation keeps. Names and lengths may differ in good
translations, so they say nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from flyers.translation.catalog import Entry
from flyers.translation.exchange.rows import ReturnedRow, fingerprint, normalized

_KEPT = re.compile(r"\{[a-z0-9_]+\}|\d+")
"""What a translation has as the English has it: placeholders and figures."""


def moved_rows(rows: Sequence[ReturnedRow], entries: Mapping[str, Entry]) -> Mapping[str, str]:
    """Return what is wrong with *rows* that have the words or the English of another one, by context.

    *entries* are those of the catalog. They stand for what was sent where the file does not say it, as PO files don't.
    Words that were copied, so that the other row still has them, are the translator's choice.
    """
    known = [row for row in rows if row.context in entries]
    changed = {row.context for row in known if fingerprint(row.translation) != _sent(row, entries)}
    kept = {_sent(row, entries) for row in known if row.context not in changed}
    owners = {words: row for row in known if (words := _sent(row, entries)) and words not in kept}
    of_english = {entries[row.context].english: row.context for row in known}
    found = {}
    for row in known:
        english = normalized(row.english)
        other = owners.get(fingerprint(row.translation)) if row.context in changed else None
        if other and normalized(other.english) != english:
            words = "words that were sent for" if row.digests else "words of"
            found[row.context] = f"This row has the {words} “{other.context}”: rows have moved."
        elif row.digests is None and entries[row.context].english != english and english in of_english:
            found[row.context] = f"This row has the English of “{of_english[english]}”: rows have moved."
    return found


def _sent(row: ReturnedRow, entries: Mapping[str, Entry]) -> str:
    return row.digests.translation if row.digests else fingerprint(entries[row.context].translation)


def fitting_neighbour(number: int, rows: Sequence[ReturnedRow]) -> str:
    """Return the context of the row above or below row *number* whose English has the same placeholders and figures as
    the words of that row, which its own English has not; "" if neither has.
    """
    row, kept = rows[number], _kept(rows[number].translation)
    if not kept or kept == _kept(row.english):
        return ""
    beside = (*rows[max(number - 1, 0) : number], *rows[number + 1 : number + 2])
    return next((other.context for other in beside if _kept(other.english) == kept), "")


def _kept(text: str) -> list[str]:
    """Return the placeholders and figures of *text*, in European digits, sorted."""
    european = "".join(str(unicodedata.decimal(character, character)) for character in text)
    return sorted(_KEPT.findall(european))
