"""Each catalog under tests/bad/translation breaks one rule. Its first lines are the message that it must raise.

Every line of the message stands after ``# error: ``, word for word.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from flyers.content.campaign import Campaign
from flyers.content.markup import parse
from flyers.content.messages import Words
from flyers.errors import CombinedError, ContentError, ExitCode, FlyersError, Source, TranslationError, UsageError
from flyers.pipeline.session import Session
from flyers.translation.checks.findings import Translation
from flyers.translation.checks.safety import foreign_contacts
from flyers.translation.registry import Registry, known_languages

BAD = Path(__file__).parents[1] / "bad" / "translation"
CATALOGS = sorted(path.stem for path in BAD.glob("*.po"))
UNTRANSLATED = {"fuzzy", "missing", "empty", "stale", "obsolete-only"}


@pytest.fixture
def campaign(small: Path) -> Campaign:
    shutil.copy(BAD / "messages.yaml", small / "content" / "messages" / "all.yaml")
    return Campaign.load(small)


def complete(folder: Path, tag: str) -> None:
    """Localize as for a piece that says everything."""
    localized = Session(folder).localized(tag)
    try:
        localized.require_translated(localized.texts)
    except FlyersError as error:
        raise error.within(tag) from None


def install(campaign: Campaign, data: bytes) -> None:
    (campaign.folder / "translations" / "es" / "LC_MESSAGES" / "flyers.po").write_bytes(data)


@pytest.mark.parametrize("name", CATALOGS)
def test_a_broken_catalog_raises_exactly_its_message(campaign: Campaign, name: str) -> None:
    data = (BAD / f"{name}.po").read_bytes()
    install(campaign, data)
    expected = "\n".join(line[9:].decode() for line in data.split(b"\n") if line.startswith(b"# error: "))
    with pytest.raises(TranslationError) as caught:
        complete(campaign.folder, "es")
    assert caught.value.exit_code == ExitCode.TRANSLATION == 4
    assert str(caught.value) == expected


def test_no_broken_catalog_is_lost() -> None:
    assert len(CATALOGS) >= 55


@pytest.mark.parametrize("name", sorted(set(CATALOGS) - UNTRANSLATED))
def test_allowing_untranslated_messages_relaxes_no_rule(campaign: Campaign, name: str) -> None:
    install(campaign, (BAD / f"{name}.po").read_bytes())
    with pytest.raises(TranslationError):
        Session(campaign.folder).localized("es", allow_untranslated=True)


def test_all_faults_of_a_catalog_are_reported_together(campaign: Campaign) -> None:
    text = (BAD / "bold-tag.po").read_text(encoding="utf-8").replace("al {hotline} o", "o")
    install(campaign, text.encode())
    with pytest.raises(CombinedError) as caught:
        Session(campaign.folder).localized("es")
    assert [error.trail for error in caught.value.errors] == [("es", "campaign.name"), ("es", "contact.line.name")]
    assert caught.value.exit_code == ExitCode.TRANSLATION


def test_a_catalog_of_fifty_megabytes_is_not_read(campaign: Campaign) -> None:
    install(campaign, b"")
    os.truncate(campaign.folder / "translations" / "es" / "LC_MESSAGES" / "flyers.po", 50_000_000)
    with pytest.raises(TranslationError, match=r"^es → translations/es/.*: This file is 50\.0 MB; the most .* is 8 MB"):
        Session(campaign.folder).localized("es")


def test_a_missing_catalog_names_the_command_that_creates_it(campaign: Campaign) -> None:
    with pytest.raises(
        TranslationError, match=r"no catalog for Chinese .* 'flyers translations update --lang zh-Hans' creates"
    ):
        Session(campaign.folder).localized("zh-Hans")


@pytest.mark.parametrize(
    "tag", ["../../x", "..", "", "/etc/passwd", "es/../ar", "es\0", "xx", "es_ES.UTF-8", "arr", "ñ" * 500]
)
def test_an_unknown_tag_never_becomes_a_path(small: Path, tag: str) -> None:
    registry = Registry.load(Campaign.load(small))
    with pytest.raises(UsageError, match="is not the tag or the name of a language") as caught:
        registry.language(tag)
    assert caught.value.exit_code == ExitCode.USAGE == 2
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize(
    ("asked", "meant"), [("spanish", "es"), ("Español", "es"), ("zh", "zh-Hans"), ("zh_CN", "zh-Hans")]
)
def test_a_language_is_known_by_other_names(small: Path, asked: str, meant: str) -> None:
    assert Registry.load(Campaign.load(small)).language(asked).tag == meant


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("  es: {", "  ../../es: {", r":3:3: “../../es” is not a language tag"),
        ("direction: rtl", "direction: right", r":4:\d+: “right” is not one of ltr, rtl\."),
        ("script: Arab", "script: arabic", r":4:\d+: “arabic” is not an ISO 15924 code"),
        ("leading: 1.6", "leading: 16", r":4:\d+: 16 is out of range\. It must be from 1 to 4\."),
        ("fonts: [noto-sans-sc, noto-sans]", "fonts: []", r":5:\d+: This list has 0 items"),
        (
            "size_class: other",
            "sizeclass: other",
            r":4:\d+: The key “sizeclass” is not known .* Did you mean “size_class”\?",
        ),
        ("size_class: other", "size_class: greek", r":4:\d+: “greek” is not one of latin, other, nastaliq\."),
        ("size_class: other", "line_breaks: no, size_class: other", r":4:\d+: “no” is not one of script, words\."),
        ("size_class: other", "ties: [w szkole], size_class: other", r":4:\d+: “w szkole” is not one word"),
        ("size_class: other", "ties: [w, w], size_class: other", r":4:\d+: “w” is in this list twice"),
        ("noto-sans-arabic", "../x", r":4:\d+: “../x” is not a family of fonts/fonts.yaml"),
    ],
)
def test_a_broken_registry_names_the_place_and_the_problem(small: Path, old: str, new: str, message: str) -> None:
    path = small / "translations" / "languages.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentError, match=f"^translations/languages.yaml{message}") as caught:
        Registry.load(Campaign.load(small))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("languages:\n  en: {}\n  es:\n", ":3:6: Nothing is here, but a map is needed."),
        ("languages:\n  en: {}\n  es: Spanish\n", ":3:7: “Spanish” is here, but a map is needed."),
        ("languages: [en, es]\n", ":1:12: A list is here, but a map is needed."),
        ("languages:\n", ":1:1: This file says nothing."),
        ("language: {en: {}}\n", ":1:1: The key “language” is not known here. The keys allowed here are languages."),
        ("languages: {es: {}}\n", ":1:1: The language of the messages, “en”, is not listed here."),
        ("languages:\n  en: {}\n  qaa: {leading: 1.2, ascent: 1}\n",
         ":3:8: This language has no “autonym”, “english”, “script”, “direction”, “fonts”, “descent”, “size_class”."),
    ],
)  # fmt: skip  # several to a line
def test_a_registry_is_a_map_of_maps_with_what_print_needs(small: Path, text: str, message: str) -> None:
    (small / "translations" / "languages.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        Registry.load(Campaign.load(small))
    assert str(caught.value).startswith(f"translations/languages.yaml{message}")


@pytest.mark.parametrize(
    ("key", "taken", "refused"),
    [
        ("leading", ("1", "4"), ("0.99", "4.01")),
        ("ascent", ("0", "4"), ("-0.01", "4.01")),
        ("descent", ("0", "4"), ("-0.01", "4.01")),
        ("optical", ("0.5", "2"), ("0.49", "2.01")),
        ("quotes", ("[«, »]",), ("[«]", "[«, », “]", "[«, ab]")),
        ("fonts", ("[noto-sans]",), ("[]",)),
        ("address", ("[]", "[[tú, te], [usted]]"), ("[[]]", "[[a b]]")),
        ("naming", ("[]", "[{alone: x, within: [x y]}]"), ("[{within: [x y]}]", "[{alone: x, within: [y, y]}]")),
        ("spoken", ("{autonym: x, english: y}",), ("{autonym: x}", "{english: y}")),
        ("line_breaks", ("script", "words"), ("letters",)),
    ],
)
def test_an_entry_of_the_registry_may_be_as_large_as_its_limits(
    small: Path, key: str, taken: tuple[str, ...], refused: tuple[str, ...]
) -> None:
    path, campaign = small / "translations" / "languages.yaml", Campaign.load(small)
    for value in (*taken, *refused):
        path.write_text(f"languages: {{en: {{}}, es: {{{key}: {value}}}}}\n", encoding="utf-8")
        if value in taken:
            assert Registry.load(campaign).tags == ("en", "es")
            continue
        with pytest.raises(FlyersError) as caught:
            Registry.load(campaign)
        assert str(caught.value).startswith("translations/languages.yaml:1:"), value


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Call 1-888-373-7888.", "“1-888-373-7888” is typed by hand"),
        ("See <b>here</b>.", "“<b>” is markup"),
        ("See example.org.", "looks like a web or mail address"),
        (r"Turn \u202e round.", r"U\+202E"),
    ],
)
def test_the_english_obeys_the_same_rules(small: Path, text: str, message: str) -> None:
    path = small / "content" / "messages" / "more.yaml"
    path.write_text(f'messages:\n  more.words: {{text: "{text}"}}\n', encoding="utf-8")
    with pytest.raises(ContentError, match=f"^more.words → content/messages/more.yaml:2:22: .*{message}"):
        Session(small).localized("en")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("www.example.org", "www.example.org"),
        ("See www.example.org/x now.", "www.example.org/x"),
        ("(Http://x) yes", "(http://x)"),
        (f"To a@b{'c' * 29} now", f"a@b{'c' * 29}"),
        (f"To a@b{'c' * 30} now", f"a@b{'c' * 30}"),
        (f"{'c' * 31}@b x", f"{'c' * 31}@b"),
        (f"See {'c' * 30}a@b", f"{'c' * 30}a@b"),
        (f"See {'c' * 31}a@b", f"{'c' * 30}a@b"),
    ],
)
def test_an_address_is_quoted_with_the_word_around_it(text: str, word: str) -> None:
    words = Words("Call.", Source("x"), parse("Call."))
    (fault,) = foreign_contacts(Translation(text, words, {}, known_languages()["es"]))
    assert fault.problem == f"“{word}” looks like a web or mail address."
