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
from flyers.pipeline.store import Store, StoreError, _record


class Objects:
    """A file system of *objects* by path, which raises *error* when it is asked."""

    def __init__(self, objects: dict[str, bytes], error: Exception | None = None) -> None:
        self.objects, self.error = objects, error

    def cat(self, paths: list[str], on_error: str) -> dict[str, bytes]:
        assert on_error == "omit"
        if self.error:
            raise self.error
        return {path.lstrip("/"): self.objects[path] for path in paths if path in self.objects}

    def pipe_file(self, path: str, data: bytes) -> None:
        if self.error:
            raise self.error
        self.objects[path] = data


def store(objects: dict[str, bytes], error: Exception | None = None) -> Store:
    found = Store("s3://bucket/season/")
    found.__dict__["_place"] = Objects(objects, error), "/season"
    return found


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (OSError(errno.EACCES, "Permission denied"), "Permission denied"),
        (RuntimeError("Wrong key\nand more"), "Wrong key"),
        (RuntimeError("no https://me:secret@host/x?token=secret"), "no https://host/x"),
        (RuntimeError(), "RuntimeError"),
        (RuntimeError("x" * 201), "x" * 200),
    ],
)
def test_a_store_says_why_it_cannot_be_read_or_written(error: Exception, reason: str) -> None:
    hint = (
        "Check its address, your permissions and the network. What was made is there; the next build goes on from it."
    )
    found = store({}, error)
    with pytest.raises(StoreError) as caught:
        found.read(["abc"])
    assert str(caught.value) == f"s3://bucket/season: The store cannot be read ({reason}). {hint}"
    with pytest.raises(StoreError) as caught:
        found.check()
    assert str(caught.value) == f"s3://bucket/season: The store cannot be written ({reason}). {hint}"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_store_that_is_full_says_so(number: int) -> None:
    with pytest.raises(StoreError, match=r"The store is full\. What was made is there"):
        store({}, OSError(number, "")).check()


def test_what_a_store_has_is_read_by_name() -> None:
    found = store({"/season/a": b"1"})
    found.write("b", b"2")
    assert found.read(["a", "b", "c"]) == {"a": b"1", "b": b"2"}
    assert found.read([]) == {}


WHOLE = {"key": "k", "draft": False, "files": {"a.pdf": "0"}, "entry": {"bytes": 1}}


@pytest.mark.parametrize(
    "record",
    [[], {}, *({**WHOLE, name: value} for name, value in {"draft": 0, "files": [], "entry": {}}.items()), "{"],
    ids=str,
)
def test_a_record_counts_if_it_is_whole(record: object) -> None:
    assert _record(json.dumps(WHOLE).encode()) == WHOLE
    assert _record(record.encode() if isinstance(record, str) else json.dumps(record).encode()) == {}


def test_an_address_of_a_store_is_whole_and_has_no_slash_at_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert Store("s3://bucket/season/").shown == "s3://bucket/season"
    assert Store("out").shown == (tmp_path / "out").as_uri()


IDENTITY = "flyers 1.0 abc; reportlab 4; numpy 2"


@pytest.mark.parametrize(
    ("answer", "differs"),
    [
        ("flyers 1.1 abc; reportlab 4; numpy 2", "flyers 1.1 abc"),
        ("flyers 1.0 abc; reportlab 5; numpy 2", "reportlab 5"),
        (f"{IDENTITY}; more 1", "more 1"),
        (ModuleNotFoundError("No module named 'flyers'"), "No module named 'flyers'"),
    ],
)
def test_a_worker_with_another_program_is_named_with_what_differs(
    monkeypatch: pytest.MonkeyPatch, answer: Any, differs: str
) -> None:
    monkeypatch.setattr(cluster, "program", lambda: "1.0 abc")
    monkeypatch.setattr(cluster, "libraries", lambda: "reportlab 4, numpy 2")
    client = SimpleNamespace(run=lambda function, on_error: {"tcp://b": answer, "tcp://a": IDENTITY})
    with pytest.raises(MissingToolError) as caught:
        Cluster("tcp://s:8786")._workers(client)
    assert caught.value.problem == f"The worker tcp://b has another program: {differs}."
    client = SimpleNamespace(run=lambda function, on_error: {"b": IDENTITY, "a": function()})
    assert Cluster("tcp://s:8786")._workers(client) == 2


def test_a_cluster_without_workers_and_a_lost_one_are_said() -> None:
    with pytest.raises(StoppedError, match="The scheduler tcp://s has no workers"):
        Cluster("tcp://s")._workers(SimpleNamespace(run=lambda function, on_error: {}))

    def lost(function: Any, on_error: str) -> None:
        raise OSError("Timed out.\nTrace")

    with pytest.raises(StoppedError, match=r"The scheduler tcp://s is lost \(Timed out\)\. Check that it runs\."):
        Cluster("tcp://s")._workers(SimpleNamespace(run=lost))


@pytest.mark.parametrize("address", ["", "host:8786", "http://host:8786", "tcp://host", "tcp://:8786", "x" * 99])
def test_what_is_no_address_of_a_scheduler_is_refused(address: str) -> None:
    with pytest.raises(UsageError) as caught:
        Cluster(address)._check_address()
    assert caught.value.problem == f"“{address[:80]}” is not the address of a scheduler."
    with pytest.raises(ValueError, match="Port could not be cast"):
        Cluster("tcp://host:x")._check_address()


def test_reasons_are_one_short_line() -> None:
    assert cluster._reason(KeyError()) == "KeyError"
    assert cluster._reason("  No.\nMore.") == "No"
    assert cluster._reason("x" * 161) == "x" * 160


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
    here = Job(Path(), "es", "card", "press", Path())
    asked = Cluster("tcp://s")
    assert asked._outcome(Future(results=[Result(here, size=7)]), 1) == [Result(here, size=7)]
    assert asked._outcome(Future(KilledWorkerError()), 1) is None
    for error, said in (
        (UsageError("No such product."), r"^No such product\.$"),
        (
            ValueError("Broken.\nx"),
            r"^The scheduler tcp://s is lost, or a worker failed \(Broken\)\. What was made is in",
        ),
        (TimeoutError(), r"worker failed \(TimeoutError\)"),
    ):
        with pytest.raises(FlyersError, match=said):
            asked._outcome(Future(error), 1)
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
    options = {"timeout": "3s", "security": None, "set_as_default": False}
    with pytest.raises(KeyError), Cluster("tcp://s", patience=3)._client():
        raise KeyError
    assert asked == [("tcp://s", options), "closed"]
    with (
        pytest.raises(StoppedError, match=r"tcp://none cannot be reached \(refused\)"),
        Cluster("tcp://none")._client(),
    ):
        raise AssertionError
