"""Changed files are noticed, by the system's own notices, and by looking again where it has none left to give."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from flyers.studio.live import watched_folders

LIMITS = "/proc/sys/user"
"""Of one user's notices. In a user namespace they are its own, so that nobody else's are taken away."""

WATCH = """
import asyncio, sys
from pathlib import Path
from flyers.studio.live import changes

async def main(folder):
    stop, seen = asyncio.Event(), asyncio.Queue()

    async def watch():
        async for found in changes([folder], stop):
            await seen.put(sorted(path.name for path in found))

    task = asyncio.create_task(watch())
    await asyncio.sleep(1)
    for name in ("es.po", ".es.po.part", "kept.yaml~", "ar.po"):
        (folder / name).write_text("new", encoding="utf-8")
        await asyncio.sleep(0.5)
    names = []
    while "ar.po" not in names:
        names += await asyncio.wait_for(seen.get(), 10)
    stop.set()
    await asyncio.wait_for(task, 5)
    print(*sorted(set(names)))

asyncio.run(main(Path(sys.argv[1])))
"""


def watched(folder: Path, *before: str) -> str:
    command = [sys.executable, "-c", WATCH, str(folder)]
    done = subprocess.run([*before, *command], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_files_that_are_written_are_told_and_parts_of_them_are_not(tmp_path: Path) -> None:
    (tmp_path / "within").mkdir()
    assert watched(tmp_path) == "ar.po es.po"


@pytest.mark.parametrize("limit", ["max_inotify_instances", "max_inotify_watches"])
def test_where_the_system_has_no_notices_left_files_are_looked_at(
    tool: Callable[..., str], tmp_path: Path, limit: str
) -> None:
    unshare = tool("unshare", "a system without notices of changed files")
    none = [unshare, "--user", "--map-root-user", "sh", "-c", f'echo 0 > {LIMITS}/{limit} && exec "$0" "$@"']
    if subprocess.run([*none, "true"], capture_output=True, check=False).returncode:
        pytest.skip("needs the program unshare, with user namespaces")  # some systems forbid them
    assert watched(tmp_path, *none) == "ar.po es.po"


def test_files_that_are_broken_when_the_studio_opens_are_watched(tmp_path: Path) -> None:
    """An editor had emptied contacts.yaml and not yet written it: nothing was watched from then on."""
    for name, about in (("network", "id: network"), ("maine", "id: maine\n  base: ../network")):
        (tmp_path / name / "content").mkdir(parents=True)
        (tmp_path / name / "content" / "campaign.yaml").write_text(f"campaign:\n  {about}\n", encoding="utf-8")
    maine = tmp_path / "maine"
    (maine / "content" / "contacts.yaml").write_bytes(b"")
    assert watched_folders(maine) == [maine / "content", tmp_path / "network" / "content"]
    (maine / "content" / "campaign.yaml").write_bytes(b"")
    assert watched_folders(maine) == [maine / "content"]
