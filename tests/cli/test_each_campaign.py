"""``--campaigns`` of commands other than build: a network's coordinator runs them for all members (field test, B23)."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from flyers.cli.main import main
from flyers.content.campaign import Campaign
from flyers.errors import ExitCode

pytestmark = pytest.mark.slow


@pytest.fixture
def network(maine: Path, member: Path, tmp_path: Path) -> Path:
    """A folder with a network, its member, and a campaign of another state."""
    folder = shutil.copytree(member.parent, tmp_path / "all")
    shutil.copytree(maine, folder / "maine")
    return folder


def test_a_command_runs_in_each_under_its_name(network: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["translations", "status", "--lang", "Spanish", "--campaigns", f"{network}/*"]) == ExitCode.OK
    printed = capsys.readouterr().out
    places = [printed.index(f"{network / name}:\n") for name in ("harbor", "maine", "network")]
    assert places == sorted(places)
    assert printed.count("es: ") >= 3


def test_the_documents_of_all_are_one(network: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["contacts", "list", "--json", "--campaigns", f"{network}/*"]) == ExitCode.OK
    documents = json.loads(capsys.readouterr().out)
    assert {Path(folder).name for folder in documents} == {"harbor", "maine", "network"}
    assert all("hotline" in [contact["contact"] for contact in document] for document in documents.values())


def test_a_broken_campaign_is_named_and_the_others_go_on(network: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (network / "harbor" / "content" / "contacts.yaml").write_text("contacts: {", encoding="utf-8")
    verify = ["contacts", "verify", "hotline", "--date", "2026-11-03", "--campaigns", str(network / "*")]
    assert main(verify) == ExitCode.CONTENT
    assert f"flyers: {network / 'harbor'}: " in capsys.readouterr().err
    assert str(Campaign.load(network / "maine").contacts["hotline"].verified_on) == "2026-11-03"


def test_a_website_of_each_is_in_a_folder_of_its_name(network: Path, tmp_path: Path) -> None:
    """All in one folder, the last would be left."""
    words = ["gallery", "--no-build", "--lang", "es", "--site", str(tmp_path / "sites"), "--campaigns"]
    assert main([*words, str(network / "maine"), str(network / "network")]) == ExitCode.OK
    assert sorted(folder.name for folder in (tmp_path / "sites").iterdir()) == ["maine", "network"]
