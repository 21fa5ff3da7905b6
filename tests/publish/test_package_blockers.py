"""What keeps a package from being made, and what a draft says of it."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from orders import PRODUCTS, REVIEWER, change_entry, order_of, try_contacts, unpack

from flyers.errors import (
    CombinedError,
    ContentError,
    ExitCode,
    FileAccessError,
    FlyersError,
    ProofError,
    TranslationError,
)
from flyers.pipeline import outputs
from flyers.pipeline.plan import plan
from flyers.pipeline.session import Session
from flyers.pipeline.workers import run
from flyers.publish.package import package
from flyers.workflow.contact_edit import edit_contacts
from flyers.workflow.signing import Statement, pages_checksum, sign

pytestmark = pytest.mark.slow


def test_an_unsigned_translation_is_refused(order, session, output):
    with pytest.raises(TranslationError, match=r"^es: This is a draft translation, .*signed by nobody\.") as caught:
        package(*order("es"), session)
    assert "--draft" in caught.value.hint
    assert not list((output / "es").glob("*.zip"))


def spoil_no_record(output: Path) -> None:
    (output / "en" / outputs.REPORT).unlink()


def spoil_failed(output: Path) -> None:
    finding = {
        "severity": "error",
        "code": "P301",
        "message": "A digit is wrong",
        "page": 1,
        "where": "",
        "advice": "Build again.",
    }
    change_entry(output, "en", "poster", status="failed", findings=[finding])


def spoil_packing(output: Path) -> None:
    """Another program has saved the file: the objects are the same, and the checksum is another."""
    path = output / "en" / "poster.press.pdf"
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.save(path, recompress_flate=True, fix_metadata_version=False)


def spoil_changed(output: Path) -> None:
    path = output / "en" / "poster.press.pdf"
    path.write_bytes(path.read_bytes() + b"\n")


def spoil_with_its_report(output: Path) -> None:
    """Who can write in the folder can edit both: the page has a white box, and the report its checksum."""
    path = output / "en" / "poster.press.pdf"
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        page = pdf.pages[0]
        page.Contents = pdf.make_stream(page.Contents.read_bytes() + b"\nq 0 0 0 0 k 100 500 200 90 re f Q\n")
        pdf.save(path)
    record_as_good(path)


def spoil_with_another_product(output: Path) -> None:
    put_in_place_of_the_poster(output / "en" / "wallet-card.press.pdf", output)


def spoil_with_another_language(output: Path) -> None:
    put_in_place_of_the_poster(output / "ar" / "poster.press.DRAFT.pdf", output)


def spoil_with_a_file_of_nobody(output: Path) -> None:
    path = output / "en" / "poster.press.pdf"
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.save(path)
    record_as_good(path)


def put_in_place_of_the_poster(genuine: Path, output: Path) -> None:
    path = output / "en" / "poster.press.pdf"
    path.write_bytes(genuine.read_bytes())
    record_as_good(path)


def record_as_good(path: Path) -> None:
    change_entry(path.parent.parent, "en", "poster", sha256=outputs.digest(path.read_bytes()))


def spoil_unfinished(output: Path) -> None:
    change_entry(output, "en", "poster", **outputs.UNFINISHED)


def spoil_without_a_status(output: Path) -> None:
    change_entry(output, "en", "poster", status=None)


FILE_BLOCKERS = [
    (spoil_unfinished, "Its build was stopped while it wrote this file"),
    (spoil_without_a_status, "No proof of this file is on record"),
    (spoil_no_record, "No proof of this file is on record"),
    (spoil_failed, "Its last build failed its proof"),
    (spoil_packing, "The file has been changed since it was proved"),
]
STRANGERS = [
    (
        spoil_changed,
        "not the one that is made today: somebody has changed it, or the layout, the issue, the print cond",
    ),
    (spoil_with_its_report, "not the one that is made today: somebody has changed it"),
    (spoil_with_another_product, "the file of wallet-card, en, press, in the place of that of poster, en, press"),
    (spoil_with_another_language, "the file of poster, ar, press, in the place of that of poster, en, press"),
    (spoil_with_a_file_of_nobody, "no file of a campaign"),
]
"""Files that their job does not make, whatever the report says (field test, S2 and S8)."""


@pytest.mark.parametrize("draft", [False, True])
@pytest.mark.parametrize(("spoil", "problem"), STRANGERS, ids=[spoil.__name__ for spoil, _ in STRANGERS])
def test_a_file_that_its_job_does_not_make_is_in_no_package(order, session, output, spoil, problem, draft):
    spoil(output)
    with pytest.raises(ProofError, match=problem) as caught:
        package(*order(draft=draft), session)
    assert caught.value.trail == ("poster", "en")
    assert "flyers build --lang en" in caught.value.hint
    assert "--draft" not in caught.value.hint
    assert not list((output / "en").glob("*.zip"))


@pytest.mark.parametrize("draft", [False, True])
def test_a_file_of_other_words_is_in_no_package(campaign, output, draft):
    contacts = campaign / "content" / "contacts.yaml"
    other = contacts.read_text(encoding="utf-8").replace("1-888-373-7888", "1-888-373-7889")
    contacts.write_text(other.replace("18883737888", "18883737889"), encoding="utf-8")
    with pytest.raises(FlyersError, match=r"other words or contacts: it is [0-9a-f]{7}; today's is [0-9a-f]{7}"):
        package(*order_of(campaign, output, "en", draft=draft), Session(campaign))


@pytest.mark.parametrize(("spoil", "problem"), FILE_BLOCKERS, ids=[spoil.__name__ for spoil, _ in FILE_BLOCKERS])
def test_a_blocker_names_the_file_and_says_what_to_do(order, session, output, spoil, problem):
    spoil(output)
    with pytest.raises(FlyersError) as caught:
        package(*order(), session)
    error = caught.value
    errors = error.errors if isinstance(error, CombinedError) else (error,)
    assert error.exit_code == ExitCode.PROOF
    assert len(errors) == (3 if spoil is spoil_no_record else 1)
    (poster,) = (each for each in errors if each.trail[0] == "poster")
    assert re.search(problem, poster.problem)
    assert "flyers build --lang en" in poster.hint
    assert not list((output / "en").glob("*.zip"))


@pytest.mark.parametrize(("spoil", "problem"), FILE_BLOCKERS, ids=[spoil.__name__ for spoil, _ in FILE_BLOCKERS])
def test_a_draft_says_why_on_letter_and_ticket(order, session, output, spoil, problem):
    spoil(output)
    made = package(*order(draft=True), session)
    assert made.path.name == "flyers-ct-en-2026-11-DRAFT.zip"
    files = {name.partition("/")[2]: data for name, data in unpack(made.path).items()}
    letter = re.sub(r"\s+", " ", files["README.txt"].decode())
    assert "THIS IS A DRAFT, FOR VIEWING ONLY. DO NOT PRINT IT." in letter
    assert re.search(f"poster: .*{problem}", letter)
    ticket = json.loads(files["job-ticket.json"])
    assert ticket["draft"] is True
    assert any(re.search(f"^poster: .*{problem}", blocker) for blocker in ticket["blockers"])


def test_findings_of_a_failed_proof_are_on_the_ticket(order, session, output):
    spoil_failed(output)
    files = unpack(package(*order(draft=True), session).path)
    ticket = json.loads(files["flyers-ct-en-2026-11-DRAFT/job-ticket.json"])
    (poster,) = (product for product in ticket["products"] if product["product"] == "poster")
    assert poster["proof"]["status"] == "failed"
    assert poster["proof"]["errors"] == 1
    assert poster["proof"]["findings"] == ["P301 page 1: A digit is wrong. Build again."]


@pytest.mark.parametrize("draft", [False, True])
def test_a_file_that_was_not_built_is_refused_even_in_a_draft(order, session, output, draft):
    (output / "en" / "poster.press.pdf").unlink()
    with pytest.raises(
        FileAccessError,
        match=r"^poster → en → .*poster\.press\.pdf: The file does not exist\. Make it: 'flyers build --lang en",
    ) as caught:
        package(*order(draft=draft), session)
    assert caught.value.exit_code == ExitCode.FILE_ACCESS


def test_the_command_for_a_missing_file_makes_the_file_that_the_package_wants(tmp_path):
    from flyers.pipeline.plan import ALL, Job, PressChoice, SheetChoice
    from flyers.publish.package import build_command

    usual = Job(tmp_path, "es", "poster", "press", tmp_path / "output", secondary=ALL)
    assert build_command(usual, tmp_path) == "flyers build --lang es --product poster"
    asked = replace(
        usual,
        secondary="en",
        press=PressChoice("online", "1a", 7.2),
        sheet=SheetChoice(ink="black"),
        output=tmp_path / "for the shop",
    )
    assert build_command(asked, tmp_path) == (
        "flyers build --lang es --product poster --with en --press online --pdfx 1a --bleed 7.2pt --ink black "
        f"--output '{tmp_path / 'for the shop'}'"
    )


def test_a_refusal_keeps_the_previous_package(order, session, output):
    path = package(*order(), session).path
    before = path.read_bytes()
    spoil_changed(output)
    with pytest.raises(ProofError):
        package(*order(), session)
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.glob("*.zip")] == [path.name]


def test_a_package_for_another_print_condition_needs_files_built_for_it(order, session, output):
    from flyers.pipeline.plan import PressChoice

    with pytest.raises(CombinedError, match="the issue, the print condition, the sign-off"):
        package(*order(press="uncoated"), session)
    run(
        plan(session.folder, ["en"], PRODUCTS, ["press"], output=output, press=PressChoice("uncoated", "1a")), workers=1
    )
    ticket = json.loads(
        unpack(package(*order(press="uncoated", pdfx="1a"), session).path)["flyers-ct-en-2026-11/job-ticket.json"]
    )
    condition = ticket["print_condition"]
    assert (condition["standard"], condition["ink_limit_percent"]) == ("PDF/X-1a:2003", 260)


@pytest.mark.parametrize(
    ("untried", "problem", "to_do"),
    [
        ("hotline", "Nobody has dialed or opened 1-888-373-7888.", "Dial each number"),
        ("emergency", "Nobody has asked whether 911 is right.", "ask the office that runs it, on its ordinary line"),
    ],
)
def test_a_number_that_nobody_has_tried_is_refused(campaign, output, untried, problem, to_do):
    """The one way round is a draft, which says so on ticket and letter."""
    session = Session(campaign)
    sign(session, "en", Statement(REVIEWER, "coalition", dt.date(2025, 12, 31), pages_checksum(session, "en")))
    edits = [(f"{contact}.verified_on", "2025-12-30") for contact in session.campaign.contacts if contact != untried]
    edit = edit_contacts(session.campaign, edits)
    edit.path.write_text(edit.text, encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        package(*order_of(campaign, output, "en"), Session(campaign))
    assert str(caught.value).startswith(f"en: {problem}")
    assert to_do in caught.value.hint
    assert f"flyers contacts verify {untried} --date" in caught.value.hint
    made = package(*order_of(campaign, output, "en", draft=True), Session(campaign))
    files = unpack(made.path)
    folder = made.path.stem
    assert problem in files[f"{folder}/README.txt"].decode()
    assert json.loads(files[f"{folder}/job-ticket.json"])["blockers"] == [f"en: {problem}"]


def test_a_day_that_has_not_come_does_not_count_as_that_of_a_test_call(campaign, output):
    """A slip in the year, written by hand: a final package would say that the number was dialed."""
    session = Session(campaign)
    sign(session, "en", Statement(REVIEWER, "coalition", dt.date(2025, 12, 31), pages_checksum(session, "en")))
    try_contacts(campaign)
    contacts = campaign / "content/contacts.yaml"
    before, after = contacts.read_text(encoding="utf-8").split("  hotline:", 1)
    after = after.replace("verified_on: 2025-12-30", "verified_on: 2035-12-30", 1)
    contacts.write_text(f"{before}  hotline:{after}", encoding="utf-8")
    with pytest.raises(ContentError, match="“hotline” is on record as tried on 2035-12-30, a day that") as caught:
        package(*order_of(campaign, output, "en"), Session(campaign))
    line = before.count("\n") + 1
    assert str(caught.value.source).startswith(f"content/contacts.yaml:{line}:")


def test_nobody_is_told_to_dial_an_emergency_number(campaign, output):
    """It is refused apart from the numbers that are to be dialed, and never stands among them."""
    session = Session(campaign)
    sign(session, "en", Statement(REVIEWER, "coalition", dt.date(2025, 12, 31), pages_checksum(session, "en")))
    with pytest.raises(CombinedError) as caught:
        package(*order_of(campaign, output, "en"), Session(campaign))
    dialed, asked = map(str, caught.value.errors)
    assert "Dial each number" in dialed
    assert "911" not in dialed
    assert "emergency" not in dialed
    assert "911" in asked
    assert "Don't dial an emergency number" in asked


def test_the_refusal_names_the_unsigned_one_of_two_languages(campaign, tmp_path):

    try_contacts(campaign)
    session = Session(campaign)
    sign(session, "es", Statement(REVIEWER, "native reader", dt.date(2025, 12, 31), pages_checksum(session, "es")))
    output = tmp_path / "output"
    jobs = plan(campaign, ["es"], ["wallet-card"], ["press"], output=output, secondary="en")
    (result,) = run(jobs, workers=1)
    assert result.warnings[-1] == "draft text, checked by the program, signed by nobody (English)"
    with pytest.raises(TranslationError, match=r"signed by nobody \(English\)") as caught:
        package(*order_of(campaign, output, "es", secondary="en", products=("wallet-card",)), Session(campaign))
    assert "'flyers translations status --lang en'" in caught.value.hint
