"""The program is identified by its source: after a change of it, no file of the former program counts as current."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from flyers.pipeline import inputs


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "flyers"
    (folder / "text").mkdir(parents=True)
    (folder / "text" / "bidi.py").write_text("A = 1\n")
    (folder / "data.txt").write_text("data")
    monkeypatch.setattr(inputs, "PACKAGE", folder)
    return folder


def now() -> str:
    inputs.program.cache_clear()  # as a process of its own
    try:
        return inputs.program()
    finally:
        inputs.program.cache_clear()


def test_every_change_of_the_source_is_another_program(package: Path) -> None:
    module, seen = package / "text" / "bidi.py", {now()}
    module.write_text("A = 2\n")
    seen.add(now())
    state = module.stat()
    module.write_text("A = 3\n")
    os.utime(module, ns=(state.st_atime_ns, state.st_mtime_ns))
    seen.add(now())
    (package / "text" / "more.py").write_text("")
    seen.add(now())
    (package / "text" / "more.py").rename(package / "more.py")
    seen.add(now())
    (package / "data.txt").unlink()
    seen.add(now())
    assert len(seen) == 6
    assert all(value.startswith("0.") for value in seen)


def test_bytecode_and_the_starter_campaign_are_not_source(package: Path) -> None:
    before = now()
    for path in ("text/__pycache__/bidi.pyc", "starter/content/contacts.yaml"):
        (package / path).parent.mkdir(parents=True)
        (package / path).write_text("x")
    assert now() == before


def test_every_library_has_a_version() -> None:
    versions = dict(part.split(" ") for part in inputs.libraries().split(", "))
    assert versions.keys() == {*inputs.LIBRARIES, "zlib"}
    assert all(version[0].isdigit() for version in versions.values())
    assert all(inputs._asked(name) == versions[name] for name in inputs.LIBRARIES)
