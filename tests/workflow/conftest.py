"""Pages of a session are composed once."""

from __future__ import annotations

import pytest

from made_once import compose_once


@pytest.fixture(autouse=True)
def pages_are_composed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    compose_once(monkeypatch)
