"""Properties of the composed pages that every product has in every language."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from itertools import product as pairs

import pytest
import yaml

from flyers.content.message_key import Form
from flyers.layout.model import walk
from flyers.layout.setting import Rung, Setting
from flyers.page.document import Box, Document, Element, Item, QrCode, Shape, TextLine
from flyers.pipeline.session import Session

LANGUAGES = ["en", "es", "ar", "ur", "hi", "zh-Hans", "km", "am"]
PRODUCTS = ["wallet-card", "poster", "brochure"]
FLOORS = {"wallet-card": ("sign", 7.5, 8, 10), "brochure": ("body", 9, 9, 9), "poster": ("sign", 14, 14, 14)}
Composed = Callable[[str, str], Document]
every = pytest.mark.parametrize(("product", "tag"), list(pairs(PRODUCTS, LANGUAGES)))


def items(document: Document, kind: type[Item]) -> Iterator[tuple[int, Item]]:
    for number, page in enumerate(document.pages):
        yield from ((number, item) for item in page.items if isinstance(item, kind))


@every
def test_the_number_is_the_largest_type(composed: Composed, product: str, tag: str) -> None:
    lines = [line for _, line in items(composed(product, tag), TextLine)]
    largest = max(line.size for line in lines)
    assert any(line.message.contact == "hotline" and line.size == largest for line in lines)


@every
def test_body_text_is_not_below_its_floor(composed: Composed, session: Session, product: str, tag: str) -> None:
    language = session.registry.language(tag)
    role, *floors = FLOORS[product]
    floor = floors[("latin", "other", "nastaliq").index(language.size_class)]
    sizes = [line.size for _, line in items(composed(product, tag), TextLine) if line.role == role]
    assert sizes
    assert min(sizes) >= floor


@every
def test_no_line_is_below_the_floor_of_its_role(composed: Composed, product: str, tag: str) -> None:
    assert [line for _, line in items(composed(product, tag), TextLine) if line.size < line.floor - 1e-6] == []


@every
def test_paragraphs_are_further_apart_than_lines(composed: Composed, product: str, tag: str) -> None:
    for page in composed(product, tag).pages:
        lines = [item for item in page.items if isinstance(item, TextLine)]
        pairs_of_lines = list(pairwise(lines))
        leading = {(one.message, one.role): one.y - two.y for one, two in pairs_of_lines if one.message == two.message}
        for upper, lower in pairs_of_lines:
            of_one_look = upper.role == lower.role and upper.x == lower.x and upper.y > lower.y
            look = (upper.message, upper.role)
            if of_one_look and upper.message != lower.message and look in leading:
                assert upper.y - lower.y > leading[look] + 0.2, (upper.message, lower.message)


@every
def test_text_stays_clear_of_trim_and_folds(composed: Composed, product: str, tag: str) -> None:
    for page in composed(product, tag).pages:
        safe = page.safe - 0.01
        for item in page.items:
            if not isinstance(item, TextLine):
                continue
            left, bottom, right, top = item.ink
            assert item.x + left >= safe, item.message
            assert item.x + right <= page.width - safe, item.message
            assert item.y + bottom >= safe, item.message
            assert item.y + top <= page.height - safe, item.message
            for fold in page.folds:
                assert item.x + right <= fold - safe or item.x + left >= fold + safe, item.message


@every
def test_nothing_is_on_a_quiet_zone(composed: Composed, product: str, tag: str) -> None:
    document = composed(product, tag)
    for number, code in items(document, QrCode):
        assert isinstance(code, QrCode)
        zone, side = 4 * code.module, len(code.matrix) * code.module
        area = (code.x - zone, code.y - zone, code.x + side + zone, code.y + side + zone)
        for item in document.pages[number].items:
            if isinstance(item, TextLine):
                left, bottom, right, top = item.ink
                ink = (item.x + left, item.y + bottom, item.x + right, item.y + top)
                assert not _overlap(area, ink), item.message
            elif isinstance(item, Shape):
                xs = [float(c) for _, *numbers in item.path for c in numbers[0::2]]
                ys = [float(c) for _, *numbers in item.path for c in numbers[1::2]]
                assert not _overlap(area, (min(xs), min(ys), max(xs), max(ys))), item.name


def _overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return (
        one[0] < other[2] - 0.01 and other[0] < one[2] - 0.01 and one[1] < other[3] - 0.01 and other[1] < one[3] - 0.01
    )


@every
def test_art_at_the_trim_runs_into_the_bleed(composed: Composed, product: str, tag: str) -> None:
    for page in composed(product, tag).pages:
        for box in page.items:
            if isinstance(box, Box) and not box.radius:
                for near, far, edge in ((box.x, -page.bleed, 0), (box.y, -page.bleed, 0)):
                    assert near > edge + 0.5 or near == pytest.approx(far), box.block
                for near, edge in ((box.x + box.width, page.width), (box.y + box.height, page.height)):
                    assert near < edge - 0.5 or near == pytest.approx(edge + page.bleed), box.block


@every
def test_every_text_and_code_is_in_the_structure_tree_once(composed: Composed, product: str, tag: str) -> None:
    document = composed(product, tag)

    def leaves(element: Element) -> Iterator[tuple[int, int]]:
        yield from element.items
        for child in element.children:
            yield from leaves(child)

    found = list(leaves(document.structure))
    wanted = {
        (number, index)
        for number, page in enumerate(document.pages)
        for index, item in enumerate(page.items)
        if isinstance(item, TextLine | QrCode)
    }
    assert len(found) == len(set(found))
    assert wanted <= set(found)


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_card_shows_the_same_four_signs_in_every_language_and_the_emergency_number(
    composed: Composed, tag: str
) -> None:
    """Paid sex with minors is not one of them: it endangers whoever is found with the card."""
    back = [line for number, line in items(composed("wallet-card", tag), TextLine) if number == 1]
    signs = {line.message.id for line in back if line.message.form is Form.SHORT}
    assert signs == {"signs.afraid", "signs.controlled", "signs.coached", "signs.not-free"}
    assert any(contact.contact == "emergency" for line in back for contact in line.contacts)


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_poster_for_staff_rooms_shows_all_thirteen_signs(composed: Composed, session: Session, tag: str) -> None:
    shown = {line.message.id for _, line in items(composed("poster-detail", tag), TextLine)}
    assert set(session.campaign.groups["signs"].members) <= shown


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_brochure_has_the_whole_seed(composed: Composed, session: Session, tag: str) -> None:
    document = composed("brochure", tag)
    printed = {line.message.id for _, line in items(document, TextLine)}
    contacts = {contact.contact for _, line in items(document, TextLine) for contact in line.contacts}
    carried = {
        seed
        for message in printed
        if message in session.campaign.messages
        for seed in session.campaign.message(message).seed
    }
    carried |= {seed for contact in contacts for seed in session.campaign.contacts[contact].seed}
    listed = yaml.safe_load((session.folder / "content/seed/items.yaml").read_text(encoding="utf-8"))["items"]
    kept = {item["id"] for item in listed if not item.get("dropped")}
    assert kept - carried == set()


@pytest.mark.parametrize("tag", LANGUAGES)
@pytest.mark.parametrize("product", PRODUCTS)
def test_the_text_line_is_offered_only_in_languages_that_it_answers_in(
    composed: Composed, product: str, tag: str
) -> None:
    document = composed(product, tag)
    messages = {line.message.id for _, line in items(document, TextLine)}
    elsewhere = set() if product in ("poster", "wallet-card") else {"contact.text-languages"}  # no room for a caution
    expected = {"contact.text-line"} if tag in ("en", "es") else elsewhere
    assert messages & {"contact.text-line", "contact.text-languages"} == expected


def test_the_card_says_what_its_code_opens_where_nobody_answers_texts(session: Session, composed: Composed) -> None:
    for tag in session.usual_languages:
        printed = {line.message.id for _, line in items(composed("wallet-card", tag), TextLine)}
        assert len(printed & {"contact.text-line", "qr.hotline"}) == (0 if tag == "ur" else 1), tag


@pytest.mark.parametrize(
    ("tag", "outside", "inside"),
    [("en", (261, 526.5), (265.5, 531)), ("ar", (265.5, 531), (261, 526.5)), ("ur", (265.5, 531), (261, 526.5))],
)
def test_the_folds_of_both_sides_meet(
    composed: Composed, tag: str, outside: tuple[float, float], inside: tuple[float, float]
) -> None:
    """The fold-in panel is 1/16 in narrower and at the end of the reading direction (press.md 6)."""
    pages = composed("brochure", tag).pages
    assert pages[0].folds == pytest.approx(outside)
    assert pages[1].folds == pytest.approx(inside)
    # Outside and inside are two sides of one sheet: seen through the paper, the folds meet.
    assert sorted(792 - fold for fold in pages[0].folds) == pytest.approx(sorted(inside))


def test_every_box_is_mirrored_on_right_to_left_pages(session: Session) -> None:
    """Compares Arabic pages with pages of the same words that are set from left to right."""
    from dataclasses import replace

    from flyers.layout.compose import compose

    localized = session.localized("ar")
    turned = replace(localized, language=replace(localized.language, direction="ltr"))
    for product in PRODUCTS:
        layout = session.layout(product)
        rtl = compose(localized, layout, session.theme, session.typesetter, session.pictures)
        ltr = compose(turned, layout, session.theme, session.typesetter, session.pictures)
        for page, mirror in zip(rtl.pages, ltr.pages, strict=True):
            there = [item for item in page.items if isinstance(item, Box | QrCode)]
            here = [item for item in mirror.items if isinstance(item, Box | QrCode)]
            for one, other in zip(there, here, strict=True):
                width = other.width if isinstance(other, Box) else len(other.matrix) * other.module
                assert one.x == pytest.approx(page.width - other.x - width)
                assert one.y == pytest.approx(other.y)


def test_codes_open_only_contacts(composed: Composed, session: Session) -> None:
    targets = {contact.target for contact in session.campaign.contacts.values()}
    for product in PRODUCTS:
        for _, code in items(composed(product, "en"), QrCode):
            assert isinstance(code, QrCode)
            assert code.target == session.campaign.contacts[code.contact].target
            assert code.target in targets


def test_the_layouts_of_all_products_can_be_read(session: Session) -> None:
    for name in PRODUCTS:
        assert list(walk(session.layout(name)))


def test_composing_twice_gives_equal_documents(session: Session) -> None:
    setting = (
        session.localized("km"),
        session.layout("wallet-card"),
        session.theme,
        session.typesetter,
        session.pictures,
    )
    from flyers.layout.compose import compose

    assert compose(*setting) == compose(*setting)
    assert Setting(*setting, Rung()).size(session.layout("wallet-card").roles["body"], "paper") > 0
