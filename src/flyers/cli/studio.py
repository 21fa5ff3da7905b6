"""``flyers studio``: a local page that shows each word on its page while it is typed."""

from __future__ import annotations

import argparse

from flyers.cli.console import Console
from flyers.errors import ExitCode

NAME = "studio"
SUMMARY = "open a local page that shows each word on its page while it is typed"
DESCRIPTION = """\
Open a page in the browser, on this computer alone, for translators, coordinators and designers: any product in any
language and edition, set again while a text is typed or a file of the campaign changes. A click on a text opens its
message. Saving writes the catalog as 'flyers translations import' would; a text that has changed on disk meanwhile is
shown beside yours, and nothing is lost.

The page works offline and sends nothing anywhere. Only somebody who has the address that is printed can open it.
Ctrl-C ends it."""
EXAMPLES = """\
  flyers studio                               the campaign in this folder
  flyers studio --read-only                   look, and change nothing
  flyers studio --port 8080 --no-browser      print the address, and open it yourself"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--port",
        metavar="NUMBER",
        type=_port,
        help="the port; default: one that the campaign always has, so that the browser finds unsaved texts again",
    )
    parser.add_argument("--read-only", action="store_true", help="show everything, and save nothing")
    parser.add_argument("--no-browser", action="store_true", help="do not open the browser")


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1024 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"“{text}” is not a port; choose a number from 1024 to 65535")
    return int(text)


def run(options: argparse.Namespace, console: Console) -> ExitCode:
    from flyers.pipeline.session import open_session
    from flyers.studio.server import serve

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
    return ExitCode.OK


def _open(address: str, console: Console) -> None:
    import threading
    import webbrowser

    def show() -> None:
        if not webbrowser.open(address):
            console.note("No browser could be opened: open the address yourself.")

    threading.Thread(target=show, daemon=True).start()
