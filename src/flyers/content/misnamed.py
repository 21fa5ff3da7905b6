"""Files of a campaign that look like YAML and are not read, since their names end otherwise.

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


def misnamed_files(layer: Layer) -> Iterator[ContentError]:
    """Yield an error for each file of *layer* whose name ends nearly as it should."""
    for folder in _FOLDERS:
        for name in sorted(names_in(layer.folder / folder)):
            found = _OTHERWISE.fullmatch(name)
            if found and not name.endswith(".yaml"):
                yield ContentError(
                    f"This file is not read: its name ends in “{name[len(found[1]) :]}”.",
                    hint=f"Rename it to {found[1]}.yaml.",
                    source=Source(layer.shown(f"{folder}/{name}")),
                )
