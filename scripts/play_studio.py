"""Play a translator, a coordinator and a designer in the studio, with a stopwatch, in a real Chromium.

    python scripts/play_studio.py [PICTURES]

Prints what each of them does and how many milliseconds it takes until it is seen; hands and eyes are not counted.
PICTURES is a folder for a picture of the screen after each step. The studio shows a copy of the campaign.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from playwright.sync_api import sync_playwright

from tools.browser import CHROMIUM
from tools.studio import Studio, copy_of, start

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

ROOT = Path(__file__).resolve().parent.parent
WINDOW = {"width": 1440, "height": 900}
MOST_SECONDS = 20
NUMBER, OTHER = "860-692-3085", "860-555-0142"


@dataclass
class Player:
    """Somebody at the studio, in a new profile of the browser.

    Attributes:
        pictures: a folder, or None for no pictures.
    """

    who: str
    page: Page
    studio: Studio
    pictures: Path | None
    steps: int = field(default=0)

    def does(self, what: str, action: Callable[[], object], seen: Callable[[], object]) -> None:
        """Do *action*, look until *seen* is true, and print how long both took."""
        started = time.perf_counter()
        action()
        while not seen():
            if time.perf_counter() > started + MOST_SECONDS:
                raise TimeoutError(f"{self.who}: {what}")
            self.page.wait_for_timeout(5)
        took = (time.perf_counter() - started) * 1000
        self.steps += 1
        sys.stdout.write(f"{self.who:12}{self.steps:3}  {what:76}{took:7.0f} ms\n")
        sys.stdout.flush()
        if self.pictures:
            self.page.wait_for_timeout(600)  # room and places come later
            self.page.screenshot(path=self.pictures / f"{self.who}-{self.steps:02}.png")

    def at(self, selector: str) -> Locator:
        return self.page.locator(selector).first

    def press(self, keys: str) -> None:
        self.page.keyboard.press(keys)

    def reads(self, selector: str) -> str:
        return self.at(selector).text_content() or ""

    def says(self, words: str) -> bool:
        return words in self.reads("#state")


def translator(at: Player) -> None:
    """Works through doubts in Khmer."""
    page, field, headline = at.page, at.at("#message textarea"), at.at('.hit[data-key="card.headline"]')
    longer = at.at('.hit[data-key="card.headline"][aria-label*="បាទ"]')
    at.does("opens the address", lambda: page.goto(at.studio.url), at.at("#sheets .hit").is_visible)
    khmer = at.at('#sheets .hit[lang="km"]')
    at.does("chooses Khmer", lambda: at.at("#language").select_option("km"), khmer.is_visible)
    at.does("chooses the wallet card", lambda: at.at("#product").select_option("wallet-card"), headline.is_visible)
    at.does("clicks the headline on the page", headline.click, field.is_visible)
    field.focus()
    at.press("Control+End")
    at.does("types one word more, and sees it on the page", lambda: page.keyboard.type("បាទ"), longer.is_visible)
    at.does("waits for how much room is left", lambda: None, lambda: "word" in at.reads("#room"))
    at.does(
        "types a brace by mistake, and is told", lambda: page.keyboard.type("{"), at.at("#errors .error").is_visible
    )
    at.does("takes it away", lambda: at.press("Backspace"), lambda: at.at("#errors .error").count() == 0)
    at.does("saves by keyboard", lambda: at.press("Control+s"), lambda: at.says("Saved in translations/km"))
    listed = at.at("#list-count")
    at.does("lists the translator’s doubts", lambda: at.at("#filter").select_option("doubt"),
            lambda: "16 texts" in (listed.text_content() or ""))  # fmt: skip
    title, words = at.at("#panel-title"), at.at("#panel-title").text_content() or ""
    at.does("goes to the first by keyboard, and may type", lambda: at.press("Alt+ArrowDown"),
            lambda: title.text_content() != words and at.at("textarea:focus").count() > 0)  # fmt: skip
    at.does(
        "reloads the page by mistake: the same is shown", page.reload, lambda: khmer.is_visible() and field.is_visible()
    )


def coordinator(at: Player) -> None:
    """Changes the coalition's number."""
    page, file = at.page, at.studio.campaign / "content" / "contacts.yaml"
    row, touched = at.at('#texts [data-key="contact:coalition_phone"]'), at.at("#touched")
    look = page.get_by_role("button", name="What would it touch?")
    page.goto(at.studio.url)
    at.at("#sheets .hit").wait_for()
    at.does("lists contacts", lambda: at.at("#filter").select_option("contacts"), row.is_visible)
    at.does("opens the coalition’s number", row.click, lambda: "Products" in (touched.text_content() or ""))
    at.at("#contact-display").fill(OTHER)
    at.does("has typed a new number, asks what it would touch: the code follows", look.click,
            lambda: "Would change" in (touched.text_content() or ""))  # fmt: skip
    text = file.read_text(encoding="utf-8")
    theirs = text.replace(NUMBER, "860-692-3000").replace("+18606923085", "+18606923000")
    mine, conflict = page.get_by_role("button", name="Keep mine"), at.at(".conflict")
    at.does("somebody else changes the same number in the file meanwhile: sees both",
            lambda: file.write_text(theirs, encoding="utf-8"), conflict.is_visible)  # fmt: skip
    at.does("keeps hers", mine.click, lambda: conflict.count() == 0)
    at.does("saves by keyboard", lambda: at.press("Control+s"), lambda: at.says("Saved in content/contacts.yaml"))
    at.does("records that she has called it", page.get_by_role("button", name="It was right, today").click,
            lambda: at.at("#contact-verified_on").input_value() != "")  # fmt: skip
    at.does("sets Arabic beside it", lambda: at.at("#besides").select_option("ar"), at.at("#beside .hit").is_visible)
    at.does("looks at the poster", lambda: at.at("#product").select_option("poster"),
            lambda: page.locator("#beside .sheet").count() == 1)  # fmt: skip


def designer(at: Player) -> None:
    """Works on a layout with an editor beside the studio."""
    page, layout = at.page, at.studio.campaign / "content" / "layouts" / "wallet-card.yaml"
    good, image, error = layout.read_text(encoding="utf-8"), at.at("#sheets img"), at.at("#errors .error")
    page.goto(f"{at.studio.url}#product=wallet-card")
    at.at('.hit[data-key="card.headline"]').wait_for()
    picture = image.get_attribute("src") or ""
    at.does("shows the press file", lambda: at.at("#edition").select_option("press"),
            lambda: image.get_attribute("src") != picture)  # fmt: skip
    at.does("shows trim, safe area and blocks",
            lambda: [at.at(f'#overlays [value="{name}"]').check() for name in ("trim", "safe", "blocks")],
            lambda: at.at("svg .block").count() > 0)  # fmt: skip
    picture = image.get_attribute("src") or ""
    at.does("saves a smaller pictogram in the editor: sees it",
            lambda: layout.write_text(good.replace("size: 24pt", "size: 20pt", 1), encoding="utf-8"),
            lambda: image.get_attribute("src") != picture)  # fmt: skip
    at.does("makes a mistake in the file, and is told where",
            lambda: layout.write_text(good.replace("blocks:", "bloks:", 1), encoding="utf-8"),
            error.is_visible)  # fmt: skip
    at.does("mends it", lambda: layout.write_text(good, encoding="utf-8"), lambda: error.count() == 0)
    stop = at.at("svg .stop")
    at.does("shows the order in which the page is read", lambda: at.at('#overlays [value="order"]').check(),
            lambda: stop.count() > 0)  # fmt: skip
    picture = image.get_attribute("src") or ""
    at.does("enlarges it to 200 %", lambda: at.at("#zoom").select_option("2"),
            lambda: image.get_attribute("src") != picture)  # fmt: skip
    at.does("reloads the page: the same is shown", page.reload, lambda: stop.count() > 0)


def main(pictures: Path | None) -> int:
    program = shutil.which("chromium")
    if program is None:
        sys.stderr.write("This needs Chromium.\n")
        return 9
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM)
        for play in (translator, coordinator, designer):
            studio = start(copy_of(ROOT, Path(folder) / play.__name__))
            try:
                play(Player(play.__name__, _page(browser), studio, pictures))
            finally:
                studio.end()
        browser.close()
    return 0


def _page(browser: Browser) -> Page:
    page = browser.new_context(viewport=WINDOW).new_page()
    page.set_default_timeout(20_000)
    return page


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
