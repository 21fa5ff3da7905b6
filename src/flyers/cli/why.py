"""``flyers why``: why a file would be made again, and what it is made of."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flyers.cli.console import Console
from flyers.errors import ExitCode

if TYPE_CHECKING:
    from flyers.pipeline.why import Difference, Reasons

NAME = "why"
SUMMARY = "say why a file would be made again, and what it is made of"
DESCRIPTION = """\
'flyers build' makes a file only if something that it is made of has changed. This command compares what a file was made
of, as the proof.json beside it has it, with what it would be made of today: its words, contacts, layout, pictures,
fonts, sign-offs, press and sheet, the program and its libraries."""
EXAMPLES = """\
  flyers why output/es/poster.press.pdf
  flyers why output/es/*.pdf -v           with everything that they are made of"""

_MOST_NAMED = 8

_FILES = {
    "campaign": "content/campaign.yaml",
    "contacts": "content/contacts.yaml",
    "messages": "content/messages/",
    "theme": "content/themes/",
    "pictures": "content/icons/, content/images/",
    "languages": "translations/languages.yaml",
    "fonts": "fonts/fonts.yaml",
    "press": "content/press/",
    "sheet": "content/sheets/",
}
"""The place where a person finds each part."""

_WHAT = {
    "program": "the program",
    "libraries": "libraries",
    "order": "what was asked for",
    "date": "the date in the file",
    "campaign": "the campaign",
    "layout": "the layout",
    "theme": "the theme",
    "messages": "pictograms, priority or English of messages",
    "contacts": "contacts",
    "languages": "what print needs to know of its languages",
    "approval": "how far its words are signed off",
    "fonts": "fonts",
    "pictures": "pictures",
    "press": "the print condition",
    "sheet": "the sheet",
}


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", metavar="FILE", nargs="+", type=Path, help="a file in an output folder")
    parser.add_argument("--json", action="store_true", help="print the reasons as one JSON document")


def run(options: argparse.Namespace, console: Console) -> ExitCode:
    from flyers.pipeline.session import open_session
    from flyers.pipeline.why import reasons

    session = open_session(options.project)
    found = [reasons(path, session) for path in options.files]
    if options.json:
        console.data([_plain(one) for one in found])
        return ExitCode.OK
    for one in found:
        for line in _lines(one, console.verbose):
            console.say(line)
    return ExitCode.OK


def _plain(one: Reasons) -> dict[str, Any]:
    return {
        "file": str(one.path),
        "current": one.current,
        "reasons": list(one.others),
        "differences": [
            {
                "part": each.part,
                "before": each.before,
                "after": each.after,
                "changed": list(each.changed),
                "added": list(each.added),
                "gone": list(each.gone),
            }
            for each in one.differences
        ],
        "made_of": {name: part.value for name, part in one.parts.items()},
    }


def _lines(one: Reasons, verbose: bool) -> Iterator[str]:
    if one.current:
        yield f"{one.path}: current. Nothing that it is made of has changed."
    else:
        yield f"{one.path}: would be made again."
    for sentence in one.others:
        yield f"  {sentence}"
    for difference in one.differences:
        yield f"  {_sentence(difference, one)}"
    if (one.current or verbose) and one.parts:
        yield "  Made of:"
        for name, part in one.parts.items():
            names = f": {_listed(list(part.entries), None if verbose else _MOST_NAMED)}" if part.entries else ""
            known = "" if names or _is_checksum(part.value) else f": {part.value}"
            yield f"    {_what(name, one)}{known}{names}"


def _sentence(difference: Difference, one: Reasons) -> str:
    what = _what(difference.part, one)
    parts = [
        f"{verb} {_listed(names)}"
        for verb, names in (
            ("changed:", difference.changed),
            ("new:", difference.added),
            ("gone:", difference.gone),
        )
        if names
    ]
    if parts:
        return f"{what}: {'; '.join(parts)}."
    if _is_checksum(difference.before) or _is_checksum(difference.after):
        return f"{what}: changed."
    before, after = _told_apart(difference)
    return f"{what}: {before or 'none'} → {after or 'none'}."


def _told_apart(difference: Difference) -> tuple[str, str]:
    """Return the values before and after; of lists of libraries, only those that differ."""
    before, after = difference.before.split(", "), difference.after.split(", ")
    if difference.part != "libraries":
        return difference.before, difference.after
    return (
        ", ".join(one for one in before if one not in after),
        ", ".join(one for one in after if one not in before),
    )


def _what(part: str, one: Reasons) -> str:
    """Return what a part is called, with the place where a person finds it."""
    if part.startswith("words "):
        tag = part.removeprefix("words ")
        return f"words in {tag} (translations/{tag.replace('-', '_')}/LC_MESSAGES/flyers.po)"
    if part == "layout" and one.job:
        return f"the layout (content/layouts/{one.job.product}.yaml and what it extends)"
    if part == "approval" and one.job:
        return f"how far its words are signed off (translations/{one.job.language.replace('-', '_')}/signoff.yaml)"
    return f"{_WHAT.get(part, part)} ({_FILES[part]})" if part in _FILES else _WHAT.get(part, part)


def _listed(names: Sequence[str], most: int | None = _MOST_NAMED) -> str:
    if most is None or len(names) <= most:
        return ", ".join(names)
    return f"{', '.join(names[:most])} and {len(names) - most} more"


def _is_checksum(value: str) -> bool:
    return len(value) == 32 and all(character in "0123456789abcdef" for character in value)
