"""Checks of tags on trees made by hand: headings, lists, descriptions, links, order, words and their languages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from handmade import letters, paint

from expecting import page, text_line
from flyers.page.document import Page
from flyers.proof.checks import structure
from flyers.proof.expectations import SpokenElement
from flyers.proof.geometry import Box
from flyers.proof.matching import Match
from flyers.proof.painted import ContentMark, PageContents, TextObject
from flyers.proof.reading import DrawnContent, LinkArea, StructureElement, TaggedStructure, read_structure

Kid = Any


def words(text: str, box: Box | None = None, page: int = 0) -> DrawnContent:
    return DrawnContent(page, 0, drawn=[box] if box else [], said=[text])


def element(tag: str, *kids: Kid, **values: Any) -> StructureElement:
    made = StructureElement(tag, None, **values)
    for kid in kids:
        made.kids.append(words(kid) if isinstance(kid, str) else kid)
        if isinstance(kid, StructureElement):
            kid.parent = made
    return made


def tree(*kids: Kid, links: Sequence[LinkArea] = (), language: str = "es", **values: Any) -> TaggedStructure:
    root = element("StructTreeRoot", element("Document", *kids), language=language)
    return TaggedStructure(root, list(links), [], language, **{"marked": True, "shows_title": True, **values})


def found(check: Any, read: TaggedStructure, **expected: Any) -> list[str]:
    reading: Any = SimpleNamespace(results={read_structure.__wrapped__: read}, pages=[])
    document = SimpleNamespace(language="es", direction=expected.pop("direction", "ltr"))
    usual = {"document": document, "elements": (), "pages": (), "is_known": False}
    expectation: Any = SimpleNamespace(**{**usual, **expected})
    faults = list(check(reading, expectation))
    assert {fault.page for fault in faults} <= {0, 1}, "all words are on the first page; 0 is for what shows nothing"
    return [fault.problem for fault in faults]


# -- the tree ---------------------------------------------------------------------------------------------------------


def test_a_tagged_file_says_so_and_has_a_language_and_a_title() -> None:
    assert found(structure.tagged, tree()) == []
    bare = TaggedStructure(element("StructTreeRoot"), [], [], "", marked=False, shows_title=False)
    assert found(structure.tagged, bare) == [
        "there is no structure tree",
        "the catalog does not say that the file is tagged (MarkInfo)",
        "viewers would show the file's name, not its title (DisplayDocTitle)",
        "the file does not say which language it is in",
    ]


@pytest.mark.parametrize(
    ("tags", "told"),
    [
        ("H1", []),
        ("H1 H2 H3 H2 H2 H3", []),
        ("H1 H2 H3 H4 H5 H6 H2", []),
        ("", ["there is no heading"]),
        ("H2 H3", ["the first heading, “0 H2”, is an H2"]),
        ("H1 H2 H1", ["“2 H1” is a second H1"]),
        ("H1 H3", ["“1 H3” is an H3 after an H1"]),
        ("H1 H2 H4 H6", ["“2 H4” is an H4 after an H2", "“3 H6” is an H6 after an H4"]),
        ("H2 H1", ["the first heading, “0 H2”, is an H2"]),
        ("H3 H1 H1", ["the first heading, “0 H3”, is an H3", "“2 H1” is a second H1"]),
    ],
)
def test_levels_of_headings_have_no_gaps(tags: str, told: list[str]) -> None:
    headings = [element(tag, f"{number} {tag}") for number, tag in enumerate(tags.split())]
    assert found(structure.headings_step, tree(element("P", "Words."), *headings)) == told


def item(*kids: Kid) -> StructureElement:
    return element("LI", *(kids or (element("Lbl", "•"), element("LBody", "One"))))


@pytest.mark.parametrize(
    ("kids", "told"),
    [
        ([element("L", item(), item(element("LBody", "Two")))], []),
        ([element("L", element("Caption", "Signs"), item(), element("L", item()))], []),
        ([element("L", element("P", "a"), element("P", "b"), item())], ["an L has a P"]),
        ([element("L", item(element("P", "a")))], ["an LI has a P", "an item of a list has no text, or two"]),
        (
            [element("L", item(element("LBody", "a"), element("LBody", "b")))],
            ["an item of a list has no text, or two"],
        ),
        ([item()], ["“” is an LI outside its list"]),
        ([element("L", element("LBody", "a"))], ["an L has a LBody", "“a” is an LBody outside its list"]),
        ([element("P", "a"), element("Lbl", "1")], ["“1” is an Lbl outside its list"]),
    ],
)
def test_lists_have_items_and_items_a_text(kids: list[StructureElement], told: list[str]) -> None:
    assert found(structure.lists_nest, tree(*kids)) == told


# -- pictures and links -----------------------------------------------------------------------------------------------


BOX: Box = (10.0, 10.0, 60.0, 60.0)


def figure(alt: str = "A code", box: Box | None = BOX, drawn: Box | None = BOX, **values: Any) -> StructureElement:
    return element("Figure", words("", drawn), alt=alt, box=box, **values)


@pytest.mark.parametrize(
    ("one", "told"),
    [
        (figure(), []),
        (figure(" "), ["a picture has no description"]),
        (figure("", actual="A code"), []),
        (figure("A \u2068code\u2069"), ["the description “A \u2068code\u2069” has direction marks"]),
        (figure(box=(11.0, 10.0, 60.0, 59.0)), []),
        (figure(box=(11.1, 10.0, 60.0, 60.0)), ["the place given for “A code” is not where it is drawn"]),
        (figure(box=(10.0, 10.0, 60.0, 61.1)), ["the place given for “A code” is not where it is drawn"]),
        (figure(box=None), ["the place given for “A code” is not where it is drawn"]),
        (figure(drawn=None), ["the place given for “A code” is not where it is drawn"]),
    ],
)
def test_a_picture_has_a_description_and_its_place(one: StructureElement, told: list[str]) -> None:
    assert [problem for problem in found(structure.pictures_described, tree(one)) if "describes" not in problem] == told


@pytest.mark.parametrize(("left", "right_place"), [(10.009, True), (10.02, False)])
def test_the_place_of_a_picture_of_ours_is_exact(left: float, right_place: bool) -> None:
    one = tree(figure(box=(left, *BOX[1:])))
    assert (found(structure.pictures_described, one, is_known=True) == []) is right_place
    assert found(structure.pictures_described, one) == [], "others round to whole points"


def test_each_picture_has_its_own_description() -> None:
    elements = (SpokenElement("P"), SpokenElement("Figure", alt="One"), SpokenElement("Figure", alt="Two"))
    right, swapped = tree(figure("One"), figure("Two")), tree(figure("Two"), figure("One"))
    assert found(structure.pictures_described, right, elements=elements) == []
    assert found(structure.pictures_described, swapped, elements=elements) == [
        "“Two” describes the picture of “One”",
        "“One” describes the picture of “Two”",
    ]


def link(box: Box, contents: str, page: int = 0) -> LinkArea:
    return LinkArea(page, box, "tel:1", contents)


def test_links_may_touch_but_not_overlap() -> None:
    one, beside = link((0.0, 0.0, 50.0, 10.0), "1"), link((50.0, 0.0, 90.0, 10.0), "2")
    over, elsewhere = link((40.0, 5.0, 60.0, 15.0), "3"), link((0.0, 0.0, 50.0, 10.0), "4", page=1)
    assert found(structure.links_apart, tree(links=[one, beside, elsewhere])) == []
    assert found(structure.links_apart, tree(links=[one, beside, over, elsewhere])) == [
        "the links of 1 and 3 overlap",
        "the links of 2 and 3 overlap",
    ]


# -- what is tagged ---------------------------------------------------------------------------------------------------


def mark(tag: str = "P", mcid: int | None = None, around: ContentMark | None = None) -> ContentMark:
    return ContentMark(tag, mcid, None, around)


@pytest.mark.parametrize(
    ("marked", "fault"),
    [
        (None, "is not tagged"),
        (mark(), "is not tagged"),
        (mark(mcid=0), ""),
        (mark("Span", around=mark(mcid=0)), ""),
        (mark("Artifact"), ""),
        (mark("Span", around=mark("Artifact")), ""),
        (mark("Artifact", around=mark(mcid=0)), "is both tagged and decoration"),
        (mark(mcid=1, around=mark("Artifact")), "is both tagged and decoration"),
        (mark(mcid=1, around=mark(mcid=0)), "is tagged twice"),
    ],
)
def test_everything_is_tagged_once_or_decoration(marked: ContentMark | None, fault: str) -> None:
    assert structure._fault(marked) == fault


def test_the_words_of_a_line_that_are_not_tagged_are_named() -> None:
    glyphs: list[Any] = [
        SimpleNamespace(text=letter, x=float(x), y=0.0, turn=0, place=(float(x), 0.0), along=float(x), up=0.0,
                        axes=(1.0, 0.0, 0.0, 1.0), advance=1.0, size=1.0, box=None)
        for x, letter in enumerate("abcd")
    ]  # fmt: skip
    contents = PageContents(texts=[TextObject(5, glyphs)])
    contents.marking = [
        ((1, 0), mark(mcid=0)),
        ((5, 1), None),
        ((5, 2), mark(mcid=1)),
        ((5, 3), None),
    ]
    page: Any = SimpleNamespace(contents=contents, number=2)
    (fault,) = structure._untagged_texts(page)
    assert (fault.problem, fault.page) == ("“bd” is not tagged", 2)


def test_paint_that_is_not_tagged_and_content_without_an_end_are_told() -> None:
    paints = [paint(order=1), paint(order=3, kind="stroke")]
    contents = PageContents(paints=paints, marking=[((1, 0), mark(mcid=0)), ((2, 0), None)])
    reading: Any = SimpleNamespace(pages=[SimpleNamespace(contents=contents, number=2)], results={})
    reading.results[read_structure.__wrapped__] = tree()
    (fault,) = structure.nothing_untagged(reading, None)
    assert (fault.problem, fault.page) == (f"a stroke in {paints[1].colour} is not tagged", 2)
    assert list(structure.pointers_meet(reading, None)) == []
    contents.marking.append(((4, 0), mark()))
    reading.results[read_structure.__wrapped__].problems.append((3, "a tag is lost"))
    assert [(fault.problem, fault.page) for fault in structure.pointers_meet(reading, None)] == [
        ("a tag is lost", 3),
        ("marked content begins and never ends", 2),
    ]


def test_a_foot_is_marked_as_one_in_all_its_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    foot, head = (ContentMark("Artifact", None, None, None, f"Pagination/{where}") for where in ("Footer", "Header"))

    def faults(*marks: ContentMark | None, running: bool = True) -> list[tuple[str, int, str]]:
        text = TextObject(1, letters("ab"))
        contents = PageContents(texts=[text], marking=[((1, at), one) for at, one in enumerate(marks)])
        line = replace(text_line("ab"), running=running)
        reading: Any = SimpleNamespace(pages=[SimpleNamespace(contents=contents, number=1)])
        matches = [Match(0, line, None), Match(0, line, text)]
        monkeypatch.setattr(structure, "matching", lambda reading, expectation: matches)
        return [(fault.problem, fault.page, fault.where) for fault in structure.feet_marked(reading, None)]

    told = [("“ab” is not marked as a foot", 1, "ab")]
    assert faults(foot) == faults(mark("Span", around=foot)) == faults(mark(mcid=0), running=False) == []
    assert faults(None) == faults(head) == faults(mark(mcid=0)) == told
    assert faults(foot, mark(mcid=0)) == told, "a part of it"


def test_a_long_text_is_quoted_by_its_beginning() -> None:
    assert structure.quoted(" two \n words ") == "“two words”"
    assert structure.quoted("x" * 60) == f"“{'x' * 60}”"
    assert structure.quoted("x" * 61) == f"“{'x' * 60}…”"


# -- words and order --------------------------------------------------------------------------------------------------


def wanted(tag: str, text: str, **values: Any) -> SpokenElement:
    return SpokenElement(tag, ((text, "es"),), **{"around": ("Document",), **values})


HEAD, CALL = wanted("H1", "¿Trabaja sin paga?"), wanted("P", "Llame al 911 ahora.")
H1, P = ("H1", "¿Trabaja sin paga?"), ("P", "Llame al 911 ahora.")


@pytest.mark.parametrize(
    ("blocks", "told"),
    [
        ([H1, P], []),
        ([H1, ("P", "Llame al  911\nahora.")], []),
        ([H1], ["“Llame al 911 ahora.” is never said"]),
        ([H1, P, ("P", "Más.")], ["“Más.” is read after the last expected block"]),
        ([P, H1], ["“Llame al 911 ahora.” is out of order: it is in place of “¿Trabaja sin paga?”"]),
        ([H1, ("P", "Llame al 912 ahora.")], ["“Llame al 912 ahora.” is in place of “Llame al 911 ahora.”"]),
        ([H1, ("P", "Llame al911 ahora.")], ["no space separates “Llameal” from “911ahora.” in “Llame al 911 ahora.”"]),
        ([H1, ("P", "Lla me al 911 ahora.")], ["a space separates “Lla” from “meal911aho” in “Llame al 911 ahora.”"]),
        ([("H2", H1[1]), P], ["“¿Trabaja sin paga?” is a H2, not a H1"]),
    ],
)
def test_what_is_said_is_what_was_written_in_its_order(blocks: list[tuple[str, str]], told: list[str]) -> None:
    read = tree(*(element(tag, text) for tag, text in blocks))
    assert found(structure.order_expected, read, elements=(HEAD, CALL)) == told


def test_a_block_is_in_the_elements_that_it_was_put_in() -> None:
    inside = tree(element("Sect", element(*H1)), element(*P))
    assert found(structure.order_expected, inside, elements=(HEAD, CALL)) == [
        "“¿Trabaja sin paga?” is in Document > Sect, not in Document"
    ]
    sect = wanted("H1", H1[1], around=("Document", "Sect"))
    assert found(structure.order_expected, inside, elements=(sect, CALL)) == []


def test_what_is_for_words_has_no_block_in_it_but_a_picture() -> None:
    problem = "“¿Trabaja sin paga?” is inside a Link, which is for words or one picture"
    assert found(structure.order_expected, tree(element("Link", element(*H1))), elements=(HEAD,)) == [problem]
    picture = SpokenElement("Figure", alt="A sign", around=("Document",))
    read = tree(element("Link", element("Figure", alt="A sign")))
    assert found(structure.order_expected, read, elements=(picture,)) == []


def test_a_text_in_place_of_what_is_shown_is_the_expected_one() -> None:
    label = wanted("Lbl", "•", actual="One of:")
    assert found(structure.order_expected, tree(element("Lbl", "•", actual="One of:")), elements=(label,)) == []
    for actual in (None, "", "Other"):
        assert found(structure.order_expected, tree(element("Lbl", "•", actual=actual)), elements=(label,)) == [
            f"“{actual or ''}” is to be read in place of “•” (ActualText)"
        ]


@pytest.mark.parametrize(
    ("text", "same"),
    [("می\u200cخواهم", True), ("میخواهم", False), ("می\u200dخواهم", False), ("م\u200cیخواهم", False)],
)
def test_joiners_are_where_they_were_written(text: str, same: bool) -> None:
    elements = (wanted("P", "می\u200cخواهم"),)
    told = found(structure.order_expected, tree(element("P", text)), elements=elements)
    assert told == ([] if same else ["letters are joined or separated that should not be, in “می\u200cخواهم”"])


def test_each_joiner_of_a_word_has_its_place() -> None:
    right, moved = "می\u200cخوا\u200cهم", "می\u200cخواه\u200cم"
    assert found(structure.order_expected, tree(element("P", right)), elements=(wanted("P", right),)) == []
    assert found(structure.order_expected, tree(element("P", moved)), elements=(wanted("P", right),)) == [
        f"letters are joined or separated that should not be, in “{right}”"
    ]


# -- languages --------------------------------------------------------------------------------------------------------


def in_language(*kids: Kid, elements: Sequence[SpokenElement] = ()) -> list[str]:
    return found(structure.languages_expected, tree(*kids), elements=tuple(elements))


def test_the_file_is_in_its_language() -> None:
    assert found(structure.languages_expected, tree(language="en")) == ["the file claims to be in en, not in es"]
    assert found(structure.languages_expected, tree(language="")) == ["the file claims to be in no language, not in es"]


def test_each_word_is_marked_with_its_language() -> None:
    mixed = SpokenElement("P", (("Llame a ", "es"), ("Safe Harbor", "en"), (" 24/7.", "es")))
    right = element("P", "Llame a ", element("Span", "Safe Harbor", language="en"), " 24/7.")
    assert in_language(right, elements=[mixed]) == []
    assert in_language(element("P", "Llame a Safe Harbor 24/7."), elements=[mixed]) == [
        "“SafeHarbor” is marked es, not en"
    ]
    whole = element("P", "Llame a Safe Harbor 24/7.", language="en")
    assert in_language(whole, elements=[mixed]) == ["“Llamea” is marked en, not es"]
    figures = element("P", "Llame a ", element("Span", "Safe Harbor 24/7", language="en"), ".")
    assert in_language(figures, elements=[mixed]) == [], "figures have no language of their own"
    unmarked = element("P", "Llame a ", element("Span", "Safe Harbor", language=""), " 24/7.")
    assert in_language(unmarked, elements=[mixed]) == ["“SafeHarbor” is marked without a language, not en"]


def test_a_contact_is_read_in_the_language_around_it() -> None:
    call = wanted("P", "Llame al 911.")
    assert in_language(element("P", "Llame al ", element("Link", "911"), "."), elements=[call]) == []
    assert in_language(element("P", "Llame al ", element("Link", "911", language="en"), "."), elements=[call]) == [
        "“911” is marked en"
    ]


def test_figures_alone_are_in_the_language_of_their_block() -> None:
    assert in_language(element("P", "911"), elements=[wanted("P", "911")]) == []
    assert in_language(element("P", "911", language="en"), elements=[wanted("P", "911")]) == ["“911” is marked en"]
    english = SpokenElement("P", (("911", "en"),))
    assert in_language(element("P", "911", language="en"), elements=[english]) == []


def test_a_bullet_is_in_the_language_of_its_item() -> None:
    def listed(language: str | None) -> StructureElement:
        return element("L", item(element("Lbl", "•", language=language), element("LBody", "Uno")))

    assert in_language(listed(None)) == in_language(listed("es")) == []
    assert in_language(listed("en")) == ["the bullet of “Uno” is marked en"]


def test_a_description_is_in_its_language() -> None:
    one = SpokenElement("Figure", alt="Un código")
    assert in_language(figure("Un código"), elements=[one]) == []
    assert in_language(figure("Un código", language="en"), elements=[one]) == [
        "the description “Un código” is marked en"
    ]
    english = SpokenElement("Figure", alt="A code", language="en")
    assert in_language(figure("A code", language="en"), elements=[english]) == []
    assert in_language(figure("A code"), elements=[english]) == ["the description “A code” is marked es"]


# -- places -----------------------------------------------------------------------------------------------------------


PAGE = page(width=400.0, height=300.0)


def placed(*boxes: Box, wide: Page = PAGE, last: Sequence[bool] = (), direction: str = "ltr") -> list[str]:
    """What is said of blocks that are read in this order: a, b, c …"""
    blocks = [element("P", words(letter, box)) for letter, box in zip("abcdef", boxes, strict=False)]
    elements = tuple(SpokenElement("P", last=late) for late in last)
    return found(structure.order_on_page, tree(*blocks), pages=(wide,), elements=elements, direction=direction)


UPPER, LOWER, RIGHT = (10.0, 200.0, 110.0, 220.0), (10.0, 100.0, 110.0, 120.0), (150.0, 200.0, 250.0, 220.0)
B_FIRST = "“b” is read after “a”, but precedes it on the page"


@pytest.mark.parametrize(
    ("one", "other", "rtl", "told"),
    [
        (UPPER, LOWER, False, []),
        (LOWER, UPPER, False, [B_FIRST]),
        (UPPER, RIGHT, False, []),
        (RIGHT, UPPER, False, [B_FIRST]),
        (RIGHT, UPPER, True, []),
        (UPPER, RIGHT, True, [B_FIRST]),
        (LOWER, RIGHT, False, []),  # the next column begins at the top
        (RIGHT, LOWER, False, []),
        (LOWER, LOWER, False, []),
        ((100.0, 100.0, 200.0, 120.0), (10.0, 100.0, 124.0, 120.0), False, [B_FIRST]),  # a quarter may overlap
        ((100.0, 100.0, 200.0, 120.0), (10.0, 100.0, 125.0, 120.0), False, [B_FIRST]),
        ((100.0, 100.0, 200.0, 120.0), (10.0, 100.0, 126.0, 120.0), False, []),
        ((10.0, 100.0, 110.0, 120.0), (85.0, 100.0, 300.0, 120.0), True, [B_FIRST]),
        ((10.0, 100.0, 110.0, 120.0), (84.0, 100.0, 300.0, 120.0), True, []),
        ((100.0, 100.0, 200.0, 120.0), (10.0, 115.0, 90.0, 135.0), False, []),  # a quarter of its height beside it
        ((100.0, 100.0, 200.0, 120.0), (10.0, 114.0, 90.0, 134.0), False, [B_FIRST]),
        ((100.0, 100.0, 200.0, 120.0), (10.0, 120.0, 101.0, 140.0), False, [B_FIRST]),  # right above it
        ((100.0, 100.0, 200.0, 120.0), (10.0, 120.0, 100.0, 140.0), False, []),  # in the next column
        ((100.0, 100.0, 200.0, 120.0), (10.0, 119.0, 101.0, 140.0), False, []),
    ],
)
def test_the_order_of_tags_is_that_of_the_page(one: Box, other: Box, rtl: bool, told: list[str]) -> None:
    assert placed(one, other, direction="rtl" if rtl else "ltr") == told
    assert placed(one, other, wide=replace(PAGE, direction="rtl" if rtl else ""), direction="ltr") == told


def test_what_is_read_last_may_stand_anywhere() -> None:
    assert placed(LOWER, UPPER, last=[False, True]) == []
    assert placed(LOWER, UPPER, last=[True, False]) == []
    assert placed(LOWER, UPPER, last=[False, False]) == [B_FIRST]


def test_panels_are_read_one_after_the_other() -> None:
    folded = replace(PAGE, folds=(200.0,))
    left_low, right_high = (10.0, 100.0, 110.0, 120.0), (250.0, 200.0, 350.0, 220.0)
    left_high = (10.0, 200.0, 110.0, 220.0)
    assert placed(left_high, left_low, right_high, wide=folded) == []
    assert placed(left_low, right_high, left_high, wide=folded) == ["the order returns to a panel that it has left"]
    crossed = replace(folded, panels=(("whole", 0.0, 400.0),))
    assert placed(left_low, right_high, left_high, wide=crossed)[:1] != [
        "the order returns to a panel that it has left"
    ]
    level = replace(PAGE, level_folds=(150.0,))
    assert placed(left_low, left_high, wide=level) == [], "an upper half may be the second page of a folded card"


def test_what_is_turned_is_read_as_it_stands_when_turned_back() -> None:
    """Turned by 90° clockwise, lines go on from the right to the left of the page."""
    turned = replace(PAGE, turned=((90, (0.0, 0.0, 200.0, 300.0)),))
    first, second = (150.0, 20.0, 170.0, 250.0), (110.0, 20.0, 130.0, 250.0)
    assert placed(first, second, wide=turned) == []
    assert placed(second, first, wide=turned) == [B_FIRST]
    assert placed(first, second) == [B_FIRST]
    for tail, inside in ((4.0, True), (4.1, False)):  # letters with long tails reach out of it
        narrow = replace(PAGE, turned=((90, (110.0 + tail, 20.0, 170.0 - tail, 250.0)),))
        assert placed(first, second, wide=narrow) == ([] if inside else [B_FIRST])


def test_panels_have_numbers_in_rows_from_below_each_from_the_left() -> None:
    folded = replace(PAGE, folds=(100.0, 250.0), level_folds=(150.0,))
    boxes = [(x, y, x + 20.0, y + 10.0) for y in (20.0, 200.0) for x in (20.0, 120.0, 300.0)]
    panels = [structure._panel(element("P", words("a", box)), box, SimpleNamespace(pages=(folded,))) for box in boxes]
    assert panels == [(0, number) for number in range(6)]
    pages: Any = SimpleNamespace(pages=(folded,))
    assert structure._panel(element("P", words("a", boxes[0], page=1)), boxes[0], pages) is None
    assert structure._panel(element("P"), boxes[0], pages) is None
    assert structure._panel(element("P", words("a")), (90.0, 20.0, 110.0, 30.0), pages) == (0, 0)
    assert structure._panel(element("P", words("a")), (90.0, 140.0, 109.0, 160.0), pages) == (0, 0)
    assert structure._panel(element("P", words("a")), (91.0, 140.0, 111.0, 162.0), pages) == (0, 4)


def test_of_turned_areas_the_smallest_that_holds_two_blocks_counts() -> None:
    first, second = (150.0, 20.0, 170.0, 250.0), (110.0, 20.0, 130.0, 250.0)
    outer, inner = (0, (0.0, 0.0, 300.0, 290.0)), (90, (100.0, 10.0, 200.0, 260.0))
    for areas in ((outer, inner), (inner, outer)):
        assert placed(first, second, wide=replace(PAGE, turned=areas)) == []
    half = (90, (100.0, 10.0, 140.0, 260.0))
    assert placed(first, second, wide=replace(PAGE, turned=(outer, half))) == [B_FIRST]
