"""Prove an image: read it, run the checks of images, report findings and facts."""

from __future__ import annotations

import time
from typing import Any

from flyers.findings import Fault
from flyers.page.editions import IMAGE
from flyers.proof.expectations import Expectation, expectation_of_unknown
from flyers.proof.findings import IMAGE_CHECKS, ProofFinding, findings
from flyers.proof.images.checks import DAMAGED
from flyers.proof.images.reading import ImageReading, read_image
from flyers.proof.run import Proof
from flyers.proof.size_guard import UnreadableError


def image_proof(
    png: bytes, expectation: Expectation | None = None, *, alt: str | None = None, text: str | None = None
) -> Proof:
    """Compare an image, and its words *alt* and *text* (None: there is no such file), with what is expected of it.

    A file that can't be read is a finding (I001). Without an expectation only the checks that need none are run.
    """
    start = time.process_time()
    try:
        reading = read_image(png, alt, text)
    except UnreadableError as error:
        return Proof((ProofFinding(DAMAGED, Fault(error.problem, error.hint)),), {})
    opened = time.process_time()
    expected, found = expectation or expectation_of_unknown(IMAGE), list[ProofFinding]()
    for _, check in sorted(IMAGE_CHECKS.items()):
        if check.explanation.applies_to(expected):
            found.extend(findings(check, reading, expected))
    checked = time.process_time()
    return Proof(tuple(found), _facts(reading), {"read": round(opened - start, 4), "check": round(checked - opened, 4)})


def _facts(reading: ImageReading) -> dict[str, Any]:
    """Return what was measured, for the report."""
    sent = {"as it is": reading.codes, **reading.coarse}
    targets = sorted({decoded.text for decoded in reading.codes})
    return {
        "pixels": list(reading.size),
        "codes": [
            {
                "target": target,
                "reads": {what: any(one.text == target for one in found) for what, found in sent.items()},
            }
            for target in targets
        ],
    }
