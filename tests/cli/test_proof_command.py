"""``flyers proof``: good files, files of other programs, and unreadable files."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path

import pikepdf
import pytest

from flyers.cli.main import main
from flyers.errors import ExitCode
from flyers.pipeline.plan import Job
from flyers.pipeline.workers import run

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def card(root, tmp_path_factory) -> Path:
    job = Job(root, "ar", "wallet-card", "press", tmp_path_factory.mktemp("card"))
    (result,) = run([job], workers=1)
    assert result.error is None
    return result.job.target


def _resaved(pdf: Path, **options: object) -> bytes:
    held = io.BytesIO()
    with pikepdf.open(pdf) as file:
        file.save(held, **options)
    return held.getvalue()


def test_our_own_file_is_recognized_and_good(flyers, card):
    ran = flyers("proof", str(card))
    assert ran.code == ExitCode.OK
    assert "good (wallet-card, ar, press)" in ran.out + ran.err


def test_a_file_of_another_program_gets_a_remark_on_what_was_not_checked(flyers, tmp_path):
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(612, 792))
    pdf.docinfo["/Title"] = "A letter"
    pdf.save(tmp_path / "letter.pdf")
    ran = flyers("proof", str(tmp_path / "letter.pdf"))
    assert ran.code == ExitCode.NOT_COMPARED
    assert "NOT COMPARED (not known)" in ran.out + ran.err
    assert "what the pages show were not compared" in ran.out + ran.err


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (lambda card: b"", "is empty"),
        (lambda card: b"Dear printer,\n", "not a PDF file"),
        (lambda card: card.read_bytes()[:4000], "damaged"),
        (lambda card: _resaved(card, encryption=pikepdf.Encryption(owner="o", user="u")), "locked with a password"),
        (lambda card: _resaved(card, encryption=pikepdf.Encryption(owner="o", user="")), "encrypted"),
    ],
    ids=["empty", "text", "half", "locked", "encrypted"],
)
def test_an_unreadable_file_is_one_finding_and_code_7(flyers, tmp_path, card, make, problem):
    path = tmp_path / "odd.pdf"
    path.write_bytes(make(card))
    ran = flyers("proof", str(path))
    output = ran.out + ran.err
    assert ran.code == ExitCode.PROOF
    assert output.count("P001") == 1
    assert problem in output
    assert "not labelled" not in output
    assert "BytesIO" not in output


def test_a_missing_file_is_code_8_and_the_others_are_proved(flyers, tmp_path, card):
    ran = flyers("proof", str(tmp_path / "nowhere.pdf"), str(card))
    assert ran.code == ExitCode.FILE_ACCESS
    assert "nowhere.pdf: This file cannot be read" in ran.err
    assert "good (wallet-card, ar, press)" in ran.out + ran.err


def test_a_folder_that_goes_while_it_is_looked_through_is_passed_over(flyers, tmp_path, monkeypatch):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    listed = os.scandir

    def without_the_others(folder: str) -> object:
        if Path(folder) != tmp_path:
            raise FileNotFoundError(folder)
        return listed(folder)

    monkeypatch.setattr(os, "scandir", without_the_others)
    ran = flyers("proof", str(tmp_path))
    assert ran.code == ExitCode.USAGE
    assert "There is no PDF and no image" in ran.err


def test_a_folder_means_its_pdfs_and_an_empty_one_is_an_error(flyers, tmp_path, card):
    (tmp_path / "below").mkdir()
    assert flyers("proof", str(tmp_path)).code == ExitCode.USAGE
    (tmp_path / "below" / "CARD.PDF").write_bytes(card.read_bytes())
    (tmp_path / "notes.txt").write_text("not a PDF")
    ran = flyers("proof", "--json", str(tmp_path))
    assert ran.code == ExitCode.OK
    (verdict,) = json.loads(ran.out)
    assert verdict["file"].endswith("CARD.PDF")
    assert verdict["good"]
    assert verdict["facts"]["codes"][0]["reads"] == {"sharp": True, "out of focus": True, "poor light": True}


def test_an_old_card_says_so_in_its_first_line_and_the_rest_in_short(capfd, card, campaign):
    contacts = campaign / "content" / "contacts.yaml"
    text = contacts.read_text(encoding="utf-8")
    contacts.write_text(
        text.replace("1-888-373-7888", "1-888-373-9999").replace("18883737888", "18883739999"), encoding="utf-8"
    )
    assert main(["--project", str(campaign), "proof", str(card)]) == ExitCode.PROOF
    first, *rest = capfd.readouterr().out.splitlines()
    assert first.endswith("FAILED: OLD NUMBER 1-888-373-7888, today 1-888-373-9999 (hotline). Do not hand it out.")
    assert len(rest) == 2
    assert "DIGIT" not in " ".join(rest)
    assert main(["--project", str(campaign), "proof", "-v", str(card)]) == ExitCode.PROOF
    assert "T303" in capfd.readouterr().out


def test_many_files_are_proved_in_several_processes_and_reported_in_order(flyers, tmp_path, card, monkeypatch):
    monkeypatch.setattr("flyers.limits.usable", lambda: 2)
    words = []
    for number in range(8):
        folder = tmp_path / str(number % 3)
        folder.mkdir(exist_ok=True)
        path = folder / f"{number}.pdf"
        words.append(str(path))
        if number == 1:
            path.write_bytes(b"Dear printer,\n")
        elif number != 5:
            path.write_bytes(card.read_bytes())
    ran = flyers("proof", *words)
    assert ran.code == ExitCode.FILE_ACCESS
    assert "5.pdf" in ran.err
    verdicts = [line.partition(" (")[0] for line in ran.out.splitlines() if not line.startswith(" ")]
    assert verdicts == [f"{word}: {'FAILED' if word == words[1] else 'good'}" for word in words if word != words[5]]
