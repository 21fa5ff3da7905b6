"""Firefox, driven by Marionette: its own protocol of WebDriver commands over a socket, without a driver beside it."""

from __future__ import annotations

import itertools
import json
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
"""The key of an element's id (W3C WebDriver, 12.2)."""
PATIENCE = 60.0
PREFERENCES = {
    "app.normandy.enabled": False,
    "app.update.disabledForTesting": True,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "dom.w3c_touch_events.enabled": 1,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "network.dns.disabled": True,
    "services.settings.server": "data:,#",
}


class Firefox:
    """A Firefox of its own profile, without a window on a screen."""

    def __init__(self, program: str) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="firefox-", ignore_cleanup_errors=True)
        profile = Path(self._folder.name)
        with socket.create_server(("127.0.0.1", 0)) as free:  # other tests may have a Firefox of their own
            self._port = free.getsockname()[1]
        self.downloads = profile / "downloads"
        folder = {"browser.download.folderList": 2, "browser.download.dir": str(self.downloads)}
        preferences = {**PREFERENCES, **folder, "marionette.port": self._port}
        lines = (f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in preferences.items())
        (profile / "user.js").write_text("".join(lines))
        command = [program, "--headless", "--marionette", "--no-remote", "--profile", str(profile)]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._numbers = itertools.count(1)
        self._socket = self._connected()
        self._stream = self._socket.makefile("rb")
        self._message()  # what it is
        self("WebDriver:NewSession", capabilities={"alwaysMatch": {"acceptInsecureCerts": False}})

    def _connected(self) -> socket.socket:
        ends = time.monotonic() + PATIENCE
        while True:
            try:
                return socket.create_connection(("127.0.0.1", self._port), timeout=PATIENCE)
            except OSError:
                if time.monotonic() > ends or self._process.poll() is not None:
                    raise
                time.sleep(0.1)

    def _message(self) -> Any:
        length = b""
        while (digit := self._stream.read(1)) != b":":
            if not digit:
                raise ConnectionError("Firefox has ended")
            length += digit
        return json.loads(self._stream.read(int(length)))

    def __call__(self, command: str, **parameters: Any) -> Any:
        """Return the result of a WebDriver command; an error of the browser is raised."""
        data = json.dumps([0, next(self._numbers), command, parameters]).encode()
        self._socket.sendall(b"%d:%s" % (len(data), data))
        _, _, error, result = self._message()
        if error:
            raise RuntimeError(f"{command}: {error['error']}: {error['message']}")
        return result["value"] if isinstance(result, dict) and set(result) == {"value"} else result

    def open(self, address: str) -> None:
        """Open a page as wide as a small phone: in a frame, since no window is narrower than 500 pixels."""
        frame = f'<!doctype html><title>phone</title><iframe src="{address}" width="320" height="640"></iframe>'
        phone = Path(self._folder.name) / "phone.html"
        phone.write_text(frame, encoding="utf-8")
        self("WebDriver:Navigate", url=phone.as_uri())
        self("WebDriver:SwitchToFrame", id=0, element=None)

    def run(self, script: str, *arguments: object) -> Any:
        """Return what *script*, the body of a function, returns."""
        return self("WebDriver:ExecuteScript", script=script, args=arguments, sandbox=None)

    def tap(self, selector: str) -> None:
        """Touch the first element that *selector* finds with a finger."""
        found = self("WebDriver:FindElement", using="css selector", value=selector)
        self.run("arguments[0].scrollIntoView({ block: 'center' })", found)
        finger = [
            {"type": "pointerMove", "origin": found, "x": 0, "y": 0, "duration": 0},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        source = {"type": "pointer", "id": "finger", "parameters": {"pointerType": "touch"}, "actions": finger}
        self("WebDriver:PerformActions", actions=[source])

    def type(self, selector: str, text: str) -> None:
        found = self("WebDriver:FindElement", using="css selector", value=selector)
        self("WebDriver:ElementClear", id=found[ELEMENT])
        self("WebDriver:ElementSendKeys", id=found[ELEMENT], text=text)

    def picture(self) -> str:
        """Return the picture of what is shown, a PNG file in Base64."""
        return str(self("WebDriver:TakeScreenshot", full=False))

    def end(self) -> None:
        try:
            self("Marionette:Quit", flags=["eForceQuit"])
            self._process.wait(PATIENCE)
        finally:
            if self._process.poll() is None:
                self._process.kill()
                self._process.wait()
            self._socket.close()
            self._folder.cleanup()
