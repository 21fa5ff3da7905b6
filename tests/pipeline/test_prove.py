"""Finished files proved again, and files of other hands."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import pikepdf
import pytest

from flyers.errors import ExitCode, UsageError
from flyers.pipeline.plan import Job, as_said
from flyers.pipeline.prove import Identity, identify, prove
from flyers.pipeline.session import Session
from flyers.pipeline.workers import run


@pytest.fixture(scope="module")
def card(root, tmp_path_factory):
    job = Job(root, "es", "wallet-card", "press", tmp_path_factory.mktemp("card"))
    (result,) = run([job], workers=1)
    assert result.error is None
    return job.target


def test_a_file_says_what_it_is(card):
    identity = identify(card.read_bytes())
    assert identity is not None
    assert (identity.product, identity.language, identity.edition) == ("wallet-card", "es", "press")
    assert len(identity.code) == 7


def test_an_untouched_file_is_good(card, root):
    verdict = prove(card, card.read_bytes(), Session(root))
    assert verdict.good
    assert verdict.known_as == "wallet-card, es, press"
    assert verdict.remarks == ()


def test_a_file_that_became_wrong_when_a_contact_changed(card, campaign):
    contacts = campaign / "content" / "contacts.yaml"
    old = contacts.read_text()
    assert "1-888-373-7888" in old
    contacts.write_text(old.replace("1-888-373-7888", "1-888-373-7889").replace("18883737888", "18883737889"))
    verdict = prove(card, card.read_bytes(), Session(campaign))
    assert not verdict.good
    assert any("other words or contacts" in remark for remark in verdict.remarks)


ON_SHEETS = {
    "office": {"edition": "office"},
    "office.a4.black;offset=2.8,-1.4": {
        "edition": "office",
        "sheet": "a4",
        "ink": "black",
        "back_offset": (2.8, -1.4),
    },
    "press.12x18;gutter=18": {"sheet": "12x18", "gutter": 18.0},
    "calibration": {"edition": "office", "calibration": True},
}


@pytest.mark.parametrize("purpose", ON_SHEETS)
def test_a_sheet_says_how_it_was_made_and_is_compared_with_that(purpose, root, campaign, tmp_path):
    options = {"edition": "press"} | ON_SHEETS[purpose]
    job = Job(root, "es", "wallet-card", output=tmp_path, **options)
    (result,) = run([job], workers=1)
    assert result.error is None
    pdf = job.target.read_bytes()
    verdict = prove(job.target, pdf, Session(root))
    assert (verdict.good, verdict.remarks) == (True, ()), verdict.findings
    assert verdict.known_as == f"wallet-card, es, {purpose}"
    if options.get("calibration"):
        return  # it has no number on it
    contacts = campaign / "content" / "contacts.yaml"
    contacts.write_text(contacts.read_text().replace("373-7888", "373-7889").replace("3737888", "3737889"))
    assert not prove(job.target, pdf, Session(campaign)).good


@pytest.mark.parametrize(("languages", "product"), [("es+en", "wallet-card"), ("en+all", "language-picker")])
def test_what_speaks_several_languages_is_known_again(languages, product, root, tmp_path):
    own, _, beside = languages.partition("+")
    job = Job(root, own, product, "press", tmp_path, beside=beside)
    (result,) = run([job], workers=1)
    assert result.error is None
    verdict = prove(job.target, job.target.read_bytes(), Session(root))
    assert (verdict.good, verdict.remarks) == (True, ()), verdict.findings
    assert verdict.known_as == f"{product}, {languages}, press"


@pytest.mark.parametrize("purpose", ["press;offset=x,y", "press;gutter=", "office;offset=1"])
def test_a_file_that_says_nonsense_of_how_it_was_made_is_not_taken_at_its_word(purpose):
    with pytest.raises(UsageError, match="is no purpose of a file"):
        as_said(Path(), "poster", "es", purpose)


@pytest.mark.parametrize("subject", ["", "poster, es", "poster, es, press", "x, y, z"])
def test_a_file_of_another_program_gets_what_needs_no_knowledge_and_is_told_so(root, tmp_path, subject):
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(252, 144))
    pdf.docinfo["/Subject"] = subject
    held = io.BytesIO()
    pdf.save(held)
    assert identify(held.getvalue()) is None
    verdict = prove(tmp_path / "other.pdf", held.getvalue(), Session(root))
    assert verdict.known_as == "not known"
    assert "another program" in verdict.remarks[0]


def test_a_product_that_the_campaign_does_not_make(root, card, tmp_path):
    with pikepdf.open(card) as pdf:
        pdf.docinfo["/Subject"] = "../../mug, es, press"
        pdf.docinfo["/Keywords"] = "../../mug es 2026-11 0000000"
        held = io.BytesIO()
        pdf.save(held)
    assert identify(held.getvalue()) == Identity("../../mug", "es", "press", "0000000", "CGATS TR 006")
    verdict = prove(card, held.getvalue(), Session(root))
    assert "cannot make" in verdict.remarks[0]


@pytest.mark.parametrize("rubbish", [b"", b"not a pdf", b"%PDF-1.6\n%%EOF"])
def test_rubbish_is_no_file_of_ours(rubbish):
    assert identify(rubbish) is None


def _spoiled(pdf: bytes) -> bytes:
    """The same file with a face missing."""
    held = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as file:
        del file.pages[1]
        file.save(held)
    return held.getvalue()


def test_a_file_that_fails_its_proof_is_not_written_and_harms_no_other(root, tmp_path, monkeypatch):
    from flyers.pdf import painter

    good, bad = (Job(root, "es", product, "press", tmp_path) for product in ("poster", "wallet-card"))
    assert run([bad], workers=1)[0].error is None
    last_good = bad.target.read_bytes()
    whole = painter.paint

    def paint(document, *others):
        pdf = whole(document, *others)
        return _spoiled(pdf) if document.product == "wallet-card" else pdf

    monkeypatch.setattr(painter, "paint", paint)
    failed, fine = run([bad, good], workers=1)
    assert failed.exit_code is ExitCode.PROOF
    assert failed.error is not None
    assert failed.error.trail[:2] == ("wallet-card", "es")
    assert "P101" in str(failed.error)
    assert fine.good
    assert good.target.exists()
    assert bad.target.read_bytes() == last_good
    entry = json.loads((tmp_path / "es" / "proof.json").read_text())["products"]["wallet-card.press"]
    assert entry["status"] == "failed"
    assert {finding["code"] for finding in entry["findings"]} >= {"P101", "T301"}
    assert entry["kept"]["bytes"] == len(last_good)


@pytest.fixture(scope="module")
def uncoated(root, tmp_path_factory):
    """A card for another print condition than the usual one, as PDF/X-1a."""
    job = Job(root, "es", "wallet-card", "press", tmp_path_factory.mktemp("uncoated"), press="uncoated", pdfx="1a")
    (result,) = run([job], workers=1)
    assert result.error is None
    return job.target


def test_a_file_is_proved_for_the_condition_and_the_standard_that_it_names(root, uncoated):
    assert identify(uncoated.read_bytes()).condition == "FOGRA47"
    verdict = prove(uncoated, uncoated.read_bytes(), Session(root))
    assert (verdict.good, verdict.findings, verdict.remarks) == (True, (), ())
    assert verdict.facts["says_it_meets"] == ["PDF/X-1a:2003"]


def test_a_file_can_be_proved_for_another_condition(root, uncoated):
    verdict = prove(uncoated, uncoated.read_bytes(), Session(root), press="gracol")
    assert [finding["code"] for finding in verdict.findings] == ["X712", "X714"]


def test_a_condition_that_the_campaign_has_not_is_asked_for(root, tmp_path):
    shutil.copytree(root / "content" / "press" / "profiles", tmp_path / "profiles")
    own = (root / "content" / "press" / "swop3.yaml").read_text()
    own = own.replace("identifier: CGATS TR 003", "identifier: Our press").replace("registry: ", "# registry: ")
    (tmp_path / "shop.yaml").write_text(own)
    job = Job(root, "es", "wallet-card", "press", tmp_path / "out", press=str(tmp_path / "shop.yaml"))
    (result,) = run([job], workers=1)
    assert result.error is None
    pdf = job.target.read_bytes()
    asked = prove(job.target, pdf, Session(root))
    assert not asked.good
    assert asked.remarks == (
        "it was made for the print condition “Our press”, which this campaign has not: name its file with --press",
    )
    assert prove(job.target, pdf, Session(root), press=str(tmp_path / "shop.yaml")).good
