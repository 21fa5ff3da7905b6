"""All checks of the catalogs: their words, the glossary, and whether the words fit the products.

Character counts are not enough, since the length of a text on paper depends on script, font, line breaks and the texts
next to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from flyers.content.message_key import MessageKey
from flyers.errors import CombinedError, FlyersError, OversetError, Source, TranslationError
from flyers.findings import Fault, Severity
from flyers.layout.model import Layout, walk
from flyers.layout.refusals import MissingGlossError, MixedAddressError
from flyers.page.document import Document, TextLine
from flyers.pipeline.session import Session
from flyers.records import dataclass
from flyers.translation.checks.catalog import (
    AT_THE_FLOOR,
    FEWER,
    LOST_CONTACT,
    NO_GLOSS,
    OVERSET,
    SHORTER,
    TWO_ADDRESSES,
    review,
    unreadable,
)
from flyers.translation.checks.findings import TranslationExplanation, TranslationFinding
from flyers.translation.localization import Localization

NAMED = 3  # Messages that advice names, the longest first.
# Points within which a size equals its floor, and points between aim and floor above which a small size is worth a
# finding; below it, shorter words would gain nothing visible.
_NEAR, _MUCH = 0.01, 1.0


def fit_findings(
    localized: Localization, layouts: Iterable[Layout], compose: Callable[[Localization, Layout], Document]
) -> Iterator[TranslationFinding]:
    """Yield the findings from composing *layouts* with the words of *localized*."""
    for layout in layouts:
        try:
            document = compose(localized, layout)
        except (OversetError, CombinedError, TranslationError) as error:
            yield from _overset(error, layout.product)
        else:
            yield from _at_the_floor(document, layout, localized)
            yield from _fewer(document, layout, localized)
            yield from _shorter(document, localized)


def _overset(error: FlyersError, product: str) -> Iterator[TranslationFinding]:
    for part in error.errors:
        if isinstance(part, TranslationError):
            about = {MissingGlossError: NO_GLOSS, MixedAddressError: TWO_ADDRESSES}.get(type(part), LOST_CONTACT)
        elif isinstance(part, OversetError):
            about = OVERSET
        else:
            raise part
        yield _finding(about, f"{', '.join(part.trail)}: {part.problem}", part.source, product)


def _at_the_floor(document: Document, layout: Layout, localized: Localization) -> Iterator[TranslationFinding]:
    size_class = localized.language.size_class
    lines: dict[str, list[TextLine]] = {}
    for line in _lines(document):
        role = layout.roles[line.role]
        words = line.message in localized.texts  # contacts are set in digits and Latin letters in every language
        if words and line.size <= line.floor + _NEAR and role.aim[size_class] > line.floor + _MUCH:
            lines.setdefault(line.role, []).append(line)
    for name, small in lines.items():
        first, names = _longest(localized, [line.message for line in small])
        problem = f"“{name}” is set at its smallest size, {small[0].size:g} pt; the longest are {names}."
        yield _finding(AT_THE_FLOOR, problem, localized.texts[first].source, document.product)


def _fewer(document: Document, layout: Layout, localized: Localization) -> Iterator[TranslationFinding]:
    for block in walk(layout):
        if items := block.item_range:
            shown = {line.message.id for line in _lines(document) if line.block == block.path}
            wanted = min(items.aim, items.most)
            if shown and len(shown) < wanted:
                forms = [localized.rich(message.id, message.forms[0]).message for message in block.references.printed]
                first, names = _longest(localized, forms)
                problem = f"{len(shown)} of {wanted} messages are shown in {block.path}; the longest are {names}."
                yield _finding(FEWER, problem, localized.texts[first].source, document.product)


def _shorter(document: Document, localized: Localization) -> Iterator[TranslationFinding]:
    """Yield a finding for each block that falls back to shorter forms; a list falls back as a whole."""
    fallen: dict[str, dict[MessageKey, MessageKey]] = {}
    for omission in document.omissions:
        if omission.instead and omission.message in localized.texts:
            fallen.setdefault(omission.block, {})[omission.message] = omission.instead
    for block, instead in fallen.items():
        first, names = _longest(localized, instead)
        problem = f"{len(instead)} messages of {block} are in their shorter forms; the longest are {names}."
        if len(instead) == 1:
            problem = f"It has no room for {first} and uses {instead[first]}."
        yield _finding(SHORTER, problem, localized.texts[first].source, document.product)


def _lines(document: Document) -> Iterator[TextLine]:
    return (item for page in document.pages for item in page.items if isinstance(item, TextLine))


def _longest(localized: Localization, keys: Iterable[MessageKey]) -> tuple[MessageKey, str]:
    """Return the message with most characters, which is nearly the widest, and the names of the longest."""
    longest = sorted(set(keys), key=lambda where: (-len(localized.texts[where].text), str(where)))[:NAMED]
    return longest[0], ", ".join(map(str, longest))


def _finding(about: TranslationExplanation, problem: str, source: Source | None, product: str) -> TranslationFinding:
    return TranslationFinding(about, Fault(problem, where=product), source or Source(""))


@dataclass(frozen=True, slots=True)
class CatalogReport:
    """A language and everything found in it, excused findings included."""

    tag: str
    english: str
    findings: tuple[TranslationFinding, ...]

    def count(self, severity: Severity) -> int:
        """Return the number of findings of that severity that are not excused."""
        return sum(finding.severity is severity for finding in self.findings if not finding.excuse)

    @property
    def errors(self) -> list[TranslationFinding]:
        return [finding for finding in self.findings if finding.severity is Severity.ERROR and not finding.excuse]

    @property
    def excused(self) -> int:
        return sum(1 for finding in self.findings if finding.excuse)

    def to_json(self) -> dict[str, Any]:
        return {
            "tag": self.tag,
            "english": self.english,
            **{f"{severity}s": self.count(severity) for severity in Severity},
            "excused": self.excused,
            "findings": [finding.to_json() for finding in self.findings],
        }


def check_words(session: Session, tag: str) -> CatalogReport:
    """Check the words of the language *tag* without composing a product."""
    language, glossary = session.registry.language(tag), session.glossary
    try:
        findings = review(session.campaign, language, session.catalog(tag), glossary)
    except (TranslationError, CombinedError) as error:
        findings = unreadable(error)
    return CatalogReport(tag, language.english, tuple(findings))


def check_catalogs(session: Session, languages: Iterable[str] = (), *, fit: bool = True) -> list[CatalogReport]:
    """Check the catalogs of *languages*, by default of all that have a translation.

    *fit* also composes every product of one language in all its formats, unless the words have errors.
    """
    names, reports = list(languages), []
    for tag in session.languages(names) if names else session.usual_languages:
        report = check_words(session, tag)
        if fit and not report.errors:
            try:
                layouts = map(session.layout, session.products_in_all_formats)
                alone = [layout for layout in layouts if not layout.many_languages]
                findings = fit_findings(session.localized(tag), alone, session.composed)
                report = replace(report, findings=(*report.findings, *findings))
            except FlyersError as error:
                raise error.within(tag) from None
        reports.append(report)
    return reports
