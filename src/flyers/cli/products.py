"""``flyers products``: what can be made."""

from __future__ import annotations

import argparse

from flyers.cli.console import Console
from flyers.errors import ExitCode

NAME = "products"
SUMMARY = "list the products that the campaign has a layout for"
DESCRIPTION = """\
List what can be made: one product for each layout file in content/layouts/. To add a product, add a layout."""
EXAMPLES = """\
  flyers products
  flyers products --json"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print the list as one JSON document")


def run(options: argparse.Namespace, console: Console) -> ExitCode:
    from flyers.build.workshop import workshop

    products = workshop(options.project).products
    if options.json:
        console.data(products)
    else:
        for product in products:
            console.say(product)
    return ExitCode.OK
