"""What shows only in a whole catalog."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from flyers.findings import Fault, Severity
from flyers.translation.catalog import Catalog
from flyers.translation.checks.alphabets import letters
from flyers.translation.checks.findings import Item, TranslationExplanation, explain
from flyers.translation.registry import Language

UNREADABLE = explain(
    code="L108",
    title="the catalog can be read",
    found="The catalog is no PO file in UTF-8, or has an entry twice or without its context.",
    why="Nothing can be made of it.",
    advice="Correct the line, or restore the file's last good state.",
)

UNTRANSLATED = explain(
    code="L101",
    title="every message is translated",
    found="Messages are missing, empty, marked fuzzy, or translated from another English.",
    why="No file is made of a language with gaps.",
    advice="Translate them and clear their fuzzy marks; “flyers translations update” adds what is missing.",
)

NO_LIST = explain(
    code="L207",
    title="the language's letters are known",
    found="Neither CLDR nor this program has a list of the language's letters.",
    why="Only letters of another script are noticed, not those of another language.",
    advice="Add them, with their source, to src/flyers/translation/checks/alphabets.py.",
    severity=Severity.ADVICE,
)

ALIKE = explain(
    code="L304",
    title="messages that differ are translated differently",
    found="Two messages with different English have the same translation.",
    why="One of them was filled in by a program for translators, or says less than the English.",
    advice="Translate each for itself, or say in the catalog why one translation is right for both.",
    severity=Severity.WARNING,
    excusable=True,
)

NO_REMARKS = explain(
    code="L306",
    title="the catalog's head says how it was translated",
    found="The remarks at the head say nothing of variety, terms, form of address and doubts.",
    why="The next translator and the reviewer have to guess, and undo what was done on purpose.",
    advice="Write it down there in English; look at the head of another catalog.",
    severity=Severity.WARNING,
)

LEAST_REMARKS = 20
"""Words at the head of a catalog, beside its title, from which on it may say something."""


def catalog_faults(
    catalog: Catalog, language: Language, gaps: Sequence[str]
) -> Iterator[tuple[TranslationExplanation, Fault]]:
    """What is wrong with the catalog itself; *gaps* are the contexts of messages without a translation to use."""
    if gaps:
        many = f"{len(gaps)} messages are" if len(gaps) > 1 else "1 message is"
        more = f" and {len(gaps) - 5} more" if len(gaps) > 5 else ""
        yield UNTRANSLATED, Fault(f"{many} not translated: {', '.join(gaps[:5])}{more}.", UNTRANSLATED.advice)
    if language.script != "Hani" and letters(language.tag) is None:
        yield NO_LIST, Fault(f"There is no list of the letters of {language.english}.", NO_LIST.advice)
    if catalog.begun and len(_said(catalog.remarks)) < LEAST_REMARKS:
        yield NO_REMARKS, Fault("The head of the catalog has no remarks on the translation.", NO_REMARKS.advice)


def _said(remarks: str) -> list[str]:
    """The words of the remarks, without the title and the line that says it is a draft."""
    lines = remarks.split("\n")[1:]
    return [word for line in lines if not line.startswith("# DRAFT") for word in re.findall(r"\w+", line)]


def alike(items: Sequence[Item]) -> Iterator[tuple[Item, Fault]]:
    """One fault for each translation that also stands, word for word, for other English.

    The forms of one message may be alike, since a language may need no shorter form, and so may messages whose English
    differs in case and final punctuation alone.
    """
    first: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        others = first[item.text.casefold()]
        same = [other for other in others if _differs(item, other)]
        if same:
            names = " and ".join(f"{other.context} (“{other.english.text}”)" for other in same)
            yield item, Fault(f"“{item.text}” also stands for {names}.", f"Here the English is “{item.english.text}”.")
        others.append(item)


def _differs(item: Item, other: Item) -> bool:
    if item.context.partition("/")[0] == other.context.partition("/")[0]:
        return False
    return _bare(item.english.text) != _bare(other.english.text)


def _bare(text: str) -> str:
    return re.sub(r"[^\w{}]+", " ", text).strip().casefold()
