"""What the tests of the gallery build, and what they expect of it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MOMENT = "1790000000"
LEAVE = "https://www.weather.gov/"
LANGUAGES = ("en", "es", "ar", "km", "zh-Hans")
PRODUCTS = ("wallet-card", "image-square")
SIGNED_ON, TRIED_ON = dt.date(2026, 9, 14), dt.date(2026, 9, 1)
