"""Words for the crime that mean another one where they stand alone: smuggling, or drug dealing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from flyers.content import markup
from flyers.content.campaign import Campaign
from flyers.content.messages import Words
from flyers.errors import FlyersError, Source
from flyers.findings import Fault
from flyers.pipeline.session import Session
from flyers.translation.checks.findings import Translation, faults
from flyers.translation.registry import Naming, Registry
from flyers.workflow.new_campaign import NewCampaign, begin

ROOT = Path(__file__).resolve().parents[2]
CAMPAIGN = Campaign.load(ROOT)
REGISTRY = Registry.load(CAMPAIGN)

# From the catalogs of November 2026, before a third reader had seen them.
BARE = [
    ("pt-BR", "Não faça perguntas quando o traficante puder estar observando.", "traficante"),
    ("kea", "Si bu ka odja ninhun, inda pode ten tráfiku.", "tráfiku."),
    ("fr", "Ne posez pas de questions quand le trafiquant peut vous observer.", "trafiquant"),
    ("it", "Non faccia domande se il trafficante potrebbe vedere.", "trafficante"),
    ("ht", "Pa poze kesyon lè trafikan an ka ap gade.", "trafikan"),
    ("hi", "जब तस्कर देख सकता हो, तब सवाल न पूछें।", "तस्कर"),
    ("gu", "તસ્કરની નજર હોઈ શકે ત્યારે સવાલ ન પૂછો.", "તસ્કરની"),
    ("bn", "কোনো লক্ষণ না দেখলেও পাচার হতে পারে।", "পাচার"),
    ("ne", "बेचबिखनकर्ताले हेरिरहेको हुन सक्छ।", "बेचबिखनकर्ताले"),
    ("pa-Guru", "ਜਦੋਂ ਤਸਕਰ ਦੀ ਨਜ਼ਰ ਹੋ ਸਕਦੀ ਹੈ, ਉਦੋਂ ਸਵਾਲ ਨਾ ਪੁੱਛੋ।", "ਤਸਕਰ"),
    ("ur", "یہ انسانی اسمگلنگ ہو سکتی ہے۔", "اسمگلنگ"),
    ("fa-AF", "قاچاقبران انسان به نفع خود از مردم بهره‌کشی می‌کنند.", "قاچاقبران"),
    ("ps", "**د جبري کار لپاره قاچاق:** په زور", "قاچاق:"),
]
IN_FULL = [
    ("pt-BR", "O **Tráfico de\u00a0Pessoas** é crime."),
    ("kea", "Tráfiku di pesoas é un krimi."),
    ("fr", "Les trafiquants d’êtres humains"),
    ("ht", "Trafik moun se yon krim. Trafikan moun yo"),
    ("hi", "मानव तस्करी एक अपराध है। मानव तस्कर"),
    ("bn", "মানব পাচারের লক্ষণ"),
    ("ur", "ہیومن ٹریفکنگ کے خلاف"),
    ("ps", "د انسان د قاچاق نښې"),
]


def found(tag: str, text: str) -> list[Fault]:
    english = Words("It could be trafficking.", Source("x"), markup.parse("It could be trafficking."))
    return faults(Translation(text, english, CAMPAIGN.contacts, REGISTRY.language(tag), excused=frozenset({"L111"})))


@pytest.mark.parametrize(("tag", "text", "word"), BARE, ids=[tag for tag, *_ in BARE])
def test_no_remark_excuses_a_name_of_the_crime_that_is_another_crime_alone(tag: str, text: str, word: str) -> None:
    assert f"“{word}” may not stand alone." in [fault.problem for fault in found(tag, text)]


@pytest.mark.parametrize(("tag", "text"), IN_FULL, ids=[tag for tag, _ in IN_FULL])
def test_the_name_in_full_may_have_any_case_ending_and_space(tag: str, text: str) -> None:
    assert found(tag, text) == []


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("La trata (venta de gente) es un crimen.", ("trata", True)),
        ("La **Trata de personas** (venta  de gente)", ("Trata de personas", True)),
        ("La trata de personas es un crimen (venta de gente).", ("trata de personas", False)),
        ("La trata. Trata (venta de gente).", ("trata", False)),
        ("Un crimen (venta de gente).", None),
    ],
)
def test_the_first_name_in_a_text_has_its_gloss_or_not(text: str, first: tuple[str, bool] | None) -> None:
    naming = Naming("trat", ("trata", "trata de personas"), "(venta de gente)")
    assert naming.first_in(text) == first
    assert Naming("trat").first_in(text) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Tratantes aquí", "Tratantes"),
        ("aquí hay tratantes", "tratantes"),
        ("la «maltrata» ya", "«maltrata»"),
        ("la trata y el trato", ""),
        ("trato", ""),
    ],
)
def test_the_word_around_what_stands_alone_is_told(text: str, words: str) -> None:
    assert Naming("trata", ("la trata",)).standing_alone(text) == words


def test_a_word_without_longer_ones_may_stand_nowhere() -> None:
    never = replace(REGISTRY.language("es"), naming=(Naming("coyote"),))
    english = Words("x", Source("x"), markup.parse("x"))
    (fault,) = faults(Translation("Los coyotes", english, {}, never))
    assert str(fault.hint) == "Write another word, or whoever controls the person."


def test_a_campaign_that_flyers_new_began_holds_them_in_words_of_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "maine"
    begin(NewCampaign(folder, "Maine", "Maine", "207-555-0143", "example.org", ["hi"]))
    (folder / "content/messages/own.yaml").write_text("messages:\n  own.line:\n    text: Stop trafficking.\n", "utf-8")
    catalog = folder / "translations/hi/LC_MESSAGES/flyers.po"
    catalog.parent.mkdir(parents=True)
    catalog.write_text('msgctxt "own.line"\nmsgid "Stop trafficking."\nmsgstr "तस्करी रोकें।"\n', "utf-8")
    with pytest.raises(FlyersError, match="“तस्करी” may not stand alone"):
        Session(folder).localized("hi")
    catalog.write_text(catalog.read_text("utf-8").replace("तस्करी", "मानव तस्करी"), "utf-8")
    assert "मानव तस्करी" in Session(folder).localized("hi").plain("own.line")
