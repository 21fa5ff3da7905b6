"""Possible line breaks: where a reader of the language expects them, and nowhere else."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from unicodedata import category

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from textsamples import HOTLINE, SAMPLES, rich

from flyers.content.markup import SpanKind
from flyers.text.breaks import BreakKind, drawn_end, line_breaks
from flyers.text.characters import grapheme_clusters
from flyers.text.paragraph import Typesetter
from flyers.translation.registry import LineBreakRules


def pieces(text: str, language: str = "en") -> list[str]:
    message = rich(text, language)
    contacts = [(span.start, span.end) for span in message.spans if span.kind is SpanKind.CONTACT]
    places = [
        0,
        *(
            place.position
            for place in line_breaks(message.text, language, contacts, LineBreakRules(whole_words=language == "ko"))
        ),
    ]
    return [message.text[start:end] for start, end in itertools.pairwise(places)]


def test_positions_are_code_points_beyond_the_basic_plane() -> None:
    assert pieces("a \U0001f600 b \U00010400\U00010400 c") == ["a ", "\U0001f600 ", "b ", "\U00010400\U00010400 ", "c"]


@pytest.mark.parametrize("contact", ["{hotline}", "{site}"])
@pytest.mark.parametrize("language", SAMPLES)
def test_a_contact_never_breaks(language: str, contact: str) -> None:
    found = pieces(f"a {contact} b", language)
    assert len(found) == 3
    assert found[1].startswith("\u2066")
    assert found[1].endswith("\u2069 ")


def test_a_contact_with_spaces_never_breaks() -> None:
    text = "call \u2066(203) 555 0100\u2069 now"
    places = [place.position for place in line_breaks(text, "en", [(6, 20)])]
    assert [text[place:] for place in places] == ["\u2066(203) 555 0100\u2069 now", "now", ""]


AROUND = st.text("a1.-/–?:(«„“‘ \u00a0中ーกកက가ع", max_size=4)


@given(
    AROUND,
    st.sampled_from(["00", "中中", "0中"]),
    st.text("x0 -–/.:?()中ก\u00a0", max_size=4),
    AROUND,
    st.sampled_from(list(SAMPLES)),
)
@example("", "中中", "中", "", "zh-Hans")
def test_no_contact_breaks_nor_parts_from_its_isolates(
    before: str, edges: str, contact: str, after: str, language: str
) -> None:
    """Whatever is around it, and whatever is inside."""
    start, end = len(before) + 1, len(before) + len(contact) + 3
    text = f"{before}\u2066{edges[0]}{contact}{edges[1]}\u2069{after}"
    assert text[start - 1 : end + 1] == f"\u2066{edges[0]}{contact}{edges[1]}\u2069"
    places = {place.position for place in line_breaks(text, language, [(start, end)])}
    assert places.isdisjoint(range(start, end + 1))


@pytest.mark.parametrize("language", SAMPLES)
def test_no_break_inside_a_cluster(language: str) -> None:
    message = SAMPLES[language].rich
    edges = {start for start, _ in grapheme_clusters(message.text)} | {len(message.text)}
    assert all(place.position in edges for place in line_breaks(message.text, language))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("你好，世界。再见！「你好」（世界）《书》……好吗？——不；是：", "zh-Hans"),
        ("你好，世界。再見！「你好」（世界）《書》……好嗎？——不；是：", "zh-Hant"),
        ("「あっ」、ーっ々。（ゃ）", "ja"),
        ("你\u200b。好「\u200b你」\u200b，", "zh-Hans"),
    ],
)
def test_no_closing_mark_begins_a_line_and_no_opening_mark_ends_it(text: str, language: str) -> None:
    visible = [piece.strip("\u200b") for piece in pieces(text, language)]
    assert not {piece[0] for piece in visible[1:]} & set("，。！」）》…？；：、ーっ々ゃ")
    assert not {piece[-1] for piece in visible[:-1]} & set("「（《")


def test_a_contact_in_chinese_keeps_its_full_stop() -> None:
    assert pieces("拨打 {hotline}。免费", "zh-Hans") == ["拨", "打 ", f"\u2066{HOTLINE}\u2069。", "免", "费"]


def test_a_line_may_begin_with_a_contact_where_no_space_precedes_it() -> None:
    assert pieces("拨打{hotline}免费", "zh-Hans") == ["拨", "打", f"\u2066{HOTLINE}\u2069", "免", "费"]


def test_an_isolate_begins_on_the_line_of_its_content() -> None:
    text = "说 \u2066中文\u2069。说\u2066A\u2069"
    places = [place.position for place in line_breaks(text, "zh-Hans")]
    lines = [text[start:end] for start, end in itertools.pairwise([0, *places])]
    assert lines == ["说 ", "\u2066中", "文\u2069。", "说", "\u2066A\u2069"]


def test_khmer_breaks_between_the_words_of_the_dictionary() -> None:
    assert pieces("សួស្តីពិភពលោក", "km") == ["សួស្តី", "ពិភពលោក"]


def test_the_translators_zero_width_spaces_override_the_dictionary() -> None:
    assert pieces("សួស្តីពិភព\u200bលោក", "km") == ["សួស្តីពិភព\u200b", "លោក"]
    assert pieces("សួស្តីពិភព\u200bលោក សួស្តីពិភពលោក", "km") == ["សួស្តីពិភព\u200b", "លោក ", "សួស្តី", "ពិភពលោក"]
    assert pieces("ឬធ្វើការ", "km") == ["ឬ", "ធ្វើការ"]
    for before in ("", "ម "):  # a word of one letter too, at the text's start and elsewhere
        assert pieces(f"{before}ឬធ្វើ\u200bការ", "km")[-2:] == ["ឬធ្វើ\u200b", "ការ"]


@pytest.mark.parametrize(
    ("text", "language"), [("ภาษาไทยเป็นภาษา", "th"), ("မြန်မာဘာသာစကား", "my"), ("ພາສາລາວເປັນ", "lo")]
)
def test_other_languages_have_dictionaries(text: str, language: str) -> None:
    assert len(pieces(text, language)) > 1


def test_no_break_after_a_mark_that_joins_the_next_letter() -> None:
    text = "ស\u17d2\u200bត" * 3
    assert all(text[place.position - 1] != "\u17d2" for place in line_breaks(text, "km"))


def test_korean_breaks_between_words_only() -> None:
    assert pieces("도움이 필요하면 전화하세요", "ko") == ["도움이 ", "필요하면 ", "전화하세요"]


def test_a_korean_word_may_begin_with_a_number_a_name_or_a_bracket() -> None:
    assert pieces("만 18세 미만, NGO에서 (경찰)에게", "ko") == ["만 ", "18세 ", "미만, ", "NGO에서 ", "(경찰)에게"]


def test_what_is_not_hangul_breaks_in_korean_as_elsewhere() -> None:
    assert pieces("NGO中国 (中)国 서울-부산, 나/다", "ko") == [
        "NGO", "中", "国 ", "(中)", "国 ", "서울-", "부산, ", "나/", "다",
    ]  # fmt: skip  # several pieces to a line


def test_only_korean_keeps_its_words_whole(
    line_break_rules: Mapping[str, LineBreakRules],
) -> None:
    assert [tag for tag, rules in line_break_rules.items() if rules.whole_words] == ["ko"]


def test_a_particle_stays_with_the_korean_contact_before_it() -> None:
    text = "지금 \u2066911\u2069번으로 전화"
    start = text.index("911")
    breaks = line_breaks(text, "ko", [(start, start + 3)], LineBreakRules(whole_words=True))
    assert [place.position for place in breaks] == [text.index("\u2066"), text.index("전"), len(text)]


def test_amharic_breaks_after_its_word_space() -> None:
    assert pieces("ሰላም፡ዓለም። ሁለት", "am") == ["ሰላም፡", "ዓለም። ", "ሁለት"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("คุณไม่จำเป็นต้องบอกชื่อของคุณ น้ำใจ เก็บหนังสือเดินทางของคุณไว้", "th"),
        ("ທ່ານບໍ່ຈຳເປັນຕ້ອງບອກຊື່ ນ້ຳໃຈ ນາຍຈ້າງຍຶດໜັງສືຜ່ານແດນ", "lo"),
        ("သင့်အလုပ်ရှင်က နိုင်ငံကူးလက်မှတ် သိမ်းထားသလား။ ကုမ္ပဏီ ဥက္ကဋ္ဌ", "my"),
        ("আপনার মালিক ক্ষতি শ্রমিক র‍্যাব", "bn"),
    ],
)
def test_marks_stay_on_their_letters(text: str, language: str) -> None:
    """No piece begins with a mark or with a vowel that is written after its letter."""
    found = pieces(text, language)
    assert len(found) > 2
    assert "".join(found) == text
    for piece in found:
        assert category(piece[0])[0] != "M", piece
        assert piece[0] not in "ะาำะຳະ", piece


def test_leading_vowels_stay_before_their_letters() -> None:
    assert not [piece for piece in pieces("ไม่เป็นไรโทรหาเราได้ เวลาแห่งใจ", "th") if piece.strip()[-1] in "เแโใไ"]
    assert not [piece for piece in pieces("ໂທຫາເຮົາໄດ້ທຸກເວລາ ແຕ່ໃຈ", "lo") if piece.strip()[-1] in "ເແໂໃໄ"]


@pytest.mark.parametrize(
    ("text", "language", "repeated"),
    [("สิ่งต่าง ๆ ที่เกิดขึ้น", "th", "ต่าง ๆ "), ("ຕ່າງໆ ທີ່", "lo", "ຕ່າງໆ "), ("ផ្សេង ៗ ទៀត", "km", "ផ្សេង ៗ ")],
)
def test_a_mark_of_repetition_begins_no_line(text: str, language: str, repeated: str) -> None:
    assert repeated in "|".join(pieces(text, language))
    assert not [piece for piece in pieces(text, language) if piece[0] in "ๆໆៗ"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Praca w Polsce i za granicą", ["Praca ", "w Polsce ", "i za ", "granicą"]),
        (
            "A jeśli boisz się, zadzwoń (o każdej porze)",
            ["A jeśli ", "boisz ", "się, ", "zadzwoń ", "(o każdej ", "porze)"],
        ),
        ("wybierz „a i b”, albo z", ["wybierz ", "„a i b”, ", "albo ", "z"]),
    ],
)
def test_words_tied_by_the_language_never_end_a_line(
    line_break_rules: Mapping[str, LineBreakRules], text: str, found: list[str]
) -> None:
    places = [
        0,
        *(place.position for place in line_breaks(text, "pl", (), LineBreakRules(ties=line_break_rules["pl"].ties))),
    ]
    assert [text[start:end] for start, end in itertools.pairwise(places)] == found


def test_the_typesetter_ties_words_by_the_language_of_the_message(typesetter: Typesetter) -> None:
    spec = SAMPLES["en"].spec
    text = "Pomoc jest w każdym mieście i o każdej porze, a rozmowa z tłumaczem nic nie kosztuje"
    widths = [80 + 3 * step for step in range(80)]

    def ends(language: str) -> set[str]:
        lines = (line for width in widths for line in typesetter.paragraph(rich(text, language), spec, width))
        return {line.text.split()[-1] for line in lines}

    assert not {"w", "i", "o", "a", "z"} & ends("pl")
    assert {"w", "i", "o", "a", "z"} & ends("sq")


def test_ukrainian_and_russian_tie_words(line_break_rules: Mapping[str, LineBreakRules]) -> None:
    for language, text in (("uk", "Робота в Польщі й за кордоном"), ("ru", "Работа в Польше и за границей")):
        places = [
            place.position
            for place in line_breaks(text, language, (), LineBreakRules(ties=line_break_rules[language].ties))
        ]
        assert not [place for place in places if text[place - 2 : place].strip() in ("в", "й", "и")]


@pytest.mark.parametrize(("language", "lines"), [
    ("pt-BR", "alguém |que |não pode"), ("ht", "bagay |ki |pa nòmal"), ("pl", "kto |nie może"), ("fr", "qui |ne peut"),
    ("it", "qualcosa |non va"), ("ru", "если |вы |не наедине"), ("uk", "якщо |ви |не наодинці"),
    ("sq", "diçka |nuk shkon"), ("sq", "Telefononi. |Mos ndërhyni"), ("kea", "algen |ki |ka ten"),
])  # fmt: skip  # several cases to a line
def test_no_line_ends_with_not(line_break_rules: Mapping[str, LineBreakRules], language: str, lines: str) -> None:
    """One did in a rule for safety: “Ask no questions if you are not | in private”."""
    text = lines.replace("|", "")
    places = [
        0,
        *(
            place.position
            for place in line_breaks(text, language, (), LineBreakRules(ties=line_break_rules[language].ties))
        ),
    ]
    assert "|".join(text[start:end] for start, end in itertools.pairwise(places)) == lines


@pytest.mark.parametrize(("language", "text", "found"), [
    ("tr", "Ters giden bir şey mi var?", ["Ters ", "giden ", "bir ", "şey mi ", "var?"]),
    ("tr", "Güvende misiniz? Mi bemol", ["Güvende misiniz? Mi ", "bemol"]), ("ti", "ሰብ ኣሎ ዶ?", ["ሰብ ", "ኣሎ ዶ?"]),
    ("tr", "bir misafir", ["bir ", "misafir"]), ("fa-AF", "دوست شما را کنترول", ["دوست ", "شما را ", "کنترول"]),
    ("hi", "आपके दोस्त को काबू", ["आपके ", "दोस्त को ", "काबू"]),
])  # fmt: skip  # several cases to a line
def test_particles_never_begin_a_line(
    line_break_rules: Mapping[str, LineBreakRules], language: str, text: str, found: list[str]
) -> None:
    breaks = line_breaks(text, language, (), LineBreakRules(particles=line_break_rules[language].particles))
    places = [0, *(place.position for place in breaks)]
    assert [text[start:end] for start, end in itertools.pairwise(places)] == found


def test_an_abbreviation_stays_with_the_next_word(line_break_rules: Mapping[str, LineBreakRules]) -> None:
    text = "Biuro ds. Zwalczania"
    assert [
        place.position for place in line_breaks(text, "pl", (), LineBreakRules(ties=line_break_rules["pl"].ties))
    ] == [6, len(text)]


def test_the_glottal_mark_of_kiche_is_a_letter() -> None:
    assert pieces("Kʼicheʼ tzʼib bʼaqʼ", "quc") == ["Kʼicheʼ ", "tzʼib ", "bʼaqʼ"]


def test_a_zero_width_space_beside_a_no_break_space_parts_nothing() -> None:
    assert pieces("2022\u00a0\u200bခုနှစ် \u200bစာ", "my") == ["2022\u00a0\u200bခုနှစ် \u200b", "စာ"]


@pytest.mark.parametrize("glue", ["\u00a0", "\u202f", "\u2060"])
def test_glue_characters_forbid_a_break(glue: str) -> None:
    assert pieces(f"a{glue}b c") == [f"a{glue}b ", "c"]


def test_kinds_of_breaks() -> None:
    breaks = line_breaks("so\u00adft a\nb\r\nc", "en")
    assert [(place.position, place.kind.value) for place in breaks] == [
        (3, "hyphen"),
        (6, "space"),
        (8, "mandatory"),
        (11, "mandatory"),
        (12, "mandatory"),
    ]
    assert line_breaks("", "en") == ()


def test_dashes_end_lines_and_ranges_stay_together() -> None:
    assert pieces("word\u2014word 9\u20135 pm") == ["word\u2014", "word ", "9\u20135 ", "pm"]


@pytest.mark.parametrize(
    ("line", "drawn"),
    [
        ("word ", "word"),
        ("word\u2069 ", "word\u2069"),
        ("word \u2069", "word"),
        ("word\u200b", "word"),
        ("word\u00ad", "word\u00ad"),
        ("word\u00a0", "word\u00a0"),
        ("字\u3000\n", "字"),
        ("  \n", ""),
    ],
)
def test_trailing_space_is_not_drawn(line: str, drawn: str) -> None:
    assert line[: drawn_end(line, len(line))] == drawn


def test_the_last_break_is_the_end() -> None:
    assert line_breaks("word", "en")[-1].kind is BreakKind.MANDATORY
