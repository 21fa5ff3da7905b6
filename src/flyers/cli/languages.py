"""``flyers languages``: the languages of a campaign, and how far each is translated."""

from __future__ import annotations

import argparse

from flyers.cli.console import Console
from flyers.errors import ExitCode

NAME = "languages"
SUMMARY = "list the campaign's languages and the state of each translation"
DESCRIPTION = """\
List every language of the campaign with its own name, its direction, how much of it is translated, and whether somebody
has signed it. A language that is not translated completely is not built unless you allow it. A language that is “not
translated” has no translation at all; a build of all languages leaves it out."""
EXAMPLES = """\
  flyers languages
  flyers languages --json
  flyers languages --tags                 one tag per line, for scripts
  flyers languages --page                 docs/languages.md"""
IN_EACH = True


def configure(parser: argparse.ArgumentParser) -> None:
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print the list as one JSON document")
    form.add_argument("--page", action="store_true", help="print the list as a page in Markdown")
    form.add_argument("--tags", action="store_true", help="print the tags only, one per line")


def run(options: argparse.Namespace, console: Console) -> ExitCode:
    from flyers.pipeline.session import open_session

    session = open_session(options.project)
    if options.tags:
        for tag in session.languages():
            console.say(tag)
        return ExitCode.OK
    from flyers.workflow.status import count_languages

    counts = count_languages(session)
    if options.page:
        from flyers.workflow.language_page import language_page

        console.say(language_page(session.campaign, session.registry, counts).rstrip("\n"))
    elif options.json:
        console.data([count.to_json() for count in counts])
    else:
        rows = (
            (count.tag, count.english, count.autonym, count.direction, f"{count.percent} %", count.status)
            for count in counts
        )
        console.table([("tag", "English", "own name", "dir", "translated", "status"), *rows], right=(4,))
    return ExitCode.OK
