"""Contacts in a real Chromium: change one with what it touches, save it, record a call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect
from studiopage import on_page, opened

from tools.studio import Studio

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext


def test_a_contact_is_changed_with_what_it_touches(context: BrowserContext, studio: Studio) -> None:
    page = opened(context, studio)
    path = studio.campaign / "content" / "contacts.yaml"
    before = path.read_bytes()
    page.locator('.hit[data-key="contact:hotline"]').first.click()
    expect(page.locator("#touched")).to_contain_text("Products")
    page.locator("#contact-display").fill("1-888-373-7889")
    page.get_by_role("button", name="What would it touch?").click()
    expect(page.locator("#touched")).to_contain_text("1-888-373-7889")  # the target no longer agrees
    assert path.read_bytes() == before
    page.locator("#contact-target").fill("tel:+18883737889")
    page.get_by_role("button", name="What would it touch?").click()
    expect(page.locator("#touched")).to_contain_text("hotline.display: 1-888-373-7888 → 1-888-373-7889")
    assert path.read_bytes() == before
    page.get_by_role("button", name="Save", exact=True).click()
    on_page(page, "1-888-373-7889", "contact:hotline")
    page.get_by_role("button", name="It was right, today").click()
    expect(page.locator("#contact-verified_on")).not_to_have_value("")
    after = path.read_bytes()
    assert b"1-888-373-7889" in after
    assert after.count(b"\n") - before.count(b"\n") <= 2, "comments and layout stay"
    page.locator("#filter").select_option("contacts")
    expect(page.locator('#texts button[data-key="contact:hotline"]')).to_contain_text("tried on")
    path.write_bytes(before)


def test_no_call_is_recorded_of_a_number_that_is_only_typed(context: BrowserContext, studio: Studio) -> None:
    page = opened(context, studio)
    path = studio.campaign / "content" / "contacts.yaml"
    before = path.read_bytes()
    page.locator('.hit[data-key="contact:hotline"]').first.click()
    page.locator("#contact-display").fill("1-888-373-7889")
    page.locator("#contact-target").fill("tel:+18883737889")
    page.get_by_role("button", name="It was right, today").click()
    expect(page.locator("#state")).to_contain_text("Save or undo")
    assert path.read_bytes() == before
    page.get_by_role("button", name="Save", exact=True).click()
    on_page(page, "1-888-373-7889", "contact:hotline")
    assert b"1-888-373-7889" in path.read_bytes()
    expect(page.locator("#contact-verified_on")).to_have_value("")
    path.write_bytes(before)
