"""How tests use the studio's page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

    from tools.studio import Studio

expect.set_options(timeout=20_000)  # a computer may be busy with other tests

KEY = "signs.heading"
SCRIPT = "<img src=x onerror=alert(1)>"
WINDOW = {"width": 1280, "height": 800}

TYPED = {  # each is added to the text of its language, and is seen on the page
    "es": " ¿Sí?",
    "ar": " نعم؟",
    "km": "បាទ?",
}


def opened(context: BrowserContext, studio: Studio, language: str = "es", product: str = "wallet-card") -> Page:
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(f"the page's script: {error}"))
    page.goto(f"{studio.url}#product={product}&language={language}")
    expect(page.locator("#speed")).not_to_have_text("")  # the pages have come
    return page


def choose(page: Page, key: str = KEY) -> None:
    page.locator(f'.hit[data-key="{key}"]').first.click()
    page.locator(f'textarea[data-key="{key}"]').wait_for()


def write(page: Page, text: str, key: str = KEY) -> None:
    """Type *text* at the end of the field."""
    page.locator(f'textarea[data-key="{key}"]').focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(text)


def on_page(page: Page, text: str, key: str = KEY) -> None:
    """Wait until the text of *key* on the page has *text*, and its picture has come."""
    expect(page.locator(f'.hit[data-key="{key}"]').first).to_have_attribute("aria-label", pattern(text))
    assert page.evaluate("[...document.images].every((image) => image.complete && image.naturalWidth > 0)")


def pictures(page: Page) -> list[str | None]:
    """Return the addresses of the pictures on the screen."""
    return [image.get_attribute("src") for image in page.locator("#sheets img").all()]


def pattern(text: str) -> re.Pattern[str]:
    return re.compile(re.escape(text.strip()))
