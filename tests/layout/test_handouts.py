"""The notice with tear-off strips, the table tent and the door hanger: what is where, in all languages that differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from flyers.page.document import Document, QrCode, TextLine
from flyers.page.editions import SCREEN
from flyers.page.items import extent, union
from flyers.page.paths import box_around
from flyers.pdf.painter import paint
from flyers.pipeline.recipe import expectation
from flyers.pipeline.session import Session
from flyers.proof.run import proof
from flyers.translation.localization import AUTONYM

LANGUAGES = ["en", "es", "ar", "ur", "km", "zh-Hans"]
DIGITS = 0.73
"""Height of figures and of capitals, about; em."""
IN = 72.0
NUMBER = "1-888-373-7888"

Compose = Callable[[str, str], Document]


def lines(document: Document) -> list[TextLine]:
    return [item for item in document.pages[0].items if isinstance(item, TextLine)]


def bare(line: TextLine) -> str:
    return line.text.strip("\u2066\u2069 ")


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_strip_has_the_number_and_the_name_of_the_language_alone(
    composed: Compose, session: Session, tag: str
) -> None:
    """Whoever is found with a strip has a number, and nothing that says what it is for."""
    document = composed("tear-off", tag)
    strips: list[list[TextLine]] = [[] for _ in range(10)]
    for line in lines(document):
        left, bottom, right, top = extent(line)
        if bottom < 2 * IN:
            assert top < 2 * IN, line.text
            strips[int((left + right) / 2 // (0.85 * IN))].append(line)
    autonym = session.registry.language(tag).autonym
    for strip in strips:
        assert Counter(map(bare, strip)) == {NUMBER: 1, autonym: 1}
        assert {line.turn for line in strip} == ({270} if document.direction == "rtl" else {90})
        assert {line.message.id for line in strip} == {"hotline", AUTONYM}
        assert next(line.size for line in strip if bare(line) == NUMBER) >= 13


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_strips_are_cut_between_and_torn_off_above(composed: Compose, tag: str) -> None:
    (page,) = composed("tear-off", tag).pages
    cuts = sorted(box_around(finish.path) for finish in page.finishing if finish.kind == "cut")
    assert [box[0] for box in cuts] == pytest.approx([0.85 * IN * number for number in range(1, 10)])
    assert {(box[1], box[3]) for box in cuts} == {(0.0, 2 * IN)}
    (perforation,) = (box_around(finish.path) for finish in page.finishing if finish.kind == "perforation")
    assert perforation == (0.0, 2 * IN, page.width, 2 * IN)


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_number_is_the_largest_thing_on_the_notice(composed: Compose, tag: str) -> None:
    document = composed("tear-off", tag)
    number = max(
        (line for line in lines(document) if bare(line) == NUMBER and not line.turn), key=lambda line: line.size
    )
    assert number.size >= 60
    assert number.ink[2] - number.ink[0] > 5 * IN


@pytest.mark.parametrize("tag", LANGUAGES)
def test_both_panels_of_the_tent_say_the_same_and_are_head_to_head(composed: Compose, tag: str) -> None:
    (page,) = composed("table-tent", tag).pages
    assert page.level_folds == pytest.approx((2 * IN, 8 * IN, 14 * IN))
    words = [item for item in page.items if isinstance(item, TextLine)]
    near = [line for line in words if 2 * IN < extent(line)[1] < 8 * IN]
    far = [line for line in words if 8 * IN < extent(line)[1] < 14 * IN]
    assert {line.turn for line in near} == {0}
    assert {line.turn for line in far} == {180}
    assert [line.text for line in near] == [line.text for line in far]
    ridge = 8 * IN
    for one, other in zip(near, far, strict=True):
        left, bottom, right, top = extent(one)
        assert extent(other) == pytest.approx(
            (page.width - right, 2 * ridge - top, page.width - left, 2 * ridge - bottom)
        )
    assert not [line for line in words if extent(line)[3] > 14 * IN], "the flap is for glue"


@pytest.mark.parametrize(("first", "second"), [("es", "en"), ("ur", "en"), ("en", "ar")])
def test_the_far_panel_is_in_the_second_language(session: Session, first: str, second: str) -> None:
    localized = session.localized(first, secondary=second, allow_untranslated=True)
    layout = session.layout("table-tent", secondary=second)
    document = session.composed(localized, layout)
    far = [line for line in lines(document) if line.turn == 180 and not line.message.is_contact]
    near = [line for line in lines(document) if not line.turn and not line.message.is_contact]
    assert far
    assert {line.message.language for line in far} == {second}
    assert {line.message.language for line in near} == {""}
    expected = expectation(
        document, SCREEN, localized, session.library, smallest_module=layout.smallest_module, moment=0
    )
    said = [piece for element in expected.elements for piece in element.pieces if piece[0].strip()]
    assert said[0][1] == first, "a screen reader meets the near panel first"
    assert [str(finding) for finding in proof(paint(document, SCREEN, session.library, 0), expected).findings] == []


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_top_of_the_hanger_has_no_words_and_the_hole_is_a_proposal(composed: Compose, tag: str) -> None:
    (page,) = composed("door-hanger", tag).pages
    things = [item for item in page.items if isinstance(item, TextLine | QrCode)]
    assert union(extent(item) for item in things)[3] <= page.height - 1.75 * IN
    (hole,) = page.finishing
    assert hole.kind == "hole"
    assert hole.by_printer
    left, bottom, right, top = box_around(hole.path)
    assert (left + right) / 2 == page.width / 2
    assert bottom > page.height - 1.75 * IN
    assert top <= page.height - page.safe


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_hanger_has_signs_what_not_to_do_and_whom_to_call(composed: Compose, tag: str) -> None:
    document = composed("door-hanger", tag)
    said = {line.message.id for line in lines(document)}
    assert len({name for name in said if name.startswith("signs.") and name != "signs.heading"}) >= 5
    assert said >= {"hotel.for", "brochure.cover.question", "help.call-first", "help.danger", "hotline"}
    (code,) = (item for item in document.pages[0].items if isinstance(item, QrCode))
    assert code.contact == "hotline"


@pytest.mark.parametrize("tag", ["en", "es", "ar", "am", "lo", "zh-Hans"])
def test_questions_on_the_back_of_the_card_cost_the_front_no_size(
    composed: Compose, session: Session, tag: str
) -> None:
    """The front is for the person at risk, who may hold it in poor light."""
    document = composed("self-card", tag)
    roles, language = session.layout("self-card").roles, session.registry.language(tag)
    questions, promise = (document.sizes[role] / language.optical for role in ("question", "promise"))
    assert questions >= 8.5, "to be read in poor light"
    assert promise > 0.9 * roles["promise"].aim[language.size_class]


@pytest.mark.parametrize("tag", [*LANGUAGES, "my", "th"])
def test_the_number_of_the_card_has_nearly_one_size_in_every_language(composed: Compose, tag: str) -> None:
    assert composed("self-card", tag).sizes["number"] >= 30.5


@pytest.mark.parametrize("product", ["number-label", "number-label-a4"])
@pytest.mark.parametrize("tag", ["en", "es", "hi", "zh-Hans"])
def test_words_stand_evenly_above_and_below_the_number_of_a_label(composed: Compose, product: str, tag: str) -> None:
    """And the small print further off than any of them."""
    found = [line for line in composed(product, tag).pages[0].items if isinstance(line, TextLine)]
    above, number, *_, last, small_print = sorted(found, key=lambda line: -line.y)
    below = max((line for line in found if line.role == "body"), key=lambda line: line.y)
    over = above.y - number.y - DIGITS * number.size
    under = number.y - below.y - DIGITS * below.size
    assert abs(over - under) < 4.5
    assert last.y - small_print.y > last.size


@pytest.mark.parametrize("tag", [*LANGUAGES, "my", "th", "am"])
def test_the_emergency_line_of_the_card_is_one_line(composed: Compose, tag: str) -> None:
    back = composed("self-card", tag).pages[1]
    (line,) = [item for item in back.items if isinstance(item, TextLine) and item.message.id == "help.danger"]
    assert line.size >= 9


@pytest.mark.parametrize("product", ["self-card"])
@pytest.mark.parametrize("tag", ["en", "es"])
def test_the_next_sentence_is_set_apart_where_no_request_follows_the_promise(
    composed: Compose, product: str, tag: str
) -> None:
    found = [line for line in composed(product, tag).pages[0].items if isinstance(line, TextLine)]
    promise = min(line.y for line in found if line.role == "promise")
    below = sorted((line.y for line in found if line.role == "body"), reverse=True)
    assert promise - below[0] > 1.1 * (below[0] - below[1])


@pytest.mark.parametrize("tag", [*LANGUAGES, "my", "th", "ti"])
def test_the_card_for_the_person_at_risk_has_a_livery_of_its_own(composed: Compose, tag: str) -> None:
    """Bands and colours of the sticker would show across a room what it is (design review, Latin 5)."""
    for page in composed("self-card", tag).pages:
        assert {item.colour for item in page.items} <= {"paper", "black"}


@pytest.mark.parametrize("tag", [*LANGUAGES, "my", "th", "ti", "ps", "hi"])
def test_the_card_asks_the_same_questions_in_every_language(composed: Compose, tag: str) -> None:
    """In Urdu it asked three of eight (design review, complex 15)."""
    back = composed("self-card", tag).pages[1]
    asked = {line.message.id for line in back.items if isinstance(line, TextLine) and line.role == "question"}
    names = ("quit", "come-and-go", "threats", "debt", "passport")
    assert asked == {f"questions.{name}" for name in names}
