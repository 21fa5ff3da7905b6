"""Disputes: texts that readers object to, beside those who take them for right, and what a coordinator decides."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from flyers.content.markup import IN_BRACES
from flyers.errors import FlyersError, UsageError
from flyers.files import write_whole
from flyers.records import dataclass
from flyers.translation.catalog import usable
from flyers.translation.localize import NO_BREAK_SPACE, filling, translated_names
from flyers.translation.objections import Objection, objections_path, objections_text, read_objections
from flyers.translation.signed_words import current_words
from flyers.workflow.catalog_edit import CatalogEdit, TextEdit, edit_catalog
from flyers.workflow.pages_checksum import SHORT, pages_checksum
from flyers.workflow.signing import day_of_build

if TYPE_CHECKING:
    from flyers.content.message_key import MessageKey
    from flyers.pipeline.session import Session
    from flyers.translation.signed_words import CurrentWords

_TIED = re.compile(r"\S+(?:[\u00a0\u202f]\S+)+")
"""Words with no-break spaces between them, which an answer has as ordinary ones."""


@dataclass(frozen=True, slots=True)
class Disputed:
    """A text that somebody objects to.

    Attributes:
        what: its name; english, text: its English and its words as they are.
        objections: open ones; right: who has read it as it is and called it right, with their roles.
    """

    what: str
    english: str
    text: str
    objections: tuple[Objection, ...]
    right: tuple[tuple[str, str], ...]

    @property
    def words(self) -> Iterator[tuple[str, str]]:
        """Lines with their names: what it says, each objection by its id, and who takes it for right."""
        if self.english:
            yield "English", self.english
        if self.text:
            yield "now", self.text
        for one in self.objections:
            better = f" “{one.better}”" if one.better else ""
            why = f" Why: {one.why}" if one.why else ""
            yield one.id, f"{one.reviewer}, {one.role}, {one.day}:{better or ' not right.'}{why}"
        for reviewer, role in self.right:
            yield "right", f"{reviewer}, {role}"

    def to_json(self) -> dict[str, Any]:
        objections = [
            {"id": one.id, "reader": one.reviewer, "role": one.role, "better": one.better, "why": one.why}
            for one in self.objections
        ]
        right = [{"reader": reviewer, "role": role} for reviewer, role in self.right]
        return {
            "what": self.what,
            "english": self.english,
            "text": self.text,
            "objections": objections,
            "right": right,
        }


def disputed(session: Session, tag: str) -> list[Disputed]:
    """Return the texts of the language *tag* with open objections, and who takes them for right."""
    localized = session.localized(tag, allow_untranslated=True)
    words, translations = dict(session.campaign.words()), usable(session.campaign, session.catalog(tag))
    now = current_words(session.campaign, localized.language, translations)
    by_text: dict[str, list[Objection]] = {}
    for one in open_objections(session, tag):
        by_text.setdefault(one.what, []).append(one)
    found = []
    for what, objections in by_text.items():
        key = objections[0].key
        english = text = ""
        right: dict[tuple[str, str], None] = {}
        if key and key.is_contact:
            text = now.contacts[key.contact].display
        elif key:
            english, text = words[key].text, translations[key]
            covering = (record for record in session.signoffs(tag) if now.covered_by(record, key))
            right = {(record.reviewer, record.role): None for record in covering}
        found.append(Disputed(what, english, text, tuple(objections), tuple(right)))
    return found


def open_objections(session: Session, tag: str) -> list[Objection]:
    """Return the objections of readers of the language *tag* to what it says today; those declined are left out."""
    language = session.registry.language(tag)
    listed = [one for one in read_objections(session.campaign, language) if not one.declined]
    if not listed:
        return []
    now = current_words(session.campaign, language, usable(session.campaign, session.catalog(tag)))
    return [one for one in listed if _digits(session, tag, one, now) == one.read]


def _digits(session: Session, tag: str, one: Objection, now: CurrentWords) -> str:
    """Return the digits that stand today for what an objection is about; "" if it is no longer there."""
    key = one.key
    if key is None:
        with suppress(FlyersError):  # the error is reported when the product is built
            return pages_checksum(session, tag, [one.product])[:SHORT]
        return ""
    known = key.contact in now.contacts if key.is_contact else key in now.messages
    return now.short_digest(key) if known else ""


def accept(
    session: Session, tag: str, id_: str, fits: Callable[[Mapping[MessageKey, str]], object] = dict
) -> CatalogEdit:
    """Put the better words of an objection into the catalog of the language *tag*, where they wait for a reader again.

    *fits* is called with them first; it may refuse them by an error.

    Raises:
        UsageError: there is no open objection *id_*, or it has no words that can be put in.
        FlyersError: the words break a rule, from `flyers.workflow.catalog_edit.edit_catalog`.
    """
    one = _objection(session, tag, id_)
    key = one.key
    if key is None or key.is_contact or not one.better:
        raise UsageError(
            f"The objection {id_} has no words that a catalog could take.",
            hint="Change what it is about, or let it stand with --decline.",
        )
    before = usable(session.campaign, session.catalog(tag))[key]
    better = _as_in_catalogs(session, tag, one.better, before)

    def check() -> None:
        fits({key: better})

    edit = TextEdit(key, before=before, after=better)  # which may be a name that no catalog has
    return edit_catalog(session, tag, [edit], mine=True, accept=check)


def _as_in_catalogs(session: Session, tag: str, better: str, before: str) -> str:
    """Return the words *better* with the placeholders, no-break spaces and bold words of *before*."""
    campaign, language = session.campaign, session.registry.language(tag)
    names = translated_names(campaign, session.catalog(tag))
    for placeholder in dict.fromkeys(IN_BRACES.findall(before)):
        words = filling(campaign, language, names, placeholder[1:-1]).text.replace(NO_BREAK_SPACE, " ")
        better = better.replace(words, placeholder, before.count(placeholder))
    for tied in _TIED.findall(before.replace("**", "")):
        better = better.replace(" ".join(tied.split()), tied)
    for words in before.split("**")[1::2]:
        better = better.replace(words, f"**{words}**", 1)
    return better


def decline(session: Session, tag: str, id_: str) -> None:
    """Let a text of the language *tag* stand as it is in spite of the objection *id_*.

    Raises:
        UsageError: there is no open one.
    """
    with session.changing():
        declined = _objection(session, tag, id_)
        language = session.registry.language(tag)
        known = read_objections(session.campaign, language)
        changed = [replace(one, declined=day_of_build()) if one == declined else one for one in known]
        write_whole(objections_path(session.campaign, language), objections_text(changed).encode())
        session.reload()


def _objection(session: Session, tag: str, id_: str) -> Objection:
    found = [one for one in open_objections(session, tag) if one.id == id_]
    if not found:
        raise UsageError(
            f"There is no open objection “{id_[:20]}”.", hint=f"'flyers translations answers --lang {tag}' lists them."
        )
    return found[0]
