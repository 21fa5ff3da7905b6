"""``flyers explain``: what the proof's codes mean, in plain words."""

from __future__ import annotations

import argparse
import textwrap
from dataclasses import asdict
from typing import TYPE_CHECKING

from flyers.cli.console import Console
from flyers.errors import ExitCode

if TYPE_CHECKING:
    from flyers.proof.findings import Explanation

NAME = "explain"
SUMMARY = "say what a code of the proof means, and what to do about it"
DESCRIPTION = """\
Say of each code what the check looks at, why it matters, what to do and who can do it, and which standard asks for it.
Without a code, list all of them."""
EXAMPLES = """\
  flyers explain P103
  flyers explain X711 X713
  flyers explain                          every code, one on each line"""

WIDTH = 88
"""Columns of a paragraph."""

SCOPES = {
    "press": "press files of ours",
    "press, any file": "press files, those of other programs too",
    "any file": "every PDF, whoever made it",
    "": "our files, in every edition",
}


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("codes", metavar="CODE", nargs="*", help="a code, as in “P103”; upper or lower case")
    parser.add_argument("--json", action="store_true", help="print the explanations as one JSON document")


def run(options: argparse.Namespace, console: Console) -> ExitCode:
    from flyers.build.plan import choose
    from flyers.proof import EXPLANATIONS

    codes = choose("code", [code.upper() for code in options.codes], sorted(EXPLANATIONS))
    chosen = [EXPLANATIONS[code] for code in codes]
    if options.json:
        console.data([asdict(about) for about in chosen])
    elif options.codes:
        console.say("\n\n".join(map(explained, chosen)))
    else:
        console.table([("code", "what is held"), *((about.code, about.title) for about in chosen)])
    return ExitCode.OK


def explained(about: Explanation) -> str:
    """One code, in paragraphs with their names before them."""
    facts = {
        "Found": about.found,
        "Why": about.why,
        "Do": about.advice,
        "Who": about.mends,
        "Holds for": _scope(about),
        "Stops": "the file is not written" if about.severity == "error" else "nothing: somebody should look",
        "Rule": "; ".join(about.rules) or "the trade's practice, or our own care",
    }
    paragraphs = [
        textwrap.fill(
            text.replace("**", ""), WIDTH, initial_indent=f"  {name:10} ", subsequent_indent=" " * 13,
            break_long_words=False, break_on_hyphens=False,
        )
        for name, text in facts.items()
    ]  # fmt: skip
    return "\n".join([f"{about.code}  {about.title}", *paragraphs])


def _scope(about: Explanation) -> str:
    if about.standards:
        return f"files that say that they meet {' or '.join(about.standards)}"
    return SCOPES[about.scope]
