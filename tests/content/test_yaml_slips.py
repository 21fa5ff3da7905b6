"""Slips of people who type YAML for the first time are named where they are, in their words and not the parser's."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flyers import limits
from flyers.content import yamlfile
from flyers.errors import ContentError


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ("contacts:\n\tsite:\n", "2:1", "A tab indents this line. YAML wants spaces"),
        ("a: x\n\tb: y\n", "2:1", "A tab indents this line."),
        ("a:\n  kind: phone\n  display 911\n  target: x\n", "3:3", "This line has no colon. Write “key: value”"),
        ("a:\n  text: go\n  on here\n  b: c\n", "3:3", "is indented further than its key."),
        ("a:\n  kind:phone\n  name: x\n", "2:8", "A space is missing after “kind:”."),
        ("a:\n  - kind:phone\n    name: x\n", "2:10", "A space is missing after “kind:”."),
        ("a:\n  text: Say: this\n", "2:12", "There is a second colon in this line. Put the text in quotation marks"),
        ('a: "x\nb: 2\n', "1:4", 'What begins with " here is not closed. Close it'),
        ("a: [1, 2\nb: 3\n", "1:4", "What begins with [ here is not closed, or a comma is missing after it."),
        ("a: {x: 1, y: 2\nb: 3\n", "1:4", "What begins with { here is not closed, or a comma"),
        ("a:\n  b: {ink: [1], srgb: #12aF56}\nc: 1\n", "2:23", "#12aF56 is taken for a comment. Put it in quotation"),
        ("a:\n  - [#fff, #000]\n", "2:6", "#fff is taken for a comment."),
        ("b: [1,\n #fff\n 2\nc: 3\n", "2:2", "#fff is taken for a comment."),
        ("k: [#12, #123456789, #abc]\n", "1:22", "#abc is taken for a comment."),
        ("x: 1\na: #fff\nb: [1, 2\nc: 3\n", "3:4", "What begins with [ here is not closed"),  # a colour before it
        ("b: [1, 2\nc: 3\nd: {e: #fff}\n", "1:4", "What begins with [ here is not closed"),  # and one behind it
        ("a: 1\n'b' c: 2\n", "2:5", "Text goes on after the closing quotation mark."),
        ("a: 'it's'\n", "1:8", "Text goes on after the closing quotation mark."),
        ('a: "Free" and secret\n', "1:11", "Text goes on after the closing quotation mark."),
        ("a:\n  b: 1\n c: 2\n", "3:2", "This line is indented differently from those before it."),
        ("a:\n  - x\n  y: 2\n", "3:3", "This line is not an item of the list above it. Items begin with “- ”"),
        ("a: @x\n", "1:4", "No value begins with @ in YAML. Put the value in quotation marks."),
        ('a: "\\d"\n', "1:5", "A backslash in double quotation marks begins an escape"),
        ("a:\r  kind:phone\r  name: x\r", "2:8", "A space is missing after “kind:”."),
        ("a: {es:, zh: x}\n", "1:7", "found unexpected ':'. Check indentation"),
    ],
)
def test_a_slip_is_told_where_it_is(text: str, place: str, says: str) -> None:
    with pytest.raises(ContentError) as told:
        yamlfile.parse(text.encode(), "contacts.yaml")
    assert str(told.value).startswith(f"contacts.yaml:{place}: This is not valid YAML: ")
    assert says in str(told.value)


@given(st.text(alphabet="ab:- \t\n\r'\"[]{},\\@|>#&*!\u0085\u2028", max_size=40))
def test_no_text_confuses_who_looks_for_the_slip(text: str) -> None:
    with suppress(ContentError):
        yamlfile.parse(text.encode(), "x.yaml")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_file_saved_as_unicode_is_told_so(encoding: str) -> None:
    """Notepad's “Unicode” was UTF-16 for many years; Excel's “Unicode text” still is."""
    with pytest.raises(
        ContentError, match=r"^x\.yaml: This file is saved as UTF-16, .* Save it again with .* UTF-8\.$"
    ):
        yamlfile.parse("\ufeffa: ü\n".encode(encoding), "x.yaml")


@pytest.mark.parametrize(
    ("text", "place", "problem"),
    [
        ("true: 1\n", "1:1", "A key must be a word."),
        ("[a]: 1\n", "1:1", "A key must be a word."),
        ("a: 1\nb:\n  c: 1\n  c: 2\n", "4:3", "The key “c” occurs twice; it is already on line 3."),
        ("a: &x 1\n", "1:4", "“&x” is an anchor."),
        ("a: *x\n", "1:4", "“*x” is an alias."),
        ("a: !!str 1\n", "1:4", "“tag:yaml.org,2002:str” is a tag."),
        ("a: 1\n--- \nb: 2\n", "2:1", "A second document begins here."),
        ("- a\n", "1:1", "This file must hold a map"),
        ("a: You are #1\nb: x #1 here\n", "1:12", "“#1” is taken for a comment, and would not be printed."),
        ("a: \x07\n", "1:4", "The character U+0007 is not allowed in YAML."),
        ("a: b\n\0", "2:1", "There is a null byte here, which no text file has."),
        (f"a: {'[' * limits.YAML_DEPTH}", f"1:{3 + limits.YAML_DEPTH}", "This is nested deeper than"),
    ],
)
def test_what_is_not_read_is_refused_where_it_is(text: str, place: str, problem: str) -> None:
    with pytest.raises(ContentError) as told:
        yamlfile.parse(text.encode(), "x.yaml")
    assert str(told.value.source) == f"x.yaml:{place}"
    assert told.value.problem.startswith(problem)


def test_numbers_that_are_keys_are_words_and_signs_of_nothing_are_nothing() -> None:
    text = "1: 2\n1.50: x\na: ~\nb: 007\nc: -3\nd: 1.5\ne: '1'\nf: Null\ng: FALSE\nh: 1e3\ni: 1234567890123456789\nj: 123456789012345678\n"
    assert yamlfile.parse(text.encode(), "x.yaml") == {
        "1": 2, "1.50": "x", "a": None, "b": "007", "c": -3, "d": 1.5, "e": "1", "f": None, "g": False, "h": "1e3",
        "i": "1234567890123456789", "j": 123456789012345678,
    }  # fmt: skip


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n", "~\n"])
def test_an_empty_file_is_an_empty_map(text: str) -> None:
    found = yamlfile.parse(text.encode(), "x.yaml")
    assert (found, str(found.source), str(found.value_source("a"))) == ({}, "x.yaml:1:1", "x.yaml:1:1")


def test_a_map_over_another_keeps_the_places_of_each_and_what_is_empty_replaces_nothing() -> None:
    base = yamlfile.parse(b"a: 1\nb: {c: 2, d: {e: 3, f: 4}}\ng: 5\n", "base.yaml")
    near = yamlfile.parse(b"\n\nb: {d: {e: 6}, h: 7}\ng: ~\ni: ~\n", "near.yaml")
    whole = near.over(base, 2)
    assert whole == {"a": 1, "b": {"c": 2, "d": {"e": 6}, "h": 7}, "g": 5, "i": None}
    assert near.over(base, 3)["b"]["d"] == {"e": 6, "f": 4}
    assert near.over(base) == {"a": 1, "b": {"d": {"e": 6}, "h": 7}, "g": 5, "i": None}
    assert [str(whole.key_source(key)) for key in ("a", "g", "i", "none")] == [
        "base.yaml:1:1", "base.yaml:3:1", "near.yaml:5:1", "near.yaml:3:1",
    ]  # fmt: skip
    assert [str(whole["b"].value_source(key)) for key in ("c", "d", "h")] == [
        "base.yaml:2:8", "near.yaml:3:8", "near.yaml:3:19",
    ]  # fmt: skip
    assert whole.only(["i", "a"]) == {"a": 1, "i": None}
    assert str(whole.only(["a"]).value_source("a")) == "base.yaml:1:4"
