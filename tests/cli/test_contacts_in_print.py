"""Numbers in print: recording that somebody has dialed them, and finding every piece that has an old one."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from flyers.cli.main import main
from flyers.content.campaign import Campaign
from flyers.errors import ExitCode
from flyers.pipeline.prove import prove
from flyers.pipeline.session import Session
from flyers.workflow.manifest import current_manifest, keep_manifest, read_manifests, with_record

pytestmark = pytest.mark.slow

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(second_campaign: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1793836800")  # 2026-11-05

    def command(*words: str) -> tuple[int, str, str]:
        try:
            code = main(["--project", str(second_campaign), *words])
        except SystemExit as end:
            code = int(end.code or 0)
        return code, *capfd.readouterr()

    return command


def order(folder: Path, day: str, quantity: int) -> None:
    """Put an order of stickers with today's number on record."""
    session = Session(folder)
    manifest = current_manifest(session, "es")
    (entry,) = manifest.entries
    products = {name: replace(contents, quantity=quantity) for name, contents in entry.products.items()}
    kept = replace(entry, day=dt.date.fromisoformat(day), products=products)
    keep_manifest(replace(manifest, entries=(kept,)), session.campaign, session.registry)


def test_every_order_with_an_old_number_is_listed_with_its_quantity(run: Run, second_campaign: Path) -> None:
    """After two changes, both former numbers are found, and the orders of each."""
    order(second_campaign, "2026-01-10", 500)
    order(second_campaign, "2026-02-10", 500)  # the same order again is another 500
    assert run("contacts", "set", "harbor.phone", "1-555-555-0143")[0] == 0
    order(second_campaign, "2026-03-10", 250)
    code, out, _ = run("contacts", "set", "harbor.phone", "1-555-555-0144")
    assert code == 0
    wrong = out[out.index("printed pieces that are wrong now: 3 orders\n") :]
    for line in (
        "  1-555-555-0142: 500 × sticker, on 2026-01-10 (checked)\n",
        "  1-555-555-0142: 500 × sticker, on 2026-02-10 (checked)\n",
        "  1-555-555-0143: 250 × sticker, on 2026-03-10 (checked)\n",
    ):
        assert line in wrong
    order(second_campaign, "2026-04-10", 100)
    _, later, _ = run("contacts", "uses", "harbor")
    assert wrong in later
    assert "printed pieces on record with it: 1 order\n  1-555-555-0144: 100 × sticker, on 2026-04-10" in later
    found = json.loads(run("contacts", "uses", "harbor", "--json")[1])
    assert [(piece["printed"], piece["quantities"]) for piece in found["outdated"]] == [
        ("1-555-555-0142", {"sticker": 500}),
        ("1-555-555-0142", {"sticker": 500}),
        ("1-555-555-0143", {"sticker": 250}),
    ]


def test_a_manifest_without_quantities_says_so(run: Run, second_campaign: Path) -> None:
    assert run("manifest", "--lang", "es", "--keep")[0] == 0
    assert "sticker (quantity not on record)" in run("contacts", "uses", "harbor")[1]
    ((path, manifest),) = read_manifests(Session(second_campaign).campaign, Session(second_campaign).registry)
    assert "quantity" not in path.read_text(encoding="utf-8")
    assert manifest.entries[0].products["sticker"].quantity == 0


def test_a_message_that_names_the_contact_in_a_translation_only_is_found(run: Run, second_campaign: Path) -> None:
    catalog = second_campaign / "translations/es/LC_MESSAGES/flyers.po"
    text = catalog.read_text(encoding="utf-8")
    catalog.write_text(text.replace('"Pegatina"', '"Pegatina: {harbor}"'), encoding="utf-8")
    _, out, _ = run("contacts", "uses", "harbor")
    assert "messages (1): lighthouse.call\nmessages in es only (1): lighthouse.title\n" in out
    assert json.loads(run("contacts", "uses", "harbor", "--json")[1])["translated"] == {"es": ["lighthouse.title"]}


def old_sticker(folder: Path, run: Run) -> Path:
    """Build the Spanish sticker, put it on record, and change the number."""
    output = folder / "output"
    assert run("build", "--lang", "es", "--output", str(output))[0] == 0
    assert run("manifest", "--lang", "es", "--keep")[0] == 0
    assert run("contacts", "set", "harbor.phone", "1-555-555-0143")[0] == 0
    (file,) = output.rglob("sticker*.pdf")
    return file


def old_numbers(folder: Path, file: Path) -> dict[str, tuple[str, str]]:
    session = Session(folder)
    verdict = with_record(prove(file, file.read_bytes(), session), session)
    assert verdict.failed
    return dict(verdict.old_numbers)


def test_what_an_old_piece_said_is_read_from_its_manifest(run: Run, second_campaign: Path) -> None:
    file = old_sticker(second_campaign, run)
    (record,) = second_campaign.glob("translations/es/manifests/*.yaml")
    record.write_text(record.read_text(encoding="utf-8").replace("555-0142", "555-0177"), encoding="utf-8")
    assert old_numbers(second_campaign, file) == {"harbor": ("1-555-555-0177", "1-555-555-0143")}


def test_without_a_manifest_the_old_number_is_read_on_the_page(run: Run, second_campaign: Path) -> None:
    file = old_sticker(second_campaign, run)
    (record,) = second_campaign.glob("translations/es/manifests/*.yaml")
    record.unlink()
    assert old_numbers(second_campaign, file) == {"harbor": ("1-555-555-0142", "1-555-555-0143")}
    record.write_text("broken", encoding="utf-8")
    assert old_numbers(second_campaign, file) == {"harbor": ("1-555-555-0142", "1-555-555-0143")}


def tried(folder: Path) -> tuple[dt.date | None, str]:
    contact = Campaign.load(folder).contacts["harbor"]
    return contact.verified_on, contact.verified_by


def test_a_call_is_recorded(run: Run, second_campaign: Path) -> None:
    code, out, err = run("contacts", "verify", "harbor", "--date", "2026-11-03", "--by", "R-07")
    assert (code, out) == (0, "harbor: 1-555-555-0142, tried on 2026-11-03\n")
    assert err.endswith("content/contacts.yaml: written\n")  # and nothing of commits: the folder is not in git
    assert tried(second_campaign) == (dt.date(2026, 11, 3), "R-07")
    code, out, _ = run("contacts", "verify", "harbor")
    assert (code, out) == (0, "harbor: 1-555-555-0142, tried on 2026-11-05\n")
    assert tried(second_campaign) == (dt.date(2026, 11, 5), "")


def test_a_changed_number_has_been_tried_by_nobody(run: Run, second_campaign: Path) -> None:
    run("contacts", "verify", "harbor", "--by", "R-07")
    run("contacts", "set", "harbor.phone", "1-555-555-0143")
    assert tried(second_campaign) == (None, "")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("harbr",), "Did you mean “harbor”?"),
        (("harbor", "--date", "2026-11-06"), "in the future"),
        (("harbor", "--date", "3.11."), "is not a date"),
        ((), "ID"),
    ],
)
def test_what_nobody_can_have_dialed_is_refused(run: Run, second_campaign: Path, words, said) -> None:
    before = tried(second_campaign)
    code, out, err = run("contacts", "verify", *words)
    assert (code, out) == (ExitCode.USAGE, "")
    assert said in err
    assert tried(second_campaign) == before


def test_several_contacts_are_recorded_at_once(run: Run, root: Path, campaign: Path, capfd) -> None:
    assert main(["--project", str(campaign), "contacts", "verify", "hotline", "emergency,hotline_text"]) == 0
    contacts = Campaign.load(campaign).contacts
    assert {name for name, contact in contacts.items() if contact.verified_on} == {
        "hotline",
        "emergency",
        "hotline_text",
    }
    assert "never tried: coalition_phone" in capfd.readouterr().err


def test_a_day_for_an_emergency_number_is_one_on_which_its_office_was_asked(root: Path, campaign: Path, capfd) -> None:
    command = ["--project", str(campaign), "contacts", "verify"]
    assert main([*command, "hotline", "--date", "2026-01-03"]) == 0
    assert "never confirmed by the office that runs it: emergency\n" in capfd.readouterr().err
    assert main([*command, "emergency", "--date", "2026-01-03"]) == 0
    out, err = capfd.readouterr()
    assert out == "emergency: 911, confirmed on 2026-01-03\n"
    assert "Don't dial an emergency number for a test: ask the office that runs it" in err
    assert "confirmed by the office" not in err


def test_a_changed_emergency_number_is_not_to_be_tested(root: Path, campaign: Path, capfd) -> None:
    assert main(["--project", str(campaign), "contacts", "set", "emergency.phone", "112"]) == 0
    out = capfd.readouterr().out
    assert "Don't dial an emergency number for a test" in out
    assert "test it, then" not in out
