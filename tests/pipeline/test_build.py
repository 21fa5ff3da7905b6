"""Whole builds: the same files for any number of workers, complete reports, isolated failures."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from edits import edit
from flyers.content.message_key import MessageKey
from flyers.errors import ExitCode, FontError
from flyers.pipeline.outputs import exit_code
from flyers.pipeline.plan import Job, plan
from flyers.pipeline.session import Session, open_session
from flyers.pipeline.workers import run
from flyers.translation import po

pytestmark = pytest.mark.slow

PRODUCTS = ["poster", "wallet-card"]


@pytest.fixture(autouse=True)
def one_moment(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")


def jobs(campaign: Path, output: Path, languages=("en", "es", "ar"), products=PRODUCTS) -> list[Job]:
    return plan(campaign, languages, products, ["press"], output=output)


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_parallel_and_serial_builds_are_the_same_byte_for_byte_and_are_watched(root, tmp_path):
    serial = run(jobs(root, tmp_path / "one", ["es", "ar"]), workers=1)
    seen: list[Job] = []
    wanted = jobs(root, tmp_path / "two", ["es", "ar"])
    parallel = run(wanted, workers=2, watch=lambda result: seen.append(result.job))
    assert [result.error for result in serial + parallel] == [None] * 8
    one, two = tree(tmp_path / "one"), tree(tmp_path / "two")
    assert one == two
    assert len(one) == 4 + 2
    assert [result.job for result in parallel] == wanted, "in the order of the plan"
    assert sorted(seen, key=str) == sorted(wanted, key=str)


def test_a_second_build_in_another_order_changes_nothing(root, tmp_path):
    wanted = jobs(root, tmp_path, ["es", "ar"])
    run(wanted, workers=1)
    before = tree(tmp_path)
    run(wanted[::-1], workers=1)
    assert tree(tmp_path) == before


def test_the_report_has_what_a_person_must_know(root, tmp_path):
    (result,) = run(jobs(root, tmp_path, ["es"], ["wallet-card"]), workers=1)
    entry = json.loads((tmp_path / "es" / "proof.json").read_text())["products"]["wallet-card.press.DRAFT"]
    assert entry["status"] == "good"
    assert entry["bytes"] == result.size == (tmp_path / "es" / "wallet-card.press.DRAFT.pdf").stat().st_size
    assert entry["sizes"]["body"] >= 7
    assert entry["in_english"] == []
    assert entry["facts"]
    assert "draft translation, checked by the program, signed by nobody" in entry["warnings"]
    assert set(result.seconds) == {"localize", "compose", "paint", "proof", "write"}


def test_a_shorter_form_is_reported_whether_on_a_sheet_or_not(campaign, tmp_path):
    path = campaign / "translations/es/LC_MESSAGES/flyers.po"
    lead = Session(campaign).localized("es").texts[MessageKey("poster.lead")].text
    catalog = po.read(path.read_text(encoding="utf-8"), "es.po")
    entry = catalog.entries[MessageKey("poster.lead")]
    entries = {**catalog.entries, entry.context: replace(entry, translation=" ".join([lead] * 4))}
    path.write_text(po.write(replace(catalog, entries=entries)), encoding="utf-8")
    results = run(plan(campaign, ["es"], ["poster-detail"], ["press", "office"], output=tmp_path / "out"), workers=1)
    report = json.loads((tmp_path / "out" / "es" / "proof.json").read_text(encoding="utf-8"))
    assert [result.shortened for result in results] == [("poster.lead/short",)] * 2
    assert [entry["omitted"] for entry in report["products"].values()] == [
        [
            {
                "block": "poster/column[0]/column[0]/text[1]",
                "message": "poster.lead",
                "reason": "set in its shorter form, poster.lead/short: there is no room for the full one",
            }
        ]
    ] * 2


def test_an_unverified_contact_is_named_if_it_is_printed(root, tmp_path):
    session = open_session(root)
    unverified = {contact.id for contact in session.campaign.contacts.values() if contact.verified_on is None}
    assert unverified
    (result,) = run(jobs(root, tmp_path, ["en"], ["poster-detail"]), workers=1)
    (warning,) = [text for text in result.warnings if "verified" in text]
    assert "coalition" in warning
    verified = {contact.id for contact in session.campaign.contacts.values()} - unverified
    assert not any(contact in warning.split(":")[1] for contact in verified)


def test_messages_in_english_are_reported(campaign, tmp_path):
    (campaign / "translations" / "es" / "LC_MESSAGES" / "flyers.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
    )
    job = Job(campaign, "es", "wallet-card", "press", tmp_path / "o", allow_untranslated=True)
    (result,) = run([job], workers=1)
    assert result.error is None
    assert any("in English" in warning for warning in result.warnings)
    entry = json.loads((job.folder / "proof.json").read_text())["products"][result.job.key]
    assert {"card.headline", "signs.heading", "document.wallet-card.title"} <= set(entry["in_english"])
    assert not {"poster.headline", "brochure.cover.question"} & set(entry["in_english"])


def test_a_failure_does_not_stop_other_jobs(campaign, tmp_path):
    (campaign / "fonts" / "NotoNaskhArabic-Regular.ttf").unlink(missing_ok=True)
    (campaign / "fonts" / "NotoSansArabic-Regular.ttf").unlink(missing_ok=True)
    results = run(jobs(campaign, tmp_path / "o", ["ar", "en"], ["poster"]), workers=2)
    assert [type(result.error) for result in results] == [FontError, type(None)]
    assert results[0].error.trail[:2] == ("poster", "ar")
    assert exit_code(results) is ExitCode.FONT
    assert (tmp_path / "o" / "en" / "poster.press.DRAFT.pdf").exists()


def test_a_fault_of_the_program_does_not_stop_other_jobs_and_is_named(root, tmp_path, monkeypatch):
    session = open_session(root)
    whole = Session.layout

    def stumble(self, product, **options):
        if product == "poster":
            raise RuntimeError("stumbled")
        return whole(self, product, **options)

    monkeypatch.setattr(Session, "layout", stumble)
    assert session is open_session(root)
    bad, good = run(jobs(root, tmp_path, ["en"]), workers=1)
    assert bad.exit_code is ExitCode.INTERNAL
    assert "stumbled" in str(bad.error)
    assert "Traceback" in bad.fault
    assert good.good


def test_a_band_that_is_lower_than_its_height_is_reported(root, tmp_path):
    (result,) = run(plan(root, ["my"], ["sticker-4x6"], ["screen"], output=tmp_path), workers=1)
    report = json.loads((tmp_path / "my" / "proof.json").read_text(encoding="utf-8"))
    (sentence,) = result.lowered
    line = r"content/layouts/sticker-4x6\.yaml:\d+:\d+"
    assert re.fullmatch(
        rf"{line}: bands of the panel “sticker” are \d+ % lower .* because the text needs the room", sentence
    )
    assert report["products"]["sticker-4x6.screen"]["lowered"] == [sentence]


def test_a_height_that_no_language_has_room_for_is_reported_with_its_line(campaign, tmp_path):
    """Nobody sees on the page that a height of the layout does not count."""
    edit(campaign / "content/layouts/poster.yaml", "height: 3.1in", "height: 34in")
    (result,) = run(plan(campaign, ["en"], ["poster"], ["screen"], output=tmp_path), workers=1)
    (sentence,) = result.lowered
    assert result.good
    assert sentence.startswith(
        "content/layouts/poster.yaml:41:19: the heights in the panel “poster” are 2224.8 pt more"
    )
