"""``flyers translations``: the commands for translators and coordinators, and what readers answer and sign."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from flyers import limits
from flyers.cli.command import Command, command, day, filled, flag, folder, in_each, names, option, several
from flyers.cli.console import Console
from flyers.cli.selection import name_products, unprinted, warn_of_unprinted
from flyers.content.markup import visible
from flyers.errors import ExitCode, FlyersError, UsageError, counted, first_of
from flyers.files import read_bytes
from flyers.findings import Severity
from flyers.pipeline.plan import choose
from flyers.pipeline.session import Session, open_session

if TYPE_CHECKING:
    from flyers.workflow.answers import TakenAnswer
    from flyers.workflow.catalog_edit import ImportResult
    from flyers.workflow.status import Status
    from flyers.workflow.translation_checks import CatalogReport


COLUMNS = ("messages", "translated", "stale", "fuzzy", "checked", "reviewed", "signed")


@command(
    "status",
    "count what is translated, fuzzy, stale, checked, reviewed and signed",
    """Count the messages of every language, for the whole campaign or for one product: translated, stale (the English
has changed since), fuzzy, checked (the program finds no error), reviewed (a person has read it as it is now), signed
(the person has also seen the pages). The state is that of the whole language: draft, checked, reviewed, partly signed
(some products are signed, others are not), signed, or stale. With --product it is that of each product.

With --lang every change since the last sign-off is listed with its reason, the state of each product, and whom each
waits for: a reader, a coordinator or a signature. Reviewers are never named.""",
    """\
  flyers translations status
  flyers translations status --lang es
  flyers translations status --product wallet-card --json""",
    several("--lang TAGS", "languages to count; default: all"),
    several("--product NAMES", "count the messages that these products may print; default: all messages"),
    flag("--json", "print the status as one JSON document, with each product too"),
    in_each,
)
def status_command(options: argparse.Namespace, console: Console) -> None:
    from flyers.workflow.status import status

    session = open_session(options.project)
    products = name_products(options.product, session)
    statuses = [status(session, tag, products) for tag in session.languages(options.lang or ())]
    if options.json:
        console.data([status.to_json() for status in statuses])
        return
    head = ("language", *(["product"] if products else []), "state", *COLUMNS)
    rows = [row for status in statuses for row in _rows(status, products)]
    console.table([head, *rows], right=range(len(head) - len(COLUMNS), len(head)))
    for language in statuses:
        _show_remarks(language, console, details=bool(options.lang))


def _rows(status: Status, products: list[str]) -> Iterator[tuple[str, ...]]:
    for product in products or [""]:
        counts = status.products[product] if product else status.counts
        name = (product, status.state_of(product)) if product else (status.state,)
        yield status.tag, *name, *(str(getattr(counts, column)) for column in COLUMNS)


def _show_remarks(status: Status, console: Console, *, details: bool) -> None:
    tag, changes = status.tag, status.standing.changes
    if status.problem:
        console.say(f"{tag}: {status.words}")
        return
    own = f"the pages of {', '.join(status.changed_products)}" if status.changed_products else ""
    for pages in filter(None, ("the pages" if status.pages_changed else "", own)):
        console.say(f"{tag}: {pages} have changed since they were signed; the words have not")
    if changes or details:
        console.say(f"{tag}: {status.words}{':' if changes and details else ''}")
    if not details:
        return
    console.lines(f"  {change.what}: {change.why}" for change in changes)
    waits = set(status.waits.values())
    if len(status.waits) > 1 and len(waits) == 1 and any(waits):
        console.say(f"{tag}: every product waits for {waits.pop()}")
    elif any(waits):
        console.say(f"{tag} waits for:")
        rows = ((f"  {product}", whom or "nobody") for product, whom in status.waits.items())
        console.table([("  product", "for"), *rows])
    if len({standing.words for standing in status.standings.values()}) > 1:
        console.say(f"{tag}, by product:")
        console.table([(f"  {product}", standing.words) for product, standing in status.standings.items()])


@command(
    "init",
    "start a language: its entry in the registry, its fonts, its catalog",
    """Start a language: create its catalog, and add an entry at the end of translations/languages.yaml if there is
none. Own name, English name, script and direction come from Unicode's locale data (CLDR); fonts are chosen from
fonts/fonts.yaml by the script and the letters of the language; measures are copied from a language of the same script.
What the program knows of a language (line spacing, quotation marks, words that don't end a line) is taken from there.

If the locale data lacks something, give it with the options below. If no font has the letters, the command ends with
code 5 and names a family that does, and nothing is written.""",
    """\
  flyers translations init de
  flyers translations init sr-Latn
  flyers translations init de --dry-run       show the entry, write nothing
  flyers translations init kek --autonym "Q'eqchi'" --english "Q'eqchi'" --script Latn""",
    option("tag TAG", "a language tag (BCP 47), as in “de”, “sr-Latn” or “pt-BR”"),
    option("--autonym NAME", "the language's name in itself"),
    option("--english NAME", "its English name"),
    option("--script CODE", "its script, an ISO 15924 code such as Latn"),
    option("--direction", "default: that of the autonym's letters", choices=("ltr", "rtl")),
    flag("--dry-run", "show what would be written, and write nothing"),
)
def init_command(options: argparse.Namespace, console: Console) -> None:
    from flyers.content import yamlfile
    from flyers.translation.language_data import REGISTRY_FILE, LanguageHints
    from flyers.workflow.new_language import init_language

    session = open_session(options.project)
    hints = LanguageHints(options.autonym, options.english, options.script, options.direction)
    init = init_language(session, options.tag, hints, write=not options.dry_run)
    if init.entry:
        console.say(f"{REGISTRY_FILE}: these lines were added for {init.language.english}:")
        console.say(init.entry.rstrip())
    catalog = "this catalog existed and stays as it is" if init.kept else "an empty catalog"
    console.say(f"{yamlfile.display_path(init.catalog, options.project)}: {catalog}")
    tag, measures = init.language.tag, "Its line spacing (leading, ascent, descent)"
    if init.entry and init.model == tag:
        console.note("All of it comes with the program, which knows this language.")
    elif init.entry and init.model:
        console.note(f"{measures} was taken from {init.model}, which has the same script.")
    elif init.entry:
        console.note(f"{measures} was measured in the font: look at a proof first.")
    if init.entry and not init.checked:
        console.note("The locale data has no alphabet of this language: the fonts were checked for its name only.")
    if options.dry_run:
        console.note("Nothing was written: this was a dry run.")
    elif init.kept:
        console.note(f"Next: update the catalog with 'flyers translations update --lang {tag}'.")
    else:
        export = f"'flyers translations export --lang {tag}' ('flyers docs translators')"
        console.note(f"Next: fill the catalog, or export it: {export}.")
    alike = (other for other in session.registry.tags if other.partition("-")[0] == tag.partition("-")[0])
    relatives = [other for other in alike if other != tag and session.has_translations(other)]
    if relatives and not init.kept:
        console.note(f"{' and '.join(relatives)} is there: give your translator that file too.")


@command(
    "update",
    "update the template and the catalogs after messages have changed",
    """Extract every message into translations/flyers.pot, the template for new translations, and merge it into the
catalogs. New messages are added untranslated. If the English has changed, the translation is marked fuzzy, with the
former English next to it (“#|”). A message with a new id gets the translation of its English, marked fuzzy.
Translations that no message uses any more stay at the end of the catalog, commented out: nothing that was translated is
lost.

A fuzzy or missing message stops the build of its language until a translator has seen it. A second run changes
nothing.""",
    """\
  flyers translations update              the template and every catalog
  flyers translations update --lang es
  flyers translations update --check      change nothing; fail if something is outdated (for CI)""",
    several("--lang TAGS", "the catalogs to update; default: all. The template is always updated"),
    flag("--check", "write nothing; end with code 4 if a file would change"),
    flag("--json", "print all changes as one JSON document"),
    in_each,
)
def update_command(options: argparse.Namespace, console: Console) -> ExitCode:
    from flyers.workflow.catalog_edit import update_catalogs

    session = open_session(options.project)
    with session.changing(not options.check):
        updates = update_catalogs(session, options.lang or (), write=not options.check)
    if options.json:
        console.data([update.to_json() for update in updates])
    else:
        for update in updates:
            console.say(f"{update.name}: {'outdated' if options.check else 'updated'}")
            for kind, ids in (("new", update.new), ("fuzzy", update.fuzzy), ("obsolete", update.obsolete)):
                if ids:
                    console.say(f"  {len(ids)} {kind}: {first_of(ids, 12)}")
        if not updates:
            console.say("Template and catalogs are up to date.")
    return ExitCode.TRANSLATION if options.check and updates else ExitCode.OK


ONLY = ("untranslated", "fuzzy", "stale", "all")


def _which(text: str) -> list[str]:
    filters = names(text)
    if unknown := [name for name in filters if name not in ONLY]:
        raise argparse.ArgumentTypeError(f"“{unknown[0]}” is not one of {', '.join(ONLY)}")
    return filters


@command(
    "export",
    "write files for translators: XLIFF, a spreadsheet, or PO",
    """Write one file for each language, for translators who do not work in the catalogs themselves: XLIFF 1.2 for
agencies, a spreadsheet (.xlsx) with English and translation side by side, or a PO file for Poedit. Every file has the
notes for the translator, and records what was sent, so that 'flyers translations import' knows what the translator
changed.

The files contain the messages and nothing secret. 'flyers docs translators' is for the people who receive them.""",
    """\
  flyers translations export --lang "es km"                XLIFF files, into output/translators/
  flyers translations export --lang ar --format xlsx
  flyers translations export --lang ru --only "fuzzy stale"    only what needs another look
  flyers translations export --lang es --whole                 the base's messages too, to correct them""",
    option("--lang TAGS", "the languages; default: all but English", type=names, action="extend"),
    option("--format", "the file format; default: xliff", choices=("xliff", "xlsx", "po"), default="xliff"),
    option(
        "--only WHICH",
        "which messages: untranslated, fuzzy (somebody was not sure), stale (the English has changed since), or "
        "several of these; default: all",
        type=_which,
        default=["all"],
    ),
    flag(
        "--whole",
        "with the messages of the campaign's base, which are left out otherwise; what is corrected in them "
        "becomes the campaign's own when it is imported",
    ),
    option("--output DIR", "the folder for the files; default: output/translators", type=folder),
)
def export_command(options: argparse.Namespace, console: Console) -> None:
    from flyers.translation.exchange.rows import FileFormat
    from flyers.workflow.catalog_edit import export_files

    session = open_session(options.project)
    folder = options.output or options.project / "output" / "translators"
    format_ = FileFormat(options.format)
    files = export_files(session, options.lang or (), format_, folder, options.only, whole=options.whole)
    console.lines(f"{file.path.as_posix()}: {counted(file.messages, 'message')}" for file in files)
    if not files:
        console.say(f"No message is {' or '.join(options.only)}, so no file was written.")
    elif session.campaign.layers.bases and not options.whole:
        console.note("The messages of the campaign's base are not in it: --whole takes those too, to correct them.")


MOST_CHANGES = 200  # Changes listed for one language; a whole new catalog has more.


@command(
    "import",
    "import files from translators, checked row by row",
    """Import files of 'flyers translations export' into the catalogs. A row is matched by its id and its English; if
the English has changed since it was sent, the translation is imported and marked fuzzy. Only what the translator has
changed is imported: what somebody else has changed in the catalog meanwhile stays.

Every text is checked as in a build. Unknown, repeated or missing rows, English that was changed in the file, broken
placeholders, numbers typed by hand: each is reported with its cell or line, and as long as there is one, nothing is
written. An imported text is a draft until a person signs it.""",
    """\
  flyers translations import output/translators/flyers-ct.es.xlf --dry-run
  flyers translations import flyers-ct.es.xlf flyers-ct.km.xlsx
  flyers translations import flyers-ct.es.xlf --skip-bad     import the good rows, report the others""",
    option("files FILE", "returned files: .xlf, .xlsx or .po", nargs="+", type=Path),
    flag("--dry-run", "show what would change, and write nothing"),
    flag("--skip-bad", "leave out rows that are at fault, and import the others"),
    flag("--theirs", "if catalog and file have both changed, use the file's words"),
    flag("--json", "print the result as one JSON document"),
)
def import_command(options: argparse.Namespace, console: Console) -> ExitCode:
    from flyers.workflow.catalog_edit import import_files

    session = open_session(options.project)
    write = not options.dry_run
    with session.changing(write):
        results = import_files(session, options.files, write=write, skip_bad=options.skip_bad, theirs=options.theirs)
    if options.json:
        console.data([result.to_json() for result in results])
    else:
        for result in results:
            _show_import(result, console)
    faults = [(result.changes.language.tag, fault) for result in results for fault in result.changes.faults]
    for tag, fault in faults:
        console.error(str(fault.within(tag)))
    if faults and not options.skip_bad:
        number = counted(len(faults), "fault")
        console.note(f"Nothing was written, because of {number}. --skip-bad imports the other rows.")
        return ExitCode.TRANSLATION
    if options.dry_run:
        console.note("Nothing was written: this was a dry run.")
    if written := [result.changes.language.tag for result in results if result.written]:
        tags = f'"{" ".join(written)}"' if len(written) > 1 else written[0]
        check = f"flyers translations check --lang {tags}"
        console.note(f"What else to look at, such as text left untranslated: '{check}'.")
    return ExitCode.OK


def _show_import(result: ImportResult, console: Console) -> None:
    from flyers.translation.exchange.rows import RowOutcome

    rows, emptied = result.changes.rows, result.changes.emptied
    for row in rows[:MOST_CHANGES]:
        has_words = row.outcome in (RowOutcome.ADDED, RowOutcome.CHANGED, RowOutcome.OUTDATED)
        marked = ", fuzzy" if row.fuzzy and row.outcome is not RowOutcome.DOUBTED else ""
        words = f": “{visible(row.after)}”" if has_words else ""
        console.say(f"{row.outcome}{marked}  {row.context or 'remarks at the head'}{words}")
    if len(rows) > MOST_CHANGES:
        console.say(f"… and {len(rows) - MOST_CHANGES} more")
    if emptied:
        console.note(f"{len(emptied)} came back empty; the catalog keeps its words: {first_of(emptied, 6)}")
    counts = ", ".join(f"{count} {kind}" for kind, count in result.counts.items() if count)
    console.say(f"{result.name}: {counts or 'no rows'}{'' if result.written else ' (not written)'}")


@command(
    "check",
    "check the catalogs, and whether the words fit the products",
    """Check the catalogs: placeholders and numbers, letters of another language, words left in English, lost
punctuation, the terms of translations/glossary.yaml, and whether the words fit every product. Each finding has a code,
which 'flyers explain' explains.

Errors keep a language from being built. Warnings ask a translator to look; a remark above the entry in the catalog, “#
ok: L303 the reason”, excuses one. Advice is informational and may need no fix.

Languages without any translation are left out unless they are named.""",
    """\
  flyers translations check               all catalogs
  flyers translations check --lang "es ar"
  flyers translations check --strict      fail on warnings too (for CI)
  flyers explain L201                     what a code means""",
    several("--lang TAGS", "languages to check; default: all that have a translation"),
    flag("--strict", "end with code 4 if there is a warning, too"),
    flag("--excused", "show what translators have excused, with their reasons"),
    flag("--no-fit", "check the words only; compose no product"),
    flag("--json", "print all findings as one JSON document"),
    in_each,
)
def check_command(options: argparse.Namespace, console: Console) -> ExitCode:
    from flyers.workflow.translation_checks import check_catalogs

    session = open_session(options.project)
    reports = check_catalogs(session, options.lang or (), fit=not options.no_fit)
    if options.json:
        console.data([report.to_json() for report in reports])
    else:
        _show_findings(reports, options.excused, console)
    warn_of_unprinted(unprinted(session), console)
    stops = {Severity.ERROR, Severity.WARNING} if options.strict else {Severity.ERROR}
    failed = any(report.count(severity) for report in reports for severity in stops)
    return ExitCode.TRANSLATION if failed else ExitCode.OK


def _show_findings(reports: list[CatalogReport], excused: bool, console: Console) -> None:
    rows = [
        (of.tag, of.english, *(str(count or "–") for count in (*map(of.count, Severity), of.excused))) for of in reports
    ]
    console.table([("tag", "English", "errors", "warnings", "advice", "excused"), *rows], right=(2, 3, 4, 5))
    for report in reports:
        for finding in report.findings:
            if excused or not finding.excuse:
                excuse = f" (Excused: {finding.excuse})" if finding.excuse else ""
                console.say(f"{report.tag} → {finding}{excuse}")


@command(
    "answers",
    "take what readers have sent back from a reading page, and decide what they object to",
    """Take the answers in FILES, texts that pages of 'flyers reading' have made, from mails or messages saved as they
are. What a reader called right goes on record as read (translations/LANG/signoff.yaml), if it has not changed since;
what is not right is kept as an objection (objections.yaml beside it). An answer that was cut or changed, that is
another campaign's, or that no page has written is refused, and then nothing is recorded.

Then list every text that somebody objects to: its English, its words, what each reader proposes, and who takes it for
right. --accept puts proposed words into the catalog, where they wait for a reader again; --decline lets the text stand.
When all words of a product are read and right, 'flyers translations sign LANG --product PRODUCT' signs it.""",
    """\
  flyers translations answers mail-1.txt mail-2.txt
  flyers translations answers --lang es                    what is open
  flyers translations answers --lang es --accept 4f2a91""",
    option("files FILES", "files with answers", nargs="*", type=Path),
    several("--lang TAGS", "languages to list; default: those of the answers, or all"),
    option("--accept ID", "put the words of this objection into the catalog", action="append", default=[]),
    option("--decline ID", "let the text stand in spite of this objection", action="append", default=[]),
    flag("--json", "print everything as one JSON document"),
)
def answers_command(options: argparse.Namespace, console: Console) -> None:
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
    languages = session.languages(options.lang or dict.fromkeys(reply.answer.language for reply in taken))
    disputes = {tag: disputed(session, tag) for tag in languages}
    if options.json:
        open_texts = {tag: [text.to_json() for text in texts] for tag, texts in disputes.items()}
        console.data({"answers": [reply.to_json() for reply in taken], "disputed": open_texts})
        return
    for reply in taken:
        _show_answer(reply, console)
    for tag, disputed_texts in disputes.items():
        for dispute in disputed_texts:
            console.say(f"{tag} {dispute.what}")
            console.lines(f"  {name:<8} {words}" for name, words in dispute.words)
    if not taken and not any(disputes.values()):
        console.note("No reader objects to anything that has not been decided.")


def _show_answer(reply: TakenAnswer, console: Console) -> None:
    answer = reply.answer
    counts = f"{reply.right} right, {reply.objections} not right, {reply.unsure} not sure"
    again = " (already on record)" if reply.again else ""
    console.say(f"{answer.language} {', '.join(answer.pages)}: {answer.reviewer}, {answer.role}: {counts}{again}")
    if reply.changed:
        console.note(f"{reply.changed} of them have changed since, and must be read again.")
    if answer.level == "some":
        console.note("What is right is not recorded as read: this reader knows only some of the language.")
    for product, waits_for in reply.waits.items():
        console.note(f"{answer.language} {product} waits for {waits_for}." if waits_for else f"{product} is signed.")


@command(
    "sign",
    "record that a person has read a language, with the words and pages read",
    """Record in translations/LANG/signoff.yaml that a person has read the words of a language, and with --proof its
pages: who, in which role, when, the hash of all strings, and a digest of every message. From then on any change of the
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
        "the products that were read; default: those that the checksum is of, or without --proof the whole language",
    ),
    option("--date DATE", "the day of the signature (YYYY-MM-DD); default: today", type=day),
    flag(
        "--everything",
        "all messages were read again; default: a new sign-off covers what has changed since the last one",
    ),
)
def sign_command(options: argparse.Namespace, console: Console) -> None:
    from flyers.workflow.signing import Statement, day_of_build, sign

    session = open_session(options.project)
    tag = session.registry.language(options.language).tag
    products = choose("product", named, session.known_products(named)) if (named := options.product) else []
    if not options.reviewer and not options.role:
        return _sign_read(session, tag, products, options, console)
    if not options.reviewer or not options.role:
        raise UsageError("Who has read it, and in which role?", hint="Give both --reviewer and --role.")
    who, day = (options.reviewer, options.role), options.date or day_of_build()
    statement = Statement(*who, day, options.proof or "", options.everything, products=tuple(products))
    with session.changing():
        result = sign(session, tag, statement)
    covered = f"{counted(result.messages, 'message')} and {counted(result.contacts, 'contact')}"
    of = f" of {', '.join(result.products)}" if result.products else ""
    console.say(f"{result.path}: {covered}{of} on record")
    console.say(f"{tag}: {result.standing.words}")
    unseen = "Files say “draft” until the pages are signed too: have a reader's proof read, then add --proof."
    console.note(BUILD_AGAIN if options.proof else unseen)


BUILD_AGAIN = "Files built before still say “draft”: build them again."


def _sign_read(session: Session, tag: str, ready: list[str], options: argparse.Namespace, console: Console) -> None:
    """Sign what readers have answered about the products *ready*, by default all that wait for it."""
    from flyers.pipeline.recipe import usual_products
    from flyers.workflow.signing import Waits, reading, sign_read

    if options.proof or options.date or options.everything:
        raise UsageError("A signature needs --reviewer and --role.", hint="Without them only answers of readers count.")
    if not ready:
        for product in usual_products(session):
            with suppress(FlyersError):  # the error is reported when the product is built
                if reading(session, tag, product).waits is Waits.SIGNATURE:
                    ready.append(product)
    if not ready:
        problem = "No product waits for a signature: no reader has called all of its words and its pages right."
        hint = f"'flyers translations status --lang {tag}' says what each waits for. A signature on paper is put on "
        raise UsageError(problem, hint=f"{hint}record with --reviewer and --role.", trail=(tag,))
    standing = sign_read(session, tag, ready)
    console.lines((f"{tag}: {', '.join(ready)} signed by their readers", f"{tag}: {standing.words}"))
    console.note(BUILD_AGAIN)


TRANSLATIONS = Command(
    "translations",
    "manage the catalogs: update, check, export and import, sign",
    """Manage the catalogs, one for each language: update them from the messages, check them, export them for
translators and import the results, take what readers answer, and record who has signed them. 'flyers docs coordinators'
explains the steps in order.""",
    """\
  flyers translations status              how far each language is
  flyers translations update              after messages have changed
  flyers translations export --lang es    a file for an agency; “import” reads it back
  flyers translations check               what is wrong or doubtful""",
    commands=(
        status_command,
        init_command,
        update_command,
        export_command,
        import_command,
        check_command,
        answers_command,
        sign_command,
    ),
)
