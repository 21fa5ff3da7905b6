#!/usr/bin/env python3
"""Write docs/reference.md, the reference of campaign files, from the schema. A test compares the page with it.

.venv/bin/python scripts/make_reference.py
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from textwrap import fill
from typing import Any, NamedTuple

from flyers.content.campaign import CAMPAIGN
from flyers.content.contacts import CONTACTS
from flyers.content.messages import MESSAGES
from flyers.content.press import CONDITION
from flyers.content.schema import (
    ABSENT,
    NONE,
    Custom,
    Each,
    Flag,
    Kind,
    Length,
    MapOf,
    Number,
    OneOf,
    OrNone,
    Placed,
    Record,
    Required,
    Shorthand,
    Text,
)
from flyers.impose.sheets import _SHEET
from flyers.layout.theme import _COLOUR, _GROUND
from flyers.publish.order import ORDER, PRINT_JOBS
from flyers.translation.checks.style import GLOSSARY
from flyers.translation.registry import LANGUAGES

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference.md"

HEAD = """\
# Reference of campaign files

Every key of the files of a campaign; `scripts/make_reference.py` writes this page from the program's schema. A key may
be left out unless it is “needed”. Keys of one map that take the same share a row. `NAME` stands for a name that you
choose, `[]` for an item of a list. A gap is a length, or a number of the layout's `space`. Files are YAML: no tags, no
aliases, no key twice. The keys of layouts are in [layouts.md](layouts.md).
"""
TABLE = "| key | what it takes |\n| --- | --- |"

FILES: Mapping[str, tuple[str, Kind]] = {
    "content/campaign.yaml": (
        "The campaign. `name` and `publisher` are messages; `issue` is the date in small print. With a `base`, all "
        "keys but `id` may come from it, and `languages` chooses among its languages.",
        CAMPAIGN,
    ),
    "content/contacts.yaml": (
        "Numbers and addresses. `NAME` is what a message writes in braces. `displays` and `targets` are those of "
        "single languages, `{es: example.org/ayuda}`; what `zh` has counts for `zh-Hans` and `zh-Hant`. A `keyword` "
        "goes into the message that a code opens; messages name it as `{hotline_text_keyword}`. A text line, a relay "
        "and a chat need `sourced_on`, the day of the source, and `operator_since`, since when today's operator has "
        "run it; no source may be older. A word may stand for digits by itself (`1-800-FLOWERS`).",
        CONTACTS,
    ),
    "content/messages/*.yaml": (
        "The words, in the source language. A message with `name` is a proper name, which others write in braces.",
        MESSAGES,
    ),
    "content/themes/*.yaml": (
        "Colours and grounds.",
        Record({"colours.NAME": _COLOUR, "grounds.NAME": _GROUND}),
    ),
    "content/sheets/*.yaml": ("Paper on which an office prints.", _SHEET),
    "content/press/*.yaml": ("Print conditions.", CONDITION),
    "content/print-jobs.yaml": (
        "What a print shop is told of each product. Without this file the program names the usual paper and fold.",
        PRINT_JOBS,
    ),
    "translations/languages.yaml": (
        "The registry of languages. For a language that the program knows every key may be left out: `es: {}`. For "
        "others, all but `say`, `optical`, `ties`, `particles`, `enclitics`, `prefixes`, `words`, `line_breaks`, "
        "`digits` and `quotes` are needed.",
        LANGUAGES,
    ),
    "translations/glossary.yaml": (
        "Terms and names, by language; `english` is the word in the source language.",
        GLOSSARY,
    ),
    "An order, for 'flyers package --order'": ("What one order asks for.", ORDER),
}


class KeyReference(NamedTuple):
    """One key: its path in the file (``contacts.ID.kind``), what it takes, and whether it must be there."""

    path: str
    takes: str
    required: bool = False
    default: str = ""

    @property
    def says(self) -> str:
        """What it takes, whether it is needed, and its default."""
        return "; ".join([self.takes, *["needed"] * self.required, *[self.default] * bool(self.default)])


def rows(keys: Iterable[KeyReference]) -> Iterator[str]:
    """Yield a row for each key, or one for neighbours in a map that take the same: `cells.columns`, `rows`."""
    for (_, says), alike in groupby(keys, lambda key: (key.path.rpartition(".")[0], key.says)):
        first, *others = (key.path for key in alike)
        names = [first, *(path.rpartition(".")[2] for path in others)]
        yield f"| {', '.join(f'`{name}`' for name in names)} | {says} |"


def reference(record: Kind, path: str = "") -> Iterator[KeyReference]:
    """Yield every key of *record* and of the records inside it, in the order of the schema."""
    for key, kind in _record(record).fields.items():
        inner = kind.kind if isinstance(kind, Required) else kind
        here = f"{path}{key}"
        required, default = isinstance(kind, Required), inner.default
        yield KeyReference(here, takes(inner), required, "" if default is ABSENT else f"default: {default}")
        yield from _inside(inner, here)


def _record(kind: Kind) -> Record:
    if not isinstance(kind, Record):
        raise TypeError(f"{kind!r} is not a record")
    return kind


def _inside(kind: Kind, path: str) -> Iterator[KeyReference]:
    """Yield the keys of records inside *kind*."""
    match kind:
        case Required(kind=inner) | Placed(kind=inner) | OrNone(kind=inner):
            yield from _inside(inner, path)
        case Record():
            yield from reference(kind, f"{path}.")
        case MapOf(kind=inner):
            yield from _inside(inner, f"{path}.NAME")
        case Each(kind=inner):
            yield from _inside(inner, f"{path}[]")
        case Shorthand(record=record):
            yield from reference(record, f"{path}.")


def takes(kind: Kind) -> str:
    """Return what a value of *kind* is, in words."""
    match kind:
        case Required(kind=inner) | Placed(kind=inner):
            return takes(inner)
        case OrNone(kind=inner):
            return f"{takes(inner)}, or `{NONE}`"
        case Record():
            return "a map"
        case Shorthand(record=record, key=key):
            return f"{takes(record.fields[key])}, or a map"
        case MapOf(kind=inner, says=says):
            return f"a map of {takes(inner)}" + (f", by {says}" if says else "")
        case Each(kind=inner, least=least, most=most):
            return f"a list of {takes(inner)}" + _count(least, most)
        case Text(says=says):
            return says or "text"
        case Number(whole=whole):
            return ("a whole number" if whole else "a number") + _range(kind.least, kind.most)
        case Length(least=least):
            return "a length" + (f", at least {least:g} pt" if least else "")
        case Flag():
            return "true or false"
        case OneOf(words=words):
            return " or ".join(f"`{word}`" for word in words)
        case Custom(says=says):
            return says or "a value of its own"
    return getattr(kind, "says", "") or "any value"


def _count(least: int, most: int) -> str:
    if least == most:
        return f" ({least})"
    return f" (at least {least})" if least else ""


def _range(least: Any, most: Any) -> str:
    if least == float("-inf") and most == float("inf"):
        return ""
    if most == float("inf"):
        return f", at least {least:g}"
    return f", {least:g} to {most:g}"


def page() -> str:
    """Return the page."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield HEAD
    for name, (says, record) in FILES.items():
        yield f"## {name}\n\n{fill(says, 120, break_on_hyphens=False)}\n\n{TABLE}"
        yield from rows(reference(record))
        yield ""


def main() -> None:
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
