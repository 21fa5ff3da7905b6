"""``flyers translations check``: the catalogs under every check, with all that a translator should look at."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from typing import TYPE_CHECKING

from flyers.cli.argument_types import add_names
from flyers.cli.console import Console
from flyers.errors import ExitCode

if TYPE_CHECKING:
    from flyers.translation.checks import TranslationFinding
    from flyers.workflow.translation_checks import CatalogReport

NAME = "check"
SUMMARY = "look for what is wrong or doubtful in the catalogs"
DESCRIPTION = """\
Check the catalogs: placeholders and numbers, letters of another language, words left in English, lost punctuation, the
terms of translations/glossary.yaml, and whether every product has room for the words. Each finding has a code, which
“flyers explain” explains.

Errors keep a language from being built. Warnings ask a translator to look; a remark over the entry in the catalog,
“# ok: L303 the reason”, excuses one. Advice has nothing to mend behind it of necessity.

Languages that nobody has begun to translate are left out unless they are named."""
EXAMPLES = """\
  flyers translations check               every catalog
  flyers translations check --lang "es ar"
  flyers translations check --strict      fail on warnings too (for CI)
  flyers explain L201                     what a code means"""


def configure(parser: argparse.ArgumentParser) -> None:
    add_names(parser, "--lang", "TAGS", "languages to check; by default all begun")
    parser.add_argument("--strict", action="store_true", help="end with code 4 when there is a warning, too")
    parser.add_argument("--excused", action="store_true", help="show what translators have excused, with their reasons")
    parser.add_argument("--no-room", action="store_true", help="check the words alone; compose no product")
    parser.add_argument("--json", action="store_true", help="print all findings as one JSON document")


def run(options: argparse.Namespace, console: Console) -> ExitCode:
    from flyers.findings import Severity
    from flyers.pipeline.session import open_session
    from flyers.workflow.translation_checks import check_catalogs

    session = open_session(options.project)
    checked = check_catalogs(session, options.lang or (), with_room=not options.no_room)
    if options.json:
        console.data([each.to_json() for each in checked])
    else:
        _show(checked, options.excused, console)
    stops = {Severity.ERROR, Severity.WARNING} if options.strict else {Severity.ERROR}
    failed = any(each.count(severity) for each in checked for severity in stops)
    return ExitCode.TRANSLATION if failed else ExitCode.OK


def _show(checked: list[CatalogReport], excused: bool, console: Console) -> None:
    from flyers.findings import Severity

    rows = [
        (each.tag, each.english, *(str(each.count(severity) or "–") for severity in Severity), str(each.excused or "–"))
        for each in checked
    ]
    console.table([("tag", "English", "errors", "warnings", "advice", "excused"), *rows], right=(2, 3, 4, 5))
    for each in checked:
        for found in _shown(each.findings, excused):
            console.say(f"{each.tag} → {_sentence(found)}")


def _shown(findings: Iterable[TranslationFinding], excused: bool) -> list[TranslationFinding]:
    return [found for found in findings if excused or not found.excuse]


def _sentence(found: TranslationFinding) -> str:
    return f"{found} (Excused: {found.excuse})" if found.excuse else str(found)
