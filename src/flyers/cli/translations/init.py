"""``flyers translations init``: start a language."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from flyers.cli.console import Console
from flyers.errors import ExitCode

if TYPE_CHECKING:
    from flyers.workflow.language_init import LanguageInit

NAME = "init"
SUMMARY = "start a language: its entry in the registry, its fonts, its catalog"
DESCRIPTION = """\
Start a language: create its catalog, and add an entry at the end of translations/languages.yaml if there is none. Own
name, English name, script and direction come from Unicode's locale data (CLDR); fonts are chosen from fonts/fonts.yaml
by the script and the letters of the language; measures are copied from a language of the same script. What the program
knows of a language (line spacing, quotation marks, words that don't end a line) is taken from there.

If the locale data lacks something, give it with the options below. If no font has the letters, the command ends with
code 5 and names a family that does, and nothing is written."""
EXAMPLES = """\
  flyers translations init de
  flyers translations init sr-Latn
  flyers translations init de --dry-run       show the entry, write nothing
  flyers translations init kek --autonym "Q'eqchi'" --english "Q'eqchi'" --script Latn"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("tag", metavar="TAG", help="a language tag (BCP 47), as in “de”, “sr-Latn” or “pt-BR”")
    parser.add_argument("--autonym", metavar="NAME", default="", help="the language's name in itself")
    parser.add_argument("--english", metavar="NAME", default="", help="its English name")
    parser.add_argument("--script", metavar="CODE", default="", help="its script, an ISO 15924 code such as Latn")
    parser.add_argument(
        "--direction", choices=("ltr", "rtl"), default="", help="default: that of the autonym's letters"
    )
    parser.add_argument("--dry-run", action="store_true", help="show what would be written, and write nothing")


def run(options: argparse.Namespace, console: Console) -> ExitCode:
    from flyers.pipeline.session import open_session
    from flyers.translation.locale_data import LanguageHints
    from flyers.workflow.language_init import init_language

    session = open_session(options.project)
    hints = LanguageHints(options.autonym, options.english, options.script, options.direction)
    with session.changing(not options.dry_run):
        init = init_language(
            options.tag, hints, session.campaign, session.registry, session.library, write=not options.dry_run
        )
    if not options.dry_run:
        session.reload()
    _show(init, options.project, console)
    own = init.language.tag
    alike = (tag for tag in session.registry.tags if tag != own and tag.partition("-")[0] == own.partition("-")[0])
    _show_next(init, [tag for tag in alike if session.has_translations(tag)], options.dry_run, console)
    return ExitCode.OK


def _show(init: LanguageInit, project: Path, console: Console) -> None:
    from flyers.content import yamlfile
    from flyers.translation.defaults import REGISTRY_FILE

    if init.entry:
        console.say(f"{REGISTRY_FILE}: these lines were added for {init.language.english}:")
        console.say(init.entry.rstrip())
    catalog = "this catalog existed and stays as it is" if init.kept else "an empty catalog"
    console.say(f"{yamlfile.display_path(init.catalog, project)}: {catalog}")


def _show_next(init: LanguageInit, relatives: list[str], dry_run: bool, console: Console) -> None:
    """Print what to look at, and what to do next; *relatives* are tags of translations into the same language."""
    tag = init.language.tag
    if init.entry and init.model == tag:
        console.note("All of it comes with the program, which knows this language.")
    elif init.entry and init.model:
        console.note(
            f"Its line spacing (leading, ascent, descent) was taken from {init.model}, which has the same script."
        )
    elif init.entry:
        console.note("Its line spacing (leading, ascent, descent) was measured in the font: look at a proof first.")
    if init.entry and not init.checked:
        console.note("The locale data has no alphabet of this language: the fonts were checked for its name only.")
    if dry_run:
        console.note("Nothing was written: this was a dry run.")
    elif init.kept:
        console.note(f"Next: update the catalog with 'flyers translations update --lang {tag}'.")
    else:
        console.note(
            f"Next: fill the catalog, or export it: 'flyers translations export --lang {tag}' "
            "('flyers docs translators')."
        )
    if relatives and not init.kept:
        console.note(f"{' and '.join(relatives)} is there: give your translator that file too.")
