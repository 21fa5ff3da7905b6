"""A catalog under every check, warnings too.

for finding in review(campaign, language, catalog, glossary):
    print(finding)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from flyers.content.campaign import Campaign
from flyers.errors import CombinedError, FlyersError, Source
from flyers.findings import Fault
from flyers.translation.catalog import Catalog, Entry, why_untranslated
from flyers.translation.checks import whole
from flyers.translation.checks.excuses import ABOUT, excuse_faults, excuses
from flyers.translation.checks.findings import CHECKS, Item, TranslationExplanation, TranslationFinding
from flyers.translation.checks.items import item as item_of
from flyers.translation.checks.terms import term_faults
from flyers.translation.glossary import Glossary
from flyers.translation.registry import Language


def review(
    campaign: Campaign, language: Language, catalog: Catalog | None, glossary: Glossary
) -> list[TranslationFinding]:
    """Return every finding in the words of *language*, excused ones too, in the order of the file.

    The English, whose *catalog* is None, is held to the checks of one text alone.
    """
    if language.tag == campaign.source_language or catalog is None:
        return list(_english(campaign, language))
    if not catalog.exists:
        return unreadable(catalog.missing_error(language))
    findings = _of_catalog(campaign, language, catalog, glossary)
    return sorted(findings, key=lambda finding: (finding.source, finding.code))


def unreadable(error: FlyersError) -> list[TranslationFinding]:
    """Return the findings of a catalog whose reading raised *error*."""
    errors = error.errors if isinstance(error, CombinedError) else [error]
    return [_finding(whole.UNREADABLE, Fault(each.problem, each.hint), each.source or Source("")) for each in errors]


def _of_catalog(
    campaign: Campaign, language: Language, catalog: Catalog, glossary: Glossary
) -> Iterator[TranslationFinding]:
    names = glossary.names(language.tag)
    usable: list[tuple[Item, Entry]] = []
    gaps: list[str] = []
    for where, words in campaign.words():
        entry = catalog.entries.get(where)
        if entry is None or why_untranslated(entry, words):
            gaps.append(where)
        else:
            usable.append((item_of(campaign, language, where, words, entry, names), entry))
    for about, fault in whole.catalog_faults(catalog, language, gaps):
        yield _finding(about, fault, Source(catalog.path))
    if catalog.begun:
        yield from _of_entries(usable, glossary)


def _of_entries(usable: Sequence[tuple[Item, Entry]], glossary: Glossary) -> Iterator[TranslationFinding]:
    found: dict[str, list[tuple[TranslationExplanation, Fault]]] = defaultdict(list)
    for item, _ in usable:
        found[item.context] += _of_one(item)
        found[item.context] += term_faults(item, glossary)
    for item, fault in whole.alike([item for item, _ in usable]):
        found[item.context].append((whole.ALIKE, fault))
    for item, entry in usable:
        reasons = excuses(entry.remarks)
        for about, fault in found[item.context]:
            reason = reasons.get(about.code, "") if about.excusable else ""
            yield _finding(about, fault, entry.source, item.context, reason)
        for fault in excuse_faults(entry.remarks, (about.code for about, _ in found[item.context])):
            yield _finding(ABOUT, fault, entry.source, item.context)


def _of_one(item: Item) -> list[tuple[TranslationExplanation, Fault]]:
    return [(check.explanation, fault) for check in CHECKS.values() for fault in check.function(item)]


def _english(campaign: Campaign, language: Language) -> Iterator[TranslationFinding]:
    for where, words in campaign.words():
        for about, fault in _of_one(Item(words.text, words, campaign.contacts, language, where)):
            yield _finding(about, fault, words.source, where)


def _finding(
    about: TranslationExplanation, fault: Fault, source: Source, where: str = "", excuse: str = ""
) -> TranslationFinding:
    return TranslationFinding(about, replace(fault, where=where), source, excuse)
