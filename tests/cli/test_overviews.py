"""Lists for coordinators: what products there are, whether all that a build needs is there, samples that are found."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from flyers.cli.main import main
from flyers.cli.program import OPTIONAL
from flyers.content import starter_folder
from flyers.errors import ExitCode
from flyers.pipeline.session import Session, open_session

pytestmark = pytest.mark.slow


def test_products_are_listed_with_size_sides_and_purpose(flyers: Callable[..., object], root: Path) -> None:
    lines = flyers("products").out.splitlines()
    assert [line.partition(":")[0] for line in lines if not line.startswith(" ")] == open_session(root).products
    card = lines.index("wallet-card: 3.5 × 2 in (88.9 × 50.8 mm), 2 sides")
    assert lines[card + 1].endswith("signs to look for on the back.")
    picker = lines.index("language-picker: 8.5 × 11 in (215.9 × 279.4 mm), 1 side")
    assert lines[picker + 1].endswith("(on request)")


@pytest.mark.parametrize("folder", [".", "examples/tenants"])
def test_every_product_says_what_it_is_for(root: Path, folder: str) -> None:
    session = Session(root / folder)
    purposes = [session.layout(product).about for product in session.products]
    assert all(purposes)
    assert len(set(purposes)) == len(purposes), "a layout that extends another has a purpose of its own"


def test_print_conditions_are_listed_with_their_standard_and_paper(flyers: Callable[..., object]) -> None:
    lines = flyers("products", "--conditions").out.splitlines()
    assert "gracol: PDF/X-4, GRACoL2006, coated paper no. 1 (the usual one)" in lines


def test_outside_of_campaigns_the_languages_of_a_new_one_are_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], root: Path
) -> None:
    """Whoever begins a campaign is asked for its languages (field-test C9)."""
    monkeypatch.chdir(tmp_path)
    assert main(["languages", "--tags"]) == ExitCode.OK
    printed = capsys.readouterr()
    assert printed.out.split() == list(open_session(starter_folder()).languages())
    assert printed.err == "There is no campaign here. These are the languages that a new one can have ('flyers new').\n"
    assert main(["--project", str(tmp_path), "languages"]) == ExitCode.USAGE
    assert main(["new", "maine", "--name", "Maine"]) == ExitCode.USAGE
    assert "'flyers languages' lists languages." in capsys.readouterr().err


def test_a_mistyped_product_is_named_whole(maine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """“There is no product “Wallet””, it had said (field-test C15)."""
    assert main(["--project", str(maine), "build", "--product", "Wallet kard"]) == ExitCode.USAGE
    assert "There is no product “Wallet kard”. Did you mean “wallet-card”?" in capsys.readouterr().err


def test_a_language_written_by_its_name_is_answered_with_its_tag(
    maine: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """“not a language tag”, it had said of “somali” (field-test C24)."""
    folder = Path(shutil.copytree(maine, tmp_path / "maine"))
    file = folder / "content/campaign.yaml"
    file.write_text(re.sub(r"languages: \[.*\]", "languages: [en, somali]", file.read_text("utf-8")), "utf-8")
    assert main(["--project", str(folder), "languages"]) == ExitCode.CONTENT
    assert "The base has no language “somali”. Did you mean “so”?" in capsys.readouterr().err


@pytest.mark.parametrize("words", [(), ("--conditions",)])
def test_scripts_get_bare_names(flyers: Callable[..., object], words: tuple[str, ...]) -> None:
    names = flyers("products", *words, "--names").out.splitlines()
    assert names == json.loads(flyers("products", *words, "--json").out)
    assert all(re.fullmatch(r"[a-z0-9-]+", name) for name in names)


def test_doctor_lists_programs_of_the_tests_only_when_asked(flyers: Callable[..., object]) -> None:
    usual, wordy = flyers("doctor").out, flyers("doctor", "-v").out
    assert "in the tests" not in usual
    assert [name for name in OPTIONAL if not re.search(rf"^ok  {re.escape(name)} .* the tests", wordy, re.M)] == []


def test_doctor_says_of_a_folder_without_a_campaign_nothing_else(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["--project", str(tmp_path), "doctor"]) == ExitCode.CONTENT
    faults = [line for line in capfd.readouterr().out.splitlines() if line.startswith("!!")]
    assert len(faults) == 1
    assert faults[0].split()[1] == "campaign"
    assert "There is no campaign here" in faults[0]


@pytest.mark.exhaustive
def test_the_sample_of_small_print_is_found(flyers: Callable[..., object], root: Path, campaign: Path) -> None:
    """In a campaign that has a piece on record, with that piece's code in the sample."""
    own = ("--project", str(campaign))
    assert flyers(*own, "manifest", "--lang", "es", "--keep").code == ExitCode.OK
    (record,) = (campaign / "translations" / "es" / "manifests").iterdir()
    page = (root / "docs/coordinators.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r'^ +flyers manifest "(.+)"$', page, re.M)
    assert f"`{shown}`" in page
    (code,) = re.findall(r"[0-9a-f]{7}$", shown)
    examples = re.findall(r"^  flyers manifest (\S+|\".+\")$", flyers("manifest", "--help").out, re.M)
    assert len(examples) >= 2
    for sample in {shown, *(example.strip('"') for example in examples)}:
        assert code in sample
        ran = flyers(*own, "manifest", sample.replace(code, record.stem))
        assert ran.code == ExitCode.OK, ran.err
        assert "On record in translations/" in ran.out


def test_the_file_for_weblate_names_no_server_of_others(root: Path) -> None:
    """Who runs ``wlc`` in a fresh clone must not reach a component of strangers."""
    (address,) = re.findall(r"^url = https://([^/]+)/", (root / ".weblate").read_text(encoding="utf-8"), re.M)
    assert address.endswith(".example.org")
