"""``flyers contacts uses``: what a change of a contact would touch."""

from __future__ import annotations

import argparse

from flyers.cli.console import Console
from flyers.errors import ExitCode

NAME = "uses"
SUMMARY = "list every message, product, language, sign-off and printed edition with a contact"
DESCRIPTION = """\
List what shows a contact: messages that hold it, products that may print it (as words or as a code), languages,
sign-offs that a change would make stale, and printed editions on record."""
EXAMPLES = """\
  flyers contacts uses hotline
  flyers contacts uses hotline --json"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("contact", metavar="ID", help="the contact's id, as in “hotline”")
    parser.add_argument("--json", action="store_true", help="print it as one JSON document")


def run(options: argparse.Namespace, console: Console) -> ExitCode:
    from flyers.cli.contacts.report import tell
    from flyers.pipeline.plan import choose
    from flyers.pipeline.session import open_session
    from flyers.workflow.impact import touched

    session = open_session(options.project)
    (contact,) = choose("contact", [options.contact], list(session.campaign.contacts))
    found = touched(session, contact)
    if options.json:
        console.data(found.to_json())
    else:
        tell(found, console, changed=False)
    return ExitCode.OK
