"""The cache folder: nothing in it is trusted that somebody else could have written, and no failure of it fails a build."""

from __future__ import annotations

import math
import multiprocessing
import os
import sys
from pathlib import Path

import pytest

from flyers import cache, limits


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "cache"
    monkeypatch.setenv(cache.VARIABLE, str(place))
    return place


def only(folder: Path) -> Path:
    (file,) = folder.iterdir()
    return file


def test_what_is_kept_is_read_again(folder: Path) -> None:
    assert cache.read("x") is None
    cache.keep("x", {"a": [1, "ü", None]})
    cache.keep("y", [])
    assert (cache.read("x"), cache.read("y"), cache.read("z")) == ({"a": [1, "ü", None]}, [], None)
    assert cache.usage()[0] == 2
    cache.clear()
    assert (cache.usage(), list(folder.iterdir())) == ((0, 0), [])


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_the_folder_is_its_users_alone(folder: Path) -> None:
    cache.keep("x", 1)
    assert folder.stat().st_mode & 0o777 == 0o700
    for mode in (0o720, 0o702, 0o777):
        folder.chmod(mode)
        assert cache.read("x") is None
        cache.keep("y", 2)
        folder.chmod(0o700)
        assert (cache.read("x"), cache.read("y")) == (1, None)


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="only root may give a folder away")
def test_the_folder_of_somebody_else_is_not_used(folder: Path) -> None:
    cache.keep("x", 1)
    os.chown(folder, 12345, -1)
    assert cache.read("x") is None


def test_what_is_damaged_counts_as_missing(folder: Path) -> None:
    cache.keep("x", {"jobs": "0123456789"})
    whole = only(folder).read_bytes()
    for damaged in (whole[:-1], whole.replace(b"5", b"6"), b"", b"[]", whole.partition(b"\n")[2], whole + b" "):
        only(folder).write_bytes(damaged)
        assert cache.read("x") is None
    only(folder).write_bytes(whole)
    assert cache.read("x") == {"jobs": "0123456789"}


def test_a_folder_that_cannot_be_written_is_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("no folder")
    for place in (tmp_path / "file", tmp_path / "file" / "below", Path("/proc/nothing/here"), tmp_path / ("x" * 300)):
        monkeypatch.setenv(cache.VARIABLE, str(place))
        cache.keep("x", 1)
        assert (cache.read("x"), cache.usage()) == (None, (0, 0))
        cache.clear()
    assert (tmp_path / "file").read_text() == "no folder"


def test_it_can_be_turned_off(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(cache.VARIABLE, "off")
    cache.keep("x", 1)
    assert (cache.folder(), cache.read("x"), folder.exists()) == (None, None, False)


def test_without_a_word_it_is_the_platforms_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(cache.VARIABLE)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    found = cache.folder()
    assert found is not None
    assert found.name.lower() in ("flyers", "cache")
    if sys.platform == "linux":
        assert found == tmp_path / "flyers"


def test_the_oldest_goes_when_there_is_too_much(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CACHE_BYTES", 3500)
    for number in range(5):
        cache.keep(f"n{number}", "x" * 1000)
        os.utime(folder / f"n{number}.json", ns=(number * 10**9, number * 10**9))
    assert [cache.read(f"n{number}") is None for number in range(5)] == [True, True, False, False, False]
    monkeypatch.setattr(limits, "CACHED_BYTES", 500)
    cache.keep("large", "x" * 1000)
    assert cache.read("large") is None


def test_a_process_that_keeps_little_looks_once_whether_there_is_too_much(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[Path] = []
    monkeypatch.setattr(cache, "_kept", lambda place: looked.append(place) or [])
    monkeypatch.setattr(cache, "_since_looked", math.inf)
    for number in range(10):
        cache.keep(f"n{number}", "x" * 1000)
    assert looked == [folder]
    monkeypatch.setattr(limits, "CACHE_BYTES", 3500)
    cache.keep("more", "x" * 1000)
    assert looked == [folder] * 2


def test_a_new_process_removes_a_part_that_a_killed_one_has_left(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.keep("x", 1)
    part = folder / ".y.json.part"
    part.write_text("half")
    monkeypatch.setattr(cache, "_since_looked", math.inf)
    cache.keep("x", 2)
    assert only(folder).name == "x.json"
    part.write_text("half")  # by a process that is killed meanwhile: it goes the next time that the folder is looked at
    cache.keep("x", 3)
    assert part.exists()


def _keep_often(place: Path, word: str) -> None:
    os.environ[cache.VARIABLE] = str(place)
    for number in range(40):
        cache.keep("same", [word, number])
        assert cache.read("same")[0] in ("one", "other")


def test_builds_at_the_same_time_do_not_disturb_each_other(folder: Path) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_keep_often, args=(folder, word)) for word in ("one", "other")]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
        assert process.exitcode == 0
    assert cache.read("same")[1] == 39
    assert only(folder).name == "same.json"


def test_a_name_is_that_of_all_its_parts_in_their_order() -> None:
    names = {cache.name_of(*parts) for parts in ((), ("a",), ("a", "bc"), ("ab", "c"), ("bc", "a"), ("a\udcff",))}
    assert len(names) == 6
    assert cache.name_of("a", "bc") in names
    assert all(len(name) == 32 and name.isalnum() for name in names)


def test_usage_is_the_number_of_entries_and_their_bytes(folder: Path) -> None:
    assert cache.usage() == (0, 0)
    cache.keep("x", "1234")
    cache.keep("y", [])
    (folder / "of somebody else").write_text("123")
    (folder / "deeper").mkdir()
    (folder / "deeper" / "z.json").touch()
    assert cache.usage() == (2, sum((folder / name).stat().st_size for name in ("x.json", "y.json")))
    cache.clear()
    assert sorted(file.name for file in folder.iterdir()) == ["deeper", "of somebody else"]


def test_a_system_whose_files_have_no_owners_is_trusted(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As Windows, where a profile is its user's own."""
    monkeypatch.delattr(os, "geteuid", raising=False)
    cache.keep("x", 1)
    assert cache.read("x") == 1


def test_a_folder_is_made_to_keep_and_not_to_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = folder / "deep" / "down"
    monkeypatch.setenv(cache.VARIABLE, f" {deep}\n")
    assert cache.folder() == deep
    assert (cache.read("x"), cache.usage()) == (None, (0, 0))
    cache.clear()
    assert not folder.exists()
    cache.keep("x", 1)
    assert cache.read("x") == 1
    assert deep.is_dir()


def test_a_blank_word_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(cache.VARIABLE, "  ")
    usual = cache.folder()
    monkeypatch.delenv(cache.VARIABLE)
    assert usual == cache.folder() != Path()


def test_an_entry_of_exactly_the_most_that_is_read_is_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.keep("x", "1234")
    size = only(folder).stat().st_size
    monkeypatch.setattr(limits, "CACHED_BYTES", size)
    cache.keep("x", "5678")
    assert cache.read("x") == "5678"
    cache.keep("y", "12345")
    assert only(folder).name == "x.json"
    monkeypatch.setattr(limits, "CACHED_BYTES", size - 1)
    assert cache.read("x") is None


def test_so_many_of_the_oldest_go_that_the_others_have_room(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(4):
        cache.keep(f"n{number}", "x" * 1000)
        os.utime(folder / f"n{number}.json", ns=(0, (4 - number) * 10**9))
    most = cache.usage()[1]
    monkeypatch.setattr(limits, "CACHE_BYTES", most)
    monkeypatch.setattr(cache, "_since_looked", math.inf)
    cache.keep("n0", "y" * 1000)
    assert cache.usage() == (4, most)
    monkeypatch.setattr(limits, "CACHE_BYTES", most - 1)
    monkeypatch.setattr(cache, "_since_looked", math.inf)
    cache.keep("n0", "z" * 1000)
    assert sorted(file.stem for file in folder.iterdir()) == ["n0", "n1", "n2"]


def test_the_folder_is_looked_through_again_after_a_hundredth_of_the_limit(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[Path] = []
    monkeypatch.setattr(cache, "_kept", lambda place: looked.append(place) or [])
    monkeypatch.setattr(limits, "CACHE_BYTES", 100_000)
    monkeypatch.setattr(cache, "_since_looked", 0.0)
    counts = []
    for number, size in enumerate((995, 5, 999, 3)):
        cache.keep(f"n{number}", "x" * (size - 2))  # and two quotation marks
        counts.append(len(looked))
    assert counts == [0, 1, 1, 2]


def test_nothing_waits_for_the_disk(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: int) -> None:
        raise AssertionError("the disk was waited for")

    monkeypatch.setattr(os, "fsync", refuse)
    cache.keep("x", 1)
    assert cache.read("x") == 1
