"""The data of pages, from records made by hand: nothing is built, and no page is written."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from markupsafe import Markup

from flyers.content.contacts import ContactKind
from flyers.errors import ContentError, StoppedError, TranslationError, UsageError
from flyers.gallery import site
from flyers.gallery.folder import BuiltFile, Download, PagePicture, Piece, PieceStanding
from flyers.gallery.pages import SitePages, _least, file_size, lines_beside_number, main_number, page_size, relative
from flyers.gallery.pictures import LARGE, SMALL, _fitted, _write, picture_set
from flyers.gallery.site import UNREAD, SiteOrder, _downloads, _pictured, _products, _text, standing_of
from flyers.pipeline.plan import ALL
from flyers.translation.signoff import Standing, State

CARD = (252.0, 144.0)
DAY, LATER = dt.date(2026, 9, 14), dt.date(2026, 10, 1)
SIGNED, CHANGED = PieceStanding(DAY), PieceStanding(changed=True)


def built(variant: str = "screen", name: str = "card.screen.pdf", *, draft: bool = False) -> BuiltFile:
    return BuiltFile(Path("out/es") / name, variant, "ab12", 1234, (CARD,), draft)


# -- sizes ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "1 kB"),
        (1499, "1 kB"),
        (1501, "2 kB"),
        (52_400, "52 kB"),
        (999_499, "999 kB"),
        (999_501, "1.0 MB"),
        (1_000_000, "1.0 MB"),
        (1_449_000, "1.4 MB"),
        (25_000_000, "25.0 MB"),
    ],
)
def test_the_size_of_a_file_has_few_digits(size: int, words: str) -> None:
    assert file_size(size) == words


@pytest.mark.parametrize(
    ("width", "height", "words"),
    [
        (240.945, 153.071, "85 × 54 mm"),
        (595.276, 841.89, "210 × 297 mm"),
        (252.0, 144.0, "3.5 × 2 in"),
        (265.5, 612.0, "3.688 × 8.5 in"),
        (72.0, 297 / 25.4 * 72, "1 × 11.693 in"),
        ((85 + 0.049) / 25.4 * 72, 54 / 25.4 * 72, "85 × 54 mm"),
        ((85 + 0.051) / 25.4 * 72, 54 / 25.4 * 72, "3.348 × 2.126 in"),
    ],
)
def test_a_page_is_measured_in_the_unit_in_which_it_is_whole(width: float, height: float, words: str) -> None:
    assert page_size(width, height) == words


@pytest.mark.parametrize(
    ("size", "box", "pixels"),
    [
        (CARD, LARGE, (880, 503)),  # as wide as the box
        ((144.0, 252.0), LARGE, (709, 1240)),  # as high
        ((88.0, 124.0), LARGE, (880, 1240)),
        (CARD, SMALL, (320, 183)),
        ((7200.0, 7200.0), SMALL, (320, 320)),
    ],
)
def test_a_picture_fills_its_box_in_one_direction(
    size: tuple[float, float], box: tuple[int, int], pixels: tuple[int, int]
) -> None:
    assert _fitted(size, box) == pixels


# -- pictures ---------------------------------------------------------------------------------------------------------


def test_pictures_are_missing_until_they_are_there(tmp_path: Path) -> None:
    origin = replace(built(), pages=(CARD, (144.0, 252.0)))
    found = picture_set(tmp_path, "es", "wallet-card", origin)
    assert [(one.page, one.pages, one.width, one.height) for one in found.large] == [
        (1, 2, 880, 503),
        (2, 2, 709, 1240),
    ]
    assert [(one.page, one.pages, one.width, one.height) for one in found.small] == [(1, 2, 320, 183), (2, 2, 252, 440)]
    assert [box for _, box in found.missing] == [LARGE, LARGE, SMALL, SMALL]
    names = [one.path for one in (*found.large, *found.small)]
    assert len(set(names)) == 4
    assert names[0].startswith("pictures/es/wallet-card-1-")
    assert names[0].endswith(".webp")
    second = found.large[1]
    (tmp_path / "pictures" / "es").mkdir(parents=True)
    (tmp_path / second.path).write_bytes(b"drawn by nobody knows whom")
    again = picture_set(tmp_path, "es", "wallet-card", origin)
    assert (again.missing, again.altered) == (found.missing, ())
    _write(tmp_path, second, b"as it was drawn")
    again = picture_set(tmp_path, "es", "wallet-card", origin)
    assert second not in [one for one, _ in again.missing]
    assert len(again.missing) == 3
    (tmp_path / second.path).write_bytes(b"somebody else's")
    again = picture_set(tmp_path, "es", "wallet-card", origin)
    assert (again.missing, again.altered) == (found.missing, (second.path,))
    (tmp_path / second.path).unlink()
    again = picture_set(tmp_path, "es", "wallet-card", origin)
    assert (again.missing, again.altered) == (found.missing, ())
    other = picture_set(tmp_path, "es", "wallet-card", replace(origin, sha256="cd34"))
    assert not set(names) & {one.path for one in (*other.large, *other.small)}, "another file has other names"


@pytest.mark.parametrize(
    ("variants", "shown"),
    [
        ([], None),
        (["office", "image"], "image"),
        (["image", "screen"], "screen"),
        (["office.a4", "office"], None),
        (["screen.black"], None),
    ],
)
def test_a_product_is_pictured_by_the_file_that_shows_its_pages(variants: list[str], shown: str | None) -> None:
    found = _pictured([built(variant) for variant in variants])
    assert (found and found.variant) == shown


# -- downloads --------------------------------------------------------------------------------------------------------


FILES = [
    built("image", "card.image.png"),
    built("office.black.a4", "card.office.black.a4.pdf"),
    built("press", "card.press.pdf"),
    built("office", "card.office.pdf"),
    built("screen"),
]


def test_downloads_have_stable_names_and_order() -> None:
    given = list(_downloads("es", "card", FILES, SIGNED, drafts=False))
    assert [(one.path, one.words, one.form, one.detail, one.draft) for one in given] == [
        ("es/card.pdf", "gallery.file.screen", "PDF", "", False),
        ("es/card.office.pdf", "gallery.file.office", "PDF", "", False),
        ("es/card.office.black.a4.pdf", "gallery.file.office", "PDF", "BLACK A4", False),
        ("es/card.png", "gallery.file.image", "PNG", "", False),
    ]
    assert {(one.size, one.data) for one in given} == {(1234, b"")}
    assert given[0].origin == Path("out/es/card.screen.pdf")


@pytest.mark.parametrize(("standing", "draft"), [(UNREAD, False), (CHANGED, False), (SIGNED, True)])
def test_a_draft_is_given_out_on_demand_and_named_so(standing: PieceStanding, draft: bool) -> None:
    files = [built(draft=draft)]
    assert list(_downloads("es", "card", files, standing, drafts=False)) == []
    (given,) = _downloads("es", "card", files, standing, drafts=True)
    assert (given.path, given.draft) == ("es/card.DRAFT.pdf", True)


def test_words_go_along_only_with_an_image_that_is_given_out(tmp_path: Path) -> None:
    image = replace(built("image"), path=tmp_path / "card.image.png")
    (tmp_path / "card.image.txt").write_text("Call now.\n", encoding="utf-8")
    given = list(_downloads("es", "card", [image], SIGNED, drafts=False))
    assert _text([built(), image], given) == "Call now."
    assert _text([built(), image], []) == ""
    assert _text([built()], given) == ""


def test_usual_products_are_shown_and_others_that_have_been_made() -> None:
    session: Any = SimpleNamespace(products_in_all_formats=["a", "a-tall", "b", "c", "d"], usual_products=["c", "a"])
    assert _products(session, {"es": {"d": [built()]}, "ar": {"a-tall": [built()]}}) == ["a", "a-tall", "c", "d"]


def test_the_variant_of_a_file_has_edition_and_detail() -> None:
    assert (built("office.black.a4").edition, built("office.black.a4").detail) == ("office", "black.a4")
    assert (built("screen").edition, built("screen").detail) == ("screen", "")


def test_a_signed_usual_product_has_its_package_and_each_piece_its_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    package = Download("es/print-shop.zip", None, "gallery.file.package", "ZIP", 9, data=b"x" * 9)
    monkeypatch.setattr(site, "package_of", lambda session, output, tag: package if tag == "es" else None)
    standings = {"card": SIGNED, "banner": SIGNED, "poster": UNREAD}
    monkeypatch.setattr(site, "standing_of", lambda session, tag, product: standings[product])
    session: Any = SimpleNamespace(
        usual_products=["card", "poster", "sticker"],
        is_multilingual=lambda product: product == "banner",
        campaign=SimpleNamespace(source_language="en"),
    )
    pictures: Any = SimpleNamespace(large=(PagePicture("l", 1, 1, 8, 8),), small=(PagePicture("s", 1, 1, 2, 2),))
    sets = {(tag, product): pictures for tag in ("es", "ar") for product in standings}
    files = {product: [built(name=f"{product}.screen.pdf")] for product in (*standings, "sticker")}
    products = [*standings, "sticker"]
    order = SiteOrder(Path("out"), Path("site"), ["es", "ar"], drafts=True)
    made = site._pieces(session, order, products, {"es": files, "ar": files}, sets)
    assert {product: [one.path for one in piece.downloads] for product, piece in made["es"].items()} == {
        "card": ["es/card.pdf", "es/print-shop.zip"],
        "banner": ["en/banner.pdf"],
        "poster": ["es/poster.DRAFT.pdf"],
        "sticker": ["es/sticker.DRAFT.pdf"],
    }
    assert [len(piece.downloads) for piece in made["ar"].values()] == [1, 1, 1, 1]
    card, sticker = made["es"]["card"], made["es"]["sticker"]
    assert (card.standing, card.made, card.pictures, card.thumbs) == (SIGNED, True, pictures.large, pictures.small)
    assert (sticker.standing, sticker.made, sticker.thumbs) == (UNREAD, False, ())
    final = replace(order, drafts=False)
    made = site._pieces(session, final, products, {"es": {**files, "card": []}}, sets)
    assert [one.path for piece in made["es"].values() for one in piece.downloads] == ["en/banner.pdf"]


def test_files_are_left_out_unless_they_are_known_to_be_todays(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Path] = []

    def guarded_outcomes(function: Any, requests: Any, *, group: Any, at_once: int) -> Any:
        assert function is site.is_todays
        assert {group(request) for request in requests} == {Path("out/es")}
        asked.extend(request.path for request in requests)
        return [True, False, StoppedError("It took too long.")]

    monkeypatch.setattr(site, "guarded_outcomes", guarded_outcomes)
    card, image, poster = built(), built("image", "card.image.png"), built(name="poster.screen.pdf")
    session: Any = SimpleNamespace(folder=Path("c"))
    stocked = {"es": {"card": [card, image], "poster": [poster]}, "ar": {"poster": [poster]}}
    strangers = site._strangers(session, stocked)
    assert asked == sorted(file.path for file in (card, image, poster))
    assert strangers == {card.path, poster.path}
    assert site._without(strangers, stocked["es"]) == {"card": [image]}


# -- pages for readers ------------------------------------------------------------------------------------------------


def test_a_language_has_a_reading_page_until_somebody_has_read_all(monkeypatch: pytest.MonkeyPatch) -> None:
    unread = {("es", "card"): (), ("es", "poster"): ("lead",), ("ar", "card"): (), ("ar", "poster"): ()}

    def reading(session: Any, tag: str, product: str) -> Any:
        if tag == "fr":
            raise TranslationError("Not complete.")
        if product == "mug":
            raise UsageError("There is no mug.")
        return SimpleNamespace(unread=unread[tag, product])

    def reading_page(session: Any, tag: str, products: list[str]) -> Any:
        return SimpleNamespace(address="ab12", html=f"{tag} {products}")

    monkeypatch.setattr(site, "reading", reading)
    monkeypatch.setattr(site, "reading_page", reading_page)
    nothing: Any = None
    order = SiteOrder(Path("out"), Path("site"), [], readings=["card", "poster"])
    found = dict(site._readings(nothing, order, ["fr", "es", "ar"]))
    assert found == {"es": ("es/read-ab12.html", "es ['card', 'poster']")}
    assert list(site._readings(nothing, replace(order, readings=()), ["es"])) == []
    with pytest.raises(UsageError):
        list(site._readings(nothing, replace(order, readings=["mug"]), ["es"]))


# -- standings --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (State.SIGNED, PieceStanding(DAY)),
        (State.STALE, CHANGED),
        (State.REVIEWED, UNREAD),
        (State.CHECKED, UNREAD),
    ],
)
def test_visitors_see_three_states(monkeypatch: pytest.MonkeyPatch, state: State, told: PieceStanding) -> None:
    own = SimpleNamespace(standing=Standing(State.REVIEWED, day=DAY))
    session: Any = SimpleNamespace(
        layout=lambda product: SimpleNamespace(many_languages=False),
        localized=lambda tag, allow_untranslated: own,
    )
    monkeypatch.setattr(
        site, "product_standings", lambda session, tag, products: {products[0]: Standing(state, day=DAY)}
    )
    assert standing_of(session, "es", "card") == told
    own.standing = Standing(State.CHECKED)
    monkeypatch.setattr(site, "product_standings", None)
    assert standing_of(session, "es", "card") == UNREAD, "nobody has read anything: nothing is composed"


@pytest.mark.parametrize(("draft", "day", "told"), [(False, DAY, SIGNED), (True, DAY, UNREAD), (False, None, UNREAD)])
def test_a_piece_in_all_languages_is_signed_when_all_are(draft: bool, day: dt.date | None, told: PieceStanding) -> None:
    other = SimpleNamespace(standing=Standing(State.REVIEWED, day=day))
    localized = SimpleNamespace(standing=Standing(State.CHECKED), others={"es": other})
    approval = SimpleNamespace(draft=draft, standing=Standing(State.SIGNED, day=DAY))
    picker = SimpleNamespace(many_languages=True)
    session: Any = SimpleNamespace(
        layout=lambda product: picker,
        campaign=SimpleNamespace(source_language="en"),
        localized=lambda tag, secondary, allow_untranslated: {("en", ALL): localized}[tag, secondary],
        composed=lambda *words: SimpleNamespace(approval=approval) if words == (localized, picker) else None,
    )
    assert standing_of(session, "en", "hotline-poster") == told


def test_a_product_that_cannot_be_read_is_not_signed() -> None:
    def broken(product: str) -> None:
        raise ContentError("The layout is broken.")

    session: Any = SimpleNamespace(layout=broken)
    assert standing_of(session, "es", "card") == UNREAD


@pytest.mark.parametrize(
    ("pieces", "told"),
    [
        ([], UNREAD),
        ([SIGNED], SIGNED),
        ([PieceStanding(LATER), SIGNED], PieceStanding(LATER)),
        ([SIGNED, UNREAD], UNREAD),
        ([SIGNED, UNREAD, CHANGED], CHANGED),
    ],
)
def test_a_language_is_as_far_as_the_least_of_its_products(pieces: list[PieceStanding], told: PieceStanding) -> None:
    assert _least(pieces) == told


# -- what a page of a language shows ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "path", "link"),
    [
        ("index.html", "es/index.html", "es/index.html"),
        ("es/index.html", "index.html", "../index.html"),
        ("es/card.html", "es/index.html", "index.html"),
        ("es/card.html", "pictures/es/card.webp", "../pictures/es/card.webp"),
    ],
)
def test_links_are_relative(page: str, path: str, link: str) -> None:
    assert relative(page, path) == link


def contact(name: str, kind: ContactKind = ContactKind.PHONE, *, emergency: bool = False, serves: bool = True) -> Any:
    return SimpleNamespace(
        id=name, kind=kind, is_emergency=emergency, serves=lambda tag: serves, speaks=lambda tag: serves
    )


EMERGENCY = contact("emergency", emergency=True)
ENGLISH_ONLY = contact("office", serves=False)
HOTLINE = contact("hotline")
SITE = contact("site", ContactKind.WEB)


def speaker(*contacts: Any, messages: tuple[str, ...] = (), tag: str = "es", placeholder: str = "text") -> Any:
    """A speaker of a campaign whose *messages* contain the contact called *placeholder*."""
    form = SimpleNamespace(placeholders={placeholder})
    campaign = SimpleNamespace(source_language="en", message=lambda name: SimpleNamespace(forms={"text": form}))
    return SimpleNamespace(
        language=SimpleNamespace(tag=tag),
        localized=SimpleNamespace(contacts={one.id: one for one in contacts}, campaign=campaign),
        has=lambda name: name in messages,
        say=lambda name, links=False: Markup(f"{name}{'*' * links}"),
    )


@pytest.mark.parametrize(
    ("contacts", "first"),
    [
        ([EMERGENCY, ENGLISH_ONLY, HOTLINE], HOTLINE),
        ([EMERGENCY, ENGLISH_ONLY], EMERGENCY),
        ([SITE, ENGLISH_ONLY], ENGLISH_ONLY),
        ([SITE], None),
        ([], None),
    ],
)
def test_a_page_begins_with_a_number_that_answers_in_its_language(contacts: list[Any], first: Any) -> None:
    assert main_number(speaker(*contacts)) is first


ALL_LINES = ("help.hotline.line", "help.say-language", "contact.text-line", "contact.text-languages", "help.danger")


@pytest.mark.parametrize(
    ("tag", "messages", "serves", "lines"),
    [
        ("es", ALL_LINES, True, ["help.hotline.line*", "help.say-language*", "contact.text-line*", "help.danger*"]),
        ("es", ALL_LINES, False, ["help.hotline.line*", "help.say-language*", "contact.text-languages*", "help.danger*"]),
        ("en", ALL_LINES, True, ["help.hotline.line*", "contact.text-line*", "help.danger*"]),
        ("es", ("help.danger",), True, ["help.danger*"]),
        ("es", (), True, []),
    ],
)  # fmt: skip
def test_lines_beside_the_number_are_those_that_the_language_has(
    tag: str, messages: tuple[str, ...], serves: bool, lines: list[str]
) -> None:
    text = contact("text", ContactKind.TEXT, serves=serves)
    shown = list(lines_beside_number(speaker(SITE, text, messages=messages, tag=tag)))
    assert [str(words) for words, _ in shown] == lines
    assert [urgent for _, urgent in shown] == [line == "help.danger*" for line in lines]


def test_a_message_about_another_text_line_is_not_said_of_this_one() -> None:
    text = contact("text", ContactKind.TEXT)
    assert list(lines_beside_number(speaker(text, messages=("contact.text-line",), placeholder="other"))) == []


def piece(product: str, standing: PieceStanding, *, made: bool = True) -> Piece:
    picture = PagePicture("p.webp", 1, 1, 880, 503)
    return Piece("es", product, standing, (picture,) if made else ())


def test_products_are_listed_under_the_headings_of_the_campaign() -> None:
    purposes = {"card": "for.people", "sticker": "for.walls", "poster": "for.walls"}
    groups = {
        "gallery-people": SimpleNamespace(members=["heading.people", "for.people", "for.nobody"]),
        "signs": SimpleNamespace(members=["heading.signs", "for.people"]),
        "gallery-none": SimpleNamespace(members=["heading.none", "for.nobody"]),
        "gallery-walls": SimpleNamespace(members=["heading.walls", "for.walls"]),
    }
    products = ["banner", "poster", "card", "sticker"]
    pieces = {
        "banner": piece("banner", CHANGED),
        "poster": piece("poster", SIGNED),
        "card": piece("card", UNREAD),
        "sticker": piece("sticker", CHANGED, made=False),
    }
    speaks: Any = SimpleNamespace(purpose_message=lambda product: purposes.get(product, ""))
    campaign: Any = SimpleNamespace(groups=groups)
    pages = SitePages(campaign, {"es": speaks}, {"es": pieces}, products, "https://example.org")
    found = pages._sections("es", lambda product: f"es/{product}.html", of=SIGNED)
    assert [(one["heading"], [shown["piece"].product for shown in one["shown"]]) for one in found] == [
        ("heading.people", ["card"]),
        ("heading.walls", ["poster", "sticker"]),
        ("", ["banner"]),
    ]
    marked = {shown["piece"].product: shown["marked"] for one in found for shown in one["shown"]}
    assert marked == {"card": True, "poster": False, "sticker": False, "banner": True}, "what is not made has no mark"
    assert found[0]["shown"][0]["page"] == "es/card.html"
    unmarked = pages._sections("es", lambda product: product)
    assert not any(shown["marked"] for one in unmarked for shown in one["shown"])
    without = SitePages(campaign, {"es": speaks}, {"es": pieces}, products[1:], "")._sections("es", str)
    assert [one["heading"] for one in without] == ["heading.people", "heading.walls"]


def test_a_draft_is_whatever_is_not_signed() -> None:
    assert [one.draft for one in (SIGNED, CHANGED, UNREAD)] == [False, True, True]
    assert not piece("card", SIGNED, made=False).made
    assert Download("es/card.pdf", None, "w", "PDF", 1).draft is False
