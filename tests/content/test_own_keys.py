"""What a campaign must say itself, and may not say otherwise than its bases."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from flyers.content.campaign import check_own_keys
from flyers.errors import ContentError, Source


class Keys(dict[str, Any]):
    source = Source("content/campaign.yaml", 2)

    def key_source(self, key: str) -> Source:
        return Source("content/campaign.yaml", 10 + list(self).index(key))

    def value_source(self, key: str) -> Source:
        return Source("content/campaign.yaml", 20 + list(self).index(key))


class Layers:
    """Layers of campaigns, the nearest first."""

    def __init__(self, *keys: dict[str, Any]) -> None:
        self.layers = [SimpleNamespace(keys=Keys(one)) for one in keys]

    def __iter__(self) -> Any:
        return iter(self.layers)


OWN = {"id": "own", "base": "starter"}
SPANISH = {**OWN, "source_language": "es"}
NO_BASE = "There is no base to choose languages from."
NO_ID = "The key “id” is missing."


@pytest.mark.parametrize(
    ("layers", "problem", "line"),
    [
        (({"id": "alone"},), "", 0),
        (({},), "", 0),
        (({"id": "alone", "source_language": "es"},), "", 0),
        (({"id": "alone", "languages": ["es"]},), NO_BASE, 11),
        ((OWN, {"id": "base"}), "", 0),
        (({**OWN, "languages": ["es"]}, {"id": "base"}), "", 0),
        ((OWN, {"languages": ["es"]}), NO_BASE, 10),
        (({"base": "starter"}, {"id": "base"}), NO_ID, 2),
        ((OWN, {"base": "starter"}, {}), NO_ID, 2),
        ((SPANISH, {"id": "base", "source_language": "es"}), "", 0),
        ((SPANISH, OWN, {"id": "base", "source_language": "es"}), "", 0),
        ((SPANISH, SPANISH, {"id": "base", "source_language": "es"}), "", 0),
        ((OWN, {"id": "base", "source_language": "es"}), "", 0),
        (({**OWN, "source_language": "en"}, {"id": "base"}), "", 0),
        ((SPANISH, {"id": "base"}), "The messages of the base are in “en”.", 22),
        ((SPANISH, {"id": "base", "source_language": "fr"}), "The messages of the base are in “fr”.", 22),
        ((OWN, SPANISH, {"id": "base", "source_language": "fr"}), "The messages of the base are in “fr”.", 22),
    ],
)
def test_a_campaign_has_an_id_of_its_own_and_the_language_of_its_base(
    layers: tuple[dict[str, Any], ...], problem: str, line: int
) -> None:
    found: Any = Layers(*layers)
    if not problem:
        check_own_keys(found)
        return
    with pytest.raises(ContentError) as caught:
        check_own_keys(found)
    assert caught.value.problem == problem
    assert caught.value.source == Source("content/campaign.yaml", line)
    assert caught.value.hint
