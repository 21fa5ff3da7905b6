"""``flyers explain``: explain the codes of the proof and of the checks of translations."""

from __future__ import annotations

import argparse
import sys
import textwrap
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING

from flyers.cli.console import Console, columns, folded
from flyers.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from flyers.findings import Explanation

NAME = "explain"
SUMMARY = "explain a code of the proof or of a check of translations, and what to do about it"
DESCRIPTION = """\
Explain what each code means, why it matters, what to do about it, who can do that, and which standard asks for it.
Codes that begin with L come from 'flyers translations check', all others from the proof. Without a code, list them
all."""
EXAMPLES = """\
  flyers explain P103
  flyers explain X711 X713
  flyers explain L201
  flyers explain                          every code, one on each line"""

WIDTH = 88
"""Columns of a paragraph."""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("codes", metavar="CODE", nargs="*", help="a code, as in “P103”; upper or lower case")
    parser.add_argument("--json", action="store_true", help="print the explanations as one JSON document")


def run(options: argparse.Namespace, console: Console) -> ExitCode:
    known = explanations()
    codes = list(dict.fromkeys(code.upper() for code in options.codes)) or sorted(known)
    for code in codes:
        if code not in known:
            raise _unknown(code, known)
    chosen = [known[code] for code in codes]
    if options.json:
        console.data([asdict(about) for about in chosen])
    elif options.codes:
        width = min(WIDTH, columns(sys.stdout))
        console.say("\n\n".join(_explanation(about, width) for about in chosen))
    else:
        console.table([("code", "rule"), *((about.code, about.title) for about in chosen)])
    return ExitCode.OK


def explanations() -> Mapping[str, Explanation]:
    """Return the explanations of every code, of the proof and of the checks of translations."""
    from flyers.proof import checks as of_files
    from flyers.proof.checks import images as of_images
    from flyers.translation import checks as of_translations

    return {**of_files.EXPLANATIONS, **of_images.EXPLANATIONS, **of_translations.EXPLANATIONS}


def _unknown(code: str, known: Mapping[str, Explanation]) -> UsageError:
    from flyers.content import schema

    alike = [other for other in known if other[:1] == code[:1]]
    return UsageError(
        f"There is no code “{schema.shorten(code, 40)}”.",
        hint=f"{schema.did_you_mean(code, tuple(alike))} 'flyers explain' lists all of them.".strip(),
    )


def _explanation(about: Explanation, width: int) -> str:
    """Return one code's explanation as paragraphs with headings."""
    paragraphs = {
        "Found": about.found,
        "Why": about.why,
        "Do": about.advice,
        "Who": about.owner,
        **about.details,
        "Rule": "; ".join(about.rules) or "trade practice, or our own rule",
        "Asked by": about.asked_by,
    }
    title = folded(f"{about.code}  {about.title}", width)
    return "\n".join([title, *(_paragraph(*each, width) for each in paragraphs.items())])


def _paragraph(heading: str, text: str, width: int) -> str:
    return textwrap.fill(
        text.replace("**", ""),
        width,
        initial_indent=f"  {heading:10} ",
        subsequent_indent=" " * 13,
        break_long_words=False,
        break_on_hyphens=False,
    )
