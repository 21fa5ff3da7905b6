"""The ids by which campaign files name messages and items of the seed."""

from __future__ import annotations

import re

from flyers.content.schema import Each, Text

_SEED = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")
SEED_IDS = Each(Text(_SEED, "an id of the seed (seed/items.yaml)"), unique=True)
ID_OF_A_MESSAGE = r"[a-z][a-z0-9]*(?:[.-][a-z0-9]+)*"
MESSAGE_ID = Text(re.compile(ID_OF_A_MESSAGE), "a message id, like “signs.cut-off”")
