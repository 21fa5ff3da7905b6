"""Campaigns in layers: which languages of a base a campaign has, and how far each layer says what they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from flyers.content.campaign import Campaign
from flyers.errors import ContentError
from flyers.translation.language_data import SpokenName
from flyers.translation.registry import LineBreakRules, Registry
from own_campaigns import layer


def test_the_nearest_of_three_layers_counts(small: Path, tmp_path: Path) -> None:
    one = "messages:\n  signs.law:\n    text: From the network.\n  signs.sex:\n    text: From the network.\n"
    layer(tmp_path / "network", "../small", {"content/messages/own.yaml": one}, "  languages: [en, es, ar]\n")
    two = "messages:\n  signs.law:\n    text: From Maine.\n"
    folder = layer(tmp_path / "maine", "../network", {"content/messages/own.yaml": two}, "  languages: [en, ar]\n")
    campaign = Campaign.load(folder)
    text = {name: message.forms["text"].text for name, message in campaign.messages.items()}
    assert (text["signs.law"], text["signs.sex"]) == ("From Maine.", "From the network.")
    assert [one.name for one in campaign.layers] == ["", "../network", "../small"]
    registry = Registry.load(campaign)
    assert registry.tags == ("en", "ar")
    assert set(registry.known_tags) == {"en", "es", "ar", "zh-Hans"}


def test_an_entry_of_the_registry_says_only_what_differs(small: Path, tmp_path: Path) -> None:
    own = {"translations/languages.yaml": "languages:\n  es: {leading: 1.9}\n  de: {autonym: Deutsch, english: German,\n"
           "    script: Latn, direction: ltr, fonts: [noto-sans], leading: 1.3, ascent: 0.7, descent: 0.2,\n"
           "    size_class: latin}\n"}  # fmt: skip
    registry = Registry.load(Campaign.load(layer(tmp_path / "maine", "../small", own)))
    assert registry.tags == ("en", "es", "ar", "zh-Hans", "de")
    assert (registry.language("es").leading, registry.language("es").autonym) == (1.9, "Español")


def test_an_entry_says_where_lines_may_end_and_what_is_usual_else(small: Path) -> None:
    entries = (
        "  es: {ties: [No, un], particles: [ya], enclitics: [lo, la], prefixes: [re], words: [Sol],\n"
        "    naming: [{alone: trata, within: [Trata de personas]}], line_breaks: words, say: Castilian}\n"
    )
    (small / "translations/languages.yaml").write_text(f"languages:\n  en: {{}}\n{entries}", encoding="utf-8")
    registry = Registry.load(Campaign.load(small))
    assert registry.line_break_rules["es"] == LineBreakRules(
        ties=frozenset({"no", "un"}),
        particles=frozenset({"ya"}),
        enclitics=frozenset({"lo", "la"}),
        prefixes=frozenset({"re"}),
        words=frozenset({"sol", "trata de personas"}),  # no part of a name ends a line
        whole_words=True,
    )
    assert list(registry.line_break_rules) == ["en", "es"]
    english, spanish = registry
    assert (english.say, spanish.say, english.optical, english.rtl) == ("English", "Castilian", 1.0, False)
    assert (spanish.locale, spanish.catalog_file) == ("es", "translations/es/LC_MESSAGES/flyers.po")


def test_a_key_of_an_entry_is_never_put_together_of_two_layers(small: Path, tmp_path: Path) -> None:
    registry = small / "translations/languages.yaml"
    text = registry.read_text(encoding="utf-8")
    registry.write_text(text.replace("  es: {", "  es: {spoken: {autonym: Habla, english: Talk}, "), encoding="utf-8")
    own = {"translations/languages.yaml": "languages:\n  es: {leading: 1.9}\n"}
    found = Registry.load(Campaign.load(layer(tmp_path / "maine", "../small", own))).language("es")
    assert (found.spoken, found.leading) == (SpokenName("Habla", "Talk"), 1.9)
    own = {"translations/languages.yaml": "languages:\n  es: {spoken: {autonym: Voz}}\n"}
    with pytest.raises(ContentError, match=r"^translations/languages\.yaml:2:16: The key “english” is missing"):
        Registry.load(Campaign.load(layer(tmp_path / "ohio", "../small", own)))


@pytest.mark.parametrize(
    ("tag", "hint"),
    [
        ("fr", "To begin a language, take it out here, then run 'flyers translations init fr'."),
        ("sp", "Did you mean “es”?"),
        ("spanish", "Did you mean “es”?"),
        ("zh-Hant", "Did you mean “zh-Hans”? To begin a language, take it out here, then run"),
    ],
)
def test_a_language_that_the_base_lacks_can_be_begun_or_was_meant_otherwise(
    small: Path, tmp_path: Path, tag: str, hint: str
) -> None:
    """'flyers translations init' reads the campaign too, and had refused it for the same tag."""
    folder = layer(tmp_path / "maine", "../small", more=f"  languages: [en, {tag}]\n")
    with pytest.raises(ContentError) as caught:
        Registry.load(Campaign.load(folder))
    assert caught.value.hint.startswith(hint)
