"""The studio in a real Chromium: click, type, see, save, and lose nothing."""

from __future__ import annotations

import http.server
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest
from playwright.sync_api import expect

from tools.studio import Studio, start

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

KEY = "signs.heading"
SCRIPT = "<img src=x onerror=alert(1)>"
WINDOW = {"width": 1280, "height": 800}

TYPED = {  # each is added to the text of its language, and is seen on the page
    "es": " ¿Sí?",
    "ar": " نعم؟",
    "km": "បាទ?",
}


@pytest.fixture
def context(browser: Browser, studio: Studio, root: Path) -> Iterator[BrowserContext]:
    """A new profile of the browser, and the catalogs as they were."""
    for tag in TYPED:
        saved = root / "translations" / tag / "LC_MESSAGES" / "flyers.po"
        if saved.read_bytes() != studio.catalog(tag).read_bytes():
            shutil.copy(saved, studio.catalog(tag))
    context = browser.new_context(viewport=WINDOW)
    context.set_default_timeout(20_000)
    yield context
    context.close()


def opened(context: BrowserContext, studio: Studio, language: str = "es", product: str = "wallet-card") -> Page:
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(f"the page's script: {error}"))
    page.goto(studio.url)
    page.goto(f"{studio.origin}/#product={product}&language={language}")
    page.reload()
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
    expect(page.locator(f'.hit[data-key="{key}"]').first).to_have_attribute("aria-label", _pattern(text))
    assert page.evaluate("[...document.images].every((image) => image.complete && image.naturalWidth > 0)")


def pictures(page: Page) -> list[str | None]:
    """Return the addresses of the pictures on the screen."""
    return [image.get_attribute("src") for image in page.locator("#sheets img").all()]


def _pattern(text: str) -> object:
    import re

    return re.compile(re.escape(text.strip()))


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
    expect(page.locator(f'textarea[data-key="{KEY}"]')).to_have_value(_pattern(more))


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
    expect(page.locator(f'textarea[data-key="{KEY}"]')).to_have_value(_pattern("Sin guardar. Más."))
    page.locator(f'textarea[data-key="{KEY}"]').focus()
    page.keyboard.press("Control+s")
    expect(page.locator("#state")).to_contain_text("flyers.po")
    assert "Sin guardar. Más." in studio.catalog("es").read_text(encoding="utf-8")
    context.close()
    assert again.end() == 0


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


def test_another_site_gets_nothing(context: BrowserContext, studio: Studio, tmp_path: Path) -> None:
    """A page of another origin, in the browser that has the cookie, tries what pages can try."""
    (tmp_path / "evil.html").write_text("<!doctype html><title>evil</title>", encoding="utf-8")

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *words: object) -> None:
            super().__init__(*words, directory=str(tmp_path))  # type: ignore[arg-type]

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
                    [f"{studio.origin}/api/{'campaign' if method == 'GET' else 'save'}", how, method],
                )
                assert seen == ""
        for tag in ("img", "script", "iframe"):
            loaded = page.evaluate(
                "([tag, url]) => new Promise((done) => { const made = document.createElement(tag);"
                " made.onload = () => done(tag !== 'iframe' && 'loaded'); made.onerror = () => done(false);"
                " made.src = url; document.body.append(made); setTimeout(() => done(false), 1500) })",
                [tag, f"{studio.origin}/{'static/main.js' if tag == 'script' else ''}"],
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
    for path in (studio.url.partition(str(studio.port))[2], "/", "/api/campaign"):
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


def test_the_keyboard_alone_will_do(context: BrowserContext, studio: Studio) -> None:
    page = opened(context, studio)
    page.keyboard.press("Alt+ArrowDown")
    page.locator("textarea").first.wait_for()
    first = page.locator("#panel-title").text_content()
    expect(page.locator("textarea:focus")).to_have_count(1)
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("#panel-title")).not_to_have_text(first or "")
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("#panel-title")).to_have_text(first or "")
    page.locator(f'.hit[data-key="{KEY}"]').first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(f'textarea[data-key="{KEY}"]:focus')).to_have_count(1)
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"


def test_the_list_is_of_what_is_to_do(context: BrowserContext, studio: Studio) -> None:
    page = opened(context, studio)
    path = studio.catalog("es")
    text = path.read_text(encoding="utf-8")
    entry = text.index(f'msgctxt "{KEY}"\n')
    start_of = text.rindex("\n\n", 0, entry) + 2
    block = text[start_of : text.index("\n\n", entry)]
    path.write_text(text.replace(block, block.replace("msgctxt", "#, fuzzy\nmsgctxt", 1)), encoding="utf-8")
    page.locator("#filter").select_option("fuzzy")
    expect(page.locator(f'#texts button[data-key="{KEY}"]')).to_have_count(1)
    page.locator(f'#texts button[data-key="{KEY}"]').click()
    expect(page.locator("#text-text-found")).to_contain_text("Marked fuzzy")
    page.locator("#search").fill("no such words anywhere")
    expect(page.locator("#texts button")).to_have_count(0)


@pytest.mark.parametrize("edition", ["press", "office"])
def test_overlays_are_drawn(context: BrowserContext, studio: Studio, edition: str) -> None:
    page = opened(context, studio)
    page.locator("#edition").select_option(edition)
    for name in ("trim", "safe", "order", "blocks"):
        page.locator(f'#overlays input[value="{name}"]').check()
    expect(page.locator("svg .trim").first).to_be_attached()
    expect(page.locator("svg .block").first).to_be_attached()
    if edition == "office":
        page.locator("article.sheet").first.locator("svg .trim").nth(3).wait_for(state="attached")  # each copy has one
    else:
        expect(page.locator("svg .safe").first).to_be_attached()
        expect(page.locator("svg .stop").first).to_be_attached()  # an office sheet is not read aloud


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


@pytest.mark.parametrize("width", [1600, 1280, 800, 640])
def test_pages_have_room_at_every_width(context: BrowserContext, studio: Studio, width: int) -> None:
    """The two narrow ones are what 1600 and 1280 pixels become at 200 %."""
    page = opened(context, studio)
    page.set_viewport_size({"width": width, "height": width * 5 // 8})
    page.locator("#besides").select_option("ar")
    page.locator("#beside .hit").first.wait_for()
    whole, needed, room = page.evaluate(
        "(() => { const pages = document.getElementById('pages');"
        " return [document.documentElement.scrollWidth, pages.scrollWidth, pages.clientWidth] })()"
    )
    assert whole <= width
    assert needed <= room
    assert room >= width * 0.5
    choose(page)
    expect(page.locator("#panel")).to_be_in_viewport(ratio=0.9)
    expect(page.locator(f'.hit[data-key="{KEY}"]').first).to_be_in_viewport()


def test_what_is_saved_stands_beside_what_is_typed(context: BrowserContext, studio: Studio) -> None:
    page = opened(context, studio)
    page.locator("#besides").select_option("saved")
    other = page.locator(f'#beside .hit[data-key="{KEY}"]')
    other.wait_for()
    saved = other.get_attribute("aria-label")
    choose(page)
    write(page, " ¿Sí?")
    on_page(page, "¿Sí?")
    expect(other).to_have_attribute("aria-label", saved or "")
    assert page.locator("#beside img").count() == 2
    assert pictures(page)[1] != page.locator("#beside img").last.get_attribute("src")
    widths = page.evaluate("[...document.querySelectorAll('.frame')].map((one) => one.getBoundingClientRect().width)")
    assert max(widths) - min(widths) < 1
    assert page.evaluate("document.getElementById('pages').scrollWidth <= document.getElementById('pages').clientWidth")


def test_a_text_is_typed_in_either_of_two_languages(context: BrowserContext, studio: Studio) -> None:
    page = opened(context, studio)
    page.locator("#besides").select_option("ar")
    other = page.locator(f'#beside .hit[data-key="{KEY}"]')
    other.click()
    field = page.locator(f'textarea[data-key="{KEY}"][lang="ar"]')
    field.wait_for()
    write(page, " نعم؟")
    expect(other).to_have_attribute("aria-label", _pattern("نعم؟"))
    page.keyboard.press("Control+s")
    expect(page.locator("#state")).to_contain_text("translations/ar/")
    assert "نعم؟" in studio.catalog("ar").read_text(encoding="utf-8")
    page.locator("#besides").select_option("")
    expect(page.locator("#beside")).to_be_hidden()


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
