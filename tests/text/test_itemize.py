"""Itemization: faces, scripts and levels change where a careful typesetter expects it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from textsamples import HOTLINE, SAMPLES, rich

from flyers.content.markup import RichText, Span, SpanKind
from flyers.content.message_key import MessageKey
from flyers.errors import FontError
from flyers.text.bidi import embedding_levels
from flyers.text.fonts import FaceEntry, FontFace, FontLibrary
from flyers.text.itemize import TextItem, itemize, latin_marks, quotes_of_latin


def items(library: FontLibrary, message: RichText, families: tuple[str, ...], base: int = 0, script: str = "Latn"):
    return itemize(message, library, families, "regular", base, script)


def texts_and_faces(message: RichText, items: tuple[TextItem, ...]) -> list[tuple[str, str]]:
    return [(message.text[item.start : item.end], item.face.key) for item in items]


class _WithoutLatin(FontLibrary):
    """Simulates older Noto fonts, which have no Latin letters and digits in other scripts, but spaces and brackets."""

    def face(self, key: str) -> FontFace:
        face = super().face(key)
        if key.startswith("noto-sans-"):
            for code in range(0x30, 0x250):
                if chr(code).isalnum():
                    face._glyphs[chr(code)] = False
        return face


@pytest.fixture
def without_latin(root: Path) -> FontLibrary:
    loaded = FontLibrary.load(root / "fonts")
    return _WithoutLatin(loaded.families, loaded.source)


def test_strong_text_is_bold_and_contacts_are_items_of_their_own(library: FontLibrary) -> None:
    message = rich("Call **now: {hotline}**!")
    assert texts_and_faces(message, items(library, message, ("noto-sans",))) == [
        ("Call ", "noto-sans:regular"),
        ("now: \u2066", "noto-sans:bold"),
        (HOTLINE, "noto-sans:bold"),
        ("\u2069", "noto-sans:bold"),
        ("!", "noto-sans:regular"),
    ]


@pytest.mark.parametrize(
    ("text", "base"), [("عدد ٣٤ من ۱۲", 1), ("عدد ٣٤ من ۱۲", 0), ("عدد٣٤", 0), ("من 12٪ إلى 34", 1)]
)
def test_each_item_has_one_level(library: FontLibrary, text: str, base: int) -> None:
    """Digits of the same script as the letters around them, which run the other way, are items of their own."""
    levels = embedding_levels(text, base)
    found = items(library, rich(text, "ar"), ("noto-sans", "noto-sans-arabic"), base, "Arab")
    assert [levels[at] for item in found for at in range(item.start, item.end)] == list(levels)
    for item in found:
        assert set(levels[item.start : item.end]) == {item.level}


@pytest.mark.parametrize("language", SAMPLES)
def test_a_contact_is_one_left_to_right_latin_item(library: FontLibrary, language: str) -> None:
    sample = SAMPLES[language]
    base = 1 if sample.spec.direction == "rtl" else 0
    found = items(library, sample.rich, sample.spec.families, base, sample.spec.script)
    contacts = [item for item in found if item.contact]
    assert [sample.rich.text[item.start : item.end] for item in contacts] == [HOTLINE, "233733"]
    for item in contacts:
        assert item.level == 2
        assert item.script == "Latn"
        assert item.face.family == "noto-sans", "one design of digits in every language"
        assert item.language == language
        assert item.shaping_language == "en"


@pytest.mark.parametrize("language", SAMPLES)
def test_items_cover_the_text_in_order(library: FontLibrary, language: str) -> None:
    sample = SAMPLES[language]
    found = items(library, sample.rich, sample.spec.families, 0, sample.spec.script)
    assert "".join(sample.rich.text[item.start : item.end] for item in found) == sample.rich.text


def test_fallback_is_chosen_by_cluster(without_latin: FontLibrary) -> None:
    message = rich("លេខ 24 ម៉ោង étẹ\u0301ក", "km")
    found = items(without_latin, message, ("noto-sans-khmer", "noto-sans"), script="Khmr")
    assert texts_and_faces(message, found) == [
        ("លេខ", "noto-sans-khmer:regular"),
        (" 24 ", "noto-sans:regular"),
        ("ម៉ោង", "noto-sans-khmer:regular"),
        (" ", "noto-sans:regular"),
        ("étẹ\u0301", "noto-sans:regular"),
        ("ក", "noto-sans-khmer:regular"),
    ]


def test_a_word_has_one_font_where_one_covers_it(library: FontLibrary) -> None:
    """The Nastaliq font has every letter of the word except U+06B5, a letter of Sorani."""
    assert not library.face("noto-nastaliq-urdu:regular").covers("\u06b5")
    message = rich("کار سا\u06b5ان کار", "ckb")
    stack = ("noto-nastaliq-urdu", "noto-sans-arabic", "noto-sans")
    found = texts_and_faces(message, items(library, message, stack, base=1, script="Arab"))
    assert [text.strip() for text, key in found if key == "noto-sans-arabic:regular"] == ["سا\u06b5ان"]


NOT_LATIN = [language for language, sample in SAMPLES.items() if len(sample.spec.families) > 1]


@pytest.mark.parametrize("language", NOT_LATIN)
@pytest.mark.parametrize("text", ["{0}Polaris{0}", "{0} Polaris 2022 {0}", "{0}1,000{0}", "{0} $5 {0}", "{0}-18{0}"])
def test_latin_and_european_digits_are_the_same_in_every_language(
    library: FontLibrary, language: str, text: str
) -> None:
    """Every other font has ASCII too, in another design or width."""
    sample = SAMPLES[language]
    message = rich(text.format(sample.text[0]), language)
    base = 1 if sample.spec.direction == "rtl" else 0
    found = items(library, message, sample.spec.families, base, sample.spec.script)
    latin = "".join(message.text[item.start : item.end] for item in found if item.face.family == "noto-sans")
    assert latin.strip() == text.format("").strip()


def test_spaces_before_and_after_a_number_are_equally_wide(library: FontLibrary) -> None:
    sample = SAMPLES["ur"]
    found = items(library, sample.rich, sample.spec.families, 1, sample.spec.script)
    beside = [item for item in found if sample.rich.text[item.start : item.end].strip("\u2066\u2069") == " "]
    assert len(beside) == 4
    assert {item.face.family for item in beside} == {"noto-sans"}


def test_quotation_marks_around_a_number_are_those_of_the_script(library: FontLibrary) -> None:
    message = rich("中“911”，中“Hi”，中", "zh-Hans")
    found = items(library, message, ("noto-sans-sc", "noto-sans"), script="Hani")
    assert [text for text, key in texts_and_faces(message, found) if key == "noto-sans:regular"] == ["911", "Hi"]


@pytest.mark.parametrize("text", ["A：“中”，", "A“中”B", "“A”中", "“A中”", "A(中)，", "A：（中B）"])
def test_a_pair_of_marks_has_one_face(library: FontLibrary, text: str) -> None:
    """In “A：“中”，” the first mark follows a mark of Chinese, and the second stands alone in its stretch."""
    message = rich(text, "zh-Hans")
    found = items(library, message, ("noto-sans-sc", "noto-sans"), script="Hani")
    faces = {place: item.face.key for item in found for place in range(item.start, item.end)}
    assert len({faces[place] for place, char in enumerate(message.text) if char in "“”()（）"}) == 1


def test_a_mark_that_closes_in_another_weight_has_a_face_of_it(library: FontLibrary) -> None:
    message = RichText("“中国”A”", "zh-Hans", MessageKey("m"), None, (Span(0, 2, SpanKind.STRONG),))
    found = items(library, message, ("noto-sans-sc", "noto-sans"), script="Hani")
    faces = [(message.text[item.start : item.end], item.face.key) for item in found]
    assert faces[:2] == [("“中", "noto-sans-sc:bold"), ("国”", "noto-sans-sc:regular")]


def test_punctuation_takes_the_font_of_its_neighbours(without_latin: FontLibrary) -> None:
    message = rich("លេខ (203) 555-0100, ក", "km")
    found = items(without_latin, message, ("noto-sans-khmer", "noto-sans"), script="Khmr")
    assert texts_and_faces(message, found) == [
        ("លេខ ", "noto-sans-khmer:regular"),
        ("(203) 555-0100, ", "noto-sans:regular"),
        ("ក", "noto-sans-khmer:regular"),
    ]


def test_a_closing_bracket_takes_the_font_of_the_opening_one(without_latin: FontLibrary) -> None:
    message = rich("ក(ក 12) ក", "km")
    found = items(without_latin, message, ("noto-sans-khmer", "noto-sans"), script="Khmr")
    assert [(text, key.split(":")[0]) for text, key in texts_and_faces(message, found)] == [
        ("ក(ក", "noto-sans-khmer"),
        (" 12", "noto-sans"),
        (") ក", "noto-sans-khmer"),
    ]


def test_a_contact_has_one_face_even_where_a_font_has_part_of_it(without_latin: FontLibrary) -> None:
    message = rich("ក {hotline}", "km")
    found = items(without_latin, message, ("noto-sans-khmer", "noto-sans"), script="Khmr")
    assert (HOTLINE, "noto-sans:regular") in texts_and_faces(message, found)


@pytest.mark.parametrize("char", ["\u200b", "\u200c", "\u200d", "\u2060", "\u00ad", "\u200e", "\ufe0f"])
def test_invisible_characters_never_change_the_font(library: FontLibrary, char: str) -> None:
    message = rich(f"ក{char}ក", "km")
    assert len(items(library, message, ("noto-sans-khmer", "noto-sans"), script="Khmr")) == 1


def test_items_contain_no_line_separators(library: FontLibrary) -> None:
    message = rich("one\ntwo\u2028three")
    assert [text for text, _ in texts_and_faces(message, items(library, message, ("noto-sans",)))] == [
        "one",
        "two",
        "three",
    ]


def test_foreign_spans_carry_their_language(library: FontLibrary) -> None:
    message = RichText("Say español now", "en", MessageKey("m"), None, (Span(4, 11, SpanKind.FOREIGN, "es"),))
    assert [item.language for item in items(library, message, ("noto-sans",))] == ["en", "es", "en"]


def test_a_character_missing_from_the_stack_names_families_that_have_it(library: FontLibrary) -> None:
    message = rich("Call ក", "es", "signs.cut-off/short")
    with pytest.raises(FontError) as error:
        items(library, message, ("noto-sans",))
    assert str(error.value) == (
        "es → signs.cut-off/short → messages.yaml:7: No font has “ក”, U+1780 KHMER LETTER KA; the stack is noto-sans. "
        "Add one of these families to the language's font stack: noto-sans-khmer."
    )


def test_a_character_that_no_family_has_is_named(library: FontLibrary) -> None:
    with pytest.raises(FontError, match=r"U\+1F600 GRINNING FACE.*No font of the campaign has it"):
        items(library, rich("Hi \U0001f600"), ("noto-sans",))


@pytest.mark.parametrize(("contact", "named"), [("ក", "U\\+1780"), ("1\U0001f600", "U\\+1F600 GRINNING FACE")])
def test_a_character_of_a_contact_that_no_font_has_is_named(library: FontLibrary, contact: str, named: str) -> None:
    text = f"Call \u2066{contact}\u2069"
    message = RichText(text, "en", MessageKey("m"), None, (Span(6, len(text) - 1, SpanKind.CONTACT, "hotline"),))
    with pytest.raises(FontError, match=f"No font has .*{named}"):
        items(library, message, ("noto-sans",))


def test_a_contact_of_characters_of_two_fonts_is_an_error(library: FontLibrary) -> None:
    text = "Call \u2066កअ\u2069"
    message = RichText(text, "en", MessageKey("m"), None, (Span(6, len(text) - 1, SpanKind.CONTACT, "hotline"),))
    with pytest.raises(FontError, match="No single font has all of “កअ”"):
        items(library, message, ("noto-sans-khmer", "noto-sans-devanagari"))


def test_a_cluster_that_needs_two_fonts_is_an_error(library: FontLibrary) -> None:
    """A Khmer letter with a Devanagari mark: no font has both, and a cluster is never split."""
    with pytest.raises(FontError, match="No single font has all of"):
        items(library, rich("ក\u0902"), ("noto-sans-khmer", "noto-sans", "noto-sans-devanagari"))


def test_text_that_is_not_normalized_raises_value_error(library: FontLibrary) -> None:
    with pytest.raises(ValueError, match="NFC"):
        items(library, RichText("e\u0301", "en", MessageKey("m")), ("noto-sans",))


def test_a_contact_without_isolates_raises_value_error(library: FontLibrary) -> None:
    message = RichText("اتصل 1-888 الآن", "ar", MessageKey("m"), None, (Span(5, 10, SpanKind.CONTACT, "hotline"),))
    with pytest.raises(ValueError, match="not isolated"):
        items(library, message, ("noto-sans-arabic",), base=1, script="Arab")


def test_a_contact_that_runs_from_right_to_left_raises_value_error(library: FontLibrary) -> None:
    message = RichText("اتصل بنا", "ar", MessageKey("m"), None, (Span(0, 4, SpanKind.CONTACT, "hotline"),))
    with pytest.raises(ValueError, match="not isolated"):
        items(library, message, ("noto-sans-arabic",), base=1, script="Arab")


def test_spans_that_change_nothing_part_no_items(library: FontLibrary) -> None:
    message = rich("Call **now** please")
    assert [(item.start, item.end) for item in itemize(message, library, ("noto-sans",), "bold", 0, "Latn")] == [
        (0, 15)
    ]
    spans = (Span(5, 8, SpanKind.FOREIGN, "en"), Span(8, 15, SpanKind.STRONG), Span(9, 12, SpanKind.STRONG))
    found = items(library, replace(message, spans=spans), ("noto-sans",))
    assert [(item.start, item.end, item.face.key) for item in found] == [
        (0, 8, "noto-sans:regular"), (8, 15, "noto-sans:bold"),
    ]  # fmt: skip  # in one line


def test_the_key_of_an_entry_is_family_and_style(root: Path) -> None:
    entry = FaceEntry("noto-sans", "bold", root, "", FontLibrary.load(root / "fonts").source)
    assert entry.key == "noto-sans:bold"


def test_quotation_marks_around_latin_come_from_its_font(library: FontLibrary) -> None:
    message = rich("ပြောပါ။ “Burmese, please.” နှင့် “မြန်မာ”", "my")
    items = itemize(message, library, ("noto-sans-myanmar", "noto-sans"), "regular", 0, "Mymr")
    faces = {place: item.face.family for item in items for place in range(item.start, item.end)}
    quotes = [place for place, char in enumerate(message.text) if char in "“”"]
    assert [faces[place] for place in quotes] == ["noto-sans", "noto-sans", "noto-sans-myanmar", "noto-sans-myanmar"]


@pytest.mark.parametrize(
    ("language", "family", "text"),
    [
        ("ur", "noto-nastaliq-urdu", "بولیں: ”\u2066Urdu, please.\u2069“ یا ”اردو“"),
        ("ar", "noto-sans-arabic", "قولوا: «\u2066Arabic, please.\u2069» أو «العربية»"),
    ],
)
def test_right_to_left_text_too_takes_quotation_marks_around_latin_from_its_font(
    library: FontLibrary, language: str, family: str, text: str
) -> None:
    """Urdu begins a quotation with the mark that ends one elsewhere."""
    message = rich(text, language)
    found = itemize(message, library, (family, "noto-sans"), "bold", 1, "Arab")
    faces = {place: item.face.key for item in found for place in range(item.start, item.end)}
    quotes = [place for place, char in enumerate(message.text) if char in "“”«»"]
    assert [faces[place] for place in quotes] == ["noto-sans:bold"] * 2 + [f"{family}:bold"] * 2


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("“ab”", "“”"),
        ("”ab“", "”“"),
        ("“က” ab “က”", ""),
        ("”ا“ ab ”ا“", ""),
        ("“က” “ab” «က»", "“”"),
        ("“1”", ""),
        ("“”A”", ""),
    ],
)
def test_a_mark_that_ends_a_quotation_opens_none(text: str, marked: str) -> None:
    assert "".join(char for char, mark in zip(text, quotes_of_latin(text), strict=True) if mark) == marked


def test_a_figure_stays_before_the_latin_words_that_it_begins(library: FontLibrary) -> None:
    message = rich("العنوان 250 Market Street قرب المحطة", "ar")
    items = itemize(message, library, ("noto-sans-arabic", "noto-sans"), "regular", 1, "Arab")
    start, end = message.text.index("250"), message.text.index(" قرب")
    assert {item.level for item in items if item.start < end and item.end > start} == {2}


@pytest.mark.parametrize(("text", "marked"), [
    ("က 5", " 5"), ("5 က", "5 "), ("A က", " "), ("က A", " "), ("က က", ""), ("က\u00a0A", "\u00a0"), ("5\u202fက", "5\u202f"),
    ("က\u2009A", ""), ("$5", "$5"), ("$ 5", " 5"), ("$က", ""), ("€5 က", "€5 "), ("+5", "+5"), ("က-5", "-5"), ("#5", "#5"),
    ("\u21165", "\u21165"), ("\u22125", "\u22125"), ("က-က", ""), ("-A", ""), ("*5", "5"), ("5\u200b က", "5 "), ("$\u20605", "$5"),
    ("၅ က", ""), ("", ""), ("$", ""),
])  # fmt: skip  # several cases to a line
def test_digits_and_what_belongs_to_their_look_are_latin(text: str, marked: str) -> None:
    """Symbols just before a digit, and spaces beside digits and Latin letters, whatever is invisible between them."""
    assert "".join(char for char, mark in zip(text, latin_marks(text), strict=True) if mark) == marked


def test_a_figure_is_not_moved_where_the_paragraph_runs_with_it(library: FontLibrary) -> None:
    """A number with its mark and space goes with Latin words after it, in right-to-left text alone."""
    for text in ("من 250, Market", "من 250. Market", "من 250/ Market", "من 250-  Market"):
        found = itemize(rich(text, "ar"), library, ("noto-sans-arabic", "noto-sans"), "regular", 1, "Arab")
        assert {item.level for item in found if item.end > text.index("2")} == {2}, text
    for text in ("من 250; Market", "من 250 ٣ ع"):
        found = itemize(rich(text, "ar"), library, ("noto-sans-arabic", "noto-sans"), "regular", 1, "Arab")
        assert 1 in {item.level for item in found if item.end > text.index("2")}, text
    found = itemize(rich("to 250 Market", "en"), library, ("noto-sans",), "regular", 0, "Latn")
    assert {item.level for item in found} == {0}
