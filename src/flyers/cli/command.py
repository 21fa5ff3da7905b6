"""A command, and types of its arguments: each turns the text of one argument into a value, or says what is wrong."""

from __future__ import annotations

import argparse
import datetime as dt
import re
from collections.abc import Callable, Sequence
from functools import partial
from itertools import takewhile
from pathlib import Path
from typing import Any

from flyers.cli.console import Console
from flyers.errors import ExitCode
from flyers.pipeline.plan import Shard
from flyers.records import dataclass
from flyers.units import UnitError, length

Option = Callable[[argparse._ActionsContainer], object]  # Adds an option or an argument to a parser.

Action = Callable[[argparse.Namespace, Console], ExitCode | None]
"""What a command does; nothing returned is `ExitCode.OK`."""


def show_help(options: argparse.Namespace, console: Console) -> None:
    """Print the help of a family of commands, or of the program, where no command was named."""
    console.say(options.shown.format_help().rstrip())


@dataclass(eq=False)
class Command:
    """A command, or with *commands* a family of them: its help, the options that it takes, and what it does."""

    name: str
    summary: str
    description: str
    examples: str
    options: Sequence[Option] = ()
    action: Action = show_help
    commands: Sequence[Command] = ()

    def configure(self, parser: argparse.ArgumentParser) -> None:
        """Add the options to the command's parser."""
        _add(self.options, parser)

    def run(self, options: argparse.Namespace, console: Console) -> ExitCode:
        return self.action(options, console) or ExitCode.OK


def command(name: str, summary: str, description: str, examples: str, *options: Option) -> Callable[[Action], Command]:
    """Let the decorated function be what the command does.

    It imports what it needs when it runs, so that modules of commands are read fast and ``--help`` is instant.
    """
    return partial(Command, name, summary, description, examples, options)


def names(text: str) -> list[str]:
    """Return ``["es", "ar", "zh_Hans"]`` for ``"es, ar zh_Hans"``."""
    listed = [name for name in re.split(r"[,\s]+", text) if name]
    if not listed:
        raise argparse.ArgumentTypeError("the list is empty; leave the option out to mean all")
    return listed


def option(spelled: str, summary: str, **described: Any) -> Option:
    """Return an option or argument, *spelled* as in the help: ``--press NAME``, or ``files FILE`` for an argument.

    *described* is what argparse takes besides. The value of an option for text is "" if it is not given.
    """
    if spelled.startswith("-") and not described.keys() & {"action", "nargs", "type"}:
        described.setdefault("default", "")
    first, *rest = spelled.split(" ")
    spellings = [first, *takewhile(lambda word: word.startswith("-"), rest)]
    if metavar := " ".join(rest[len(spellings) - 1 :]):
        described["metavar"] = metavar
    return lambda parser: parser.add_argument(*spellings, help=summary, **described)


def flag(name: str, summary: str) -> Option:
    """Return an option without a value."""
    return option(name, summary, action="store_true")


def several(spelled: str, summary: str) -> Option:
    """Return an option that takes several `names` and may be repeated; its value is None if it is not given."""
    return option(spelled, summary, type=names, action="extend")


def output(what: str) -> Option:
    """Return ``--output``, the folder of *what* is read or written."""
    return option("--output DIR", f"{what}; default: output/ in the campaign", type=folder)


def copies(summary: str) -> Option:
    """Return ``--quantity``, copies of products."""
    return option("--quantity PRODUCT=N", summary, type=quantities, action="extend", default=[])


def either(*options: Option) -> Option:
    """Return *options* of which only one may be given."""
    return lambda parser: _add(options, parser.add_mutually_exclusive_group())


def group(title: str, *options: Option, about: str | None = None) -> Option:
    """Return *options* under a heading of their own in the help."""
    return lambda parser: _add(options, parser.add_argument_group(title, about))


def _add(options: Sequence[Option], container: argparse._ActionsContainer) -> None:
    for add in options:
        add(container)


def in_each(parser: argparse._ActionsContainer) -> None:
    """Let the command run in one campaign after the other."""
    about = "run in each of these campaigns instead, as in “network/*”"
    parser.add_argument("--campaigns", metavar="FOLDERS", help=about, nargs="+")
    parser.set_defaults(in_each=True)


def filled(text: str) -> str:
    """Return *text*, which says something: an empty one, of an unset variable, would count as not given."""
    if not text.strip():
        raise argparse.ArgumentTypeError("this is empty; give it a value, or leave the option out")
    return text


FORMAT = option(
    "--format NAME",
    "the format of the products, such as a4, from 'flyers products'; default: the first of each. Without "
    "--product: the usual products that have it",
    type=filled,
)


def _whole_number(problem: str, least: int, most: float, text: str) -> int:
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        raise argparse.ArgumentTypeError(f"“{text}” {problem}")
    return int(text)


at_least_one = partial(_whole_number, "is not a whole number of 1 or more", 1, float("inf"))
port = partial(_whole_number, "is not a port; choose a number from 1024 to 65535", 1024, 65535)


def place(text: str) -> Path | str:
    """Return where files are written: a folder as a path, the address of a store as it is."""
    return text if "://" in text else folder(text)


def folder(text: str) -> Path:
    """Return *text* as the path of a folder. An empty one, of an unset variable, would be the current folder."""
    if not text.strip():
        raise argparse.ArgumentTypeError("“” is not a folder; a dot is the current one")
    return Path(text)


def shard(text: str) -> str:
    """Return a part of the plan as it was written, ``"3/40"``."""
    try:
        return str(Shard.parse(text))
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def measure(text: str) -> float:
    """Return a length with its unit in points, in as many digits as files record of it (`Job.purpose`)."""
    try:
        return float(f"{length(text):g}")
    except UnitError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def sheet(text: str) -> str:
    """Return the name of a sheet, or a size in one way of writing, “12 × 18” as 12x18: names of files have it."""
    return re.sub(r"\s+", "", text).replace("×", "x").lower() if text[:1].isdigit() else text


def offset(text: str) -> tuple[float, float]:
    """Return ``"1mm,-0.5mm"``, to the right and up, in points."""
    across, comma, up = text.partition(",")
    if not comma:
        raise argparse.ArgumentTypeError(f"“{text}” is not two lengths separated by a comma, as in 1mm,-0.5mm")
    return measure(across), measure(up)


def way_out(text: str) -> str:
    """Return the address of the page that a button opens, such as ``https://www.weather.gov/``, or the word “none”."""
    from flyers.content.campaign import WEB_PAGE

    if text != "none" and not WEB_PAGE.fullmatch(text):
        raise argparse.ArgumentTypeError(f"“{text}” is not a plain address of a page, as in https://www.weather.gov/")
    return text


def day(text: str) -> dt.date:
    """Return a date written as YYYY-MM-DD."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is not a date; write it as 2026-11-03") from None


def quantities(text: str) -> list[tuple[str, int]]:
    """Return ``"wallet-card=5000,poster=2,000"`` as pairs."""
    pairs = []
    for part in names(re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)):
        product, _, count = part.partition("=")
        if not product or not count.isascii() or not count.isdigit() or not 1 <= int(count) <= 10_000_000:
            raise argparse.ArgumentTypeError(f"“{part}” is not a product and a number of copies, as in “poster=200”")
        pairs.append((product, int(count)))
    return pairs
