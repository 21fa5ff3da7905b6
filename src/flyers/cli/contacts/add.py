"""``flyers contacts add``: a new contact."""

from __future__ import annotations

import argparse

from flyers.cli.console import Console
from flyers.errors import ExitCode, UsageError

NAME = "add"
SUMMARY = "add a contact"
DESCRIPTION = """\
Write a new contact into content/contacts.yaml: its id, its kind (phone, text, web, mail, app or place), and what is
printed. What a code opens is derived from that, but for apps. It is in the group “own”: products whose layouts have a
place for that group print it, and the command names them. Messages may say {ID}."""
EXAMPLES = """\
  flyers contacts add clinic.phone 207-555-0143 --name contact.coalition.name --source "The clinic's own leaflet"
  flyers contacts add clinic_site.web example.org/clinic
  flyers contacts add desk.place "12 Main Street, Portland ME 04101"
  flyers contacts add chat.app "WhatsApp 207-555-0143" --opens https://wa.me/12075550143"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("contact", metavar="ID.KIND", help="as in clinic.phone")
    parser.add_argument("value", metavar="VALUE", help="as it is printed")
    parser.add_argument(
        "--name", metavar="MESSAGE", default="", help="the message that names who is reached; default: the publisher's"
    )
    parser.add_argument(
        "--opens", metavar="ADDRESS", default="", help="what a code opens, if that does not follow from what is printed"
    )
    parser.add_argument("--source", metavar="TEXT", default="", help="where the fact comes from")


def run(options: argparse.Namespace, console: Console) -> ExitCode:
    from flyers.content.contacts import ContactKind
    from flyers.pipeline.session import open_session
    from flyers.workflow.contact_entries import add_contact
    from flyers.workflow.uses import products_with_contact

    name, _, kind = options.contact.partition(".")
    if kind not in tuple(ContactKind):
        raise UsageError(
            f"“{options.contact}” does not say of which kind the contact is.",
            hint=f"Write ID.KIND, as in {name}.phone. Kinds are {', '.join(ContactKind)}.",
        )
    session = open_session(options.project)
    path = add_contact(
        session, name, kind, options.value, label=options.name, source=options.source, opens=options.opens
    )
    console.say(path.as_posix())
    products = ", ".join(products_with_contact(session, name))
    console.note(f"Printed on {products or 'no product: no layout has a place for the group “own”'}.")
    console.note(f"Nobody has tested it yet: test it, then 'flyers contacts verify {name}'.")
    return ExitCode.OK
