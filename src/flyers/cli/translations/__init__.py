"""``flyers translations``: the commands for translators and coordinators."""

from __future__ import annotations

from flyers.cli.translations import answers, check, export, import_, init, sign, status, update

NAME = "translations"
SUMMARY = "manage the catalogs: update, check, export and import, sign"
DESCRIPTION = """\
Manage the catalogs, one for each language: update them from the messages, check them, export them for translators and
import the results, take what readers answer, and record who has signed them. 'flyers docs coordinators'
explains the steps in order."""
EXAMPLES = """\
  flyers translations status              how far each language is
  flyers translations update              after messages have changed
  flyers translations export --lang es    a file for an agency; “import” reads it back
  flyers translations check               what is wrong or doubtful"""

COMMANDS = (status, init, update, export, import_, check, answers, sign)
"""One module each, like `flyers.cli.parser.COMMANDS`."""
