"""What goes out comes back without loss, in every kind of file, and untouched files change nothing."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flyers.pipeline.session import Session
from flyers.translation import po
from flyers.translation.catalogs import read_catalog
from flyers.translation.exchange import rows, spreadsheet, xliff
from flyers.translation.exchange.rows import Export, RowFilter, RowState
from flyers.translation.exchange.untrusted import FileFormat
from flyers.workflow.catalog_update import renew
from flyers.workflow.exchange import export, take_in

ROOT = Path(__file__).resolve().parents[2]
SHOP = Session(ROOT)
TAGS = [tag for tag in ("es", "ar", "km", "fa-AF", "zh-Hans", "fr", "mh") if tag in SHOP.registry.tags]
"""Of every kind: accents, right to left, joiners, no spaces, no-break spaces, and one that is not translated."""


def parcel(tag: str) -> Export:
    language = SHOP.registry.language(tag)
    return rows.parcel(SHOP.campaign, language, read_catalog(SHOP.campaign, SHOP.registry, language))


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("kind", [xliff, spreadsheet])
def test_every_row_of_a_catalog_comes_back_as_it_went_out(tag: str, kind: object) -> None:
    sent = parcel(tag)
    data = kind.write(sent)
    found = kind.read(data, "x")
    assert found.language == tag
    assert found.sent == tuple(row.context for row in sent.rows)
    assert not found.faults
    assert [(row.context, row.english, row.translation, row.seen) for row in found.rows] == [
        (row.context, row.english, row.translation, row.seen) for row in sent.rows
    ]
    assert kind.write(sent) == data


def test_the_bytes_of_a_workbook_do_not_know_the_time() -> None:
    with zipfile.ZipFile(io.BytesIO(spreadsheet.write(parcel("es")))) as packed:
        assert {part.date_time for part in packed.infolist()} == {(2026, 11, 1, 0, 0, 0)}
        assert packed.read("docProps/core.xml").count(b"2026-11-01T00:00:00Z") == 2


@pytest.mark.parametrize("kind", FileFormat)
def test_catalogs_that_were_lost_come_back_byte_for_byte(campaign: Path, kind: FileFormat) -> None:
    session = Session(campaign)
    tags = ("es", "ar", "km")
    before = {}
    for tag in tags:
        path = session.registry.catalog_path(session.registry.language(tag))
        catalog = po.read(path.read_text(encoding="utf-8"), tag)
        if kind is not FileFormat.PO:  # remarks are for PO editors: neither XLIFF nor spreadsheet has a place for them
            catalog.remarks = (
                f"# {session.registry.language(tag).english} translation of “Know the signs of human trafficking”."
            )
            for message in catalog:
                message.user_comments = []
        catalog.headers.pop("X-Review-Status", None)
        path.write_text(po.write(catalog), encoding="utf-8")
    renew(session, tags)
    for tag in tags:
        before[tag] = session.registry.catalog_path(session.registry.language(tag)).read_bytes()
    made = export(session, tags, kind, campaign / "out")
    for tag in tags:
        shutil.rmtree(session.registry.catalog_path(session.registry.language(tag)).parent)
    result = take_in(session, [each.path for each in made])
    assert all(each.written and not each.intake.faults for each in result)
    for tag in tags:
        assert session.registry.catalog_path(session.registry.language(tag)).read_bytes() == before[tag]


@pytest.mark.parametrize("kind", FileFormat)
def test_files_that_nobody_touched_change_nothing(campaign: Path, kind: FileFormat) -> None:
    session = Session(campaign)
    path = session.registry.catalog_path(session.registry.language("ar"))
    before = path.read_bytes()
    (made,) = export(session, ["ar"], kind, campaign / "out")
    (result,) = take_in(session, [made.path])
    assert (result.intake.changes, result.intake.faults, result.written) == ([], [], False)
    assert result.intake.same == made.messages
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


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(TEXT.filter(str.strip), TEXT, STATES, TEXT), min_size=1, max_size=6))
def test_any_text_survives_both_kinds_of_file(texts: list[tuple[str, str, RowState, str]]) -> None:
    made = tuple(
        rows.ExportRow(
            f"a.m{number}", english, said, state if said.strip() else RowState.TO_TRANSLATE, (note,) if note else ()
        )
        for number, (english, said, state, note) in enumerate(texts)
    )
    for tag in ("es", "ar"):
        sent = Export("small", "2026-11", SHOP.registry.language(tag), "en", made)
        for kind in (xliff, spreadsheet):
            found = kind.read(kind.write(sent), "x")
            for row, back in zip(made, found.rows, strict=True):
                assert (back.english, back.translation) == (row.english, row.translation)
                assert back.seen == row.seen
                assert rows.fingerprint(back.translation) == row.seen.translation


@pytest.mark.parametrize("text", ["_x0041_", "_x000D_", "_x005F_x0041_", "a\u00a0", "\u202f»", "\u200ba\u200b"])
def test_what_looks_like_an_escape_or_like_nothing_is_text(text: str) -> None:
    made = (rows.ExportRow("a.b", f"English {text}", text, RowState.TRANSLATED),)
    for kind in (xliff, spreadsheet):
        (back,) = kind.read(kind.write(Export("small", "2026-11", SHOP.registry.language("fr"), "en", made)), "x").rows
        assert (back.english, back.translation) == (f"English {text}", text)
    assert rows.plain(text) == text


def test_xliff_has_states_notes_limits_and_placeholders_for_an_agency() -> None:
    from lxml import etree

    tree = etree.fromstring(xliff.write(parcel("es")))
    space = {"x": xliff.NAMESPACE}
    (unit,) = tree.xpath('//x:trans-unit[@id="about.heading"]', namespaces=space)
    assert (unit.get("maxwidth"), unit.get("size-unit")) == ("36", "char")
    assert "crime against people" in unit.xpath("string(x:note)", namespaces=space)
    (unit,) = tree.xpath('//x:trans-unit[@id="contacts.national"]', namespaces=space) or [tree]
    placeholders = tree.xpath("//x:source/x:ph/text()", namespaces=space)
    assert "{hotline}" in placeholders
    assert not [text for text in tree.xpath("//x:source/text() | //x:target/text()", namespaces=space) if "{" in text]
    assert {target.get("state") for target in tree.iter("{*}target")} == {"translated"}
    assert {target.get("state") for target in etree.fromstring(xliff.write(parcel("mh"))).iter("{*}target")} == {
        "needs-translation"
    }
    (file,) = tree
    assert (file.get("source-language"), file.get("target-language")) == ("en", "es")


def test_the_workbook_is_made_for_hands() -> None:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(spreadsheet.write(parcel("ar"))))
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
    assert not load_workbook(io.BytesIO(spreadsheet.write(parcel("es"))))["Translation"].sheet_view.rightToLeft


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "24/7", "2026-07-24", "TRUE", "#N/A", "007"])
def test_nothing_becomes_a_formula_a_date_or_a_number(text: str) -> None:
    from openpyxl import load_workbook

    sent = Export(
        "small",
        "2026-11",
        SHOP.registry.language("es"),
        "en",
        (rows.ExportRow("a.b", text, text, RowState.TRANSLATED),),
    )
    data = spreadsheet.write(sent)
    cell = load_workbook(io.BytesIO(data))["Translation"]["B2"]
    assert (cell.value, cell.data_type) == (text, "s")
    (back,) = spreadsheet.read(data, "x").rows
    assert (back.english, back.translation) == (text, text)


def test_only_what_is_asked_for_goes_out(campaign: Path) -> None:
    session = Session(campaign)
    path = session.registry.catalog_path(session.registry.language("es"))
    catalog = po.read(path.read_text(encoding="utf-8"), "es")
    entries = {message.context: message for message in catalog if message.id}
    entries["signs.school"].string = ""
    entries["signs.minor"].flags.add("fuzzy")
    entries["signs.cut-off"].flags.add("fuzzy")
    po.note_former(entries["signs.cut-off"], "Other English.")
    path.write_text(po.write(catalog), encoding="utf-8")
    language = session.registry.language("es")
    found = read_catalog(session.campaign, session.registry, language)

    def sent(*only: RowFilter) -> dict[str, RowState]:
        return {row.context: row.state for row in rows.parcel(session.campaign, language, found, only).rows}

    assert sent(RowFilter.UNTRANSLATED) == {"signs.school": RowState.TO_TRANSLATE}
    assert sent(RowFilter.FUZZY) == {"signs.minor": RowState.TO_CHECK}
    assert sent(RowFilter.STALE) == {"signs.cut-off": RowState.TO_CHECK}
    assert set(sent(RowFilter.STALE, RowFilter.FUZZY)) == {"signs.minor", "signs.cut-off"}
    assert len(sent(RowFilter.ALL)) == len(entries)
