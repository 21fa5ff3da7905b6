"""Mutants of screen files: order, words, languages, contrast and size."""

from __future__ import annotations

import re

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from screen_mutants import ARABIC, BROCHURE, POSTER, MutantFile, mutant
from screenfiles import ScreenFile, elements, links


@mutant("U811")
def two_lines_swapped(file: ScreenFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        heading = elements(pdf, "H1")[0]
        heading.K = Array(list(heading.K)[::-1])

    return file.edited(edit)


@mutant("U811", "U814")
def two_paragraphs_swapped(file: ScreenFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        section = elements(pdf, "Sect")[0]
        kids = list(section.K)
        section.K = Array([kids[0], kids[2], kids[1], *kids[3:]])

    return file.edited(edit)


@mutant("U811")
def a_paragraph_inside_the_link_of_a_picture(file: ScreenFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        link = next(figure.P for figure in elements(pdf, "Figure") if Name.Link == figure.P.S)
        kids = list(link.P.K)
        at = next(index for index, kid in enumerate(kids) if kid.objgen == link.objgen)
        link.P.K = Array([*kids[: at - 1], *kids[at:]])
        kids[at - 1].P = link
        link.K = Array([kids[at - 1], *link.K])

    return file.edited(edit)


@mutant("U811")
def a_section_that_is_another_part(file: ScreenFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        elements(pdf, "Sect")[0].S = Name.Part

    return file.edited(edit)


def _space_said(file: ScreenFile, text: str) -> MutantFile:
    """The space at the end of a line, with a *text* to be read in its place, UTF-16 in hexadecimal digits."""
    return file.with_content(
        lambda content: re.sub(
            r"<[0-9A-F]{4}>Tj\n", rf"/Span <</ActualText <{text}>>> BDC\n\g<0>EMC\n", content, count=1
        )
    )


@mutant("U811", of=ARABIC)
def a_space_that_is_not_said(file: ScreenFile) -> MutantFile:
    """An empty text is to be read in its place."""
    return _space_said(file, "")


@mutant("U811", "U805", of=BROCHURE)
def the_cover_is_read_last(file: ScreenFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        document = pdf.Root.StructTreeRoot.K
        kids = list(document.K)
        document.K = Array([*kids[1:], kids[0]])

    return file.edited(edit)


@mutant("U811", "U814", of=BROCHURE)
def panels_read_across(file: ScreenFile) -> MutantFile:
    """The last block of the first panel after the beginning of the second."""

    def edit(pdf: pikepdf.Pdf) -> None:
        about, signs = elements(pdf, "Sect")[1:3]
        last = about.K[len(about.K) - 1]
        del about.K[len(about.K) - 1]
        last.P = signs
        signs.K = Array([signs.K[0], last, *list(signs.K)[1:]])

    return file.edited(edit)


def _strings_turned(content: str, mcid: int) -> str:
    """The strings of one marked content in reverse order, every letter in its place.

    Programs without support for Arabic write it like this.
    """
    content = re.sub(r"/Span <</ActualText <[0-9A-F]+>>> BDC\n(.*?)EMC\n", r"\1", content, flags=re.DOTALL)
    begin = content.index(f"<</MCID {mcid}>> BDC")
    end = content.index("EMC", begin)
    body = content[begin:end]
    x = y = 0.0
    shown = []
    for begins, dx, dy, string in re.findall(r"(BT\n)?(?:\S+ \S+ Tf\n)?(\S+) (\S+) Td\n(<[0-9A-Fa-f]+>Tj)", body):
        x, y = (0.0, 0.0) if begins else (x, y)
        x, y = x + float(dx), y + float(dy)
        shown.append(f"1 0 0 1 {x:.3f} {y:.3f} Tm\n{string}\n")
    head = body[: re.search(r"\S+ \S+ Td", body).start()]
    tail = "ET\n" if "BT" in head else ""
    return content[:begin] + head + "".join(shown[::-1]) + tail + content[end:]


@mutant("U811", of=ARABIC)
def arabic_backwards(file: ScreenFile) -> MutantFile:
    return file.with_content(lambda content: _strings_turned(content, 0))


@mutant("U811", "T301", of=ARABIC)
def another_letter(file: ScreenFile) -> MutantFile:
    """One code in place of another, as in a font with a wrong map."""

    def change(content: str) -> str:
        begin = content.index("<</MCID 0>> BDC")
        first, other = re.search(r"<([0-9A-F]{4})([0-9A-F]{4})", content[begin:]).groups()
        return content[:begin] + content[begin:].replace(f"<{first}", f"<{other}", 1)

    return file.with_content(change)


@mutant("U811")
def words_that_only_a_screen_reader_says(file: ScreenFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        elements(pdf, "P")[0].ActualText = String("1-900-555-0100")

    return file.edited(edit)


@mutant("U811", "U813")
def another_number_under_the_ink(file: ScreenFile) -> MutantFile:
    return file.with_content(
        lambda content: re.sub(
            r"/Link <</MCID (\d+)>>", r"/Link <</MCID \1/ActualText (1-900-555-0100)>>", content, count=1
        )
    )


DARI = ("fa-AF", "wallet-card")


def _with_map(file: ScreenFile, text: bytes, other: bytes) -> MutantFile:
    """The file with *other* in place of a code's *text* in the fonts' maps, UTF-16 in hexadecimal digits."""

    def edit(pdf: pikepdf.Pdf) -> None:
        maps = [font.ToUnicode for font in pdf.pages[0].Resources.Font.values()]
        cmap = next(cmap for cmap in maps if b" <%s>" % text in cmap.read_bytes())
        cmap.write(cmap.read_bytes().replace(b" <%s>" % text, b" <%s>" % other))

    return file.edited(edit)


@mutant("U811", of=DARI)
def a_non_joiner_one_letter_early(file: ScreenFile) -> MutantFile:
    """The non-joiner changes places with the letter before it, since readers turn the text of a code round."""
    return _with_map(file, b"200C06CC", b"06CC200C")


@mutant("U811", of=DARI)
def a_lost_non_joiner(file: ScreenFile) -> MutantFile:
    return _with_map(file, b"200C06CC", b"06CC")


@mutant("U811", of=ARABIC)
def a_lost_space(file: ScreenFile) -> MutantFile:
    return _space_said(file, "FEFF200B")


@mutant("U811", of=ARABIC)
def another_letter_said_than_drawn(file: ScreenFile) -> MutantFile:
    return _space_said(file, "FEFF0627")


@mutant("U811")
def words_that_run_together(file: ScreenFile) -> MutantFile:
    """The space at the end of a line is missing: “su vida,o la”."""

    def change(content: str) -> str:
        begin = content.index("<</MCID 0>> BDC")
        line = content[begin : content.index("EMC", begin)]
        shorter = re.sub(r"[0-9A-F]{4}>\]TJ\n$", ">]TJ\n", line)
        return content.replace(line, shorter)

    return file.with_content(change)


@mutant("U811")
def a_word_with_a_space_in_it(file: ScreenFile) -> MutantFile:
    def change(content: str) -> str:
        begin = content.index("<</MCID 0>> BDC")
        end = content.index("EMC", begin)
        space = re.search(r"([0-9A-F]{4})>\]TJ\n$", content[begin:end])[1]
        return content[:begin] + re.sub(r"<([0-9A-F]{12})", rf"<\g<1>{space}>260<", content[begin:], count=1)

    return file.with_content(change)


@mutant("U812")
def spanish_marked_as_english(file: ScreenFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Lang = String("en")
        del elements(pdf, "Document")[0].Lang

    return file.edited(edit)


@mutant("U812")
def a_paragraph_in_french(file: ScreenFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        elements(pdf, "LBody")[0].Lang = String("fr")

    return file.edited(edit)


@mutant("U812")
def a_bullet_in_arabic(file: ScreenFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        elements(pdf, "Lbl")[0].Lang = String("ar")

    return file.edited(edit)


@mutant("U812", of=ARABIC)
def english_words_marked_as_arabic(file: ScreenFile) -> MutantFile:
    return file.edited(lambda pdf: elements(pdf, "Span")[0].__delitem__("/Lang"))


@mutant("U812")
def a_description_in_another_language(file: ScreenFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        elements(pdf, "Figure")[0].Lang = String("en")

    return file.edited(edit)


@mutant("U813")
def a_link_to_another_number(file: ScreenFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        links(pdf)[0].A.URI = String("tel:+19005550100")

    return file.edited(edit)


@mutant("U813")
def a_link_beside_its_number(file: ScreenFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        box = [float(side) for side in links(pdf)[0].Rect]
        links(pdf)[0].Rect = Array([box[0] + 40, *box[1:]])

    return file.edited(edit)


def _code_link(pdf: pikepdf.Pdf) -> pikepdf.Object:
    (link,) = [link for link in links(pdf) if str(link.Contents).startswith("C")]  # the code's, “Código QR …”
    return link


@mutant("U813")
def a_code_that_opens_another_number_by_touch(file: ScreenFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        _code_link(pdf).A.URI = String("tel:+19005550100")

    return file.edited(edit)


@mutant("U813")
def a_link_over_half_of_a_code(file: ScreenFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        left, bottom, right, top = (float(side) for side in _code_link(pdf).Rect)
        _code_link(pdf).Rect = Array([left, bottom, (left + right) / 2, top])

    return file.edited(edit)


@mutant("U804", "U813")
def a_code_without_a_link(file: ScreenFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0].obj
        page.Annots = Array([link for link in page.Annots if link.objgen != _code_link(pdf).objgen])

    return file.edited(edit)


@mutant("U807")
def a_description_with_direction_marks(file: ScreenFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        figure = elements(pdf, "Figure")[0]
        figure.Alt = String(f"\u2066{figure.Alt}\u2069")

    return file.edited(edit)


@mutant("U813")
def a_link_without_a_description(file: ScreenFile) -> MutantFile:
    return file.edited(lambda pdf: links(pdf)[0].__delitem__("/Contents"))


@mutant("U804", "U813")
def a_missing_link(file: ScreenFile) -> MutantFile:
    return file.edited(lambda pdf: pdf.pages[1].obj.__delitem__("/Annots"))


@mutant("U804", "U813")
def an_unexpected_link(file: ScreenFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        link = Dictionary(
            Type=Name.Annot,
            Subtype=Name.Link,
            Rect=Array([20, 4, 60, 12]),
            F=4,
            Contents=String("more"),
            A=Dictionary(S=Name.URI, URI=String("https://example.org")),
        )
        pdf.pages[0].Annots.append(pdf.make_indirect(link))

    return file.edited(edit)


@mutant("U821")
def pale_text(file: ScreenFile) -> MutantFile:
    return file.with_content(lambda content: re.sub(r"0\.102 0\.102 0\.102 rg", "0.6 0.6 0.6 rg", content), 1)


@mutant("T314", "U821", "T311", of=POSTER)
def a_pale_background_under_white_text(file: ScreenFile) -> MutantFile:
    return file.replaced(("1 1 1 rg\nBT", "/Artifact BMC\n0.6 0.7 0.8 rg\n40 680 200 90 re f\nEMC\n1 1 1 rg\nBT"))


@mutant("U821")
def a_little_transparent(file: ScreenFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0]
        page.Resources.ExtGState = Dictionary(GSpale=Dictionary(ca=0.9))
        page.Contents = pdf.make_stream(b"/GSpale gs\n" + page.Contents.read_bytes())

    return file.edited(edit)


@mutant("T305")
def type_below_the_floor(file: ScreenFile) -> MutantFile:
    return file.with_content(lambda content: re.sub(r"/F2 11 Tf", "/F2 6.5 Tf", content), 1)
