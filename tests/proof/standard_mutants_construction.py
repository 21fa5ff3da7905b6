"""Mutants of PDF/X files: their construction, and the interactive things that they must not have."""

from __future__ import annotations

import io
import re

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from realfiles import RealFile
from standard_mutants import (
    X1A,
    mutant,
    resources,
    whole_mutant,
)

# -- construction ----------------------------------------------------------------------------------------------------


@mutant("X701")
def of_pdf_1_7(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Version = Name("/1.7")


@whole_mutant("X701", pdfx=X1A)
def with_object_streams(file: RealFile) -> bytes:
    packed = _saved(file, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert packed.startswith(b"%PDF-1.5")
    return packed.replace(b"%PDF-1.5", b"%PDF-1.4", 1)


@whole_mutant("X702")
def without_an_identifier(file: RealFile) -> bytes:
    before = file.pdf
    after = re.sub(rb"/ID\s*\[[^\]]*\]", lambda found: b" " * len(found[0]), before)
    assert after != before
    return after


@whole_mutant("P001")
def encrypted_streams(file: RealFile) -> bytes:
    return _saved(file, encryption=pikepdf.Encryption(owner="shop", user=""))


def _saved(file: RealFile, **options: object) -> bytes:
    held = io.BytesIO()
    with pikepdf.open(io.BytesIO(file.pdf)) as pdf:
        pdf.save(held, **options)
    return held.getvalue()


def _image(pdf: pikepdf.Pdf, **entries: object) -> pikepdf.Object:
    """Add a picture to the resources that no page paints."""
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
def compressed_with_lzw(pdf: pikepdf.Pdf) -> None:
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


@whole_mutant("X706")
def an_undefined_operator(file: RealFile) -> bytes:
    return file.with_content(lambda content: f"{content}\nBX 1 2 frobnicate EX\n")


@mutant("X707")
def a_font_name_that_is_not_utf_8(pdf: pikepdf.Pdf) -> None:
    font = next(iter(resources(pdf).Font.values()))
    # pikepdf takes names as text, so the byte is inserted by way of a parsed object.
    font.DescendantFonts[0].FontDescriptor.FontName = pikepdf.Object.parse(b"/ABCDEF+No#FFto")


@mutant("X731")
def an_art_box_beside_the_trim_box(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.ArtBox = pdf.pages[0].TrimBox


@mutant("P102")
def a_bleed_box_that_only_the_page_tree_has(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        pdf.Root.Pages.BleedBox = page.obj.BleedBox
        del page.obj.BleedBox


@mutant("P102")
def a_crop_box_inside_the_bleed(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].CropBox = pdf.pages[0].TrimBox


@mutant("P102")
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


@whole_mutant("X743")
def an_undefined_rendering_intent(file: RealFile) -> bytes:
    return file.with_content(lambda content: f"/Prettier ri\n{content}")


@mutant("X744")
def a_view_of_the_trim_only(pdf: pikepdf.Pdf) -> None:
    pdf.Root.ViewerPreferences.PrintClip = Name.TrimBox


# -- interaction, fonts, ink -----------------------------------------------------------------------------------------


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
