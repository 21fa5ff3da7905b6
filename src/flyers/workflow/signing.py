"""Sign-off: how far each product of a language is approved, and the record of a person's signature.

A signature is a person's statement: the program cannot know whether somebody has read anything. But it can make sure
that the statement applies to these words and pages, and not to later ones; what can't be meant is refused. A language
is signed when all of its usual products are.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import field, replace
from pathlib import Path

from flyers import limits
from flyers.content import schema
from flyers.content.message_key import MessageKey
from flyers.content.messages import is_printed
from flyers.errors import FlyersError, TranslationError, UsageError, counted, raise_all
from flyers.files import build_time, exists, read_bytes, write_whole
from flyers.pipeline.plan import ALL
from flyers.pipeline.recipe import current_documents, usual_products
from flyers.pipeline.session import Session
from flyers.records import dataclass
from flyers.translation import signoff
from flyers.translation.checks.catalog import UNTRANSLATED
from flyers.translation.localization import said_in
from flyers.translation.signoff import (
    ContactSnapshot,
    CurrentWords,
    MessageDigests,
    SignOff,
    Standing,
    State,
    standing_after,
)
from flyers.translation.template import DRAFT_REMARK
from flyers.workflow.readings import (
    Waits,
    accepted,
    pages_checksum,
    reading,
    require_one_language,
    same,
    scope,
    scope_of,
    words_now,
)
from flyers.workflow.translation_checks import check_words


def product_standings(session: Session, tag: str, products: Iterable[str]) -> dict[str, Standing]:
    """Return the standing of each of *products* in the language *tag*.

    A product in all languages is composed in all of them, and its standing is that of its part in this language.
    """
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
    """What a person states.

    Attributes:
        reviewer, role: as in `flyers.translation.signoff.SignOff`.
        day: the date of the signature.
        proof: the checksum on the reader's proof that was read; "" if only the strings were.
        everything: whether everything was read again although only a part had changed.
        products: those that were read; empty for the whole language, or for what the proof's checksum is of.
    """

    reviewer: str = field(repr=False)
    role: str
    day: dt.date
    proof: str = ""
    everything: bool = False
    products: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SigningResult:
    """The new record: its file, how many messages and contacts it covers, and the language's new standing.

    It is about *products*, or the whole language if there are none.
    """

    path: Path
    messages: int
    contacts: int
    products: tuple[str, ...]
    standing: Standing


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
    records = session.signoffs(tag)
    products, pages = _scope(session, tag, statement)
    if not products:
        try:
            localized.require_translated([key for key in localized.texts if is_printed(key.id)])
        except TranslationError as error:
            raise error.within(tag) from None
    _require_no_errors(session, tag, whole=not products)
    now = words_now(session, tag)
    messages, contacts = _covered(session, tag, products, now, statement)
    record = SignOff(
        reviewer, role, statement.day, localized.content_hash(), pages, messages, contacts, products=products
    )
    for before in records:
        if replace(before, role=record.role, day=record.day) == record:
            raise UsageError(
                f"This reviewer has already signed exactly this, on {before.day}.",
                hint="To sign the pages too, add --proof CHECKSUM. Another reviewer may sign the same.",
            )
    path = signoff.signoff_path(campaign, language)
    # The remark goes first: if it cannot be removed, nothing is recorded; if the record then fails, “update” restores
    # the remark.
    standing = standing_after([*records, record], now)
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
        _require_no_errors(session, tag, whole=False)
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


_NOT_YET = "See 'flyers translations answers' and 'flyers reading'. A signature on paper needs --reviewer and --role."


def _line(text: str, field_name: str) -> str:
    try:
        return signoff.one_line(text)
    except schema.Problem as problem:
        raise UsageError(f"The {field_name} cannot be used: {problem.text}", hint=problem.hint) from None


def _require_no_errors(session: Session, tag: str, *, whole: bool) -> None:
    """Require more than a build does: no error in ``flyers translations check`` either.

    Products (not *whole*) may be signed while the words of others are still with their translators.
    """
    findings = [finding for finding in check_words(session, tag).errors if is_printed(finding.where)]
    errors = [finding for finding in findings if whole or finding.explanation is not UNTRANSLATED]
    if errors:
        raise TranslationError(
            f"The checks find {counted(len(errors), 'error')}.",
            hint=f"Correct them before anybody signs: 'flyers translations check --lang {tag}' lists them.",
            trail=[tag],
        )


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
    """Return what a record covers: of what the *products* say, or the whole language, that which is not read as it is.

    A record about the pages of products also covers what is not signed.
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
    contacts |= {name for name in shown if pages and name not in standing.signed_contacts}
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
