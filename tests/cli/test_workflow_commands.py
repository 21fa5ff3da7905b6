"""Sign-off, status, contacts and manifests from the command line."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from flyers.cli.main import main
from flyers.errors import ExitCode
from flyers.pipeline.session import Session, open_session
from flyers.workflow.signing import pages_checksum, short

SIGNOFF = Path("translations/es/signoff.yaml")
CONTACTS = Path("content/contacts.yaml")
SIGN = ("translations", "sign", "es", "--reviewer", "R-07", "--role", "native reader", "--date", "2026-11-03")


@pytest.fixture(autouse=True)
def one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1793836800")  # 2026-11-05


@pytest.fixture
def run(second_campaign: Path, capfd: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run ``flyers`` in this process, on the second campaign as it is now."""

    def run(*words: str) -> tuple[int, str, str]:
        open_session.cache_clear()
        try:
            code = main(["--project", str(second_campaign), *words])
        except SystemExit as end:
            code = int(end.code or 0)
        return code, *capfd.readouterr()

    return run


def checksum(folder: Path) -> str:
    return short(pages_checksum(Session(folder), "es"))


def test_from_draft_to_signed_to_stale_and_back(run, second_campaign: Path) -> None:
    code, out, _ = run("translations", "status")
    assert code == 0
    head, english, spanish = (line.split() for line in out.splitlines()[:3])
    assert head == ["language", "state", "messages", "translated", "stale", "fuzzy", "checked", "reviewed", "signed"]
    assert english == ["en", "checked", "3", "3", "0", "0", "3", "0", "0"]
    assert spanish == ["es", "checked", "3", "3", "0", "0", "3", "0", "0"]
    code, out, err = run(*SIGN)
    assert code == 0
    assert out.splitlines()[1] == "es: draft translation, read on 2026-11-03, pages not yet seen"
    assert "--proof" in err
    code, out, err = run(*SIGN, "--proof", checksum(second_campaign))
    assert (code, out.splitlines()[1]) == (0, "es: signed on 2026-11-03")
    assert "build them again" in err
    assert run("languages")[1].splitlines()[2].endswith("signed on 2026-11-03")
    assert run("contacts", "set", "harbor.phone", "1-555-555-0143")[0] == 0
    _, out, _ = run("translations", "status", "--lang", "es")
    assert out.splitlines()[1].split() == ["es", "stale", "3", "3", "0", "0", "3", "2", "2"]
    assert out.splitlines()[2:] == [
        "es: draft translation, 2 changes since it was read on 2026-11-03:",
        "  contact:harbor: 1-555-555-0142 → 1-555-555-0143; tel:+15555550142 → tel:+15555550143",
        "  lighthouse.call: contact harbor has changed",
        "es waits for:",
        "  product  for",
        "  sticker  a reader of 2 texts",
    ]
    assert "R-07" not in out
    code, out, _ = run(*SIGN, "--proof", checksum(second_campaign))
    assert out.splitlines()[0].endswith("signoff.yaml: 1 message and 1 contact on record")
    assert run("languages", "--json")[1].count('"state": "signed"') == 1


def test_status_as_json_counts_each_product(run) -> None:
    run(*SIGN)
    (spanish,) = json.loads(run("translations", "status", "--lang", "es", "--json")[1])
    assert (spanish["state"], spanish["reviewed"], spanish["signed"]) == ("reviewed", 3, 0)
    assert (spanish["read_on"], spanish["signed_on"]) == ("2026-11-03", None)
    assert spanish["products"]["sticker"]["messages"] == 3
    assert len(spanish["code"]) == 7
    _, out, _ = run("translations", "status", "--product", "sticker")
    assert out.splitlines()[0].split()[:3] == ["language", "product", "state"]
    assert run("translations", "status", "--product", "postr")[0] == ExitCode.USAGE


def test_status_reports_changed_pages(run, second_campaign: Path) -> None:
    run(*SIGN, "--proof", checksum(second_campaign))
    layout = second_campaign / "content" / "layouts" / "sticker.yaml"
    layout.write_text(layout.read_text(encoding="utf-8").replace("60mm", "61mm"), encoding="utf-8")
    assert "es: the pages have changed since they were signed; the words have not" in run("translations", "status")[1]


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        ((), ExitCode.USAGE, "--reviewer"),
        (("--proof", "4f2a 91c0"), ExitCode.USAGE, "not of today's pages"),
        (("--proof", "4f2a"), ExitCode.USAGE, "not a checksum of pages"),
        (("--date", "3.11.2026"), ExitCode.USAGE, "is not a date"),
        (("--date", "2026-11-06"), ExitCode.USAGE, "in the future"),
    ],
)
def test_an_invalid_signature_is_refused(run, second_campaign: Path, words, code, message) -> None:
    start = SIGN if words else SIGN[:3]
    got, out, err = run(*start, *words)
    assert (got, out) == (code, "")
    assert message in err
    assert not (second_campaign / SIGNOFF).exists()


def test_an_incomplete_language_is_not_signed(run, second_campaign: Path) -> None:
    path = second_campaign / "translations" / "es" / "LC_MESSAGES" / "flyers.po"
    path.write_text(path.read_text(encoding="utf-8").replace('msgstr "El Faro"', 'msgstr ""'), encoding="utf-8")
    code, _, err = run(*SIGN)
    assert code == ExitCode.TRANSLATION
    assert "lighthouse.name" in err


@pytest.mark.parametrize("words", [(), ("--json",)])
def test_a_test_call_on_a_day_that_has_not_come_is_remarked_on(run, second_campaign: Path, words) -> None:
    assert run("contacts", "list", *words)[2] == ""
    path = second_campaign / CONTACTS
    text = path.read_text(encoding="utf-8").replace("verified_on: 2026-11-01", "verified_on: 2035-12-30")
    path.write_text(text, encoding="utf-8")
    code, out, err = run("contacts", "list", *words)
    assert (code, "2035-12-30" in out) == (ExitCode.OK, True)
    assert "“harbor” is on record as tried on 2035-12-30, a day that has not come" in err
    assert "content/contacts.yaml:" in err


def test_a_contact_is_changed_and_its_impact_listed(run, second_campaign: Path) -> None:
    row = run("contacts", "list")[1].splitlines()[1].split()
    assert row == ["harbor", "phone", "1-555-555-0142", "tel:+15555550142", "2026-11-01"]
    run(*SIGN)
    assert run("manifest", "--lang", "es", "--keep")[0] == 0
    old = (second_campaign / CONTACTS).read_bytes()
    words = ("contacts", "set", "harbor.phone", "1-555-555-0143", "--verified-on", "2026-11-04", "--source", "A call")
    code, out, _ = run(*words, "--dry-run")
    assert code == 0
    assert (second_campaign / CONTACTS).read_bytes() == old
    assert "harbor.display: 1-555-555-0142 → 1-555-555-0143" in out
    code, out, err = run(*words)
    assert (code, err) == (0, "")
    text = (second_campaign / CONTACTS).read_text(encoding="utf-8")
    assert "source: A call\n    verified_on: 2026-11-04" in text
    assert "sign-offs made stale, es (2): contact:harbor, lighthouse.call" in out
    assert "printed pieces that are wrong now: 1 order\n" in out
    assert "  1-555-555-0142: sticker (quantity not on record), on 2026-11-05 (reviewed)\n" in out
    assert re.search(r"^    es · 2027-01 · [0-9a-f]{7}, translations/es/manifests/", out, re.MULTILINE)
    assert "products (1): sticker" in out
    assert "languages (2): en, es" in out


def test_a_change_that_breaks_a_rule_leaves_the_file_unchanged(run, second_campaign: Path) -> None:
    old = (second_campaign / CONTACTS).read_bytes()
    code, out, err = run("contacts", "set", "harbor.display", "1-555-555-0143")
    assert (code, out) == (ExitCode.CONTENT, "")
    assert "do not agree" in err
    assert (second_campaign / CONTACTS).read_bytes() == old


def test_contacts_as_json(run) -> None:
    assert json.loads(run("contacts", "list", "--json")[1])[0]["printed"] == "1-555-555-0142"
    assert json.loads(run("contacts", "uses", "harbor", "--json")[1])["products"] == ["sticker"]
    document = json.loads(run("contacts", "set", "harbor.phone", "1-555-555-0143", "--dry-run", "--json")[1])
    found = (document["written"], document["changes"][0]["field"], document["impact"][0]["contact"])
    assert found == (False, "harbor.display", "harbor")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("contacts", "set", "harbor.phone"), "ID.FIELD VALUE"),
        (("contacts", "set", "harbor.phone", "1", "harbor.hours"), "“harbor.hours” has no value"),
        (("contacts", "uses", "harbr"), "Did you mean “harbor”?"),
        (("manifest",), "Name either a code to look up, or languages to keep"),
        (("manifest", "--lang", "es"), "Name either a code to look up, or languages to keep"),
        (("manifest", "4f2a91c", "--lang", "es", "--keep"), "Name either a code"),
        (("manifest", "4f"), "does not end with a content code"),
    ],
)
def test_wrong_arguments_are_explained(run, words, message) -> None:
    code, out, err = run(*words)
    assert (code, out) == (ExitCode.USAGE, "")
    assert message in err


def test_a_card_is_looked_up_by_its_small_print(run, second_campaign: Path) -> None:
    old = Session(second_campaign).localized("es").code
    assert run("manifest", old, "--keep")[0] == 0
    run("contacts", "set", "harbor.phone", "1-555-555-0143")
    code, out, _ = run("manifest", "es", "·", "sticker", "·", "2027-01", "·", old)
    assert code == 0
    lines = out.splitlines()
    assert lines[0] == f"es · 2027-01 · {old}"
    assert lines[1] == f"On record in translations/es/manifests/{old}.yaml: 2026-11-05 (checked)"
    assert "  lighthouse.call: ¿Trabaja sin paga? Llame al 1-555-555-0142." in lines
    assert "  contact:harbor: then “1-555-555-0142”, now “1-555-555-0143”" in lines
    document = json.loads(run("manifest", old[:4], "--product", "sticker", "--json")[1])
    assert document["products"]["sticker"]["messages"]["lighthouse.call"].endswith("0142.")
    assert document["contacts"]["harbor"]["opens"] == "tel:+15555550142"
    assert document["kept"] == [{"date": "2026-11-05", "state": "checked"}]
    code, out, err = run("manifest", old, "--keep")
    assert (code, out) == (ExitCode.USAGE, "")
    assert "not the code of today's words" in err


def test_commands_that_only_show_write_nothing(run, second_campaign: Path) -> None:
    def files() -> dict[str, bytes]:
        return {str(path): path.read_bytes() for path in second_campaign.rglob("*") if path.is_file()}

    before = files()
    code = Session(second_campaign).localized("es").code
    for words in (
        ("translations", "status"),
        ("translations", "status", "--json"),
        ("contacts", "list"),
        ("contacts", "uses", "harbor"),
        ("contacts", "set", "harbor.phone", "1-555-555-0143", "--dry-run"),
        ("manifest", code),
    ):
        assert run(*words)[0] == 0
    assert files() == before
