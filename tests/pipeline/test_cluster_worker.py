"""What a worker of a cluster does, without a cluster: it unpacks campaigns, makes batches, and leaves nothing behind."""

from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from flyers.dates import VARIABLE
from flyers.pipeline import cluster_worker
from flyers.pipeline.cluster import packed
from flyers.pipeline.cluster_worker import Campaigns, Order, make_batch
from flyers.pipeline.plan import Job

MADE: list[tuple[str, bool, str | None, list[Job]]] = []


class Maker:
    """Notes what it is asked to make, and the date that is stated meanwhile."""

    def __init__(self, address: str, *, force: bool = False) -> None:
        self.address, self.force = address, force

    def batch(self, jobs: list[Job]) -> list[Any]:
        MADE.append((self.address, self.force, os.environ.get(VARIABLE), jobs))
        return [self, *jobs]


@pytest.mark.parametrize("before", [None, "5"])
def test_a_worker_makes_batches_of_the_campaigns_that_it_got(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: str | None
) -> None:
    monkeypatch.setattr(cluster_worker, "StoreMaker", Maker)
    monkeypatch.delenv(VARIABLE, raising=False)
    if before is not None:
        monkeypatch.setenv(VARIABLE, before)
    MADE.clear()
    for name in ("maine", "harbor"):
        (tmp_path / name / "content").mkdir(parents=True)
        (tmp_path / name / "content" / "campaign.yaml").write_text(name, encoding="utf-8")
    cluster_worker._maker.cache_clear()
    data, _ = packed([tmp_path / "maine", tmp_path / "harbor"])
    assert Campaigns("a", data).name != Campaigns("b", data).name, "a cluster keeps one plugin of each name"

    worker = SimpleNamespace(local_directory=tmp_path / "local")
    worker.local_directory.mkdir()
    plugin = Campaigns("sum", data)
    plugin.setup(worker)
    (folder,) = worker.local_directory.iterdir()
    assert (folder / "harbor" / "content" / "campaign.yaml").read_text(encoding="utf-8") == "harbor"

    job = Job(Path("maine"), "es", "poster", "press", Path())
    again = Order("sum", "s3://store", force=True, date="7")
    maker, made = make_batch(again, [job])
    assert made.campaign == folder / "maine"
    assert make_batch(again, [job])[0] is maker
    assert make_batch(Order("sum", "s3://store", force=False, date=None), [])[0] is not maker
    assert [(address, force, date, len(jobs)) for address, force, date, jobs in MADE] == [
        ("s3://store", True, "7", 1),
        ("s3://store", True, "7", 1),
        ("s3://store", False, None, 0),
    ]
    assert os.environ.get(VARIABLE) == before

    plugin.teardown(worker)
    assert not list(worker.local_directory.iterdir())
    with pytest.raises(KeyError):
        make_batch(again, [job])
    plugin.teardown(worker)
