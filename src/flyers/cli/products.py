"""``flyers products``: the products and print conditions of a campaign."""

from __future__ import annotations

import argparse

from flyers.cli.console import Console
from flyers.errors import ExitCode

NAME = "products"
SUMMARY = "list the campaign's products, or its print conditions"
DESCRIPTION = """\
List the products: one for each layout file in content/layouts/. To add a product, add a layout. A print condition
describes what a press and its paper need; there is one for each file in content/press/."""
EXAMPLES = """\
  flyers products
  flyers products --conditions            what --press takes
  flyers products --json"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--conditions", action="store_true", help="list the print conditions instead")
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
