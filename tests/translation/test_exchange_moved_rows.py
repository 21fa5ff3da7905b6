"""Rows of returned files that are beside another English: they are found, and not imported."""

from __future__ import annotations

from exchangedesk import MESSAGES, SPANISH, Desk, in_sheet, outcomes, row_of, told

from flyers.pipeline.session import Session
from flyers.translation.exchange.rows import FileFormat, RowOutcome
from flyers.workflow.catalog_edit import update_catalogs

NAME, LINE = "Una campaña pequeña", "Línea de ayuda"


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


def test_words_of_the_row_below_and_of_the_first_row_are_told_too(desk: Desk) -> None:
    desk.edit(MESSAGES, "text: A small campaign", "text: A small campaign of 2026")
    update_catalogs(Session(desk.folder), ["es"])
    for words in ("Línea de ayuda", "¿En peligro? Llame al {emergency} o vea {site}."):
        desk.edit(SPANISH, f'msgstr "{words}"', 'msgstr ""')
    path = desk.send(FileFormat.XLSX)

    def change(sheet: object) -> None:
        sheet[f"B{row_of(sheet, 'contact.line.name')}"] = "Una campaña de 2026"
        sheet[f"B{row_of(sheet, 'help.danger')}"] = "Menos de 18 años."
        sheet[f"B{row_of(sheet, 'campaign.name')}"] = "Llame al {hotline}."

    in_sheet(path, change)
    first, second, danger = desk.import_(path).changes.faults
    assert "perhaps moved" not in first.hint
    assert second.hint.endswith(" Its placeholders and figures are those of “campaign.name”: rows have perhaps moved.")
    assert danger.hint.endswith(" Its placeholders and figures are those of “signs.sex”: rows have perhaps moved.")


def test_words_copied_from_another_row_are_the_translators_choice(desk: Desk) -> None:
    path = desk.send(FileFormat.XLSX)

    def change(sheet: object) -> None:
        sheet[f"B{row_of(sheet, 'campaign.name')}"] = sheet[f"B{row_of(sheet, 'contact.line.name')}"].value

    in_sheet(path, change)
    assert outcomes(desk.import_(path)) == {"campaign.name": RowOutcome.CHANGED}
