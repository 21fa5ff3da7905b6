"""Files made to stop the proof are a finding within seconds, in bounded memory."""

from __future__ import annotations

import io
import re
import time
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Dictionary, Name, Pdf, Stream

from flyers import limits
from flyers.errors import StoppedError
from flyers.pipeline.processes import guarded_outcomes
from flyers.pipeline.prove import ProofRequest, Verdict, prove_file
from flyers.proof import run
from flyers.proof.objects import limit_the_parser
from flyers.proof.run import proof
from matrix import matrix

pytestmark = pytest.mark.slow

SECONDS = 20
"""For what takes two on an idle machine."""


@pytest.fixture(autouse=True)
def _limits_of_the_parser() -> None:
    """qpdf keeps, for the rest of the process, the limits that it is given first: not those of one test."""
    limit_the_parser()


def saved(pdf: Pdf, **options: object) -> bytes:
    out = io.BytesIO()
    pdf.save(out, **options)
    return out.getvalue()


def one_page(contents: bytes = b"", side: float = 200.0) -> Pdf:
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(side, side))
    pdf.pages[0].Contents = Stream(pdf, contents)
    return pdf


def form(pdf: Pdf, contents: bytes, **resources: object) -> object:
    entries = Dictionary(XObject=Dictionary(**resources)) if resources else Dictionary()
    return pdf.make_indirect(
        Stream(pdf, contents, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9], Resources=entries)
    )


def forms_in_forms(levels: int, calls: int) -> bytes:
    pdf = one_page(b"/F Do " * calls)
    inner = form(pdf, b"0 0 1 1 re f")
    for _ in range(levels - 1):
        inner = form(pdf, b"/F Do " * calls, F=inner)
    pdf.pages[0].Resources = Dictionary(XObject=Dictionary(F=inner))
    return saved(pdf)


def form_in_itself() -> bytes:
    pdf = one_page(b"/F Do")
    endless = form(pdf, b"/F Do /F Do", F=Name.None_)
    endless.Resources.XObject.F = endless
    pdf.pages[0].Resources = Dictionary(XObject=Dictionary(F=endless))
    return saved(pdf)


def many_pages(count: int) -> bytes:
    pdf = pikepdf.new()
    for _ in range(count):
        pdf.add_blank_page(page_size=(612, 792))
    return saved(pdf)


def page_tree_in_itself() -> bytes:
    pdf = one_page()
    pdf.Root.Pages.Kids.append(pdf.Root.Pages)
    return saved(pdf)


@cache
def packed_zeros(size: int) -> bytes:
    """Return zeros, packed (RFC 1950): a million are packed, and their block is there again and again."""
    block = b"\0" * 1_000_000
    packer = zlib.compressobj(9, wbits=-15)
    packed = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    last = packer.flush()
    checksum = (size % 65_521) << 16 | 1  # of zeros (Adler-32)
    return b"\x78\xda" + packed * (size // len(block)) + last + checksum.to_bytes(4, "big")


def deflated_zeros(size: int, twice: bool = False) -> bytes:
    pdf = one_page()
    stream = Stream(pdf, b"")
    data = packed_zeros(size)
    if twice:
        data = zlib.compress(data, 9)
    stream.write(data, filter=pikepdf.Array([Name.FlateDecode] * (1 + twice)))
    pdf.pages[0].Contents = stream
    return saved(pdf, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def large_image() -> bytes:
    pdf = one_page(b"/I Do")
    image = Stream(pdf, b"x", Type=Name.XObject, Subtype=Name.Image, Width=100_000, Height=100_000)
    image.ColorSpace, image.BitsPerComponent = Name.DeviceGray, 8
    pdf.pages[0].Resources = Dictionary(XObject=Dictionary(I=pdf.make_indirect(image)))
    return saved(pdf)


def packed_with_lzw() -> bytes:
    pdf = one_page()
    stream = Stream(pdf, b"")
    stream.write(b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01" * 10_000, filter=Name.LZWDecode)
    pdf.pages[0].Contents = stream
    return saved(pdf, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "forms 12 by 10": (lambda: forms_in_forms(10, 12), "forms"),
    "forms 30 by 12": (lambda: forms_in_forms(12, 30), "forms"),
    "ten thousand pages": (lambda: many_pages(10_000), "more than 200 pages"),
    "one page more than the limit": (lambda: many_pages(limits.PDF_PAGES + 1), "more than 200 pages"),
    "twenty million operators": (lambda: saved(one_page(b"q Q " * 10_000_000)), "drawing instructions"),
    "a million arrays": (lambda: saved(one_page(b"[" * 3_000_000)), "drawing instructions"),
    "a million texts": (lambda: saved(one_page(b"()" * 3_000_000)), "drawing instructions"),
    "a page of five metres": (lambda: saved(one_page(side=14_400)), "14400 × 14400 pt"),
    "a gigabyte of zeros": (lambda: deflated_zeros(1_000_000_000), "64 MB"),
    "a gigabyte of zeros, packed twice": (lambda: deflated_zeros(1_000_000_000, twice=True), "64 MB"),
    "an image of ten gigabytes": (large_image, "64 MB"),
    "packed with LZW": (packed_with_lzw, "LZW"),
    "too many bytes": (lambda: b"%PDF-1.4\n" + b"\0" * limits.PDF_BYTES, "50 MB"),
}


@pytest.mark.parametrize("name", matrix(HOSTILE, lambda name: name != "forms 12 by 10"))
def test_a_hostile_file_is_a_finding_in_seconds(name: str) -> None:
    make, says = HOSTILE[name]
    data = make()
    start = time.process_time()
    (finding,) = proof(data).findings
    assert time.process_time() - start < SECONDS
    assert finding.code == "P001"
    assert re.search(says, finding.problem), finding.problem


def with_stream(data: bytes, filters: object) -> bytes:
    pdf = one_page()
    stream = Stream(pdf, b"")
    stream.write(data, filter=filters)
    pdf.pages[0].Resources = Dictionary(X=pdf.make_indirect(stream))
    return saved(pdf, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


@pytest.mark.parametrize("filters", [1, 2, 3])
def test_a_large_stream_that_no_page_draws_is_a_finding(filters: int) -> None:
    data = packed_zeros(limits.PDF_STREAM_BYTES + 1_000_000)
    for _ in range(filters - 1):
        data = zlib.compress(data)
    (finding,) = proof(with_stream(data, pikepdf.Array([Name.FlateDecode] * filters))).findings
    assert "it has a stream of more than 64 MB, unpacked" in finding.problem


def test_a_stream_with_too_many_filters_is_a_finding() -> None:
    data = b"\0" * 100
    for _ in range(4):
        data = zlib.compress(data)
    assert "P001" not in proof(with_stream(data, pikepdf.Array([Name.FlateDecode] * 4))).codes
    assert "P001" in proof(with_stream(zlib.compress(data), pikepdf.Array([Name.FlateDecode] * 5))).codes


def test_a_damaged_stream_that_no_page_draws_counts_as_it_is() -> None:
    assert "P001" not in proof(with_stream(b"not packed", Name.FlateDecode)).codes


def test_a_size_is_not_remembered_of_other_filters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PDF_STREAM_BYTES", 1_000_000)
    data = zlib.compress(zlib.compress(b"\0" * 50_000_000), 0)  # 50 kB, unpacked once or not at all
    assert "P001" not in proof(with_stream(data, Name.FlateDecode)).codes
    assert "P001" in proof(with_stream(data, pikepdf.Array([Name.FlateDecode] * 2))).codes


def test_a_remembered_size_is_compared_with_the_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    file = with_stream(zlib.compress(bytes(range(256)) * 4000, 0), Name.FlateDecode)
    assert "P001" not in proof(file).codes
    monkeypatch.setattr(limits, "PDF_STREAM_BYTES", 1_000_000)
    assert "P001" in proof(file).codes
    monkeypatch.setattr(limits, "PDF_STREAM_BYTES", 1_100_000)
    monkeypatch.setattr(limits, "PDF_UNPACKED_BYTES", 1_000_000)
    assert "P001" in proof(file).codes


def test_a_file_may_have_as_many_objects_as_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    file = many_pages(20)
    with pikepdf.open(io.BytesIO(file)) as pdf:
        objects = len(pdf.objects)
    monkeypatch.setattr(limits, "PDF_OBJECTS", objects)
    assert "P001" not in proof(file).codes
    monkeypatch.setattr(limits, "PDF_OBJECTS", objects - 1)
    (finding,) = proof(file).findings
    assert f"it has {objects} objects, and the most is {objects - 1}" in finding.problem


@pytest.mark.parametrize("make", [form_in_itself, page_tree_in_itself])
def test_what_contains_itself_ends(make: Callable[[], bytes]) -> None:
    assert not proof(make()).ok


def test_a_file_at_the_limits_is_proved() -> None:
    codes = proof(many_pages(limits.PDF_PAGES)).codes
    assert "P001" not in codes


def test_a_page_that_the_renderer_refuses_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise ValueError("Failed to load page.")

    monkeypatch.setattr(run, "_facts", refuse)
    proved = proof(saved(one_page()))
    assert "P003" in proved.codes
    assert not proved.facts


def tiny_tiles() -> bytes:
    """Return a page with a pattern of 10^12 tiles, which nothing that can be counted shows."""
    pdf = one_page(b"/Pattern cs /P scn 0 0 200 200 re f")
    tile = Stream(pdf, b"0 0 1 1 re f", Type=Name.Pattern, PatternType=1, PaintType=1, TilingType=1, BBox=[0, 0, 1, 1])
    tile.XStep = tile.YStep = pikepdf.Object.parse(b"0.0001")
    tile.Resources = Dictionary()
    pdf.pages[0].Resources = Dictionary(Pattern=Dictionary(P=pdf.make_indirect(tile)))
    return saved(pdf)


def test_a_file_that_hangs_a_library_is_ended_and_the_next_one_proved(tmp_path: Path) -> None:
    (tmp_path / "tiles.pdf").write_bytes(tiny_tiles())
    (tmp_path / "blank.pdf").write_bytes(saved(one_page()))
    root = Path(__file__).resolve().parents[2]
    requests = [ProofRequest(root, tmp_path / name) for name in ("tiles.pdf", "blank.pdf")]
    ended, verdict = guarded_outcomes(prove_file, requests, group=lambda _: 0, at_once=1, seconds=2)
    assert isinstance(ended, StoppedError)
    assert "more than 2 s" in str(ended)
    assert isinstance(verdict, Verdict)
    assert "P001" not in {finding["code"] for finding in verdict.findings}
