"""Builds begin where copy-fitting ended for the same piece, and only there: what else is in the cache folder, in which
order pieces are made, and who makes them at the same time, changes no byte.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from changes import EDITS

from flyers import cache
from flyers.errors import FlyersError
from flyers.layout import compose as composing
from flyers.layout import search_replay
from flyers.layout.attempts import Attempt
from flyers.layout.setting import Setting
from flyers.page.document import Document
from flyers.pipeline import cached_fits
from flyers.pipeline.ingredients import Ingredients
from flyers.pipeline.plan import Job, SheetChoice
from flyers.pipeline.recipe import make
from flyers.pipeline.session import Session
from flyers.translation.localization import Localization

MOMENT = "1790000000"
LANGUAGES = ("en", "es")
PRODUCTS = ("card", "large", "picture")


@pytest.fixture(autouse=True)
def one_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", MOMENT)
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "cache"))


@pytest.fixture(autouse=True)
def first_here() -> Iterator[None]:
    another_process()
    yield
    another_process()


def another_process() -> None:
    """Make this process one that has set nothing yet."""
    cached_fits._first.clear()
    search_replay._searches.clear()


@pytest.fixture
def searches(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The product and the language of each search for what fits."""
    made: list[str] = []
    search = composing._fitted

    def counted(setting: Setting) -> Attempt:
        made.append(f"{setting.layout.product} {setting.localized.language.tag}")
        return search(setting)

    monkeypatch.setattr(composing, "_fitted", counted)
    return made


def made(campaign: Path, output: Path, *, edition: str = "press", product: str = "card", language: str = "es") -> bytes:
    sheet = SheetChoice("letter") if edition == "office" else SheetChoice()
    result = make(Job(campaign, language, product, edition, output, sheet=sheet), Session(campaign))
    assert result.error is None, result.error
    return result.job.target.read_bytes() if result.job.target.exists() else result.job.twin.target.read_bytes()


def documents(campaign: Path, *, kept: bool) -> list[Document | str]:
    """Return all pages of a campaign as it is now, or the error instead of those that cannot be composed."""
    search_replay._searches.clear()
    session, found = Session(campaign), list[Document | str]()
    for language in LANGUAGES:
        for product in PRODUCTS:
            try:
                localized, layout = session.localized(language), session.layout(product)
                found.append((cached_fits.composed if kept else Session.composed)(session, localized, layout))
            except FlyersError as error:
                found.append(str(error))
    return found


def test_another_process_makes_the_same_file_without_a_search(own: Path, tmp_path: Path, searches: list[str]) -> None:
    first = made(own, tmp_path / "one")
    another_process()
    assert made(own, tmp_path / "two") == first
    assert searches == ["card es"]


def test_other_editions_begin_where_the_first_one_ended(
    own: Path, tmp_path: Path, searches: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    made(own, tmp_path / "one")
    kept = [made(own, tmp_path / "one", edition=edition) for edition in ("screen", "office")]
    assert searches == ["card es"]
    monkeypatch.setenv(cache.VARIABLE, cache.OFF)
    another_process()
    assert [made(own, tmp_path / "two", edition=edition) for edition in ("screen", "office")] == kept
    assert len(searches) == 3


def test_other_languages_and_products_are_searched_for(own: Path, tmp_path: Path, searches: list[str]) -> None:
    for _ in range(2):
        another_process()
        for language in LANGUAGES:
            for product in ("card", "large"):
                made(own, tmp_path, product=product, language=language)
    assert searches == ["card en", "large en", "card es", "large es"]


@pytest.mark.parametrize("name", EDITS)
def test_after_an_edit_all_pages_are_as_they_are_without_a_cache(own: Path, searches: list[str], name: str) -> None:
    before = documents(own, kept=True)
    assert len(searches) == 6
    assert documents(own, kept=True) == before
    assert len(searches) == 6
    EDITS[name].change(own, random.Random(name))
    without = documents(own, kept=False)
    another_process()
    for _ in range(2):
        assert documents(own, kept=True) == without


def test_words_that_need_smaller_type_get_it(own: Path, searches: list[str]) -> None:
    messages = own.parent / "harbor" / "content" / "messages" / "lighthouse.yaml"
    short = messages.read_text(encoding="utf-8")
    long = short.replace("They took your papers.", "They took your papers. " * 8)
    pages = {}
    for text in (short, long):
        messages.write_text(text, encoding="utf-8")
        pages[text] = documents(own, kept=False)
    assert pages[short][:2] != pages[long][:2]
    for text in (short, long, short, short, long):
        messages.write_text(text, encoding="utf-8")
        assert documents(own, kept=True) == pages[text]


def test_another_program_searches_itself(
    own: Path, tmp_path: Path, searches: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for programs in (("1", "a"), ("2", "a"), ("2", "b"), ("2", "b")):
        another_process()
        monkeypatch.setattr(cached_fits, "program", lambda value=programs[0]: value)
        monkeypatch.setattr(cached_fits, "libraries", lambda value=programs[1]: value)
        made(own, tmp_path)
    assert len(searches) == 3


def test_pages_with_more_than_was_counted_are_searched_for(
    own: Path, tmp_path: Path, searches: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Ingredients, "cover", lambda *_: False)
        first = made(own, tmp_path)
        assert not [file for file in (tmp_path / "cache").iterdir() if b"squeezes" in file.read_bytes()]
    another_process()
    assert made(own, tmp_path) == first
    assert len(searches) == 2
    another_process()
    monkeypatch.setattr(Ingredients, "cover", lambda *_: False)
    assert made(own, tmp_path) == first
    assert len(searches) == 3


def test_many_campaigns_of_a_process_keep_no_more_than_one(own: Path, tmp_path: Path) -> None:
    campaigns = [own, *(Path(shutil.copytree(own, own.with_name(f"island{number}"))) for number in range(4))]
    for campaign in campaigns:
        made(campaign, tmp_path / campaign.name)
    assert len([file for file in (tmp_path / "cache").iterdir() if b"squeezes" in file.read_bytes()]) == 1


def test_builds_at_the_same_time_make_the_same_files(own: Path, tmp_path: Path) -> None:
    def build(output: str, folder: str) -> subprocess.Popen[bytes]:
        words = ("build", "--product", "card,large", "--output", str(tmp_path / output), "--force", "--jobs", "1")
        environment = {**os.environ, cache.VARIABLE: folder}
        return subprocess.Popen([sys.executable, "-m", "flyers", "--project", str(own), *words], env=environment)

    assert build("alone", cache.OFF).wait() == 0
    alone = {file.name: file.read_bytes() for file in (tmp_path / "alone").glob("*/*.pdf")}
    assert len(alone) == 2
    for turn in range(2):  # with an empty folder, and with what they have kept
        running = [build(f"{turn} {number}", str(tmp_path / "shared")) for number in range(3)]
        assert [one.wait() for one in running] == [0, 0, 0]
        for number in range(3):
            found = {file.name: file.read_bytes() for file in (tmp_path / f"{turn} {number}").glob("*/*.pdf")}
            assert found == alone


@pytest.mark.parametrize("tag", ["en", "ur", "es"])
@pytest.mark.parametrize("product", ["poster", "wallet-card"])
def test_pages_with_other_words_are_as_they_are_without_a_cache(
    root: Path, searches: list[str], tag: str, product: str
) -> None:
    session, chance = Session(root), random.Random(f"{tag} {product}")
    layout = session.layout(product)
    pieces = [(words, session.composed(words, layout)) for words in with_other_words(session.localized(tag), chance)]
    assert len({repr(page.sizes) for _, page in pieces}) > 1
    searches.clear()
    order = [*pieces, *chance.choices(pieces, k=12)]
    for words, page in order:
        for _ in range(2):
            search_replay._searches.clear()
            assert cached_fits.composed(session, words, layout) == page
    assert len(searches) == 1 + sum(one is not before for before, one in pairwise(order))


def with_other_words(localized: Localization, chance: random.Random) -> list[Localization]:
    """Return contents of which some messages say a part of their words, or with another number."""
    contents = [localized]
    for digits in ("0001", "01"):
        contacts = dict(localized.campaign.contacts)
        contacts["hotline"] = replace(contacts["hotline"], display=f"1-888-373-{digits}")
        contents.append(replace(localized, campaign=replace(localized.campaign, contacts=contacts)))
    plain = [key for key, text in localized.texts.items() if not text.spans]
    for _ in range(4):
        texts = dict(localized.texts)
        for key in chance.sample(plain, len(plain) // 4):
            words = texts[key].text.split(" ")
            texts[key] = replace(texts[key], text=" ".join(words[: chance.randint(1, len(words))]))
        contents.append(replace(localized, texts=texts))
    return contents
