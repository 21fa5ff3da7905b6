"""Pages in a real Chromium: for people with and without a mouse, a script, a wide screen, or time to lose."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from gallerysite import LANGUAGES, LEAVE, address, opened
from pagesource import pages
from playwright.sync_api import Browser, BrowserContext, Page, Request

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]

NARROW, WIDE = {"width": 320, "height": 640}, {"width": 1280, "height": 800}


@pytest.fixture(scope="module")
def requests() -> list[str]:
    return []


@pytest.fixture(scope="module")
def context(browser: Browser, requests: list[str]) -> Iterator[BrowserContext]:
    context = opened(browser, requests, viewport=WIDE)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    page = context.new_page()
    yield page
    page.close()


def complaints(page: Page) -> list[str]:
    """Collect what the browser complains about: violated policies, files that are not there, faults of the script."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))

    def failed(request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # the browser needs it no longer, since it goes to the next page
            said.append(f"{request.url}: {request.failure}")

    page.on("requestfailed", failed)
    return said


# -- everybody ------------------------------------------------------------------------------------------------------


STRICT = {name: {"enabled": True} for name in ("color-contrast-enhanced", "target-size")}
"""Rules that axe-core leaves out unless it is asked: a contrast of 7 : 1, and 24 pixels for a finger."""


@pytest.mark.parametrize("tag", LANGUAGES)
def test_axe_finds_nothing(page: Page, site: Path, tool: Callable[..., str], tag: str) -> None:
    axe = Path(tool("axe-core", "accessibility of pages")).read_text(encoding="utf-8")
    shown = [site / tag / "index.html", site / tag / "wallet-card.html"]
    if tag == "en":
        shown += [site / "index.html", site / "wallet-card.html", site / tag / "image-square.html"]
    for path in shown:
        page.goto(address(path))
        page.evaluate(axe)
        found = page.evaluate(
            "async rules => (await axe.run({ rules })).violations.map(one => [one.id, one.nodes.map(n => n.html)])",
            STRICT,
        )
        assert found == [], path


def test_axe_would_find_something(page: Page, site: Path, tool: Callable[..., str]) -> None:
    page.goto(address(site / "ar" / "wallet-card.html"))
    page.evaluate(Path(tool("axe-core", "accessibility of pages")).read_text(encoding="utf-8"))
    page.evaluate("document.querySelector('img').removeAttribute('alt'); document.documentElement.lang = ''")
    found = page.evaluate("async () => (await axe.run()).violations.map(one => one.id)")
    assert {"image-alt", "html-has-lang"} <= set(found)


IMAGES_ARE_THERE = """() => Promise.all([...document.images].map(image => {
    image.loading = "eager"
    return image.complete || new Promise(done => { image.onload = image.onerror = done })
}))"""
"""Waits for all images, also those that would wait for a reader to come near. (Playwright's own waiting evaluates words in the page, which its policy forbids, unless what is
waited for is there at once.)"""


def test_no_page_asks_for_anything_outside_its_folder_or_breaks_its_policy(
    context: BrowserContext, site: Path, requests: list[str]
) -> None:
    requests.clear()
    page = context.new_page()
    said = complaints(page)
    for path in pages(site):
        page.goto(address(path))
        page.evaluate(IMAGES_ARE_THERE)
        missing = "[...document.images].filter(image => !image.naturalWidth).map(image => image.src)"
        assert page.evaluate(missing) == []
    page.close()
    assert said == []
    assert [url for url in requests if not url.startswith(address(site) + "/")] == []
    assert any(url.endswith(".webp") for url in requests)


def test_the_policy_keeps_out_what_somebody_puts_into_a_page(page: Page, site: Path) -> None:
    said = complaints(page)
    page.goto(address(site / "index.html"))
    page.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "window.run = true";
            document.body.append(script);
            const image = document.createElement("img");
            image.src = "https://example.org/counter.gif";
            document.body.append(image);
        }"""
    )
    page.wait_for_timeout(100)
    assert page.evaluate("window.run") is None
    assert len([one for one in said if "Content Security Policy" in one]) == 2


def test_a_file_that_is_not_there_would_be_noticed(page: Page, site: Path) -> None:
    said = complaints(page)
    page.goto(address(site / "index.html"))
    page.evaluate("document.body.append(Object.assign(new Image(), { src: 'pictures/none.webp' }))")
    page.evaluate(IMAGES_ARE_THERE)
    assert any("none.webp" in one for one in said)


def test_nothing_is_stored(context: BrowserContext, page: Page, site: Path) -> None:
    page.goto(address(site / "es" / "index.html"))
    page.click("a[href='wallet-card.html']")
    page.wait_for_url("**/es/wallet-card.html")
    assert context.cookies() == []
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


# -- screens ----------------------------------------------------------------------------------------------------------


def test_nothing_is_wider_than_a_narrow_screen(page: Page, site: Path) -> None:
    page.set_viewport_size(NARROW)
    wide = []
    for path in pages(site):
        page.goto(address(path))
        if page.evaluate("document.documentElement.scrollWidth") > NARROW["width"]:
            wide.append(path)
    assert wide == []


def test_the_number_and_the_way_out_are_on_the_first_screen_of_a_phone(page: Page, site: Path) -> None:
    page.set_viewport_size(NARROW)
    for tag in LANGUAGES:
        page.goto(address(site / tag / "index.html"))
        for what in ("a.leave", "a[href='tel:+18883737888']", "a[href='sms:233733']", "a[href='tel:911']"):
            box = page.locator(what).first.bounding_box()
            assert box
            assert box["y"] + box["height"] <= NARROW["height"], f"{tag}: {what}"
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        assert page.locator("a.leave").first.bounding_box()["y"] >= 0, tag


LINES = """bdi => {
    const lines = new Map(), range = document.createRange();
    const walker = document.createTreeWalker(bdi, NodeFilter.SHOW_TEXT);
    for (let text; (text = walker.nextNode()); ) {
        for (let at = 0; at < text.length; at += 1) {
            range.setStart(text, at);
            range.setEnd(text, at + 1);
            const top = Math.round(range.getBoundingClientRect().top);
            lines.set(top, (lines.get(top) ?? "") + range);
        }
    }
    return [...lines.values()];
}"""


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize("tag", ["es", "ar"])
def test_no_letter_of_an_address_stands_alone(page: Page, site: Path, tag: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address(site / tag / "index.html"))
    lines = [one.evaluate(LINES) for one in page.locator(".contacts .web bdi").all()]
    (longest,) = [parts for parts in lines if "trafficking" in "".join(parts)]
    assert "".join(longest) == "www.ctcoalitionagainsttrafficking.org"
    assert longest[1:] in ([], [".org"])


def test_a_page_from_right_to_left_is_mirrored_and_its_number_is_not(page: Page, site: Path) -> None:
    page.set_viewport_size(WIDE)
    middle = {}
    for tag in ("en", "ar"):
        page.goto(address(site / tag / "index.html"))
        box = page.locator("a.leave").bounding_box()
        middle[tag] = box["x"] + box["width"] / 2
    assert middle["en"] < WIDE["width"] / 2 < middle["ar"]
    number = page.locator(".number bdi")
    assert number.text_content() == "1-888-373-7888"
    first, last = (
        page.evaluate(
            """at => { const range = document.createRange(), text = document.querySelector(".number bdi").firstChild;
            range.setStart(text, at); range.setEnd(text, at + 1); return range.getBoundingClientRect().x }""",
            at,
        )
        for at in (0, 13)
    )
    assert first < last


def test_on_paper_the_numbers_stay_and_the_buttons_go(page: Page, site: Path) -> None:
    page.goto(address(site / "es" / "index.html"))
    page.emulate_media(media="print")
    assert page.locator(".number").is_visible()
    assert page.locator(".contacts").is_visible()
    assert not page.locator("a.leave").is_visible()
    page.emulate_media(media="screen")


# -- without a mouse, without a script --------------------------------------------------------------------------------

FOCUSED = "(() => { const one = document.activeElement; return one.getAttribute('href') })()"


def test_the_keyboard_reaches_everything_in_order_and_shows_where_it_is(page: Page, site: Path) -> None:
    path = site / "ar" / "index.html"
    page.goto(address(path))
    wanted = page.evaluate("[...document.querySelectorAll('a[href]')].map(link => link.getAttribute('href'))")
    reached = []
    for _ in wanted:
        page.keyboard.press("Tab")
        reached.append(page.evaluate(FOCUSED))
        style, box = page.evaluate(
            """(() => { const one = document.activeElement, box = one.getBoundingClientRect();
            return [getComputedStyle(one).outlineStyle, [box.top, box.bottom, innerHeight]] })()"""
        )
        assert style != "none", reached[-1]
        assert box[1] > 0, reached[-1]
        assert box[0] < box[2], reached[-1]
    assert reached == wanted
    assert reached[:2] == ["#content", LEAVE]


def test_the_first_link_jumps_over_the_head(page: Page, site: Path) -> None:
    page.goto(address(site / "km" / "wallet-card.html"))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_enter_opens_a_language_and_a_product(page: Page, site: Path) -> None:
    page.goto(address(site / "index.html"))
    page.locator(".languages a[href='es/index.html']").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/es/index.html")
    page.locator("a[href='wallet-card.html']").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/es/wallet-card.html")


def test_without_a_script_everything_can_be_read_downloaded_and_left(browser: Browser, site: Path) -> None:
    seen: list[str] = []
    context = opened(browser, seen, java_script_enabled=False, viewport=NARROW, accept_downloads=True)
    page = context.new_page()
    page.goto(address(site / "index.html"))
    page.click(".languages a[href='en/index.html']")
    page.wait_for_url("**/en/index.html")
    page.click("a[href='wallet-card.html']")
    page.wait_for_url("**/en/wallet-card.html")
    assert page.locator(".files a").count() == 2
    assert page.locator(".pages img").first.is_visible()
    page.click("a.leave")
    page.wait_for_url(LEAVE)
    context.close()
