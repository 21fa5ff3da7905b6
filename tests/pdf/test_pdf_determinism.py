"""Determinism: the same inputs and ``SOURCE_DATE_EPOCH`` give the same bytes, in any process and after any work."""

from __future__ import annotations

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from pdfcorpus import corpus, corpus_file

pytestmark = pytest.mark.slow

LANGUAGES = ["en", "ar", "ur", "hi", "zh-Hans", "km"]

PRINT_DIGESTS = """
import hashlib, sys
from pdfcorpus import corpus, corpus_file
for language in sys.argv[1:]:
    data = corpus_file(corpus(language)[:12], language).data
    print(language, len(data), hashlib.sha256(data).hexdigest())
"""


def digests(**environment: str) -> str:
    """Return the digests that a new process prints under these environment variables."""
    done = subprocess.run(
        [sys.executable, "-c", PRINT_DIGESTS, *LANGUAGES],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path]), **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_two_processes_write_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    one = digests(SOURCE_DATE_EPOCH="1790000000", PYTHONHASHSEED="1", TZ="Asia/Kolkata", LC_ALL="C")
    other = digests(SOURCE_DATE_EPOCH="1790000000", PYTHONHASHSEED="4242", TZ="America/New_York", LC_ALL="C.UTF-8")
    assert len(one.splitlines()) == len(LANGUAGES)
    assert one == other
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790086400")
    later = sha256(corpus_file(corpus("km")[:12], "km").data).hexdigest()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    same = sha256(corpus_file(corpus("km")[:12], "km").data).hexdigest()
    assert later not in one
    assert same in one


@pytest.mark.parametrize("language", ["ar", "zh-Hans"])
def test_earlier_paintings_do_not_affect_the_bytes(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    texts = corpus(language)
    first = corpus_file(texts[:8], language).data
    corpus_file(texts[8:30], language)
    corpus_file(corpus("ur")[:10], "ur")
    assert corpus_file(texts[:8], language).data == first
