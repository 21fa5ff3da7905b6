"""What a killed studio, a killed browser or a reload leaves, in a real Chromium."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import expect
from studiopage import KEY, WINDOW, choose, on_page, opened, pattern, write

from tools.studio import Studio, start

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def test_a_killed_studio_and_browser_lose_no_typed_text(
    browser: Browser, studio: Studio, tmp_path: Path, root: Path
) -> None:
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
