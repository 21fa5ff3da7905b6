"""The button that leaves: at once, for good, and with any network or none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from gallerysite import LEAVE, address, opened
from playwright.sync_api import Browser, BrowserContext, Page, expect

BEFORE = "https://before.example/"
"""What was open before the gallery."""

LONGEST = 6000
"""Milliseconds after which the gallery's address is gone, even if the other page never comes."""


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = opened(browser, [])
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto(BEFORE)
    return page


def test_who_leaves_finds_no_page_of_the_gallery_on_the_way_back(page: Page, site: Path) -> None:
    page.goto(address(site / "index.html"))
    length = page.evaluate("history.length")
    page.click(".languages a[href='es/index.html']")
    page.wait_for_url("**/es/index.html")
    page.click("a[href='wallet-card.html']")
    page.wait_for_url("**/es/wallet-card.html")
    assert page.evaluate("history.length") == length
    page.click("a.leave")
    page.wait_for_url(LEAVE)
    page.go_back()
    assert page.url == BEFORE


def test_the_page_is_gone_before_the_other_one_has_come(page: Page, site: Path) -> None:
    page.goto(address(site / "es" / "index.html"))
    shown = page.evaluate(
        """() => {
            document.querySelector("a.leave").click();
            return [document.body.hidden, document.body.getClientRects().length, document.title];
        }"""
    )
    assert shown == [True, 0, "\u200b"]


def test_without_a_network_an_empty_page_takes_the_place(context: BrowserContext, page: Page, site: Path) -> None:
    """As from a memory stick, on a computer that is offline."""
    page.goto(address(site / "es" / "index.html"))
    context.set_offline(True)
    page.click("a.leave")
    page.wait_for_url("about:blank", timeout=1000)
    expect(page.locator("body")).to_be_empty()
    context.set_offline(False)
    page.go_back()
    assert page.url == BEFORE


def test_a_network_that_never_answers_does_not_keep_the_address_of_the_gallery(
    context: BrowserContext, page: Page, site: Path
) -> None:
    context.route(LEAVE, lambda route: None)
    page.goto(address(site / "es" / "index.html"))
    page.click("a.leave", no_wait_after=True)
    page.wait_for_timeout(300)
    assert page.url == address(site / "es" / "index.html"), "the other page might still come"
    page.wait_for_url("about:blank", timeout=LONGEST)
    page.go_back()
    assert page.url == BEFORE


def test_who_leaves_for_what_cannot_be_reached_is_gone_too(context: BrowserContext, page: Page, site: Path) -> None:
    context.route(LEAVE, lambda route: route.abort("namenotresolved"))
    page.goto(address(site / "es" / "index.html"))
    page.click("a.leave", no_wait_after=True)
    expect(page).not_to_have_url(re.compile("^file:"), timeout=LONGEST)
    page.go_back()
    assert page.url == BEFORE
