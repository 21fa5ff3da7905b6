"""``flyers products``: what can be made."""

from __future__ import annotations

import argparse

from flyers.cli.console import Console
from flyers.errors import ExitCode

NAME = "products"
SUMMARY = "list the products that the campaign has a layout for, or its print conditions"
DESCRIPTION = """\
List what can be made: one product for each layout file in content/layouts/. To add a product, add a layout.
What a press and its paper ask of the files is a print condition, one for each file in content/press/."""
EXAMPLES = """\
  flyers products
  flyers products --conditions            what --press takes
  flyers products --json"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--conditions", action="store_true", help="list the names of the print conditions instead")
    parser.add_argument("--json", action="store_true", help="print the list as one JSON document")


def run(options: argparse.Namespace, console: Console) -> ExitCode:
    from flyers.content.press import conditions
    from flyers.pipeline.session import open_session

    session = open_session(options.project)
    names = list(conditions(session.campaign)) if options.conditions else session.products
    if options.json:
        console.data(names)
    else:
        for name in names:
            console.say(name)
    return ExitCode.OK
