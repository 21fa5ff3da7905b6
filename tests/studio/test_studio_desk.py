"""The desk in a real Chromium: the list, overlays, two side by side, narrow windows, the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from studiopage import KEY, choose, on_page, opened, pattern, pictures, write

from tools.studio import Studio

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]


OUTLINE = "(() => { const it = getComputedStyle(document.activeElement); return [it.outlineStyle, parseFloat(it.outlineOffset)] })()"


def test_the_keyboard_alone_will_do(context: BrowserContext, studio: Studio) -> None:
    page = opened(context, studio)
    page.keyboard.press("Alt+ArrowDown")
    page.locator("textarea").first.wait_for()
    first = page.locator("#panel-title").text_content()
    expect(page.locator("textarea:focus")).to_have_count(1)
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("#panel-title")).not_to_have_text(first or "")
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("#panel-title")).to_have_text(first or "")
    page.locator(f'.hit[data-key="{KEY}"]').first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(f'textarea[data-key="{KEY}"]:focus')).to_have_count(1)
    assert page.evaluate(OUTLINE)[0] != "none"
    page.locator("#filter").select_option("contacts")
    for name in ("emergency", "hotline"):
        page.keyboard.press("Alt+ArrowDown")
        expect(page.locator("#contact-place")).to_contain_text(name)
    page.locator("#texts button").first.focus()
    page.keyboard.press("Tab")
    style, offset = page.evaluate(OUTLINE)
    assert style != "none"
    assert offset < 0, "rows of the list are cut off at their edges"


def test_enter_goes_from_a_number_on_the_page_to_what_is_printed(context: BrowserContext, studio: Studio) -> None:
    page = opened(context, studio)
    choose(page)  # a text was open before
    for _ in range(2):  # the second time it is open already
        page.locator('.hit[data-key="contact:hotline"]').first.focus()
        page.keyboard.press("Enter")
        expect(page.locator("#contact-display")).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.type("0")
    expect(page.locator("#contact-display-found")).to_have_text("Not saved.")
    expect(page.locator("#contact-source-found")).to_be_empty()


def test_enter_goes_from_the_list_to_the_field(context: BrowserContext, studio: Studio) -> None:
    page = opened(context, studio)
    for _ in range(2):
        page.locator(f'#texts button[data-key="{KEY}"]').focus()
        page.keyboard.press("Enter")
        expect(page.locator(f'textarea[data-key="{KEY}"]')).to_be_focused()
    page.locator("#filter").select_option("contacts")
    page.locator('#texts button[data-key="contact:emergency"]').focus()
    page.keyboard.press("Enter")
    expect(page.locator("#contact-place")).to_contain_text("emergency")
    expect(page.locator("#contact-display")).to_be_focused()
    page.locator('#texts button[data-key="contact:hotline"]').click()  # a click leaves the focus where it is
    expect(page.locator("#contact-place")).to_contain_text("hotline")
    expect(page.locator("#contact-display")).not_to_be_focused()


def test_undo_is_there_as_long_as_something_is_not_saved(context: BrowserContext, studio: Studio) -> None:
    page = opened(context, studio)
    undo = page.get_by_role("button", name="Undo")
    choose(page)
    field = page.locator(f'textarea[data-key="{KEY}"]')
    saved = field.input_value()
    expect(undo).to_be_disabled()
    write(page, " ¿No?")
    undo.focus()
    page.keyboard.press("Enter")
    expect(field).to_have_value(saved)
    expect(page.locator("#state")).to_have_text("What you typed is forgotten: the text is as saved.")
    expect(field).to_be_focused()
    expect(undo).to_be_disabled()
    write(page, " ¿Sí?")
    expect(undo).to_be_enabled()
    page.keyboard.press("Control+s")
    expect(page.locator("#state")).to_contain_text("Saved in")
    expect(undo).to_be_disabled()
    page.keyboard.press("Control+z")  # the browser's own, after saving too
    expect(page.locator("#text-text-found")).to_contain_text("Not saved.")
    undo.click()
    expect(undo).to_be_disabled()
    page.locator('.hit[data-key="contact:hotline"]').first.click()
    hours = page.locator("#contact-hours")
    expect(undo).to_be_disabled()
    hours.fill("Mondays")
    undo.click()
    expect(hours).to_have_value("always")
    expect(page.locator("#state")).to_have_text("What you typed is forgotten: the contact is as saved.")
    expect(undo).to_be_disabled()


ABOVE_THE_PANEL = """key => {
    const box = document.querySelector(`#sheets .hit[data-key="${key}"]`).getBoundingClientRect();
    return [box.top, document.getElementById("panel").getBoundingClientRect().top - box.bottom];
}"""
"""Pixels from the upper edge of the window down to a text on the page, and from there to the panel."""


@pytest.mark.parametrize("key", [KEY, "card.headline", "contact:hotline"])
def test_the_chosen_text_is_above_the_field_on_a_telephone(context: BrowserContext, studio: Studio, key: str) -> None:
    page = opened(context, studio)
    page.set_viewport_size({"width": 375, "height": 667})
    shown = page.locator(f'#sheets .hit[data-key="{key}"]').first
    for by_list in (False, True):
        if by_list:
            page.evaluate("scrollTo(0, 0)")
            page.locator("#search").fill(key.partition(":")[2] or key)
            page.locator("#filter").select_option("contacts" if ":" in key else "all")
            page.locator(f'#texts button[data-key="{key}"]').press("Enter")
        else:
            shown.focus()
            page.keyboard.press("Enter")
        page.locator("#panel :focus").wait_for()
        page.wait_for_timeout(100)  # the panel has its height
        top, room = page.evaluate(ABOVE_THE_PANEL, key)
        assert top >= 0
        assert room >= 0


def test_the_list_is_of_what_is_to_do(context: BrowserContext, studio: Studio) -> None:
    page = opened(context, studio)
    path = studio.catalog("es")
    text = path.read_text(encoding="utf-8")
    entry = text.index(f'msgctxt "{KEY}"\n')
    start_of = text.rindex("\n\n", 0, entry) + 2
    block = text[start_of : text.index("\n\n", entry)]
    path.write_text(text.replace(block, block.replace("msgctxt", "#, fuzzy\nmsgctxt", 1)), encoding="utf-8")
    page.locator("#filter").select_option("fuzzy")
    expect(page.locator(f'#texts button[data-key="{KEY}"]')).to_have_count(1)
    page.locator(f'#texts button[data-key="{KEY}"]').click()
    expect(page.locator("#text-text-found")).to_contain_text("Marked fuzzy")
    page.locator("#filter").select_option("doubt")
    page.locator("#texts button").first.click()
    expect(page.locator("#message").get_by_text("Doubt:").first).to_be_visible()  # not only in notes that are closed
    page.locator("#search").fill("no such words anywhere")
    expect(page.locator("#texts button")).to_have_count(0)


@pytest.mark.parametrize("edition", ["press", "office"])
def test_overlays_are_drawn(context: BrowserContext, studio: Studio, edition: str) -> None:
    page = opened(context, studio)
    page.locator("#edition").select_option(edition)
    for name in ("trim", "safe", "order", "blocks"):
        page.locator(f'#overlays input[value="{name}"]').check()
    expect(page.locator("svg .trim").first).to_be_attached()
    expect(page.locator("svg .block").first).to_be_attached()
    if edition == "office":
        page.locator("article.sheet").first.locator("svg .trim").nth(3).wait_for(state="attached")  # each copy has one
    else:
        expect(page.locator("svg .safe").first).to_be_attached()
        expect(page.locator("svg .stop").first).to_be_attached()  # an office sheet is not read aloud


UNCOVERED = """field => {
    const box = field.getBoundingClientRect(), middle = box.left + box.width / 2;
    return [box.top + 2, box.bottom - 2].every((y) => document.elementFromPoint(middle, y) === field);
}"""
"""Whether all of a field can be seen."""


@pytest.mark.parametrize("width", [1600, 1280, 800, 640])
def test_pages_have_room_at_every_width(context: BrowserContext, studio: Studio, width: int) -> None:
    """The two narrow ones are what 1600 and 1280 pixels become at 200 %."""
    page = opened(context, studio)
    page.set_viewport_size({"width": width, "height": width * 5 // 8})
    page.locator("#besides").select_option("ar")
    page.locator("#beside .hit").first.wait_for()
    whole, needed, room = page.evaluate(
        "(() => { const pages = document.getElementById('pages');"
        " return [document.documentElement.scrollWidth, pages.scrollWidth, pages.clientWidth] })()"
    )
    assert whole <= width
    assert needed <= room
    assert room >= width * 0.5
    choose(page)
    expect(page.locator("#panel")).to_be_in_viewport(ratio=0.9)
    expect(page.locator(f'.hit[data-key="{KEY}"]').first).to_be_in_viewport()
    assert page.locator(f'textarea[data-key="{KEY}"]').evaluate(UNCOVERED), "the buttons stand over the field"


def test_the_saved_text_is_shown_beside_the_typed_one(context: BrowserContext, studio: Studio) -> None:
    page = opened(context, studio)
    page.locator("#besides").select_option("saved")
    other = page.locator(f'#beside .hit[data-key="{KEY}"]')
    other.wait_for()
    saved = other.get_attribute("aria-label")
    choose(page)
    write(page, " ¿Sí?")
    on_page(page, "¿Sí?")
    expect(other).to_have_attribute("aria-label", saved or "")
    assert page.locator("#beside img").count() == 2
    assert pictures(page)[1] != page.locator("#beside img").last.get_attribute("src")
    widths = page.evaluate("[...document.querySelectorAll('.frame')].map((one) => one.getBoundingClientRect().width)")
    assert max(widths) - min(widths) < 1
    assert page.evaluate("document.getElementById('pages').scrollWidth <= document.getElementById('pages').clientWidth")


def test_a_text_is_typed_in_either_of_two_languages(context: BrowserContext, studio: Studio) -> None:
    page = opened(context, studio)
    page.locator("#besides").select_option("ar")
    other = page.locator(f'#beside .hit[data-key="{KEY}"]')
    other.click()
    field = page.locator(f'textarea[data-key="{KEY}"][lang="ar"]')
    field.wait_for()
    write(page, " نعم؟")
    expect(other).to_have_attribute("aria-label", pattern("نعم؟"))
    page.keyboard.press("Control+s")
    expect(page.locator("#state")).to_contain_text("translations/ar/")
    assert "نعم؟" in studio.catalog("ar").read_text(encoding="utf-8")
    page.locator("#besides").select_option("")
    expect(page.locator("#beside")).to_be_hidden()
