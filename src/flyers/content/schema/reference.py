"""The schema in words: what each key of a campaign file takes, for ``docs/reference.md``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flyers.content.schema.base import ABSENT, Custom, Flag, Kind, Length, Number, OneOf, Text
from flyers.content.schema.containers import NONE, Each, MapOf, OrNone, Placed, Record, Required, Shorthand
from flyers.records import dataclass


@dataclass(frozen=True, slots=True)
class KeyReference:
    """One key: its path in the file (``contacts.ID.kind``), what it takes, and whether it must be there."""

    path: str
    takes: str
    required: bool = False
    default: str = ""

    def __str__(self) -> str:
        """Return its row of a table."""
        said = [self.takes, *["needed"] * self.required, *[self.default] * bool(self.default)]
        return f"| `{self.path}` | {'; '.join(said)} |"


def reference(record: Kind, path: str = "") -> Iterator[KeyReference]:
    """Yield every key of *record* and of the records inside it, in the order of the schema."""
    for key, kind in _record(record).fields.items():
        inner = kind.kind if isinstance(kind, Required) else kind
        here = f"{path}{key}"
        required, default = isinstance(kind, Required), inner.default
        yield KeyReference(here, takes(inner), required, "" if default is ABSENT else f"default: {default}")
        yield from _inside(inner, here)


def _record(kind: Kind) -> Record:
    if not isinstance(kind, Record):
        raise TypeError(f"{kind!r} is not a record")
    return kind


def _inside(kind: Kind, path: str) -> Iterator[KeyReference]:
    """Yield the keys of records inside *kind*."""
    match kind:
        case Required(kind=inner) | Placed(kind=inner) | OrNone(kind=inner):
            yield from _inside(inner, path)
        case Record():
            yield from reference(kind, f"{path}.")
        case MapOf(kind=inner):
            yield from _inside(inner, f"{path}.NAME")
        case Each(kind=inner):
            yield from _inside(inner, f"{path}[]")
        case Shorthand(record=record):
            yield from reference(record, f"{path}.")


def takes(kind: Kind) -> str:
    """Return what a value of *kind* is, in words."""
    match kind:
        case Required(kind=inner) | Placed(kind=inner):
            return takes(inner)
        case OrNone(kind=inner):
            return f"{takes(inner)}, or `{NONE}`"
        case Record():
            return "a map"
        case Shorthand(record=record, key=key):
            return f"{takes(record.fields[key])}, or a map"
        case MapOf(kind=inner, says=says):
            return f"a map of {takes(inner)}" + (f", by {says}" if says else "")
        case Each(kind=inner, least=least, most=most):
            return f"a list of {takes(inner)}" + _count(least, most)
        case Text(says=says):
            return says or "text"
        case Number(whole=whole):
            return ("a whole number" if whole else "a number") + _range(kind.least, kind.most)
        case Length(least=least):
            return "a length" + (f", at least {least:g} pt" if least else "")
        case Flag():
            return "true or false"
        case OneOf(words=words):
            return " or ".join(f"`{word}`" for word in words)
        case Custom(says=says):
            return says or "a value of its own"
    return getattr(kind, "says", "") or "any value"


def _count(least: int, most: int) -> str:
    if least == most:
        return f" ({least})"
    return f" (at least {least})" if least else ""


def _range(least: Any, most: Any) -> str:
    if least == float("-inf") and most == float("inf"):
        return ""
    if most == float("inf"):
        return f", at least {least:g}"
    return f", {least:g} to {most:g}"
