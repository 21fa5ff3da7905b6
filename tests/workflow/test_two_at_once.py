"""Two commands that change a campaign at the same time lose nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from flyers.content import yamlfile
from flyers.files import locked, write_whole
from flyers.pipeline.session import Session

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def campaign(tmp_path: Path) -> Path:
    folder = tmp_path / "campaign"
    for name in ("content", "translations", "fonts"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


def started(campaign: Path, *words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "flyers", "--project", str(campaign), *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=dict(os.environ),
    )


@pytest.mark.exhaustive
def test_two_changes_of_contacts_are_both_there(campaign: Path) -> None:
    contacts = list(yamlfile.load(campaign / "content" / "contacts.yaml")["contacts"])[:4]
    running = [started(campaign, "contacts", "set", f"{name}.source", f"changed {name}") for name in contacts]
    for process in running:
        _, errors = process.communicate(timeout=300)
        assert process.returncode == 0, errors
    now = yamlfile.load(campaign / "content" / "contacts.yaml")["contacts"]
    assert [now[name]["source"] for name in contacts] == [f"changed {name}" for name in contacts]
    assert not list(campaign.rglob("*.part"))


def test_two_signatures_are_both_there(campaign: Path) -> None:
    running = [
        started(campaign, "translations", "sign", "en", "--reviewer", f"R-{number}", "--role", "advocate")
        for number in range(3)
    ]
    for process in running:
        _, errors = process.communicate(timeout=300)
        assert process.returncode == 0, errors
    records = yamlfile.load(campaign / "translations" / "en" / "signoff.yaml")["signoffs"]
    assert {f"R-{number}" for number in range(3)} <= {record["reviewer"] for record in records}


def test_a_lock_ends_with_its_process(tmp_path: Path) -> None:
    holder = (
        "import sys, time; from pathlib import Path; from flyers.files import locked\n"
        "with locked(Path(sys.argv[1])): print('held', flush=True); time.sleep(600)"
    )
    process = subprocess.Popen([sys.executable, "-c", holder, str(tmp_path)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"held\n"
    process.kill()
    process.wait()
    with locked(tmp_path):
        pass


def test_a_second_thread_waits_for_the_first(tmp_path: Path) -> None:
    inside, done = threading.Event(), threading.Event()

    def second() -> None:
        with locked(tmp_path), locked(tmp_path):
            inside.set()
        done.set()

    thread = threading.Thread(target=second)
    with locked(tmp_path):
        thread.start()
        assert not inside.wait(0.3)
        with locked(tmp_path):
            pass
        assert not inside.wait(0.1)  # the end of an inner lock is not that of the outer one
    thread.join(timeout=30)
    assert inside.is_set()
    assert done.is_set()


def test_no_change_of_a_thread_is_lost(tmp_path: Path) -> None:
    count = tmp_path / "count"
    count.write_text("0")
    errors: list[BaseException] = []

    def add() -> None:
        try:
            for _ in range(20):
                with locked(tmp_path):
                    before = int(count.read_text())
                    time.sleep(0.001)
                    write_whole(count, str(before + 1).encode(), durable=False)
        except BaseException as error:
            errors.append(error)
            raise

    threads = [threading.Thread(target=add) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert (errors, count.read_text()) == ([], "60")


def test_a_lock_within_a_lock_is_the_same_lock(tmp_path: Path) -> None:
    with locked(tmp_path), locked(tmp_path):
        pass
    with locked(tmp_path):
        pass


def test_the_next_writer_takes_over_a_part(tmp_path: Path) -> None:
    part = tmp_path / ".signoff.yaml.part"
    part.write_bytes(b"R-07" * 100)
    write_whole(tmp_path / "signoff.yaml", b"new")
    assert (tmp_path / "signoff.yaml").read_bytes() == b"new"
    assert not part.exists()


def test_the_next_command_clears_parts(tmp_path: Path) -> None:
    (tmp_path / "translations" / "es").mkdir(parents=True)
    left = tmp_path / "translations" / "es" / ".signoff.yaml.part"
    left.write_bytes(b"R-07")
    with locked(tmp_path, ("translations/*",)):
        assert not left.exists()


@pytest.mark.parametrize("place", ["content", "translations", "es", "es/manifests", "es/LC_MESSAGES"])
def test_the_next_command_that_writes_clears_parts_in_every_folder(second_campaign: Path, place: str) -> None:
    folder = second_campaign / ("translations/" + place if place.startswith("es") else place)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ".left.yaml.part").write_bytes(b"R-07")
    with Session(second_campaign).changing():
        assert not list(second_campaign.rglob(".*.part"))


def test_git_ignores_parts() -> None:
    assert "*.part" in (ROOT / ".gitignore").read_text(encoding="utf-8").split()
