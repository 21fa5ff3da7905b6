"""``flyers translations update``: keep the catalogs in step with the messages."""

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
SUMMARY = "renew the template and the catalogs after messages have changed"
DESCRIPTION = """\
Extract every message into translations/flyers.pot, the template that translators start from, and merge it into the
catalogs. New messages come in untranslated. Where the English has changed the translation is marked fuzzy, with the
former English beside it (“#|”). A message with a new id finds the translation of its English, marked fuzzy. What no
message needs any more stays at the end of the catalog, commented out: nothing that was translated is lost.

A fuzzy or missing message stops the build of its language until a translator has seen it. Running this twice changes
nothing the second time."""
EXAMPLES = """\
  flyers translations update              the template and every catalog
  flyers translations update --lang es
  flyers translations update --check      change nothing; fail when something is out of step (for CI)"""

SHOWN = 12
"""Ids of one kind that are named in a language, so that forty languages fit on a screen."""


def configure(parser: argparse.ArgumentParser) -> None:
    add_names(parser, "--lang", "TAGS", "the catalogs to merge; by default all. The template is renewed in any case")
    parser.add_argument("--check", action="store_true", help="write nothing; end with code 4 when a file would change")
    parser.add_argument("--json", action="store_true", help="print what changed as one JSON document, all ids in it")


def run(options: argparse.Namespace, console: Console) -> ExitCode:
    from flyers.pipeline.session import open_session
    from flyers.workflow.catalog_update import renew

    session = open_session(options.project)
    changed = renew(session, options.lang or (), write=not options.check)
    if options.json:
        console.data([each.to_json() for each in changed])
    else:
        for each in changed:
            console.say(f"{each.name}: {'out of step' if options.check else 'renewed'}")
            for line in _what(each):
                console.say(f"  {line}")
        if not changed:
            console.say("Template and catalogs are in step with the messages.")
    return ExitCode.TRANSLATION if options.check and changed else ExitCode.OK


def _what(each: CatalogUpdate) -> Iterator[str]:
    for kind, found in (("new", each.new), ("fuzzy", each.fuzzy), ("obsolete", each.obsolete)):
        if found:
            more = f" and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
            yield f"{len(found)} {kind}: {', '.join(found[:SHOWN])}{more}"
