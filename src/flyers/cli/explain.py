"""``flyers explain``: what the codes of the proof and of the checks of translations mean, in plain words."""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING

from flyers.cli.console import Console
from flyers.errors import ExitCode

if TYPE_CHECKING:
    from flyers.proof.findings import Explanation
    from flyers.translation.checks import Explanation as Rule

NAME = "explain"
SUMMARY = "say what a code of the proof or of a translation's check means, and what to do about it"
DESCRIPTION = """\
Say of each code what the check looks at, why it matters, what to do and who can do it, and which standard asks for it.
Codes that begin with L are those of “flyers translations check”, all others those of the proof. Without a code, list
all of them."""
EXAMPLES = """\
  flyers explain P103
  flyers explain X711 X713
  flyers explain L201
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
    from flyers.pipeline.plan import choose

    known = explanations()
    codes = choose("code", [code.upper() for code in options.codes], sorted(known))
    chosen = [known[code] for code in codes]
    if options.json:
        console.data([asdict(about) for about in chosen])
    elif options.codes:
        console.say("\n\n".join(map(explained, chosen)))
    else:
        console.table([("code", "what is held"), *((about.code, about.title) for about in chosen)])
    return ExitCode.OK


def explanations() -> Mapping[str, Explanation | Rule]:
    """Every code: those of the proof, and those of the checks of translations."""
    from flyers import proof
    from flyers.translation import checks

    return {**proof.EXPLANATIONS, **checks.EXPLANATIONS}


def explained(about: Explanation | Rule) -> str:
    """One code, in paragraphs with their names before them."""
    from flyers.proof.findings import Explanation

    facts = _of_proof(about) if isinstance(about, Explanation) else _of_translation(about)
    paragraphs = [
        textwrap.fill(
            text.replace("**", ""),
            WIDTH,
            initial_indent=f"  {name:10} ",
            subsequent_indent=" " * 13,
            break_long_words=False,
            break_on_hyphens=False,
        )
        for name, text in facts.items()
    ]
    return "\n".join([f"{about.code}  {about.title}", *paragraphs])


def _of_proof(about: Explanation) -> dict[str, str]:
    return {
        "Found": about.found,
        "Why": about.why,
        "Do": about.advice,
        "Who": about.owner,
        "Holds for": _scope(about),
        "Stops": "the file is not written" if about.severity == "error" else "nothing: somebody should look",
        "Rule": "; ".join(about.rules) or "the trade's practice, or our own care",
    }


def _of_translation(about: Rule) -> dict[str, str]:
    stops = {
        "error": "no file is made in the language",
        "warning": "nothing: a translator should look",
        "advice": "nothing",
    }
    excuse = f"by a remark over the entry: “# ok: {about.code} the reason”" if about.excusable else "no"
    return {
        "Found": about.found,
        "Why": about.why,
        "Do": about.advice,
        "Who": "translator",
        "Stops": stops[about.severity],
        "Excused": excuse,
        "Rule": "; ".join(about.rules) or "our own care",
    }


def _scope(about: Explanation) -> str:
    if about.standards:
        return f"files that say that they meet {' or '.join(about.standards)}"
    return SCOPES[about.scope]
