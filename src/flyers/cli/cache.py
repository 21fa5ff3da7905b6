"""``flyers cache``: what is kept to be faster the next time."""

from __future__ import annotations

import argparse

from flyers import cache
from flyers.cli.console import Console
from flyers.errors import ExitCode

NAME = "cache"
SUMMARY = "show or clear the cache, which makes the next build faster"
DESCRIPTION = f"""\
Show the cache folder, which has what makes commands faster, and nothing that a page is made of. Everything in it can be
deleted at any time. {cache.VARIABLE} in the environment names another folder;
“{cache.VARIABLE}={cache.OFF}” switches it off."""
EXAMPLES = """\
  flyers cache
  flyers cache --clear"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--clear", action="store_true", help="remove everything in it")


def run(options: argparse.Namespace, console: Console) -> ExitCode:
    folder = cache.folder()
    if folder is None:
        console.say(f"There is no cache folder: {cache.VARIABLE} is “{cache.OFF}”.")
        return ExitCode.OK
    if options.clear:
        cache.clear()
    number, size = cache.usage()
    console.say(f"{folder}: {number} {'record' if number == 1 else 'records'}, {size / 1000:.0f} kB")
    return ExitCode.OK
