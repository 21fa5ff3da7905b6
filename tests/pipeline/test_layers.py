"""Campaigns in layers: what counts where, what is an error, and whose sign-off covers what."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from flyers.content import starter_folder
from flyers.content.campaign import Campaign
from flyers.content.message_key import Form, MessageKey
from flyers.errors import FlyersError, FontError, LayoutError
from flyers.layout.layout_files import unchanged_products
from flyers.pipeline.session import Session
from flyers.translation.exchange.rows import FileFormat
from flyers.translation.signoff import ContactSnapshot, MessageDigests, SignOff, inherited, signoffs_text
from flyers.workflow.catalog_edit import export_files, update_catalogs
from flyers.workflow.contact_edit import edit_contacts
from own_campaigns import OF_ITS_OWN, OWN_LINE, layer, written


def test_an_unknown_family_of_fonts_is_told_where_the_language_names_it(tmp_path: Path) -> None:
    session = Session(tmp_path)
    written(tmp_path, OF_ITS_OWN)
    (tmp_path / "translations").mkdir()
    about = 'campaign:\n  id: maine\n  base: starter\n  issue: "2026-11"\n'
    (tmp_path / "content/campaign.yaml").write_text(about, encoding="utf-8")
    own = "languages:\n  es:\n    fonts: [noto-snas]\n"
    (tmp_path / "translations/languages.yaml").write_text(own, encoding="utf-8")
    with pytest.raises(FontError, match=r"^translations/languages\.yaml:2:3: .*“noto-snas”\. Did you mean “noto-sans”"):
        session.composed(session.localized("es"), session.layout("wallet-card"))


def test_a_catalog_has_only_its_own_messages(small: Path, tmp_path: Path) -> None:
    own = {
        "content/messages/own.yaml": "messages:\n  signs.new:\n    text: A new one.\n",
        "translations/es/LC_MESSAGES/flyers.po": 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgctxt "signs.law"\nmsgid "A law of 2000."\nmsgstr "Ley de 2000, en Maine."\n',
    }
    session = Session(layer(tmp_path / "maine", "../small", own, "  languages: [en, es]\n"))
    merged, base = session.catalog("es").entries, Session(small).catalog("es").entries
    assert merged[MessageKey("signs.law")].translation == "Ley de 2000, en Maine."
    assert merged[MessageKey("signs.sex")].translation == base[MessageKey("signs.sex")].translation
    before = {path: path.read_bytes() for path in small.rglob("*") if path.is_file()}
    assert {update.name for update in update_catalogs(session)} == {
        "translations/flyers.pot",
        "translations/es/LC_MESSAGES/flyers.po",
    }
    assert list(session.own_catalog("es").entries) == [MessageKey("signs.law"), MessageKey("signs.new")]
    assert before == {path: path.read_bytes() for path in small.rglob("*") if path.is_file()}
    (sent,) = export_files(session, ["es"], FileFormat.PO, tmp_path / "sent")
    assert sent.messages == 2


def test_a_reworded_sentence_begins_with_the_translation_of_the_base(small: Path, tmp_path: Path) -> None:
    own = {
        "content/messages/own.yaml": "messages:\n  signs.law:\n    text: A law of 2001.\n"
        f'  signs.sex:\n    text: "{Session(small).campaign.messages["signs.sex"].forms[Form.TEXT].text}"\n',
    }
    session = Session(layer(tmp_path / "maine", "../small", own, "  languages: [en, es]\n"))
    (update,) = [one for one in update_catalogs(session) if one.tag == "es"]
    law, sex = (session.own_catalog("es").entries[MessageKey(id)] for id in ("signs.law", "signs.sex"))
    assert (law.translation, law.fuzzy, law.former) == ("Una ley de 2000.", True, "A law of 2000.")
    assert (update.fuzzy, update.new) == ((law.context,), (sex.context,))
    assert not sex.translation
    assert session.catalog("es").entries[sex.context].translation  # of the same English, so the base's counts
    assert not update_catalogs(session)  # and one that the translator empties stays empty
    path = session.registry.catalog_path(session.registry.language("es"))
    path.write_text(path.read_text(encoding="utf-8").replace("Una ley de 2000.", ""), encoding="utf-8")
    update_catalogs(session := Session(session.campaign.folder))
    assert not session.own_catalog("es").entries[law.context].translation


def test_an_edited_contact_of_the_base_becomes_the_campaigns_own(small: Path, tmp_path: Path) -> None:
    campaign = Campaign.load(layer(tmp_path / "maine", "../small"))
    edit = edit_contacts(campaign, [("hotline.phone", "1-888-373-7889")])
    assert edit.path == tmp_path / "maine/content/contacts.yaml"
    edit.path.write_text(edit.text, encoding="utf-8")
    now = Campaign.load(tmp_path / "maine").contacts
    assert (now["hotline"].target, now["hotline"].verified_on) == ("tel:+18883737889", None)
    assert now["site"] == campaign.contacts["site"]
    assert "site" not in edit.text


# -- on the starter campaign -------------------------------------------------------------------------------------------

POSTER = "extends: poster\nsafe: 0.3in\n"
BRICK = 'colours:\n  deep: {cmyk: [10, 90, 80, 40], srgb: "#7a2222"}\n'
PICTURE = "icons:\n  phone: {file: own-phone.svg}\n"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M0 0h8v8z"/></svg>'


def test_layouts_colours_and_pictures_count_one_by_one(tmp_path: Path) -> None:
    own = {
        "content/layouts/poster.yaml": POSTER,
        "content/layouts/door.yaml": "extends: wallet-card\nbleed: 0.2in\n",
        "content/themes/open-door.yaml": BRICK,
        "content/icons/icons.yaml": PICTURE,
        "content/icons/own-phone.svg": SVG,
    }
    session, base = Session(layer(tmp_path / "maine", "starter", own)), Session(starter_folder())
    poster, theirs = session.layout("poster"), base.layout("poster")
    assert (poster.safe, poster.width, poster.bleed) == (0.3 * 72, theirs.width, theirs.bleed)
    assert session.layout("door").faces == session.layout("wallet-card").faces
    assert session.products == sorted([*base.products, "door"])
    assert session.theme.colours["deep"].srgb != base.theme.colours["deep"].srgb
    assert session.theme.colours["tint"] == base.theme.colours["tint"]
    assert len(session.pictures["phone"].path) < len(base.pictures["phone"].path)
    assert session.pictures["emergency"] == base.pictures["emergency"]
    assert session.condition().profile == base.condition().profile
    assert session.library.families.keys() == base.library.families.keys()


@pytest.mark.parametrize(
    ("path", "text", "place"),
    [
        ("content/layouts/poster.yaml", "extends: postre\n", "content/layouts/poster.yaml:1:10: “postre”"),
        ("content/layouts/poster.yaml", "extends: poster\nbleeed: 1in\n", "content/layouts/poster.yaml:2:1: The key"),
        ("content/themes/open-door.yaml", BRICK + "  paper: 3\n", "content/themes/open-door.yaml:3:10: "),
        ("content/themes/open-door.yaml", "grounds:\n  deep: {text: papre, strong: paper, picture: paper}\n",
         "content/themes/open-door.yaml:2:9: There is no colour called “papre”"),
    ],
)  # fmt: skip
def test_faults_of_own_designs_have_their_line(tmp_path: Path, path: str, text: str, place: str) -> None:
    session = Session(layer(tmp_path / "maine", "starter", {path: text}))
    with pytest.raises((LayoutError, FlyersError)) as caught:
        session.layout("poster")
    assert str(caught.value).startswith(place)


# -- sign-offs ---------------------------------------------------------------------------------------------------------

PAGES = "a" * 64


def record(messages: dict[str, str], pages: str = PAGES, products: tuple[str, ...] = ()) -> SignOff:
    read = {MessageKey.parse(key): MessageDigests.parse(value * 16) for key, value in messages.items()}
    hotline = {"hotline": ContactSnapshot("911", "tel:911", "contact.line.name")}
    return SignOff("R-07", "reader", dt.date(2026, 11, 3), "b" * 64, pages, read, hotline, products)


def test_pages_of_a_base_count_for_unchanged_products_only() -> None:
    first, second = record({"signs.law": "1"}, pages=""), record({"signs.sex": "2"})
    words, seen = list(inherited([second], ["poster"]))
    assert (words.pages, words.products) == ("", ())
    assert (seen.pages, seen.products) == (PAGES, ("poster",))
    assert list(inherited([second], [])) == [words]
    together = list(inherited([first, second], ["poster"]))[-1]
    assert set(together.messages) == {
        MessageKey("signs.law"),
        MessageKey("signs.sex"),
    }  # read before the pages were seen
    card = record({"signs.law": "1"}, products=("wallet-card",))
    assert [one.pages for one in inherited([card], ["poster"])] == [""]


def test_a_design_of_its_own_leaves_no_page_of_the_base_seen(tmp_path: Path) -> None:
    plain = Session(layer(tmp_path / "plain", "starter"))
    base = plain.campaign.layers.bases[0]
    assert unchanged_products(plain.campaign, base, plain.campaign.layers.load) == plain.products
    poster = Session(layer(tmp_path / "poster", "starter", {"content/layouts/poster.yaml": POSTER})).campaign
    assert set(plain.products) - set(unchanged_products(poster, poster.layers.bases[0], poster.layers.load)) == {
        "poster"
    }
    brick = Session(layer(tmp_path / "brick", "starter", {"content/themes/open-door.yaml": BRICK})).campaign
    assert unchanged_products(brick, brick.layers.bases[0], brick.layers.load) == []


def test_a_signed_base_leaves_only_what_differs_unsigned(small: Path, tmp_path: Path) -> None:
    from flyers.translation.catalog import usable
    from flyers.translation.signoff import current_words

    base = Session(small)
    now = current_words(base.campaign, base.registry.language("es"), usable(base.campaign, base.catalog("es")))
    signed = SignOff("R-07", "reader", dt.date(2026, 11, 3), "b" * 64, PAGES, now.messages, now.contacts)
    (small / "translations/es/signoff.yaml").write_text(signoffs_text([signed]), encoding="utf-8")
    folder = layer(tmp_path / "maine", "../small", {"content/contacts.yaml": OWN_LINE})
    standing = Session(folder).localized("es").standing
    unread = {str(change.what) for change in standing.unread}
    assert unread == {"contact:site", "help.danger"}  # the contact, and the message that has it
    assert MessageKey("signs.law") in standing.covered
    assert not (folder / "translations").exists()


def test_a_changed_base_is_read_again(small: Path, tmp_path: Path) -> None:
    folder = layer(tmp_path / "maine", "../small")
    law = MessageKey("signs.law")
    before = Session(folder).catalog("es").entries[law].translation
    assert Session(folder).base_catalog("es") is Session(folder).base_catalog("es")  # shared by all on this base
    file = small / "translations/es/LC_MESSAGES/flyers.po"
    file.write_text(file.read_text(encoding="utf-8").replace(before, f"{before} Y más."), encoding="utf-8")
    assert Session(folder).catalog("es").entries[law].translation == f"{before} Y más."


def test_campaigns_on_one_base_share_its_fonts_and_what_was_shaped(tmp_path: Path) -> None:
    one, two = (Session(layer(tmp_path / name, "starter")) for name in ("one", "two"))
    assert one.typesetter is two.typesetter
    own = Session(starter_folder())
    assert own.library is not one.library  # it may change
