"""Files are read, listed, written, removed and locked as `flyers.files` says, and what cannot be done is told."""

from __future__ import annotations

import contextlib
import errno
import importlib.util
import os
import stat
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from flyers import files, limits
from flyers.errors import ContentError, FileAccessError, UsageError
from flyers.files import (
    DATE_VARIABLE,
    age_of,
    build_time,
    clear_leftovers,
    exists,
    files_in,
    is_file,
    is_folder,
    locked,
    names_in,
    read_bytes,
    remove,
    state,
    stated_time,
    states,
    write_whole,
)

on_posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
BINARY = getattr(os, "O_BINARY", 0x8000)
WRONG_NAMES = ("x" * 400, "a\0b")


@pytest.fixture
def nothing_stays_open() -> Iterator[None]:
    """Hold a test to close every file that it opens."""
    before = names_in("/proc/self/fd")  # only Linux has it
    yield
    assert names_in("/proc/self/fd") == before


# -- reading -----------------------------------------------------------------------------------------------------------


def test_a_file_is_read_up_to_the_limit_and_not_beyond(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"x" * 1000)
    assert read_bytes(path, most=1000) == read_bytes(str(path)) == b"x" * 1000
    with pytest.raises(ContentError, match=r"This file is 0\.0 MB; the most that is read is 0\.000999 MB") as caught:
        read_bytes(path, "content/a.yaml", most=999)
    assert str(caught.value.source) == "content/a.yaml"
    assert "not the file that was meant" in caught.value.hint
    path.write_bytes(b"")
    assert read_bytes(path, most=0) == b""


def test_a_file_that_grows_while_it_is_read_is_read_to_its_end_or_to_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"0123456789")
    small, whole = path.stat(), os.fstat
    path.write_bytes(b"0123456789" * 10)
    answers: list[os.stat_result] = []
    monkeypatch.setattr(os, "fstat", lambda handle: answers.pop() if answers else whole(handle))
    answers.append(small)
    assert read_bytes(path, most=100) == b"0123456789" * 10
    answers.append(small)
    with pytest.raises(ContentError, match="the most that is read is"):
        read_bytes(path, most=99)


@pytest.mark.usefixtures("nothing_stays_open")
def test_what_cannot_be_read_is_told_with_its_name_and_the_systems_reason(tmp_path: Path) -> None:
    with pytest.raises(FileAccessError, match=r"cannot be read \(No such file or directory\)") as caught:
        read_bytes(tmp_path / "absent")
    assert str(caught.value.source) == str(tmp_path / "absent")
    assert "permissions" in caught.value.hint
    with pytest.raises(FileAccessError, match=r"cannot be read \(embedded null byte\)"):
        read_bytes("a\0b")
    if sys.platform != "win32":
        os.mkfifo(tmp_path / "pipe")
        with pytest.raises(FileAccessError, match="This is not a file") as caught:
            read_bytes(tmp_path / "pipe", "a pipe")
        assert str(caught.value.source) == "a pipe"


def test_what_is_there_is_a_file_a_folder_or_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for path, there, file, folder in (
        (tmp_path, True, False, True),
        (tmp_path / "file", True, True, False),
        (tmp_path / "absent", False, False, False),
        (tmp_path / "file" / "below", False, False, False),
    ):
        assert (exists(path), is_file(path), is_folder(path)) == (there, file, folder)
    for name in WRONG_NAMES:
        assert (is_file(tmp_path / name), is_folder(tmp_path / name)) == (False, False)
        with pytest.raises(FileAccessError) as caught:
            exists(tmp_path / name)
        assert str(caught.value.source) == str(tmp_path / name)


def test_files_of_a_folder_are_listed_in_alphabetical_order(tmp_path: Path) -> None:
    for name in ("c.yaml", "a.yaml", "b.po", ".b.yaml"):
        (tmp_path / name).touch()
    assert files_in(tmp_path, "*.yaml") == [tmp_path / name for name in (".b.yaml", "a.yaml", "c.yaml")]
    assert sorted(names_in(tmp_path)) == sorted(names_in(str(tmp_path))) == [".b.yaml", "a.yaml", "b.po", "c.yaml"]
    for nothing in (tmp_path / "absent", tmp_path / "b.po"):
        assert (files_in(nothing, "*"), names_in(nothing)) == ([], [])
    for name in WRONG_NAMES:
        assert names_in(tmp_path / name) == []


def test_a_folder_that_cannot_be_listed_is_named(tmp_path: Path) -> None:
    for name, reason in zip(WRONG_NAMES, ("File name too long", "embedded null byte"), strict=True):
        with pytest.raises(FileAccessError, match=rf"cannot be listed \({reason}\)") as caught:
            files_in(tmp_path / name, "*")
        assert str(caught.value.source) == str(tmp_path / name)
        assert "permissions" in caught.value.hint


# -- states ------------------------------------------------------------------------------------------------------------


def test_a_state_has_size_times_and_number_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"one")
    os.utime(path, ns=(1, 5_000_000_000))
    about = path.stat()
    assert state(path) == state(str(path)) == (3, 5_000_000_000, about.st_ctime_ns, about.st_ino)
    folder = state(tmp_path)
    assert folder is not None
    assert folder[0] == -1
    assert [state(tmp_path / name) for name in ("absent", *WRONG_NAMES)] == [None] * 3


def test_a_change_of_content_or_of_status_makes_a_file_young() -> None:
    assert age_of((3, 7, 5, 1)) == age_of((9, 5, 7, 8)) == 7


def test_states_are_those_of_a_folder_and_of_all_in_it(tmp_path: Path) -> None:
    (tmp_path / "es" / "manifests").mkdir(parents=True)
    (tmp_path / "ar").mkdir()
    for name in ("a.yaml", "es/b.yaml", "es/manifests/c.yaml"):
        (tmp_path / name).touch()

    def inside(**how: object) -> set[str]:
        found = states(tmp_path, **how)
        assert all(found[path] == state(path) for path in found)
        return {Path(path).relative_to(tmp_path).as_posix() for path in found}

    assert inside() == {".", "a.yaml", "ar", "es", "es/b.yaml", "es/manifests", "es/manifests/c.yaml"}
    assert inside(leave_out=("manifests", "a.yaml")) == {".", "a.yaml", "ar", "es", "es/b.yaml"}
    assert inside(depth=0) == {".", "a.yaml"}
    assert inside(depth=1) == {".", "a.yaml", "ar", "es", "es/b.yaml"}
    assert (states(tmp_path / "absent"), states(tmp_path / "a\0b")) == ({}, {})


@on_posix
def test_states_end_where_a_link_leads_round_in_a_circle_and_leave_out_what_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / "round").symlink_to(tmp_path)
    (tmp_path / "nowhere").symlink_to(tmp_path / "absent")
    (tmp_path / "a.yaml").touch()
    found = states(tmp_path)
    assert str(tmp_path / "a.yaml") in found
    assert not any(path.endswith("nowhere") for path in found)
    assert max(path.count("round") for path in found) == 12


# -- writing -----------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("nothing_stays_open")
def test_a_file_is_written_whole_into_a_folder_that_is_made_for_it(tmp_path: Path) -> None:
    path = tmp_path / "es" / "pages" / "card.pdf"
    write_whole(path, b"a longer one")
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    assert names_in(path.parent) == ["card.pdf"]


@pytest.mark.parametrize("data", [b"", b"x"])
def test_nothing_of_a_part_that_was_left_is_in_the_file(tmp_path: Path, data: bytes) -> None:
    (tmp_path / ".card.pdf.part").write_bytes(b"left by another process")
    write_whole(tmp_path / "card.pdf", data)
    assert (tmp_path / "card.pdf").read_bytes() == data


@on_posix
def test_a_file_may_be_read_by_those_whom_the_user_lets(tmp_path: Path) -> None:
    for mask, mode in ((0o027, 0o640), (0, 0o666)):
        before = os.umask(mask)
        try:
            write_whole(tmp_path / "card.pdf", b"x")
        finally:
            os.umask(before)
        assert stat.S_IMODE((tmp_path / "card.pdf").stat().st_mode) == mode


@on_posix
@pytest.mark.parametrize("system", ["linux", "win32"])
def test_a_part_is_locked_until_it_has_its_name_except_where_open_files_cannot_be_renamed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, system: str
) -> None:
    import fcntl

    replace, free = Path.replace, []

    def renamed(part: Path, target: Path) -> Path:
        with part.open("rb") as other:
            try:
                fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                free.append(False)
            else:
                free.append(True)
        return replace(part, target)

    monkeypatch.setattr(files, "sys", SimpleNamespace(platform=system))
    monkeypatch.setattr(Path, "replace", renamed)
    write_whole(tmp_path / "card.pdf", b"x")
    assert free == [system == "win32"]
    assert (tmp_path / "card.pdf").read_bytes() == b"x"


def test_only_what_must_last_waits_for_the_disk_and_before_it_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, flushed = tmp_path / "card.pdf", []
    monkeypatch.setattr(os, "fsync", lambda handle: flushed.append((os.fstat(handle).st_size, path.exists())))
    write_whole(path, b"x", durable=False)
    assert flushed == []
    path.unlink()
    write_whole(path, b"12345")
    assert flushed == [(5, False)]


@pytest.mark.parametrize(
    ("number", "said", "remedy"),
    [
        (errno.ENOSPC, r"The disk is full\.", "Free some space"),
        (errno.EDQUOT, r"The disk is full\.", "Free some space"),
        (errno.EACCES, r"cannot be written \(Permission denied\)", "Check the folder's permissions"),
    ],
)
@pytest.mark.usefixtures("nothing_stays_open")
def test_what_cannot_be_written_is_told_with_the_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, said: str, remedy: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "ftruncate", fail)
    with pytest.raises(FileAccessError, match=said) as caught:
        write_whole(tmp_path / "card.pdf", b"x")
    assert caught.value.hint.startswith(remedy)
    assert caught.value.hint.endswith("The last good file, if any, is unchanged.")
    assert str(caught.value.source) == str(tmp_path / "card.pdf")
    assert names_in(tmp_path) == []


@on_posix
@pytest.mark.usefixtures("nothing_stays_open")
def test_what_is_in_the_way_of_a_part_is_neither_followed_nor_waited_for(tmp_path: Path) -> None:
    part, other = tmp_path / ".card.pdf.part", tmp_path / "other"
    other.write_bytes(b"of somebody else")
    part.symlink_to(other)
    with pytest.raises(FileAccessError):
        write_whole(tmp_path / "card.pdf", b"x")
    assert other.read_bytes() == b"of somebody else"
    part.unlink()
    os.mkfifo(part)
    with pytest.raises(FileAccessError):
        write_whole(tmp_path / "card.pdf", b"x")
    reader = os.open(part, os.O_RDONLY | os.O_NONBLOCK)  # which would let a writer in
    try:
        with pytest.raises(FileAccessError, match="something that is not a file is in its way"):
            write_whole(tmp_path / "card.pdf", b"x")
    finally:
        os.close(reader)
    assert not (tmp_path / "card.pdf").exists()


@on_posix
@pytest.mark.usefixtures("nothing_stays_open")
def test_a_writer_waits_for_the_one_who_has_the_part_and_begins_its_own(tmp_path: Path) -> None:
    import fcntl

    path, part = tmp_path / "card.pdf", tmp_path / ".card.pdf.part"
    other = os.open(part, os.O_WRONLY | os.O_CREAT)
    fcntl.flock(other, fcntl.LOCK_EX)
    writer = threading.Thread(target=write_whole, args=(path, b"second"))
    writer.start()
    os.write(other, b"first")
    time.sleep(0.1)
    assert not path.exists()
    part.rename(path)
    os.close(other)
    writer.join(30)
    assert path.read_bytes() == b"second"
    assert names_in(tmp_path) == ["card.pdf"]


def test_a_file_is_removed_and_what_is_none_is_not(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").touch()
    remove(tmp_path / "a.yaml")
    remove(tmp_path / "a.yaml")
    assert names_in(tmp_path) == []
    (tmp_path / "folder").mkdir()
    with pytest.raises(FileAccessError, match="cannot be removed") as caught:
        remove(tmp_path / "folder")
    assert str(caught.value.source) == str(tmp_path / "folder")
    assert "remove it yourself" in caught.value.hint


# -- the lock ----------------------------------------------------------------------------------------------------------


def entered(folder: Path, seconds: float) -> threading.Event:
    """Lock *folder* in another thread, and return what is set when that has it."""
    inside = threading.Event()

    def wait() -> None:
        with locked(folder):
            inside.set()

    threading.Thread(target=wait, daemon=True).start()
    inside.wait(seconds)
    return inside


@pytest.mark.usefixtures("nothing_stays_open")
def test_who_locks_a_folder_has_it_alone_to_the_end_and_also_after_an_error(tmp_path: Path) -> None:
    folder = tmp_path / "output" / "es"
    for failure in (None, ValueError("it failed")):
        with contextlib.suppress(ValueError), locked(folder):
            with locked(folder):
                pass
            inside = entered(folder, 0.1)
            assert not inside.is_set()
            if failure:
                raise failure
        assert inside.wait(30)
        assert entered(folder, 30).is_set()
    for _ in range(200):  # the last thread may still be closing its handle
        if len(threading.enumerate()) == 1:
            break
        time.sleep(0.01)


def test_leftovers_go_where_they_are_looked_for(tmp_path: Path) -> None:
    for name in ("a", "a/deep", "b"):
        (tmp_path / name).mkdir()
    parts = [tmp_path / place / ".x.part" for place in ("", "a", "a/deep", "b")]
    kept = [tmp_path / ".hidden", tmp_path / "x.part", tmp_path / "a" / ".partly"]
    (tmp_path / ".folder.part").mkdir()
    for path in (*parts, *kept):
        path.touch()
    with locked(tmp_path, ("a", "b"), clears=False):
        assert all(path.exists() for path in parts)
    with locked(tmp_path):
        assert [path.exists() for path in parts] == [False, True, True, True]
    with locked(tmp_path, ("a/*", "b")):
        assert [path.exists() for path in parts] == [False, True, False, False]
    with locked(tmp_path, ["a"]):
        assert not parts[1].exists()
    assert all(path.exists() for path in kept)
    assert (tmp_path / ".folder.part").is_dir()


def test_leftovers_of_a_folder_are_cleared_and_nothing_is_made(tmp_path: Path) -> None:
    clear_leftovers(tmp_path / "absent")
    clear_leftovers(tmp_path / "a\0b")
    assert names_in(tmp_path) == []
    (tmp_path / ".x.part").touch()
    (tmp_path / "x").touch()
    clear_leftovers(tmp_path)
    assert names_in(tmp_path) == ["x"]


def test_a_folder_without_leftovers_is_not_locked_to_clear_them(tmp_path: Path) -> None:
    cleared = threading.Thread(target=clear_leftovers, args=(tmp_path,), daemon=True)
    with locked(tmp_path):
        cleared.start()
        cleared.join(30)
        assert not cleared.is_alive()


@pytest.mark.usefixtures("nothing_stays_open")
def test_what_cannot_be_locked_is_told_with_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with (
        pytest.raises(FileAccessError, match=r"cannot be created or opened \(File exists\)") as caught,
        locked(tmp_path / "file"),
    ):
        pass
    assert str(caught.value.source) == str(tmp_path / "file")
    assert "--output" in caught.value.hint


@pytest.mark.usefixtures("nothing_stays_open")
def test_who_waits_too_long_for_a_lock_is_told_whose_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    errors: list[FileAccessError] = []

    def wait() -> None:
        try:
            with locked(tmp_path):
                pass
        except FileAccessError as error:
            errors.append(error)

    sleep, pauses = time.sleep, []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        sleep(seconds)

    monkeypatch.setattr(time, "sleep", pause)
    monkeypatch.setattr(limits, "LOCK_SECONDS", 0.2)
    waiting = threading.Thread(target=wait)
    with locked(tmp_path):
        began = time.monotonic()
        waiting.start()
        waiting.join(30)
        assert 0.2 <= time.monotonic() - began < 5
    assert pauses, "it waits, and does not ask all the time"
    assert max(pauses) <= 0.1
    (error,) = errors
    assert error.problem == "Another command has kept this locked for too long."
    assert str(error.source) == str(tmp_path)
    assert error.hint.startswith("Wait until it has ended")


@on_posix
@pytest.mark.parametrize("number", [errno.ENOLCK, errno.EOPNOTSUPP, errno.EINVAL])
def test_a_folder_that_a_system_cannot_lock_is_locked_by_a_file_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """As on some network drives."""
    import fcntl

    flock, folder, other = fcntl.flock, tmp_path / "output", tmp_path / "other"

    def only_files(handle: int, how: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(number, os.strerror(number))
        flock(handle, how)

    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    monkeypatch.setattr(files.fcntl, "flock", only_files)
    monkeypatch.setattr(limits, "LOCK_SECONDS", 0.05)
    errors: list[FileAccessError] = []

    def wait() -> None:
        try:
            with locked(tmp_path / "link"):  # another name of it
                pass
        except FileAccessError as error:
            errors.append(error)

    folder.mkdir()
    (tmp_path / "link").symlink_to(folder)
    with locked(folder), locked(other):
        waiting = threading.Thread(target=wait)
        waiting.start()
        waiting.join(30)
    assert [str(error.source) for error in errors] == [str(tmp_path / "link")]
    locks = sorted((tmp_path / "temporary").iterdir())
    assert [len(lock.name) for lock in locks] == [len("flyers-.lock") + 24] * 2
    assert [stat.S_IMODE(lock.stat().st_mode) for lock in locks] == [0o600] * 2


@on_posix
def test_another_failure_to_lock_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def only_files(handle: int, _: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(files.fcntl, "flock", only_files)
    with pytest.raises(FileAccessError, match="Input/output error"), locked(tmp_path):
        pass


@on_posix
def test_a_folder_that_can_be_locked_needs_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    with locked(tmp_path / "output"):
        assert names_in(tmp_path / "temporary") == names_in(tmp_path / "output") == []


def on_windows(locking: Callable[[int, int, int], None]) -> Any:
    """Return the module as it is where there is `msvcrt.locking` and what only POSIX has is missing."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "msvcrt", SimpleNamespace(LK_NBLCK=2, locking=locking))
        patch.setattr(sys, "platform", "win32")
        patch.setattr(os, "O_BINARY", BINARY, raising=False)
        for name in ("O_NONBLOCK", "O_NOFOLLOW"):
            patch.delattr(os, name, raising=False)
        spec = importlib.util.spec_from_file_location("files_on_windows", files.__file__)
        assert spec is not None
        assert spec.loader is not None
        windows = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(windows)
    return windows


def test_on_windows_files_are_opened_as_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    windows, opened, flags = on_windows(lambda *_: None), os.open, []

    def noted(path: Path, how: int, *mode: int) -> int:
        flags.append(how)
        return opened(path, how & ~BINARY, *mode)

    monkeypatch.setattr(os, "open", noted)
    monkeypatch.setattr(windows, "sys", SimpleNamespace(platform="win32"))
    windows.write_whole(tmp_path / "card.pdf", b"1\n2")
    assert windows.read_bytes(tmp_path / "card.pdf") == b"1\n2"
    assert flags == [os.O_WRONLY | os.O_CREAT | BINARY, os.O_RDONLY | BINARY]


def test_on_windows_a_byte_beyond_the_content_is_locked(tmp_path: Path) -> None:
    """Others may still read a file there, up to the first locked byte."""
    asked: list[tuple[int, int, int]] = []

    def locking(handle: int, how: int, count: int) -> None:
        asked.append((os.lseek(handle, 0, os.SEEK_CUR), how, count))
        if len(asked) > 1:
            raise PermissionError

    windows = on_windows(locking)
    with (tmp_path / "part").open("wb") as stream:
        answers = []
        for _ in range(2):
            answers.append(windows._lock(stream.fileno()))
            assert os.lseek(stream.fileno(), 0, os.SEEK_CUR) == 0
    assert answers == [True, False]
    ((place, how, count), _) = asked
    assert (how, count) == (2, 1)
    assert max(limits.PDF_BYTES, limits.PDF_UNPACKED_BYTES) < place < 2**31


# -- the date ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stated", "seconds"),
    [("0", 0), (" 1790000000\n", 1_790_000_000), ("000000000001", 1), ("253402300799", 253_402_300_799)],
)
def test_the_environment_states_the_date_of_files(monkeypatch: pytest.MonkeyPatch, stated: str, seconds: int) -> None:
    monkeypatch.setenv(DATE_VARIABLE, stated)
    assert stated_time() == build_time() == seconds


@pytest.mark.parametrize("stated", ["-1", "1.5", "today", "٣", "²", "253402300800", "0000000000001", "9" * 60])
def test_a_date_that_is_none_is_told_with_one_that_is(monkeypatch: pytest.MonkeyPatch, stated: str) -> None:
    monkeypatch.setenv(DATE_VARIABLE, stated)
    for when in (stated_time, build_time):
        with pytest.raises(UsageError, match="not a number of seconds") as caught:
            when()
    assert f"“{stated[:40]}”" in caught.value.problem
    assert f"{DATE_VARIABLE}=1790000000" in caught.value.hint


def test_without_a_stated_date_files_are_of_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(DATE_VARIABLE, raising=False)
    assert stated_time() is None
    assert abs(build_time() - time.time()) < 5
    monkeypatch.setenv(DATE_VARIABLE, "  ")
    assert stated_time() is None
