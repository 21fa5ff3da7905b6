"""What native readers get, answer and sign: ``reader-proof``, ``reading``, and two commands of ``translations``."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from flyers import limits
from flyers.cli.command import Command, Option, day, filled, flag, folder, names, option, output, several
from flyers.cli.console import Console
from flyers.cli.selection import name_products, output_folder, unprinted, warn_of_unprinted
from flyers.errors import ExitCode, FlyersError, UsageError, raise_all
from flyers.files import read_bytes, write_whole
from flyers.pipeline.plan import choose
from flyers.pipeline.session import Session, open_session
from flyers.translation.standing import counted

if TYPE_CHECKING:
    from flyers.workflow.answers import TakenAnswer


def _reading(products: str) -> list[Option]:
    """Return the languages, the *products* and the folder of what a native reader gets."""
    return [
        option("languages LANG", "the language to read, or “es ar” for several", type=names),
        option("--product NAMES", products, type=names, action="extend", default=[]),
        output("the folder to write to"),
    ]


READER_PROOF = Command(
    "reader-proof",
    "make pages on which a native reader checks every text with a pen",
    """\
Make output/LANG/reader-proof.pdf for somebody who reads the language and uses no software: instructions, pictures of
every page with numbers on them, then each text by its number with the English, the words exactly as printed, their
sound if Unicode's locale data has a transform for the script, a box to tick and a line to write on. What the translator
says at the head of the catalog is next to the texts that it names, and complete at the end.

With --product the proof has the pages and texts of these products only, about four pages for a card, and is called
reader-proof.PRODUCT.pdf. Products are signed one by one in this way; the language is signed when all of them are.

Every page has the checksum of the pages shown. When the reader has found nothing to change, give it to
'flyers translations sign' with --proof, which knows what it is of; it changes with whatever a reader could see. A
language that is not translated completely is refused. English, the source of all translations, is read in the same
way.""",
    """\
  flyers reader-proof es
  flyers reader-proof es --product wallet-card          the card only, to be signed by itself
  flyers reader-proof ar --paper a4""",
    in_each=True,
    options=[
        *_reading("the products to read, with their texts and no others; default: the whole language"),
        option(
            "--paper", "the paper in the office printer; default: letter", choices=("letter", "a4"), default="letter"
        ),
    ],
)


@READER_PROOF.does
def run_reader_proof(options: argparse.Namespace, console: Console) -> ExitCode:
    session = open_session(options.project)
    errors = _make_each(_make_proof, session, options, console)
    warn_of_unprinted(unprinted(session), console)
    raise_all(errors)
    return ExitCode.OK


def _make_each(
    make: Callable[[Session, str, argparse.Namespace, Console], None],
    session: Session,
    options: argparse.Namespace,
    console: Console,
) -> list[FlyersError]:
    """Make the file of each language that the options name, and return the errors of those that cannot be made."""
    options.product = name_products(options.product, session) if options.product else []
    errors: list[FlyersError] = []
    for language in session.languages(options.languages):
        try:
            make(session, language, options, console)
        except FlyersError as error:
            errors.append(error)
    return errors


def _make_proof(session: Session, language: str, options: argparse.Namespace, console: Console) -> None:
    from flyers.publish.reader_proof.recipe import reader_proof
    from flyers.workflow.pages_checksum import short

    proof = reader_proof(session, language, paper=options.paper, products=options.product)
    path = output_folder(options) / language / proof.file_name
    write_whole(path, proof.pdf)
    more = f", {proof.unseen} more" if proof.unseen else ""
    sheets = f"{len(proof.document.pages)} pages, {proof.texts} texts in pictures{more}"
    console.say(f"{path}  {sheets}")
    of = f" of {', '.join(proof.products)}" if proof.products else ""
    console.say(f"checksum{of} {short(proof.checksum)}")


READING = Command(
    "reading",
    "make a page on which a native reader checks every text on a phone",
    """\
Write output/LANG/reading.html, one file to send to somebody who reads the language. It needs a browser, and no
account, program or network. It shows one text at a time, large, with its place on the finished page beside it, and
takes “right”, “not right” with better words, or “I do not know”. The reader may stop and go on later. At the end the
page makes a short text to read, and to send back by any means; 'flyers translations answers' reads it.

Texts that somebody has read as they are now are left out, unless all are or --everything is given. Each file of a
product has its name: reading.wallet-card.html.""",
    """\
  flyers reading es --product wallet-card       the card, about 15 minutes
  flyers reading "ar km" --product wallet-card  one page for each language
  flyers reading es -o ~/Desktop/spanish.html""",
    options=[
        *_reading("the products to read; default: the usual ones"),
        flag("--everything", "with the texts that have been read as they are now"),
        option("--file -o FILE", "the file to write, for one language", type=folder),
    ],
)


@READING.does
def run_reading(options: argparse.Namespace, console: Console) -> ExitCode:
    session = open_session(options.project)
    if options.file and len(session.languages(options.languages)) > 1:
        raise UsageError("One file has one language.", hint="Leave -o out, or name one language.")
    raise_all(_make_each(_make_page, session, options, console))
    return ExitCode.OK


def _make_page(session: Session, language: str, options: argparse.Namespace, console: Console) -> None:
    from flyers.publish.reading import reading_page

    page = reading_page(session, language, options.product, everything=options.everything)
    data = page.html.encode()
    path = options.file or output_folder(options) / language / ".".join(("reading", *options.product, "html"))
    write_whole(path, data)
    console.say(f"{path}  {page.texts} texts, about {page.minutes} minutes, {len(data) / 1000:.0f} kB")


ANSWERS = Command(
    "answers",
    "take what readers have sent back from a reading page, and decide what they object to",
    """\
Take the answers in FILES, texts that pages of 'flyers reading' have made, from mails or messages saved as they are.
What a reader called right goes on record as read (translations/LANG/signoff.yaml), if it has not changed since; what is
not right is kept as an objection (objections.yaml beside it). An answer that was cut or changed, that is another
campaign's, or that no page has written is refused, and then nothing is recorded.

Then list every text that somebody objects to: its English, its words, what each reader proposes, and who takes it for
right. --accept puts proposed words into the catalog, where they wait for a reader again; --decline lets the text stand.
When all words of a product are read and right, 'flyers translations sign LANG --product PRODUCT' signs it.""",
    """\
  flyers translations answers mail-1.txt mail-2.txt
  flyers translations answers --lang es                    what is open
  flyers translations answers --lang es --accept 4f2a91""",
    options=[
        option("files FILES", "files with answers", nargs="*", type=Path),
        several("--lang TAGS", "languages to list; default: those of the answers, or all"),
        option("--accept ID", "put the words of this objection into the catalog", action="append", default=[]),
        option("--decline ID", "let the text stand in spite of this objection", action="append", default=[]),
        flag("--json", "print everything as one JSON document"),
    ],
)


@ANSWERS.does
def run_answers(options: argparse.Namespace, console: Console) -> ExitCode:
    from flyers.workflow.answers import accept, decline, disputed, take

    session = open_session(options.project)
    decided = [*options.accept, *options.decline]
    if decided and len(options.lang or ()) != 1:
        raise UsageError("It takes one language to decide an objection.", hint="Name it: --lang es.")
    texts = {str(file): read_bytes(file, most=limits.FILE_BYTES).decode("utf-8", "replace") for file in options.files}
    taken = take(session, texts) if texts else []
    for id_ in options.accept:
        accept(session, options.lang[0], id_)
    for id_ in options.decline:
        decline(session, options.lang[0], id_)
    languages = session.languages(options.lang or dict.fromkeys(one.answer.language for one in taken))
    disputes = {tag: disputed(session, tag) for tag in languages}
    if options.json:
        answers = [one.to_json() for one in taken]
        console.data({"answers": answers, "disputed": {t: [one.to_json() for one in disputes[t]] for t in languages}})
        return ExitCode.OK
    for one in taken:
        _show_answer(session, one, console)
    for tag, texts_in_dispute in disputes.items():
        for dispute in texts_in_dispute:
            console.say(f"{tag} {dispute.what}")
            for name, words in dispute.words:
                console.say(f"  {name:<8} {words}")
    if not taken and not any(disputes.values()):
        console.note("No reader objects to anything that has not been decided.")
    return ExitCode.OK


def _show_answer(session: Session, one: TakenAnswer, console: Console) -> None:
    answer = one.answer
    counts = f"{one.right} right, {one.objections} not right, {one.unsure} not sure"
    again = " (already on record)" if one.again else ""
    console.say(f"{answer.language} {', '.join(answer.pages)}: {answer.reviewer}, {answer.role}: {counts}{again}")
    if one.changed:
        console.note(f"{one.changed} of them have changed since, and must be read again.")
    if answer.level == "some":
        console.note("What is right is not recorded as read: this reader knows only some of the language.")
    for product, waits_for in one.waits.items():
        console.note(f"{answer.language} {product} waits for {waits_for}." if waits_for else f"{product} is signed.")


SIGN = Command(
    "sign",
    "record that a person has read a language, with the words and pages read",
    """\
Record in translations/LANG/signoff.yaml that a person has read the words of a language, and with --proof its pages:
who, in which role, when, the hash of all strings, and a digest of every message. From then on any change of the
English, the translation or a contact makes the sign-off stale, message by message; then sign again what has changed.

A signature is a person's statement, and this command only records it. Do not sign for somebody else. The reviewer may
be a name, or an id whose owner the coalition knows; it is printed nowhere, but the file is in git. Without --proof a
language counts as reviewed and stays a draft. English, the source of all translations, is signed in the same way.

Without --reviewer and --role the answers of readers count that 'flyers translations answers' has put on record:
products whose words and pages are all read and right are signed by those who read them.

The proof of a product signs that product: its checksum says which one it is of. Then the files of this product are no
longer drafts, while others of the language still are. A language is signed when all of its usual products are.""",
    """\
  flyers translations sign es --reviewer R-07 --role "native reader, advocate" --proof "4f2a 91c0"
  flyers translations sign es --reviewer R-07 --role "native reader" --date 2026-11-03
  flyers translations sign es --reviewer R-07 --role "native reader" --product wallet-card --proof 4f2a91c0
  flyers translations sign es --product wallet-card        what readers have answered""",
    options=[
        option("language LANG", "the language, as in “es”"),
        option("--reviewer WHO", "who read it: a name, or an id", type=filled),
        option("--role ROLE", "why the person can judge the words", type=filled),
        option(
            "--proof CHECKSUM",
            "the checksum on the reader's proof that was read; without it only the strings are signed",
            type=filled,
        ),
        several(
            "--product NAMES",
            "the products that were read; default: those that the checksum is of, or without --proof the whole "
            "language",
        ),
        option("--date DATE", "the day of the signature (YYYY-MM-DD); default: today", type=day),
        flag(
            "--everything",
            "all messages were read again; default: a new sign-off covers what has changed since the last one",
        ),
    ],
)


@SIGN.does
def run_sign(options: argparse.Namespace, console: Console) -> ExitCode:
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
    from flyers.pipeline.recipe import usual_products
    from flyers.workflow.readings import Waits, reading

    for product in usual_products(session):
        with suppress(FlyersError):  # the error is reported when the product is built
            if reading(session, tag, product).waits is Waits.SIGNATURE:
                yield product
