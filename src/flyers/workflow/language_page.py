"""The languages of a campaign as a page to read (Markdown): written from the registry, never by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flyers.translation.standing import State
from flyers.workflow.census import NOT_TRANSLATED, LanguageCount, census

if TYPE_CHECKING:
    from flyers.pipeline.session import Session
    from flyers.translation.registry import Language

_HEAD = """\
# Languages

This page is written by `flyers languages --page > docs/languages.md`; do not change it by hand. It says what
`translations/languages.yaml` and the catalogs say.

The second column is what a caller says in English, so that whoever answers finds an interpreter: messages print it in
place of `{request}`. States are *not translated*; *draft*; *draft that passes the checks*, those of the program, which
cannot tell good language from bad; *reviewed*, by a person who read the words; *signed*, by one who saw the pages too;
and *stale*, where words or contacts have changed since.
"""

_UNTRANSLATED = """\

## Not translated yet

These have an entry and fonts, and no words yet. Nothing is made in them; what speaks all languages has their names
alone. The head of a catalog is the place for what its translator needs to know.
"""


def language_page(session: Session) -> str:
    """The page, with a line for each language in the registry's order."""
    counted = census(session)
    rows = [_row(session.registry.language(one.tag), one) for one in counted]
    lines = [
        _HEAD,
        _summary(counted),
        "",
        "| tag | in English | own name | script | reads | type | state |",
        "| --- | --- | --- | --- | --- | --- | --- |",
        *rows,
    ]
    if missing := [one for one in counted if one.status == NOT_TRANSLATED]:
        lines += [_UNTRANSLATED, *(_gap(session, one) for one in missing)]
    return "\n".join(lines) + "\n"


def _summary(counted: list[LanguageCount]) -> str:
    states: dict[str, int] = {}
    for one in counted:
        states[_state(one)] = states.get(_state(one), 0) + 1
    listed = "; ".join(f"{state}: {count}" for state, count in states.items())
    return f"{len(counted)} languages. {listed[0].upper()}{listed[1:]}."


def _state(one: LanguageCount) -> str:
    if one.status == NOT_TRANSLATED:
        return NOT_TRANSLATED
    return "draft that passes the checks" if one.state == State.CHECKED else one.state


def _row(language: Language, one: LanguageCount) -> str:
    said = language.english if language.say == language.english else f"{language.english}; say “{language.say}”"
    cells = (
        f"`{language.tag}`",
        said,
        language.autonym,
        language.script,
        "from right to left" if language.rtl else "from left to right",
        f"`{language.fonts[0]}`",
        _state(one),
    )
    return f"| {' | '.join(cells)} |"


def _gap(session: Session, one: LanguageCount) -> str:
    path = session.registry.catalog_path(session.registry.language(one.tag))
    name = f"`{path.relative_to(session.folder).as_posix()}`"
    begin = f"no catalog; `flyers translations update --lang {one.tag}` begins one"
    return f"- {one.english} (`{one.tag}`): {name if path.exists() else begin}"
