"""Files for translators need nothing but the wheel, and no library under another kind of licence (field test, B8)."""

from __future__ import annotations

import re
import shutil
import tomllib
from pathlib import Path

import pytest
from translate.storage.xliff import Xliff1File

from flyers.cli.main import main
from flyers.errors import ExitCode


@pytest.mark.parametrize(
    ("words", "ending"), [([], ".xlf"), (["--format", "xlsx"], ".xlsx"), (["--format", "po"], ".po")]
)
def test_a_new_campaign_exports_a_file_that_comes_back(
    clinic: Path, tmp_path: Path, words: list[str], ending: str
) -> None:
    folder = str(shutil.copytree(clinic, tmp_path / "clinic"))
    assert main(["--project", folder, "translations", "export", "--lang", "es", *words]) == ExitCode.OK
    (file,) = (tmp_path / "clinic" / "output" / "translators").iterdir()
    assert file.suffix == ending
    assert main(["--project", folder, "translations", "import", str(file)]) == ExitCode.OK


def test_another_program_reads_an_export_as_it_is(clinic: Path, tmp_path: Path) -> None:
    """translate-toolkit is what Weblate and Pootle read with."""
    assert main(["--project", str(clinic), "translations", "export", "--lang", "es", "--output", str(tmp_path)]) == 0
    (file,) = tmp_path.iterdir()
    store = Xliff1File.parsestring(file.read_bytes())
    units = {unit.getid().rpartition("\x04")[2]: unit for unit in store.units}
    assert store.gettargetlanguage() == "es"
    assert units["shots.title"].target == "Vacunas gratis para niños"
    assert units["shots.call"].source == "Call {coalition_phone} to ask for a day."
    assert "Copy {coalition_phone} as it is" in units["shots.call"].getnotes()


def test_the_program_needs_no_library_under_the_gpl(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = [
        *project["dependencies"],
        *(name for extra in project["optional-dependencies"].values() for name in extra),
    ]
    assert not any(name.startswith("translate-toolkit") for name in needed)
    assert "\ntranslate-toolkit==" not in (root / "requirements.lock").read_text(encoding="utf-8")
    sources = "\n".join(path.read_text(encoding="utf-8") for path in (root / "src").rglob("*.py"))
    assert not re.search(r"^\s*(?:from|import) translate\b", sources, re.MULTILINE)
