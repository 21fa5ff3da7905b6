"""Languages that cannot be shown, words in English, and pictures drawn by several processes: nothing is built."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar

import pytest
from fontTools.ttLib import TTFont
from gallerysite import ROOT

from flyers.content.markup import RichText, Span, SpanKind
from flyers.content.message_key import MessageKey
from flyers.errors import StoppedError, TranslationError, UsageError
from flyers.gallery import pictures, site
from flyers.gallery.folder import BuiltFile
from flyers.gallery.pages import Speaker
from flyers.gallery.pictures import PictureSet, _write, make_pictures, picture_set
from flyers.gallery.site import SiteOrder, _speakers
from flyers.pipeline.plan import ALL
from flyers.pipeline.session import open_session
from flyers.publish.reading import own_family, part

# -- languages --------------------------------------------------------------------------------------------------------


def session(*broken: str) -> Any:
    """A campaign in English, Spanish and Arabic, with the catalogs of *broken* languages broken."""

    def localized(tag: str, allow_untranslated: bool) -> Any:
        assert allow_untranslated
        if tag in broken:
            raise TranslationError(f"The catalog of {tag} is broken.")
        return SimpleNamespace(tag=tag)

    layouts = {
        "card": SimpleNamespace(width=252.0, height=144.0, is_image=False),
        "card-tall": SimpleNamespace(width=144.0, height=252.0, is_image=False),
        "square": SimpleNamespace(width=810.0, height=810.0, is_image=True),
        "unreadable": None,
    }
    return SimpleNamespace(
        products_in_all_formats=list(layouts),
        readable_layout=layouts.get,
        localized=localized,
        campaign=SimpleNamespace(source_language="en"),
    )


def test_every_language_has_a_speaker_who_knows_the_sizes_of_printed_pieces() -> None:
    speakers, unusable = _speakers(session(), ["en", "es"])
    assert list(speakers) == ["en", "es"]
    assert speakers["es"].sizes == {"card": "3.5 × 2 in", "card-tall": "2 × 3.5 in"}
    assert unusable == {}


def test_a_language_with_a_broken_catalog_is_left_out_and_told() -> None:
    speakers, unusable = _speakers(session("es"), ["en", "es", "ar"])
    assert list(speakers) == ["en", "ar"]
    assert unusable == {"es": "The catalog of es is broken."}


@pytest.mark.parametrize(("broken", "languages"), [(["en"], ["en", "es"]), (["es"], ["es"])])
def test_without_its_own_language_or_the_only_one_there_is_no_site(broken: list[str], languages: list[str]) -> None:
    with pytest.raises(TranslationError):
        _speakers(session(*broken), languages)


@pytest.mark.parametrize("languages", [[], ["es", "ar"]])
def test_a_site_without_a_language_is_refused(languages: list[str]) -> None:
    with pytest.raises(UsageError) as refused:
        _speakers(session("es", "ar"), languages)
    assert refused.value.problem == "There is no language to show."
    assert refused.value.hint == "'flyers languages' says what is wrong with each."


def test_a_piece_in_all_languages_is_looked_for_among_those_of_the_source(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other languages show the same file; each has its own content code."""
    asked: list[tuple[object, ...]] = []

    def stock(output: Path, tag: str, products: list[str], codes: set[str]) -> dict[str, list[str]]:
        asked.append((output, tag, products, codes))
        return {product: [tag] for product in products}

    monkeypatch.setattr(site, "stock", stock)
    one: Any = SimpleNamespace(
        products_in_all_formats=["card", "hotline-poster", "unreadable"],
        is_multilingual=lambda product: product == "hotline-poster",
        campaign=SimpleNamespace(source_language="en"),
        localized=lambda tag, secondary, allow_untranslated: SimpleNamespace(code=f"{tag}+{secondary}"),
    )
    spanish: Any = SimpleNamespace(localized=SimpleNamespace(code="es-code"))
    order = SiteOrder(Path("output"), Path("site"), ["es"])
    assert site._stock(one, order, "es", spanish) == {"card": ["es"], "unreadable": ["es"], "hotline-poster": ["en"]}
    assert asked == [
        (Path("output"), "es", ["card", "unreadable"], {"es-code"}),
        (Path("output"), "en", ["hotline-poster"], {f"en+{ALL}"}),
    ]
    assert [site._home(one, "es", product) for product in one.products_in_all_formats] == ["es", "en", "es"]


# -- words ------------------------------------------------------------------------------------------------------------


def speaker(text: str, *spans: Span, untranslated: bool = False, known: bool = True) -> Speaker:
    """A speaker of Spanish whose campaign has one message, ``lead``."""
    key = MessageKey("lead")
    rich = RichText(text, "en" if untranslated else "es", key, spans=spans)
    message = SimpleNamespace(promises={})
    localized: Any = SimpleNamespace(
        campaign=SimpleNamespace(messages={"lead": message} if known else {}, contacts={}),
        rich=lambda name: rich,
        untranslated={key} if untranslated else set(),
        is_translated=lambda name: not untranslated,
        language=SimpleNamespace(tag="es", rtl=False),
    )
    return Speaker(localized)


def test_bold_words_are_strong_and_signs_are_escaped() -> None:
    one = speaker("a & b c", Span(2, 5, SpanKind.STRONG, ""))
    assert str(one.say("lead")) == "a <strong>&amp; b</strong> c"
    assert one.in_english == {}


def test_words_that_are_given_in_english_are_remembered_once() -> None:
    one = speaker("Call now", untranslated=True)
    one.say("lead")
    one.plain("lead")
    assert list(one.in_english) == ["lead"]
    assert not one.has("lead")


def test_isolates_are_not_in_titles() -> None:
    assert speaker("Llame al \u2068911\u2069 \u2066ya\u2069").plain("lead") == "Llame al 911 ya"


def test_pages_are_counted_in_figures_where_the_campaign_has_no_words_for_it() -> None:
    assert speaker("x", known=False).page(2, 3) == "2/3"


def test_neighbours_of_one_foreign_language_are_marked_together() -> None:
    spans = (Span(2, 5, SpanKind.FOREIGN, "en"), Span(4, 5, SpanKind.STRONG, ""), Span(6, 7, SpanKind.FOREIGN, "fr"))
    assert str(speaker("a b c d e", *spans).say("lead")) == (
        'a <span lang="en" dir="ltr">b <strong>c</strong></span> <span lang="fr" dir="ltr">d</span> e'
    )


# -- drawing ----------------------------------------------------------------------------------------------------------


class Pool:
    """Stands for processes: calls the function here."""

    workers = 0
    sizes: ClassVar[list[int]] = []  # of the batches
    broken = False

    @classmethod
    def outcomes(
        cls, function: Callable[[Any], bool], batches: list[Any], workers: int, prepare: object, *, tries: int
    ) -> Iterator[tuple[int, bool | None]]:
        cls.workers, cls.sizes = workers, [len(batch) for batch in batches]
        assert tries == 2, "a process may have been killed for another's memory"
        for number, one in (numbered for batch in batches for numbered in batch):
            yield number, None if cls.broken else function(one)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was drawn, by its product."""
    names: list[str] = []
    monkeypatch.setattr(pictures, "outcomes", Pool.outcomes)
    monkeypatch.setattr(pictures, "_draw", lambda site, one: names.append(one.origin.path.name) or True)
    monkeypatch.setattr(Pool, "broken", False)
    monkeypatch.setattr(Pool, "workers", 0)
    monkeypatch.setattr(Pool, "sizes", [])
    return names


def sets(site: Path, count: int) -> list[PictureSet]:
    files = [BuiltFile(Path(f"{number}.pdf"), "screen", f"{number}", 1, ((252.0, 144.0),)) for number in range(count)]
    return [picture_set(site, "es", "card", file) for file in files]


def draw(site: Path, wanted: list[PictureSet], workers: int | None) -> list[str]:
    """Return which files were told to be done."""
    told: list[str] = []
    make_pictures(site, wanted, workers, lambda one: told.append(one.origin.path.name))
    return told


@pytest.mark.parametrize(
    ("count", "workers", "used", "sizes"),
    [
        (4, 3, 0, []),  # to start a process would take longer
        (5, 3, 3, [1, 1, 1, 1, 1]),
        (5, 99, 5, [1, 1, 1, 1, 1]),
        (7, 2, 2, [3, 3, 1]),
        (11, 2, 2, [4, 4, 3]),
        (5, 1, 0, []),
        (0, 3, 0, []),
    ],
)
def test_many_files_are_drawn_by_several_processes(
    tmp_path: Path, drawn: list[str], count: int, workers: int, used: int, sizes: list[int]
) -> None:
    names = [f"{number}.pdf" for number in range(count)]
    assert draw(tmp_path, sets(tmp_path, count), workers) == names
    assert drawn == names
    assert (Pool.workers, Pool.sizes) == (used, sizes)


def test_by_default_there_is_a_process_for_each_core(
    tmp_path: Path, drawn: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures.limits, "workers_for", lambda files: {9: 2}[files])
    draw(tmp_path, sets(tmp_path, 9), None)
    assert Pool.workers == 2


def test_files_with_all_their_pictures_are_not_opened(tmp_path: Path, drawn: list[str]) -> None:
    first, second = sets(tmp_path, 2)
    for picture, _ in first.missing:
        _write(tmp_path, picture, b"as it was drawn")
    assert draw(tmp_path, sets(tmp_path, 2), 1) == drawn == [second.origin.path.name]


def test_a_killed_process_ends_the_run_with_advice(tmp_path: Path, drawn: list[str]) -> None:
    Pool.broken = True
    with pytest.raises(StoppedError) as stopped:
        draw(tmp_path, sets(tmp_path, 9), 2)
    assert stopped.value.hint == "Run again with --jobs 1; finished pictures are kept."


# -- letters ----------------------------------------------------------------------------------------------------------


def test_a_part_of_a_font_has_the_letters_that_are_asked_for_and_no_others() -> None:
    """Of ASCII it has the space alone, so that all digits of a number have one face; and no instructions."""
    face = open_session(ROOT).library.face("noto-sans-khmer:regular")
    whole, own = (TTFont(io.BytesIO(data)) for data in (face.data, part(face, "ខ្មែរ 911 abc")))
    assert own.flavor == "woff"
    assert set(own.getBestCmap()) == {ord(" "), *map(ord, "ខ្មែរ")}
    assert "prep" in whole
    assert not {"prep", "fpgm", "cvt "} & set(own.keys())


def test_a_script_that_every_computer_has_needs_no_letters() -> None:
    session = open_session(ROOT)
    families = {
        tag: own_family(session, session.registry.language(tag)) for tag in ("en", "es", "ru", "km", "ar", "zh-Hans")
    }
    assert {tag: family.key if family else None for tag, family in families.items()} == {
        "en": None,
        "es": None,
        "ru": None,
        "km": "noto-sans-khmer",
        "ar": "noto-sans-arabic",
        "zh-Hans": session.registry.language("zh-Hans").fonts[0],
    }
