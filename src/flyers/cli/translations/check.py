"""``flyers translations check``: all checks of the catalogs."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from flyers.cli.argument_types import add_names
from flyers.cli.console import Console
from flyers.cli.unprinted import unprinted, warn_of_unprinted
from flyers.errors import ExitCode

if TYPE_CHECKING:
    from flyers.translation.checks import TranslationFinding
    from flyers.workflow.translation_checks import CatalogReport

NAME = "check"
SUMMARY = "check the catalogs, and whether the words fit the products"
DESCRIPTION = """\
Check the catalogs: placeholders and numbers, letters of another language, words left in English, lost punctuation, the
terms of translations/glossary.yaml, and whether the words fit every product. Each finding has a code, which
'flyers explain' explains.

Errors keep a language from being built. Warnings ask a translator to look; a remark above the entry in the catalog,
“# ok: L303 the reason”, excuses one. Advice is informational and may need no fix.

Languages without any translation are left out unless they are named."""
EXAMPLES = """\
  flyers translations check               all catalogs
  flyers translations check --lang "es ar"
  flyers translations check --strict      fail on warnings too (for CI)
  flyers explain L201                     what a code means"""
IN_EACH = True


def configure(parser: argparse.ArgumentParser) -> None:
    add_names(parser, "--lang", "TAGS", "languages to check; default: all that have a translation")
    parser.add_argument("--strict", action="store_true", help="end with code 4 if there is a warning, too")
    parser.add_argument("--excused", action="store_true", help="show what translators have excused, with their reasons")
    parser.add_argument("--no-fit", action="store_true", help="check the words only; compose no product")
    parser.add_argument("--json", action="store_true", help="print all findings as one JSON document")


def run(options: argparse.Namespace, console: Console) -> ExitCode:
    from flyers.findings import Severity
    from flyers.pipeline.session import open_session
    from flyers.workflow.translation_checks import check_catalogs

    session = open_session(options.project)
    reports = check_catalogs(session, options.lang or (), fit=not options.no_fit)
    if options.json:
        console.data([report.to_json() for report in reports])
    else:
        _show(reports, options.excused, console)
    warn_of_unprinted(unprinted(session), console)
    stops = {Severity.ERROR, Severity.WARNING} if options.strict else {Severity.ERROR}
    failed = any(report.count(severity) for report in reports for severity in stops)
    return ExitCode.TRANSLATION if failed else ExitCode.OK


def _show(reports: list[CatalogReport], excused: bool, console: Console) -> None:
    from flyers.findings import Severity

    rows = [
        (
            report.tag,
            report.english,
            *(str(report.count(severity) or "–") for severity in Severity),
            str(report.excused or "–"),
        )
        for report in reports
    ]
    console.table([("tag", "English", "errors", "warnings", "advice", "excused"), *rows], right=(2, 3, 4, 5))
    for report in reports:
        for finding in report.findings:
            if excused or not finding.excuse:
                console.say(f"{report.tag} → {_sentence(finding)}")


def _sentence(finding: TranslationFinding) -> str:
    return f"{finding} (Excused: {finding.excuse})" if finding.excuse else str(finding)
