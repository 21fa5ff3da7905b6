"""Make the pictures in docs/gallery-site.md: pages of the gallery in Chromium, with the fonts of this repository.

Run from the repository's root after ``flyers gallery --lang "es ar km" --drafts``:
``python scripts/make_site_pictures.py [SITE]``.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = {
    "es": ("es/index.html", (360, 760), 420),
    "ar": ("ar/index.html", (1180, 1080), 1040),
    "km": ("km/wallet-card.html", (1180, 900), 1040),
}
"""For each picture the page, the window, and the width of the picture, all in pixels."""

COLOURS = 160
"""Of a picture, chosen so that pale grounds and the second tone of pictograms stay what they are."""

FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""


def main(site: Path) -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        config = Path(folder) / "fonts.conf"
        config.write_text(FONTS.format(fonts=ROOT / "fonts", cache=folder), encoding="utf-8")
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-gpu"],
            env={**os.environ, "FONTCONFIG_FILE": str(config)},
        )
        for name, (path, (width, height), wanted) in PICTURES.items():
            page = browser.new_page(viewport={"width": width, "height": height}, device_scale_factor=2)
            page.goto((site / path).resolve().as_uri())
            page.evaluate("document.querySelectorAll('img').forEach(image => { image.loading = 'eager' })")
            page.wait_for_load_state("networkidle")
            picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
            small = picture.resize((wanted, round(picture.height * wanted / picture.width)), Image.Resampling.LANCZOS)
            small.quantize(COLOURS, kmeans=4, dither=Image.Dither.NONE).save(
                ROOT / "docs" / "images" / f"gallery.{name}.png", optimize=True
            )
            page.close()
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "gallery")
