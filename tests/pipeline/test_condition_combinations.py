"""Print conditions in every combination: whatever a shop asks for, the painter makes and the proof confirms."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from flyers.content.press import LINE_ROOM, Marks, PressCondition
from flyers.impose.document import as_document, in_black
from flyers.impose.place import impose
from flyers.impose.sheets import find_sheet
from flyers.page.document import Document
from flyers.page.editions import PRESS, Edition, page_boxes
from flyers.pdf.painter import paint
from flyers.pipeline.recipe import expectation
from flyers.pipeline.session import Session, open_session
from flyers.proof.run import proof
from flyers.translation.localization import Localization
from matrix import examples

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
FEW = settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
PIECES = (("en", "wallet-card"), ("ar", "wallet-card"), ("en", "fold-card"), ("en", "sticker-3x5"), ("ur", "brochure"))
"""Both directions, with and without folds, one with a die along its edges; only one is large, since its proof takes as
long as those of six cards."""


@pytest.fixture(scope="module")
def session() -> Session:
    return open_session(ROOT)


@cache
def composed(session: Session, language: str, product: str) -> tuple[Localization, Document]:
    localized = session.localized(language, allow_untranslated=True)
    return localized, session.composed(localized, session.layout(product))


@st.composite
def wishes(draw: st.DrawFn) -> dict[str, object]:
    """What a condition may ask for, within the rules of `flyers.content.press`; the ink of night is 250 %."""
    bleed = draw(st.sampled_from([0.0, 4.5, 7.2, 8.504, 9.0]) | st.floats(0.0, 9.0))
    crop, fold = draw(st.booleans()), draw(st.booleans())
    weight = draw(st.floats(0.25, 1.0))
    offset = bleed + weight / 2 + draw(st.floats(0.0, 12.0))
    marks = Marks(crop, fold, offset=offset, length=draw(st.floats(1.0, 20.0)), weight=weight)
    if crop or fold:
        slug = marks.offset + marks.length - bleed + LINE_ROOM + draw(st.floats(0.01, 20.0))
    else:
        slug = draw(st.just(0.0) | st.floats(LINE_ROOM, 40.0))
    return {
        "bleed": bleed,
        "slug": slug,
        "marks": marks,
        "pdfx": draw(st.sampled_from(["4", "1a"])),
        "overprint_black": draw(st.booleans()),
        "ink_limit": draw(st.integers(250, 400)),
    }


def found(document: Document, localized: Localization, edition: Edition, session: Session, module: float) -> list[str]:
    pdf = paint(document, edition, session.library, 1_790_000_000)
    expected = expectation(document, edition, localized, session.library, smallest_module=module, moment=1_790_000_000)
    result = proof(pdf, expected)
    return [str(finding) for finding in result.findings]


FOLD_MARKS_ALONE: dict[str, object] = {
    "bleed": 9.0,
    "slug": 11.5,
    "marks": Marks(crop=False, fold=True, offset=9.5, length=1.0, weight=1.0),
}
"""With as much above the page as below: both edges of a box are equally far from whole pixels, and the last bit of a
number decides to which side it is moved."""


LITTLE_INK: dict[str, object] = {
    "bleed": 9.0,
    "slug": 0.0,
    "marks": Marks(crop=False, fold=False, offset=9.5, length=1.0, weight=1.0),
    "overprint_black": True,
    "ink_limit": 250,
}
"""The box around a line of Nastaliq reaches over the dark box beside it, its letters don't."""


@FEW
@example(piece=("ur", "brochure"), wished=LITTLE_INK, draft=False, black=False, sheet="", gutter=None)
@example(piece=("en", "brochure"), wished=FOLD_MARKS_ALONE, draft=False, black=False, sheet="", gutter=None)
@example(
    piece=("en", "sticker-3x5"), wished={"bleed": 0.0, "slug": 36.0}, draft=False, black=False, sheet="", gutter=None
)
@example(
    piece=("en", "sticker-3x5"),
    wished={"bleed": 0.0, "slug": 36.0},
    draft=False,
    black=True,
    sheet="12x18",
    gutter=36.0,
)
@given(
    piece=st.sampled_from(PIECES),
    wished=wishes(),
    draft=st.booleans(),
    black=st.booleans(),
    sheet=st.sampled_from(["", "", "", "", "12x18", "13x19"]),
    gutter=st.sampled_from([None, 0.0, 9.0, 36.0]),
)
def test_whatever_a_condition_asks_for_is_painted_and_proved(
    session: Session,
    piece: tuple[str, str],
    wished: dict[str, object],
    draft: bool,
    black: bool,
    sheet: str,
    gutter: float | None,
) -> None:
    localized, document = composed(session, *piece)
    document = replace(document, draft=draft)
    if sheet:
        imposition = impose(document.pages, find_sheet(session.campaign, sheet, gutter=gutter))
        document = as_document(document, imposition, localized, session.typesetter, for_press=True)
    condition: PressCondition = replace(session.condition("gracol"), **wished)
    edition = PRESS.on(condition)
    if black:
        document, edition = in_black(document), edition.in_black()
    module = session.layout(piece[1]).smallest_module
    assert found(document, localized, edition, session, module) == []
    for page in document.pages:
        boxes = page_boxes(page, edition)
        if not sheet and not condition.slug:
            assert boxes.media == pytest.approx(boxes.bleed), "the page ends with the bleed"


PLAIN = Marks(crop=False, fold=False)


@pytest.mark.parametrize(
    ("painted", "asked", "code"),
    [
        ({}, {"marks": PLAIN}, "V902"),
        ({}, {"marks": Marks(fold=False)}, "V902"),
        ({}, {"marks": Marks(crop=False)}, "V902"),
        ({"marks": PLAIN}, {}, "V901"),
        ({"marks": Marks(crop=False)}, {}, "V901"),
        ({"marks": Marks(fold=False)}, {}, "V901"),
        ({"marks": Marks(offset=11.0)}, {}, "V904"),
        ({"marks": Marks(length=12.0)}, {}, "V904"),
        ({"marks": Marks(weight=0.5)}, {}, "V904"),
        ({"slug": 30.0}, {}, "P102"),
        ({"slug": 0.0, "marks": PLAIN}, {"slug": 20.0, "marks": PLAIN}, "P108"),
        ({"slug": 20.0, "marks": PLAIN}, {"slug": 0.0, "marks": PLAIN}, "P108"),
        ({"bleed": 7.2}, {}, "P102"),
    ],
    ids=str,
)
def test_a_file_for_another_condition_has_a_finding(
    session: Session, painted: dict[str, object], asked: dict[str, object], code: str
) -> None:
    localized, document = composed(session, "en", "fold-card")
    gracol = session.condition("gracol")
    editions = [PRESS.on(replace(gracol, **changes)) for changes in (painted, asked)]
    module = session.layout("fold-card").smallest_module
    pdf = paint(document, editions[0], session.library, 1_790_000_000)
    expected = expectation(
        document, editions[1], localized, session.library, smallest_module=module, moment=1_790_000_000
    )
    result = proof(pdf, expected)
    assert code in result.codes, [str(finding) for finding in result.findings]
