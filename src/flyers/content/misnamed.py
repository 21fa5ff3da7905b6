"""Files of a campaign that are not read, since their names end otherwise, or since they are in another folder.

In a campaign on a base that goes unseen: the file of the base takes the place of one that Windows calls
``contacts.yaml.txt``, and another coalition's number is printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from flyers.content import LAYOUTS_FOLDER
from flyers.content.layers import Layer
from flyers.errors import ContentError, Source
from flyers.files import names_in

_FOLDERS = (
    "content",
    "content/icons",
    LAYOUTS_FOLDER,
    "content/messages",
    "content/sheets",
    "content/themes",
    "fonts",
    "translations",
)
"""Folders with files that are found by their names. (A print condition may be named with its path and its ending.)"""

_OTHERWISE = re.compile(r"([^.].*)\.ya?ml(\.txt)?", re.IGNORECASE)

_OF_AN_OFFICE = re.compile(r"[^.~].*\.(docx?|odt|rtf|pages|xlsx?|ods|csv)", re.IGNORECASE)
"""Files of word processors and spreadsheets, which people put where the program reads YAML (field-test B24)."""

_IN_CONTENT = {"campaign.yaml", "contacts.yaml", "print-jobs.yaml", "base-record.yaml"}
"""The YAML files that are directly in the folder content."""


def misnamed_files(layer: Layer) -> Iterator[ContentError]:
    """Yield an error for each file of *layer* that somebody may believe to be read."""
    for folder in _FOLDERS:
        for name in sorted(names_in(layer.folder / folder)):
            found = _OTHERWISE.fullmatch(name)
            source = Source(layer.shown(f"{folder}/{name}"))
            if folder == "content" and name.endswith(".yaml") and name not in _IN_CONTENT:
                yield ContentError(
                    "This file is not read: it is not in the folder of its kind.",
                    hint="Messages belong into content/messages, layouts into content/layouts, colours into "
                    "content/themes.",
                    source=source,
                )
            if _OF_AN_OFFICE.fullmatch(name):
                yield ContentError(
                    "This file is not read: it is not a text file in YAML.",
                    hint="Move it out of this folder. 'flyers translations import' takes spreadsheets of translators.",
                    source=source,
                )
            if found and not name.endswith(".yaml"):
                yield ContentError(
                    f"This file is not read: its name ends in “{name[len(found[1]) :]}”.",
                    hint=f"Rename it to {found[1]}.yaml.",
                    source=source,
                )
