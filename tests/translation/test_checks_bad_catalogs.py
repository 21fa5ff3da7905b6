"""Each catalog under tests/bad/translation-checks has one fault, and must have exactly the findings that its head lists.

The first line names the language; each finding follows ``# finding: ``, word for word.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from flyers.errors import FlyersError
from flyers.findings import Severity
from flyers.pipeline.session import Session
from flyers.translation.checks.findings import EXPLANATIONS, TranslationFinding
from flyers.workflow.translation_checks import check_catalogs

BAD = Path(__file__).parents[1] / "bad" / "translation-checks"
CATALOGS = sorted(path.stem for path in BAD.glob("*.po"))
ELSEWHERE = {"L108", "L207", "L306", "L309", "L310", "L501", "L502", "L503", "L504", "L505", "L506", "L507"}
"""Codes that no single entry can show; the tests below and those of `flyers.workflow.translation_checks` do."""

each_catalog = pytest.mark.parametrize("name", CATALOGS)


@pytest.fixture
def folder(root: Path, small: Path) -> Path:
    shutil.copy(BAD / "messages.yaml", small / "content" / "messages" / "all.yaml")
    shutil.copy(BAD / "glossary.yaml", small / "translations" / "glossary.yaml")
    shutil.copy(root / "translations" / "languages.yaml", small / "translations" / "languages.yaml")
    return small


def install(folder: Path, text: str) -> str:
    """Put the catalog in its place, and return its language."""
    tag = re.match(r"# language: (\S+)", text)[1]
    path = folder / "translations" / tag.replace("-", "_") / "LC_MESSAGES" / "flyers.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return tag


def findings(folder: Path, text: str) -> list[TranslationFinding]:
    tag = install(folder, text)
    return list(check_catalogs(Session(folder), [tag], fit=False)[0].findings)


def bad(name: str) -> str:
    return (BAD / f"{name}.po").read_text(encoding="utf-8")


@each_catalog
def test_a_catalog_has_exactly_the_findings_in_its_head(folder: Path, name: str) -> None:
    lines = [
        f"{finding} (Excused: {finding.excuse})" if finding.excuse else str(finding)
        for finding in findings(folder, bad(name))
    ]
    assert lines == re.findall("^# finding: (.+)$", bad(name), re.MULTILINE)


@each_catalog
def test_errors_stop_a_build_and_warnings_do_not(folder: Path, name: str) -> None:
    found = findings(folder, bad(name))
    errors = [finding for finding in found if finding.severity is Severity.ERROR and not finding.excuse]
    tag = install(folder, bad(name))
    if errors:
        with pytest.raises(FlyersError) as caught:
            _complete(folder, tag)
        assert all(error.problem in str(caught.value) for error in errors if error.code != "L101")
    else:
        _complete(folder, tag)


def _complete(folder: Path, tag: str) -> None:
    """Localize as for a piece that says everything."""
    localized = Session(folder).localized(tag)
    localized.require_translated(localized.texts)


def test_every_code_has_a_catalog_that_shows_it() -> None:
    shown = {code for name in CATALOGS for code in re.findall(r"^# finding: .*?: (L\d+) ", bad(name), re.MULTILINE)}
    assert shown | ELSEWHERE == set(EXPLANATIONS)
    assert shown.isdisjoint(ELSEWHERE)


def test_an_excused_letter_does_not_stop_a_build(folder: Path) -> None:
    text = bad("L201-german-in-spanish")
    excused = text.replace('msgctxt "contact.line.name"', '# ok: L201 a street in Berlin\nmsgctxt "contact.line.name"')
    (found,) = findings(folder, excused)
    assert (found.code, found.excuse) == ("L201", "a street in Berlin")
    Session(folder).localized("es")


def test_a_catalog_that_cannot_be_read_is_a_finding(folder: Path) -> None:
    (found,) = findings(folder, bad("excused").replace('msgid "Phone line"', 'msgid "Phone line'))
    assert (found.code, found.severity, found.source.line) == ("L108", Severity.ERROR, 18)


def test_a_missing_catalog_is_a_finding(folder: Path) -> None:
    ((found,),) = (report.findings for report in check_catalogs(Session(folder), ["ko"], fit=False))
    assert "no catalog for Korean yet" in found.problem


def test_a_head_without_remarks_is_a_finding(folder: Path) -> None:
    text = re.sub("^# (?!language|ok).*\n", "", bad("excused"), flags=re.MULTILINE)
    assert [found.code for found in findings(folder, text) if not found.excuse] == ["L306"]


@pytest.mark.parametrize(("words", "codes"), [(19, ["L306"]), (20, [])])
def test_a_head_of_a_few_words_describes_nothing(folder: Path, words: int, codes: list[str]) -> None:
    text = re.sub("^# (?!language|ok).*\n", "", bad("excused"), flags=re.MULTILINE)
    first, rest = text.split("\n", 1)
    remarks = "\n".join(["# DRAFT: of how many words soever", "# Usted" + ", usted" * (words - 1) + "."])
    found = findings(folder, f"{first} of more than enough words\n{remarks}\n{rest}")
    assert [one.code for one in found if not one.excuse] == codes


def test_five_messages_that_are_not_translated_are_named_and_the_others_counted(folder: Path) -> None:
    text = re.sub(r'^msgstr "[^"].*$', 'msgstr ""', bad("excused"), flags=re.MULTILINE)
    (found,) = [one for one in findings(folder, text) if one.code == "L101"]
    many = len(list(Session(folder).campaign.words()))
    assert found.problem.startswith(f"{many} messages are not translated: ")
    assert found.problem.count(", ") == 4
    assert found.problem.endswith(f" and {many - 5} more.")
    few = bad("excused").replace("Línea telefónica", "").replace("¿Puede salir?", "")
    (found,) = [one for one in findings(folder, few) if one.code == "L101"]
    assert found.problem == "2 messages are not translated: line.other, line.free."


def test_a_language_without_listed_letters_gets_advice_and_is_checked_by_script(folder: Path) -> None:
    path = folder / "translations" / "languages.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("\n  es:\n", "\n  lkt:\n"), encoding="utf-8")
    (folder / "translations" / "glossary.yaml").unlink()  # it has words in Spanish
    text = bad("excused").replace("# language: es", "# language: lkt")
    assert [(found.code, found.severity) for found in findings(folder, text) if not found.excuse] == [
        ("L207", Severity.ADVICE)
    ]
    text = text.replace("La trata", "Ла trata")
    assert [found.code for found in findings(folder, text) if not found.excuse] == ["L207", "L201"]


def test_a_translation_of_another_english_counts_as_untranslated(folder: Path) -> None:
    text = bad("excused").replace('msgid "Phone line"', 'msgid "Telephone line"')
    (finding,) = [finding for finding in findings(folder, text) if not finding.excuse]
    assert (finding.code, "line.other" in finding.problem) == ("L101", True)


def test_missing_words_of_the_gallery_are_advice_and_stop_nothing(folder: Path) -> None:
    messages = folder / "content" / "messages" / "all.yaml"
    with messages.open("a", encoding="utf-8") as file:
        file.write("\n  gallery.leave:\n    text: Leave\n")
    (found,) = [one for one in findings(folder, bad("excused")) if not one.excuse]
    assert (found.code, found.severity) == ("L310", Severity.ADVICE)
    assert "gallery.leave" in found.problem
    localized = Session(folder).localized("es")
    assert localized.unprintable == ()
    assert [str(key) for key in localized.untranslated] == ["gallery.leave"]


def test_forms_of_a_message_and_english_that_differs_in_a_full_stop_may_be_translated_alike(folder: Path) -> None:
    messages = folder / "content" / "messages" / "all.yaml"
    more = '    short: "Line"\n  line.again:\n    text: "Help line."\n'
    text = messages.read_text(encoding="utf-8")
    messages.write_text(text.replace('text: "Help line"\n', f'text: "Help line"\n{more}'), encoding="utf-8")
    entry = '\nmsgctxt "{}"\nmsgid "{}"\nmsgstr "Línea de ayuda{}"\n'
    catalog = bad("L304-alike").replace('"Línea de ayuda"\n\nmsgctxt "line.age"', '"Línea"\n\nmsgctxt "line.age"')
    catalog += entry.format("contact.line.name/short", "Line", "") + entry.format("line.again", "Help line.", ".")
    assert findings(folder, catalog) == []
