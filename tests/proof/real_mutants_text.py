"""Mutants of real files: text."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from itertools import pairwise

import pikepdf
from real_mutants import ARABIC_CARD, BROCHURE, NUMBER, URDU_CARD, MutantFile, mutant
from realfiles import TEXT_OBJECT, RealFile, moved, real, with_places

from expecting import with_item, without_words
from flyers.page.document import Document, TextLine
from flyers.page.items import extent, polygon


def _swap(text_object: str, first: int, second: int) -> str:
    """Return a text object that shows its codes in one string, with two of them swapped."""
    (digits,) = re.findall(r"<([0-9A-F]+)>Tj", text_object)
    codes = re.findall("....", digits)
    codes[first], codes[second] = codes[second], codes[first]
    return text_object.replace(digits, "".join(codes))


@mutant("T301", "T303", "Q410")
def two_digits_swapped(file: RealFile) -> MutantFile:
    """1-888-337-7888. It is also the number beside the code."""
    return file.with_line(file.line(NUMBER), lambda shown: _swap(shown, 7, 8))


@mutant("T301", "T303", "Q410", of=ARABIC_CARD)
def a_number_from_right_to_left(file: RealFile) -> MutantFile:
    """8887-373-888-1, as many programs set it in Arabic."""

    def turn(shown: str) -> str:
        (digits,) = re.findall(r"<([0-9A-F]+)>Tj", shown)
        return shown.replace(digits, "".join(reversed(re.findall("....", digits))))

    return file.with_line(file.line(NUMBER), turn)


@mutant("T301", "T303", of=ARABIC_CARD)
def a_number_in_a_sentence_from_right_to_left(file: RealFile) -> MutantFile:
    def turn(shown: str) -> str:
        (number,) = re.findall(r"<([0-9A-F]{12})>", shown)
        return shown.replace(number, "".join(reversed(re.findall("....", number))))

    return file.with_line(file.line("help.danger"), turn)


@mutant("T303", "T307", of=ARABIC_CARD)
def a_number_on_the_wrong_side_of_its_words(file: RealFile) -> MutantFile:
    """The number and the words before it are swapped, so the first words are in the middle of the line."""
    line = file.line("help.danger")
    (contact,) = [one for one in file.expectation.contacts if one.line is line.line]
    ((left, right, _),) = contact.places
    before, number = line.box[2] - right, right - left

    def exchange(shown: str) -> str:
        def place(match: re.Match[str]) -> str:
            x = float(match[1])
            x += before if left - 0.01 <= x < right - 0.01 else -number if x >= right - 0.01 else 0
            return f"1 0 0 1 {x:.3f} {match[2]} Tm"

        return re.sub(r"1 0 0 1 (\S+) (\S+) Tm", place, shown)

    return file.with_line(line, exchange)


@mutant("T301", of=ARABIC_CARD)
def arabic_from_left_to_right(file: RealFile) -> MutantFile:
    """Every letter in the mirrored place, as in programs without support for Arabic."""

    def mirror(shown: str) -> str:
        (codes,) = re.findall(r"^\[.*\]TJ|^<.*>Tj", shown, re.MULTILINE)
        turned = "".join(reversed(re.findall("[0-9A-F]{4}", "".join(re.findall("<(.*?)>", codes)))))
        return shown.replace(codes, f"<{turned}>Tj")

    return file.with_line(file.line("promise.hours"), mirror)


@mutant("T301")
def a_word_is_lost(file: RealFile) -> MutantFile:
    return file.with_line(file.line("promise.hours"), lambda shown: re.sub(r"<.{16}", "<", shown, count=1))


@mutant("T301")
def the_last_line_is_lost(file: RealFile) -> MutantFile:
    return file.with_line(file.line("card.headline", -1), lambda shown: "")


@mutant("T304")
def text_over_the_trim(file: RealFile) -> MutantFile:
    return file.with_line(file.line("signs.heading"), lambda shown: moved(shown, -16, 0))


@mutant("T304", of=BROCHURE)
def text_over_a_fold(file: RealFile) -> MutantFile:
    fold = file.expectation.pages[1].folds[0]
    line = next(line for line in file.lines if line.page == 1 and line.box[0] > fold)
    return file.with_line(line, lambda shown: moved(shown, fold - line.box[0] - 1, 0))


@mutant("T305")
def type_too_small(file: RealFile) -> MutantFile:
    return file.with_line(file.line("contact.text-line"), lambda shown: re.sub(r"(/F\d+) \S+ Tf", r"\1 6 Tf", shown))


@mutant("T306")
@mutant("T306", of=URDU_CARD)
def lines_that_touch(file: RealFile) -> MutantFile:
    """The lower of the two lines of signs that are nearest moves up by most of their distance.

    (By half of it, Nastaliq would not touch yet: V903 finds that the line was moved.)
    """
    back = [line for line in file.lines if line.page == 1 and line.message.startswith("signs.")]
    pairs = [(a, b) for a, b in pairwise(back) if a.line.y > b.line.y and a.box[0] < b.box[2] and b.box[0] < a.box[2]]
    upper, lower = min(pairs, key=lambda pair: pair[0].line.y - pair[1].line.y)
    return file.with_line(lower, lambda shown: moved(shown, 0, 0.8 * (upper.line.y - lower.line.y)))


@mutant("T303", "T307")
def a_mirrored_number(file: RealFile) -> MutantFile:
    line = file.line(NUMBER)
    axis = line.box[0] + line.box[2]
    place = re.compile(r"1 0 0 1 (\S+) (\S+) Tm")
    return file.with_line(
        line, lambda shown: place.sub(lambda at: f"-1 0 0 1 {axis - float(at[1]):.3f} {at[2]} Tm", shown)
    )


@mutant("T308")
def white_text_on_paper(file: RealFile) -> MutantFile:
    white = "/GSknock gs\n0 0 0 0 k\n"
    return file.with_line(file.line("promise.hours"), lambda shown: f"{white}{shown}/GSover gs\n0 0 0 1 k\n")


@mutant("T308")
def a_sticker_over_a_digit(file: RealFile) -> MutantFile:
    _, bottom, right, top = file.line(NUMBER).box
    return file.on_top(f"0 0.28 0.85 0 k {right - 12:.2f} {bottom:.2f} 8 {top - bottom:.2f} re f")


@mutant("V902")
def an_inserted_word(file: RealFile) -> MutantFile:
    return file.on_top(_copy(file), page=1)


@mutant("T309")
def an_invisible_word(file: RealFile) -> MutantFile:
    return file.on_top(_copy(file).replace("BT", "BT 3 Tr"), page=1)


def _copy(file: RealFile) -> str:
    """The imprint of the back, to be repeated beside its heading."""
    with pikepdf.open(io.BytesIO(file.pdf)) as pdf:
        content = pdf.pages[1].Contents.read_bytes().decode("latin-1")
    on_page = [line for line in file.lines if line.page == 1]
    imprint = TEXT_OBJECT.findall(content)[on_page.index(file.line("imprint"))]
    return f"/GSover gs 0 0 0 1 k {re.sub(r'1 0 0 1 .* Tm', '1 0 0 1 117 123 Tm', with_places(imprint))}"


@mutant("T310")
def a_message_without_its_last_line(file: RealFile) -> MutantFile:
    """The layout lost it, so the file does not have it."""
    lost = file.line("card.headline", -1)
    expected = with_item(file.expectation, lambda item: without_words(item) if item is lost.line else item)
    return file.with_line(lost, lambda shown: ""), expected


@mutant("T303", "T311")
def a_number_over_the_edge_of_its_band(file: RealFile) -> MutantFile:
    """The lower edge, above the frame of the code; it is not found on its line either."""
    return file.with_line(file.line(NUMBER), lambda shown: moved(shown, 0, -7.5))


@mutant("T311")
def a_text_that_runs_into_its_picture(file: RealFile) -> MutantFile:
    line = next(line for line in file.lines if line.message.startswith("signs.coached"))
    return file.with_line(line, lambda shown: moved(shown, -10, 0))


@mutant("V903")
def a_line_a_fifth_of_a_point_to_the_right(file: RealFile) -> MutantFile:
    """Less than a pixel: the picture cannot tell, the file does."""
    return file.with_line(file.line(NUMBER), lambda shown: moved(shown, 0.2, 0))


@mutant("V903")
def a_letter_a_fifth_of_a_point_to_the_right(file: RealFile) -> MutantFile:
    """Less than a pixel of the picture, and between others, so that the line is where it was."""
    line = file.line("card.headline")
    by = round(200 / line.line.size)

    def move(shown: str) -> str:
        array = re.sub(r"<([0-9A-F]+)>Tj", r"[<\1>]TJ", shown)
        return re.sub(r"<(....)(....)(....)", rf"<\1>{-by}<\2>{by}<\3", array, count=1)

    return file.with_line(line, move)


@mutant("T314")
def a_headline_on_a_light_part_of_a_picture(file: RealFile) -> MutantFile:
    """The layout did not see that art is under the headline. (The text is white.)"""
    mutated = real("es", "wallet-card", change=_with_light_under_the_headline)
    return mutated.pdf, mutated.expectation


def _with_light_under_the_headline(document: Document) -> Document:
    page = document.pages[0]
    index = next(number for number, item in enumerate(page.items) if isinstance(item, TextLine))
    left, bottom, _, top = extent(page.items[index])
    light = polygon([(left, bottom), (left + 60, bottom), (left + 30, top)], "accent", "deep", "front", "door")
    items = (*page.items[:index], replace(light, art=True), *page.items[index:])
    # Its own structure tree would have to count again; press files have none.
    return replace(document, pages=(replace(page, items=items), *document.pages[1:]))
