"""Contacts in a real Chromium: change one with what it touches, save it, record a call, and lose nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from studiopage import WINDOW, choose, on_page, opened

from tools.studio import Studio, start

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Route

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]

NUMBER, OTHER = ("1-888-373-7888", "tel:+18883737888"), ("1-888-373-7889", "tel:+18883737889")
SAVED = "Saved in content/contacts.yaml."
ENLARGED = {"width": 720, "height": 400}
"""What a window of 1440 × 800 pixels becomes at 200 %."""


@pytest.fixture
def file(studio: Studio) -> Iterator[Path]:
    """The file of contacts, put back in the end."""
    path = studio.campaign / "content" / "contacts.yaml"
    before = path.read_bytes()
    yield path
    if path.read_bytes() != before:
        path.write_bytes(before)


def contact(page: Page, name: str = "hotline") -> None:
    """Open a contact whose number is on the page."""
    page.locator(f'.hit[data-key="contact:{name}"]').first.click()
    expect(page.locator("#contact-place")).to_contain_text(name)


def from_the_list(page: Page, name: str) -> None:
    """Open a contact that may stand within a text on the page."""
    page.locator("#filter").select_option("contacts")
    page.locator(f'#texts button[data-key="contact:{name}"]').click()
    expect(page.locator("#contact-place")).to_contain_text(name)


def saved_and_on_the_page(page: Page) -> None:
    """Save with the button, and wait until the page shows the other number."""
    page.get_by_role("button", name="Save", exact=True).click()
    on_page(page, OTHER[0], "contact:hotline")


def record_a_call(page: Page) -> None:
    page.get_by_role("button", name="It was right, today").click()


def on_disk(file: Path, *changes: tuple[str, str]) -> None:
    """Change the file as somebody else does, with an editor."""
    text = file.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    file.write_text(text, encoding="utf-8")


def test_a_contact_is_changed_with_what_it_touches(context: BrowserContext, studio: Studio, file: Path) -> None:
    page = opened(context, studio)
    before = file.read_bytes()
    contact(page)
    expect(page.locator("#touched")).to_contain_text("Products")
    page.locator("#contact-display").fill(OTHER[0])
    page.get_by_role("button", name="What would it touch?").click()
    expect(page.locator("#touched")).to_contain_text("Printed: 1-888-373-7888 → 1-888-373-7889")
    expect(page.locator("#touched")).to_contain_text(OTHER[1])  # what a code opens follows
    expect(page.locator("#touched")).to_contain_text("Hours: always was true of the former contact")
    interpreters = "Interpreters for other languages: yes was true of the former contact"
    expect(page.locator("#touched")).to_contain_text(interpreters)
    page.locator("#contact-target").fill("tel:+18883737880")
    page.set_viewport_size(ENLARGED)
    page.get_by_role("button", name="What would it touch?").click()
    told = page.locator("#contact-display-found .error")
    expect(told).to_contain_text("tel:+18883737880")  # it does not agree
    assert told.evaluate("(one) => one.contains(document.elementFromPoint(80, one.getBoundingClientRect().bottom - 4))")
    page.set_viewport_size(WINDOW)
    expect(page.locator("#contact-display")).to_be_focused()
    expect(page.locator("#contact-display")).to_have_accessible_description(re.compile("error .*do not agree"))
    expect(page.locator("#contact-display")).to_have_attribute("aria-invalid", "true")
    assert file.read_bytes() == before
    page.locator("#contact-target").fill(NUMBER[1])
    saved_and_on_the_page(page)
    expect(page.locator("#message [aria-invalid], #message .error")).to_have_count(0)
    expect(page.locator("#contact-target")).to_have_value(OTHER[1])
    expect(page.locator("#contact-display-found")).to_be_empty()
    record_a_call(page)
    expect(page.locator("#contact-verified_on")).not_to_have_value("")
    after = file.read_bytes()
    assert OTHER[0].encode() in after
    assert after.count(b"\n") - before.count(b"\n") <= 2, "comments and layout stay"
    page.locator("#filter").select_option("contacts")
    expect(page.locator('#texts button[data-key="contact:hotline"]')).to_contain_text("tried on")


def test_no_call_is_recorded_of_a_number_that_is_only_typed(
    context: BrowserContext, studio: Studio, file: Path
) -> None:
    page = opened(context, studio)
    before = file.read_bytes()
    contact(page)
    page.locator("#contact-display").fill(OTHER[0])
    page.locator("#contact-target").fill(OTHER[1])
    record_a_call(page)
    expect(page.locator("#state")).to_contain_text("Save or undo")
    assert file.read_bytes() == before
    saved_and_on_the_page(page)
    assert OTHER[0].encode() in file.read_bytes()
    expect(page.locator("#contact-verified_on")).to_have_value("")


def test_a_typed_value_stays_while_other_texts_are_chosen_and_the_keyboard_saves_it(
    context: BrowserContext, studio: Studio, file: Path
) -> None:
    page = opened(context, studio)
    before = file.read_bytes()
    contact(page)
    page.locator("#contact-hours").fill("Mondays")
    expect(page.locator("#contact-hours-found")).to_have_text("Not saved.")
    choose(page)
    page.locator("#filter").select_option("unsaved")
    expect(page.locator("#list-count")).to_have_text("0 texts, 1 contact")
    page.locator('#texts button[data-key="contact:hotline"]').click()
    expect(page.locator("#contact-hours")).to_have_value("Mondays")
    assert file.read_bytes() == before
    page.locator("#contact-hours").press("Control+s")
    expect(page.locator("#state")).to_have_text(SAVED)
    expect(page.locator("#contact-hours-found")).to_be_empty()
    assert b"hours: Mondays" in file.read_bytes()
    page.wait_for_timeout(700)  # the notice of the file's change, if there were one
    expect(page.locator("#state")).to_have_text(SAVED)
    expect(page.locator("#list-count")).to_have_text("0 texts")


def test_a_killed_studio_and_browser_lose_no_typed_value(browser: Browser, studio: Studio, file: Path) -> None:
    other = start(studio.campaign)
    context = browser.new_context(viewport=WINDOW)
    page = opened(context, other)
    contact(page)
    page.locator("#contact-source").fill("A call of")
    other.process.kill()
    other.process.wait(10)
    page.locator("#contact-source").press_sequentially(" today")  # typed while nobody answers
    expect(page.locator("#state")).to_have_text("The studio does not answer. What you typed is kept in this browser.")
    stored = context.storage_state()

    again = start(studio.campaign, "--port", str(other.port))
    expect(page.locator("#state")).to_contain_text("This page belongs to a studio that has ended.")
    context.close()  # without any chance to save
    context = browser.new_context(viewport=WINDOW, storage_state=stored)
    page = opened(context, again)
    expect(page.locator("#offer")).to_contain_text("contacts")
    expect(page.locator("#offer")).to_contain_text("hotline.source")
    contact(page)
    expect(page.locator("#contact-source")).to_have_attribute("readonly", "")
    expect(page.locator("#contact-source-found")).to_contain_text("A call of today")
    page.locator("#offer").get_by_role("button", name="Go on with them").click()
    expect(page.locator("#offer")).to_be_hidden()
    expect(page.locator("#contact-source")).to_have_value("A call of today")
    page.locator("#contact-source").press("Control+s")
    expect(page.locator("#state")).to_have_text(SAVED)
    assert b"source: A call of today" in file.read_bytes()
    context.close()
    assert again.end() == 0


def test_both_values_are_shown_in_a_conflict(context: BrowserContext, studio: Studio, file: Path) -> None:
    page = opened(context, studio)
    from_the_list(page, "emergency")  # whose hours no text promises
    hours = page.locator("#contact-hours")
    for choice, kept in (("Keep mine", "Mondays"), ("Take the one on disk", "Fridays")):
        hours.fill("Mondays")
        on_disk(file, ("hours: always", "hours: Fridays"))
        conflict = page.locator("#contact-hours-found .conflict")
        for value in ("always", "Fridays", "Mondays"):
            expect(conflict).to_contain_text(value)
        expect(page.locator("#state")).to_contain_text("Choose which one stays")
        hours.press("Control+s")
        expect(page.locator("#state")).to_contain_text("Choose first")
        assert b"Mondays" not in file.read_bytes()
        conflict.get_by_role("button", name=choice).click()
        expect(conflict).to_have_count(0)
        expect(hours).to_have_value(kept)
        hours.press("Control+s")
        expect(page.locator("#state")).to_have_text(SAVED if kept == "Mondays" else "Nothing is changed.")
        text = file.read_text(encoding="utf-8")
        assert f"hours: {kept}" in text.partition("emergency:")[2].partition("hotline:")[0]
        file.write_text(text.replace("Mondays", "always").replace("Fridays", "always"), encoding="utf-8")
        expect(hours).to_have_value("always")


def test_a_number_that_two_people_change_asks_once(context: BrowserContext, studio: Studio, file: Path) -> None:
    page = opened(context, studio)
    contact(page)
    page.locator("#contact-display").fill("1-888-373-7887")
    on_disk(file, *zip(NUMBER, OTHER, strict=True))
    expect(page.locator(".conflict")).to_have_count(1)
    expect(page.locator("#contact-target")).to_have_value(OTHER[1])
    page.get_by_role("button", name="Keep mine").click()
    expect(page.locator(".conflict")).to_have_count(0)
    page.locator("#contact-display").press("Control+s")
    expect(page.locator("#state")).to_have_text(SAVED)
    expect(page.locator("#contact-target")).to_have_value("tel:+18883737887")
    text = file.read_text(encoding="utf-8")
    assert "1-888-373-7887" in text
    assert OTHER[0] not in text


def test_a_value_that_is_on_disk_already_is_not_saved_again(
    context: BrowserContext, studio: Studio, file: Path
) -> None:
    page = opened(context, studio)
    contact(page)
    page.locator("#contact-display").fill(OTHER[0])
    on_disk(file, *zip(NUMBER, OTHER, strict=True))
    expect(page.locator("#contact-target")).to_have_value(OTHER[1])
    before = file.read_bytes()
    page.locator("#contact-moved").get_by_role("button", name="Keep what I typed").click()
    page.locator("#contact-display").press("Control+s")
    expect(page.locator("#state")).to_have_text("The file has these values already.")
    expect(page.locator("#contact-display-found")).to_be_empty()
    assert file.read_bytes() == before


def test_a_conflict_in_a_contact_that_only_saving_finds(context: BrowserContext, studio: Studio, file: Path) -> None:
    page = opened(context, studio)
    from_the_list(page, "emergency")  # whose hours no text promises
    page.locator("#contact-hours").fill("Mondays")
    _changed_at_the_last_moment(page, file, ("hours: always", "hours: Fridays"))
    page.get_by_role("button", name="Save", exact=True).click()
    conflict = page.locator("#contact-hours-found .conflict")
    expect(conflict).to_contain_text("Fridays")
    expect(page.locator("#state")).to_contain_text("Nothing was saved")
    assert b"Mondays" not in file.read_bytes()
    conflict.get_by_role("button", name="Keep mine").click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#state")).to_have_text(SAVED)


def test_hours_that_were_typed_for_another_number_are_not_saved_unasked(
    context: BrowserContext, studio: Studio, file: Path
) -> None:
    page = opened(context, studio)
    contact(page)
    page.locator("#contact-hours").fill("Mondays")
    on_disk(file, *zip(NUMBER, OTHER, strict=True))
    moved = page.locator("#contact-moved .conflict")
    for value in (*NUMBER, *OTHER):
        expect(moved).to_contain_text(value)
    expect(page.locator("#contact-display")).to_have_value(OTHER[0])
    page.locator("#contact-hours").press("Control+s")
    expect(page.locator("#state")).to_contain_text("Choose first")
    moved.get_by_role("button", name="Keep what I typed").click()
    expect(moved).to_have_count(0)
    page.locator("#contact-hours").press("Control+s")
    expect(page.locator("#state")).to_have_text(SAVED)
    text = file.read_text(encoding="utf-8")
    assert "hours: Mondays" in text
    assert OTHER[0] in text


def test_a_call_of_a_number_that_was_another_one_meanwhile_is_not_recorded(
    context: BrowserContext, studio: Studio, file: Path
) -> None:
    page = opened(context, studio)
    contact(page)
    on_disk(file, *zip(NUMBER, OTHER, strict=True))
    expect(page.locator("#contact-display")).to_have_value(OTHER[0])
    right = page.get_by_role("button", name="It was right, today")
    right.click()
    expect(page.locator("#state")).to_contain_text("Now dial what is there")
    expect(page.locator("#contact-verified_on")).to_have_value("")
    right.click()  # the person has dialed what is there now
    expect(page.locator("#state")).to_have_text(SAVED)
    expect(page.locator("#contact-verified_on")).not_to_have_value("")


def test_other_hours_name_the_texts_that_promise_them(context: BrowserContext, studio: Studio, file: Path) -> None:
    page = opened(context, studio)
    before = file.read_bytes()
    contact(page)
    page.locator("#contact-hours").fill("9 to 5")
    page.get_by_role("button", name="What would it touch?").click()
    touched = page.locator("#touched")
    expect(touched).to_contain_text("Texts that promise hotline.hours (3)")
    expect(touched).to_contain_text("Not true now, and not printed until they are changed: help.hotline.line, ")
    expect(touched).not_to_contain_text("Signatures")
    touched.get_by_role("button", name="promise.hours").click()
    expect(page.locator("#panel-title")).to_contain_text("promise.hours")
    assert file.read_bytes() == before
    contact(page)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#state")).to_have_text(SAVED)
    expect(page.get_by_text("promises “hotline.hours: always”").first).to_be_visible()


def test_nobody_is_asked_to_dial_an_emergency_number(context: BrowserContext, studio: Studio) -> None:
    page = opened(context, studio)
    from_the_list(page, "emergency")
    expect(page.locator("#message")).to_contain_text("Don’t dial an emergency number for a test")
    page.locator("#contact-display").fill("112")
    page.get_by_role("button", name="It is right, as of today").click()
    expect(page.locator("#state")).to_contain_text("Then ask about what is saved")
    expect(page.locator("#message")).not_to_contain_text("Dial the number")
    contact(page, "hotline")
    expect(page.locator("#message")).to_contain_text("Dial the number")


def _changed_at_the_last_moment(page: Page, file: Path, *changes: tuple[str, str]) -> None:
    left = list(changes)

    def change(route: Route) -> None:
        if route.request.method == "POST":
            on_disk(file, *left)
            left.clear()
        route.continue_()

    page.route("**/api/contacts", change)
