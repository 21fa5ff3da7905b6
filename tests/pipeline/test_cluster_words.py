"""What a store and a cluster say when something is wrong, and how jobs are parted into tasks: no network, no process."""

from __future__ import annotations

import contextlib
import errno
import json
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from flyers.errors import FlyersError, MissingToolError, StoppedError, UsageError
from flyers.pipeline import cluster
from flyers.pipeline.cluster import Cluster
from flyers.pipeline.plan import Job
from flyers.pipeline.report import Result
from flyers.pipeline.store import Store, StoredFile, StoreError

RECORD = {"name": "es/card.pdf", "sha256": "0", "size": 4, "path": "files/00/0.pdf", "texts": {}, "entry": {"a": 1}}


class Objects:
    """A file system of *objects* by path, which raises *error* when it is asked."""

    protocol = ("fake",)

    def __init__(self, objects: dict[str, Any], error: Exception | None = None) -> None:
        self.objects, self.error = objects, error

    def cat(self, paths: list[str], on_error: str) -> dict[str, bytes]:
        assert on_error == "omit"
        return {path.lstrip("/"): self.cat_file(path) for path in paths if self.error or path in self.objects}

    def cat_file(self, path: str) -> bytes:
        if self.error:
            raise self.error
        found = self.objects.get(path)
        if found is None:
            raise FileNotFoundError(path)
        return found if isinstance(found, bytes) else json.dumps(found).encode()

    def info(self, path: str) -> dict[str, int]:
        return {"size": len(self.cat_file(path))}

    def pipe_file(self, path: str, data: bytes) -> None:
        if self.error:
            raise self.error
        self.objects[path] = data


def store(objects: dict[str, Any], error: Exception | None = None) -> Store:
    found = Store("fake://bucket/season/")
    found.__dict__["_place"] = Objects(objects, error), "/season"
    return found


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (OSError(errno.EACCES, "Permission denied"), "Permission denied"),
        (RuntimeError("Wrong key\nand more"), "Wrong key"),
        (RuntimeError(), "RuntimeError"),
        (RuntimeError("x" * 201), "x" * 200),
    ],
)
def test_a_store_says_why_it_cannot_be_read_or_written(error: Exception, reason: str) -> None:
    found = store({}, error)

    def said(act: Any, *arguments: Any) -> str:
        with pytest.raises(StoreError) as caught:
            act(*arguments)
        return str(caught.value)

    hint = (
        "Check its address, your permissions and the network. What was made is there; the next build goes on from it."
    )
    for act, arguments in (
        (found.records, [["abc"]]),
        (found._has, [StoredFile(**RECORD)]),
        (found.write_index, ["maine", {}]),
    ):
        assert said(act, *arguments) == f"fake://bucket/season: The store cannot be read ({reason}). {hint}"
    assert said(found.check) == f"fake://bucket/season: The store cannot be written ({reason}). {hint}"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_store_that_is_full_says_so(number: int) -> None:
    with pytest.raises(StoreError, match=r"The store is full\. What was made is there"):
        store({}, OSError(number, "")).check()


@pytest.mark.parametrize(
    ("record", "file", "known"),
    [
        ({"schema": 1, **RECORD}, b"%PDF", True),
        ({"schema": 2, **RECORD}, b"%PDF", False),
        (RECORD, b"%PDF", False),
        ({"schema": 1, **RECORD}, b"%PD", False),
        ({"schema": 1, **RECORD}, None, False),
        ({"schema": 1, **RECORD, "more": 1}, b"%PDF", False),
        ({"schema": 1, "name": "es/card.pdf"}, b"%PDF", False),
        ([], b"%PDF", False),
        (b"{", b"%PDF", False),
        (None, b"%PDF", False),
    ],
    ids=str,
)
def test_a_record_counts_if_it_is_whole_and_its_file_is_there(record: Any, file: Any, known: bool) -> None:
    found = store({"/season/made/ab/abc.json": record, "/season/files/00/0.pdf": file})
    if record is None:
        del found._place[0].objects["/season/made/ab/abc.json"]
    assert found.records(["abc", "none"]) == ({"abc": StoredFile(**RECORD)} if known else {})
    assert found.records([]) == {}


@pytest.mark.parametrize("before", [None, b"{", b"[]", {"schema": 1, "files": []}, {"schema": 1, "files": {"b": {}}}])
def test_an_index_keeps_what_it_had_and_is_sorted(before: Any) -> None:
    found = store({"/season/index/maine.json": before})
    found.write_index("maine", {"c": {"size": 1}, "a": {}})
    index = json.loads(found._place[0].objects["/season/index/maine.json"])
    kept = {"b": {}} if isinstance(before, dict) and before["files"] else {}
    assert index == {"schema": 1, "files": {"a": {}, **kept, "c": {"size": 1}}}
    assert list(index["files"]) == sorted(index["files"])


def test_an_address_of_a_store_is_whole_and_has_no_slash_at_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert Store("s3://bucket/season/").address == "s3://bucket/season"
    assert Store("out").address == (tmp_path / "out").as_uri()


IDENTITY = "flyers 1.0 abc; reportlab 4, numpy 2"


@pytest.mark.parametrize(
    ("answer", "differs"),
    [
        ("flyers 1.1 abc; reportlab 4, numpy 2", "flyers 1.1 abc there, flyers 1.0 abc here"),
        ("flyers 1.0 abc; reportlab 5, numpy 2", "reportlab 5 there, reportlab 4 here"),
        (f"{IDENTITY}, more 1", f"{IDENTITY}, more 1"),
        (ModuleNotFoundError("No module named 'flyers'"), "ModuleNotFoundError: No module named 'flyers'"),
    ],
)
def test_a_worker_with_another_program_is_named_with_what_differs(
    monkeypatch: pytest.MonkeyPatch, answer: Any, differs: str
) -> None:
    monkeypatch.setattr(cluster, "program", lambda: "1.0 abc")
    monkeypatch.setattr(cluster, "libraries", lambda: "reportlab 4, numpy 2")
    client = SimpleNamespace(run=lambda function, on_error: {"tcp://b": answer, "tcp://a": IDENTITY})
    with pytest.raises(MissingToolError) as caught:
        cluster._checked_workers(client, "tcp://s:8786")
    assert caught.value.problem == f"The worker tcp://b has another program: {differs}."
    client = SimpleNamespace(run=lambda function, on_error: {"b": IDENTITY, "a": function()})
    assert cluster._checked_workers(client, "tcp://s:8786") == 2


def test_a_cluster_without_workers_and_a_lost_one_are_said() -> None:
    with pytest.raises(StoppedError, match="The scheduler tcp://s has no workers"):
        cluster._checked_workers(SimpleNamespace(run=lambda function, on_error: {}), "tcp://s")

    def lost(function: Any, on_error: str) -> None:
        raise OSError("Timed out.\nTrace")

    with pytest.raises(StoppedError, match=r"The scheduler tcp://s is lost \(Timed out\)\. Check that it runs\."):
        cluster._checked_workers(SimpleNamespace(run=lost), "tcp://s")


@pytest.mark.parametrize("address", ["", "host:8786", "http://host:8786", "tcp://host", "tcp://:8786", "x" * 99])
def test_what_is_no_address_of_a_scheduler_is_refused(address: str) -> None:
    with pytest.raises(UsageError) as caught:
        Cluster(address)._check_address()
    assert caught.value.problem == f"“{address[:80]}” is not the address of a scheduler."
    with pytest.raises(StoppedError, match=r"tcp://host:x cannot be reached \(Port could not be cast"):
        Cluster("tcp://host:x")._check_address()


def test_reasons_are_one_short_line() -> None:
    assert cluster._first_line(KeyError()) == "KeyError"
    assert cluster._first_line("  No.\nMore.") == "No"
    assert cluster._first_line("x" * 161) == "x" * 160


@pytest.mark.parametrize(
    ("jobs", "workers", "sizes"), [(1, 1, [1]), (8, 1, [2] * 4), (9, 2, [1] * 9), (1000, 1, [50] * 20), (3, 9, [1] * 3)]
)
def test_a_task_has_one_language_and_leaves_work_for_all(jobs: int, workers: int, sizes: list[int]) -> None:
    run = object.__new__(cluster._Run)
    run._jobs = [Job(Path(), "es", f"p{number}", "press", Path()) for number in range(jobs)]
    assert [len(batch) for batch in run._planned(workers)] == sizes
    run._jobs = [Job(Path(), f"l{number % 3}", f"p{number}", "press", Path()) for number in range(jobs)]
    batches = list(run._planned(workers))
    assert sorted(index for batch in batches for index in batch) == list(range(jobs))
    assert all(len({index % 3 for index in batch}) == 1 for batch in batches)


class Future:
    status = "finished"

    def __init__(self, error: object = None, results: list[Any] | None = None) -> None:
        self._error, self._results = error, results

    def exception(self, timeout: float | None) -> object:
        if isinstance(self._error, TimeoutError):
            raise self._error
        return self._error

    def result(self) -> list[Any] | None:
        return self._results


class KilledWorkerError(Exception):
    """Stands for Dask's, whose library takes a second to load."""


def test_the_outcome_of_a_task_is_its_results_or_why_there_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", SimpleNamespace(KilledWorker=KilledWorkerError))
    here, there = (Job(Path(name), "es", "card", "press", Path()) for name in ("here", "there"))
    run = object.__new__(cluster._Run)
    run._jobs, run._scheduler = [here, here], "tcp://s"
    (result,) = run._results_of(Future(results=[Result(there, size=7)]), [1]) or []
    assert (result.job, result.size) == (here, 7)
    assert run._results_of(Future(KilledWorkerError()), [1]) is None
    for error, said in (
        (UsageError("No such product."), r"^No such product\.$"),
        (
            ValueError("Broken.\nx"),
            r"^The scheduler tcp://s is lost, or a worker failed \(Broken\)\. What was made is in",
        ),
        (TimeoutError(), r"worker failed \(TimeoutError\)"),
    ):
        with pytest.raises(FlyersError, match=said):
            run._results_of(Future(error), [1])
    given_up = cluster._given_up(here)
    assert str(given_up.error).startswith("card → es: Every worker that made this file was killed.")


def test_the_connection_to_a_cluster_is_closed_whatever_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []

    class Client:
        def __init__(self, address: str, **options: Any) -> None:
            if address == "tcp://none":
                raise OSError("refused")
            asked.append((address, options))

        def close(self, timeout: float) -> None:
            asked.append("closed")
            raise OSError("it is gone")

    def configured(options: dict[str, Any]) -> Any:
        return contextlib.nullcontext()

    monkeypatch.setitem(sys.modules, "dask", SimpleNamespace(config=SimpleNamespace(set=configured)))
    monkeypatch.setitem(sys.modules, "distributed", SimpleNamespace(Client=Client))
    monkeypatch.setattr(Cluster, "_check_address", lambda self: None)
    monkeypatch.setattr(Cluster, "_security", lambda self: None)
    options = {"timeout": "3s", "security": None, "set_as_default": False}
    with pytest.raises(KeyError), Cluster("tcp://s", patience=3)._client():
        raise KeyError
    assert asked == [("tcp://s", options), "closed"]
    with (
        pytest.raises(StoppedError, match=r"tcp://none cannot be reached \(refused\)"),
        Cluster("tcp://none")._client(),
    ):
        raise AssertionError
