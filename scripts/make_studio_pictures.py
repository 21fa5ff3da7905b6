"""Take the small pictures of the studio in docs, in a real Chromium.

    python scripts/make_studio_pictures.py

Writes ``docs/images/studio.<language>.png``. The studio shows a copy of the campaign, in which nothing is saved.
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from PIL import Image
from playwright.sync_api import sync_playwright

from tools.browser import CHROMIUM
from tools.studio import Studio, copy_of, start

ROOT = Path(__file__).resolve().parent.parent

WINDOW = {"width": 1280, "height": 800}
COLOURS = 160
"""Of a picture, which is mostly plain areas: a third of the bytes."""

SCENES = {
    "es": ("wallet-card", "card.headline", " ¿Sí?", ()),
    "ar": ("brochure", "about.crime", " {", ()),
    "km": ("wallet-card", "card.headline", "", ("order", "safe")),
}
"""Product, text, what is typed, and overlays, by language."""


def main() -> int:
    program = shutil.which("chromium")
    if program is None:
        sys.stderr.write("This needs Chromium.\n")
        return 9
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        studio = start(copy_of(ROOT, Path(folder) / "campaign"))
        browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM)
        try:
            for language, scene in SCENES.items():
                context = browser.new_context(viewport=WINDOW)
                take(context.new_page(), studio, language, *scene)
                context.close()
        finally:
            browser.close()
            studio.end()
    return 0


def take(
    page: Any, studio: Studio, language: str, product: str, key: str, typed: str, overlays: tuple[str, ...]
) -> None:
    page.goto(studio.url)
    page.goto(f"{studio.url}#product={product}&language={language}")
    page.reload()
    text = page.locator(f'.hit[data-key^="{key}"]').first  # in one form or another
    text.click()
    field = page.locator(f'textarea[data-key="{text.get_attribute("data-key")}"]')
    field.focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(typed)
    for name in overlays:
        page.locator(f'#overlays input[value="{name}"]').check()
    page.wait_for_timeout(4000)
    # The time that it took is another one each time.
    page.evaluate("document.getElementById('speed').textContent = ''")
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    file = ROOT / "docs" / "images" / f"studio.{language}.png"
    picture.quantize(COLOURS, kmeans=4, dither=Image.Dither.NONE).save(file, optimize=True)
    sys.stdout.write(f"{file.relative_to(ROOT)}  {file.stat().st_size // 1000} kB\n")


if __name__ == "__main__":
    sys.exit(main())
