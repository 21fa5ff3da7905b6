"""``flyers contacts uses``: what a change of a contact would affect."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from flyers.cli.console import Console
from flyers.errors import ExitCode

if TYPE_CHECKING:
    from flyers.workflow.impact import Impact, PrintedPiece

NAME = "uses"
SUMMARY = "list every message, product, language, sign-off and printed piece with a contact"
DESCRIPTION = """\
List what shows a contact: messages that contain it, products that may print it (as words or as a code), languages,
sign-offs that a change would make stale, and printed pieces on record. Those with another number or address than
today's are listed apart, each with the number in print, the day, and the copies ordered: they are to be collected. So
are messages that promise in words what the contact's hours are, and whether interpreters answer."""
EXAMPLES = """\
  flyers contacts uses hotline
  flyers contacts uses hotline --json"""
IN_EACH = True


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("contact", metavar="ID", help="the contact's id, as in “hotline”")
    parser.add_argument("--json", action="store_true", help="print the impact as one JSON document")


def run(options: argparse.Namespace, console: Console) -> ExitCode:
    from flyers.content.promises import FACTS
    from flyers.pipeline.plan import choose
    from flyers.pipeline.session import open_session
    from flyers.workflow.contact_change import read_impacts, read_promises

    session = open_session(options.project)
    (contact,) = choose("contact", [options.contact], list(session.campaign.contacts))
    (impact,) = read_impacts(session, [contact])
    promises = read_promises(session, [f"{contact}.{name}" for name in FACTS])
    if options.json:
        console.data(impact.to_json() | {"promises": [promise.to_json() for promise in promises]})
        return ExitCode.OK
    show_impact(impact, console, changed=False)
    for promise in promises:
        console.say()
        show_impact(promise, console, changed=False)
    return ExitCode.OK


def show_impact(impact: Impact, console: Console, *, changed: bool) -> None:
    """Print everything that shows the contact, or promises something of it in words.

    *changed* says that the contact has just been changed.
    """
    _show_list(console, f"messages that promise {impact.promised}" if impact.promised else "messages", impact.messages)
    if impact.untrue:
        _show_list(console, "untrue until they are changed, and not printed", impact.untrue)
    for tag, messages in impact.translated.items():
        _show_list(console, f"messages in {tag} only", messages)
    _show_list(console, "products", impact.products)
    _show_list(console, "languages", impact.languages)
    if not impact.promised:
        _show_signed(impact, console, changed=changed)
    _show_pieces(console, "printed pieces on record with it", impact.pieces)
    if impact.outdated or changed:
        _show_pieces(console, "printed pieces that are wrong now", impact.outdated)


def _show_signed(impact: Impact, console: Console, *, changed: bool) -> None:
    signed = "sign-offs made stale" if changed else "signed with it"
    for tag, covered in impact.signed.items():
        _show_list(console, f"{signed}, {tag}", covered)
    if not impact.signed:
        console.say(f"{signed}: none")


def _show_pieces(console: Console, title: str, pieces: tuple[PrintedPiece, ...]) -> None:
    from flyers.translation.standing import counted

    orders = counted(len(pieces), "order") if pieces else "none on record"
    console.say(f"{title}: {orders}")
    for piece in pieces:
        ordered = ", ".join(
            f"{quantity} × {product}" if quantity else f"{product} (quantity not on record)"
            for product, quantity in piece.products.items()
        )
        console.say(f"  {piece.printed}: {ordered}, on {piece.day} ({piece.state})")
        opens = "" if not piece.opens or piece.opens.startswith(("tel:", "sms:")) else f"opens {piece.opens}, "
        console.say(f"    {opens}{piece.language} · {piece.issue} · {piece.code}, {piece.path}")


def _show_list(console: Console, name: str, items: tuple[object, ...]) -> None:
    console.say(f"{name} ({len(items)}): {', '.join(map(str, items)) or 'none'}")
