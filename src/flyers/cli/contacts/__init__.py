"""``flyers contacts``: the facts that are never translated."""

from __future__ import annotations

from flyers.cli.contacts import list_, set_, uses

NAME = "contacts"
SUMMARY = "list the contacts, change one, and list what shows it"
DESCRIPTION = """\
Every number and address is written once, in content/contacts.yaml. List them, change one in place, and see which
messages, products, languages, sign-offs and printed pieces a change affects."""
EXAMPLES = """\
  flyers contacts list
  flyers contacts set coalition_phone.phone 860-555-0100 --dry-run
  flyers contacts uses hotline"""

COMMANDS = (list_, set_, uses)
"""One module each, like `flyers.cli.parser.COMMANDS`."""
