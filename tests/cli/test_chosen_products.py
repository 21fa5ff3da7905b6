"""``products`` in campaign.yaml: a campaign on a base has the products that it names, and no others."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from flyers.cli.main import main
from flyers.content.campaign import Campaign
from flyers.errors import ContentError, ExitCode
from flyers.pipeline.session import Session, open_session

pytestmark = pytest.mark.slow


def choose(folder: Path, *lines: str) -> None:
    about = folder / "content/campaign.yaml"
    text = [
        line for line in about.read_text("utf-8").splitlines() if not line.startswith(("  products:", "  languages:"))
    ]
    about.write_text("\n".join([*text, *(f"  {line}" for line in lines)]) + "\n", "utf-8")


@pytest.fixture
def chosen(clinic: Path, tmp_path: Path) -> Path:
    folder = Path(shutil.copytree(clinic, tmp_path / "clinic"))
    choose(folder, "products: [shots, wallet-card]")
    return folder


def test_a_clinic_has_the_products_that_it_names(chosen: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its default build had made 23 products about trafficking."""
    session = Session(chosen)
    assert session.products == session.usual_products == ["shots", "wallet-card"]
    session.layout("wallet-card", secondary="es")  # which has another layout for its back
    assert main(["--project", str(chosen), "build", "--lang", "en", "--product", "brochure"]) == ExitCode.USAGE
    assert "brochure" in capsys.readouterr().err


def test_a_product_that_there_is_not_is_named_with_its_place(chosen: Path) -> None:
    choose(chosen, "products: [shots, brochur]")
    with pytest.raises(
        ContentError, match=r"campaign\.yaml:\d+:21: There is no product “brochur”\. Did you mean “broc"
    ):
        Campaign.load(chosen)


def test_files_of_what_was_taken_out_are_named(chosen: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The old brochure, with an old number perhaps, stayed in output/ among the new files."""
    build = ["--project", str(chosen), "build", "--lang", "en,es"]
    assert main(build) == ExitCode.OK
    assert "an old file" not in capsys.readouterr().err
    (chosen / "output/en/reader-proof.shots.pdf").touch()  # it had been named too: a proof is of no product
    choose(chosen, "products: [shots]", "languages: [en]")
    open_session.cache_clear()  # each command has a process of its own
    assert main([*build[:-1], "en"]) == ExitCode.OK
    said = [line for line in capsys.readouterr().err.splitlines() if "an old file" in line]
    output = chosen / "output"
    assert sorted(line.removeprefix("warning: ").partition(": ")[0] for line in said) == sorted(
        map(str, [*output.glob("en/wallet-card.*pdf"), *output.glob("es/*.pdf")])
    )
    assert len(said) == 3
