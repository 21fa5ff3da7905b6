"""``flyers contacts verify``: record that a person has tried contacts."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from flyers.cli.argument_types import day, names
from flyers.cli.console import Console, commit_it
from flyers.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterable

NAME = "verify"
SUMMARY = "record that a person has dialed numbers or opened addresses, and the right people answered"
DESCRIPTION = """\
Write into content/contacts.yaml the day on which a person tried contacts: dialed the number, sent the text, opened the
address, and the right people answered. A package is final only if every contact in print has been tried.

Don't dial an emergency number such as 911 for a test: ask the office that runs it, on its ordinary line, and record the
day of its answer.

Only a person can know that, so nothing is dialed here. --by may say who it was, by a name or an id whose owner the
coalition knows; it is printed nowhere, but the file is in git. A changed number counts as never tried."""
EXAMPLES = """\
  flyers contacts verify hotline hotline_text
  flyers contacts verify hotline hotline_text coalition_phone --date 2026-11-03 --by R-07"""
IN_EACH = True


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "contacts", metavar="ID", type=names, nargs="+", help="contacts that were tried, as in “hotline hotline_text”"
    )
    parser.add_argument("--date", metavar="DATE", type=day, help="the day (YYYY-MM-DD); default: today")
    parser.add_argument("--by", metavar="WHO", default="", help="who tried them: a name, or an id")


def run(options: argparse.Namespace, console: Console) -> ExitCode:
    from flyers.content.contacts import ASK_THE_OFFICE
    from flyers.pipeline.plan import choose
    from flyers.pipeline.session import open_session
    from flyers.workflow.contact_change import change_contacts
    from flyers.workflow.signing import day_of_build

    session = open_session(options.project)
    contacts = choose("contact", _flat(options.contacts), list(session.campaign.contacts))
    on = options.date or day_of_build()
    edits = [edit for contact in contacts for edit in _edits(contact, on.isoformat(), options.by)]
    edit = change_contacts(session, edits).edit
    recorded = [edit.contacts[contact] for contact in contacts]
    for contact in recorded:
        console.say(f"{contact.id}: {contact.display}, {'confirmed' if contact.is_emergency else 'tried'} on {on}")
    written = f"{edit.path}: written{commit_it(edit.path)}"
    console.note(written if edit.changes else "Nothing changes: this was already on record.")
    if numbers := [contact.display for contact in recorded if contact.is_emergency]:
        console.note(f"{ASK_THE_OFFICE} The day on record for {', '.join(numbers)} must be that of its answer.")
    missing = [contact for contact in edit.contacts.values() if contact.verified_on is None]
    for verb, emergency in (("tried", False), ("confirmed by the office that runs it", True)):
        if names := [contact.id for contact in missing if contact.is_emergency is emergency]:
            console.note(f"never {verb}: {', '.join(names)}")
    return ExitCode.OK


def _flat(lists: Iterable[list[str]]) -> list[str]:
    return [name for listed in lists for name in listed]


def _edits(contact: str, on: str, by: str) -> list[tuple[str, str]]:
    return [(f"{contact}.verified_on", on), (f"{contact}.verified_by", by)]
