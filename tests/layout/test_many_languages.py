"""Several languages on one product: a second one on the back, and sheets that show all of them."""

from __future__ import annotations

import shutil
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations, groupby, pairwise, product
from math import inf
from pathlib import Path

import pytest

from flyers.content.message_key import Form, MessageKey
from flyers.errors import FlyersError, LayoutError, UsageError
from flyers.layout.compose import compose
from flyers.page.document import Box, Document, Shape, TextLine
from flyers.pipeline.session import Session
from flyers.text.fonts import FontLibrary
from flyers.translation.localization import with_others

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]

RTL = ("ar", "ur", "fa-AF", "ps")


def together(session: Session, product: str, language: str, beside: str) -> Document:
    localized, layout = session.localized(language, secondary=beside), session.layout(product, secondary=beside)
    return compose(localized, layout, session.theme, session.typesetter, session.pictures)


@pytest.fixture(scope="module")
def picker(session: Session) -> Document:
    return together(session, "language-picker", "en", "all")


@pytest.fixture(scope="module")
def poster(session: Session) -> Document:
    return together(session, "hotline-poster", "en", "all")


def lines(document: Document, page: int | None = None) -> Iterator[TextLine]:
    for number, each in enumerate(document.pages):
        if page in (None, number):
            yield from (item for item in each.items if isinstance(item, TextLine))


def ink(line: TextLine) -> tuple[float, float, float, float]:
    left, bottom, right, top = line.ink
    return line.x + left, line.y + bottom, line.x + right, line.y + top


def glyph_boxes(line: TextLine, library: FontLibrary) -> list[tuple[float, float, float, float]]:
    boxes = []
    for run in line.runs:
        for glyph in run.glyphs:
            if extent := library.face(run.face).ink(glyph.gid):
                x, y = line.x + glyph.x, line.y + glyph.y
                left, bottom, right, top = (value * run.size for value in extent)
                boxes.append((x + left, y + bottom, x + right, y + top))
    return boxes


def overlap(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] + 0.6 < b[3] and b[1] + 0.6 < a[3]


@pytest.mark.parametrize(("own", "second"), [("es", "en"), ("ar", "en"), ("en", "ur"), ("ur", "ar")])
def test_the_first_language_is_on_the_front_and_the_second_on_the_back(session: Session, own: str, second: str) -> None:
    card = together(session, "wallet-card", own, second)
    front, back = ({line.message for line in lines(card, page)} for page in (0, 1))
    assert ("", "card.headline") in {(message.language, message.id) for message in front}
    assert (second, "card.headline") in {(message.language, message.id) for message in back}
    assert {message for message in front if message.language == second} == set()
    own_to_back = {message for message in back if message.language != second}
    assert own_to_back == {MessageKey("imprint")}
    assert MessageKey.of_contact("hotline").in_language(second) in back
    assert [page.direction for page in card.pages] == ["rtl" if tag in RTL else "ltr" for tag in (own, second)]
    assert (card.language, card.label) == (own, f"{own}+{second}")


@pytest.mark.parametrize(("own", "second"), [("es", "en"), ("ur", "en")])
def test_both_sides_have_the_hotline_and_the_emergency_number(session: Session, own: str, second: str) -> None:
    card = together(session, "wallet-card", own, second)
    for page in (0, 1):
        shown = Counter(contact.contact for line in lines(card, page) for contact in line.contacts)
        assert {"hotline", "emergency"} <= shown.keys()


def test_the_small_print_has_the_content_code_of_both_languages_together(session: Session) -> None:
    card = together(session, "wallet-card", "es", "en")
    (imprint,) = (line for line in lines(card) if line.message == MessageKey("imprint"))
    assert imprint.text.strip("\u2066\u2069") == f"Spanish + English · es+en · wallet-card · {card.issue} · {card.code}"
    assert card.code not in {session.localized("es").code, session.localized("en").code}


def test_a_second_language_has_a_branch_of_the_structure_tree(session: Session) -> None:
    card = together(session, "wallet-card", "es", "ar")
    assert [branch.language for branch in card.structure.children] == ["", "ar"]


def test_a_layout_with_one_face_is_set_twice_and_one_with_more_is_an_error(session: Session) -> None:
    assert [page.face for page in together(session, "poster", "es", "en").pages] == ["front", "second-front"]
    with pytest.raises(UsageError, match=r"cannot go on the back of brochure: it has 2 faces already"):
        session.layout("brochure", secondary="en")


def test_the_picker_has_a_line_for_every_language(session: Session, picker: Document) -> None:
    shown = [str(line.message) for line in lines(picker)]
    for language in session.registry:
        assert f"{language.tag}:language.spoken" in shown
        assert f"{language.tag}:language.spoken-english" in shown


def test_people_point_to_what_they_speak(picker: Document) -> None:
    """The pair “Mandarin” and “Traditional” was speech beside a script, and Cantonese was not there."""
    names = {line.message.language: line.text for line in lines(picker) if line.message.id == "language.spoken-english"}
    assert (names["zh-Hans"], names["zh-Hant"]) == ("Mandarin", "Cantonese")
    assert all(line.size >= 16 for line in lines(picker) if line.message.id == "language.spoken")


@pytest.mark.parametrize("product", ["language-picker", "hotline-poster"])
def test_languages_are_by_script_and_then_by_name(session: Session, product: str) -> None:
    document = together(session, product, "en", "all")
    names = [line for line in lines(document) if line.message.id in ("language.spoken", "language.autonym")]
    first = {line.message.language: line.text for line in reversed(names)}
    shown = list(dict.fromkeys(line.message.language for line in names))
    scripts = [session.registry.language(tag).script for tag in shown]
    assert len(list(groupby(scripts))) == len(set(scripts)), "the languages of a script are together"
    latin = [first[tag] for tag in shown if session.registry.language(tag).script == "Latn"]
    assert latin == sorted(latin)
    assert latin[0].startswith("Bahasa")


def test_language_names_begin_where_their_readers_begin(session: Session, picker: Document) -> None:
    (page,) = picker.pages
    width = (page.width - 60 - 28) / 3
    for line in lines(picker):
        rtl = session.registry.language(line.message.language or "en").rtl
        if line.message.id in ("language.spoken", "language.spoken-english"):
            edge = ink(line)[2 if rtl else 0]
            starts = [30 + column * (width + 14) + rtl * width for column in range(3)]
            assert min(abs(edge - start) for start in starts) < 3, line.message


def test_the_poster_in_all_languages_asks_its_question_in_each(poster: Document) -> None:
    asked = {line.message.language for line in lines(poster) if line.message.id == "card.headline"}
    offered = {line.message.language for line in lines(poster) if line.message.id == "help.hotline.line"}
    assert offered <= asked
    emergency = [line.size for line in lines(poster) if line.message.contact == "emergency"]
    assert len(emergency) == 1 + len(offered), "at the foot, and in every entry"
    assert max(emergency) >= 30, "a sign that needs no language"


def test_the_name_of_a_language_is_the_largest_word_of_its_entry(poster: Document) -> None:
    """The eye looks for it, and the sheet promises an interpreter in every language."""
    of = {role: {line.size for line in lines(poster) if line.role == role} for role in ("name", "question", "line")}
    assert min(of["name"]) > max(of["line"] | of["question"])
    forms = {line.message.form for line in lines(poster) if line.message.id == "help.hotline.line"}
    assert forms == {Form.TEXT}


@pytest.mark.parametrize("product", ["language-picker", "hotline-poster", "tabloid"])
def test_a_rule_is_nearer_to_the_name_below_it_than_to_the_words_above(session: Session, product: str) -> None:
    """Otherwise it would underline them. Where marks hang below a line, or a name has no high letters, it may not be."""
    document = together(session, product, "en", "all")
    rules = [item for item in document.pages[0].items if isinstance(item, Box) and item.height < 2]
    distances = []
    for rule in rules:
        column = [
            line for line in map(ink, lines(document)) if rule.x - 1 < line[0] and line[2] < rule.x + rule.width + 1
        ]
        above = min((line[1] - rule.y for line in column if line[1] > rule.y), default=inf)
        distances.append((above, min(rule.y - line[3] for line in column if line[3] < rule.y)))
    assert sum(above > below for above, below in distances) > 0.85 * len(rules) > 4
    assert min(above for above, _ in distances) > 4


def test_the_large_poster_says_in_its_own_language_what_it_says_in_the_others(session: Session) -> None:
    for own in ("en", "es", "ar", "km"):
        page = together(session, "tabloid", own, "all").pages[0]
        said = {item.message for item in page.items if isinstance(item, TextLine)}
        assert {MessageKey(f"promise.{one}") for one in ("free", "hours", "language")} <= said
        drawn = [item.name for item in page.items if isinstance(item, Shape) and not item.art]
        assert [name for name in drawn if name in ("free", "clock", "language")] == ["free", "clock", "language"]


def test_a_long_question_at_its_head_costs_the_six_languages_no_size(session: Session) -> None:
    for own in ("en", "es", "ru", "my", "ur"):
        sizes = together(session, "tabloid", own, "all").sizes
        assert (sizes["question"], sizes["line"]) == (26.0, 23.75), own


@pytest.mark.parametrize("heading", ["ru", "my", "id", "ur"])
def test_any_language_can_head_the_poster(session: Session, heading: str) -> None:
    """Those whose words take the most room at the top, and leave the least to the languages below."""
    document = together(session, "hotline-poster", heading, "all")
    assert document.sizes["number"] > 80
    assert document.sizes["headline"] > 25


def test_the_picker_has_room_for_more_languages(root: Path, tmp_path: Path) -> None:
    """Adding a language is the first thing that a coordinator does, and must not overfill the sheet."""
    for folder in ("content", "fonts"):
        (tmp_path / folder).symlink_to(root / folder)
    shutil.copytree(root / "translations", tmp_path / "translations")
    newcomer = (
        "  {tag}: {{autonym: Bosanski, english: Bosnian, script: Latn, direction: ltr, fonts: [noto-sans], "
        "leading: 1.32, ascent: 0.74, descent: 0.22, size_class: latin}}\n"
    )
    with (tmp_path / "translations" / "languages.yaml").open("a", encoding="utf-8") as registry:
        registry.writelines(newcomer.format(tag=tag) for tag in ("de", "nl", "sv", "cs", "ro", "hr", "bs", "fi"))
    more = Session(tmp_path)
    assert len(together(more, "language-picker", "en", "all").pages) == 1


def test_the_poster_shows_every_language_with_a_translation_and_reports_the_others(
    session: Session, poster: Document
) -> None:
    shown = {line.message._replace(form=Form.TEXT) for line in lines(poster)}
    left_out = {omission.message for omission in poster.omissions if omission.reason.startswith("left out")}
    for tag in session.registry.tags:
        message = MessageKey("help.hotline.line", language=tag)
        assert (message in shown) != (message in left_out), tag
        assert (message in left_out) != session.localized(tag, allow_untranslated=True).is_translated(
            "help.hotline.line"
        )


def test_lines_have_the_direction_and_script_of_their_language(session: Session, poster: Document) -> None:
    by_language: dict[str, list[TextLine]] = defaultdict(list)
    for line in lines(poster):
        if line.message.language and line.message.id == "help.hotline.line":
            by_language[line.message.language].append(line)
    for tag, found in by_language.items():
        language = session.registry.language(tag)
        levels = {run.level % 2 for line in found for run in line.runs}
        assert (1 in levels) == language.rtl, tag
        assert {run.language for line in found for run in line.runs} == {tag}
        scripts = {run.script for line in found for run in line.runs}
        assert language.script in scripts or tag == "ko", (tag, scripts)


@pytest.mark.parametrize("name", ["picker", "poster"])
def test_no_two_lines_overlap(name: str, request: pytest.FixtureRequest) -> None:
    """Boxes of lines may overlap, since Nastaliq slants down; those of their glyphs may not."""
    document, library = request.getfixturevalue(name), request.getfixturevalue("session").library
    for one, other in combinations(lines(document), 2):
        if overlap(ink(one), ink(other)):
            boxes = product(glyph_boxes(one, library), glyph_boxes(other, library))
            assert not any(overlap(a, b) for a, b in boxes), (one.message, other.message)


@pytest.mark.parametrize("name", ["picker", "poster"])
def test_text_stays_in_the_safe_area(name: str, request: pytest.FixtureRequest) -> None:
    (page,) = request.getfixturevalue(name).pages
    for line in (item for item in page.items if isinstance(item, TextLine)):
        left, bottom, right, top = ink(line)
        assert left >= page.safe - 0.01, line.message
        assert bottom >= page.safe - 0.01, line.message
        assert right <= page.width - page.safe + 0.01, line.message
        assert top <= page.height - page.safe + 0.01, line.message


def test_a_product_in_all_languages_has_the_code_of_all_together(session: Session, poster: Document) -> None:
    whole = session.localized("en", secondary="all")
    assert poster.code == whole.code
    assert poster.label == "en+all"
    assert poster.draft


def test_a_languages_block_needs_a_layout_for_many_languages(session: Session, tmp_path: Path) -> None:
    shutil.copytree(session.folder / "content", tmp_path / "content")
    shutil.copytree(session.folder / "translations", tmp_path / "translations")
    layout = tmp_path / "content" / "layouts" / "hotline-poster.yaml"
    layout.write_text(layout.read_text(encoding="utf-8").replace("many_languages: true\n", ""), encoding="utf-8")
    with pytest.raises(FlyersError) as caught:
        Session(tmp_path).layout("hotline-poster")
    assert "Write “many_languages: true”" in str(caught.value)


@pytest.mark.parametrize(("name", "placed"), [("nowhere", True), ("../themes/card", True), ("language-picker", False)])
def test_a_bilingual_layout_must_be_a_layout_for_one_language(campaign: Path, name: str, placed: bool) -> None:
    layout = campaign / "content" / "layouts" / "wallet-card.yaml"
    number = layout.read_text(encoding="utf-8").partition("\nbilingual:")[0].count("\n") + 2
    line = f":{number}:12:" if placed else ""
    text = layout.read_text(encoding="utf-8").replace("bilingual: wallet-card-side", f"bilingual: {name}")
    layout.write_text(text, encoding="utf-8")
    with pytest.raises(LayoutError) as caught:
        Session(campaign).layout("wallet-card", secondary="en")
    assert f"content/layouts/wallet-card.yaml{line}" in str(caught.value)
    assert f"“{name}”" in str(caught.value)


@pytest.mark.parametrize("tags", [("es", "fr", "it", "pl", "sq", "tr", "so", "sw"), ("es", "fr", "it", "pl", "sq")])
def test_a_few_languages_move_apart_but_not_too_far(session: Session, tags: tuple[str, ...]) -> None:
    layout = session.layout("hotline-poster")
    voices = with_others(session.localized("en"), [session.localized(tag) for tag in tags], "all")
    (page,) = session.composed(voices, layout).pages
    entries: dict[str, list[TextLine]] = {}
    for line in (item for item in page.items if isinstance(item, TextLine)):
        if line.message.language in tags:
            entries.setdefault(line.message.language, []).append(line)
    rows: dict[float, list[list[TextLine]]] = {}  # the entries of a row begin at one height, and the highest makes it
    for lines in entries.values():
        rows.setdefault(round(lines[0].y), []).append(lines)
    levels = sorted(rows.items(), reverse=True)
    assert len(levels) >= 2
    for (_, above), (_, below) in pairwise(levels):
        lowest = min(lines[-1].y + lines[-1].ink[1] for lines in above)
        white = lowest - max(lines[0].y + lines[0].ink[3] for lines in below)
        assert 3 * layout.space <= white <= 6 * layout.space


def test_only_some_languages_are_shown_in_the_order_of_the_layout(campaign: Path) -> None:
    layout = campaign / "content" / "layouts" / "tabloid.yaml"
    text = layout.read_text(encoding="utf-8")
    layout.write_text(text.replace("only: [es, pt-BR, ht, zh-Hans, pl, ar]", "only: [ur, km, quc]"), encoding="utf-8")
    session = Session(campaign)
    document = session.composed(
        session.localized("en", secondary="all", allow_untranslated=True), session.layout("tabloid")
    )
    asked = [line.message.language for line in lines(document) if line.message.id == "card.headline"]
    assert list(dict.fromkeys(tag for tag in asked if tag)) == ["ur", "km"]
    assert [omission.message.language for omission in document.omissions] == ["quc"]  # it has no translation
    layout.write_text(text.replace("only: [es, ", "only: [xx, "), encoding="utf-8")
    with pytest.raises(LayoutError, match="There is no language “xx”"):
        Session(campaign).layout("tabloid")


@pytest.mark.parametrize(
    ("own", "shown"),
    [("es", ["en", "pt-BR", "ht", "zh-Hans", "pl", "ar"]), ("km", ["es", "pt-BR", "ht", "zh-Hans", "pl", "ar"])],
)
def test_the_sheets_own_language_is_not_there_twice(session: Session, own: str, shown: list[str]) -> None:
    """English takes its place among the languages of the layout."""
    document = together(session, "tabloid", own, "all")
    asked = [line.message.language for line in lines(document) if line.message.id == "card.headline"]
    assert list(dict.fromkeys(tag for tag in asked if tag)) == shown
