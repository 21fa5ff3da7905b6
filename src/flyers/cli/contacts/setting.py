"""``flyers contacts set``: change a contact where it stands, and say what that touches."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from flyers.cli.console import Console
from flyers.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from flyers.workflow.contact_edit import ContactEdit
    from flyers.workflow.impact import Impact

NAME = "set"
SUMMARY = "change a contact, and list everything that this touches"
DESCRIPTION = """\
Change values of content/contacts.yaml where they stand; comments stay, and the file is checked before it is written.

ID.FIELD is a field of the file (hotline.display, hotline.source), or the contact's kind: hotline.phone sets what is
printed and what a code opens together. A changed number counts as never verified until you say otherwise. Then it lists
the messages, products and languages with the contact, the sign-offs that are stale now, and the printed editions on
record that are wrong now."""
EXAMPLES = """\
  flyers contacts set coalition_phone.phone 860-555-0100 --verified-on 2026-11-03
  flyers contacts set hotline.display 1-888-555-0199 hotline.target tel:+18885550199 --dry-run"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("words", metavar="ID.FIELD VALUE", nargs="+", help="what to change, and into what")
    parser.add_argument("--source", metavar="TEXT", help="where the fact comes from, an address or a sentence")
    parser.add_argument(
        "--verified-on", metavar="DATE", help="the day on which a person tried it (YYYY-MM-DD); by default never"
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
    parser.add_argument("--json", action="store_true", help="print it as one JSON document")


def run(options: argparse.Namespace, console: Console) -> ExitCode:
    from flyers.files import write_whole
    from flyers.pipeline.session import open_session
    from flyers.workflow.contact_edit import edit
    from flyers.workflow.impact import touched

    session = open_session(options.project)
    wishes = _wishes(options)
    edited = edit(session.campaign, wishes)
    facts = dict.fromkeys(change.what.partition(".")[0] for change in edited.changes if _prints(change.what))
    found = [touched(session, contact) for contact in facts]
    if not options.dry_run and edited.changes:
        write_whole(edited.path, edited.text.encode())
        session.reload()
    if options.json:
        console.data(_json(edited, found, written=not options.dry_run))
    else:
        _tell(edited, found, options, console)
    return ExitCode.OK


def _wishes(options: argparse.Namespace) -> list[tuple[str, str]]:
    words = options.words
    if len(words) % 2:
        raise UsageError(
            f"“{words[-1]}” has no value." if len(words) > 1 else f"“{words[0]}” is to be set to nothing.",
            hint="Write ID.FIELD VALUE, as in hotline.phone 1-888-373-7888; quote a value with spaces.",
        )
    wishes = list(zip(words[::2], words[1::2], strict=True))
    contacts = dict.fromkeys(name.partition(".")[0] for name, _ in wishes)
    for field, value in (("source", options.source), ("verified_on", options.verified_on)):
        wishes += [(f"{contact}.{field}", value) for contact in contacts if value is not None]
    return wishes


def _prints(what: str) -> bool:
    """Whether a change of this field is one of what stands on paper."""
    return what.partition(".")[2] in ("display", "target", "name")


def _json(edited: ContactEdit, found: list[Impact], *, written: bool) -> dict[str, object]:
    changes = [{"field": each.what, "before": each.before, "after": each.after} for each in edited.changes]
    return {"written": written and bool(changes), "changes": changes, "touched": [each.to_json() for each in found]}


def _tell(edited: ContactEdit, found: list[Impact], options: argparse.Namespace, console: Console) -> None:
    if not edited.changes:
        console.say("Nothing changes: the contact says so already.")
        return
    console.say(f"{edited.path}: {'would change' if options.dry_run else 'changed'}")
    for change in edited.changes:
        console.say(f"  {change.what}: {change.before or '(nothing)'} → {change.after or '(nothing)'}")
    if found and options.verified_on is None:
        console.note("Nobody has tried the new one yet: try it, then say so with --verified-on.")
    if found and options.source is None:
        console.note("The source on record is that of the old one: say where the new one comes from with --source.")
    from flyers.cli.contacts.report import tell

    for touched in found:
        console.say()
        console.say(touched.contact)
        tell(touched, console, changed=True)
