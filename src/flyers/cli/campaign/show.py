"""``flyers campaign show``: every value, and where it comes from."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from flyers.cli.console import Console
from flyers.errors import ExitCode, UsageError

NAME = "show"
SUMMARY = "say of every value of the campaign whether it is its own or the base's"
DESCRIPTION = """\
List the values of the campaign: contacts, messages, languages, translations, colours, layouts, sheets and so on, with
the campaign that each comes from. “instead of” names the base whose value is replaced."""
EXAMPLES = """\
  flyers campaign show                      everything
  flyers campaign show --own                only what this campaign has itself
  flyers campaign show contact language     some kinds
  flyers campaign show --json"""


SHOWN = 50
"""Characters of a value in the table; JSON has all of them."""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kinds", metavar="KIND", nargs="*", help="contact, message, language …; default: all")
    parser.add_argument("--own", action="store_true", help="leave out what comes from a base as it is")
    parser.add_argument("--json", action="store_true", help="print the list as one JSON document")


def run(options: argparse.Namespace, console: Console) -> ExitCode:
    from flyers.content.schema import did_you_mean, shorten
    from flyers.pipeline.session import open_session
    from flyers.workflow.layer_values import HERE, layer_values

    values = list(layer_values(open_session(options.project)))
    known = tuple(dict.fromkeys(value.kind for value in values))
    wanted = [kind if kind in known else kind.removesuffix("s") for kind in options.kinds]
    for kind in wanted:
        if kind not in known:
            hint = f"{did_you_mean(kind, known)} Kinds are {', '.join(known)}.".strip()
            raise UsageError(f"There is no kind “{kind}”.", hint=hint)
    shown = [
        value for value in values if (not wanted or value.kind in wanted) and (not options.own or value.layer == HERE)
    ]
    if options.json:
        console.data([asdict(value) for value in shown])
        return ExitCode.OK
    heading = ("kind", "name", "value", "comes from", "instead of")
    console.table([heading, *((v.kind, v.name, shorten(v.value, SHOWN), v.layer, v.instead_of) for v in shown)])
    return ExitCode.OK
