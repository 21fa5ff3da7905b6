"""What a killed studio, a killed browser or a reload leaves, in a real Chromium."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from studiopage import KEY, WINDOW, choose, on_page, opened, pattern, write

from tools.studio import Studio, start

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]


def test_a_killed_studio_and_browser_lose_no_typed_text(browser: Browser, studio: Studio) -> None:
    other = start(studio.campaign)
    context = browser.new_context(viewport=WINDOW)
    page = opened(context, other)
    choose(page)
    write(page, " Sin guardar.")
    on_page(page, "Sin guardar.")
    other.process.kill()
    other.process.wait(10)
    write(page, " Más.")  # typed while nobody answers
    stored = context.storage_state()
    context.close()  # without any chance to save

    again = start(studio.campaign, "--port", str(other.port))
    context = browser.new_context(viewport=WINDOW, storage_state=stored)
    page = opened(context, again)
    expect(page.locator("#offer")).to_contain_text(KEY)
    page.get_by_role("button", name="Go on with them").click()
    on_page(page, "Sin guardar. Más.")
    expect(page.locator(f'textarea[data-key="{KEY}"]')).to_have_value(pattern("Sin guardar. Más."))
    page.locator(f'textarea[data-key="{KEY}"]').focus()
    page.keyboard.press("Control+s")
    expect(page.locator("#state")).to_contain_text("flyers.po")
    assert "Sin guardar. Más." in studio.catalog("es").read_text(encoding="utf-8")
    context.close()
    assert again.end() == 0


def test_what_is_left_over_is_not_typed_over(context: BrowserContext, studio: Studio) -> None:
    page = opened(context, studio)
    choose(page)
    field = page.locator(f'textarea[data-key="{KEY}"]')
    saved = field.input_value()
    write(page, " Sin guardar.")
    page.reload()
    expect(page.locator("#offer")).to_contain_text(KEY)
    expect(field).to_have_value(saved)
    expect(field).to_have_attribute("readonly", "")
    left = page.locator("#text-text-found .conflict")
    expect(left).to_contain_text(f"{saved} Sin guardar.")
    write(page, " Otra cosa.")
    expect(field).to_have_value(saved)
    left.get_by_role("button", name="Go on with it").click()
    expect(field).to_have_value(f"{saved} Sin guardar.")
    expect(page.locator("#offer")).to_be_hidden()
    expect(field).to_be_editable()
    write(page, " Más.")
    on_page(page, "Sin guardar. Más.")
    page.reload()
    expect(page.locator("#offer")).to_contain_text(KEY)  # or the button may be drawn again while it is pressed
    expect(field).to_have_value(saved)
    expect(page.locator(f'.hit[data-key="{KEY}"]').first).to_be_visible()
    left.get_by_role("button", name="Discard it").click()
    expect(page.locator("#offer")).to_contain_text("Discarded")
    expect(field).to_be_editable()  # a moment later: its text is asked for again
    write(page, " Otra cosa.")
    on_page(page, f"{saved} Otra cosa.")


def test_what_was_discarded_can_be_brought_back_without_a_mouse(context: BrowserContext, studio: Studio) -> None:
    page = opened(context, studio)
    choose(page)
    saved = page.locator(f'textarea[data-key="{KEY}"]').input_value()
    write(page, " Sin guardar.")
    page.reload()
    page.get_by_role("button", name="Discard them").press("Enter")
    back = page.get_by_role("button", name="Bring back")
    expect(back).to_be_focused()
    expect(page.locator("#offer")).to_contain_text(f"Discarded: {KEY}.")
    assert page.evaluate("Object.keys(localStorage).length") == 0
    page.keyboard.press("Enter")
    go_on = page.get_by_role("button", name="Go on with them")
    expect(go_on).to_be_focused()
    page.keyboard.press("Enter")
    field = page.locator(f'textarea[data-key="{KEY}"]')
    expect(field).to_have_value(f"{saved} Sin guardar.")
    expect(field).to_be_focused()
    expect(page.locator("#offer")).to_be_hidden()


def test_what_was_discarded_is_gone_when_its_offer_is_closed(context: BrowserContext, studio: Studio) -> None:
    page = opened(context, studio)
    choose(page)
    write(page, " Sin guardar.")
    page.reload()
    page.get_by_role("button", name="Discard them").click()
    page.locator("#offer").get_by_role("button", name="Close").click()
    expect(page.locator("#offer")).to_be_hidden()
    page.reload()
    expect(page.locator("#offer")).to_be_hidden()


def test_each_window_keeps_its_own_words(context: BrowserContext, studio: Studio) -> None:
    first, second = opened(context, studio), opened(context, studio)
    field = f'textarea[data-key="{KEY}"]'
    for page in (first, second):
        choose(page)
    saved = first.locator(field).input_value()
    write(second, " Del segundo.")
    write(first, " Del primero.")
    expect(first.locator("#offer")).to_be_hidden()  # what is typed in an open window is not left over
    first.keyboard.press("Control+s")
    expect(first.locator("#state")).to_contain_text("Saved in")
    expect(second.locator(".conflict")).to_contain_text(f"{saved} Del primero.")
    second.reload()
    expect(second.locator("#offer")).to_contain_text(KEY)
    left = second.locator("#text-text-found .conflict")
    expect(left).to_contain_text(f"{saved} Del segundo.")
    left.get_by_role("button", name="Go on with it").click()
    expect(second.locator(field)).to_have_value(f"{saved} Del segundo.")
    conflict = second.locator(".conflict")  # with what the first has saved
    for text in (saved, f"{saved} Del primero.", f"{saved} Del segundo."):
        expect(conflict).to_contain_text(text)
    expect(first.locator("#offer")).to_be_hidden()
    conflict.get_by_role("button", name="Keep mine").click()
    second.keyboard.press("Control+s")
    expect(second.locator("#state")).to_contain_text("Saved in")
    assert "Del segundo." in studio.catalog("es").read_text(encoding="utf-8")
    second.reload()
    expect(second.locator(field)).to_be_editable()
    expect(second.locator("#offer")).to_be_hidden()


def test_words_of_a_window_that_is_closed_are_offered_in_those_that_are_open(
    context: BrowserContext, studio: Studio
) -> None:
    """Those of each: nothing is typed over, and what one window takes or discards is not offered by another one."""
    here, *two = (opened(context, studio) for _ in range(3))
    saved = studio.get(f"/api/message?language=es&key={KEY}")["forms"][0]["translation"]
    for page, text in zip(two, (" Antes.", " Después."), strict=True):
        choose(page)
        write(page, text)
        on_page(page, text)
    expect(here.locator("#offer")).to_be_hidden()
    for page in two:
        page.close()
    expect(here.locator("#offer")).to_contain_text("2 texts are not saved")
    other = opened(context, studio)
    expect(other.locator("#offer")).to_contain_text("2 texts are not saved")
    here.get_by_role("button", name="Go on with them").click()
    field = here.locator(f'textarea[data-key="{KEY}"]')
    expect(field).to_have_value(f"{saved} Después.")
    expect(here.locator("#offer")).to_be_hidden()  # the field is taken
    expect(other.locator("#offer")).to_contain_text("1 text is not saved")
    here.get_by_role("button", name="Undo").click()
    left = here.locator("#text-text-found .conflict")
    expect(left).to_contain_text(f"{saved} Antes.")
    left.get_by_role("button", name="Discard it").click()
    expect(field).to_be_editable()
    expect(here.locator("#offer")).to_have_text(re.compile(f"Discarded: {KEY}"))
    expect(other.locator("#offer")).to_be_hidden()


def test_a_reload_shows_the_same(context: BrowserContext, studio: Studio) -> None:
    page = opened(context, studio)
    page.locator("#besides").select_option("ar")
    page.locator("#zoom").select_option("1.5")
    page.locator("#filter").select_option("all")
    page.locator('#overlays input[value="texts"]').uncheck()
    page.locator('#overlays input[value="trim"]').check()
    page.locator('#overlays input[value="order"]').check()
    page.locator(f'#beside .hit[data-key="{KEY}"]').click()
    field = page.locator(f'textarea[data-key="{KEY}"][lang="ar"]')
    field.wait_for()
    width = page.locator(".frame").first.bounding_box()["width"]  # it is on the screen
    page.reload()
    field.wait_for()
    page.locator(f'#beside .hit[data-key="{KEY}"].chosen').wait_for()
    expect(page.locator("#besides")).to_have_value("ar")
    expect(page.locator("#zoom")).to_have_value("1.5")
    expect(page.locator("#filter")).to_have_value("all")
    shown = page.locator("#overlays input:checked")
    assert [box.get_attribute("value") for box in shown.all()] == ["trim", "order"]
    expect(page.locator("svg .trim").first).to_be_attached()
    assert page.locator(".frame").first.bounding_box()["width"] == width  # likewise


def test_an_address_that_somebody_wrote_shows_what_there_is(context: BrowserContext, studio: Studio) -> None:
    page = opened(context, studio)
    parts = "beside=../ar&zoom=9&overlays=order+<b>+nothing&filter=x&within=../es&secondary=x&edition=x&key=x.y"
    page.goto(f"{studio.url}#product=wallet-card&language=km&{parts}")
    page.reload()
    expect(page.locator("#sheets .hit").first).to_be_visible()
    expect(page.locator("#language")).to_have_value("km")
    expect(page.locator("#besides")).to_have_value("")
    expect(page.locator("#zoom")).to_have_value("fit")
    expect(page.locator("#filter")).to_have_value("page")
    expect(page.locator("#texts button").first).to_be_visible()
    expect(page.locator("#edition")).to_have_value("screen")
    expect(page.locator("#overlays input:checked")).to_have_count(1)
    expect(page.locator("#message")).to_contain_text("There is no message “x.y”")
