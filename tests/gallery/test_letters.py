"""Letters for computers that have none: what the files hold, and what a Chromium without any other font shows."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
import uharfbuzz as hb
from fontTools.ttLib import TTFont
from gallerysite import LANGUAGES, ROOT, address
from pagesource import Source

from flyers.gallery.site import letters
from flyers.pipeline.session import Session
from tools.browser import CHROMIUM

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

FAMILIES = {"ar": "noto-sans-arabic", "km": "noto-sans-khmer", "zh-Hans": "noto-sans-sc"}

FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{folder}</dir><cachedir>{folder}/cache</cachedir></fontconfig>
"""


@pytest.fixture(scope="module")
def bare(browser: Browser, tool: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A Chromium of a computer that has one font, for European languages."""
    folder = tmp_path_factory.mktemp("fonts")
    shutil.copy(ROOT / "fonts" / "NotoSans-Regular.ttf", folder)
    (folder / "fonts.conf").write_text(FONTS.format(folder=folder), encoding="utf-8")
    env = {**os.environ, "FONTCONFIG_FILE": str(folder / "fonts.conf")}
    program = tool("chromium", "pages in a browser")
    opened = browser.browser_type.launch(executable_path=program, args=CHROMIUM, env=env)
    yield opened
    opened.close()


@pytest.fixture
def page(bare: Browser) -> Iterator[Page]:
    page = bare.new_page()
    yield page
    page.close()


def fonts_of(page: Page, selector: str) -> dict[str, bool]:
    """Return the fonts in which the browser has set an element: whether each comes from the folder."""
    page.evaluate("document.fonts.ready.then(() => null)")
    client = page.context.new_cdp_session(page)
    client.send("DOM.enable")
    client.send("CSS.enable")
    root = client.send("DOM.getDocument")["root"]["nodeId"]
    node = client.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    fonts = client.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    client.detach()
    return {font["familyName"]: font["isCustomFont"] for font in fonts}


@pytest.mark.parametrize("tag", FAMILIES)
def test_a_language_s_own_name_and_page_have_letters_everywhere(page: Page, site: Path, tag: str) -> None:
    page.goto(address(site / "index.html"))
    page.locator(f"bdi:lang({tag})").first.scroll_into_view_if_needed()
    name = fonts_of(page, f'.languages bdi[lang="{tag}"]')
    assert list(name.values()) == [True], name
    page.goto(address(site / tag / "index.html"))
    for words in (".leave", ".call h1", ".foot p"):  # bold and regular
        found = fonts_of(page, words)
        assert any(found.values()), (words, found)
    number = fonts_of(page, ".number bdi")
    assert list(number.values()) == [False], number  # a number has the face that numbers have


def test_a_page_of_european_letters_loads_none(page: Page, site: Path) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address(site / "es" / "index.html"))
    page.evaluate("document.fonts.ready.then(() => null)")
    assert any(url.endswith("fonts.css") for url in asked)
    assert not [url for url in asked if url.endswith(".woff")]


def test_every_file_is_a_font_for_the_browser(page: Page, site: Path) -> None:
    page.goto(address(site / "index.html"))
    states = page.evaluate(
        "Promise.all([...document.fonts].map(font => font.load())).then(all => all.map(font => font.status))"
    )
    assert states == ["loaded"] * len(list((site / "fonts").glob("*.woff")))
    assert len(states) == 4 * len(FAMILIES)  # two weights, for pages and for names


@pytest.mark.parametrize("tag", FAMILIES)
def test_words_are_set_from_the_part_as_from_the_whole_font(site: Path, session: Session, tag: str) -> None:
    """Joined, stacked and moved letters too: each is at the same place."""
    words = [word for word in Source(site / tag / "index.html").words.split() if not word.isascii()]
    assert len(words) > 10
    for weight in ("regular", "bold"):
        (file,) = (site / "fonts").glob(f"{FAMILIES[tag]}-{weight}-*.woff")
        whole = session.library.face(f"{FAMILIES[tag]}:{weight}").data
        for word in words:
            own = "".join(char for char in word if not char.isascii())
            assert set_with(unpacked(file.read_bytes()), own) == set_with(whole, own), own


def unpacked(data: bytes) -> bytes:
    font = TTFont(io.BytesIO(data))
    font.flavor = None
    packed = io.BytesIO()
    font.save(packed)
    return packed.getvalue()


def set_with(data: bytes, word: str) -> list[tuple[int, int, int, int]]:
    """Return cluster, advance and offsets of each glyph."""
    font, buffer = hb.Font(hb.Face(data)), hb.Buffer()
    buffer.add_str(word)
    buffer.guess_segment_properties()
    hb.shape(font, buffer)
    glyphs = zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
    return [(info.cluster, place.x_advance, place.x_offset, place.y_offset) for info, place in glyphs]


def test_the_licence_goes_with_the_letters_and_those_that_may_not_be_passed_on_stay(
    site: Path, session: Session
) -> None:
    assert (site / "fonts" / "OFL.txt").read_bytes() == (ROOT / "fonts" / "licences" / "OFL.txt").read_bytes()
    families = {key: replace(family, licence="Bought") for key, family in session.library.families.items()}
    bought: Any = SimpleNamespace(library=SimpleNamespace(families=families))
    languages = [session.registry.language(tag) for tag in LANGUAGES]
    assert letters(bought, languages, {}) == {"fonts.css": b""}


@pytest.mark.exhaustive
def test_letters_that_are_needed_no_longer_go_and_fonts_of_others_stay(
    make: Callable[..., Any], tmp_path: Path
) -> None:
    folder = tmp_path / "site"
    make(folder, languages=["en", "km"])
    (folder / "fonts" / "ours.woff").write_bytes(b"wOFF")
    make(folder, languages=["en", "ar"])
    left = {path.name.partition("-regular")[0].partition("-bold")[0] for path in (folder / "fonts").iterdir()}
    assert left == {"noto-sans-arabic", "noto-sans-arabic.names", "OFL.txt", "ours.woff"}
