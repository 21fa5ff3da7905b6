"""Mutants of screen files with texts and entries that the pages were made without, or that lack some."""

from __future__ import annotations

import re

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from screen_mutants import ARABIC, MutantFile, mutant
from screenfiles import ScreenFile, elements, links

from pdfedits import with_bytes


@mutant("U811")
def another_word_for_a_bullet(file: ScreenFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        elements(pdf, "Lbl")[0].ActualText = String("Do not call")

    return file.edited(edit)


@mutant("U811")
def a_bullet_without_its_word(file: ScreenFile) -> MutantFile:
    return file.edited(lambda pdf: elements(pdf, "Lbl")[0].__delitem__("/ActualText"))


@mutant("V915")
def another_number_said_for_a_link(file: ScreenFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        elements(pdf, "Link")[0].ActualText = String("911")

    return file.edited(edit)


@mutant("V915")
def a_german_voice_for_a_line(file: ScreenFile) -> MutantFile:
    """The language is named on the page; the tree still says the right one."""
    return file.replaced(("/H1 <</MCID 0>> BDC", "/H1 <</MCID 0 /Lang (de)>> BDC"))


@mutant("U812", of=ARABIC)
def a_number_in_a_german_voice(file: ScreenFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        elements(pdf, "Link")[0].Lang = String("de")

    return file.edited(edit)


@mutant("U812", of=ARABIC)
def a_line_of_an_unknown_language(file: ScreenFile) -> MutantFile:
    """An empty entry does not mean the language around it."""

    def edit(pdf: pikepdf.Pdf) -> None:
        elements(pdf, "LBody")[0].Lang = String("")

    return file.edited(edit)


@mutant("U811", "V917")
def a_name_that_stands_for_another_tag(file: ScreenFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.Root.StructTreeRoot.RoleMap = Dictionary({"/Sect": Name.Part})

    return file.edited(edit)


@mutant("V917")
def a_second_target_behind_a_link(file: ScreenFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        links(pdf)[0].A.Next = Dictionary(S=Name.URI, URI=String("https://example.org"))

    return file.edited(edit)


@mutant("V917")
def a_red_frame_around_a_link(file: ScreenFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        links(pdf)[0].Border = Array([0, 0, 3])

    return file.edited(edit)


@mutant("V917")
def a_link_that_viewers_hide(file: ScreenFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        links(pdf)[0].F = 2

    return file.edited(edit)


@mutant("V917")
def a_script_that_runs_on_opening(file: ScreenFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert('911')"))

    return file.edited(edit)


@mutant("V919")
def links_met_by_columns(file: ScreenFile) -> MutantFile:
    """PDF/UA asks for the order of the tags (ISO 14289-1, 7.18.3)."""

    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Tabs = Name.C

    return file.edited(edit)


@mutant("V919", "U801")
def one_side_printed_and_no_title_shown(file: ScreenFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.Root.ViewerPreferences = Dictionary(PrintPageRange=Array([0, 0]))

    return file.edited(edit)


@mutant("V919")
def another_profile_for_its_colours(file: ScreenFile) -> MutantFile:
    """Red and blue change places where a viewer goes by the profile."""

    def edit(pdf: pikepdf.Pdf) -> None:
        profile = pdf.Root.OutputIntents[0].DestOutputProfile
        profile.write(
            profile.read_bytes().replace(b"rXYZ", b"?XYZ").replace(b"bXYZ", b"rXYZ").replace(b"?XYZ", b"bXYZ")
        )

    return file.edited(edit)


@mutant("V919")
def a_second_meaning_of_its_colours(file: ScreenFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OutputIntents.append(pdf.Root.OutputIntents[0])

    return file.edited(edit)


@mutant("U813")
def a_call_from_beside_the_number(file: ScreenFile) -> MutantFile:
    """The area begins an inch before the number; nothing else is live there."""

    def edit(pdf: pikepdf.Pdf) -> None:
        area = links(pdf)[0]
        left, bottom, right, top = map(float, area.Rect)
        area.Rect = Array([left - 72, bottom, right, top])

    return file.edited(edit)


@mutant("U813", "Q408")
def a_link_with_an_action_that_is_none(file: ScreenFile) -> MutantFile:
    """A touch opens nothing: what starts a program has no address."""

    def edit(pdf: pikepdf.Pdf) -> None:
        links(pdf)[0].A.S = Name.Launch

    return file.edited(edit)


@mutant("U813", "Q408")
def an_address_in_two_bytes_a_letter(file: ScreenFile) -> MutantFile:
    address = re.findall(rb"\((tel:[^)]*)\)", file.pdf)[0]
    written = b"<FEFF%s>" % address.decode().encode("utf-16-be").hex().encode()
    return with_bytes(file.pdf, b"(%s)" % address, written)


@mutant("U813")
def a_link_described_in_other_digits(file: ScreenFile) -> MutantFile:
    """Nobody can dial “１-８８８”, though it is the same number in NFKC."""

    def edit(pdf: pikepdf.Pdf) -> None:
        link = links(pdf)[0]
        link.Contents = String(str(link.Contents).translate({0x30 + digit: 0xFF10 + digit for digit in range(10)}))

    return file.edited(edit)


@mutant("V919")
def links_in_another_order(file: ScreenFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        page = next(page for page in pdf.pages if len(page.get("/Annots", Array())) > 1)
        page.Annots = Array(list(page.Annots)[::-1])

    return file.edited(edit)


@mutant("V917")
def an_element_of_no_known_type(file: ScreenFile) -> MutantFile:
    """poppler passes over it, and over all that is in it."""

    def edit(pdf: pikepdf.Pdf) -> None:
        elements(pdf, "Document")[0].Type = Name.Elem

    return file.edited(edit)


@mutant("V917")
def a_heading_that_is_said_to_be_in_another_stream(file: ScreenFile) -> MutantFile:
    """What is drawn there is never said."""

    def edit(pdf: pikepdf.Pdf) -> None:
        heading = elements(pdf, "H1")[0]
        form = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
        heading.K = Array([Dictionary(Type=Name.MCR, Pg=heading.Pg, MCID=mcid, Stm=form) for mcid in heading.K])

    return file.edited(edit)


@mutant("V917", of=ARABIC)
def a_word_that_becomes_a_quotation(file: ScreenFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        elements(pdf, "Span")[0].S = Name.Quote

    return file.edited(edit)


@mutant("V917")
def a_list_that_is_numbered(file: ScreenFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        elements(pdf, "L")[0].A.ListNumbering = Name.UpperRoman

    return file.edited(edit)


@mutant("V917")
def tags_of_another_type(file: ScreenFile) -> MutantFile:
    """Firefox, Chromium and poppler tell a voice that there are none."""

    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.Root.StructTreeRoot.Type = Name.Tags

    return file.edited(edit)


@mutant("V917")
def a_link_from_its_upper_right_corner(file: ScreenFile) -> MutantFile:
    """pdfium takes no touch for one inside of it."""

    def edit(pdf: pikepdf.Pdf) -> None:
        link = links(pdf)[0]
        left, bottom, right, top = link.Rect
        link.Rect = Array([right, top, left, bottom])

    return file.edited(edit)


@mutant("V917")
def a_tag_that_is_a_text(file: ScreenFile) -> MutantFile:
    """Firefox, Chromium and poppler pass over it, and so does a voice."""

    def edit(pdf: pikepdf.Pdf) -> None:
        elements(pdf, "H1")[0].S = String("/H1")

    return file.edited(edit)


@mutant("V917", "U801")
def tags_that_are_switched_on_by_a_word(file: ScreenFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.Root.MarkInfo.Marked = Name.true

    return file.edited(edit)


@mutant("V917")
def a_link_with_half_a_frame(file: ScreenFile) -> MutantFile:
    """Of two numbers, Firefox makes a frame of one point."""

    def edit(pdf: pikepdf.Pdf) -> None:
        links(pdf)[0].Border = Array([0, 0])

    return file.edited(edit)


@mutant("V917")
def a_link_that_chromium_does_not_follow(file: ScreenFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        links(pdf)[0].A.Type = Name.Deed

    return file.edited(edit)


@mutant("V919", "U801")
def a_title_that_is_shown_by_a_word(file: ScreenFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.Root.ViewerPreferences.DisplayDocTitle = String("true")

    return file.edited(edit)


@mutant("M604")
def a_word_for_whether_it_is_trapped(file: ScreenFile) -> MutantFile:
    """Firefox and MuPDF show it in another way than a name."""

    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.docinfo.Trapped = String("False")

    return file.edited(edit)
