"""All findings of one catalog, warnings and advice too.

for finding in review(campaign, language, catalog, glossary):
    print(finding)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from flyers.content.campaign import Campaign
from flyers.content.message_key import MessageKey
from flyers.content.messages import Words
from flyers.errors import FlyersError, Source
from flyers.findings import Fault
from flyers.translation.catalog import Catalog, Entry, printed_as_it_is, why_untranslated
from flyers.translation.checks.catalog import ALIKE, BAD_EXCUSE, UNREADABLE, alike, catalog_faults, excuse_faults
from flyers.translation.checks.findings import (
    CHECKS,
    Translation,
    TranslationExplanation,
    TranslationFinding,
    excuses,
    found_by,
)
from flyers.translation.checks.style import term_faults
from flyers.translation.glossary import Glossary
from flyers.translation.registry import Language


def review(
    campaign: Campaign, language: Language, catalog: Catalog | None, glossary: Glossary
) -> list[TranslationFinding]:
    """Return every finding in the words of *language*, excused ones too, in the order of the file.

    The English, whose *catalog* is None, only has to pass the checks of single texts.
    """
    if language.tag == campaign.source_language or catalog is None:
        return list(_of_english(campaign, language))
    if not catalog.exists:
        return unreadable(catalog.missing_error(language))
    findings = _of_catalog(campaign, language, catalog, glossary)
    return sorted(findings, key=lambda finding: (finding.source, finding.code))


def review_entry(
    campaign: Campaign, language: Language, words: Words, entry: Entry, glossary: Glossary
) -> list[TranslationFinding]:
    """Return every finding in one *entry*, which translates *words*, excused ones too.

    Checks of the whole catalog, such as for two texts that are alike, are left to `review`.
    """
    translation = Translation.of_entry(campaign, language, words, entry, glossary.names(language.tag))
    faults = [*_of_one(translation), *term_faults(translation, glossary)]
    return list(_of_entry(entry, faults))


def unreadable(error: FlyersError) -> list[TranslationFinding]:
    """Return the findings of a catalog whose reading raised *error*."""
    return [_finding(UNREADABLE, Fault(one.problem, one.hint), one.source or Source("")) for one in error.errors]


def _of_catalog(
    campaign: Campaign, language: Language, catalog: Catalog, glossary: Glossary
) -> Iterator[TranslationFinding]:
    names = glossary.names(language.tag)
    usable: list[tuple[Translation, Entry]] = []
    gaps: list[MessageKey] = []
    for context, words in campaign.words():
        entry = catalog.entries.get(context)
        if entry is None or why_untranslated(entry, words):
            if not printed_as_it_is(catalog, words):
                gaps.append(context)
        else:
            usable.append((Translation.of_entry(campaign, language, words, entry, names), entry))
    for about, fault in catalog_faults(catalog, language, campaign.messages, gaps):
        yield _finding(about, fault, Source(catalog.path))
    if not catalog.has_translations:
        return
    faults: dict[MessageKey, list[tuple[TranslationExplanation, Fault]]] = defaultdict(list)
    for translation, _ in usable:
        faults[translation.context] += [*_of_one(translation), *term_faults(translation, glossary)]
    for translation, fault in alike([translation for translation, _ in usable]):
        faults[translation.context].append((ALIKE, fault))
    for translation, entry in usable:
        yield from _of_entry(entry, faults[translation.context])


def _of_entry(entry: Entry, faults: Sequence[tuple[TranslationExplanation, Fault]]) -> Iterator[TranslationFinding]:
    """Yield the *faults* of an entry with its translator's excuses, and faults of the excuses."""
    reasons = excuses(entry.remarks)
    for about, fault in faults:
        reason = reasons.get(about.code, "") if about.excusable else ""
        yield _finding(about, fault, entry.source, entry.context, reason)
    for fault in excuse_faults(entry.remarks, (about.code for about, _ in faults)):
        yield _finding(BAD_EXCUSE, fault, entry.source, entry.context)


def _of_one(translation: Translation) -> list[tuple[TranslationExplanation, Fault]]:
    return [(check.explanation, fault) for check in CHECKS.values() for fault in found_by(check.function, translation)]


def _of_english(campaign: Campaign, language: Language) -> Iterator[TranslationFinding]:
    for context, words in campaign.words():
        for about, fault in _of_one(Translation.of_english(campaign, language, context, words)):
            yield _finding(about, fault, words.source, context)


def _finding(
    about: TranslationExplanation, fault: Fault, source: Source, where: MessageKey | None = None, excuse: str = ""
) -> TranslationFinding:
    return TranslationFinding(about, replace(fault, where=str(where or "")), source, excuse)
