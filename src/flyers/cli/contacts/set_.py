"""``flyers contacts set``: change a contact in place, and list what the change affects."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from flyers.cli.console import Console
from flyers.cli.contacts.uses import show_impact
from flyers.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from flyers.workflow.contact_change import ContactChange

NAME = "set"
SUMMARY = "change a contact, and list everything that the change affects"
DESCRIPTION = """\
Change values of content/contacts.yaml in place; comments stay, and the file is checked before it is written.

ID.FIELD is a field of the file (hotline.display, hotline.source), or the contact's kind: hotline.phone sets what is
printed and what a code opens together. hotline.phone.es, or site.web.es, does so for one language: pieces in Spanish
get a number or page of their own. A changed number counts as never verified unless you give a date. Then the command
lists the messages, products and languages with the contact, the sign-offs that are stale now, and every printed piece
on record with another number or address, with the day and the copies ordered. When the hours change, or whether
interpreters answer, it lists the messages that promise them in words: no piece is made with one that is not true."""
EXAMPLES = """\
  flyers contacts set coalition_phone.phone 860-555-0100 --verified-on 2026-11-03
  flyers contacts set coalition_site.web example.org/help coalition_site.web.es example.org/ayuda
  flyers contacts set hotline.display 1-888-555-0199 hotline.target tel:+18885550199 --dry-run"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("words", metavar="ID.FIELD VALUE", nargs="+", help="what to change, and its new value")
    parser.add_argument("--source", metavar="TEXT", help="where the fact comes from, an address or a sentence")
    parser.add_argument(
        "--verified-on", metavar="DATE", help="the day on which a person tested it (YYYY-MM-DD); default: never"
    )
    parser.add_argument("--dry-run", action="store_true", help="show what would change, and change nothing")
    parser.add_argument("--json", action="store_true", help="print changes and impact as one JSON document")


def run(options: argparse.Namespace, console: Console) -> ExitCode:
    from flyers.pipeline.session import open_session
    from flyers.workflow.contact_change import change_contacts

    change = change_contacts(open_session(options.project), _edits(options), write=not options.dry_run)
    if options.json:
        console.data(_json(change))
    else:
        _show(change, options, console)
    return ExitCode.OK


def _edits(options: argparse.Namespace) -> list[tuple[str, str]]:
    words = options.words
    if len(words) % 2:
        raise UsageError(
            f"“{words[-1]}” has no value.",
            hint="Write ID.FIELD VALUE, as in hotline.phone 1-888-373-7888; quote a value with spaces.",
        )
    for word in words:
        if not _is_text(word):
            raise UsageError(f"{word!a} is not text that a file can have.", hint="Type it again, in UTF-8.")
    edits = list(zip(words[::2], words[1::2], strict=True))
    contacts = dict.fromkeys(name.partition(".")[0] for name, _ in edits)
    for field, value in (("source", options.source), ("verified_on", options.verified_on)):
        edits += [(f"{contact}.{field}", value) for contact in contacts if value is not None]
    return edits


def _is_text(word: str) -> bool:
    """Return whether *word* can be written in UTF-8: a byte that was typed in another encoding can't."""
    try:
        word.encode()
    except UnicodeEncodeError:
        return False
    return True


def _json(change: ContactChange) -> dict[str, object]:
    return {
        "written": change.written,
        "changes": [{"field": one.field, "before": one.before, "after": one.after} for one in change.edit.changes],
        "unasked": dict(change.unasked),
        "kept": dict(change.kept),
        "impact": [impact.to_json() for impact in change.impacts],
    }


def _show(contact_change: ContactChange, options: argparse.Namespace, console: Console) -> None:
    from flyers.content.contacts import ASK_THE_OFFICE

    edit, impacts = contact_change.edit, contact_change.impacts
    if not edit.changes:
        console.say("Nothing changes: the contact already has these values.")
        return
    console.say(f"{edit.path}: {'would change' if options.dry_run else 'changed'}")
    for change in edit.changes:
        console.say(f"  {change.field}: {change.before or '(nothing)'} → {change.after or '(nothing)'}")
    reached = [impact for impact in impacts if not impact.promised]
    changed = [edit.contacts[impact.contact] for impact in reached]
    if options.verified_on is None and not all(contact.is_emergency for contact in changed):
        console.say("Nobody has tested the new contact yet: test it, then record the day with --verified-on.")
    if options.verified_on is None and any(contact.is_emergency for contact in changed):
        console.say(f"{ASK_THE_OFFICE} Then record the day of that answer with --verified-on.")
    if reached and options.source is None:
        console.say("The source on record is the former contact's: name the source of the new one with --source.")
    if contact_change.unasked:
        values = " and ".join(f"“{name}: {value}”" for name, value in contact_change.unasked.items())
        was = "was" if len(contact_change.unasked) == 1 else "were"
        console.say(
            f"{values} {was} true of the former contact, and messages promise it. If it is not true of the new one, "
            "change it too: 'flyers contacts uses' lists the messages."
        )
    for field, printed in contact_change.kept.items():
        tag = field.rpartition(".")[2]
        console.say(f"Pieces in {tag} keep their own, {printed}: 'flyers contacts set {field} …' changes it.")
    for impact in impacts:
        console.say()
        console.say(impact.promised or impact.contact)
        show_impact(impact, console, changed=True)
