"""``flyers translations sign``: record that a person has read a language."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from flyers.cli.argument_types import add_names, day, filled
from flyers.cli.console import Console
from flyers.errors import ExitCode, FlyersError, UsageError

if TYPE_CHECKING:
    from flyers.pipeline.session import Session

NAME = "sign"
SUMMARY = "record that a person has read a language, with the words and pages read"
DESCRIPTION = """\
Record in translations/LANG/signoff.yaml that a person has read the words of a language, and with --proof its pages:
who, in which role, when, the hash of all strings, and a digest of every message. From then on any change of the
English, the translation or a contact makes the sign-off stale, message by message; then sign again what has changed.

A signature is a person's statement, and this command only records it. Do not sign for somebody else. The reviewer may
be a name, or an id whose owner the coalition knows; it is printed nowhere, but the file is in git. Without --proof a
language counts as reviewed and stays a draft. English, the source of all translations, is signed in the same way.

Without --reviewer and --role the answers of readers count that 'flyers translations answers' has put on record:
products whose words and pages are all read and right are signed by those who read them.

The proof of a product signs that product: its checksum says which one it is of. Then the files of this product are no
longer drafts, while others of the language still are. A language is signed when all of its usual products are."""
EXAMPLES = """\
  flyers translations sign es --reviewer R-07 --role "native reader, advocate" --proof "4f2a 91c0"
  flyers translations sign es --reviewer R-07 --role "native reader" --date 2026-11-03
  flyers translations sign es --reviewer R-07 --role "native reader" --product wallet-card --proof 4f2a91c0
  flyers translations sign es --product wallet-card        what readers have answered"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("language", metavar="LANG", help="the language, as in “es”")
    parser.add_argument("--reviewer", metavar="WHO", type=filled, help="who read it: a name, or an id")
    parser.add_argument("--role", metavar="ROLE", type=filled, help="why the person can judge the words")
    parser.add_argument(
        "--proof",
        metavar="CHECKSUM",
        type=filled,
        help="the checksum on the reader's proof that was read; without it only the strings are signed",
    )
    add_names(
        parser,
        "--product",
        "NAMES",
        "the products that were read; default: those that the checksum is of, or without --proof the whole language",
    )
    parser.add_argument(
        "--date", metavar="DATE", type=day, help="the day of the signature (YYYY-MM-DD); default: today"
    )
    parser.add_argument(
        "--everything",
        action="store_true",
        help="all messages were read again; default: a new sign-off covers what has changed since the last one",
    )


def run(options: argparse.Namespace, console: Console) -> ExitCode:
    from flyers.pipeline.plan import choose
    from flyers.pipeline.session import open_session
    from flyers.translation.standing import counted
    from flyers.workflow.signing import Statement, day_of_build, sign

    session = open_session(options.project)
    tag = session.registry.language(options.language).tag
    products = choose("product", named, session.known_products(named)) if (named := options.product) else []
    if not options.reviewer and not options.role:
        return _sign_read(session, tag, products, options, console)
    if not options.reviewer or not options.role:
        raise UsageError("Who has read it, and in which role?", hint="Give both --reviewer and --role.")
    statement = Statement(
        reviewer=options.reviewer,
        role=options.role,
        day=options.date or day_of_build(),
        proof=options.proof or "",
        everything=options.everything,
        products=tuple(products),
    )
    with session.changing():
        result = sign(session, tag, statement)
    covered = f"{counted(result.messages, 'message')} and {counted(result.contacts, 'contact')}"
    of = f" of {', '.join(result.products)}" if result.products else ""
    console.say(f"{result.path}: {covered}{of} on record")
    console.say(f"{tag}: {result.standing.words}")
    if not options.proof:
        console.note("Files say “draft” until the pages are signed too: have a reader's proof read, then add --proof.")
    else:
        console.note("Files built before still say “draft”: build them again.")
    return ExitCode.OK


def _sign_read(
    session: Session, tag: str, products: list[str], options: argparse.Namespace, console: Console
) -> ExitCode:
    """Sign what readers have answered, by default all products that wait for it."""
    from flyers.workflow.signing import sign_read

    if options.proof or options.date or options.everything:
        raise UsageError("A signature needs --reviewer and --role.", hint="Without them only answers of readers count.")
    ready = products or list(_ready(session, tag))
    if not ready:
        raise UsageError(
            "No product waits for a signature: no reader has called all of its words and its pages right.",
            hint=f"'flyers translations status --lang {tag}' says what each waits for. A signature on paper is put on "
            "record with --reviewer and --role.",
            trail=(tag,),
        )
    standing = sign_read(session, tag, ready)
    console.say(f"{tag}: {', '.join(ready)} signed by their readers")
    console.say(f"{tag}: {standing.words}")
    console.note("Files built before still say “draft”: build them again.")
    return ExitCode.OK


def _ready(session: Session, tag: str) -> Iterator[str]:
    """Yield the usual products that wait for a signature."""
    from flyers.pipeline.composition import usual_products
    from flyers.workflow.readings import Waits, reading

    for product in usual_products(session):
        with suppress(FlyersError):  # the error is reported when the product is built
            if reading(session, tag, product).waits is Waits.SIGNATURE:
                yield product
