"""Without the extra `exchange`, PO files still work, and the other formats tell users what to install."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from flyers.errors import ExitCode, MissingToolError
from flyers.translation.exchange import formats
from flyers.translation.exchange.formats import require_library
from flyers.translation.exchange.untrusted import FileFormat
from flyers.workflow import exchange

SPEC = importlib.util.find_spec


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation without the extra."""
    absent = ("translate", "openpyxl")
    monkeypatch.setattr(
        formats.importlib.util, "find_spec", lambda name, *rest: None if name in absent else SPEC(name, *rest)
    )


@pytest.mark.parametrize(("kind", "library"), [(FileFormat.XLIFF, "translate-toolkit"), (FileFormat.XLSX, "openpyxl")])
def test_a_missing_library_is_named_with_the_command_that_installs_it(
    bare: None, kind: FileFormat, library: str
) -> None:
    with pytest.raises(
        MissingToolError, match=rf'need the library {library}.*pip install "flyers-press\[exchange\]"'
    ) as caught:
        require_library(kind)
    assert caught.value.exit_code is ExitCode.ENVIRONMENT


def test_po_files_need_no_library(bare: None) -> None:
    require_library(FileFormat.PO)


def test_the_test_environment_has_all_libraries() -> None:
    for kind in FileFormat:
        require_library(kind)


def test_a_failed_export_leaves_no_file(bare: None, second_campaign: Path, tmp_path: Path) -> None:
    from flyers.pipeline.session import Session

    with pytest.raises(MissingToolError):
        exchange.export_files(Session(second_campaign), ["es"], FileFormat.XLSX, tmp_path / "out")
    assert not (tmp_path / "out").exists()
