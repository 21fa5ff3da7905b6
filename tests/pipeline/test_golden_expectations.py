"""Golden files: what the proof expects of a small product in each edition, as JSON that a person can compare.

To update them after an intended change, run ``FLYERS_WRITE_GOLDEN=1 pytest tests/pipeline/test_golden_expectations.py``, and
review the difference before you commit it.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from flyers.pipeline.composition import compose_job
from flyers.pipeline.expectations import composition_expectation
from flyers.pipeline.plan import Job
from flyers.pipeline.session import Session
from flyers.proof.composed_marks import composed_marks
from flyers.proof.expectations import Expectation

GOLDEN = Path(__file__).parent / "golden"
MOMENT = 1_800_000_000

COPIES = """
                - copies:
                    count: 2
                    blocks:
                      - contact: {contact: harbor, role: number}
                      - code: {contact: harbor, module: 0.4mm, alt: lighthouse.name}
"""


@pytest.mark.parametrize("edition", ["press", "screen"])
def test_the_expectation_is_as_its_golden_file_says(
    second_campaign: Path, edition: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(MOMENT))
    layout = second_campaign / "content" / "layouts" / "sticker.yaml"
    text = layout.read_text(encoding="utf-8").replace(
        "number: {aim: 20pt, floor: 14pt", "number: {aim: 10pt, floor: 9pt"
    )
    layout.write_text(text.rstrip() + COPIES, encoding="utf-8")
    session = Session(second_campaign)
    localized = session.localized("es")
    job = Job(second_campaign, "es", "sticker", edition, Path())
    composition = compose_job(job, localized, session)
    expected = composition_expectation(composition, localized, session.library, MOMENT, job.purpose)
    told = {one.name: getattr(expected, one.name) for one in fields(expected) if one.name != "composed"}
    told["marks"] = [described(expected, page) for page in range(len(composition.document.pages))]
    told["faces"] = sorted(expected.composed.faces)
    told["profile_sha256"] = len(expected.profile_sha256)
    found = json.dumps(plain(told), ensure_ascii=False, indent=1)
    found = re.sub(r"\[\s+([-\d.]+(?:,\s+[-\d.]+)*)\s+\]", lambda row: f"[{' '.join(row[1].split())}]", found) + "\n"
    path = GOLDEN / f"expectation.{edition}.json"
    if os.environ.get("FLYERS_WRITE_GOLDEN"):
        path.write_text(found, encoding="utf-8")
    assert found == path.read_text(encoding="utf-8")


def described(expected: Expectation, page: int) -> list[str]:
    """Return what a page has to show, by kind, name and place only: the proof compares its contours."""
    return [f"{mark.kind} {mark.name} {mark.where}" for mark in composed_marks(expected.composed, page)]


def plain(value: Any) -> Any:
    """Return *value* with records as maps and numbers to a thousandth of a point."""
    if isinstance(value, float):
        return round(value, 3)
    if hasattr(value, "_asdict"):
        return plain(value._asdict())
    if hasattr(type(value), "__dataclass_fields__"):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, dict):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(one) for one in (sorted(value) if isinstance(value, set | frozenset) else value)]
    return value if isinstance(value, str | int | type(None)) else str(value)
