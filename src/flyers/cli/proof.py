"""``flyers proof`` compares finished files with the campaign of today, ``flyers explain`` explains what it finds."""

from __future__ import annotations

import argparse
import os
import sys
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from flyers import limits, processors
from flyers.cli.command import Command, flag, option
from flyers.cli.console import Console, columns, folded
from flyers.content import schema
from flyers.errors import ExitCode, FileAccessError, FlyersError, StoppedError, UsageError, raise_all
from flyers.files import is_file, is_folder
from flyers.findings import Explanation
from flyers.pipeline.outputs import sentence
from flyers.pipeline.session import Session, open_session

if TYPE_CHECKING:
    from flyers.pipeline.prove import Verdict

PROOF = Command(
    "proof",
    "prove finished PDFs and images again",
    """\
Compare finished PDFs, and images (PNG) with the words beside them, with the files that the campaign makes today: is
each that very file, and in its place? Readers that share no code with the program that painted them say what differs:
is every number still right, does every QR code open the right address?

A file made by flyers records its product and language. Any other file gets the checks that need no such knowledge (page
boxes, fonts, ink), and is called "not compared". The exit code is 7 if a file failed, 11 if one was not compared, and 8
if one could not be read; 'flyers explain CODE' explains a finding.""",
    """\
  flyers proof output/es/poster.press.DRAFT.pdf
  flyers proof output                     every PDF and image below a folder
  flyers proof --json proof-from-the-print-shop.pdf""",
    options=[
        option("files FILE", "PDFs, images (PNG), or folders", nargs="+", type=Path),
        option(
            "--press NAME",
            "the print condition that press files must meet: a name, or the path of a shop's .yaml file; default: the "
            "one that each file names",
            default="",
        ),
        flag("--json", "print findings and facts as one JSON document on stdout"),
    ],
)


ENDINGS = (".pdf", ".png")
"""Endings of the files that are proved in a folder."""

MOST_FINDINGS = 5
"""Findings of a file that are shown without -v."""


@PROOF.does
def run_proof(options: argparse.Namespace, console: Console) -> ExitCode:
    from flyers.pipeline.prove import refused

    paths = _finished(options.files)
    session = open_session(options.project)
    if options.press:
        session.condition(options.press)  # report a wrong name once, before any file is opened
    verdicts, unread = [], list[FlyersError]()
    for path, outcome in zip(paths, _outcomes(paths, session, options.press), strict=True):
        match outcome:
            case FileAccessError():  # reported at the end, so that the other files are proved
                unread.append(outcome)
            case StoppedError():
                verdicts.append(refused(path, outcome))
            case FlyersError():
                raise outcome
            case verdict:
                verdicts.append(_with_record(verdict, session))
    if options.json:
        console.data([verdict.to_json() for verdict in verdicts])
    else:
        for verdict in verdicts:
            _show_verdict(verdict, console)
    raise_all(unread)
    if any(verdict.failed for verdict in verdicts):
        return ExitCode.PROOF
    return ExitCode.OK if all(verdict.good for verdict in verdicts) else ExitCode.NOT_COMPARED


def _outcomes(paths: list[Path], session: Session, press: str) -> Iterator[Verdict | FlyersError]:
    """Yield the verdict on each file, or why there is none."""
    from flyers.pipeline.processes import guarded_outcomes, prepare_to_fork, start_method
    from flyers.pipeline.prove import ProofRequest, prove_file

    at_once = processors.workers_for(len(paths), most=limits.PROOFS_AT_ONCE)
    if at_once > 1 and start_method() == "fork":
        prepare_to_fork([session.folder])
    requests = [ProofRequest(session.folder, path, press) for path in paths]
    # Files of one language are in one folder.
    return guarded_outcomes(prove_file, requests, group=lambda request: request.path.parent, at_once=at_once)


def _with_record(verdict: Verdict, session: Session) -> Verdict:
    if not verdict.failed:
        return verdict
    from flyers.workflow.lookup import with_record

    return with_record(verdict, session)


def _finished(paths: list[Path]) -> list[Path]:
    files = [file for path in paths for file in (_below(path) if is_folder(path) else [path])]
    if not files:
        named = ", ".join(map(str, paths))
        raise UsageError(f"There is no PDF and no image in {named}.", hint="Make some first: 'flyers build'.")
    return files


def _below(folder: Path) -> list[Path]:
    # Unlike `Path.rglob`, it passes over folders that somebody removes meanwhile.
    paths = (Path(place, name) for place, _, names in os.walk(folder) for name in names)
    return sorted(path for path in paths if path.suffix.lower() in ENDINGS and is_file(path))


def _show_verdict(verdict: Verdict, console: Console) -> None:
    for line in _lines(verdict, console.verbose):
        # A file's name or contents must not look like the verdict on another file.
        console.say(line.replace("\n", "\\n"))


def _lines(verdict: Verdict, verbose: bool) -> Iterator[str]:
    if verdict.old_numbers:
        yield f"{verdict.path}: FAILED: {_old_numbers(verdict)} Do not hand it out."
    else:
        yield f"{verdict.path}: {verdict.outcome} ({verdict.known_as})"
    for remark in verdict.remarks:
        yield f"  note: {remark}"
    most = None if verbose else 0 if verdict.old_numbers else MOST_FINDINGS
    shown = verdict.findings[:most]
    for finding in shown:
        yield f"  {finding['severity']}: {sentence(finding)}"
    rest = verdict.findings[len(shown) :]
    if rest:
        codes = ", ".join(sorted({finding["code"] for finding in rest}))
        yield f"  {len(rest)}{' more' if shown else ''} findings ({codes}); -v shows them."


def _old_numbers(verdict: Verdict) -> str:
    """Return what is printed and what is right today: ``OLD NUMBER 1-888-373-7888, today 1-888-373-9999 (hotline).``"""
    pairs = verdict.old_numbers.items()
    numbers = "; ".join(f"{old}, today {new or 'nothing'} ({name})" for name, (old, new) in pairs)
    return f"OLD NUMBER {numbers}."


EXPLAIN = Command(
    "explain",
    "explain a code of the proof or of a check of translations, and what to do about it",
    """\
Explain what each code means, why it matters, what to do about it, who can do that, and which standard asks for it.
Codes that begin with L come from 'flyers translations check', all others from the proof. Without a code, list them
all.""",
    """\
  flyers explain P103
  flyers explain X711 X713
  flyers explain L201
  flyers explain                          every code, one on each line""",
    options=[
        option("codes CODE", "a code, as in “P103”; upper or lower case", nargs="*"),
        flag("--json", "print the explanations as one JSON document"),
    ],
)

WIDTH = 88
"""Columns of a paragraph."""


@EXPLAIN.does
def run_explain(options: argparse.Namespace, console: Console) -> ExitCode:
    explained = explanations()
    codes = list(dict.fromkeys(code.upper() for code in options.codes)) or sorted(explained)
    for code in codes:
        if code not in explained:
            raise _unknown(code, explained)
    chosen = [explained[code] for code in codes]
    if options.json:
        console.data([asdict(about) for about in chosen])
    elif options.codes:
        width = min(WIDTH, columns(sys.stdout))
        console.say("\n\n".join(_explanation(about, width) for about in chosen))
    else:
        console.table([("code", "rule"), *((about.code, about.title) for about in chosen)])
    return ExitCode.OK


def explanations() -> Mapping[str, Explanation]:
    """Return the explanations of every code, of the proof and of the checks of translations."""
    from flyers.proof import checks as of_files
    from flyers.proof.checks import images as of_images
    from flyers.translation.checks import findings as of_translations

    return {**of_files.EXPLANATIONS, **of_images.EXPLANATIONS, **of_translations.EXPLANATIONS}


def _unknown(code: str, known: Mapping[str, Explanation]) -> UsageError:
    alike = [other for other in known if other[:1] == code[:1]]
    return UsageError(
        f"There is no code “{schema.shorten(code, 40)}”.",
        hint=f"{schema.did_you_mean(code, tuple(alike))} 'flyers explain' lists all of them.".strip(),
    )


def _explanation(about: Explanation, width: int) -> str:
    """Return one code's explanation as paragraphs with headings."""
    paragraphs = {
        "Found": about.found,
        "Why": about.why,
        "Do": about.advice,
        "Who": about.owner,
        **about.details,
        "Rule": "; ".join(about.rules) or "trade practice, or our own rule",
        "Asked by": about.asked_by,
    }
    title = folded(f"{about.code}  {about.title}", width)
    return "\n".join([title, *(_paragraph(*each, width) for each in paragraphs.items())])


def _paragraph(heading: str, text: str, width: int) -> str:
    return textwrap.fill(
        text.replace("**", ""),
        width,
        initial_indent=f"  {heading:10} ",
        subsequent_indent=" " * 13,
        break_long_words=False,
        break_on_hyphens=False,
    )
