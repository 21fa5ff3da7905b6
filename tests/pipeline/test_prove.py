"""Finished files are proved again, and files of other programs too."""

from __future__ import annotations

import datetime as dt
import io
import json
import shutil
import time
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from flyers import limits
from flyers.errors import ExitCode, UsageError
from flyers.pipeline import recipe
from flyers.pipeline.plan import Job, PressChoice, SheetChoice, job_from_purpose
from flyers.pipeline.prove import Identity, ProofRequest, identify, is_todays, prove, prove_file, todays_file
from flyers.pipeline.session import Session, open_session
from flyers.pipeline.workers import run
from flyers.workflow.signing import Statement, pages_checksum, sign
from matrix import matrix

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def card(root, tmp_path_factory):
    job = Job(root, "es", "wallet-card", "press", tmp_path_factory.mktemp("card"))
    (result,) = run([job], workers=1)
    assert result.error is None
    return result.job.target


def test_a_file_records_product_language_and_edition(card):
    identity = identify(card.read_bytes())
    assert identity is not None
    assert (identity.product, identity.language, identity.edition) == ("wallet-card", "es", "press")
    assert len(identity.code) == 7


def test_an_unchanged_file_passes(card, root):
    verdict = prove(card, card.read_bytes(), open_session(root))
    assert verdict.good
    assert verdict.known_as == "wallet-card, es, press"
    assert verdict.remarks == ()


def test_a_file_fails_once_a_contact_has_changed(card, campaign):
    contacts = campaign / "content" / "contacts.yaml"
    old = contacts.read_text()
    assert "1-888-373-7888" in old
    contacts.write_text(old.replace("1-888-373-7888", "1-888-373-7889").replace("18883737888", "18883737889"))
    verdict = prove(card, card.read_bytes(), Session(campaign))
    assert not verdict.good
    assert any("other words or contacts" in remark for remark in verdict.remarks)
    assert verdict.old_numbers == {"hotline": ("1-888-373-7888", "1-888-373-7889")}
    assert verdict.to_json()["old_numbers"] == {"hotline": {"printed": "1-888-373-7888", "today": "1-888-373-7889"}}


def test_a_file_of_an_earlier_layout_is_not_only_called_edited(card, campaign):
    layout = campaign / "content" / "layouts" / "wallet-card.yaml"
    old = layout.read_text(encoding="utf-8")
    assert "{top: 9pt," in old
    layout.write_text(old.replace("{top: 9pt,", "{top: 9.5pt,", 1), encoding="utf-8")
    verdict = prove(card, card.read_bytes(), Session(campaign))
    assert verdict.failed
    day = time.strftime("%Y-%m-%d", time.gmtime(identify(card.read_bytes()).moment))
    (remark,) = verdict.remarks
    assert remark.startswith(f"made on {day} from today's words and contacts: unless somebody edited it, a layout,")
    assert verdict.old_numbers == {}


def test_an_edited_file_is_not_the_file_of_today(card, root):
    held = io.BytesIO()
    with pikepdf.open(card) as file:
        file.Root.PageMode = pikepdf.Name.UseOutlines
        file.save(held)
    verdict = prove(card, held.getvalue(), open_session(root))
    assert (verdict.outcome, verdict.findings[0]["code"]) == ("FAILED", "P004")
    assert "unless somebody edited it" in verdict.remarks[0]


def test_a_file_that_was_packed_again_is_still_the_file(card, root):
    held = io.BytesIO()
    with pikepdf.open(card) as file:
        file.save(held, recompress_flate=True, fix_metadata_version=False)
    assert held.getvalue() != card.read_bytes()
    assert prove(card, held.getvalue(), open_session(root)).good


def test_the_numbers_of_a_file_of_today_are_not_called_old(card, root):
    assert prove(card, card.read_bytes(), open_session(root)).old_numbers == {}


ON_SHEETS = {
    "office": {"edition": "office"},
    "office.a4.black;offset=2.8,-1.4": {
        "edition": "office",
        "sheet": SheetChoice("a4", ink="black", back_offset=(2.8, -1.4)),
    },
    "press.12x18;gutter=18": {"sheet": SheetChoice("12x18", gutter=18.0)},
    "calibration": {"edition": "office", "sheet": SheetChoice(calibration=True)},
}


@pytest.mark.parametrize("purpose", ON_SHEETS)
def test_a_sheet_is_compared_with_the_job_that_it_records(purpose, root, campaign, tmp_path):
    options = {"edition": "press"} | ON_SHEETS[purpose]
    job = Job(root, "es", "wallet-card", output=tmp_path, **options)
    (result,) = run([job], workers=1)
    assert result.error is None
    pdf = result.job.target.read_bytes()
    verdict = prove(result.job.target, pdf, open_session(root))
    assert (verdict.good, verdict.remarks) == (True, ()), verdict.findings
    assert verdict.known_as == f"wallet-card, es, {purpose}"
    if purpose == "calibration":
        return  # it shows no number
    contacts = campaign / "content" / "contacts.yaml"
    contacts.write_text(contacts.read_text().replace("373-7888", "373-7889").replace("3737888", "3737889"))
    assert not prove(result.job.target, pdf, Session(campaign)).good


@pytest.mark.parametrize(
    ("languages", "product"),
    matrix([("es+en", "wallet-card"), ("en+all", "language-picker")], lambda row: row[1] == "wallet-card"),
)
def test_a_product_in_several_languages_is_recognized(languages, product, root, tmp_path):
    own, _, secondary = languages.partition("+")
    job = Job(root, own, product, "press", tmp_path, secondary=secondary)
    (result,) = run([job], workers=1)
    assert result.error is None
    verdict = prove(result.job.target, result.job.target.read_bytes(), open_session(root))
    assert (verdict.good, verdict.remarks) == (True, ()), verdict.findings
    assert verdict.known_as == f"{product}, {languages}, press"


@pytest.mark.parametrize("purpose", ["press;offset=x,y", "press;gutter=", "office;offset=1"])
def test_an_unreadable_purpose_is_refused(purpose):
    with pytest.raises(UsageError, match="is not a purpose that flyers writes"):
        job_from_purpose(Path(), "poster", "es", purpose)


@pytest.mark.parametrize("subject", ["", "poster, es", "poster, es, press", "x, y, z"])
def test_a_file_of_another_program_gets_general_checks_and_a_remark(root, tmp_path, subject):
    """A trim box makes it a press file: for one, it lacks the bleed box; and it has no title."""
    verdict = prove(tmp_path / "other.pdf", _blank(subject, TrimBox=[9, 9, 243, 135]), open_session(root))
    assert verdict.known_as == "not known"
    assert "not labelled" in verdict.remarks[0]
    assert (verdict.good, verdict.compared, verdict.outcome) == (False, False, "FAILED")
    assert {finding["code"] for finding in verdict.findings} == {"M601", "P102"}


@pytest.mark.parametrize("boxes", [{}, {"TrimBox": [9, 9, 243, 135], "BleedBox": [0, 0, 252, 144]}])
def test_a_file_of_another_program_without_faults_is_not_compared(root, tmp_path, boxes):
    verdict = prove(tmp_path / "other.pdf", _blank("", title="A letter", **boxes), open_session(root))
    assert verdict.findings == ()
    assert (verdict.good, verdict.compared, verdict.outcome) == (False, False, "NOT COMPARED")


def _blank(subject, title="", **boxes):
    """Return a file with a blank page that flyers didn't make."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(252, 144))
    for name, box in boxes.items():
        page[f"/{name}"] = pikepdf.Array(box)
    pdf.docinfo["/Subject"] = subject
    if title:
        pdf.docinfo["/Title"] = title
    held = io.BytesIO()
    pdf.save(held)
    assert identify(held.getvalue()) is None
    return held.getvalue()


def test_a_file_of_ours_without_its_labels_is_not_compared(root, card):
    """Else who changes a number would only have to take the labels away."""
    with pikepdf.open(io.BytesIO(card.read_bytes())) as pdf:
        del pdf.docinfo["/Subject"]
        held = io.BytesIO()
        pdf.save(held)
    verdict = prove(card, held.getvalue(), open_session(root))
    assert not verdict.good
    assert not verdict.compared


def test_a_product_that_the_campaign_lacks_gets_a_remark(root, card, tmp_path):
    with pikepdf.open(card) as pdf:
        pdf.docinfo["/Subject"] = "../../mug, es, press"
        pdf.docinfo["/Keywords"] = "../../mug es 2026-11 0000000"
        held = io.BytesIO()
        pdf.save(held)
    identity = identify(held.getvalue())
    assert identity
    assert replace(identity, moment=0) == Identity(
        "../../mug", "es", "press", "0000000", "CGATS TR 006", "4", condition_title="GRACoL2006, coated paper no. 1"
    )
    verdict = prove(card, held.getvalue(), open_session(root))
    assert "cannot make" in verdict.remarks[0]


@pytest.mark.parametrize("rubbish", [b"", b"not a pdf", b"%PDF-1.6\n%%EOF"])
def test_rubbish_is_not_recognized(rubbish):
    assert identify(rubbish) is None


def _labelled(pdf, subject, keywords):
    """Return the file with other labels."""
    held = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as file:
        file.docinfo["/Subject"], file.docinfo["/Keywords"] = subject, keywords
        file.save(held)
    return held.getvalue()


def test_why_a_file_is_not_todays_is_said(card, root):
    pdf, session = card.read_bytes(), open_session(root)
    identity = identify(pdf)
    keywords, later = f"wallet-card es 2026-11 {identity.code}", _labelled(pdf, "wallet-card, es, press", "x")
    today = todays_file(identity, session)
    assert today.stranger(pdf, session) == ""
    assert today.stranger(later, session) == "This is no file of a campaign, or its labels were removed."
    assert today.stranger(_labelled(pdf, "poster, es, press", keywords.replace("wallet-card", "poster")), session) == (
        "This is the file of poster, es, press, in the place of that of wallet-card, es, press."
    )
    assert today.stranger(_labelled(pdf, "wallet-card, es, press", "wallet-card es 0000000"), session) == (
        f"The file was made from other words or contacts: it is 0000000; today's is {identity.code}."
    )
    edited = today.stranger(_labelled(pdf, "wallet-card, es, press", f"wallet-card es extra {identity.code}"), session)
    assert edited.startswith("The file is not the one that is made today: somebody has changed it, or the layout,")


def test_a_file_is_todays_in_its_own_place_or_outside_of_output_folders(card, root, tmp_path):
    assert is_todays(ProofRequest(root, card))
    name = card.name
    for place in ("es/elsewhere.pdf", f"en/{name}", f"es/{name.replace('wallet-card', 'poster')}", f"alone/{name}"):
        path = tmp_path / place
        path.parent.mkdir(exist_ok=True)
        if path.parent.name != "alone":
            (path.parent / "proof.json").write_text("{}", encoding="utf-8")
        shutil.copy(card, path)
        assert is_todays(ProofRequest(root, path)) is (place in ("es/elsewhere.pdf", f"alone/{name}"))
    verdict = prove_file(ProofRequest(root, tmp_path / "en" / name))
    assert (verdict.good, verdict.known_as, verdict.remarks) == (False, "wallet-card, es, press", ())
    finding = verdict.findings[0]
    assert (finding["code"], finding["severity"]) == ("P004", "error")
    assert f"it is wallet-card, es, press, es/{name}, and stands in the place of en/{name}" in finding["message"]


@pytest.mark.parametrize(
    "labels",
    [("wallet-card, es, press", "x"), ("mug, es, press", "mug es 2026-11 0000000"), ("wallet-card, es, press", "")],
)
def test_a_file_that_cannot_be_compared_is_not_todays(card, root, tmp_path, labels):
    other = tmp_path / "other.pdf"
    other.write_bytes(_labelled(card.read_bytes(), *labels))
    assert not is_todays(ProofRequest(root, other))


def test_a_file_that_is_too_large_is_refused_unread(root, tmp_path, monkeypatch):
    other = tmp_path / "other.pdf"
    other.write_bytes(b"%PDF-1.6")
    monkeypatch.setattr(limits, "PDF_BYTES", 7)
    assert not is_todays(ProofRequest(root, other))
    verdict = prove_file(ProofRequest(root, other))
    assert (verdict.known_as, verdict.outcome) == ("not known", "FAILED")


def test_a_draft_from_before_its_words_were_signed_is_known(card, campaign):
    """The marks on it are those of today's draft: nothing else is old."""
    session = Session(campaign)
    checksum = pages_checksum(session, "es", ["wallet-card"])
    sign(session, "es", Statement("R-07", "reader", dt.date(2026, 9, 1), checksum, products=("wallet-card",)))
    signed, pdf = Session(campaign), card.read_bytes()
    assert not todays_file(identify(pdf), signed).composition.document.draft
    verdict = prove(card, pdf, signed)
    assert verdict.remarks == ("a draft of today's words, from before they were signed; build it again",)
    assert [finding["code"] for finding in verdict.findings if finding["severity"] == "error"] == ["P004"]
    assert (verdict.good, verdict.old_numbers) == (False, {})


def _without_back(pdf: bytes) -> bytes:
    """Return the file without its second page."""
    held = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as file:
        del file.pages[1]
        file.save(held)
    return held.getvalue()


def test_a_file_that_fails_its_proof_is_not_written_and_other_jobs_go_on(root, tmp_path, monkeypatch):
    good, bad = (Job(root, "es", product, "press", tmp_path) for product in ("poster", "wallet-card"))
    (before,) = run([bad], workers=1)
    last_good = before.job.target.read_bytes()
    whole = recipe.paint

    def paint(document, *others):
        pdf = whole(document, *others)
        return _without_back(pdf) if document.product == "wallet-card" else pdf

    monkeypatch.setattr(recipe, "paint", paint)
    failed, fine = run([bad, good], workers=1, force=True)
    assert failed.exit_code is ExitCode.PROOF
    assert failed.error is not None
    assert failed.error.trail[:2] == ("wallet-card", "es")
    assert "P101" in str(failed.error)
    assert fine.good
    assert fine.job.target.exists()
    assert before.job.target.read_bytes() == last_good
    entry = json.loads((tmp_path / "es" / "proof.json").read_text())["products"][before.job.key]
    assert entry["status"] == "failed"
    assert {finding["code"] for finding in entry["findings"]} >= {"P101", "T301"}
    assert entry["kept"]["bytes"] == len(last_good)


@pytest.fixture(scope="module")
def uncoated(root, tmp_path_factory):
    """A card for a print condition other than the campaign's, as PDF/X-1a."""
    job = Job(
        root, "es", "wallet-card", "press", tmp_path_factory.mktemp("uncoated"), press=PressChoice("uncoated", "1a")
    )
    (result,) = run([job], workers=1)
    assert result.error is None
    return result.job.target


def test_a_file_is_proved_for_the_condition_and_standard_that_it_names(root, uncoated):
    assert identify(uncoated.read_bytes()).condition == "FOGRA47"
    verdict = prove(uncoated, uncoated.read_bytes(), open_session(root))
    assert (verdict.good, verdict.findings, verdict.remarks) == (True, (), ())
    assert verdict.facts["says_it_meets"] == ["PDF/X-1a:2003"]


def test_press_overrides_the_condition_that_a_file_names(root, uncoated):
    verdict = prove(uncoated, uncoated.read_bytes(), open_session(root), press="gracol")
    assert [finding["code"] for finding in verdict.findings] == ["P004", "X712", "X714"]


def test_a_remark_asks_for_a_condition_that_the_campaign_lacks(root, tmp_path):
    shutil.copytree(root / "content" / "press" / "profiles", tmp_path / "profiles")
    own = (root / "content" / "press" / "swop3.yaml").read_text()
    own = own.replace("identifier: CGATS TR 003", "identifier: Our press").replace("registry: ", "# registry: ")
    (tmp_path / "shop.yaml").write_text(own)
    job = Job(root, "es", "wallet-card", "press", tmp_path / "out", press=PressChoice(str(tmp_path / "shop.yaml")))
    (result,) = run([job], workers=1)
    assert result.error is None
    pdf = result.job.target.read_bytes()
    asked = prove(result.job.target, pdf, open_session(root))
    assert not asked.good
    assert asked.remarks == (
        "made for the print condition “Our press”, which this campaign does not have: name its file with --press",
    )
    assert prove(result.job.target, pdf, open_session(root), press=str(tmp_path / "shop.yaml")).good
