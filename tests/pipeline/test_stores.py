"""What is put into a store and found there again, and how a cluster is reached and asked: no file is built, no network."""

from __future__ import annotations

import hashlib
import json
import socket
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from flyers.errors import ContentError, FlyersError, StoppedError
from flyers.files import DATE_VARIABLE
from flyers.pipeline import outputs, scale
from flyers.pipeline.outputs import Result
from flyers.pipeline.plan import Job
from flyers.pipeline.scale import Cluster, StoreError, StoreMaker, make_batch

JOB = Job(Path("c"), "es", "card", "press", Path("out"))
IMAGE = replace(JOB, product="square", edition="image")


# -- a store ------------------------------------------------------------------------------------------------------------


class Made:
    """Makes files of a few bytes in the place of `Maker`, and notes which."""

    def __init__(self, *, force: bool) -> None:
        assert force, "whether it is there is asked of the store"
        self.jobs: list[Job] = []
        self.turned: list[Job] = []
        self.error: FlyersError | None = None

    def turn_to(self, job: Job) -> None:
        self.turned.append(job)

    def __call__(self, job: Job) -> Result:
        self.jobs.append(job)
        assert job.output != JOB.output
        if self.error:
            return Result(job, error=self.error)
        made = replace(job, marked_draft=not job.is_image)
        made.folder.mkdir()
        for path in (made.target, *made.texts):
            path.write_bytes(path.name.encode())
        entry = {"status": "good", "bytes": 7, "warnings": ["draft"]}
        report = {"schema": outputs.SCHEMA, "products": {made.key: entry}}
        (made.folder / outputs.REPORT).write_text(json.dumps(report), encoding="utf-8")
        return Result(made, size=7, warnings=("draft",), key="today")


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """The objects of the store, by name."""
    objects: dict[str, bytes] = {}

    class Objects:
        def __init__(self, address: str) -> None:
            assert address == "s3://bucket"

        def write(self, name: str, data: bytes) -> None:
            objects[name] = data

        def read(self, name: str) -> bytes:
            return objects.get(name, b"")

    monkeypatch.setattr(scale, "Store", Objects)
    monkeypatch.setattr(scale, "Maker", Made)
    monkeypatch.setattr(scale, "open_session", lambda folder: SimpleNamespace(campaign=SimpleNamespace(id="maine")))
    monkeypatch.setattr(scale, "made_of", lambda job, session: SimpleNamespace(key="today"))
    return objects


def test_a_store_has_a_file_with_its_record_and_is_not_given_it_again(store: dict[str, bytes]) -> None:
    make: Any = StoreMaker("s3://bucket")
    result = make(JOB)
    assert (result.job.output, result.job.marked_draft, result.current) == (JOB.output, True, False)
    name = "maine/es/card.press.DRAFT.pdf"
    assert list(store) == [name, "maine/es/card.press.json"]
    assert json.loads(store["maine/es/card.press.json"]) == {
        "key": "today",
        "draft": True,
        "files": {name: hashlib.sha256(store[name]).hexdigest()},
        "entry": {"status": "good", "bytes": 7, "warnings": ["draft"]},
    }
    again = make(JOB)
    assert again == replace(result, current=True)
    assert again.job.marked_draft
    assert len(make._make.jobs) == 1
    assert make._make.turned == [JOB, JOB]
    forced: Any = StoreMaker("s3://bucket", True)
    assert not forced(JOB).current
    assert len(forced._make.jobs) == 1


def test_an_image_has_its_words_in_the_store(store: dict[str, bytes]) -> None:
    make: Any = StoreMaker("s3://bucket")
    make(IMAGE)
    names = [f"maine/es/square.image{ending}" for ending in (".png", ".alt.txt", ".txt", ".json")]
    assert list(store) == names
    assert make(IMAGE).current
    store[names[2]] = b"Call"
    assert not make(IMAGE).current


@pytest.mark.parametrize("fault", ["another key", "another file", "no file", "no record", "no JSON"])
def test_what_is_not_in_the_store_as_it_is_made_today_is_made_again(store: dict[str, bytes], fault: str) -> None:
    make: Any = StoreMaker("s3://bucket")
    make(JOB)
    file, record = store
    if fault == "another key":
        store[record] = store[record].replace(b"today", b"yesterday")
    elif fault == "another file":
        store[file] += b" "
    elif fault == "no JSON":
        store[record] = b"{"
    else:
        del store[file if fault == "no file" else record]
    assert not make(JOB).current
    assert make(JOB).current


def test_what_fails_is_not_put_into_the_store(store: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    make: Any = StoreMaker("s3://bucket")
    make._make.error = ContentError("It is broken.")
    monkeypatch.setattr(scale, "made_of", lambda job, session: (_ for _ in ()).throw(make._make.error))
    result = make(JOB)
    assert (result.error, result.job, store) == (make._make.error, JOB, {})


def test_a_store_that_cannot_be_read_ends_the_build(store: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    def read(name: str) -> bytes:
        raise StoreError("No.")

    make: Any = StoreMaker("s3://bucket")
    make._store.read = read
    with pytest.raises(StoreError):
        make(JOB)
    assert make._make.jobs == []


# -- a cluster ----------------------------------------------------------------------------------------------------------

distributed = pytest.importorskip("distributed", reason="needs the extra “scale”")


class Client:
    """A client of a cluster with two workers that does at once what is submitted; it kills who makes a poster."""

    loop = None

    def __init__(self, address: str = "", **options: Any) -> None:
        self.address, self.options, self.closed = address, options, False
        self.batches: list[list[str]] = []

    def run(self, function: Any, on_error: str) -> dict[str, str]:
        return {"a": function(), "b": function()}

    def submit(self, function: Any, *arguments: Any, **options: Any) -> Any:
        future: Future[Any] = Future()
        if function is bytes:
            assert options == {"pure": False}
            return arguments[0]
        assert (function, options) == (make_batch, {"retries": 2, "pure": False})
        _, store, force, date, jobs = arguments
        assert (store, force, date) == ("s3://bucket", True, "7")
        assert {job.campaign for job in jobs} == {Path()}
        self.batches.append([job.product for job in jobs])
        if "poster" in self.batches[-1]:
            future.set_exception(distributed.KilledWorker("make", SimpleNamespace(address="a"), 0))
        else:
            future.set_result([Result(job) for job in jobs])
        return future

    def close(self, timeout: int) -> None:
        self.closed = True


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Client:
    """The client that is connected, at an address where somebody listens."""
    one = Client()
    reached: list[Any] = []

    def connect(address: str, **options: Any) -> Client:
        one.address, one.options = address, {**options, "reached": reached}
        return one

    def create_connection(place: tuple[str, int], timeout: float) -> Any:
        reached.append((place, timeout))
        return SimpleNamespace(close=lambda: None)

    monkeypatch.setattr(socket, "create_connection", create_connection)
    monkeypatch.setattr(distributed, "Client", connect)
    monkeypatch.setattr(distributed, "as_completed", lambda futures, loop: iter(futures))
    monkeypatch.setenv(DATE_VARIABLE, "7")
    return one


def asked(cluster: Cluster, jobs: list[Job]) -> Iterator[tuple[int, Result]]:
    return cluster.iter_results(jobs, "s3://bucket", force=True)


def test_who_kills_workers_is_found_by_asking_for_one_after_the_other(client: Client, tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "campaign.yaml").touch()
    products = ["card", "tent", "poster", "sticker"] * 4
    jobs = [replace(JOB, campaign=tmp_path, product=product) for product in products]
    results = dict(asked(Cluster("tcp://host"), jobs))
    assert list(client.batches[:8]) == [["card", "tent"], ["poster", "sticker"]] * 4
    assert client.batches[8:] == [["poster"], ["sticker"]] * 4
    assert sorted(results) == list(range(16))
    assert [results[number].job.campaign for number in range(16)] == [tmp_path] * 16
    errors = {jobs[number].product: result.error for number, result in results.items()}
    assert (errors["card"], errors["sticker"], type(errors["poster"])) == (None, None, StoppedError)
    assert "Every worker that made this file was killed" in str(errors["poster"])
    assert client.closed


@pytest.mark.parametrize(
    ("cluster", "place", "security"),
    [
        (Cluster("tcp://host:9000"), ("host", 9000), False),
        (Cluster("tls://host", ca="a.pem", cert="b.pem", key="c.pem"), ("host", 8786), True),
        (Cluster("tls://host"), ("host", 8786), False),
    ],
)
def test_a_scheduler_is_reached_at_its_address(
    client: Client, tmp_path: Path, cluster: Cluster, place: tuple[str, int], security: bool
) -> None:
    with cluster._client() as connected:
        assert connected is client
    assert client.address == cluster.scheduler
    assert client.options["reached"] == [(place, 10.0)]
    assert (client.options["timeout"], client.options["set_as_default"]) == (10.0, False)
    assert ("security" in client.options) is security
    if security:
        found = client.options["security"]
        assert (found.tls_ca_file, found.tls_client_cert, found.tls_client_key) == ("a.pem", "b.pem", "c.pem")
        assert found.require_encryption
    assert client.closed


def test_a_scheduler_that_is_lost_is_told_without_secrets_and_our_errors_as_they_are(client: Client) -> None:
    with pytest.raises(StoppedError) as caught, Cluster("tcp://host")._client():
        raise RuntimeError("gone: tcp://me:secret@host")
    assert caught.value.problem == ("The scheduler tcp://host is lost, or a worker failed (gone: tcp://host).")
    with pytest.raises(ContentError), Cluster("tcp://host")._client():
        raise ContentError("It is broken.")
