"""The starter campaign, which comes with the program: what every campaign needs, and what others build on.

It is the campaign of this repository. A wheel has its folders inside the package (``scripts/starter_in_wheel.py``); in
a checkout they are read from the repository.
"""

from __future__ import annotations

from pathlib import Path

from flyers.content import CAMPAIGN_FILE
from flyers.errors import MissingToolError

NAME = "starter"
"""The starter campaign's name in ``base:`` of campaign.yaml; it does not mean a folder of that name."""


def starter_folder() -> Path:
    """Return the folder of the starter campaign.

    Raises:
        MissingToolError: it is missing from the installation.
    """
    package = Path(__file__).resolve().parents[1]
    for folder in (package / NAME, package.parents[1]):
        if (folder / CAMPAIGN_FILE).is_file():
            return folder
    raise MissingToolError(
        "The starter campaign is missing from this installation.", hint="Install flyers-press again."
    )
