"""Sign-off: what there is to read of a product, how far it is approved, and the record of a person's signature.

A signature is a person's statement: the program cannot know whether somebody has read anything. But it can make sure
that the statement applies to these words and pages, and not to later ones; what can't be meant is refused. A language
is signed when all of its usual products are.

A checksum records which pages a reader has seen. It is computed from composed documents, not from files: it is the same
for every print condition, and for a draft and its signed version. It covers what is visible, to a thousandth of a
point. For a whole language it covers all usual products; for single products it leaves out their small print, since the
content code changes with every word of the language.

A reading page (`flyers.publish.reading`) and the answer that comes back (`flyers.workflow.answers`) name each text by
digits that stand for it as it was read. The campaign's own key closes an answer, so that a text that no page of the
campaign has written is noticed, and makes the addresses of pages on a website, which nobody guesses.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import secrets
from collections.abc import Collection, Iterable, Sequence
from dataclasses import field, replace
from enum import StrEnum
from functools import cached_property
from itertools import chain, combinations
from pathlib import Path
from typing import Any

from flyers import limits
from flyers.content import schema
from flyers.content.message_key import MessageKey
from flyers.content.messages import is_printed
from flyers.errors import ContentError, FlyersError, Source, TranslationError, UsageError, counted, raise_all
from flyers.files import build_time, exists, read_bytes, write_whole
from flyers.page.document import Box, Document, Item, Photo, QrCode, Shape, TextLine
from flyers.pipeline.plan import ALL
from flyers.pipeline.recipe import current_documents, usual_products
from flyers.pipeline.session import Session
from flyers.records import dataclass
from flyers.text.fonts import FontLibrary
from flyers.translation import signoff
from flyers.translation.catalog import usable
from flyers.translation.localization import Localization, said_in
from flyers.translation.signoff import (
    PAGES,
    ContactSnapshot,
    CurrentWords,
    MessageDigests,
    Objection,
    SignOff,
    Standing,
    State,
    current_words,
    read_objections,
    standing_after,
)
from flyers.translation.template import DRAFT_REMARK

SHORT = 8  # Digits that people compare. A whole checksum begins with them.
MOST_PRODUCTS = 8  # Usual products of which every choice is tried when a checksum is looked for.
IMPRINT = MessageKey("imprint")  # The key of small print (`flyers.layout.blocks.imprint`).
_NOT_YET = "See 'flyers translations answers' and 'flyers reading'. A signature on paper needs --reviewer and --role."


def pages_checksum(session: Session, tag: str, products: Collection[str] = ()) -> str:
    """Return the checksum of *products* of the language *tag*, as they would be now; by default of all usual ones."""
    own = scope(session, products)
    return checksum(current_documents(session, tag, own), session.library, whole=not own)


def scope(session: Session, products: Collection[str]) -> tuple[str, ...]:
    """Return *products* in the campaign's order; none, for the whole language, if all usual ones are among them."""
    usual = usual_products(session)
    if not products or set(usual) <= set(products):
        return ()
    return tuple(product for product in session.known_products(products) if product in products)


def scope_of(session: Session, tag: str, typed: str) -> tuple[tuple[str, ...], str] | None:
    """Return which products the checksum *typed* is of, as `scope` does, and the whole checksum; None if of none.

    The whole language, single products, and all choices among a few usual products are tried.
    """
    usual = usual_products(session)
    documents = current_documents(session, tag, usual)
    whole = checksum(documents, session.library)
    if same(typed, whole):
        return (), whole
    digests = {document.product: _plain(document, session.library, imprint=False) for document in documents}
    most = len(usual) if len(usual) <= MOST_PRODUCTS else 2
    for products in chain.from_iterable(combinations(usual, count) for count in range(1, most)):
        digest = _sha256(digests[product] for product in products)
        if same(typed, digest):
            return products, digest
    for product in session.products:  # one after the other: it takes a while to compose them all
        if product not in usual and not session.layout(product).many_languages:
            digest = pages_checksum(session, tag, [product])
            if same(typed, digest):
                return (product,), digest
    return None


def checksum(documents: Iterable[Document], library: FontLibrary, *, whole: bool = True) -> str:
    """Return a SHA-256 (hex) over the pages of *documents*; if they are not the *whole* language, without small print.

    It depends on what a reader can see (words, positions, sizes, colours, codes, font files) and on nothing else.
    """
    return _sha256(_plain(document, library, imprint=whole) for document in documents)


def _sha256(documents: Iterable[str]) -> str:
    return hashlib.sha256(f"[{','.join(documents)}]".encode()).hexdigest()


def _plain(document: Document, library: FontLibrary, *, imprint: bool) -> str:
    """Return the JSON text of what can be seen of *document*, with or without its small print."""
    seen = [
        [item for item in page.items if imprint or not (isinstance(item, TextLine) and item.message == IMPRINT)]
        for page in document.pages
    ]
    # A font is read through once, not for each run: that took most of the time of a checksum.
    faces = {run.face for items in seen for item in items if isinstance(item, TextLine) for run in item.runs}
    fonts = [(face, hashlib.sha256(library.face(face).data).hexdigest()) for face in sorted(faces)]
    pages = []
    for page, items in zip(document.pages, seen, strict=True):
        measures = _rounded((page.width, page.height, *page.folds, *page.level_folds))
        pages.append([page.face, measures, [_item(item, document) for item in items]])
    plain = [document.product, document.language, document.direction, fonts, pages]
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def short(checksum: str) -> str:
    """Return *checksum* as it is printed and typed: ``4f2a 91c0``."""
    return f"{checksum[: SHORT // 2]} {checksum[SHORT // 2 : SHORT]}"


def same(typed: str, checksum: str) -> bool:
    """Return whether *typed*, at least eight digits with any spaces and case, means *checksum*."""
    digits = re.sub(r"\s", "", typed).casefold()
    if not re.fullmatch(rf"[0-9a-f]{{{SHORT},64}}", digits):
        hint = f"Copy it from the reader's proof: {SHORT} digits from 0 to f, like “4f2a 91c0”."
        raise UsageError(f"“{typed[:80]}” is not a checksum of pages.", hint=hint)
    return checksum.startswith(digits)


def _item(item: Item, document: Document) -> list[Any]:
    inks = document.colours[item.colour]
    colour = _rounded((*inks.cmyk, *inks.srgb))
    match item:
        case TextLine():
            runs = [
                [run.face, _rounded([run.size]), [[glyph.gid, *_rounded((glyph.x, glyph.y))] for glyph in run.glyphs]]
                for run in item.runs
            ]
            turn = [item.turn] if item.turn else []
            return ["text", _rounded((item.x, item.y)), colour, item.text, runs, *turn]
        case Box():
            return ["box", _rounded((item.x, item.y, item.width, item.height, item.radius)), colour]
        case Photo():
            place = _rounded((item.x, item.y, item.width, item.height))
            return ["photo", place, colour, item.photograph.sha256, list(item.crop), item.turned_over, item.turn]
        case QrCode():
            return ["code", _rounded((item.x, item.y, item.module)), colour, list(item.matrix)]
        case Shape():
            segments = [[step, *_rounded(coordinates)] for step, *coordinates in item.path]
            return ["shape", segments, item.rule, colour]


def _rounded(values: Iterable[Any]) -> list[int]:
    """Return thousandths: of a point, far finer than what can be seen, far coarser than floats differ by machine."""
    return [round(value * 1000) for value in values]


KEY = "translations/reading-key.txt"
_KEY_HEAD = """\
# Closes the answers of readers ('flyers reading'), and makes the addresses of their pages. Keep it with the campaign:
# without it no answer is accepted, and whoever has it can write one.
"""


def reading_key(session: Session, *, make: bool = False) -> str:
    """Return the campaign's key, "" if it has none; with *make*, make one. A file without one is a ContentError."""
    path = session.folder / KEY
    if not exists(path):
        if not make:
            return ""
        write_whole(path, f"{_KEY_HEAD}{secrets.token_hex(16)}\n".encode())
    match = re.search(rb"^[0-9a-f]{32}$", read_bytes(path), flags=re.MULTILINE)
    if not match:
        raise ContentError(
            "This file has no key of 32 digits.",
            hint="Take it from a copy of the campaign. With a new key, answers of pages that were sent are refused.",
            source=Source(KEY),
        )
    return match[0].decode()


def derived(key: str, *purpose: str) -> str:
    """Return 32 digits for one *purpose* that give away neither *key* nor those for another."""
    return hashlib.sha256("\n".join((key, *purpose)).encode()).hexdigest()[:32]


class Waits(StrEnum):
    """Whom a product waits for."""

    NOBODY = ""
    READER = "a reader"
    PAGES = "a reader who sees its pages"
    COORDINATOR = "a coordinator"
    SIGNATURE = "a signature: all is read and right"


@dataclass(frozen=True)
class ProductReading:
    """What there is to read of one product in one language."""

    localized: Localization
    product: str
    document: Document
    checksum: str  # of its pages
    now: CurrentWords
    objections: Sequence[Objection]  # objections, records: those of the language
    records: Sequence[SignOff]

    @cached_property
    def messages(self) -> frozenset[MessageKey]:
        """The keys of what the product says."""
        return said_in(self.localized, self.document.messages, self.localized.language.tag) & self.now.messages.keys()

    @cached_property
    def digests(self) -> dict[str, str]:
        """By the name of each message, contact and the pages: the digits that stand for it as it is now."""
        contacts = [MessageKey.of_contact(name) for name in self.localized.contacts if name in self.document.contacts]
        keys = [*(key for key in self.now.messages if key in self.messages), *contacts]
        return {
            **{str(key): self.now.short_digest(key) for key in keys},
            f"{PAGES}{self.product}": self.checksum[:SHORT],
        }

    @cached_property
    def open_objections(self) -> tuple[Objection, ...]:
        """The objections to what the product says now."""
        return tuple(one for one in self.objections if not one.declined and self.digests.get(one.what) == one.read)

    @cached_property
    def standing(self) -> Standing:
        """How far the product is approved."""
        return self._standing_in(self.localized.standing)

    def _standing_in(self, language: Standing) -> Standing:
        return language.of_product([self.product], self.messages, self.document.contacts)

    @cached_property
    def unread(self) -> tuple[str, ...]:
        """The names of the texts that nobody has read as they are now."""
        unread = {str(change.what) for change in self.standing.unread}
        return tuple(name for name in self.digests if name in unread)

    @cached_property
    def waits(self) -> Waits:
        """Whom the product waits for."""
        if self.open_objections:
            return Waits.COORDINATOR
        if not self.standing.draft:
            return Waits.NOBODY
        if self.unread:
            return Waits.READER
        records = [accepted(record, self.product) for record in self.records]
        promoted = self._standing_in(standing_after(records, self.now))
        last = next((record.shown for record in reversed(self.records) if self.product in record.products), "")
        return Waits.SIGNATURE if not promoted.draft and last == self.checksum else Waits.PAGES

    @property
    def waits_for(self) -> str:
        """The same for people, with numbers; "" if the product waits for nobody."""
        if self.waits is Waits.COORDINATOR:
            return f"a coordinator: readers have {counted(len(self.open_objections), 'objection')}"
        return f"a reader of {counted(len(self.unread), 'text')}" if self.waits is Waits.READER else str(self.waits)


def require_one_language(
    session: Session, products: Iterable[str], hint: str, *, why: str = "no reader knows them all", tag: str = ""
) -> None:
    """Refuse *products* of which one is in all languages at once, by a UsageError."""
    for product in products:
        if session.layout(product).many_languages:
            trail = [tag] if tag else []
            raise UsageError(f"“{product}” is in all languages at once, and {why}.", hint=hint, trail=trail)


def words_now(session: Session, tag: str) -> CurrentWords:
    """Return what the language *tag* says today."""
    catalog, campaign = session.catalog(tag), session.campaign
    return current_words(campaign, session.registry.language(tag), usable(campaign, catalog))


def reading(session: Session, tag: str, product: str) -> ProductReading:
    """Return what there is to read of *product*, which has one language, in the language *tag*."""
    require_one_language(session, [product], "Leave it out.", tag=tag)
    localized = session.localized(tag)
    language = localized.language
    (document,) = current_documents(session, language.tag, [product])
    pages, now = pages_checksum(session, language.tag, [product]), words_now(session, language.tag)
    objections, records = read_objections(session.campaign, language), session.signoffs(language.tag)
    return ProductReading(localized, product, document, pages, now, objections, records)


def accepted(record: SignOff, product: str) -> SignOff:
    """Return *record* as a signature if it is a reader's answer about *product*, otherwise as it is."""
    return replace(record, pages=record.shown, shown="") if record.shown and record.products == (product,) else record


def product_standings(session: Session, tag: str, products: Iterable[str]) -> dict[str, Standing]:
    """Return the standing of each of *products* in the language *tag*; of one in all languages, that of its part."""
    localized = session.localized(tag, allow_untranslated=True)
    source, standings = session.campaign.source_language, {}
    for product in products:
        layout = session.layout(product)
        if layout.many_languages:
            document = session.composed(session.localized(source, secondary=ALL, allow_untranslated=True), layout)
            said = said_in(localized, document.messages, localized.language.tag)
            standings[product] = localized.standing.of_product((), said, document.contacts)
        else:
            standings[product] = session.composed(localized, layout).approval.standing
    return standings


def by_products(session: Session, tag: str, standing: Standing) -> Standing:
    """Return the *standing* of the language *tag*, signed or partly signed if its usual products are.

    Pages are composed only if somebody has seen some: for any other language the answer is known.
    """
    if not standing.draft or not (standing.seen or standing.whole_seen):
        return standing
    try:
        standings = product_standings(session, tag, usual_products(session))
    except FlyersError:  # the error is reported when the language is built
        return standing
    signed = tuple(product for product, own in standings.items() if not own.draft)
    if standings and len(signed) == len(standings):
        return replace(standing, state=State.SIGNED, changes=())
    if signed and standing.state is not State.STALE:
        return replace(standing, state=State.PARTLY, products=signed)
    return standing


@dataclass(frozen=True, slots=True)
class Statement:
    """What a person states."""

    reviewer: str = field(repr=False)  # reviewer, role: as in `flyers.translation.signoff.SignOff`
    role: str
    day: dt.date  # the date of the signature
    proof: str = ""  # the checksum on the reader's proof that was read; "" if only the strings were
    everything: bool = False  # whether everything was read again although only a part had changed
    # Those that were read; empty for the whole language, or for what the proof's checksum is of.
    products: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SigningResult:
    """The new record."""

    path: Path
    messages: int  # messages, contacts: how many it covers
    contacts: int
    products: tuple[str, ...]  # that it is about; empty for the whole language
    standing: Standing  # the language's new one


def sign(session: Session, tag: str, statement: Statement) -> SigningResult:
    """Add *statement* to the sign-offs of the language *tag*.

    The record covers what nobody has read in its current form, of the language or of the products that were read; if
    all of it has been read, it covers all of it again.

    Raises:
        TranslationError: the catalog is incomplete or breaks a rule.
        UsageError: the proof is not of today's pages; the person has already signed exactly this; the day is in the
            future; a name is not one line.
    """
    reviewer, role = _line(statement.reviewer, "reviewer"), _line(statement.role, "role")
    require_past(statement.day, "Give the day on which the person signed.")
    localized = session.localized(tag)
    language, campaign = localized.language, session.campaign
    products, pages = _scope(session, tag, statement)
    if not products:
        try:
            localized.require_translated([key for key in localized.texts if is_printed(key.id)])
        except TranslationError as error:
            raise error.within(tag) from None
    now = words_now(session, tag)
    messages, contacts = _covered(session, tag, products, now, statement)
    about = (reviewer, role, statement.day, localized.content_hash(), pages)
    record = SignOff(*about, messages, contacts, products=products)
    for before in session.signoffs(tag):
        if replace(before, role=record.role, day=record.day) == record:
            hint = "To sign the pages too, add --proof CHECKSUM. Another reviewer may sign the same."
            raise UsageError(f"This reviewer has already signed exactly this, on {before.day}.", hint=hint)
    path = signoff.signoff_path(campaign, language)
    # The remark goes first: if it cannot be removed, nothing is recorded; if the record then fails, “update” restores
    # the remark.
    standing = standing_after([*session.signoffs(tag), record], now)
    if standing.whole:
        _drop_draft_remark(session, tag)
    write_whole(path, signoff.signoffs_text([*session.own_signoffs(tag), record]).encode())
    session.reload()
    standing = by_products(session, tag, standing)
    if not standing.draft:
        _drop_draft_remark(session, tag)
    return SigningResult(path, len(messages), len(contacts), products, standing)


def sign_read(session: Session, tag: str, products: Sequence[str]) -> Standing:
    """Sign *products* of the language *tag* with what readers called right in their answers; return its new standing.

    The readers, their words and days go on record: a coordinator's part is to say that their answers count.

    Raises:
        TranslationError: the catalog breaks a rule, or a product still waits for a reader or a coordinator.
    """
    with session.changing():
        readings = [reading(session, tag, product) for product in _of_one_language(session, products)]
        raise_all(
            TranslationError(f"It waits for {each.waits_for}.", hint=_NOT_YET, trail=(tag, each.product))
            if each.waits is not Waits.NOBODY
            else UsageError("It is signed.", trail=(tag, each.product))
            for each in readings
            if each.waits is not Waits.SIGNATURE
        )
        records = session.own_signoffs(tag)
        for product in products:
            records = [accepted(record, product) for record in records]
        language = session.registry.language(tag)
        write_whole(signoff.signoff_path(session.campaign, language), signoff.signoffs_text(records).encode())
        session.reload()
        standing = by_products(session, tag, session.localized(tag, allow_untranslated=True).standing)
        if not standing.draft:
            _drop_draft_remark(session, tag)
            session.reload()
        return standing


def _line(text: str, field_name: str) -> str:
    try:
        return signoff.one_line(text)
    except schema.Problem as problem:
        raise UsageError(f"The {field_name} cannot be used: {problem.text}", hint=problem.hint) from None


def require_past(day: dt.date, hint: str) -> None:
    """Raise a `UsageError` with *hint* if *day* is in the future."""
    if day > day_of_build():
        raise UsageError(f"{day} is in the future.", hint=hint)


def day_of_build() -> dt.date:
    """Return the date of ``SOURCE_DATE_EPOCH`` if it is set, else today; in UTC, like the dates in files."""
    return dt.datetime.fromtimestamp(build_time(), dt.UTC).date()


def _scope(session: Session, tag: str, statement: Statement) -> tuple[tuple[str, ...], str]:
    """Return the products that the statement is about, none for the whole language, and the checksum of their pages."""
    products = scope(session, _of_one_language(session, statement.products))
    if not statement.proof:
        return products, ""
    if not statement.products:
        if recorded := scope_of(session, tag, statement.proof):
            return recorded
    elif same(statement.proof, checksum := pages_checksum(session, tag, products)):
        return products, checksum
    named = f" of {', '.join(statement.products)}" if statement.products else ""
    raise UsageError(
        f"The proof that was read is not of today's pages{named}: words, contacts or layout have changed since, or the "
        "checksum is mistyped.",
        hint="Look at its first page again, or have a new proof read. Without --proof only the strings are signed, and "
        "the files stay drafts.",
    )


def _of_one_language(session: Session, products: Sequence[str]) -> Sequence[str]:
    hint = "Sign for each language: its words there belong to the whole language. Leave --product out."
    require_one_language(session, products, hint, why="nobody signs for them all")
    return products


def _covered(
    session: Session, tag: str, products: Sequence[str], now: CurrentWords, statement: Statement
) -> tuple[dict[MessageKey, MessageDigests], dict[str, ContactSnapshot]]:
    """Return what a record covers: what is not read as it is of what the *products* say, or the whole language; in a
    record about the pages of products, also what is not signed.
    """
    localized, said, shown = session.localized(tag), set(now.messages), set(now.contacts)
    if products:
        documents = current_documents(session, tag, products)
        said = {key for document in documents for key in said_in(localized, document.messages, tag)}
        shown = {name for document in documents for name in document.contacts}
    standing, pages = localized.standing, bool(products and statement.proof)
    unread = {change.what for change in standing.unread}
    messages = {key for key in said if key in unread or (pages and key not in standing.signed)}
    contacts = {name for name in shown if MessageKey.of_contact(name) in unread}
    contacts |= shown - standing.signed_contacts if pages else set()
    if statement.everything or not (messages or contacts):
        messages, contacts = said, shown
    contacts |= {name for key in messages & now.used.keys() for name in now.used[key]}
    return (
        {key: digests for key, digests in now.messages.items() if key in messages},
        {name: fact for name, fact in now.contacts.items() if name in contacts},
    )


def _drop_draft_remark(session: Session, tag: str) -> None:
    """Remove what the head of a catalog says until somebody has signed (`flyers.translation.template`)."""
    path = session.registry.catalog_path(session.registry.language(tag))
    if tag == session.campaign.source_language or not exists(path):  # without one, the words are those of a base
        return
    before = read_bytes(path, most=limits.CATALOG_BYTES)
    after = re.sub(rb"^%s\r?\n" % re.escape(DRAFT_REMARK.encode()), b"", before, count=1, flags=re.MULTILINE)
    if after != before:
        write_whole(path, after)
