"""Changes catalogs: single translations, where a text that has changed meanwhile is a conflict, or all after messages
have changed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from flyers import limits
from flyers.content import yamlfile
from flyers.content.message_key import MessageKey
from flyers.content.messages import Words
from flyers.errors import Source, TranslationError, UsageError, raise_all
from flyers.files import exists, read_bytes, write_whole
from flyers.findings import Fault
from flyers.pipeline.session import Session
from flyers.records import dataclass
from flyers.translation import po
from flyers.translation.catalog import Catalog, Entry
from flyers.translation.checks.findings import Translation, faults
from flyers.translation.exchange.rows import fingerprint, normalized
from flyers.translation.template import MergedCatalog, merge, template, template_path


@dataclass(frozen=True, slots=True)
class TextEdit:
    """A new translation.

    Attributes:
        before: the translation that its author saw when beginning; "" if there was none.
        after: the new one.
        english: the English that it translates, as its author saw it; "" if that is not known.
        doubtful: whether somebody should look at it again (*fuzzy*); such a text is not printed.
    """

    key: MessageKey
    before: str
    after: str
    english: str = ""
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Conflict:
    """A text that has changed since its author began: what it was, is now, and should become."""

    key: MessageKey
    before: str
    now: str
    after: str


@dataclass(frozen=True, slots=True)
class CatalogEdit:
    """What `edit_catalog` did.

    Attributes:
        path: the catalog's file; name: the path as a user types it.
        changed: keys of the entries that are different now.
        conflicts: if there are any, nothing was written.
        written: whether the file was written.
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
    accept: Callable[[], None] = lambda: None,
) -> CatalogEdit:
    """Put *edits* into the campaign's own catalog of the language *tag*, all of them or none, and write it.

    The file is read again before, and merged with the messages, as `flyers.workflow.catalog_edit` does it. A text of
    a base is copied into the campaign's own catalog, where it differs from then on.

    Args:
        mine: write them even where the catalog has changed meanwhile; its author has seen both texts.
        accept: called before *edits* without faults are written; it may refuse them by an error.

    Raises:
        UsageError: *tag* is the language of the messages, or a key is not a message of the campaign.
        TranslationError: a text is empty or breaks a rule that stops a build, or its English has changed; all together.
        FileAccessError: the file cannot be read or written.
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
        conflicts = () if mine else tuple(_conflicts(edits, shown))
        if conflicts:
            return CatalogEdit(path, name, conflicts=conflicts)
        raise_all(_faults(session, tag, edits, words, shown))
        entries = {edit.key: _entry(shown, edit, words[edit.key]) for edit in edits}
        own = session.own_catalog(tag)
        own = replace(own, entries={**own.entries, **entries})
        accept()
        merged = merge(session.campaign, language, own, session.own_signoffs(tag), session.base_catalog(tag)).catalog
        changed = tuple(edit.key for edit in edits if merged.entries.get(edit.key) != shown.entries.get(edit.key))
        if changed:
            write_whole(path, po.write(merged).encode())
            session.reload()
        return CatalogEdit(path, name, changed, written=bool(changed))


def _conflicts(edits: Sequence[TextEdit], catalog: Catalog) -> Iterator[Conflict]:
    for edit in edits:
        now = _text(catalog, edit.key)
        if fingerprint(now) not in (fingerprint(edit.before), fingerprint(edit.after)):
            yield Conflict(edit.key, edit.before, now, edit.after)


def _text(catalog: Catalog, key: MessageKey) -> str:
    entry = catalog.entries.get(key)
    return entry.translation if entry else ""


def _faults(
    session: Session, tag: str, edits: Sequence[TextEdit], words: Mapping[MessageKey, Words], catalog: Catalog
) -> Iterator[TranslationError]:
    """Yield why texts cannot be saved: rules that stop a build, which a doubtful text has to keep, too."""
    language, names = session.registry.language(tag), session.glossary.names(tag)
    for edit in edits:
        english = words[edit.key]
        entry = _entry(catalog, edit, english)
        source = entry.source
        if not normalized(edit.after):
            problems = [Fault("This text is empty.", "Write the translation.")]
        elif (length := len(edit.after)) > limits.TEXT_CHARACTERS:
            problems = [
                Fault(f"This text has {length} characters; the most is {limits.TEXT_CHARACTERS}.", "Shorten it.")
            ]
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
    """A file that was updated, or would be.

    Attributes:
        path: the file; name: the path as a user types it.
        tag: its language; "" for the template.
        new, fuzzy, obsolete: keys, as in `flyers.translation.template.MergedCatalog`.
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
    catalog leaves every file unchanged.

    Raises:
        UsageError: a language is not the campaign's, or is the language of the messages.
        TranslationError: a catalog is not a PO file.
        FileAccessError: a file cannot be read or written.
    """
    texts = list(_texts(session, list(languages)))
    present = {path: read_bytes(path, most=limits.CATALOG_BYTES) for update, _ in texts if exists(path := update.path)}
    outdated = [(update, text.encode()) for update, text in texts if present.get(update.path) != text.encode()]
    if write:
        for update, data in outdated:
            write_whole(update.path, data)
        session.reload()
    return [update for update, _ in outdated]


def _texts(session: Session, named: list[str]) -> Iterator[tuple[CatalogUpdate, str]]:
    campaign, registry = session.campaign, session.registry
    pot = template_path(campaign)
    yield CatalogUpdate(pot, yamlfile.display_path(pot, campaign.folder)), po.write(template(campaign))
    for tag in session.languages(named):
        if named or tag != campaign.source_language:
            language = registry.language(tag)
            path = registry.catalog_path(language)
            merged = merged_catalog(session, tag)
            name = yamlfile.display_path(path, campaign.folder)
            yield CatalogUpdate(path, name, tag, merged.new, merged.fuzzy, merged.obsolete), po.write(merged.catalog)


def merged_catalog(session: Session, tag: str) -> MergedCatalog:
    """Return the campaign's own catalog of the language *tag*, merged with the messages as they are now."""
    language, own = session.registry.language(tag), session.own_signoffs(tag)
    if tag == session.campaign.source_language:
        return merge(session.campaign, language, session.catalog(tag), own)  # which says that it has none
    return merge(session.campaign, language, session.own_catalog(tag), own, session.base_catalog(tag))
