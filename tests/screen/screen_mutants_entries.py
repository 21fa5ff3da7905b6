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


@mutant("U811")
def a_name_that_stands_for_another_tag(file: ScreenFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.Root.StructTreeRoot.RoleMap = Dictionary({"/Sect": Name.Part})

    return file.edited(edit)


@mutant("M605")
def a_second_target_behind_a_link(file: ScreenFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        links(pdf)[0].A.Next = Dictionary(S=Name.URI, URI=String("https://example.org"))

    return file.edited(edit)


@mutant("M605")
def a_script_that_runs_on_opening(file: ScreenFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert('911')"))

    return file.edited(edit)


@mutant("M605", "T308", "U821")
def a_page_that_is_half_transparent(file: ScreenFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0]
        page.Resources.ExtGState = Dictionary(Faint=Dictionary(ca=0.5))
        page.Contents = pdf.make_stream(b"/Faint gs\n" + page.Contents.read_bytes())

    return file.edited(edit)


@mutant("M605")
def links_met_by_columns(file: ScreenFile) -> MutantFile:
    """PDF/UA asks for the order of the tags (ISO 14289-1, 7.18.3)."""

    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Tabs = Name.C

    return file.edited(edit)


@mutant("U801")
def one_side_printed_and_no_title_shown(file: ScreenFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.Root.ViewerPreferences = Dictionary(PrintPageRange=Array([0, 0]))

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


@mutant("U801")
def tags_that_are_switched_on_by_a_word(file: ScreenFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.Root.MarkInfo.Marked = Name.true

    return file.edited(edit)


@mutant("U801")
def a_title_that_is_shown_by_a_word(file: ScreenFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.Root.ViewerPreferences.DisplayDocTitle = String("true")

    return file.edited(edit)
