"""All checks of the catalogs: their words, the glossary, and whether the words fit the products."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from flyers.errors import CombinedError, FlyersError, TranslationError
from flyers.findings import Severity
from flyers.records import dataclass
from flyers.translation.checks.findings import TranslationFinding
from flyers.translation.checks.review import review, unreadable
from flyers.workflow.fit_checks import fit_findings

if TYPE_CHECKING:
    from flyers.pipeline.session import Session


@dataclass(frozen=True, slots=True)
class CatalogReport:
    """A language and everything found in it, excused findings included."""

    tag: str
    english: str
    findings: tuple[TranslationFinding, ...]

    def count(self, severity: Severity) -> int:
        """Return the number of findings of that severity that are not excused."""
        return sum(1 for finding in self.findings if finding.severity is severity and not finding.excuse)

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
    """Check the words of the language *tag* without composing a product.

    Raises:
        ContentError: the glossary is broken.
    """
    language, glossary = session.registry.language(tag), session.glossary
    try:
        findings = review(session.campaign, language, session.catalog(tag), glossary)
    except (TranslationError, CombinedError) as error:
        findings = unreadable(error)
    return CatalogReport(tag, language.english, tuple(findings))


def check_catalogs(session: Session, languages: Iterable[str] = (), *, fit: bool = True) -> list[CatalogReport]:
    """Check the catalogs of *languages*, by default of all that have a translation.

    *fit* also composes every product of one language, unless the words have errors.

    Raises:
        UsageError: a language is not the campaign's.
        ContentError: the glossary is broken.
        FlyersError: a product cannot be composed for a reason other than its words.
    """
    names = list(languages)
    tags = session.languages(names) if names else session.usual_languages
    reports = (check_words(session, tag) for tag in tags)
    return [_with_fit(report, session) if fit and not report.errors else report for report in reports]


def _with_fit(report: CatalogReport, session: Session) -> CatalogReport:
    try:
        layouts = [session.layout(product) for product in session.products]
        alone = [layout for layout in layouts if not layout.many_languages]
        findings = fit_findings(session.localized(report.tag), alone, session.composed)
        return replace(report, findings=(*report.findings, *findings))
    except FlyersError as error:
        raise error.within(report.tag) from None
