"""A campaign whose files are built once; tests that spoil it take a copy."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from flyers.build.plan import plan
from flyers.build.workers import run
from flyers.build.workshop import Workshop
from flyers.publish.gather import Order

MOMENT = "1767225600"
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", MOMENT)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output folder with the press files of English, Spanish and Arabic."""
    output = tmp_path_factory.mktemp("built")
    shop = Workshop(ROOT)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", MOMENT)
        results = run(plan(ROOT, ["en", "es", "ar"], shop.usual_products, ["press"], output=output), workers=1)
    assert [result.error for result in results] == [None] * len(results)
    return output


@pytest.fixture
def output(built: Path, tmp_path: Path) -> Path:
    """A copy of `built` that a test may spoil."""
    return Path(shutil.copytree(built, tmp_path / "output"))


@pytest.fixture(scope="session")
def shop() -> Workshop:
    return Workshop(ROOT)


@pytest.fixture
def order(output: Path) -> Callable[..., Order]:
    """An order for the copy; by default of English, which needs no sign-off."""

    def make(language: str = "en", **options: object) -> Order:
        return Order(ROOT, output, language, **{"quantities": {}, **options})  # type: ignore[arg-type]

    return make
