"""What a reading page has, and an answer as it writes one, made here by other code than the page's."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

DATA = re.compile(r'<script type="application/json" id="data">(.*?)</script>', re.DOTALL)


def data_of(page: Path) -> dict[str, Any]:
    """Return the data of a page."""
    found = DATA.search(page.read_text(encoding="utf-8"))
    assert found
    return json.loads(found[1])


def answer(
    data: Mapping[str, Any],
    wrong: Mapping[str, tuple[str, str]] | None = None,
    *,
    unsure: tuple[str, ...] = (),
    reader: str = "M. R.",
    knows: str = "native",
    day: str = "2026-11-30",
) -> str:
    """Return the answer of a reader who calls everything right but *wrong*, better words and why by name."""
    wrong = wrong or {}
    items = {item["what"]: item["read"] for item in data["items"]}
    right = [read for what, read in items.items() if what not in wrong and what not in unsure]
    lines = [f"[flyers answer 1: {data['tag']}]"]
    for product in data["products"]:
        seen = items[f"pages:{product['product']}"] in right
        lines.append(f"[pages of {product['product']}: {product['checksum'] if seen else 'seen'}]")
    lines += [f"[day: {day}]", f"[reader: {reader}]", f"[knows: {knows}]", f"[{len(right)} right: {' '.join(right)}]"]
    for what, (better, why) in wrong.items():
        lines += [f"[not right: {items[what]} {what}]", f"[better: {better}]", f"[why: {why}]"]
    if unsure:
        lines.append(f"[{len(unsure)} not sure: {' '.join(items[what] for what in unsure)}]")
    return closed("\n".join(lines) + "\n", data["key"])


def closed(text: str, key: str) -> str:
    """Return *text* with its last entry."""
    plain = "".join(unicodedata.normalize("NFC", text).split())
    return f"{text}[end: {hashlib.sha256(f'{key}{chr(10)}{plain}'.encode()).hexdigest()[:16]}]"


def as_json(printed: str) -> Any:
    """Return the JSON document at the beginning of *printed*; notes may follow it."""
    return json.JSONDecoder().raw_decode(printed)[0]
