"""PDF/X: the files that this repository makes meet every check, and each fault that preflights know is named right.

Two programs with which the proof shares nothing, Ghostscript and qpdf, open the same files.
"""

from __future__ import annotations

import io
import re
import subprocess
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from realfiles import ROOT, RealFile, real

from flyers.proof import CHECKS, proof
from flyers.proof.labels import PDF_X

CARD = ("es", "wallet-card")
CONDITIONS = ("gracol", "swop3", "fogra39", "uncoated")
X4, X1A = "4", "1a"
SRGB = ROOT / "src" / "flyers" / "pdf" / "data" / "sRGB.icc"
PROFILES = ROOT / "content" / "press" / "profiles"

Edit = Callable[[pikepdf.Pdf], None]
MUTANTS: dict[str, tuple[set[str], str, Callable[[RealFile], bytes]]] = {}


def mutant(*codes: str, pdfx: str = X4) -> Callable[[Edit], Edit]:
    """Register a change to the objects of a press file, and the codes that must be found in it."""

    def register(edit: Edit) -> Edit:
        MUTANTS[edit.__name__] = (set(codes), pdfx, lambda file: edited(file, edit))
        return edit

    return register


def edited(file: RealFile, edit: Edit) -> bytes:
    """The file after *edit*, and nothing else changed: qpdf would unpack streams, and pikepdf would mend the packet."""
    with pikepdf.open(io.BytesIO(file.pdf)) as pdf:
        edit(pdf)
        held = io.BytesIO()
        pdf.save(
            held,
            deterministic_id=True,
            fix_metadata_version=False,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
        )
    return held.getvalue()


def made(*codes: str, pdfx: str = X4) -> Callable[[Callable[[RealFile], bytes]], Callable[[RealFile], bytes]]:
    """The same for a change that is made to the whole file."""

    def register(make: Callable[[RealFile], bytes]) -> Callable[[RealFile], bytes]:
        MUTANTS[make.__name__] = (set(codes), pdfx, make)
        return make

    return register


def rewritten(pdf: pikepdf.Pdf, old: str, new: str) -> None:
    """Exchange what the XMP packet says."""
    packet = pdf.Root.Metadata.read_bytes().decode()
    assert old in packet
    pdf.Root.Metadata.write(packet.replace(old, new).encode())


def resources(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return pdf.pages[0].Resources


# -- construction ----------------------------------------------------------------------------------------------------


@mutant("X701")
def of_pdf_1_7(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Version = Name("/1.7")


@made("X701", pdfx=X1A)
def with_object_streams(file: RealFile) -> bytes:
    packed = _saved(file, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert packed.startswith(b"%PDF-1.5")
    return packed.replace(b"%PDF-1.5", b"%PDF-1.4", 1)


@made("X702")
def without_an_identifier(file: RealFile) -> bytes:
    before = file.pdf
    after = re.sub(rb"/ID\s*\[[^\]]*\]", lambda found: b" " * len(found[0]), before)
    assert after != before
    return after


@made("P001")
def enciphered_without_a_password(file: RealFile) -> bytes:
    return _saved(file, encryption=pikepdf.Encryption(owner="shop", user=""))


def _saved(file: RealFile, **options: object) -> bytes:
    held = io.BytesIO()
    with pikepdf.open(io.BytesIO(file.pdf)) as pdf:
        pdf.save(held, **options)
    return held.getvalue()


def _image(pdf: pikepdf.Pdf, **entries: object) -> pikepdf.Object:
    """A picture among the resources that no page paints."""
    picture = pdf.make_stream(
        b"\x00" * 4,
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=1,
        Height=1,
        BitsPerComponent=8,
        ColorSpace=Name.DeviceCMYK,
        **entries,
    )
    for page in pdf.pages:
        page.Resources.XObject = Dictionary(Im0=picture)
    return picture


@mutant("X703")
def packed_with_lzw(pdf: pikepdf.Pdf) -> None:
    _image(pdf).write(b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01", filter=Name.LZWDecode)


@mutant("X703", pdfx=X1A)
def a_picture_in_jpeg_2000(pdf: pikepdf.Pdf) -> None:
    _image(pdf).write(b"\x00\x00\x00\x0cjP  ", filter=Name.JPXDecode)


@mutant("X704")
def a_picture_in_another_file(pdf: pikepdf.Pdf) -> None:
    _image(pdf, F=String("picture.tif"))


@mutant("X704")
def a_picture_for_opi(pdf: pikepdf.Pdf) -> None:
    _image(pdf, OPI=Dictionary({"/2.0": Dictionary(Type=Name.OPI, Version=2.0, F=String("picture.tif"))}))


@mutant("X704")
def another_picture_for_printing(pdf: pikepdf.Pdf) -> None:
    other = pdf.make_indirect(_image(pdf))
    _image(pdf, Alternates=Array([Dictionary(Image=other, DefaultForPrinting=True)]))


@mutant("X704")
def a_page_of_another_file(pdf: pikepdf.Pdf) -> None:
    form = pdf.make_stream(b"", Subtype=Name.Form, BBox=Array([0, 0, 9, 9]), Ref=Dictionary(F=String("a.pdf"), Page=0))
    resources(pdf).XObject = Dictionary(Fm0=form)


@mutant("X705")
def a_postscript_object(pdf: pikepdf.Pdf) -> None:
    resources(pdf).XObject = Dictionary(Ps0=pdf.make_stream(b"showpage", Type=Name.XObject, Subtype=Name.PS))


@made("X706")
def an_operator_of_nobody_s(file: RealFile) -> bytes:
    return file.with_content(lambda content: f"{content}\nBX 1 2 frobnicate EX\n")


@mutant("X707")
def a_font_name_that_is_no_text(pdf: pikepdf.Pdf) -> None:
    font = next(iter(resources(pdf).Font.values()))
    # pikepdf takes names as text: the byte goes in by way of a parsed object.
    font.DescendantFonts[0].FontDescriptor.FontName = pikepdf.Object.parse(b"/ABCDEF+No#FFto")


@mutant("X731")
def an_art_box_beside_the_trim_box(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.ArtBox = pdf.pages[0].TrimBox


@mutant("P102")
def a_crop_box_inside_the_bleed(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].CropBox = pdf.pages[0].TrimBox


@mutant("P102", "P107")
def a_bleed_box_beyond_the_media(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].MediaBox = Array([float(pdf.pages[0].BleedBox[0]) + 1, *list(pdf.pages[0].MediaBox)[1:]])


@mutant("X741")
def a_transfer_curve(pdf: pikepdf.Pdf) -> None:
    resources(pdf).ExtGState.GSknock.TR = Name.Identity


@mutant("X741")
def a_second_transfer_curve(pdf: pikepdf.Pdf) -> None:
    resources(pdf).ExtGState.GSknock.TR2 = Name.Identity


@mutant("X741")
def a_halftone_phase(pdf: pikepdf.Pdf) -> None:
    resources(pdf).ExtGState.GSknock.HTP = Array([0, 0])


@mutant("X741")
def a_halftone_of_one_device(pdf: pikepdf.Pdf) -> None:
    resources(pdf).ExtGState.GSknock.HT = Dictionary(Type=Name.Halftone, HalftoneType=6)


@mutant("C502")
def transparent(pdf: pikepdf.Pdf) -> None:
    resources(pdf).ExtGState.GSknock.CA = 0.9


@mutant("C502", "X742", pdfx=X1A)
def transparent_for_x1a(pdf: pikepdf.Pdf) -> None:
    resources(pdf).ExtGState.GSknock.ca = 0.9


@mutant("X742", pdfx=X1A)
def transparency_that_nothing_uses(pdf: pikepdf.Pdf) -> None:
    resources(pdf).ExtGState.GSnew = Dictionary(Type=Name.ExtGState, BM=Name.Screen)


@made("X743")
def a_rendering_intent_of_nobody_s(file: RealFile) -> bytes:
    return file.with_content(lambda content: f"/Prettier ri\n{content}")


@mutant("X744")
def a_view_of_the_trim_alone(pdf: pikepdf.Pdf) -> None:
    pdf.Root.ViewerPreferences.PrintClip = Name.TrimBox


# -- output intent ---------------------------------------------------------------------------------------------------


@mutant("X711")
def no_intent(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.OutputIntents


@mutant("X711")
def two_intents(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OutputIntents.append(pdf.Root.OutputIntents[0])


@mutant("X711")
def an_intent_for_pdf_a_alone(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OutputIntents[0].S = Name.GTS_PDFA1


@mutant("X712")
def the_name_of_another_condition(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OutputIntents[0].OutputConditionIdentifier = String("FOGRA39")


@mutant("X712")
def no_name_at_all(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.OutputIntents[0].OutputConditionIdentifier


@mutant("X712")
def a_condition_of_no_registry(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.OutputIntents[0].RegistryName


@mutant("X713")
def no_profile(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.OutputIntents[0].DestOutputProfile


@mutant("X713")
def a_profile_outside_the_file(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OutputIntents[0].DestOutputProfileRef = Dictionary(URLs=Array([String("https://example.org/a.icc")]))


@mutant("X713", "X714")
def the_profile_of_a_screen(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OutputIntents[0].DestOutputProfile = pdf.make_stream(SRGB.read_bytes(), N=3)


@mutant("X713", "X714")
def half_a_profile(pdf: pikepdf.Pdf) -> None:
    profile = pdf.Root.OutputIntents[0].DestOutputProfile
    profile.write(profile.read_bytes()[:5000])


@mutant("X713", "X714", pdfx=X1A)
def a_profile_of_version_4_in_x1a(pdf: pikepdf.Pdf) -> None:
    profile = pdf.Root.OutputIntents[0].DestOutputProfile
    data = profile.read_bytes()
    profile.write(data[:8] + b"\x04" + data[9:])


@mutant("X714")
def the_profile_of_another_condition(pdf: pikepdf.Pdf) -> None:
    data = (PROFILES / "FOGRA39L_coated.icc").read_bytes()
    pdf.Root.OutputIntents[0].DestOutputProfile.write(data)


@mutant("X715")
def a_registration_colour_that_falls_back_to_rgb(pdf: pikepdf.Pdf) -> None:
    tint = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([1, 1, 1]), C1=Array([0, 0, 0]), N=1)
    for page in pdf.pages:
        page.Resources.ColorSpace.CSall = Array([Name.Separation, Name.All, Name.DeviceRGB, tint])


@mutant("C501", "X715", pdfx=X1A)
def a_default_by_profile_in_x1a(pdf: pikepdf.Pdf) -> None:
    resources(pdf).ColorSpace.DefaultRGB = Array([Name.ICCBased, pdf.make_stream(SRGB.read_bytes(), N=3)])


@mutant("C501")
def a_default_by_profile(pdf: pikepdf.Pdf) -> None:
    resources(pdf).ColorSpace.DefaultRGB = Array([Name.ICCBased, pdf.make_stream(SRGB.read_bytes(), N=3)])


# -- identification --------------------------------------------------------------------------------------------------


@mutant("X721")
def labelled_as_x3(pdf: pikepdf.Pdf) -> None:
    rewritten(pdf, ">PDF/X-4<", ">PDF/X-3:2003<")


@mutant("X721")
def not_labelled(pdf: pikepdf.Pdf) -> None:
    rewritten(pdf, "<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>", "")


@mutant("X721", "X725")
def labelled_twice(pdf: pikepdf.Pdf) -> None:
    pdf.trailer.Info.GTS_PDFXVersion = String("PDF/X-1:2001")


@mutant("X721", pdfx=X1A)
def x1a_of_2001(pdf: pikepdf.Pdf) -> None:
    pdf.trailer.Info.GTS_PDFXVersion = String("PDF/X-1a:2001")


@mutant("X722")
def trapped_or_not(pdf: pikepdf.Pdf) -> None:
    del pdf.trailer.Info.Trapped


@mutant("X722", "X725")
def trapped_unknown(pdf: pikepdf.Pdf) -> None:
    pdf.trailer.Info.Trapped = Name.Unknown


@mutant("X722")
def trapped_as_a_text(pdf: pikepdf.Pdf) -> None:
    pdf.trailer.Info.Trapped = String("False")


@mutant("X721", "X723")
def no_packet(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Metadata


@made("X723")
def a_compressed_packet(file: RealFile) -> bytes:
    """As an update at the end of the file (ISO 32000-1, 7.5.6): qpdf itself never writes one."""
    with pikepdf.open(io.BytesIO(file.pdf)) as pdf:
        number, size = pdf.Root.Metadata.objgen[0], int(pdf.trailer.Size)
        root = pdf.Root.objgen[0]
        info, identity = pdf.trailer.Info.objgen[0], pdf.trailer.ID.unparse()
        packed = zlib.compress(pdf.Root.Metadata.read_bytes())
    head = f"<</Type/Metadata/Subtype/XML/Filter/FlateDecode/Length {len(packed)}>>"
    body = b"%d 0 obj\n%s\nstream\n%s\nendstream\nendobj\n" % (number, head.encode(), packed)
    before = file.pdf if file.pdf.endswith(b"\n") else file.pdf + b"\n"
    start = before[before.rindex(b"startxref") :].split()[1]
    table = b"xref\n%d 1\n%010d 00000 n \n" % (number, len(before))
    trailer = b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID %s/Prev %s>>\n" % (size, root, info, identity, start)
    return before + body + table + trailer + b"startxref\n%d\n%%%%EOF\n" % (len(before) + len(body))


@mutant("X721", "X723")
def a_packet_that_is_no_xml(pdf: pikepdf.Pdf) -> None:
    rewritten(pdf, "</rdf:RDF>", "")


@mutant("X721", "X723")
def a_packet_that_grows_in_memory(pdf: pikepdf.Pdf) -> None:
    rewritten(pdf, "<x:xmpmeta", '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x:xmpmeta')


@mutant("X724")
def no_identity_in_the_packet(pdf: pikepdf.Pdf) -> None:
    rewritten(pdf, "xmpMM:DocumentID>", "xmpMM:OriginalDocumentID>")


@mutant("X724", pdfx=X1A)
def no_date_in_x1a(pdf: pikepdf.Pdf) -> None:
    del pdf.trailer.Info.ModDate


@mutant("X725")
def two_titles(pdf: pikepdf.Pdf) -> None:
    pdf.trailer.Info.Title = String("final_FINAL2")


@mutant("X725")
def two_dates(pdf: pikepdf.Pdf) -> None:
    pdf.trailer.Info.ModDate = String("D:20200101000000Z")


@mutant("X725")
def two_producers(pdf: pikepdf.Pdf) -> None:
    pdf.trailer.Info.Producer = String("Office")


# -- live things, fonts, ink -----------------------------------------------------------------------------------------


@mutant("M603")
def a_script(pdf: pikepdf.Pdf) -> None:
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script])))


@mutant("M603")
def an_action_on_opening(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.URI, URI=String("https://example.org"))


@mutant("M603")
def an_action_of_a_page(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.Named, N=Name.Print))


@mutant("M603")
def a_form_in_xml(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm = Dictionary(Fields=Array([]), XFA=pdf.make_stream(b"<xdp/>"))


@mutant("M603")
def layers(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OCProperties = Dictionary(OCGs=Array([]), D=Dictionary())


@mutant("M603")
def another_presentation(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Names = Dictionary(AlternatePresentations=Dictionary(Names=Array([])))


@mutant("M603")
def a_link_inside_the_trim(pdf: pikepdf.Pdf) -> None:
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([60, 60, 90, 70]), Border=Array([0, 0, 0]))
    pdf.pages[0].Annots = Array([pdf.make_indirect(link)])


@mutant("F201")
def a_font_left_outside(pdf: pikepdf.Pdf) -> None:
    resources(pdf).Font.F99 = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page = pdf.pages[0]
    page.contents_add(b"BT /F99 8 Tf ET")


# -- the tests -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", MUTANTS)
def test_a_fault_is_named_right_and_nothing_else_is(name: str) -> None:
    codes, pdfx, make = MUTANTS[name]
    file = real(*CARD, pdfx=pdfx)
    result = proof(make(file), file.expectation)
    assert set(result.codes) == codes, [str(finding) for finding in result.findings]
    assert not result.ok


def test_every_check_of_pdf_x_is_broken_by_some_mutant() -> None:
    broken = {code for codes, _, _ in MUTANTS.values() for code in codes}
    assert {code for code, check in CHECKS.items() if set(check.explanation.standards) & set(PDF_X)} <= broken


@pytest.mark.parametrize("pdfx", [X4, X1A])
@pytest.mark.parametrize("press", CONDITIONS)
def test_a_file_for_each_condition_is_good(press: str, pdfx: str) -> None:
    """Also where nothing is known of it but its own word."""
    file = real(*CARD, press, pdfx)
    asked = file.expectation
    assert asked.standards == ({"4": "PDF/X-4", "1a": "PDF/X-1a:2003"}[pdfx],)
    assert [str(finding) for finding in proof(file.pdf, asked).findings] == []
    by_itself = proof(file.pdf)
    assert by_itself.findings == ()
    assert by_itself.facts["says_it_meets"] == list(asked.standards)


def test_the_theme_keeps_to_the_ink_that_uncoated_paper_takes() -> None:
    file = real(*CARD, "uncoated")
    assert file.expectation.ink_limit == pytest.approx(2.6)
    assert proof(file.pdf, file.expectation).facts["most_ink_percent"] <= 260


def test_a_file_for_one_condition_is_none_for_another() -> None:
    other = real(*CARD, "swop3")
    assert set(proof(other.pdf, real(*CARD).expectation).codes) == {"X712", "X714"}


def test_an_unlabelled_file_is_not_held_to_a_standard_that_it_does_not_claim() -> None:
    """A shop may send PDF/X-3, or nothing: boxes, fonts and inks are looked at all the same."""

    def edit(pdf: pikepdf.Pdf) -> None:
        labelled_as_x3(pdf)
        del pdf.Root.OutputIntents

    assert proof(edited(real(*CARD), edit)).codes == ()


def test_black_that_must_knock_out_is_found_where_it_overprints() -> None:
    file = real(*CARD)
    result = proof(file.pdf, replace(file.expectation, overprint_black=False))
    assert result.codes == ("C504",)
    assert "asks that it knock out" in result.findings[0].message


FILES = [(X4, press) for press in CONDITIONS] + [(X1A, "gracol")]


@pytest.mark.parametrize(("pdfx", "press"), FILES)
@pytest.mark.parametrize("product", ["wallet-card", "brochure"])
def test_ghostscript_separates_the_file_without_a_word(
    tool: Callable[[str], str], tmp_path: Path, product: str, pdfx: str, press: str
) -> None:
    path = tmp_path / "press.pdf"
    path.write_bytes(real("ar", product, press, pdfx).pdf)
    words = ["-q", "-dBATCH", "-dNOPAUSE", "-dPDFSTOPONERROR", "-dPDFSTOPONWARNING", "-sDEVICE=tiffsep", "-r36"]
    done = subprocess.run(
        [tool("gs"), *words, f"-sOutputFile={tmp_path / 'plate%d.tif'}", str(path)], capture_output=True, text=True
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
    plates = {re.sub(r".*\((.*)\).*", r"\1", plate.name) for plate in tmp_path.glob("*(*).tif")}
    assert plates == {"Cyan", "Magenta", "Yellow", "Black"}


@pytest.mark.parametrize(("pdfx", "press"), FILES)
def test_qpdf_finds_no_fault(tool: Callable[[str], str], tmp_path: Path, pdfx: str, press: str) -> None:
    path = tmp_path / "press.pdf"
    path.write_bytes(real("ar", "brochure", press, pdfx).pdf)
    done = subprocess.run([tool("qpdf"), "--check", str(path)], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
