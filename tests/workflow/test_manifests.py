"""Manifests of printed pieces, and how they are found by the content code."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from edits import edit
from flyers.content.message_key import MessageKey
from flyers.errors import ContentError, UsageError
from flyers.pipeline.plan import plan
from flyers.pipeline.prove import Identity, Verdict
from flyers.pipeline.session import Session, open_session
from flyers.pipeline.workers import run
from flyers.translation.signoff import State
from flyers.workflow.manifest import (
    LookupResult,
    Manifest,
    _in_order,
    changed_contacts,
    current_manifest,
    keep_manifest,
    look_up,
    manifest_text,
    parse_query,
    read_manifest,
    with_record,
)

pytestmark = pytest.mark.slow

CATALOG = Path("translations/es/LC_MESSAGES/flyers.po")


@pytest.fixture(autouse=True)
def one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1793836800")  # 2026-11-05


def change(folder: Path, path: Path | str, old: str, new: str) -> None:
    edit(folder / path, old, new, everywhere=True)


def parse(typed: str, session: Session) -> tuple[str, str, str]:
    return parse_query(typed, session.registry.tags, session.products)


def look(folder: Path, typed: str) -> LookupResult:
    session = Session(folder)
    return look_up(session, *parse(typed, session)[:2], folder / "output")


def keep(session: Session, manifest: Manifest) -> Path:
    return keep_manifest(manifest, session.campaign, session.registry)


def test_a_manifest_has_the_exact_words_numbers_and_state(second_campaign: Path) -> None:
    session = Session(second_campaign)
    made = current_manifest(session, "es")
    path = keep(session, made)
    assert path == second_campaign / "translations" / "es" / "manifests" / f"{made.code}.yaml"
    kept = read_manifest(path, session.campaign)
    assert kept == made
    assert (kept.entries[-1].issue, kept.language, kept.code) == ("2027-01", "es", session.localized("es").code)
    assert kept.contacts == {"harbor": ("1-555-555-0142", "tel:+15555550142")}
    assert kept.messages == {MessageKey("lighthouse.call"): "¿Trabaja sin paga? Llame al 1-555-555-0142."}
    assert kept.products["sticker"].contacts == ("harbor",)
    assert (kept.entries[0].state, kept.entries[0].day.isoformat()) == (State.CHECKED, "2026-11-05")


def test_a_manifest_equals_the_composed_words(root: Path) -> None:
    """The manifest has exactly the messages of the composed product."""
    from flyers.page.document import TextLine
    from flyers.pipeline.recipe import current_documents

    session = open_session(root)
    made = current_manifest(session, "ur", ["wallet-card"])
    (document,) = current_documents(session, "ur", ["wallet-card"])
    lines = [item for page in document.pages for item in page.items if isinstance(item, TextLine)]
    for where in made.products["wallet-card"].messages:
        words = "".join(line.text for line in lines if line.message == where)
        for word in made.messages[where].split():
            assert word.strip("\u200b") in words.replace("\u2066", "").replace("\u2069", "")
    own = [line.message for line in lines if line.message in session.localized("ur").texts]
    assert list(made.products["wallet-card"].messages) == list(dict.fromkeys(own))


def test_keeping_twice_changes_nothing_and_a_new_state_is_added(second_campaign: Path) -> None:
    import datetime as dt

    from flyers.workflow.signing import Statement, pages_checksum, sign

    session = Session(second_campaign)
    path = keep(session, current_manifest(session, "es"))
    before = path.read_bytes()
    assert keep(session, current_manifest(session, "es")) == path
    assert path.read_bytes() == before
    sign(session, "es", Statement("R-07", "native reader", dt.date(2026, 11, 3), pages_checksum(session, "es")))
    session = Session(second_campaign)
    keep(session, current_manifest(session, "es"))
    kept = read_manifest(path, session.campaign)
    assert [entry.state for entry in kept.entries] == [State.CHECKED, State.SIGNED]
    assert "R-07" not in path.read_text(encoding="utf-8")


def test_a_manifest_with_other_words_under_the_same_code_is_not_overwritten(second_campaign: Path) -> None:
    session = Session(second_campaign)
    path = keep(session, current_manifest(session, "es"))
    text = path.read_text(encoding="utf-8")
    start = text.index("content: ") + len('content: "') + 20
    path.write_text(text[:start] + ("0" if text[start] != "0" else "1") + text[start + 1 :], encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(ContentError, match="has other words with the same code"):
        keep(session, current_manifest(session, "es"))
    assert path.read_bytes() == before


def test_a_finished_file_is_found_by_its_small_print(second_campaign: Path) -> None:
    """The code is read from the file's slug by an independent PDF reader."""
    jobs = plan(second_campaign, ["es"], ["sticker"], ["press"], output=second_campaign / "output")
    (result,) = run(jobs, workers=1)
    assert result.good, result.error
    with pypdfium2.PdfDocument(result.job.target) as opened:
        text = opened[0].get_textpage().get_text_range()
    code = Session(second_campaign).localized("es").code
    assert code in text
    found = look(second_campaign, code)
    assert (found.language, found.today, found.files) == ("es", True, (str(result.job.target),))


def test_a_kept_manifest_is_found_after_the_words_have_changed(second_campaign: Path) -> None:
    session = Session(second_campaign)
    made = current_manifest(session, "es")
    keep(session, made)
    change(second_campaign, CATALOG, "¿Trabaja sin paga?", "¿Trabaja sin sueldo?")
    change(second_campaign, "content/contacts.yaml", "555-0142", "555-0143")
    change(second_campaign, "content/contacts.yaml", "5550142", "5550143")
    found = look(second_campaign, f"es · sticker · 2027-01 · {made.code}")
    assert (found.manifest, found.today) == (made, False)
    assert found.path == f"translations/es/manifests/{made.code}.yaml"
    assert [(difference.what, difference.then, difference.now) for difference in found.differences] == [
        ("contact:harbor", "1-555-555-0142", "1-555-555-0143"),
        ("contact:harbor", "tel:+15555550142", "tel:+15555550143"),
        (
            "lighthouse.call",
            "¿Trabaja sin paga? Llame al 1-555-555-0142.",
            "¿Trabaja sin sueldo? Llame al 1-555-555-0143.",
        ),
    ]
    assert look(second_campaign, current_manifest(Session(second_campaign), "es").code).today


def test_a_code_that_was_only_built_is_found_in_the_report(second_campaign: Path) -> None:
    jobs = plan(second_campaign, ["es"], ["sticker"], ["press"], output=second_campaign / "output")
    run(jobs, workers=1)
    code = Session(second_campaign).localized("es").code
    change(second_campaign, CATALOG, "¿Trabaja sin paga?", "¿Trabaja sin sueldo?")
    found = look(second_campaign, code)
    assert (found.manifest, found.today, len(found.files)) == (None, False, 1)


def test_a_kept_manifest_is_found_though_today_s_catalog_is_broken(second_campaign: Path) -> None:
    """Somebody is on the phone with the card in hand; the differences can wait."""
    session = Session(second_campaign)
    made = current_manifest(session, "es")
    keep(session, made)
    change(second_campaign, CATALOG, 'msgstr "Pegatina"', 'msgstr "Pegatina {x}"')
    found = look(second_campaign, made.code)
    assert (found.manifest, found.today, found.differences) == (made, False, ())


def test_a_deleted_message_is_a_difference_without_new_words(second_campaign: Path) -> None:
    session = Session(second_campaign)
    made = current_manifest(session, "en")
    keep(session, made)
    change(second_campaign, "content/messages/lighthouse.yaml", "lighthouse.call:", "lighthouse.ask:")
    change(second_campaign, "content/layouts/sticker.yaml", "lighthouse.call", "lighthouse.ask")
    (gone,) = look(second_campaign, made.code).differences
    assert (gone.what, gone.now) == ("lighthouse.call", "")


@pytest.mark.parametrize(
    "typed", ["{code}", "{five}", "{whole}", "{upper}", "es · sticker · 2027-01 · {code}", "es | 2027-01 | {code}."]
)
def test_every_way_of_typing_a_code_is_parsed(second_campaign: Path, typed: str) -> None:
    code = Session(second_campaign).localized("es").code
    whole = Session(second_campaign).localized("es").content_hash()
    typed = typed.format(code=code, five=code[:5], whole=whole, upper=code.upper()).rstrip(".")
    assert look(second_campaign, typed).code == code


def test_a_line_of_small_print_is_parsed(second_campaign: Path) -> None:
    session = Session(second_campaign)
    assert parse("ES · sticker · 2027-01 · 4F2A91C", session) == ("4f2a91c", "ES", "sticker")
    assert parse("“es+en · sticker · 2027-01 · 4f2a91c”", session) == ("4f2a91c", "es+en", "sticker")


@pytest.mark.parametrize("typed", ["", "4f2", "sticker", "4f2a91g", "2027-01"])
def test_words_without_a_code_are_refused(second_campaign: Path, typed: str) -> None:
    with pytest.raises(UsageError, match="does not end with a content code"):
        look(second_campaign, typed)


def test_an_unknown_code_lists_the_places_that_were_searched(second_campaign: Path) -> None:
    code = Session(second_campaign).localized("es").code
    other = "".join("0" if digit != "0" else "1" for digit in code)
    with pytest.raises(UsageError, match=r"translations/\*/manifests.*today's campaign.*proof\.json"):
        look(second_campaign, other)


def test_unreadable_entries_of_a_report_are_skipped(second_campaign: Path) -> None:
    folder = second_campaign / "output" / "es"
    folder.mkdir(parents=True)
    entry = {"code": "0bad0bad", "issue": "2027-01", "languages": "es", "file": "x.pdf"}
    wrong = {f"without {key}": {name: value for name, value in entry.items() if name != key} for key in entry}
    wrong |= {f"{key} is a number": entry | {key: 5} for key in entry} | {"a list": ["0bad0bad"]}
    report = {"schema": 1, "language": "es", "products": wrong}
    (folder / "proof.json").write_text(json.dumps(report), encoding="utf-8")
    with pytest.raises(UsageError, match="No content code"):
        look(second_campaign, "0bad0bad")
    report["products"] = wrong | {"right": entry}
    (folder / "proof.json").write_text(json.dumps(report), encoding="utf-8")
    assert look(second_campaign, "0bad0bad").files == (str(folder / "x.pdf"),)


def test_built_files_are_found_in_the_folders_of_all_languages(second_campaign: Path) -> None:
    output = second_campaign / "output"
    entry = {"code": "0bad0bad", "issue": "2027-01", "languages": "es", "file": "x.pdf"}
    for name in ("es/proof.json", "ar/proof.json", "en/card.pdf", "proof.json"):
        (output / name).parent.mkdir(parents=True, exist_ok=True)
        (output / name).write_text(json.dumps({"schema": 1, "products": {"x": entry}}), encoding="utf-8")
    assert look(second_campaign, "0bad0bad").files == (str(output / "ar/x.pdf"), str(output / "es/x.pdf"))


def test_manifest_and_built_file_are_one_result(second_campaign: Path) -> None:
    session = Session(second_campaign)
    made = current_manifest(session, "es")
    keep(session, made)
    entry = {"code": made.code, "issue": made.entries[-1].issue, "languages": "es", "file": "sticker.press.pdf"}
    report = second_campaign / "output" / "es" / "proof.json"
    report.parent.mkdir(parents=True)
    report.write_text(json.dumps({"schema": 1, "products": {"sticker.press": entry}}), encoding="utf-8")
    found = look(second_campaign, made.code)
    assert found.manifest == read_manifest(Path(second_campaign / found.path), session.campaign)
    assert (found.today, found.files) == (True, (str(report.with_name("sticker.press.pdf")),))
    contacts = second_campaign / "content" / "contacts.yaml"
    contacts.write_text(contacts.read_text(encoding="utf-8").replace("0142", "0143"), encoding="utf-8")
    found = look(second_campaign, made.code)
    assert found.manifest is not None
    assert (found.manifest.messages, found.today) == (made.messages, False)


def test_ambiguous_digits_are_refused(second_campaign: Path) -> None:
    session = Session(second_campaign)
    made = current_manifest(session, "es")
    path = keep(session, made)
    twin = made.code[:4] + "".join("0" if digit != "0" else "1" for digit in made.code[4:])
    text = path.read_text(encoding="utf-8").replace(json.dumps(made.code), json.dumps(twin))
    path.with_name(f"{twin}.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=f"begins several codes: .*{twin}"):
        look(second_campaign, made.code[:4])
    assert look(second_campaign, made.code).code == made.code


def test_a_written_manifest_is_read_back_equal(root: Path, tmp_path: Path) -> None:
    session = open_session(root)
    for tag in ("ar", "km", "zh-Hans"):
        made = current_manifest(session, tag)
        (tmp_path / "kept.yaml").write_text(manifest_text(made), encoding="utf-8")
        assert read_manifest(tmp_path / "kept.yaml", session.campaign) == made


@pytest.mark.parametrize(("language", "secondary"), [("es", "en"), ("en", "all")])
def test_a_product_in_several_languages_is_found_by_its_code(root: Path, language: str, secondary: str) -> None:
    session = open_session(root)
    whole = session.localized(language, secondary=secondary)
    found = look_up(session, whole.code, "", root / "no-such-output")
    assert (found.language, found.today) == (whole.label, True)
    assert found.manifest is not None
    words = {str(where): text for where, text in found.manifest.messages.items()}
    if secondary == "en":
        assert words["en:card.headline"] == "Is someone controlling you or someone you know?"
        assert sorted(found.manifest.products) == ["poster", "wallet-card"]
    else:
        assert {"ar:language.autonym", "km:language.autonym"} <= words.keys()
        for tag in ("ar", "km"):  # in the form for which each language has room
            assert {f"{tag}:help.hotline.line", f"{tag}:help.hotline.line/short"} & words.keys()
        assert sorted(found.manifest.products) == ["hotline-poster", "language-picker", "tabloid"]


def test_the_same_words_under_another_issue_are_a_new_entry(second_campaign: Path) -> None:
    session = Session(second_campaign)
    path = keep(session, current_manifest(session, "es"))
    change(second_campaign, "content/campaign.yaml", "2027-01", "2028-06")
    later = Session(second_campaign)
    assert keep(later, current_manifest(later, "es")) == path
    kept = read_manifest(path, later.campaign)
    assert [entry.issue for entry in kept.entries] == ["2027-01", "2028-06"]


def test_contacts_are_in_the_order_of_the_campaign_and_then_of_the_language(root: Path) -> None:
    session = open_session(root)
    first, second, *_ = session.campaign.contacts
    names = [second, f"vi:{first}", f"ar:{first}", first, second]
    assert _in_order(names, session.localized("es")) == [first, f"ar:{first}", f"vi:{first}", second]


def verdict(made: Manifest, *severities: str, known: bool = True) -> Verdict:
    """A verdict on a piece with findings of these severities, and with a number that its page shows."""
    identity = Identity("sticker", made.language, "press", made.code, "", "", "", 0) if known else None
    findings = tuple({"severity": severity} for severity in severities)
    return Verdict(Path("sticker.pdf"), "sticker", not severities, findings, {}, old_numbers=SHOWN, identity=identity)


SHOWN = {"harbor": ("what the page shows", "today")}
NEW = "1-555-555-0143"


def test_a_failed_piece_on_record_has_the_numbers_of_its_record(second_campaign: Path) -> None:
    made = current_manifest(Session(second_campaign), "es")
    keep(Session(second_campaign), made)
    assert with_record(verdict(made, "error"), Session(second_campaign)).old_numbers == {}  # nothing has changed
    change(second_campaign, "content/contacts.yaml", "555-0142", "555-0143")
    change(second_campaign, "content/contacts.yaml", "5550142", "5550143")
    session = Session(second_campaign)
    assert with_record(verdict(made, "error", "warning"), session).old_numbers == {"harbor": ("1-555-555-0142", NEW)}
    for untouched in (verdict(made), verdict(made, "warning"), verdict(made, "error", known=False)):
        assert with_record(untouched, session) is untouched
    other = verdict(replace(made, code="0000000"), "error")
    assert with_record(other, session) is other


def test_of_a_number_that_is_gone_or_only_opens_another_the_record_says_so(second_campaign: Path) -> None:
    session = Session(second_campaign)
    made = current_manifest(session, "es")
    printed, opens = made.contacts["harbor"]
    known = {"es": ("sticker", made.code)}
    for then, now in (
        ((printed, "tel:+15555550140"), {"harbor": ("tel:+15555550140", opens)}),
        (("555-0140", opens), {"harbor": ("555-0140", printed)}),
        ((printed, opens), {}),
    ):
        path = keep(session, replace(made, contacts={"harbor": then}))
        for tag, (product, code) in known.items():
            assert changed_contacts(session, tag, product, code) == now
            assert changed_contacts(session, tag, "poster", code) is None
            assert changed_contacts(session, "en", product, code) is None
        path.unlink()


def test_a_number_of_the_piece_s_own_language_has_not_changed(second_campaign: Path) -> None:
    """It is another one than the usual number, today as well as when it was printed."""
    own = '    displays: {es: 1-555-555-0143}\n    targets: {es: "tel:+15555550143"}\n'
    change(second_campaign, "content/contacts.yaml", "    hours:", f"{own}    hours:")
    session = Session(second_campaign)
    made = current_manifest(session, "es")
    assert made.contacts == {"harbor": (NEW, "tel:+15555550143")}
    keep(session, made)
    assert changed_contacts(session, "es", "sticker", made.code) == {}


def test_a_broken_record_leaves_what_the_page_shows(second_campaign: Path) -> None:
    made = current_manifest(Session(second_campaign), "es")
    keep(Session(second_campaign), made).write_text("language: es\n", encoding="utf-8")
    assert with_record(verdict(made, "error"), Session(second_campaign)).old_numbers == SHOWN
