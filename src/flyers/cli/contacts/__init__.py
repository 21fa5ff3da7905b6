"""``flyers contacts``: the facts that are never translated."""

from __future__ import annotations

from flyers.cli.contacts import add, list_, remove, set_, uses, verify

NAME = "contacts"
SUMMARY = "list, add, change and remove contacts, list what shows one, and record that a person has tried it"
DESCRIPTION = """\
Every number and address is written once, in content/contacts.yaml. List them, change one in place, see which
messages, products, languages, sign-offs and printed pieces a change affects, and record who has dialed it when."""
EXAMPLES = """\
  flyers contacts list
  flyers contacts set coalition_phone.phone 860-555-0100 --dry-run
  flyers contacts uses hotline
  flyers contacts verify hotline hotline_text --date 2026-11-03"""

COMMANDS = (list_, add, set_, remove, uses, verify)
"""One module each, like `flyers.cli.parser.COMMANDS`."""
