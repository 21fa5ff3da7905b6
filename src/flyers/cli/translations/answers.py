"""``flyers translations answers``: take what readers have sent back, and decide what they object to."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from flyers.cli.argument_types import add_names
from flyers.cli.console import Console
from flyers.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from flyers.pipeline.session import Session
    from flyers.workflow.answers import TakenAnswer

NAME = "answers"
SUMMARY = "take what readers have sent back from a reading page, and decide what they object to"
DESCRIPTION = """\
Take the answers in FILES, texts that pages of 'flyers reading' have made, from mails or messages saved as they are.
What a reader called right goes on record as read (translations/LANG/signoff.yaml), if it has not changed since; what is
not right is kept as an objection (objections.yaml beside it). An answer that was cut or changed, that is another
campaign's, or that no page has written is refused, and then nothing is recorded.

Then list every text that somebody objects to: its English, its words, what each reader proposes, and who takes it for
right. --accept puts proposed words into the catalog, where they wait for a reader again; --decline lets the text stand.
When all words of a product are read and right, 'flyers translations sign LANG --product PRODUCT' signs it."""
EXAMPLES = """\
  flyers translations answers mail-1.txt mail-2.txt
  flyers translations answers --lang es                    what is open
  flyers translations answers --lang es --accept 4f2a91"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", metavar="FILES", nargs="*", type=Path, help="files with answers")
    add_names(parser, "--lang", "TAGS", "languages to list; default: those of the answers, or all")
    parser.add_argument(
        "--accept", metavar="ID", action="append", default=[], help="put the words of this objection into the catalog"
    )
    parser.add_argument(
        "--decline", metavar="ID", action="append", default=[], help="let the text stand in spite of this objection"
    )
    parser.add_argument("--json", action="store_true", help="print everything as one JSON document")


def run(options: argparse.Namespace, console: Console) -> ExitCode:
    from flyers import limits
    from flyers.files import read_bytes
    from flyers.pipeline.session import open_session
    from flyers.workflow.answers import take
    from flyers.workflow.disputes import accept, decline, disputed

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
    found = {tag: disputed(session, tag) for tag in languages}
    if options.json:
        answers = [one.to_json() for one in taken]
        console.data({"answers": answers, "disputed": {t: [one.to_json() for one in found[t]] for t in languages}})
        return ExitCode.OK
    for one in taken:
        _show(session, one, console)
    for tag, disputes in found.items():
        for dispute in disputes:
            console.say(f"{tag} {dispute.what}")
            for name, words in dispute.words:
                console.say(f"  {name:<8} {words}")
    if not taken and not any(found.values()):
        console.note("No reader objects to anything that has not been decided.")
    return ExitCode.OK


def _show(session: Session, one: TakenAnswer, console: Console) -> None:
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
