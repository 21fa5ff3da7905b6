"""Builds of several campaigns, and into stores: what is asked of whom, and what is said of it. No file is built."""

from __future__ import annotations

import io
import json
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from flyers.cli import campaigns
from flyers.cli.campaigns import build_into_store, build_network
from flyers.cli.console import Console
from flyers.errors import ContentError, ExitCode, LayoutError, UsageError
from flyers.pipeline import scale, workers
from flyers.pipeline.outputs import Result
from flyers.pipeline.plan import Job

BROKEN = ContentError("It is broken.")


class Ordered:
    """The order of one campaign, in which Spanish is current."""

    def __init__(self, campaign: Path) -> None:
        self.remarks = ["Nothing prints “a”."] if campaign.name == "maine" else []
        tags = ["es"] if campaign.name == "harbor" else ["es", "ar", "fr"]
        self.plan = SimpleNamespace(jobs=[Job(campaign, tag, "card", "press", Path("out")) for tag in tags])
        self.missing = self.plan.jobs[1:]

    def finish(self, made: list[Result]) -> list[Result]:
        results = {result.job: result for result in made}
        return [results.get(job) or Result(job, current=True) for job in self.plan.jobs]


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Four campaigns, one of which is broken; French has no room in Maine."""
    found = [tmp_path / name for name in ("vermont", "broken", "maine", "harbor")]
    for folder in found:
        (folder / "content").mkdir(parents=True)
        (folder / "content" / "campaign.yaml").touch()

    def session(folder: Path) -> Any:
        if folder.name == "broken":
            raise BROKEN
        return SimpleNamespace(campaign=SimpleNamespace(id=f"{folder.name}-id"), folder=folder)

    monkeypatch.setattr(campaigns, "Session", session)
    monkeypatch.setattr(campaigns, "name_languages", lambda options, console: None)
    monkeypatch.setattr(campaigns, "RequestedFiles", SimpleNamespace(of=lambda own, session: Ordered(own.project)))
    monkeypatch.setattr(campaigns, "jobs_of", lambda own, session: Ordered(own.project).plan.jobs)
    monkeypatch.setattr(campaigns, "unprinted", lambda session: Ordered(session.folder).remarks)
    return found


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Note what workers are asked for; the last job is made first, and French of Maine fails."""
    calls: list[Any] = []

    def iter_results(jobs: list[Job], **options: Any) -> Iterator[tuple[int, Result]]:
        calls.append((jobs, options))
        for index, job in reversed(list(enumerate(jobs))):
            failed = job.language == "fr" and job.campaign.name == "maine"
            yield index, Result(job, error=LayoutError("Too high.") if failed else None)

    monkeypatch.setattr(workers, "iter_results", iter_results)
    return calls


def run(command: Any, folders: list[Path], **options: Any) -> tuple[int, list[str], list[str]]:
    usual = {"json": False, "quiet": False, "dry_run": False, "force": False, "jobs": 2, "output": None}
    stores = {"scheduler": "", "shard": None, "tls_ca": "", "tls_cert": "", "tls_key": ""}
    own = Namespace(**{**usual, **stores, "campaigns": [str(folder) for folder in folders], **options})
    out, err = io.StringIO(), io.StringIO()
    code = command(own, Console(out=out, err=err))
    return code, out.getvalue().splitlines(), err.getvalue().splitlines()


def test_what_is_not_current_is_made_and_each_campaign_told(folders: list[Path], asked: list[Any]) -> None:
    code, out, err = run(build_network, folders, force=True)
    (jobs, options), *_ = asked
    assert [(job.campaign.name, job.language) for job in jobs] == [
        ("vermont", "ar"), ("vermont", "fr"), ("maine", "ar"), ("maine", "fr"),
    ]  # fmt: skip
    assert (options["workers"], options["maker"].func, options["maker"].keywords) == (2, workers.Maker, {"force": True})
    assert [line.split(maxsplit=1) for line in out[1:]] == [
        [str(folders[0]), "3 of 3"], [str(folders[2]), "2 of 3"], [str(folders[3]), "1 of 1"],
    ]  # fmt: skip
    assert code == BROKEN.exit_code
    assert err[0] == f"warning: {folders[2]}: Nothing prints “a”."
    assert err[1:3] == [f"flyers: {folders[1]}: It is broken.", f"flyers: {folders[2]}: Too high."]
    assert err[3].startswith("3 of 4 files made and proved, 3 current in ")
    assert err[3].endswith(" s. Warnings are in each proof.json.")
    assert float(err[3].split(" in ")[1].split(" s.")[0]) < 60


def test_where_all_is_current_no_worker_is_asked(folders: list[Path], asked: list[Any]) -> None:
    code, out, _ = run(build_network, folders[3:])
    assert (code, len(out), asked) == (ExitCode.OK, 2, [])


def test_a_plan_names_the_files_of_all_campaigns(folders: list[Path], asked: list[Any]) -> None:
    _, out, _ = run(build_network, folders[2:], dry_run=True)
    assert out == [f"out/{tag}/card.press.pdf" for tag in ("es", "ar", "fr", "es")]
    code, out, _ = run(build_into_store, folders, dry_run=True, output="s3://bucket")
    assert (code, out[3]) == (ExitCode.OK, "maine-id: out/es/card.press.pdf")
    assert asked == []


def test_the_results_of_all_campaigns_are_one_document(folders: list[Path], asked: list[Any]) -> None:
    _, out, _ = run(build_network, folders[2:], json=True)
    results = json.loads("\n".join(out))["results"]
    assert [(result["campaign"], result["good"]) for result in results] == [
        *((str(folders[2]), good) for good in (True, True, False)), (str(folders[3]), True),
    ]  # fmt: skip


def test_a_store_gets_the_files_of_campaigns_with_ids_of_their_own(
    folders: list[Path], asked: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out, err = run(build_into_store, folders, output="s3://key:secret@bucket/a?token=1")
    (jobs, options), *_ = asked
    assert len(jobs) == 7
    maker = options["maker"]
    assert (maker.func, maker.args, maker.keywords) == (
        scale.StoreMaker, ("s3://key:secret@bucket/a?token=1",), {"force": False},
    )  # fmt: skip
    assert [line.split()[0] for line in out[1:]] == [str(folders[place]) for place in (0, 2, 3)]
    assert (code, err[0]) == (BROKEN.exit_code, "warning: maine-id: Nothing prints “a”.")
    assert err[-1].startswith("6 of 7 files made and proved, in s3://bucket/a, in 0.")
    monkeypatch.setattr(
        campaigns, "Session", lambda folder: SimpleNamespace(campaign=SimpleNamespace(id="a"), folder=folder)
    )
    with pytest.raises(UsageError, match="Two of these campaigns have the same id"):
        run(build_into_store, folders, output="s3://bucket")


def test_a_cluster_is_asked_in_place_of_this_machine(
    folders: list[Path], asked: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Any] = []

    class Cluster:
        def __init__(self, *words: str) -> None:
            made.append(words)

        def iter_results(self, jobs: list[Job], store: str, *, force: bool) -> Iterator[tuple[int, Result]]:
            made.append((store, force))
            return ((index, Result(job)) for index, job in enumerate(jobs))

    monkeypatch.setattr(scale, "Cluster", Cluster)
    tls = {"scheduler": "tls://host", "tls_ca": "a", "tls_cert": "b", "tls_key": "c"}
    code, _, _ = run(build_into_store, folders[2:], output="s3://bucket", force=True, **tls)
    assert (code, asked, made) == (ExitCode.OK, [], [("tls://host", "a", "b", "c"), ("s3://bucket", True)])


def test_one_campaign_is_put_into_a_store_too(folders: list[Path], asked: list[Any]) -> None:
    code, out, _ = run(build_into_store, [], campaigns=None, project=folders[3], output="s3://bucket")
    assert (code, len(out), len(asked)) == (ExitCode.OK, 2, 1)
    with pytest.raises(ContentError):
        run(build_into_store, [], campaigns=None, project=folders[1], output="s3://bucket")
    with pytest.raises(UsageError, match="Other machines cannot write into a folder of this machine"):
        run(build_into_store, [], campaigns=None, project=folders[3])


def test_a_shard_may_have_no_files(folders: list[Path], asked: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(campaigns, "jobs_of", lambda own, session: [])
    _, out, err = run(build_into_store, folders[:1], output="s3://bucket", shard="3/40")
    assert (out, err, asked) == ([], ["Shard 3/40 has no files."], [])
