"""Files that others change while the studio is open, in a real Chromium."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from studiopage import KEY, choose, on_page, opened, write

from tools.studio import Studio

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]


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
    route.continue_()


def test_the_studio_says_what_it_has_saved_and_other_windows_that_it_has_changed(
    context: BrowserContext, studio: Studio
) -> None:
    page, other = opened(context, studio), opened(context, studio)
    page.evaluate(
        "(() => { const line = document.getElementById('state'); window.said = [];"
        " new MutationObserver(() => window.said.push(line.textContent)).observe(line, {childList: true}) })()"
    )
    choose(page)
    write(page, " Mío.")
    page.keyboard.press("Control+s")
    expect(page.locator("#state")).to_have_text("Saved in translations/es/LC_MESSAGES/flyers.po.")
    expect(other.locator("#state")).to_have_text("Changed: translations/es/LC_MESSAGES/flyers.po")
    on_page(other, "Mío.")
    page.wait_for_timeout(700)  # the notice of the file's change, if there were one
    assert page.evaluate("window.said") == ["Saved in translations/es/LC_MESSAGES/flyers.po."]
    path = studio.catalog("es")
    path.write_text(path.read_text(encoding="utf-8").replace(" Mío.", " Suyo."), encoding="utf-8")
    expect(page.locator("#state")).to_have_text("Changed: flyers.po")
    on_page(page, "Suyo.")


def test_who_has_seen_that_the_english_has_changed_may_save(context: BrowserContext, studio: Studio) -> None:
    page = opened(context, studio)
    choose(page)
    write(page, " Mío.")
    messages = studio.campaign / studio.get(f"/api/message?language=es&key={KEY}")["forms"][0]["english_source"]["path"]
    good = messages.read_text(encoding="utf-8")
    old = studio.get(f"/api/message?language=es&key={KEY}")["forms"][0]["english"]
    try:
        messages.write_text(good.replace(f"text: {old}", "text: Does something seem wrong?"), encoding="utf-8")
        expect(page.locator(".english").first).to_have_text("Does something seem wrong?")
        expect(page.locator("#text-text-found")).to_contain_text(f"It was: “{old}”")
        page.keyboard.press("Control+s")
        expect(page.locator("#state")).to_contain_text("The English has changed")
        assert "Mío." not in studio.catalog("es").read_text(encoding="utf-8")
        page.keyboard.press("Control+s")
        expect(page.locator("#state")).to_contain_text("Saved in")
        assert "Mío." in studio.catalog("es").read_text(encoding="utf-8")
    finally:
        messages.write_text(good, encoding="utf-8")


def test_a_campaign_that_was_broken_when_the_page_was_loaded_is_shown_once_it_is_mended(
    context: BrowserContext, studio: Studio
) -> None:
    page = opened(context, studio)
    file = studio.campaign / "content" / "campaign.yaml"
    good = file.read_bytes()
    try:
        file.write_bytes(good + b"\nnonsense: true\n")
        expect(page.locator("#errors .error").first).to_contain_text("nonsense")
        assert page.locator("#sheets img").count() == 2, "the last good page stays"
        page.reload()
        expect(page.locator("#errors .error").first).to_contain_text("nonsense")
        expect(page.locator("#sheets img")).to_have_count(0)
        page.locator("#next summary").click()
    finally:
        file.write_bytes(good)
    expect(page.locator("#errors .error")).to_have_count(0)
    expect(page.locator("#sheets img")).to_have_count(2)
    expect(page.locator("#steps")).to_contain_text("flyers build --lang es --product wallet-card")
    page.locator("#next summary").click()
    choose(page)
    write(page, " ¿Sí?")
    on_page(page, "¿Sí?")


def test_menus_follow_the_campaign(context: BrowserContext, studio: Studio) -> None:
    page = opened(context, studio)
    layouts = studio.campaign / "content" / "layouts"
    layout = layouts / "wallet-card-mine.yaml"
    expect(page.locator('#product option[value="wallet-card-mine"]')).to_have_count(0)
    try:
        layout.write_bytes((layouts / "wallet-card.yaml").read_bytes())
        expect(page.locator('#product option[value="wallet-card-mine"]')).to_have_count(1)
        page.locator("#product").select_option("wallet-card-mine")
        expect(page.locator("#sheets img")).to_have_count(2)
    finally:
        layout.unlink()
    expect(page.locator('#product option[value="wallet-card-mine"]')).to_have_count(0)
    expect(page.locator("#product")).not_to_have_value("wallet-card-mine")
    expect(page.locator("#errors .error")).to_have_count(0)
