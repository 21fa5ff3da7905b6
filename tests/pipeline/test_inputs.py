"""What a file counts as made of: which files of a campaign and of its bases, and what else was asked for."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from flyers.files import YOUNGEST
from flyers.pipeline import inputs
from flyers.pipeline.inputs import ANY_DAY, Inputs
from flyers.pipeline.outputs import checksum
from flyers.pipeline.plan import ALL, Job, PressChoice

JOB = Job(Path("c"), "es", "card", "press", Path("out"))
OWN = (
    "content/campaign.yaml",
    "content/icons/a.svg",
    "content/layouts/card.yaml",
    "content/layouts/poster.yaml",
    "fonts/a.ttf",
    "translations/languages.yaml",
    "translations/es/LC_MESSAGES/flyers.po",
    "translations/es/manifests/1.json",
    "translations/zh_Hant/LC_MESSAGES/flyers.po",
    "output/es/card.pdf",
)


def write(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    return folder


@pytest.fixture
def starter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = write(tmp_path / "starter", "content/campaign.yaml", "translations/es/signoff.yaml")
    monkeypatch.setattr(inputs, "starter_folder", folder.resolve)
    return folder


def test_files_belong_to_the_campaign_a_layout_or_a_language(tmp_path: Path, starter: Path) -> None:
    own = Inputs({"": write(tmp_path / "own", *OWN)})
    assert own.group("campaign").keys() == {*OWN[:2], OWN[4], OWN[5], "starter:content/campaign.yaml"}
    assert own.group("layout card").keys() == {OWN[2]}
    assert own.group("layouts").keys() == {*OWN[2:4]}
    assert own.group("language es").keys() == {OWN[6], "starter:translations/es/signoff.yaml"}
    assert own.group("language fr") == {}
    assert [*own.languages] == ["es", "zh-Hant"]
    assert own.languages["es"] == checksum(own.group("language es"))
    assert own.group("languages").keys() == {*own.group("language es"), OWN[8]}
    itself = Inputs({"": starter})
    assert not any(name.startswith("starter:") for name in itself.group("campaign"))


def test_a_file_is_made_of_its_own_languages_and_layouts(tmp_path: Path, starter: Path) -> None:
    (starter / "translations/es/signoff.yaml").unlink()
    own = Inputs({"": write(tmp_path / "own", *OWN)})
    made = own.made_of(JOB, ["card"], [str(write(tmp_path, "shop.yaml") / "shop.yaml"), str(tmp_path / "none.icc")])
    assert made.values.keys() == {"program", "libraries", "order", "date", "campaign", "layout", "language es", "press"}
    assert made.files[made.values["layout"]] == own.group("layout card")
    press = made.files[made.values["press"]]
    assert [value == "unreadable" for value in press.values()] == [False, True]
    two = own.made_of(replace(JOB, secondary="zh-Hant"), ["card", "poster"])
    assert two.files[two.values["layout"]] == own.group("layouts")
    assert "language zh-Hant" in two.values
    assert "press" not in two.values
    every = own.made_of(replace(JOB, secondary=ALL), ["card"])
    assert every.files[every.values["languages"]] == own.group("languages")
    assert "language es" not in every.values


def test_where_a_base_was_signed_every_layout_counts(tmp_path: Path, starter: Path) -> None:
    """A sign-off of a base holds for products whose layouts are those of the base."""
    own = Inputs({"": write(tmp_path / "own", *OWN)})
    made = own.made_of(JOB, ["card"])
    assert made.files[made.values["layout"]] == own.group("layouts")
    (starter / "translations/es/signoff.yaml").unlink()
    own = Inputs({"": write(tmp_path / "own", "translations/es/signoff.yaml")})
    made = own.made_of(JOB, ["card"])
    assert made.files[made.values["layout"]] == own.group("layout card")


@pytest.mark.parametrize(
    ("job", "order"),
    [
        (JOB, "card, press"),
        (
            replace(JOB, secondary="en", allow_untranslated=True),
            "card, press, with en, English for what is not translated",
        ),
        (replace(JOB, press=PressChoice("gracol", "4")), "card, press, press gracol as PDF/X-4"),
        (replace(JOB, press=PressChoice("gracol")), "card, press, press gracol"),
        (replace(JOB, press=PressChoice(pdfx="1a")), "card, press, press  as PDF/X-1a"),
        (replace(JOB, press=PressChoice("a/../shop.yml")), f"card, press, press {Path.cwd() / 'shop.yml'}"),
        (
            replace(JOB, press=PressChoice("shop.yaml", "4")),
            f"card, press, press {Path.cwd() / 'shop.yaml'} as PDF/X-4",
        ),
        (replace(JOB, edition="screen", press=PressChoice("gracol", "4")), "card, screen"),
    ],
)
def test_what_is_asked_for_is_a_part(job: Job, order: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    own = Inputs({"": tmp_path})
    assert own.made_of(job, []).values["order"] == order
    assert own.made_of(job, []).values["date"] == ANY_DAY
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert own.made_of(job, []).values["date"] == "0"


def test_a_change_that_is_younger_than_what_was_read_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    own = Inputs({"": tmp_path})
    own.changed = 10 * YOUNGEST
    assert [own.may_have_changed_since(moment * YOUNGEST) for moment in (10, 11, 12)] == [True, False, False]
    monkeypatch.setattr(sys, "platform", "win32")
    assert own.may_have_changed_since(99 * YOUNGEST)
