"""Put the starter campaign into the wheel: this repository's own folders, which stay where they are.

Hatchling runs this (``pyproject.toml``). An editable install gets no copy: it finds the folders in the repository
(`flyers.content.starter`).
"""

from __future__ import annotations

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FOLDERS = ("content", "translations", "fonts")


class StarterInWheel(BuildHookInterface):
    """Adds the folders to a wheel that is not editable."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "standard":
            build_data["force_include"].update({folder: f"flyers/starter/{folder}" for folder in FOLDERS})
