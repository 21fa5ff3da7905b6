"""Mutants of PDF/X files: their claims, their metadata, and their print condition."""

from __future__ import annotations

import io
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from realfiles import RealFile
from standard_mutants import (
    PROFILES,
    SRGB,
    X1A,
    mutant,
    resources,
    rewritten,
    whole_mutant,
)

# -- output intent ---------------------------------------------------------------------------------------------------


@mutant("X711")
def no_intent(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.OutputIntents


@mutant("X711")
def two_intents(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OutputIntents.append(pdf.Root.OutputIntents[0])


@mutant("X711")
def an_intent_for_pdf_a_only(pdf: pikepdf.Pdf) -> None:
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
def trapped_missing(pdf: pikepdf.Pdf) -> None:
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


@whole_mutant("X723")
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
def a_packet_that_is_not_xml(pdf: pikepdf.Pdf) -> None:
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
