"""Checks of a whole catalog and all findings in it, and the codes for faults that show when products are composed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import partial

from flyers.content.campaign import Campaign
from flyers.content.markup import visible
from flyers.content.message_key import MessageKey
from flyers.content.messages import Words, is_printed
from flyers.errors import FlyersError, Source, first_of
from flyers.findings import Fault, Severity
from flyers.translation.catalog import Catalog, Entry, printed_as_it_is, why_untranslated
from flyers.translation.checks.findings import (
    Translation,
    TranslationExplanation,
    TranslationFinding,
    excuse_faults,
    excuses,
    explain,
    found_in,
)
from flyers.translation.checks.style import Glossary, term_faults
from flyers.translation.language_data import letters
from flyers.translation.registry import Language

_advice = partial(explain, severity=Severity.ADVICE)
_warning = partial(explain, severity=Severity.WARNING)

UNREADABLE = explain(
    code="L108",
    title="the catalog can be read",
    found="The catalog is not a PO file in UTF-8, or has an entry twice or without its context.",
    why="The program cannot use any of it.",
    advice="Correct the line, or restore the last good version of the file.",
    asked_by="issue 4: broken catalogs",
)

UNTRANSLATED = explain(
    code="L101",
    title="every message is translated",
    found="Messages are missing, empty, marked fuzzy, or translated from another English.",
    why="A product that says one of them is not made in this language.",
    advice="Translate them and clear their fuzzy marks; 'flyers translations update' adds what is missing.",
    asked_by="issue 4: gaps in catalogs",
)

ON_SCREEN_UNTRANSLATED = _advice(
    code="L310",
    title="every word of the gallery is translated",
    found="Words of the gallery, whose ids begin with “gallery.”, are missing, empty, fuzzy, or of another English.",
    why="The gallery shows them in English. Nothing that is printed has to wait for them.",
    advice="Translate them and clear their fuzzy marks; 'flyers translations update' adds what is missing.",
    asked_by="issue 13: the gallery in English",
)

NO_LIST = _advice(
    code="L207",
    title="the language's letters are known",
    found="Neither CLDR nor this program has a list of the language's letters.",
    why="Only letters of another script are found, not those of another language.",
    advice="The program's maintainers add them, with their source, to src/flyers/translation/languages.yaml.",
    asked_by="issue 4: languages that nobody knows",
)

ALIKE = _warning(
    code="L304",
    title="messages that differ are translated differently",
    found="Two messages with different English have the same translation.",
    why="A program for translators may have filled one in, or one of them says less than its English.",
    advice="Translate each separately, or give the reason in the catalog why one translation is right for both.",
    excusable=True,
    asked_by="issue 4: one translation for two signs",
)

BAD_EXCUSE = _warning(
    code="L305",
    title="excuses name a check and give a reason",
    found="A remark “# ok:” names no check that may be excused, gives no reason, or excuses nothing.",
    why="The next reader cannot judge an excuse without a reason, and an old one hides the next fault.",
    advice="Write “# ok: L303 the reason” over the entry, or delete the remark.",
    asked_by="issue 4: excuses without a reason",
)

NO_REMARKS = _warning(
    code="L306",
    title="the catalog's head says how it was translated",
    found="The remarks at the head say nothing about variety, terms, form of address and doubts.",
    why="The next translator and the reviewer have to guess, and may undo what was done on purpose.",
    advice="Describe them there in English; the head of another catalog is an example.",
    asked_by="issue 4: who translated",
)

LOST_QUESTION = _warning(
    code="L311",
    title="questions in the catalog's head are about its messages",
    found="The remarks at the head name a message that the campaign does not have, or no longer has.",
    why="A native reader is asked about words that nobody prints, and looks for them in vain.",
    advice="Correct the id, or delete the question.",
    asked_by="issue 30: heads about words that are gone",
)


def catalog_faults(
    catalog: Catalog, language: Language, known: Collection[str], gaps: Sequence[MessageKey]
) -> Iterator[tuple[TranslationExplanation, Fault]]:
    """Yield what is wrong with the whole catalog, which translates all but *gaps*; *known* are the ids of messages."""
    for about, printed in ((UNTRANSLATED, True), (ON_SCREEN_UNTRANSLATED, False)):
        if missing := [key for key in gaps if is_printed(key.id) is printed]:
            many = f"{len(missing)} messages are" if len(missing) > 1 else "1 message is"
            yield about, Fault(f"{many} not translated: {first_of(missing, 5)}.")
    if language.script != "Hani" and letters(language.tag) is None:
        yield NO_LIST, Fault(f"There is no list of the letters of {language.english}.")
    remarks = [line for line in catalog.remarks.split("\n")[1:] if not line.startswith("# DRAFT")]  # without the title
    if catalog.has_translations and len(re.findall(r"\w+", "\n".join(remarks))) < 20:  # words, which describe nothing
        yield NO_REMARKS, Fault("The head of the catalog has no remarks on the translation.")
    beginnings = {name.partition(".")[0] for name in known}
    # An id of a message in running text; not a group of them, like “sheet.flip.*”.
    ids = re.findall(r"(?<![\w.])[a-z]+(?:\.[a-z0-9-]+)+(?![\w.*-])", catalog.remarks.replace("-\n# ", "-"))
    if lost := [name for name in dict.fromkeys(ids) if name not in known and name.partition(".")[0] in beginnings]:
        yield LOST_QUESTION, Fault(f"The head names {', '.join(lost)}, which the campaign does not have.")


def alike(translations: Sequence[Translation]) -> Iterator[tuple[Translation, Fault]]:
    """Yield a fault for each translation that another message with different English has, too.

    The forms of one message may be alike, since a language may need no shorter form. Messages whose English differs
    only in case and punctuation may be alike, too.
    """
    by_text: dict[str, list[Translation]] = defaultdict(list)
    for translation in translations:
        others, english = by_text[translation.text.casefold()], _bare(translation)
        same = [other for other in others if other.context.id != translation.context.id and _bare(other) != english]
        if same:
            names = " and ".join(f"{other.context} (“{other.english.text}”)" for other in same)
            problem = f"“{visible(translation.text)}” is also the translation of {names}."
            yield translation, Fault(problem, f"Here the English is “{translation.english.text}”.")
        others.append(translation)


def _bare(translation: Translation) -> str:
    return re.sub(r"[^\w{}]+", " ", translation.english.text).strip().casefold()


# Products composed with the words of a catalog; see `flyers.workflow.translation_checks`.

OVERSET = explain(
    code="L501",
    title="the words fit into every product",
    found="A panel of a product has no room for the words, even at the smallest sizes and with the shortest forms.",
    why="The product is not made in this language.",
    advice="Shorten the message that is named, its short form first, but keep its meaning.",
    asked_by="issue 4: words that don't fit",
)

LOST_CONTACT = explain(
    code="L504",
    title="every contact of the English is on the product",
    found="A translation leaves out a placeholder, with an excuse (L102), and no other text of the product has it.",
    why="The reader of this product would have no number to call.",
    advice="Put the placeholder back, or into another text of the same product.",
    asked_by="issue 4: lost contacts",
)

NO_GLOSS = explain(
    code="L506",
    title="the first naming on every product is explained",
    found="A product names the crime for the first time without the gloss that the language has for it.",
    why="Few know the name, or know it as that of another crime: they would not see that the product is for them.",
    advice="Write the gloss after the name, in the form of the text that this product prints.",
    asked_by="issue 30: names that nobody explains",
)

TWO_ADDRESSES = explain(
    code="L507",
    title="a product addresses its reader in one way",
    found="One text of a product has the familiar form of address, and another one the formal form.",
    why="The reader wonders who is spoken to, and whether both texts are meant for them.",
    advice="Choose one for the product; “address” in translations/languages.yaml has the words of each form.",
    asked_by="issue 30: two ways to address a reader",
)

AT_THE_FLOOR = _advice(
    code="L502",
    title="type is larger than its smallest size",
    found="Some words are set at the smallest size that the layout permits, so that everything fits.",
    why="Many people who need the card have no glasses with them.",
    advice="Shorten the longest of them, if the language allows.",
    asked_by="issue 4: type at its floor",
)

FEWER = _advice(
    code="L503",
    title="lists show as many messages as they aim at",
    found="A list that may leave messages out shows fewer than the layout aims at.",
    why="A reader cannot recognize a sign that is left out.",
    advice="Shorten the longest of them, their short forms first.",
    asked_by="issue 4: dropped signs",
)

SHORTER = _advice(
    code="L505",
    title="texts are in the form that the layout asks for",
    found="A product has no room for a text, and uses a shorter form of it.",
    why="The shorter form says less, and nobody sees on paper that something is missing.",
    advice="Shorten the longer form, or agree that the shorter one is enough here.",
    asked_by="issue 4: long forms on cards",
)


def review(
    campaign: Campaign, language: Language, catalog: Catalog | None, glossary: Glossary
) -> list[TranslationFinding]:
    """Return every finding in the words of *language*, excused ones too, in the order of the file.

    The English, whose *catalog* is None, only has to pass the checks of single texts.
    """
    if language.tag == campaign.source_language or catalog is None:
        return [
            _finding(about, fault, words.source, context)
            for context, words in campaign.words()
            for about, fault in found_in(Translation.of_english(campaign, language, context, words))
        ]
    if not catalog.exists:
        return unreadable(catalog.missing_error(language))
    findings = _of_catalog(campaign, language, catalog, glossary)
    return sorted(findings, key=lambda finding: (finding.source, finding.code))


def review_entry(
    campaign: Campaign, language: Language, words: Words, entry: Entry, glossary: Glossary
) -> list[TranslationFinding]:
    """Return every finding in one *entry*, which translates *words*, excused ones too, as far as it shows alone."""
    translation = Translation.of_entry(campaign, language, words, entry, glossary.names(language.tag))
    faults = [*found_in(translation), *term_faults(translation, glossary)]
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
        if entry and not why_untranslated(entry, words):
            usable.append((Translation.of_entry(campaign, language, words, entry, names), entry))
        elif not printed_as_it_is(catalog, words):
            gaps.append(context)
    for about, fault in catalog_faults(catalog, language, campaign.messages, gaps):
        yield _finding(about, fault, Source(catalog.path))
    same: dict[MessageKey, list[tuple[TranslationExplanation, Fault]]] = defaultdict(list)
    for translation, fault in alike([translation for translation, _ in usable]):
        same[translation.context].append((ALIKE, fault))
    for translation, entry in usable:
        own = (*found_in(translation), *term_faults(translation, glossary), *same[translation.context])
        yield from _of_entry(entry, own)


def _of_entry(entry: Entry, faults: Sequence[tuple[TranslationExplanation, Fault]]) -> Iterator[TranslationFinding]:
    """Yield the *faults* of an entry with its translator's excuses, and faults of the excuses."""
    reasons = excuses(entry.remarks)
    for about, fault in faults:
        reason = reasons.get(about.code, "") if about.excusable else ""
        yield _finding(about, fault, entry.source, entry.context, reason)
    for fault in excuse_faults(entry.remarks, (about.code for about, _ in faults)):
        yield _finding(BAD_EXCUSE, fault, entry.source, entry.context)


def _finding(
    about: TranslationExplanation, fault: Fault, source: Source, where: MessageKey | None = None, excuse: str = ""
) -> TranslationFinding:
    return TranslationFinding(about, replace(fault, where=str(where or "")), source, excuse)
