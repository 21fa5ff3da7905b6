"""``flyers languages``: the languages of a campaign and how far each is translated."""

from __future__ import annotations

import argparse

from flyers.cli.console import Console
from flyers.errors import ExitCode

NAME = "languages"
SUMMARY = "list the campaign's languages and the state of each translation"
DESCRIPTION = """\
List every language of the campaign with its own name, its direction, how much of it is translated, and whether somebody
has signed it. A language that is not wholly translated is not built unless you allow it; one that is “not
translated” has not one translation, and a build of all languages leaves it out."""
EXAMPLES = """\
  flyers languages
  flyers languages --json
  flyers languages --tags                 one tag on each line, for scripts
  flyers languages --page                 docs/languages.md"""


def configure(parser: argparse.ArgumentParser) -> None:
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print the list as one JSON document")
    form.add_argument("--page", action="store_true", help="print the list as a page to read, in Markdown")
    form.add_argument("--tags", action="store_true", help="print the tags alone, one on each line")


def run(options: argparse.Namespace, console: Console) -> ExitCode:
    from flyers.pipeline.session import open_session

    session = open_session(options.project)
    if options.tags:
        for tag in session.languages():
            console.say(tag)
        return ExitCode.OK
    if options.page:
        from flyers.workflow.language_page import language_page

        console.say(language_page(session).rstrip("\n"))
        return ExitCode.OK
    from flyers.workflow.census import census

    counted = census(session)
    if options.json:
        console.data([language.to_json() for language in counted])
        return ExitCode.OK
    console.table(
        [
            ("tag", "English", "own name", "dir", "translated", "status"),
            *((one.tag, one.english, one.autonym, one.direction, f"{one.percent} %", one.status) for one in counted),
        ],
        right=(4,),
    )
    return ExitCode.OK
