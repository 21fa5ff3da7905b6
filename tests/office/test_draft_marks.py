"""The draft mark on office sheets: on every piece, inside its trim, clear of everything else, and gone when signed."""

from __future__ import annotations

import datetime as dt
import io
import shutil
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from flyers.impose.document import MESSAGE
from flyers.page.document import Box, Document, Page, QrCode, TextLine
from flyers.page.items import extent
from flyers.pdf.painter import paint
from flyers.pipeline.plan import ALL, Job, SheetChoice
from flyers.pipeline.recipe import Composition, compose_job, expectation, usual_products
from flyers.pipeline.session import Session, open_session
from flyers.proof.run import Proof, proof
from flyers.workflow.signing import Statement, pages_checksum, sign

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def session() -> Session:
    return open_session(ROOT)


def office(session: Session, tag: str, product: str, *, secondary: str = "", ink: str = "") -> Composition:
    job = Job(session.folder, tag, product, "office", Path(), secondary=secondary, sheet=SheetChoice(ink=ink))
    return compose_job(job, session.localized(tag, secondary=secondary), session)


def marks(page: Page) -> list[TextLine]:
    return [item for item in page.items if isinstance(item, TextLine) and item.message == MESSAGE]


def inside(inner: tuple[float, ...], outer: tuple[float, ...]) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


def meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and one[2] > other[0] and one[1] < other[3] and one[3] > other[1]


CASES = [
    *((tag, product, "", "") for tag in ("en", "es", "ar", "ur", "km", "my", "zh-Hans") for product in ("wallet-card", "poster")),
    ("ur", "brochure", "", ""),
    ("es", "brochure", "", "black"),
    ("ar", "wallet-card-eu", "", ""),
    ("fa-AF", "wallet-card-side", "", "black"),
    ("ar", "wallet-card", "en", "black"),
    ("ps", "poster", "en", ""),
    ("en", "hotline-poster", ALL, ""),
    ("es", "language-picker", ALL, ""),
]  # fmt: skip  # one case on a line


@pytest.mark.parametrize(("tag", "product", "secondary", "ink"), CASES)
def test_every_piece_says_that_it_is_a_draft(session, tag, product, secondary, ink) -> None:
    document = office(session, tag, product, secondary=secondary, ink=ink).document
    for page in document.pages:
        assert page.pieces
        assert len(marks(page)) == len(page.pieces)
        for piece in page.pieces:
            (mark,) = [mark for mark in marks(page) if inside(extent(mark), piece)]
            assert document.draft_mark in mark.text
            assert 5.0 <= mark.size <= 9.0
            others = [item for item in page.items if not isinstance(item, Box) and item is not mark]
            for item in others:
                quiet = 4 * item.module if isinstance(item, QrCode) else 0.0
                left, bottom, right, top = extent(item)
                assert not meet(extent(mark), (left - quiet, bottom - quiet, right + quiet, top + quiet)), item


@pytest.mark.parametrize("product", ["image-story", "image-portrait", "image-square", "image-link", "image-wide"])
@pytest.mark.parametrize("tag", ["es", "ps", "my", "vi", "th"])
def test_the_mark_of_an_image_is_clear_of_words_by_more_than_a_hair(session, tag, product) -> None:
    """On a telephone two points are half a millimeter."""
    job = Job(session.folder, tag, product, "image", Path())
    (page,) = compose_job(job, session.localized(tag), session).document.pages
    (mark,) = marks(page)
    left, bottom, right, top = extent(mark)
    around = (left - 4.9, bottom - 4.9, right + 4.9, top + 4.9)
    for item in page.items:
        if item is not mark and not isinstance(item, Box):
            assert not meet(around, extent(item)), item


def proved(session: Session, made: Composition, tag: str, document: Document, *, secondary: str = "") -> Proof:
    pdf = paint(document, made.edition, session.library, 0)
    module = made.layout.smallest_module
    localized = session.localized(tag, secondary=secondary)
    expected = expectation(made.document, made.edition, localized, session.library, smallest_module=module, moment=0)
    return proof(pdf, expected)


@pytest.mark.parametrize("tag", ["es", "ar"])
def test_the_proof_misses_the_mark_of_a_single_piece(session, tag) -> None:
    made = office(session, tag, "wallet-card")
    assert proved(session, made, tag, made.document).ok
    first, *others = made.document.pages
    lost = marks(first)[3]
    page = replace(first, items=tuple(item for item in first.items if item is not lost))
    found = proved(session, made, tag, replace(made.document, pages=(page, *others)))
    (finding,) = [finding for finding in found.to_json()["findings"] if finding["code"] == "P109"]
    assert finding["page"] == 1
    assert finding["message"].startswith("1 of 10 pieces do not say “draft translation”")


def test_a_face_with_room_for_a_word_alone_says_that_word(session) -> None:
    """Sheets of this card were refused, since no strip had room for two (issue 29)."""
    made = office(session, "en", "wallet-card-eu", secondary="vi")
    words = {mark.text for page in made.document.pages for mark in marks(page)}
    assert words == {"draft translation – nobody has signed it", "draft"}
    assert proved(session, made, "en", made.document, secondary="vi").ok
    *others, last = made.document.pages
    lost = next(mark for page in (last, *others) for mark in marks(page) if mark.text == "draft")
    pages = [
        replace(page, items=tuple(item for item in page.items if item is not lost)) for page in made.document.pages
    ]
    assert "P109" in proved(session, made, "en", replace(made.document, pages=tuple(pages)), secondary="vi").codes


def test_the_mark_in_the_margin_does_not_count(session) -> None:
    """Cut off, it tells nobody."""
    made = office(session, "es", "wallet-card")
    first, *others = made.document.pages
    items = tuple(replace(item, y=5.0) if item in marks(first) else item for item in first.items)
    found = proved(session, made, "es", replace(made.document, pages=(replace(first, items=items), *others)))
    assert "P109" in found.codes


def test_signed_pieces_have_no_mark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A signed card has none, while the poster of the same language has."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1793836800")
    shutil.copytree(ROOT / "content", tmp_path / "content")
    shutil.copytree(ROOT / "translations", tmp_path / "translations")
    (tmp_path / "fonts").symlink_to(ROOT / "fonts")
    session = Session(tmp_path)
    checksum = pages_checksum(session, "es", ["wallet-card"])
    sign(session, "es", Statement("R-07", "reader", dt.date(2026, 11, 3), checksum))
    assert {
        product: bool(marks(office(session, "es", product).document.pages[0])) for product in usual_products(session)
    } == {
        "brochure": True,
        "poster": True,
        "wallet-card": False,
    }
    made = office(session, "es", "wallet-card")
    pdf = paint(made.document, made.edition, session.library)
    with pikepdf.open(io.BytesIO(pdf)) as file:
        assert "draft" not in str(file.docinfo)
    assert proved(session, made, "es", made.document).ok


def test_the_calibration_sheet_has_no_pieces(session) -> None:
    job = Job(session.folder, "es", "wallet-card", "office", Path(), sheet=SheetChoice(calibration=True))
    document = compose_job(job, session.localized("es"), session).document
    assert not any(marks(page) or page.pieces for page in document.pages)
