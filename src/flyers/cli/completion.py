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
ASKED_FOR = {
    "--lang": "flyers languages --tags",
    "--with": "flyers languages --tags",
    "--product": "flyers products",
    "--press": "flyers products --conditions",
}
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

    parser = command_parser()
    write = {"bash": _bash, "zsh": _zsh, "fish": _fish}[options.shell]
    console.say(write(_options(parser), list(_commands(parser))))
    return ExitCode.OK


def _commands(parser: argparse.ArgumentParser) -> Iterator[Command]:
    (table,) = (action for action in parser._actions if isinstance(action, argparse._SubParsersAction))
    summaries = {choice.dest: choice.help or "" for choice in table._choices_actions}
    for name, child in table.choices.items():
        positional = [action for action in child._actions if not action.option_strings]
        yield Command(
            name=name,
            summary=summaries[name],
            options=_family_options(child),
            values=tuple(str(choice) for action in positional for choice in action.choices or ()),
            takes_files=any(action.choices is None for action in positional),
        )


def _options(parser: argparse.ArgumentParser) -> tuple[Option, ...]:
    return tuple(
        Option(tuple(action.option_strings), (action.help or "").partition(";")[0], action.nargs != 0)
        for action in parser._actions
        if action.option_strings
    )


def _family_options(parser: argparse.ArgumentParser) -> tuple[Option, ...]:
    """The options of a command, or of all commands of a family, each once."""
    families = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    parsers = [parser, *(child for family in families for child in family.choices.values())]
    return tuple({option.words: option for each in parsers for option in _options(each)}.values())


def _bash(everywhere: tuple[Option, ...], commands: list[Command]) -> str:
    cases = "\n".join(
        f"        {command.name}) words='{' '.join([*_words(command.options), *command.values])}'"
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
        '') words='{" ".join([*(command.name for command in commands), *_words(everywhere)])}' ;;
{cases}
    esac
    COMPREPLY=($(compgen -W "$words" -- "$word"))
    if [[ $files ]]; then COMPREPLY+=($(compgen -f -- "$word")); fi
}}
complete -o filenames -F _flyers flyers"""


def _zsh(everywhere: tuple[Option, ...], commands: list[Command]) -> str:
    names = "\n".join(f"        '{command.name}:{_quoted(command.summary)}'" for command in commands)
    cases = "\n".join(
        f"            {command.name}) _arguments "
        + " ".join(
            [
                *_zsh_options(_own(command, everywhere)),
                *_zsh_options(everywhere),
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
    local curcontext=$curcontext state line
    local -A opt_args
    local -a commands=(
{names}
    )
    _arguments -C {" ".join(_zsh_options(everywhere))} '1:command:->command' '*::word:->words' && return
    case $state in
        command) _describe 'command' commands ;;
        words) case $words[1] in
{cases}
        esac ;;
    esac
}}
_flyers "$@\""""


def _zsh_options(options: tuple[Option, ...]) -> list[str]:
    return [
        f"'*{word}[{_quoted(option.summary)}]{_zsh_value(option, word)}'"
        for option in options
        for word in _long(option)
    ]


def _zsh_value(option: Option, word: str) -> str:
    if word in ASKED_FOR:
        return f":name:($({ASKED_FOR[word]} 2>/dev/null))"
    return (":folder:_files -/" if word in FOLDERS else ":value:") if option.takes_value else ""


def _fish(everywhere: tuple[Option, ...], commands: list[Command]) -> str:
    none_yet = f"-n 'not __fish_seen_subcommand_from {' '.join(command.name for command in commands)}'"
    lines = ["complete -c flyers -f", *_fish_options("", everywhere)]
    for command in commands:
        inside = f"-n '__fish_seen_subcommand_from {command.name}'"
        lines.append(f"complete -c flyers {none_yet} -a {command.name} -d '{_quoted(command.summary)}'")
        lines += _fish_options(inside, _own(command, everywhere))
        if command.values:
            lines.append(f"complete -c flyers {inside} -a '{' '.join(command.values)}'")
        if command.takes_files:
            lines.append(f"complete -c flyers {inside} -F")
    return "\n".join(lines)


def _fish_options(condition: str, options: tuple[Option, ...]) -> list[str]:
    return [
        " ".join(
            ["complete -c flyers", *([condition] if condition else []), f"-l {word[2:]}{_fish_value(option, word)}"]
        )
        + f" -d '{_quoted(option.summary)}'"
        for option in options
        for word in _long(option)
    ]


def _fish_value(option: Option, word: str) -> str:
    if word in ASKED_FOR:
        return f" -x -a '({ASKED_FOR[word]} 2>/dev/null)'"
    return (" -x -a '(__fish_complete_directories)'" if word in FOLDERS else " -x") if option.takes_value else ""


def _own(command: Command, everywhere: tuple[Option, ...]) -> tuple[Option, ...]:
    shared = {option.words for option in everywhere}
    return tuple(option for option in command.options if option.words not in shared)


def _words(options: tuple[Option, ...]) -> list[str]:
    return [word for option in options for word in option.words]


def _long(option: Option) -> list[str]:
    return [word for word in option.words if word.startswith("--")]


def _quoted(text: str) -> str:
    # Inside single quotes of every one of the shells, and inside zsh's brackets and colons.
    return text.translate({ord("'"): "’", ord("["): "(", ord("]"): ")", ord(":"): ","})
