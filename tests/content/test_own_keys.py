"""What a campaign must say itself, and may not say otherwise than its bases."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from flyers.content.campaign import Campaign, check_own_keys
from flyers.errors import ContentError, ExitCode, FlyersError, Source
from own_campaigns import begin_member, written


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


CONTACTS, NAMES = "content/contacts.yaml", "content/messages/names.yaml"


@pytest.mark.parametrize(
    ("file", "old", "new", "place", "problem"),
    [
        (CONTACTS, r"  coalition_site:[^#]*", "", CONTACTS, "“coalition_site” is missing: that of the base (starter:"),
        (CONTACTS, "coalition_phone: none", "", CONTACTS, "Write an entry “coalition_phone” with your own, or"),
        (CONTACTS, "coalition_site:", "coalition_seit:", rf"{CONTACTS}:10:3", "Write “coalition_site”."),
        (CONTACTS, "coalition_phone:", "coalition_fone:", rf"{CONTACTS}:8:3", "Did you mean “coalition_phone”?"),
        (NAMES, "contact.coalition.name:", "contact.colition.name:", rf"{NAMES}:5:3", "Write “contact.coalition.name”"),
        (NAMES, r"  state.name:\n.*\n.*\n", "", "content/messages", "“state.name” is missing"),
    ],
)
def test_a_deleted_or_misspelled_entry_stops_the_build(
    maine: Path, tmp_path: Path, file: str, old: str, new: str, place: str, problem: str
) -> None:
    folder = shutil.copytree(maine, tmp_path / "maine")
    text = (folder / file).read_text(encoding="utf-8")
    changed = re.sub(old, new, text)
    assert changed != text
    (folder / file).write_text(changed, encoding="utf-8")
    with pytest.raises(FlyersError) as caught:
        Campaign.load(folder)
    assert f"{place}: " in str(caught.value)
    assert problem in str(caught.value)
    assert caught.value.exit_code == ExitCode.CONTENT


@pytest.mark.parametrize("file", [CONTACTS, NAMES])
def test_a_deleted_file_stops_the_build(maine: Path, tmp_path: Path, file: str) -> None:
    folder = shutil.copytree(maine, tmp_path / "maine")
    (folder / file).unlink()
    with pytest.raises(FlyersError, match="belongs to the base's own coalition"):
        Campaign.load(folder)


def test_what_a_network_does_not_share_its_members_do_not_get(tmp_path: Path) -> None:
    """Its entries say nothing of it, so what the starter says of these counts."""
    member = begin_member(tmp_path)
    (member / CONTACTS).write_text("contacts: {coalition_site: none}\n", encoding="utf-8")
    with pytest.raises(ContentError, match="“coalition_phone” is missing"):
        Campaign.load(member)
    network = tmp_path / "network" / CONTACTS
    shared = network.read_text(encoding="utf-8").replace(
        "  coalition_phone:\n", "  coalition_phone:\n    local: false\n"
    )
    network.write_text(shared, encoding="utf-8")
    assert Campaign.load(member).contacts["coalition_phone"].display == "207-555-0100"


def test_a_logo_is_inherited_unless_it_is_local(tmp_path: Path) -> None:
    member, network = begin_member(tmp_path), tmp_path / "network"
    about = (network / "content/campaign.yaml").read_text(encoding="utf-8").rstrip()
    written(network, {"content/logo.svg": "<svg/>", "content/campaign.yaml": f"{about}\n  logo: {{file: logo.svg}}\n"})
    assert Campaign.load(member).logo is not None
    written(network, {"content/campaign.yaml": f"{about}\n  logo: {{file: logo.svg, local: true}}\n"})
    with pytest.raises(ContentError, match=r"^content/campaign\.yaml: “logo” is missing.*or “logo: none”"):
        Campaign.load(member)
    with (member / "content/campaign.yaml").open("a", encoding="utf-8") as file:
        file.write("  logo: none\n")
    assert Campaign.load(member).logo is None
