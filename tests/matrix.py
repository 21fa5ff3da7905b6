"""What `make test` runs of matrices and random examples; `make test ALL=1` and plain pytest run all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from hypothesis import settings


def matrix(values: Iterable[Any], usual: Callable[[Any], bool]) -> list[Any]:
    """Return *values* as parameters of a test; those that are not *usual* are marked as exhaustive."""
    return [value if usual(value) else _exhaustive(value) for value in values]


def examples(most: int) -> int:
    """Return how many random examples to try, *most* in an exhaustive run."""
    return max(1, most * settings().max_examples // 100)


def _exhaustive(value: Any) -> Any:
    return pytest.param(*(value if isinstance(value, tuple) else (value,)), marks=pytest.mark.exhaustive)
