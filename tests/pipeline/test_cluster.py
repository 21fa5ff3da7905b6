"""Stores of objects and Dask clusters: all files, the same bytes, and none twice, even if workers are killed."""

from __future__ import annotations

import io
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest

from flyers.cli.main import main
from flyers.errors import ExitCode, MissingToolError, StoppedError
from flyers.pipeline import processes, scale
from flyers.pipeline.outputs import Result
from flyers.pipeline.plan import Job, plan
from flyers.pipeline.scale import Cluster, Store, StoreError, StoreMaker, packed
from flyers.pipeline.workers import iter_results, run
from own_campaigns import OF_ITS_OWN, written

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]

fsspec = pytest.importorskip("fsspec", reason="needs the extra “scale”")
distributed = pytest.importorskip("distributed", reason="needs the extra “scale”")

EPOCH = "1767225600"


@pytest.fixture(autouse=True)
def one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A coalition's campaign on that of its network, which is built on the starter campaign."""
    folder = tmp_path_factory.mktemp("campaigns")
    for name, base in (("network", "starter"), ("maine", "../network")):
        about = f'campaign:\n  id: {name}\n  base: {base}\n  issue: "2026-12"\n  languages: [en, es, ar]\n'
        written(folder / name, {**OF_ITS_OWN, "content/campaign.yaml": about})
    return folder / "maine"


@pytest.fixture(scope="module")
def wanted(small: Path) -> list[Job]:
    return plan(small, ["en", "es", "ar"], ["wallet-card", "self-card"], ["press", "screen"], output=Path())


@pytest.fixture(scope="module")
def digests(wanted: list[Job], tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The checksums of the files as this machine makes them, by name."""
    os.environ["SOURCE_DATE_EPOCH"] = EPOCH
    folder = tmp_path_factory.mktemp("here")
    results = run([replace(job, output=folder) for job in wanted], workers=1)
    assert all(result.good for result in results)
    return {
        one.job.target.relative_to(folder).as_posix(): sha256(one.job.target.read_bytes()).hexdigest()
        for one in results
    }


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The scheduler of a cluster on this machine, with two workers that are processes."""
    os.environ["SOURCE_DATE_EPOCH"] = EPOCH
    with distributed.LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address=None,
        local_directory=str(tmp_path_factory.mktemp("dask")),
        silence_logs=50,
    ) as local:
        yield local.scheduler_address


def good(results: dict[int, Result]) -> dict[int, Result]:
    assert [str(one.error) for one in results.values() if one.error] == []
    return results


def files_in(store: Path) -> dict[str, str]:
    """Return the checksums of the files of the campaign in a folder that is a store, by name."""
    return {
        path.relative_to(store / "maine").as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in (store / "maine").rglob("*.pdf")
    }


# -- stores ------------------------------------------------------------------------------------------------------------


def test_a_store_has_every_file_and_the_second_run_makes_none(
    wanted: list[Job], digests: dict[str, str], tmp_path: Path
) -> None:
    maker = partial(StoreMaker, tmp_path.as_uri())
    assert not any(result.current for result in good(dict(iter_results(wanted, workers=1, maker=maker))).values())
    assert files_in(tmp_path) == digests
    again = good(dict(iter_results(wanted, workers=1, maker=maker)))
    assert all(result.current for result in again.values())
    assert {result.job.target.as_posix() for result in again.values()} == digests.keys()
    assert files_in(tmp_path) == digests


def test_what_was_deleted_cut_or_altered_is_made_again(
    wanted: list[Job], digests: dict[str, str], tmp_path: Path
) -> None:
    """A file of the same size that somebody has altered was taken for current (field-test S7)."""
    maker = partial(StoreMaker, tmp_path.as_uri())
    jobs = wanted[:4]
    made = good(dict(iter_results(jobs, workers=1, maker=maker)))
    gone, cut, altered, _ = (tmp_path / "maine" / made[number].job.target for number in range(4))
    gone.unlink()
    cut.write_bytes(b"%PDF")
    altered.write_bytes(altered.read_bytes().replace(b"0", b"1", 1))
    results = good(dict(iter_results(jobs, workers=1, maker=maker)))
    assert sorted(result.current for result in results.values()) == [False, False, False, True]
    assert files_in(tmp_path).items() <= digests.items()
    for record in (tmp_path / "maine").rglob("*.json"):
        record.write_bytes(b"{")
    assert not any(result.current for result in good(dict(iter_results(jobs, workers=1, maker=maker))).values())


def test_workers_of_this_machine_fill_a_folder_that_is_a_store(
    wanted: list[Job], digests: dict[str, str], tmp_path: Path
) -> None:
    maker = partial(StoreMaker, tmp_path.as_uri())
    good(dict(iter_results(wanted, workers=2, maker=maker)))
    assert files_in(tmp_path) == digests
    assert not list(tmp_path.rglob(".*.part"))


def test_a_campaign_named_as_the_current_folder_has_its_folders_name(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(small)
    assert main(["build", "--lang", "en", "--product", "wallet-card", "--output", tmp_path.as_uri()]) == 0
    assert capsys.readouterr().out.splitlines()[1].split() == ["maine", "1", "of", "1"]


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A server on loopback that speaks S3; the environment in which s3fs finds it."""
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    endpoint = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + 60
    while True:
        try:
            urllib.request.urlopen(f"{endpoint}/moto-api/", timeout=1).close()
            break
        except OSError:
            assert server.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.1)
    yield {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    server.kill()
    server.wait()


def test_s3_takes_all_files_and_the_second_run_makes_none(
    small: Path,
    wanted: list[Job],
    digests: dict[str, str],
    s3: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, value in s3.items():
        monkeypatch.setenv(name, value)
    fs = fsspec.filesystem("s3", skip_instance_cache=True)
    fs.mkdir("flyers")
    words = ["--lang", ",".join(dict.fromkeys(job.language for job in wanted))]
    words += ["--product", ",".join(dict.fromkeys(job.product for job in wanted)), "--edition", "press,screen"]
    words += ["--project", str(small), "--output", "s3://flyers/season", "--jobs", "1"]
    assert main(["build", *words]) == 0, capsys.readouterr().err
    assert f"{len(wanted)} of {len(wanted)} files made" in capsys.readouterr().err
    found = {path: fs.cat_file(path) for path in fs.find("flyers/season/maine") if path.endswith(".pdf")}
    names = {path.removeprefix("flyers/season/maine/"): sha256(data).hexdigest() for path, data in found.items()}
    assert names == digests
    assert main(["build", *words]) == 0
    assert f"All {len(wanted)} files are current" in capsys.readouterr().err
    # A bucket that is not there is said once.
    assert main(["build", *words[:-3], "s3://nobody/x", "--jobs", "1"]) == ExitCode.FILE_ACCESS
    said = capsys.readouterr().err.strip().splitlines()
    assert len(said) <= 3
    assert "s3://nobody/x: The store cannot be written" in said[0]


@pytest.mark.parametrize(
    ("number", "said"), [(28, "The store is full."), (30, "cannot be written"), (13, "cannot be written")]
)
@pytest.mark.parametrize("workers", [1, 2])
def test_a_store_that_takes_nothing_stops_the_build(
    wanted: list[Job], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, number: int, said: str, workers: int
) -> None:
    monkeypatch.setattr(processes, "start_method", lambda: "fork")  # so that workers see the same store

    def refuse(path: Path, data: bytes) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(scale, "write_whole", refuse)
    with pytest.raises(StoreError) as caught:
        dict(iter_results(wanted, workers=workers, maker=partial(StoreMaker, tmp_path.as_uri())))
    assert said in str(caught.value)
    assert caught.value.exit_code == ExitCode.FILE_ACCESS


def test_a_folder_that_is_read_only_is_a_store_that_takes_nothing(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("a file where a folder is to be", encoding="utf-8")
    with pytest.raises(StoreError, match="cannot be written"):
        Store((tmp_path / "store").as_uri()).write("a", b"")


NO_STORES = (
    *("nothing://x", "://x", "ftp://host/x", "zip://x.zip", "reference://x", "memory://x", "http://host/x"),
    *("s3://", "s3:///x", "gs://"),
)


@pytest.mark.parametrize("address", NO_STORES)
def test_where_nothing_can_be_kept_is_refused(
    small: Path, address: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some crashed, some wrote into the current folder, some lost everything and said that all was made (S9)."""
    monkeypatch.chdir(tmp_path)
    assert main(["build", "--project", str(small), "--output", address]) == ExitCode.USAGE
    said = capsys.readouterr().err
    assert "is not the address of a store" in said
    assert len(said.splitlines()) <= 3
    assert not list(tmp_path.iterdir())


def test_no_secret_of_an_address_is_repeated(
    small: Path, s3: dict[str, str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in s3.items():
        monkeypatch.setenv(name, value)
    words = ["build", "--project", str(small), "--lang", "en", "--product", "wallet-card", "--output"]
    for address in ("s3://AKIA:hunter2@nobody/x?token=hunter2", "ftp://me:hunter2@host/x", "s3://me:a/b@hunter2@c/x"):
        assert main([*words, address]) != 0
    for scheduler in ("tcp://me:hunter2@127.0.0.1:9", "hunter2://me:hunter2@x"):
        assert main([*words, "s3://nobody/x", "--scheduler", scheduler.replace("hunter2:", "tcp:")]) != 0
    told = capsys.readouterr()
    assert "hunter2" not in told.out + told.err


# -- clusters ----------------------------------------------------------------------------------------------------------


def test_a_cluster_makes_the_same_files_and_the_second_run_makes_none(
    wanted: list[Job], digests: dict[str, str], address: str, tmp_path: Path
) -> None:
    results = good(dict(Cluster(address).iter_results(wanted, tmp_path.as_uri())))
    assert files_in(tmp_path) == digests
    assert not any(result.current for result in results.values())
    again = good(dict(Cluster(address).iter_results(wanted, tmp_path.as_uri())))
    assert files_in(tmp_path) == digests
    assert all(result.current for result in again.values())


def test_a_worker_killed_in_the_middle_costs_nothing(
    wanted: list[Job], digests: dict[str, str], address: str, tmp_path: Path
) -> None:
    results: dict[int, Result] = {}
    with distributed.Client(address, set_as_default=False) as client:
        pids = client.run(os.getpid)
        for index, result in Cluster(address).iter_results(wanted, tmp_path.as_uri()):
            if not results:
                os.kill(next(iter(pids.values())), signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)
            results[index] = result
    assert sorted(good(results)) == list(range(len(wanted)))
    assert files_in(tmp_path) == digests
    assert not list(tmp_path.rglob(".*.part"))


def fatal(archive: bytes, store: str, force: bool, date: str | None, jobs: list[Job]) -> list[Result]:
    if any(job.language == "ar" and job.edition == "screen" for job in jobs):
        os.kill(os.getpid(), signal.SIGKILL)
    return [Result(job) for job in jobs]


@pytest.mark.skipif(sys.platform == "win32", reason="workers are killed by a signal")
def test_a_job_that_kills_its_workers_is_named(
    wanted: list[Job], address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scale, "make_batch", fatal)
    jobs = [job for job in wanted if job.product == wanted[0].product]
    with distributed.Client(address, set_as_default=False) as client:
        client.run_on_scheduler(lambda dask_scheduler: setattr(dask_scheduler, "allowed_failures", 0))
        results = dict(Cluster(address).iter_results(jobs, tmp_path.as_uri()))
        client.run_on_scheduler(lambda dask_scheduler: setattr(dask_scheduler, "allowed_failures", 3))
        client.wait_for_workers(2, timeout=60)  # the nannies start new ones
    assert len(results) == len(jobs)
    bad = [result for result in results.values() if not result.good]
    assert [result.job.label.split(".")[0] for result in bad] == [f"ar {wanted[0].product}"]
    assert "Every worker that made this file was killed." in str(bad[0].error)


def test_workers_of_another_version_are_refused(
    wanted: list[Job], address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scale, "libraries", lambda: "reportlab 1.0")
    with pytest.raises(MissingToolError, match="has another program"):
        dict(Cluster(address).iter_results(wanted, tmp_path.as_uri()))
    assert not list(tmp_path.iterdir())


def test_a_scheduler_that_is_not_there_is_said(wanted: list[Job]) -> None:
    with pytest.raises(StoppedError, match="cannot be reached") as caught:
        dict(Cluster("tcp://127.0.0.1:9", patience=0.5).iter_results(wanted, "s3://x"))
    assert len(str(caught.value).splitlines()) <= 3


def test_a_scheduler_that_is_lost_in_the_middle_is_said(wanted: list[Job], tmp_path: Path) -> None:
    port = free_port()
    dask = [sys.executable, "-m", "dask"]
    place = f"tcp://127.0.0.1:{port}"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": tmp_path}
    process = subprocess.Popen(
        [*dask, "scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"], **quiet
    )
    worker = subprocess.Popen([*dask, "worker", place, "--no-nanny", "--nthreads", "1", "--no-dashboard"], **quiet)
    try:
        with distributed.Client(place, timeout=60, set_as_default=False) as client:
            client.wait_for_workers(1, timeout=60)
        results = Cluster(place, patience=2).iter_results(wanted, tmp_path.as_uri())
        next(results)
        process.kill()
        with pytest.raises(StoppedError, match="lost") as caught:
            list(results)
        assert "only the rest is made" in str(caught.value)
    finally:
        for one in (process, worker):
            one.kill()
            one.wait()


def test_without_the_extra_the_error_says_what_to_install(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    words = ["build", "--project", str(small), "--scheduler", "tcp://127.0.0.1:9", "--output"]
    assert main([*words, tmp_path.as_uri()]) == ExitCode.ENVIRONMENT
    assert "py3-none-any.whl[scale]" in capsys.readouterr().err
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    assert main([*words, tmp_path.as_uri()]) == ExitCode.ENVIRONMENT
    assert "py3-none-any.whl[scale]" in capsys.readouterr().err
    assert main(words[:-1]) == ExitCode.USAGE
    assert "Name a store with --output" in capsys.readouterr().err


def test_a_campaign_is_sent_with_its_bases_and_without_the_starter(small: Path, tmp_path: Path) -> None:
    (small / "output").mkdir(exist_ok=True)
    (small / "output" / "big.pdf").write_bytes(b"%PDF")
    (small / "content" / "empty").mkdir(exist_ok=True)
    data, places = packed([small, small])
    assert data == packed([small])[0]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sent = ("campaign.yaml", "contacts.yaml", "messages/names.yaml")
        assert sorted(archive.namelist()) == [f"{folder}/content/{n}" for folder in ("maine", "network") for n in sent]
    assert places == {small: Path("maine")}


def test_a_cluster_behind_tls_is_reached_with_certificates(wanted: list[Job], tmp_path: Path) -> None:
    security = distributed.Security.temporary()
    files = {"ca": security.tls_ca_file, "cert": security.tls_client_cert, "key": security.tls_client_key}
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    with distributed.LocalCluster(
        n_workers=1,
        threads_per_worker=2,  # which make one file at a time
        processes=False,
        host="tls://127.0.0.1",
        security=security,
        dashboard_address=None,
        silence_logs=50,
    ) as local:
        address = local.scheduler_address
        assert address.startswith("tls://")
        named = {name: str(tmp_path / name) for name in files}
        results = dict(Cluster(address, **named).iter_results(wanted[:2], (tmp_path / "store").as_uri()))
        assert [result.good for result in results.values()] == [True, True]
        with pytest.raises(StoppedError, match="cannot be reached"):
            dict(Cluster(address, patience=2).iter_results(wanted[:2], (tmp_path / "store").as_uri()))
