"""From ``flyers new`` to the print shop and the website, by the command line, as any coalition goes (field test, A1).

The coalition's name is translated nowhere; it stands in English among the words of each language.
"""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from zipfile import ZipFile

import pytest

from flyers.pipeline.plan import plan
from flyers.pipeline.prove import prove, words_beside
from flyers.pipeline.session import Session
from flyers.pipeline.workers import run
from flyers.workflow.signing import Statement, pages_checksum, sign
from matrix import matrix
from newcampaign import Command, begin

pytestmark = pytest.mark.slow

PRINTED = ("emergency", "hotline", "hotline_text")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "maine"


@pytest.fixture
def flyers(folder: Path) -> Command:
    return begin(folder, "en es ur")


def checksum_of(printed: str) -> str:
    """Return the checksum that ``flyers reader-proof`` prints."""
    return re.findall(r"^checksum\b.*?((?: [0-9a-f]{4})+)$", printed, re.MULTILINE)[-1].strip()


def test_a_new_campaign_comes_to_a_final_package_and_a_website(folder: Path, flyers: Command) -> None:
    flyers("build", "--lang", "es", "--product", "poster")
    assert (folder / "output" / "es" / "poster.press.DRAFT.pdf").exists()
    checksum = checksum_of(flyers("reader-proof", "es", "--product", "poster"))
    flyers("translations", "sign", "es", "--reviewer", "R-07", "--role", "native reader", "--proof", checksum)
    flyers("contacts", "verify", *PRINTED)
    flyers("build", "--lang", "es", "--product", "poster")
    assert [file.name for file in (folder / "output" / "es").glob("poster*.pdf")] == ["poster.press.pdf"]
    flyers("package", "--lang", "es", "--product", "poster", "--quantity", "poster=50")
    (package,) = (folder / "output").rglob("*.zip")
    assert "draft" not in package.name
    with ZipFile(package) as archive:
        assert any("/es-poster-" in name and name.endswith(".press.pdf") for name in archive.namelist())
    assert "2 files to download" in flyers("gallery", "--lang", "es", "--product", "poster")
    assert (folder / "gallery" / "es" / "poster.pdf").exists()


def test_a_draft_from_before_its_signature_is_called_a_draft_and_not_edited(folder: Path, flyers: Command) -> None:
    """Its marks were ink that somebody had added, and hidden text: “find out who”, “ask for the original” (issue 29)."""
    session, drafts = Session(folder), folder / "output"
    jobs = plan(folder, ["es"], ["wallet-card"], ["press", "office"], output=drafts)
    jobs += plan(folder, ["es"], ["image-square"], ["image"], output=drafts)
    assert [result.error for result in run(jobs, workers=1)] == [None] * len(jobs)
    sign(session, "es", Statement("R-07", "native reader", dt.date(2026, 12, 1), pages_checksum(session, "es")))
    files = sorted([*drafts.rglob("*.pdf"), *drafts.rglob("*.png")])
    assert len(files) == 3
    for file in files:
        verdict = prove(file, file.read_bytes(), Session(folder), words=words_beside(file))
        assert [finding["code"] for finding in verdict.findings] == ["P004"], file
        assert verdict.remarks == ("a draft of today's words, from before they were signed; build it again",)


def test_an_empty_option_of_a_signature_is_refused(folder: Path, flyers: Command) -> None:
    """A shell's unset variable put every message on record as read, without a proof (field test, B21)."""
    for option in ("--proof", "--reviewer", "--role"):
        words = {"--reviewer": "R-07", "--role": "native reader", "--proof": "0000 0000", option: ""}
        with pytest.raises(SystemExit, match="2"):
            flyers("translations", "sign", "es", *(word for pair in words.items() for word in pair))
        assert not (folder / "translations" / "es" / "signoff.yaml").exists()
    assert "on record" in flyers("translations", "sign", "es", "--reviewer", "R-07", "--role", "native reader")


@pytest.mark.parametrize("scope", matrix([["--product", "brochure"], []], bool), ids=["brochure", "whole language"])
def test_the_pages_of_a_new_campaign_can_be_read(flyers: Command, scope: list[str]) -> None:
    assert checksum_of(flyers("reader-proof", "es", *scope))


def test_the_urdu_card_for_oneself_has_a_screen_edition_and_a_proof(flyers: Command) -> None:
    """A letter of it stands so near a bullet that their boxes meet (field test, A5)."""
    flyers("build", "--lang", "ur", "--product", "self-card", "--edition", "screen")
    assert checksum_of(flyers("reader-proof", "ur", "--product", "self-card"))
