"""What is in a package, that its bytes depend on nothing else, and what keeps one from being made."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pikepdf
import pymupdf
import pytest
from orders import order_of, try_contacts

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
from flyers.publish.archive import archive
from flyers.publish.package import PackageOrder, gather, moment_of, package
from flyers.workflow.contact_edit import edit_contacts
from flyers.workflow.manifests import manifest_folder, read_manifest
from flyers.workflow.pages_checksum import pages_checksum
from flyers.workflow.signing import Statement, sign

PRODUCTS = ["brochure", "poster", "wallet-card"]
SIZES = {"brochure": "11x8.5in", "poster": "8.5x11in", "wallet-card": "3.5x2in"}
REVIEWER = "Zoraida Quetzalcóatl-Whitcombe"
"""Signed the English in conftest.py."""


def unpack(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def entry(output: Path, language: str, product: str, **changes: object) -> None:
    """Change the entry of a press file in the report."""
    report = output / language / outputs.REPORT
    data = json.loads(report.read_bytes())
    data["products"][f"{product}.press"] |= changes
    report.write_text(json.dumps(data), encoding="utf-8")


def test_a_package_has_one_folder_with_the_files_as_they_were_proved(order, session, output):
    made = package(*order(), session)
    assert made.path == output / "en" / "flyers-ct-en-2026-11.zip"
    assert made.size == made.path.stat().st_size
    files = unpack(made.path)
    own = [f"en-{product}-{SIZES[product]}.press.pdf" for product in PRODUCTS]
    names = ["README.txt", "job-ticket.pdf", "job-ticket.json", "job-ticket.xjdf", *own, "SHA256SUMS"]
    assert list(files) == [f"flyers-ct-en-2026-11/{name}" for name in names]
    for product in PRODUCTS:
        packed = files[f"flyers-ct-en-2026-11/en-{product}-{SIZES[product]}.press.pdf"]
        assert packed == (output / "en" / f"{product}.press.pdf").read_bytes()


def test_unzip_opens_a_package_and_sha256sum_verifies_it(order, session, tmp_path, tool):
    path = package(*order("ar", draft=True), session).path
    subprocess.run([tool("unzip"), "-tqq", path], check=True)
    subprocess.run([tool("unzip"), "-q", path, "-d", tmp_path / "shop"], check=True)
    folder = tmp_path / "shop" / "flyers-ct-ar-2026-11-DRAFT"
    done = subprocess.run(
        [tool("sha256sum"), "-c", "SHA256SUMS"], cwd=folder, capture_output=True, text=True, check=True
    )
    assert done.stdout.count(": OK\n") == len(list(folder.iterdir())) - 1
    (folder / "README.txt").write_bytes(b"another letter")
    assert subprocess.run([tool("sha256sum"), "--status", "-c", "SHA256SUMS"], cwd=folder).returncode == 1


def test_the_same_files_give_the_same_archive_in_any_process_at_any_time(order, session, output, signed):
    first = package(*order(), session).path.read_bytes()
    os.utime(output / "en" / "poster.press.pdf", (0, time.time()))
    done = subprocess.run(
        [sys.executable, "-m", "flyers", "--project", signed, "package", "--lang", "en", "--output", output],
        env={**os.environ, "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7"},
        cwd="/",
        umask=0o077,
        capture_output=True,
        text=True,
        check=True,
    )
    assert (output / "en" / "flyers-ct-en-2026-11.zip").read_bytes() == first
    assert done.stdout.startswith(str(output / "en" / "flyers-ct-en-2026-11.zip"))


def test_archive_entries_share_a_date_and_are_readable_by_all(order, session):
    with zipfile.ZipFile(package(*order(), session).path) as opened:
        for info in opened.infolist():
            assert info.date_time == (2026, 1, 1, 0, 0, 0)
            assert (info.create_system, info.external_attr >> 16) == (3, 0o100644)
            assert info.compress_type == zipfile.ZIP_STORED
            assert not info.extra


@pytest.mark.parametrize(
    ("edition", "day"), [("2026-11", "2026-11-01"), ("2026", "2026-01-01"), ("2026-02-28", "2026-02-28")]
)
def test_the_date_defaults_to_the_first_day_of_the_issue(monkeypatch, edition, day):
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(moment_of(edition))) == f"{day}T00:00:00"


def test_a_date_before_1980_becomes_the_earliest_date_of_zip():
    with zipfile.ZipFile(__import__("io").BytesIO(archive("a", {"b": b"c"}, 0))) as opened:
        assert {info.date_time for info in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert opened.read("a/SHA256SUMS") == f"{hashlib.sha256(b'c').hexdigest()}  b\n".encode()


def test_an_unsigned_translation_is_refused(order, session, output):
    with pytest.raises(TranslationError, match=r"^es: This is a draft translation, .*signed by nobody\.") as caught:
        package(*order("es"), session)
    assert "--draft" in caught.value.hint
    assert not list((output / "es").glob("*.zip"))


def test_a_signed_translation_is_packaged(campaign, tmp_path, built, output):
    """Its files must be built again, without “draft”."""
    from flyers.pipeline.plan import plan
    from flyers.pipeline.workers import run

    try_contacts(campaign)
    session = Session(campaign)
    sign(session, "es", Statement(REVIEWER, "native reader", dt.date(2025, 12, 30)))
    with pytest.raises(TranslationError, match="read on 2025-12-30, pages not yet seen"):
        package(*order_of(campaign, output, "es"), Session(campaign))
    sign(session, "es", Statement(REVIEWER, "native reader", dt.date(2025, 12, 31), pages_checksum(session, "es")))
    signed = Session(campaign)
    with pytest.raises(CombinedError, match="layout, the print condition or the sign-off has changed"):
        package(*order_of(campaign, output, "es"), signed)  # these say “draft” in the slug
    run(plan(campaign, ["es"], PRODUCTS, ["press"], output=output), workers=1)
    made = package(*order_of(campaign, output, "es"), signed)
    assert made.path.name == "flyers-ct-es-2026-11.zip"
    ticket = json.loads(unpack(made.path)["flyers-ct-es-2026-11/job-ticket.json"])
    assert (ticket["draft"], ticket["blockers"], ticket["review"]) == (False, [], "signed on 2025-12-31")


def test_no_output_names_the_reviewer(order, session, output, signed, capfd):
    """Neither an archive, a stream of a PDF, the terminal, nor a manifest does."""
    from flyers.cli.main import main

    assert REVIEWER in (signed / "translations" / "en" / "signoff.yaml").read_text(encoding="utf-8")
    said = package(*order(), session)
    files = unpack(said.path) | {said.manifest.name: said.manifest.read_bytes()}
    files["proof.json"] = (output / "en" / outputs.REPORT).read_bytes()
    for words in (
        ["build", "--lang", "en", "--json", "--output", str(output)],
        ["package", "--lang", "en", "--output", str(output)],
        ["translations", "status", "--json"],
        ["translations", "status", "--lang", "en"],
        ["languages", "--json"],
        ["manifest", said.manifest.stem, "--json", "--output", str(output)],
    ):
        assert main(["--project", str(signed), *words]) == 0
        out, err = capfd.readouterr()
        files[" ".join(words)] = (out + err).encode()
    parts = [REVIEWER, "Zoraida", "Quetzalc", "Whitcombe"]
    named = {spelt for part in parts for spelt in (part.encode(), part.encode("utf-16-be"), part.encode("latin-1"))}
    named |= {json.dumps(part)[1:-1].encode() for part in parts}
    for name, data in files.items():
        insides = (data, *insides_of(data))
        for inside in insides:
            assert not [spelt for spelt in named if spelt in inside], name
        if (
            "job-ticket" in name and "xjdf" not in name
        ) or "README" in name:  # what is said of the sign-off would be found
            assert any(b"signed on 2025-12-31" in inside for inside in insides), name


def insides_of(data: bytes) -> list[bytes]:
    """Return the decompressed streams of a PDF, its other objects, and the words on its pages."""
    if not data.startswith(b"%PDF"):
        return []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        streams = [each.read_bytes() for each in pdf.objects if isinstance(each, pikepdf.Stream)]
        others = [each.unparse(resolved=True) for each in pdf.objects if not isinstance(each, pikepdf.Stream)]
    with pymupdf.open(stream=data) as opened:
        words = " ".join(page.get_text() for page in opened)
    return [*streams, *others, re.sub(r"\s+", " ", words).encode()]


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
    entry(output, "en", "poster", status="failed", findings=[finding])


def spoil_changed(output: Path) -> None:
    path = output / "en" / "poster.press.pdf"
    path.write_bytes(path.read_bytes() + b"\n")


def spoil_other_words(output: Path) -> None:
    entry(output, "en", "poster", code="0000000")


def spoil_other_layout(output: Path) -> None:
    entry(output, "en", "poster", expectation="0" * 64)


FILE_BLOCKERS = [
    (spoil_no_record, "No proof of this file is on record"),
    (spoil_failed, "Its last build failed its proof"),
    (spoil_changed, "The file has been changed since it was proved"),
    (spoil_other_words, "other words or contacts: it is 2026-11 · 0000000; today's is 2026-11 · [0-9a-f]{7}"),
    (spoil_other_layout, "the layout, the print condition or the sign-off has changed"),
]


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
    assert "THIS IS A DRAFT, FOR A LOOK ONLY. DO NOT PRINT IT." in letter
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
        match=r"^poster → en → .*poster\.press\.pdf: The file does not exist\. Make it: flyers build --lang en",
    ) as caught:
        package(*order(draft=draft), session)
    assert caught.value.exit_code == ExitCode.FILE_ACCESS


def test_a_refusal_keeps_the_previous_package(order, session, output):
    path = package(*order(), session).path
    before = path.read_bytes()
    spoil_changed(output)
    with pytest.raises(ProofError):
        package(*order(), session)
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.glob("*.zip")] == [path.name]


def test_a_package_for_another_print_condition_needs_files_built_for_it(order, session, output):
    from flyers.pipeline.plan import PressChoice, plan
    from flyers.pipeline.workers import run

    with pytest.raises(CombinedError, match="the print condition or the sign-off has changed"):
        package(*order(press="uncoated"), session)
    run(
        plan(session.folder, ["en"], PRODUCTS, ["press"], output=output, press=PressChoice("uncoated", "1a")), workers=1
    )
    ticket = json.loads(
        unpack(package(*order(press="uncoated", pdfx="1a"), session).path)["flyers-ct-en-2026-11/job-ticket.json"]
    )
    condition = ticket["print_condition"]
    assert (condition["standard"], condition["ink_limit_percent"]) == ("PDF/X-1a:2003", 260)


def test_products_on_request_are_not_required(order, session):
    assert "wallet-card-eu" in session.products
    files = unpack(package(*order(), session).path)
    assert not [name for name in files if "wallet-card-eu" in name]


def test_a_package_contains_nothing_personal(order, session, output, monkeypatch):
    monkeypatch.setenv("USER", "someone-by-name")
    monkeypatch.setenv("HOME", "/home/someone-by-name")
    made = package(*order("es", draft=True), session)
    secrets = [b"someone-by-name", str(output.parent).encode(), str(session.folder).encode()]
    for name, data in unpack(made.path).items():
        for secret in secrets:
            assert secret not in data, name


@pytest.fixture
def flyers(capfd, signed, output):
    from flyers.cli.main import main

    def run(*words: str) -> tuple[int, str, str]:
        try:
            code = main(["--project", str(signed), "package", "--output", str(output), *words])
        except SystemExit as end:
            code = int(end.code or 0)
        return code, *capfd.readouterr()

    return run


def test_the_command_prints_the_path_of_the_package(flyers, output):
    code, out, err = flyers("--lang", "en", "--quantity", "poster=200,wallet-card=5000")
    assert code == 0
    assert re.fullmatch(r"\S+/translations/en/manifests/[0-9a-f]{7}\.yaml: the words of these files; commit it\n", err)
    assert re.fullmatch(rf"{re.escape(str(output))}/en/flyers-ct-en-2026-11.zip  \d+ kB\n", out)
    ticket = json.loads(unpack(output / "en" / "flyers-ct-en-2026-11.zip")["flyers-ct-en-2026-11/job-ticket.json"])
    wanted = {product["product"]: product["quantity"] for product in ticket["products"]}
    assert wanted == {"poster": 200, "wallet-card": 5000}  # what was ordered, and no brochure


def test_a_named_product_without_a_quantity_has_a_line_to_fill_in(flyers, output):
    words = ("--lang", "en", "--product", "brochure,poster", "--quantity", "poster=200")
    assert flyers(*words)[0] == 0
    ticket = json.loads(unpack(output / "en" / "flyers-ct-en-2026-11.zip")["flyers-ct-en-2026-11/job-ticket.json"])
    assert {product["product"]: product["quantity"] for product in ticket["products"]} == {
        "brochure": None,
        "poster": 200,
    }


def test_the_order_is_on_record_with_its_quantities(flyers, signed):
    """The same order on the same day is the same; another one is another occasion."""
    for quantity in ("poster=200", "poster=200", "poster=300"):
        assert flyers("--lang", "en", "--quantity", quantity)[0] == 0
    session = Session(signed)
    folder = manifest_folder(session.campaign, session.registry.language("en"))
    kept = read_manifest(folder / f"{session.localized('en').code}.yaml", session.campaign)
    alone = [entry.products["poster"].quantity for entry in kept.entries if list(entry.products) == ["poster"]]
    assert alone == [200, 300]


def test_a_draft_keeps_nothing(flyers, signed, output):
    folder = signed / "translations" / "ar"
    before = sorted(folder.rglob("*"))
    code, _, err = flyers("--lang", "ar", "--draft")
    assert code == 0
    assert sorted(folder.rglob("*")) == before
    assert "commit it" not in err


def test_a_number_that_nobody_has_dialed_is_refused(campaign, output):
    """The one way round is a draft, which says so on ticket and letter."""
    session = Session(campaign)
    sign(session, "en", Statement(REVIEWER, "coalition", dt.date(2025, 12, 31), pages_checksum(session, "en")))
    edits = [
        (f"{contact}.verified_on", "2025-12-30") for contact in session.campaign.contacts if contact != "emergency"
    ]
    edit = edit_contacts(session.campaign, edits)
    edit.path.write_text(edit.text, encoding="utf-8")
    with pytest.raises(ContentError, match=r"^en: Nobody has dialed or opened 911\.") as caught:
        package(*order_of(campaign, output, "en"), Session(campaign))
    assert "flyers contacts verify emergency --date" in caught.value.hint
    made = package(*order_of(campaign, output, "en", draft=True), Session(campaign))
    files = unpack(made.path)
    folder = made.path.stem
    assert "Nobody has dialed or opened 911." in files[f"{folder}/README.txt"].decode()
    assert json.loads(files[f"{folder}/job-ticket.json"])["blockers"] == ["en: Nobody has dialed or opened 911."]


def test_a_contact_behind_a_code_must_have_been_tried_too(order, session, signed):
    files = gather(*order(), session).files
    assert all({code.contact for code in file.expected.codes} <= file.contacts for file in files)


def test_other_languages_are_packaged_when_one_is_refused(flyers, output):
    code, out, err = flyers("--lang", "es,en")
    assert code == ExitCode.TRANSLATION
    assert out.count(".zip") == 1
    assert err.splitlines()[-1].startswith("flyers: es: This is a draft translation")
    assert (output / "en" / "flyers-ct-en-2026-11.zip").is_file()


def test_the_command_prints_the_blockers_of_a_draft(flyers):
    code, out, err = flyers("--lang", "ar", "--draft")
    assert code == 0
    assert "flyers-ct-ar-2026-11-DRAFT.zip" in out
    assert err.endswith("draft: ar → This is a draft translation, checked by the program, signed by nobody.\n"), err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--quantity", "poster"), "“poster” is not a product and a number of copies"),
        (("--quantity", "poster=0"), "“poster=0” is not"),
        (("--quantity", "poster=-5"), "“poster=-5” is not"),
        (("--quantity", "=5"), "“=5” is not"),
        (("--quantity", "poster=1e3"), "“poster=1e3” is not"),
        (("--quantity", "postr=5"), "There is no product “postr”. Did you mean “poster”?"),
        (("--product", "poster", "--quantity", "brochure=5"), "There is no product to be packaged “brochure”."),
        (("--quantity", "poster=5,poster=6"), "A product has two quantities"),
        (("--lang", "xx"), "“xx” is not the tag or the name of a language"),
    ],
)
def test_invalid_arguments_are_explained(flyers, words, said):
    code, out, err = flyers(*words)
    assert code == ExitCode.USAGE
    assert said in err
    assert out == ""


def test_make_passes_its_variables_to_the_command(root, tool):
    """It builds first, so that the files are today's."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("MAKE", "MFLAGS"))}
    words = [tool("make"), "-n", "package", "LANG=es", "PRESS=swop3", "QUANTITY=poster=200", "DRAFT=1", "VENV=/nowhere"]
    said = subprocess.run(words, cwd=root, env=clean, capture_output=True, text=True, check=True).stdout
    build, packed = [re.sub(r" +", " ", line).strip() for line in said.splitlines() if " -m flyers " in line]
    assert build.split(" -m flyers ")[1] == "build --edition press --lang 'es' --press 'swop3'"
    assert packed.split(" -m flyers ")[1] == "package --lang 'es' --press 'swop3' --quantity 'poster=200' --draft"


def test_shutil_unpacks_it(order, session, tmp_path):
    shutil.unpack_archive(package(*order(), session).path, tmp_path / "there")
    assert (
        (tmp_path / "there" / "flyers-ct-en-2026-11" / "README.txt")
        .read_text(encoding="utf-8")
        .startswith("flyers-ct-en")
    )


def test_bilingual_products_are_packaged_together(signed, session, tmp_path):
    output = tmp_path / "output"
    jobs = plan(signed, ["es"], ["wallet-card", "poster"], ["press"], output=output, secondary="en")
    assert all(result.good for result in run(jobs, workers=1))
    wanted = order_of(signed, output, "es", secondary="en", products=("wallet-card", "poster"), draft=True)
    made = package(*wanted, session)
    label = "es+en"
    assert made.path.name == f"{session.campaign.id}-{label}-{session.campaign.issue}-DRAFT.zip"
    ticket = gather(*wanted, session).ticket
    assert (ticket.label, ticket.english) == (label, "Spanish + English")
    assert ticket.code == session.localized("es", secondary="en").code
    assert ticket.small_print.startswith("es+en · ")
    assert {product.file for product in ticket.products} == {
        "es+en-wallet-card-3.5x2in-DRAFT.press.pdf",
        "es+en-poster-8.5x11in-DRAFT.press.pdf",
    }


def test_the_refusal_names_the_unsigned_one_of_two_languages(campaign, tmp_path):
    from flyers.pipeline.plan import plan
    from flyers.pipeline.workers import run

    try_contacts(campaign)
    session = Session(campaign)
    sign(session, "es", Statement(REVIEWER, "native reader", dt.date(2025, 12, 31), pages_checksum(session, "es")))
    output = tmp_path / "output"
    jobs = plan(campaign, ["es"], ["wallet-card"], ["press"], output=output, secondary="en")
    (result,) = run(jobs, workers=1)
    assert result.warnings[-1] == "draft text, checked by the program, signed by nobody (English)"
    with pytest.raises(TranslationError, match=r"signed by nobody \(English\)") as caught:
        package(*order_of(campaign, output, "es", secondary="en", products=("wallet-card",)), Session(campaign))
    assert "status --lang en)" in caught.value.hint


def test_a_multilingual_product_has_its_own_package(signed, session, tmp_path):
    output = tmp_path / "output"
    jobs = plan(signed, ["en"], ["hotline-poster"], ["press"], output=output, multilingual={"hotline-poster": ["en"]})
    assert all(result.good for result in run(jobs, workers=1))
    wanted = order_of(signed, output, "en", secondary="all", products=("hotline-poster",))
    begun = sum(session.has_translations(tag) for tag in session.registry.languages)
    with pytest.raises(
        TranslationError, match=rf"This is a draft, not signed in {begun - 1} languages: Spanish, .+ more"
    ):
        package(*wanted, session)
    ticket = gather(wanted[0], PackageOrder(draft=True), session).ticket
    assert ticket.english == f"{len(session.registry)} languages"
    assert ticket.small_print.startswith("en+all · ")
