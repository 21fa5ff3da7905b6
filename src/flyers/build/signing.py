"""Putting a person's signature on record, and refusing what nobody could have meant to sign.

A signature is a statement of a person: the program cannot know whether somebody has read anything. What it can see to
is that the statement is about these words and these pages, and about none that come later.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flyers.build.linguistics import check_catalogs
from flyers.build.pages_checksum import pages_checksum, same
from flyers.content import schema
from flyers.errors import TranslationError, UsageError
from flyers.files import write_whole
from flyers.translation import signoff
from flyers.translation.catalogs import read_catalog, usable
from flyers.translation.checks import Severity
from flyers.translation.signoff import CONTACT, Fact, Seen, Signed, Standing

if TYPE_CHECKING:
    from pathlib import Path

    from flyers.build.workshop import Workshop
    from flyers.translation.registry import Language


@dataclass(frozen=True, slots=True)
class Statement:
    """What a person says.

    Attributes:
        reviewer, role: who, and as what; see `flyers.translation.signoff.Signed`.
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
class Recorded:
    """What came of it: the file, how many messages and contacts the record covers, and where the language stands."""

    path: Path
    messages: int
    contacts: int
    standing: Standing


def sign(shop: Workshop, tag: str, statement: Statement) -> Recorded:
    """Put *statement* about the language *tag* into its file of sign-offs.

    It covers what nobody had read as it is now; where everything had been read, it covers everything once more.

    Raises:
        TranslationError: the catalog is incomplete, or breaks a rule.
        UsageError: the proof is not of today's pages; the person has said exactly this before; a name is not one line.
        FileAccessError: the file cannot be written; it is as it was.
    """
    reviewer, role = _line(statement.reviewer, "reviewer"), _line(statement.role, "role")
    _require_past(statement.day)
    localized = shop.localized(tag)
    language, campaign = localized.language, shop.campaign
    records = signoff.read_signoffs(campaign, language)
    _require_faultless(shop, tag)
    now = signoff.today(campaign, language, _translations(shop, language))
    pages = _pages_seen(shop, tag, statement.proof)
    messages, contacts = _covered(records, now, everything=statement.everything)
    record = Signed(reviewer, role, statement.day, localized.content_hash(), pages, messages, contacts)
    _require_new(record, records)
    path = signoff.signoff_path(campaign, language)
    # The remark first: if it cannot be taken off nothing is on record, and without a record “update” puts it back.
    _drop_draft_remark(shop, tag)
    write_whole(path, signoff.signoffs_text([*records, record]).encode())
    return Recorded(path, len(messages), len(contacts), signoff.standing([*records, record], now))


def _line(text: str, what: str) -> str:
    try:
        return signoff.one_line(text)
    except schema.Problem as problem:
        raise UsageError(f"The {what} is not to be used: {problem.text}", cure=problem.cure) from None


def _translations(shop: Workshop, language: Language) -> dict[str, str]:
    """The words that are printed, by context, with their placeholders."""
    if language.tag == shop.campaign.source_language:
        return {where: words.text for where, words in shop.campaign.words()}
    return usable(shop.campaign, read_catalog(shop.campaign, shop.registry, language))


def _require_faultless(shop: Workshop, tag: str) -> None:
    """Beyond what a build asks of a catalog: nothing that ``flyers translations check`` calls an error."""
    (checked,) = check_catalogs(shop, [tag], with_room=False)
    if errors := checked.count(Severity.ERROR):
        raise TranslationError(
            f"The checks find {signoff.counted(errors, 'error')}.",
            cure=f"Nobody should sign that: flyers translations check --lang {tag} lists them.",
            trail=[tag],
        )


def _require_past(day: dt.date) -> None:
    if day > day_of_build():
        raise UsageError(f"{day} is still to come.", cure="Give the day on which the person signed.")


def day_of_build() -> dt.date:
    """``SOURCE_DATE_EPOCH`` where it is set, else today; in UTC, like the dates in files."""
    from flyers.pdf.canvas import moment_of_build

    return dt.datetime.fromtimestamp(moment_of_build(), dt.UTC).date()


def _pages_seen(shop: Workshop, tag: str, proof: str) -> str:
    if not proof:
        return ""
    checksum = pages_checksum(shop, tag)
    if not same(proof, checksum):
        raise UsageError(
            "The proof that was read is not of today's pages: words, contacts or layout have changed since.",
            cure="Have a new one read. Without --proof the strings alone are signed for, and it stays a draft.",
        )
    return checksum


def _covered(records: list[Signed], now: signoff.Now, *, everything: bool) -> tuple[dict[str, Seen], dict[str, Fact]]:
    changes = {change.what for change in signoff.changed(records, now)} if records else set()
    if everything or not changes:
        return dict(now.messages), dict(now.contacts)
    messages = {where: seen for where, seen in now.messages.items() if where in changes}
    held = {name for where in messages for name in now.used[where]}
    contacts = {name: fact for name, fact in now.contacts.items() if name in held or f"{CONTACT}{name}" in changes}
    return messages, contacts


def _require_new(record: Signed, records: list[Signed]) -> None:
    for before in records:
        again = (before.reviewer, before.content, before.pages, before.messages, before.contacts)
        if again == (record.reviewer, record.content, record.pages, record.messages, record.contacts):
            raise UsageError(
                f"This reviewer has signed exactly this already, on {before.day}.",
                cure="With --proof CHECKSUM the pages are signed too; another reviewer may sign the same.",
            )


def _drop_draft_remark(shop: Workshop, tag: str) -> None:
    """What the head of a catalog says until somebody has signed (`flyers.translation.template`)."""
    from flyers.translation.template import DRAFT_REMARK

    if tag == shop.campaign.source_language:
        return
    path = shop.registry.catalog_path(shop.registry.language(tag))
    before = path.read_bytes()
    after = re.sub(rb"^%s\r?\n" % re.escape(DRAFT_REMARK.encode()), b"", before, count=1, flags=re.MULTILINE)
    if after != before:
        write_whole(path, after)
