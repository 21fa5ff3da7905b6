"""How much a file may unpack to and draw: small files at lowered limits, each right at its bound."""

from __future__ import annotations

import io
import zlib
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from flyers import limits
from flyers.proof.interpreter import Interpreter
from flyers.proof.objects import UnreadableError, WordBudget, check_contents, limit_the_parser


@pytest.fixture(autouse=True)
def _limits_of_the_parser() -> None:
    """qpdf keeps, for the rest of the process, the limits that it is given first: not those of one test."""
    limit_the_parser()


def with_streams(*streams: tuple[bytes, Any], **entries: Any) -> Pdf:
    """Return a file with streams, each of packed bytes and their filter, as it is read."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(9, 9))
    pdf.Root.Streams = Array([])
    for data, packing in streams:
        stream = pdf.make_stream(b"", **entries)
        if packing is None:
            stream.write(data)
        else:
            stream.write(data, filter=packing)
        pdf.Root.Streams.append(stream)
    out = io.BytesIO()
    pdf.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return pikepdf.open(io.BytesIO(out.getvalue()))


def refused(pdf: Pdf) -> str:
    """Return why a file is not proved; "" if it is."""
    try:
        check_contents(pdf)
    except UnreadableError as error:
        return error.problem.removeprefix("The file was not proved: ")
    return ""


def test_a_stream_may_unpack_to_as_much_as_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PDF_STREAM_BYTES", 2_000_000)
    told = "it has a stream of more than 2 MB, unpacked."
    for packing in (None, Name.FlateDecode):
        for size, says in ((2_000_000, ""), (2_000_001, told)):
            data = bytes(size)
            assert refused(with_streams((zlib.compress(data) if packing else data, packing))) == says


def test_all_streams_together_may_unpack_to_as_much_as_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PDF_UNPACKED_BYTES", 3_000_000)
    whole, packed = (bytes(2_000_000), None), (zlib.compress(bytes(1_000_000)), Name.FlateDecode)
    assert refused(with_streams(whole, packed)) == ""
    assert refused(with_streams(whole, packed, (b"x", None))) == "unpacked, it has more than 3 MB."
    assert refused(with_streams(whole, (bytes(1_000_001), Name.DCTDecode))) == "unpacked, it has more than 3 MB."


def test_of_a_picture_its_pixels_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PDF_STREAM_BYTES", 2_000_000)
    for width, height, fits in ((1000, 2000, True), (1000, 2001, False), (-1000, 2001, True), (1000, -9000, True)):
        picture = with_streams((b"x", Name.DCTDecode), Subtype=Name.Image, Width=width, Height=height)
        assert (refused(picture) == "") is fits
    assert refused(with_streams((b"x", None), Subtype=Name.Form, Width=9000, Height=9000)) == ""
    assert refused(with_streams((b"x", None), Subtype=Name.Image, Width=9000, Height=Name.Many)) == ""


@pytest.mark.parametrize("packing", [Name.LZWDecode, Name.LZW, Name.RunLengthDecode, Name.RL, Array([Name.RL])])
def test_what_may_unpack_to_any_size_must_be_small(monkeypatch: pytest.MonkeyPatch, packing: Any) -> None:
    monkeypatch.setattr(limits, "PDF_STREAM_BYTES", 409_600)
    assert refused(with_streams((b"\x80" * 100, packing))) == ""
    assert "packed with LZW or RunLength" in refused(with_streams((b"\x80" * 101, packing)))
    assert refused(with_streams((b"\x80" * 101, Name.DCTDecode))) == ""


def test_a_file_may_have_as_many_pages_as_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PDF_PAGES", 3)
    pdf = pikepdf.new()
    for _ in range(3):
        pdf.add_blank_page(page_size=(9, 9))
    assert refused(pdf) == ""
    pdf.add_blank_page(page_size=(9, 9))
    assert refused(pdf) == "it has more than 3 pages."
    empty = [Dictionary(Type=Name.Pages, Kids=Array([])) for _ in range(60)]
    pdf.Root.Pages = pdf.make_indirect(Dictionary(Type=Name.Pages, Kids=Array(empty)))
    assert refused(pdf) == ""
    pdf.Root.Pages.Kids.append(Dictionary(Type=Name.Pages, Kids=Array([])))
    assert refused(pdf) == "it has more than 3 pages."


def test_a_file_may_have_as_many_objects_as_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    pdf = with_streams((b"", None), (b"", None))
    monkeypatch.setattr(limits, "PDF_OBJECTS", len(pdf.objects))
    assert refused(pdf) == ""
    monkeypatch.setattr(limits, "PDF_OBJECTS", len(pdf.objects) - 1)
    assert refused(pdf) == f"it has {len(pdf.objects)} objects, and the most is {len(pdf.objects) - 1}."


# -- instructions -----------------------------------------------------------------------------------------------------


def spend(budget: WordBudget, *things: Any) -> str:
    try:
        for thing in things:
            budget.spend_on(thing)
    except UnreadableError as error:
        return error.problem.removeprefix("The file was not proved: ")
    return ""


@pytest.mark.parametrize(
    ("instructions", "words"),
    [
        (b"", 2),
        (b"q 1 0 0 1 5 5 cm Q", 10),
        (b"q\n1\t0\r0", 5),
        (b"[(a)<00>]", 7),
        (b"/A/B<<>>", 6),
        (b"()" * 10, 12),
        (b"[" * 10, 12),
    ],
)
def test_words_lists_and_texts_are_counted(monkeypatch: pytest.MonkeyPatch, instructions: bytes, words: int) -> None:
    """And one for each stream, and for each time that something is drawn."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(9, 9))
    page.Contents = pdf.make_stream(instructions)
    monkeypatch.setattr(limits, "PDF_WORDS", words)
    assert spend(WordBudget(), page.obj) == ""
    monkeypatch.setattr(limits, "PDF_WORDS", words - 1)
    assert spend(WordBudget(), page.obj) == f"its drawing instructions have more than {words - 1} words."


def test_a_page_may_be_drawn_by_several_streams_and_a_form_again_and_again(monkeypatch: pytest.MonkeyPatch) -> None:
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(9, 9))
    page.obj.Contents = Array([pdf.make_stream(b"q 1 w"), pdf.make_stream(b"Q"), Name.Other])
    form, other = pdf.make_stream(b"0 g"), Stream(pdf, b"0 0 1 rg")
    monkeypatch.setattr(limits, "PDF_WORDS", 1 + 3 + 2 + 3 * 3 + 2 * 5)
    things = [page.obj, form, form, form, other, other]
    assert spend(WordBudget(), *things) == ""
    assert spend(WordBudget(), *things, form).startswith("its drawing instructions")
    monkeypatch.setattr(limits, "PDF_FORM_CALLS", 5)
    assert spend(WordBudget(), *things) == ""
    monkeypatch.setattr(limits, "PDF_FORM_CALLS", 4)
    assert spend(WordBudget(), *things) == "its pages draw more than 4 forms."
    monkeypatch.setattr(limits, "PDF_FORM_CALLS", 0)
    assert spend(WordBudget(), page.obj) == ""


@pytest.mark.parametrize(("depth", "fits"), [(3, True), (4, False)])
def test_forms_are_inside_each_other_as_deep_as_the_limit(
    monkeypatch: pytest.MonkeyPatch, depth: int, fits: bool
) -> None:
    monkeypatch.setattr(limits, "PDF_FORM_DEPTH", 3)
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(9, 9))
    page.Contents = pdf.make_stream(b"/F Do")
    resources = Dictionary()
    for level in range(depth):
        drawn = b"/F Do" if level else b"0 0 1 1 re f"
        form = pdf.make_stream(drawn, Type=Name.XObject, Subtype=Name.Form, Resources=resources)
        resources = Dictionary(XObject=Dictionary(F=form))
    interpreter = Interpreter({}, (0, 0), WordBudget())
    if fits:
        interpreter.run(page.obj, resources)
        assert len(interpreter.contents.paints) == 1
    else:
        with pytest.raises(UnreadableError, match="nested deeper than 3"):
            interpreter.run(page.obj, resources)
