"""What a person has probably mistyped where YAML cannot be read. The parser says what it expected, often a line on."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

_NO_SPACE = re.compile(r"\s*(?:- +)?([\w.-]+):[^\s:/]")
_KEY = re.compile(r"\s*(?:- +)?[\w.-]+: ")
_COLOUR = re.compile(r"[\s[{,](#[0-9A-Fa-f]{3,8})\b")
_LINE_BREAK = re.compile("\r\n|[\n\r\u0085\u2028\u2029]")
"""Where libyaml begins another line."""
_ITEM = re.compile(r"\s*- ")


class Slip(NamedTuple):
    """What is wrong, what to do, and where: line and column, counted from 0."""

    problem: str
    hint: str
    line: int
    column: int


class _Failure(NamedTuple):
    """What the parser says: what it was doing since when, and where it found something else."""

    lines: list[str]
    line: int
    column: int
    began: tuple[int, int]

    @property
    def before(self) -> str:
        return self.text_of(self.line)[: self.column]

    @property
    def rest(self) -> str:
        return self.text_of(self.line)[self.column :]

    @property
    def beginning(self) -> str:
        line, column = self.began
        return self.text_of(line)[column:]

    def text_of(self, line: int) -> str:
        return self.lines[line] if 0 <= line < len(self.lines) else ""

    def here(self, problem: str, hint: str) -> Slip:
        return Slip(problem, hint, self.line, self.column)

    def where_it_began(self, problem: str, hint: str) -> Slip:
        return Slip(problem, hint, *self.began)


def slip(error: Any, text: str) -> Slip | None:
    """Return what is probably wrong in *text*, in which the parser found *error*; None if that is not known."""
    mark, context = error.problem_mark, error.context_mark
    if mark is None:
        return None
    began = (context.line, context.column) if context else (mark.line, mark.column)
    failure = _Failure(_LINE_BREAK.split(text), mark.line, mark.column, began)
    if "\t" in failure.before + failure.rest[:1] and not (failure.before + failure.rest[:1]).strip():
        return failure.here("A tab indents this line.", "YAML wants spaces: write two in place of each tab.")
    known = next((explain for said, explain in _EXPLAINED.items() if said in str(error.problem)), None)
    return known(failure) if known else None


def _no_colon(failure: _Failure) -> Slip:
    return failure.where_it_began(
        "This line has no colon.",
        "Write “key: value”; a text that goes on from the line above is indented further than its key.",
    )


def _stray_colon(failure: _Failure) -> Slip | None:
    above = failure.text_of(failure.line - 1)
    if missing := _NO_SPACE.match(above):
        problem = f"A space is missing after “{missing[1]}:”."
        return Slip(problem, "Write “key: value”.", failure.line - 1, missing.end() - 1)
    if _KEY.match(failure.before):
        return failure.here("There is a second colon in this line.", 'Put the text in quotation marks: “key: "…: …"”.')
    return None


def _not_closed(failure: _Failure) -> Slip | None:
    for line in range(min(failure.began[0], failure.line - 1), failure.line + 1):
        if found := _COLOUR.search(failure.text_of(line)):
            problem = f"{found[1]} is taken for a comment."
            return Slip(problem, "Put it in quotation marks.", line, found.start(1))
    opening = failure.beginning[:1]
    if not opening:
        return None
    comma = "" if opening in "\"'" else ", or a comma is missing after it"
    return failure.where_it_began(f"What begins with {opening} here is not closed{comma}.", "Close it where it ends.")


def _no_key(failure: _Failure) -> Slip | None:
    if failure.before.rstrip()[-1:] in ("'", '"') and len(failure.before.rstrip()) > 1:
        return failure.here(
            "Text goes on after the closing quotation mark.",
            "Put all of it in double quotation marks, and \\ before each \" inside.",
        )  # fmt: skip
    return _indented(failure)


def _indented(failure: _Failure) -> Slip | None:
    if failure.before.strip():
        return None
    if _ITEM.match(failure.beginning):
        return failure.here(
            "This line is not an item of the list above it.", "Items begin with “- ”, all in one column."
        )
    return failure.here(
        "This line is indented differently from those before it.", "Keys that belong together begin in one column."
    )


def _bad_start(failure: _Failure) -> Slip:
    return failure.here(f"No value begins with {failure.rest[:1]} in YAML.", "Put the value in quotation marks.")


def _bad_escape(failure: _Failure) -> Slip:
    return failure.here(
        "A backslash in double quotation marks begins an escape, and this is none.", "Write \\\\ for a backslash."
    )


_EXPLAINED: dict[str, Callable[[_Failure], Slip | None]] = {
    "could not find expected ':'": _no_colon,
    "mapping values are not allowed": _stray_colon,
    "unexpected end of stream": _not_closed,
    "did not find expected ','": _not_closed,
    "did not find expected node content": _not_closed,
    "did not find expected key": _no_key,
    "did not find expected '-'": _indented,
    "cannot start any token": _bad_start,
    "unknown escape character": _bad_escape,
}
"""How libyaml puts it, and what that means to somebody who types."""
