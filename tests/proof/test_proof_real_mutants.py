"""What a press operator fears, done to the files that this repository makes: each must be found, under its own code."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pikepdf
import pytest
import qrcode
from pikepdf import Array, Dictionary, Name
from realfiles import TEXT_OBJECT, RealFile, moved, real, with_places

from flyers.proof import CHECKS, Severity, proof
from flyers.proof.expectations import Expectation

Made = bytes | tuple[bytes, Expectation]
MUTANTS: list[object] = []

SPANISH_CARD, ARABIC_CARD, URDU_CARD = ("es", "wallet-card"), ("ar", "wallet-card"), ("ur", "wallet-card")
BROCHURE = ("en", "brochure")
LANGUAGES = ("en", "es", "ar", "ur", "hi", "zh-Hans", "km", "am")
PRODUCTS = ("wallet-card", "poster", "brochure")

NUMBER = "contact:hotline"


def mutant(*codes: str, of: tuple[str, str] = SPANISH_CARD) -> Callable[[Callable[[RealFile], Made]], object]:
    """Register a spoiled file and the codes that must be found in it."""

    def register(make: Callable[[RealFile], Made]) -> object:
        MUTANTS.append(pytest.param(of, set(codes), make, id=make.__name__))
        return make

    return register


# -- pages ---------------------------------------------------------------------------------------------------------


@mutant("P101", "T301")
def a_face_is_missing(file: RealFile) -> Made:
    def edit(pdf: pikepdf.Pdf) -> None:
        del pdf.pages[1]

    return file.edited(edit)


@mutant("P101", "T301", of=BROCHURE)
def the_inside_is_missing(file: RealFile) -> Made:
    def edit(pdf: pikepdf.Pdf) -> None:
        del pdf.pages[1]

    return file.edited(edit)


def _set_box(file: RealFile, name: str, box: tuple[float, float, float, float]) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj[f"/{name}"] = Array(box)

    return file.edited(edit)


@mutant("P102")
def the_trim_is_two_points_too_wide(file: RealFile) -> Made:
    return _set_box(file, "TrimBox", (36, 36, 290, 180))


@mutant("P102")
def a_sixteenth_of_an_inch_of_bleed(file: RealFile) -> Made:
    return _set_box(file, "BleedBox", (31.5, 31.5, 292.5, 184.5))


@mutant("P102")
def cropped_to_the_trim(file: RealFile) -> Made:
    return _set_box(file, "CropBox", (36, 36, 288, 180))


@mutant("P102")
def turned_by_a_quarter(file: RealFile) -> Made:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.pages[1].Rotate = 90

    return file.edited(edit)


@mutant("P103")
def a_ground_that_ends_at_the_trim(file: RealFile) -> Made:
    return file.with_content(lambda content: re.sub(r"\n-9 (\S+) 270 (\S+) re f\n", r"\n0 \1 252 \2 re f\n", content))


@mutant("P104")
def art_in_the_slug(file: RealFile) -> Made:
    return file.with_content(lambda content: content + "\nq 0 0.28 0.85 0 k 100 2 20 5 re f Q\n")


@mutant("P105")
def a_crop_mark_inside_the_bleed(file: RealFile) -> Made:
    return file.with_content(
        lambda content: content.replace("\n24 36 m 9 36 l\n", "\n24 36 m 9 36 l\n33 60 m 28 60 l\n")
    )


@mutant("P106")
def a_hairline(file: RealFile) -> Made:
    return file.on_top("0 0 0 0.5 k 100 12 40 0.1 re f")


@mutant("P107")
def a_crop_mark_is_missing(file: RealFile) -> Made:
    return file.with_content(lambda content: content.replace("\n288 192 m 288 207 l\n", "\n"))


@mutant("P107", of=BROCHURE)
def a_fold_mark_is_missing(file: RealFile) -> Made:
    fold = 36 + file.expectation.pages[0].folds[0]
    return file.with_content(lambda content: re.sub(rf"\n{fold:g} \S+ m {fold:g} \S+ l\n", "\n", content, count=1))


@mutant("P108", of=ARABIC_CARD)
def a_draft_that_does_not_say_so(file: RealFile) -> Made:
    def without_last_line(content: str) -> str:
        return content[: content.rindex("BT\n")] + content[content.rindex("ET\n") + 3 :]

    return file.with_content(without_last_line, page=1)


# -- fonts ---------------------------------------------------------------------------------------------------------


def _fonts(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    return [font for _, font in sorted(pdf.pages[0].Resources.Font.items())]


def _code_of(file: RealFile, font: pikepdf.Object, character: str) -> int:
    """The code that a font gives to *character*."""
    pairs = re.findall(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>", font.ToUnicode.read_bytes())
    return next(int(code, 16) for code, text in pairs if bytes.fromhex(text.decode()) == character.encode("utf-16-be"))


@mutant("F201")
def a_font_is_not_embedded(file: RealFile) -> Made:
    def edit(pdf: pikepdf.Pdf) -> None:
        del _fonts(pdf)[0].DescendantFonts[0].FontDescriptor["/FontFile2"]

    return file.edited(edit)


@mutant("F201", of=ARABIC_CARD)
def a_stray_helvetica(file: RealFile) -> Made:
    def edit(pdf: pikepdf.Pdf) -> None:
        helvetica = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        pdf.pages[0].Resources.Font["/H"] = helvetica
        pdf.pages[0].Contents = pdf.make_stream(pdf.pages[0].Contents.read_bytes() + b"\nBT /H 12 Tf ET")

    return file.edited(edit)


@mutant("F202")
def a_font_that_is_not_cut_down(file: RealFile) -> Made:
    def edit(pdf: pikepdf.Pdf) -> None:
        font = _fonts(pdf)[0]
        font.BaseFont = font.DescendantFonts[0].BaseFont = Name("/NotoSans-Bold")

    return file.edited(edit)


@mutant("F203")
def a_font_program_that_breaks_off(file: RealFile) -> Made:
    def edit(pdf: pikepdf.Pdf) -> None:
        descriptor = _fonts(pdf)[0].DescendantFonts[0].FontDescriptor
        descriptor.FontFile2 = pdf.make_stream(descriptor.FontFile2.read_bytes()[:200])

    return file.edited(edit)


def _map_to(file: RealFile, character: str, gid: int | str, font_number: int) -> bytes:
    """The file with the code of *character* led to another glyph, or to that of another character."""

    def edit(pdf: pikepdf.Pdf) -> None:
        font = _fonts(pdf)[font_number]
        descendant = font.DescendantFonts[0]
        gids = bytearray(descendant.CIDToGIDMap.read_bytes())
        code = _code_of(file, font, character)
        other = 2 * _code_of(file, font, gid) if isinstance(gid, str) else 0
        gids[2 * code : 2 * code + 2] = gids[other : other + 2] if isinstance(gid, str) else gid.to_bytes(2, "big")
        descendant.CIDToGIDMap = pdf.make_stream(bytes(gids))

    return file.edited(edit)


@mutant("F204", "F206", "T302")
def a_box_instead_of_a_letter(file: RealFile) -> Made:
    """The box is as wide and as high as its font has it, not as the letter was."""
    return _map_to(file, "a", 0, 0)


@mutant("F207")
def an_eight_that_looks_like_a_three(file: RealFile) -> Made:
    """To all who read text the file is right."""
    return _map_to(file, "8", "3", 1)


@mutant("F205", "T301")
def a_letter_that_nobody_can_search(file: RealFile) -> Made:
    def edit(pdf: pikepdf.Pdf) -> None:
        font = _fonts(pdf)[0]
        code = _code_of(file, font, "a")
        cmap = re.sub(rb"<%04X>\s*<0061>\s*" % code, b"", font.ToUnicode.read_bytes(), flags=re.I)
        font.ToUnicode = pdf.make_stream(cmap)

    return file.edited(edit)


# -- text ----------------------------------------------------------------------------------------------------------


def _swap(text_object: str, first: int, second: int) -> str:
    """A text object that shows its codes in one string, with two of them exchanged."""
    (digits,) = re.findall(r"<([0-9A-F]+)>Tj", text_object)
    codes = re.findall("....", digits)
    codes[first], codes[second] = codes[second], codes[first]
    return text_object.replace(digits, "".join(codes))


@mutant("T301", "T303", "Q410")
def two_digits_change_places(file: RealFile) -> Made:
    """1-888-337-7888. The number beside the code is wrong as well, because it is this one."""
    return file.with_line(file.line(NUMBER), lambda shown: _swap(shown, 7, 8))


@mutant("T301", "T303", "Q410", of=ARABIC_CARD)
def a_number_from_right_to_left(file: RealFile) -> Made:
    """8887-373-888-1, as many programs set it in Arabic."""

    def turn(shown: str) -> str:
        (digits,) = re.findall(r"<([0-9A-F]+)>Tj", shown)
        return shown.replace(digits, "".join(reversed(re.findall("....", digits))))

    return file.with_line(file.line(NUMBER), turn)


@mutant("T301", "T303", of=ARABIC_CARD)
def a_number_in_a_sentence_from_right_to_left(file: RealFile) -> Made:
    def turn(shown: str) -> str:
        longest = max(re.findall(r"<([0-9A-F]+)>", shown), key=len)
        return shown.replace(longest, "".join(reversed(re.findall("....", longest))))

    return file.with_line(file.line("contact.text-languages"), turn)


@mutant("T303", "T307", of=ARABIC_CARD)
def a_number_on_the_wrong_side_of_its_words(file: RealFile) -> Made:
    """The words before the number and the number change places: what is read first stands in the middle."""
    line = file.line("contact.text-languages")
    (contact,) = [one for one in file.expectation.contacts if one.message == line.message]
    before, number = line.box[2] - contact.x1, contact.x1 - contact.x0

    def exchange(shown: str) -> str:
        def place(match: re.Match[str]) -> str:
            x = float(match[1])
            x += before if contact.x0 - 0.01 <= x < contact.x1 - 0.01 else -number if x >= contact.x1 - 0.01 else 0
            return f"1 0 0 1 {x:.3f} {match[2]} Tm"

        return re.sub(r"1 0 0 1 (\S+) (\S+) Tm", place, shown)

    return file.with_line(line, exchange)


@mutant("T301", of=ARABIC_CARD)
def arabic_from_left_to_right(file: RealFile) -> Made:
    """Every letter in the mirrored place, as by programs that know nothing of Arabic."""
    line = file.line("help.hotline.line")
    axis = line.box[0] + line.box[2]

    def mirror(shown: str) -> str:
        places = re.findall(r"1 0 0 1 (\S+) \S+ Tm\n<[0-9A-F]{4}>Tj", shown)
        ends = [*places[1:], f"{line.box[0]:.3f}"]
        widths = iter(float(one) - float(end) for one, end in zip(places, ends, strict=True))
        return re.sub(
            r"1 0 0 1 (\S+) (\S+) Tm", lambda m: f"1 0 0 1 {axis - float(m[1]) - next(widths):.3f} {m[2]} Tm", shown
        )

    pdf = file.with_line(line, mirror)
    return pdf


@mutant("T301")
def a_word_is_lost(file: RealFile) -> Made:
    return file.with_line(file.line("help.hotline.line"), lambda shown: re.sub(r"<.{16}", "<", shown, count=1))


@mutant("T301")
def the_last_line_is_lost(file: RealFile) -> Made:
    return file.with_line(file.line("card.headline", -1), lambda shown: "")


@mutant("T302", "T304")
def text_over_the_trim(file: RealFile) -> Made:
    return file.with_line(file.line("help.hotline.line"), lambda shown: moved(shown, -16, 0))


@mutant("T302", "T304", of=BROCHURE)
def text_over_a_fold(file: RealFile) -> Made:
    fold = file.expectation.pages[1].folds[0]
    line = next(line for line in file.expectation.lines if line.page == 1 and line.box[0] > fold)
    return file.with_line(line, lambda shown: moved(shown, fold - line.box[0] - 1, 0))


@mutant("T302", "T305")
def type_too_small(file: RealFile) -> Made:
    return file.with_line(file.line("contact.text-line"), lambda shown: re.sub(r"(/F\d+) \S+ Tf", r"\1 6 Tf", shown))


@mutant("T302", "T306")
@mutant("T302", "T306", of=URDU_CARD)
def lines_that_touch(file: RealFile) -> Made:
    """Two lines of the back, one below the other: the lower moves up by half their distance."""
    back = [line for line in file.expectation.lines if line.page == 1]
    upper, lower = next((one, other) for one, other in pairwise(back) if one.message == other.message)
    return file.with_line(lower, lambda shown: moved(shown, 0, 0.5 * (upper.y - lower.y)))


@mutant("T303", "T307")
def a_number_in_a_mirror(file: RealFile) -> Made:
    line = file.line(NUMBER)
    axis = line.box[0] + line.box[2]
    place = re.compile(r"1 0 0 1 (\S+) (\S+) Tm")
    return file.with_line(
        line, lambda shown: place.sub(lambda at: f"-1 0 0 1 {axis - float(at[1]):.3f} {at[2]} Tm", shown)
    )


@mutant("T308")
def white_text_on_paper(file: RealFile) -> Made:
    white = "/GSknock gs\n0 0 0 0 k\n"
    return file.with_line(file.line("help.hotline.line"), lambda shown: f"{white}{shown}/GSover gs\n0 0 0 1 k\n")


@mutant("T308")
def a_sticker_over_a_digit(file: RealFile) -> Made:
    _, bottom, right, top = file.line(NUMBER).box
    return file.on_top(f"0 0.28 0.85 0 k {right - 12:.2f} {bottom:.2f} 8 {top - bottom:.2f} re f")


@mutant("T309")
def a_word_that_was_put_in(file: RealFile) -> Made:
    return file.on_top(_copy(file))


@mutant("T309")
def a_word_that_nobody_sees(file: RealFile) -> Made:
    return file.on_top(_copy(file).replace("BT", "BT 3 Tr"))


def _copy(file: RealFile) -> str:
    """The imprint of the back once more, at the lower edge of the front's safe area."""
    with pikepdf.open(io.BytesIO(file.pdf)) as pdf:
        content = pdf.pages[1].Contents.read_bytes().decode("latin-1")
    on_page = [line for line in file.expectation.lines if line.page == 1]
    imprint = TEXT_OBJECT.findall(content)[on_page.index(file.line("imprint"))]
    return f"/GSover gs 0 0 0 1 k {re.sub(r'1 0 0 1 .* Tm', '1 0 0 1 60 10.5 Tm', with_places(imprint))}"


@mutant("T310")
def a_message_without_its_last_line(file: RealFile) -> Made:
    """The layout lost it: the file was not told to hold it."""
    (message,) = [one for one in file.expectation.messages if one.message == "card.headline"]
    kept = message.lines[:-1]
    lost = file.expectation.lines[message.lines[-1]]
    lines = list(file.expectation.lines)
    lines[message.lines[-1]] = replace(lost, text="")
    changed = tuple(replace(one, lines=kept) if one is message else one for one in file.expectation.messages)
    asked = replace(file.expectation, lines=tuple(lines), messages=changed)
    return file.with_line(lost, lambda shown: ""), asked


@mutant("T302", "T303", "T311")
def a_number_over_the_edge_of_its_band(file: RealFile) -> Made:
    """It is not found on its line either."""
    return file.with_line(file.line(NUMBER), lambda shown: moved(shown, 0, 8))


@mutant("T302", "T311")
def a_sign_that_runs_into_its_picture(file: RealFile) -> Made:
    line = next(line for line in file.expectation.lines if line.message.startswith("signs.") and line.box[0] > 100)
    return file.with_line(line, lambda shown: moved(shown, -7, 0))


# -- codes ---------------------------------------------------------------------------------------------------------


def _cells(target: str, *, fill: str = "") -> str:
    """The dark modules of a code for *target*, on the grid of a code with as many modules."""
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=0)
    code.add_data(target)
    code.make(fit=True)
    size = len(code.modules)
    cells = [
        f"{column} {size - 1 - row} 1 1 re{fill}"
        for row, line in enumerate(code.modules)
        for column, dark in enumerate(line)
        if dark
    ]
    return " ".join(cells) + ("" if fill else "\nf")


def _with_code(file: RealFile, change: Callable[[re.Match[str]], str]) -> bytes:
    pattern = r"q\n(?P<matrix>(?P<module>\S+) 0 0 \S+ (?P<x>\S+) (?P<y>\S+) cm)\n(?P<path>[^\n]*)\nf\nQ"
    return file.with_content(lambda content: re.sub(pattern, change, content, count=1))


@mutant("Q401")
def the_code_of_another_number(file: RealFile) -> Made:
    return _with_code(file, lambda code: f"q\n{code['matrix']}\n{_cells('tel:+18883737889')}\nQ")


@mutant("Q402", "Q405")
def modules_of_a_quarter_of_a_millimetre(file: RealFile) -> Made:
    small = 0.25 * 72 / 25.4
    return _with_code(file, lambda code: code.group().replace(code["module"], f"{small:.4f}"))


@mutant("Q403", "Q407")
def a_code_in_pale_gray(file: RealFile) -> Made:
    return _with_code(file, lambda code: code.group().replace("q\n", "q\n/GSknock gs\n0 0 0 0.2 k\n", 1))


@mutant("Q404")
def a_line_in_the_quiet_zone(file: RealFile) -> Made:
    left, bottom, _, top = file.expectation.codes[0].box
    return file.on_top(f"0 0 0 1 k {left - 3:.2f} {bottom:.2f} 1 {top - bottom:.2f} re f")


@mutant("Q406", "T308")
def a_code_that_somebody_stuck_on(file: RealFile) -> Made:
    """Over a sign."""
    return file.on_top(
        f"0 0 0 0 k 160 20 60 60 re f 0 0 0 1 k 1.2 0 0 1.2 180 30 cm {_cells('https://example.org')}", 1
    )


@mutant("Q406", "Q408", "T308")
def a_code_that_pays_somebody(file: RealFile) -> Made:
    return file.on_top(
        f"0 0 0 0 k 160 20 60 60 re f 0 0 0 1 k 1.2 0 0 1.2 180 30 cm {_cells('bitcoin:1BoatSLRHtKN')}", 1
    )


@mutant("Q407")
def a_code_in_the_deep_colour(file: RealFile) -> Made:
    return _with_code(file, lambda code: code.group().replace("q\n", "q\n/GSknock gs\n0.95 0.65 0.25 0.25 k\n", 1))


@mutant("Q409")
def a_code_module_by_module(file: RealFile) -> Made:
    cells = _cells(file.expectation.codes[0].target, fill=" f")
    return _with_code(file, lambda code: f"q\n{code['matrix']}\n{cells}\nQ")


@mutant("Q410")
def a_code_without_its_number(file: RealFile) -> Made:
    """The layout forgot it."""
    line = file.line(NUMBER)
    kept = [replace(one, text="") if one is line else one for one in file.expectation.lines]
    contacts = tuple(one for one in file.expectation.contacts if one.message != NUMBER)
    messages = tuple(one for one in file.expectation.messages if one.message != NUMBER)
    asked = replace(file.expectation, lines=tuple(kept), contacts=contacts, messages=messages)
    return file.with_line(line, lambda shown: ""), asked


# -- colour --------------------------------------------------------------------------------------------------------

ACCENT, DEEP = "0 0.28 0.85 0 k", "0.95 0.65 0.25 0.25 k"


@mutant("C501")
def a_ground_in_rgb(file: RealFile) -> Made:
    return file.with_content(lambda content: content.replace(ACCENT, "0.98 0.72 0.1 rg", 1))


@mutant("C502")
def an_opacity(file: RealFile) -> Made:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Resources.ExtGState.GSknock.ca = 0.9

    return file.edited(edit)


@mutant("C502")
def a_transparency_group(file: RealFile) -> Made:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.pages[1].obj["/Group"] = Dictionary(S=Name.Transparency, CS=Name.DeviceCMYK)

    return file.edited(edit)


@mutant("C503")
def ink_of_320_percent(file: RealFile) -> Made:
    return file.with_content(lambda content: content.replace(DEEP, "0.95 0.9 0.75 0.6 k", 1))


@mutant("C503")
def black_on_a_ground_of_210_percent(file: RealFile) -> Made:
    """Neither is too much by itself."""
    dark, black, white = "0.9 0.8 0.4 0 k", "/GSover gs\n0 0 0 1 k\n", "/GSknock gs\n0 0 0 0 k\n"
    line = file.line("card.headline")
    blackened = replace(file, pdf=file.with_line(line, lambda shown: f"{black}{shown}{white}"))
    return blackened.with_content(lambda content: content.replace(DEEP, dark, 1))


@mutant("C504")
def black_that_knocks_out(file: RealFile) -> Made:
    return file.with_content(lambda content: content.replace("/GSover gs\n0 0 0 1 k\nBT", "0 0 0 1 k\nBT", 1))


@mutant("C505")
def white_that_overprints(file: RealFile) -> Made:
    return file.with_content(lambda content: content.replace("0 0 0 0 k\nBT", "/GSover gs\n0 0 0 0 k\nBT", 1))


@mutant("C506")
def rich_black_text(file: RealFile) -> Made:
    return file.with_line(file.line("help.hotline.line"), lambda shown: f"0.6 0.4 0.4 1 k\n{shown}0 0 0 1 k\n")


@mutant("C507")
def small_print_in_four_inks(file: RealFile) -> Made:
    return file.with_line(file.line("imprint"), lambda shown: f"/GSknock gs\n{DEEP}\n{shown}/GSover gs\n0 0 0 1 k\n")


# -- metadata ------------------------------------------------------------------------------------------------------


@mutant("M601", "X724")
def no_title(file: RealFile) -> Made:
    def edit(pdf: pikepdf.Pdf) -> None:
        del pdf.docinfo["/Title"]
        packet = pdf.Root.Metadata.read_bytes()
        pdf.Root.Metadata.write(re.sub(rb"<dc:title>.*?</dc:title>", b"", packet, flags=re.DOTALL))

    return file.edited(edit)


@mutant("M602", "X725")
def a_folder_in_the_metadata(file: RealFile) -> Made:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.docinfo["/Author"] = "/Users/maria/Desktop/card"

    return file.edited(edit)


@mutant("M603")
def a_link(file: RealFile) -> Made:
    def edit(pdf: pikepdf.Pdf) -> None:
        action = Dictionary(S=Name.URI, URI="https://example.org")
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([50, 50, 90, 60]), A=action)
        pdf.pages[0].Annots = Array([pdf.make_indirect(link)])

    return file.edited(edit)


@mutant("P002")
def an_operator_that_makes_no_sense(file: RealFile) -> Made:
    return file.with_content(lambda content: content + "\nq 1 0 0 cm Q\n")


# -- the tests -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("product", PRODUCTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_real_file_is_good(language: str, product: str) -> None:
    """Otherwise a mutant would prove nothing."""
    file = real(language, product)
    assert [str(finding) for finding in proof(file.pdf, file.expectation).findings] == []


@pytest.mark.parametrize(("which", "codes", "make"), MUTANTS)
def test_what_is_done_to_a_real_file_is_found(
    which: tuple[str, str], codes: set[str], make: Callable[[RealFile], Made]
) -> None:
    file = real(*which)
    made = make(file)
    pdf, asked = made if isinstance(made, tuple) else (made, file.expectation)
    result = proof(pdf, asked)
    assert set(result.codes) == codes, [str(finding) for finding in result.findings]
    assert all(CHECKS[code].explanation.severity is Severity.WARNING for code in codes) == result.ok


def test_nearly_every_check_is_broken_in_a_real_file() -> None:
    """The one that is left wants another layout; the standards have a module of their own (test_proof_standards)."""
    broken = {code for parameters in MUTANTS for code in parameters.values[1]}  # type: ignore[attr-defined]
    others = {code for code, check in CHECKS.items() if not check.explanation.standards} - {"Q411"}
    assert {code for code in broken if not code.startswith("X")} == others
