"""Starts and changes catalogs: single translations, where a text that has changed meanwhile is a conflict; all after
messages have changed; those that translators return in files, which are exported here too; and that of a new language.

A new language gets fonts of the campaign and an entry in the registry with its catalog, all or nothing.
"""

from __future__ import annotations

import contextlib
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from flyers import limits
from flyers.content import yamlfile
from flyers.content.campaign import Campaign
from flyers.content.message_key import MessageKey
from flyers.content.messages import Words
from flyers.errors import ContentError, FlyersError, FontError, Source, TranslationError, UsageError, raise_all
from flyers.files import exists, read_bytes, write_whole
from flyers.findings import Fault
from flyers.pipeline.session import Session
from flyers.records import dataclass
from flyers.text.fonts import FontLibrary
from flyers.translation import po
from flyers.translation.catalog import Catalog, Entry, usable, why_untranslated
from flyers.translation.checks.findings import Translation, faults
from flyers.translation.exchange import spreadsheet, xliff
from flyers.translation.exchange.rows import (
    CatalogChanges,
    FileFormat,
    Import,
    Importer,
    ReturnedRow,
    RowOutcome,
    RowState,
    export_rows,
    fingerprint,
    format_and_bytes,
    normalized,
)
from flyers.translation.language_data import (
    REGISTRY_FILE,
    LanguageHints,
    LanguageMeasures,
    NewLanguage,
    canonical,
    entry_text,
    is_ambiguous,
    iso_script,
    known_entry_text,
    language_data,
    new_language,
    script_data,
    script_name,
)
from flyers.translation.registry import DOMAIN, Language, Registry, in_base, known_entry, known_languages
from flyers.translation.signoff import current_words, read_signoffs, standing_after
from flyers.translation.template import MergedCatalog, merge, template


@dataclass(frozen=True, slots=True)
class TextEdit:
    """A new translation."""

    key: MessageKey
    before: str  # the translation that its author saw when beginning; "" if there was none
    after: str  # the new one
    english: str = ""  # the English that it translates, as its author saw it; "" if that is not known
    doubtful: bool = False  # whether somebody should look at it again (*fuzzy*); such a text is not printed


@dataclass(frozen=True, slots=True)
class Conflict:
    """A text that has changed since its author began: what it was, is now, and should become."""

    key: MessageKey
    before: str
    now: str
    after: str


@dataclass(frozen=True, slots=True)
class CatalogEdit:
    """What `edit_catalog` did with a file that a user calls *name*: keys of the entries that it has *changed*,
    or *conflicts*, for which nothing was written.
    """

    path: Path
    name: str
    changed: tuple[MessageKey, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    written: bool = False


def edit_catalog(
    session: Session,
    tag: str,
    edits: Sequence[TextEdit],
    *,
    mine: bool = False,
    accept: Callable[[], object] = lambda: None,
) -> CatalogEdit:
    """Put *edits* into the campaign's own catalog of the language *tag*, all of them or none, and write it.

    The file is read again before, and merged with the messages. A text of a base is copied into the campaign's own
    catalog, where it differs from then on.

    Args:
        mine: write them even where the catalog has changed meanwhile; its author has seen both texts.
        accept: called before *edits* without faults are written; it may refuse them by an error.

    Raises:
        UsageError: *tag* is the language of the messages, or a key is not a message of the campaign.
        TranslationError: a text is empty or breaks a rule that stops a build, or its English has changed; all together.
    """
    with session.changing():
        language = session.registry.language(tag)
        if language.tag == session.campaign.source_language:
            raise UsageError(
                f"{language.english} has no catalog: it is the language of the messages.", hint="Edit content/messages."
            )
        words = dict(session.campaign.words())
        for edit in edits:
            if edit.key not in words:
                raise UsageError(
                    f"There is no message “{str(edit.key)[: limits.NAME_CHARACTERS]}”.",
                    hint="It was renamed or removed in content/messages.",
                )
        path = session.registry.catalog_path(language)
        name = yamlfile.display_path(path, session.campaign.folder)
        shown = session.catalog(tag)
        texts = {key: entry.translation for key, entry in shown.entries.items()}
        conflicts = [
            Conflict(edit.key, edit.before, now, edit.after)
            for edit in edits
            if fingerprint(now := texts.get(edit.key, "")) not in (fingerprint(edit.before), fingerprint(edit.after))
        ]
        if conflicts and not mine:
            return CatalogEdit(path, name, conflicts=tuple(conflicts))
        entries = {edit.key: _entry(shown, edit, words[edit.key]) for edit in edits}
        raise_all(_faults(session, tag, edits, words, entries))
        own = session.own_catalog(tag)
        own = replace(own, entries={**own.entries, **entries})
        accept()
        merged = merge(session.campaign, language, own, session.own_signoffs(tag), session.base_catalog(tag)).catalog
        changed = tuple(edit.key for edit in edits if merged.entries.get(edit.key) != shown.entries.get(edit.key))
        if changed:
            write_whole(path, po.write(merged).encode())
            session.reload()
        return CatalogEdit(path, name, changed, written=bool(changed))


def _faults(
    session: Session,
    tag: str,
    edits: Sequence[TextEdit],
    words: Mapping[MessageKey, Words],
    entries: Mapping[MessageKey, Entry],
) -> Iterator[TranslationError]:
    """Yield why texts cannot be saved: rules that stop a build, which a doubtful text has to keep, too."""
    language, names = session.registry.language(tag), session.glossary.names(tag)
    for edit in edits:
        english, entry = words[edit.key], entries[edit.key]
        source = entry.source
        if not normalized(edit.after):
            problems = [Fault("This text is empty.", "Write the translation.")]
        elif (length := len(edit.after)) > limits.TEXT_CHARACTERS:
            problem = f"This text has {length} characters; the most is {limits.TEXT_CHARACTERS}."
            problems = [Fault(problem, "Shorten it.")]
        elif edit.english and fingerprint(edit.english) != fingerprint(english.text):
            hint, source = "Read it again, and save once more.", english.source
            problems = [Fault("The English has changed since this text was begun.", hint)]
        else:
            problems = faults(Translation.of_entry(session.campaign, language, english, entry, names))
        for fault in problems:
            yield TranslationError(fault.problem, hint=fault.hint, source=source, trail=[tag, edit.key])


def _entry(catalog: Catalog, edit: TextEdit, english: Words) -> Entry:
    """Return the entry with the new text, which translates today's English."""
    present = catalog.entries.get(edit.key) or Entry(edit.key, english.text, "", Source(catalog.path))
    text = unicodedata.normalize("NFC", normalized(edit.after))
    return replace(present.with_translation(text, fuzzy=edit.doubtful), english=english.text)


@dataclass(frozen=True, slots=True)
class CatalogUpdate:
    """A file that was updated, or would be, and its path as a user types it; of the template, *tag* is "".

    *new*, *fuzzy* and *obsolete* are keys, as in `flyers.translation.template.MergedCatalog`.
    """

    path: Path
    name: str
    tag: str = ""
    new: tuple[MessageKey, ...] = ()
    fuzzy: tuple[MessageKey, ...] = ()
    obsolete: tuple[MessageKey, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "file": self.name,
            "language": self.tag or None,
            "new": list(map(str, self.new)),
            "fuzzy": list(map(str, self.fuzzy)),
            "obsolete": list(map(str, self.obsolete)),
        }


def update_catalogs(session: Session, languages: Iterable[str] = (), *, write: bool = True) -> list[CatalogUpdate]:
    """Update the template and the catalogs of *languages*, by default of all, and return the changed files.

    Without *write*, return the files that would change. All texts are made before the first is written, so a broken
    catalog, a TranslationError, leaves every file unchanged. A language without a catalog is a UsageError.
    """
    named, campaign = list(languages), session.campaign
    pot = campaign.translations_folder / f"{DOMAIN}.pot"
    texts = [(CatalogUpdate(pot, yamlfile.display_path(pot, campaign.folder)), po.write(template(campaign)))]
    for tag in session.languages(named):
        if named or tag != campaign.source_language:
            path, merged = session.registry.catalog_path(session.registry.language(tag)), merged_catalog(session, tag)
            name = yamlfile.display_path(path, campaign.folder)
            update = CatalogUpdate(path, name, tag, merged.new, merged.fuzzy, merged.obsolete)
            texts.append((update, po.write(merged.catalog)))
    present = {path: read_bytes(path, most=limits.CATALOG_BYTES) for update, _ in texts if exists(path := update.path)}
    outdated = [(update, text.encode()) for update, text in texts if present.get(update.path) != text.encode()]
    if write:
        for update, data in outdated:
            write_whole(update.path, data)
        session.reload()
    return [update for update, _ in outdated]


def merged_catalog(session: Session, tag: str) -> MergedCatalog:
    """Return the campaign's own catalog of the language *tag*, merged with the messages as they are now."""
    language, own = session.registry.language(tag), session.own_signoffs(tag)
    if tag == session.campaign.source_language:
        return merge(session.campaign, language, session.catalog(tag), own)  # which says that it has none
    return merge(session.campaign, language, session.own_catalog(tag), own, session.base_catalog(tag))


ENDINGS = {FileFormat.XLIFF: "xlf", FileFormat.XLSX: "xlsx", FileFormat.PO: "po"}

SENT = "X-Flyers-Messages"
"""The header of a PO file with the number of its messages. A part of such a file is a PO file too."""


def write_po(catalog: Catalog, contexts: Collection[str]) -> bytes:
    """Return a PO file of the entries of *contexts* in *catalog*."""
    entries = {key: entry for key, entry in catalog.entries.items() if str(key) in contexts}
    headers = {**catalog.headers, SENT: str(len(entries))}
    return po.write(replace(catalog, entries=entries, obsolete=(), headers=headers)).encode()


def read_po(data: bytes, name: str) -> Import:
    """Read a PO file that came back, in UTF-8 and with a message at least; *name* is its name in errors."""
    try:
        catalog = po.read(yamlfile.decode(data, name), name)
    except ContentError as error:
        raise TranslationError(error.problem, hint=error.hint, source=error.source) from None
    if not catalog.entries:
        raise TranslationError("This file has no messages.", hint="Ask for the file again.", source=Source(name))
    rows = tuple(
        ReturnedRow(
            context=str(entry.context),
            english=entry.english,
            translation=entry.translation,
            state=RowState.TO_CHECK if entry.fuzzy else RowState.TRANSLATED,
            digests=None,
            source=entry.source,
            remarks=entry.remarks,
        )
        for entry in catalog.entries.values()
    )
    sent = re.fullmatch("[0-9]{1,5}", catalog.headers.get(SENT, ""))
    language = catalog.headers.get("Language", "")
    return Import(name, language, rows, remarks=catalog.remarks, sent=int(sent[0]) if sent else 0)


@dataclass(frozen=True, slots=True)
class ExportFile:
    """A file for translators: its language, its path and the number of its messages."""

    tag: str
    path: Path
    messages: int


def export_files(
    session: Session,
    languages: Collection[str],
    file_format: FileFormat,
    folder: Path,
    only: Collection[str] = ("all",),
    *,
    whole: bool = False,
) -> list[ExportFile]:
    """Write one file for each of *languages*, by default for all, into *folder*; none if *only* leaves no message.

    *whole* files have the messages of a base too. All files are made before the first is written. A language
    without a catalog is a UsageError; a broken catalog, or a character that no such file has, is a TranslationError.
    """
    campaign = session.campaign
    tags = session.languages(languages)
    if not languages:
        tags.remove(campaign.source_language)
    exports: list[tuple[ExportFile, bytes]] = []
    for tag in tags:
        language = session.registry.language(tag)
        # Merged first, so that a message found again under another id has its translation.
        catalog = merged_catalog(session, tag).catalog
        if whole:
            catalog = _with_base(catalog, session, tag)
        now = current_words(campaign, language, usable(campaign, catalog))
        rows = export_rows(campaign, language, catalog, only, standing_after(session.signoffs(tag), now).signed)
        if rows.rows:
            path = folder / f"{campaign.id}.{tag}.{ENDINGS[file_format]}"
            if file_format is FileFormat.PO:
                data = write_po(catalog, {row.context for row in rows.rows})
            else:
                data = xliff.write(rows) if file_format is FileFormat.XLIFF else spreadsheet.write(rows)
            exports.append((ExportFile(tag, path, len(rows.rows)), data))
    for file, data in exports:
        write_whole(file.path, data)
    return [file for file, _ in exports]


def _with_base(own: Catalog, session: Session, tag: str) -> Catalog:
    """Return the catalog *own*, of the language *tag*, with an entry for each message that is the base's."""
    base = session.base_catalog(tag).entries
    entries = {}
    for key, words in session.campaign.words():
        theirs = None if why_untranslated(base.get(key), words) else base.get(key)
        # What neither has is a name that nobody translates.
        entries[key] = own.entries.get(key) or theirs or Entry(key, words.text, "", words.source)
    return replace(own, entries=entries)


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What the files of one language changed in its catalog, which a user calls *name*."""

    changes: CatalogChanges
    path: Path
    name: str
    files: tuple[str, ...]
    written: bool

    @property
    def counts(self) -> Mapping[RowOutcome, int]:
        numbers = dict.fromkeys(RowOutcome, 0)
        for change in self.changes.rows:
            numbers[change.outcome] += 1
        return numbers | {RowOutcome.SAME: self.changes.unchanged}

    def to_json(self) -> dict[str, Any]:
        return {
            "language": self.changes.language.tag,
            "catalog": self.name,
            "files": list(self.files),
            "written": self.written,
            **{str(outcome): number for outcome, number in self.counts.items()},
            "emptied": self.changes.emptied,
            "changes": [
                {
                    "message": change.context,
                    "kind": str(change.outcome),
                    "before": change.before,
                    "after": change.after,
                    "fuzzy": change.fuzzy,
                    "place": str(change.source),
                }
                for change in self.changes.rows
            ],
            "refused": [
                {"place": str(fault.source or ""), "message": "/".join(fault.trail), "problem": fault.problem}
                for fault in self.changes.faults
            ],
        }


def import_files(
    session: Session, files: Sequence[Path], *, write: bool = True, skip_bad: bool = False, theirs: bool = False
) -> list[ImportResult]:
    """Import *files* into the catalogs of their languages, and return a result for each language.

    If any row of any file is at fault, nothing is written, unless *skip_bad*: then the other rows are. A catalog that
    changes is merged with the messages too; any other stays as it is. A file that is broken, or says no format or no
    language, is a TranslationError; one in a language that is not the campaign's is a UsageError.
    """
    campaign, registry = session.campaign, session.registry
    imports: dict[Language, list[Import]] = {}
    for file in files:
        name = yamlfile.display_path(file, campaign.folder)
        file_format, data = format_and_bytes(file, name)
        read = {FileFormat.PO: read_po, FileFormat.XLIFF: xliff.read, FileFormat.XLSX: spreadsheet.read}[file_format]
        imported = read(data, name)
        imports.setdefault(_language(imported, file, campaign, registry), []).append(imported)
    importers = []
    for language, of_language in imports.items():
        catalog, names = merged_catalog(session, language.tag).catalog, session.glossary.names(language.tag)
        whole = _with_base(catalog, session, language.tag)
        importer = Importer(campaign, language, whole, catalog.entries, names, theirs)
        for imported in of_language:
            importer.add(imported)
        importers.append(importer)
    refused = any(importer.changes.faults for importer in importers) and not skip_bad
    results = []
    for importer, of_language in zip(importers, imports.values(), strict=True):
        path = registry.catalog_path(importer.changes.language)
        written = write and not refused and bool(importer.changes.rows)
        if written:
            write_whole(path, po.write(importer.catalog).encode())
        name, sources = yamlfile.display_path(path, campaign.folder), tuple(imported.name for imported in of_language)
        results.append(ImportResult(importer.changes, path, name, sources, written))
    if any(result.written for result in results):
        session.reload()
    return results


def _language(imported: Import, file: Path, campaign: Campaign, registry: Registry) -> Language:
    """Return the language that the file names, or that its own name has: ``flyers-ct.es.xlsx``."""
    of_file = file.stem.rpartition(".")[2]
    name = imported.language or of_file
    try:
        language = registry.language(name)
    except UsageError as error:
        if imported.language:
            raise UsageError(error.problem, hint=error.hint, source=Source(imported.name)) from None
        raise TranslationError(
            "This file does not say its language.",
            hint=f"Give it the name under which it was sent: {campaign.id}.LANGUAGE{file.suffix}.",
            source=Source(imported.name),
        ) from None
    if of_file in registry.tags and of_file != language.tag:
        other = registry.language(of_file)
        raise TranslationError(
            f"This file says that it is {language.english} ({language.tag}), and its name that it is {other.english}.",
            hint="Look into it. Correct its “Language”, or give it the name of its language.",
            source=Source(imported.name),
        )
    return language


@dataclass(frozen=True, slots=True)
class LanguageInit:
    """The result of starting a language."""

    language: Language
    catalog: Path  # the new file, or one that existed before and is *kept*
    entry: str = ""  # the lines added to the registry; "" if it had the language already
    # The language whose measures were copied: itself, if the program has its entry; "" if they were measured, or if the
    # entry existed.
    model: str = ""
    checked: bool = True  # whether the fonts were checked for the language's whole alphabet
    kept: bool = False


def init_language(
    tag: str, hints: LanguageHints, campaign: Campaign, registry: Registry, library: FontLibrary, *, write: bool = True
) -> LanguageInit:
    """Start a catalog for *tag*, with an entry in the registry if it has none.

    An existing catalog without an entry (the entry was deleted, or the file comes from another campaign) is kept.

    Raises:
        UsageError: the language has a catalog already, *tag* is not a tag, or too little is known about it.
        FontError: no family of the campaign has its script or its letters; the message names one that does.
        ContentError: an entry cannot be added at the end of the registry.
    """
    known, file = None, ""
    if not is_ambiguous(tag) or tag in registry.tags:  # to start a language, nothing is guessed from “zh”
        with contextlib.suppress(UsageError):
            known = registry.language(tag)
    if known is not None:
        init, extended = LanguageInit(known, registry.catalog_path(known)), registry
    elif canonical(tag) in registry.known_tags:
        raise UsageError(f"There is {canonical(tag)} in the base already.", hint=in_base(canonical(tag)))
    else:
        init, extended, file = _new_entry(canonical(tag), hints, campaign, registry, library)
    if init.entry and exists(init.catalog):
        init = replace(init, kept=True)
    elif exists(init.catalog):
        raise UsageError(
            f"{init.language.english} has a catalog already.",
            hint=f"Update it: 'flyers translations update --lang {init.language.tag}'.",
            source=Source(yamlfile.display_path(init.catalog, campaign.folder)),
        )
    present = po.read_catalog(extended, init.language)
    base = po.read_bases(campaign.layers, init.language)
    signoffs = read_signoffs(campaign, init.language)
    text = po.write(merge(campaign, init.language, present, signoffs, base).catalog)
    if write:
        if not init.kept:
            write_whole(init.catalog, text.encode())
        if file:
            _write_registry(init, file, campaign)
    return init


def _new_entry(
    tag: str, hints: LanguageHints, campaign: Campaign, registry: Registry, library: FontLibrary
) -> tuple[LanguageInit, Registry, str]:
    """Return the entry of the new language *tag*, and the registry extended with it, also as the text of its file.

    With hints, or without the fonts in the program's own entry, CLDR and the campaign's fonts decide.
    """
    known, model, listed = known_entry(tag), tag, True
    if known and hints == LanguageHints() and all(family in library.families for family in known["fonts"]):
        entry = known_entry_text(tag, known)
    else:
        new = new_language(tag, hints)
        listed = new.listed
        measures, model = _measures_for(new, campaign, registry, library)
        entry = entry_text(new, measures)
    path, file = campaign.folder / REGISTRY_FILE, f"languages:\n{entry}"
    if exists(path) or not campaign.layers.bases:
        data = read_bytes(path, yamlfile.display_path(path, campaign.folder), limits.YAML_BYTES)
        present = yamlfile.decode(data, REGISTRY_FILE)
        separator = "\n" if "\n\n  " in present else ""  # a blank line, as between entries of several lines
        file = f"{present.rstrip()}\n{separator}{entry}"
    try:
        document = yamlfile.parse(file.encode(), REGISTRY_FILE)
        extended = Registry.load(campaign, document)
        if extended.tags != (*registry.tags, tag):
            raise ContentError("The list of languages is not at the end of this file.", source=Source(REGISTRY_FILE))
    except FlyersError as error:
        raise ContentError(
            f"An entry cannot be added at the end of this file: {error}",
            hint=f"Add it by hand:\n{entry}",
            source=Source(REGISTRY_FILE),
        ) from None
    language = extended.language(tag)
    return LanguageInit(language, extended.catalog_path(language), entry, model, listed), extended, file


def _write_registry(init: LanguageInit, file: str, campaign: Campaign) -> None:
    """Write the registry; if that fails, the new catalog goes too."""
    try:
        write_whole(campaign.folder / REGISTRY_FILE, file.encode())
    except FlyersError:
        if not init.kept:
            init.catalog.unlink()
            for folder in (init.catalog.parent, init.catalog.parent.parent):
                with contextlib.suppress(OSError):
                    folder.rmdir()
        raise


def _measures_for(
    new: NewLanguage, campaign: Campaign, registry: Registry, library: FontLibrary
) -> tuple[LanguageMeasures, str]:
    """Return families and measures of *new*, and the tag of the language that the measures come from."""
    family = _family(new, registry, library)
    source = registry.language(campaign.source_language)
    fonts = tuple(dict.fromkeys((family, source.fonts[0])))
    users = [language for language in registry if language.fonts[0] == family]
    users = users or [language for language in known_languages().values() if language.fonts[0] == family]
    models = [language for language in users if language.script == new.script] or users
    if not models:
        return replace(_measured(new, family, library), fonts=fonts), ""
    # The measures of most languages of the script; one with taller letters has measures of its own.
    measures = [(each.leading, each.ascent, each.descent, each.optical, each.size_class) for each in models]
    usual, _ = Counter(measures).most_common(1)[0]
    return LanguageMeasures(fonts, *usual), models[measures.index(usual)].tag


def _measured(new: NewLanguage, family: str, library: FontLibrary) -> LanguageMeasures:
    """Measure the outlines of the letters, as the head of the registry explains."""
    face = library.face(f"{family}:regular")
    boxes = [box for letter in sorted(new.letters) if (box := face.ink(face.nominal_glyph(letter)))]
    tops, bottoms = sorted(box[3] for box in boxes), sorted(-box[1] for box in boxes)
    most = int(len(boxes) * 0.9)  # the height of most words, not of the highest mark
    return LanguageMeasures(
        fonts=(),
        leading=round(max(1.3, face.ascender + face.descender), 2),
        ascent=round(max(tops[most], face.cap_height), 2) if boxes else 0.8,
        descent=round(max(bottoms[most], 0.1), 2) if boxes else 0.2,
        optical=1.0,
        size_class="other",
    )


def _family(new: NewLanguage, registry: Registry, library: FontLibrary) -> str:
    """Return the family for the script that has all letters; raises FontError if there is none."""
    families = library.families
    candidates = [key for key, family in families.items() if new.script in family.scripts]
    if not candidates:
        script = f"the {script_name(new.iso_script)} script, in which {new.english} is written"
        raise FontError(f"No font family of this campaign has {script}.", hint=_how_to_add(new))
    users = Counter(language.fonts[0] for language in registry if language.script == new.script)
    # Chinese has a family for each way of writing it, but one script code for both.
    same_writing = {language.fonts[0] for language in registry if iso_script(language.tag) == new.iso_script}
    nastaliq = language_data(new.tag).nastaliq
    candidates.sort(key=lambda key: (("nastaliq" in key) is not nastaliq, key not in same_writing, -users[key]))
    lacking = {}
    for key in candidates:
        faces = [library.face(f"{key}:{style}") for style in families[key].faces]
        lacking[key] = [char for char in sorted(new.letters) if not all(face.covers(char) for face in faces)]
    best = min(candidates, key=lambda key: len(lacking[key]))
    if lacking[best]:
        raise FontError(
            f"No font family of this campaign has all letters of {new.english}: {families[best].name} lacks "
            f"{' '.join(lacking[best])}.",
            hint=_how_to_add(new),
            source=library.source,
        )
    return best


def _how_to_add(new: NewLanguage) -> str:
    noto = script_data(new.iso_script).noto_family or script_data(new.script).noto_family
    name = noto or f"Noto Sans {script_name(new.iso_script)}"
    key = name.lower().replace(" ", "-").replace("'", "-")
    return (
        f"“{name}” is free to use (SIL Open Font License) and in the npm package @expo-google-fonts/{key}: put its "
        "regular and bold files and its licence into fonts/, add them to fonts/fonts.yaml under “families:” "
        f"(“{key}: {{scripts: [{new.script}], faces: {{regular: {{file: …, sha256: …}}, bold: {{…}}}}}}”),"
        " and run this again."
    )
