"""Script runs and grapheme clusters of the campaign's languages."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icu4py.breakers import CharacterBreaker

from flyers.text.characters import _APART, grapheme_clusters, is_latin, script_runs


def pieces(text: str, default: str) -> list[tuple[str, str]]:
    return [(text[start:end], script) for start, end, script in script_runs(text, default)]


def clusters(text: str) -> list[str]:
    return [text[start:end] for start, end in grapheme_clusters(text)]


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("¿Necesita ayuda? Llame al 1-888-373-7888, las 24 horas.", "Latn"),
        ("هل تحتاج إلى مساعدة؟ اتصل بالرقم ١٢٣، مجانًا.", "Arab"),
        ("کیا آپ کو مدد چاہیے؟ ۲۴ گھنٹے کال کریں۔", "Arab"),
        ("क्या आपको मदद चाहिए? २४ घंटे, 911 पर कॉल करें।", "Deva"),
        ("តើអ្នកត្រូវការជំនួយទេ? សូមទូរស័ព្ទ ៩១១។", "Khmr"),
        ("እርዳታ ይፈልጋሉ? 911 ይደውሉ።", "Ethi"),
        ("您需要帮助吗？请拨打 911。", "Hani"),
        ("Cần giúp đỡ? Gọi 911.", "Latn"),
    ],
)
def test_a_sentence_with_its_digits_and_marks_is_one_run(text: str, script: str):
    assert script_runs(text, script) == [(0, len(text), script)]


@pytest.mark.parametrize(
    ("text", "default", "expected"),
    [
        ("اكتب HELP إلى 233733", "Arab", [("اكتب ", "Arab"), ("HELP ", "Latn"), ("إلى 233733", "Arab")]),
        ("请发短信 HELP。", "Hani", [("请发短信 ", "Hani"), ("HELP", "Latn"), ("。", "Hani")]),
        ("कॉल करें। Call now", "Deva", [("कॉल करें। ", "Deva"), ("Call now", "Latn")]),
        ("ជំនួយ SMS ៩១១", "Khmr", [("ជំនួយ ", "Khmr"), ("SMS ", "Latn"), ("៩១១", "Khmr")]),
        ("እርዳታ (Help) ይደውሉ", "Ethi", [("እርዳታ (", "Ethi"), ("Help", "Latn"), (") ይደውሉ", "Ethi")]),
        ("ラーメンを", "Jpan", [("ラーメン", "Kana"), ("を", "Hira")]),
    ],
)
def test_a_run_ends_where_the_script_changes(text: str, default: str, expected: list[tuple[str, str]]):
    assert pieces(text, default) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("«ب", [("«ب", "Arab")]),  # one letter is enough, and may be the last
        ("abc।ব", [("abc", "Latn"), ("।ব", "Beng")]),
        ("।ব", [("।ব", "Beng")]),  # the danda is shared by many scripts: the following one counts first
        ("कব।", [("क", "Deva"), ("ব।", "Beng")]),  # … and after the last letter the nearest before
        ("ব। क", [("ব। ", "Beng"), ("क", "Deva")]),  # a sentence keeps its danda
    ],
)
def test_a_shared_mark_takes_the_script_of_its_neighbour(text: str, expected: list[tuple[str, str]]):
    assert pieces(text, "Latn") == expected


def test_shared_characters_at_the_start_take_the_following_script():
    assert pieces("24/7: مجانًا", "Latn") == [("24/7: مجانًا", "Arab")]
    assert pieces("(Help) مساعدة", "Arab") == [("(Help) ", "Latn"), ("مساعدة", "Arab")]


@pytest.mark.parametrize(
    ("default", "script"), [("Arab", "Arab"), ("Hans", "Hani"), ("Jpan", "Hani"), ("Kore", "Hang")]
)
def test_a_text_without_letters_has_the_default_script(default: str, script: str):
    assert script_runs("1-888-373-7888 ☎", default) == [(0, 16, script)]


def test_empty_text_has_no_runs():
    assert script_runs("", "Latn") == []


@pytest.mark.parametrize(
    ("text", "default", "expected"),
    [
        # The danda is used with Devanagari, but not with Latin on either side.
        ("911। कॉल", "Latn", [("911। कॉल", "Deva")]),
        ("Call। कॉल", "Latn", [("Call", "Latn"), ("। कॉल", "Deva")]),
        ("कॉल Call।", "Latn", [("कॉल ", "Deva"), ("Call", "Latn"), ("।", "Deva")]),
        ("Call।", "Deva", [("Call", "Latn"), ("।", "Deva")]),
        # Neither the text nor the language has a script that is used with it: it stays in the preceding run.
        ("Call।", "Latn", [("Call।", "Latn")]),
        ("SMS، اتصل", "Latn", [("SMS", "Latn"), ("، اتصل", "Arab")]),
    ],
)
def test_punctuation_of_certain_scripts_takes_one_of_them(text: str, default: str, expected: list[tuple[str, str]]):
    assert pieces(text, default) == expected


@pytest.mark.parametrize(
    ("opener", "closer"),
    [
        ("(", ")"),
        ("[", "]"),
        ("«", "»"),
        ("»", "«"),
        ("“", "”"),
        ("”", "“"),
        ("„", "“"),
        ("\u2329", "\u3009"),
        ("‹", "›"),
    ],
)
def test_closing_punctuation_has_the_script_of_its_opener(opener: str, closer: str):
    text = f"مساعدة {opener}Help{closer} 24"
    assert pieces(text, "Arab") == [(f"مساعدة {opener}", "Arab"), ("Help", "Latn"), (f"{closer} 24", "Arab")]


def test_an_apostrophe_closes_nothing():
    assert pieces("مساعدة don’t", "Arab") == [("مساعدة ", "Arab"), ("don’t", "Latn")]


def test_a_closing_bracket_ends_all_that_was_opened_inside():
    assert pieces("اب (ab [cd) ef] gh", "Arab") == [
        ("اب (", "Arab"),
        ("ab [cd", "Latn"),
        (") ", "Arab"),
        ("ef] gh", "Latn"),
    ]


def test_a_shared_base_takes_the_script_of_its_mark():
    assert pieces("Hi ◌ि", "Latn") == [("Hi ", "Latn"), ("◌ि", "Deva")]
    assert pieces("Hi ◌\u064b", "Arab") == [("Hi ", "Latn"), ("◌\u064b", "Arab")]


def test_a_mark_of_many_scripts_stays_on_its_letter():
    assert script_runs("ש\u0301ש", "Latn") == [(0, 3, "Hebr")]
    assert script_runs("ن\u0651\u064bن", "Latn") == [(0, 4, "Arab")]


def test_isolates_and_joiners_do_not_split_a_run():
    assert script_runs("اتصل \u20661-888-373-7888\u2069 می\u200cخواهم", "Arab") == [(0, 30, "Arab")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("abc", ["a", "b", "c"]),
        ("a\r\nb", ["a", "\r\n", "b"]),
        ("e\u0301a", ["e\u0301", "a"]),
        ("हिन्दी", ["हि", "न्दी"]),
        ("क्षेत्र", ["क्षे", "त्र"]),
        ("ក្រុម", ["ក្រុ", "ម"]),
        ("ကျွန်", ["ကျွ", "န်"]),
        ("ที่นี่", ["ที่", "นี่"]),
        ("ሰላም", ["ሰ", "ላ", "ም"]),
        ("한국", ["한", "국"]),
        ("مجانًا", ["م", "ج", "ا", "نً", "ا"]),
    ],
)
def test_clusters_are_what_readers_perceive_as_characters(text: str, expected: list[str]):
    assert clusters(text) == expected


def test_characters_beyond_the_basic_plane_count_as_one_each():
    assert grapheme_clusters("a😀b") == [(0, 1), (1, 2), (2, 3)]
    assert grapheme_clusters("👨\u200d👩\u200d👧x🇺🇸") == [(0, 5), (5, 6), (6, 8)]
    assert script_runs("😀😀 𞤀𞤣 ab", "Latn") == [(0, 6, "Adlm"), (6, 8, "Latn")]


def test_empty_text_has_no_clusters():
    assert grapheme_clusters("") == []


mixed = st.text(
    alphabet="aé \r\n1،؟۔ابن\u0651\u064b।क्षिកុ្រំ中。ーアあ한ሰ።😀👩\u200d\ufe0f🇺𞤀"
    "()[]«»“”„’\u2329\u3009◌\u0301\u2066\u2069\ue000",
    max_size=40,
)
scripts = st.sampled_from(["Latn", "Arab", "Deva", "Khmr", "Hans", "Jpan"])


@given(mixed)
def test_clusters_cover_the_text(text: str):
    assert "".join(clusters(text)) == text
    assert all(start < end for start, end in grapheme_clusters(text))


@given(mixed, scripts)
def test_runs_cover_the_text_and_never_split_a_cluster(text: str, default: str):
    runs = script_runs(text, default)
    assert "".join(text[start:end] for start, end, _ in runs) == text
    assert {end for _, end, _ in runs} <= {end for _, end in grapheme_clusters(text)}
    assert all(script not in ("", "Zyyy", "Zinh", "Zzzz", "Hans", "Jpan") for _, _, script in runs)
    assert all(first[2] != second[2] for first, second in pairwise(runs))


@given(
    st.text(alphabet="ab é.,1\u0301\u2066\u2069“”()‹›", max_size=12) | st.text(alphabet="क।॥1 ि्त.\u0951", max_size=12),
    scripts,
)
def test_the_shortcut_for_text_of_one_script_agrees_with_the_full_algorithm(text: str, default: str):
    """Appended Georgian disables the shortcut, and doesn't affect the text before it."""
    whole, mixed_with = script_runs(text, default), script_runs(f"{text}\u10d0", default)
    if any(char.isalpha() for char in text):
        assert whole == [(start, min(end, len(text)), script) for start, end, script in mixed_with if start < len(text)]


def test_latin_text_without_marks_has_the_clusters_that_icu_finds():
    chars = [chr(code) for code in range(0x20, 0x3100) if _APART.fullmatch(chr(code))]
    assert len(chars) > 600
    for char in chars:
        beside = "".join(f"{char}{other}" for other in chars)  # before and after every other one
        assert [len(cluster) for cluster in CharacterBreaker(beside, "root")] == [1] * len(beside), hex(ord(char))


def test_latin_letters_are_those_with_marks_too_and_no_phonetic_ones() -> None:
    assert all(map(is_latin, "09azAZªµÀÿıɏḀỿ"))
    assert not any(map(is_latin, "/:٣۳«-ɐἀΑАاअ中 \u0301"))
