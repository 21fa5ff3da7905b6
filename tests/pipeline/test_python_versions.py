"""The same files come out of every supported Python."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]

BUILD = (
    "--lang",
    "en ar km",
    "--product",
    "wallet-card brochure image-square",
    "--edition",
    "press screen office image",
    "--jobs",
    "1",
)


@pytest.fixture
def other_python() -> str:
    """Return another Python that has the libraries; ``.ci/run`` makes an environment for the newest one."""
    path = os.environ.get("FLYERS_OTHER_PYTHON", "")
    if path:
        return path
    if os.environ.get("CI"):
        pytest.fail("FLYERS_OTHER_PYTHON is not set; .ci/run should make an environment for another Python")
    # Right to skip: a second interpreter with all libraries; the run ends by saying so.
    pytest.skip("needs the program python, of another version, for the same bytes from every Python")


def build(python: str, root: Path, output: Path) -> dict[str, str]:
    """Build with *python*; return the checksum of each file."""
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1790000000", "PYTHONPATH": str(root / "src")}
    words = (python, "-m", "flyers", "build", *BUILD, "--output", str(output))
    subprocess.run(words, cwd=root, env=environment, check=True, capture_output=True)
    return {
        str(file.relative_to(output)): hashlib.sha256(_without_makers(file)).hexdigest()
        for file in sorted(output.rglob("*.*"))
    }


def _without_makers(file: Path) -> bytes:
    """Return the bytes of a file; of a report without what the files are made of, which names Python's compressor."""
    data = file.read_bytes()
    if file.name != "proof.json":
        return data
    report = json.loads(data)
    assert all("zlib" in entry["made_of"]["libraries"] for entry in report["products"].values())
    for entry in report["products"].values():
        del entry["made_of"]
    return json.dumps(report).encode()


def test_another_python_makes_the_same_bytes(other_python: str, root: Path, tmp_path: Path) -> None:
    own = build(sys.executable, root, tmp_path / "own")
    # For each language the files, an image with its words, and the report; and the plans of the whole folder.
    assert len(own) == 3 * (2 * 3 + 3 + 1) + 1
    assert build(other_python, root, tmp_path / "other") == own
