"""Packages for a press with one plate: the black files, and a ticket, a letter and an XJDF that say so."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from orders import order_of

from flyers.errors import FileAccessError
from flyers.pipeline.session import Session
from flyers.pipeline.workers import run
from flyers.publish.package import package


@pytest.fixture(scope="module")
def black(signed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output folder with the English wallet card for one ink."""
    output = tmp_path_factory.mktemp("black")
    jobs, _ = order_of(signed, output, "en", ["wallet-card"], ink="black")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1767225600")
        (result,) = run(jobs, workers=1)
    assert result.error is None
    return output


def test_a_package_for_one_ink_has_the_black_files_and_says_so(signed: Path, black: Path) -> None:
    made = package(*order_of(signed, black, "en", ["wallet-card"], ink="black"), Session(signed))
    assert made.path.name == "flyers-ct-en-2026-11-black.zip"
    with zipfile.ZipFile(made.path) as opened:
        files = {name.partition("/")[2]: opened.read(name) for name in opened.namelist()}
    assert files["en-wallet-card-3.5x2in-black.press.pdf"] == (black / "en/wallet-card.press.black.pdf").read_bytes()
    (card,) = json.loads(files["job-ticket.json"])["products"]
    assert card["inks"] == {"front": ["K"], "back": ["K"]}
    assert card["file"] == "en-wallet-card-3.5x2in-black.press.pdf"
    assert files["job-ticket.xjdf"].count(b'ColorsUsed="Black"') == 2
    assert b"black only, one plate" in files["README.txt"]


def test_black_files_are_not_taken_for_those_in_all_inks(signed: Path, black: Path) -> None:
    with pytest.raises(FileAccessError, match=r"does not exist") as caught:
        package(*order_of(signed, black, "en", ["wallet-card"]), Session(signed))
    assert f"'flyers build --lang en --product wallet-card --output {black}'" in str(caught.value.hint)


def test_what_is_missing_in_black_is_built_in_black(signed: Path, black: Path) -> None:
    with pytest.raises(FileAccessError) as caught:
        package(*order_of(signed, black, "en", ["poster"], ink="black"), Session(signed))
    assert f"'flyers build --lang en --product poster --ink black --output {black}'" in str(caught.value.hint)
