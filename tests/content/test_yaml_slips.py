"""Slips of people who type YAML for the first time are named where they are, in their words and not the parser's."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
