"""How far each language is: messages counted by what has become of them, for the whole and for each product."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from flyers.errors import TranslationError
from flyers.findings import Severity
from flyers.translation.catalog import CHANGED, Catalog, Entry, usable, why_untranslated
from flyers.translation.checks import TranslationFinding
from flyers.translation.standing import Standing, current_words, standing_after
from flyers.workflow.census import NOT_TRANSLATED, unusable
from flyers.workflow.pages_checksum import pages_checksum
from flyers.workflow.translation_checks import check_catalogs
from flyers.workflow.uses import uses

if TYPE_CHECKING:
    from flyers.content.messages import Words
    from flyers.pipeline.session import Session


@dataclass(frozen=True, slots=True)
class Counts:
    """Messages, each form as one.

    Attributes:
        messages: that there are.
        translated: that would be printed; the three after it are the others.
        missing: with nothing at all; stale: translated from an older English; fuzzy: marked so for another reason.
        checked: translated, and the program finds no error.
        reviewed: read by somebody as they are now; signed: seen on pages too.
    """

    messages: int
    translated: int
    missing: int
    stale: int
    fuzzy: int
    checked: int
    reviewed: int
    signed: int


@dataclass(frozen=True, slots=True)
class Status:
    """One language.

    Attributes:
        counts: of all messages; products: of those that each product may print.
        code: today's edition code, "" where the language cannot be built.
        pages_changed: whether the pages look otherwise than those that were signed; None where none were.
        problem: why its catalog cannot be read, or "".
    """

    tag: str
    english: str
    standing: Standing
    counts: Counts
    products: Mapping[str, Counts]
    code: str = ""
    pages_changed: bool | None = None
    problem: str = ""

    @property
    def state(self) -> str:
        """As tables say it: the standing's, or what hides it."""
        if self.problem:
            return "unusable"
        return str(self.standing.state) if self.counts.translated else NOT_TRANSLATED

    @property
    def words(self) -> str:
        if self.problem:
            return self.problem
        return self.standing.words if self.counts.translated else NOT_TRANSLATED

    def to_json(self) -> dict[str, Any]:
        standing = self.standing
        return {
            "language": self.tag,
            "english": self.english,
            "state": str(standing.state),
            "words": self.words,
            "signed_on": standing.day.isoformat() if standing.day and not standing.draft else None,
            "read_on": standing.day.isoformat() if standing.day else None,
            "code": self.code,
            "pages_changed_since": self.pages_changed,
            "problem": self.problem,
            **asdict(self.counts),
            "products": {product: asdict(counts) for product, counts in self.products.items()},
            "changes": [{"what": change.what, "why": change.why} for change in standing.changes],
        }


def status(session: Session, tag: str, products: Sequence[str] = ()) -> Status:
    """Where the language *tag* stands, and for each of *products* (default: all of the campaign's).

    Raises:
        FlyersError: the campaign itself, or the file of sign-offs, cannot be read. A broken catalog is a `Status`.
    """
    language = session.registry.language(tag)
    try:
        catalog, problem = session.catalog(tag), ""
    except TranslationError as error:
        catalog, problem = Catalog(""), unusable(error)
    errors = [] if problem else _errors(session, tag)
    sorts = _sorts(session, catalog, {error.where for error in errors})
    # An error of no message is about what is missing, where something is.
    faultless = not any(error.where for error in errors) and (not errors or set(sorts.values()) != {"good"})
    now = current_words(session.campaign, language, usable(session.campaign, catalog), faultless=faultless)
    standing = standing_after(session.signoffs(tag), now)
    chosen = {product: uses(session, product).messages for product in products or session.products}
    whole = now.complete
    return Status(
        tag=tag,
        english=language.english,
        standing=standing,
        counts=_counts(sorts, standing, sorts.keys()),
        products={product: _counts(sorts, standing, messages) for product, messages in chosen.items()},
        code=session.localized(tag).code if whole else "",
        pages_changed=pages_checksum(session, tag) != standing.pages if whole and standing.pages else None,
        problem=problem,
    )


def _errors(session: Session, tag: str) -> list[TranslationFinding]:
    (checked,) = check_catalogs(session, [tag], with_room=False)
    return [found for found in checked.findings if found.severity is Severity.ERROR and not found.excuse]


def _sorts(session: Session, catalog: Catalog, faulty: Collection[str]) -> dict[str, str]:
    """Every context with what has become of it: missing, stale, fuzzy, faulty or good."""
    return {
        where: _sort(catalog.entries.get(where), words) or ("faulty" if where in faulty else "good")
        for where, words in session.campaign.words()
    }


def _sort(entry: Entry | None, words: Words) -> str:
    """Why the translation is not used: missing, stale or fuzzy; "" where it is."""
    reason = why_untranslated(entry, words)
    if not reason:
        return ""
    if entry is None or not entry.translation.strip():
        return "missing"
    return "stale" if reason == CHANGED or entry.former else "fuzzy"


def _counts(sorts: Mapping[str, str], standing: Standing, messages: Collection[str]) -> Counts:
    found = [sorts[where] for where in messages]
    return Counts(
        messages=len(found),
        translated=found.count("good") + found.count("faulty"),
        missing=found.count("missing"),
        stale=found.count("stale"),
        fuzzy=found.count("fuzzy"),
        checked=found.count("good"),
        reviewed=len(standing.covered & set(messages)),
        signed=len(standing.signed & set(messages)),
    )
