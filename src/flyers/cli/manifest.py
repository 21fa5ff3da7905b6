"""``flyers manifest``: what exactly a card with that code in its small print said."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flyers.cli.argument_types import add_names
from flyers.cli.console import Console
from flyers.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from flyers.pipeline.session import Session
    from flyers.workflow.lookup import LookupResult

NAME = "manifest"
SUMMARY = "tell what exactly a printed piece said, by the code in its small print"
DESCRIPTION = """\
Look up the code at the end of a piece's small print, as in “es · wallet-card · 2026-11 · 4f2a91c”: its language, where
its sign-off stood, its numbers and every sentence of every product, and what today's campaign says otherwise.

It looks into the manifests under translations/*/manifests (written when a package is made, or by --keep; put them into
git), at today's campaign, and into the reports of files that were built."""
EXAMPLES = """\
  flyers manifest 4f2a91c
  flyers manifest "es · wallet-card · 2026-11 · 4f2a91c"
  flyers manifest 4f2a --product wallet-card --json
  flyers manifest --lang es,ar --keep           put today's words on record"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "code", metavar="CODE", nargs="*", help="the code, four digits of it at least, or the whole line of small print"
    )
    add_names(parser, "--product", "NAMES", "show these products only; by default all")
    add_names(parser, "--lang", "TAGS", "with --keep: the languages to keep")
    parser.add_argument("--keep", action="store_true", help="put today's edition on record, for git to hold")
    parser.add_argument(
        "--output", metavar="DIR", type=Path, help="where built files are; by default output/ in the campaign"
    )
    parser.add_argument("--json", action="store_true", help="print it as one JSON document")


def run(options: argparse.Namespace, console: Console) -> ExitCode:
    from flyers.pipeline.session import open_session
    from flyers.workflow.lookup import find, understand

    session = open_session(options.project)
    if bool(options.code) == bool(options.lang) or (options.lang and not options.keep):
        raise UsageError(
            "Name either a code to look up, or languages to keep.",
            hint="As in “flyers manifest 4f2a91c” or “flyers manifest --lang es --keep”.",
        )
    if options.lang:
        return _keep(session, session.languages(options.lang), console)
    asked = understand(" ".join(options.code), session)
    found = find(session, asked, options.output or options.project / "output")
    if options.keep:
        if not found.today:
            raise UsageError(f"{found.code} is not of today's words: it can no longer be put on record.")
        return _keep(session, [found.language], console)
    products = _products(found, options.product or ([asked.product] if asked.product else []))
    if options.json:
        console.data(_json(found, products))
    else:
        _tell(found, products, console)
    return ExitCode.OK


def _keep(session: Session, tags: list[str], console: Console) -> ExitCode:
    from flyers.workflow.manifests import current, keep

    for tag in tags:
        console.say(f"{keep(session, current(session, tag))}: kept; put it into git")
    return ExitCode.OK


def _products(found: LookupResult, wanted: list[str]) -> list[str]:
    known = list(found.edition.products) if found.edition else []
    if wanted and found.edition:
        from flyers.pipeline.plan import choose

        return choose("product on record for this edition", wanted, known)
    return known


def _json(found: LookupResult, products: list[str]) -> dict[str, Any]:
    edition = found.edition
    return {
        "code": found.code,
        "language": found.language,
        "issue": found.label,
        "today": found.today,
        "manifest": found.manifest or None,
        "files": list(found.files),
        "kept": [{"date": each.day.isoformat(), "state": str(each.state)} for each in edition.kept]
        if edition and found.manifest
        else [],
        "contacts": {name: {"printed": printed, "opens": opens} for name, (printed, opens) in edition.contacts.items()}
        if edition
        else {},
        "products": {
            product: {
                "contacts": list(edition.products[product].contacts),
                "messages": {where: edition.messages[where] for where in edition.products[product].messages},
            }
            for product in products
        }
        if edition
        else {},
        "differences": [{"what": each.what, "then": each.then, "now": each.now} for each in found.differences],
    }


def _tell(found: LookupResult, products: list[str], console: Console) -> None:
    console.say(f"{found.language} · {found.label} · {found.code}")
    if found.today:
        console.say("It is today's edition.")
    if found.manifest and found.edition:
        occasions = ", ".join(f"{each.day} ({each.state})" for each in found.edition.kept)
        console.say(f"On record in {found.manifest}: {occasions}")
    for file in found.files:
        console.say(f"Built: {file}")
    edition = found.edition
    if edition is None:
        console.say("Its words were not kept: only files made of them are known.")
        return
    shown = {name for product in products for name in edition.products[product].contacts}
    console.say()
    console.table([("contact", "printed", "opens"), *((n, *f) for n, f in edition.contacts.items() if n in shown)])
    for product in products:
        console.say()
        console.say(product)
        for where in edition.products[product].messages:
            console.say(f"  {where}: {edition.messages[where]}")
    if found.today:
        return
    console.say()
    console.say("Today's campaign says otherwise:" if found.differences else "Today's campaign says the same.")
    for each in found.differences:
        console.say(f"  {each.what}: then “{each.then}”, {f'now “{each.now}”' if each.now else 'now nothing'}")
