"""The template, and catalogs merged with the messages as they are now.

Everything is derived from content: the creation date is the campaign's issue, so a file changes when words do and not
because time has passed. `extract` is registered as a Babel extractor named ``flyers``, so ``pybabel extract -F
babel.cfg -o translations/flyers.pot content/`` works as for any program.
"""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import IO, Any

from babel.messages.catalog import Message as PoMessage

from flyers.content import yamlfile
from flyers.content.campaign import Campaign
from flyers.content.message_key import Form, MessageKey
from flyers.content.messages import COUNTS, REQUEST, Message, Words, read_messages
from flyers.errors import UsageError
from flyers.files import exists, files_in
from flyers.records import dataclass
from flyers.translation.catalog import Catalog, Entry, printed_as_it_is, why_untranslated
from flyers.translation.language_data import ENGLISH
from flyers.translation.registry import DOMAIN, Language, english_name
from flyers.translation.signoff import SignOff


def extract(
    fileobj: IO[bytes], keywords: Mapping[str, Any], comment_tags: Collection[str], options: Mapping[str, Any]
) -> Iterator[tuple[int, str, tuple[str, str], list[str]]]:
    """Yield every form in a messages file for Babel: line, function, (context, English) and comments."""
    file = Path(str(getattr(fileobj, "name", "messages")))
    messages, _ = read_messages(yamlfile.parse(fileobj.read(), str(file)))
    # Names are used in all files of a campaign.
    beside = [other for other in files_in(file.parent, "*.yaml") if other.name != file.name] if exists(file) else []
    known = (*messages, *(message for other in beside for message in read_messages(yamlfile.load(other))[0]))
    names = {message.name for message in known if message.name}
    for message in messages:
        for entry in template_entries(message, names):
            yield entry.source.line, "pgettext", (str(entry.context), entry.english), list(entry.notes)


def template_entries(message: Message, names: Collection[str] = (), source_language: str = ENGLISH) -> Iterator[Entry]:
    """Yield the entries of one message without a translation, the longest first; *names* stand for proper names."""
    source = english_name(source_language)
    for form, words in message.forms.items():
        notes = tuple(_comments(message, form, words, names, source))
        yield Entry(MessageKey(message.id, form), words.text, "", words.source, notes=notes)


_FORMS = {
    Form.POSTER: "Form for posters, shorter than the full text, which is:",
    Form.SHORT: "Shortest form, for small places. The full text is:",
}


def _comments(message: Message, form: Form, words: Words, names: Collection[str], source: str) -> Iterator[str]:
    length = f"Up to {message.most} characters." if message.most else ""
    if about := " ".join([*message.note.split(), length]).strip():
        yield about
    if form in _FORMS:
        yield f"{_FORMS[form]} “{message.forms[Form.TEXT].text}”"
        yield f"The {source} of this form has {len(words.text)} characters; try to stay near that."
    if message.name:
        yield "A proper name. If you leave it empty, it is printed as it is."
    meanings = {**dict.fromkeys(names, "a name"), **dict.fromkeys(COUNTS, "a number")}
    meanings[REQUEST] = f"the {source} words “(your language), please.”"
    for name in sorted(words.placeholders):
        meaning = meanings.get(name, "a phone number or address")
        yield f"Copy {{{name}}} as it is; {meaning} is put in its place."
    if any(piece.strong for piece in words.template):
        yield "“**” begins and ends bold text: keep it round the same words."


DRAFT_REMARK = "# DRAFT: not reviewed by a native reader."
NO_TRANSLATOR = "Automatically generated"  # As msginit writes for nobody; a translator's editor puts in its own.

BRACE_FORMAT = "python-brace-format"  # Tells editors to keep the placeholders.


def template(campaign: Campaign) -> Catalog:
    """Return the template (POT) of the campaign's own messages, not those of a base: a catalog without translations."""
    remarks = f"# Messages of “{_title(campaign)}”.\n"
    remarks += "# Copy nothing by hand: 'flyers translations update' renews this file."
    entries = {entry.context: entry for entry in _entries(campaign) if campaign.is_own(entry.source)}
    return Catalog(f"{DOMAIN}.pot", _fixed_headers(campaign), entries, remarks=remarks, fuzzy=True)


def _template_for(campaign: Campaign, present: Catalog, base: Catalog) -> Catalog:
    """Return the template for a catalog with the entries of *present* and a *base*.

    It has the campaign's own messages, those that the catalog translates otherwise than the base, and those that the
    base does not translate. A translation of former English gives way to one of today's in the base: marked fuzzy, it
    would hide it for ever.
    """
    whole = template(campaign)
    if not campaign.layers.bases:
        return whole
    words_of = dict(campaign.words())
    sound = {key for key, words in words_of.items() if not why_untranslated(base.entries.get(key), words)}
    lacking = {key for key, words in words_of.items() if key not in sound and not printed_as_it_is(base, words)}
    outdated = {
        key
        for key, entry in present.entries.items()
        if key in sound and (entry.english != words_of[key].text or (entry.fuzzy and entry.former))
    }
    keys = whole.entries.keys() | present.entries.keys() - outdated | lacking
    return replace(whole, entries={entry.context: entry for entry in _entries(campaign) if entry.context in keys})


def _entries(campaign: Campaign) -> Iterator[Entry]:
    for message in campaign.messages.values():
        for entry in template_entries(message, campaign.names, campaign.source_language):
            # As xgettext and Babel wrap them.
            lines = (line for note in entry.notes for line in textwrap.wrap(note, 76, break_long_words=False))
            yield replace(
                entry,
                flags=frozenset({BRACE_FORMAT} if PoMessage(entry.english).python_brace_format else ()),
                notes=tuple(map(str.strip, lines)),
                places=(f"{entry.source.path}:{entry.source.line}",),
            )


@dataclass(frozen=True, slots=True)
class MergedCatalog:
    """A catalog merged with the messages, and what that changed, each as contexts in the order of the content."""

    catalog: Catalog
    new: tuple[MessageKey, ...] = ()  # messages that were not in the catalog and have no translation
    fuzzy: tuple[MessageKey, ...] = ()  # those whose translation has become doubtful, or was found under another id
    obsolete: tuple[MessageKey, ...] = ()  # those that no message uses any more


def merge(
    campaign: Campaign,
    language: Language,
    present: Catalog,
    signoffs: Sequence[SignOff] = (),
    base: Catalog | None = None,
) -> MergedCatalog:
    """Return the catalog of *language* merged with the messages; *present* may be that of a file to be created.

    In a campaign with a base, which has the catalog *base*, only what differs is in the catalog: see `_template_for`.

    A translation is kept under its context. Where the English has changed it is marked fuzzy, with the former English
    noted, and so is one made with another note if the message asks for it (`reread`); but the translation of a proper
    name that has changed is of another name, and is not kept. A new message takes the translation of the same English
    under a former context, marked fuzzy too; if a base has it with another English, it takes the base's. What no
    message uses any more stays at the end, commented out. Translators' remarks and headers are kept. The head says that
    the catalog is a draft until *signoffs* take that line away: those of some products alone leave it as it is.

    Raises:
        UsageError: *language* is the language of the messages.
    """
    if language.tag == campaign.source_language:
        problem = f"{language.english} has no catalog: it is the language of the messages."
        raise UsageError(problem, hint="Edit content/messages.")
    base = base or Catalog("")
    if not present.exists:
        present = replace(present, remarks=f"# {language.english} translation of “{_title(campaign)}”.", exists=True)
    whole = any(not record.products for record in signoffs)
    draft = not signoffs or (not whole and DRAFT_REMARK in present.remarks.split("\n"))
    catalog = _with_head(_with_entries(campaign, present, base), campaign, language, draft=draft)
    before, after = present.entries, catalog.entries
    doubted = {where for where, entry in before.items() if entry.translation and entry.fuzzy}
    doubtful = (where for where, entry in after.items() if entry.translation and entry.fuzzy)
    gone = {_key(entry) for entry in present.obsolete}
    return MergedCatalog(
        catalog,
        new=tuple(where for where, entry in after.items() if not entry.translation and where not in before),
        fuzzy=tuple(where for where in doubtful if where not in doubted),
        obsolete=tuple(entry.context for entry in catalog.obsolete if _key(entry) not in gone),
    )


def _with_entries(campaign: Campaign, present: Catalog, base: Catalog) -> Catalog:
    template = _template_for(campaign, present, base)
    translated = [entry for entry in (*present.obsolete, *present.entries.values()) if entry.translation]
    by_context = {entry.context: entry for entry in translated}
    # The same English or none: Babel would take what is nearest, perhaps the shorter form of another message.
    by_english = {entry.english: entry for entry in translated if entry.context not in template.entries}
    entries: dict[MessageKey, Entry] = {}
    moved = set()
    for where, entry in template.entries.items():
        own = present.entries.get(where)
        if own is None or own.english != entry.english:
            theirs = base.entries.get(where) if own is None else None
            if theirs and (not theirs.translation or theirs.english == entry.english):
                theirs = None  # a translation of the same English is printed as it is
            of_base = theirs and replace(theirs, remarks=())
            former = by_context.get(where) or by_english.get(entry.english) or of_base
            own = None if campaign.messages[where.id].name else former
            if own is not None:
                if own.context == where:
                    moved.add(_key(own))
                origin = own.former or own.english
                origin = origin if origin != entry.english else ""
                own = own.with_translation(own.translation, fuzzy=True, former=origin)
        elif own.translation and campaign.messages[where.id].reread:
            note = " ".join(campaign.messages[where.id].note.split())  # a translation made with another one is doubtful
            if not " ".join(own.notes).startswith(note):
                own = own.with_translation(own.translation, fuzzy=True, former=own.former)
        if own is not None:
            entry = replace(
                entry,
                translation=own.translation,
                source=own.source,
                flags=entry.flags | (own.flags - {BRACE_FORMAT}),
                former=own.former if own.fuzzy else "",
                remarks=own.remarks,
            )
        entries[where] = entry
    unused = {_key(entry): entry for entry in present.obsolete if _key(entry) not in moved}
    for where, entry in present.entries.items():
        now = entries.get(where)
        if _key(entry) not in moved and (now is None or now.english != entry.english):
            unused[_key(entry)] = entry
    return replace(present, entries=entries, obsolete=tuple(entry for entry in unused.values() if entry.translation))


def _key(entry: Entry) -> tuple[str, MessageKey]:
    return entry.english, entry.context


def _with_head(catalog: Catalog, campaign: Campaign, language: Language, *, draft: bool) -> Catalog:
    # Required fields (GNU gettext manual, “Filling in the Header Entry”). Editors put fields of their own among these;
    # each stays where they had it.
    fixed = _fixed_headers(campaign)
    usual = {"Project-Id-Version": "", "POT-Creation-Date": "", "PO-Revision-Date": fixed["POT-Creation-Date"]}
    usual |= {"Last-Translator": NO_TRANSLATOR, "Language-Team": "none"}
    headers = {**usual, **catalog.headers, **fixed, "Language": language.locale}
    order = [*catalog.headers, *(name for name in headers if name not in catalog.headers and name not in usual)]
    for before, name in pairwise(["", *usual]):  # those that the file lacks follow the one before
        if name not in order:
            order.insert(order.index(before) + 1 if before else 0, name)
    remarks = [line for line in catalog.remarks.split("\n") if line != DRAFT_REMARK]
    remarks += [DRAFT_REMARK] if draft else []
    return replace(catalog, headers={name: headers[name] for name in order}, remarks="\n".join(remarks))


def _fixed_headers(campaign: Campaign) -> dict[str, str]:
    year, month, day = [*campaign.issue.split("-"), "01", "01"][:3]
    return {
        "Project-Id-Version": f"{campaign.id} {campaign.issue}",
        "POT-Creation-Date": f"{year}-{month}-{day} 00:00+0000",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }


def _title(campaign: Campaign) -> str:
    return campaign.message(campaign.name).forms[Form.TEXT].text
