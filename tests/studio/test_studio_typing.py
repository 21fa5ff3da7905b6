"""Typing in a real Chromium: a text is seen on its page while it is typed, saved, and there afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from studiopage import KEY, TYPED, choose, on_page, opened, pattern, pictures, write

from tools.studio import Studio

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]


@pytest.mark.parametrize("language", list(TYPED))
def test_a_typed_text_is_seen_saved_and_there_after_a_reload(
    context: BrowserContext, studio: Studio, language: str
) -> None:
    more = TYPED[language]
    page = opened(context, studio, language)
    before = pictures(page)
    choose(page)
    field = page.locator(f'textarea[data-key="{KEY}"]')
    expect(field).to_have_attribute("lang", language)
    expect(field).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")
    write(page, more)
    on_page(page, more)
    front, back = pictures(page)
    assert back != before[1]
    assert front == before[0], "it is as it was"
    assert more.strip() not in studio.catalog(language).read_text(encoding="utf-8"), "nothing is written while typing"
    page.keyboard.press("Control+s")
    expect(page.locator("#state")).to_contain_text("flyers.po")
    assert more.strip() in studio.catalog(language).read_text(encoding="utf-8")
    page.reload()
    on_page(page, more)
    expect(page.locator("#offer")).to_be_hidden()
    expect(page.locator(f'textarea[data-key="{KEY}"]')).to_have_value(pattern(more))


def test_who_saves_goes_on_typing_where_the_cursor_was(context: BrowserContext, studio: Studio) -> None:
    page = opened(context, studio)
    choose(page)
    field = page.locator(f'textarea[data-key="{KEY}"]')
    field.fill("Unotres")
    for _ in range(4):
        page.keyboard.press("ArrowLeft")
    page.keyboard.type("d")
    page.keyboard.press("Control+s")
    page.keyboard.type("o")  # before the answer has come
    expect(page.locator("#state")).to_contain_text("flyers.po")
    on_page(page, "Unodotres")
    page.wait_for_timeout(500)  # the notice of the file's change comes too
    page.keyboard.type("s")
    expect(field).to_have_value("Unodostres")
    page.keyboard.press("Control+s")
    expect(page.locator("#text-text-found")).not_to_contain_text("Not saved")
    assert page.locator(".conflict").count() == 0
    assert 'msgstr "Unodostres"' in studio.catalog("es").read_text(encoding="utf-8")


def test_what_does_not_fit_is_told_beside_the_last_good_page(context: BrowserContext, studio: Studio) -> None:
    page = opened(context, studio)
    choose(page)
    write(page, " {nadie}")
    error = page.locator("#errors .error").first
    expect(error).to_contain_text("nadie")
    expect(error.locator("code")).to_contain_text("flyers.po:")
    assert page.locator("#sheets img").count() == 2, "the last good page stays"
    expect(page.locator("#text-text-found .finding.error").first).to_contain_text("nadie")
    page.locator(f'textarea[data-key="{KEY}"]').fill("¿Alguien le controla?")
    expect(page.locator("#errors .error")).to_have_count(0)
    on_page(page, "¿Alguien le controla?")


def test_characters_are_counted_as_the_check_counts_them(context: BrowserContext, studio: Studio) -> None:
    """Without marks on letters, and with contacts as they are printed (L308)."""
    page = opened(context, studio, "ar")
    key = "help.danger"
    choose(page, key)
    facts = page.locator("#text-text-found")
    page.locator(f'textarea[data-key="{key}"]').fill("{emergency} " + "\u0628\u0651\u064e" * 400)
    expect(facts).to_contain_text("404 characters")
    expect(facts).to_contain_text("L308 It has 404 characters")


def test_a_refused_text_stays_in_its_field_and_each_error_is_told_once(context: BrowserContext, studio: Studio) -> None:
    page = opened(context, studio)
    before = studio.catalog("es").read_bytes()
    choose(page, "contact.text-line")
    field = page.locator('textarea[data-key="contact.text-line"]')
    field.fill("Envíe un texto al 233733")
    errors = page.locator("#text-text-found .finding.error")
    expect(errors).to_have_count(2)  # a lost placeholder, a number typed by hand
    found = errors.all_text_contents()
    page.keyboard.press("Control+s")
    expect(page.locator("#state")).to_contain_text("Not saved.")
    expect(errors).to_have_text(found)
    expect(field).to_have_value("Envíe un texto al 233733")
    assert studio.catalog("es").read_bytes() == before


def test_a_text_that_no_longer_fits_is_not_saved_and_one_that_is_not_printed_is(
    context: BrowserContext, studio: Studio
) -> None:
    page = opened(context, studio)
    before = studio.catalog("es").read_bytes()
    choose(page, "contact.text-line")
    field = page.locator('textarea[data-key="contact.text-line"]')
    long = "Envíe un texto al {hotline_text} " + "cuando quiera y desde donde quiera " * 8
    field.fill(long)
    expect(page.locator("#errors .error")).to_contain_text("pt too high")
    page.keyboard.press("Control+s")
    expect(page.locator("#state")).to_contain_text("Not saved. ")
    field.fill(f"{long} más")
    page.keyboard.press("Control+s")  # before the page has been set
    expect(page.locator("#errors .error")).to_contain_text("pt too high")
    expect(page.locator("#state")).to_contain_text("Not saved. ")
    page.wait_for_timeout(500)
    expect(page.locator("#state")).to_contain_text("Not saved. Wallet card: ")
    told = page.locator("#text-text-found .finding.error")
    expect(told.filter(has_text="Wallet card: The text of this panel is")).to_have_count(1)
    expect(told.filter(has_text="Poster: The text of this panel is")).to_have_count(1)  # it is not on the screen
    expect(field).to_have_value(f"{long} más")
    expect(page.locator("#text-text-found")).to_contain_text("Not saved.")
    assert studio.catalog("es").read_bytes() == before
    page.locator("#doubtful").check()
    page.keyboard.press("Control+s")
    expect(page.locator("#state")).to_have_text("Saved in translations/es/LC_MESSAGES/flyers.po.")
    expect(page.locator("#errors .error")).to_have_count(0)  # the English stands in its place
    assert b"cuando quiera" in studio.catalog("es").read_bytes()


def test_a_text_is_marked_as_doubtful_and_settled_as_it_is(context: BrowserContext, studio: Studio) -> None:
    page = opened(context, studio)
    before = studio.catalog("es").read_bytes()
    choose(page)
    facts, settled = page.locator("#text-text-found"), page.get_by_role("button", name="It is right as it is")
    expect(settled).to_have_count(0)
    page.locator("#doubtful").check()
    page.keyboard.press("Control+s")
    expect(facts).to_contain_text("Marked fuzzy.")
    assert studio.catalog("es").read_bytes().count(b"#, fuzzy") == before.count(b"#, fuzzy") + 1
    settled.click()
    expect(facts).to_contain_text("Saved.")
    expect(page.locator(f'textarea[data-key="{KEY}"]')).to_be_focused()
    expect(page.locator("#doubtful")).not_to_be_checked()
    assert studio.catalog("es").read_bytes() == before
    page.keyboard.press("Control+s")
    expect(page.locator("#state")).to_have_text("There is nothing to save.")
