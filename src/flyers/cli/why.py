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
of, as the proof.json beside it has it, with what it would be made of today: the files of the campaign, what was asked
for, the program and its libraries. It names the files that have changed, and the messages and contacts in them."""
EXAMPLES = """\
  flyers why output/es/poster.press.DRAFT.pdf
  flyers why output/es/*.pdf -v           with everything that they are made of"""

_MOST_NAMED = 8

_WHAT = {
    "program": "the program",
    "libraries": "libraries",
    "order": "what was asked for",
    "date": "the date in the file",
    "campaign": "what all pieces are made of",
    "layout": "the layout and what it extends",
    "languages": "all languages",
    "press": "the print shop's own files",
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
                "words": list(each.words),
            }
            for each in one.differences
        ],
        "made_of": dict(one.today.values) if one.today else {},
    }


def _lines(one: Reasons, verbose: bool) -> Iterator[str]:
    if one.current:
        yield f"{one.path}: current. Nothing that it is made of has changed."
    else:
        yield f"{one.path}: would be made again."
    for sentence in one.others:
        yield f"  {sentence}"
    for difference in one.differences:
        yield f"  {_sentence(difference)}"
    if (one.current or verbose) and one.today:
        yield "  Made of:"
        for part, value in one.today.values.items():
            files = one.today.files.get(value)
            yield f"    {_what(part)}: {_listed(list(files), None if verbose else _MOST_NAMED) if files else value}"


def _sentence(difference: Difference) -> str:
    what = _what(difference.part)
    named = {"changed:": difference.changed, "new:": difference.added, "gone:": difference.gone}
    parts = [f"{verb} {_listed(names)}" for verb, names in named.items() if names]
    if parts:
        words = f" In them: {_listed(difference.words)}." if difference.words else ""
        return f"{what}: {'; '.join(parts)}.{words}"
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


def _what(part: str) -> str:
    return _WHAT.get(part) or f"words in {part.removeprefix('language ')}"


def _listed(names: Sequence[str], most: int | None = _MOST_NAMED) -> str:
    if most is None or len(names) <= most:
        return ", ".join(names)
    return f"{', '.join(names[:most])} and {len(names) - most} more"
