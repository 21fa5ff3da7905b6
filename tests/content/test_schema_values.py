"""What each kind of value takes at its limits, and the words in which it refuses the rest."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest

from flyers import limits
from flyers.content import yamlfile
from flyers.content.schema import (
    Anything,
    Custom,
    Each,
    Flag,
    Kind,
    Length,
    MapOf,
    Number,
    OneOf,
    Record,
    Required,
    Shorthand,
    Text,
    check,
    describe,
    did_you_mean,
    shorten,
)
from flyers.errors import CombinedError, ContentError, UsageError

LONGEST_KEY = "k" * limits.NAME_CHARACTERS
LONGEST = "x" * limits.TEXT_CHARACTERS


def of(kind: Kind, value: str) -> Any:
    """Return what *kind* makes of *value*, which is YAML on one line."""
    return check(yamlfile.parse(f"key: {value}\n".encode(), "a.yaml"), Record({"key": kind}))["key"]


@pytest.mark.parametrize(
    ("kind", "value", "made"),
    [
        (Text(), '" a "', "a"),
        (Text(), "12", "12"),
        (Text(), LONGEST, LONGEST),
        (Text(re.compile("[a-c]+")), "abc", "abc"),
        (Text(make=str.upper), "abc", "ABC"),
        (Number(), "1.5", 1.5),
        (Number(1, 9, whole=True), "1", 1),
        (Number(1, 9, whole=True), "9", 9),
        (Flag(), "true", True),
        (Flag(), "false", False),
        (Length(9), "9pt", 9.0),
        (Length(), "0", 0.0),
        (OneOf("a", "b"), "b", "b"),
        (Custom(dt.date.fromisoformat), '"2026-11-01"', dt.date(2026, 11, 1)),
        (Anything(), "[1, {a: b}]", [1, {"a": "b"}]),
        (Each(Text()), "[]", []),
        (Each(Text(), least=2, most=2), "[a, b]", ["a", "b"]),
        (Each(Text(), least=1, most=3), "[a]", ["a"]),
        (Each(Text(), unique=True), "[a, b]", ["a", "b"]),
        (Each(Text()), "[a, a]", ["a", "a"]),
        (Each(Text(), make=frozenset), "[a, a]", frozenset("a")),
        (MapOf(Flag()), f"{{{LONGEST_KEY}: true}}", {LONGEST_KEY: True}),
        (MapOf(Flag(), re.compile("[a-c]")), "{a: true}", {"a": True}),
        (MapOf(Flag(), make=sorted), "{b: true, a: true}", ["a", "b"]),
        (Shorthand(Record({"name": Required(Text())}), "name"), "x", "x"),
        (Shorthand(Record({"name": Required(Text())}), "name"), "{name: x}", {"name": "x"}),
        (Shorthand(Record({"name": Required(Text())}, make=lambda name: [name]), "name"), "x", ["x"]),
        (Record({"a": Flag(), "b": Number(default=7)}), "{a: }", {"b": 7}),
        (Record({"a": Flag(), "b": Number(default=7)}), "{a: true, b: 1}", {"a": True, "b": 1}),
    ],
)
def test_a_value_within_the_limits_is_taken(kind: Kind, value: str, made: object) -> None:
    assert of(kind, value) == made


NO_MAP = "“x” is here, but a map is needed."


@pytest.mark.parametrize(
    ("kind", "value", "problem", "hint"),
    [
        (Text(), "true", "“true” is here, but text is needed.", "Put text in quotation marks if YAML misreads it."),
        (Text(), "[a]", "A list is here, but text is needed.", "Put text in quotation marks if YAML misreads it."),
        (
            Text(),
            LONGEST + "x",
            f"This text has {len(LONGEST) + 1} characters; the most is {len(LONGEST)}.",
            "Make it sh",
        ),
        (Text(re.compile("[a-c]+")), "abd", "“abd” is not [a-c]+.", ""),
        (Text(re.compile("[a-c]+"), "a word"), "abd", "“abd” is not a word.", ""),
        (Number(), "true", "“true” is here, but a number is needed.", ""),
        (Number(whole=True), '"2.5"', "“2.5” is here, but a whole number is needed.", ""),
        (Number(), "x", "“x” is here, but a number is needed.", ""),
        (Number(), "60%", "“60%” is here, but a number is needed.", "Write 60, without “%” or quotation marks."),
        (Number(), '"2.5"', "“2.5” is here, but a number is needed.", "Write 2.5, without “%” or quotation marks."),
        (Number(whole=True), "1.5", "“1.5” is here, but a whole number is needed.", ""),
        (Number(1, 9), "0", "0 is out of range.", "It must be from 1 to 9."),
        (Number(1, 9), "9.5", "9.5 is out of range.", "It must be from 1 to 9."),
        (Number(1), "0", "0 is out of range.", "It must be at least 1."),
        (Number(0, 9), "10", "10 is out of range.", "It must be from 0 to 9."),
        (Flag(), "1", "“1” is here, but true or false is needed.", ""),
        (Length(9), "8.9pt", "8.9pt is too small.", "The least is 9 pt."),
        (Length(), "3ft", "“ft” is not a unit of length.", "Use one of pt, in, mm, cm: “3.5in”, “9pt”."),
        (OneOf("left", "right"), "rihgt", "“rihgt” is not one of left, right.", "Did you mean “right”?"),
        (OneOf("left", "right"), "{a: b}", "A map is not one of left, right.", ""),
        (OneOf("left", "right"), "true", "“true” is not one of left, right.", ""),
        (Each(Text()), "x", "“x” is here, but a list is needed.", "Write “[one, two]” or “- one” lines."),
        (Each(Text()), "{a: b}", "A map is here, but a list is needed.", "Write “[one, two]” or “- one” lines."),
        (Each(Text(), least=2, most=2), "[a]", "This list has 1 items; it must have 2.", ""),
        (Each(Text(), least=1, most=2), "[]", "This list has 0 items; it must have 1 to 2.", ""),
        (Each(Text(), least=1, most=2), "[a, b, c]", "This list has 3 items; it must have 1 to 2.", ""),
        (Each(Text(), unique=True), "[a, b, a]", "“a” is in this list twice.", "Keep one."),
        (MapOf(Flag()), "x", NO_MAP, "Write “key: value” lines, indented."),
        (Record({}), "x", NO_MAP, "Write “key: value” lines, indented."),
        (
            MapOf(Flag()),
            f"{{{LONGEST_KEY}k: true}}",
            f"“{'k' * 29}…” has {len(LONGEST_KEY) + 1} letters; the most is",
            "",
        ),
        (MapOf(Flag(), re.compile("[a-c]")), "{d: true}", "“d” is not [a-c].", ""),
        (MapOf(Flag(), re.compile("[a-c]"), "a letter"), "{d: true}", "“d” is not a letter.", ""),
        (Record({"name": Required(Text())}), "{}", "The key “name” is missing.", "Add it here."),
        (
            Record({"name": Required(Text())}),
            "{name: }",
            "This must not be empty.",
            "",
        ),
        (
            Record({"colour": Required(Custom(str, "a colour, like `#123f68`"))}),
            "{colour: }",
            "This must not be empty.",
            "Write a colour, like #123f68.",
        ),
        (Record({"side": Text()}), "{x: 1}", "The key “x” is not known here.", "The keys allowed here are side."),
        (
            Record({"side": Required(Text())}),
            "{sdie: x}",
            "The key “sdie” is not known here.",
            "The keys allowed here are side. Did you mean “side”?",
        ),
    ],
)
def test_what_is_refused_is_named_with_what_to_do(kind: Kind, value: str, problem: str, hint: str) -> None:
    with pytest.raises(ContentError) as caught:
        of(kind, value)
    assert caught.value.problem.startswith(problem)
    assert caught.value.hint.startswith(hint)
    assert bool(caught.value.hint) is bool(hint)


def test_a_list_may_have_ten_thousand_items() -> None:
    items = yamlfile.parse(f"a: [{'1,' * 10_000}]\nb: [{'1,' * 10_001}]\n".encode(), "a.yaml")
    kind = Each(Anything())
    assert len(check(items, Record({"a": kind, "b": Anything()}))["a"]) == 10_000
    with pytest.raises(ContentError, match=r"This list has 10001 items; it must have 0 to 10000\."):
        check(items, Record({"a": kind, "b": kind}))


def refuse(error: Exception) -> Callable[[Any], Any]:
    def make(value: Any) -> Any:
        raise error

    return make


@pytest.mark.parametrize(
    ("error", "hint"), [(ValueError("No."), ""), (UsageError("No.", hint="Leave it."), "Leave it.")]
)
def test_what_a_function_refuses_is_refused_in_its_words(error: Exception, hint: str) -> None:
    for kind in (Custom(refuse(error)), Each(Text(), make=refuse(error)), MapOf(Text(), make=refuse(error))):
        with pytest.raises((ContentError, UsageError)) as caught:
            of(kind, "{a: b}" if isinstance(kind, MapOf) else "[a]")
        assert (caught.value.problem, caught.value.hint) == ("No.", hint)


def test_all_that_is_wrong_is_told_in_the_order_of_the_file() -> None:
    text = "b: 1\na: x\nlist: [1.5, true, 2, x]\nc: y\n"
    kind = Record({"a": Flag(), "b": Flag(), "list": Each(Number(whole=True), make=refuse(KeyError()))})
    with pytest.raises(CombinedError) as caught:
        check(yamlfile.parse(text.encode(), "a.yaml"), kind)
    assert [(error.source.line, error.problem.partition(" ")[0]) for error in caught.value.errors if error.source] == [
        (1, "“1”"),
        (2, "“x”"),
        (3, "“1.5”"),
        (3, "“true”"),
        (3, "“x”"),
        (4, "The"),
    ]


def test_values_are_quoted_on_one_short_line() -> None:
    assert shorten(f" a\n {'b' * 58}") == f"a {'b' * 58}"
    assert shorten(f"a {'b' * 59}") == f"a {'b' * 57}…"
    assert [describe(value) for value in (None, True, {}, [], 1.5, "a  b")] == [
        "Nothing", "“true”", "A map", "A list", "“1.5”", "“a b”",
    ]  # fmt: skip
    long = "a" * limits.NAME_CHARACTERS
    assert did_you_mean(long, {long: 1}) == f"Did you mean “{long}”?"
    assert did_you_mean(f"{long}a", {long: 1}) == did_you_mean("x", ("abc",)) == ""
