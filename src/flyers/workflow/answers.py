"""Answers of readers on record: what is right is recorded as read, without a signature; what is not is an objection.

A text that has changed since it was read does not count. Nothing here changes a catalog.

An answer is made of entries in brackets, so that a mail program may break its lines anywhere:

    [flyers answer 1: es]
    [pages of wallet-card: <64 digits>]
    [day: 2026-12-01] [reader: M. R.] [knows: native]
    [18 right: 3f2a91c0 a1b2c3d4 …]
    [not right: 77aa88bb signs.school] [better: …] [why: …]
    [1 not sure: 1122aabb]
    [end: <16 digits>]

Eight digits stand for a text as it was read (`flyers.workflow.signing`); pages have a checksum only if the reader
called them right, otherwise “seen”. The last entry closes the text with the campaign's key. What becomes of an answer
is in `flyers.workflow.answers`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import field, replace
from typing import Any

from flyers.content import schema
from flyers.content.markup import IN_BRACES
from flyers.content.message_key import MessageKey
from flyers.errors import FlyersError, Source, TranslationError, UsageError, raise_all
from flyers.files import write_whole
from flyers.pipeline.session import Session
from flyers.records import dataclass
from flyers.translation import signoff
from flyers.translation.catalog import usable
from flyers.translation.localization import NO_BREAK_SPACE, filling, translated_names
from flyers.translation.signoff import Objection, SignOff, read_objections, write_objections
from flyers.workflow.catalog_edit import CatalogEdit, TextEdit, edit_catalog
from flyers.workflow.signing import (
    SHORT,
    ProductReading,
    day_of_build,
    derived,
    pages_checksum,
    reading,
    reading_key,
    words_now,
)

VERSION, SEEN = "1", "seen"
# How well a reader knows the language, by the word in an answer. Who knows only some of it may object, but what such a
# reader calls right is not recorded as read.
ROLES = {"native": "native reader", "well": "knows the language well", "some": "knows some of the language"}

_ENTRY = re.compile(r"\[([^:\[\]]*):([^\[\]]*)\]")
_PAGES = "pagesof"
_START, _END = re.compile(r"\[\s*flyers\s+answer\s"), re.compile(r"\[\s*end\s*:\s*([0-9a-f\s]*)\]")
_QUOTED = re.compile(r"^[ \t]*(?:>[ \t]*)+", re.MULTILINE)
_UNSEEN = re.compile(
    "[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u200e\u200f\u2028-\u202f\u205f\u2066-\u2069\u3000\ufeff]"
)
"""White space, and the marks of direction that programs add when text is copied; none of it counts."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one reader says."""

    language: str  # a tag
    pages: Mapping[str, str]  # by product, the checksum of its pages, "" unless the reader called them right
    day: dt.date
    reviewer: str = field(repr=False)
    level: str  # a key of `ROLES`
    right: frozenset[str]  # right, unsure: digits of texts
    unsure: frozenset[str]
    wrong: tuple[Objection, ...]

    @property
    def role(self) -> str:
        return ROLES[self.level]


def closing(key: str, text: str) -> str:
    """Return the sixteen digits that close the answer *text*, everything before its last entry."""
    return hashlib.sha256(f"{key}\n{_compact(unicodedata.normalize('NFC', text))}".encode()).hexdigest()[:16]


def read_answers(session: Session, texts: Mapping[str, str]) -> list[Answer]:
    """Return the answers in *texts*, by where they come from, or raise all that keeps any from being believed."""
    answers: list[Answer] = []
    errors: list[FlyersError] = []
    for name, text in texts.items():
        parts = re.split(rf"(?={_START.pattern})", _QUOTED.sub("", text))[1:]
        if not parts:
            problem = "There is no answer of a reader in this text."
            hint = "It begins with “[flyers answer” and ends with “[end: …]”."
            errors.append(TranslationError(problem, hint=hint, source=Source(name)))
        for part in parts:
            try:
                answers.append(_read(session, part))
            except schema.Problem as fault:
                hint = fault.hint or "Ask the reader to send it once more, whole: the page still has it."
                errors.append(TranslationError(fault.text, hint=hint, source=Source(name)))
    raise_all(errors)
    return answers


def _read(session: Session, part: str) -> Answer:
    end = _END.search(part)
    if not end:
        raise schema.Problem("This answer is cut off: its last line, “[end: …]”, is missing.")
    text = part[: end.start()]
    entries = [(_compact(name), value) for name, value in _ENTRY.findall(text)]
    if not entries or entries[0][0] != f"flyersanswer{VERSION}":
        raise schema.Problem(f"This is no answer of version {VERSION}, the one that this program knows.")
    key, tag = reading_key(session), _compact(entries[0][1])
    if not key or tag not in session.languages() or closing(derived(key, "answer", tag), text) != _compact(end[1]):
        raise schema.Problem("This answer was cut or changed on its way, or no page of this campaign has written it.")
    values: dict[str, str] = {}
    pages: dict[str, str] = {}
    wrong: list[dict[str, str]] = []
    for name, value in entries[1:]:
        if name.startswith(_PAGES):
            pages[name.removeprefix(_PAGES)] = "" if _compact(value) == SEEN else _compact(value)
        elif name == "notright":
            wrong.append({"read": _compact(value)[:SHORT], "what": _compact(value)[SHORT:]})
        elif name in ("better", "why") and wrong:
            wrong[-1][name] = " ".join(value.split())
        else:
            values[name.lstrip("0123456789")] = " ".join(value.split())
    if unknown := [product for product in pages if product not in session.known_products(pages)]:
        raise schema.Problem(
            f"This answer is about “{unknown[0]}”, which the campaign no longer has.", "Send new pages."
        )
    reviewer, level = signoff.one_line(values["reader"]), values["knows"]
    day = min(signoff.day_of(_compact(values["day"])), day_of_build())  # a phone may be ahead of UTC
    objections = tuple(
        Objection(text["what"], text["read"], reviewer, ROLES[level], day, text.get("better", ""), text.get("why", ""))
        for text in wrong
    )
    right, unsure = (
        frozenset(re.findall(f".{{1,{SHORT}}}", _compact(values.get(name, "")))) for name in ("right", "notsure")
    )
    return Answer(tag, pages, day, reviewer, level, right, unsure, objections)


def _compact(text: str) -> str:
    """Return *text* without white space: a mail program may have broken a line anywhere."""
    return _UNSEEN.sub("", text)


@dataclass(frozen=True, slots=True)
class TakenAnswer:
    """What became of an answer."""

    answer: Answer
    right: int  # how many texts are so, and have not changed since
    objections: int
    unsure: int
    changed: int  # how many have changed since they were read, so that nothing counts that is said of them
    again: bool  # whether all was on record before
    waits: Mapping[str, str]  # by product, whom it waits for, or ""

    def to_json(self) -> dict[str, Any]:
        answer = self.answer
        return {
            "language": answer.language,
            "products": list(answer.pages),
            "reader": answer.reviewer,
            "role": answer.role,
            "day": answer.day.isoformat(),
            "right": self.right,
            "not_right": self.objections,
            "not_sure": self.unsure,
            "changed_since": self.changed,
            "already_on_record": self.again,
            "waits_for": dict(self.waits),
        }


def take(session: Session, texts: Mapping[str, str]) -> list[TakenAnswer]:
    """Put the answers in *texts*, by where they come from, on record: all of them, or none."""
    with session.changing():
        return [_take(session, answer) for answer in read_answers(session, texts)]


def _take(session: Session, answer: Answer) -> TakenAnswer:
    tag, language = answer.language, session.registry.language(answer.language)
    readings = [reading(session, tag, product) for product in answer.pages]
    records = list(session.own_signoffs(tag))
    read_right = [] if answer.level == "some" else [_record(answer, own) for own in readings]
    fresh = [record for record in read_right if record and not any(_has(before, record) for before in records)]
    recorded = read_objections(session.campaign, language)
    ids = {objection.id for objection in recorded}
    objections = [objection for objection in answer.wrong if objection.id not in ids]
    if fresh:
        path = signoff.signoff_path(session.campaign, language)
        write_whole(path, signoff.signoffs_text([*records, *fresh]).encode())
    if objections:
        write_objections(session.campaign, language, [*recorded, *objections])
    session.reload()
    now = {digits for each in readings for digits in each.digests.values()}
    read = answer.right | answer.unsure | {objection.read for objection in answer.wrong}
    return TakenAnswer(
        answer,
        right=len(answer.right & now),
        objections=len(answer.wrong),
        unsure=len(answer.unsure),
        changed=len(read - now),
        again=not fresh and not objections,
        waits={product: reading(session, tag, product).waits_for for product in answer.pages},
    )


def _record(answer: Answer, own: ProductReading) -> SignOff | None:
    """Return a record of what *answer* calls right and is still so; None if that is nothing."""
    right = {MessageKey.parse(name) for name, digits in own.digests.items() if digits in answer.right}
    messages = {key: own.now.messages[key] for key in own.now.messages if key in right}
    names = {key.contact for key in right if key.is_contact} | {name for key in messages for name in own.now.used[key]}
    contacts = {name: fact for name, fact in own.now.contacts.items() if name in names}
    if not messages and not contacts:
        return None
    about = (answer.reviewer, answer.role, answer.day, own.localized.content_hash())
    shown = answer.pages[own.product]
    return SignOff(*about, messages=messages, contacts=contacts, products=(own.product,), shown=shown)


def _has(before: SignOff, record: SignOff) -> bool:
    """Return whether the record *before* says all that *record* does."""
    return (
        (before.reviewer, before.products) == (record.reviewer, record.products)
        and before.messages.items() >= record.messages.items()
        and before.contacts.items() >= record.contacts.items()
        and record.shown in ("", before.shown, before.pages)
    )


@dataclass(frozen=True, slots=True)
class Disputed:
    """A text that somebody objects to."""

    what: str  # its name
    english: str  # english, text: its English and its words as they are
    text: str
    objections: tuple[Objection, ...]  # open ones
    right: tuple[tuple[str, str], ...]  # who has read it as it is and called it right, with their roles

    @property
    def words(self) -> Iterator[tuple[str, str]]:
        """Lines with their names: what it says, each objection by its id, and who takes it for right."""
        yield from ((name, text) for name, text in (("English", self.english), ("now", self.text)) if text)
        for each in self.objections:
            better = f" “{each.better}”" if each.better else ""
            why = f" Why: {each.why}" if each.why else ""
            yield each.id, f"{each.reviewer}, {each.role}, {each.day}:{better or ' not right.'}{why}"
        for reviewer, role in self.right:
            yield "right", f"{reviewer}, {role}"

    def to_json(self) -> dict[str, Any]:
        objections = [
            {"id": each.id, "reader": each.reviewer, "role": each.role, "better": each.better, "why": each.why}
            for each in self.objections
        ]
        right = [{"reader": reviewer, "role": role} for reviewer, role in self.right]
        words = {"what": self.what, "english": self.english, "text": self.text}
        return {**words, "objections": objections, "right": right}


def disputed(session: Session, tag: str) -> list[Disputed]:
    """Return the texts of the language *tag* with open objections, and who takes them for right."""
    words, translations = dict(session.campaign.words()), usable(session.campaign, session.catalog(tag))
    now = words_now(session, tag)
    by_text: dict[str, list[Objection]] = {}
    for objection in open_objections(session, tag):
        by_text.setdefault(objection.what, []).append(objection)
    texts = []
    for what, objections in by_text.items():
        key, open_ones = objections[0].key, tuple(objections)
        if key is None:  # pages
            texts.append(Disputed(what, "", "", open_ones, ()))
        elif key.is_contact:
            texts.append(Disputed(what, "", now.contacts[key.contact].display, open_ones, ()))
        else:
            covering = (record for record in session.signoffs(tag) if now.covered_by(record, key))
            right = dict.fromkeys((record.reviewer, record.role) for record in covering)
            texts.append(Disputed(what, words[key].text, translations[key], open_ones, tuple(right)))
    return texts


def open_objections(session: Session, tag: str) -> list[Objection]:
    """Return the objections of readers of the language *tag* to what it says today; those declined are left out."""
    language = session.registry.language(tag)
    listed = [objection for objection in read_objections(session.campaign, language) if not objection.declined]
    if not listed:
        return []
    now, open_ones = words_now(session, tag), []
    for objection in listed:
        key, digits = objection.key, ""  # which stand for it today, if it is still there
        if key is None:
            with suppress(FlyersError):  # the error is reported when the product is built
                digits = pages_checksum(session, tag, [objection.product])[:SHORT]
        elif key.contact in now.contacts if key.is_contact else key in now.messages:
            digits = now.short_digest(key)
        if digits == objection.read:
            open_ones.append(objection)
    return open_ones


def accept(
    session: Session, tag: str, id_: str, fits: Callable[[Mapping[MessageKey, str]], object] = dict
) -> CatalogEdit:
    """Put the better words of an objection into the catalog of the language *tag*, where they wait for a reader again.

    *fits* is called with them first; it may refuse them by an error. An *id_* of no open objection, or of one without
    words that can be put in, is a UsageError.
    """
    objection = _objection(session, tag, id_)
    key = objection.key
    if key is None or key.is_contact or not objection.better:
        hint = "Change what it is about, or let it stand with --decline."
        raise UsageError(f"The objection {id_} has no words that a catalog could take.", hint=hint)
    campaign, language, catalog = session.campaign, session.registry.language(tag), session.catalog(tag)
    before, better = usable(campaign, catalog)[key], objection.better
    # An answer has no placeholders, no-break spaces and bold words.
    names = translated_names(campaign, catalog)
    for placeholder in dict.fromkeys(IN_BRACES.findall(before)):
        words = filling(campaign, language, names, placeholder[1:-1]).text.replace(NO_BREAK_SPACE, " ")
        better = better.replace(words, placeholder, before.count(placeholder))
    for tied in re.findall(r"\S+(?:[\u00a0\u202f]\S+)+", before.replace("**", "")):
        better = better.replace(" ".join(tied.split()), tied)
    for words in before.split("**")[1::2]:
        better = better.replace(words, f"**{words}**", 1)
    edit = TextEdit(key, before=before, after=better)
    return edit_catalog(session, tag, [edit], mine=True, accept=lambda: fits({key: better}))


def decline(session: Session, tag: str, id_: str) -> None:
    """Let a text of the language *tag* stand as it is in spite of the open objection *id_*."""
    with session.changing():
        declined = _objection(session, tag, id_)
        language = session.registry.language(tag)
        objections = [
            replace(objection, declined=day_of_build()) if objection == declined else objection
            for objection in read_objections(session.campaign, language)
        ]
        write_objections(session.campaign, language, objections)
        session.reload()


def _objection(session: Session, tag: str, id_: str) -> Objection:
    for objection in open_objections(session, tag):
        if objection.id == id_:
            return objection
    hint = f"'flyers translations answers --lang {tag}' lists them."
    raise UsageError(f"There is no open objection “{id_[:20]}”.", hint=hint)
