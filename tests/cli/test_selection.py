"""From a user's words to languages, products and jobs: names in many spellings, and selections that are none."""

from __future__ import annotations

import argparse
import io
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from printing import open_as

from flyers.cli import selection
from flyers.cli.console import Console
from flyers.content.message_key import Form
from flyers.errors import FlyersError, LayoutError, UsageError
from flyers.pipeline.plan import Job
from flyers.pipeline.session import Session
from flyers.translation.registry import Registry as LanguageRegistry

# -- the campaign's folder --------------------------------------------------------------------------------------------


def test_the_campaign_is_the_nearest_folder_above(tmp_path: Path) -> None:
    inner = tmp_path / "campaign" / "content" / "layouts"
    inner.mkdir(parents=True)
    assert selection.find_project(inner) == inner
    (tmp_path / "campaign" / "content" / "campaign.yaml").touch()
    for start in (inner, inner.parent, inner.parent.parent):
        assert selection.find_project(start).resolve() == tmp_path / "campaign"
    assert selection.find_project(tmp_path) == tmp_path
    nested = inner / "nested"
    (nested / "content").mkdir(parents=True)
    (nested / "content" / "campaign.yaml").touch()
    assert selection.find_project(nested) == nested


# -- languages --------------------------------------------------------------------------------------------------------


LANGUAGES = {"es": "Spanish", "ht": "Haitian Creole", "zh-Hans": "Simplified Chinese", "en": "English"}


class Registry:
    find, named = LanguageRegistry.find, LanguageRegistry.named
    languages = LANGUAGES

    def __iter__(self) -> Iterator[Any]:
        return (SimpleNamespace(tag=tag, english=name, autonym="", say="") for tag, name in LANGUAGES.items())

    def language(self, word: str) -> Any:
        if len(found := self.find(word)) != 1:
            raise UsageError(f"There is no language “{word}”.")
        return found[0]


def named(monkeypatch: pytest.MonkeyPatch, **options: Any) -> tuple[argparse.Namespace, list[str]]:
    open_as(monkeypatch, SimpleNamespace(registry=Registry()))
    given = argparse.Namespace(project=Path(), **options)
    err = io.StringIO()
    selection.name_languages(given, Console(out=io.StringIO(), err=err))
    return given, err.getvalue().splitlines()


def test_languages_are_named_by_tag_or_name_of_several_words(monkeypatch: pytest.MonkeyPatch) -> None:
    words = ["es", "haitian", "creole", "ZH_hans", "Simplified", "Chinese", "Spanish"]
    options, notes = named(monkeypatch, lang=words)
    assert options.lang == ["es", "ht", "zh-Hans", "zh-Hans", "es"]
    assert notes == [
        "“haitian creole” is understood as ht (Haitian Creole).",
        "“Simplified Chinese” is understood as zh-Hans (Simplified Chinese).",
        "“Spanish” is understood as es (Spanish).",
    ]


def test_each_option_that_names_languages_is_read_as_it_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    options, _ = named(monkeypatch, language="Spanish", languages=["English", "es"], secondary="EN", lang=None)
    assert (options.language, options.languages, options.secondary, options.lang) == ("es", ["en", "es"], "en", None)


def test_of_several_campaigns_each_has_languages_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    options, notes = named(monkeypatch, lang=["Spanish"], campaigns=["a", "b"])
    assert (options.lang, notes) == (["Spanish"], [])


def test_a_word_for_no_language_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match="no language “creole”"):
        named(monkeypatch, lang=["es", "creole", "haitian"])


# -- products ---------------------------------------------------------------------------------------------------------


def layout(**values: Any) -> Any:
    usual = {"is_image": False, "takes_a_second": True, "many_languages": False, "suits_phones": True}
    return SimpleNamespace(**{**usual, **values})


LAYOUTS: dict[str, Any] = {
    "wallet-card": layout(),
    "poster": layout(takes_a_second=False),
    "poster-large": layout(takes_a_second=False),
    "booklet": layout(many_languages=True),
    "image-square": layout(is_image=True, takes_a_second=False),
    "broken": None,
}


class Session:
    """A campaign with `LAYOUTS`, in English and Spanish."""

    usual_products = ("wallet-card", "poster", "booklet", "broken")
    usual_languages = ("en", "es")
    registry = Registry()

    def __init__(self, folder: Path = Path()) -> None:
        self.products = list(LAYOUTS)
        titles = {"product.poster-large": "The Large Poster", "product.image-square": "Poster"}
        self.campaign = SimpleNamespace(
            source_language="en",
            folder=folder,
            messages={
                name: SimpleNamespace(forms={Form.TEXT: SimpleNamespace(text=text)}) for name, text in titles.items()
            },
        )

    def languages(self, tags: Any = ()) -> list[str]:
        return list(tags) or ["en", "es", "km"]

    def known_products(self, names: Any) -> list[str]:
        return self.products

    def readable_layout(self, product: str) -> Any:
        return LAYOUTS[product]

    is_image, is_multilingual = Session.is_image, Session.is_multilingual

    def layout(self, product: str, secondary: str = "") -> Any:
        if LAYOUTS[product] is None:
            raise LayoutError("It is broken.")
        if secondary and not LAYOUTS[product].takes_a_second:
            raise UsageError(f"{product} takes no second language.")
        return LAYOUTS[product]


SESSION: Any = Session()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["poster"], ["poster"]),
        (["Wallet", "Card"], ["wallet-card"]),
        (["wallet_card", "POSTER"], ["wallet-card", "poster"]),
        (["poster", "large"], ["poster-large"]),
        (["large", "poster"], None),
        (["The", "Large", "Poster", "booklet"], ["poster-large", "booklet"]),
        (["walletcard"], ["wallet-card"]),
        (["../poster"], None),
    ],
)
def test_products_are_named_by_id_or_title_in_many_spellings(words: list[str], found: list[str] | None) -> None:
    if found is None:
        with pytest.raises(UsageError):
            selection.name_products(words, SESSION)
    else:
        assert selection.name_products(words, SESSION) == found


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (["Wallet", "kard"], "Wallet kard"),
        (["poster", "large", "pamphlet"], "pamphlet"),
        (["Wallet", "kard", "poster"], "Wallet kard"),
    ],
)
def test_an_unknown_product_is_called_by_its_whole_name(words: list[str], name: str) -> None:
    """There was “no product “Wallet”” (field test, C15)."""
    with pytest.raises(UsageError, match=f"There is no product “{name}”"):
        selection.name_products(words, SESSION)


# -- jobs -------------------------------------------------------------------------------------------------------------


def jobs(products: list[str], editions: tuple[str, ...] = ("press",), **options: Any) -> list[str]:
    given = argparse.Namespace(**{"project": Path("c"), "output": None, "lang": None, "secondary": "", **options})
    made = selection.select_jobs(given, products, SESSION, editions=editions, press=selection_press())
    return [" ".join(filter(None, (one.language, one.product, one.edition, one.secondary))) for one in made]


def selection_press() -> Any:
    from flyers.pipeline.plan import PressChoice

    return PressChoice()


def test_usual_jobs_are_of_all_usual_languages() -> None:
    assert jobs(["wallet-card", "poster"]) == [
        "en wallet-card press",
        "en poster press",
        "es wallet-card press",
        "es poster press",
    ]
    assert jobs(["poster"], lang=["es"]) == ["es poster press"]


def test_what_has_all_languages_is_made_once() -> None:
    found = jobs(["booklet", "poster"])
    assert [one for one in found if "booklet" in one] == ["en booklet press all"]
    assert [one for one in jobs(["booklet"], lang=["es"]) if "booklet" in one] == ["es booklet press all"]


def test_images_are_in_the_edition_for_images() -> None:
    assert jobs(["image-square", "poster"], ("press", "image"), lang=["es"]) == [
        "es image-square image",
        "es poster press",
    ]


def test_what_does_not_suit_phones_is_made_in_the_other_editions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LAYOUTS, "poster", layout(suits_phones=False))
    found = jobs(["wallet-card", "poster"], ("phone", "screen"), lang=["es"], product=None)
    assert sorted(found) == ["es poster screen", "es wallet-card phone", "es wallet-card screen"]
    assert jobs(["wallet-card", "poster"], ("phone",), lang=["es"], product=None) == ["es wallet-card phone"]
    with pytest.raises(UsageError, match="“poster” has no edition “phone”"):
        jobs(["wallet-card", "poster"], ("phone",), lang=["es"], product=["wallet-card", "poster"])


@pytest.mark.parametrize(
    ("products", "editions", "options", "problem"),
    [
        (["image-square"], ("press",), {}, "“image-square” is an image for screens, and has no edition “press”."),
        (["image-square", "poster"], ("image",), {}, "“poster” is printed, and has no edition “image”."),
        (["poster"], ("press", "image"), {}, "“poster” is printed, and has no edition “image”."),
        (["booklet"], ("press",), {"secondary": "en"}, "booklet already has all languages."),
        (["wallet-card", "poster"], ("press",), {"secondary": "en"}, "poster takes no second language."),
        (
            ["wallet-card"],
            ("press",),
            {"secondary": "en", "lang": ["en"]},
            "A product is not made with its own language",
        ),
        ([], ("press",), {"secondary": "en"}, "No usual product takes a second language."),
        ([], ("press",), {}, "There is nothing to make: the campaign has no languages"),
        (["poster"], ("press",), {"secondary": "creole"}, "There is no language “creole”."),
    ],
)
def test_a_selection_that_is_none_is_refused(
    products: list[str], editions: tuple[str, ...], options: dict[str, Any], problem: str
) -> None:
    with pytest.raises(UsageError) as caught:
        jobs(products, editions, **options)
    assert caught.value.problem.startswith(problem)


def test_a_broken_layout_is_left_to_its_files() -> None:
    assert jobs(["broken"], lang=["es"], secondary="en") == ["es broken press en"]
    with pytest.raises(FlyersError):
        SESSION.layout("broken")


@pytest.mark.parametrize(("output", "folder"), [(None, Path("c/output")), (Path("there"), Path("there"))])
def test_files_are_in_the_campaign_unless_a_folder_is_given(output: Path | None, folder: Path) -> None:
    assert selection.output_folder(argparse.Namespace(project=Path("c"), output=output)) == folder


# -- sheets -----------------------------------------------------------------------------------------------------------


class Shelf:
    """A campaign with products of all kinds."""

    def __init__(self, *fitting: str) -> None:
        self.layouts = {"wide": layout(), "tall": layout(), **{name: layout() for name in fitting}}
        self.layouts |= {"image": layout(is_image=True), "broken": None}
        self.products = list(self.layouts)
        self.readable_layout = self.layouts.get


@pytest.mark.parametrize(
    ("ordered", "fitting", "hint"),
    [
        (["wide"], (), "Leave --sheet out, or choose a larger sheet."),
        (["wide"], ("a", "b", "c", "d"), "Leave --sheet out, or name a product that fits: a, b, c, d"),
        (["wide"], ("a", "b", "c", "d", "e"), "Leave --sheet out, or name a product that fits: a, b, c, d, …"),
        (["wide", "a", "b"], ("a", "b", "c"), "Add --product a,b, which fits, or leave --sheet out."),
    ],
)
def test_what_does_not_fit_a_sheet_is_told_with_what_does(
    monkeypatch: pytest.MonkeyPatch, ordered: list[str], fitting: tuple[str, ...], hint: str
) -> None:
    asked: dict[str, str] = {}

    def fault(product: str, secondary: str, spec: object, session: object) -> LayoutError | None:
        asked[product] = secondary
        return LayoutError("It is too wide.", trail=["front"]) if product in ("wide", "tall") else None

    monkeypatch.setattr(selection, "_fault", fault)
    made = [Job(Path("c"), "es", product, "office", Path("out"), "en") for product in ordered]
    spec, shelf = SimpleNamespace(cells=None, source=None), Shelf(*fitting)
    with pytest.raises(LayoutError) as caught:
        selection.require_room(made, spec, shelf)
    assert str(caught.value) == f"wide → front: It is too wide. {hint}"
    assert {product for product, secondary in asked.items() if secondary == "en"} == set(ordered)
    assert asked.keys() <= {"wide", "tall", *fitting}
    selection.require_room([job for job in made if job.product != "wide"], spec, shelf)


# -- old files --------------------------------------------------------------------------------------------------------


def test_files_of_products_and_languages_that_are_gone_are_named(tmp_path: Path) -> None:
    names = [
        "es/poster.press.pdf", "es/image-square.image.png", "es/reader-proof.pdf", "es/leaflet.press.pdf",
        "es/leaflet.image.png", "es/leaflet.txt", "es/proof.json", "so/poster.press.pdf", "so/reader-proof.pdf",
        "so/proof.json", "mine/leaflet.press.pdf",
    ]  # fmt: skip
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    session: Any = SimpleNamespace(
        known_products=lambda names: list(LAYOUTS), registry=SimpleNamespace(tags=["en", "es"])
    )
    said = "an old file, of a product or a language that the campaign no longer has. Delete it."
    assert sorted(selection.leftovers(session, tmp_path)) == [
        f"{tmp_path / name}: {said}"
        for name in ("es/leaflet.image.png", "es/leaflet.press.pdf", "so/poster.press.pdf", "so/reader-proof.pdf")
    ]


@pytest.mark.parametrize(("campaign", "where"), [("", ""), ("maine", "maine: ")])
def test_what_nothing_prints_is_a_warning_with_the_campaign_of_several(campaign: str, where: str) -> None:
    err = io.StringIO()
    selection.warn_of_unprinted(["a: x", "b: y"], Console(out=io.StringIO(), err=err), campaign)
    assert err.getvalue() == f"warning: {where}a: x\nwarning: {where}b: y\n"
