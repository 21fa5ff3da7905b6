"""The campaign's catalogs pass, and each fault put into one of them is the only finding."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from flyers.content.message_key import MessageKey
from flyers.findings import Severity
from flyers.pipeline.session import open_session
from flyers.translation import po
from flyers.translation.checks.catalog import review
from flyers.translation.checks.findings import EXPLANATIONS, TranslationFinding, excuses

pytestmark = pytest.mark.slow

SESSION = open_session(Path(__file__).resolve().parents[2])
GLOSSARY = SESSION.glossary
STARTED = [tag for tag in SESSION.usual_languages if tag != SESSION.campaign.source_language]

each_language = pytest.mark.parametrize("tag", STARTED)


@cache
def text_of(tag: str) -> str:
    return SESSION.registry.catalog_path(SESSION.registry.language(tag)).read_text(encoding="utf-8")


@cache
def reviewed(tag: str, text: str) -> list[TranslationFinding]:
    return review(SESSION.campaign, SESSION.registry.language(tag), po.read(text, f"{tag}.po"), GLOSSARY)


@each_language
def test_every_catalog_has_only_excused_findings(tag: str) -> None:
    findings = reviewed(tag, text_of(tag))
    assert [str(one) for one in findings if not one.excuse and one.severity != Severity.ADVICE] == []


@each_language
def test_every_excuse_gives_a_reason_in_words(tag: str) -> None:
    for entry in po.read(text_of(tag), tag).entries.values():
        for code, reason in excuses(entry.remarks).items():
            assert EXPLANATIONS[code].excusable
            assert len(reason.split()) >= 3, f"{entry.source}: {reason}"


def replaced(tag: str, context: str, change: Callable[[str], str]) -> str:
    """Return the catalog of *tag* with the translation of *context* changed, on one line."""
    text = text_of(tag)
    start = text.index("msgstr", text.index(f'msgctxt "{context}"'))
    end = text.index("\n\n", start)
    translation = po.read(text, tag).entries[MessageKey.parse(context)].translation
    return f'{text[:start]}msgstr "{change(translation)}"{text[end:]}'


def swap(old: str, new: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        assert old in text, text
        return text.replace(old, new, 1)

    return change


MUTANTS = [
    ("L102", "es", "help.report", swap("{hotline}", "{coalition_site}")),
    ("L102", "ar", "about.sex", swap("**", "")),
    ("L103", "fr", "help.report", swap("Appelez", "<b>Appelez</b>")),
    ("L104", "vi", "signs.intro", lambda text: f"1-888-373-7889 {text}"),
    ("L104", "zh-Hans", "help.heading", lambda text: f"{text}911"),
    ("L105", "ur", "help.heading", lambda text: f"\u202e{text}"),
    ("L106", "ar", "help.heading", lambda text: f"\u2067{text}"),
    ("L107", "hi", "about.sex", swap("18", "16")),
    ("L107", "am", "about.law", swap("2000", "1992")),
    ("L110", "km", "signs.coached", lambda text: f"{text[:-1]}\u200b{text[-1]}"),
    ("L111", "hi", "signs.caveat", swap("मानव तस्करी", "तस्करी")),
    ("L111", "pt-BR", "about.crime", lambda text: f"{text} O tráfico mata."),
    ("L201", "fa-AF", "help.heading", swap("ک", "ك")),
    ("L201", "ur", "help.callers", swap("ہ", "ه")),
    ("L201", "ps", "signs.heading", swap("ک", "ك")),
    ("L201", "ar", "help.heading", lambda text: text + " گ"),
    ("L201", "ru", "signs.heading", lambda text: text + " ї"),
    ("L201", "uk", "signs.heading", lambda text: text + " ы"),
    ("L201", "pl", "help.heading", lambda text: text + " dûm"),
    ("L201", "km", "help.heading", lambda text: text + "ก"),
    ("L201", "hi", "help.heading", lambda text: text + "ক"),
    ("L202", "ru", "help.report", swap("о", "o")),
    ("L202", "uk", "help.report", swap("і", "i")),
    ("L202", "it", "help.heading", lambda text: text + " сasa"),
    ("L204", "zh-Hant", "signs.heading", swap("這", "这")),
    ("L204", "zh-Hans", "help.heading", lambda text: f"{text}電"),
    ("L205", "ne", "about.sex", swap("18", "१८")),
    ("L206", "vi", "help.heading", lambda text: text + " e\u0302"),
    ("L301", "km", "help.danger", lambda text: text.rstrip("។") + "…"),
    ("L301", "zh-Hans", "help.report", swap("。", "")),
    ("L301", "ur", "help.report", lambda text: text.rstrip("۔")),
    ("L302", "es", "help.heading", lambda text: text + " "),
    ("L302", "ht", "help.report", swap(" ", "  ")),
    ("L303", "so", "signs.why/short", lambda text: f"{text} Know the signs. If something feels wrong, report it."),
    ("L303", "ar", "help.heading", lambda text: f"{text} get"),
    ("L307", "ur", "help.say-language", lambda text: text.translate({ord("”"): "“", ord("“"): "”"})),
    ("L307", "pl", "help.say-language", swap("„", "“")),
    ("L307", "fr", "help.say-language", swap("«", "“")),
    (
        "L304",
        "tr",
        "poster.dont.heading",
        lambda text: po.read(text_of("tr"), "").entries[MessageKey("poster.do.heading")].translation,
    ),
    ("L401", "es", "about.heading", swap("trata de personas", "venta de personas")),
    ("L401", "ko", "contact.hotline.name", swap("전국", "국가")),
    ("L402", "es", "help.police-trained", lambda text: f"{text[:-1]} y el tráfico."),
    ("L308", "km", "poster.headline", lambda text: text[:-1] * 3 + text[-1]),
    ("L309", "es", "help.say-language", swap("”", "”.")),
    ("L309", "zh-Hans", "help.say-language/short", swap("”", "”。")),
    ("L402", "ar", "about.crime", lambda text: f"{text} تهريب."),
]


@pytest.mark.parametrize(
    ("code", "tag", "context", "change"), MUTANTS, ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_fault_is_the_only_new_finding(code: str, tag: str, context: str, change: Callable[[str], str]) -> None:
    before = {(finding.code, finding.where) for finding in reviewed(tag, text_of(tag))}
    after = {(finding.code, finding.where) for finding in reviewed(tag, replaced(tag, context, change))}
    assert after - before == {(code, context)}


WHOLE = ("L207", "L305", "L306", "L310", "L311")
"""Codes of a whole catalog, which have tests of their own."""


def test_every_check_of_a_translation_has_a_mutant_of_a_catalog() -> None:
    shown = {code for code, *_ in MUTANTS} | {"L203"}  # tests of letters have the mutants of Burmese
    assert shown >= {code for code in EXPLANATIONS if code[1] in "234" and code not in WHOLE}
