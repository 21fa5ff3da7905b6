"""The place for something local, in another state's campaign that asks for it: on five products, and empty."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from edits import edit
from flyers.errors import LayoutError, OversetError
from flyers.page.document import Box, Document, TextLine
from flyers.page.items import Rectangle, extent, overlaps
from flyers.pipeline.session import Session, open_session
from matrix import matrix
from newcampaign import Command, begin
from own_campaigns import written

pytestmark = pytest.mark.slow

LANGUAGES = ("es", "ar", "ur", "my")
PRODUCTS = ("wallet-card", "poster", "door-hanger", "table-tent", "large-print")
FORMATS = ("wallet-card-eu", "wallet-card-vertical", "poster-a3", "large-print-a4")


@pytest.fixture(scope="module")
def pines(tmp_path_factory: pytest.TempPathFactory) -> Command:
    command = begin(tmp_path_factory.mktemp("local") / "pines", ",".join(LANGUAGES))
    written(command.folder, {f"content/layouts/{name}.yaml": f"extends: {name}\nlocal: box\n" for name in PRODUCTS})
    return command


@pytest.fixture(scope="module")
def session(pines: Command) -> Session:
    return open_session(pines.folder)


def without(session: Session, product: str, tag: str) -> Document:
    return session.composed(session.localized(tag), replace(session.layout(product), local="none"))


def local_boxes(document: Document) -> list[tuple[int, Rectangle]]:
    """Return the places of the white boxes, each with the number of its page."""
    return [
        (number, extent(item))
        for number, page in enumerate(document.pages)
        for item in page.items
        if isinstance(item, Box) and "/box[" in item.block and item.colour == "paper"
    ]


@pytest.mark.parametrize("tag", matrix(LANGUAGES, lambda tag: tag in ("es", "ur")))
@pytest.mark.parametrize("product", [*PRODUCTS, *FORMATS])
def test_the_box_is_empty_and_takes_nothing_from_number_and_emergency(session: Session, product: str, tag: str) -> None:
    document, bare = session.composed(session.localized(tag), session.layout(product)), without(session, product, tag)
    boxes = local_boxes(document)
    assert len(boxes) == (len(document.pages) if product.startswith("large-print") else 1)
    assert local_boxes(bare) == []
    for number, box in boxes:
        page = document.pages[number]
        assert box[2] - box[0] >= 100
        assert box[3] - box[1] >= 24
        assert min(box[0], box[1], page.width - box[2]) >= page.safe
        over = [item for item in page.items if not isinstance(item, Box) and overlaps(extent(item), box)]
        assert over == []
    assert document.contacts == bare.contacts
    for message in ("contact:hotline", "contact.hotline", "help.danger"):
        sizes = [
            {item.size for page in each.pages for item in page.items
             if isinstance(item, TextLine) and message in (str(item.message.id), *(c.contact for c in item.contacts))}
            for each in (document, bare)
        ]  # fmt: skip
        assert not sizes[1] or min(sizes[0]) >= 0.88 * min(sizes[1])


@pytest.mark.parametrize(
    ("products", "editions"),
    [
        (PRODUCTS, "press"),
        (PRODUCTS[:1], "screen,office"),
        pytest.param(PRODUCTS[1:], "screen,office", marks=pytest.mark.exhaustive),
    ],
)
def test_files_with_it_are_proved(pines: Command, products: tuple[str, ...], editions: str) -> None:
    told = pines("build", "--lang", "ur", "--product", ",".join(products), "--edition", editions)
    number = len(products) * len(editions.split(","))
    assert f"{number} of {number} files made and proved" in told


def test_a_phone_shows_none(session: Session) -> None:
    document = session.composed(session.localized("ar"), session.layout("wallet-card"), for_phones=True)
    assert local_boxes(document) == []


def test_the_card_in_two_languages_and_what_extends_the_card_have_none(session: Session) -> None:
    localized = session.localized("ar", secondary="es")
    assert local_boxes(session.composed(localized, session.layout("wallet-card", secondary="es"))) == []
    assert local_boxes(session.composed(session.localized("ar"), session.layout("wallet-card-bookmark"))) == []
    poster = session.composed(localized, session.layout("poster", secondary="es"))
    assert [number for number, _ in local_boxes(poster)] == [0, 1]


def test_a_layout_without_a_place_for_it_says_so(pines: Command, tmp_path: Path) -> None:
    folder = begin(tmp_path / "pines", "es").folder
    written(folder, {"content/layouts/brochure.yaml": "extends: brochure\nlocal: box\n"})
    with pytest.raises(LayoutError, match="“brochure” has no place for something local") as refused:
        open_session(folder).layout("brochure")
    assert refused.value.source is not None
    assert refused.value.source.line == 2


def test_where_there_is_no_room_the_error_says_what_makes_room(pines: Command, tmp_path: Path) -> None:
    folder = begin(tmp_path / "pines", "ur").folder
    written(folder, {"content/layouts/wallet-card.yaml": "extends: wallet-card\nlocal: box\n"})
    name = "Network of All Pine Trees for the Freedom of Workers"
    edit(folder / "content" / "messages" / "names.yaml", "Pine Tree Freedom Network", name)
    session = open_session(folder)
    with pytest.raises(OversetError, match=r"“local: none” in content/layouts/wallet-card\.yaml:2"):
        session.composed(session.localized("ur"), session.layout("wallet-card"))
    assert without(session, "wallet-card", "ur").pages
