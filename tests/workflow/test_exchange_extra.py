"""Without the extra `exchange` PO files still go out and come back, and the others say what to install."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from flyers.errors import ExitCode, MissingToolError
from flyers.translation.exchange.untrusted import FileFormat
from flyers.workflow import exchange
from flyers.workflow.exchange import require

SPEC = importlib.util.find_spec


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation without the extra."""
    absent = ("translate", "openpyxl")
    monkeypatch.setattr(
        exchange.importlib.util, "find_spec", lambda name, *rest: None if name in absent else SPEC(name, *rest)
    )


@pytest.mark.parametrize(("kind", "library"), [(FileFormat.XLIFF, "translate-toolkit"), (FileFormat.XLSX, "openpyxl")])
def test_what_is_missing_is_named_with_the_way_to_it(bare: None, kind: FileFormat, library: str) -> None:
    with pytest.raises(
        MissingToolError, match=rf'need the library {library}.*pip install "flyers-press\[exchange\]"'
    ) as told:
        require(kind)
    assert told.value.exit_code is ExitCode.ENVIRONMENT


def test_po_files_need_nothing(bare: None) -> None:
    require(FileFormat.PO)


def test_here_all_of_it_is_installed() -> None:
    for kind in FileFormat:
        require(kind)


def test_no_file_is_left_behind(bare: None, second_campaign: Path, tmp_path: Path) -> None:
    from flyers.pipeline.session import Session

    with pytest.raises(MissingToolError):
        exchange.export(Session(second_campaign), ["es"], FileFormat.XLSX, tmp_path / "out")
    assert not (tmp_path / "out").exists()
