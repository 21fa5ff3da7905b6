"""Letters, look-alikes, Zawgyi and the two ways of writing Chinese: what is found, and what is accepted."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flyers.content import markup
from flyers.content.campaign import Campaign
from flyers.content.messages import Words
from flyers.errors import Source
from flyers.translation.checks.findings import Translation, faults_of
from flyers.translation.language_data import language_data, letters, rows, script_data
from flyers.translation.registry import Language, Registry

ROOT = Path(__file__).resolve().parents[2]
REGISTRY = Registry.load(Campaign.load(ROOT))
LISTED = [tag for tag in REGISTRY.tags if letters(tag) is not None]


def problems(code: str, tag: str | Language, text: str, english: str = "Help line") -> list[str]:
    words = Words(english, Source("x"), markup.parse(english))
    language = REGISTRY.language(tag) if isinstance(tag, str) else tag
    translation = Translation(unicodedata.normalize("NFC", text), words, {}, language)
    return [fault.problem for fault in faults_of(code, translation)]


@given(st.data())
def test_the_letters_of_a_language_are_accepted(data: st.DataObject) -> None:
    tag = data.draw(st.sampled_from(LISTED))
    own = sorted(letter for letter in letters(tag) if unicodedata.is_normalized("NFC", letter))
    base = [letter for letter in own if unicodedata.category(letter)[0] != "M"]
    text = data.draw(st.text(st.sampled_from([*base, " ", ",", "1", "’", "\u200d"])))
    assert problems("L201", tag, text) == []


@given(st.data())
def test_a_letter_of_another_language_is_named(data: st.DataObject) -> None:
    tag, other = data.draw(st.sampled_from(LISTED)), data.draw(st.sampled_from(LISTED))
    foreign = sorted(letter for letter in letters(other) - letters(tag) if unicodedata.category(letter)[0] == "L")
    if language_data(tag).legacy_encoding or not foreign:  # Zawgyi is reported by another check
        return
    wrong = data.draw(st.sampled_from(foreign))
    if len(unicodedata.normalize("NFC", wrong)) == 1 and unicodedata.is_normalized("NFC", wrong):
        (problem,) = problems("L201", tag, f"18 {wrong} 18")
        assert f"U+{ord(wrong):04X} ({unicodedata.name(wrong)})" in problem


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("ar", "Polaris، رمز QR، رقم 911، ثلاثـة"),
        ("fa-AF", "می‌کنید، سؤال، هیئت، خانۀ، مثلاً"),
        ("ur", "آئیں، فوراً، ہوئے، مؤثر، کیوں"),
        ("ps", "ژوندۍ، ښځې، سړی، لېږئ"),
        ("uk", "комп’ютер і п\u02bcять"),
        ("ru", "за\u0301мок"),
        ("tr", "İstanbul’da ılık IŞIK, hikâye, HİKÂYE, resmî, sükûn"),
        ("vi", "Nguyễn Ỹ"),
        ("ht", "Pàn, fòs, èd, Ayisyen"),
        ("kea", "Nhós, txuba, ê, dja"),
        ("quc", "Kʼicheʼ ajtzʼibʼ"),
        ("mam", "Qyol, tzʼibʼ, ẍi"),
        ("mh", "Kajin M̧ajeļ, n̄an, ļo̧k"),
        ("hi", "ज़िंदगी, ऑफ़िस, क़लम"),
        ("km", "ព័ត៌មាន ក៏ ទៅៗ"),
        ("zh-Hans", "扫QR码，〇号"),
        ("zh-Hans", "\u3400\u9fff\U00020000\U000323af々"),
        ("ko", "QR코드를 스캔하세요"),
        ("en", "café résumé"),
    ],
)
def test_correct_text_has_no_findings(tag: str, text: str) -> None:
    assert [problem for code in ("L201", "L202", "L203", "L204") for problem in problems(code, tag, text)] == []


@pytest.mark.parametrize(
    ("tag", "wrong", "meant"),
    [
        ("fa-AF", "ي", "ی"),
        ("ur", "ك", "ک"),
        ("ur", "ه", "ہ"),
        ("ar", "ی", "ي"),
        ("ar", "گ", ""),
        ("es", "ń", "ñ"),
        ("tr", "þ", "ş"),
        ("vi", "ą", "ạ"),
        ("pl", "č", "c"),
        ("zh-Hans", "ひ", ""),
        ("zh-Hant", "ㄅ", ""),
        ("zh-Hans", "한", ""),
        ("zh-Hans", "\ua000", ""),
        ("zh-Hans", "\U0001b000", ""),
        ("hi", "প", ""),
        ("gu", "क", ""),
        ("pa-Guru", "ক", ""),
        ("my", "ก", ""),
    ],
)
def test_a_wrong_letter_is_reported_with_the_likely_right_one(tag: str, wrong: str, meant: str) -> None:
    language = REGISTRY.language(tag)
    words = Words("Help line", Source("x"), markup.parse("Help line"))
    (fault,) = faults_of("L201", Translation(wrong, words, {}, language))
    assert wrong in fault.problem
    if meant:
        assert f"“{meant}”" in fault.hint
    else:
        assert "Did you mean" not in fault.hint


def test_several_wrong_letters_of_a_text_are_one_fault_that_lists_them() -> None:
    language = REGISTRY.language("tr")
    words = Words("Help line", Source("x"), markup.parse("Help line"))
    (fault,) = faults_of("L201", Translation("Yardým için ñ ve þu", words, {}, language))
    assert fault.problem == (
        "3 of its letters are not letters of Turkish: “ý”, U+00FD (LATIN SMALL LETTER Y WITH ACUTE), in “Yardým”; "
        "“ñ”, U+00F1 (LATIN SMALL LETTER N WITH TILDE), in “ñ”; "
        "“þ”, U+00FE (LATIN SMALL LETTER THORN), in “þu”."
    )
    assert fault.hint == "Did you mean “ı” for “ý”, “n” for “ñ”, “ş” for “þ”?"


def test_a_mixed_word_is_one_fault_and_its_letters_are_not_reported_again() -> None:
    assert problems("L202", "es", "Línеa") == ["“Línеa” mixes letters that look alike: Latin Lína and Cyrillic е."]
    assert problems("L201", "es", "Línеa") == []
    assert problems("L202", "ru", "{hotline}а TVPA", "Call {hotline} (TVPA)") == []


def test_a_cyrillic_word_in_latin_letters_is_reported_unless_the_english_has_it() -> None:
    assert problems("L202", "ru", "c нами") == ["“c” is typed in Latin letters; it looks like “с”."]
    assert problems("L202", "ru", "Xaoc", "XAOC") == []
    assert problems("L202", "ru", "SMS и QR") == []  # S, Q and R look like no Russian letter


BURMESE = (
    "လူကုန်ကူးမှု ဆိုတာ ဘာလဲ။",
    "ဖုန်းဆက်ပါ၊ အခမဲ့ ဖြစ်သည်။",
    "တစ်စုံတစ်ယောက်က သင့်ကို ထိန်းချုပ်နေပါသလား။",
    "အင်္ဂလိပ်လို ပြောပါ၊ ကျွန်ုပ်တို့၏ ဥပဒေ၊ ဧည့်သည်၊ သြဂုတ်၊ ယောက်ျား၊ လက်ျာ။",
    "မိသားစု၊ ရဲ၊ ပတ္တမြား၊ ဝိညာဉ်၊ ဉာဏ်။",
)


@pytest.mark.parametrize("text", BURMESE)
def test_burmese_in_unicode_is_accepted(text: str) -> None:
    assert problems("L203", "my", text) == []
    assert problems("L201", "my", text) == []


@pytest.mark.parametrize(
    "text",
    [
        "ေနာက္",  # the vowel sign before its consonant, and the stacker as asat
        "ျမန္မာ",  # medial ra before its consonant
        "သူ႔ကို ဖုန္း",
        "တစ္ေယာက္",
        "အျပည့္\u1031တယ္",
        "က\u1033န",  # a vowel sign of Mon
        "အ\u1064ဂလိပ္",  # kinzi as a character of its own
    ],
)
def test_zawgyi_is_reported(text: str) -> None:
    (problem,) = problems("L203", "my", text)
    assert "Zawgyi" in problem
    assert problems("L201", "my", text) == [], "told once"


def test_zawgyi_is_quoted_with_four_characters_on_each_side() -> None:
    (problem,) = problems("L203", "my", "ကကကကက\u1033ကကကကက")
    assert problem.startswith("“ကကကက\u1033ကကကက” is in the Zawgyi encoding: in Unicode, U+1033 (")
    (problem,) = problems("L203", "my", "ကက\u1033")
    assert problem.startswith("“ကက\u1033” is in")


def test_more_than_five_wrong_letters_are_another_language() -> None:
    language = REGISTRY.language("es")
    words = Words("Help line", Source("x"), markup.parse("Help line"))
    (five,) = faults_of("L201", Translation("домжу", words, {}, language))
    assert five.problem.startswith("5 of its letters are not letters of Spanish: “д”, U+0434")
    (six,) = faults_of("L201", Translation("домжук дом", words, {}, language))
    assert six.problem == "6 of its letters are not letters of Spanish: д о м ж у к."
    assert six.hint == "Is this text in another language?"


def test_zawgyi_is_a_question_for_burmese_only() -> None:
    assert problems("L203", "th", "ေက") == []
    for letter in "\u1033\u1034\u105a\u1060\u108d":
        assert problems("L201", "my", f"က{letter}") == []
        assert len(problems("L201", "th", letter)) == 1
    for letter in "\u1035\u105b\u105f":
        assert len(problems("L201", "my", f"က{letter}")) == 1


SHARED = "后里台干只系面表了云才"
"""Characters that both ways of writing have, though some have more meanings in one of them."""


def test_characters_of_both_ways_of_writing_chinese_are_accepted() -> None:
    for tag in ("zh-Hans", "zh-Hant"):
        assert problems("L204", tag, SHARED) == []
    assert problems("L204", "zh-Hant", "着厘恒") == problems("L204", "zh-Hans", "後") == []
    assert {row[2] for row in rows("han.txt")} >= {*script_data("Hant").shared, *script_data("Hans").shared}, (
        "an exception is not needed"
    )


def test_simplified_and_traditional_characters_are_distinguished_both_ways() -> None:
    split = [row.split(" ") for row in rows("han.txt")]
    simplified = {found: own for kind, found, own in split if kind == "s"}
    traditional = {found: own for kind, found, own in split if kind == "t"}
    assert len(simplified) > 2500
    assert len(traditional) > 3500
    assert set(simplified).isdisjoint(traditional)
    for one, other in ("热熱", "贩販", "线線", "这這", "国國", "电電", "话話", "门門", "无無", "网網", "说說"):
        assert other in simplified[one]
        assert one in traditional[other]


@pytest.mark.parametrize(
    ("tag", "text", "problem"),
    [
        ("zh-Hant", "请拨打熱線", ["“请” is a simplified character.", "“拨” is a simplified character."]),
        ("zh-Hans", "热線", ["“線” is a traditional character."]),
    ],
)
def test_characters_of_the_other_way_of_writing_are_reported_one_by_one(
    tag: str, text: str, problem: list[str]
) -> None:
    assert problems("L204", tag, text) == problem


@pytest.mark.parametrize(
    ("marks", "problem"),
    [
        ("", ""),
        ("(", "is opened and not closed"),
        (")", "is closed (U+2069) before it is opened"),
        ("()", ""),
        ("(())", ""),
        ("()()", ""),
        ("()(", "is opened and not closed"),  # the first pair says nothing about the second
        ("())(", "is closed (U+2069) before it is opened"),
        (")(", "is closed (U+2069) before it is opened"),
        ("(()", "is opened and not closed"),
    ],
)
def test_every_isolate_is_closed_after_it_is_opened(marks: str, problem: str) -> None:
    for opening in "\u2066\u2067\u2068":
        text = "اتصل".join(["", *marks.replace("(", opening).replace(")", "\u2069"), ""])
        found = problems("L106", "ar", text)
        assert [problem in one for one in found] == [True] * bool(problem), (marks, found)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Una línea ñłñ ya", "ñłñ"),
        ("ł", "ł"),
        ("ya\u00a0baał\u00a0ya", "baał"),
        ("bł bł", "bł"),
        (f"ya {'b' * 20}ł{'c' * 19} ya", f"{'b' * 20}ł{'c' * 19}"),
        (f"ya {'b' * 21}ł{'c' * 20} ya", f"{'b' * 20}ł{'c' * 19}"),
        (f"{'b' * 18}łbł{'c' * 20}", f"{'b' * 18}łbł{'c' * 17}"),
    ],
)
def test_a_letter_is_shown_in_its_word_or_twenty_letters_of_it(text: str, word: str) -> None:
    (problem,) = problems("L201", "es", text)
    assert f"“{word}” has “ł”" in problem
