"""An import compares three texts, row by row: as sent, as returned, and as the catalog has them now."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from edits import edit
from flyers.content.message_key import MessageKey
from flyers.errors import TranslationError
from flyers.pipeline.session import Session
from flyers.translation.catalog import Entry
from flyers.translation.exchange import spreadsheet
from flyers.translation.exchange.changes import RowOutcome
from flyers.translation.exchange.untrusted import FileFormat
from flyers.workflow.catalog_update import update_catalogs
from flyers.workflow.exchange import ImportResult, export_files, import_files

MESSAGES = Path("content/messages/all.yaml")
SPANISH = Path("translations/es/LC_MESSAGES/flyers.po")


class Desk:
    """A small campaign with its Spanish catalog, and the steps of an exchange with a translator."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        update_catalogs(Session(folder), ["es"])

    def edit(self, file: Path, old: str, new: str) -> None:
        edit(self.folder / file, old, new)

    def send(self, kind: FileFormat = FileFormat.XLIFF) -> Path:
        (file,) = export_files(Session(self.folder), ["es"], kind, self.folder / "out")
        return file.path

    def translate(self, path: Path, old: str, new: str) -> None:
        """Change a text in the exported file, as a translator's program does."""
        edit(path, old, new)

    def import_(self, path: Path, **options: bool) -> ImportResult:
        (result,) = import_files(Session(self.folder), [path], **options)
        return result

    def entry(self, context: str) -> Entry:
        return Session(self.folder).catalog("es").entries[MessageKey.parse(context)]


@pytest.fixture
def desk(small: Path) -> Desk:
    return Desk(small)


def outcomes(result: ImportResult) -> dict[str, RowOutcome]:
    assert not result.changes.faults, list(map(str, result.changes.faults))
    return {change.context: change.outcome for change in result.changes.rows}


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


def in_sheet(path: Path, change: Callable[[object], None]) -> None:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(path.read_bytes()))
    change(book[spreadsheet.TRANSLATION])
    book.save(path)


def row_of(sheet: object, context: str) -> int:
    return next(number for number in range(2, 50) if sheet[f"E{number}"].value == context)


def test_artefacts_of_spreadsheets_are_removed_and_typed_characters_stay(desk: Desk) -> None:
    path = desk.send(FileFormat.XLSX)

    def change(sheet: object) -> None:
        sheet[f"B{row_of(sheet, 'contact.line.name')}"] = "Línea\u00a0de\u200b “ayuda”_x000D_\n"
        sheet[f"B{row_of(sheet, 'signs.law')}"] = "Una ley de 2000.  \n"

    in_sheet(path, change)
    assert outcomes(desk.import_(path)) == {"contact.line.name": RowOutcome.CHANGED}
    assert desk.entry("contact.line.name").translation == "Línea\u00a0de\u200b “ayuda”"


def test_moved_columns_and_rows_are_found(desk: Desk) -> None:
    path = desk.send(FileFormat.XLSX)

    def change(sheet: object) -> None:
        sheet["B2"] = "La línea de ayuda"
        sheet.insert_cols(1)
        sheet["A1"] = "our number"
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        for number, row in enumerate(reversed(rows), start=2):
            for column, value in enumerate(row, start=1):
                sheet.cell(number, column).value = value

    in_sheet(path, change)
    assert len(outcomes(desk.import_(path))) == 1


def test_translations_that_have_moved_to_other_rows_are_faults(desk: Desk) -> None:
    """Somebody sorted one column by itself: every text is correct Spanish, beside the wrong English."""
    path = desk.send(FileFormat.XLSX)

    def change(sheet: object) -> None:
        one, other = (f"B{row_of(sheet, context)}" for context in ("contact.line.name", "campaign.name"))
        sheet[one], sheet[other] = sheet[other].value, sheet[one].value

    in_sheet(path, change)
    result = desk.import_(path, skip_bad=True)
    assert [(fault.trail, fault.problem) for fault in result.changes.faults] == [
        (("campaign.name",), "This row has the words that were sent for “contact.line.name”: rows have moved."),
        (("contact.line.name",), "This row has the words that were sent for “campaign.name”: rows have moved."),
    ]
    assert not result.written


NAME, LINE = "Una campaña pequeña", "Línea de ayuda"


def told(result: ImportResult) -> list[tuple[tuple[str, ...], str]]:
    return [(fault.trail, fault.problem) for fault in result.changes.faults]


def test_words_that_have_changed_places_in_a_po_file_are_faults(desk: Desk) -> None:
    """It does not say what was sent; what the catalog has was."""
    path = desk.send(FileFormat.PO)
    desk.translate(path, f'"{NAME}"', '"?"')
    desk.translate(path, f'"{LINE}"', f'"{NAME}"')
    desk.translate(path, '"?"', f'"{LINE}"')
    assert told(desk.import_(path, skip_bad=True)) == [
        (("campaign.name",), "This row has the words of “contact.line.name”: rows have moved."),
        (("contact.line.name",), "This row has the words of “campaign.name”: rows have moved."),
    ]
    assert desk.entry("campaign.name").translation == NAME


def test_english_that_has_changed_places_in_a_po_file_is_a_fault(desk: Desk) -> None:
    """English and Spanish agree, under the ids of each other: every text would have been taken for outdated."""
    path = desk.send(FileFormat.PO)
    desk.translate(path, '"campaign.name"', '"?"')
    desk.translate(path, '"contact.line.name"', '"campaign.name"')
    desk.translate(path, '"?"', '"contact.line.name"')
    desk.translate(path, f'"{NAME}"', '"Una campaña muy pequeña"')
    desk.translate(path, f'"{LINE}"', '"Una línea de ayuda"')
    assert told(desk.import_(path)) == [
        (("contact.line.name",), "This row has the English of “campaign.name”: rows have moved."),
        (("campaign.name",), "This row has the English of “contact.line.name”: rows have moved."),
    ]


def test_words_that_another_row_still_has_are_copied_and_not_moved(desk: Desk) -> None:
    """Two rows said the same; one of the two says something else now."""
    desk.edit(SPANISH, '"Llame al {hotline} con un aviso."', '"Llame al {hotline}."')
    path = desk.send(FileFormat.PO)
    desk.translate(path, 'msgid "Call {hotline}."\nmsgstr "Llame', 'msgid "Call {hotline}."\nmsgstr "Marque')
    desk.translate(path, '"Llame al {hotline} para dar un aviso."', '"Llame al {hotline}."')
    assert outcomes(desk.import_(path)) == {"help.call": RowOutcome.CHANGED, "help.call/short": RowOutcome.CHANGED}


def test_new_words_with_the_placeholders_and_figures_of_the_next_row_are_told_so(desk: Desk) -> None:
    """Cells have shifted by one row; nothing is known of the words, but they have what the English of others has."""
    for words in ("¿En peligro? Llame al {emergency} o vea {site}.", "**Menos de 18 años:** no hace falta la fuerza."):
        desk.edit(SPANISH, f'"{words}"', '""')
    desk.edit(SPANISH, '"Una ley de 2000."', '""')
    path = desk.send(FileFormat.XLSX)

    def change(sheet: object) -> None:
        sheet[f"B{row_of(sheet, 'signs.sex')}"] = "¿En peligro? Llame al {emergency} o vea {site}."
        sheet[f"B{row_of(sheet, 'help.danger')}"] = "Llame al {hotline}."
        sheet[f"B{row_of(sheet, 'signs.law')}"] = "**Menos de ١٨ años:** no hace falta la fuerza."

    in_sheet(path, change)
    danger, sex, law = desk.import_(path).changes.faults
    assert law.hint.endswith(" Its placeholders and figures are those of “signs.sex”: rows have perhaps moved.")
    assert danger.hint.endswith(
        " Its placeholders and figures are those of “help.call/short”: rows have perhaps moved."
    )
    assert sex.hint.endswith(" Its placeholders and figures are those of “help.danger”: rows have perhaps moved.")


def test_words_copied_from_another_row_are_the_translators_choice(desk: Desk) -> None:
    path = desk.send(FileFormat.XLSX)

    def change(sheet: object) -> None:
        sheet[f"B{row_of(sheet, 'campaign.name')}"] = sheet[f"B{row_of(sheet, 'contact.line.name')}"].value

    in_sheet(path, change)
    assert outcomes(desk.import_(path)) == {"campaign.name": RowOutcome.CHANGED}


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
