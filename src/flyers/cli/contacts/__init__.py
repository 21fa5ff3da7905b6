"""``flyers contacts``: the facts that are never translated, a command each."""

from __future__ import annotations

from flyers.cli.contacts import listing, setting, uses

NAME = "contacts"
SUMMARY = "list the contacts, change one, and see what hangs on it"
DESCRIPTION = """\
Every number and address stands once, in content/contacts.yaml. List them, change one where it stands, and see which
messages, products, languages, sign-offs and printed pieces a change touches."""
EXAMPLES = """\
  flyers contacts list
  flyers contacts set coalition_phone.phone 860-555-0100 --dry-run
  flyers contacts uses hotline"""

COMMANDS = (listing, setting, uses)
"""One module each, like those of `flyers.cli.parser.COMMANDS`."""
