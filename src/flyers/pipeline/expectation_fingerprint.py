"""The fingerprint of an expectation, by which a report names what a file was compared with."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import marshal
from collections.abc import Callable
from operator import attrgetter
from typing import Any

from flyers.proof.expectations import Expectation
from flyers.proof.pictures.expected import Drawing, ExpectedGlyphs


def fingerprint(expected: Expectation) -> str:
    """Return a SHA-256 of everything expected: equal fingerprints mean equal expectations."""
    image = dataclasses.replace(expected.image, page=None) if expected.image else None
    lean = dataclasses.replace(expected, pictures=(), fonts={}, image=image)
    digest = hashlib.sha256(json.dumps(lean, ensure_ascii=False, default=_values).encode())
    for picture in expected.pictures:
        # A page has thousands of numbers: written in digits, they would take as long as a tenth of the proof. (What is
        # in the margin is left out: a slug has a date.)
        digest.update(marshal.dumps([_as_tuples(drawing) for drawing in picture.art], _EQUAL_BYTES))
    return digest.hexdigest()


_EQUAL_BYTES = 2
"""The last version of Python's `marshal` in which equal values are equal bytes."""


def _values(record: Any) -> tuple[Any, ...]:
    """Return the fields of *record*, of which there are several, that its ``repr`` shows."""
    kind = type(record)
    if kind not in _READERS:
        _READERS[kind] = attrgetter(*(field.name for field in dataclasses.fields(kind) if field.repr))
    return _READERS[kind](record)


_READERS: dict[type, Callable[[Any], tuple[Any, ...]]] = {}


def _as_tuples(drawing: Drawing) -> tuple[Any, ...]:
    """Return a drawing as plain tuples."""
    glyphs: tuple[tuple[Any, ...], ...] = ()
    values = [tuple(value) if isinstance(value, tuple) else value for value in _values(drawing)]
    if isinstance(drawing, ExpectedGlyphs):
        glyphs = tuple(map(tuple, drawing.glyphs))
        values[_GLYPHS] = ()
    return type(drawing).__name__, glyphs, *values


_GLYPHS = [field.name for field in dataclasses.fields(ExpectedGlyphs)].index("glyphs")
"""The place of glyphs, which are tuples in a tuple, among the values of `ExpectedGlyphs`."""
