"""What a worker of a cluster does, without a cluster: it unpacks campaigns, makes batches, and leaves nothing behind."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from flyers.files import DATE_VARIABLE
from flyers.pipeline import scale
from flyers.pipeline.plan import Job
from flyers.pipeline.scale import make_batch, packed

distributed = pytest.importorskip("distributed", reason="needs the extra “scale”")

MADE: list[tuple[str, bool, str | None, Path]] = []


class Maker:
    """Notes what it is asked to make, and the date that is stated meanwhile."""

    def __init__(self, address: str, force: bool) -> None:
        self.address, self.force = address, force

    def __call__(self, job: Job) -> Any:
        MADE.append((self.address, self.force, os.environ.get(DATE_VARIABLE), job.campaign))
        return self


@pytest.mark.parametrize("before", [None, "5"])
def test_a_worker_makes_batches_of_the_campaigns_that_it_got(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: str | None
) -> None:
    monkeypatch.setattr(scale, "_maker", lru_cache(maxsize=1)(Maker))
    monkeypatch.setenv(DATE_VARIABLE, before or "")  # so that what a worker sets is undone, too
    if before is None:
        monkeypatch.delenv(DATE_VARIABLE)
    MADE.clear()
    for name in ("maine", "harbor"):
        (tmp_path / name / "content").mkdir(parents=True)
        (tmp_path / name / "content" / "campaign.yaml").write_text(name, encoding="utf-8")
    scale._maker.cache_clear()
    scale._unpacked.cache_clear()
    data, _ = packed([tmp_path / "maine", tmp_path / "harbor"])
    local = tmp_path / "local"
    local.mkdir()
    monkeypatch.setattr(distributed, "get_worker", lambda: SimpleNamespace(local_directory=local))

    job = Job(Path("maine"), "es", "poster", "press", Path())
    again = ("s3://store", True, "7")
    maker, _ = make_batch(data, *again, [job, job])
    (folder,) = local.iterdir()
    assert (folder / "harbor" / "content" / "campaign.yaml").read_text(encoding="utf-8") == "harbor"
    assert make_batch(bytes(bytearray(data)), *again, [job])[0] is maker
    assert list(local.iterdir()) == [folder]
    assert make_batch(data, "s3://store", False, None, [job])[0] is not maker
    assert [
        *[("s3://store", True, "7", folder / "maine")] * 3,
        ("s3://store", False, None, folder / "maine"),
    ] == MADE

    make_batch(packed([tmp_path / "maine"])[0], *again, [job])
    assert len(list(local.iterdir())) == 1
    assert not folder.exists()
