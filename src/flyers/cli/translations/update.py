"""``flyers translations update``: update the catalogs from the messages."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flyers.cli.argument_types import add_names
from flyers.cli.console import Console
from flyers.errors import ExitCode

if TYPE_CHECKING:
    from flyers.workflow.catalog_update import CatalogUpdate

NAME = "update"
SUMMARY = "update the template and the catalogs after messages have changed"
DESCRIPTION = """\
Extract every message into translations/flyers.pot, the template for new translations, and merge it into the catalogs.
New messages are added untranslated. If the English has changed, the translation is marked fuzzy, with the former
English next to it (“#|”). A message with a new id gets the translation of its English, marked fuzzy. Translations that
no message uses any more stay at the end of the catalog, commented out: nothing that was translated is lost.

A fuzzy or missing message stops the build of its language until a translator has seen it. A second run changes
nothing."""
EXAMPLES = """\
  flyers translations update              the template and every catalog
  flyers translations update --lang es
  flyers translations update --check      change nothing; fail if something is outdated (for CI)"""
IN_EACH = True

SHOWN = 12
"""Ids of one kind that are named for a language; forty languages should fit on a screen."""


def configure(parser: argparse.ArgumentParser) -> None:
    add_names(parser, "--lang", "TAGS", "the catalogs to update; default: all. The template is always updated")
    parser.add_argument("--check", action="store_true", help="write nothing; end with code 4 if a file would change")
    parser.add_argument("--json", action="store_true", help="print all changes as one JSON document")


def run(options: argparse.Namespace, console: Console) -> ExitCode:
    from flyers.pipeline.session import open_session
    from flyers.workflow.catalog_update import update_catalogs

    session = open_session(options.project)
    with session.changing(not options.check):
        updates = update_catalogs(session, options.lang or (), write=not options.check)
    if options.json:
        console.data([update.to_json() for update in updates])
    else:
        for update in updates:
            console.say(f"{update.name}: {'outdated' if options.check else 'updated'}")
            for line in _changes(update):
                console.say(f"  {line}")
        if not updates:
            console.say("Template and catalogs are up to date.")
    return ExitCode.TRANSLATION if options.check and updates else ExitCode.OK


def _changes(update: CatalogUpdate) -> Iterator[str]:
    for kind, ids in (("new", update.new), ("fuzzy", update.fuzzy), ("obsolete", update.obsolete)):
        if ids:
            more = f" and {len(ids) - SHOWN} more" if len(ids) > SHOWN else ""
            yield f"{len(ids)} {kind}: {', '.join(map(str, ids[:SHOWN]))}{more}"
