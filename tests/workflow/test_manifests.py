"""A card from years ago: what is kept of an edition, and how it is found by its small print."""

from __future__ import annotations

import json
from pathlib import Path

import pypdfium2
import pytest

from flyers.errors import ContentError, UsageError
from flyers.pipeline.plan import plan
from flyers.pipeline.session import Session
from flyers.pipeline.workers import run
from flyers.translation.standing import State
from flyers.workflow.lookup import CodeQuery, find, understand
from flyers.workflow.manifests import current, keep, manifest, read

CATALOG = Path("translations/es/LC_MESSAGES/flyers.po")


@pytest.fixture(autouse=True)
def one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1793836800")  # 2026-11-05


def change(folder: Path, path: Path | str, old: str, new: str) -> None:
    text = (folder / path).read_text(encoding="utf-8")
    assert old in text
    (folder / path).write_text(text.replace(old, new), encoding="utf-8")


def look(folder: Path, typed: str):
    session = Session(folder)
    return find(session, understand(typed, session), folder / "output")


def test_a_manifest_has_the_exact_words_numbers_and_state(second_campaign: Path) -> None:
    session = Session(second_campaign)
    made = current(session, "es")
    path = keep(session, made)
    assert path == second_campaign / "translations" / "es" / "manifests" / f"{made.code}.yaml"
    kept = read(path, session.campaign)
    assert kept == made
    assert (kept.label, kept.language, kept.code) == ("2027-01", "es", session.localized("es").code)
    assert kept.contacts == {"harbor": ("1-555-555-0142", "tel:+15555550142")}
    assert kept.messages == {"lighthouse.call": "¿Trabaja sin paga? Llame al 1-555-555-0142."}
    assert kept.products["sticker"].contacts == ("harbor",)
    assert (kept.state, kept.kept[0].day.isoformat()) == (State.CHECKED, "2026-11-05")


def test_a_manifest_says_what_is_on_the_page(root: Path) -> None:
    """Every message of the manifest is in the words of the composed product, and nothing else is."""
    from flyers.layout.pages import TextLine
    from flyers.workflow.pages_checksum import documents

    session = Session(root)
    made = current(session, "ur", ["wallet-card"])
    (document,) = documents(session, "ur", ["wallet-card"])
    lines = [item for page in document.pages for item in page.items if isinstance(item, TextLine)]
    for where in made.products["wallet-card"].messages:
        said = "".join(line.text for line in lines if line.message == where)
        for word in made.messages[where].split():
            assert word.strip("\u200b") in said.replace("\u2066", "").replace("\u2069", "")
    own = [line.message for line in lines if line.message in session.localized("ur").texts]
    assert list(made.products["wallet-card"].messages) == list(dict.fromkeys(own))


def test_keeping_the_same_again_changes_nothing_and_another_state_is_added(second_campaign: Path) -> None:
    import datetime as dt

    from flyers.workflow.pages_checksum import pages_checksum
    from flyers.workflow.signing import Statement, sign

    session = Session(second_campaign)
    path = keep(session, current(session, "es"))
    before = path.read_bytes()
    assert keep(session, current(session, "es")) == path
    assert path.read_bytes() == before
    sign(session, "es", Statement("R-07", "native reader", dt.date(2026, 11, 3), pages_checksum(session, "es")))
    session = Session(second_campaign)
    keep(session, current(session, "es"))
    kept = read(path, session.campaign)
    assert [occasion.state for occasion in kept.kept] == [State.CHECKED, State.SIGNED]
    assert "R-07" not in path.read_text(encoding="utf-8")


def test_a_manifest_of_other_words_under_the_same_code_is_not_overwritten(second_campaign: Path) -> None:
    session = Session(second_campaign)
    path = keep(session, current(session, "es"))
    text = path.read_text(encoding="utf-8")
    start = text.index("content: ") + len('content: "') + 20
    path.write_text(text[:start] + ("0" if text[start] != "0" else "1") + text[start + 1 :], encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(ContentError, match="of other words with the same code"):
        keep(session, current(session, "es"))
    assert path.read_bytes() == before


def test_the_small_print_of_a_finished_file_finds_it(second_campaign: Path) -> None:
    """From the words that a reader of PDFs gets out of the file's slug."""
    jobs = plan(second_campaign, ["es"], ["sticker"], ["press"], output=second_campaign / "output")
    (result,) = run(jobs, workers=1)
    assert result.good, result.error
    with pypdfium2.PdfDocument(result.job.target) as opened:
        text = opened[0].get_textpage().get_text_range()
    code = Session(second_campaign).localized("es").code
    assert code in text
    found = look(second_campaign, code)
    assert (found.language, found.today, found.files) == ("es", True, (str(result.job.target),))


def test_an_edition_that_was_kept_is_found_when_the_words_are_others(second_campaign: Path) -> None:
    session = Session(second_campaign)
    made = current(session, "es")
    keep(session, made)
    change(second_campaign, CATALOG, "¿Trabaja sin paga?", "¿Trabaja sin sueldo?")
    change(second_campaign, "content/contacts.yaml", "555-0142", "555-0143")
    change(second_campaign, "content/contacts.yaml", "5550142", "5550143")
    found = look(second_campaign, f"es · sticker · 2027-01 · {made.code}")
    assert (found.edition, found.today) == (made, False)
    assert found.manifest == f"translations/es/manifests/{made.code}.yaml"
    assert [(each.what, each.then, each.now) for each in found.differences] == [
        ("contact:harbor", "1-555-555-0142", "1-555-555-0143"),
        ("contact:harbor", "tel:+15555550142", "tel:+15555550143"),
        (
            "lighthouse.call",
            "¿Trabaja sin paga? Llame al 1-555-555-0142.",
            "¿Trabaja sin sueldo? Llame al 1-555-555-0143.",
        ),
    ]
    assert look(second_campaign, current(Session(second_campaign), "es").code).today


def test_an_edition_that_was_only_built_is_known_by_its_report(second_campaign: Path) -> None:
    jobs = plan(second_campaign, ["es"], ["sticker"], ["press"], output=second_campaign / "output")
    run(jobs, workers=1)
    code = Session(second_campaign).localized("es").code
    change(second_campaign, CATALOG, "¿Trabaja sin paga?", "¿Trabaja sin sueldo?")
    found = look(second_campaign, code)
    assert (found.edition, found.today, len(found.files)) == (None, False, 1)


def test_what_has_gone_from_the_campaign_is_said_to_be_nothing_now(second_campaign: Path) -> None:
    session = Session(second_campaign)
    made = current(session, "en")
    keep(session, made)
    change(second_campaign, "content/messages/lighthouse.yaml", "lighthouse.call:", "lighthouse.ask:")
    change(second_campaign, "content/layouts/sticker.yaml", "lighthouse.call", "lighthouse.ask")
    (gone,) = look(second_campaign, made.code).differences
    assert (gone.what, gone.now) == ("lighthouse.call", "")


@pytest.mark.parametrize(
    "typed", ["{code}", "{five}", "{upper}", "es · sticker · 2027-01 · {code}", "es | 2027-01 | {code}."]
)
def test_what_people_type_is_understood(second_campaign: Path, typed: str) -> None:
    code = Session(second_campaign).localized("es").code
    typed = typed.format(code=code, five=code[:5], upper=code.upper()).rstrip(".")
    assert look(second_campaign, typed).code == code


def test_a_line_of_small_print_is_taken_apart(second_campaign: Path) -> None:
    session = Session(second_campaign)
    assert understand("ES · sticker · 2027-01 · 4F2A91C", session) == CodeQuery("4f2a91c", "ES", "sticker")
    assert understand("“es+en · sticker · 2027-01 · 4f2a91c”", session) == CodeQuery("4f2a91c", "es+en", "sticker")


@pytest.mark.parametrize("typed", ["", "4f2", "sticker", "4f2a91g", "2027-01"])
def test_what_is_no_code_is_said_to_be_none(second_campaign: Path, typed: str) -> None:
    with pytest.raises(UsageError, match="no edition code at its end"):
        look(second_campaign, typed)


def test_an_unknown_code_says_where_it_was_looked_for(second_campaign: Path) -> None:
    code = Session(second_campaign).localized("es").code
    other = "".join("0" if digit != "0" else "1" for digit in code)
    with pytest.raises(UsageError, match=r"translations/\*/manifests.*today's campaign.*proof\.json"):
        look(second_campaign, other)


def test_a_report_that_is_not_to_be_understood_is_as_good_as_none(second_campaign: Path) -> None:
    folder = second_campaign / "output" / "es"
    folder.mkdir(parents=True)
    entry = {"code": "0bad0bad", "issue": "2027-01", "languages": "es", "file": "x.pdf"}
    wrong = {f"without {key}": {name: value for name, value in entry.items() if name != key} for key in entry}
    wrong |= {f"{key} is a number": entry | {key: 5} for key in entry} | {"a list": ["0bad0bad"]}
    report = {"schema": 1, "language": "es", "products": wrong}
    (folder / "proof.json").write_text(json.dumps(report), encoding="utf-8")
    with pytest.raises(UsageError, match="Nothing known"):
        look(second_campaign, "0bad0bad")
    report["products"] = wrong | {"right": entry}
    (folder / "proof.json").write_text(json.dumps(report), encoding="utf-8")
    assert look(second_campaign, "0bad0bad").files == (str(folder / "x.pdf"),)


def test_what_is_kept_and_what_was_built_are_one(second_campaign: Path) -> None:
    session = Session(second_campaign)
    made = current(session, "es")
    keep(session, made)
    entry = {"code": made.code, "issue": made.label, "languages": "es", "file": "sticker.press.pdf"}
    report = second_campaign / "output" / "es" / "proof.json"
    report.parent.mkdir(parents=True)
    report.write_text(json.dumps({"schema": 1, "products": {"sticker.press": entry}}), encoding="utf-8")
    found = look(second_campaign, made.code)
    assert found.edition == read(Path(second_campaign / found.manifest), session.campaign)
    assert (found.today, found.files) == (True, (str(report.with_name("sticker.press.pdf")),))
    contacts = second_campaign / "content" / "contacts.yaml"
    contacts.write_text(contacts.read_text(encoding="utf-8").replace("0142", "0143"), encoding="utf-8")
    found = look(second_campaign, made.code)
    assert found.edition is not None
    assert (found.edition.messages, found.today) == (made.messages, False)


def test_digits_of_two_codes_ask_for_more(second_campaign: Path) -> None:
    session = Session(second_campaign)
    made = current(session, "es")
    path = keep(session, made)
    twin = made.code[:4] + "".join("0" if digit != "0" else "1" for digit in made.code[4:])
    text = path.read_text(encoding="utf-8").replace(json.dumps(made.code), json.dumps(twin))
    path.with_name(f"{twin}.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=f"begins several codes: .*{twin}"):
        look(second_campaign, made.code[:4])
    assert look(second_campaign, made.code).code == made.code


def test_a_manifest_comes_back_as_it_was_written(root: Path, tmp_path: Path) -> None:
    session = Session(root)
    for tag in ("ar", "km", "zh-Hans"):
        made = current(session, tag)
        (tmp_path / "kept.yaml").write_text(manifest(made), encoding="utf-8")
        assert read(tmp_path / "kept.yaml", session.campaign) == made


@pytest.mark.parametrize(("language", "beside"), [("es", "en"), ("en", "all")])
def test_a_thing_in_several_languages_is_found_by_its_code_alone(root: Path, language: str, beside: str) -> None:
    session = Session(root)
    whole = session.localized(language, secondary=beside)
    found = find(session, understand(whole.code, session), root / "no-such-output")
    assert (found.language, found.today) == (whole.label, True)
    assert found.edition is not None
    said = found.edition.messages
    if beside == "en":
        assert said["en:card.headline"] == "Is someone controlling you, or a person you know?"
        assert sorted(found.edition.products) == ["poster", "wallet-card"]
    else:
        assert {"ar:help.hotline.line", "km:help.hotline.line", "ar:language.autonym"} <= said.keys()
        assert sorted(found.edition.products) == ["hotline-poster", "language-picker"]


def test_the_same_words_under_another_edition_of_the_campaign_are_put_on_record_too(second_campaign: Path) -> None:
    session = Session(second_campaign)
    path = keep(session, current(session, "es"))
    change(second_campaign, "content/campaign.yaml", "2027-01", "2028-06")
    later = Session(second_campaign)
    assert keep(later, current(later, "es")) == path
    kept = read(path, later.campaign)
    assert [occasion.label for occasion in kept.kept] == ["2027-01", "2028-06"]
    assert kept.label == "2028-06"
