"""Tags follow the order in which a reader of the language reads the panels of the paper.

Panels are identified by the place of their text between the folds that part them, not by their names in the layout.
"""

from __future__ import annotations

import pytest
from screenfiles import FILES, LANGUAGES, ROOT, SELDOM, each, screen

from flyers.pipeline.session import open_session
from flyers.proof.geometry import contains
from flyers.proof.reading import read, read_structure
from matrix import matrix

pytestmark = pytest.mark.slow

RTL = {"ar", "ur"}
FOLDED = {"brochure", "fold-card"}


def panels_read(language: str, product: str) -> list[tuple[int, int]]:
    """Return page and number of every panel in the order of the tags, counted from the edge where reading begins."""
    file = screen(language, product)
    visited: list[tuple[int, int]] = []
    for element in read_structure(read(file.pdf)).blocks:
        page, area = file.document.pages[element.page], element.area
        assert area is not None, element.text
        middle = (area[0] + area[2]) / 2
        folds = [fold for fold in page.folds if fold not in page.crossed_folds]
        edges = [0.0, *folds, page.width]
        from_left = sum(fold < middle for fold in folds)
        number = len(edges) - 2 - from_left if language in RTL else from_left
        if visited[-1:] != [(element.page, number)]:
            visited.append((element.page, number))
    return visited


def test_the_right_to_left_languages_are_those_of_the_registry() -> None:
    languages = open_session(ROOT).registry.languages
    assert {tag for tag in LANGUAGES if languages[tag].direction == "rtl"} == RTL


@pytest.mark.parametrize("language", matrix(LANGUAGES, lambda language: language not in SELDOM))
def test_the_brochure_is_read_in_the_order_cover_flap_inside_back(language: str) -> None:
    """Folded, the cover is on top: the last panel of the outside, counted from where reading begins.

    Opened, the flap shows first, still folded in; then the inside, whose signs go across two panels, and the back.
    """
    cover, flap, inside, back = (0, 2), (0, 0), [(1, 0), (1, 1)], (0, 1)
    assert panels_read(language, "brochure") == [cover, flap, *inside, back]


@each(file for file in FILES if file[1] not in FOLDED)
def test_front_comes_before_back(language: str, product: str) -> None:
    faces = len(screen(language, product).document.pages)
    assert panels_read(language, product) == [(face, 0) for face in range(faces)]


@pytest.mark.parametrize("language", matrix(LANGUAGES, lambda language: language not in SELDOM))
def test_a_listener_hears_the_number_of_a_fold_card_before_its_calendar(language: str) -> None:
    assert panels_read(language, "fold-card") == [(1, 0), (1, 1), (0, 0)]


@pytest.mark.parametrize("language", matrix(LANGUAGES, lambda language: language not in SELDOM))
def test_the_cover_is_on_the_side_where_lines_end(language: str) -> None:
    """The outside is face down when the brochure is opened: its cover is on the right in English, on the left in Arabic."""
    page = screen(language, "brochure").document.pages[0]
    names = [name for name, _, _ in page.panels]
    assert names == (["cover", "back", "flap"] if language in RTL else ["flap", "back", "cover"])


@each(file for file in FILES if "card" in file[1] and file[1] not in FOLDED)
def test_the_small_print_of_a_card_is_read_last(language: str, product: str) -> None:
    """It stands beside the heading, and was read between the heading and its list."""
    said = [element.text for element in read_structure(read(screen(language, product).pdf)).blocks]
    small_print = said[-1].replace("\u200b", "")  # a narrow piece may part it at hyphens
    assert f" · {language} · {product} · " in small_print, "its English name is first"


@each(FILES)
def test_a_touch_on_a_code_opens_what_a_camera_would(language: str, product: str) -> None:
    file = screen(language, product)
    links = read_structure(read(file.pdf)).links
    for code in file.expectation.codes:
        (link,) = [link for link in links if link.page == code.page and contains(link.box, code.box, 0.1)]
        assert link.target == code.target
        assert link.element is not None
        assert [element.tag for element in link.element.elements] == ["Link", "Figure"]
        assert not set(link.contents) & set("\u2066\u2067\u2068\u2069")
