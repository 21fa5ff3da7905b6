"""Parse the command line, run the command, and turn errors into messages and exit codes.

An exception that is no `FlyersError` is a fault of the program: it is told in one line, and its traceback with ``-v``.
"""

from __future__ import annotations

import argparse
import contextlib
import errno
import os
import signal
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from flyers import __version__
from flyers.cli import program
from flyers.cli.build import build_command
from flyers.cli.campaign import CAMPAIGN, languages_command, new_command, products_command
from flyers.cli.campaigns import run_in_each
from flyers.cli.command import Command, show_help
from flyers.cli.console import Console, columns, folded
from flyers.cli.contacts import CONTACTS
from flyers.cli.proof import explain_command, manifest_command, proof_command, why_command
from flyers.cli.publish import gallery_command, package_command, reader_proof_command, reading_command
from flyers.cli.selection import find_project, name_languages
from flyers.cli.translations import TRANSLATIONS
from flyers.content.schema import did_you_mean, shorten
from flyers.errors import ExitCode, FlyersError

COMMANDS = (
    new_command, build_command, why_command, proof_command, explain_command, package_command, reader_proof_command,
    reading_command, gallery_command, manifest_command, CAMPAIGN, languages_command, products_command, CONTACTS,
    TRANSLATIONS, program.studio_command, program.cache_command, program.doctor_command, program.completion_command,
    program.docs_command, program.help_command,
)  # fmt: skip  # a list to be read
"""In the order of the help."""

DESCRIPTION = """\
Make print-ready outreach cards, posters and brochures in every language of a campaign, and prove each finished file.

A campaign is a folder with content/ (contacts, messages, layouts, theme), translations/ (one PO catalog per language)
and fonts/. Nothing is taken from the system, so the same campaign gives the same files on every machine."""

EPILOG = """\
examples:
  flyers build --lang es                  every product in Spanish, into output/es/
  flyers build --lang "es ar" --product poster
  flyers --project ../maine languages     the languages of another campaign

exit codes:
  0 success            4 a catalog is missing, incomplete or breaks a rule
  1 a program fault    5 a font is missing, altered, or lacks a character
  2 a wrong argument   6 a layout is wrong, or text does not fit
  3 a YAML file        7 a finished file failed its proof
                       8 a file could not be read or written
                       9 something is not installed
                      10 a process was killed          130 interrupted
                      11 a finished file is not known, so it was not compared"""


class CommandParser(argparse.ArgumentParser):
    """An argument parser whose errors are two lines, and suggest the nearest word."""

    def __init__(self, **described: Any) -> None:
        super().__init__(**described, formatter_class=_Help, allow_abbrev=False)

    def parse_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Return the parsed arguments; the error for one that is not known suggests the nearest option."""
        options, unknown = self.parse_known_args(args, namespace)
        if unknown:
            shown: CommandParser = getattr(options, "shown", self)
            shown.refuse(unknown[0])
        return options

    def refuse(self, word: str) -> NoReturn:
        """Exit with what is wrong with an argument that the command does not have."""
        if word.startswith("-"):
            option = word.partition("=")[0]
            near = _hint(option, self._option_string_actions)
            self.error(f"'{self.prog}' has no option “{shorten(option, 40)}”.{near}")
        ways = {"--lang": "a language with --lang", "--product": "a product with --product"}
        given = " and ".join(words for way, words in ways.items() if way in self._option_string_actions)
        hint = f" Give {given}." if given else ""
        if any(action.dest == "languages" for action in self._get_positional_actions()):
            hint = ' Put several languages in quotes: "es ar".'
        self.error(f"'{self.prog}' does not take “{shorten(word, 40)}”.{hint}")

    def error(self, message: str) -> NoReturn:
        """Print what is wrong and where the help is, and exit with the code of wrong arguments."""
        console = Console()
        sentence = message[:1].upper() + message[1:]
        console.error(sentence if sentence[-1] in ".?" else f"{sentence}.")
        console.note(f"See '{self.prog} --help'.")
        raise SystemExit(int(ExitCode.USAGE))

    def _get_values(self, action: argparse.Action, arg_strings: list[str]) -> Any:
        # argparse takes the value of “--lang=--” for the end of the options, and returns a list of no values.
        if action.option_strings and "--" in arg_strings:
            raise argparse.ArgumentError(action, "expected one argument")
        return super()._get_values(action, arg_strings)

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is None or value in action.choices:
            return
        choices, word = list(map(str, action.choices)), shorten(str(value), 40)
        near = _hint(value, choices)
        if not isinstance(action, argparse._SubParsersAction):
            raise argparse.ArgumentError(action, f"“{word}” is not one of {', '.join(choices)}.{near}")
        problem = f"'{self.prog} {value}' is not a command." if " " in self.prog else f"There is no command “{word}”."
        raise argparse.ArgumentError(None, problem + near)


def _hint(word: object, known: Iterable[str]) -> str:
    """Return “ Did you mean …?” with the nearest of *known*, or "" if none is near."""
    return f" {did_you_mean(word, tuple(known))}".rstrip()


class _Help(argparse.RawDescriptionHelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30, width=min(100, columns(sys.stdout)))

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        # Prose is broken again; lists and examples, which have indented lines, only in a terminal that is too narrow.
        def filled(block: str) -> str:
            lines, most = [block.replace("\n", " ")], width
            if block.startswith(" ") or "\n " in block:
                lines, most = block.split("\n"), columns(sys.stdout)
            return "\n".join(folded(line, most) for line in lines)

        return "\n\n".join(map(filled, text.split("\n\n")))


def command_parser(words: Sequence[str] = ()) -> argparse.ArgumentParser:
    """Return the parser of the command line *words*; without any, that of all commands, which takes a while to make."""
    parser = CommandParser(prog="flyers", description=DESCRIPTION, epilog=EPILOG)
    parser.add_argument("--version", action="version", version=f"flyers {__version__}")
    _add_everywhere(parser, project=None, verbose=False)
    rest = list(words)
    while rest[:1] == ["-v"] or rest[:1] == ["--project"]:  # options of all commands
        del rest[: 1 if rest[0] == "-v" else 2]
    _add_commands(parser, [command for command in COMMANDS if command.name in rest[:1]] or COMMANDS)
    parser.set_defaults(whole_parser=command_parser, run=show_help, shown=parser, in_each=False)
    return parser


def _add_commands(parser: argparse.ArgumentParser, commands: Iterable[Command]) -> None:
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND")
    for command in commands:
        name, about, examples = command.name, command.description, f"examples:\n{command.examples}"
        child = subparsers.add_parser(name, help=command.summary, description=about, epilog=examples)
        # The same options after the command, without overwriting those before it.
        _add_everywhere(child, project=argparse.SUPPRESS, verbose=argparse.SUPPRESS)
        if command.commands:
            _add_commands(child, command.commands)
        else:
            command.configure(child)
        child.set_defaults(run=command.run, shown=child)


def _add_everywhere(parser: argparse.ArgumentParser, *, project: str | None, verbose: bool | str) -> None:
    about = "the campaign folder; default: the current folder, or the nearest one above it with a campaign"
    parser.add_argument("--project", metavar="DIR", type=Path, default=project, help=about)
    about = "show the traceback of an error and the time of every stage; default: one line per error"
    parser.add_argument("-v", "--verbose", action="store_true", default=verbose, help=about)


def main(words: Sequence[str] | None = None) -> int:
    """Run the command line *words*, by default the process's own, and return the exit code; ``--help``, ``--version``
    and unknown words raise SystemExit.
    """
    words = sys.argv[1:] if words is None else words
    options = command_parser(words).parse_args(words)
    console = Console(verbose=options.verbose)
    options.began = time.time_ns()  # nothing of a campaign has been read yet
    asked: list[int] = []
    before = _stop_like_ctrl_c(asked)
    try:
        code = _run(options, console)
        # A library may have swallowed the exception in a bare “except”, so the failure is not the file's fault.
        swallowed = asked and code not in (ExitCode.OK, ExitCode.INTERRUPTED)
        return _stopped(console) if swallowed else code
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _run(options: argparse.Namespace, console: Console) -> int:
    try:
        if options.project is None:
            options.project = find_project(Path())
            if console.verbose and options.project != Path():
                console.note(f"The campaign is {options.project.resolve()}.")
        name_languages(options, console)
        code = (run_in_each if options.in_each and options.campaigns else options.run)(options, console)
        console.flush()
        return int(code or ExitCode.OK)
    except KeyboardInterrupt:
        return _stopped(console)
    except BrokenPipeError:
        # The reader of our output (`| head`) is gone. Without this, Python reports an error at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return int(ExitCode.OK)
    except Exception as error:
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EBADF):
            return _report_lost_output(error, console)
        return _report(error, console)


def _stopped(console: Console) -> int:
    console.note("Stopped. Finished files are complete; the others are unchanged.")
    return int(ExitCode.INTERRUPTED)


def _report(error: Exception, console: Console) -> int:
    """Print *error*, and the traceback with ``-v``; one that is no `FlyersError` is a fault of the program."""
    hint = "Run again with -v for the details."
    if console.verbose:
        import traceback  # with the compiler's tokens, for errors alone

        console.note("".join(traceback.format_exception(error)).rstrip())
        hint = "Please report it with the lines above."
    if isinstance(error, FlyersError):
        console.error(str(error))
        return int(error.exit_code)
    console.error(f"The program itself failed ({type(error).__name__}: {error}). {hint}")
    return int(ExitCode.INTERNAL)


def _report_lost_output(error: OSError, console: Console) -> int:
    """Report that stdout can't be written, and keep Python from writing to it at exit."""
    with contextlib.suppress(OSError, ValueError):
        console.error(f"The output cannot be written ({error.strerror}). Free some space, or write it elsewhere.")
        if sys.stdout is not None:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return int(ExitCode.FILE_ACCESS)


def _stop_like_ctrl_c(asked: list[int]) -> dict[int, Any]:
    """Let signals that are not ignored (nohup) act like Ctrl-C; add each to *asked*, and return the former handlers."""

    def stop(number: int, frame: FrameType | None) -> None:
        asked.append(number)
        raise KeyboardInterrupt

    before: dict[int, Any] = {}
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            before[number] = signal.signal(number, stop)
    return before
