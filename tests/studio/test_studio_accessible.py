"""The studio for people who use a screen reader, or see colours otherwise, in a real Chromium."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest
from studiopage import KEY, choose, opened, write

from tools.studio import Studio

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

AXE = "async () => (await axe.run()).violations.map((one) => [one.id, one.nodes.map((node) => node.html)])"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(
    browser: Browser,
    context: BrowserContext,
    studio: Studio,
    tool: Callable[..., str],
    scheme: Literal["light", "dark"],
) -> None:
    script = Path(tool("axe-core", "accessibility of pages")).read_text(encoding="utf-8")
    page = opened(context, studio, "ar")
    page.emulate_media(color_scheme=scheme)
    page.evaluate(script)
    assert page.evaluate(AXE) == []
    for box in page.locator("#overlays input").all():
        box.check()
    choose(page)
    write(page, " {nadie}")
    page.locator("#errors .error").wait_for()
    page.locator(".finding.error").first.wait_for()
    path = studio.catalog("ar")
    old = studio.get(f"/api/message?language=ar&key={KEY}")["forms"][0]["translation"]
    path.write_text(path.read_text(encoding="utf-8").replace(f'"{old}"', '"شيء آخر"', 1), encoding="utf-8")
    page.locator(".conflict").wait_for()
    assert page.evaluate(AXE) == [], "with an error and a conflict"
    page.get_by_role("button", name="Take the one on disk").click()
    page.locator("#besides").select_option("es")
    page.locator('.hit[data-key="contact:hotline"]').first.click()
    page.locator("#touched a, #touched button").first.wait_for()
    page.locator("#filter").select_option("contacts")
    assert page.evaluate(AXE) == [], "with a contact, and two languages"
    page.evaluate(
        "document.querySelector('#language').closest('label').replaceWith(document.querySelector('#language'))"
    )
    assert "select-name" in [one[0] for one in page.evaluate(AXE)], "it would find something"
