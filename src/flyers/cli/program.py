"""Commands about the program itself: ``doctor``, ``cache``, ``studio``, ``completion``, ``docs`` and ``help``."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from flyers import __version__, cache
from flyers.cli.command import command, flag, option, port
from flyers.cli.console import Console
from flyers.content import starter_folder
from flyers.content.schema import did_you_mean
from flyers.errors import ExitCode, FlyersError, UsageError, counted
from flyers.files import files_in, read_bytes
from flyers.pipeline.session import Session, open_session
from flyers.records import dataclass

LIBRARIES = {
    "reportlab": "writes PDF", "uharfbuzz": "shapes text and cuts fonts down", "icu4py": "breaks lines",
    "fonttools": "knows the scripts of Unicode", "babel": "reads catalogs", "pyyaml": "reads content and layouts",
    "qrcode": "makes QR codes", "pikepdf": "proof: reads the file's structure",
    "pypdfium2": "proof: reads text and draws pages", "zxing-cpp": "proof: reads QR codes",
}  # fmt: skip  # a list to be read
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
    group: str
    name: str
    state: str
    remark: str
    sound: bool = True


@command(
    "doctor",
    "check the installation, the campaign's fonts and its print conditions",
    """Show the versions of program and libraries, and check every font file and colour profile of the campaign against
its recorded checksum. With -v, list also which programs are installed that only the program's own tests use. Include
the output in a bug report.""",
    """\
  flyers doctor
  flyers doctor -v
  flyers doctor --json""",
    flag("--json", "print the checks as one JSON document"),
)
def doctor_command(options: argparse.Namespace, console: Console) -> ExitCode:
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
        console.data([asdict(check) for check in checks])
    else:
        rows = (("ok" if check.sound else "!!", check.name, check.state, check.remark) for check in checks)
        console.table([("", "item", "state", "remark"), *rows])
    codes = {"library": ExitCode.ENVIRONMENT, "font": ExitCode.FONT}
    failed = {check.group for check in checks if not check.sound}
    return next((code for group, code in codes.items() if group in failed), ExitCode.CONTENT if failed else ExitCode.OK)


def _library(name: str, purpose: str) -> Probe:
    from importlib import metadata

    try:
        return Probe("library", name, metadata.version(name), purpose)
    except metadata.PackageNotFoundError:
        return Probe("library", name, "missing", f"{purpose}; install it: pip install {name}", sound=False)


def _tool(name: str, package: str, purpose: str) -> Probe:
    import shutil

    if shutil.which(name):
        return Probe("tool", name, "present", purpose)
    return Probe("tool", name, "not installed", f"optional: {purpose} (Debian: {package})")


def _campaign(project: Path) -> Iterator[Probe]:
    from flyers.content.press import conditions

    session = open_session(project)
    try:
        yield Probe("campaign", "campaign", "found", str(session.campaign.folder))
    except FlyersError as error:
        yield Probe("campaign", "campaign", "not usable", str(error), sound=False)
        return
    yield from _fonts(session)
    try:
        for name in conditions(session.campaign):
            condition = session.condition(name)
            remark = f"{condition.title}; at most {condition.ink_limit} % ink"
            yield Probe("press", name, f"PDF/X-{condition.pdfx}", remark)
    except FlyersError as error:
        yield Probe("press", "press", "not usable", str(error), sound=False)


def _fonts(session: Session) -> Iterator[Probe]:
    try:
        library = session.library
    except FlyersError as error:
        yield Probe("font", "fonts", "missing", str(error), sound=False)
        return
    for family in library.families.values():
        try:
            for face in family.faces.values():
                library.face(face.key)
            yield Probe("font", family.name, family.version, f"{len(family.faces)} faces, as recorded")
        except FlyersError as error:
            yield Probe("font", family.name, "not usable", str(error), sound=False)


@command(
    "cache",
    "show or clear the cache, which makes the next build faster",
    f"""\
Show the cache folder, which has what makes commands faster, and nothing that a page is made of. Everything in it can be
deleted at any time. {cache.VARIABLE} in the environment names another folder;
“{cache.VARIABLE}={cache.OFF}” switches it off.""",
    """\
  flyers cache
  flyers cache --clear""",
    flag("--clear", "remove everything in it"),
)
def cache_command(options: argparse.Namespace, console: Console) -> None:
    folder = cache.folder()
    if folder is None:
        console.say(f"There is no cache folder: {cache.VARIABLE} is “{cache.OFF}”.")
        return
    if options.clear:
        cache.clear()
    number, size = cache.usage()
    console.say(f"{folder}: {counted(number, 'record')}, {size / 1000:.0f} kB")


@command(
    "studio",
    "open a local page that shows each word on its page while it is typed",
    """Open a page in the browser, on this computer alone, for translators, coordinators and designers: any product in
any language and edition, set again while a text is typed or a file of the campaign changes. A click on a text opens its
message. Saving writes the catalog as 'flyers translations import' would; a text that has changed on disk meanwhile is
shown beside yours, and nothing is lost.

The page works offline and sends nothing anywhere. Only somebody who has the address that is printed can open it. Ctrl-C
ends it.""",
    """\
  flyers studio                               the campaign in this folder
  flyers studio --read-only                   look, and change nothing
  flyers studio --port 8080 --no-browser      print the address, and open it yourself""",
    option(
        "--port NUMBER",
        "the port; default: one that the campaign always has, so that the browser finds unsaved texts again",
        type=port,
    ),
    flag("--read-only", "show everything, and save nothing"),
    flag("--no-browser", "do not open the browser"),
)
def studio_command(options: argparse.Namespace, console: Console) -> None:
    from flyers.studio.app import serve

    def ready(shown: str, opened: str) -> None:
        console.say(shown)
        console.flush()
        console.note("The studio is open at this address, on this computer alone. Ctrl-C ends it.")
        if not options.no_browser:
            _open(opened, console)

    open_session(options.project).campaign  # noqa: B018 - reading it raises what is wrong, before anything starts
    try:
        serve(options.project, ready, port=options.port, read_only=options.read_only)
    except KeyboardInterrupt:
        console.note("The studio has ended.")


def _open(address: str, console: Console) -> None:
    import threading
    import webbrowser

    def show() -> None:
        if not webbrowser.open(address):
            console.note("No browser could be opened: open the address yourself.")

    threading.Thread(target=show, daemon=True).start()


QUESTIONS = {
    "--lang": "flyers languages --tags",
    "--with": "flyers languages --tags",
    "--product": "flyers products --names",
    "--format": "flyers products --formats --names",
    "--press": "flyers products --conditions --names",
    "--edition": "flyers products --editions --names",
}
"""Options whose values the shell asks the campaign for when Tab is pressed."""
FOLDERS = ("--project", "--output")


def with_completions(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """Return *parser*, whose arguments have in ``complete``, for shtab, what completes their values."""
    import shtab

    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for child in action.choices.values():
                with_completions(child)
        complete = shtab.FILE if action.metavar == "FILE" else None
        for spelling in action.option_strings:
            if spelling in QUESTIONS:
                complete = _answers(QUESTIONS[spelling])
            elif spelling in FOLDERS:
                complete = shtab.DIRECTORY
        if complete:
            action.complete = complete  # type: ignore[attr-defined]  # argparse does not know it
    return parser


def _answers(command: str) -> dict[str, Any]:
    """Complete with what *command* prints; without a campaign there are no completions and no message."""
    import shtab

    # shtab silences the command in PowerShell itself, where /dev/null is not a file.
    quiet, loud = (dict[str, Any](shtab.cmd(words)) for words in (f"{command} 2>/dev/null", command))
    preamble = {**quiet["preamble"], "powershell": loud["preamble"]["powershell"]}
    # zsh runs the whole script at each Tab; shtab's own way would ask every question of every command each time.
    when_asked = f"{{compadd -- \\$({command} 2>/dev/null)}}"
    return {**quiet, "zsh": when_asked, "powershell": loud["powershell"], "preamble": preamble}


@command(
    "completion",
    "print a completion script for your shell",
    """Print a script for your shell. Once it is loaded, Tab completes commands and options, and the languages, products
and print conditions of the campaign that you are in.""",
    """\
  source <(flyers completion bash)                              this shell only
  flyers completion bash > ~/.local/share/bash-completion/completions/flyers
  flyers completion fish > ~/.config/fish/completions/flyers.fish
  flyers completion zsh > ~/.zfunc/_flyers                      (a folder of your fpath)
  flyers completion powershell | Out-String | Invoke-Expression""",
    option("shell", "your shell", choices=("bash", "zsh", "fish", "powershell")),
)
def completion_command(options: argparse.Namespace, console: Console) -> None:
    import shtab

    console.say(shtab.complete(with_completions(options.whole_parser()), options.shell).rstrip("\n"))


@command(
    "docs",
    "list the manuals that come with the program, or show one",
    """List the manuals that come with the program, or show one of them. They are plain text. Where one names another,
as in “layouts.md”, 'flyers docs layouts' shows it.""",
    """\
  flyers docs                          list them
  flyers docs coordinators | less      one of them, page by page
  flyers docs order-example.yaml > order.yaml      a file for 'flyers package --order', to fill in""",
    option("page PAGE", "the manual's name; without it, all are listed", nargs="?"),
)
def docs_command(options: argparse.Namespace, console: Console) -> None:
    def lines(file: Path) -> list[str]:
        return read_bytes(file).decode().splitlines()

    # By name: “layouts”, and “order-example.yaml”, which is no Markdown.
    pages = {file.name.removesuffix(".md"): file for file in files_in(starter_folder() / "docs", "*.*")}
    if not options.page:
        titles = {name: lines(file)[0].lstrip("# ").partition(". ")[0] for name, file in pages.items()}
        console.table([("page", "about"), *titles.items()])
        return
    name = options.page.partition("#")[0].rpartition("/")[2].removesuffix(".md")  # of a link: docs/layouts.md#fonts
    if name not in pages:
        hint = f"{did_you_mean(name, pages)} 'flyers docs' lists them.".strip()
        raise UsageError(f"There is no manual “{name}”.", hint=hint)
    console.lines(lines(pages[name]))


@command(
    "help",
    "show what a command does, and its options",
    "Show the help of a command, like its option --help; without a command, list all commands.",
    """\
  flyers help
  flyers help translations sign""",
    option("words COMMAND", "a command, as in “build” or “translations sign”", nargs="*"),
)
def help_command(options: argparse.Namespace, console: Console) -> None:
    options.whole_parser().parse_args([*options.words, "--help"])  # raises SystemExit, with 2 for an unknown command
