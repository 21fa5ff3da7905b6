"""The files of the page itself, read once when the studio starts: no request's path ever reaches the disk."""

from __future__ import annotations

from importlib.resources import files

from flyers.records import dataclass

_TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}


@dataclass(frozen=True, slots=True)
class Asset:
    """A file of the page, and its media type."""

    data: bytes
    media_type: str


def assets() -> dict[str, Asset]:
    """Return the page's files by name."""
    found = {}
    for entry in files("flyers.studio").joinpath("static").iterdir():
        ending = entry.name.rpartition(".")[2]
        if ending in _TYPES and not entry.name.startswith("."):
            found[entry.name] = Asset(entry.read_bytes(), _TYPES[ending])
    return found
