"""Look up a content code in the manifests on record, in today's campaign and in the reports of finished files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from flyers.content import yamlfile
from flyers.content.campaign import Campaign
from flyers.content.markup import without_isolates
from flyers.content.message_key import MessageKey
from flyers.errors import FlyersError, UsageError
from flyers.pipeline import outputs
from flyers.pipeline.plan import ALL
from flyers.pipeline.prove import Verdict
from flyers.pipeline.recipe import current_documents
from flyers.pipeline.session import Session
from flyers.records import dataclass
from flyers.translation.localization import Localization
from flyers.translation.registry import Registry
from flyers.workflow.manifest import Manifest, manifest_of, read_manifests, second_language
from flyers.workflow.signing import day_of_build

LEAST = 4
"""Digits of a code that must be typed at least."""


@dataclass(frozen=True, slots=True)
class CodeQuery:
    """A typed query: digits of a content code, and from a whole line of small print also language and product.

    (The issue in that line, ``2026-11``, adds nothing: the code identifies the words, whenever they were printed.)
    """

    digits: str
    language: str = ""
    product: str = ""


@dataclass(frozen=True, slots=True)
class WordDifference:
    """Something that today's campaign says differently; ``now`` is "" if it is gone."""

    what: str
    then: str
    now: str


@dataclass(frozen=True, slots=True)
class LookupResult:
    """Everything known about one content code, of one language or several, ``es+en``.

    Attributes:
        manifest: what the pieces said, and *path* where it is kept; None and "" if only finished files are known.
        today: whether today's campaign has this code.
        files: finished files with it, from ``proof.json``.
        differences: what has changed since.
    """

    code: str
    language: str
    issue: str
    manifest: Manifest | None = None
    path: str = ""
    today: bool = False
    files: tuple[str, ...] = ()
    differences: tuple[WordDifference, ...] = ()


def parse_query(typed: str, tags: Iterable[str], products: Sequence[str]) -> CodeQuery:
    """Parse what a person types from small print: ``4f2a91c``, ``4F2A``, ``es · poster · 2026-11 · 4f2a91c``.

    Raises:
        UsageError: it does not end with four digits of a code.
    """
    words = [word for word in re.split(r"[\s·•|,;“”\"]+", typed) if word]
    if not words or not re.fullmatch(rf"[0-9a-f]{{{LEAST},64}}", words[-1].casefold()):
        raise UsageError(
            f"“{typed[:80]}” does not end with a content code.",
            hint=f"Type the last part of the small print, at least {LEAST} digits from 0 to f, or the whole line.",
        )
    *before, digits = words
    own_tags = {tag.casefold() for tag in tags}
    language = next((word for word in before if word.casefold().partition("+")[0] in own_tags), "")
    product = next((word for word in before if word in products), "")
    return CodeQuery(digits.casefold()[:7], language, product)


def look_up(session: Session, query: CodeQuery, output: Path) -> LookupResult:
    """Return everything known about the code in *query*; *output* is the folder with finished files.

    Raises:
        UsageError: no code matches, or several do.
        ContentError: a manifest is broken.
    """
    campaign = session.campaign
    results: dict[tuple[str, str], LookupResult] = {}
    for result in (*_on_record(campaign, session.registry), *_of_today(session, query), *_of_files(output)):
        if _matches(query, result):
            known = results.get((result.language, result.code))
            results[result.language, result.code] = _merged(known, result) if known else result
    if len(results) > 1:
        listed = ", ".join(f"{result.language} · {result.issue} · {result.code}" for result in results.values())
        raise UsageError(f"“{query.digits}” begins several codes: {listed}.", hint="Type more digits.")
    if not results:
        raise UsageError(
            f"No content code “{query.digits}” was found.",
            hint="These places were searched: translations/*/manifests (written when a package is made), today's "
            f"campaign, and {output}/*/{outputs.REPORT}. The history of the repository may have it, near the date of "
            "the issue.",
        )
    (result,) = results.values()
    if result.manifest is None or result.today:
        return result
    tag, _, secondary = result.language.partition("+")
    try:
        language = session.registry.language(tag).tag
        localized = session.localized(language, secondary=secondary, allow_untranslated=True)
    except FlyersError:  # what cannot be read today is not compared
        return result
    return replace(result, differences=tuple(_differences(result.manifest, campaign, localized)))


def with_record(verdict: Verdict, session: Session) -> Verdict:
    """Return the *verdict* on a file with the numbers that have changed by its manifest, if there is one: a page may
    have been altered.
    """
    identity = verdict.identity
    if identity is None or not verdict.failed:
        return verdict
    try:
        changed = changed_contacts(session, identity.language, identity.product, identity.code)
    except FlyersError:  # a broken manifest: the numbers on the page are used
        return verdict
    return verdict if changed is None else replace(verdict, old_numbers=changed)


def changed_contacts(session: Session, language: str, product: str, code: str) -> dict[str, tuple[str, str]] | None:
    """Return the contacts in which a piece on record differs from today's campaign, by id.

    A pair is what was printed and what would be printed today, or what was opened and is today; today's is "" if the
    contact is gone. None if no manifest has the piece.

    Raises:
        ContentError: a manifest is broken.
    """
    for _, manifest in read_manifests(session.campaign, session.registry):
        if (manifest.language, manifest.code) == (language, code) and product in manifest.products:
            break
    else:
        return None
    # What is printed counts first.
    pairs = reversed([*_changed(manifest, session.campaign, language.partition("+")[0])])
    changed = {name: (then, now) for name, then, now in pairs}
    return {name: changed[name] for name in manifest.products[product].contacts if name in changed}


def _changed(manifest: Manifest, campaign: Campaign, tag: str) -> Iterator[tuple[str, str, str]]:
    """Yield the name of each contact that is another today, and what is printed or opened, then and now."""
    for name, then in manifest.contacts.items():
        second, contact_id = second_language(name)
        contact = campaign.contacts[contact_id].in_language(second or tag) if contact_id in campaign.contacts else None
        now = (contact.display, contact.target) if contact else ("", "")
        yield from ((name, old, new) for old, new in zip(then, now, strict=True) if old != new)


def current_manifest(
    session: Session, label: str, products: Iterable[str] = (), quantities: Mapping[str, int] | None = None
) -> Manifest:
    """Return the manifest of today's words in one language or several (``es``, ``es+en``, ``en+all``).

    *quantities* are the copies printed, by product.

    Raises:
        FlyersError: the language cannot be composed.
    """
    tag, _, secondary = label.partition("+")
    documents = current_documents(session, tag, products, secondary=secondary)
    return manifest_of(session.localized(tag, secondary=secondary), documents, day_of_build(), quantities)


def _matches(query: CodeQuery, result: LookupResult) -> bool:
    language = query.language.casefold()
    return result.code.startswith(query.digits) and language in ("", result.language.casefold())


def _merged(one: LookupResult, other: LookupResult) -> LookupResult:
    manifest, today = one.manifest or other.manifest, one.today or other.today
    return replace(one, manifest=manifest, today=today, files=one.files + other.files)


def _on_record(campaign: Campaign, registry: Registry) -> Iterator[LookupResult]:
    for path, manifest in read_manifests(campaign, registry):
        name = yamlfile.display_path(path, campaign.folder)
        yield LookupResult(manifest.code, manifest.language, manifest.issue, manifest, name)


def _of_today(session: Session, query: CodeQuery) -> Iterator[LookupResult]:
    """Yield what today's campaign has with that code; languages that cannot be made now are left out."""
    for label in _labels(session, query):
        tag, _, secondary = label.partition("+")
        try:
            code = session.localized(tag, secondary=secondary).code
            if code.startswith(query.digits):
                yield LookupResult(code, label, session.campaign.issue, current_manifest(session, label), today=True)
        except FlyersError:
            continue


def _labels(session: Session, query: CodeQuery) -> Sequence[str]:
    if not query.language:
        own, english = session.usual_languages, session.campaign.source_language
        return [*own, *(f"{tag}+{english}" for tag in own if tag != english), f"{english}+{ALL}"]
    tag, plus, secondary = query.language.partition("+")
    return [f"{session.registry.language(tag).tag}{plus}{secondary}"]


def _of_files(output: Path) -> Iterator[LookupResult]:
    for report in outputs.reports_in(output):
        for entry in outputs.entries(report).values():
            match entry:  # an entry in another form is skipped, see `flyers.pipeline.outputs.entries`
                case {"code": str(code), "issue": str(issue), "languages": str(language), "file": str(file)}:
                    yield LookupResult(code, language, issue, files=(str(report.parent / file),))


def _differences(manifest: Manifest, campaign: Campaign, localized: Localization) -> Iterator[WordDifference]:
    for name, then, today in _changed(manifest, campaign, localized.language.tag):
        yield WordDifference(str(MessageKey.of_contact(name)), then, today)
    for where, text in manifest.messages.items():
        now_text = without_isolates(localized.texts[where].text) if where in localized.texts else ""
        if text != now_text:
            yield WordDifference(str(where), text, now_text)
