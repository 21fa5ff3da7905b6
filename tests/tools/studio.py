"""A studio of a copy of the campaign, served in a process of its own."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

MOMENT = 1_790_000_000
"""The date of files that the studio paints."""

LANGUAGES = ("es", "ar", "km")


@dataclass
class Studio:
    """A running studio."""

    process: subprocess.Popen[str]
    url: str
    campaign: Path
    said: list[str] = field(default_factory=list)

    @property
    def port(self) -> int:
        return int(self.url.split(":")[2].partition("/")[0])

    @property
    def token(self) -> str:
        return self.url.split("/")[3]

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        raw: bytes | None = None,
        token: str | None = "",
        **headers: str | None,
    ) -> tuple[int, dict[str, str], bytes]:
        """Send a request as the page does.

        *headers* (``sec_fetch_site``) change what it says, None leaves one out; *token* is another than its own, or
        None for an address without one.
        """
        path = path if token is None else f"/{token or self.token}{path}"
        usual: dict[str, str | None] = {"host": f"127.0.0.1:{self.port}"}
        if method == "POST":
            usual["origin"] = self.origin
        data = raw if raw is not None else json.dumps(body).encode() if body is not None else None
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in {**usual, **{name.replace("_", "-"): value for name, value in headers.items()}}.items():
            if value is not None:
                connection.putheader(name, value)
        if data is not None and "content_length" not in headers:
            connection.putheader("content-length", str(len(data)))
        connection.endheaders(data)
        response = connection.getresponse()
        found = response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()
        connection.close()
        return found

    def get(self, path: str) -> Any:
        status, _, data = self.ask("GET", path)
        assert status == 200, data
        return json.loads(data)

    def post(self, path: str, body: Any) -> Any:
        return json.loads(self.ask("POST", path, body)[2])

    def catalog(self, tag: str) -> Path:
        return self.campaign / "translations" / tag / "LC_MESSAGES" / "flyers.po"

    def end(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(20)


def start(campaign: Path, *options: str) -> Studio:
    """Start a studio of *campaign*, and return it when it is ready."""
    process = subprocess.Popen(
        [sys.executable, "-m", "flyers", "--project", str(campaign), "studio", "--no-browser", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "SOURCE_DATE_EPOCH": str(MOMENT)},
    )
    assert process.stdout is not None
    assert process.stderr is not None
    url = process.stdout.readline().strip()
    if not url:
        raise AssertionError(process.stderr.read())
    studio = Studio(process, url, campaign)
    pipe = process.stderr
    threading.Thread(target=lambda: studio.said.extend(pipe), daemon=True).start()
    return studio


def copy_of(root: Path, folder: Path) -> Path:
    """Copy the campaign with three of its languages into *folder*; its fonts are large, and stay where they are."""
    shutil.copytree(root / "content", folder / "content")
    (folder / "translations").mkdir()
    for name in ("languages.yaml", "glossary.yaml", "flyers.pot"):
        shutil.copy(root / "translations" / name, folder / "translations" / name)
    for tag in LANGUAGES:
        shutil.copytree(root / "translations" / tag, folder / "translations" / tag)
    (folder / "fonts").symlink_to(root / "fonts", target_is_directory=True)
    return folder
