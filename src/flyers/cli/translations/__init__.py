"""``flyers translations``: what translators and those who look after them do, a command each."""

from __future__ import annotations

from flyers.cli.translations import check, export, import_, init, sign, status, update

NAME = "translations"
SUMMARY = "look after the catalogs: renew, check, pass to translators and back, sign"
DESCRIPTION = """\
Look after the catalogs, one for each language: bring them in step with the messages, check them, pass them to
translators and take them back, and record who has signed them. docs/coordinators.md goes through it in order."""
EXAMPLES = """\
  flyers translations status              how far each language is
  flyers translations update              after messages have changed
  flyers translations export --lang es    a file for an agency; “import” takes it back
  flyers translations check               what is wrong or doubtful in them"""

COMMANDS = (status, init, update, export, import_, check, sign)
"""One module each, like those of `flyers.cli.parser.COMMANDS`."""
