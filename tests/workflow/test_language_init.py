"""A language is begun: its entry, its measures and its catalog, all or nothing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from flyers.content.campaign import Campaign
from flyers.errors import ContentError, FileAccessError, FontError, UsageError
from flyers.pipeline.session import Session, open_session
from flyers.translation import registry
from flyers.translation.language_data import LanguageHints
from flyers.translation.registry import Registry
from flyers.workflow import new_language
from flyers.workflow.new_language import LanguageInit, init_language

REGISTRY = Path("translations/languages.yaml")
NOTHING = LanguageHints()


def init(folder: Path, tag: str, hints: LanguageHints, *, write: bool = True) -> LanguageInit:
    return init_language(Session(folder), tag, hints, write=write)


def state(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in (folder / "translations").rglob("*") if path.is_file()}


def test_a_language_known_to_cldr_gets_an_entry_fonts_measures_and_a_catalog(printable: Path) -> None:
    before = (printable / REGISTRY).read_text(encoding="utf-8")
    begun = init(printable, "DE", NOTHING)
    text = (printable / REGISTRY).read_text(encoding="utf-8")
    assert text.startswith(before)
    session = Session(printable)
    german = session.registry.language("de")
    assert session.registry.tags[-1] == "de"
    assert (german.autonym, german.english, german.say) == ("Deutsch", "German", "German")
    assert (german.script, str(german.direction), german.fonts) == ("Latn", "ltr", ("noto-sans",))
    assert (german.leading, german.ascent, german.descent, german.size_class) == (1.3, 0.74, 0.22, "latin")
    assert begun.catalog == printable / "translations/de/LC_MESSAGES/flyers.po"
    assert '"Language: de\\n"' in begun.catalog.read_text(encoding="utf-8")
    assert not session.has_translations("de")


def test_a_language_of_the_registry_gets_a_catalog_and_no_second_entry(printable: Path) -> None:
    before = (printable / REGISTRY).read_bytes()
    begun = init(printable, "zh_hans", NOTHING)
    assert begun.entry == ""
    assert (printable / "translations/zh_Hans/LC_MESSAGES/flyers.po").is_file()
    assert (printable / REGISTRY).read_bytes() == before
    with pytest.raises(UsageError, match="has a catalog already"):
        init(printable, "zh-Hans", NOTHING)


@pytest.mark.parametrize(
    ("tag", "autonym", "english", "script", "direction", "fonts"),
    [
        ("fa", "فارسی", "Persian", "Arab", "rtl", ("noto-sans-arabic", "noto-sans")),
        ("ur", "اردو", "Urdu", "Arab", "rtl", ("noto-nastaliq-urdu", "noto-sans")),
        ("pa-Arab", "پنجابی", "Punjabi (Arabic)", "Arab", "rtl", ("noto-nastaliq-urdu", "noto-sans")),
        ("zh-Hant", "繁體中文", "Chinese (Traditional)", "Hani", "ltr", ("noto-sans-tc", "noto-sans")),
        ("ko", "한국어", "Korean", "Hang", "ltr", ("noto-sans-kr", "noto-sans")),
        ("bn", "বাংলা", "Bengali", "Beng", "ltr", ("noto-sans-bengali", "noto-sans")),
        ("sr-Cyrl", "Српски", "Serbian (Cyrillic)", "Cyrl", "ltr", ("noto-sans",)),
        ("pt-BR", "Português", "Portuguese (Brazil)", "Latn", "ltr", ("noto-sans",)),
        ("el", "Ελληνικά", "Greek", "Grek", "ltr", ("noto-sans",)),
    ],
)
def test_names_scripts_directions_and_fonts_of_new_languages(
    root: Path,
    printable: Path,
    tag: str,
    autonym: str,
    english: str,
    script: str,
    direction: str,
    fonts: tuple[str, ...],
) -> None:
    if tag == "zh-Hant":  # the languages that use a Chinese family show which script it is for
        text = (printable / REGISTRY).read_text(encoding="utf-8")
        entry = text.splitlines()[-1].replace("zh-Hans", "yue").replace("noto-sans-sc", "noto-sans-tc")
        (printable / REGISTRY).write_text(f"{text}{entry}\n", encoding="utf-8")
    language = init(printable, tag, NOTHING).language
    found = (language.autonym, language.english, language.script, str(language.direction), language.fonts)
    assert found == (autonym, english, script, direction, fonts)


@pytest.mark.parametrize(
    ("tag", "quotes"),
    [("de", ("„", "“")), ("sv", ("”", "”")), ("el", ("«", "»")), ("nl", ("‘", "’")), ("vi", ("“", "”"))],
)
def test_a_new_language_has_the_quotation_marks_of_cldr(printable: Path, tag: str, quotes: tuple[str, str]) -> None:
    begun = init(printable, tag, NOTHING)
    assert begun.language.quotes == quotes
    assert ("quotes:" in begun.entry) == (tag != "vi")


def test_measures_for_a_new_script_come_from_its_font(printable: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_known_entries", dict)  # as of a script of which the program knows no language
    begun = init(printable, "km", NOTHING)
    assert begun.model == ""
    # The measures of Khmer in the repository's registry were taken from words, by eye.
    assert begun.language.ascent == pytest.approx(0.93, abs=0.25)
    assert begun.language.descent == pytest.approx(0.28, abs=0.25)
    assert begun.language.leading >= 1.3


@pytest.mark.parametrize(
    ("letters", "cap_height", "ascender", "descender", "measures"),
    [
        # Of ten letters the highest mark does not count, nor the deepest.
        ("abcdefghij", 0.4, 1.0, 0.2, (1.3, 0.91, 0.46)),
        ("abcdefghijk", 0.4, 1.0, 0.2, (1.3, 0.91, 0.46)),
        ("abcdefghij", 0.954, 1.1234, 0.3456, (1.47, 0.95, 0.46)),
        ("a", 0.4, 1.0, 0.2, (1.3, 0.4, 0.1)),
        ("?", 0.4, 1.0, 0.2, (1.3, 0.8, 0.2)),
    ],
)
def test_measures_of_a_script_are_those_of_most_letters(
    letters: str, cap_height: float, ascender: float, descender: float, measures: tuple[float, float, float]
) -> None:
    """Each letter of the alphabet is a tenth of an em higher than the one before it, and a twentieth deeper."""
    boxes = {letter: (0.0, -0.05 * n - 0.006, 0.5, 0.1 * n + 0.006) for n, letter in enumerate("abcdefghijk")}
    face = SimpleNamespace(
        ink=boxes.get, nominal_glyph=str, cap_height=cap_height, ascender=ascender, descender=descender
    )
    library: Any = SimpleNamespace(face={"sans:regular": face}.get)
    new: Any = SimpleNamespace(letters=letters)
    found = new_language._measured(new, "sans", library)
    assert (found.leading, found.ascent, found.descent) == measures
    assert (found.fonts, found.optical, found.size_class) == ((), 1.0, "other")


@pytest.mark.parametrize(
    ("tag", "advice"),
    [
        ("ua", "Ukrainian is “uk”."),
        ("iw", "Hebrew is “he”."),
        ("prs", "Dari is “fa-AF”."),
        ("no", "Norwegian Bokmål is “nb”."),
        ("eng", "Edit content/messages."),
        ("sr", "“sr-Cyrl” (Serbian in Cyrillic), “sr-Latn” (Serbian in Latin letters)."),
        ("hmn", "“mww-Latn” (White Hmong)"),
        ("mww", "“mww-Latn” (White Hmong in Latin letters (RPA))"),
        ("de-Latn", "Write “de”."),
        ("zh", "“zh-Hans” (Simplified Chinese), “zh-Hant” (Traditional Chinese)."),
        ("German", "The tag of German is “de”."),
        ("german language", "A tag is a language"),
        ("../es", "A tag is a language"),
        ("", "A tag is a language"),
    ],
)
def test_an_old_wrong_or_ambiguous_tag_is_refused_with_the_right_one(printable: Path, tag: str, advice: str) -> None:
    before = state(printable)
    with pytest.raises(UsageError) as caught:
        init(printable, tag, NOTHING)
    assert advice in caught.value.hint
    assert state(printable) == before


@pytest.mark.parametrize("tag", ["zh", "ZH"])
def test_chinese_is_not_guessed_where_both_scripts_are_known(root: Path, tag: str) -> None:
    session = open_session(root)
    assert {"zh-Hans", "zh-Hant"} <= set(session.registry.tags)
    with pytest.raises(UsageError) as caught:
        init(root, tag, NOTHING, write=False)
    assert "zh-Hans" in str(caught.value)
    assert "zh-Hant" in str(caught.value)


@pytest.mark.parametrize(
    ("tag", "options"),
    [
        ("mam", "--autonym … --english …"),
        ("qug", "--autonym …"),
        ("mh", "--autonym …"),
        ("tl", "--autonym …"),
        ("xx", "--autonym … --english … --script …"),
    ],
)
def test_options_for_what_cldr_does_not_know_are_named(
    printable: Path, monkeypatch: pytest.MonkeyPatch, tag: str, options: str
) -> None:
    monkeypatch.setattr(registry, "_known_entries", dict)
    before = state(printable)
    with pytest.raises(UsageError) as caught:
        init(printable, tag, NOTHING)
    assert f"Add {options}." in caught.value.hint
    assert state(printable) == before


def test_hints_override_cldr(printable: Path) -> None:
    begun = init(printable, "tl", LanguageHints(autonym="Tagalog: wika", english="Tagalog (Philippines)"))
    assert (begun.language.autonym, begun.language.english) == ("Tagalog: wika", "Tagalog (Philippines)")
    assert Registry.load(Campaign.load(printable)).language("tl").script == "Latn"


def test_the_program_knows_the_languages_of_this_repository(printable: Path, root: Path) -> None:
    own = Registry.load(Campaign.load(root))
    (printable / REGISTRY).write_text("languages:\n  en: {}\n", encoding="utf-8")
    shutil.rmtree(printable / "translations/ar")
    shutil.rmtree(printable / "translations/es")
    for tag in own.tags[1:]:
        init(printable, tag, NOTHING)
    begun = Registry.load(Campaign.load(printable))
    assert begun.tags == own.tags
    for language in own:
        assert replace(begun.language(language.tag), source=language.source) == language


def test_measures_of_a_language_come_from_known_ones_of_its_script(printable: Path) -> None:
    begun = init(printable, "mr", NOTHING)  # Marathi, whose script no language of the small campaign has
    assert (begun.model, begun.language.leading, begun.language.optical) == ("hi", 1.45, 1.04)


def test_a_language_may_begin_a_script_whose_code_is_its_name(printable: Path, root: Path) -> None:
    registry = (printable / REGISTRY).read_text(encoding="utf-8")
    assert "Thai" not in registry
    begun = init(printable, "th", NOTHING)
    assert (begun.language.script, begun.language.fonts[0]) == ("Thai", "noto-sans-thai-looped")


def test_an_unknown_script_is_refused(printable: Path) -> None:
    with pytest.raises(UsageError, match="“Latin” is not the code of a script"):
        init(printable, "mam", LanguageHints("Mam", "Mam", "Latin"))


@pytest.mark.parametrize(
    ("tag", "family", "package"),
    [
        ("ta", "Noto Sans Tamil", "@expo-google-fonts/noto-sans-tamil"),
        ("he", "Noto Sans Hebrew", "@expo-google-fonts/noto-sans-hebrew"),
        ("ja", "Noto Sans JP", "@expo-google-fonts/noto-sans-jp"),
        ("bo", "Noto Serif Tibetan", "@expo-google-fonts/noto-serif-tibetan"),
    ],
)
def test_without_a_font_nothing_is_written_and_a_family_is_recommended(
    printable: Path, tag: str, family: str, package: str
) -> None:
    before = state(printable)
    with pytest.raises(FontError) as caught:
        init(printable, tag, NOTHING)
    assert caught.value.exit_code == 5
    assert f"“{family}”" in caught.value.hint
    assert package in caught.value.hint
    assert state(printable) == before


def test_a_family_must_have_every_letter_in_every_face(printable: Path, root: Path) -> None:
    # Noto Nastaliq Urdu, here the only Arabic family, lacks U+06B5 of Sorani.
    (printable / "fonts").unlink()
    shutil.copytree(root / "fonts", printable / "fonts")
    path = printable / "fonts/fonts.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("scripts: [Arab]", "scripts: [Zzzz]", 2), encoding="utf-8")
    before = state(printable)
    with pytest.raises(FontError, match=r"Noto Nastaliq Urdu lacks.*ڵ"):
        init(printable, "ckb", NOTHING)
    assert state(printable) == before


def test_a_registry_with_another_end_is_not_changed(printable: Path) -> None:
    path = printable / REGISTRY
    path.write_text(f"{path.read_text(encoding='utf-8')}more: 1\n", encoding="utf-8")
    before = state(printable)
    with pytest.raises(ContentError):
        init(printable, "de", NOTHING)
    assert state(printable) == before


def test_a_campaign_on_a_base_gets_a_list_of_languages_of_its_own(maine: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(maine, tmp_path / "maine"))
    assert not (folder / REGISTRY).exists()
    begun = init(folder, "de", NOTHING)
    assert (folder / REGISTRY).read_text(encoding="utf-8") == f"languages:\n{begun.entry}"
    assert begun.catalog.is_file()


def test_a_registry_that_cannot_be_written_leaves_no_catalog(printable: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def write(path: Path, data: bytes) -> None:
        if path.name == REGISTRY.name:
            raise FileAccessError("The disk is full.")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    monkeypatch.setattr(new_language, "write_whole", write)
    before = state(printable)
    with pytest.raises(FileAccessError):
        init(printable, "de", NOTHING)
    assert state(printable) == before
    assert not (printable / "translations/de").exists()


@pytest.mark.parametrize("write", [True, False])
def test_a_language_is_begun_while_no_other_command_changes_the_campaign(
    printable: Path, monkeypatch: pytest.MonkeyPatch, write: bool
) -> None:
    session, asked = Session(printable), []

    @contextmanager
    def changing(of: Session, writes: bool) -> Iterator[None]:
        asked.append((of is session, writes))
        yield

    monkeypatch.setattr(Session, "changing", changing)
    init_language(session, "de", NOTHING, write=write)
    assert asked == [(True, write)]
    assert ("de" in session.registry.tags) is write, "it is read again"


def test_a_dry_run_writes_nothing(printable: Path) -> None:
    before = state(printable)
    begun = init(printable, "de", NOTHING, write=False)
    assert begun.entry.startswith("  de:\n    autonym: Deutsch\n")
    assert state(printable) == before


def test_a_new_entry_keeps_the_comments_and_blank_lines_of_the_registry(campaign: Path) -> None:
    before = (campaign / REGISTRY).read_text(encoding="utf-8")
    begun = init(campaign, "de", NOTHING)
    assert (campaign / REGISTRY).read_text(encoding="utf-8") == f"{before}\n{begun.entry}"
