"""The page docs/languages.md: a campaign's languages in Markdown, written from the registry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from flyers.content.campaign import Campaign
from flyers.translation.registry import Language, Registry
from flyers.translation.standing import State
from flyers.workflow.status import NOT_TRANSLATED, LanguageCount

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
    lines = [
        _HEAD,
        _summary(counts),
        "",
        "| tag | in English | own name | script | state |",
        "| --- | --- | --- | --- | --- |",
        *(_row(registry.language(count.tag), count) for count in counts),
    ]
    if missing := [count for count in counts if count.status == NOT_TRANSLATED]:
        lines += [_UNTRANSLATED, *(_space(campaign, registry, count) for count in missing)]
    return "\n".join(lines) + "\n"


def _summary(counts: Sequence[LanguageCount]) -> str:
    states = Counter(_state(count) for count in counts)
    listed = "; ".join(f"{state}: {number}" for state, number in states.items())
    return f"{len(counts)} languages. {listed[0].upper()}{listed[1:]}."


def _state(count: LanguageCount) -> str:
    if count.status == NOT_TRANSLATED:
        return NOT_TRANSLATED
    return "draft, checked" if count.state == State.CHECKED else count.state


def _row(language: Language, count: LanguageCount) -> str:
    english = language.english if language.say == language.english else f"{language.english}; say “{language.say}”"
    cells = (
        f"`{language.tag}`",
        english,
        language.autonym,
        f"{language.script}, right to left" if language.rtl else language.script,
        _state(count),
    )
    return f"| {' | '.join(cells)} |"


def _space(campaign: Campaign, registry: Registry, count: LanguageCount) -> str:
    path = registry.catalog_path(registry.language(count.tag))
    name = f"`{path.relative_to(campaign.folder).as_posix()}`"
    start = f"no catalog; `flyers translations update --lang {count.tag}` creates one"
    return f"- {count.english} (`{count.tag}`): {name if path.exists() else start}"
