"""Without the extra `exchange`, spreadsheets and PO files still work, and XLIFF tells users what to install."""

from __future__ import annotations

import importlib.util
import shutil
import tomllib
from pathlib import Path

import pytest

from flyers.cli.main import main
from flyers.errors import ExitCode, MissingToolError
from flyers.translation.exchange import formats
from flyers.translation.exchange.formats import require_library
from flyers.translation.exchange.untrusted import FileFormat
from flyers.workflow import exchange

SPEC = importlib.util.find_spec


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation without the extra."""
    monkeypatch.setattr(
        formats.importlib.util, "find_spec", lambda name, *rest: None if name == "translate" else SPEC(name, *rest)
    )


def test_the_missing_library_is_named_with_the_command_that_installs_it(bare: None) -> None:
    """It named “flyers-press[exchange]”, which is on no package index (field test, B8)."""
    with pytest.raises(
        MissingToolError,
        match=r"need the library translate-toolkit.*--format xlsx.*pip install "
        r'"flyers_press-[\d.]+-py3-none-any.whl\[exchange\]"',
    ) as caught:
        require_library(FileFormat.XLIFF)
    assert caught.value.exit_code is ExitCode.ENVIRONMENT


def test_without_it_a_new_campaign_exports_a_spreadsheet_that_comes_back(
    bare: None, clinic: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(shutil.copytree(clinic, tmp_path / "clinic"))
    assert main(["--project", folder, "translations", "export", "--lang", "es"]) == ExitCode.OK
    (file,) = (tmp_path / "clinic" / "output" / "translators").iterdir()
    assert file.suffix == ".xlsx"
    assert main(["--project", folder, "translations", "import", str(file)]) == ExitCode.OK


def test_the_program_itself_needs_no_library_under_the_gpl(root: Path) -> None:
    base = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    assert any(line.startswith("openpyxl") for line in base)
    assert not any(line.startswith("translate-toolkit") for line in base)


def test_the_test_environment_has_all_libraries() -> None:
    for kind in FileFormat:
        require_library(kind)


def test_a_failed_export_leaves_no_file(bare: None, second_campaign: Path, tmp_path: Path) -> None:
    from flyers.pipeline.session import Session

    with pytest.raises(MissingToolError):
        exchange.export_files(Session(second_campaign), ["es"], FileFormat.XLIFF, tmp_path / "out")
    assert not (tmp_path / "out").exists()
