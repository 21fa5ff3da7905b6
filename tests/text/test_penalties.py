"""Penalties: breaks that disturb readers of a language cost more."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from textsamples import HOTLINE, TEXT_CODE, rich

from flyers.content.campaign import Campaign
from flyers.content.markup import SpanKind
from flyers.text.breaks import Break, BreakKind, begun_sentences, break_costs, line_breaks
from flyers.translation.registry import LineBreakRules, Registry

LINE_BREAK_RULES = Registry.load(Campaign.load(Path(__file__).parents[2])).line_break_rules


def costs(text: str, language: str = "en", display: bool = False) -> dict[str, float]:
    """Return the costs of breaks by the piece before each; breaks that cost 0 are left out."""
    message = rich(text, language)
    line_break_rules = LINE_BREAK_RULES.get(language, LineBreakRules())
    contacts = [(span.start, span.end) for span in message.spans if span.kind is SpanKind.CONTACT]
    breaks = (
        Break(0, BreakKind.MANDATORY),
        *line_breaks(message.text, language, contacts, LineBreakRules(whole_words=line_break_rules.whole_words)),
    )
    found = break_costs(message.text, language, breaks, display, line_break_rules)
    assert len(found) == len(breaks)
    pieces = (message.text[one.position : other.position] for one, other in pairwise(breaks))
    return {piece: cost for piece, cost in zip(pieces, found[1:], strict=True) if cost}


def test_breaks_after_short_words_cost_more() -> None:
    found = costs("Under a contract of a year, (a debt) or not")
    assert found["a "] == found["(a "] > found["of "] == found["or "] > 0
    assert not {"Under ", "contract ", "year, "} & found.keys()


@pytest.mark.parametrize(("text", "language", "word"), [
    ("Es gratis y seguro", "es", "y "), ("Он жил в доме", "ru", "в "), ("¿A quién llamo?", "es", "¿A "),
])  # fmt: skip  # several cases to a line
def test_breaks_after_short_words_cost_more_in_every_alphabet(text: str, language: str, word: str) -> None:
    assert costs(text, language)[word] > 0


def test_a_break_after_the_first_short_word_of_a_sentence_costs() -> None:
    assert costs("Do not try a rescue. You may be hurt.")["You "] > 0
    assert costs("يبقى قوياً. فقد يهدد", "ar")["فقد "] > 0
    assert "can " not in costs("The U.S. can help")


def test_a_number_stays_with_what_it_counts_and_with_the_word_before_it() -> None:
    assert costs("They seem 18 years old, or so") == pytest.approx({"seem ": 0.03, "18 ": 0.03, "or ": 0.02})
    assert "since " not in costs("A law, since 20000 people")
    assert not costs("Call {text} now")


@pytest.mark.parametrize(("text", "expected"), [
    ("They seem 1234 years old", {"seem ": 0.03, "1234 ": 0.03}), ("They seem 12345 years old", {}),
    ("They seem 18 (years) old", {"seem ": 0.03}), ("They seem 18, years old", {"seem ": 0.03}),
    ("They seem 18 40 years old", {"seem ": 0.03, "40 ": 0.03}), ("They seem 18– years old", {"seem ": 0.03}),
    ("Stop. Ana knows", {"Ana ": 0.03}), ("Stop. Anna knows", {}), ("Stop, Ana knows", {}),
    ("Yet we know", {"we ": 0.02}), ("Yet I know", {"I ": 0.03}), ("Yet Ana knows", {}), ("Yet w2 knows", {}),
])  # fmt: skip  # several cases to a line
def test_short_words_and_numbers_are_short_up_to_a_length(text: str, expected: dict[str, float]) -> None:
    assert costs(text) == pytest.approx(expected)


def test_a_hyphen_and_a_break_before_a_dash_cost() -> None:
    found = costs("extra\u00adordinary \u2013 work")
    assert found["extra\u00ad"] > found["ordinary "] > 0


def test_a_hyphen_that_separates_a_few_letters_costs() -> None:
    stump = costs("Вы знаете кого-то", "ru")["кого-"]
    assert stump > costs("словарь русско-английский", "ru")["русско-"] > 0
    assert stump > costs("ipade-deport ang isang tao", "tl")["ipade-"] > 0


@pytest.mark.parametrize(("text", "expected"), [
    ("abc-defgh", {"abc-": 0.05}), ("abcde-fgh", {"abcde-": 0.05}), ("abcd-efgh", {"abcd-": 0.03}),
    ("abcd-(efgh)", {}), ("abcd-(efg)", {}), ("ab\u0301cd\u0301-efgh", {"ab\u0301cd\u0301-": 0.03}),
])  # fmt: skip  # several cases to a line
def test_up_to_three_letters_beside_a_hyphen_are_few(text: str, expected: dict[str, float]) -> None:
    """Marks on them don't count; before a bracket a line may end like anywhere."""
    assert costs(text) == pytest.approx(expected)


def test_marks_and_invisible_characters_make_no_word_longer() -> None:
    assert costs("قوياً. فَقَد يهدد", "ar")["فَقَد "] == 0.03
    assert costs("Yet \u200eI\u200e know")["\u200eI\u200e "] == 0.03


def test_an_abbreviation_of_two_letters_ends_with_a_capital_one() -> None:
    """The stop after a capital letter belongs to an abbreviation, even after a small one."""
    assert "You " not in costs("Ask a PhD. You can")
    assert costs("Ask a Phd. You can")["You "] == 0.03
    assert "You " not in costs("A. You can")


@pytest.mark.parametrize(("text", "expected"), [
    ("บอกช่วย", {"บอก": 0.03}), ("ภาษาช่วย", {"ภาษา": 0.01}), ("ภาษา บอกช่วย", {"บอก": 0.03}), ("ภาษาบอกช่วย", {"ภาษา": 0.01, "บอก": 0.01}),
    ("ภาษา\u200bABC ช่วย", {}), ("ABC\u200bภาษา ช่วย", {}),
])  # fmt: skip  # several cases to a line
def test_a_phrase_has_just_begun_after_its_first_word_of_up_to_three_letters(
    text: str, expected: dict[str, float]
) -> None:
    """In scripts without spaces between words, and there alone."""
    assert costs(text, "th") == pytest.approx(expected)


def test_words_to_be_kept_together_cost_more() -> None:
    text = "Fla: Cape Verdean Creole, please. Óki bu podi"
    start = text.index("Cape")
    together = [(start, text.index(" Óki"))]
    breaks = (Break(0, BreakKind.MANDATORY), *line_breaks(text, "kea"))
    found = break_costs(text, "kea", breaks, display=False, together=together)
    inside = [place.position for place, cost in zip(breaks, found, strict=True) if cost >= 0.1]
    assert inside == [text.index(word) for word in ("Verdean", "Creole", "please")]


@pytest.mark.parametrize(("language", "text", "before"), [
    ("pa-Guru", "ਮਦਦ ਤੋਂ ਬਿਨਾਂ", "ਮਦਦ "), ("gu", "તે મફત છે.", "મફત "), ("ko", "도움을 받을 수 있습니다", "받을 "),
    ("fa-AF", "این رایگان است", "رایگان "), ("ps", "په کور کې اوسېږي", "کور "), ("tr", "Siz de gelin", "Siz "),
    ("hi", "हॉटलाइन पर कॉल करें", "हॉटलाइन "), ("hi", "यह मुफ़्त है।", "मुफ़्त "), ("ur", "ہاٹ لائن {hotline} پر کال", f"\u2066{HOTLINE}\u2069 "),
])  # fmt: skip  # several cases to a line
def test_postpositions_stay_with_their_noun(language: str, text: str, before: str) -> None:
    assert costs(text, language)[before] > 0


@pytest.mark.parametrize(("text", "before", "suffix"), [
    ("ဘယ်တော့မှ မမေးပါနှင့်။ ထို", "ပါ", "နှင့်"), ("လိင်ဆက်ဆံမှုအတွက်", "လိင်ဆက်ဆံ", "မှု"), ("လူများကို အလုပ်", "များ", "ကို "),
])  # fmt: skip  # several cases to a line
def test_suffixes_of_burmese_stay_on_their_word(text: str, before: str, suffix: str) -> None:
    """ပါ နှင့် divided reads as a request with “and” after it, and means “do not”."""
    found = costs(text, "my")
    assert found[before] == 0.07
    assert found.get(suffix, 0) < 0.07


@pytest.mark.parametrize(
    ("language", "clause"),
    [("th", "ถ้าอยากไปจากที่นี่ "), ("lo", "ຖ້າຢາກໄປຈາກບ່ອນນີ້ "), ("km", "បើចង់ចេញ "), ("my", "ထွက်ချင်ရင် ")],
)
def test_headlines_of_scripts_without_word_spaces_had_better_end_a_line_at_a_space(language: str, clause: str) -> None:
    """The space is their comma; where a line ended elsewhere, it stood lost inside the next one."""
    rest = {"th": "คุณไปได้ไหม?", "lo": "ທ່ານໄປໄດ້ບໍ?", "km": "តើអ្នកអាចចេញបានទេ?", "my": "ထွက်လို့ ရပါသလား။"}[language]
    found = costs(clause + rest, language, display=True)
    least = [piece for piece, cost in found.items() if cost < 0]
    assert least
    assert all(piece.endswith(" ") for piece in least)


def test_a_verb_of_daring_stays_with_what_is_dared() -> None:
    """A phrase that the language keeps whole costs more to divide than a suffix that merely stays on its word."""
    assert costs("လက်မခံဝံ့ခြင်း", "my")["ခံ"] > 0.04


def test_a_negation_of_burmese_stays_on_its_verb() -> None:
    found = costs("ဘယ်တော့မှ မမေးပါ", "my")
    assert found["မ"] == max(found.values())


def test_khmer_prefers_to_break_at_spaces() -> None:
    found = costs("នៅពេលណា ការគោរពសាសនា ឬធ្វើ", "km")
    assert all(cost > 0 for piece, cost in found.items() if not piece.endswith(" "))
    assert not [piece for piece in found if piece.endswith(" ")]
    assert found["ឬ"] > min(found.values())


@pytest.mark.parametrize(("language", "text", "before", "prefix"), [
    ("km", "ប្រឆាំងការជួញដូរ", "ប្រឆាំង", "ការ"), ("th", "ต้องการความช่วยเหลือ", "ต้องการ", "ความ"),
])  # fmt: skip  # several cases to a line
def test_a_prefix_that_makes_nouns_stays_on_its_word(language: str, text: str, before: str, prefix: str) -> None:
    assert costs(text, language)[prefix] > costs(text, language)[before]


def test_breaks_inside_chinese_words_cost() -> None:
    found = costs("您也可以拨打热线，报告迹象", "zh-Hans", display=True)
    whole = min(found[inside] for inside in ("热", "报", "迹"))
    assert whole > 0.1
    assert found["拨"] > 0, "a word that the dictionary does not have"
    assert found.get("线，", 0) <= 0


def test_words_that_the_dictionary_divides_are_whole_if_the_registry_has_them() -> None:
    """It has 不对 and 劲; together they are one word, and 的 is not part of it."""
    found = costs("觉得不对劲的时候", "zh-Hans")
    assert found["不"] == found["对"] == max(found.values())
    assert 0 < found["劲"] < found["对"]
    assert costs("觉得不对", "zh-Hans")["不"] < found["不"], "a word of the dictionary may be divided to fill a line"


@pytest.mark.parametrize(
    ("language", "text"), [("zh-Hans", "您想辞掉工作的话，可以"), ("zh-Hant", "您想辭掉工作的話，可以")]
)
def test_a_chinese_if_stays_with_its_clause(language: str, text: str) -> None:
    found = costs(text, language, display=True)
    assert found["作"] > 0 > found[text[7:9]]


def test_such_words_are_whole_in_thai_too() -> None:
    found = costs("ถ้าอยากไปจากที่นี่ คุณไปได้ไหม?", "th")
    assert found["ที่"] == max(found.values())
    assert found["จาก"] < found["ที่"]


@pytest.mark.parametrize(("language", "text"), [
    ("th", "นี่คือการค้ามนุษย์"), ("th", "คนอายุต่ำกว่า"), ("lo", "ນີ້ແມ່ນການຄ້າມະນຸດ"), ("km", "វាជាការជួញដូរមនុស្ស"),
    ("fa-AF", "این می‌تواند قاچاق انسان باشد"), ("ps", "دا د انسان قاچاق کېدای شي"), ("hi", "यह मानव तस्करी हो सकती है"),
    ("pt-BR", "Pode ser tráfico de pessoas"),
])  # fmt: skip  # several cases to a line
def test_the_name_of_the_crime_is_not_divided_for_an_even_margin(language: str, text: str) -> None:
    """The brochure said in Thai that a line is about “trade in ⏎ people”, twice; an evener margin was worth it.

    In Dari the hotline's name was over two lines, of which the first was “national helpline for victims of smuggling”.
    """
    assert max(costs(text, language).values()) == 0.3


def test_running_text_of_chinese_fills_its_lines_at_the_cost_of_words() -> None:
    text = "您也可以拨打热线，报告迹象"
    one_place_in_twenty = 0.05
    inside_words = max(costs(text, "zh-Hans").values())
    assert (2 * one_place_in_twenty) ** 2 < inside_words < (3 * one_place_in_twenty) ** 2


@pytest.mark.parametrize(("text", "last"), [
    ("未满18岁", "18"), ("贩运者", "运"), ("情况紧急。您必须报告", "您"), ("就会觉得劲。不要", "得"),
    ("请拨打{text}", "拨"), ("看到了。这样可能不安全", "样"),
])  # fmt: skip  # several cases to a line
def test_separating_single_characters_costs(text: str, last: str) -> None:
    assert costs(text, "zh-Hans", display=True)[last] >= 0.03


def test_the_translators_zero_width_space_costs_nothing_in_chinese() -> None:
    assert "热" in costs("热线迹象", "zh-Hans")
    assert "热\u200b" not in costs("热\u200b线迹象", "zh-Hans")


def test_breaks_inside_japanese_phrases_cost() -> None:
    found = costs("取引の被害者かもしれない", "ja")
    assert found["引"] > 0
    assert "の" not in found


def test_text_of_other_scripts_has_no_costs_of_chinese_words() -> None:
    assert not costs("Text {text}, please", "en")
    assert TEXT_CODE not in "".join(costs("发短信至{text}（英语）", "zh-Hans"))


def test_display_type_prefers_to_end_lines_with_sentences() -> None:
    text = "Free. Day and night, here. Ask U.S. callers"
    assert all(cost > 0 for cost in costs(text).values())
    found = costs(text, display=True)
    assert found["Free. "] == found["here. "] < found["night, "] < 0
    assert "U.S. " not in found
    assert costs("of it", display=True)["of "] > costs("of it")["of "]
    assert costs("免费。白天都能打。", "zh-Hans", display=True)["费。"] < 0
    burmese = costs("အခမဲ့။ နေစရာ၊ ဆရာဝန်", "my", display=True)
    sentence, clause = (next(cost for piece, cost in burmese.items() if piece.endswith(mark)) for mark in ("။ ", "၊ "))
    assert sentence < clause < 0


def test_a_comma_of_a_list_ends_no_clause() -> None:
    found = costs("If they left, food, water, sleep or rest, it would be hard", display=True)
    assert found["left, "] == found["food, "] == found["water, "] == -0.015
    assert found["rest, "] < -0.015
    assert costs("如果不让吃饭、睡觉，就不对", "zh-Hans", display=True)["饭、"] == -0.015


def test_it_is_known_where_the_last_sentence_before_a_break_begins() -> None:
    text = "Free. Day and night. Call {text} now"
    message = rich(text, "en")
    breaks = (Break(0, BreakKind.MANDATORY), *line_breaks(message.text, "en", [(27, 33)]))
    begins = begun_sentences(message.text, breaks)
    pieces = [message.text[one.position : other.position] for one, other in pairwise(breaks)]
    assert pieces[:4] == ["Free. ", "Day ", "and ", "night. "]
    assert begins == [0, 0, 1, 1, 1, 4, 4, 4]


def test_what_disturbs_more_costs_more() -> None:
    """From words of Thai, which have no spaces, to the words that readers show to others; costs add up to one or two."""
    together = break_costs(
        "a b", "en", (Break(0, BreakKind.MANDATORY), *line_breaks("a b", "en")), False, together=[(0, 3)]
    )
    found = [
        costs("ต้องการความช่วยเหลือ", "th")["ช่วย"],
        costs("Under a contract of a year, or not")["of "],
        costs("Under a contract of a year, or not")["a "],
        costs("हॉटलाइन पर कॉल करें", "hi")["हॉटलाइन "],
        costs("Вы знаете кого-то", "ru")["кого-"],
        costs("extra\u00adordinary \u2013 work")["ordinary "],
        costs("လိင်ဆက်ဆံမှုအတွက်", "my")["လိင်ဆက်ဆံ"],
        costs("ต้องการความช่วยเหลือ", "th")["ความ"],
        costs("extra\u00adordinary \u2013 work")["extra\u00ad"],
        max(costs("คนอายุต่ำกว่า", "th").values()),
        together[1],
    ]
    assert found == pytest.approx([0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.07, 0.08, 0.1, 0.3, 0.4])
    assert costs("ipade-deport ang isang tao", "tl")["ipade-"] == pytest.approx(0.03)


def test_what_disturbs_readers_of_chinese_more_costs_more() -> None:
    """In headings, where each costs twice as much."""

    def heading(text: str, language: str = "zh-Hans") -> dict[str, float]:
        return {piece: cost / 2 for piece, cost in costs(text, language, display=True).items()}

    assert heading("您也可以拨打热线，报告") == pytest.approx(
        {"您": 0.08, "也": 0.12, "可": 0.12, "以": 0.02, "拨": 0.05, "打": 0.02, "热": 0.12, "线，": -0.03, "报": 0.12}
    )
    assert heading("就会觉得劲。不要") == pytest.approx(
        {"就": 0.08, "会": 0.03, "觉": 0.12, "得": 0.08, "劲。": -0.04, "不": 0.12}
    )
    assert heading("看到了。这样可能不安全") == pytest.approx(
        {"看": 0.12, "到": 0.06, "了。": -0.04, "这": 0.12, "样": 0.03, "可": 0.12, "能": 0.02, "不": 0.03, "安": 0.12}
    )
    assert heading("未满18岁") == pytest.approx({"未": 0.08, "18": 0.06})
    assert heading("取引の被害者", "ja") == pytest.approx({"取": 0.12, "引": 0.06, "被": 0.12})
