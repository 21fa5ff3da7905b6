"""An import compares three texts, row by row: as sent, as returned, and as the catalog has them now."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from exchangedesk import MESSAGES, SPANISH, Desk, in_sheet, outcomes, row_of

from flyers.errors import TranslationError
from flyers.pipeline.session import Session
from flyers.translation.exchange.rows import FileFormat, RowOutcome
from flyers.workflow.catalog_edit import import_files, update_catalogs


def test_a_changed_row_changes_one_line_of_the_catalog(desk: Desk) -> None:
    path = desk.send()
    desk.translate(path, ">Línea de ayuda<", ">La línea de ayuda<")
    before = (desk.folder / SPANISH).read_text(encoding="utf-8")
    assert outcomes(desk.import_(path)) == {"contact.line.name": RowOutcome.CHANGED}
    after = (desk.folder / SPANISH).read_text(encoding="utf-8")
    assert after == before.replace('"Línea de ayuda"', '"La línea de ayuda"')


def test_a_dry_run_reports_the_same_changes_and_writes_nothing(desk: Desk) -> None:
    path = desk.send()
    desk.translate(path, ">Línea de ayuda<", ">La línea de ayuda<")
    before = (desk.folder / SPANISH).read_bytes()
    result = desk.import_(path, write=False)
    assert (outcomes(result), result.written) == ({"contact.line.name": RowOutcome.CHANGED}, False)
    assert (desk.folder / SPANISH).read_bytes() == before


def test_a_translation_of_outdated_english_is_imported_as_fuzzy_with_its_own_english(desk: Desk) -> None:
    path = desk.send()
    desk.translate(path, ">Línea de ayuda<", ">La línea de ayuda<")
    desk.edit(MESSAGES, "text: Help line", "text: Line that helps")
    assert outcomes(desk.import_(path)) == {"contact.line.name": RowOutcome.OUTDATED}
    entry = desk.entry("contact.line.name")
    assert (entry.english, entry.translation, entry.fuzzy) == ("Line that helps", "La línea de ayuda", True)
    assert entry.former == "Help line"


def test_english_that_was_spoilt_in_a_catalog_is_told(desk: Desk) -> None:
    """A PO file does not say which English was sent."""
    path = desk.send(FileFormat.PO)
    desk.translate(path, 'msgid "Call {hotline} to report', 'msgid "Call {HOTLINE} to report')
    desk.translate(path, 'msgstr "Llame al {hotline} para', 'msgstr "Llamen al {hotline} para')
    (fault,) = desk.import_(path).changes.faults
    assert fault.trail == ("help.call",)
    assert "The English of this row was changed in the file: “{HOTLINE}” is not a placeholder" in str(fault)
    assert "Restore it." in fault.hint
    assert desk.entry("help.call").translation == "Llame al {hotline} para dar un aviso."


def test_an_unchanged_row_does_not_overwrite_a_change_in_the_catalog(desk: Desk) -> None:
    path = desk.send()
    desk.edit(SPANISH, '"Línea de ayuda"', '"Teléfono de ayuda"')
    assert outcomes(desk.import_(path)) == {}
    assert desk.entry("contact.line.name").translation == "Teléfono de ayuda"


def test_a_row_changed_in_both_places_is_a_conflict_unless_the_caller_prefers_theirs(desk: Desk) -> None:
    path = desk.send()
    desk.translate(path, ">Línea de ayuda<", ">La línea de ayuda<")
    desk.edit(SPANISH, '"Línea de ayuda"', '"Teléfono de ayuda"')
    result = desk.import_(path)
    assert "It says: “Teléfono de ayuda”; the file says: “La línea de ayuda”." in str(result.changes.faults[0])
    assert not result.written
    assert outcomes(desk.import_(path, theirs=True)) == {"contact.line.name": RowOutcome.CHANGED}
    assert desk.entry("contact.line.name").translation == "La línea de ayuda"


def test_an_old_file_does_not_overwrite_a_translation_of_new_english(desk: Desk) -> None:
    path = desk.send()
    desk.translate(path, ">Línea de ayuda<", ">La línea de ayuda<")
    desk.edit(MESSAGES, "text: Help line", "text: Line that helps")
    update_catalogs(Session(desk.folder), ["es"])
    desk.edit(SPANISH, '"Línea de ayuda"', '"Línea que ayuda"')
    assert "The catalog has changed since" in str(desk.import_(path).changes.faults[0])
    assert desk.entry("contact.line.name").translation == "Línea que ayuda"


def set_state(state: str) -> Callable[[str], str]:
    return lambda text: re.sub(
        r'(id="contact\.line\.name".*?<target state=")[^"]*', rf"\g<1>{state}", text, count=1, flags=re.DOTALL
    )


@pytest.mark.parametrize(
    ("fuzzy", "state", "words", "kind", "doubtful"),
    [
        (True, "translated", "", RowOutcome.CONFIRMED, False),
        (True, "final", "", RowOutcome.CONFIRMED, False),
        (True, "needs-review-translation", "", None, True),
        (True, "needs-review-translation", "Otra línea", RowOutcome.CHANGED, False),
        (False, "needs-review-translation", "", RowOutcome.DOUBTED, True),
        (False, "needs-adaptation", "Otra línea", RowOutcome.CHANGED, True),
        (False, "translated", "Otra línea", RowOutcome.CHANGED, False),
        (False, "x-own", "Otra línea", RowOutcome.CHANGED, False),
    ],
)
def test_a_state_counts_only_if_the_translator_changed_it(
    desk: Desk, fuzzy: bool, state: str, words: str, kind: RowOutcome | None, doubtful: bool
) -> None:
    if fuzzy:
        desk.edit(SPANISH, 'msgctxt "contact.line.name"', '#, fuzzy\nmsgctxt "contact.line.name"')
        update_catalogs(Session(desk.folder), ["es"])
    path = desk.send()
    text = set_state(state)(path.read_text(encoding="utf-8"))
    path.write_text(text.replace(">Línea de ayuda<", f">{words or 'Línea de ayuda'}<"), encoding="utf-8")
    assert outcomes(desk.import_(path)) == ({"contact.line.name": kind} if kind else {})
    assert desk.entry("contact.line.name").fuzzy is doubtful
    assert desk.entry("contact.line.name").former == ""


@pytest.mark.parametrize(("state", "doubtful"), [("needs-translation", False), ("needs-review-translation", True)])
def test_a_filled_row_is_done_unless_its_state_asks_for_review(desk: Desk, state: str, doubtful: bool) -> None:
    desk.edit(SPANISH, '"Línea de ayuda"', '""')
    path = desk.send()
    text = path.read_text(encoding="utf-8")
    assert '<target state="needs-translation"/>' in text
    path.write_text(
        text.replace('<target state="needs-translation"/>', f'<target state="{state}">Línea de ayuda</target>')
    )
    assert outcomes(desk.import_(path)) == {"contact.line.name": RowOutcome.ADDED}
    assert desk.entry("contact.line.name").fuzzy is doubtful


def test_english_copied_into_an_empty_target_is_not_a_translation(desk: Desk) -> None:
    desk.edit(SPANISH, '"Línea de ayuda"', '""')
    path = desk.send()
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace('<target state="needs-translation"/>', '<target state="needs-translation">Help line</target>')
    )
    assert outcomes(desk.import_(path)) == {}


@pytest.mark.parametrize("nothing", ["", "\u00a0", "\u200b"])
def test_a_translation_deleted_in_the_file_stays_in_the_catalog_and_is_reported(desk: Desk, nothing: str) -> None:
    path = desk.send()
    desk.translate(path, ">Línea de ayuda<", f">{nothing}<")
    result = desk.import_(path)
    assert (outcomes(result), result.changes.emptied) == ({}, ["contact.line.name"])


def test_segments_tags_and_comments_added_by_programs_are_ignored(desk: Desk) -> None:
    path = desk.send()
    desk.translate(
        path,
        'Llame al <ph id="1">{hotline}</ph>.',
        '<mrk mtype="seg" mid="1">Marque <!-- x --><g id="2">el</g> </mrk><x id="1" equiv-text="{hotline}"/>.',
    )
    assert outcomes(desk.import_(path)) == {"help.call/short": RowOutcome.CHANGED}
    assert desk.entry("help.call/short").translation == "Marque el {hotline}."


@pytest.mark.parametrize(
    ("original", "target"),
    [("small/es", "es-US"), ("flyers.es.docx", "es"), ("C:\\jobs\\small.es.xlf", "es"), ("/home/a/small.es.xlf", "es")],
)
def test_the_language_is_read_from_the_file_name_inside_or_else_the_target_language(
    desk: Desk, original: str, target: str
) -> None:
    path = desk.send()
    desk.translate(path, 'original="small/es"', f'original="{original}"')
    desk.translate(path, 'target-language="es"', f'target-language="{target}"')
    assert desk.import_(path).changes.language.tag == "es"


def test_utf_16_and_carriage_returns_are_read(desk: Desk) -> None:
    path = desk.send()
    text = path.read_text(encoding="utf-8").replace("UTF-8", "UTF-16").replace("\n", "\r\n")
    path.write_bytes(text.replace(">Línea de ayuda<", ">La línea de ayuda<").encode("utf-16"))
    assert outcomes(desk.import_(path)) == {"contact.line.name": RowOutcome.CHANGED}


def test_artefacts_of_spreadsheets_are_removed_and_typed_characters_stay(desk: Desk) -> None:
    path = desk.send(FileFormat.XLSX)

    def change(sheet: object) -> None:
        sheet[f"B{row_of(sheet, 'contact.line.name')}"] = "Línea\u00a0de\u200b “ayuda”_x000D_\n"
        sheet[f"B{row_of(sheet, 'signs.law')}"] = "Una ley de 2000.  \n"

    in_sheet(path, change)
    assert outcomes(desk.import_(path)) == {"contact.line.name": RowOutcome.CHANGED}
    assert desk.entry("contact.line.name").translation == "Línea\u00a0de\u200b “ayuda”"


def test_a_sheet_with_only_english_and_translation_is_imported(desk: Desk) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.append(["English", "Español"])
    sheet.append(["Help line", "La línea de ayuda"])
    path = desk.folder / "small.es.xlsx"
    book.save(path)
    assert outcomes(desk.import_(path)) == {"contact.line.name": RowOutcome.CHANGED}
    path.rename(desk.folder / "from the agency.xlsx")
    with pytest.raises(Exception, match="does not say its language"):
        desk.import_(desk.folder / "from the agency.xlsx")


def test_a_row_without_an_id_whose_english_many_messages_have_names_six_of_them(desk: Desk) -> None:
    from openpyxl import Workbook

    more = "".join(f"  more.line-{number}: {{text: Help line}}\n" for number in range(1, 8))
    desk.edit(MESSAGES, "messages:\n", f"messages:\n{more}")
    update_catalogs(Session(desk.folder), ["es"])
    path = desk.folder / "small.es.xlsx"
    book = Workbook()
    for row in (["id", "English", "Español"], [None, "Help line", "Línea"], ["more.gone", "Help line", "Línea"]):
        book.active.append(row)
    book.save(path)
    named = ", ".join(f"more.line-{number}" for number in range(1, 7))
    without, gone = desk.import_(path).changes.faults
    assert without.problem == (f"This row has no id, and its English, “Help line”, belongs to {named} and 2 more.")
    assert gone.problem == "“more.gone” is not a message of this campaign."
    assert gone.hint.startswith(f"The same English is now {named} and 2 more. It was renamed or removed")


def test_six_of_the_rows_that_did_not_come_back_are_named(desk: Desk) -> None:
    path = desk.send()
    text = path.read_text(encoding="utf-8")
    units = re.findall(r" *<trans-unit.*?</trans-unit>\n", text, re.DOTALL)
    path.write_text(text.replace("".join(units[:8]), ""), encoding="utf-8")
    (fault,) = desk.import_(path).changes.faults
    assert fault.problem.startswith("8 of the messages that were sent did not come back: campaign.name, ")
    assert fault.problem.count(", ") == 5
    assert fault.problem.endswith(" and 2 more.")


def test_a_state_typed_into_a_sheet_marks_the_row(desk: Desk) -> None:
    path = desk.send(FileFormat.XLSX)

    def change(sheet: object) -> None:
        sheet[f"C{row_of(sheet, 'signs.law')}"] = "Please check"

    in_sheet(path, change)
    assert outcomes(desk.import_(path)) == {"signs.law": RowOutcome.DOUBTED}
    assert desk.entry("signs.law").fuzzy


def test_a_state_that_was_not_offered_is_a_fault(desk: Desk) -> None:
    """Who writes into that column may be in doubt, in any language; such words are not printed."""
    path = desk.send(FileFormat.XLSX)
    in_sheet(path, lambda sheet: sheet.__setitem__(f"C{row_of(sheet, 'signs.law')}", "por favor revisar"))
    result = desk.import_(path)
    (fault,) = result.changes.faults
    assert "“por favor revisar” is not a state of a row. Write one of to translate, please check, translated" in str(
        fault
    )
    assert (fault.trail, result.written) == (("signs.law",), False)


def test_a_po_file_that_was_cut_off_is_a_fault(desk: Desk) -> None:
    """A part of a PO file is a PO file too."""
    path = desk.send(FileFormat.PO)
    desk.translate(path, '"Línea de ayuda"', '"La línea de ayuda"')
    text = path.read_text(encoding="utf-8")
    sent = text.count("msgctxt")
    path.write_text(text[: text.rindex("\nmsgctxt")], encoding="utf-8")
    result = desk.import_(path)
    (fault,) = result.changes.faults
    assert f"{sent - 1} of the {sent} messages that were sent came back" in str(fault)
    assert not result.written
    assert desk.import_(path, skip_bad=True).written
    assert "X-Flyers" not in (desk.folder / SPANISH).read_text(encoding="utf-8")


@pytest.mark.parametrize("lost", ["the head", "the comment"])
def test_a_po_file_without_its_head_leaves_the_remarks_of_the_catalog(desk: Desk, lost: str) -> None:
    desk.edit(SPANISH, 'msgid ""\n', '# Usted throughout.\nmsgid ""\n')
    path = desk.send(FileFormat.PO)
    text = path.read_text(encoding="utf-8")
    start = text.index("\n\n") if lost == "the head" else text.index('msgid ""')
    path.write_text(
        text[start:].lstrip("\n").replace('"Una ley de 2000."', '"Una ley del año 2000."'), encoding="utf-8"
    )
    assert outcomes(desk.import_(path)) == {"signs.law": RowOutcome.CHANGED}
    assert "# Usted throughout." in (desk.folder / SPANISH).read_text(encoding="utf-8")


def test_a_file_in_one_language_with_the_name_of_another_is_refused(desk: Desk) -> None:
    path = desk.send(FileFormat.PO)
    other = path.with_name(path.name.replace(".es.", ".ar."))
    path.rename(other)
    with pytest.raises(TranslationError, match=r"says that it is Spanish \(es\), and its name that it is Arabic"):
        desk.import_(other)


def test_remarks_in_a_po_file_are_imported(desk: Desk) -> None:
    path = desk.send(FileFormat.PO)
    desk.translate(path, 'msgctxt "signs.law"', '# ok: L303 the year is enough\nmsgctxt "signs.law"')
    desk.translate(path, '"Una ley de 2000."', '"Una ley del año 2000."')
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("\n#: content/messages/all.yaml:20\n# ok", "\n# ok"), encoding="utf-8")
    assert outcomes(desk.import_(path)) == {"signs.law": RowOutcome.CHANGED}
    entry = desk.entry("signs.law")
    assert (entry.translation, entry.remarks) == ("Una ley del año 2000.", ("ok: L303 the year is enough",))


def test_a_remark_on_an_empty_text_is_imported(desk: Desk) -> None:
    desk.edit(SPANISH, '"Línea de ayuda"', '""')
    path = desk.send(FileFormat.PO)
    desk.translate(path, 'msgctxt "contact.line.name"', '# Who answers here?\nmsgctxt "contact.line.name"')
    result = desk.import_(path)
    assert (outcomes(result), result.changes.emptied) == ({"contact.line.name": RowOutcome.REMARKS}, [])
    entry = desk.entry("contact.line.name")
    assert (entry.translation, entry.remarks) == ("", ("Who answers here?",))


def test_two_files_of_one_language_are_imported_together(desk: Desk) -> None:
    first = desk.send()
    second = first.with_name("second.xlf")
    second.write_bytes(first.read_bytes())
    desk.translate(first, ">Línea de ayuda<", ">La línea de ayuda<")
    desk.translate(second, ">Una ley de 2000.<", ">Una ley del año 2000.<")
    (result,) = import_files(Session(desk.folder), [first, second])
    assert outcomes(result) == {"contact.line.name": RowOutcome.CHANGED, "signs.law": RowOutcome.CHANGED}
