"""What is against a package, and how its files are named, from records made by hand: no file is built or proved."""

from __future__ import annotations

import calendar
import datetime as dt
import hashlib
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from flyers.content.contacts import ASK_THE_OFFICE
from flyers.errors import ContentError, FlyersError, Source, TranslationError
from flyers.page.document import Page
from flyers.pipeline import outputs
from flyers.pipeline.plan import ALL, Job, PressChoice, SheetChoice
from flyers.publish.order import PRINT_JOBS_FILE, PrintJob, print_job, usual_job
from flyers.publish.package import (
    PressFile,
    _proof,
    _require_visible_draft,
    _review,
    archive,
    blockers_of,
    build_command,
    moment_of,
    size_in_name,
)

PDF = b"%PDF-1.6 as it was proved"
ENTRY: dict[str, Any] = {
    "status": "good",
    "sha256": hashlib.sha256(PDF).hexdigest(),
    "issue": "2026-11",
    "code": "a1b2c3d",
}
FINDING = {
    "severity": "error",
    "code": "P301",
    "page": 0,
    "where": "",
    "message": "It is small",
    "advice": "Enlarge it.",
}


def approval(words: str = "signed on 2026-11-01", *unsigned: str) -> Any:
    return SimpleNamespace(words=words, draft=bool(unsigned), unsigned=[SimpleNamespace(tag=tag) for tag in unsigned])


def press_file(
    product: str = "poster",
    *,
    entry: dict[str, Any] | None = ENTRY,
    approved: Any = None,
    contacts: Sequence[str] = (),
    one_ink: bool = False,
    stranger: str = "",
    messages: Sequence[str] = (),
) -> PressFile:
    pages = (Page("front", 612.0, 792.0, 9.0, 9.0, ()),)
    document: Any = SimpleNamespace(
        label="es+en", pages=pages, approval=approved or approval(), messages=messages, contacts=contacts
    )
    job: Any = None
    return PressFile(product, "flyers build …", job, PDF, entry, document, one_ink, stranger)


def contact(name: str, display: str, *, tried: bool = False, emergency: bool = False) -> Any:
    return SimpleNamespace(
        id=name, display=display, verified_on=dt.date(2020, 11, 1) if tried else None, is_emergency=emergency
    )


def localized(*contacts: Any, english: Sequence[str] = ()) -> Any:
    campaign = SimpleNamespace(issue="2026-11", contacts={one.id: one for one in contacts})
    return SimpleNamespace(
        code="a1b2c3d",
        campaign=campaign,
        language=SimpleNamespace(tag="es"),
        in_english=lambda keys: [key for key in keys if key in english],
    )


def blockers(*files: PressFile, words: Any = None) -> list[FlyersError]:
    return list(blockers_of(files, words or localized()))


# -- files ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        (None, "No proof of this file is on record."),
        (outputs.UNFINISHED, "Its build was stopped while it wrote this file."),
        ({"status": "failed"}, "Its last build failed its proof."),
        ({**ENTRY, "sha256": "0" * 64}, "The file has been changed since it was proved."),
    ],
)
def test_the_worst_problem_of_a_file_keeps_it_from_the_press(entry: Any, problem: str) -> None:
    (found,) = blockers(press_file(entry=entry), press_file("card"))
    assert (found.problem, found.trail) == (problem, ("poster", "es"))
    assert found.hint == "Build it again: 'flyers build …'. Or package it as a marked draft: --draft."
    (found,) = blockers(press_file(entry=entry, stranger="It is another file."), press_file("card"))
    assert (found.problem, found.hint) == ("It is another file.", "Build it again: 'flyers build …'.")


def test_a_file_of_today_has_nothing_against_it() -> None:
    assert blockers(press_file()) == []


@pytest.mark.parametrize(
    ("quantity", "draft", "one_ink", "name"),
    [
        (None, False, False, "es+en-poster-8.5x11in.press.pdf"),
        (200, False, False, "es+en-poster-8.5x11in-200.press.pdf"),
        (None, True, True, "es+en-poster-8.5x11in-black-DRAFT.press.pdf"),
        (5000, True, True, "es+en-poster-8.5x11in-black-5000-DRAFT.press.pdf"),
    ],
)
def test_a_shop_sees_the_job_in_the_name_of_the_file(
    quantity: int | None, draft: bool, one_ink: bool, name: str
) -> None:
    assert press_file(one_ink=one_ink).name(quantity, draft=draft) == name


@pytest.mark.parametrize(
    ("size", "words"),
    [((252.0, 144.0), "3.5x2in"), ((4.5, 76.5), "0.0625x1.0625in"), ((240.945, 153.071), "85x54mm"), ((252.0, 145.0), "88.9x51.15mm")],
)  # fmt: skip
def test_a_size_is_in_inches_where_it_is_in_sixteenths(size: tuple[float, float], words: str) -> None:
    assert size_in_name(*size) == words


# -- words and contacts -----------------------------------------------------------------------------------------------


def test_words_in_english_keep_a_package_back() -> None:
    files = [press_file(messages=["a", "b"]), press_file("card", messages=["b", "c"])]
    (found,) = blockers(*files, words=localized(english=["b", "c"]))
    assert (found.problem, found.hint) == ("2 messages in English: not translated.", "Translate them and build again.")
    assert found.trail == ("es",)


def test_all_products_with_the_same_approval_are_one_draft() -> None:
    draft = approval("draft translation, signed by nobody", "es")
    (found,) = blockers(press_file(approved=draft), press_file("card", approved=draft))
    assert found.problem == "This is a draft translation, signed by nobody."
    assert found.hint == (
        "Have it read and signed ('flyers translations status --lang es'); "
        "--draft makes a package that is marked as a draft."
    )
    assert _review([press_file(approved=draft), press_file("card", approved=draft)]) == draft.words


def test_products_with_other_approvals_are_told_apart() -> None:
    draft = approval("draft translation, signed by nobody", "es", "ar")
    files = [press_file(approved=draft), press_file("card"), press_file("tent", approved=draft)]
    (found,) = blockers(*files)
    assert found.problem == "In poster, tent this is a draft translation, signed by nobody."
    assert '--lang "es ar"\'' in found.hint
    assert _review(files) == "poster, tent: draft translation, signed by nobody; card: signed on 2026-11-01"


def test_nobody_dials_a_number_for_the_first_time_after_it_is_printed() -> None:
    contacts = [contact(f"c{number}", f"555-010{number}") for number in range(5)]
    contacts += [contact("tried", "555-0199", tried=True), contact("unseen", "555-0198")]
    contacts += [contact("emergency", "911", emergency=True)]
    file = press_file(contacts=[*(one.id for one in contacts[:4]), "tried", "emergency", "c4"])
    ordinary, emergency = blockers(file, words=localized(*contacts))
    assert ordinary.problem == "Nobody has dialed or opened 555-0100, 555-0101, 555-0102 and 2 more."
    assert ordinary.hint == (
        "Dial each number and open each address, then record the day: 'flyers contacts verify c0 c1 c2 c3 c4 "
        "--date YYYY-MM-DD'. --draft makes a package that is marked as a draft."
    )
    assert emergency.problem == "Nobody has asked whether 911 is right."
    assert emergency.hint.startswith(
        f"{ASK_THE_OFFICE} Record the day of that answer: 'flyers contacts verify emergency "
    )


def test_a_day_to_come_on_which_somebody_will_have_dialed_keeps_a_package_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(calendar.timegm((2020, 10, 31, 0, 0, 0))))
    early = SimpleNamespace(**{**vars(contact("c", "555-0101", tried=True)), "source": Source(PRINT_JOBS_FILE)})
    (found,) = blockers(press_file(contacts=["c"]), words=localized(early))
    assert found.trail[0] == "es"
    assert "2020-11-01" in str(found)


@pytest.mark.parametrize(("draft", "hides"), [(True, True), (True, False), (False, True)])
def test_a_draft_is_not_packaged_for_pages_that_cannot_say_so(draft: bool, hides: bool) -> None:
    file = press_file(approved=approval("draft translation, signed by nobody", *(["es"] if draft else [])))
    document: Any = file.document
    document.draft, document.language = draft, "es"
    edition: Any = SimpleNamespace(condition=SimpleNamespace(name="news"), hides_drafts=hides)
    if not (draft and hides):
        return _require_visible_draft([file], edition)
    with pytest.raises(TranslationError) as refused:
        _require_visible_draft([file], edition)
    assert refused.value.problem == (
        "This is a draft translation, signed by nobody, and pages for “news” have no room to say so."
    )
    assert (refused.value.trail, "--lang es'" in refused.value.hint) == (("es",), True)
    return None


def test_three_numbers_are_all_named_and_two_emergency_numbers_are_several() -> None:
    three = [contact(name, name) for name in "abc"]
    (found,) = blockers(press_file(contacts="abc"), words=localized(*three))
    assert found.problem == "Nobody has dialed or opened a, b, c."
    two = [contact(name, name, emergency=True) for name in ("112", "911")]
    (found,) = blockers(press_file(contacts=["112", "911"]), words=localized(*two))
    assert found.problem == "Nobody has asked whether 112, 911 are right."


# -- what the ticket says of a proof ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entry", "words", "findings"),
    [
        (None, "no record", ()),
        ({"status": "good", "findings": []}, "passed: nothing found", ()),
        (
            {"status": "good", "findings": [{**FINDING, "severity": "warning"}]},
            "passed: 0 errors, 1 warnings",
            ("P301 It is small. Enlarge it.",),
        ),
        (
            {"status": "failed", "findings": [FINDING, {**FINDING, "severity": "warning"}, FINDING]},
            "FAILED: 2 errors, 1 warnings",
            ("P301 It is small. Enlarge it.",) * 3,
        ),
        ({"status": "failed"}, "FAILED: 1 errors, 0 warnings", ("no file could be made",)),
    ],
)
def test_the_last_proof_is_told_in_words(entry: Any, words: str, findings: tuple[str, ...]) -> None:
    proof = _proof(entry)
    assert (proof.words, proof.findings) == (words, findings)


def test_the_facts_of_a_proof_go_on_the_ticket() -> None:
    assert _proof({"status": "good", "findings": [], "facts": {"smallest_type": 7.5}}).facts == {"smallest_type": 7.5}


# -- paper and folds --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("size", "folds", "fold", "finishing", "stock"),
    [
        ((180.0, 324.0), 0, "none", "Trim, square corners", "14 to 16 pt cover (300 to 350 g/m²)"),
        ((180.0, 324.1), 0, "none", "Trim", "100 lb text (150 g/m²)"),
        ((792.0, 612.0), 1, "half", "Trim, fold by the marks", "80 to 100 lb text (120 to 150 g/m²), grain along the folds"),
        ((792.0, 612.0), 3, "tent", "Trim, fold by the marks", "80 to 100 lb text (120 to 150 g/m²), grain along the folds"),
    ],
)  # fmt: skip
def test_a_campaign_without_print_jobs_gets_the_usual_ones(
    size: tuple[float, float], folds: int, fold: str, finishing: str, stock: str
) -> None:
    job = usual_job("office-card", *size, folds)
    assert (job.name, job.fold, job.finishing, job.lamination) == ("Office card", fold, finishing, "")
    assert job.stock == {"coated": f"{stock}, coated, matte or dull", "uncoated": f"{stock}, uncoated"}
    assert job.source == Source(PRINT_JOBS_FILE)


def test_nobody_guesses_how_a_sheet_is_folded_four_times() -> None:
    with pytest.raises(ContentError) as refused:
        usual_job("map", 792.0, 612.0, 4)
    assert refused.value.problem == "“map” has 4 folds, and nothing says how it is folded."
    assert (
        refused.value.hint == f"Add {PRINT_JOBS_FILE} with an entry for it; 'flyers docs reference' describes the file."
    )


JOB = PrintJob("Poster", {"coated": "gloss", "uncoated": "offset"}, "half", Source(PRINT_JOBS_FILE, 7), "Trim", "matte")


def test_the_paper_is_of_the_kind_that_the_profile_describes() -> None:
    def stock(paper: str, job: PrintJob = JOB) -> str:
        condition: Any = SimpleNamespace(paper=paper, name="news")
        return job.stock_for(condition)

    assert [stock(paper) for paper in ("coated", "uncoated", "")] == ["gloss", "offset", "gloss; or offset"]
    with pytest.raises(ContentError) as refused:
        stock("uncoated", PrintJob("Poster", {"coated": "gloss"}, "none", Source(PRINT_JOBS_FILE, 7)))
    assert refused.value.problem == "“Poster” has no uncoated stock, and “news” is made for that."
    assert str(refused.value.source) == f"{PRINT_JOBS_FILE}:7"
    assert JOB.texts == ("Poster", "gloss", "offset", "Trim", "matte")


def test_a_fold_that_the_layout_does_not_have_is_refused() -> None:
    assert print_job({"poster": JOB}, "poster", 1) is JOB
    with pytest.raises(ContentError) as refused:
        print_job({"poster": JOB}, "poster", 2)
    assert refused.value.problem == "“half” has 1 folds, and the layout of “poster” has 2."
    assert refused.value.hint == "Correct the fold here, or the panels in the layout."


# -- the archive ------------------------------------------------------------------------------------------------------


def test_an_archive_has_its_files_in_order_then_their_checksums() -> None:
    files = {"b.pdf": b"two", "a.txt": b"one"}
    made = archive("folder", files, calendar.timegm((2026, 11, 5, 9, 8, 6, 0, 0, 0)))
    with zipfile.ZipFile(io.BytesIO(made)) as opened:
        entries = opened.infolist()
        assert [entry.filename for entry in entries] == ["folder/b.pdf", "folder/a.txt", "folder/SHA256SUMS"]
        assert {entry.date_time for entry in entries} == {(2026, 11, 5, 9, 8, 6)}
        assert {(entry.compress_type, entry.create_system) for entry in entries} == {(zipfile.ZIP_STORED, 3)}
        assert {oct(entry.external_attr >> 16) for entry in entries} == {"0o100644"}
        sums = opened.read("folder/SHA256SUMS").decode()
    assert sums == "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in files.items())


def test_an_archive_is_never_older_than_its_format() -> None:
    with zipfile.ZipFile(io.BytesIO(archive("folder", {}, 0))) as opened:
        assert opened.infolist()[0].date_time == (1980, 1, 1, 0, 0, 0)


@pytest.mark.parametrize(
    ("issue", "day"), [("2026", (2026, 1, 1)), ("2026-11", (2026, 11, 1)), ("2026-11-05", (2026, 11, 5))]
)
def test_a_package_has_the_first_day_of_its_issue(
    monkeypatch: pytest.MonkeyPatch, issue: str, day: tuple[int, int, int]
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert moment_of(issue) == calendar.timegm((*day, 0, 0, 0))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "7")
    assert moment_of(issue) == 7


# -- the command that is missing --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "command"),
    [
        ({}, ""),
        ({"secondary": "en"}, " --with en"),
        ({"secondary": ALL}, ""),
        ({"press": PressChoice("my press", "1a", 13.5)}, " --press 'my press' --pdfx 1a --bleed 13.5pt"),
        ({"press": PressChoice(bleed=0.0)}, " --bleed 0pt"),
        ({"sheet": SheetChoice(ink="black")}, " --ink black"),
        ({"output": Path("/elsewhere")}, " --output /elsewhere"),
    ],
)
def test_a_missing_file_is_made_by_this_command(options: dict[str, Any], command: str) -> None:
    project = Path("/campaign")
    job = Job(project, "es", "poster", "press", **{"output": project / "output", **options})
    assert build_command(job, project) == f"flyers build --lang es --product poster{command}"
