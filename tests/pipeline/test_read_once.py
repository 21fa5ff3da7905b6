"""A process opens each file of a campaign at most once, and reads it again after writing."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path

import pytest

from edits import edit
from flyers.cli.main import main
from flyers.content.message_key import MessageKey
from flyers.errors import ContentError, TranslationError
from flyers.pipeline.session import Session, open_session
from flyers.translation.exchange.rows import FileFormat
from flyers.workflow.catalog_edit import export_files, import_files, update_catalogs
from flyers.workflow.signing import Statement, sign

pytestmark = pytest.mark.slow

COUNT_OPENS = """
import collections, json, os, sys

opens = collections.Counter()


def count(event, arguments):
    if event == "open" and isinstance(arguments[0], (str, bytes, os.PathLike)):
        opens[os.path.abspath(os.fsdecode(arguments[0]))] += 1


sys.addaudithook(count)
from flyers.cli.main import main

code = main(sys.argv[2:])
with open(sys.argv[1], "w") as report:
    json.dump({"code": int(code), "opens": opens}, report)
"""


def opens(root: Path, report: Path, command: str) -> dict[str, int]:
    """Run *command* in a process of its own; return how often it opened each campaign file, by path from *root*."""
    arguments = [sys.executable, "-c", COUNT_OPENS, str(report), *command.split()]
    done = subprocess.run(arguments, cwd=root, capture_output=True, text=True)
    result = json.loads(report.read_text(encoding="utf-8"))
    assert result["code"] == 0, done.stderr
    counts = {Path(path): count for path, count in result["opens"].items()}
    return {
        path.relative_to(root).as_posix(): count
        for path, count in counts.items()
        if path.suffix in (".yaml", ".po") and path.is_relative_to(root) and not path.is_relative_to(root / "src")
    }


@pytest.mark.parametrize(
    ("command", "read", "catalogs", "times"),
    [
        ("languages", ["content/messages/help.yaml"], 39, 1),
        pytest.param("translations status", ["content/layouts/wallet-card.yaml", "content/themes/open-door.yaml"], 39,
                     1, marks=pytest.mark.exhaustive),
        ("translations status --lang es", ["translations/glossary.yaml"], 1, 1),
        pytest.param("translations check --lang es", ["translations/glossary.yaml", "content/layouts/poster.yaml"], 1,
                     1, marks=pytest.mark.exhaustive),
        ("build --lang es --jobs 1 --output {output}", ["content/themes/open-door.yaml"], 39, 2),
    ],
)  # fmt: skip
def test_each_campaign_file_is_opened_once(
    root: Path, tmp_path: Path, command: str, read: list[str], catalogs: int, times: int
) -> None:
    counts = opens(root, tmp_path / "report.json", command.format(output=tmp_path / "out"))
    """A build opens it once more, for its checksum."""
    assert {path for path, count in counts.items() if count > times} == set()
    expected = {"content/contacts.yaml", "translations/languages.yaml", "translations/es/LC_MESSAGES/flyers.po", *read}
    assert expected <= counts.keys()
    assert sum(path.endswith(".po") for path in counts) == catalogs


# -- after writing -----------------------------------------------------------------------------------------------------

ENGLISH = Path("content/messages/lighthouse.yaml")
SPANISH = Path("translations/es/LC_MESSAGES/flyers.po")


@pytest.fixture(autouse=True)
def one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1793836800")  # 2026-11-05


def statement(reviewer: str) -> Statement:
    return Statement(reviewer, "native reader", dt.date(2026, 11, 3))


def test_a_session_is_a_snapshot_until_it_is_reloaded(second_campaign: Path) -> None:
    session = Session(second_campaign)
    before = session.localized("es").code
    edit(second_campaign / SPANISH, "¿Trabaja sin paga?", "¿Trabaja sin sueldo?")
    assert session.localized("es").code == before
    session.reload()
    assert session.localized("es").code != before


def test_a_session_signs_twice_and_keeps_both_records(second_campaign: Path) -> None:
    session = Session(second_campaign)
    sign(session, "es", statement("R-07"))
    assert "DRAFT" not in session.catalog("es").remarks
    sign(session, "es", statement("R-08"))
    assert [record.reviewer for record in session.signoffs("es")] == ["R-07", "R-08"]


def test_a_session_sees_the_catalog_that_it_updated(second_campaign: Path) -> None:
    edit(second_campaign / ENGLISH, "text: Sticker", "text: Label")
    session = Session(second_campaign)
    assert not any(entry.fuzzy for entry in session.catalog("es").entries.values())
    update_catalogs(session)
    assert any(entry.fuzzy for entry in session.catalog("es").entries.values())


def test_a_session_sees_the_catalog_that_it_imported(second_campaign: Path) -> None:
    session = Session(second_campaign)
    (sent,) = export_files(session, ["es"], FileFormat.PO, second_campaign / "out")
    edit(sent.path, "¿Trabaja sin paga?", "¿Trabaja sin sueldo?")
    import_files(session, [sent.path])
    assert "¿Trabaja sin sueldo?" in session.catalog("es").entries[MessageKey("lighthouse.call")].translation


def test_a_process_knows_the_language_that_it_added(second_campaign: Path) -> None:
    session = open_session(second_campaign)
    assert "fr" not in session.registry.tags
    assert main(["--project", str(second_campaign), "translations", "init", "fr"]) == 0
    assert open_session(second_campaign).registry.tags[-1] == "fr"
    assert open_session(second_campaign).catalog("fr").exists


def test_a_process_sees_the_contact_that_it_set(second_campaign: Path) -> None:
    session = open_session(second_campaign)
    contact = next(iter(session.campaign.contacts.values()))
    assert main(["--project", str(second_campaign), "contacts", "set", f"{contact.id}.phone", "1-555-555-0199"]) == 0
    assert open_session(second_campaign).campaign.contacts[contact.id].display == "1-555-555-0199"


def test_an_unreadable_file_raises_each_time_with_its_own_trail(second_campaign: Path) -> None:
    (second_campaign / SPANISH).write_text("stray", encoding="utf-8")
    session = Session(second_campaign)
    for product in ("card", "poster"):
        with pytest.raises(TranslationError) as caught:
            session.localized("es")
        assert caught.value.within(product).trail == (product, "es")


def test_faults_of_the_english_are_reported_for_every_language(second_campaign: Path) -> None:
    edit(second_campaign / ENGLISH, "text: Sticker", "text: A <b>sticker</b>")
    session = Session(second_campaign)
    for tag in ("en", "es", "en"):
        with pytest.raises(ContentError, match="is markup"):
            session.localized(tag, allow_untranslated=True)
