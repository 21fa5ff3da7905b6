"""The program is identified by its source: after a change of it, no file of the former program counts as current."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from flyers import cache
from flyers.pipeline import program


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "flyers"
    (folder / "text").mkdir(parents=True)
    (folder / "text" / "bidi.py").write_text("A = 1\n")
    (folder / "data.txt").write_text("data")
    monkeypatch.setattr(program, "PACKAGE", folder)
    monkeypatch.setattr(program, "YOUNGEST", 0)
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "cache"))
    return folder


def now(identity: Callable[[], str] = program.program) -> str:
    identity.cache_clear()  # as a process of its own
    try:
        return identity()
    finally:
        identity.cache_clear()


def test_every_change_of_the_source_is_another_program(package: Path) -> None:
    assert all(value.startswith("0.") for value in _after_changes(package, program.program))


def test_every_change_of_the_source_has_another_key(package: Path) -> None:
    _after_changes(package, program.source_key)


def _after_changes(package: Path, identity: Callable[[], str]) -> set[str]:
    """Return the identities of the program after each of several changes, which all differ."""

    module, seen = package / "text" / "bidi.py", {now(identity)}
    module.write_text("A = 2\n")
    seen.add(now(identity))
    state = module.stat()
    module.write_text("A = 3\n")
    os.utime(module, ns=(state.st_atime_ns, state.st_mtime_ns))
    seen.add(now(identity))
    (package / "text" / "more.py").write_text("")
    seen.add(now(identity))
    (package / "text" / "more.py").rename(package / "more.py")
    seen.add(now(identity))
    (package / "data.txt").unlink()
    seen.add(now(identity))
    assert len(seen) == 6
    return seen


@pytest.mark.parametrize("identity", [program.program, program.source_key])
def test_bytecode_and_the_starter_campaign_are_not_source(package: Path, identity: Callable[[], str]) -> None:
    before = now(identity)
    for path in ("text/__pycache__/bidi.pyc", "starter/content/contacts.yaml"):
        (package / path).parent.mkdir(parents=True)
        (package / path).write_text("x")
    assert now(identity) == before


def test_source_that_has_not_changed_is_not_read_again(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = now()
    with monkeypatch.context() as patch:
        patch.setattr(program, "read_bytes", None)
        assert now() == before
    monkeypatch.setattr(program, "YOUNGEST", 2_000_000_000)  # it is younger than that
    reads = []
    monkeypatch.setattr(program, "read_bytes", lambda path, most: reads.append(path) or path.read_bytes())
    assert (now(), len(reads)) == (before, 2)


def test_every_library_has_a_version() -> None:
    versions = dict(part.split(" ") for part in program.libraries().split(", "))
    assert versions.keys() == {*program.LIBRARIES, "zlib"}
    assert all(version[0].isdigit() for version in versions.values())
    assert all(program._asked(name) == versions[name] for name in program.LIBRARIES)
