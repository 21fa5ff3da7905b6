"""A process that makes one campaign after the other, on one base that changes too, makes of each what a new one makes.

``FLYERS_EDITS=500`` makes so many edits, chosen by chance, each followed by a build in this process and in a new one.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from changes import EDITS, NothingToChangeError, edit, make_campaign
from test_never_stale import MOMENT, SEED, files

from flyers.cli.main import main
from flyers.pipeline.session import open_session

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]

MANY = int(os.environ.get("FLYERS_EDITS", "6"))
DIGITS = ("0111", "0148")
CHOSEN = ("--lang", "en,es", "--product", "card,picture", "--edition", "press,image", "--jobs", "1", "--force")


@pytest.fixture
def islands(tmp_path: Path) -> list[Path]:
    """Campaigns on one base whose number has other last digits in each."""
    found = [make_campaign(tmp_path)]
    for digits in DIGITS:
        found.append(Path(shutil.copytree(found[0], tmp_path / f"island-{digits}")))
        for dash in ("-", ""):
            edit(found[-1] / "content" / "contacts.yaml", f"555{dash}0177", f"555{dash}{digits}")
    return found


def made_here(campaign: Path, output: Path) -> dict[str, bytes]:
    open_session.cache_clear()  # a session is a snapshot; all that the process keeps beside it stays
    shutil.rmtree(output, ignore_errors=True)
    main(["--project", str(campaign), "build", *CHOSEN, "--output", str(output)])
    return files(output)


def made_alone(campaign: Path, output: Path) -> dict[str, bytes]:
    shutil.rmtree(output, ignore_errors=True)
    words = [sys.executable, "-m", "flyers", "--project", str(campaign), "build", *CHOSEN, "--output", str(output)]
    subprocess.run(words, env=os.environ | {"FLYERS_CACHE": "off"}, capture_output=True, check=False)
    return files(output)


def test_what_a_process_has_made_before_changes_nothing(
    islands: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", MOMENT)
    chance = random.Random(SEED)
    names = sorted(EDITS)
    made = 0
    for campaign in islands:  # so that there is something to be kept
        assert made_here(campaign, tmp_path / "here")
    for number in range(MANY):
        campaign, name = chance.choice(islands), chance.choice(names)
        pristine = Path(shutil.copytree(tmp_path / "harbor", tmp_path / "before" / "harbor")).parent
        shutil.copytree(campaign, pristine / "island")
        try:
            EDITS[name].change(campaign, chance)
        except (NothingToChangeError, FileNotFoundError):  # an earlier edit took its words, or its file, away
            name = "nothing"
        here, alone = made_here(campaign, tmp_path / "here"), made_alone(campaign, tmp_path / "alone")
        assert here == alone, (number, campaign.name, name)
        made += bool(here)
        if not here:  # it is broken: put back what was there
            for folder, was in ((tmp_path / "harbor", "harbor"), (campaign, "island")):
                shutil.rmtree(folder)
                shutil.copytree(pristine / was, folder)
        shutil.rmtree(pristine)
    assert made > MANY // 2
