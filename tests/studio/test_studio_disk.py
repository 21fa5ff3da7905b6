"""Files that others change while the studio is open, in a real Chromium."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect
from studiopage import KEY, choose, on_page, opened, write

from tools.studio import Studio

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext


def test_a_changed_file_is_on_the_page_and_a_broken_one_is_told(context: BrowserContext, studio: Studio) -> None:
    page = opened(context, studio)
    path = studio.catalog("es")
    good = path.read_text(encoding="utf-8")
    old = studio.get(f"/api/message?language=es&key={KEY}")["forms"][0]["translation"]
    path.write_text(good.replace(f'msgstr "{old}"', 'msgstr "¿Cambiado en el disco?"'), encoding="utf-8")
    on_page(page, "¿Cambiado en el disco?")
    path.write_text(good.replace(f'msgstr "{old}"', f'msgstr "{old}'), encoding="utf-8")
    line = good[: good.index(f'msgstr "{old}"')].count("\n") + 1
    expect(page.locator("#errors code").first).to_have_text(f"translations/es/LC_MESSAGES/flyers.po:{line}")
    on_page(page, "¿Cambiado en el disco?")
    path.write_text(good, encoding="utf-8")
    expect(page.locator("#errors .error")).to_have_count(0)
    on_page(page, old)


def test_nobody_s_text_is_lost_in_a_conflict(context: BrowserContext, studio: Studio) -> None:
    page = opened(context, studio)
    choose(page)
    write(page, " Mío.")
    path = studio.catalog("es")
    old = studio.get(f"/api/message?language=es&key={KEY}")["forms"][0]["translation"]
    theirs = "¿Lo de otra persona?"
    path.write_text(path.read_text(encoding="utf-8").replace(f'"{old}"', f'"{theirs}"', 1), encoding="utf-8")
    conflict = page.locator(".conflict")
    expect(conflict).to_contain_text(theirs)
    expect(conflict).to_contain_text(f"{old} Mío.")
    page.get_by_role("button", name="Keep mine").click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#state")).to_contain_text("flyers.po")
    assert f'msgstr "{old} Mío."' in path.read_text(encoding="utf-8")


def test_a_conflict_that_only_saving_finds(context: BrowserContext, studio: Studio) -> None:
    """A notice of the change may be late, or lost."""
    page = opened(context, studio)
    choose(page)
    page.route("**/api/save", lambda route: _changed_first(route, studio))
    write(page, " Mío.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".conflict")).to_contain_text("¿En el último momento?")
    page.get_by_role("button", name="Take the one on disk").click()
    on_page(page, "¿En el último momento?")
    assert "Mío." not in studio.catalog("es").read_text(encoding="utf-8")


def _changed_first(route: object, studio: Studio) -> None:
    old = studio.get(f"/api/message?language=es&key={KEY}")["forms"][0]["translation"]
    path = studio.catalog("es")
    text = path.read_text(encoding="utf-8").replace(f'"{old}"', '"¿En el último momento?"', 1)
    path.write_text(text, encoding="utf-8")
    route.continue_()  # type: ignore[attr-defined]
