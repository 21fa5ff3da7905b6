"""Screen files as screen readers, fingers and tired eyes meet them; and what each check of the proof finds in files that
were spoiled in one place."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from screenfiles import FILES, ROOT, TOGETHER, ScreenFile, elements, links, screen

from flyers.build.expectations import expectation
from flyers.build.workshop import workshop
from flyers.content.richtext import Span, SpanKind
from flyers.layout.compose import compose
from flyers.pdf.editions import SCREEN
from flyers.pdf.painter import paint
from flyers.proof import CHECKS, proof
from flyers.proof.colours import Colour
from flyers.proof.contrast import WHITE, least, ratio
from flyers.proof.expectations import Expectation
from flyers.proof.matching import essence
from flyers.proof.reading import read
from flyers.proof.structure_tree import structure

Made = bytes | tuple[bytes, Expectation]
MUTANTS: list[object] = []

CARD, ARABIC, CHINESE = ("es", "wallet-card"), ("ar", "wallet-card"), ("zh-Hans", "wallet-card")
POSTER, BROCHURE = ("en", "poster"), ("es", "brochure")


@pytest.mark.parametrize(("language", "product"), [*FILES, *TOGETHER])
def test_every_file_is_good(language: str, product: str) -> None:
    """Among the rest: text, order, languages, links, contrast and least size of all products in all languages."""
    file = screen(language, product)
    result = proof(file.pdf, file.expectation)
    assert [str(finding) for finding in result.findings] == []


@pytest.mark.parametrize(("language", "product"), FILES)
def test_what_is_expected_is_all_of_it(language: str, product: str) -> None:
    """An expectation that lost something would prove nothing."""
    file = screen(language, product)
    asked = file.expectation
    assert {contact.target for contact in asked.contacts} >= {"tel:+18883737888"}
    assert all(contact.target for contact in asked.contacts)
    said = "".join(element.text for element in asked.elements)
    for message in asked.messages:
        assert message.text in said, message.message
    assert [element.tag for element in asked.elements].count("H1") == 1
    assert "Figure" in [element.tag for element in asked.elements]


@pytest.mark.parametrize(("language", "product"), FILES)
def test_every_code_is_described_by_the_translated_message_that_names_its_contact(language: str, product: str) -> None:
    file = screen(language, product)
    localized = workshop(ROOT).localized(language)
    described = {
        span.value: rich.text
        for message, rich in localized.texts.items()
        if message.startswith("alt.")
        for span in rich.spans
        if span.kind is SpanKind.CONTACT
    }
    alts = [element.alt for element in file.expectation.elements if element.tag == "Figure"]
    codes = {code.target: code.contact for code in file.expectation.codes}
    assert sorted(alts) == sorted(described[contact] for contact in codes.values())


def test_english_that_stands_in_for_a_translation_is_said_to_be_english() -> None:
    shop = workshop(ROOT)
    spanish, english = shop.localized("es"), shop.localized("en")
    borrowed = ("signs.heading", "help.danger", "contact.text-line")
    texts = dict(spanish.texts)
    for message in borrowed:
        rich = english.texts[message]
        texts[message] = replace(rich, spans=(Span(0, len(rich.text), SpanKind.FOREIGN, "en"), *rich.spans))
    mixed, layout = replace(spanish, texts=texts), shop.layout("wallet-card")
    document = compose(mixed, layout, shop.theme, shop.typesetter, shop.pictures)
    pdf = paint(document, SCREEN, shop.library)
    asked = expectation(document, SCREEN, mixed, smallest_module=layout.smallest_module)
    assert [str(finding) for finding in proof(pdf, asked).findings] == []
    blocks = structure(read(pdf)).blocks
    in_english = {essence(block.text) for block in blocks if block.spoken == "en"}
    assert in_english >= {essence(english.plain(message)) for message in borrowed}
    assert len(in_english) == len(borrowed) + 1, "these and the imprint"


def test_contrast_is_that_of_wcag() -> None:
    black, grey = Colour("DeviceRGB", (0.0, 0.0, 0.0)), Colour("DeviceRGB", (0x76 / 255,) * 3)
    assert ratio(black, WHITE) == pytest.approx(21)
    assert ratio(WHITE, grey) == ratio(grey, WHITE) == pytest.approx(4.54, abs=0.005)
    assert ratio(Colour("DeviceGray", (0.0,)), WHITE) == pytest.approx(21)
    assert ratio(Colour("DeviceCMYK", (0.0, 0.0, 0.0, 1.0)), WHITE) is None
    assert [least(17.9, bold=False), least(18, bold=False), least(13.9, bold=True), least(14, bold=True)] == [
        4.5,
        3,
        4.5,
        3,
    ]


# -- mutants -------------------------------------------------------------------------------------------------------


def mutant(*codes: str, of: tuple[str, str] = CARD) -> Callable[[Callable[[ScreenFile], Made]], object]:
    """Register a spoiled file and the codes that must be found in it."""

    def register(make: Callable[[ScreenFile], Made]) -> object:
        MUTANTS.append(pytest.param(of, set(codes), make, id=make.__name__))
        return make

    return register


@mutant("U801", "U803", "U811", "U805", "U813")
def the_tree_is_cut_off(file: ScreenFile) -> Made:
    def edit(pdf: pikepdf.Pdf) -> None:
        del pdf.Root.StructTreeRoot
        for page in range(len(pdf.pages)):
            content = pdf.pages[page].Contents.read_bytes()
            pdf.pages[page].Contents = pdf.make_stream(
                re.sub(rb"/\w+ <</MCID \d+>> BDC|/Artifact BMC|EMC", b"", content)
            )

    return file.edited(edit)


@mutant("U801")
def it_does_not_say_that_it_is_tagged(file: ScreenFile) -> Made:
    return file.edited(lambda pdf: pdf.Root.__delitem__("/MarkInfo"))


@mutant("U801")
def the_window_shows_the_name_of_the_file(file: ScreenFile) -> Made:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.Root.ViewerPreferences.DisplayDocTitle = False

    return file.edited(edit)


@mutant("U801", "U812")
def no_language_at_all(file: ScreenFile) -> Made:
    def edit(pdf: pikepdf.Pdf) -> None:
        del pdf.Root.Lang

    return file.edited(edit)


@mutant("U802")
def the_title_of_another_product(file: ScreenFile) -> Made:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.docinfo.Title = String("Cartel")

    return file.edited(edit)


@mutant("U803")
def text_that_is_not_tagged(file: ScreenFile) -> Made:
    # The line that says "free, day and night" is taken out of the tree as well, so nothing points in vain.
    asked = next(index for index, each in enumerate(file.expectation.elements) if "Gratis" in each.text)

    def edit(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0]
        content = page.Contents.read_bytes()
        for mcid in _drop(pdf, "P", "Gratis", file):
            content = re.sub(rb"/P <</MCID %d>> BDC(.*?)EMC" % mcid, rb"\1", content, flags=re.S)
        page.Contents = pdf.make_stream(content)

    elements_left = file.expectation.elements[:asked] + file.expectation.elements[asked + 1 :]
    return file.edited(edit), replace(file.expectation, elements=elements_left)


def _drop(pdf: pikepdf.Pdf, tag: str, words: str, file: ScreenFile) -> list[int]:
    """Take the paragraph that begins with *words* out of the tree; gives its MCIDs."""
    number = next(
        index
        for index, each in enumerate(each for each in file.expectation.elements if each.tag == tag)
        if each.text.startswith(words)
    )
    element = elements(pdf, tag)[number]
    siblings = element.P.K
    place = next(index for index, kid in enumerate(siblings) if kid.objgen == element.objgen)
    mcids = [int(kid) for kid in element.K]
    del siblings[place]
    return mcids


@mutant("U803")
def a_box_that_is_not_decoration(file: ScreenFile) -> Made:
    return file.with_content(lambda content: content.rstrip() + "\n1 0.753 0.239 rg 20 2 30 4 re f\n")


@mutant("U803")
def tagged_inside_decoration(file: ScreenFile) -> Made:
    return file.with_content(
        lambda content: re.sub(
            r"(/Figure <</MCID \d+>> BDC.*?EMC)", r"/Artifact BMC \1 EMC", content, count=1, flags=re.S
        )
    )


@mutant("U804")
def the_parent_tree_is_shifted(file: ScreenFile) -> Made:
    def edit(pdf: pikepdf.Pdf) -> None:
        row = pdf.Root.StructTreeRoot.ParentTree.Nums[1]
        pdf.Root.StructTreeRoot.ParentTree.Nums[1] = Array([*list(row)[1:], row[0]])

    return file.edited(edit)


@mutant("U804")
def a_page_without_its_key(file: ScreenFile) -> Made:
    return file.edited(lambda pdf: pdf.pages[0].obj.__delitem__("/StructParents"))


@mutant("U804")
def an_element_that_names_another_parent(file: ScreenFile) -> Made:
    def edit(pdf: pikepdf.Pdf) -> None:
        elements(pdf, "P")[0].P = elements(pdf, "Sect")[1]

    return file.edited(edit)


@mutant("U804")
def content_that_no_element_owns(file: ScreenFile) -> Made:
    return file.with_content(lambda content: content.replace("/Artifact BMC", "/P <</MCID 99>> BDC", 1))


@mutant("U804", "U813")
def a_dead_reference_to_a_link(file: ScreenFile) -> Made:
    def edit(pdf: pikepdf.Pdf) -> None:
        reference = next(kid for kid in elements(pdf, "Link")[0].K if isinstance(kid, Dictionary))
        reference.Obj = pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Link))

    return file.edited(edit)


@mutant("U805", "U811")
def no_heading_of_the_first_level(file: ScreenFile) -> Made:
    def edit(pdf: pikepdf.Pdf) -> None:
        elements(pdf, "H1")[0].S = Name.H2

    return file.edited(edit)


@mutant("U805", "U811")
def a_level_is_left_out(file: ScreenFile) -> Made:
    def edit(pdf: pikepdf.Pdf) -> None:
        elements(pdf, "H2")[0].S = Name.H3

    return file.edited(edit)


@mutant("U805", "U811")
def two_headings_of_the_first_level(file: ScreenFile) -> Made:
    def edit(pdf: pikepdf.Pdf) -> None:
        elements(pdf, "H2")[0].S = Name.H1

    return file.edited(edit)


@mutant("U805", "U811")
def no_headings(file: ScreenFile) -> Made:
    def edit(pdf: pikepdf.Pdf) -> None:
        for element in [*elements(pdf, "H1"), *elements(pdf, "H2")]:
            element.S = Name.P

    return file.edited(edit)


@mutant("U806")
def items_without_their_list(file: ScreenFile) -> Made:
    def edit(pdf: pikepdf.Pdf) -> None:
        elements(pdf, "L")[0].S = Name.Sect

    return file.edited(edit)


@mutant("U806")
def paragraphs_in_a_list(file: ScreenFile) -> Made:
    def edit(pdf: pikepdf.Pdf) -> None:
        elements(pdf, "LI")[0].S = Name.Div

    return file.edited(edit)


@mutant("U806")
def an_item_inside_an_item(file: ScreenFile) -> Made:
    def edit(pdf: pikepdf.Pdf) -> None:
        first, second = elements(pdf, "LI")[:2]
        del first.P.K[1]
        first.K.append(second)
        second.P = first

    return file.edited(edit)


@mutant("U807")
def a_code_without_a_description(file: ScreenFile) -> Made:
    return file.edited(lambda pdf: elements(pdf, "Figure")[0].__delitem__("/Alt"))


@mutant("U807", of=BROCHURE)
def descriptions_exchanged(file: ScreenFile) -> Made:
    def edit(pdf: pikepdf.Pdf) -> None:
        one, other = elements(pdf, "Figure")
        one.Alt, other.Alt = String(str(other.Alt)), String(str(one.Alt))

    return file.edited(edit)


@mutant("U807")
def a_figure_that_is_said_to_be_elsewhere(file: ScreenFile) -> Made:
    def edit(pdf: pikepdf.Pdf) -> None:
        elements(pdf, "Figure")[0].A.BBox = Array([10, 10, 40, 40])

    return file.edited(edit)


@mutant("U808", "U813", of=POSTER)
def links_that_overlap(file: ScreenFile) -> Made:
    def edit(pdf: pikepdf.Pdf) -> None:
        first, second = links(pdf)[:2]
        box = [float(side) for side in second.Rect]
        second.Rect = Array([box[0], box[1], box[2], float(first.Rect[3])])

    return file.edited(edit)


@mutant("U811")
def two_lines_exchanged(file: ScreenFile) -> Made:
    def edit(pdf: pikepdf.Pdf) -> None:
        heading = elements(pdf, "H1")[0]
        heading.K = Array(list(heading.K)[::-1])

    return file.edited(edit)


@mutant("U811", "U814")
def two_paragraphs_exchanged(file: ScreenFile) -> Made:
    def edit(pdf: pikepdf.Pdf) -> None:
        section = elements(pdf, "Sect")[0]
        kids = list(section.K)
        section.K = Array([kids[0], kids[2], kids[1], *kids[3:]])

    return file.edited(edit)


@mutant("U811", "U805", of=BROCHURE)
def the_cover_is_read_last(file: ScreenFile) -> Made:
    def edit(pdf: pikepdf.Pdf) -> None:
        document = pdf.Root.StructTreeRoot.K
        kids = list(document.K)
        document.K = Array([*kids[1:], kids[0]])

    return file.edited(edit)


@mutant("U811", "U814", of=BROCHURE)
def panels_read_across(file: ScreenFile) -> Made:
    """The last block of the first panel after the beginning of the second."""

    def edit(pdf: pikepdf.Pdf) -> None:
        about, signs = elements(pdf, "Sect")[1:3]
        last = about.K[len(about.K) - 1]
        del about.K[len(about.K) - 1]
        last.P = signs
        signs.K = Array([signs.K[0], last, *list(signs.K)[1:]])

    return file.edited(edit)


def _strings_turned(content: str, mcid: int) -> str:
    """The strings of one marked content in the other order, every letter where it was: as programs write Arabic that
    don't know it."""
    begin = content.index(f"<</MCID {mcid}>> BDC")
    end = content.index("EMC", begin)
    body = content[begin:end]
    x = y = 0.0
    shown = []
    for dx, dy, string in re.findall(r"(\S+) (\S+) Td\n(<[0-9A-Fa-f]+>Tj)", body):
        x, y = x + float(dx), y + float(dy)
        shown.append(f"1 0 0 1 {x:.3f} {y:.3f} Tm\n{string}\n")
    head = body[: re.search(r"\S+ \S+ Td", body).start()]  # type: ignore[union-attr]
    return content[:begin] + head + "".join(shown[::-1]) + content[end:]


@mutant("U811", of=ARABIC)
def arabic_backwards(file: ScreenFile) -> Made:
    return file.with_content(lambda content: _strings_turned(content, 0))


@mutant("U811", "T301", of=ARABIC)
def another_letter(file: ScreenFile) -> Made:
    """One code for another, as a font with a wrong map would have it."""

    def change(content: str) -> str:
        begin = content.index("<</MCID 0>> BDC")
        codes = re.findall(r"<([0-9A-Fa-f]{4})>Tj", content[begin : content.index("EMC", begin)])
        other = next(code for code in codes if code != codes[0])
        return content[:begin] + content[begin:].replace(f"<{codes[0]}>", f"<{other}>", 1)

    return file.with_content(change)


@mutant("U811")
def words_that_only_a_screen_reader_says(file: ScreenFile) -> Made:
    def edit(pdf: pikepdf.Pdf) -> None:
        elements(pdf, "P")[0].ActualText = String("1-900-555-0100")

    return file.edited(edit)


@mutant("U811", "U813")
def another_number_under_the_ink(file: ScreenFile) -> Made:
    return file.with_content(
        lambda content: re.sub(
            r"/Link <</MCID (\d+)>>", r"/Link <</MCID \1/ActualText (1-900-555-0100)>>", content, count=1
        )
    )


@mutant("U811")
def words_that_run_together(file: ScreenFile) -> Made:
    """The space at the end of a line is lost: “su vida,o la”."""

    def change(content: str) -> str:
        begin = content.index("<</MCID 0>> BDC")
        line = content[begin : content.index("EMC", begin)]
        shorter = re.sub(r"[0-9A-F]{4}>\]TJ\n$", ">]TJ\n", line)
        return content.replace(line, shorter)

    return file.with_content(change)


@mutant("U811")
def a_word_with_a_space_in_it(file: ScreenFile) -> Made:
    def change(content: str) -> str:
        begin = content.index("<</MCID 0>> BDC")
        end = content.index("EMC", begin)
        space = re.search(r"([0-9A-F]{4})>\]TJ\n$", content[begin:end])[1]  # type: ignore[index]
        return content[:begin] + re.sub(r"<([0-9A-F]{12})", rf"<\g<1>{space}>260<", content[begin:], count=1)

    return file.with_content(change)


@mutant("U812")
def said_to_be_english(file: ScreenFile) -> Made:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Lang = String("en")
        del elements(pdf, "Document")[0].Lang

    return file.edited(edit)


@mutant("U812")
def a_paragraph_in_french(file: ScreenFile) -> Made:
    def edit(pdf: pikepdf.Pdf) -> None:
        elements(pdf, "LBody")[0].Lang = String("fr")

    return file.edited(edit)


@mutant("U812", of=ARABIC)
def english_words_in_an_arabic_voice(file: ScreenFile) -> Made:
    return file.edited(lambda pdf: elements(pdf, "Span")[0].__delitem__("/Lang"))


@mutant("U812")
def a_description_in_another_language(file: ScreenFile) -> Made:
    def edit(pdf: pikepdf.Pdf) -> None:
        elements(pdf, "Figure")[0].Lang = String("en")

    return file.edited(edit)


@mutant("U813")
def a_link_to_another_number(file: ScreenFile) -> Made:
    def edit(pdf: pikepdf.Pdf) -> None:
        links(pdf)[0].A.URI = String("tel:+19005550100")

    return file.edited(edit)


@mutant("U813")
def a_link_beside_its_number(file: ScreenFile) -> Made:
    def edit(pdf: pikepdf.Pdf) -> None:
        box = [float(side) for side in links(pdf)[0].Rect]
        links(pdf)[0].Rect = Array([box[0] + 40, *box[1:]])

    return file.edited(edit)


@mutant("U813")
def a_link_that_does_not_say_what_it_is(file: ScreenFile) -> Made:
    return file.edited(lambda pdf: links(pdf)[0].__delitem__("/Contents"))


@mutant("U804", "U813")
def a_link_is_gone(file: ScreenFile) -> Made:
    return file.edited(lambda pdf: pdf.pages[1].obj.__delitem__("/Annots"))


@mutant("U804", "U813")
def a_link_that_nobody_asked_for(file: ScreenFile) -> Made:
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
def pale_text(file: ScreenFile) -> Made:
    return file.with_content(lambda content: re.sub(r"0\.102 0\.102 0\.102 rg", "0.6 0.6 0.6 rg", content), 1)


@mutant("U821", "T311")
def a_pale_ground_under_white_text(file: ScreenFile) -> Made:
    return file.replaced(("1 1 1 rg\nBT", "/Artifact BMC\n0.6 0.7 0.8 rg\n14 90 80 50 re f\nEMC\n1 1 1 rg\nBT"))


@mutant("U821")
def a_little_transparent(file: ScreenFile) -> Made:
    def edit(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0]
        page.Resources.ExtGState = Dictionary(GSpale=Dictionary(ca=0.9))
        page.Contents = pdf.make_stream(b"/GSpale gs\n" + page.Contents.read_bytes())

    return file.edited(edit)


@mutant("T305", "T302")
def type_below_the_floor(file: ScreenFile) -> Made:
    return file.with_content(lambda content: re.sub(r"/F2 8.5 Tf", "/F2 6.5 Tf", content), 1)


@pytest.mark.parametrize(("which", "codes", "make"), MUTANTS)
def test_what_is_done_to_a_file_is_found(
    which: tuple[str, str], codes: set[str], make: Callable[[ScreenFile], Made]
) -> None:
    file = screen(*which)
    made = make(file)
    pdf, asked = made if isinstance(made, tuple) else (made, file.expectation)
    result = proof(pdf, asked)
    assert set(result.codes) == codes, [str(finding) for finding in result.findings]
    assert not result.ok


def test_every_check_of_tagged_files_is_broken_by_some_mutant() -> None:
    broken = {code for parameters in MUTANTS for code in parameters.values[1]}  # type: ignore[attr-defined]
    tagged = {code for code, check in CHECKS.items() if "PDF/UA-1" in check.explanation.standards}
    assert tagged == {code for code in broken if code.startswith("U")}
