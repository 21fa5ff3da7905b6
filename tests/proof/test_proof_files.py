"""Unreadable files, files without an expectation, and the report of a good file."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pikepdf
import pytest
from pikepdf import Dictionary, Name
from proofsample import HOTLINE, good
from realfiles import real

from expecting import words
from flyers.errors import FileAccessError
from flyers.findings import Check, Fault, Severity
from flyers.proof.checks import CHECKS
from flyers.proof.checks.construction import UNCHECKED
from flyers.proof.checks.identification import xmp_packet
from flyers.proof.findings import ProofFinding
from flyers.proof.reading import read
from flyers.proof.run import Proof, _facts, assumed_expectation, proof
from pdfedits import saved


def _encrypted(pdf: bytes, user: str) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as file:
        file.save(out, encryption=pikepdf.Encryption(owner="owner", user=user))
    return out.getvalue()


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda pdf: b"", "is empty"),
        (lambda pdf: b"Dear printer, see attachment", "not a PDF"),
        (lambda pdf: b"\x89PNG\r\n\x1a\n" + pdf[8:], "not a PDF"),
        (lambda pdf: pdf[: len(pdf) // 2], "damaged"),
        (lambda pdf: pdf[:-40], "damaged"),
        (lambda pdf: _encrypted(pdf, "secret"), "password"),
        (lambda pdf: _encrypted(pdf, ""), "encrypted"),
    ],
    ids=["empty", "text", "picture", "half", "no end", "locked", "encrypted"],
)
def test_an_unreadable_file_is_one_finding(spoil: object, says: str) -> None:
    sample = good()
    result = proof(spoil(sample.pdf), sample.expectation)
    assert result.codes == ("P001",)
    assert says in result.findings[0].problem
    assert result.findings[0].hint
    assert not result.ok


def test_without_photographs_numpy_is_not_loaded(tmp_path: Path) -> None:
    """It takes a tenth of a second, a third of the proof of one poster."""
    (file := tmp_path / "sample.pdf").write_bytes(good().pdf)
    code = "import sys; from pathlib import Path; from flyers.proof.run import proof; print(proof(Path(sys.argv[1])).facts)"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}; print(*sys.modules)", str(file)], capture_output=True, text=True, check=True
    )
    facts, modules = done.stdout.splitlines()
    assert "raster_dpi" in facts
    assert "numpy" not in modules.split()


@pytest.mark.parametrize("at", range(400, 20000, 1399))
def test_a_file_with_damaged_bytes_never_raises(at: int) -> None:
    sample = good()
    spoiled = sample.pdf[:at] + b"\xff\x00<<[(" + sample.pdf[at + 6 :]
    proof(spoiled, sample.expectation).to_json()


def test_a_broken_stream_is_a_finding() -> None:
    """A content stream that can't be decompressed."""
    sample = good()

    def edit(pdf: pikepdf.Pdf) -> None:
        stream = pdf.make_stream(b"")
        stream.write(b"this is not deflated", filter=Name.FlateDecode)
        pdf.pages[0].Contents = stream

    result = proof(sample.edited(edit), sample.expectation)
    assert not result.ok


def test_a_missing_file_is_an_error_with_a_hint(tmp_path: Path) -> None:
    with pytest.raises(FileAccessError, match=r"nowhere\.pdf.*cannot be read"):
        proof(tmp_path / "nowhere.pdf", good().expectation)


def test_a_path_is_read(tmp_path: Path) -> None:
    (tmp_path / "card.pdf").write_bytes(good().pdf)
    assert proof(tmp_path / "card.pdf", good().expectation).ok


def test_a_check_that_raises_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(reading: object, expectation: object) -> list[object]:
        raise ZeroDivisionError("nothing to divide by")

    check = CHECKS["P101"]
    broken = Check(check.explanation, fail)
    monkeypatch.setitem(CHECKS, "P101", broken)
    result = proof(good().pdf, good().expectation)
    assert result.codes == (UNCHECKED.code,)
    assert "number of pages" in result.findings[0].problem


def test_a_warning_does_not_stop_a_file() -> None:
    def edit(pdf: pikepdf.Pdf) -> None:
        font = pdf.pages[0].Resources.Font.F1
        described = font.DescendantFonts[0].FontDescriptor
        font.BaseFont = font.DescendantFonts[0].BaseFont = described.FontName = Name("/NotoSans")

    result = proof(good().edited(edit), good().expectation)
    assert result.ok
    assert [finding.severity for finding in result.findings] == [Severity.WARNING]


@pytest.mark.parametrize("known", [True, False], ids=["ours", "a stranger's"])
@pytest.mark.parametrize("names", [("/TrimBox",), ("/BleedBox",), ("/TrimBox", "/BleedBox")], ids=" and ".join)
def test_boxes_that_only_the_page_tree_has_are_not_the_pages(names: tuple[str, ...], known: bool) -> None:
    """ISO 32000-1, Table 30: of the boxes, pages inherit MediaBox and CropBox only."""

    def edit(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            for name in names:
                pdf.Root.Pages[name] = page.obj[name]
                del page.obj[name]

    file = real("es", "wallet-card")
    result = proof(file.edited(edit), file.expectation if known else None)
    found = [finding.problem for finding in result.findings if finding.code == "P102"]
    assert all(any(f"declares no {name[1:]}" in problem for problem in found) for name in names), result.findings


@pytest.mark.parametrize("name", ["/MediaBox", "/CropBox"])
def test_boxes_that_pages_may_inherit_are_read_from_the_page_tree(name: str) -> None:
    def edit(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            pdf.Root.Pages[name] = page.obj.MediaBox
            if name in page.obj:
                del page.obj[name]

    assert proof(good().edited(edit), good().expectation).findings == ()


# -- files without an expectation ------------------------------------------------------------------------------------


def test_a_good_press_file_is_good_without_an_expectation() -> None:
    result = proof(good().pdf)
    assert result.findings == ()
    assert result.facts["most_ink_percent"] == pytest.approx(210)


def test_an_unknown_press_file_is_checked_against_its_own_boxes() -> None:
    spoiled = good().with_pieces(band=lambda band: band.replace("1 0.7 0.1 0.3 k", "1 1 1 0.5 k"))
    assert proof(spoiled).codes == ("C503",)


@pytest.mark.parametrize(
    ("boxes", "claims", "press"),
    [
        ("TrimBox", {}, True),
        ("MediaBox", {}, False),
        ("TrimBox", {"pdfuaid:part": "1"}, False),
        ("TrimBox", {"pdfaid:part": "2", "pdfaid:conformance": "B", "pdfuaid:part": "1"}, False),
        ("TrimBox", {"pdfuaid:part": "1", "pdfxid:GTS_PDFXVersion": "PDF/X-4"}, True),
        ("MediaBox", {"pdfxid:GTS_PDFXVersion": "PDF/X-4"}, True),
    ],
)
def test_an_unknown_file_is_held_to_its_boxes_and_to_what_it_claims(
    boxes: str, claims: dict[str, str], press: bool
) -> None:
    pages: list[Any] = [
        SimpleNamespace(number=number, size=(252.0, 144.0), bleed=(-bleed, 0, 0, 0), declared={"MediaBox", boxes})
        for number, bleed in ((1, 9.0), (2, -3.0))
    ]
    reading: Any = SimpleNamespace(pages=pages, info={}, results={xmp_packet.__wrapped__: claims})
    expected = assumed_expectation(reading)
    assert not expected.is_known
    assert [(page.face, page.width, page.height, page.bleed, page.safe) for page in expected.pages] == [
        ("page 1", 252.0, 144.0, 9.0, 9.0 * press),
        ("page 2", 252.0, 144.0, 0.0, 9.0 * press),
    ]
    standards = {"PDF/A-2b": "pdfaid:part", "PDF/UA-1": "pdfuaid:part", "PDF/X-4": "pdfxid:GTS_PDFXVersion"}
    assert sorted(expected.edition.standards) == sorted(name for name, key in standards.items() if key in claims)
    assert (expected.edition.for_press, expected.edition.colour_space) == (press, "cmyk" if press else "srgb")


def test_a_letter_from_an_office_program_is_read() -> None:
    """RGB, a standard font, no boxes: only checks that apply to every file are made."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(612, 792))
    page.Resources = Dictionary(
        Font=Dictionary(F1=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    )
    page.Contents = pdf.make_stream(b"BT /F1 12 Tf 0 0 1 rg 72 720 Td (Dear reader) Tj ET")
    pdf.docinfo["/Title"] = "A letter"
    assert proof(saved(pdf)).codes == ("F201",)


def test_inherited_boxes_count_as_declared() -> None:
    """Page attributes may be in the page tree (ISO 32000-1, 7.7.3.4)."""

    def edit(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0].obj
        page.Parent.MediaBox = page.MediaBox
        del page["/MediaBox"]

    assert proof(good().edited(edit), good().expectation).ok


# -- the report -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "words", "data"),
    [
        ({}, "P003 It is odd. Treat the file as failed and report it.", {"page": 0, "where": ""}),
        ({"page": 2}, "P003 page 2: It is odd. Treat", {"page": 2, "where": ""}),
        ({"where": "front"}, "P003 front: It is odd. Treat", {"page": 0, "where": "front"}),
        ({"page": 2, "where": "front"}, "P003 page 2, front: It is odd. Treat", {"page": 2, "where": "front"}),
    ],
)
def test_a_finding_is_said_with_its_place(place: dict[str, Any], words: str, data: dict[str, Any]) -> None:
    finding = ProofFinding(UNCHECKED, Fault("It is odd.", **place))
    assert str(finding).startswith(words)
    said = {"code": "P003", "severity": "error", "message": "It is odd."} | data
    assert finding.to_json() == said | {"advice": "Treat the file as failed and report it."}
    assert ProofFinding(UNCHECKED, Fault("It is odd.", found=7)).to_json()["found"] == 7


def test_the_time_that_a_proof_took_is_told_by_stage() -> None:
    start = time.process_time()
    seconds = proof(good().pdf, good().expectation).seconds
    assert list(seconds) == ["read", "check"]
    assert min(seconds.values()) >= 0
    assert sum(seconds.values()) <= time.process_time() - start + 0.001


def test_a_report_is_told_as_plain_data() -> None:
    result = Proof((ProofFinding(UNCHECKED, Fault("It is ödd.")),), {"pages": [1]})
    assert json.loads(str(result)) == result.to_json()
    assert str(result).startswith('{\n "ok": false,\n "findings": [\n  {\n   "code": "P003"')
    assert "It is ödd." in str(result)


def test_equal_files_give_equal_reports() -> None:
    first, second = (proof(good().pdf, good().expectation).to_json() for _ in range(2))
    assert json.dumps(first) == json.dumps(second)


def test_facts_are_measured() -> None:
    code = {
        "contact": "hotline", "page": 1, "target": "tel:+18883737888", "module_mm": 0.529, "contrast": 0.87,
        "reads": {"sharp": True, "out of focus": True, "poor light": True},
    }  # fmt: skip
    assert dict(proof(good().pdf, good().expectation).facts) == {
        "pdf_version": "1.3",
        "says_it_meets": [],
        "pages": [{"trim": [252.0, 144.0], "bleed": 9.0}],
        "fonts": ["ABCDEF+NotoSans-Regular", "ABCDEF+NotoSansArabic-Regular"],
        "glyphs": 156,
        "smallest_type": 9.0,  # the line outside the bleed is smaller
        "most_ink_percent": 210.0,
        "least_contrast": None,  # it has no tags
        "raster_dpi": 200,
        "codes": [code],
    }


def test_facts_are_rounded_to_what_can_be_seen() -> None:
    sample = good()
    reading = read(sample.pdf)
    reading.most_ink, reading.least_contrast = 1.23456, 4.56789
    (page,) = reading.pages
    reading.pages = (replace(page, trim=(0, 0, 252.00049, 144.00051), bleed=(-8.99949, -9, 261, 153)),)
    facts = _facts(reading, sample.expectation)
    assert (facts["most_ink_percent"], facts["least_contrast"]) == (123.5, 4.57)
    assert facts["pages"] == [{"trim": [252.0, 144.001], "bleed": 8.999}]


def test_a_corrected_number_is_missing_in_an_old_file() -> None:
    """An old file, after the contact has been corrected."""
    sample = good()
    corrected = replace(HOTLINE, display="1-888-373-7889")
    texts = {str(line.message): line.text for _, line in sample.expectation.lines}
    expectation = replace(sample.expectation, words=words(texts, [corrected]))
    assert proof(sample.pdf, expectation).codes == ("T303",)
