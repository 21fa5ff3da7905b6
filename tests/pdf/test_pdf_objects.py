"""Objects of a file: what another reader finds in it is what was written."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flyers.pdf.objects import Array, Dictionary, Name, ObjectFile, Reference, Stream, Text

ANY_TEXT = st.text(st.characters(codec="utf-16"), max_size=40)
NUMBERS = st.integers(-(10**9), 10**9) | st.floats(-30000, 30000, allow_nan=False)
KEYS = st.text("ABCxyz 0#/()<>[]%é", min_size=1, max_size=8).filter(lambda key: key.isascii())


_opened: list[pikepdf.Pdf] = []
"""The file that was opened last: its objects live as long as it does."""


def read(value: object) -> Any:
    """Return *value* from the catalog of a file, as qpdf reads it without repairing anything."""
    file = ObjectFile()
    pages = Dictionary({"Type": Name("Pages"), "Kids": Array([]), "Count": 0})
    catalog = Dictionary({"Type": Name("Catalog"), "Pages": file.add(pages), "Value": value})
    root, information = file.add(catalog), file.add(Dictionary({"Producer": Text("test")}))
    _opened[:] = [pikepdf.open(io.BytesIO(file.written((1, 6), root, information)), attempt_recovery=False)]
    return _opened[0].Root.Value


@given(ANY_TEXT)
def test_a_text_is_read_as_it_was_written(text: str) -> None:
    assert str(read(Text(text))) == text


@pytest.mark.parametrize(
    "text", ["", "plain", "(a \\ b)", "“Ž”—ﬁ€", "ąłó", "العربية", "\u00ad", "𝄞", "line\nbreak\x7f", "þÿ", "ï»¿"]
)
def test_these_texts_are_read_as_they_were_written(text: str) -> None:
    assert str(read(Text(text))) == text


def test_text_of_the_documents_own_encoding_takes_a_byte_a_character() -> None:
    assert Text("“Ž”—ﬁ€é").written() == rb"(\215\231\216\204\223\240\351)"


@given(NUMBERS)
def test_a_number_is_read_with_six_digits(number: float) -> None:
    found = float(read(number))
    assert found == pytest.approx(number, rel=2e-6, abs=1e-6)


@pytest.mark.parametrize(
    ("number", "written"),
    [(0.5, b".5"), (-0.25, b"-0.25"), (27.0, b"27"), (1e-8, b"0"), (841.8898, b"841.8898"), (123456.7, b"123456.7")],
)
def test_numbers_are_short(number: float, written: bytes) -> None:
    file = ObjectFile()
    root = file.add(Array([number]))
    assert b"[ " + written + b" ]" in file.written((1, 6), root, root)


@given(KEYS)
def test_a_name_is_read_as_it_was_written(key: str) -> None:
    assert list(read(Dictionary({key: 1})).keys()) == [f"/{key}"]


VALUES: st.SearchStrategy[Any] = st.recursive(
    st.integers(-1000, 1000),
    lambda inner: st.lists(inner, max_size=25) | st.dictionaries(st.text("abcXYZ", min_size=1), inner, max_size=14),
    max_leaves=40,
)


@given(VALUES)
def test_nested_values_are_read_as_they_were_written(value: Any) -> None:
    def made(part: Any) -> object:
        if isinstance(part, list):
            return Array(map(made, part))
        return Dictionary({key: made(one) for key, one in part.items()}) if isinstance(part, dict) else part

    def found(part: Any) -> Any:
        if isinstance(part, pikepdf.Array):
            return [found(one) for one in part]
        return {key[1:]: found(one) for key, one in part.items()} if isinstance(part, pikepdf.Dictionary) else int(part)

    assert found(read(made(value))) == value


@given(st.binary(max_size=300), st.booleans())
def test_a_stream_is_an_object_of_its_own(data: bytes, compress: bool) -> None:
    stream = read(Stream(data, {"Kind": Name("X")}, compress=compress))
    assert stream.is_indirect
    assert (stream.read_bytes(), stream.Kind) == (data, pikepdf.Name.X)
    assert ("/Filter" in stream) is compress


def test_an_object_has_one_number_and_a_name_stands_for_one_object() -> None:
    file, value = ObjectFile(), Array([1])
    assert file.add(value).name == file.add(value).name
    file.add(Array([2]), "two")
    assert "two" in file
    with pytest.raises(ValueError, match="called two"):
        file.add(Array([3]), "two")


def test_an_object_may_be_referred_to_before_it_is_there() -> None:
    file = ObjectFile()
    root = file.add(Dictionary({"Later": Reference("later")}))
    file.add(Array([7]), "later")
    assert b"/Later 2 0 R" in file.written((1, 6), root, root)


def test_what_differs_in_a_stream_has_another_identifier() -> None:
    def identifier(data: bytes) -> bytes:
        file = ObjectFile()
        root = file.add(Array([Stream(data)]))
        return file.written((1, 6), root, root).partition(b"/ID")[2]

    assert identifier(b"a") == identifier(b"a") != identifier(b"b")


def test_what_is_no_object_is_refused() -> None:
    file = ObjectFile()
    root = file.add(Array([None]))
    with pytest.raises(TypeError, match="no object"):
        file.written((1, 6), root, root)
