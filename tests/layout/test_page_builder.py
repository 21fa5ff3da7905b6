"""Pages that no layout arranges."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from flyers.colour import contrast
from flyers.content.markup import RichText, Span, SpanKind
from flyers.content.message_key import MessageKey
from flyers.layout.page_builder import INK, LETTER, PALETTE, PAPER, PEN, RULE, PageBuilder, TextStyle, quoting
from flyers.page.document import Document, Element, TextLine
from flyers.page.items import extent
from flyers.pipeline.session import Session

MARGIN, FOOT = 40.0, 60.0
TEXT = TextStyle(10.0)


@pytest.fixture
def new_builder(session: Session) -> Callable[..., PageBuilder]:
    def make(*languages: str) -> PageBuilder:
        registry = [session.registry.language(tag) for tag in ("en", *languages)]
        builder = PageBuilder("note", session.typesetter, tuple(registry), LETTER, MARGIN, FOOT)
        builder.turn_over()
        return builder

    return make


def test_the_colours_of_these_pages_are_shares_of_inks_and_lights() -> None:
    for name, colour in PALETTE.items():
        assert name == colour.name
        assert all(0 <= share <= 1 for share in (*colour.cmyk, *colour.srgb)), name
        assert colour.ink <= 300, name
    assert contrast(PALETTE[INK], PALETTE[PAPER]) > contrast(PALETTE[PEN], PALETTE[PAPER]) > 4.5


def finish(builder: PageBuilder, *elements: Element, footer: tuple[str, str] | None = None) -> Document:
    return builder.document(
        "note", "A note", elements, campaign="ct", issue="2026-11", code="abc", draft=False, footer=footer
    )


def lines(document: Document, page: int = 0) -> list[TextLine]:
    return [item for item in document.pages[page].items if isinstance(item, TextLine)]


def test_a_paragraph_is_put_at_the_top_and_moves_it_down(new_builder) -> None:
    builder = new_builder()
    assert builder.top == MARGIN
    element = builder.paragraph("P", "Some words.", TEXT, gap=5)
    assert builder.top == pytest.approx(MARGIN + (0.74 + 0.22) * TEXT.size + 5), "the visual box of a line, and the gap"
    (line,) = lines(finish(builder, element))
    assert (line.x, line.text, line.message, line.role) == (MARGIN, "Some words.", MessageKey("note 1"), "note")
    assert element.items == ((0, 0),)
    assert builder.texts[MessageKey("note 1")].text == "Some words."


def test_words_in_another_language_are_set_in_its_way_and_tagged_with_it(new_builder) -> None:
    builder = new_builder("ar")
    element = builder.paragraph("P", RichText("العربية", "ar", "name"), TEXT)
    assert element.language == "ar"
    (line,) = lines(finish(builder, element))
    assert line.language == "ar"
    assert extent(line)[2] == pytest.approx(LETTER[0] - MARGIN, abs=2), "it begins at the right"


def test_right_to_left_words_in_a_line_become_lines_of_their_own(new_builder) -> None:
    builder = new_builder("ar")
    element = builder.paragraph("P", quoting("Arabic (", "العربية", "ar", ") is read from the right."), TEXT)
    parts = lines(finish(builder, element))
    assert [part.text for part in parts] == ["Arabic (", "العربية", ") is read from the right."]
    assert len({part.y for part in parts}) == 1
    assert len(element.items) == 3
    assert not any(part.spaced for part in parts)


def test_quoted_words_are_a_span_in_their_language() -> None:
    rich = quoting("Arabic (", "العربية", "ar", ") is read from the right.")
    (span,) = rich.spans
    assert rich.text[span.start : span.end] == "العربية"
    assert (rich.text, rich.language) == ("Arabic (العربية) is read from the right.", "en")
    assert (span.kind, span.value) == (SpanKind.FOREIGN, "ar")
    assert quoting("", "word", "es").text == "word"


def test_figures_apart_from_what_is_around_them_stay_in_a_line_that_runs_one_way(new_builder) -> None:
    builder = new_builder()
    builder.paragraph("P", "Call \u2066123\u2069 now", TEXT)
    (line,) = lines(finish(builder))
    assert line.text.endswith(" now")


def test_addresses_are_divided_only_where_they_are_too_wide(new_builder) -> None:
    builder = new_builder()
    assert builder.divided("see www.example.org", TEXT, 200) == "see www.example.org"
    assert builder.divided("see www.example.org", TEXT, 30).replace("\u200b", "") == "see www.example.org"
    assert builder.divided("see www.example.org", TEXT, 30).startswith("see w\u200bw")


def test_pages_are_turned_and_numbered(new_builder) -> None:
    builder = new_builder()
    builder.paragraph("P", "On the first page.", TEXT)
    builder.turn_over("a wide page", landscape=True)
    assert builder.top == MARGIN
    assert builder.remaining == LETTER[0] - MARGIN - FOOT
    document = finish(builder, footer=("left", "middle"))
    assert [page.face for page in document.pages] == ["page 1", "a wide page"]
    assert [(page.width, page.height) for page in document.pages] == [LETTER, LETTER[::-1]]
    for number, page in enumerate(document.pages):
        said = [line.text for line in lines(document, number)]
        assert said[-3:] == ["left", "middle", f"page {number + 1} of 2"]
        assert all(extent(line)[1] >= 20 for line in lines(document, number)), page.face


def test_a_trial_leaves_the_pages_alone(new_builder) -> None:
    builder = new_builder()
    builder.trial().paragraph("P", "Only to see how high it is.", TEXT)
    assert builder.top == MARGIN
    assert not builder.texts
    assert not finish(builder).pages[0].items


def test_a_frame_is_around_its_rectangle(new_builder) -> None:
    builder = new_builder()
    builder.frame(100, 200, 50, 30, weight=1.0)
    boxes = [extent(item) for item in finish(builder).pages[0].items]
    height = LETTER[1]
    assert min(box[0] for box in boxes) == 99
    assert max(box[2] for box in boxes) == 151
    assert max(box[3] for box in boxes) == height - 199
    assert min(box[1] for box in boxes) == height - 231


def test_a_rule_fills_the_measure_unless_it_is_told_where_it_is(new_builder) -> None:
    builder = new_builder()
    builder.rule(100)
    builder.rule(200, x=60, width=30, weight=2.0)
    builder.box(70, 300, 20, 10, PAPER, 3.0)
    width, height = LETTER
    usual, own, box = finish(builder).pages[0].items
    assert extent(usual) == pytest.approx((MARGIN, height - 100.5, width - MARGIN, height - 100))
    assert extent(own) == pytest.approx((60, height - 202, 90, height - 200))
    assert extent(box) == pytest.approx((70, height - 310, 90, height - 300))
    assert (usual.colour, box.colour, box.radius, box.block) == (RULE, PAPER, 3.0, "note")


def test_each_rule_of_a_frame_has_its_side(new_builder) -> None:
    """The upright ones are as high as the rectangle, the level ones wider by a weight at each end."""
    builder = new_builder()
    assert builder.frame(100, 200, 50, 30, weight=1.0) == ((0, 0), (0, 1), (0, 2), (0, 3))
    foot = LETTER[1]
    above, below, left, right = (extent(item) for item in finish(builder).pages[0].items)
    assert above == pytest.approx((99, foot - 200, 151, foot - 199))
    assert below == pytest.approx((99, foot - 231, 151, foot - 230))
    assert left == pytest.approx((99, foot - 230, 100, foot - 200))
    assert right == pytest.approx((150, foot - 230, 151, foot - 200))


def test_words_too_wide_are_smaller_and_then_divided(new_builder) -> None:
    builder = new_builder()
    text = RichText("www.example.org", "en", "name", spans=(Span(0, 15, SpanKind.FOREIGN, "en"),))
    width = builder.width_of(text, TEXT)
    assert builder.fitting(text, TEXT, width) == (text, TEXT)
    for share, size in ((0.999, 9.95), (0.901, 9.0), (0.899, 8.95), (0.751, 7.5)):
        same, style = builder.fitting(text, TEXT, width * share)
        assert (same, style.size) == (text, pytest.approx(size)), "in steps of a twentieth of a point"
        assert builder.width_of(same, style) <= width * share
    divided, style = builder.fitting(text, TEXT, width * 0.74)
    assert isinstance(divided, RichText)
    assert (divided.text.replace("\u200b", ""), divided.spans, style) == (text.text, (), TEXT)
    assert "\u200b" in divided.text


def test_as_much_height_as_words_may_need_is_what_they_take(new_builder) -> None:
    builder = new_builder("ur")
    for text in ("Some words that need more than a line of their own.", RichText("لاہور میں لاہور میں", "ur", "name")):
        needed = builder.height_of(text, TEXT, 60)
        assert needed - 0.5 < builder.words(text, TEXT, 100, 200, 60).height <= needed
        assert needed > 2 * TEXT.size
    boxes = [extent(line) for line in lines(finish(builder)) if line.language == "ur"]
    assert all(left > 99 and right < 161 for left, _, right, _ in boxes)
    assert max(top for _, _, _, top in boxes) <= LETTER[1] - 200 + 0.1


def test_a_part_of_a_line_without_ink_has_an_empty_box(new_builder) -> None:
    builder = new_builder("ar")
    builder.paragraph("P", quoting("\u00a0", "العربية", "ar"), TEXT)
    space, word = lines(finish(builder))
    assert (space.text, space.ink) == ("\u00a0", (0.0, 0.0, 0.0, 0.0))
    left, bottom, right, top = word.ink
    assert left < right
    assert bottom < top


def test_a_document_says_what_it_is_of(new_builder) -> None:
    builder = new_builder("ar")
    builder.turn_over("of a reader", direction="rtl")
    made = builder.document(
        "card",
        "A card",
        (),
        campaign="ct",
        issue="i",
        code="c",
        draft=True,
        secondary="ar",
        colours={"deep": PALETTE[PEN]},
    )
    assert (made.product, made.title, made.language, made.secondary, made.draft) == ("card", "A card", "en", "ar", True)
    assert (made.campaign, made.issue, made.code) == ("ct", "i", "c")
    assert made.colours == {"deep": PALETTE[PEN], **PALETTE}
    assert [(page.face, page.direction) for page in made.pages] == [("page 1", ""), ("of a reader", "rtl")]
    same = builder.document("card", "A card", (), campaign="ct", issue="i", code="c", draft=True, secondary="en")
    assert same.secondary == ""


def test_the_foot_of_a_page_has_its_words_below_a_rule(new_builder) -> None:
    """The note at the left, what is strong before the last sixth, and the number at the right."""
    builder = new_builder()
    made = finish(builder, footer=("left", "middle"))
    rule, *_ = made.pages[0].items
    width, height = LETTER
    assert extent(rule) == pytest.approx((MARGIN, FOOT - 8.5, width - MARGIN, FOOT - 8))
    left, middle, number = lines(made)
    measure = width - 2 * MARGIN
    assert (left.x, left.size, middle.size, number.size) == (MARGIN, 9.0, 10.5, 9.0)
    assert extent(middle)[2] == pytest.approx(MARGIN + measure * 0.83, abs=1)
    assert extent(number)[2] == pytest.approx(width - MARGIN, abs=2.5)
    assert left.y == pytest.approx(FOOT - 13 - 0.74 * 9)
    assert middle.y == pytest.approx(FOOT - 13 + 0.6 - 0.74 * 10.5)
    assert number.y == left.y
    assert all(run.face.endswith(":bold") is (line is middle) for line in (left, middle, number) for run in line.runs)
    assert height == made.pages[0].height


def test_a_long_note_at_the_foot_keeps_clear_of_what_is_beside_it(new_builder) -> None:
    builder = new_builder()
    made = finish(builder, footer=("a note that is long " * 6, "middle"))
    notes = [extent(line) for line in lines(made) if line.message == MessageKey("note 1")]
    right = MARGIN + (LETTER[0] - 2 * MARGIN) * 0.58
    assert len(notes) > 1
    assert right - 60 < max(box[2] for box in notes) <= right


def test_a_line_that_runs_from_the_right_stays_whole(new_builder) -> None:
    builder = new_builder("ar")
    builder.paragraph("P", RichText("اتصل بنا على 123 now", "ar", "name"), TEXT)
    assert len(lines(finish(builder))) == 1


def test_english_words_with_others_in_them_have_room_for_their_ink(new_builder) -> None:
    """A line that quotes Urdu is as far below the one before as its letters reach up; plain English is not."""
    builder = new_builder("ur")
    mixed = builder.words(quoting("It says ", "لاہور", "ur", " there"), TEXT, 100, 100, 300)
    plain = builder.words("It says nothing there", TEXT, 100, 300, 300)
    assert mixed.height > plain.height + 1
    highest = max(extent(line)[3] for line in lines(finish(builder)) if line.message == MessageKey("note 1"))
    assert highest <= LETTER[1] - 100 + 0.1
