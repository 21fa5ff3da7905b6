"""``flyers translations update``: keep the catalogs in step with the messages."""

from __future__ import annotations

import argparse

from flyers.cli.console import Console
from flyers.cli.words import names
from flyers.errors import ExitCode

NAME = "update"
SUMMARY = "renew the template and the catalogs after messages have changed"
DESCRIPTION = """\
Extract every message into translations/flyers.pot, the template that translators start from, and merge it into the
catalogs: new messages come in untranslated, changed ones are marked fuzzy, and nothing that was translated is lost.

A fuzzy or missing message stops the build of its language until a translator has seen it."""
EXAMPLES = """\
  flyers translations update              the template and every catalog
  flyers translations update --lang es
  flyers translations update --check      change nothing; fail when something is out of step (for CI)"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--lang",
        metavar="TAGS",
        type=names,
        action="extend",
        help="the catalogs to merge; by default all. The template is renewed in any case",
    )
    parser.add_argument("--check", action="store_true", help="write nothing; end with code 4 when a file would change")


def run(options: argparse.Namespace, console: Console) -> ExitCode:
    from flyers.build.catalogs import renew
    from flyers.build.workshop import workshop

    shop = workshop(options.project)
    changed = renew(shop, options.lang or (), write=not options.check)
    for path in changed:
        console.say(f"{path}: {'out of step' if options.check else 'renewed'}")
    if not changed:
        console.say("Template and catalogs are in step with the messages.")
    return ExitCode.TRANSLATION if options.check and changed else ExitCode.OK
