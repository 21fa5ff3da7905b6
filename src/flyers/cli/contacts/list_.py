"""``flyers contacts list``: the contacts, and when each was last tested."""

from __future__ import annotations

import argparse

from flyers.cli.console import Console
from flyers.errors import ExitCode

NAME = "list"
SUMMARY = "list the contacts, and when each was last tested"
DESCRIPTION = """\
List the contacts of content/contacts.yaml: what is printed, what a code or link opens, and the day on which a person
tested it and the right people answered. A day that has not come is remarked on."""
EXAMPLES = """\
  flyers contacts list
  flyers contacts list --json"""
IN_EACH = True


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print the list as one JSON document")


def run(options: argparse.Namespace, console: Console) -> ExitCode:
    from flyers.content.contacts import days_to_come
    from flyers.pipeline.session import open_session
    from flyers.workflow.signing import day_of_build

    contacts = open_session(options.project).campaign.contacts.values()
    for error in days_to_come(contacts, day_of_build()):
        console.error(str(error))
    if options.json:
        console.data(
            [
                {
                    "contact": contact.id,
                    "kind": str(contact.kind),
                    "printed": contact.display,
                    "opens": contact.target,
                    "languages": {
                        tag: {"printed": own.display, "opens": own.target}
                        for tag in contact.own_languages
                        for own in [contact.in_language(tag)]
                    },
                    "verified_on": contact.verified_on.isoformat() if contact.verified_on else None,
                    "source": contact.origin,
                }
                for contact in contacts
            ]
        )
        return ExitCode.OK
    rows = (
        (name, str(own.kind), own.display, own.target, str(own.verified_on or "never"))
        for contact in contacts
        for name, own in zip(
            (contact.id, *(f"{contact.id} ({tag})" for tag in contact.own_languages)), contact.variants(), strict=True
        )
    )
    console.table([("contact", "kind", "printed", "opens", "verified on"), *rows])
    return ExitCode.OK
