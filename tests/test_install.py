"""The wheel has everything: installed alone, it begins a campaign and builds it, without git, make or a network."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]

OFFLINE = """
import sys


def refuse(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system", "os.posix_spawn"):
        raise RuntimeError(f"{event} {arguments}")


sys.addaudithook(refuse)
import flyers

assert flyers.__file__.startswith(sys.argv[1]), flyers.__file__
from flyers.cli.main import main

sys.exit(main(sys.argv[2:]))
"""


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    words = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(words, cwd=root, check=True, capture_output=True)
    (found,) = folder.glob("*.whl")
    return found


def test_the_wheel_installs_and_builds_a_new_campaign(wheel: Path, tmp_path: Path) -> None:
    target, empty = tmp_path / "installed", tmp_path / "empty"
    empty.mkdir()
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-index", "--no-deps", "--no-compile", "--target"]
    subprocess.run([*pip, str(target), str(wheel)], check=True, capture_output=True)

    def run(*words: str, folder: Path) -> str:
        command = [sys.executable, "-P", "-c", OFFLINE, str(target), *words]
        environment = {"PYTHONPATH": str(target), "PATH": "", "LC_ALL": "C.UTF-8"}
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8")
        assert done.returncode == 0, done.stderr
        return done.stderr

    words = ["--name", "Maine Coalition", "--state", "Maine", "--phone", "207-555-0143", "--site", "example.org"]
    run("new", "maine", *words, "--languages", "es", folder=empty)
    said = run("build", "--product", "wallet-card", "--lang", "es", "--jobs", "1", folder=empty / "maine")
    report = json.loads((empty / "maine/output/es/proof.json").read_text(encoding="utf-8"))
    assert report["products"]["wallet-card.press.DRAFT"]["findings"] == []
    assert "questions.md" not in said  # a page of this repository, which is not there
    run("docs", "layouts", folder=empty)
    run("gallery", "--product", "wallet-card", "--lang", "es", "--jobs", "1", folder=empty / "maine")
    assert "207-555-0143" in (empty / "maine/gallery/es/index.html").read_text(encoding="utf-8")
    assert sorted(path.name for path in empty.iterdir()) == ["maine"]


def test_the_wheel_has_the_starter_campaign_and_no_file_twice(wheel: Path, root: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        starter = {name.removeprefix("flyers/starter/") for name in names if name.startswith("flyers/starter/")}
    here = {
        path.relative_to(root).as_posix()
        for folder, pattern in (("content", "**/*"), ("translations", "**/*"), ("fonts", "**/*"), ("docs", "*"))
        for path in (root / folder).glob(pattern)
        if path.is_file() and not path.name.startswith(".")
    }
    assert starter == here
    assert len(names) == len(set(names))
    assert wheel.stat().st_size < 20e6


def test_the_wheel_has_every_file_of_the_program(wheel: Path, root: Path) -> None:
    """Also pages and scripts of gallery and studio, which no import asks for."""
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if not name.startswith(("flyers/starter/", "flyers_press-"))}
    here = {
        path.relative_to(root / "src").as_posix()
        for path in (root / "src" / "flyers").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert names == here
    assert {"flyers/studio/static/main.js", "flyers/gallery/templates/language.html"} <= names


RESERVED = re.compile(r'[<>:"|?*\\\x00-\x1f]|[. ]$|^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)', re.IGNORECASE)


def test_names_of_files_suit_every_system(root: Path) -> None:
    """No reserved names and characters of Windows, no names that differ in case only, no long paths."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, check=True, capture_output=True).stdout.decode()
    paths = [path for path in listed.split("\0") if path]
    assert [path for path in paths if any(RESERVED.search(part) for part in path.split("/"))] == []
    folders = {"/".join(path.split("/")[:depth]) for path in paths for depth in range(1, path.count("/") + 2)}
    assert len({path.casefold() for path in folders}) == len(folders)
    assert [path for path in paths if len(path) > 120] == []
