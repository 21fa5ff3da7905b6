"""A campaign's content, read from the YAML files in its folder.

`yamlfile` parses a safe part of YAML into maps and lists that keep the place of every key and value (`yaml_data`), and
names what was probably mistyped where it cannot. `schema` checks a parsed file against a description and calls
constructors with its values. On these rest the readers: `contacts` (facts that are never translated, with the rules of
printed numbers and of what codes and links open), `messages` with their `markup`, `press` (print conditions and ICC
profiles), and `campaign`, which reads a whole folder, campaign.yaml first, and checks what refers from file to file.
`layers` are the folders that a campaign is built from, the last of them often the starter campaign. `message_key` and
`markup` have the types in which texts travel through the rest of the program.

Begin with `campaign`.
"""

from __future__ import annotations

from pathlib import Path

from flyers.errors import MissingToolError

# What follows is here so that campaigns can be found without importing YAML.

CAMPAIGN_FILE = "content/campaign.yaml"  # The file by which a folder is known as a campaign's.

LAYOUTS_FOLDER = "content/layouts"

STARTER = "starter"
"""The starter campaign's name in ``base:`` of campaign.yaml; it does not mean a folder of that name."""


def starter_folder() -> Path:
    """Return the folder of the starter campaign; raises a MissingToolError if the installation lacks it."""
    package = Path(__file__).resolve().parents[1]
    for folder in (package / STARTER, package.parents[1]):
        if (folder / CAMPAIGN_FILE).is_file():
            return folder
    problem = "The starter campaign is missing from this installation."
    raise MissingToolError(problem, hint="Install flyers-press again.")
