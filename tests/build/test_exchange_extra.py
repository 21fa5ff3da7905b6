"""Without the extra `exchange` PO files still go out and come back, and the others say what to install."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from flyers.build import exchange
from flyers.build.exchange import Format, require
from flyers.errors import ExitCode, MissingToolError

SPEC = importlib.util.find_spec


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation without the extra."""
    absent = ("translate", "openpyxl")
    monkeypatch.setattr(
        exchange.importlib.util, "find_spec", lambda name, *rest: None if name in absent else SPEC(name, *rest)
    )


@pytest.mark.parametrize(("kind", "library"), [(Format.XLIFF, "translate-toolkit"), (Format.XLSX, "openpyxl")])
def test_what_is_missing_is_named_with_the_way_to_it(bare: None, kind: Format, library: str) -> None:
    with pytest.raises(
        MissingToolError, match=rf"need the library {library}.*pip install “flyers\[exchange\]”"
    ) as told:
        require(kind)
    assert told.value.exit_code is ExitCode.ENVIRONMENT


def test_po_files_need_nothing(bare: None) -> None:
    require(Format.PO)


def test_here_all_of_it_is_installed() -> None:
    for kind in Format:
        require(kind)


def test_no_file_is_left_behind(bare: None, second_campaign: Path, tmp_path: Path) -> None:
    from flyers.build.workshop import Workshop

    with pytest.raises(MissingToolError):
        exchange.export(Workshop(second_campaign), ["es"], Format.XLSX, tmp_path / "out")
    assert not (tmp_path / "out").exists()
