"""``flyers completion``: print the script that lets a shell complete flyers' commands, options and their values.

shtab writes the script from the parser. Two action classes tell it what completes an argument; `CommandParser` uses
them for every argument that takes a value.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

from flyers.cli.console import Console
from flyers.errors import ExitCode

NAME = "completion"
SUMMARY = "print a completion script for your shell"
DESCRIPTION = """\
Print a script for your shell. Once it is loaded, Tab completes commands and options, and the languages, products and
print conditions of the campaign that you are in."""
EXAMPLES = """\
  source <(flyers completion bash)                              this shell only
  flyers completion bash > ~/.local/share/bash-completion/completions/flyers
  flyers completion fish > ~/.config/fish/completions/flyers.fish
  flyers completion zsh > ~/.zfunc/_flyers                      (a folder of your fpath)
  flyers completion powershell | Out-String | Invoke-Expression"""

SHELLS = ("bash", "zsh", "fish", "powershell")
QUESTIONS = {
    "--lang": "flyers languages --tags",
    "--with": "flyers languages --tags",
    "--product": "flyers products --names",
    "--format": "flyers products --formats --names",
    "--press": "flyers products --conditions --names",
    "--edition": "flyers products --editions --names",
}
"""Options whose values the shell asks the campaign for when Tab is pressed."""
FOLDERS = frozenset({"--project", "--output"})
FILE = "FILE"
"""The metavar of arguments that are names of files."""


class _Completable(argparse.Action):
    """An argument with a value, which shtab completes by its attribute ``complete``."""

    @property
    def complete(self) -> dict[str, Any]:
        """What completes the value, in shtab's form. AttributeError means: nothing."""
        import shtab

        for option in self.option_strings:
            if option in QUESTIONS:
                return _answers(QUESTIONS[option])
            if option in FOLDERS:
                return dict(shtab.DIRECTORY)
        if self.metavar == FILE:
            return dict(shtab.FILE)
        raise AttributeError("complete")


def _answers(command: str) -> dict[str, Any]:
    """Complete with what *command* prints; without a campaign there are no completions and no message."""
    import shtab

    # shtab silences the command in PowerShell itself, where /dev/null is not a file.
    answers: dict[str, Any] = dict(shtab.cmd(f"{command} 2>/dev/null"))
    loud: dict[str, Any] = dict(shtab.cmd(command))
    preamble = {**answers["preamble"], "powershell": loud["preamble"]["powershell"]}
    # zsh runs the whole script at each Tab; shtab's own way would ask every question of every command each time.
    when_asked = f"{{compadd -- \\$({command} 2>/dev/null)}}"
    return {**answers, "zsh": when_asked, "powershell": loud["powershell"], "preamble": preamble}


class StoreAction(_Completable):
    """Store the value."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: Any,
        option_string: str | None = None,
    ) -> None:
        setattr(namespace, self.dest, values)


class ExtendAction(_Completable):
    """Add the values to a list; an option may be repeated."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: Any,
        option_string: str | None = None,
    ) -> None:
        before: Sequence[Any] = getattr(namespace, self.dest, None) or ()
        setattr(namespace, self.dest, [*before, *values])


class CommandParser(argparse.ArgumentParser):
    """An argument parser whose arguments can be completed by a shell, and whose errors are two lines."""

    def __init__(self, *words: Any, **options: Any) -> None:
        super().__init__(*words, **options)
        self.register("action", None, StoreAction)
        self.register("action", "extend", ExtendAction)

    def parse_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Return the parsed arguments; the error for one that is not known suggests the nearest option."""
        options, unknown = self.parse_known_args(args, namespace)
        if unknown:
            shown: CommandParser = getattr(options, "shown", self)
            shown.error(shown.unknown_word(unknown[0]))
        return options

    def unknown_word(self, word: str) -> str:
        """Return what is wrong with an argument that the command does not have."""
        option = word.partition("=")[0]
        if option.startswith("-"):
            near = did_you_mean(option, self._option_string_actions)
            return f"'{self.prog}' has no option {_quoted(option)}.{near}"
        return f"'{self.prog}' does not take {_quoted(word)}."

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
        known = list(action.choices)
        near = did_you_mean(str(value), known)
        if isinstance(action, argparse._SubParsersAction):
            what = f"'{self.prog} {value}' is not a command" if " " in self.prog else "There is no command"
            problem = f"{what}." if " " in self.prog else f"{what} {_quoted(value)}."
            raise argparse.ArgumentError(None, problem + near)
        choices = ", ".join(map(str, known))
        raise argparse.ArgumentError(action, f"{_quoted(value)} is not one of {choices}.{near}")


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return “ Did you mean …?” with the nearest of *known*, or "" if none is near."""
    import difflib

    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f" Did you mean “{near[0]}”?" if near else ""


def _quoted(word: object) -> str:
    text = " ".join(str(word).split())
    return f"“{text if len(text) <= 40 else text[:39] + '…'}”"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("shell", choices=SHELLS, help="your shell")


def run(options: argparse.Namespace, console: Console) -> ExitCode:
    import shtab

    console.say(shtab.complete(options.parser, options.shell).rstrip("\n"))
    return ExitCode.OK
