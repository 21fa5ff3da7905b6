"""How tests read a page: as a person does who holds a phone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

if TYPE_CHECKING:
    from playwright.sync_api import Page

LANGUAGES = ("es", "ar", "km", "my", "zh-Hans")
PHONE: dict[str, Any] = {
    "viewport": {"width": 320, "height": 640},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
    "offline": True,
}
RIGHT, WRONG, UNSURE = (f"[data-verdict={name}]" for name in ("right", "wrong", "unsure"))


class Phone:
    """A page on a phone, what it has asked for, and what the browser complains about."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.asked: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self, path: Path) -> None:
        self.page.goto(path.as_uri())

    def tap(self, selector: str) -> None:
        self.page.locator(selector).first.tap()
        assert self.page.evaluate("document.documentElement.scrollWidth") <= 320

    def begin(self, path: Path) -> None:
        self.open(path)
        self.tap("button.main")

    @property
    def progress(self) -> str:
        return self.page.locator(".head h1").inner_text()

    def read_the_rest(self) -> None:
        """Call everything right that is left."""
        while self.page.locator(RIGHT).count():
            self.tap(RIGHT)

    def button(self, words: str) -> None:
        """Touch the button or link that says *words*."""
        self.page.locator("button, a.button").filter(has_text=re.compile(f"^{re.escape(words)}$")).tap()

    def link(self, scheme: str) -> str:
        """Return the text that the link of *scheme* gives to another program."""
        href = self.page.locator(f"a[href^='{scheme}:']").get_attribute("href") or ""
        return parse_qs(href.partition("?")[2])["body"][0]

    def sign(self, name: str = "M. R.", knows: str = "native") -> str:
        """Return the answer."""
        self.page.locator("#name").fill(name)
        self.tap(f"input[value={knows}]")
        return self.page.locator("#answer").input_value()
