"""How far each language is: messages counted by what has become of them, for the whole and for each product."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from flyers.build.pages_checksum import pages_checksum
from flyers.build.uses import uses
from flyers.errors import FlyersError
from flyers.translation import checks, signoff
from flyers.translation.catalogs import CHANGED, Catalog, Entry, read_catalog, usable, why_untranslated
from flyers.translation.signoff import Standing

if TYPE_CHECKING:
    from flyers.build.workshop import Workshop
    from flyers.content.messages import Words
    from flyers.translation.registry import Language


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
    def words(self) -> str:
        return self.standing.words if self.counts.translated else "not translated"

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


def status(shop: Workshop, tag: str, products: Sequence[str] = ()) -> Status:
    """Where the language *tag* stands, and for each of *products* (default: all of the campaign's).

    Raises:
        FlyersError: the campaign itself, or the file of sign-offs, cannot be read. A broken catalog is a `Status`.
    """
    language = shop.registry.language(tag)
    try:
        sorts = dict(_sorts(shop, language))
        problem = ""
    except FlyersError as error:
        sorts, problem = {where: "missing" for where, _ in shop.campaign.words()}, error.problem
    now = signoff.today(
        shop.campaign, language, _words(shop, language) if not problem else {}, faultless="faulty" not in sorts.values()
    )
    standing = signoff.standing(signoff.read_signoffs(shop.campaign, language), now)
    chosen = {product: uses(shop, product).messages for product in products or shop.products}
    whole = now.whole and not problem
    return Status(
        tag=tag,
        english=language.english,
        standing=standing,
        counts=_counts(sorts, standing, sorts.keys()),
        products={product: _counts(sorts, standing, messages) for product, messages in chosen.items()},
        code=shop.localized(tag).code if whole else "",
        pages_changed=pages_checksum(shop, tag) != standing.pages if whole and standing.pages else None,
        problem=problem,
    )


def _words(shop: Workshop, language: Language) -> dict[str, str]:
    campaign = shop.campaign
    if language.tag == campaign.source_language:
        return {where: words.text for where, words in campaign.words()}
    return usable(campaign, _catalog(shop, language))


def _catalog(shop: Workshop, language: Language) -> Catalog:
    return read_catalog(shop.campaign, shop.registry, language, may_be_missing=True)


def _sorts(shop: Workshop, language: Language) -> Iterator[tuple[str, str]]:
    """Every context with what has become of it: missing, stale, fuzzy, faulty or good."""
    campaign = shop.campaign
    if language.tag == campaign.source_language:
        yield from ((where, "good") for where, _ in campaign.words())  # else no campaign could be opened
        return
    entries = _catalog(shop, language).entries
    for where, words in campaign.words():
        entry = entries.get(where)
        yield where, _sort(entry, words) or ("faulty" if _faults(shop, language, where, words, entry) else "good")


def _sort(entry: Entry | None, words: Words) -> str:
    """Why the translation is not used: missing, stale or fuzzy; "" where it is."""
    reason = why_untranslated(entry, words)
    if not reason:
        return ""
    if entry is None or not entry.translation.strip():
        return "missing"
    return "stale" if reason == CHANGED or entry.former else "fuzzy"


def _faults(shop: Workshop, language: Language, where: str, words: Words, entry: Entry | None) -> bool:
    assert entry is not None  # else it would be missing
    return bool(checks.faults(checks.item(shop.campaign, language, where, words, entry)))


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
