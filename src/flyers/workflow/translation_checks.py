"""Catalogs under every check: their words, the glossary, and the room that products have for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flyers.errors import CombinedError, FlyersError, TranslationError
from flyers.findings import Severity
from flyers.translation.checks.findings import TranslationFinding

if TYPE_CHECKING:
    from flyers.pipeline.session import Session
    from flyers.translation.registry import Language


@dataclass(frozen=True, slots=True)
class CatalogReport:
    """A language and all that was found in it, excused findings too."""

    tag: str
    english: str
    findings: tuple[TranslationFinding, ...]

    def count(self, severity: Severity) -> int:
        """Findings of that severity which nobody has excused."""
        return sum(1 for found in self.findings if found.severity is severity and not found.excuse)

    @property
    def excused(self) -> int:
        return sum(1 for found in self.findings if found.excuse)

    def to_json(self) -> dict[str, Any]:
        return {
            "tag": self.tag,
            "english": self.english,
            **{f"{severity}s": self.count(severity) for severity in Severity},
            "excused": self.excused,
            "findings": [found.to_json() for found in self.findings],
        }


def check_catalogs(session: Session, languages: Iterable[str] = (), *, with_room: bool = True) -> list[CatalogReport]:
    """Check the catalogs of *languages*; by default of all that somebody has begun to translate.

    A language with errors in its words is not composed: `with_room` counts for the others.

    Raises:
        UsageError: a language that is not the campaign's.
        ContentError: the glossary is broken.
        FlyersError: whatever else than a translation keeps a product from being composed.
    """
    asked = list(languages)
    tags = session.languages(asked) if asked else session.usual_languages
    return [_check(session, tag, with_room) for tag in tags]


def _check(session: Session, tag: str, with_room: bool) -> CatalogReport:
    from flyers.workflow.fit_checks import room

    language = session.registry.language(tag)
    findings = _findings(session, language)
    checked = CatalogReport(tag, language.english, tuple(findings))
    if not with_room or checked.count(Severity.ERROR):
        return checked
    try:
        return CatalogReport(tag, language.english, (*findings, *room(session, tag)))
    except FlyersError as error:
        raise error.within(tag) from None


def _findings(session: Session, language: Language) -> list[TranslationFinding]:
    from flyers.translation.checks.review import review, unreadable

    try:
        catalog = session.catalog(language.tag)
    except (TranslationError, CombinedError) as error:
        return unreadable(error)
    return review(session.campaign, language, catalog, session.glossary)
