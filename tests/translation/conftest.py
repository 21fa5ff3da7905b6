"""An exchange of the small campaign with a translator."""

from __future__ import annotations

from pathlib import Path

import pytest
from exchangedesk import Desk


@pytest.fixture
def desk(small: Path) -> Desk:
    """The small campaign with its Spanish catalog, ready to be sent."""
    return Desk(small)
