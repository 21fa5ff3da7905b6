"""The structure of press files, read with pikepdf."""

from __future__ import annotations

import dataclasses
import io
import re
import time
import zlib
from decimal import Decimal

import pikepdf
import pytest
from pdffeed import COLOURS, document, library, open_session, set_line

from flyers.colour import Colour
from flyers.errors import FontError, UsageError
from flyers.page.document import Box, Document, GlyphRun, PositionedGlyph, QrCode, Shape
from flyers.page.editions import SCREEN
from flyers.pdf.painter import paint
from pressed import PRESS

WORDS = {
    "en": "Call 1-888-373-7888",
    "es": "¿Está usted a salvo?",
    "ar": "المساعدة مجانية، ليلًا ونهارًا.",
    "ur": "مدد مفت ہے۔",
    "hi": "क्या आप सुरक्षित हैं?",
    "zh-Hans": "您安全吗？",
    "km": "តើអ្នកមានសុវត្ថិភាពទេ?",
    "am": "ደህና ነዎት?",
    "zh-Hant": "您安全嗎？",
    "ko": "안전하신가요?",
    "gu": "શું તમે સુરક્ષિત છો?",
    "bn": "আপনি কি নিরাপদ?",
    "pa-Guru": "ਕੀ ਤੁਸੀਂ ਸੁਰੱਖਿਅਤ ਹੋ?",
    "th": "คุณปลอดภัยไหม?",
    "lo": "ທ່ານປອດໄພບໍ?",
    "my": "သင် ဘေးကင်းပါသလား။",
}
"""Words in one language of each font."""

MATRIX = ("1110111", "1010101", "1110111", "0001000", "1010101", "0111010", "1100011")


def sample() -> Document:
    """Return a document with everything that can be drawn, in every language, on two pages; the first has folds."""
    first = [
        Box(-9, 700, 630, 101, "deep", "top"),
        set_line("Help is near", "en", 40, 740, 20, "white"),
        Box(40, 40, 80, 30, "deep", "button", radius=6),
        Shape((("M", 10, 10), ("L", 30, 10), ("C", 30, 20, 20, 30, 10, 30), ("Z",)), "black", "white", "icon", "phone"),
        QrCode(300, 60, 2.5, MATRIX, "black", "white", "code", "hotline", "tel:+18883737888"),
        *(set_line(text, language, 40, 650 - 34 * row, 14) for row, (language, text) in enumerate(WORDS.items())),
    ]
    whole = document(first, [set_line("Second page", "en", 40, 700)])
    folded = dataclasses.replace(whole.pages[0], folds=(204.0, 408.0))
    return dataclasses.replace(whole, pages=(folded, whole.pages[1]))


@pytest.fixture(scope="module")
def press() -> bytes:
    return paint(sample(), PRESS, library())


@pytest.fixture
def pdf(press: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(press))


def operators(page: pikepdf.Page) -> list[tuple[str, list[object]]]:
    return [(str(item.operator), list(item.operands)) for item in pikepdf.parse_content_stream(page)]


def test_boxes_nest_and_the_media_starts_at_zero(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        boxes = {name: [float(value) for value in page.obj[name]] for name in ("/MediaBox", "/BleedBox", "/TrimBox")}
        assert boxes["/MediaBox"] == [0, 0, 612 + 72, 792 + 72]
        assert boxes["/BleedBox"] == [27, 27, 657, 837]
        assert boxes["/TrimBox"] == [36, 36, 648, 828]
        assert "/CropBox" not in page.obj
        assert "/ArtBox" not in page.obj


def test_a_press_file_has_nothing_forbidden(pdf: pikepdf.Pdf, press: bytes) -> None:
    assert press.startswith(b"%PDF-1.6\n")
    for page in pdf.pages:
        assert {"/Group", "/Trans", "/Annots", "/Tabs", "/StructParents"}.isdisjoint(page.obj.keys())
        for state in page.Resources.ExtGState.values():
            assert {"/ca", "/CA", "/SMask", "/BM", "/TR", "/HTP"}.isdisjoint(state.keys())
    assert {"/AcroForm", "/Outlines", "/OpenAction", "/Names"}.isdisjoint(pdf.Root.keys())
    assert str(pdf.Root.Lang) == "en"


def test_every_font_is_embedded_and_subset(pdf: pikepdf.Pdf) -> None:
    faces = set()
    for page in pdf.pages:
        for font in page.Resources.Font.values():
            descendant = font.DescendantFonts[0]
            descriptor = descendant.FontDescriptor
            assert font.Subtype == "/Type0"
            assert font.Encoding == "/Identity-H"
            assert re.fullmatch(r"/[A-Z]{6}\+[A-Za-z0-9-]+", str(font.BaseFont))
            assert str(font.BaseFont) == str(descendant.BaseFont) == str(descriptor.FontName)
            assert "/ToUnicode" in font
            assert ("/FontFile2" in descriptor) == (descendant.Subtype == "/CIDFontType2")
            assert ("/FontFile3" in descriptor) == (descendant.Subtype == "/CIDFontType0")
            faces.add(str(font.BaseFont).partition("+")[2])
    assert len(faces) == len({language.fonts[0] for language in open_session().registry.languages.values()})
    assert any("CJK" in name or "SC" in name for name in faces)


def test_only_registered_fonts_are_selected(press: bytes, pdf: pikepdf.Pdf) -> None:
    assert b"Helvetica" not in press
    for page in pdf.pages:
        chosen = {str(operands[0]) for operator, operands in operators(page) if operator == "Tf"}
        assert chosen <= set(page.Resources.Font.keys())


def test_only_process_inks_and_registration_colour(pdf: pikepdf.Pdf) -> None:
    forbidden = {"g", "G", "rg", "RG", "sc", "SC", "scn", "cs", "sh", "Do", "BI", "BDC", "BMC"}
    for page in pdf.pages:
        used = operators(page)
        assert forbidden.isdisjoint(operator for operator, _ in used)
        assert {str(operands[0]) for operator, operands in used if operator == "CS"} == {"/CSall"}
        space = page.Resources.ColorSpace["/CSall"]
        assert [str(part) for part in list(space)[:3]] == ["/Separation", "/All", "/DeviceCMYK"]
        assert "RGB" not in str(list(space)[3])


def test_black_details_overprint_and_white_never_does(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0]
    states = {str(name): state for name, state in page.Resources.ExtGState.items()}
    over, colour, painted = None, None, set()
    for operator, operands in operators(page):
        if operator == "gs":
            state = states[str(operands[0])]
            assert bool(state.OP) == bool(state.op)
            over = bool(state.op)
            assert int(state.OPM) == (1 if over else 0)
        elif operator == "k":
            colour = tuple(float(value) for value in operands)
        elif operator in ("Tj", "TJ", "f", "f*"):
            painted.add((colour, over))
    assert painted == {
        ((0, 0, 0, 1), True),
        (COLOURS["white"].cmyk, False),
        (COLOURS["deep"].cmyk, False),
    }


def test_a_black_box_knocks_out() -> None:
    data = paint(document([Box(0, 0, 100, 100, "black", "b")]), PRESS, library())
    with pikepdf.open(io.BytesIO(data)) as opened:
        used = operators(opened.pages[0])
    assert next(str(operands[0]) for operator, operands in used if operator == "gs") == "/GSknock"


def test_one_text_object_per_line(pdf: pikepdf.Pdf) -> None:
    for page, source in zip(pdf.pages, sample().pages, strict=True):
        lines = sum(hasattr(item, "runs") for item in source.items)
        slug = 3 if source.folds else 2
        assert sum(operator == "BT" for operator, _ in operators(page)) == lines + slug


def test_art_is_clipped_to_the_bleed(pdf: pikepdf.Pdf) -> None:
    used = operators(pdf.pages[0])
    assert [operator for operator, _ in used[:5]] == ["q", "re", "W", "n", "cm"]
    assert [float(value) for value in used[1][1]] == [27, 27, 630, 810]


def test_marks_are_outside_the_bleed(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        used = operators(page)
        start = next(index for index, (operator, _) in enumerate(used) if operator == "CS")
        points = []
        for operator, operands in used[start:]:
            if operator == "Q":
                break
            if operator in ("m", "l"):
                points.append(tuple(float(value) for value in operands))
            if operator == "w":
                assert operands == [Decimal("0.25")]
        left, bottom, right, top = (float(value) for value in page.obj["/BleedBox"])
        assert len(points) == (24 if page.index == 0 else 16)
        for x, y in points:
            assert x <= left - 3 or x >= right + 3 or y <= bottom - 3 or y >= top + 3
            assert 0 <= x <= 684
            assert 0 <= y <= 864


def test_the_code_is_one_path_on_the_grid(pdf: pikepdf.Pdf) -> None:
    used = operators(pdf.pages[0])
    (start,) = (i for i, (op, operands) in enumerate(used) if op == "cm" and operands[0] == Decimal("2.5"))
    end = next(i for i in range(start, len(used)) if used[i][0] == "Q")
    path = used[start + 1 : end]
    assert {operator for operator, _ in path[:-1]} == {"m", "l", "h"}
    assert path[-1][0] == "f"
    assert all(int(value) == value for _, operands in path for value in operands)


def test_the_information_names_the_job_but_no_person(pdf: pikepdf.Pdf) -> None:
    info = pdf.docinfo
    assert str(info.Title) == "Help is near"
    assert str(info.Author) == "Test campaign"
    assert str(info.Subject) == "poster, en, press"
    assert str(info.Keywords) == "poster en 2026-11 4f2a91c"
    assert str(info.Creator).startswith("flyers ")
    assert info.Trapped == pikepdf.Name("/False")
    assert re.fullmatch(r"D:\d{14}Z", str(info.CreationDate))
    assert str(info.ModDate) == str(info.CreationDate)


def test_same_inputs_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    first = paint(sample(), PRESS, library())
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("TZ", "Asia/Kolkata")
        time.tzset()
        assert paint(sample(), PRESS, library()) == first
    time.tzset()
    assert creation(first) == "D:20260921141320Z"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000001")
    other = paint(sample(), PRESS, library())
    assert creation(other) == "D:20260921141321Z"
    assert identity(other) != identity(first)


def creation(data: bytes) -> str:
    with pikepdf.open(io.BytesIO(data)) as opened:
        return str(opened.docinfo.CreationDate)


def identity(data: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as opened:
        return bytes(opened.trailer.ID[0])


def test_the_file_has_no_syntax_errors(press: bytes, pdf: pikepdf.Pdf) -> None:
    assert pdf.check_pdf_syntax() == []
    assert not re.search(rb"[^\n]endstream", press)


def test_streams_are_packed_once_and_the_packet_is_not(pdf: pikepdf.Pdf) -> None:
    """Programs that can't read PDF look for the packet."""
    packet = pdf.Root.Metadata
    assert "/Filter" not in packet
    assert packet.read_raw_bytes().startswith(b"<?xpacket")
    streams = [found for found in pdf.objects if isinstance(found, pikepdf.Stream) and found.objgen != packet.objgen]
    assert len(streams) > 20
    for stream in streams:
        assert stream.Filter == "/FlateDecode"
        packed, whole = stream.read_raw_bytes(), stream.read_bytes()
        assert zlib.decompress(packed) == whole
        assert int(stream.Length) == len(packed)
        assert stream.get("/Length1", len(whole)) == len(whole)
    assert PRESS.condition is not None
    assert pdf.Root.OutputIntents[0].DestOutputProfile.read_bytes() == PRESS.condition.profile_bytes()


def test_a_missing_glyph_is_never_drawn() -> None:
    line = set_line("ab", "en", 40, 700)
    run = line.runs[0]
    boxed = GlyphRun(run.face, run.size, 0, "Latn", "en", (PositionedGlyph(0, 0.0, 0.0, 6.0, "☃"),))
    with pytest.raises(FontError, match=r"noto-sans:regular.*U\+2603"):
        paint(document([dataclasses.replace(line, runs=(boxed,))]), PRESS, library())


@pytest.mark.parametrize("change", [{"condition": None}, {"links": True}, {"standards": ("PDF/UA-1",)}])
def test_an_edition_with_a_forbidden_combination_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        paint(sample(), dataclasses.replace(PRESS, **change), library())


def test_a_screen_file_has_rgb_and_no_bleed() -> None:
    data = paint(sample(), SCREEN, library())
    with pikepdf.open(io.BytesIO(data)) as opened:
        page = opened.pages[0]
        assert [float(value) for value in page.obj["/MediaBox"]] == [0, 0, 612, 792]
        assert "/BleedBox" not in page.obj
        used = {operator for operator, _ in operators(page)}
    assert "rg" in used
    assert {"k", "K", "gs", "CS", "SCN"}.isdisjoint(used)


def test_an_unknown_colour_is_an_error() -> None:
    with pytest.raises(KeyError):
        paint(
            document([Box(0, 0, 1, 1, "mauve", "b")], colours={"black": Colour("black", (0, 0, 0, 1), (0, 0, 0))}),
            PRESS,
            library(),
        )
