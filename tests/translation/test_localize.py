"""A campaign in one language: translations, contacts, and English in place of missing translations."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from edits import edit
from flyers.content.campaign import Campaign
from flyers.content.markup import Span, SpanKind
from flyers.content.message_key import Form, MessageKey
from flyers.content.messages import is_printed
from flyers.errors import CombinedError, Source, TranslationError, UsageError
from flyers.pipeline.session import Session
from flyers.translation.localization import contact_faults, english_for, localize, sheet_text
from flyers.translation.registry import Registry
from own_campaigns import layer

SPANISH = Path("translations/es/LC_MESSAGES/flyers.po")


def change(small: Path, old: str, new: str) -> None:
    edit(small / SPANISH, old, new)


def test_a_contact_replaces_its_placeholder_between_isolates(small: Path) -> None:
    text = Session(small).localized("es").rich("help.call", "short")
    assert text.text == "Llame al \u20661-888-373-7888\u2069."
    assert text.spans == (Span(10, 24, SpanKind.CONTACT, "hotline"),)
    assert (text.language, text.message) == ("es", MessageKey("help.call", Form.SHORT))
    assert text.source == Source(SPANISH.as_posix(), 49)


def test_the_same_words_at_the_same_place_are_the_same_text_and_shaped_once(small: Path) -> None:
    first, again = (Session(small).localized("es").rich("help.call") for _ in range(2))
    assert first is again
    change(small, 'msgid ""\n', '# One line more.\nmsgid ""\n')
    moved = Session(small).localized("es").rich("help.call")
    assert moved.text == first.text
    assert (moved.source, first.source) == (Source(SPANISH.as_posix(), 28), Source(SPANISH.as_posix(), 27))
    change(small, "para dar un aviso", "con un aviso")
    assert "con un aviso" in Session(small).localized("es").rich("help.call").text


def test_a_missing_form_falls_back_to_the_next_longer_one(small: Path) -> None:
    spanish = Session(small).localized("es")
    assert spanish.plain("signs.law", "short") == "Una ley de 2000."
    assert spanish.rich("help.call", "poster").message == MessageKey("help.call", Form.POSTER)


def test_the_request_names_the_language_in_english(small: Path) -> None:
    spanish = Session(small).localized("es")
    assert "Spanish,\u00a0please." in spanish.plain("help.say")
    (span,) = spanish.rich("help.say").spans
    assert (span.kind, span.value) == (SpanKind.FOREIGN, "en")


@pytest.mark.parametrize(
    ("tag", "request_"),
    [
        ("es", "Spanish,\u00a0please."),
        ("ht", "Haitian\u00a0Creole,\u00a0please."),
        ("kea", "Cape\u00a0Verdean Creole,\u00a0please."),
        ("zh-Hant", "Cantonese or Mandarin\u00a0Chinese,\u00a0please."),
    ],
)
def test_a_request_keeps_the_name_of_its_language_on_one_line(root: Path, tag: str, request_: str) -> None:
    """Who answers listens for the name; “or” may end a line, and no line begins with “please”."""
    localized = Session(root).localized(tag)
    assert request_ in localized.plain("help.say-language")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('msgstr "Línea de ayuda"', 'msgstr ""'),
        ('msgctxt "contact.line.name"', '#, fuzzy\nmsgctxt "contact.line.name"'),
        ('msgid "Help line"', 'msgid "Help-line"'),
        ('msgctxt "contact.line.name"\nmsgid "Help line"\nmsgstr "Línea de ayuda"\n', ""),
    ],
)
def test_english_replaces_an_untranslated_message_if_allowed_and_is_marked(small: Path, old: str, new: str) -> None:
    change(small, old, new)
    spanish = Session(small).localized("es", allow_untranslated=True)
    assert tuple(spanish.untranslated) == (MessageKey("contact.line.name"),)
    text = spanish.rich("contact.line.name")
    assert text.text == "Help line"
    assert text.spans == (Span(0, 9, SpanKind.FOREIGN, "en"),)
    assert [name for name in spanish.campaign.messages if not spanish.is_translated(name)] == ["contact.line.name"]


def test_words_of_sheets_are_the_campaigns_before_the_programs(small: Path) -> None:
    spanish = Session(small).localized("es")
    usual = spanish.rich("sheet.scale").text
    assert usual.startswith("Imprima")
    path = small / "content" / "messages" / "all.yaml"
    text = path.read_text(encoding="utf-8").replace("messages:\n", "messages:\n  sheet.scale:\n    text: At 100%.\n", 1)
    path.write_text(text, encoding="utf-8")
    assert Session(small).localized("es", allow_untranslated=True).rich("sheet.scale").text == "At 100%."
    with pytest.raises(UsageError, match=r"sheet\.scale"):
        Session(small).localized("es", allow_untranslated=True).rich("sheet.scal")


def test_a_language_without_a_catalog_is_all_english_if_allowed(small: Path) -> None:
    campaign = Campaign.load(small)
    chinese = Session(small).localized("zh-Hans", allow_untranslated=True)
    assert list(chinese.untranslated) == [where for where, _ in campaign.words()]
    assert chinese.standing.draft


def test_the_content_code_changes_only_with_a_word_or_a_contact(small: Path) -> None:
    code = Session(small).localized("es").code
    change(small, "# DRAFT: not", "# A DRAFT: not")
    assert Session(small).localized("es").code == code
    change(small, "Una ley de 2000.", "Una ley del 2000.")
    other = Session(small).localized("es").code
    contacts = small / "content" / "contacts.yaml"
    contacts.write_text(contacts.read_text(encoding="utf-8").replace("7888", "7889"), encoding="utf-8")
    assert len({code, other, Session(small).localized("es").code}) == 3


@pytest.mark.parametrize("tag", ["zh-Hans", "zh_Hans", "ZH-hans", " zh_hans "])
def test_a_tag_is_recognized_in_any_spelling(small: Path, tag: str) -> None:
    registry = Registry.load(Campaign.load(small))
    language = registry.language(tag)
    assert language.tag == "zh-Hans"
    assert registry.catalog_path(language).parts[-3:] == ("zh_Hans", "LC_MESSAGES", "flyers.po")


def test_an_unknown_contact_names_the_known_ones(small: Path) -> None:
    with pytest.raises(UsageError, match=r"no contact “hotlin”.*hotline, emergency, site"):
        Session(small).localized("es").contact("hotlin")


def test_the_error_of_a_new_catalog_names_the_first_messages_and_counts_the_rest(
    small: Path,
) -> None:
    path = small / SPANISH
    path.write_text(
        re.sub(r'(?m)^msgctxt "', '#, fuzzy\nmsgctxt "', path.read_text(encoding="utf-8")), encoding="utf-8"
    )
    campaign = Campaign.load(small)
    spanish = Session(small).localized("es", allow_untranslated=True)
    with pytest.raises(TranslationError) as caught:
        spanish.require_translated(spanish.texts)
    head, hint = str(caught.value).splitlines()
    many = len(list(campaign.words()))
    assert f"{many} messages are not translated into Spanish:" in head
    assert head.count(f"({SPANISH.as_posix()}:") == 3
    assert head.endswith(f" and {many - 3} more.")
    assert hint.startswith("Run 'flyers translations update --lang es'")


def test_a_piece_needs_the_words_that_it_prints_and_no_others(small: Path) -> None:
    change(small, 'msgstr "Línea de ayuda"', 'msgstr ""')
    spanish = Session(small).localized("es")
    name = MessageKey("contact.line.name")
    others = frozenset(spanish.texts) - {name}
    spanish.require_translated(others)
    assert spanish.in_english(others) == ()
    assert spanish.in_english(frozenset(spanish.texts)) == (name,)
    with pytest.raises(TranslationError, match=r"1 message is not translated into Spanish: contact\.line\.name \("):
        spanish.require_translated(frozenset({name}))


def test_the_content_hash_is_that_of_all_words_and_contacts_as_one_json_text(root: Path) -> None:
    session = Session(root)
    for secondary in ("", "ar"):
        words = session.localized("es", secondary=secondary)
        strings = sorted(
            (str(key), text.text, [(span.start, span.end, span.kind, span.value) for span in text.spans])
            for key, text in words.texts.items()
            if is_printed(key.id)
        )
        contacts = {
            (contact.id, contact.kind, contact.display, contact.target)
            for one in (words, *words.others.values())
            for contact in one.contacts.values()
        }
        whole = json.dumps([words.language.tag, strings, sorted(contacts)], ensure_ascii=False, separators=(",", ":"))
        assert words.content_hash() == hashlib.sha256(whole.encode()).hexdigest()


def test_forms_and_english_for_a_reader_of_another_language(small: Path) -> None:
    spanish = Session(small).localized("es")
    assert spanish.forms("help.call") == (Form.TEXT, Form.POSTER, Form.SHORT)
    assert spanish.forms("signs.law") == (Form.TEXT,)
    text = english_for(spanish.campaign, spanish.language, MessageKey("help.say"))
    assert (text.language, text.text) == ("en", "Say: “\u2066Spanish,\u00a0please.\u2069”")


def test_a_keyword_is_what_is_sent_to_its_contact(small: Path) -> None:
    more = """    keyword: HELP
    sourced_on: 2026-11-20
    operator_since: 2025-09-22
"""
    edit(small / "content/contacts.yaml", "kind: phone", "kind: text")
    edit(small / "content/contacts.yaml", "tel:+18883737888", "sms:+18883737888?body=HELP")
    edit(small / "content/contacts.yaml", "    hours: always\n", f"    hours: always\n{more}")
    edit(small / "content/messages/all.yaml", "A law of 2000.", "Send {hotline_keyword}.")
    english = Session(small).localized("en")
    assert english.rich("signs.law").text == "Send \u2066HELP\u2069."
    assert english.rich("signs.law").spans == (Span(6, 10, SpanKind.FOREIGN, "en"),)


def test_an_address_for_a_language_or_a_wider_one_is_shown(small: Path) -> None:
    campaign = Campaign.load(small)
    site = replace(campaign.contacts["site"], displays={"zh": "example.org/zh", "fr": "example.org/fr"}, targets={})
    (fault,) = contact_faults(replace(campaign, contacts={"site": site}), ["en", "zh-Hans", "fra"])
    assert fault.problem == "“fr” is not a language of this campaign, so nothing would show this address."
    assert (fault.source, fault.trail) == (site.source, ("site",))


def test_what_a_base_lacks_is_told_apart_from_what_the_campaign_lacks(small: Path, tmp_path: Path) -> None:
    change(small, "Una ley de 2000.", "")
    change(small, 'msgstr "Línea de ayuda"', 'msgstr ""')
    own = {"content/messages/own.yaml": "messages: {signs.new: {text: A new one.}}\n"}
    folder = layer(tmp_path / "maine", "../small", own, "  languages: [en, es]\n")
    spanish = Session(folder).localized("es", allow_untranslated=True)
    with pytest.raises(CombinedError) as caught:
        spanish.require_translated(spanish.texts)
    of_base, of_own = caught.value.errors
    assert of_base.problem == ("2 messages of the base ../small are not translated: contact.line.name, signs.law.")
    assert of_base.hint == (
        "It belongs into the catalogs of ../small; until then translate it in your own ('flyers translations update'), "
        "or print English in its place (--allow-untranslated)."
    )
    assert of_base.source is None
    assert of_own.problem.startswith("1 message is not translated into Spanish: signs.new (")
    assert of_own.source == Source(SPANISH.as_posix())


def test_words_of_sheets_are_english_in_a_language_that_the_program_does_not_have() -> None:
    spanish, none = sheet_text("sheet.scale", "es"), sheet_text("sheet.scale", "qaa")
    assert (spanish.language, spanish.spans) == ("es", ())
    assert (none.text, none.language) == (sheet_text("sheet.scale", "en").text, "en")
    assert none.spans == (Span(0, len(none.text), SpanKind.FOREIGN, "en"),)
    assert none.message == MessageKey("sheet.scale")


def test_a_language_other_than_that_of_the_messages_needs_a_catalog(small: Path) -> None:
    campaign = Campaign.load(small)
    language = Registry.load(campaign).language("es")
    with pytest.raises(ValueError, match="es has no catalog: only en does without"):
        localize(campaign, language, None, [])
