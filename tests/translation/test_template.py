"""Merging messages into the template and the catalogs, without losing a translator's work."""

from __future__ import annotations

import datetime as dt
import io
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from edits import edit
from flyers.content.campaign import Campaign
from flyers.content.message_key import Form, MessageKey
from flyers.errors import Source, TranslationError, UsageError
from flyers.pipeline.session import Session
from flyers.translation import po
from flyers.translation.catalog import Catalog, Entry
from flyers.translation.registry import Registry
from flyers.translation.signoff import SignOff
from flyers.translation.template import DRAFT_REMARK, extract, merge, template, template_entries
from own_campaigns import layer

MESSAGES = Path("content/messages/all.yaml")
SPANISH = Path("translations/es/LC_MESSAGES/flyers.po")


class EditedCampaign:
    """A campaign whose files a test edits; ``merged`` is its Spanish catalog brought into step."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def edit(self, file: Path, old: str, new: str) -> None:
        edit(self.folder / file, old, new)

    def merge(self, tag: str = "es") -> Catalog:
        session = Session(self.folder)
        language = session.registry.language(tag)
        merged = merge(session.campaign, language, session.catalog(tag), session.signoffs(tag)).catalog
        path = session.registry.catalog_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(po.write(merged), encoding="utf-8")
        return po.read(po.write(merged), path.name)

    def merged(self, context: str) -> Entry:
        return self.merge().entries[MessageKey.parse(context)]


def template_text(folder: Path) -> str:
    return po.write(template(Campaign.load(folder)))


@pytest.fixture
def edited(small: Path) -> EditedCampaign:
    return EditedCampaign(small)


def test_a_new_catalog_has_every_message_and_says_that_it_is_a_draft(edited: EditedCampaign) -> None:
    catalog = edited.merge("zh-Hans")
    campaign = Campaign.load(edited.folder)
    assert list(catalog.entries) == [where for where, _ in campaign.words()]
    assert all(entry.translation == "" for entry in catalog.entries.values())
    assert not catalog.fuzzy
    assert catalog.headers["Language"] == "zh_Hans"
    assert "DRAFT: not reviewed by a native reader." in catalog.remarks


def test_merging_again_changes_nothing(edited: EditedCampaign) -> None:
    edited.merge()
    once = (edited.folder / SPANISH).read_bytes()
    edited.merge()
    assert (edited.folder / SPANISH).read_bytes() == once


def test_merging_keeps_translations_of_unchanged_english(edited: EditedCampaign) -> None:
    before = po.read((edited.folder / SPANISH).read_text(encoding="utf-8"), "es").entries
    after = edited.merge().entries
    assert {key: entry.translation for key, entry in after.items()} == {k: e.translation for k, e in before.items()}
    assert not any(entry.fuzzy for entry in after.values())


def test_changed_english_makes_the_translation_fuzzy_and_notes_the_former_english(edited: EditedCampaign) -> None:
    edited.edit(MESSAGES, "text: Help line", "text: Line that helps")
    message = edited.merged("contact.line.name")
    assert (message.translation, message.fuzzy, message.former) == ("Línea de ayuda", True, "Help line")
    again = edited.merged("contact.line.name")
    assert (again.fuzzy, again.former) == (True, "Help line")


def test_english_that_changed_twice_keeps_the_former_english_that_was_translated(edited: EditedCampaign) -> None:
    edited.edit(MESSAGES, "text: Help line", "text: Line that helps")
    edited.merge()
    edited.edit(MESSAGES, "text: Line that helps", "text: Help by telephone")
    assert edited.merged("contact.line.name").former == "Help line"


def test_a_cleared_fuzzy_mark_drops_the_former_english(edited: EditedCampaign) -> None:
    edited.edit(MESSAGES, "text: Help line", "text: Line that helps")
    edited.merge()
    edited.edit(SPANISH, "#, fuzzy\n", "")
    message = edited.merged("contact.line.name")
    assert not message.fuzzy
    assert message.former == ""


def test_a_sharpened_note_makes_the_translation_fuzzy_where_the_message_asks_for_it(edited: EditedCampaign) -> None:
    edited.merge()
    edited.edit(MESSAGES, 'note: A "tip" is something you saw.', 'note: A "tip" is what you saw.')
    assert not edited.merged("help.call").fuzzy
    edited.edit(
        MESSAGES, 'note: A "tip" is what you saw.', 'note: A "tip" is what you saw, not money.\n    reread: true'
    )
    assert edited.merged("help.call").fuzzy
    edited.edit(SPANISH, "#, fuzzy, python-brace-format", "#, python-brace-format")
    assert not edited.merged("help.call").fuzzy


def test_a_message_with_a_new_id_takes_the_translation_of_its_english(edited: EditedCampaign) -> None:
    edited.edit(MESSAGES, "signs.law:", "about.law:")
    catalog = edited.merge()
    message = catalog.entries[MessageKey("about.law")]
    assert (message.translation, message.fuzzy, message.former) == ("Una ley de 2000.", True, "")


def test_a_short_form_never_takes_the_translation_of_similar_english(edited: EditedCampaign) -> None:
    # "Call {hotline}." is near "Call {hotline} with a tip.", as strings go.
    edited.edit(MESSAGES, "short: Call {hotline}.", "short: Call {hotline} with tips.")
    message = edited.merged("help.call/short")
    assert (message.translation, message.former) == ("Llame al {hotline}.", "Call {hotline}.")


def test_an_obsolete_entry_is_kept_and_reused_as_fuzzy(edited: EditedCampaign) -> None:
    entry = "  signs.law:\n    text: A law of 2000.\n"
    edited.edit(SPANISH, "#: content/messages/all.yaml:20\n", "# Remark.\n#, fuzzy\n")
    edited.edit(MESSAGES, entry, "")
    catalog = edited.merge()
    assert MessageKey("signs.law") not in catalog.entries
    text = (edited.folder / SPANISH).read_text(encoding="utf-8")
    assert text.endswith('# Remark.\n#~ msgctxt "signs.law"\n#~ msgid "A law of 2000."\n#~ msgstr "Una ley de 2000."\n')
    edited.merge()
    assert (edited.folder / SPANISH).read_text(encoding="utf-8") == text
    edited.edit(MESSAGES, "\ngroups:", f"{entry}\ngroups:")
    message = edited.merged("signs.law")
    assert (message.translation, message.fuzzy, message.remarks) == ("Una ley de 2000.", True, ("Remark.",))
    assert "#~" not in (edited.folder / SPANISH).read_text(encoding="utf-8")


def test_merging_keeps_remarks_flags_and_headers_of_translators(edited: EditedCampaign) -> None:
    edited.edit(
        SPANISH, "# DRAFT: not reviewed by a native reader.\n", "# Usted, never tú.\n#\n# Two kinds of quotes.\n"
    )
    edited.edit(SPANISH, '"Language: es\\n"', '"Language: es\\n"\n"Last-Translator: A. B.\\n"')
    edited.edit(SPANISH, "#: content/messages/all.yaml:5\n", "# Checked with the hotline.\n#, no-wrap\n")
    catalog = edited.merge()
    assert catalog.headers["Last-Translator"] == "A. B."
    assert "# Usted, never tú.\n#\n# Two kinds of quotes." in catalog.remarks
    message = catalog.entries[MessageKey("contact.line.name")]
    assert message.remarks == ("Checked with the hotline.",)
    assert "no-wrap" in message.flags


HEADS = {
    # what an editor has written → what a merge makes of it
    "Project-Id-Version,Language": "Project-Id-Version,POT-Creation-Date,PO-Revision-Date,Last-Translator,Language-Team,"
    "Language,MIME-Version,Content-Type,Content-Transfer-Encoding",
    "X-Generator,Language,Last-Translator": "Project-Id-Version,POT-Creation-Date,PO-Revision-Date,X-Generator,Language,"
    "Last-Translator,Language-Team,MIME-Version,Content-Type,Content-Transfer-Encoding",
    "Language,PO-Revision-Date,X-Poedit-Bookmarks": "Project-Id-Version,POT-Creation-Date,Language,"
    "PO-Revision-Date,Last-Translator,Language-Team,X-Poedit-Bookmarks,MIME-Version,Content-Type,"
    "Content-Transfer-Encoding",
}


@pytest.mark.parametrize(("written", "made"), HEADS.items())
def test_fields_of_the_head_stay_where_an_editor_had_them_and_missing_ones_follow_in_their_order(
    edited: EditedCampaign, written: str, made: str
) -> None:
    session = Session(edited.folder)
    fields = {"Language": "es", "PO-Revision-Date": "2026-01-02 03:04+0000", "Last-Translator": "A. B."}
    present = replace(session.catalog("es"), headers={name: fields.get(name, "7") for name in written.split(",")})
    found = merge(session.campaign, session.registry.language("es"), present, ()).catalog.headers
    assert ",".join(found) == made
    issue = f"{session.campaign.issue}-01 00:00+0000"
    told = {
        "Project-Id-Version": f"{session.campaign.id} {session.campaign.issue}",
        "POT-Creation-Date": issue,
        "PO-Revision-Date": issue,
        "Last-Translator": "Automatically generated",
        "Language-Team": "none",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    kept = {name: fields.get(name, "7") for name in written.split(",") if name != "Project-Id-Version"}
    assert found == {**told, **{name: value for name, value in kept.items() if name in found}}


def test_the_source_language_has_no_catalog(edited: EditedCampaign) -> None:
    with pytest.raises(UsageError, match="language of the messages"):
        edited.merge("en")


def test_a_broken_catalog_is_refused_and_not_changed(edited: EditedCampaign) -> None:
    edited.edit(SPANISH, 'msgid "Help line"', 'msgid "Help line')
    before = (edited.folder / SPANISH).read_bytes()
    with pytest.raises(TranslationError, match=r"^translations/es/LC_MESSAGES/flyers.po:19: A quotation mark"):
        edited.merge()
    assert (edited.folder / SPANISH).read_bytes() == before


def test_the_template_s_head_says_what_it_is_and_that_a_command_renews_it(edited: EditedCampaign) -> None:
    assert template_text(edited.folder).startswith(
        "# Messages of “A small campaign”.\n"
        "# Copy nothing by hand: 'flyers translations update' renews this file.\n"
        "#, fuzzy\n"
    )


def test_notes_for_translators_are_in_the_template(edited: EditedCampaign) -> None:
    entries = po.read(template_text(edited.folder), "flyers.pot").entries
    assert entries[MessageKey("help.call", Form.SHORT)].notes == (
        'A "tip" is something you saw.',
        "Shortest form, for small places. The full text is: “Call {hotline} to report",
        "a tip.”",
        "The English of this form has 15 characters; try to stay near that.",
        "Copy {hotline} as it is; a phone number or address is put in its place.",
    )
    assert entries[MessageKey("signs.sex")].notes == ("“**” begins and ends bold text: keep it round the same words.",)
    assert "python-brace-format" in entries[MessageKey("help.call")].flags


def test_a_greatest_length_is_the_last_sentence_of_the_note(root: Path) -> None:
    messages = Campaign.load(root).messages
    (heading,) = template_entries(messages["help.heading"])
    assert heading.notes == ("Panel heading, over whom to call and when. Up to 30 characters.",)
    bare = replace(messages["help.heading"], note="")
    assert [entry.notes for entry in template_entries(bare)] == [("Up to 30 characters.",)]


def test_no_note_has_a_length_that_no_check_sees(root: Path) -> None:
    notes = {message.id: message.note for message in Campaign.load(root).messages.values()}
    assert [name for name, note in notes.items() if "characters" in note] == []


def test_plain_pybabel_extracts_the_same_template(root: Path, tmp_path: Path) -> None:
    pybabel = Path(sys.executable).with_name("pybabel")
    made = tmp_path / "flyers.pot"
    subprocess.run(
        [pybabel, "extract", "-F", "babel.cfg", "-o", made, "content/"], cwd=root, check=True, capture_output=True
    )
    ours = read_po(io.StringIO(template_text(root)), abort_invalid=True)
    theirs = read_po(io.StringIO(made.read_text(encoding="utf-8")), abort_invalid=True)

    def babel_entries(catalog: object) -> set[tuple[object, ...]]:
        return {
            (each.context, each.id, tuple(each.locations), tuple(each.auto_comments), frozenset(each.flags))
            for each in catalog
            if each.id
        }

    assert babel_entries(ours) == babel_entries(theirs)
    assert len(babel_entries(ours)) > 100


def test_the_template_has_the_date_of_the_issue_and_not_of_today(edited: EditedCampaign) -> None:
    assert '"POT-Creation-Date: 2026-11-01 00:00+0000\\n"\n' in template_text(edited.folder)


def test_babel_gets_each_form_with_what_its_placeholders_stand_for(small: Path) -> None:
    folder = small / "content/messages"
    (folder / "names.yaml").write_text("messages: {state: {text: Maine, name: state}}\n", encoding="utf-8")
    text = (
        "messages:\n  a.b:\n    text: '**Call** {line} in {state}, {request} {page}'\n    short: Call\n    most: 40\n"
    )
    with (folder / "more.yaml").open("w+b") as file:
        file.write(text.encode())
        file.seek(0)
        whole, short = extract(file, {}, (), {})
    assert whole[:3] == (3, "pgettext", ("a.b", "**Call** {line} in {state}, {request} {page}"))
    assert whole[3] == [
        "Up to 40 characters.",
        "Copy {line} as it is; a phone number or address is put in its place.",
        "Copy {page} as it is; a number is put in its place.",
        "Copy {request} as it is; the English words “(your language), please.” is put in its place.",
        "Copy {state} as it is; a name is put in its place.",
        "“**” begins and ends bold text: keep it round the same words.",
    ]
    assert short[:3] == (4, "pgettext", ("a.b/short", "Call"))
    assert short[3][1].startswith("Shortest form, for small places. The full text is: “**Call**")
    assert short[3][2] == "The English of this form has 4 characters; try to stay near that."
    in_memory = list(extract(io.BytesIO(b"messages: {a: {text: '{state}'}}\n"), {}, (), {}))
    assert in_memory[0][3] == ["Copy {state} as it is; a phone number or address is put in its place."]


def test_a_merge_tells_what_has_become_new_doubtful_and_unused_and_tells_it_once(edited: EditedCampaign) -> None:
    edited.edit(MESSAGES, "text: Help line", "text: Line that helps")
    edited.edit(MESSAGES, "  signs.law:\n    text: A law of 2000.\n", "  signs.new:\n    text: A new one.\n")
    session = Session(edited.folder)
    spanish, present = session.registry.language("es"), session.catalog("es")
    first = merge(session.campaign, spanish, present)
    again = merge(session.campaign, spanish, first.catalog)
    assert [list(map(str, keys)) for keys in (first.new, first.fuzzy, first.obsolete)] == [
        ["signs.new"], ["contact.line.name"], ["signs.law"],
    ]  # fmt: skip
    assert (again.new, again.fuzzy, again.obsolete) == ((), (), ())
    assert again.catalog == first.catalog
    begun = merge(session.campaign, spanish, Catalog("es.po", exists=False))
    assert (begun.new, begun.fuzzy) == (tuple(begun.catalog.entries), ())
    assert begun.catalog.remarks == f"# Spanish translation of “A small campaign”.\n{DRAFT_REMARK}"


@pytest.mark.parametrize(
    ("products", "remarks", "after"),
    [
        ([], ["# Usted.", DRAFT_REMARK], ["# Usted.", DRAFT_REMARK]),
        ([], ["# Usted."], ["# Usted.", DRAFT_REMARK]),
        ([()], ["# Usted.", DRAFT_REMARK], ["# Usted."]),
        ([("card",)], ["# Usted.", DRAFT_REMARK], ["# Usted.", DRAFT_REMARK]),
        ([("card",)], ["# Usted."], ["# Usted."]),
        ([("card",), ()], [DRAFT_REMARK, "# Usted."], ["# Usted."]),
    ],
)
def test_who_signs_some_products_leaves_the_head_of_a_draft_as_it_is(
    small: Path, products: list[tuple[str, ...]], remarks: list[str], after: list[str]
) -> None:
    session = Session(small)
    present = replace(session.catalog("es"), remarks="\n".join(remarks))
    signed = [SignOff("R-07", "reader", dt.date(2026, 11, 3), "5" * 64, products=each) for each in products]
    merged = merge(session.campaign, session.registry.language("es"), present, signed)
    assert merged.catalog.remarks.split("\n") == after


def test_on_a_base_a_catalog_has_what_it_says_otherwise_and_what_the_base_lacks(small: Path, tmp_path: Path) -> None:
    edit(small / MESSAGES, "text: A law of 2000.", "text: A law of 2000.\n    name: law")
    for words in ("Una ley de 2000.", "**Menos de 18 años:** no hace falta la fuerza."):
        edit(small / SPANISH, f'"{words}"', '""')
    campaign = Campaign.load(layer(tmp_path / "maine", "../small"))

    def entry(context: str, english: str, **more: object) -> Entry:
        return Entry(MessageKey.parse(context), english, "Palabras", Source("es.po"), **more)

    own = [
        entry("contact.line.name", "Help line"),
        entry("help.call/short", "Ring {hotline}."),  # the base has a translation of today's English
        entry(
            "help.danger", "In danger? Call {emergency} or see {site}.", flags=frozenset({"fuzzy"}), former="Danger?"
        ),
        entry("help.say", "Say: “{request}”", flags=frozenset({"fuzzy"})),
    ]
    present = Catalog("es.po", entries={one.context: one for one in own})
    spanish = Registry.load(campaign).language("es")
    merged = merge(campaign, spanish, present, base=Session(small).catalog("es"))
    assert {str(key): (one.translation, one.fuzzy) for key, one in merged.catalog.entries.items()} == {
        "contact.line.name": ("Palabras", False),
        "signs.sex": ("", False),  # the base has none; the name of the law needs none
        "help.say": ("Palabras", True),
    }
    assert list(map(str, merged.obsolete)) == ["help.call/short", "help.danger"]
    assert (list(map(str, merged.new)), merged.fuzzy) == (["signs.sex"], ())
    alone = merge(Campaign.load(small), spanish, present).catalog.entries
    assert list(alone) == [key for key, _ in Campaign.load(small).words()]


def test_a_catalog_over_that_of_a_base_has_what_it_translates_and_the_remarks_of_both() -> None:
    def catalog(remarks: str, **texts: tuple[str, str]) -> Catalog:
        entries = {MessageKey(key): Entry(MessageKey(key), *text, Source("x")) for key, text in texts.items()}
        return Catalog("es.po", {"Language": "es"}, entries, remarks=remarks, exists=bool(texts))

    base = catalog(
        "# Spanish translation of “Base”.\n# - Usted.", a=("One", "Uno"), b=("Two", "Dos"), c=("Ten", "Diez")
    )
    own = catalog("# Spanish translation of “Own”.\n# DRAFT\n# - Tú.\n# More.", a=("One", ""), b=("Too", ""),
                  c=("Ten", "10"), d=("New", ""))  # fmt: skip
    both = own.over(base)
    assert {str(key): (entry.english, entry.translation) for key, entry in both.entries.items()} == {
        "a": ("One", "Uno"), "b": ("Too", ""), "c": ("Ten", "10"), "d": ("New", ""),
    }  # fmt: skip
    assert both.remarks == "# Spanish translation of “Base”.\n# - Usted.\n# - Tú.\n# More."
    assert own.over(replace(base, remarks="")).remarks == own.remarks
    nothing = Catalog("es.po", exists=False)
    assert [one.over(other).exists for one, other in ((nothing, base), (own, nothing), (nothing, nothing))] == [
        True, True, False,
    ]  # fmt: skip


def test_the_translation_of_a_name_that_a_campaign_has_changed_is_that_of_another_name(small: Path) -> None:
    edit(small / MESSAGES, "text: A law of 2000.", "text: Ohio\n    name: state")
    campaign = Campaign.load(small)
    law, line = MessageKey("signs.law"), MessageKey("contact.line.name")
    entries = {key: Entry(key, english, "Palabras", Source("x")) for key, english in ((law, "Iowa"), (line, "Help"))}
    catalog = Catalog("es.po", entries=entries)
    assert list(catalog.without_former_names(campaign).entries) == [line]  # another sentence is a beginning
    same = replace(catalog, entries={**entries, law: replace(entries[law], english="Ohio")})
    assert same.without_former_names(campaign) is same


def test_words_of_its_own_take_what_a_base_has_translated_unless_the_english_is_the_same(
    small: Path, tmp_path: Path
) -> None:
    own = "messages:\n  signs.law:\n    text: {}\n"

    def law(english: str) -> Entry:
        file = {"content/messages/own.yaml": own.format(english)}
        campaign = Campaign.load(layer(tmp_path / "maine", "../small", file))
        spanish = Registry.load(campaign).language("es")
        base = Session(small).catalog("es")
        merged = merge(campaign, spanish, Catalog("", exists=False), base=base)
        assert list(merged.catalog.entries) == [MessageKey("signs.law")]
        return merged.catalog.entries[MessageKey("signs.law")]

    same, other = law("A law of 2000."), law("A law of Maine.")
    assert (same.translation, same.fuzzy, same.former) == ("", False, "")
    assert (other.translation, other.fuzzy, other.former) == ("Una ley de 2000.", True, "A law of 2000.")
