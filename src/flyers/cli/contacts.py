"""``flyers contacts``: the facts that are never translated."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from itertools import chain
from typing import TYPE_CHECKING, Any

from flyers.cli.command import Command, command, day, flag, in_each, names, option
from flyers.cli.console import Console, commit_it
from flyers.content.contacts import ASK_THE_OFFICE, Contact, ContactKind, contact_of, days_to_come
from flyers.errors import UsageError, counted
from flyers.pipeline.plan import choose
from flyers.pipeline.session import open_session

if TYPE_CHECKING:
    from flyers.workflow.contact_change import ContactChange, Impact


@command(
    "list",
    "list the contacts, and when each was last tested",
    """List the contacts of content/contacts.yaml: what is printed, what a code or link opens, and the day on which a
person tested it and the right people answered. A day that has not come is remarked on.""",
    """\
  flyers contacts list
  flyers contacts list --json""",
    flag("--json", "print the list as one JSON document"),
    in_each,
)
def list_command(options: argparse.Namespace, console: Console) -> None:
    from flyers.workflow.signing import day_of_build

    contacts = open_session(options.project).campaign.contacts.values()
    for error in days_to_come(contacts, day_of_build()):
        console.error(str(error))
    if options.json:
        console.data([_plain(contact) for contact in contacts])
        return
    rows = [("contact", "kind", "printed", "opens", "verified on")]
    for contact in contacts:
        ids = (contact.id, *(f"{contact.id} ({tag})" for tag in contact.own_languages))
        for name, own in zip(ids, contact.variants(), strict=True):
            rows.append((name, str(own.kind), own.display, own.target, str(own.verified_on or "never")))
    console.table(rows)


def _plain(contact: Contact) -> dict[str, Any]:
    variants = {tag: contact.in_language(tag) for tag in contact.own_languages}
    return {
        "contact": contact.id,
        "kind": str(contact.kind),
        "printed": contact.display,
        "opens": contact.target,
        "languages": {tag: {"printed": own.display, "opens": own.target} for tag, own in variants.items()},
        "verified_on": contact.verified_on.isoformat() if contact.verified_on else None,
        "source": contact.origin,
    }


@command(
    "add",
    "add a contact",
    """Write a new contact into content/contacts.yaml: its id, its kind (phone, text, web, mail, app or place), and what
is printed. What a code opens is derived from that, but for apps. It is in the group “own”: products whose layouts have
a place for that group print it, and the command names them. Messages may say {ID}.""",
    """\
  flyers contacts add clinic.phone 207-555-0143 --name contact.coalition.name --source "The clinic's own leaflet"
  flyers contacts add clinic_site.web example.org/clinic
  flyers contacts add desk.place "12 Main Street, Portland ME 04101"
  flyers contacts add chat.app "WhatsApp 207-555-0143" --opens https://wa.me/12075550143""",
    option("contact ID.KIND", "as in clinic.phone"),
    option("value VALUE", "as it is printed"),
    option("--name MESSAGE", "the message that names who is reached; default: the publisher's"),
    option("--opens ADDRESS", "what a code opens, if that does not follow from what is printed"),
    option("--source TEXT", "where the fact comes from"),
)
def add_command(options: argparse.Namespace, console: Console) -> None:
    from flyers.workflow.contact_edit import add_contact
    from flyers.workflow.uses import products_with_contact

    name, _, kind = options.contact.partition(".")
    if kind not in tuple(ContactKind):
        hint = f"Write ID.KIND, as in {name}.phone. Kinds are {', '.join(ContactKind)}."
        raise UsageError(f"“{options.contact}” does not say of which kind the contact is.", hint=hint)
    session = open_session(options.project)
    described = {"label": options.name, "source": options.source, "opens": options.opens}
    console.say(add_contact(session, name, kind, options.value, **described).as_posix())
    products = ", ".join(products_with_contact(session, name))
    console.note(f"Printed on {products or 'no product: no layout has a place for the group “own”'}.")
    console.note(f"Nobody has tested it yet: test it, then 'flyers contacts verify {name}'.")


@command(
    "uses",
    "list every message, product, language, sign-off and printed piece with a contact",
    """List what shows a contact: messages that contain it, products that may print it (as words or as a code),
languages, sign-offs that a change would make stale, and printed pieces on record. Those with another number or address
than today's are listed apart, each with the number in print, the day, and the copies ordered: they are to be collected.
So are messages that promise in words what the contact's hours are, and whether interpreters answer.""",
    """\
  flyers contacts uses hotline
  flyers contacts uses hotline --json""",
    option("contact ID", "the contact's id, as in “hotline”"),
    flag("--json", "print the impact as one JSON document"),
    in_each,
)
def uses_command(options: argparse.Namespace, console: Console) -> None:
    from flyers.workflow.contact_change import Impacts, promised_fields

    session = open_session(options.project)
    (contact,) = choose("contact", [options.contact], list(session.campaign.contacts))
    impacts = Impacts(session)
    impact = impacts.of_contact(contact)
    fields = (field for field in promised_fields(session.campaign) if contact_of(field) == contact)
    promises = [impacts.of_promise(field) for field in fields]
    if options.json:
        console.data(impact.to_json() | {"promises": [promise.to_json() for promise in promises]})
        return
    show_impact(impact, console, changed=False)
    for promise in promises:
        console.say()
        show_impact(promise, console, changed=False)


def show_impact(impact: Impact, console: Console, *, changed: bool) -> None:
    """Print all that shows the contact, or promises something of it in words; *changed*: it has just been changed."""
    lists: dict[str, Sequence[object]] = {
        f"messages that promise {impact.promised}" if impact.promised else "messages": impact.messages,
        **({"untrue until they are changed, and not printed": impact.untrue} if impact.untrue else {}),
        **{f"messages in {tag} only": messages for tag, messages in impact.translated.items()},
        "products": impact.products,
        "languages": impact.languages,
    }
    signed = "sign-offs made stale" if changed else "signed with it"
    if not impact.promised:
        lists |= {f"{signed}, {tag}": covered for tag, covered in impact.signed.items()}
    console.lines(f"{name} ({len(items)}): {', '.join(map(str, items)) or 'none'}" for name, items in lists.items())
    if not impact.promised and not impact.signed:
        console.say(f"{signed}: none")
    pieces = {"printed pieces on record with it": impact.pieces}
    if impact.outdated or changed:
        pieces["printed pieces that are wrong now"] = impact.outdated
    for title, listed in pieces.items():
        console.say(f"{title}: {counted(len(listed), 'order') if listed else 'none on record'}")
        for piece in listed:
            ordered = ", ".join(
                f"{quantity} × {product}" if quantity else f"{product} (quantity not on record)"
                for product, quantity in piece.products.items()
            )
            console.say(f"  {piece.printed}: {ordered}, on {piece.day} ({piece.state})")
            opens = "" if not piece.opens or piece.opens.startswith(("tel:", "sms:")) else f"opens {piece.opens}, "
            console.say(f"    {opens}{piece.language} · {piece.issue} · {piece.code}, {piece.path}")


@command(
    "set",
    "change a contact, and list everything that the change affects",
    """Change values of content/contacts.yaml in place; comments stay, and the file is checked before it is written.

ID.FIELD is a field of the file (hotline.display, hotline.source), or the contact's kind: hotline.phone sets what is
printed and what a code opens together. hotline.phone.es, or site.web.es, does so for one language: pieces in Spanish
get a number or page of their own. A changed number counts as never verified unless you give a date. Then the command
lists the messages, products and languages with the contact, the sign-offs that are stale now, and every printed piece
on record with another number or address, with the day and the copies ordered. When the hours change, or whether
interpreters answer, it lists the messages that promise them in words: no piece is made with one that is not true.""",
    """\
  flyers contacts set coalition_phone.phone 860-555-0100 --verified-on 2026-11-03
  flyers contacts set coalition_site.web example.org/help coalition_site.web.es example.org/ayuda
  flyers contacts set hotline.display 1-888-555-0199 hotline.target tel:+18885550199 --dry-run""",
    option("words ID.FIELD VALUE", "what to change, and its new value", nargs="+"),
    option("--source TEXT", "where the fact comes from, an address or a sentence", default=None),
    option("--verified-on DATE", "the day on which a person tested it (YYYY-MM-DD); default: never", default=None),
    flag("--dry-run", "show what would change, and change nothing"),
    flag("--json", "print changes and impact as one JSON document"),
)
def set_command(options: argparse.Namespace, console: Console) -> None:
    from flyers.workflow.contact_change import change_contacts

    change = change_contacts(open_session(options.project), _edits(options), write=not options.dry_run)
    if not options.json:
        _show_change(change, options, console)
        return
    fields = [asdict(field) for field in change.edit.changes]
    impact = [each.to_json() for each in change.impacts]
    unasked, kept = dict(change.unasked), dict(change.kept)
    console.data({"written": change.written, "changes": fields, "unasked": unasked, "kept": kept, "impact": impact})


def _edits(options: argparse.Namespace) -> list[tuple[str, str]]:
    words = options.words
    if len(words) % 2:
        hint = "Write ID.FIELD VALUE, as in hotline.phone 1-888-373-7888; quote a value with spaces."
        raise UsageError(f"“{words[-1]}” has no value.", hint=hint)
    for word in words:
        if any("\ud800" <= character <= "\udfff" for character in word):  # a byte that was typed in another encoding
            raise UsageError(f"{word!a} is not text that a file can have.", hint="Type it again, in UTF-8.")
    edits = list(zip(words[::2], words[1::2], strict=True))
    contacts = dict.fromkeys(name.partition(".")[0] for name, _ in edits)
    for field, value in (("source", options.source), ("verified_on", options.verified_on)):
        edits += [(f"{contact}.{field}", value) for contact in contacts if value is not None]
    return edits


def _show_change(contact_change: ContactChange, options: argparse.Namespace, console: Console) -> None:
    edit = contact_change.edit
    if not edit.changes:
        console.say("Nothing changes: the contact already has these values.")
        return
    console.say(f"{edit.path}: {'would change' if options.dry_run else 'changed'}")
    for change in edit.changes:
        console.say(f"  {change.field}: {change.before or '(nothing)'} → {change.after or '(nothing)'}")
    reached = [impact for impact in contact_change.impacts if not impact.promised]
    emergency = {edit.contacts[impact.contact].is_emergency for impact in reached}
    if options.verified_on is None and False in emergency:
        console.say("Nobody has tested the new contact yet: test it, then record the day with --verified-on.")
    if options.verified_on is None and True in emergency:
        console.say(f"{ASK_THE_OFFICE} Then record the day of that answer with --verified-on.")
    if reached and options.source is None:
        console.say("The source on record is the former contact's: name the source of the new one with --source.")
    if contact_change.unasked:
        values = [f"“{name}: {value}”" for name, value in contact_change.unasked.items()]
        console.say(
            f"{' and '.join(values)} {'was' if len(values) == 1 else 'were'} true of the former contact, and messages "
            "promise it. If it is not true of the new one, change it too: 'flyers contacts uses' lists the messages."
        )
    for field, printed in contact_change.kept.items():
        tag = field.rpartition(".")[2]
        console.say(f"Pieces in {tag} keep their own, {printed}: 'flyers contacts set {field} …' changes it.")
    for impact in contact_change.impacts:
        console.lines(("", impact.promised or impact.contact))
        show_impact(impact, console, changed=True)


@command(
    "remove",
    "take a contact out, and what belongs to it off the pages",
    """Take a contact out of content/contacts.yaml. If the campaign's base has it too, the file says “none” for it from
then on: codes, links and labels that belong to it fall away. As long as a message or a layout needs it, these places
are named and nothing is written.""",
    """\
  flyers contacts remove coalition_phone""",
    option("contact ID", "as 'flyers contacts list' has it"),
)
def remove_command(options: argparse.Namespace, console: Console) -> None:
    from flyers.workflow.contact_edit import remove_contact

    console.say(remove_contact(open_session(options.project), options.contact).as_posix())


@command(
    "verify",
    "record that a person has dialed numbers or opened addresses, and the right people answered",
    """Write into content/contacts.yaml the day on which a person tried contacts: dialed the number, sent the text,
opened the address, and the right people answered. A package is final only if every contact in print has been tried.

Don't dial an emergency number such as 911 for a test: ask the office that runs it, on its ordinary line, and record the
day of its answer.

Only a person can know that, so nothing is dialed here. --by may say who it was, by a name or an id whose owner the
coalition knows; it is printed nowhere, but the file is in git. A changed number counts as never tried.""",
    """\
  flyers contacts verify hotline hotline_text
  flyers contacts verify hotline hotline_text coalition_phone --date 2026-11-03 --by R-07""",
    option("contacts ID", "contacts that were tried, as in “hotline hotline_text”", type=names, nargs="+"),
    option("--date DATE", "the day (YYYY-MM-DD); default: today", type=day),
    option("--by WHO", "who tried them: a name, or an id"),
    in_each,
)
def verify_command(options: argparse.Namespace, console: Console) -> None:
    from flyers.workflow.contact_change import change_contacts
    from flyers.workflow.signing import day_of_build

    session = open_session(options.project)
    contacts = choose("contact", list(chain.from_iterable(options.contacts)), list(session.campaign.contacts))
    on = options.date or day_of_build()
    tried = {"verified_on": on.isoformat(), "verified_by": options.by}
    edits = [(f"{contact}.{field}", value) for contact in contacts for field, value in tried.items()]
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


CONTACTS = Command(
    "contacts",
    "list, add, change and remove contacts, list what shows one, and record that a person has tried it",
    """Every number and address is written once, in content/contacts.yaml. List them, change one in place, see which
messages, products, languages, sign-offs and printed pieces a change affects, and record who has dialed it when.""",
    """\
  flyers contacts list
  flyers contacts set coalition_phone.phone 860-555-0100 --dry-run
  flyers contacts uses hotline
  flyers contacts verify hotline hotline_text --date 2026-11-03""",
    commands=(list_command, add_command, set_command, remove_command, uses_command, verify_command),
)
