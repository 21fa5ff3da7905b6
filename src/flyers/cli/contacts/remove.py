"""``flyers contacts remove``: a contact that the campaign does not have."""

from __future__ import annotations

import argparse

from flyers.cli.console import Console
from flyers.errors import ExitCode

NAME = "remove"
SUMMARY = "take a contact out, and what belongs to it off the pages"
DESCRIPTION = """\
Take a contact out of content/contacts.yaml. If the campaign's base has it too, the file says “none” for it from then
on: codes, links and labels that belong to it fall away. As long as a message or a layout needs it, these places are
named and nothing is written."""
EXAMPLES = """\
  flyers contacts remove coalition_phone"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("contact", metavar="ID", help="as 'flyers contacts list' has it")


def run(options: argparse.Namespace, console: Console) -> ExitCode:
    from flyers.pipeline.session import open_session
    from flyers.workflow.contact_entries import remove_contact

    console.say(remove_contact(open_session(options.project), options.contact).as_posix())
    return ExitCode.OK
