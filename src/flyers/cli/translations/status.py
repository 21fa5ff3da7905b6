"""``flyers translations status``: how far each language is."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from flyers.cli.argument_types import add_names
from flyers.cli.console import Console
from flyers.cli.selection import name_products
from flyers.errors import ExitCode

if TYPE_CHECKING:
    from flyers.workflow.status import Counts, Status

NAME = "status"
SUMMARY = "count what is translated, fuzzy, stale, checked, reviewed and signed"
DESCRIPTION = """\
Count the messages of every language, for the whole campaign or for one product: translated, stale (the English has
changed since), fuzzy, checked (the program finds no error), reviewed (a person has read it as it is now), signed (the
person has also seen the pages). The state is that of the whole language: draft, checked, reviewed, partly signed (some
products are signed, others are not), signed, or stale. With --product it is that of each product.

With --lang every change since the last sign-off is listed with its reason, the state of each product, and whom each
waits for: a reader, a coordinator or a signature. Reviewers are never named."""
EXAMPLES = """\
  flyers translations status
  flyers translations status --lang es
  flyers translations status --product wallet-card --json"""
IN_EACH = True


def configure(parser: argparse.ArgumentParser) -> None:
    add_names(parser, "--lang", "TAGS", "languages to count; default: all")
    add_names(parser, "--product", "NAMES", "count the messages that these products may print; default: all messages")
    parser.add_argument(
        "--json", action="store_true", help="print the status as one JSON document, with each product too"
    )


COLUMNS = ("messages", "translated", "stale", "fuzzy", "checked", "reviewed", "signed")


def run(options: argparse.Namespace, console: Console) -> ExitCode:
    from flyers.pipeline.session import open_session
    from flyers.workflow.status import status

    session = open_session(options.project)
    products = name_products(options.product, session) if options.product else []
    statuses = [status(session, tag, products) for tag in session.languages(options.lang or ())]
    if options.json:
        console.data([status.to_json() for status in statuses])
        return ExitCode.OK
    head = ("language", *(["product"] if products else []), "state", *COLUMNS)
    rows = [row for status in statuses for row in _rows(status, products)]
    console.table([head, *rows], right=range(len(head) - len(COLUMNS), len(head)))
    for language in statuses:
        _show_remarks(language, console, details=bool(options.lang))
    return ExitCode.OK


def _rows(status: Status, products: list[str]) -> list[tuple[str, ...]]:
    if not products:
        return [(status.tag, status.state, *_cells(status.counts))]
    return [(status.tag, product, status.state_of(product), *_cells(status.products[product])) for product in products]


def _cells(counts: Counts) -> tuple[str, ...]:
    return tuple(str(getattr(counts, column)) for column in COLUMNS)


def _show_remarks(status: Status, console: Console, *, details: bool) -> None:
    """Print what the table does not say about a language; with *details* every change."""
    if status.problem:
        console.say(f"{status.tag}: {status.words}")
        return
    standing = status.standing
    if status.pages_changed:
        console.say(f"{status.tag}: the pages have changed since they were signed; the words have not")
    if status.changed_products:
        listed = ", ".join(status.changed_products)
        console.say(f"{status.tag}: the pages of {listed} have changed since they were signed; the words have not")
    if standing.changes or details:
        console.say(f"{status.tag}: {status.words}{':' if standing.changes and details else ''}")
    if not details:
        return
    for change in standing.changes:
        console.say(f"  {change.what}: {change.why}")
    waits = set(status.waits.values())
    if len(status.waits) > 1 and len(waits) == 1 and any(waits):
        console.say(f"{status.tag}: every product waits for {waits.pop()}")
    elif any(waits):
        console.say(f"{status.tag} waits for:")
        console.table(
            [("  product", "for"), *((f"  {product}", whom or "nobody") for product, whom in status.waits.items())]
        )
    if len({own.words for own in status.standings.values()}) > 1:
        console.say(f"{status.tag}, by product:")
        console.table([(f"  {product}", own.words) for product, own in status.standings.items()])
