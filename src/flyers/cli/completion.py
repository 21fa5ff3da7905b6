"""``flyers completion``: the shell's Tab key, taught from the parser itself."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass

from flyers.cli.console import Console
from flyers.errors import ExitCode

NAME = "completion"
SUMMARY = "print what teaches your shell to complete flyers' words"
DESCRIPTION = """\
Print a script for your shell. Once it is loaded, Tab completes commands and options, and the languages and products of
the campaign that you are in."""
EXAMPLES = """\
  source <(flyers completion bash)                              this shell only
  flyers completion bash > ~/.local/share/bash-completion/completions/flyers
  flyers completion fish > ~/.config/fish/completions/flyers.fish
  flyers completion zsh > ~/.zfunc/_flyers                      (a folder of your fpath)"""

SHELLS = ("bash", "zsh", "fish")
ASKED_FOR = {"--lang": "flyers languages --tags", "--product": "flyers products"}
"""Options whose values are asked of the campaign at the moment of the Tab."""
FOLDERS = {"--project", "--output"}


@dataclass(frozen=True, slots=True)
class Option:
    words: tuple[str, ...]
    summary: str
    takes_value: bool


@dataclass(frozen=True, slots=True)
class Command:
    name: str
    summary: str
    options: tuple[Option, ...]
    values: tuple[str, ...]
    takes_files: bool


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("shell", choices=SHELLS, help="the shell to teach")


def run(options: argparse.Namespace, console: Console) -> ExitCode:
    from flyers.cli.parser import command_parser

    commands = list(_commands(command_parser()))
    console.say({"bash": _bash, "zsh": _zsh, "fish": _fish}[options.shell](commands))
    return ExitCode.OK


def _commands(parser: argparse.ArgumentParser) -> Iterator[Command]:
    (table,) = (action for action in parser._actions if isinstance(action, argparse._SubParsersAction))
    summaries = {choice.dest: choice.help or "" for choice in table._choices_actions}
    for name, child in table.choices.items():
        positional = [action for action in child._actions if not action.option_strings]
        yield Command(
            name=name,
            summary=summaries[name],
            options=tuple(
                Option(tuple(action.option_strings), (action.help or "").partition(";")[0], action.nargs != 0)
                for action in child._actions
                if action.option_strings
            ),
            values=tuple(str(choice) for action in positional for choice in action.choices or ()),
            takes_files=any(action.choices is None for action in positional),
        )


def _bash(commands: list[Command]) -> str:
    cases = "\n".join(
        f"        {command.name}) words='{' '.join([*_words(command), *command.values])}'"
        f"{'; files=yes' if command.takes_files else ''} ;;"
        for command in commands
    )
    asked = "\n".join(
        f"""        {option}) COMPREPLY=($(compgen -W "$({ask} 2>/dev/null)" -- "$word")); return ;;"""
        for option, ask in ASKED_FOR.items()
    )
    return f"""\
# bash completion for flyers
_flyers() {{
    local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}} command='' words='' files='' index
    COMPREPLY=()
    case $before in
{asked}
        {"|".join(sorted(FOLDERS))}) COMPREPLY=($(compgen -d -- "$word")); return ;;
    esac
    for ((index = 1; index < COMP_CWORD; index++)); do
        case ${{COMP_WORDS[index]}} in
            {"|".join(command.name for command in commands)}) command=${{COMP_WORDS[index]}}; break ;;
        esac
    done
    case $command in
        '') words='{" ".join(command.name for command in commands)} --project --verbose --version --help' ;;
{cases}
    esac
    COMPREPLY=($(compgen -W "$words" -- "$word"))
    if [[ $files ]]; then COMPREPLY+=($(compgen -f -- "$word")); fi
}}
complete -o filenames -F _flyers flyers"""


def _zsh(commands: list[Command]) -> str:
    names = "\n".join(f"        '{command.name}:{_quoted(command.summary)}'" for command in commands)
    cases = "\n".join(
        f"        {command.name}) _arguments "
        + " ".join(
            [
                *(f"'*{word}[{_quoted(option.summary)}]{_zsh_value(option, word)}'" for option, word in _long(command)),
                *([f"'1:value:({' '.join(command.values)})'"] if command.values else []),
                *(["'*:file:_files'"] if command.takes_files else []),
            ]
        )
        + " ;;"
        for command in commands
    )
    return f"""\
#compdef flyers
_flyers() {{
    local -a commands=(
{names}
    )
    if (( CURRENT == 2 )); then _describe 'command' commands; return; fi
    local command=$words[2]
    shift words; (( CURRENT-- ))
    case $command in
{cases}
    esac
}}
_flyers "$@\""""


def _zsh_value(option: Option, word: str) -> str:
    if word in ASKED_FOR:
        return f":name:($({ASKED_FOR[word]} 2>/dev/null))"
    return (":folder:_files -/" if word in FOLDERS else ":value:") if option.takes_value else ""


def _fish(commands: list[Command]) -> str:
    lines = ["complete -c flyers -f"]
    for command in commands:
        inside = f"-n '__fish_seen_subcommand_from {command.name}'"
        lines.append(f"complete -c flyers -n __fish_use_subcommand -a {command.name} -d '{_quoted(command.summary)}'")
        for option, word in _long(command):
            value = f" -x -a '({ASKED_FOR[word]} 2>/dev/null)'" if word in ASKED_FOR else " -r" * option.takes_value
            lines.append(f"complete -c flyers {inside} -l {word[2:]}{value} -d '{_quoted(option.summary)}'")
        if command.values:
            lines.append(f"complete -c flyers {inside} -a '{' '.join(command.values)}'")
        if command.takes_files:
            lines.append(f"complete -c flyers {inside} -F")
    return "\n".join(lines)


def _words(command: Command) -> list[str]:
    return [word for option in command.options for word in option.words]


def _long(command: Command) -> list[tuple[Option, str]]:
    return [(option, word) for option in command.options for word in option.words if word.startswith("--")]


def _quoted(text: str) -> str:
    # Inside single quotes of every one of the shells, and inside zsh's brackets and colons.
    return text.translate({ord("'"): "’", ord("["): "(", ord("]"): ")", ord(":"): ","})
