"""A rung of the copy-fitting ladder, and the questions that a search asks of blocks."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import field
from typing import Any, NamedTuple, TypeAlias

from flyers.layout.block import Block
from flyers.records import dataclass


@dataclass(frozen=True, slots=True)
class Rung:
    """How far copy-fitting has gone.

    Attributes:
        squeezes: for each group of roles (`Layout.size_groups`) from 0 (at the aim) to 1 (at the floor); empty for all
            at the aim.
        spacing: factor of the layout's space; it differs by panel.
        shorter: how many steps a block has gone down its shorter forms, by path.
        counts: how many items a block shows, by path, for the blocks that may drop some; 0 for a block left out.
        codes: how far codes that may grow have done so, from 0 to 1.
        uneven: whether lists of even rows have columns whose rows don't meet, with one gap between all items.
        whole: paths of the texts that take a line more where that keeps their sentences whole.
        loose: by how much of their `height` blocks may be lower, by panel, in a language that no fixed bands can hold.
    """

    squeezes: tuple[float, ...] = ()
    spacing: float = 1.0
    shorter: Mapping[str, int] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    uneven: bool = False
    codes: float = 0.0
    loose: Mapping[str, float] = field(default_factory=dict)
    whole: frozenset[str] = frozenset()


class Question(NamedTuple):
    """A question to a block without children: its height in *width* points, or its natural width."""

    block: Block
    ground: str
    rung: Rung
    width: float | None


Answer: TypeAlias = Any
"""The arranged block, or its natural width; None for a block that has no room in the width."""

Pair: TypeAlias = tuple[Any, Any, float]
"""A part of an arranged block (`EdgePart`), one of the block below, and how far to the right of it that begins."""


@dataclass(slots=True)
class AskedQuestions:
    """All questions of a search for what fits, with their answers; see `flyers.layout.search_replay`.

    Attributes:
        answers: each question with its answer, by all that the answer depends on, in the order in which they came.
        distances: the distances that ink of two blocks needs where it reaches out, by all that they depend on.
    """

    answers: dict[Hashable, tuple[Question, Answer]] = field(default_factory=dict)
    distances: dict[Hashable, tuple[Pair, float]] = field(default_factory=dict)

    def note(self, block: Block, ground: str, width: float | None, rung: Rung, state: Hashable, answer: Answer) -> None:
        """Note the *answer* to a question, the first time that it is asked in this *state* (`Setting.state_of`)."""
        key = (id(block), ground, width, state)
        if key not in self.answers:
            self.answers[key] = (Question(block, ground, rung, width), answer)

    def note_distances(self, pairs: Iterable[Pair], distances: Iterable[float]) -> None:
        """Note the *distances* that *pairs* of parts need."""
        for pair, distance in zip(pairs, distances, strict=True):
            over, under, offset = pair
            key = (id(over.lines), over[:3], id(under.lines), under[:3], offset)
            self.distances[key] = (pair, distance)

    def forget(self) -> None:
        """Drop all blocks, to break the circle from a block through its setting to these questions."""
        self.answers.clear()
        self.distances.clear()
