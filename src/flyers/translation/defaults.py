"""The registry of the starter campaign, which fills gaps in those of other campaigns."""

from __future__ import annotations

from functools import cache

from flyers import limits
from flyers.content import starter, yamlfile
from flyers.files import read_bytes

ENGLISH = "en"
REGISTRY_FILE = "translations/languages.yaml"


@cache
def registry_document() -> yamlfile.Mapping:
    """Return the registry of the starter campaign, unchecked."""
    name = f"{starter.NAME}:{REGISTRY_FILE}"
    return yamlfile.parse(read_bytes(starter.starter_folder() / REGISTRY_FILE, name, limits.YAML_BYTES), name)
