"""The base of all kinds of value, and `check`, which applies one to a parsed file and collects the problems."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from collections.abc import Mapping as AnyMapping
from typing import Any

from flyers import limits
from flyers.content.yaml_data import Mapping
from flyers.errors import CombinedError, ContentError, FlyersError, Source, raise_all
from flyers.process_cache import memoized_by_identity
from flyers.records import dataclass

ABSENT: Any = object()


class Problem(Exception):  # noqa: N818 - it is not an error yet: `check` turns it into one, with its place
    """A value that a kind, a constructor or a rule refuses.

    Args:
        text: what is wrong, one sentence.
        hint: what to do about it.
        path: keys that lead from the value to the part at fault (``["marks", "offset"]``); none: the value itself.
        trail: for the error; see `FlyersError`.
    """

    def __init__(self, text: str, hint: str = "", *, path: Iterable[str] = (), trail: Iterable[str] = ()) -> None:
        super().__init__(text)
        self.text = text
        self.hint = hint
        self.path = tuple(path)
        self.trail = tuple(trail)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind(ABC):
    """Base of all kinds of value. An absent key of a record gets ``default``; without one it stays absent."""

    default: Any = ABSENT

    @abstractmethod
    def convert(self, value: Any, at: Source, report: Report) -> Any:
        """Return *value* as the program uses it; problems with its parts go to *report*.

        Raises:
            Problem: the value as a whole is refused.
        """


class Report:
    """The problems found so far, each with its place."""

    def __init__(self, error: type[FlyersError]) -> None:
        self.error = error
        self.errors: list[FlyersError] = []

    def add(self, problem: Problem, at: Source) -> None:
        """Add *problem* with the place *at*."""
        self.errors.append(self.error(problem.text, hint=problem.hint, source=at, trail=problem.trail))

    def add_all(self, problems: Iterable[Problem], value: Any, at: Source) -> None:
        """Add *problems* with a *value*, each with the place that its path leads to."""
        for problem in problems:
            self.add(problem, place(value, problem.path, at))

    def convert(self, kind: Kind, value: Any, at: Source) -> Any:
        """Return *value* converted by *kind*, or as it is if it is refused."""
        try:
            return kind.convert(value, at, self)
        except Problem as problem:
            self.add(problem, at)
            return value

    def construct(self, make: Callable[[], Any], value: Any, at: Source) -> Any:
        """Return what *make* makes of *value*, or *value* if *make* refuses it."""
        try:
            return make()
        except Problem as problem:
            self.add(problem, place(value, problem.path, at))
        except CombinedError as error:
            self.errors += error.errors
        except FlyersError as error:
            self.errors.append(error)
        except ValueError as error:
            self.add(Problem(str(error)), at)
        return value


@memoized_by_identity(1024)
def check(document: Mapping, kind: Kind, error: type[FlyersError] = ContentError) -> Any:
    """Return *document* as *kind* describes it: a `Mapping` that still knows its places, or what a constructor makes.

    Neither is changed later: a document is checked once for all campaigns that share it (`yamlfile.parse`).

    Raises:
        FlyersError: of the class *error*, all problems together.
    """
    report = Report(error)
    result = report.convert(kind, document, document.source)
    raise_all(sorted(report.errors, key=lambda found: found.source or Source("")))
    return result


def raise_problems(problems: Iterable[Problem], document: Mapping) -> None:
    """Raise *problems* with a checked *document* all together, each with the place in it that its path leads to."""
    report = Report(ContentError)
    report.add_all(problems, document, document.source)
    raise_all(report.errors)


def place(value: Any, path: tuple[str, ...], otherwise: Source) -> Source:
    """Return where the part of *value* is that *path* leads to; of a missing part, where it would belong."""
    for depth, key in enumerate(path, 1):
        if not isinstance(value, Mapping):
            break
        otherwise = value.value_source(key) if depth == len(path) or key in value else value.source
        value = value.get(key)
    return otherwise


def did_you_mean(word: object, known: AnyMapping[str, Any] | tuple[str, ...]) -> str:
    """Return “Did you mean “text”?”, or "" when no known word is near."""
    near = nearest(word, known)
    return f"Did you mean “{near}”?" if near else ""


def nearest(word: object, known: AnyMapping[str, Any] | tuple[str, ...]) -> str:
    """Return the known word most like *word*, or "" when none is near."""
    import difflib

    if len(str(word)) > limits.NAME_CHARACTERS:  # the comparison takes the square of its length
        return ""
    return next(iter(difflib.get_close_matches(str(word), list(known), n=1, cutoff=0.6)), "")


def shorten(text: str, most: int = 60) -> str:
    """Return *text* on one line and no longer than *most* characters, for quoting in a message."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"


def describe(value: Any) -> str:
    """Return how a message names a value of the wrong type: “A map”, “Nothing”, or the value in quotes."""
    if value is None:
        return "Nothing"
    if isinstance(value, bool):
        return f"“{str(value).lower()}”"
    if isinstance(value, dict):
        return "A map"
    return "A list" if isinstance(value, list) else f"“{shorten(str(value))}”"
