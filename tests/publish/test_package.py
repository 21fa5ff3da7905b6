"""What is in a package, and that its bytes depend on nothing else."""

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
from dataclasses import replace

import pikepdf
import pymupdf
import pytest
from orders import PRODUCTS, REVIEWER, SIZES, order_of, try_contacts, unpack

from flyers.errors import CombinedError, TranslationError
from flyers.pipeline import outputs
from flyers.pipeline.plan import plan
from flyers.pipeline.session import Session
from flyers.pipeline.workers import run
from flyers.publish.package import PackageOrder, archive, gather, moment_of, package
from flyers.workflow.manifest import read_manifest
from flyers.workflow.signing import Statement, pages_checksum, sign

pytestmark = pytest.mark.slow


def test_a_package_has_one_folder_with_the_files_as_they_were_proved(order, session, output):
    made = package(*order(), session)
    assert made.path == output / "en" / "flyers-ct-en-2026-11.zip"
    assert len(made.data) == made.path.stat().st_size
    files = unpack(made.path)
    own = [f"en-{product}-{SIZES[product]}.press.pdf" for product in PRODUCTS]
    names = ["README.txt", "job-ticket.pdf", "job-ticket.json", "job-ticket.xjdf", *own, "SHA256SUMS"]
    assert list(files) == [f"flyers-ct-en-2026-11/{name}" for name in names]
    for product in PRODUCTS:
        packed = files[f"flyers-ct-en-2026-11/en-{product}-{SIZES[product]}.press.pdf"]
        assert packed == (output / "en" / f"{product}.press.pdf").read_bytes()


@pytest.mark.parametrize(("language", "draft"), [("en", False), ("ar", True)])
def test_each_product_of_a_package_is_composed_once(order, signed, monkeypatch, language, draft):
    composed, compose = [], Session.composed
    monkeypatch.setattr(
        Session,
        "composed",
        lambda own, words, layout, **how: composed.append(layout.product) or compose(own, words, layout, **how),
    )
    package(*order(language, draft=draft), Session(signed))
    assert composed == PRODUCTS


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


def test_an_order_in_place_of_another_cancels_the_last_one_of_its_products(signed, output, tmp_path):
    folder = shutil.copytree(signed, tmp_path / "signed", symlinks=True)
    session = Session(folder)
    jobs, wanted = order_of(folder, output, "en", ["wallet-card"], quantities={"wallet-card": 500})
    first = package(jobs, wanted, session)
    assert first.cancelled is None
    again = package(jobs, replace(wanted, replaces=True), session)
    assert again.cancelled is not None
    assert again.cancelled.products["wallet-card"].quantity == 500
    entries = read_manifest(again.manifest, session.campaign).entries
    assert [entry.cancelled for entry in entries[-2:]] == [True, False]


def test_a_date_before_1980_becomes_the_earliest_date_of_zip():
    with zipfile.ZipFile(__import__("io").BytesIO(archive("a", {"b": b"c"}, 0))) as opened:
        assert {info.date_time for info in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert opened.read("a/SHA256SUMS") == f"{hashlib.sha256(b'c').hexdigest()}  b\n".encode()


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
    with pytest.raises(CombinedError, match="the print condition, the sign-off or the program has changed"):
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
        ["translations", "status", "--json", "--lang", "en es"],  # the others are not signed either: a row like Spanish
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


def test_products_on_request_are_not_required(order, session):
    assert "sticker-3x5" in session.products
    files = unpack(package(*order(), session).path)
    assert not [name for name in files if "sticker-3x5" in name]


def test_a_package_contains_nothing_personal(order, session, output, monkeypatch):
    monkeypatch.setenv("USER", "someone-by-name")
    monkeypatch.setenv("HOME", "/home/someone-by-name")
    made = package(*order("es", draft=True), session)
    secrets = [b"someone-by-name", str(output.parent).encode(), str(session.folder).encode()]
    for name, data in unpack(made.path).items():
        for secret in secrets:
            assert secret not in data, name


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
    assert ticket.english == f"{len(session.registry.tags)} languages"
    assert ticket.small_print.startswith("en+all · ")
