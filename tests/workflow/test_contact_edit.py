"""Contacts are edited in place, and their impact is listed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from flyers.content.campaign import Campaign
from flyers.content.message_key import MessageKey
from flyers.errors import ContentError, UsageError
from flyers.pipeline.session import Session, open_session
from flyers.workflow.contact_change import Impacts
from flyers.workflow.contact_edit import FIELDS, edit_contacts, field_value
from flyers.workflow.manifest import cancel_order, current_manifest, keep_manifest
from flyers.workflow.signing import Statement, sign
from flyers.workflow.uses import messages_with_contact, uses
from own_campaigns import layer

pytestmark = pytest.mark.slow

FILE = Path("content/contacts.yaml")


@pytest.fixture(autouse=True)
def one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1793836800")  # 2026-11-05


def differing(folder: Path, *edits: tuple[str, str]) -> list[tuple[str, str]]:
    """The lines that differ, before and after; the number of lines must stay."""
    before = (folder / FILE).read_text(encoding="utf-8").splitlines()
    after = edit_contacts(Campaign.load(folder), edits).text.splitlines()
    assert len(before) == len(after)
    return [(old.strip(), new.strip()) for old, new in zip(before, after, strict=True) if old != new]


@pytest.mark.parametrize(
    ("field", "value", "lines"),
    [
        ("hotline.phone", "1-800-555-0100", ["display: 1-800-555-0100", "target: tel:+18005550100"]),
        ("hotline.phone", "+1 800 555 0100", ["display: +1 800 555 0100", "target: tel:+18005550100"]),
        ("hotline.phone", "1-800-FLO-WERS", ["display: 1-800-FLO-WERS", "target: tel:+18003569377"]),
        ("emergency.phone", "112", ['display: "112"', "target: tel:112"]),
        ("hotline_text.text", "233734", ['display: "233734"', "target: sms:233734"]),
        ("coalition_phone.phone", "860-555-0100", ["display: 860-555-0100", "target: tel:+18605550100"]),
        ("otip_site.web", "acf.hhs.gov/x", ["display: acf.hhs.gov/x", "target: https://acf.hhs.gov/x"]),
        ("otip_site.web", "https://acf.hhs.gov/x", ["display: acf.hhs.gov/x", "target: https://acf.hhs.gov/x"]),
        ("hotline.hours", "9: 5, or so", ['hours: "9: 5, or so"']),
        ("hotline.hours", "no # never", ['hours: "no # never"']),
        ("hotline.languages.interpreted", "false", ["languages: {spoken: [en, es], interpreted: false}"]),
        ("dhs_site.verified_on", "2026-11-03", ["verified_on: 2026-11-03"]),
        ("emergency.source", "“So”, they said: yes", ['source: "“So”, they said: yes"']),
    ],
)
def test_only_the_edited_value_changes(root: Path, field: str, value: str, lines: list[str]) -> None:
    assert [new for _, new in differing(root, (field, value))] == lines


def test_the_value_of_a_field_is_what_the_file_says(root: Path) -> None:
    campaign = Campaign.load(root)
    written = yaml.safe_load((root / FILE).read_bytes())["contacts"]
    for contact in campaign.contacts.values():
        own = written[contact.id]
        for field in (*FIELDS, "phone", "nonsense"):
            name = "display" if field == "phone" else field.partition(".")[0]
            value = own.get(name)
            if field == "languages.interpreted":
                value = str(value["interpreted"]).lower()
            assert field_value(contact, field) == ("" if value is None else str(value)), (contact.id, field)
        for tag in own.get("targets", {}):
            assert field_value(contact, f"targets.{tag}") == own["targets"][tag]
        assert field_value(contact, "targets.xx") == ""


def test_two_fields_that_must_agree_change_together(root: Path) -> None:
    edits = (("hotline.display", "1-800-555-0100"), ("hotline.target", "tel:+18005550100"))
    assert [new for _, new in differing(root, *edits)] == ["display: 1-800-555-0100", "target: tel:+18005550100"]


def test_folded_text_is_replaced_and_a_comment_stays(campaign: Path) -> None:
    path = campaign / FILE
    text = path.read_text(encoding="utf-8").replace("display: 860-692-3085", "display: 860-692-3085   # office")
    path.write_text(text, encoding="utf-8")
    after = edit_contacts(
        Campaign.load(campaign), [("coalition_phone.phone", "860-555-0100"), ("hotline.source", "A letter")]
    )
    assert "    display: 860-555-0100   # office\n" in after.text
    assert "    source: A letter\n    seed: [contact.hotline, intro.hotline, help.hotline.line]\n" in after.text
    assert after.text.startswith("# Facts that are never translated.")


def test_a_missing_key_is_added(second_campaign: Path) -> None:
    path = second_campaign / FILE
    path.write_text(path.read_text(encoding="utf-8").replace("    verified_on: 2026-11-01", "").rstrip("\n"), "utf-8")
    after = edit_contacts(Campaign.load(second_campaign), [("harbor.verified_on", "2026-11-03")])
    assert after.text.endswith("source: Invented for tests.\n    verified_on: 2026-11-03\n")
    assert after.contacts["harbor"].verified_on == dt.date(2026, 11, 3)


def test_a_new_number_counts_as_never_verified(second_campaign: Path) -> None:
    campaign = Campaign.load(second_campaign)
    after = edit_contacts(campaign, [("harbor.phone", "1-555-555-0143")])
    assert after.contacts["harbor"].verified_on is None
    assert ("harbor.verified_on", "2026-11-01", "") in [
        (change.field, change.before, change.after) for change in after.changes
    ]
    tried = edit_contacts(campaign, [("harbor.phone", "1-555-555-0143"), ("harbor.verified_on", "2026-11-03")])
    assert tried.contacts["harbor"].verified_on == dt.date(2026, 11, 3)
    assert edit_contacts(campaign, [("harbor.hours", "nights")]).contacts["harbor"].verified_on == dt.date(2026, 11, 1)


def test_the_same_value_is_not_a_change(second_campaign: Path) -> None:
    assert edit_contacts(Campaign.load(second_campaign), [("harbor.hours", "always")]).changes == ()


@pytest.mark.parametrize(
    ("edits", "error", "message"),
    [
        ([("hotline.display", "1-800-555-0100")], ContentError, "do not agree"),
        ([("hotline.target", "tel:+18005550100")], ContentError, "do not agree"),
        ([("hotline.target", "javascript:alert(1)")], ContentError, "does not begin with “tel:”"),
        ([("hotline.display", "1-800-555\n0100")], UsageError, "a character that cannot be seen"),
        ([("otip_site.web", "bit.ly/x")], ContentError, "shortens addresses"),
        ([("hotline.verified_on", "yesterday")], ContentError, "is not a date"),
        ([("hotline.name", "contact.hotlin.name")], ContentError, "Did you mean “contact.hotline.name”?"),
        ([("hotline.kind", "fax")], ContentError, "is not one of phone, text, web, mail"),
        ([("hotline.phone", "0-888-373-7888")], UsageError, "cannot be derived from “tel:+18883737888”"),
        (
            [("hotline.phone", "555-0100")],
            UsageError,
            "has 7 digits; today's number, 1-888-373-7888, has 11. Write all",
        ),
        ([("hotline.phone", "888")], UsageError, "also give what a code opens: hotline.target tel:888."),
        (
            [("hotline.phone", "1-888-373-78OO")],
            UsageError,
            "mixes letters and digits. If digits are meant, write “7800”",
        ),
        (
            [("hotline.display", "1-888-373-78OO"), ("hotline.target", "tel:+18883737866")],
            ContentError,
            "mixes letters",
        ),
        ([("hotline_text.text", "23373O")], UsageError, "write “233730”"),
        ([("hotline.phone", "")], UsageError, "There is no number. Write digits"),
        ([("hotline.phone", "abc")], UsageError, "“abc” is not a number as printed"),
        ([("hotline.phone", "+888-373-7888")], UsageError, "in another country than today's number"),
        ([("hotline.phone", "1-888-373-78888")], UsageError, "hotline.target tel:+…."),
        ([("hotline.fax", "1")], UsageError, "Fields are phone, display, target"),
        ([("hotline.web", "example.org")], UsageError, "no field “web” of hotline"),
        ([("hotline.languages.spoken", "en")], UsageError, "Lists are changed in content/contacts.yaml"),
        ([("hotline", "1")], UsageError, "does not name a field of it"),
        ([("hotlin.phone", "1")], UsageError, "Did you mean “hotline”?"),
        ([("hotline.fone", "1")], UsageError, "Did you mean “hotline.phone”?"),
        ([("otip_site", "1")], UsageError, "Did you mean “otip_site.web”?"),
        *(
            ([(f"{contact}.{word}", "1")], UsageError, f"Did you mean “{contact}.{field}”?")
            for contact, word, field in (
                ("hotline", "number", "phone"),
                ("hotline", "Number", "phone"),
                ("hotline", "value", "phone"),
                ("hotline", "printed", "display"),
                ("hotline", "opens", "target"),
                ("hotline_text", "number", "text"),
                ("otip_site", "site", "web"),
                ("otip_site", "address", "web"),
                ("otip_site", "value", "web"),
                ("otip_site", "nam", "name"),
            )
        ),
    ],
)
def test_an_edit_that_breaks_a_rule_is_refused(
    root: Path, edits: list[tuple[str, str]], error: type, message: str
) -> None:
    with pytest.raises(error) as caught:
        edit_contacts(Campaign.load(root), edits)
    assert message in str(caught.value)


@pytest.mark.parametrize("name", ["otip_site.number", "hotline.site"])
def test_a_word_for_another_kind_of_contact_means_no_field(root: Path, name: str) -> None:
    with pytest.raises(UsageError, match="There is no field") as caught:
        edit_contacts(Campaign.load(root), [(name, "1")])
    assert "Did you mean" not in str(caught.value)


def test_a_number_of_another_form_is_given_with_what_a_code_opens(root: Path) -> None:
    """The two errors that say so name the field, and giving it is enough."""
    edits = (("hotline.phone", "888"), ("hotline.target", "tel:888"))
    assert [new for _, new in differing(root, *edits)] == ['display: "888"', "target: tel:888"]


# -- impact ------------------------------------------------------------------------------------------------------------


def test_the_impact_has_messages_products_sign_offs_and_pieces(second_campaign: Path) -> None:
    session = Session(second_campaign)
    sign(session, "es", Statement("R-07", "native reader", dt.date(2026, 11, 3)))
    manifest = current_manifest(session, "es")
    keep_manifest(manifest, session.campaign, session.registry)
    found = Impacts(Session(second_campaign)).of_contact("harbor")
    assert (found.messages, found.products, found.languages) == (
        (MessageKey("lighthouse.call"),),
        ("sticker",),
        ("en", "es"),
    )
    assert found.signed == {"es": (MessageKey.of_contact("harbor"), MessageKey("lighthouse.call"))}
    (piece,) = found.pieces
    assert (piece.code, piece.products) == (manifest.code, {"sticker": 0})


def test_a_piece_with_another_number_is_not_affected(second_campaign: Path) -> None:
    session = Session(second_campaign)
    keep_manifest(current_manifest(session, "es"), session.campaign, session.registry)
    path = second_campaign / FILE
    path.write_text(edit_contacts(session.campaign, [("harbor.phone", "1-555-555-0143")]).text, encoding="utf-8")
    impact = Impacts(Session(second_campaign)).of_contact("harbor")
    assert impact.pieces == ()


def test_cancelled_pieces_are_not_listed_and_others_the_oldest_first(second_campaign: Path) -> None:
    session = Session(second_campaign)
    for tag, day in (("es", 3), ("en", 4), ("es", 5), ("en", 6)):
        made = current_manifest(session, tag, quantities={"sticker": 100 + day})
        entry = replace(made.entries[0], day=dt.date(2026, 11, day))
        keep_manifest(replace(made, entries=(entry,)), session.campaign, session.registry)
    cancel_order(session, "en", ["sticker"])
    pieces = Impacts(Session(second_campaign)).of_contact("harbor").pieces
    assert [(piece.language, piece.products["sticker"]) for piece in pieces] == [("es", 103), ("en", 104), ("es", 105)]


def test_a_contact_of_the_second_language_of_a_piece_is_listed_as_its_own(second_campaign: Path) -> None:
    session = Session(second_campaign)
    made = current_manifest(session, "es")
    products = {"sticker": replace(made.products["sticker"], contacts=("harbor", "en:harbor"))}
    contacts = {**made.contacts, "en:harbor": ("1-555-555-0199", "tel:+15555550199")}
    two = replace(made, contacts=contacts, entries=(replace(made.entries[0], products=products),))
    keep_manifest(two, session.campaign, session.registry)
    found = Impacts(Session(second_campaign)).of_contact("harbor")
    assert [(piece.printed, piece.second) for piece in found.pieces] == [("1-555-555-0142", "")]
    assert [(piece.printed, piece.second) for piece in found.outdated] == [("1-555-555-0199", "en")]


def test_a_product_prints_nothing_outside_its_uses(root: Path) -> None:
    """The layout says what may be printed; what is printed must be part of that."""
    from flyers.page.document import QrCode, TextLine
    from flyers.pipeline.recipe import current_documents

    session = open_session(root)
    for document in (
        *current_documents(session, "en"),
        *current_documents(session, "my" if session.has_translations("my") else "km"),
    ):
        may = uses(session.layout(document.product), session.campaign)
        items = [item for page in document.pages for item in page.items]
        printed = {item.message for item in items if isinstance(item, TextLine)} & session.localized("en").texts.keys()
        numbers = {contact.contact for item in items if isinstance(item, TextLine) for contact in item.contacts}
        codes = {item.contact for item in items if isinstance(item, QrCode)}
        assert printed <= may.messages
        assert numbers | codes <= may.contacts


def test_messages_with_a_contact_are_those_with_its_placeholder(root: Path) -> None:
    campaign = Campaign.load(root)
    for contact, found in messages_with_contact(campaign).items():
        assert set(found) == {where for where, words in campaign.words() if f"{{{contact}}}" in words.text}


def rewritten(folder: Path, old: str, new: str) -> None:
    """Write the file of contacts in another style."""
    text = (folder / FILE).read_bytes().decode()
    assert old in text
    (folder / FILE).write_bytes(text.replace(old, new).encode())


HARBOR = "  harbor:\n"


@pytest.mark.parametrize(
    ("old", "new", "edited"),
    [
        ("display: 1-555-555-0142", "display:\n      1-555-555-0142", "display:\n      1-555-555-0143\n"),
        ("display: 1-555-555-0142", "display: # new\n      1-555-555-0142", "display: # new\n      1-555-555-0143\n"),
        ("display: 1-555-555-0142", "display: >-\n      1-555-555-0142", "display: 1-555-555-0143\n"),
        ("display: 1-555-555-0142", "display: '1-555-555-0142'  # new", 'display: "1-555-555-0143"  # new\n'),
        ("display: 1-555-555-0142", '"display": 1-555-555-0142', '"display": 1-555-555-0143\n'),
        ("verified_on: 2026-11-01", "verified_on: null # why", "verified_on: # why\n"),
    ],
)
def test_every_yaml_style_of_a_value_is_replaced(second_campaign: Path, old: str, new: str, edited: str) -> None:
    rewritten(second_campaign, old, new)
    found = edit_contacts(Campaign.load(second_campaign), [("harbor.phone", "1-555-555-0143")])
    assert edited in found.text
    assert found.contacts["harbor"].target == "tel:+15555550143"
    assert found.contacts["harbor"].verified_on is None


def test_a_contact_of_a_base_is_copied_with_the_line_ends_of_the_campaign(small: Path, tmp_path: Path) -> None:
    (small / FILE).write_bytes((small / FILE).read_bytes().replace(b"\n", b"\r\n"))
    campaign = Campaign.load(layer(tmp_path / "maine", "../small"))
    found = edit_contacts(campaign, [("emergency.hours", "nights")])
    assert "\r" not in found.text
    assert found.text.splitlines() == [
        "contacts:",
        "",
        "  emergency:",
        "    kind: phone",
        "    name: contact.line.name",
        "    display: 911",
        "    target: tel:911",
        "    languages: {spoken: [en]}",
        "    source: As in ../small/content/contacts.yaml",
        "    hours: nights",
    ]
    assert [(change.field, change.before, change.after) for change in found.changes] == [
        ("emergency.hours", "", "nights")
    ]


def test_a_null_value_counts_as_empty(second_campaign: Path) -> None:
    rewritten(second_campaign, "verified_on: 2026-11-01", "verified_on: null")
    found = edit_contacts(Campaign.load(second_campaign), [("harbor.verified_on", "2026-11-03")])
    assert [(change.before, change.after) for change in found.changes] == [("", "2026-11-03")]


def test_a_field_is_added_to_a_contact_on_one_line(second_campaign: Path) -> None:
    text = (second_campaign / FILE).read_text(encoding="utf-8")
    flow = (
        "  harbor: {kind: phone, name: lighthouse.name, display: 1-555-555-0142, target: tel:+15555550142, "
        "languages: {spoken: [en]}, source: their page}  # one line\n"
    )
    (second_campaign / FILE).write_text(text[: text.index(HARBOR)] + flow, encoding="utf-8")
    found = edit_contacts(
        Campaign.load(second_campaign), [("harbor.verified_on", "2026-11-03"), ("harbor.languages.interpreted", "true")]
    )
    assert "source: their page, verified_on: 2026-11-03}  # one line\n" in found.text
    assert "languages: {spoken: [en], interpreted: true}" in found.text


def test_a_verification_in_the_future_is_refused(second_campaign: Path) -> None:
    campaign = Campaign.load(second_campaign)
    assert edit_contacts(campaign, [("harbor.verified_on", "2026-11-05")]).changes
    with pytest.raises(UsageError, match="2026-11-06 is in the future"):
        edit_contacts(campaign, [("harbor.verified_on", "2026-11-06")])


def test_a_new_line_ends_like_the_others(second_campaign: Path) -> None:
    rewritten(second_campaign, "\n", "\r\n")
    rewritten(second_campaign, "    verified_on: 2026-11-01\r\n", "")
    found = edit_contacts(Campaign.load(second_campaign), [("harbor.verified_on", "2026-11-03")])
    assert found.text.count("\r\n") == found.text.count("\n")
    assert "    verified_on: 2026-11-03\r\n" in found.text


@pytest.mark.parametrize("value", ["maybe", "true}, spoken: [es"])
def test_a_flag_is_true_or_false(second_campaign: Path, value: str) -> None:
    with pytest.raises(ContentError, match="true or false"):
        edit_contacts(
            Campaign.load(second_campaign), [("harbor.languages.interpreted", value), ("harbor.hours", "always")]
        )


def test_a_value_has_one_line(second_campaign: Path) -> None:
    """A second line could be a key of its own."""
    with pytest.raises(UsageError, match="a character that cannot be seen"):
        edit_contacts(Campaign.load(second_campaign), [("harbor.languages.interpreted", "true\nkind: mail")])
