"""Files and their entries are written atomically, with other builds running too."""

from __future__ import annotations

import errno
import json
import multiprocessing
import os
import resource
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flyers.errors import ExitCode, FileAccessError
from flyers.files import write_whole
from flyers.pipeline import outputs
from flyers.pipeline.plan import Job
from matrix import examples

pytestmark = pytest.mark.slow


def job(output: Path, product: str = "poster") -> Job:
    return Job(Path("campaign"), "es", product, "press", output)


def report(output: Path) -> dict:
    return json.loads((output / "es" / "proof.json").read_text())


def test_a_file_is_written_with_its_entry(tmp_path):
    outputs.write(job(tmp_path), b"%PDF", {"status": "good"})
    assert (tmp_path / "es" / "poster.press.pdf").read_bytes() == b"%PDF"
    assert report(tmp_path)["products"]["poster.press"] == {
        "status": "good",
        "file": "poster.press.pdf",
        "bytes": 4,
        "sha256": outputs.digest(b"%PDF"),
    }


def test_a_report_is_text_that_a_person_can_read_and_compare(tmp_path):
    made_of = outputs.MadeOf({"order": "tarjeta", "campaign": "ab"}, {"ab": {"content/campaign.yaml": "1"}})
    outputs.write(job(tmp_path), b"%PDF", {"status": "good", "title": "¿Órdenes?"}, made_of=made_of)
    assert (
        (tmp_path / "es" / "proof.json").read_text(encoding="utf-8")
        == """\
{
  "schema": 1,
  "language": "es",
  "products": {
    "poster.press": {
      "status": "good",
      "title": "¿Órdenes?",
      "file": "poster.press.pdf",
      "bytes": 4,
      "sha256": "…",
      "made_of": {
        "order": "tarjeta",
        "campaign": "ab"
      }
    }
  },
  "files": {
    "ab": {
      "content/campaign.yaml": "1"
    }
  },
  "words": {}
}
""".replace("…", outputs.digest(b"%PDF"))
    )
    assert outputs.short(b"%PDF") == outputs.digest(b"%PDF")[:32]


def test_other_products_keep_their_entries(tmp_path):
    outputs.write(job(tmp_path, "poster"), b"1", {"status": "good"})
    outputs.write(job(tmp_path, "brochure"), b"2", {"status": "good"})
    assert list(report(tmp_path)["products"]) == ["brochure.press", "poster.press"]


def test_a_failure_keeps_the_last_good_file_and_names_it(tmp_path):
    outputs.write(job(tmp_path), b"good", {"status": "good"})
    outputs.write_failure(job(tmp_path), {"status": "failed"})
    assert job(tmp_path).target.read_bytes() == b"good"
    entry = report(tmp_path)["products"]["poster.press"]
    assert entry["status"] == "failed"
    assert entry["kept"]["sha256"] == outputs.digest(b"good")


def test_a_file_under_its_other_name_is_removed_with_its_entry(tmp_path):
    image = Job(Path("campaign"), "es", "square", "image", tmp_path)
    texts = {path: path.suffixes[0].encode() for path in image.twin.texts}
    outputs.write(image.twin, b"draft", {"status": "good"}, texts)
    draft = report(tmp_path)["products"]["square.image.DRAFT"]
    assert draft["texts"] == {path.name: outputs.digest(text) for path, text in texts.items()}
    outputs.write(image, b"signed", {"status": "good"})
    assert sorted(path.name for path in image.folder.iterdir()) == ["proof.json", "square.image.png"]
    assert list(report(tmp_path)["products"]) == ["square.image"]


def test_a_failure_names_the_file_under_its_other_name(tmp_path):
    outputs.write(job(tmp_path).twin, b"draft", {"status": "good"})
    outputs.write_failure(job(tmp_path), {"status": "failed"})
    kept = {"file": "poster.press.DRAFT.pdf", "bytes": 5, "sha256": outputs.digest(b"draft")}
    assert report(tmp_path)["products"] == {"poster.press.DRAFT": {"status": "failed", "kept": kept}}
    outputs.write_failure(job(tmp_path, "brochure"), {"status": "failed"})
    assert report(tmp_path)["products"]["brochure.press"] == {"status": "failed"}


@pytest.mark.parametrize("rubbish", [b"", b"{", b"[]", b'{"schema": 99, "products": {"x": 1}}', b"\xff", b"null"])
def test_an_unreadable_report_is_rewritten(tmp_path, rubbish):
    (tmp_path / "es").mkdir()
    (tmp_path / "es" / "proof.json").write_bytes(rubbish)
    outputs.write(job(tmp_path), b"1", {})
    assert list(report(tmp_path)["products"]) == ["poster.press"]


def _write_often(output: Path, product: str) -> None:
    for number in range(25):
        outputs.write(job(output, product), f"{product} {number}".encode(), {"status": "good"})


def test_concurrent_builds_lose_no_entry_and_mix_no_file(tmp_path):
    context = multiprocessing.get_context("spawn")
    # Two write the same product, so that file and entry could come from different builds.
    processes = [
        context.Process(target=_write_often, args=(tmp_path, product)) for product in ("poster", "poster", "card")
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
        assert process.exitcode == 0
    entries = report(tmp_path)["products"]
    assert set(entries) == {"poster.press", "card.press"}
    for product in ("poster", "card"):
        assert entries[f"{product}.press"]["sha256"] == outputs.digest(job(tmp_path, product).target.read_bytes())
    assert not list(tmp_path.rglob("*.part"))


def test_a_build_that_is_killed_between_file_and_report_leaves_a_report_that_says_so(tmp_path, monkeypatch):
    outputs.write(job(tmp_path), b"old", {"status": "good"})
    with monkeypatch.context() as patch:
        written = []

        def killed(path: Path, data: bytes) -> None:
            if job(tmp_path).target in written:
                raise KeyboardInterrupt
            written.append(path)
            write_whole(path, data)

        patch.setattr(outputs, "write_whole", killed)
        with pytest.raises(KeyboardInterrupt):
            outputs.write(job(tmp_path), b"new", {"status": "good"})
    assert job(tmp_path).target.read_bytes() == b"new"
    entry = report(tmp_path)["products"]["poster.press"]
    assert (entry["status"], entry["sha256"]) == ("unfinished", outputs.digest(b"new"))
    assert "Build it again" in entry["problem"]
    outputs.write(job(tmp_path), b"new", {"status": "good"})
    assert report(tmp_path)["products"]["poster.press"]["status"] == "good"


SOUND = {
    "status": "good",
    "sha256": "0" * 64,
    "issue": "2026-11",
    "code": "0bad0ba",
    "findings": [{"code": "P1", "severity": "warning", "where": "", "message": "x", "advice": "", "page": 1}],
    "facts": {"smallest_type": 7.0, "most_ink_percent": None},
}


def test_an_entry_as_this_program_writes_it_is_sound(tmp_path):
    outputs.write(job(tmp_path), b"1", SOUND)
    assert outputs.sound_entry(outputs.report_at(tmp_path / "es" / "proof.json"), "poster.press")["code"] == "0bad0ba"
    assert outputs.sound_entry(outputs.report_at(tmp_path / "es" / "proof.json"), "brochure.press") is None
    outputs.write_failure(job(tmp_path), {"status": "failed"})
    assert outputs.sound_entry(outputs.report_at(tmp_path / "es" / "proof.json"), "poster.press")["status"] == "failed"


@pytest.mark.parametrize(
    "wrong",
    [
        *[{name: value for name, value in SOUND.items() if name != gone} for gone in ("status", "issue", "code")],
        *[SOUND | {"status": status} for status in (None, 1, [])],
        *[SOUND | {"findings": findings} for findings in (None, {}, [1], [{"code": "P1"}], "x")],
        *[SOUND | {"facts": facts} for facts in (None, [], {"smallest_type": "x"}, {"most_ink_percent": []})],
        [],
        None,
        "x",
    ],
)
def test_an_entry_that_somebody_else_changed_counts_as_none(tmp_path, wrong):
    (tmp_path / "proof.json").write_text(json.dumps({"schema": 1, "language": "es", "products": {"x": wrong}}))
    assert outputs.sound_entry(outputs.report_at(tmp_path / "proof.json"), "x") is None


STEPS = {
    "open": "os.open",
    "truncate": "os.ftruncate",
    "flush": "os.fsync",
    "rename": "pathlib.Path.replace",
}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(60), deadline=None)
@given(
    before=st.none() | st.binary(max_size=2000),
    after=st.binary(max_size=2000),
    step=st.sampled_from(sorted(STEPS)),
    number=st.sampled_from([errno.ENOSPC, errno.EACCES, errno.EIO, errno.EDQUOT, errno.EROFS]),
)
def test_the_old_file_stays_whole_whichever_step_fails(tmp_path_factory, before, after, step, number):
    folder = tmp_path_factory.mktemp("whole")
    path = folder / "poster.press.pdf"
    if before is not None:
        path.write_bytes(before)

    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(STEPS[step], fail)
        with pytest.raises(FileAccessError) as caught:
            write_whole(path, after)
    assert caught.value.exit_code is ExitCode.FILE_ACCESS
    assert (path.read_bytes() if path.exists() else None) == before
    assert [entry for entry in folder.iterdir() if entry != path] == []


def _write_with_a_file_size_limit(path: Path, answers: multiprocessing.Queue) -> None:
    import signal

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
    try:
        write_whole(path, b"x" * 5000)
    except FileAccessError as error:
        answers.put((int(error.exit_code), str(error)))
    else:
        answers.put((0, ""))


def test_a_write_beyond_the_size_limit_leaves_the_old_file(tmp_path):
    path = tmp_path / "poster.press.pdf"
    path.write_bytes(b"old")
    context = multiprocessing.get_context("spawn")
    answers = context.Queue()
    process = context.Process(target=_write_with_a_file_size_limit, args=(path, answers))
    process.start()
    code, message = answers.get(timeout=60)
    process.join(60)
    assert code == ExitCode.FILE_ACCESS
    assert "unchanged" in message
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_in_place_of_the_output_folder_is_reported(tmp_path):
    (tmp_path / "output").write_text("not a folder")
    with pytest.raises(FileAccessError, match="--output"):
        outputs.write(job(tmp_path / "output"), b"1", {})
    assert (tmp_path / "output").read_text() == "not a folder"
