"""What is known of a finished file: ``flyers proof`` compares it with the campaign of today, ``explain`` explains its
findings, ``why`` says what it is made of, and ``manifest`` what a printed piece said.
"""

from __future__ import annotations

import argparse
import os
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flyers import limits
from flyers.cli.command import command, copies, flag, option, output, several
from flyers.cli.console import Console, columns, commit_it, folded
from flyers.cli.selection import output_folder
from flyers.content import schema
from flyers.errors import ExitCode, FileAccessError, FlyersError, StoppedError, UsageError, first_of, raise_all
from flyers.files import is_file, is_folder
from flyers.findings import Explanation
from flyers.pipeline.fresh import Difference, Reasons, reasons
from flyers.pipeline.outputs import sentence
from flyers.pipeline.plan import choose
from flyers.pipeline.session import Session, open_session

if TYPE_CHECKING:
    from flyers.pipeline.prove import Verdict
    from flyers.workflow.manifest import LookupResult


ENDINGS = (".pdf", ".png")  # Of the files that are proved in a folder.


@command(
    "proof",
    "prove finished PDFs and images again",
    """Compare finished PDFs, and images (PNG) with the words beside them, with the files that the campaign makes today:
is each that very file, and in its place? Readers that share no code with the program that painted them say what
differs: is every number still right, does every QR code open the right address?

A file made by flyers records its product and language. Any other file gets the checks that need no such knowledge (page
boxes, fonts, ink), and is called "not compared". The exit code is 7 if a file failed, 11 if one was not compared, and 8
if one could not be read; 'flyers explain CODE' explains a finding.""",
    """\
  flyers proof output/es/poster.press.DRAFT.pdf
  flyers proof output                     every PDF and image below a folder
  flyers proof --json proof-from-the-print-shop.pdf""",
    option("files FILE", "PDFs, images (PNG), or folders", nargs="+", type=Path),
    option(
        "--press NAME",
        "the print condition that press files must meet: a name, or the path of a shop's .yaml file; default: the "
        "one that each file names",
    ),
    flag("--json", "print findings and facts as one JSON document on stdout"),
)
def proof_command(options: argparse.Namespace, console: Console) -> ExitCode:
    from flyers.pipeline.processes import guarded_outcomes, prepare_to_fork, start_method
    from flyers.pipeline.prove import ProofRequest, prove_file, refused
    from flyers.workflow.manifest import with_record

    paths = _finished(options.files)
    session = open_session(options.project)
    if options.press:
        session.condition(options.press)  # report a wrong name once, before any file is opened
    at_once = limits.workers_for(len(paths), most=limits.PROOFS_AT_ONCE)
    if at_once > 1 and start_method() == "fork":
        prepare_to_fork([session.folder])
    requests = [ProofRequest(session.folder, path, options.press) for path in paths]
    # Files of one language are in one folder.
    outcomes = guarded_outcomes(prove_file, requests, group=lambda request: request.path.parent, at_once=at_once)
    verdicts, unread = [], list[FlyersError]()
    for path, outcome in zip(paths, outcomes, strict=True):
        match outcome:
            case FileAccessError():  # reported at the end, so that the other files are proved
                unread.append(outcome)
            case StoppedError():
                verdicts.append(refused(path, outcome))
            case FlyersError():
                raise outcome
            case verdict:
                verdicts.append(with_record(verdict, session))
    if options.json:
        console.data([verdict.to_json() for verdict in verdicts])
    else:
        for verdict in verdicts:
            _show_verdict(verdict, console)
    raise_all(unread)
    compared = ExitCode.OK if all(verdict.good for verdict in verdicts) else ExitCode.NOT_COMPARED
    return ExitCode.PROOF if any(verdict.failed for verdict in verdicts) else compared


def _finished(paths: list[Path]) -> list[Path]:
    files = []
    for path in paths:
        # Unlike `Path.rglob`, `os.walk` passes over folders that somebody removes meanwhile.
        below = (Path(place, name) for place, _, names in os.walk(path) for name in names)
        in_folder = sorted(file for file in below if file.suffix.lower() in ENDINGS and is_file(file))
        files += in_folder if is_folder(path) else [path]
    if not files:
        listed = ", ".join(map(str, paths))
        raise UsageError(f"There is no PDF and no image in {listed}.", hint="Make some first: 'flyers build'.")
    return files


def _show_verdict(verdict: Verdict, console: Console) -> None:
    outcome = f"{verdict.outcome} ({verdict.known_as})"
    if pairs := verdict.old_numbers.items():  # what is printed and what is right today
        numbers = "; ".join(f"{old}, today {new or 'nothing'} ({name})" for name, (old, new) in pairs)
        outcome = f"FAILED: OLD NUMBER {numbers}. Do not hand it out."
    lines = [f"{verdict.path}: {outcome}", *(f"  note: {remark}" for remark in verdict.remarks)]
    first = verdict.findings[: None if console.verbose else 0 if verdict.old_numbers else 5]
    lines += [f"  {finding['severity']}: {sentence(finding)}" for finding in first]
    if rest := verdict.findings[len(first) :]:
        codes = ", ".join(sorted({finding["code"] for finding in rest}))
        lines.append(f"  {len(rest)}{' more' if first else ''} findings ({codes}); -v shows them.")
    # A file's name or contents must not look like the verdict on another file.
    console.lines(line.replace("\n", "\\n") for line in lines)


@command(
    "explain",
    "explain a code of the proof or of a check of translations, and what to do about it",
    """Explain what each code means, why it matters, what to do about it, who can do that, and which standard asks for
it. Codes that begin with L come from 'flyers translations check', all others from the proof. Without a code, list them
all.""",
    """\
  flyers explain P103
  flyers explain X711 X713
  flyers explain L201
  flyers explain                          every code, one on each line""",
    option("codes CODE", "a code, as in “P103”; upper or lower case", nargs="*"),
    flag("--json", "print the explanations as one JSON document"),
)
def explain_command(options: argparse.Namespace, console: Console) -> None:
    from flyers.proof import checks as of_files
    from flyers.proof.checks import images as of_images
    from flyers.translation.checks import findings as of_translations

    explained = {**of_files.EXPLANATIONS, **of_images.EXPLANATIONS, **of_translations.EXPLANATIONS}
    codes = list(dict.fromkeys(code.upper() for code in options.codes)) or sorted(explained)
    if unknown := next((code for code in codes if code not in explained), ""):
        alike = tuple(code for code in explained if code[:1] == unknown[:1])
        hint = f"{schema.did_you_mean(unknown, alike)} 'flyers explain' lists all of them.".strip()
        raise UsageError(f"There is no code “{schema.shorten(unknown, 40)}”.", hint=hint)
    chosen = [explained[code] for code in codes]
    if options.json:
        console.data([asdict(about) for about in chosen])
    elif options.codes:
        width = min(88, columns(sys.stdout))
        console.say("\n\n".join(_explanation(about, width) for about in chosen))
    else:
        console.table([("code", "rule"), *((about.code, about.title) for about in chosen)])


def _explanation(about: Explanation, width: int) -> str:
    paragraphs = {
        "Found": about.found,
        "Why": about.why,
        "Do": about.advice,
        "Who": about.owner,
        **about.details,
        "Rule": "; ".join(about.rules) or "trade practice, or our own rule",
        "Asked by": about.asked_by,
    }
    wrapper = textwrap.TextWrapper(width, "", " " * 13, break_long_words=False, break_on_hyphens=False)
    lines = [folded(f"{about.code}  {about.title}", width)]
    for heading, text in paragraphs.items():
        wrapper.initial_indent = f"  {heading:10} "
        lines += wrapper.wrap(text.replace("**", ""))
    return "\n".join(lines)


_MOST_NAMED = 8

_WHAT = {
    "program": "the program", "libraries": "libraries", "order": "what was asked for", "date": "the date in the file",
    "campaign": "what all pieces are made of", "layout": "the layout and what it extends",
    "languages": "all languages", "press": "the print shop's own files",
}  # fmt: skip  # a list to be read


@command(
    "why",
    "say why a file would be made again, and what it is made of",
    """'flyers build' makes a file only if something that it is made of has changed. This command compares what a file
was made of, as the proof.json beside it has it, with what it would be made of today: the files of the campaign, what
was asked for, the program and its libraries. It names the files that have changed, and the messages and contacts in
them.""",
    """\
  flyers why output/es/poster.press.DRAFT.pdf
  flyers why output/es/*.pdf -v           with everything that they are made of""",
    option("files FILE", "a file in an output folder", nargs="+", type=Path),
    flag("--json", "print the reasons as one JSON document"),
)
def why_command(options: argparse.Namespace, console: Console) -> None:
    session = open_session(options.project)
    causes = [reasons(path, session) for path in options.files]
    if options.json:
        console.data([_plain(cause) for cause in causes])
    else:
        console.lines(line for cause in causes for line in _reasons_in_lines(cause, console.verbose))


def _plain(cause: Reasons) -> dict[str, Any]:
    return {
        "file": str(cause.path),
        "current": cause.current,
        "reasons": list(cause.others),
        "differences": [asdict(difference) for difference in cause.differences],
        "made_of": dict(cause.today.values) if cause.today else {},
    }


def _reasons_in_lines(cause: Reasons, verbose: bool) -> Iterator[str]:
    current = "current. Nothing that it is made of has changed." if cause.current else "would be made again."
    yield f"{cause.path}: {current}"
    yield from (f"  {reason}" for reason in cause.others)
    yield from (f"  {_sentence(difference)}" for difference in cause.differences)
    if (cause.current or verbose) and cause.today:
        yield "  Made of:"
        for part, value in cause.today.values.items():
            files = cause.today.files.get(value, ())
            yield f"    {_what(part)}: {first_of(files, len(files) if verbose else _MOST_NAMED) or value}"


def _sentence(difference: Difference) -> str:
    what = _what(difference.part)
    files = {"changed:": difference.changed, "new:": difference.added, "gone:": difference.gone}
    parts = [f"{verb} {first_of(names, _MOST_NAMED)}" for verb, names in files.items() if names]
    if parts:
        words = f" In them: {first_of(difference.words, _MOST_NAMED)}." if difference.words else ""
        return f"{what}: {'; '.join(parts)}.{words}"
    before, after = difference.before, difference.after
    if difference.part == "libraries":  # a list, of which only what differs is told
        old, new = before.split(", "), after.split(", ")
        before = ", ".join(library for library in old if library not in new)
        after = ", ".join(library for library in new if library not in old)
    return f"{what}: {before or 'none'} → {after or 'none'}."


def _what(part: str) -> str:
    return _WHAT.get(part) or f"words in {part.removeprefix('language ')}"


@command(
    "manifest",
    "look up what a printed piece said, by the content code in its small print",
    """Look up the content code at the end of a piece's small print, as in “es · wallet-card · 2026-11 · c857dd7”: its
language, the state of its sign-off, its numbers and every sentence of every product, and what today's campaign says
differently.

The command searches the manifests in translations/*/manifests (written when a package is made, or by --keep; commit
them to git), today's campaign, and the reports of files that were built.

--keep puts on record what an office has printed itself, with --quantity how many; --cancel says of the last
occasion on record that nothing was printed then after all. What is cancelled counts as printed nowhere, and can
still be looked up.""",
    """\
  flyers manifest c857dd7
  flyers manifest "es · wallet-card · 2026-11 · c857dd7"
  flyers manifest c857 --product wallet-card --json
  flyers manifest --lang es --keep --quantity wallet-card=40      40 cards from the office's printer
  flyers manifest c857dd7 --cancel              the last order with this code was not printed""",
    option("code CODE", "the code, at least four digits of it, or the whole line of small print", nargs="*"),
    several("--product NAMES", "show these products only; default: all"),
    several("--lang TAGS", "with --keep: the languages to keep"),
    flag("--keep", "put today's words on record, for git to keep"),
    copies("with --keep: copies that were printed, as in “wallet-card=40”; only these products are kept"),
    flag("--cancel", "cancel the last occasion on record with this code"),
    output("the folder with built files"),
    flag("--json", "print the manifest as one JSON document"),
)
def manifest_command(options: argparse.Namespace, console: Console) -> None:
    from flyers.workflow.manifest import cancel_order, look_up, parse_query

    session = open_session(options.project)
    if bool(options.code) == bool(options.lang) or (options.lang and not options.keep):
        hint = "As in 'flyers manifest c857dd7' or 'flyers manifest --lang es --keep'."
        raise UsageError("Name either a code to look up, or languages to keep.", hint=hint)
    if options.quantity and not options.keep:
        raise UsageError("--quantity is about what is put on record.", hint="Add --keep.")
    if options.lang:
        _keep(session, session.languages(options.lang), options, console)
        return
    words = " ".join(options.code)
    digits, language, product = parse_query(words, session.registry.tags, session.known_products(words.split()))
    result = look_up(session, digits, language, output_folder(options))
    if options.keep and not result.today:
        raise UsageError(f"{result.code} is not the code of today's words: it can no longer be put on record.")
    if options.keep:
        _keep(session, [result.language], options, console)
        return
    if options.cancel and not (result.manifest and result.path):
        raise UsageError(f"{result.code} is not on record, so there is nothing to cancel.")
    named = options.product or ([product] if product and not options.cancel else [])
    products = _products(result, named)
    if options.cancel:
        with session.changing():
            path, cancelled = cancel_order(session, result.language, products, code=result.code)
        console.say(f"Cancelled: {cancelled}.")
        console.note(f"{path}: written{commit_it(path)}")
    elif options.json:
        console.data(_result_json(result, products))
    else:
        _show_result(result, products, console)


def _keep(session: Session, labels: list[str], options: argparse.Namespace, console: Console) -> None:
    from flyers.workflow.manifest import current_manifest, keep_manifest

    printed = dict(options.quantity)
    named = [*printed, *(options.product or ())]
    products = choose("product", named, session.known_products(named))
    for label in labels:
        with session.changing():
            manifest = current_manifest(session, label, products, printed)
            path = keep_manifest(manifest, session.campaign, session.registry)
        console.say(f"{path}: kept{commit_it(path)}")


def _products(result: LookupResult, named: list[str]) -> list[str]:
    products = list(result.manifest.products) if result.manifest else []
    return choose("product on record for this code", named, products) if named and products else products


def _result_json(result: LookupResult, products: list[str]) -> dict[str, Any]:
    manifest = result.manifest
    entries = manifest.entries if manifest and result.path else ()
    contacts, contents = manifest.contacts if manifest else {}, {}
    if manifest:
        for product in products:
            of = manifest.products[product]
            texts = {str(where): manifest.messages[where] for where in of.messages}
            contents[product] = {"contacts": list(of.contacts), "messages": texts}
    return {
        "code": result.code,
        "language": result.language,
        "issue": result.issue,
        "today": result.today,
        "manifest": result.path or None,
        "files": list(result.files),
        "kept": [{"date": entry.day.isoformat(), "state": entry.outcome} for entry in entries],
        "contacts": {name: {"printed": printed, "opens": opens} for name, (printed, opens) in contacts.items()},
        "products": contents,
        "differences": [asdict(difference) for difference in result.differences],
    }


def _show_result(result: LookupResult, products: list[str], console: Console) -> None:
    manifest = result.manifest
    console.say(f"{result.language} · {result.issue} · {result.code}")
    if result.today:
        console.say("Today's campaign has this code.")
    if result.path and manifest:
        occasions = ", ".join(f"{entry.day} ({entry.outcome})" for entry in manifest.entries)
        console.say(f"On record in {result.path}: {occasions}")
    console.lines(f"Built: {file}" for file in result.files)
    if manifest is None:
        console.say("The words are not on record: only built files with this code are known.")
        return
    printed = {name for product in products for name in manifest.products[product].contacts}
    console.say()
    rows = ((name, *facts) for name, facts in manifest.contacts.items() if name in printed)
    console.table([("contact", "printed", "opens"), *rows])
    for product in products:
        console.lines(("", product))
        console.lines(f"  {where}: {manifest.messages[where]}" for where in manifest.products[product].messages)
    if result.today:
        return
    console.lines(("", "Today's campaign differs:" if result.differences else "Today's campaign says the same."))
    for difference in result.differences:
        now = f"now “{difference.now}”" if difference.now else "now nothing"
        console.say(f"  {difference.what}: then “{difference.then}”, {now}")
