"""The glossary: which terms a message uses, what counts as a form of one, and how a broken file is refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from edits import edit
from flyers.content import markup
from flyers.content.campaign import Campaign
from flyers.content.message_key import Form, MessageKey
from flyers.content.messages import Words
from flyers.errors import ContentError, Source
from flyers.pipeline.session import Session
from flyers.translation.checks.catalog import review, review_entry
from flyers.translation.checks.findings import Translation
from flyers.translation.checks.style import Glossary, Term, read_glossary, term_faults
from flyers.translation.registry import Registry

ROOT = Path(__file__).resolve().parents[2]
CAMPAIGN = Campaign.load(ROOT)
REGISTRY = Registry.load(CAMPAIGN)
GLOSSARY = read_glossary(CAMPAIGN, REGISTRY.tags)

FILE = """\
terms:
  hotline-name:
    english: [National Hotline]
    name: true
    forms: {es: [Línea Nacional]}
  hotline:
    english: [hotline, hot line]
    not_in: [help.danger]
    forms: {es: [línea], ar: [الخط]}
    avoid: {es: [teléfono]}
  polaris: {english: [Polaris], name: true, stays: true, forms: {ar: [بولاريس]}}
"""


@pytest.fixture
def glossary(small: Path) -> Glossary:
    (small / "translations" / "glossary.yaml").write_text(FILE, encoding="utf-8")
    return Session(small).glossary


def words(english: str) -> Words:
    return Words(english, Source("x"), markup.parse(english))


def codes_of(glossary: Glossary, tag: str, english: str, text: str, where: str = "help.call") -> list[str]:
    translation = Translation(text, words(english), CAMPAIGN.contacts, REGISTRY.language(tag), MessageKey.parse(where))
    return [about.code for about, _ in term_faults(translation, glossary)]


def used(glossary: Glossary, english: str, where: str = "help.call") -> list[str]:
    return [term.id for term in glossary.used_in(MessageKey.parse(where), words(english))]


def test_a_term_inside_a_longer_term_does_not_count(glossary: Glossary) -> None:
    assert used(glossary, "The National Hotline") == ["hotline-name"]
    assert used(glossary, "The National Hotline is a hotline") == ["hotline-name", "hotline"]
    assert used(glossary, "a Hot Line, a hotline") == ["hotline"]


def test_a_term_is_a_whole_word_outside_placeholders_and_excluded_messages(glossary: Glossary) -> None:
    assert used(glossary, "hotlines") == used(glossary, "Call {hotline}") == []
    assert used(glossary, "polaris") == [], "a name is written as it is"
    assert used(glossary, "hotline", "help.danger") == used(glossary, "hotline", "help.danger/short") == []


@pytest.mark.parametrize(
    ("tag", "text", "codes"),
    [
        ("es", "Llame a la LÍNEA", []),
        ("es", "Llame a la lí\u00adnea", []),
        ("es", "Llame", ["L401"]),
        ("es", "Llame al teléfono", ["L401", "L402"]),
        ("ar", "بالخَطِّ", []),
        ("fr", "Appelez", []),
    ],
)
def test_a_stem_counts_in_any_case_and_a_language_without_forms_has_no_findings(
    glossary: Glossary, tag: str, text: str, codes: list[str]
) -> None:
    assert codes_of(glossary, tag, "Call the hotline", text) == codes


@pytest.mark.parametrize(
    ("forms", "shown"),
    [("línea", "“línea”"), ("línea, teléfono", "“línea” or “teléfono”"), ("a, b, c", "“a”, “b” or “c”")],
)
def test_the_accepted_words_are_told_as_alternatives(small: Path, forms: str, shown: str) -> None:
    text = FILE.replace("{es: [línea]", f"{{es: [{forms}]").replace("avoid: {es: [teléfono]}", "avoid: {es: [número]}")
    (small / "translations" / "glossary.yaml").write_text(text, encoding="utf-8")
    found = Translation("Un número", words("Call the hotline"), {}, REGISTRY.language("es"), MessageKey("help.call"))
    missing, avoided = (fault.problem for _, fault in term_faults(found, Session(small).glossary))
    assert missing == f"The English has “hotline”, but {shown} is not in the translation."
    assert avoided == f"“número” is not the word for “hotline”, which is {shown}."


def test_a_name_counts_only_if_it_is_exactly_the_same(glossary: Glossary) -> None:
    assert codes_of(glossary, "es", "National Hotline", "la **Línea\u00a0Nacional**") == []
    assert codes_of(glossary, "es", "National Hotline", "la línea nacional") == ["L401"]


def test_a_name_that_stays_is_english_unless_the_language_has_a_form(glossary: Glossary) -> None:
    assert codes_of(glossary, "es", "Polaris", "Polaris") == []
    assert codes_of(glossary, "ar", "Polaris", "Polaris") == ["L401"]
    assert glossary.names("es") == {"Polaris"}
    assert glossary.names("ar") == frozenset()


def test_a_campaign_without_a_glossary_has_an_empty_one(small: Path) -> None:
    assert Session(small).glossary == Glossary()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[help.danger]", "[help.dangr]", r":8:\d+: There is no message “help.dangr”. Did you mean “help.danger”\?"),
        ("forms: {es: [línea], ar", "forms: {ES: [línea], ar", r":9:\d+: “ES” is not a language tag"),
        ("english: [Polaris]", "englisch: [Polaris]", r":11:\d+: The key “englisch” is not known"),
        ("stays: true", "stays: sure", r":11:\d+: “sure” is here, but true or false is needed"),
        ("[teléfono]", "[]", r":10:\d+: This list has 0 items"),
        ("avoid: {es:", "avoid: {zh-Hanz:", r":10:\d+: The campaign has no language “zh-Hanz”. Did you mean “zh-Hans”"),
    ],
)
def test_a_broken_glossary_is_refused_with_the_place(small: Path, old: str, new: str, message: str) -> None:
    assert old in FILE
    (small / "translations" / "glossary.yaml").write_text(FILE.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentError, match=f"^translations/glossary.yaml{message}"):
        _ = Session(small).glossary


# The campaign's own

each_term = pytest.mark.parametrize("term", GLOSSARY.terms, ids=lambda term: term.id)


@each_term
def test_every_term_of_the_campaign_is_used_and_has_only_its_languages(term: Term) -> None:
    assert any(term in GLOSSARY.used_in(where, english) for where, english in CAMPAIGN.words())
    assert set(term.forms) | set(term.avoid) <= set(REGISTRY.tags)


def test_forms_for_a_language_of_another_campaign_are_accepted(small: Path) -> None:
    (small / "translations" / "glossary.yaml").write_text(
        FILE.replace("{es: [línea]", "{zh-Hant: [熱線], pt-BR: [linha], fa-AF: [خط], es: [línea]"), encoding="utf-8"
    )
    (term,) = (term for term in Session(small).glossary.terms if term.id == "hotline")
    assert term.accepted("es")[0] == "línea"


def test_forms_of_a_language_count_for_its_scripts_and_regions(small: Path) -> None:
    (small / "translations" / "glossary.yaml").write_text(FILE.replace("{es: [línea]", "{zh: [热线]"), encoding="utf-8")
    (term,) = (term for term in Session(small).glossary.terms if term.id == "hotline")
    assert term.accepted("zh-Hans") == ("热线",)


@each_term
def test_no_word_is_both_accepted_and_avoided(term: Term) -> None:
    for tag, words_to_avoid in term.avoid.items():
        for word in words_to_avoid:
            for other in GLOSSARY.terms:
                assert not any(word.casefold() in form.casefold() for form in other.accepted(tag)), (tag, word)


def test_one_entry_is_reviewed_by_its_own_checks_and_the_glossary(small: Path, glossary: Glossary) -> None:
    session = Session(small)
    key = MessageKey("help.call")
    language, english = session.registry.language("es"), session.campaign.message(key.id).forms[key.form]
    entry = session.catalog("es").entries[key]
    assert review_entry(session.campaign, language, english, entry, glossary) == []
    changed = replace(entry, translation="  Llame al teléfono  1-888-373-7888", remarks=("ok: L402 It is one.",))
    findings = review_entry(session.campaign, language, english, changed, GLOSSARY)
    assert {finding.code for finding in findings} >= {"L102", "L104"}
    assert {(finding.where, finding.source) for finding in findings} == {("help.call", entry.source)}
    assert all(finding.hint for finding in findings)


def test_the_english_has_the_faults_of_single_texts(small: Path, glossary: Glossary) -> None:
    edit(small / "content/messages/all.yaml", "A law of 2000.", "A  law of 2000.")
    session = Session(small)
    (finding,) = review(session.campaign, session.registry.language("en"), None, glossary)
    assert (finding.code, finding.where, str(finding.source)) == (
        "L302",
        "signs.law",
        str(session.campaign.message("signs.law").forms[Form.TEXT].source),
    )
