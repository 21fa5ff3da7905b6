"""Files that a process has read are read again when they have changed, and only then."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from flyers import files
from flyers.errors import ContentError, FileAccessError
from flyers.files import read_known


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that was not written just now."""
    path = tmp_path / "a.yaml"
    path.write_bytes(b"one")
    later = files.time.time_ns() + 10 * files.YOUNGEST
    monkeypatch.setattr(files.time, "time_ns", lambda: later)
    return path


def rewritten(path: Path) -> None:
    path.write_bytes(b"two")


def replaced(path: Path) -> None:
    other = path.with_suffix(".new")
    other.write_bytes(b"two")
    other.replace(path)


def rewritten_and_set_back(path: Path) -> None:
    before = path.stat()
    path.write_bytes(b"two")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def linked_to_another(path: Path) -> None:
    other = path.with_suffix(".new")
    other.write_bytes(b"two")
    path.unlink()
    path.symlink_to(other)


def test_a_file_that_has_not_changed_is_the_same_object(file: Path) -> None:
    assert read_known(file) == b"one"
    assert read_known(file) is read_known(file)


@pytest.mark.parametrize("change", [rewritten, replaced, rewritten_and_set_back, linked_to_another])
def test_a_changed_file_is_read_again(file: Path, change: Callable[[Path], None]) -> None:
    assert read_known(file) == b"one"
    change(file)
    assert read_known(file) == b"two"


def test_a_file_that_is_gone_or_too_large_is_an_error_though_it_was_read(file: Path) -> None:
    assert read_known(file) == b"one"
    with pytest.raises(ContentError, match="the most that is read"):
        read_known(file, most=2)
    file.unlink()
    with pytest.raises(FileAccessError):
        read_known(file)


def test_a_file_that_was_written_just_now_is_read_each_time(tmp_path: Path) -> None:
    """It may be written again within a tick of the file system's clock."""
    path = tmp_path / "a.yaml"
    path.write_bytes(b"one")
    assert read_known(path) is not read_known(path)


def test_large_files_are_not_kept(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_LARGEST", 2)
    assert read_known(file) is not read_known(file)


def test_a_file_of_exactly_the_most_that_is_kept_or_read_is_kept(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_LARGEST", 3)
    assert read_known(file, most=3) is read_known(file, most=3)


def test_a_file_is_settled_after_the_slowest_clock_has_gone_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"one")
    written = files.age_of(files.state(path))
    monkeypatch.setattr(files.time, "time_ns", lambda: written + files.YOUNGEST)
    assert read_known(path) is not read_known(path)
    monkeypatch.setattr(files.time, "time_ns", lambda: written + files.YOUNGEST + 1)
    assert read_known(path) is read_known(path)
    assert files.YOUNGEST >= 2_000_000_000, "the clock of FAT counts in steps of two seconds"


def test_a_file_that_changes_while_it_is_read_is_not_kept(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = files.read_bytes

    def changed_meanwhile(path: Path, *how: object) -> bytes:
        data = read(path, *how)
        file.write_bytes(b"another")
        return data

    monkeypatch.setattr(files, "read_bytes", changed_meanwhile)
    assert read_known(file) == b"one"
    monkeypatch.setattr(files, "read_bytes", read)
    assert read_known(file) == b"another"


def test_an_error_calls_a_file_by_the_name_it_was_asked_for_and_has_its_limit(file: Path) -> None:
    for _ in range(2):
        with pytest.raises(ContentError, match="the most that is read is 2e-06 MB") as caught:
            read_known(file, "content/a.yaml", 2)
        assert str(caught.value.source) == "content/a.yaml"
        read_known(file)
