"""What a store and a cluster say when something is wrong, and how jobs are parted into tasks: no network, no process."""

from __future__ import annotations

import errno
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from flyers.errors import MissingToolError, StoppedError, UsageError
from flyers.pipeline import scale
from flyers.pipeline.scale import Cluster, Store, StoreError, _workers


class Objects:
    """A file system of *objects* by path, which raises *error* when it is asked."""

    def __init__(self, objects: dict[str, bytes], error: Exception | None = None) -> None:
        self.objects, self.error = objects, error

    def cat_file(self, path: str) -> bytes:
        if self.error:
            raise self.error
        if path not in self.objects:
            raise FileNotFoundError(path)
        return self.objects[path]

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
        found.read("abc")
    assert str(caught.value) == f"s3://bucket/season: The store cannot be read ({reason}). {hint}"
    with pytest.raises(StoreError) as caught:
        found.write("abc", b"")
    assert str(caught.value) == f"s3://bucket/season: The store cannot be written ({reason}). {hint}"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_store_that_is_full_says_so(number: int) -> None:
    with pytest.raises(StoreError, match=r"The store is full\. What was made is there"):
        store({}, OSError(number, "")).write("a", b"")


def test_what_a_store_has_is_read_by_name() -> None:
    found = store({"/season/a": b"1"})
    found.write("b", b"2")
    assert [found.read(name) for name in "abc"] == [b"1", b"2", b""]


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
    monkeypatch.setattr(scale, "program", lambda: "1.0 abc")
    monkeypatch.setattr(scale, "libraries", lambda: "reportlab 4, numpy 2")
    client = SimpleNamespace(run=lambda function, on_error: {"tcp://b": answer, "tcp://a": IDENTITY})
    with pytest.raises(MissingToolError) as caught:
        _workers(client)
    assert caught.value.problem == f"The worker tcp://b has another program: {differs}."
    client = SimpleNamespace(run=lambda function, on_error: {"b": IDENTITY, "a": function()})
    assert _workers(client) == 2


def test_a_cluster_without_workers_is_said() -> None:
    with pytest.raises(StoppedError, match="The scheduler has no workers"):
        _workers(SimpleNamespace(run=lambda function, on_error: {}))


@pytest.mark.parametrize("address", ["", "host:8786", "http://host:8786", "tcp://:8786", "x" * 99])
def test_what_is_no_address_of_a_scheduler_is_refused(address: str) -> None:
    with pytest.raises(UsageError) as caught:
        next(Cluster(address).iter_results([], ""))
    assert caught.value.problem == f"“{address[:80]}” is not the address of a scheduler."


def test_reasons_are_one_short_line() -> None:
    assert scale._reason(KeyError()) == "KeyError"
    assert scale._reason("  No.\nMore.") == "No"
    assert scale._reason("x" * 161) == "x" * 160


def test_without_the_extra_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(MissingToolError, match="from the extra “scale”") as caught:
        next(Cluster("tcp://host").iter_results([], ""))
    assert "[scale]" in caught.value.hint
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(
        MissingToolError, match=r"The store s3://bucket needs a library that is not installed \("
    ) as caught:
        Store("s3://bucket").read("a")
    assert caught.value.hint.endswith("(gs:// needs gcsfs, az:// adlfs.)")
    assert "[scale]" in caught.value.hint
