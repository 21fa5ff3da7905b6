"""``flyers translations init``: begin a language."""

from __future__ import annotations

import argparse

from flyers.cli.console import Console
from flyers.errors import ExitCode

NAME = "init"
SUMMARY = "begin a language: its entry in the registry, its fonts, its catalog"
DESCRIPTION = """\
Begin a catalog. Where translations/languages.yaml has no entry for the language, one is put at its end. Own name,
English name, script and direction come from Unicode's locale data (CLDR); fonts are chosen among those of
fonts/fonts.yaml by script and by the letters of the language; measures are those of a language of the same script.

Where the locale data does not know a language, say what it lacks with the options below. Where no font covers it, the
command ends with code 5 and says which family would, and nothing is written."""
EXAMPLES = """\
  flyers translations init de
  flyers translations init sr-Latn
  flyers translations init de --dry-run       show the entry, write nothing
  flyers translations init kek --autonym "Q'eqchi'" --english "Q'eqchi'" --script Latn"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("language", metavar="TAG", help="a language tag (BCP 47), as in “de”, “sr-Latn” or “pt-BR”")
    parser.add_argument("--autonym", metavar="NAME", default="", help="the language's name in itself")
    parser.add_argument("--english", metavar="NAME", default="", help="its English name")
    parser.add_argument("--script", metavar="CODE", default="", help="its script, an ISO 15924 code such as Latn")
    parser.add_argument(
        "--direction", choices=("ltr", "rtl"), default="", help="by default that of the autonym's letters"
    )
    parser.add_argument("--dry-run", action="store_true", help="show what would be written, and write nothing")


def run(options: argparse.Namespace, console: Console) -> ExitCode:
    from flyers.content import yamlfile
    from flyers.pipeline.session import open_session
    from flyers.translation.locale_data import LanguageHints
    from flyers.translation.registry import REGISTRY_FILE
    from flyers.workflow.language_init import begin

    session = open_session(options.project)
    told = LanguageHints(options.autonym, options.english, options.script, options.direction)
    begun = begin(session, options.language, told, write=not options.dry_run)
    language, tag = begun.language, begun.language.tag
    if begun.entry:
        console.say(f"{REGISTRY_FILE}: {language.english} entered with these lines:")
        console.say(begun.entry.rstrip())
    catalog = "this catalog was there, and stays as it is" if begun.kept else "a catalog to fill"
    console.say(f"{yamlfile.display_path(begun.catalog, options.project)}: {catalog}")
    if begun.entry:
        if begun.model:
            console.note(
                f"How far its lines stand apart (leading, ascent, descent) was taken from {begun.model}, which has the "
                "same script."
            )
        else:
            console.note(
                "How far its lines stand apart (leading, ascent, descent) was measured in the font: look at a proof "
                "first."
            )
        if not begun.checked:
            console.note("No alphabet of this language is on file: the fonts were held to its name alone.")
    if options.dry_run:
        console.note("Nothing was written: this was a dry run.")
    elif begun.kept:
        console.note(f"Next: bring it into step with “flyers translations update --lang {tag}”.")
    else:
        console.note(
            f"Next: fill the catalog, or send it away with “flyers translations export --lang {tag}” "
            "(docs/translators.md)."
        )
    return ExitCode.OK
