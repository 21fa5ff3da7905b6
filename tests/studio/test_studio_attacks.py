"""What others try, in a real Chromium: scripts in texts, pages of other sites, names that mean this computer."""

from __future__ import annotations

import http.server
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from studiopage import KEY, SCRIPT, choose, opened

from tools.studio import Studio

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]


def test_a_script_in_a_text_is_text(context: BrowserContext, studio: Studio) -> None:
    page = opened(context, studio)
    alerts: list[str] = []
    page.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.dismiss()))
    choose(page)
    page.locator(f'textarea[data-key="{KEY}"]').fill(SCRIPT)
    expect(page.locator("#errors .error").first).to_contain_text("strong")
    text = studio.catalog("es").read_text(encoding="utf-8")
    old = studio.get(f"/api/message?language=es&key={KEY}")["forms"][0]["translation"]
    studio.catalog("es").write_text(text.replace(f'"{old}"', f'"{SCRIPT}"'), encoding="utf-8")
    page.reload()
    page.locator("#filter").select_option("all")
    page.locator("#texts .words", has_text="onerror").first.wait_for()
    assert not alerts
    assert page.evaluate("document.querySelectorAll('img[src=x], script:not([src])').length") == 0
    blocked = (
        "(() => { try { document.body.innerHTML = '<b>x</b>'; return 'made' } catch (error) { return error.name } })()"
    )
    assert page.evaluate(blocked) == "TypeError", "no script can make HTML of a text"


def test_a_script_in_a_contact_is_text(context: BrowserContext, studio: Studio) -> None:
    page = opened(context, studio)
    alerts: list[str] = []
    page.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.dismiss()))
    file = studio.campaign / "content" / "contacts.yaml"
    good = file.read_text(encoding="utf-8")
    page.locator('.hit[data-key="contact:hotline"]').first.click()
    page.locator("#contact-hours").fill(SCRIPT)
    page.get_by_role("button", name="What would it touch?").click()
    expect(page.locator("#touched")).to_contain_text(SCRIPT)
    page.locator("#contact-display").fill(SCRIPT)
    page.get_by_role("button", name="What would it touch?").click()
    expect(page.locator("#contact-display-found .finding.error").first).to_contain_text(SCRIPT)
    try:
        file.write_text(good.replace("hours: always", f"hours: '{SCRIPT} on disk'"), encoding="utf-8")
        expect(page.locator("#contact-hours-found .conflict")).to_contain_text(f"{SCRIPT} on disk")
        page.reload()
        expect(page.locator("#offer")).to_contain_text("hotline.hours")
        expect(page.locator("#contact-hours-found")).to_contain_text(SCRIPT)
        page.get_by_role("button", name="Discard them").click()
        expect(page.locator("#contact-hours")).to_have_value(f"{SCRIPT} on disk")
        page.locator("#filter").select_option("contacts")
        page.locator("#search").fill("onerror")
        expect(page.locator("#texts button").first).to_be_visible()
    finally:
        file.write_text(good, encoding="utf-8")
    assert not alerts
    assert page.evaluate("document.querySelectorAll('img[src=x], script:not([src])').length") == 0


def test_another_site_gets_nothing(context: BrowserContext, studio: Studio, tmp_path: Path) -> None:
    """A page of another origin, in the browser that shows the studio, tries what pages can try."""
    (tmp_path / "evil.html").write_text("<!doctype html><title>evil</title>", encoding="utf-8")

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *words: object) -> None:
            super().__init__(*words, directory=str(tmp_path))

        def log_message(self, *words: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        before = studio.catalog("es").read_bytes()
        opened(context, studio)
        page = context.new_page()
        page.goto(f"http://localhost:{server.server_port}/evil.html")
        for how in ("cors", "no-cors"):
            for method in ("GET", "POST"):
                seen = page.evaluate(
                    "([url, mode, method]) => fetch(url, {mode, method, credentials: 'include'})"
                    ".then((answer) => answer.text(), () => '')",
                    [f"{studio.url}api/{'campaign' if method == 'GET' else 'save'}", how, method],
                )
                assert seen == ""
        for tag in ("img", "script", "iframe"):
            loaded = page.evaluate(
                "([tag, url]) => new Promise((done) => { const made = document.createElement(tag);"
                " made.onload = () => done(tag !== 'iframe' && 'loaded'); made.onerror = () => done(false);"
                " made.src = url; document.body.append(made); setTimeout(() => done(false), 1500) })",
                [tag, f"{studio.url}{'static/main.js' if tag == 'script' else ''}"],
            )
            assert not loaded, tag
        assert all("Studio" not in (frame.title() or "") for frame in page.frames)
        assert studio.catalog("es").read_bytes() == before
    finally:
        server.shutdown()
        server.server_close()


def test_a_name_that_is_made_to_mean_this_computer_gets_nothing(studio: Studio, context: BrowserContext) -> None:
    """DNS rebinding: the browser sends the name of the other site, whatever its address is."""
    opened(context, studio)
    page = context.new_page()
    for path in ("/", "/api/campaign"):
        answer = page.goto(f"http://rebound.example:{studio.port}{path}")
        assert answer is not None
        assert answer.status == 421
        assert "campaign" not in page.content()


def test_nothing_is_asked_from_elsewhere(context: BrowserContext, studio: Studio) -> None:
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = opened(context, studio, "km")
    choose(page)
    expect(page.locator("#room")).not_to_have_text("…")
    assert asked
    assert all(url.startswith(studio.origin) for url in asked)
