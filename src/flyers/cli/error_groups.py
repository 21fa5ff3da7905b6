"""Combines errors that several languages have for the same reason."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from flyers.errors import CombinedError, FlyersError

_OF_ONE = re.compile(r"--(lang|product) (\"[^\"]*\"|[\w,-]+)")
"""The part in which the hints of like errors differ: the languages or products of a command."""


def single_errors(error: FlyersError) -> Sequence[FlyersError]:
    """Return the errors that *error* combines, or itself."""
    return error.errors if isinstance(error, CombinedError) else [error]


def grouped(errors: Iterable[FlyersError]) -> list[FlyersError]:
    """Return *errors*, in order, with one for each reason; a command in the hint of several is for all of them.

    What they are about is the end of their trails: a language, or a product in a language.
    """
    groups: dict[tuple[object, ...], list[FlyersError]] = defaultdict(list)
    for one in (part for error in errors for part in single_errors(error)):
        groups[type(one), one.problem, _OF_ONE.sub("", one.hint), len(one.trail)].append(one)
    return [_one_for(alike) for alike in groups.values()]


def _one_for(alike: Sequence[FlyersError]) -> FlyersError:
    first, trails = alike[0], list(dict.fromkeys(error.trail for error in alike))
    if len(trails) < 2:
        return first
    kind = "languages" if len(first.trail) == 1 else "files"
    few = [" → ".join(trail) for trail in trails[:2]]
    more = ", …" if len(trails) > len(few) else ""
    label = f"{len(trails)} {kind} ({', '.join(few)}{more})"
    return type(first)(first.problem, hint=_hint_for([error.hint for error in alike]), trail=[label])


def _hint_for(hints: Sequence[str]) -> str:
    """Return the first of *hints*, which differ in languages and products only, with those of all."""
    names: dict[str, dict[str, None]] = defaultdict(dict)
    for hint in hints:
        for option, value in _OF_ONE.findall(hint):
            names[option] |= dict.fromkeys(re.split(r"[ ,]+", value.strip('"')))
    return _OF_ONE.sub(lambda found: f"--{found[1]} {','.join(names[found[1]])}", hints[0])
