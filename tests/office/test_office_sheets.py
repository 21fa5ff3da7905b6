"""Sheets for office printers and press sheets with many copies, read from the finished files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import zxingcpp

from flyers.colour import contrast
from flyers.errors import UsageError
from flyers.impose.document import as_document, in_black
from flyers.impose.place import impose
from flyers.impose.sheets import find_sheet
from flyers.layout.compose import compose
from flyers.layout.refusals import covered_part, covers_box
from flyers.page.document import Box, Document, Item, Page, QrCode, Shape, TextLine
from flyers.page.items import extent
from flyers.pipeline.plan import Job, SheetChoice
from flyers.pipeline.recipe import make
from flyers.pipeline.session import Session, open_session
from flyers.units import POINTS

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]

ROOT = Path(__file__).parents[2]
LANGUAGES = ("en", "es", "ar", "ur", "hi", "zh-Hans", "km", "am")
PRODUCTS = ("wallet-card", "poster", "brochure")
MM = POINTS["mm"]


@pytest.fixture(scope="module")
def session() -> Session:
    return open_session(ROOT)


@pytest.fixture
def build(session: Session, tmp_path: Path):
    """Return a function that builds the file of a job, which must pass its proof."""

    def build(language: str, product: str, edition: str = "office", **options: object) -> Path:
        result = make(Job(ROOT, language, product, edition, tmp_path, sheet=SheetChoice(**options)), session)
        assert result.error is None, str(result.error)
        assert not result.findings
        return result.job.target

    return build


def composed(session: Session, language: str, product: str) -> Document:
    localized, layout = session.localized(language), session.layout(product)
    return compose(localized, layout, session.theme, session.typesetter, session.pictures)


def on_sheet(session: Session, language: str, product: str, sheet: str, *, for_press: bool = False) -> Document:
    document = composed(session, language, product)
    imposition = impose(document.pages, find_sheet(session.campaign, sheet))
    return as_document(document, imposition, session.localized(language), session.typesetter, for_press=for_press)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("product", PRODUCTS)
def test_every_product_passes_its_proof_on_its_own_sheet(build, product: str, language: str) -> None:
    with pikepdf.open(build(language, product)) as pdf:
        preferences = pdf.Root.ViewerPreferences
        assert str(preferences.PrintScaling) == "/None"
        flip = {"wallet-card": "/DuplexFlipLongEdge", "poster": "/Simplex", "brochure": "/DuplexFlipShortEdge"}
        assert str(preferences.Duplex) == flip[product]
        sides = {(float(page.mediabox[2]), float(page.mediabox[3])) for page in pdf.pages}
    assert sides == ({(792.0, 612.0)} if product == "brochure" else {(612.0, 792.0)})


@pytest.mark.parametrize("language", ["es", "ar"])
def test_avery_5371_has_ten_cards_and_every_code_opens_the_hotline(build, language: str) -> None:
    with pypdfium2.PdfDocument(build(language, "wallet-card")) as pdf:
        assert len(pdf) == 2
        picture = pdf[0].render(scale=200 / 72).to_pil()
    found = zxingcpp.read_barcodes(picture)
    assert [code.text for code in found] == ["tel:+18883737888"] * 10
    centres = {
        (round(code.position.top_left.x * 72 / 200 // 252), round(code.position.top_left.y * 72 / 200 // 144))
        for code in found
    }
    assert len(centres) == 10


@pytest.mark.parametrize("language", ["es", "ur"])
def test_every_back_is_behind_its_front(session: Session, language: str) -> None:
    """A sheet turned about its long edge, like the page of a book, shows the same cells."""
    front, back = on_sheet(session, language, "wallet-card", "avery-5371").pages
    grounds = [cells(page) for page in (front, back)]
    assert len(grounds[0]) == 10
    assert {(612 - right, bottom, 612 - left, top) for left, bottom, right, top in grounds[0]} == grounds[1]


def cells(page: Page) -> set[tuple[float, ...]]:
    """Return the area of each copy: its background, clipped at its neighbours and its bleed, moved back to the trim."""
    papers = [box for box in page.items if isinstance(box, Box) and box.block in ("front", "back")]
    return {trimmed(box) for box in papers}


def trimmed(box: Box) -> tuple[float, ...]:
    left, right = max(box.x, 54.0), min(box.x + box.width, 558.0)
    bottom, top = max(box.y, 36.0), min(box.y + box.height, 756.0)
    return tuple(round(value, 3) for value in (left, bottom, right, top))


def test_art_never_runs_into_a_neighbour(session: Session) -> None:
    page = on_sheet(session, "es", "wallet-card", "avery-5371").pages[0]
    for box in (item for item in page.items if isinstance(item, Box) and not item.block.startswith("sheet")):
        column = round((box.x + box.width / 2 - 54) // 252)
        inner = 54 + 252
        assert (box.x + box.width <= inner + 1e-6) if column == 0 else (box.x >= inner - 1e-6)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_margin_has_instructions_in_the_language_of_the_cards(session: Session, language: str) -> None:
    page = on_sheet(session, language, "wallet-card", "avery-5371").pages[0]
    said: dict[str, str] = {}
    for line in (item for item in page.items if isinstance(item, TextLine) and item.role == "sheet"):
        said[str(line.message)] = said.get(str(line.message), "") + line.text + " "
    localized = session.localized(language)
    for message in ("sheet.scale", "sheet.flip.long"):
        assert "".join(said[message].split()) == "".join(localized.rich(message, "text").text.split())
    assert "wallet-card" in said["sheet.job"]
    assert ("draft text" if language == "en" else "draft translation") in said["sheet.job"]


@pytest.mark.parametrize("product", PRODUCTS)
def test_one_ink_is_black_only_and_keeps_the_contrast(build, session: Session, product: str) -> None:
    with pikepdf.open(build("ur", product, ink="black")) as pdf:
        used = {str(step.operator) for page in pdf.pages for step in pikepdf.parse_content_stream(page)}
    assert used & {"g", "rg", "k", "cs", "scn", "RG", "K", "CS"} == {"g"}
    black = in_black(composed(session, "ur", product))
    pairs = {
        (line.colour, ground)
        for page in black.pages
        for index, line in enumerate(page.items)
        if isinstance(line, TextLine)
        for ground in _grounds(line, page.items[:index])
    }
    ratios = {(ink, ground): contrast(black.colours[ink], black.colours[ground]) for ink, ground in pairs}
    assert ("paper", "night") in ratios, "the words on art are among them"
    assert min(ratios.values()) >= 7, ratios


def _grounds(line: TextLine, below: Sequence[Item]) -> Iterator[str]:
    """Yield the colours that can be seen under a line: those of art, and that of its ground unless art hides it."""
    area = extent(line)
    for item in reversed(below):
        if isinstance(item, Box) and covers_box(item, area):
            break
        part = covered_part(item, area) if isinstance(item, Shape) and item.art else 0.0
        if part > 0:
            yield item.colour
        if part > 0.999:
            return
    yield line.ground


def test_a_code_is_on_white_in_one_ink(session: Session) -> None:
    black = in_black(composed(session, "es", "poster"))
    for code in (item for page in black.pages for item in page.items if isinstance(item, QrCode)):
        assert contrast(black.colours[code.colour], black.colours[code.ground]) >= 20


def test_a_press_sheet_has_the_size_that_was_given(build) -> None:
    with pikepdf.open(build("ar", "wallet-card", "press", size="12x18", gutter=18.0)) as pdf:
        for page in pdf.pages:
            assert [float(value) for value in page.mediabox] == [0, 0, 864, 1296]
            left, bottom, right, top = (float(value) for value in page.trimbox)
            assert right - left == pytest.approx(3 * 252 + 2 * 18)
            assert top - bottom == pytest.approx(7 * 144 + 6 * 18)
            bleed = [float(value) for value in page.obj.BleedBox]
            assert bleed == pytest.approx([left - 9, bottom - 9, right + 9, top + 9])


def test_the_calibration_line_is_as_long_as_it_says(build) -> None:
    with pikepdf.open(build("es", "wallet-card", calibration=True)) as pdf:
        boxes = [
            [float(value) for value in step.operands]
            for step in pikepdf.parse_content_stream(pdf.pages[0])
            if str(step.operator) == "re"
        ]
    assert max(width for _, _, width, height in boxes if height < 1) == pytest.approx(100 * MM, abs=0.01)


def test_a_back_offset_moves_only_backs(session: Session) -> None:
    document = composed(session, "es", "wallet-card")
    spec = find_sheet(session.campaign, "avery-5371")
    sheets = [
        as_document(
            document,
            impose(document.pages, spec, back_offset=by),
            session.localized("es"),
            session.typesetter,
            for_press=False,
        )
        for by in ((0.0, 0.0), (1 * MM, -0.5 * MM))
    ]
    (front, back), (same, moved) = ([page.items for page in sheet.pages] for sheet in sheets)
    assert front == same
    before, after = (next(item for item in items if isinstance(item, TextLine)) for items in (back, moved))
    assert (after.x - before.x, after.y - before.y) == pytest.approx((1 * MM, -0.5 * MM))


def test_upside_down_copies_are_refused(session: Session) -> None:
    document = composed(session, "es", "wallet-card")
    spec = replace(find_sheet(session.campaign, "avery-5371"), flip="short")
    imposition = impose(document.pages, spec)
    with pytest.raises(UsageError, match="upside down"):
        as_document(document, imposition, session.localized("es"), session.typesetter, for_press=False)
