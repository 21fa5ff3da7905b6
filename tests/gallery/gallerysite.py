"""What the tests of the gallery build, what they expect of it, and how they open it."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

ROOT = Path(__file__).resolve().parents[2]
MOMENT = "1790000000"
LEAVE = "https://www.weather.gov/"
LANGUAGES = ("en", "es", "ar", "km", "zh-Hans")
PRODUCTS = ("wallet-card", "image-square")
SIGNED_ON, TRIED_ON = dt.date(2026, 9, 14), dt.date(2026, 9, 1)
WEATHER = "<!doctype html><html lang=en><title>Weather</title><p>Sunny"


def opened(browser: Browser, seen: list[str], **options: object) -> BrowserContext:
    """Return a context that notes every request, and answers the only one that leaves the folder."""
    context = browser.new_context(**options)
    context.on("request", lambda request: seen.append(request.url))
    context.route(re.compile("^https?:"), lambda route: route.fulfill(body=WEATHER, content_type="text/html"))
    return context


def address(path: Path) -> str:
    return path.as_uri()


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
