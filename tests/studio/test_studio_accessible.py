"""The studio for people who use a screen reader, or see colours otherwise, in a real Chromium.

No screen reader runs here. What one reads is Chromium's own tree of accessible things: it is held here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest
from playwright.sync_api import expect
from studiopage import KEY, choose, opened, write

from tools.studio import Studio

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]

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
    page.locator("#next summary").click()
    assert page.evaluate(AXE) == [], "with a contact, two languages, and what comes next"
    page.evaluate(
        "document.querySelector('#language').closest('label').replaceWith(document.querySelector('#language'))"
    )
    assert "select-name" in [one[0] for one in page.evaluate(AXE)], "it would find something"


DESK = """
- link "Skip to the pages"
- banner:
  - heading "Know the signs of human trafficking" [level=1]
  - form "What to show":
    - combobox "Product"
    - combobox "Language"
    - combobox "Second language"
    - combobox "Beside it"
    - combobox "Edition"
    - combobox "Size"
    - group "Show":
      - checkbox "texts" [checked]
      - checkbox "trim"
      - checkbox "safe area"
      - checkbox "reading order"
      - checkbox "blocks"
- main:
  - region "Texts":
    - heading "Texts" [level=2]
    - combobox "Show"
    - searchbox "Find"
    - list:
      - listitem:
        - button /contact.text-line/
  - region "Pages":
    - heading "Pages" [level=2]
    - alert
    - group "Pages":
      - article "Page 1":
        - heading "1 · front" [level=3]
        - img "Page 1, front"
        - button /card.headline/
      - article "Page 2":
        - button /signs.heading/ [pressed]
  - region "signs.heading":
    - heading "signs.heading" [level=2]
    - heading "full text" [level=3]
    - textbox "Spanish, signs.heading"
    - checkbox "somebody should look at it again"
    - button "Save"
    - button "Undo" [disabled]
    - heading "Room" [level=3]
    - heading "Printed" [level=3]
- contentinfo:
  - status
"""

CONTACT = """
- region "National Human Trafficking Hotline":
  - heading "National Human Trafficking Hotline" [level=2]
  - textbox "Printed": 1-888-373-7888
  - textbox "What a code or a touch opens"
  - textbox "Hours": Mondays
  - paragraph:
    - strong: Not saved.
  - group "Changed on disk":
    - paragraph:
      - strong: This value has changed on disk since you began.
    - term: When you began
    - definition: always
    - term: On disk now
    - definition: Fridays
    - term: Yours
    - definition: Mondays
    - button "Keep mine"
    - button "Take the one on disk"
  - textbox "Where the fact comes from"
  - button "Save"
  - button "What would it touch?"
  - button "Undo"
  - group:
    - button "It was right, today"
"""

CONTROLS = {
    "button",
    "combobox",
    "textbox",
    "searchbox",
    "checkbox",
    "link",
    "option",
    "region",
    "form",
    "img",
}


def tree(page: Page) -> list[dict[str, Any]]:
    """Return what is accessible on *page*, in order: role, name and properties of each."""
    session = page.context.new_cdp_session(page)
    session.send("Accessibility.enable")
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    return [
        {
            "role": node["role"]["value"],
            "name": node.get("name", {}).get("value", ""),
            "description": node.get("description", {}).get("value", ""),
            **{one["name"]: one["value"].get("value") for one in node.get("properties", ())},
        }
        for node in nodes
        if not node["ignored"]
    ]


def of(page: Page, role: str) -> list[dict[str, Any]]:
    return [one for one in tree(page) if one["role"] == role]


def nameless(page: Page) -> list[dict[str, Any]]:
    return [one for one in tree(page) if one["role"] in CONTROLS and not one["name"].strip()]


def test_the_desk_is_read_in_order_with_names_and_roles(context: BrowserContext, studio: Studio) -> None:
    page = opened(context, studio)
    choose(page)
    expect(page.locator("body")).to_match_aria_snapshot(DESK)
    (pressed,) = [one for one in of(page, "button") if one.get("pressed") == "true"]
    assert "signs.heading" in pressed["name"]
    page.evaluate("document.querySelector('label:has(#zoom)').replaceWith(document.querySelector('#zoom'))")
    assert [one["role"] for one in nameless(page)] == ["combobox"], "it would be noticed"


def test_what_comes_next_is_said_of_the_product_on_the_screen(context: BrowserContext, studio: Studio) -> None:
    page = opened(context, studio)
    page.locator("#next summary").press("Enter")
    expect(page.locator("#steps")).to_contain_text("flyers package --lang es --product wallet-card")
    page.locator("#product").select_option("image-square")
    expect(page.locator("#steps")).to_contain_text("flyers build --lang es --product image-square")
    expect(page.locator("#steps")).not_to_contain_text("flyers package")
    page.locator("#next summary").press("Escape")
    expect(page.locator("#steps")).to_be_hidden()


def test_what_happens_is_said(context: BrowserContext, studio: Studio) -> None:
    """Saved and changed: politely. What is wrong with the pages: at once. What is wrong with a text: with its field."""
    page = opened(context, studio)
    choose(page)
    status, alert = of(page, "status"), of(page, "alert")
    assert [(one["live"], one.get("atomic")) for one in (*status, *alert)] == [("polite", True), ("assertive", True)]
    write(page, " ¿Sí?")
    page.keyboard.press("Control+s")
    status_line = page.get_by_role("status")
    expect(status_line).to_have_text("Saved in translations/es/LC_MESSAGES/flyers.po.")
    write(page, " {nadie}")
    expect(page.get_by_role("alert")).to_contain_text("nadie")
    field = page.get_by_role("textbox", name="Spanish, signs.heading")
    expect(field).to_have_accessible_description(re.compile("Not saved.*error.*nadie"))
    path = studio.catalog("es")
    path.write_text(path.read_text(encoding="utf-8").replace(" ¿Sí?", " ¿No?"), encoding="utf-8")
    expect(status_line).to_have_text("signs.heading has changed on disk since you began. Choose which one stays.")
    expect(page.get_by_role("group", name="Changed on disk")).to_contain_text("¿No?")
    assert nameless(page) == []


def test_a_contact_is_read_with_its_conflicts(context: BrowserContext, studio: Studio) -> None:
    page = opened(context, studio)
    file = studio.campaign / "content" / "contacts.yaml"
    good = file.read_text(encoding="utf-8")
    page.get_by_role("button", name="(contact:hotline)").first.click()
    page.get_by_role("textbox", name="Hours").fill("Mondays")
    try:
        file.write_text(good.replace("hours: always", "hours: Fridays"), encoding="utf-8")
        expect(page.locator("#panel")).to_match_aria_snapshot(CONTACT)
        assert nameless(page) == []
        page.reload()
        expect(page.get_by_role("region", name="Unsaved texts")).to_contain_text("hotline.hours")
        expect(page.get_by_role("textbox", name="Hours")).to_have_attribute("readonly", "")
        expect(page.get_by_role("group", name="Not saved")).to_contain_text("Mondays")
        assert nameless(page) == []
    finally:
        file.write_text(good, encoding="utf-8")
