"""Input methods: what is still being composed is no text yet, and what has been composed is there once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from studiopage import KEY, choose, on_page, opened

from tools.studio import Studio

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Locator, Page

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]

COMPOSED = {  # steps of an input method: what it shows one after the other, and what it ends with
    "km": (["ប", "បា", "បាទ"], "បាទ"),
    "zh-Hans": (["n", "ni", "ni h", "ni hao", "你好"], "你好"),
    "vi": (["co", "có"], "có"),
    "ko": (["ㅇ", "예"], "예"),
}


class InputMethod:
    """One that composes in the focused field of *page*, by the browser's own interface for them."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._session = page.context.new_cdp_session(page)

    def show(self, text: str) -> None:
        """Show *text* as what is being composed."""
        at = len(text.encode("utf-16-le")) // 2
        self._session.send("Input.imeSetComposition", {"text": text, "selectionStart": at, "selectionEnd": at})

    def end(self, text: str) -> None:
        """End with *text*."""
        self._session.send("Input.insertText", {"text": text})


@pytest.fixture
def page(context: BrowserContext, studio: Studio) -> Iterator[Page]:
    page = opened(context, studio)
    choose(page)
    yield page
    page.close()


def field(page: Page) -> Locator:
    return page.locator(f'textarea[data-key="{KEY}"]')


def at_the_end(page: Page, language: str) -> str:
    """Choose the language, put the cursor behind its text, and return the text."""
    page.locator("#language").select_option(language)
    field(page).and_(page.locator(f'[lang="{language}"]')).wait_for()
    field(page).focus()
    page.keyboard.press("Control+End")
    return field(page).input_value()


def stored(page: Page) -> list[str]:
    return [str(one) for one in page.evaluate("Object.values(localStorage).map((one) => JSON.parse(one).text)")]


@pytest.mark.parametrize("language", list(COMPOSED))
def test_a_composed_word_is_there_once(page: Page, studio: Studio, language: str) -> None:
    steps, word = COMPOSED[language]
    text = at_the_end(page, language)
    method = InputMethod(page)
    for step in steps:
        method.show(step)
        assert field(page).input_value() == text + step
        assert not stored(page), "it is no text yet"
    method.end(word)
    expect(field(page)).to_have_value(text + word)
    assert stored(page) == [text + word]
    method.show(steps[0])
    method.end(word)
    expect(field(page)).to_have_value(text + word + word)
    assert stored(page) == [text + word + word]
    page.keyboard.type("!")
    expect(field(page)).to_have_value(f"{text}{word}{word}!")


def test_a_half_composed_word_is_neither_set_nor_saved(page: Page, studio: Studio) -> None:
    text = at_the_end(page, "km")
    method = InputMethod(page)
    method.show("បាទ")
    page.wait_for_timeout(300)
    expect(page.locator(f'.hit[data-key="{KEY}"]').first).not_to_have_attribute("aria-label", re.compile("បាទ"))
    page.keyboard.press("Control+s")
    expect(page.locator("#state")).to_contain_text("Finish the word first")
    page.keyboard.press("Alt+ArrowDown")
    expect(field(page)).to_have_value(f"{text}បាទ")
    assert "បាទ" not in saved(studio)
    method.end("បាទ")
    on_page(page, "បាទ")
    page.keyboard.press("Control+s")
    expect(page.locator("#state")).to_contain_text("Saved in")
    assert "បាទ" in saved(studio)


def saved(studio: Studio) -> str:
    """Return the text on disk."""
    return str(studio.get(f"/api/message?language=km&key={KEY}")["forms"][0]["translation"])


def test_composing_goes_on_while_files_change(page: Page, studio: Studio) -> None:
    """A catalog that changes on disk, and a save by the button, leave the half of a word in its field."""
    text = at_the_end(page, "km")
    page.keyboard.type("ទេ")
    method = InputMethod(page)
    method.show("បា")
    path = studio.catalog("km")
    known = studio.get("/api/message?language=km&key=help.danger")["forms"][0]["translation"]
    path.write_text(path.read_text(encoding="utf-8").replace(f'"{known}"', f'"{known}ទេ"'), encoding="utf-8")
    expect(page.locator('#texts button[data-key="help.danger"]')).to_contain_text(f"{known}ទេ")  # the list goes last
    page.wait_for_timeout(300)
    expect(field(page)).to_have_value(f"{text}ទេបា")
    page.evaluate("document.querySelector('[data-focus=save]').click()")  # without taking the focus
    expect(page.locator("#state")).to_contain_text("Finish the word first")
    expect(field(page)).to_have_value(f"{text}ទេបា")
    method.show("បាទ")
    method.end("បាទ")
    expect(field(page)).to_have_value(f"{text}ទេបាទ")
    page.locator("[data-focus=save]").click()
    expect(page.locator("#state")).to_contain_text("Saved in")
    assert saved(studio) == f"{text}ទេបាទ"
    expect(field(page)).to_have_value(f"{text}ទេបាទ")


def test_a_word_that_is_given_up_leaves_the_text_as_it_was(page: Page) -> None:
    text = at_the_end(page, "km")
    method = InputMethod(page)
    method.show("បា")
    method.show("")
    expect(field(page)).to_have_value(text)
    assert stored(page) == []
    expect(page.locator("#text-text-found")).not_to_contain_text("Not saved")


def test_what_is_composed_when_the_field_is_left_is_kept(page: Page) -> None:
    text = at_the_end(page, "km")
    InputMethod(page).show("បាទ")
    page.locator("#search").click()
    expect(field(page)).to_have_value(f"{text}បាទ")
    assert stored(page) == [f"{text}បាទ"]


def test_a_value_of_a_contact_is_composed_likewise(page: Page) -> None:
    page.locator("#filter").select_option("contacts")
    page.locator('#texts button[data-key="contact:hotline"]').click()
    page.locator("#contact-hours").fill("")
    method = InputMethod(page)
    method.show("បា")
    assert stored(page) == [""]
    method.end("បាទ")
    expect(page.locator("#contact-hours")).to_have_value("បាទ")
    assert stored(page) == ["បាទ"]
