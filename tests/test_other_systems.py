"""Windows and macOS: a card is made without the modules and functions that only POSIX has, and by spawned workers."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

WITHOUT_POSIX = """
import multiprocessing, os, shutil, signal, subprocess, sys, tempfile, types  # they look at the system when imported

locks = []
fake = types.ModuleType("msvcrt")
fake.LK_NBLCK = 2
fake.locking = lambda handle, mode, count: locks.append(handle)
sys.modules["msvcrt"] = fake
for name in ("fcntl", "resource", "pwd", "grp", "termios", "readline"):
    sys.modules[name] = None
for owner, names in (
    (os, ("fork", "forkpty", "symlink", "link", "chmod", "O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "getuid", "geteuid")),
    (signal, ("pthread_sigmask", "SIGHUP", "SIGALRM", "SIGKILL")),
):
    for name in names:
        delattr(owner, name)
real, sys.platform = sys.platform, "win32"
import flyers.files

sys.platform = real
flyers.files.sys = types.SimpleNamespace(platform="win32")
from flyers.cli.main import main

out = sys.argv[1]
words = ["build", "--lang", "en", "--edition", "screen", "--output", out]
assert main([*words, "--product", "wallet-card", "--jobs", "1"]) == 0
assert locks, "nothing was locked"
assert main([*words, "--product", "wallet-card wallet-card-side", "--jobs", "2"]) == 0
"""


def test_a_card_is_made_without_posix_and_by_spawned_workers(root: Path, tmp_path: Path) -> None:
    words = [sys.executable, "-c", WITHOUT_POSIX, str(tmp_path / "out")]
    done = subprocess.run(words, cwd=root, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in (tmp_path / "out" / "en").glob("*.pdf")) == [
        "wallet-card-side.screen.pdf",
        "wallet-card.screen.pdf",
    ]
