"""Putting a person's signature on record, and refusing what nobody could have meant to sign.

A signature is a statement of a person: the program cannot know whether somebody has read anything. What it can see to
is that the statement is about these words and these pages, and about none that come later.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flyers.content import schema
from flyers.errors import TranslationError, UsageError
from flyers.files import write_whole
from flyers.findings import Severity
from flyers.translation import signoff
from flyers.translation.catalog import usable
from flyers.translation.signoff import ContactSnapshot, MessageDigests, SignOff
from flyers.translation.standing import (
    CONTACT,
    CurrentWords,
    Standing,
    changes_since,
    counted,
    current_words,
    standing_after,
)
from flyers.workflow.pages_checksum import pages_checksum, same
from flyers.workflow.translation_checks import check_catalogs

if TYPE_CHECKING:
    from pathlib import Path

    from flyers.pipeline.session import Session


@dataclass(frozen=True, slots=True)
class Statement:
    """What a person says.

    Attributes:
        reviewer, role: who, and as what; see `flyers.translation.signoff.SignOff`.
        day: when.
        proof: the checksum on the reader's proof that was looked at; "" where only the strings were.
        everything: that all was read once more, although only a part had changed.
    """

    reviewer: str = field(repr=False)
    role: str
    day: dt.date
    proof: str = ""
    everything: bool = False


@dataclass(frozen=True, slots=True)
class SigningResult:
    """What came of it: the file, how many messages and contacts the record covers, and where the language stands."""

    path: Path
    messages: int
    contacts: int
    standing: Standing


def sign(session: Session, tag: str, statement: Statement) -> SigningResult:
    """Put *statement* about the language *tag* into its file of sign-offs.

    It covers what nobody had read as it is now; where everything had been read, it covers everything once more.

    Raises:
        TranslationError: the catalog is incomplete, or breaks a rule.
        UsageError: the proof is not of today's pages; the person has said exactly this before; a name is not one line.
        FileAccessError: the file cannot be written; it is as it was.
    """
    reviewer, role = _line(statement.reviewer, "reviewer"), _line(statement.role, "role")
    _require_past(statement.day)
    localized = session.localized(tag)
    language, campaign = localized.language, session.campaign
    records = session.signoffs(tag)
    _require_faultless(session, tag)
    now = current_words(campaign, language, usable(campaign, session.catalog(tag)))
    pages = _pages_seen(session, tag, statement.proof)
    messages, contacts = _covered(records, now, everything=statement.everything)
    record = SignOff(reviewer, role, statement.day, localized.content_hash(), pages, messages, contacts)
    _require_new(record, records)
    path = signoff.signoff_path(campaign, language)
    # The remark first: if it cannot be taken off nothing is on record, and without a record “update” puts it back.
    _drop_draft_remark(session, tag)
    write_whole(path, signoff.signoffs_text([*records, record]).encode())
    session.reload()
    return SigningResult(path, len(messages), len(contacts), standing_after([*records, record], now))


def _line(text: str, what: str) -> str:
    try:
        return signoff.one_line(text)
    except schema.Problem as problem:
        raise UsageError(f"The {what} is not to be used: {problem.text}", hint=problem.hint) from None


def _require_faultless(session: Session, tag: str) -> None:
    """Beyond what a build asks of a catalog: nothing that ``flyers translations check`` calls an error."""
    (checked,) = check_catalogs(session, [tag], with_room=False)
    if errors := checked.count(Severity.ERROR):
        raise TranslationError(
            f"The checks find {counted(errors, 'error')}.",
            hint=f"Nobody should sign that: flyers translations check --lang {tag} lists them.",
            trail=[tag],
        )


def _require_past(day: dt.date) -> None:
    if day > day_of_build():
        raise UsageError(f"{day} is still to come.", hint="Give the day on which the person signed.")


def day_of_build() -> dt.date:
    """``SOURCE_DATE_EPOCH`` where it is set, else today; in UTC, like the dates in files."""
    from flyers.pdf.canvas import build_time

    return dt.datetime.fromtimestamp(build_time(), dt.UTC).date()


def _pages_seen(session: Session, tag: str, proof: str) -> str:
    if not proof:
        return ""
    checksum = pages_checksum(session, tag)
    if not same(proof, checksum):
        raise UsageError(
            "The proof that was read is not of today's pages: words, contacts or layout have changed since.",
            hint="Have a new one read. Without --proof the strings alone are signed for, and it stays a draft.",
        )
    return checksum


def _covered(
    records: Sequence[SignOff], now: CurrentWords, *, everything: bool
) -> tuple[dict[str, MessageDigests], dict[str, ContactSnapshot]]:
    changes = {change.what for change in changes_since(records, now)} if records else set()
    if everything or not changes:
        return dict(now.messages), dict(now.contacts)
    messages = {where: seen for where, seen in now.messages.items() if where in changes}
    held = {name for where in messages for name in now.used[where]}
    contacts = {name: fact for name, fact in now.contacts.items() if name in held or f"{CONTACT}{name}" in changes}
    return messages, contacts


def _require_new(record: SignOff, records: Sequence[SignOff]) -> None:
    for before in records:
        again = (before.reviewer, before.content, before.pages, before.messages, before.contacts)
        if again == (record.reviewer, record.content, record.pages, record.messages, record.contacts):
            raise UsageError(
                f"This reviewer has signed exactly this already, on {before.day}.",
                hint="With --proof CHECKSUM the pages are signed too; another reviewer may sign the same.",
            )


def _drop_draft_remark(session: Session, tag: str) -> None:
    """What the head of a catalog says until somebody has signed (`flyers.translation.template`)."""
    from flyers.translation.template import DRAFT_REMARK

    if tag == session.campaign.source_language:
        return
    path = session.registry.catalog_path(session.registry.language(tag))
    before = path.read_bytes()
    after = re.sub(rb"^%s\r?\n" % re.escape(DRAFT_REMARK.encode()), b"", before, count=1, flags=re.MULTILINE)
    if after != before:
        write_whole(path, after)
