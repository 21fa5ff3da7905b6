"""``flyers docs``: show the manuals that come with the program."""

from __future__ import annotations

import argparse
from pathlib import Path

from flyers.cli.console import Console
from flyers.errors import ExitCode, UsageError

NAME = "docs"
SUMMARY = "list the manuals that come with the program, or show one"
DESCRIPTION = """\
List the manuals that come with the program, or show one of them. They are plain text. Where one names another, as in
“layouts.md”, 'flyers docs layouts' shows it."""
EXAMPLES = """\
  flyers docs                          list them
  flyers docs coordinators | less      one of them, page by page
  flyers docs order-example.yaml > order.yaml      a file for 'flyers package --order', to fill in"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("page", metavar="PAGE", nargs="?", help="the manual's name; without it, all are listed")


def run(options: argparse.Namespace, console: Console) -> ExitCode:
    from flyers.files import read_bytes

    def lines(file: Path) -> list[str]:
        return read_bytes(file).decode().splitlines()

    pages = _pages()
    if not options.page:
        titles = {name: lines(file)[0].lstrip("# ").partition(". ")[0] for name, file in pages.items()}
        console.table([("page", "about"), *titles.items()])
        return ExitCode.OK
    for line in lines(_named(options.page, pages)):
        console.say(line)
    return ExitCode.OK


def _pages() -> dict[str, Path]:
    """Return the file of each manual by its name: ``layouts``, and ``order-example.yaml``, which is no Markdown."""
    from flyers.content.starter import starter_folder
    from flyers.files import files_in

    files = files_in(starter_folder() / "docs", "*.*")
    return {file.name.removesuffix(".md"): file for file in files}


def _named(text: str, pages: dict[str, Path]) -> Path:
    """Return the page that *text* names, perhaps as a link does: ``docs/layouts.md#fonts``."""
    from flyers.content.schema import did_you_mean

    name = text.partition("#")[0].rpartition("/")[2].removesuffix(".md")
    if name not in pages:
        raise UsageError(
            f"There is no manual “{name}”.",
            hint=f"{did_you_mean(name, pages)} 'flyers docs' lists them.".strip(),
        )
    return pages[name]
