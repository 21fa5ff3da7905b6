"""The same inputs and the same ``SOURCE_DATE_EPOCH`` give the same bytes, on any machine and after any other work."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pdfcorpus import corpus, sheet

LANGUAGES = ["en", "ar", "ur", "hi", "zh-Hans", "km"]

PRINT_DIGESTS = """
import hashlib, sys
from pdfcorpus import corpus, sheet
for language in sys.argv[1:]:
    data = sheet(corpus(language)[:12], language).data
    print(language, len(data), hashlib.sha256(data).hexdigest())
"""


def digests(**environment: str) -> str:
    """What a process of its own prints; a different one for every setting of hash seed, time zone and locale."""
    done = subprocess.run(
        [sys.executable, "-c", PRINT_DIGESTS, *LANGUAGES],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path]), **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_two_processes_write_the_same_bytes() -> None:
    one = digests(SOURCE_DATE_EPOCH="1790000000", PYTHONHASHSEED="1", TZ="Asia/Kolkata", LC_ALL="C")
    other = digests(SOURCE_DATE_EPOCH="1790000000", PYTHONHASHSEED="4242", TZ="America/New_York", LC_ALL="C.UTF-8")
    assert len(one.splitlines()) == len(LANGUAGES)
    assert one == other
    later = digests(SOURCE_DATE_EPOCH="1790086400", PYTHONHASHSEED="1")
    assert all(a != b for a, b in zip(one.splitlines(), later.splitlines(), strict=True))


@pytest.mark.parametrize("language", ["ar", "zh-Hans"])
def test_what_was_painted_before_leaves_no_trace(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    texts = corpus(language)
    first = sheet(texts[:8], language).data
    sheet(texts[8:30], language)
    sheet(corpus("ur")[:10], "ur")
    assert sheet(texts[:8], language).data == first
