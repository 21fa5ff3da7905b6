"""Mutants of the sample file: colours and metadata."""

from __future__ import annotations

import io

import pikepdf
from pikepdf import Array, Dictionary, Name
from proofsample import BLACK, DEEP, ORIGIN, WHITE, Sample, draw_on_top
from sample_mutants import mutant
from sample_mutants_text import smaller

from expecting import with_edition
from flyers.proof.expectations import Expectation
from pdfedits import saved

# -- colour --------------------------------------------------------------------------------------------------------


@mutant("C501")
def an_rgb_fill(sample: Sample) -> bytes:
    return sample.with_pieces(rule=lambda rule: rule.replace("0 0 0 1 k", "0.1 0.1 0.1 rg"))


@mutant("C501")
def a_colour_never_set(sample: Sample) -> bytes:
    """A page begins in DeviceGray."""
    return sample.with_pieces(rule=lambda rule: rule.replace("0 0 0 1 k", ""))


@mutant("C501")
def a_spot_colour(sample: Sample) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        spot = Array([Name.Separation, Name("/Gold"), Name.DeviceCMYK, pdf.pages[0].Resources.ColorSpace.All[3]])
        pdf.pages[0].Resources.ColorSpace.Spot = spot
        draw_on_top(pdf, "q /Spot cs 0.5 scn 60 60 20 5 re f Q")

    return sample.edited(edit)


@mutant("C501", "C510")
def an_rgb_image(sample: Sample) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        image = pdf.make_stream(bytes(range(48)))
        _place_image(pdf, image, Name.DeviceRGB)

    return sample.edited(edit)


def _place_image(pdf: pikepdf.Pdf, image: pikepdf.Stream, space: pikepdf.Object) -> None:
    """Put *image*, 4 x 4 pixels of 8 bits, on the page."""
    image.Type, image.Subtype, image.ColorSpace = Name.XObject, Name.Image, space
    image.Width, image.Height, image.BitsPerComponent = 4, 4, 8
    pdf.pages[0].Resources.XObject = Dictionary(Im=image)
    draw_on_top(pdf, f"q 20 0 0 6 {ORIGIN + 150} {ORIGIN + 20} cm /Im Do Q")


@mutant("C502")
def an_opacity(sample: Sample) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Resources.ExtGState.Over.ca = 0.9

    return sample.edited(edit)


@mutant("C502")
def a_blend_mode(sample: Sample) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Resources.ExtGState.Over.BM = Name.Multiply

    return sample.edited(edit)


@mutant("C502")
def a_transparency_group(sample: Sample) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Group = Dictionary(S=Name.Transparency, CS=Name.DeviceCMYK)

    return sample.edited(edit)


@mutant("C503")
def too_much_ink(sample: Sample) -> bytes:
    return sample.with_pieces(band=lambda band: band.replace("1 0.7 0.1 0.3 k", "1 0.9 0.7 0.8 k"))


@mutant("C503")
def too_much_ink_by_overprint(sample: Sample) -> bytes:
    """Neither the background nor the black is too much alone."""
    return sample.with_pieces(
        end=f"q 0.9 0.8 0.7 0 k {ORIGIN + 150} {ORIGIN + 22} 30 6 re f {BLACK} {ORIGIN + 152} {ORIGIN + 24} 20 2 re f Q"
    )


@mutant("C503", "C510")
def too_much_ink_in_an_image(sample: Sample) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        image = pdf.make_stream(bytes([255, 240, 200, 200]) + bytes(60))
        _place_image(pdf, image, Name.DeviceCMYK)

    return sample.edited(edit)


@mutant("C504")
def black_that_knocks_out(sample: Sample) -> bytes:
    return sample.with_pieces(first=lambda piece: piece.replace("/Over gs", "/Knock gs"))


@mutant("C504")
def overprint_in_the_mode_that_does_nothing(sample: Sample) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Resources.ExtGState.Over.OPM = 0

    return sample.edited(edit)


@mutant("C505")
def white_that_overprints(sample: Sample) -> bytes:
    return sample.with_pieces(heading=lambda piece: piece.replace(WHITE, "/Over gs 0 0 0 0 k"))


@mutant("C506")
def rich_black_text(sample: Sample) -> bytes:
    return sample.with_pieces(first=lambda piece: piece.replace("0 0 0 1 k", "0.6 0.4 0.4 1 k"))


@mutant("C505")
def a_white_box_that_overprints(sample: Sample) -> bytes:
    return sample.with_pieces(end=f"q /Over gs 0 0 0 0 k {ORIGIN + 150} {ORIGIN + 22} 8 8 re f Q")


@mutant("C507")
def small_type_in_four_inks(sample: Sample) -> tuple[bytes, Expectation]:
    return smaller(sample, floor=6, paint="/Knock gs 0.9 0.6 0.2 0.2 k")


@mutant("C507")
def small_type_in_white(sample: Sample) -> tuple[bytes, Expectation]:
    pdf, expected = smaller(sample, floor=6, paint=WHITE)
    background = f"q {DEEP} {ORIGIN + 10} {ORIGIN + 62} 130 14 re f Q"
    with pikepdf.open(io.BytesIO(pdf)) as file:
        contents = file.pages[0].Contents.read_bytes()
        file.pages[0].Contents = file.make_stream(background.encode() + b"\n" + contents)
        return saved(file), expected


# -- metadata ------------------------------------------------------------------------------------------------------


@mutant("M601")
def no_title(sample: Sample) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        del pdf.docinfo["/Title"]

    return sample.edited(edit)


@mutant("M602")
def a_path_in_the_metadata(sample: Sample) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.docinfo["/Creator"] = "/home/maria/flyers/card.yaml"

    return sample.edited(edit)


def _link(pdf: pikepdf.Pdf, target: str) -> None:
    action = Dictionary(S=Name.URI, URI=target)
    link = Dictionary(
        Type=Name.Annot, Subtype=Name.Link, Rect=Array([50, 50, 90, 60]), A=action, Border=Array([0, 0, 0])
    )
    pdf.pages[0].Annots = Array([pdf.make_indirect(link)])


@mutant("M603")
def a_link(sample: Sample) -> bytes:
    return sample.edited(lambda pdf: _link(pdf, "https://example.org"))


@mutant("M603", "Q408")
def a_link_to_a_script(sample: Sample) -> bytes:
    return sample.edited(lambda pdf: _link(pdf, "javascript:alert(1)"))


@mutant("M603")
def a_layer(sample: Sample) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="Spanish"))
        pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(ON=Array([group])))

    return sample.edited(edit)


@mutant("M603")
def a_script_on_opening(sample: Sample) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")

    return sample.edited(edit)


@mutant("P002")
def an_operator_without_its_numbers(sample: Sample) -> bytes:
    return sample.with_pieces(end="q 1 0 0 cm Q")


@mutant("C508")
def a_blue_band_in_a_file_for_one_ink(sample: Sample) -> tuple[bytes, Expectation]:
    return sample.pdf, with_edition(sample.expectation, one_ink=True)
