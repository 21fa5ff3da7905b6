"""What the schema takes, in the words of docs/reference.md."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from flyers.content.schema import (
    Anything,
    Custom,
    Each,
    Flag,
    Length,
    MapOf,
    Number,
    OneOf,
    Placed,
    Record,
    Required,
    Shorthand,
    Text,
)

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "make_reference.py"


def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_reference", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


reference, rows, takes = script().reference, script().rows, script().takes


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (Text(), "text"),
        (Required(Number(1, 9, whole=True)), "a whole number, 1 to 9"),
        (Number(0.5), "a number, at least 0.5"),
        (Number(whole=True), "a whole number"),
        (Number(), "a number"),
        (Number(most=9), "a number, -inf to 9"),
        (Length(36), "a length, at least 36 pt"),
        (Length(), "a length"),
        (Flag(), "true or false"),
        (OneOf("a", "b"), "`a` or `b`"),
        (Each(Text(), least=2, most=2), "a list of text (2)"),
        (Each(Text(), least=1), "a list of text (at least 1)"),
        (Each(Text()), "a list of text"),
        (MapOf(Flag()), "a map of true or false"),
        (MapOf(Flag(), says="language"), "a map of true or false, by language"),
        (Text(says="a tag"), "a tag"),
        (Placed(Required(Flag())), "true or false"),
        (Record({}), "a map"),
        (Custom(str), "a value of its own"),
        (Anything(), "any value"),
        (Custom(str, "a date"), "a date"),
        (Shorthand(Record({"message": Required(Text())}), "message"), "text, or a map"),
    ],
)
def test_a_kind_in_words(kind: object, words: str) -> None:
    assert takes(kind) == words


def test_keys_of_records_inside_have_their_path() -> None:
    inner = Record({"a": Required(Flag())})
    record = Record({"list": Each(inner), "map": MapOf(inner), "short": Shorthand(inner, "a"), "one": inner})
    assert [key.path for key in reference(record)] == [
        "list", "list[].a", "map", "map.NAME.a", "short", "short.a", "one", "one.a",
    ]  # fmt: skip
    with pytest.raises(TypeError, match="is not a record"):
        list(reference(Flag()))


def test_a_row_says_whether_a_key_must_be_there_and_keys_that_take_the_same_share_it() -> None:
    usual = {"usual": Number(default=2)}
    record = Record({"must": Required(Flag()), "may": Flag(), **usual, "in": Placed(Flag()), "on": Flag()})
    assert list(rows(reference(record, "print."))) == [
        "| `print.must` | true or false; needed |",
        "| `print.may` | true or false |",
        "| `print.usual` | a number; default: 2 |",
        "| `print.in`, `on` | true or false |",
    ]
