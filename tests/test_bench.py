"""The scripts of `bench/` start, also when what tests share was moved, and leave the repository alone."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from flyers.pipeline.session import Session

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]

BENCH = Path(__file__).resolve().parent.parent / "bench"
SHARING = sorted(script for script in BENCH.glob("*.py") if '/ "tests"' in script.read_text(encoding="utf-8"))


@pytest.mark.parametrize("script", SHARING, ids=lambda script: script.stem)
def test_a_script_says_what_it_takes(script: Path) -> None:
    told = subprocess.run([sys.executable, script, "--help"], capture_output=True, text=True, check=False)
    assert (told.returncode, told.stderr) == (0, "")
    assert "usage: " in told.stdout


def test_a_variant_of_the_campaign_has_a_number_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its names and contacts are its own too: what is local to the base is not inherited."""
    monkeypatch.syspath_prepend(BENCH)
    peers = importlib.import_module("peers")
    session = Session(peers.coalition(tmp_path / "c00007", 7))
    localized = session.localized(peers.VARIANT[0])
    assert localized.contact("hotline").display.endswith("-0007")
    assert session.composed(localized, session.layout(peers.VARIANT[1])).pages


# -- changes of the source --------------------------------------------------------------------------------------------

WRITES = """\
from pathlib import Path

def most(text: str) -> int:
    Path("content/words.yaml").write_text(text)
    return 3
"""
READS = """\
from pathlib import Path

from flyers.toy.module import most

def test_it() -> None:
    words = Path("content/words.yaml")
    assert words.read_text() == "as it was"
    assert most("changed") == 3
"""


@pytest.fixture
def mutants(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script, with a repository of a module that writes and a test that would see it."""
    spec = importlib.util.spec_from_file_location("mutants", BENCH / "mutants.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "mutants", module)  # where its dataclasses look for it
    spec.loader.exec_module(module)
    files = {
        "src/flyers/__init__.py": "",
        "src/flyers/toy/__init__.py": "",
        "src/flyers/toy/module.py": WRITES,
        "tests/toy/test_module.py": READS,
        "content/words.yaml": "as it was",
        "notes.txt": "",
    }
    for name, text in files.items():
        path = tmp_path / "repository" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.setattr(module, "ROOT", tmp_path / "repository")
    return module


def test_a_copy_of_the_repository_has_no_file_in_common_with_it(mutants: ModuleType, tmp_path: Path) -> None:
    copy = mutants.copy_of_repository(tmp_path / "copy")
    original = {path.relative_to(mutants.ROOT): path for path in mutants.ROOT.rglob("*") if path.is_file()}
    made = {".git", "__pycache__"}
    copied = {path.relative_to(copy): path for path in copy.rglob("*") if path.is_file() and not made & {*path.parts}}
    assert original.keys() == copied.keys()
    assert not [name for name, path in copied.items() if path.samefile(original[name])]
    assert not [path for path in copy.rglob("*") if path.is_symlink()]


def test_what_a_changed_program_writes_reaches_neither_the_repository_nor_another_change(
    mutants: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Some changes survive; all would be noticed if what one run has written were there for the next."""
    module = mutants.ROOT / "src" / "flyers" / "toy" / "module.py"
    module.write_text(WRITES.replace("return 3", "return 3 if text else 4"), encoding="utf-8")
    copy = mutants.copy_of_repository(tmp_path / "copy")
    assert mutants.run(copy, "toy", 9, "1", ["tests/toy"]) == 1
    told = capsys.readouterr().out
    for folder in (copy, mutants.ROOT):
        assert (folder / "content" / "words.yaml").read_text(encoding="utf-8") == "as it was"
    assert "SURVIVED" in told
    assert "noticed  src/flyers/toy/module.py:" in told
