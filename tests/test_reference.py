"""docs/reference.md is what the schema says."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from flyers.content.schema import Custom, Each, Flag, Length, MapOf, Number, OneOf, Record, Required, Shorthand, Text
from flyers.content.schema.reference import reference, takes

ROOT = Path(__file__).resolve().parents[1]


def test_the_page_is_up_to_date() -> None:
    spec = importlib.util.spec_from_file_location("make_reference", ROOT / "scripts/make_reference.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert (ROOT / "docs/reference.md").read_text(encoding="utf-8") == module.page(), "run scripts/make_reference.py"


def test_every_kind_is_in_words() -> None:
    page = (ROOT / "docs/reference.md").read_text(encoding="utf-8")
    assert "a value of its own" not in page
    assert "any value" not in page


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (Text(), "text"),
        (Required(Number(1, 9, whole=True)), "a whole number, 1 to 9"),
        (Number(0.5), "a number, at least 0.5"),
        (Length(36), "a length, at least 36 pt"),
        (Flag(), "true or false"),
        (OneOf("a", "b"), "`a` or `b`"),
        (Each(Text(), least=2, most=2), "a list of text (2)"),
        (MapOf(Flag()), "a map of true or false"),
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
