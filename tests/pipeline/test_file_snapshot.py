"""Which files are the same as those that another build has read: by their states, or by their content."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from flyers.file_states import YOUNGEST, FileState
from flyers.pipeline import build_record, file_snapshot
from flyers.pipeline.file_snapshot import FileSnapshot, roots_of
from flyers.pipeline.outputs import checksum_of, digest

FORMER = 100 * YOUNGEST
TRUSTED = FORMER - YOUNGEST
"""The former build began at `FORMER`; of what has changed since `TRUSTED` it may have read another state."""
NOW = 200 * YOUNGEST
WORDS = b"words"

INODE = 300 * YOUNGEST
"""The number of a file says nothing of its age."""

OLD: FileState = (5, TRUSTED - 1, TRUSTED - 2, INODE)
YOUNG: FileState = (5, TRUSTED - 9, TRUSTED, INODE)
TOUCHED: FileState = (5, FORMER + 1, FORMER + 1, INODE)
LONGER: FileState = (6, FORMER + 1, FORMER + 1, INODE)
NEWLY_WRITTEN: FileState = (5, TRUSTED, TRUSTED - 9, INODE)
FOLDER, YOUNG_FOLDER, NEW_FOLDER, TOUCHED_FOLDER = ((-1, *one[1:]) for one in (OLD, YOUNG, NEWLY_WRITTEN, TOUCHED))
EMPTY, TOUCHED_EMPTY = ((0, *one[1:]) for one in (OLD, TOUCHED))
LARGE: FileState = (400_000, FORMER + 1, FORMER + 1, INODE)
LARGER: FileState = (400_001, FORMER + 1, FORMER + 1, INODE)
JUST_WRITTEN: FileState = (5, NOW - YOUNGEST, 0, INODE)
WRITTEN_BEFORE: FileState = (5, NOW - YOUNGEST - 1, 0, INODE)
RIGHT, WRONG, NONE = digest(WORDS), digest(b"others"), ""


@pytest.mark.parametrize(
    ("before", "now", "checksum", "same", "trusted"),
    [
        (OLD, OLD, NONE, True, True),
        (OLD, OLD, WRONG, True, True),
        (YOUNG, YOUNG, RIGHT, True, False),
        (YOUNG, YOUNG, WRONG, False, False),
        (YOUNG, YOUNG, NONE, False, False),
        (OLD, TOUCHED, RIGHT, True, False),
        (OLD, TOUCHED, WRONG, False, False),
        (OLD, TOUCHED, NONE, False, False),
        (OLD, LONGER, RIGHT, False, False),
        (LARGE, LARGE, RIGHT, True, False),
        (LARGER, LARGER, RIGHT, False, False),
        (FOLDER, TOUCHED_FOLDER, NONE, True, False),
        (FOLDER, FOLDER, NONE, True, True),
        (YOUNG_FOLDER, YOUNG_FOLDER, NONE, False, False),
        (YOUNG_FOLDER, TOUCHED_FOLDER, NONE, False, False),
        (NEW_FOLDER, TOUCHED_FOLDER, NONE, False, False),
        (NEWLY_WRITTEN, NEWLY_WRITTEN, RIGHT, True, False),
        (EMPTY, TOUCHED_EMPTY, RIGHT, True, False),
        (EMPTY, TOUCHED_EMPTY, NONE, False, False),
        (EMPTY, TOUCHED_FOLDER, NONE, False, False),
        (OLD, TOUCHED_FOLDER, RIGHT, False, False),
        (FOLDER, TOUCHED, RIGHT, False, False),
        (None, OLD, NONE, False, True),
        (OLD, None, RIGHT, False, True),
    ],
)
def test_a_file_is_the_same_by_its_state_if_that_is_old_and_else_by_its_content(
    tmp_path: Path, before: FileState | None, now: FileState | None, checksum: str, same: bool, trusted: bool
) -> None:
    path = tmp_path / "contacts.yaml"
    path.write_bytes(WORDS)
    known = told({} if before is None else {str(path): list(before)}, {str(path): checksum} if checksum else {})
    snapshot = FileSnapshot(NOW, ["a"], {} if now is None else {str(path): now})
    assert list(snapshot.differences(known)) == ([] if same else [str(path)])
    assert snapshot.all_trusted is trusted
    if same and trusted:
        assert snapshot.checksums == ({str(path): checksum} if checksum else {}), "what was known is known again"


def told(inputs: dict[str, Any], checksums: dict[str, str]) -> dict[str, Any]:
    return {"moment": FORMER, "roots": ["a"], "inputs": inputs, "checksums": checksums}


@pytest.mark.parametrize(
    ("now", "unread", "same"),
    [(JUST_WRITTEN, True, True), (JUST_WRITTEN, False, False), (WRITTEN_BEFORE, False, True)],
)
def test_what_was_written_since_it_was_read_is_not_the_same(
    tmp_path: Path, now: FileState, unread: bool, same: bool
) -> None:
    path = tmp_path / "contacts.yaml"
    path.write_bytes(WORDS)
    snapshot = FileSnapshot(NOW, [], {str(path): now}, unread=unread)
    assert (list(snapshot.differences(told({str(path): OLD}, {str(path): RIGHT}))) == []) is same


def test_a_checksum_that_is_known_is_not_worked_out_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_snapshot, "checksum_of", None)
    snapshot = FileSnapshot(NOW, [], {"a": TOUCHED, "b": OLD}, checksums={"a": RIGHT, "b": RIGHT})
    known = told({"a": OLD, "b": OLD}, {"a": RIGHT, "b": WRONG})
    assert list(snapshot.differences(known)) == []
    assert snapshot.plain(all_checksums=True)["checksums"] == {"a": RIGHT, "b": RIGHT}


def test_files_are_looked_at_in_the_folders_of_a_campaign_and_the_young_ones_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("content/a.yaml", "translations/es/flyers.po", "translations/es/manifests/x.json", "output/a.pdf"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(name.encode())
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts" / "large.ttf").write_bytes(bytes(400_001))
    a, po, font = (str(tmp_path / name) for name in ("content/a.yaml", "translations/es/flyers.po", "fonts/large.ttf"))
    written = (tmp_path / "content" / "a.yaml").stat().st_mtime_ns
    snapshot = FileSnapshot.at(written, [str(tmp_path)])
    assert sorted(path for path, (size, *_) in snapshot.inputs.items() if size >= 0) == [a, font, po]
    assert snapshot.checksums == {path: checksum_of(Path(path)) for path in (a, po)}
    assert FileSnapshot.at(written, [str(tmp_path)], unread=False).checksums == {}
    later = FileSnapshot.at(written + 10 * 60 * 1_000_000_000, [str(tmp_path)], unread=False)
    assert later.checksums == {}
    assert later.plain(all_checksums=False)["checksums"] == {}
    plain = later.plain(all_checksums=True)
    assert plain["checksums"] == snapshot.checksums
    assert (plain["moment"], plain["roots"], plain["inputs"]) == (later.moment, [str(tmp_path)], dict(later.inputs))
    assert not snapshot.has_changed
    (tmp_path / "content" / "b.yaml").write_bytes(b"")
    assert snapshot.has_changed
    assert FileSnapshot.at(written, [str(tmp_path)]).inputs == snapshot.inputs, "with the same moment it looks once"


def test_a_campaign_is_built_from_its_layers_and_the_starter_campaign(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_snapshot, "starter_folder", lambda: tmp_path / "starter")
    own, starter = str(tmp_path / "own"), str(tmp_path / "starter")
    assert roots_of([tmp_path / "own"]) == roots_of([tmp_path / "own", tmp_path / "starter"]) == [own, starter]
    monkeypatch.chdir(tmp_path)
    assert roots_of([Path("own")]) == [own, starter]


@pytest.mark.parametrize(
    ("before", "now", "checksum", "same", "trusted"),
    [
        (OLD, OLD, WRONG, True, True),
        (YOUNG, YOUNG, WRONG, False, False),
        (YOUNG, YOUNG, RIGHT, True, False),
        (OLD, TOUCHED, RIGHT, True, False),
        (TOUCHED, OLD, WRONG, False, False),
        (LONGER, OLD, RIGHT, True, False),
    ],
)
def test_a_finished_file_is_the_same_by_its_state_if_that_is_old_and_else_by_its_content(
    tmp_path: Path, before: FileState, now: FileState, checksum: str, same: bool, trusted: bool
) -> None:
    path = tmp_path / "card.press.pdf"
    path.write_bytes(WORDS)
    outputs = build_record._Outputs({}, TRUSTED)
    assert outputs._is_same(str(path), before, now, checksum) is same
    assert outputs.all_trusted is trusted


@pytest.mark.parametrize(
    ("path", "group"),
    [
        ("translations/zh_Hans/LC_MESSAGES/flyers.po", "zh-Hans"),
        ("translations/es/signoff.yaml", "es"),
        ("translations/languages.yaml", build_record._EVERYTHING),
        ("translations/notes/a.txt", build_record._EVERYTHING),
        ("content/es/LC_MESSAGES/flyers.po", build_record._EVERYTHING),
    ],
)
def test_a_file_in_the_folder_of_a_language_concerns_that_language(path: str, group: str) -> None:
    folders = [
        "translations/es",
        "translations/es/LC_MESSAGES",
        "translations/zh_Hans/LC_MESSAGES",
        "translations/notes",
    ]
    inputs = {f"/base/{folder}": FOLDER for folder in folders}
    record: Any = object.__new__(build_record.BuildRecord)
    record.snapshot = FileSnapshot(NOW, ["/own", "/base"], inputs)
    assert record._group(f"/base/{path}") == group
    assert record._group(f"/own/{path}") == build_record._EVERYTHING
