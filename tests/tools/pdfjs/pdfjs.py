"""Reading files with pdf.js, Firefox's reader, in Node."""

from __future__ import annotations

import json
import shutil
import subprocess
from functools import cache
from pathlib import Path

from tools.npm import PDFJS

SCRIPT = Path(__file__).with_name("extract.mjs")


def folder() -> Path | None:
    """Return the folder of the build if Node and the build are there."""
    return PDFJS.folder if shutil.which("node") and PDFJS.is_there else None


@cache
def _reader() -> subprocess.Popen[str]:
    """Return a process of Node with pdf.js in it: starting one takes longer than reading a file does."""
    command = ["node", str(SCRIPT), str(PDFJS.folder)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")


def extract(file: Path) -> list[str]:
    """Return the text of every page of *file*, as copying from Firefox gives it.

    Raises:
        ValueError: pdf.js can't read the file.
    """
    process = _reader()
    assert process.stdin
    assert process.stdout
    print(file, file=process.stdin, flush=True)
    answer: list[str] | dict[str, str] = json.loads(process.stdout.readline())
    if isinstance(answer, dict):
        raise ValueError(f"{file}: {answer['error']}")
    return answer
