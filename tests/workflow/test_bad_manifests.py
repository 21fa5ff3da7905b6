"""Each manifest under tests/bad/manifests is wrong in one thing. Its first line says where, and how that is reported."""

from __future__ import annotations

from pathlib import Path

import pytest

from flyers.cli.main import main
from flyers.errors import ContentError
from flyers.pipeline.session import Session
from flyers.workflow.manifest import read_manifest, read_manifests

BAD = Path(__file__).parents[1] / "bad" / "manifests"


def installed(folder: Path, name: str) -> Path:
    path = folder / "translations" / "es" / "manifests" / "0bad0ba.yaml"
    path.parent.mkdir(parents=True)
    path.write_bytes((BAD / f"{name}.yaml").read_bytes())
    return path


@pytest.mark.parametrize("name", sorted(path.stem for path in BAD.glob("*.yaml")))
def test_the_error_names_the_place_and_the_problem(second_campaign: Path, name: str) -> None:
    path = installed(second_campaign, name)
    head = path.read_text(encoding="utf-8").partition("\n")[0]
    place, _, message = head.removeprefix("# error: ").partition(" ")
    with pytest.raises(ContentError) as caught:
        read_manifest(path, Session(second_campaign).campaign)
    assert f"translations/es/manifests/0bad0ba.yaml:{place}: " in str(caught.value)
    assert message in str(caught.value)


@pytest.mark.parametrize("words", [("manifest", "0bad0ba"), ("contacts", "uses", "harbor")])
def test_a_manifest_that_lacks_a_message_is_no_fault_of_the_program(
    second_campaign: Path, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    installed(second_campaign, "absent-message")
    assert main(["--project", str(second_campaign), *words]) == 3
    assert "0bad0ba.yaml:15:" in capsys.readouterr().err


def test_the_good_manifest_that_they_vary_is_read(second_campaign: Path) -> None:
    path = installed(second_campaign, "absent-contact")
    path.write_text(path.read_text(encoding="utf-8").replace("harbour", "harbor"), encoding="utf-8")
    session = Session(second_campaign)
    assert len(list(read_manifests(session.campaign, session.registry))) == 1
