"""Every file format carries texts without loss, and an untouched file changes nothing."""

from __future__ import annotations

import io
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flyers.content.message_key import MessageKey
from flyers.errors import TranslationError
from flyers.pipeline.session import Session, open_session
from flyers.translation import po
from flyers.translation.exchange import rows, spreadsheet, xliff
from flyers.translation.exchange.rows import Export, FileFormat, RowState
from flyers.workflow.catalog_edit import export_files, import_files, update_catalogs
from matrix import examples

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
SESSION = open_session(ROOT)
TAGS = [tag for tag in ("es", "ar", "km", "fa-AF", "zh-Hans", "fr", "mh") if tag in SESSION.registry.tags]
"""Languages with accents, right to left, joiners, no spaces, no-break spaces; and one that is not translated."""

KINDS = {
    "xliff": (xliff.write, xliff.read),
    "spreadsheet": (spreadsheet.write, spreadsheet.read),
}


def exported(tag: str) -> Export:
    language = SESSION.registry.language(tag)
    return rows.export_rows(SESSION.campaign, language, SESSION.catalog(tag))


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("kind", KINDS)
def test_every_row_of_a_catalog_survives_a_round_trip(tag: str, kind: str) -> None:
    write, read = KINDS[kind]
    sent = exported(tag)
    data = write(sent)
    found = read(data, "x")
    assert found.language == tag
    assert found.sent_contexts == tuple(row.context for row in sent.rows)
    assert not found.faults
    assert [(row.context, row.english, row.translation, row.digests) for row in found.rows] == [
        (row.context, row.english, row.translation, row.digests) for row in sent.rows
    ]
    assert write(sent) == data


def test_a_workbook_contains_no_current_time() -> None:
    with zipfile.ZipFile(io.BytesIO(spreadsheet.write(exported("es")))) as packed:
        assert {part.date_time for part in packed.infolist()} == {(2026, 11, 1, 0, 0, 0)}
        assert packed.read("docProps/core.xml").count(b"2026-11-01T00:00:00Z") == 2


@pytest.mark.parametrize(
    ("issue", "day"), [("2027", (2027, 1, 1)), ("2026-11-05", (2026, 11, 5)), ("1979-12-31", (1980, 12, 31))]
)
def test_the_parts_of_a_workbook_are_of_the_day_of_the_issue_and_everybody_may_read_them(
    issue: str, day: tuple[int, int, int]
) -> None:
    """No ZIP archive has a day before 1980."""
    sent = Export("small", issue, SESSION.registry.language("es"), "en", ())
    with zipfile.ZipFile(io.BytesIO(spreadsheet.write(sent))) as packed:
        parts = packed.infolist()
    assert {part.date_time for part in parts} == {(*day, 0, 0, 0)}
    assert {(oct(part.external_attr >> 16), part.compress_type) for part in parts} == {("0o644", zipfile.ZIP_DEFLATED)}


@pytest.mark.parametrize("kind", FileFormat)
def test_a_lost_catalog_is_restored_byte_for_byte_from_its_export(campaign: Path, kind: FileFormat) -> None:
    session = Session(campaign)
    tags = ("es", "ar", "km")
    before = {}
    for tag in tags:
        path = session.registry.catalog_path(session.registry.language(tag))
        catalog = po.read(path.read_text(encoding="utf-8"), tag)
        if kind is not FileFormat.PO:  # remarks are for PO editors: neither XLIFF nor spreadsheet has a place for them
            title = f"# {session.registry.language(tag).english} translation of “Know the signs of human trafficking”."
            entries = {context: replace(entry, remarks=()) for context, entry in catalog.entries.items()}
            catalog = replace(catalog, remarks=title, entries=entries)
        path.write_text(po.write(catalog), encoding="utf-8")
    update_catalogs(session, tags)
    for tag in tags:
        before[tag] = session.registry.catalog_path(session.registry.language(tag)).read_bytes()
    files = export_files(session, tags, kind, campaign / "out")
    for tag in tags:
        shutil.rmtree(session.registry.catalog_path(session.registry.language(tag)).parent)
    results = import_files(Session(campaign), [file.path for file in files])
    assert all(result.written and not result.changes.faults for result in results)
    for tag in tags:
        assert session.registry.catalog_path(session.registry.language(tag)).read_bytes() == before[tag]


@pytest.mark.parametrize("kind", FileFormat)
def test_an_untouched_file_changes_nothing(campaign: Path, kind: FileFormat) -> None:
    session = Session(campaign)
    path = session.registry.catalog_path(session.registry.language("ar"))
    before = path.read_bytes()
    (file,) = export_files(session, ["ar"], kind, campaign / "out")
    (result,) = import_files(session, [file.path])
    assert (result.changes.rows, result.changes.faults, result.written) == ([], [], False)
    assert result.changes.unchanged == file.messages
    assert path.read_bytes() == before


INVISIBLE = "\u200b\u200c\u200d\u00ad\u00a0\u202f\u2060\u2066\u2069"
TEXT = st.text(
    st.one_of(
        st.sampled_from("“”«»‘’*<>&;\"'=+-@#|/\\_x000D_x0041_ {}"),
        st.sampled_from(INVISIBLE),
        st.characters(exclude_categories=["Cs", "Cc", "Cn", "Zl", "Zp"]),
    ),
    max_size=60,
)
STATES = st.sampled_from([RowState.TO_CHECK, RowState.TRANSLATED, RowState.SIGNED])


@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.tuples(TEXT.filter(rows.normalized), TEXT, STATES, TEXT), min_size=1, max_size=6)
)  # no English is empty
def test_any_text_survives_xliff_and_workbook(texts: list[tuple[str, str, RowState, str]]) -> None:
    sent_rows = tuple(
        rows.ExportRow(
            f"a.m{number}", english, text, state if text.strip() else RowState.TO_TRANSLATE, (note,) if note else ()
        )
        for number, (english, text, state, note) in enumerate(texts)
    )
    for tag in ("es", "ar"):
        sent = Export("small", "2026-11", SESSION.registry.language(tag), "en", sent_rows)
        for write, read in KINDS.values():
            found = read(write(sent), "x")
            for row, back in zip(sent_rows, found.rows, strict=True):
                assert (back.english, back.translation) == (row.english, row.translation)
                assert back.digests == row.digests
                assert rows.fingerprint(back.translation) == row.digests.translation


@pytest.mark.parametrize("text", ["_x0041_", "_x000D_", "_x005F_x0041_", "a\u00a0", "\u202f»", "\u200ba\u200b"])
def test_escape_sequences_and_invisible_characters_are_kept_as_text(text: str) -> None:
    sent_rows = (rows.ExportRow("a.b", f"English {text}", text, RowState.TRANSLATED),)
    sent = Export("small", "2026-11", SESSION.registry.language("fr"), "en", sent_rows)
    for write, read in KINDS.values():
        (back,) = read(write(sent), "x").rows
        assert (back.english, back.translation) == (f"English {text}", text)
    assert rows.normalized(text) == text


def test_xliff_has_states_notes_limits_and_placeholders() -> None:
    from lxml import etree

    tree = etree.fromstring(xliff.write(exported("es")))
    space = {"x": xliff.NAMESPACE}
    (unit,) = tree.xpath('//x:trans-unit[@id="about.heading"]', namespaces=space)
    assert (unit.get("maxwidth"), unit.get("size-unit")) == ("36", "char")
    assert "crime against people" in unit.xpath("string(x:note)", namespaces=space)
    (unit,) = tree.xpath('//x:trans-unit[@id="contacts.national"]', namespaces=space) or [tree]
    placeholders = tree.xpath("//x:source/x:ph/text()", namespaces=space)
    assert "{hotline}" in placeholders
    assert not [text for text in tree.xpath("//x:source/text() | //x:target/text()", namespaces=space) if "{" in text]
    assert {target.get("state") for target in tree.iter("{*}target")} == {"translated"}
    assert {target.get("state") for target in etree.fromstring(xliff.write(exported("mh"))).iter("{*}target")} == {
        "needs-translation"
    }
    (file,) = tree
    assert (file.get("source-language"), file.get("target-language")) == ("en", "es")
    told = file.xpath("string(x:header/x:note)", namespaces=space)
    assert told.startswith(f"Spanish (es) for {SESSION.campaign.id} {SESSION.campaign.issue}. Fill every target. ")


def test_placeholders_of_a_text_are_numbered_and_a_text_without_a_limit_states_none() -> None:
    from lxml import etree

    row = rows.ExportRow("a.b", "{one} and {two} or {three}.", "", RowState.TO_TRANSLATE)
    sent = Export("small", "2026-11", SESSION.registry.language("es"), "en", (row,))
    tree = etree.fromstring(xliff.write(sent))
    assert [(part.get("id"), part.text, part.tail) for part in tree.iter("{*}ph")] == [
        ("1", "{one}", " and "),
        ("2", "{two}", " or "),
        ("3", "{three}", "."),
    ]
    (unit,) = tree.iter("{*}trans-unit")
    assert "maxwidth" not in unit.attrib
    assert [note.text for note in unit.iter("{*}note")] == []


def test_the_workbook_is_protected_and_set_out_for_translators() -> None:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(spreadsheet.write(exported("ar"))))
    assert book.sheetnames == ["Read me", "Translation"]
    sheet = book["Translation"]
    assert sheet.sheet_view.rightToLeft
    assert sheet.freeze_panes == "A2"
    assert [sheet.column_dimensions[letter].hidden for letter in "ABCDEF"] == [False] * 4 + [True] * 2
    assert sheet.protection.sheet
    first = sheet["B2"]
    assert (first.number_format, first.data_type, first.protection.locked) == ("@", "s", False)
    assert (first.alignment.wrap_text, first.alignment.readingOrder) == (True, 2)
    assert sheet["A2"].protection.locked
    assert not load_workbook(io.BytesIO(spreadsheet.write(exported("es"))))["Translation"].sheet_view.rightToLeft


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "24/7", "2026-07-24", "TRUE", "#N/A", "007"])
def test_no_text_becomes_a_formula_a_date_or_a_number(text: str) -> None:
    from openpyxl import load_workbook

    sent = Export(
        "small",
        "2026-11",
        SESSION.registry.language("es"),
        "en",
        (rows.ExportRow("a.b", text, text, RowState.TRANSLATED),),
    )
    data = spreadsheet.write(sent)
    cell = load_workbook(io.BytesIO(data))["Translation"]["B2"]
    assert (cell.value, cell.data_type) == (text, "s")
    (back,) = spreadsheet.read(data, "x").rows
    assert (back.english, back.translation) == (text, text)


def with_cells(cells: dict[tuple[int, int], str]) -> bytes:
    """Return a workbook whose only sheet has *cells*, by row and column."""
    from openpyxl import Workbook

    book, out = Workbook(), io.BytesIO()
    for (row, column), text in cells.items():
        book.active.cell(row, column, text)
    book.save(out)
    return out.getvalue()


def test_characters_that_a_workbook_writes_as_numbers_are_read_and_words_that_look_so_are_kept() -> None:
    cells = {(1, 1): "English", (1, 2): "Spanish", (2, 1): "Sign_x00E9__x201C_", (2, 2): "Se\u00f1al_x005F_x00E9_"}
    (row,) = spreadsheet.read(with_cells(cells), "x").rows
    assert (row.english, row.translation) == ("Sign\u00e9\u201c", "Se\u00f1al_x00E9_")


def test_a_sheet_is_read_to_its_fortieth_column_and_its_five_thousandth_row() -> None:
    """A file of some kilobytes may have a cell in the last of a million rows."""
    head = {(1, 39): "English", (1, 40): "Spanish", (1, 41): "id"}
    rows_of = {(number, 39): f"Call {number}" for number in (2, 5_000, 5_001)}
    read = spreadsheet.read(with_cells({**head, **rows_of, (2, 41): "a.b"}), "x.xlsx").rows
    assert [(row.english, row.context, str(row.source)) for row in read] == [
        ("Call 2", "", "x.xlsx, Sheet!AN2"),
        ("Call 5000", "", "x.xlsx, Sheet!AN5000"),
    ]


@pytest.mark.parametrize(
    ("heads", "translation"),
    [
        ("English|Spanish", 1),
        ("Spanish|English", 0),
        ("English|State|Spanish|Remarks|id", 2),
        ("Remarks|English|Spanish|id", 2),
        ("Remarks|English|Spanish", 0),
        ("Spanish|English|State|id", 0),
        (" English ||Spanish|check|id", 2),
    ],
)
def test_the_translation_is_beside_the_english_wherever_columns_were_moved(heads: str, translation: int) -> None:
    row = tuple(SimpleNamespace(value=head or None) for head in heads.split("|"))
    found = spreadsheet._columns([row], "x.xlsx", "Translation")
    own = {head.strip(): index for index, head in enumerate(heads.split("|"))}
    names = ("English", "State", "id", "check")
    assert found == {name: own[name] for name in names if name in own} | {"translation": translation}


@pytest.mark.parametrize("heads", ["", "English", "Spanish", "English|id|State", "english|Spanish"])
def test_a_sheet_without_its_columns_is_an_error(heads: str) -> None:
    row = tuple(SimpleNamespace(value=head or None) for head in heads.split("|"))
    with pytest.raises(TranslationError, match="has no column “English” with a column for the translation beside it"):
        spreadsheet._columns([row] if heads else [], "x.xlsx", "Translation")


def test_filters_select_the_rows_of_an_export(campaign: Path) -> None:
    session = Session(campaign)
    path = session.registry.catalog_path(session.registry.language("es"))
    entries = dict(session.catalog("es").entries)
    school = MessageKey("signs.school")
    entries[school] = entries[school].with_translation("", fuzzy=False)
    for context, former in ((MessageKey("signs.minor"), ""), (MessageKey("signs.cut-off"), "Other English.")):
        entry = entries[context]
        entries[context] = entry.with_translation(entry.translation, fuzzy=True, former=former)
    path.write_text(po.write(replace(session.catalog("es"), entries=entries)), encoding="utf-8")
    session.reload()
    language, found = session.registry.language("es"), session.catalog("es")

    def sent(*only: str) -> dict[str, RowState]:
        return {row.context: row.state for row in rows.export_rows(session.campaign, language, found, only).rows}

    assert sent("untranslated") == {"signs.school": RowState.TO_TRANSLATE}
    assert sent("fuzzy") == {"signs.minor": RowState.TO_CHECK}
    assert sent("stale") == {"signs.cut-off": RowState.TO_CHECK}
    assert set(sent("stale", "fuzzy")) == {"signs.minor", "signs.cut-off"}
    assert len(sent("all")) == len(entries)
    signed = {
        row.context: row.state for row in rows.export_rows(session.campaign, language, found, signed=entries).rows
    }
    assert signed == {str(key): RowState.SIGNED for key in entries} | sent("untranslated", "fuzzy", "stale")


def test_only_what_is_signed_is_approved_in_xliff() -> None:
    from lxml import etree

    units = tuple(rows.ExportRow(f"a.{state.name.lower()}", "Call", "Llame", state) for state in RowState)
    data = xliff.write(Export("small", "2026-11", SESSION.registry.language("es"), "en", units))
    found = [
        (unit.get("approved"), unit.find("{*}target").get("state"))
        for unit in etree.fromstring(data).iter("{*}trans-unit")
    ]
    assert found == [
        ("no", "needs-translation"), ("no", "needs-review-translation"), ("no", "translated"), ("yes", "final"),
    ]  # fmt: skip


@pytest.mark.parametrize("field", ["english", "translation", "notes"])
@pytest.mark.parametrize("character", ["\x0b", "\ufffe"])
def test_a_character_that_no_xml_holds_is_named_before_a_file_is_written(field: str, character: str) -> None:
    sound = rows.ExportRow("a.b", "Tab\t, 🙂 and a line\n", "more", RowState.TRANSLATED)
    sound.require_xml("es")
    text = f"x{character}y"
    with pytest.raises(TranslationError, match=rf"es → a\.b: .*U\+{ord(character):04X}"):
        replace(sound, **{field: (text,) if field == "notes" else text}).require_xml("es")
