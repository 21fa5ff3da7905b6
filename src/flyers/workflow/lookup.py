"""From the small print of a card to what it said: kept manifests, today's campaign, reports of finished files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from flyers.content import yamlfile
from flyers.errors import FlyersError, UsageError
from flyers.pipeline import outputs
from flyers.pipeline.plan import ALL
from flyers.workflow.manifests import Manifest, current, kept_editions, plain

if TYPE_CHECKING:
    from flyers.pipeline.session import Session

LEAST = 4
"""Digits of a code that must be typed at least."""


@dataclass(frozen=True, slots=True)
class CodeQuery:
    """What was typed: digits of a code, and of a whole line of small print also language and product.

    (Its edition, ``2026-11``, tells nothing more: the code is of the words, whenever they were printed.)
    """

    digits: str
    language: str = ""
    product: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """What today's campaign says otherwise; ``now`` is "" where it says nothing."""

    what: str
    then: str
    now: str


@dataclass(frozen=True, slots=True)
class LookupResult:
    """One edition that a code stands for.

    Attributes:
        language: a tag, or several, ``es+en``; label: the campaign's edition.
        edition: what it says; None where no more is known than that files were made of it.
        manifest: where it is kept, or "".
        today: whether it is what the campaign says today.
        files: finished files of it, as ``proof.json`` has them.
        differences: what has changed since.
    """

    code: str
    language: str
    label: str
    edition: Manifest | None = None
    manifest: str = ""
    today: bool = False
    files: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()


def understand(typed: str, session: Session) -> CodeQuery:
    """The words of a person who reads small print: ``4f2a91c``, ``4F2A``, ``es · poster · 2026-11 · 4f2a91c``.

    Raises:
        UsageError: there are no four digits of a code in it.
    """
    words = [word for word in re.split(r"[\s·•|,;“”\"]+", typed) if word]
    if not words or not re.fullmatch(rf"[0-9a-f]{{{LEAST},64}}", words[-1].casefold()):
        raise UsageError(
            f"“{typed[:80]}” has no edition code at its end.",
            hint=f"Type the last part of the small print, digits from 0 to f, {LEAST} of them at least; or all of it.",
        )
    *before, digits = words
    tags = {tag.casefold(): tag for tag in session.registry.tags}
    languages = [word for word in before if word.casefold().partition("+")[0] in tags]
    products = [word for word in before if word in session.products]
    return CodeQuery(digits.casefold()[:7], *(next(iter(each), "") for each in (languages, products)))


def find(session: Session, asked: CodeQuery, output: Path) -> LookupResult:
    """What *asked* stands for; finished files are looked for below *output*.

    Raises:
        UsageError: nothing has that code, and where was looked; or several have.
        ContentError: a manifest is broken.
    """
    found: dict[tuple[str, str], LookupResult] = {}
    for each in (*_kept(session), *_today(session, asked), *_made(output)):
        if each.code.startswith(asked.digits) and asked.language.casefold() in ("", each.language.casefold()):
            before = found.get((each.language, each.code))
            found[each.language, each.code] = _together(before, each) if before else each
    if len(found) > 1:
        listed = ", ".join(f"{each.language} · {each.label} · {each.code}" for each in found.values())
        raise UsageError(f"“{asked.digits}” begins several codes: {listed}.", hint="Type more of it.")
    if not found:
        raise UsageError(
            f"Nothing known has the edition code “{asked.digits}”.",
            hint="Looked for it in translations/*/manifests (kept when a package is made), in today's campaign, and in "
            f"{output}/*/{outputs.REPORT}. The history of the repository may have it, by the date of the issue.",
        )
    (one,) = found.values()
    return replace(one, differences=tuple(_differences(session, one)))


def _together(one: LookupResult, other: LookupResult) -> LookupResult:
    return replace(
        one,
        edition=one.edition or other.edition,
        today=one.today or other.today,
        files=one.files + other.files,
    )


def _kept(session: Session) -> Iterator[LookupResult]:
    for path, edition in kept_editions(session):
        name = yamlfile.display_path(path, session.campaign.folder)
        yield LookupResult(edition.code, edition.language, edition.label, edition, name)


def _today(session: Session, asked: CodeQuery) -> Iterator[LookupResult]:
    """Today's editions with that code. Languages that cannot be made now have none."""
    for label in _labels(session, asked):
        tag, _, beside = label.partition("+")
        try:
            code = session.localized(tag, secondary=beside).code
            if code.startswith(asked.digits):
                yield LookupResult(code, label, session.campaign.issue, current(session, label), today=True)
        except FlyersError:
            continue


def _labels(session: Session, asked: CodeQuery) -> Sequence[str]:
    if not asked.language:
        own, english = session.usual_languages, session.campaign.source_language
        return [*own, *(f"{tag}+{english}" for tag in own if tag != english), f"{english}+{ALL}"]
    tag, plus, beside = asked.language.partition("+")
    return [f"{session.registry.language(tag).tag}{plus}{beside}"]


def _made(output: Path) -> Iterator[LookupResult]:
    for report in sorted(output.glob(f"*/{outputs.REPORT}")):
        for entry in outputs.entries(report).values():
            match entry:  # one that cannot be understood is as good as none (`flyers.pipeline.outputs.entries`)
                case {"code": str(code), "issue": str(label), "languages": str(language), "file": str(file)}:
                    yield LookupResult(code, language, label, files=(str(report.parent / file),))


def _differences(session: Session, found: LookupResult) -> Iterator[Difference]:
    if found.edition is None or found.today:
        return
    tag, _, beside = found.language.partition("+")
    try:
        localized = session.localized(session.registry.language(tag).tag, secondary=beside, allow_untranslated=True)
    except FlyersError:
        return
    for name, (printed, opens) in found.edition.contacts.items():
        contact = session.campaign.contacts.get(name)
        now = (contact.display, contact.target) if contact else ("", "")
        yield from (
            Difference(f"contact:{name}", then, today)
            for then, today in zip((printed, opens), now, strict=True)
            if then != today
        )
    for where, text in found.edition.messages.items():
        now_text = plain(localized.texts[where]) if where in localized.texts else ""
        if text != now_text:
            yield Difference(where, text, now_text)
