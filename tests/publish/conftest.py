"""A campaign whose files are built once. Tests that change it use a copy."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from orders import REVIEWER, Order, order_of, try_contacts

from flyers.pipeline.plan import plan
from flyers.pipeline.session import Session
from flyers.pipeline.workers import run
from flyers.publish.reader_proof.recipe import ReaderProof, reader_proof
from flyers.workflow.signing import Statement, pages_checksum, sign
from made_once import compose_once, prove_once

MOMENT = "1767225600"
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", MOMENT)


@pytest.fixture(autouse=True)
def pages_and_files_are_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    compose_once(monkeypatch)
    prove_once(monkeypatch)


@pytest.fixture(scope="session")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of this repository's campaign, in which only the English is signed, and every contact has been tried."""
    folder = tmp_path_factory.mktemp("signed")
    for part in ("content", "translations"):
        shutil.copytree(ROOT / part, folder / part)
    (folder / "fonts").symlink_to(ROOT / "fonts")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", MOMENT)
        try_contacts(folder)
        session = Session(folder)
        statement = Statement(REVIEWER, "coalition", dt.date(2025, 12, 31), pages_checksum(session, "en"))
        sign(session, "en", statement)
    return folder


@pytest.fixture(scope="session")
def built(signed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output folder with the press files of English, Spanish and Arabic."""
    output = tmp_path_factory.mktemp("built")
    session = Session(signed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", MOMENT)
        results = run(plan(signed, ["en", "es", "ar"], session.usual_products, ["press"], output=output), workers=1)
    assert [result.error for result in results] == [None] * len(results)
    return output


@pytest.fixture
def output(built: Path, tmp_path: Path) -> Path:
    """A copy of `built` that a test may change."""
    return Path(shutil.copytree(built, tmp_path / "output"))


@pytest.fixture(scope="session")
def session(signed: Path) -> Session:
    return Session(signed)


@pytest.fixture(scope="session")
def of_card(session: Session) -> Callable[[str], ReaderProof]:
    """Return a function that makes the proof of the card in a language once."""
    return cache(lambda tag: reader_proof(session, tag, products=["wallet-card"]))


@pytest.fixture
def order(signed: Path, output: Path) -> Callable[..., Order]:
    """Return a function that orders packages from the copy; by default in English, which is signed."""

    def make(language: str = "en", **options: Any) -> Order:
        return order_of(signed, output, language, **options)

    return make
