"""The status of each language: messages counted by state, in all and for each product; the page docs/languages.md."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, field
from typing import Any, TypeVar

from flyers.content.campaign import Campaign
from flyers.content.message_key import MessageKey
from flyers.content.messages import Words, is_printed
from flyers.errors import ExitCode, FlyersError, TranslationError
from flyers.pipeline.session import Session
from flyers.records import dataclass
from flyers.translation.catalog import CHANGED, Catalog, printed_as_it_is, usable, why_untranslated
from flyers.translation.registry import Registry
from flyers.translation.signoff import Standing, State, current_words, read_objections, standing_after
from flyers.workflow.signing import Waits, by_products, pages_checksum, product_standings, reading
from flyers.workflow.translation_checks import check_words
from flyers.workflow.uses import uses

_T = TypeVar("_T")

NOT_TRANSLATED = "not translated"  # The state of a language without a translation, which is built only if it is named.


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers of messages that are printed; every form of a message counts as one."""

    messages: int  # all
    translated: int  # those that would be printed in the language; the next three are the others
    missing: int  # without any translation
    stale: int  # translated from an older English
    fuzzy: int  # marked for another reason
    checked: int  # translated, and the program finds no error
    reviewed: int  # read by a person as they are now
    signed: int  # also seen on pages


@dataclass(frozen=True, slots=True)
class Status:
    """The status of one language."""

    tag: str
    english: str
    standing: Standing
    counts: Counts  # of all messages
    products: Mapping[str, Counts]  # of those that each product may print
    # Of each product whose pages can be composed, for one that is in all languages: of this language.
    standings: Mapping[str, Standing] = field(default_factory=dict)
    code: str = ""  # today's content code; "" if the language cannot be built
    pages_changed: bool | None = None  # whether the pages look different from those that were signed; None if none were
    changed_products: tuple[str, ...] = ()  # products that were signed by themselves and look different now
    problem: str = ""  # why its catalog cannot be read, or ""
    # By product, whom it waits for, in words, "" for nobody; only those that can be composed.
    waits: Mapping[str, str] = field(default_factory=dict)

    @property
    def state(self) -> str:
        """One word for tables."""
        if self.problem:
            return "unusable"
        return str(self.standing.state) if self.counts.translated else NOT_TRANSLATED

    def state_of(self, product: str) -> str:
        """Return the state of *product* in one word; that of the language if its pages cannot be composed."""
        if self.problem or not self.counts.translated or product not in self.standings:
            return self.state
        return str(self.standings[product].state)

    @property
    def words(self) -> str:
        """The state in words, or the problem."""
        return self.problem or (self.standing.words if self.counts.translated else NOT_TRANSLATED)

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
            "products": {product: self._product(product) for product in self.products},
            "changes": _changes(standing),
        }

    def _product(self, product: str) -> dict[str, Any]:
        standing = self.standings.get(product)
        return {
            "state": self.state_of(product),
            "words": standing.words if standing else self.words,
            "pages_changed_since": product in self.changed_products,
            "waits_for": self.waits.get(product, ""),
            **asdict(self.products[product]),
            "changes": _changes(standing),
        }


def _changes(standing: Standing | None) -> list[dict[str, str]]:
    return [{"what": str(change.what), "why": change.why} for change in standing.changes] if standing else []


def status(session: Session, tag: str, products: Sequence[str] = ()) -> Status:
    """Return the status of the language *tag*, and for each of *products*, by default all."""
    campaign, language = session.campaign, session.registry.language(tag)
    try:
        catalog, problem = session.catalog(tag), ""  # any other file that is broken is an error
    except TranslationError as error:
        catalog, problem = Catalog(""), unusable(error)
    errors = [] if problem else [one for one in check_words(session, tag).errors if is_printed(one.where)]
    faulty = {MessageKey.parse(error.where) for error in errors}
    states = {where: _state(catalog, where, words) for where, words in campaign.printed_words()}
    states = {where: "faulty" if state == "good" and where in faulty else state for where, state in states.items()}
    # An error without a message concerns missing messages, if there are any.
    faultless = not any(error.where for error in errors) and (not errors or set(states.values()) != {"good"})
    now = current_words(campaign, language, usable(campaign, catalog), faultless=faultless)
    standing = by_products(session, tag, standing_after(session.signoffs(tag), now))
    printed = {product: uses(session.layout(product), campaign).messages for product in products or session.products}
    standings: dict[str, Standing] = {}
    waits: dict[str, str] = {}
    checksums: dict[str, str] = {}
    # Until somebody has read something, all have the standing of the language, and nothing is composed.
    usual = [name for name in printed if name in session.usual_products and not session.layout(name).many_languages]
    if read_objections(campaign, language) or session.signoffs(tag):
        waits = _each(usual, lambda product: reading(session, tag, product).waits_for)
    elif now.complete:
        waits = dict.fromkeys(usual, str(Waits.READER))
    if now.complete:
        standings = dict.fromkeys(printed, standing)
        if standing.day:
            standings = _each(printed, lambda product: product_standings(session, tag, [product])[product])
        seen = [product for product in printed if product in standing.seen]
        checksums = _each(seen, lambda product: pages_checksum(session, tag, standing.seen[product][0]))
    return Status(
        tag=tag,
        english=language.english,
        standing=standing,
        counts=_counts(states, standing, states.keys()),
        products={product: _counts(states, standing, messages) for product, messages in printed.items()},
        standings=standings,
        code=session.localized(tag).code if now.complete else "",
        pages_changed=pages_checksum(session, tag) != standing.pages if now.complete and standing.pages else None,
        changed_products=tuple(name for name, checksum in checksums.items() if checksum != standing.seen[name][1]),
        problem=problem,
        waits=waits,
    )


def _each(products: Iterable[str], make: Callable[[str], _T]) -> dict[str, _T]:
    """Return what *make* returns for each of *products*, without those whose pages cannot be composed."""
    values = {}
    for product in products:
        with suppress(FlyersError):  # which is reported when they are built
            values[product] = make(product)
    return values


def _state(catalog: Catalog, where: MessageKey, words: Words) -> str:
    """Return why the translation is not used: missing, stale or fuzzy; “good” if it is used, or none is needed."""
    entry = catalog.entries.get(where)
    reason = "" if printed_as_it_is(catalog, words) else why_untranslated(entry, words)
    if not reason:
        return "good"
    if entry is None or entry.is_empty:
        return "missing"
    return "stale" if reason == CHANGED or entry.former else "fuzzy"


def _counts(states: Mapping[MessageKey, str], standing: Standing, messages: Collection[MessageKey]) -> Counts:
    chosen = [states[where] for where in messages]
    return Counts(
        messages=len(chosen),
        translated=chosen.count("good") + chosen.count("faulty"),
        missing=chosen.count("missing"),
        stale=chosen.count("stale"),
        fuzzy=chosen.count("fuzzy"),
        checked=chosen.count("good"),
        reviewed=len(standing.covered & set(messages)),
        signed=len(standing.signed & set(messages)),
    )


@dataclass(frozen=True, slots=True)
class LanguageCount:
    """A row of the list of languages."""

    tag: str
    english: str
    autonym: str
    direction: str
    messages: int
    translated: int
    state: str
    status: str  # the state of the sign-off in words, or why it is unusable

    @property
    def percent(self) -> int:
        """Rounded down: 100 means all."""
        return 100 * self.translated // max(self.messages, 1)

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"percent": self.percent}


def count_languages(session: Session) -> list[LanguageCount]:
    """Return a row for every language, in the registry's order; one with a broken catalog counts as not translated."""
    messages = sum(1 for _ in session.campaign.printed_words())
    counts = []
    for tag in session.languages():
        language, translated, state = session.registry.language(tag), 0, State.DRAFT
        try:
            localized = session.localized(tag, allow_untranslated=True)
        except FlyersError as error:
            if error.exit_code is not ExitCode.TRANSLATION:
                raise
            words = unusable(error)
        else:
            standing = by_products(session, tag, localized.standing)
            translated, state = messages - len(localized.unprintable), standing.state
            words = standing.words if session.has_translations(tag) else NOT_TRANSLATED
        about = (tag, language.english, language.autonym, str(language.direction))
        counts.append(LanguageCount(*about, messages, translated, state=str(state), status=words))
    return counts


def unusable(error: FlyersError) -> str:
    """Return the status of a catalog that cannot be used: the first of its errors, with its place."""
    first, *others = error.errors
    place = f"{first.source}: " if first.source else ""
    return f"unusable: {place}{first.problem}{f' (and {len(others)} more)' if others else ''}"


_HEAD = """\
# Languages

`flyers languages --page > docs/languages.md` writes this page; do not change it by hand.

The second column is what a caller says in English to get an interpreter; messages print it in place of `{request}`.
States are *not translated*; *draft*; *draft, checked* by the program, which cannot tell good language from bad;
*reviewed*, by a person who read the words; *signed*, by one who saw the pages too; *partly signed*, if that is so of
some products; and *stale*, if words or contacts have changed since.
"""

_UNTRANSLATED = """\

## Not translated yet

These languages have an entry and fonts, but no words. Nothing is made in them; multilingual products have their names
only. The head of a catalog is the place for what its translator needs to know.
"""


def language_page(campaign: Campaign, registry: Registry, counts: Sequence[LanguageCount]) -> str:
    """Return the page, with a row for each of *counts* in the registry's order."""
    rows, without_words, states = [], [], Counter[str]()
    for count in counts:
        language = registry.language(count.tag)
        state = "draft, checked" if count.state == State.CHECKED else count.state
        if count.status == NOT_TRANSLATED:
            state, path = NOT_TRANSLATED, registry.catalog_path(language)
            catalog = f"no catalog; `flyers translations update --lang {count.tag}` creates one"
            if path.exists():
                catalog = f"`{path.relative_to(campaign.folder).as_posix()}`"
            without_words.append(f"- {count.english} (`{count.tag}`): {catalog}")
        states[state] += 1
        say = "" if language.say == language.english else f"; say “{language.say}”"
        script = f"{language.script}, right to left" if language.rtl else language.script
        rows.append(f"| `{language.tag}` | {language.english}{say} | {language.autonym} | {script} | {state} |")
    listed = "; ".join(f"{state}: {number}" for state, number in states.items())
    lines = [_HEAD, f"{len(counts)} languages. {listed[0].upper()}{listed[1:]}.", ""]
    lines += ["| tag | in English | own name | script | state |", "| --- | --- | --- | --- | --- |", *rows]
    lines += [_UNTRANSLATED, *without_words] if without_words else []
    return "\n".join(lines) + "\n"
