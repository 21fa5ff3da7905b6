"""Translations of a base, and what a campaign on it has of its own: which of the two is printed, and who is told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from flyers.cli.main import main
from flyers.content.message_key import MessageKey
from flyers.errors import ExitCode
from flyers.pipeline.session import Session
from flyers.publish.reader_proof.rows import remarks
from flyers.translation.exchange.rows import FileFormat
from flyers.workflow.catalog_edit import export_files, import_files, update_catalogs
from own_campaigns import begin_member, written

pytestmark = pytest.mark.slow

SCHOOL = MessageKey("signs.school")
OWN = {"content/messages/signs.yaml": "messages:\n  signs.school: {text: A child no longer goes to school.}\n"}


@pytest.fixture
def maine_copy(maine: Path, tmp_path: Path) -> Path:
    return shutil.copytree(maine, tmp_path / "maine")


def test_a_sentence_that_is_taken_back_is_printed_with_the_translation_of_the_base(maine_copy: Path) -> None:
    """The catalog had kept the base's own words, marked fuzzy: “Template and catalogs are up to date.”"""
    before = Session(maine_copy).catalog("es").entries[SCHOOL].translation
    written(maine_copy, OWN)
    update_catalogs(session := Session(maine_copy))
    assert session.own_catalog("es").entries[SCHOOL].fuzzy
    (maine_copy / "content/messages/signs.yaml").unlink()
    assert update_catalogs(session := Session(maine_copy))
    assert SCHOOL not in session.own_catalog("es").entries
    assert session.localized("es").rich("signs.school").text == before
    assert not session.localized("es").unprintable
    assert not update_catalogs(session)


def test_what_a_network_translates_later_reaches_its_members(tmp_path: Path) -> None:
    member = begin_member(tmp_path)
    network = written(tmp_path / "network", OWN)
    update_catalogs(Session(member))  # as the build of a member had said
    copied = Session(member).own_catalog("es").entries[SCHOOL]
    before = Session(tmp_path / "network").base_catalog("es").entries[SCHOOL].english
    assert (copied.fuzzy, copied.former) == (True, before)
    update_catalogs(Session(network))
    file = network / "translations/es/LC_MESSAGES/flyers.po"
    entry = Session(network).own_catalog("es").entries[SCHOOL]
    sent = file.read_text(encoding="utf-8").replace("#, fuzzy\n", "").replace(entry.translation, "Un niño ya no va.")
    file.write_text(sent, encoding="utf-8")
    update_catalogs(session := Session(member))
    assert SCHOOL not in session.own_catalog("es").entries
    assert session.localized("es").rich("signs.school").text == "Un niño ya no va."


def test_the_title_of_ones_own_catalog_is_no_part_of_a_remark_of_the_base(maine_copy: Path) -> None:
    written(maine_copy, OWN)
    update_catalogs(session := Session(maine_copy))
    assert "Spanish translation of" in session.own_catalog("es").remarks
    assert remarks(session.catalog("es").remarks) == remarks(session.base_catalog("es").remarks)
    file = maine_copy / "translations/es/LC_MESSAGES/flyers.po"
    file.write_text(
        file.read_text(encoding="utf-8").replace("# DRAFT", "#\n# - Maine: usted.\n# DRAFT"), encoding="utf-8"
    )
    assert remarks(Session(maine_copy).catalog("es").remarks)[-1] == "Maine: usted."


def test_a_doubt_of_ones_own_stays(maine_copy: Path) -> None:
    """Somebody has marked another wording of the same English: that is no leftover."""
    english = Session(maine_copy).campaign.messages["signs.school"].forms["text"].text
    po = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n#, fuzzy\n'
    po += f'msgctxt "signs.school"\nmsgid "{english}"\nmsgstr "¿Un niño dejó la escuela?"\n'
    written(maine_copy, {"translations/es/LC_MESSAGES/flyers.po": po})
    update_catalogs(session := Session(maine_copy))
    assert session.own_catalog("es").entries[SCHOOL].fuzzy


def test_what_a_base_lacks_is_said_once_and_names_the_base(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Sixty pairs of lines had each sent a member to its own catalogs."""
    member = begin_member(tmp_path)
    written(tmp_path / "network", OWN)
    shutil.copytree(member, tmp_path / "harbor2")
    products = ["--product", "brochure", "--lang", "es,ar"]
    assert main(["build", "--campaigns", str(tmp_path / "harbor*"), *products]) == ExitCode.TRANSLATION
    errors = [line for line in capsys.readouterr().err.splitlines() if "not translated" in line]
    (line,) = errors
    assert "harbor: brochure → es, …): 1 message of the base ../network is not translated: signs.school" in line
    assert line.startswith("flyers: 4 files (")


@pytest.mark.parametrize("file_format", ["po", "xlsx", "xliff"])
def test_a_translator_corrects_a_message_of_the_base_in_a_file(
    maine_copy: Path, tmp_path: Path, file_format: str
) -> None:
    """Import had failed by KeyError, and no file had the base's messages."""
    session = Session(maine_copy)
    (few,) = export_files(session, ["es"], FileFormat(file_format), tmp_path / "few")
    (sent,) = export_files(session, ["es"], FileFormat(file_format), tmp_path / "sent", whole=True)
    assert (few.messages, sent.messages) == (2, len(list(session.campaign.words())))
    untouched = import_files(session, [sent.path])
    assert not any(result.written or result.changes.faults for result in untouched)
    before = session.catalog("es").entries[SCHOOL].translation
    returned = with_text(sent.path, before, "Un niño dejó de ir a clases.")
    (result,) = import_files(session, [returned])
    assert [row.context for row in result.changes.rows] == ["signs.school"]
    assert result.written
    assert session.localized("es").rich("signs.school").text == "Un niño dejó de ir a clases."
    assert list(session.own_catalog("es").entries).count(SCHOOL) == 1
    assert len(session.own_catalog("es").entries) == few.messages + 1


def with_text(sent: Path, before: str, after: str) -> Path:
    """Return the file that a translator returns, with *after* in place of the text *before*."""
    if sent.suffix == ".xlsx":
        book = load_workbook(sent)
        cells = [cell for row in book.active.iter_rows() for cell in row if cell.value == before]
        (cell,) = cells
        cell.value = after
        book.save(sent)
    else:
        text = sent.read_text(encoding="utf-8")
        assert text.count(before) == 1
        sent.write_text(text.replace(before, after), encoding="utf-8")
    return sent


def test_a_language_of_the_base_is_taken_in_and_not_begun(maine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An empty catalog had been begun in place of the base's whole one."""
    said = "The base has it, with its translations: add “ur” to “languages” in content/campaign.yaml."
    for command in (["build", "--lang", "ur"], ["build", "--lang", "Urdu"], ["translations", "init", "ur"]):
        assert main(["--project", str(maine), *command]) == ExitCode.USAGE
        assert said in capsys.readouterr().err


def test_a_message_of_the_base_is_copied_whole(maine_copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = ["--project", str(maine_copy), "campaign", "copy"]
    before = Session(maine_copy).campaign.messages["signs.school"]
    assert main([*copy, "signs.school"]) == ExitCode.OK
    now = Session(maine_copy).campaign.messages["signs.school"]
    assert str(now.source) == "content/messages/signs.school.yaml:2:3"
    assert (now.note, now.icon, [words.text for words in now.forms.values()]) == (
        before.note,
        before.icon,
        [words.text for words in before.forms.values()],
    )
    assert main([*copy, "signs.school"]) == ExitCode.USAGE
    assert main([*copy, "signs.schol"]) == ExitCode.USAGE
    assert "Did you mean “signs.school”?" in capsys.readouterr().err
    assert main(["--project", str(maine_copy), "campaign", "show", "message", "--json"]) == ExitCode.OK
    assert "…" not in capsys.readouterr().out
