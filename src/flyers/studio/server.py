"""Starts the studio, for this computer only, and ends it cleanly."""

from __future__ import annotations

import asyncio
import hashlib
import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn

from flyers.errors import MissingToolError, UsageError
from flyers.studio.app import Studio
from flyers.studio.guard import Guard, Secret

ADDRESS = "127.0.0.1"

FIRST_PORT, PORTS = 20_000, 10_000
"""Where a campaign's own port is. Browsers keep unsaved texts by address, port included, so it should be the same
each time."""

SECONDS_TO_END = 2
"""Seconds for which requests may continue when the studio ends."""

Ready = Callable[[str, str], None]
"""Gets the address to print and the one to open, each with a secret."""


class _Server(uvicorn.Server):
    """Uvicorn with a callback when it is ready; it ends the streams before it waits for them."""

    def __init__(self, config: uvicorn.Config, studio: Studio, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._studio, self._ready = studio, ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._studio.end()
        await super().shutdown(sockets)


def serve(folder: Path, ready: Ready, *, port: int | None = None, read_only: bool = False) -> None:
    """Serve the studio of the campaign in *folder* until the process is interrupted.

    Args:
        port: None for the campaign's own, or a free one if that is taken.

    Raises:
        KeyboardInterrupt: it was interrupted, and has ended.
        UsageError: *port* is not a port, or another program has it.
        MissingToolError: the system gives no port at all.
        FlyersError: *folder* is not a campaign.
    """
    asyncio.run(_serve(folder, ready, port, read_only))


async def _serve(folder: Path, ready: Ready, port: int | None, read_only: bool) -> None:
    with _bound(folder, port) as listening:
        number = listening.getsockname()[1]
        secret, studio = Secret(), Studio(folder, read_only=read_only)
        config = uvicorn.Config(
            Guard(studio.app(), number, secret),
            log_config=None,
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            ws="none",
            timeout_graceful_shutdown=SECONDS_TO_END,
        )
        address = f"http://{ADDRESS}:{number}/"
        opening = f"{address}?once={secret.once}"
        server = _Server(config, studio, lambda: ready(f"{address}{secret.token}/", opening))
        await server.serve([listening])


def own_port(folder: Path) -> int:
    """Return the port that the campaign in *folder* always has, if it is free."""
    digest = hashlib.sha256(str(folder.resolve()).encode("utf-8", "surrogateescape")).digest()
    return FIRST_PORT + int.from_bytes(digest[:4], "big") % PORTS


def _bound(folder: Path, port: int | None) -> socket.socket:
    """Return a socket of this computer alone, at *port*."""
    for choice in (own_port(folder), 0) if port is None else (port,):
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((ADDRESS, choice))
            listening.listen(64)
        except OverflowError:
            listening.close()
            raise UsageError(f"{port} is not a port.", hint="Choose a number from 1024 to 65535.") from None
        except OSError:
            listening.close()
            continue
        listening.setblocking(False)
        return listening
    if port is None:
        raise MissingToolError("No port of this computer is free.", hint="End a program that listens on one.")
    raise UsageError(f"Port {port} is taken by another program.", hint="Choose another one, or leave --port out.")
