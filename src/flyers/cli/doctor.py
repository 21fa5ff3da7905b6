"""``flyers doctor``: check that everything the program needs is installed."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from flyers import __version__
from flyers.cli.console import Console
from flyers.errors import ExitCode, FlyersError
from flyers.records import dataclass

if TYPE_CHECKING:
    from flyers.pipeline.session import Session

NAME = "doctor"
SUMMARY = "check the installation, the campaign's fonts and its print conditions"
DESCRIPTION = """\
Show the versions of program and libraries, and check every font file and colour profile of the campaign against its
recorded checksum. With -v, list also which programs are installed that only the program's own tests use. Include the
output in a bug report."""
EXAMPLES = """\
  flyers doctor
  flyers doctor -v
  flyers doctor --json"""

LIBRARIES = {
    "reportlab": "writes PDF",
    "uharfbuzz": "shapes text and cuts fonts down",
    "icu4py": "breaks lines",
    "fonttools": "knows the scripts of Unicode",
    "babel": "reads catalogs",
    "pyyaml": "reads content and layouts",
    "qrcode": "makes QR codes",
    "pikepdf": "proof: reads the file's structure",
    "pypdfium2": "proof: reads text and draws pages",
    "zxing-cpp": "proof: reads QR codes",
}
OPTIONAL = {
    "pdftotext": ("poppler-utils", "a second opinion on extracted text, in the tests"),
    "gs": ("ghostscript", "a second opinion on inks, in the tests"),
    "qpdf": ("qpdf", "a second opinion on the file's structure, in the tests"),
    "javac": ("default-jdk-headless", "runs veraPDF, a second opinion on files for screens, in the tests"),
    "node": ("nodejs", "runs pdf.js, a second opinion on extracted text, in the tests"),
    "chromium": ("chromium", "opens the gallery, the studio and reading pages, in the tests"),
    "firefox": ("firefox-esr", "opens reading pages, in the tests"),
    "mutool": ("mupdf-tools", "a second opinion on extracted text, in the tests"),
    "msgfmt": ("gettext", "a second opinion on catalogs, in the tests"),
    "unzip": ("unzip", "a second opinion on packages, in the tests"),
    "zsh": ("zsh", "a shell in which the tests try completion"),
    "fish": ("fish", "a shell in which the tests try completion"),
    "hb-view": ("libharfbuzz-bin", "draws the text that rasters are compared with, in the tests"),
}
"""Program → (Debian package, purpose). Neither builds nor proofs need them."""


@dataclass(frozen=True, slots=True)
class Probe:
    """One line of the result."""

    group: str
    name: str
    state: str
    remark: str
    ok: bool = True

    def to_json(self) -> dict[str, str | bool]:
        return {"group": self.group, "name": self.name, "state": self.state, "remark": self.remark, "sound": self.ok}


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print the checks as one JSON document")


def run(options: argparse.Namespace, console: Console) -> ExitCode:
    import platform

    checks = [
        Probe("program", "flyers", __version__, ""),
        Probe("program", "python", platform.python_version(), platform.platform(terse=True)),
        *(_library(name, purpose) for name, purpose in LIBRARIES.items()),
        *_campaign(options.project),
    ]
    if console.verbose or options.json:
        checks += [_tool(name, package, purpose) for name, (package, purpose) in OPTIONAL.items()]
    if options.json:
        console.data([check.to_json() for check in checks])
    else:
        console.table(
            [
                ("", "item", "state", "remark"),
                *(("ok" if check.ok else "!!", check.name, check.state, check.remark) for check in checks),
            ]
        )
    failed = {check.group for check in checks if not check.ok}
    if "library" in failed:
        return ExitCode.ENVIRONMENT
    if "font" in failed:
        return ExitCode.FONT
    return ExitCode.CONTENT if failed else ExitCode.OK


def _library(name: str, purpose: str) -> Probe:
    from importlib import metadata

    try:
        return Probe("library", name, metadata.version(name), purpose)
    except metadata.PackageNotFoundError:
        return Probe("library", name, "missing", f"{purpose}; install it: pip install {name}", ok=False)


def _tool(name: str, package: str, purpose: str) -> Probe:
    if shutil.which(name):
        return Probe("tool", name, "present", purpose)
    return Probe("tool", name, "not installed", f"optional: {purpose} (Debian: {package})")


def _campaign(project: Path) -> list[Probe]:
    from flyers.pipeline.session import open_session

    session = open_session(project)
    try:
        folder = session.campaign.folder
    except FlyersError as error:
        return [Probe("campaign", "campaign", "not usable", str(error), ok=False)]
    return [Probe("campaign", "campaign", "found", str(folder)), *_fonts(session), *_conditions(session)]


def _conditions(session: Session) -> list[Probe]:
    from flyers.content.press import conditions

    checks = []
    try:
        for name in conditions(session.campaign):
            condition = session.condition(name)
            remark = f"{condition.title}; at most {condition.ink_limit} % ink"
            checks.append(Probe("press", name, f"PDF/X-{condition.pdfx}", remark))
    except FlyersError as error:
        checks.append(Probe("press", "press", "not usable", str(error), ok=False))
    return checks


def _fonts(session: Session) -> list[Probe]:
    try:
        library = session.library
    except FlyersError as error:
        return [Probe("font", "fonts", "missing", str(error), ok=False)]
    checks = []
    for family in library.families.values():
        try:
            for face in family.faces.values():
                library.face(face.key)
            checks.append(Probe("font", family.name, family.version, f"{len(family.faces)} faces, as recorded"))
        except FlyersError as error:
            checks.append(Probe("font", family.name, "not usable", str(error), ok=False))
    return checks
