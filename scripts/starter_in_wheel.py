"""Put the starter campaign and the manuals into the wheel: this repository's own folders, which stay where they are.

Hatchling runs this (``pyproject.toml``). An editable install gets no copy: it finds the folders in the repository
(`flyers.content.layers`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FOLDERS = ("content", "translations", "fonts")


class StarterInWheel(BuildHookInterface):
    """Adds the folders to a wheel that is not editable."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "standard":
            manuals = (file.relative_to(self.root).as_posix() for file in Path(self.root, "docs").glob("*.*"))
            build_data["force_include"].update({path: f"flyers/starter/{path}" for path in (*FOLDERS, *manuals)})
