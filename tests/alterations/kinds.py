"""The registry of alterations: random changes of an open PDF, seeded, one kind a function."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import TypeVar

import pikepdf

T = TypeVar("T")

Alter = Callable[[pikepdf.Pdf, Random], None]


class Unfit(Exception):  # noqa: N818  # not an error: the kind has nothing to change in this file
    """There is nothing in the file that a kind of alteration could change."""


@dataclass(frozen=True)
class Kind:
    """A kind of alteration: ``group`` says what of a file it changes."""

    name: str
    group: str
    alter: Alter


KINDS: list[Kind] = []


def kind(group: str) -> Callable[[Alter], Alter]:
    """Register a kind of alteration."""

    def register(alter: Alter) -> Alter:
        KINDS.append(Kind(alter.__name__, group, alter))
        return alter

    return register


def one_of(random: Random, choices: list[T]) -> T:
    """Return one of *choices*.

    Raises:
        Unfit: there is none.
    """
    if not choices:
        raise Unfit
    return random.choice(choices)
