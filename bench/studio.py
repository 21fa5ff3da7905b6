"""Measure in a real Chromium how long a change takes to be on the studio's screen.

    python bench/studio.py                  40 changes each: wallet card and brochure, in es, ar and km
    python bench/studio.py --changes 10 --lang ar

Typed: from the keystroke to the page with the new picture on the screen, as the browser measures it
(`performance.measure`), at 1600 × 1000 and two pixels for one. On disk: from the writing of the catalog to the same.
All warm: each product is on the screen before it is measured.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from playwright.sync_api import sync_playwright

from tools.browser import CHROMIUM
from tools.studio import Studio, copy_of, start

ROOT = Path(__file__).resolve().parent.parent

PRODUCTS = {"wallet-card": "card.headline", "brochure": "about.crime"}
"""Each with a text that it prints in every language."""

LETTERS = "abcdefghijklmnopqrstuvwxyz"
"""Each is typed in place of the one before, so that no page is one that was there already."""

MEASURES = "performance.getEntriesByName('change-to-screen').map((one) => ({...one.toJSON(), detail: one.detail}))"
WAIT = 20
"""Seconds."""


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--changes", type=int, default=40, help="of each product in each language")
    parser.add_argument("--lang", action="append", choices=("es", "ar", "km"))
    given = parser.parse_args()
    program = shutil.which("chromium")
    if program is None:
        sys.stderr.write("This needs Chromium.\n")
        return 9
    with tempfile.TemporaryDirectory() as folder:
        studio = start(copy_of(ROOT, Path(folder) / "campaign"))
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM)
                context = browser.new_context(viewport={"width": 1600, "height": 1000}, device_scale_factor=2)
                page = context.new_page()
                page.goto(studio.url)
                say(f"{'':24}{'typed, ms':>20}{'on disk, ms':>20}")
                say(f"{'':24}{'p50':>10}{'p95':>10}{'p50':>10}{'p95':>10}")
                for product, key in PRODUCTS.items():
                    for language in given.lang or ("es", "ar", "km"):
                        measure(page, studio, product, language, key, given.changes)
                browser.close()
        finally:
            studio.end()
    return 0


def measure(page: Any, studio: Studio, product: str, language: str, key: str, changes: int) -> None:
    """Print the times of *changes* by keystroke and of a quarter as many on disk."""
    page.goto(f"{studio.origin}/#product={product}&language={language}")
    page.reload()
    button = page.locator(f'.hit[data-key^="{key}"]').first
    button.wait_for()
    name = button.get_attribute("data-key")
    button.click()
    field = page.locator(f'textarea[data-key="{name}"]')
    field.wait_for()
    time.sleep(1.5)  # places and room are found
    text = field.input_value()
    typed = [typing(page, field, f"{text} {LETTERS[step % len(LETTERS)]}") for step in range(changes)]
    page.get_by_role("button", name="Undo", exact=True).click()
    page.wait_for_timeout(600)
    path = studio.catalog(language)
    good = path.read_text(encoding="utf-8")
    forms = studio.get(f"/api/message?language={language}&key={name}")["forms"]
    old = next(form["translation"] for form in forms if form["key"] == name)
    disk = [on_disk(page, path, good, old, step) for step in range(max(changes // 4, 3))]
    path.write_text(good, encoding="utf-8")
    page.wait_for_timeout(600)
    say(f"{product + ' ' + language:24}" + "".join(f"{value:10.0f}" for value in (*spread(typed), *spread(disk))))


def typing(page: Any, field: Any, text: str) -> float:
    """Change the text, and return the milliseconds until the page with it is on the screen."""
    known = len(page.evaluate(MEASURES))
    field.fill(text)
    return float(next_measure(page, known)["duration"])


def on_disk(page: Any, path: Path, good: str, old: str, step: int) -> float:
    """Write the catalog, and return the milliseconds until the page with it is on the screen."""
    known = len(page.evaluate(MEASURES))
    new = f"{old} {LETTERS[step % len(LETTERS)]}"
    started = time.time() * 1000
    path.write_text(good.replace(f'"{old}"', f'"{new}"', 1), encoding="utf-8")
    found = next_measure(page, known)
    return float(page.evaluate("performance.timeOrigin") + found["startTime"] + found["duration"] - started)


def next_measure(page: Any, known: int) -> dict[str, Any]:
    deadline = time.monotonic() + WAIT
    while len(all_found := page.evaluate(MEASURES)) <= known:
        if time.monotonic() > deadline:
            raise TimeoutError("nothing new is on the screen")
        time.sleep(0.02)
    found: dict[str, Any] = all_found[known]
    page.wait_for_timeout(150)  # a person's next keystroke
    return found


def spread(times: list[float]) -> tuple[float, float]:
    """Return median and 95th percentile."""
    return statistics.median(times), statistics.quantiles(times, n=20, method="inclusive")[-1]


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
