"""``flyers new``: start a campaign on the one that comes with flyers."""

from __future__ import annotations

import argparse
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from flyers.cli.console import Console
from flyers.cli.selection import understood_tags
from flyers.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from flyers.translation.registry import Registry
    from flyers.workflow.new_campaign import NewCampaign

NAME = "new"
SUMMARY = "begin a campaign of your own, on the one that comes with flyers"
DESCRIPTION = """\
Begin a campaign: a folder with a few short files that say only what is yours. All else (words, translations, layouts,
fonts) comes from the campaign that comes with flyers, and 'flyers build' in the folder makes every product at once.

In a terminal, the command asks for what you do not give as an option. Every value is checked, and all pages are set
once; if something is wrong or does not fit, nothing is written."""
EXAMPLES = """\
  flyers new maine                           asks for everything
  flyers new maine --state Maine --phone 207-555-0143 --site example.org --languages es,so
  flyers new clinic --blank                  another topic: a page of your own to begin with
  flyers new maine --colour "#7a1f2b" --logo ~/logo.svg     a colour and a logo of your own; asks for the rest"""

PAGE_WORDS = "content/messages/page.yaml"

QUESTIONS = {
    "name": "Name of your coalition, as it is to be printed",
    "state": "State",
    "phone": "Phone number of the coalition (“none” if it has none)",
    "site": "Web site of the coalition (“none” if it has none)",
    "languages": "Languages, as in “es so” (English is always there)",
}
"""The question for each value that was not given as an option."""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "folder", metavar="FOLDER", type=Path, help="where it will be; its name becomes the campaign's id"
    )
    parser.add_argument("--name", metavar="TEXT", help="the coalition's name, as it is to be printed")
    parser.add_argument("--state", metavar="TEXT", help="its state")
    parser.add_argument("--phone", metavar="NUMBER", help="its phone number, with the area code; or “none”")
    parser.add_argument("--site", metavar="ADDRESS", help="its web site, as in “example.org”; or “none”")
    parser.add_argument("--languages", dest="new_languages", metavar="WORDS", help="tags or names of languages")
    parser.add_argument("--logo", metavar="FILE", type=Path, help="its logo, an SVG, PNG or JPEG file; it is copied")
    parser.add_argument(
        "--blank",
        action="store_true",
        help="for another topic: a page of your own, and none of the products and words that come with flyers",
    )
    parser.add_argument("--colour", metavar="#RRGGBB", default="", help="colour of headings and grounds")


def run(options: argparse.Namespace, console: Console) -> ExitCode:
    from flyers.workflow.campaign_values import require_folder
    from flyers.workflow.contact_entries import OWN_GROUP
    from flyers.workflow.new_campaign import begin, products_with

    require_folder(options.folder)
    new = _asked(options, console)
    files = begin(new)
    for file in files:
        console.say(file.as_posix())
    printed = products_with(options.folder)
    rows = [(f"your {what}", ", ".join(products) or "no product") for what, products in printed.items()]
    console.note()
    console.table([("what", "printed on"), *rows], to_stderr=True)
    console.note()
    words = f"Write your words in {PAGE_WORDS}. " if new.blank else ""
    console.note(
        f"{words}Now: 'cd {shlex.quote(str(options.folder))}' and 'flyers build'. Before you print, dial and open what "
        "you gave."
    )
    if "phone" in printed and not new.blank:
        console.note(
            "To have your phone on the back of the card, the poster and the notice too: "
            f"'flyers contacts set coalition_phone.group {OWN_GROUP}'. 'flyers contacts add' adds another one there."
        )
    return ExitCode.OK


def _asked(options: argparse.Namespace, console: Console) -> NewCampaign:
    """Return what was given as options, and answers to questions for the rest.

    Raises:
        UsageError: something was not given, and there is no terminal to ask at; or a value cannot be used.
    """
    from flyers.workflow import campaign_values
    from flyers.workflow.new_campaign import NewCampaign
    from flyers.workflow.theme_colour import theme_with

    given = {name: getattr(options, "new_languages" if name == "languages" else name) for name in QUESTIONS}
    missing = [name for name, value in given.items() if value is None]
    if missing and not _can_ask():
        raise UsageError(
            f"Not given: {', '.join(f'--{name}' for name in missing)}.",
            hint="Add them, or run this in a terminal without them, and it asks.",
        )
    checks: dict[str, Callable[[str], object]] = {
        "name": lambda text: campaign_values.require_name("name", text),
        "state": lambda text: campaign_values.require_name("state", text),
        "phone": campaign_values.require_phone,
        "site": campaign_values.require_site,
        "languages": lambda text: campaign_values.require_languages(_words(text)),
    }
    for name, value in given.items():
        if value is not None:
            checks[name](value)
    if options.logo is not None:
        campaign_values.require_logo(options.logo)
    if options.colour:
        theme_with(options.colour)
    for name in missing:
        if name == "languages":
            names = (f"{language.english} ({language.tag})" for language in _starter_registry())
            console.note(f"There are {', '.join(names)}.")
        given[name] = _answer(QUESTIONS[name], checks[name], console)
    languages = understood_tags(_words(given.pop("languages")), _starter_registry(), console)
    return NewCampaign(
        options.folder,
        **given,
        languages=languages,
        colour=options.colour,
        logo=options.logo,
        blank=options.blank,
    )


def _starter_registry() -> Registry:
    from flyers.content.starter import starter_folder
    from flyers.pipeline.session import open_session

    return open_session(starter_folder()).registry


def _words(text: str) -> list[str]:
    return text.replace(",", " ").split()


def _can_ask() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def _answer(question: str, check: Callable[[str], object], console: Console) -> str:
    """Ask until the answer can be used."""
    while True:
        console.ask(f"{question}: ")
        answer = sys.stdin.readline()
        if not answer:
            raise UsageError("No answer; nothing was written.")
        try:
            check(answer.strip())
        except UsageError as error:
            console.error(str(error))
        else:
            return answer.strip()
