"""What a screen reader says of a small page, and the words beside its image, written out."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from flyers.content.markup import RichText, Span, SpanKind
from flyers.content.message_key import NO_KEY, MessageKey
from flyers.page.document import Box, Element, TextLine
from flyers.pipeline.images import alt_text, plain_text
from flyers.proof.expectations import SpokenElement, spoken_elements

HOTLINE, SITE = MessageKey.of_contact("hotline"), MessageKey.of_contact("site")
CALL, HELP, FOOT, CROSS = MessageKey("call"), MessageKey("help"), MessageKey("foot"), MessageKey("cross")


def line(message: MessageKey, text: str = "", *, language: str = "es", **more: Any) -> TextLine:
    usual = {"x": 0.0, "y": 0.0, "runs": (), "colour": "black", "ground": "white", "block": "front", "role": "body"}
    return TextLine(
        **usual, message=message, size=9.0, floor=7.0, text=text, language=language, ink=(0, 0, 0, 0), **more
    )


def words(texts: dict[MessageKey, RichText], **numbers: str) -> Any:
    contacts = {name: SimpleNamespace(display=display) for name, display in numbers.items()}
    return SimpleNamespace(
        text=texts.get, contacts=contacts, others={}, contact=lambda name, language: {"": contacts}[language][name]
    )


def rich(key: MessageKey, text: str, *spans: Span) -> RichText:
    return RichText(text, "es", key, spans=spans)


def document(items: list[Any], structure: tuple[Element, ...], *messages: MessageKey) -> Any:
    pages = (SimpleNamespace(items=()), SimpleNamespace(items=tuple(items)))
    return SimpleNamespace(
        structure=Element("Document", structure), pages=pages, language="es", messages=frozenset(messages)
    )


TEXTS = {
    CALL: rich(
        CALL,
        "Llame: Hotline o Crisis Line",
        Span(0, 5, SpanKind.STRONG),
        Span(7, 14, SpanKind.FOREIGN, "en"),
        Span(7, 10, SpanKind.FOREIGN, "fr"),
        Span(14, 17, SpanKind.FOREIGN, "pt"),
        Span(17, 28, SpanKind.FOREIGN, "en"),
    ),
    HELP: rich(HELP, "Ayuda"),
    FOOT: rich(FOOT, "1 de 9", Span(0, 1, SpanKind.PAGE, "page"), Span(5, 6, SpanKind.PAGE, "pages")),
    CROSS: rich(CROSS, "Una cruz"),
}
ITEMS = [
    line(CALL, "Llame: Hotline"),
    line(CALL, "o Crisis Line"),
    line(HOTLINE, "1-888"),
    line(HELP, "Ayuda"),
    line(FOOT, "3 de 4", counts=(3, 4)),
    line(NO_KEY, "noviembre", spaced=True),
    line(NO_KEY, "2026", language="en"),
    Box(0, 0, 1, 1, "red", "front"),
    line(MessageKey("help", language="en"), "Help", language="en"),
    line(CROSS, "Una cruz"),
]
STRUCTURE = (
    Element("H1", items=((1, 0), (1, 1))),
    Element("L", (Element("LI", (Element("Lbl", items=((1, 7),)), Element("LBody", items=((1, 2), (1, 3))))),)),
    Element("Sect", (Element("Figure", items=((1, 7),), alt="A door"),), language="en"),
    Element("Figure", items=((1, 7), (1, 9)), alt="Una cruz roja"),
    Element("Lbl", items=((1, 3),)),
    Element("P", items=((1, 4),), last=True),
    Element("P", items=((1, 5), (1, 6))),
)


def test_every_block_is_read_with_its_words_languages_and_the_tags_around_it() -> None:
    localized = words(TEXTS, hotline="1-888-373")
    assert list(spoken_elements(document(ITEMS, STRUCTURE), localized)) == [
        SpokenElement(
            "H1",
            (
                ("Llame: ", "es"),
                ("Hotline", "en"),
                ("", "es"),
                (" o ", "pt"),
                ("", "es"),
                ("Crisis Line", "en"),
                ("", "es"),
            ),
            around=("Document",),
        ),
        SpokenElement("Lbl", (), actual="•", around=("Document", "L", "LI")),
        SpokenElement("LBody", (("1-888-373", "es"), ("Ayuda", "es")), around=("Document", "L", "LI")),
        SpokenElement("Figure", alt="A door", language="en", around=("Document", "Sect")),
        SpokenElement("Figure", (("Una cruz", "es"),), alt="Una cruz roja", around=("Document",)),
        SpokenElement("Lbl", (("Ayuda", "es"),), around=("Document",)),
        SpokenElement("P", (("3 de 4", "es"),), last=True, around=("Document",)),
        SpokenElement("P", (("noviembre ", "es"), ("2026", "en")), around=("Document",)),
    ]


def test_the_words_beside_an_image_are_its_paragraphs_without_markers_and_small_print() -> None:
    localized = words(TEXTS, hotline="1-888-373")
    shown = document(ITEMS, STRUCTURE, CALL, HELP, CROSS, MessageKey("none"))
    told = ["Llame: Hotline o Crisis Line", "1-888-373Ayuda", "A door", "Una cruz", "noviembre 2026"]
    assert alt_text(shown, localized).splitlines() == told
    told.remove("A door")
    assert plain_text(shown, localized).splitlines() == told
    told.remove("Una cruz")
    assert plain_text(shown, localized, seen_only=["cross", "help", "none"]).splitlines() == told
    assert alt_text(document([], ()), localized) == ""


LRI, PDI = "\u2066", "\u2069"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"Call {LRI}911{PDI} or 1-888-373.", "Call 911 or 1-888-373."),
        ("اتصل 911", f"اتصل {LRI}911{PDI}"),
        ("התקשרו 911", f"התקשרו {LRI}911{PDI}"),
        (f"اتصل {LRI}911{PDI}", f"اتصل {LRI}911{PDI}"),
        ("اتصل 1-888-373", f"اتصل {LRI}1-888-373{PDI}"),
        ("اتصل 9110 أو x911 أو a.org", f"اتصل 9110 أو x911 أو {LRI}a.org{PDI}"),
        ("اتصل axorg أو +9 (11)", f"اتصل axorg أو {LRI}+9 (11){PDI}"),
        ("اتصل 888", "اتصل 888"),
    ],
)
def test_numbers_are_held_together_where_words_run_from_right_to_left_and_only_there(text: str, told: str) -> None:
    """Of two numbers the longer one is found, and an address in one of the other languages on the page too."""
    localized = words({HELP: rich(HELP, text)}, short="888", emergency="911", hotline="1-888-373", abroad="+9 (11)")
    del localized.contacts["short"]
    localized.contacts["part"] = SimpleNamespace(display="1-888")
    localized.others = {"en": words({}, site="a.org")}
    shown = document([line(HELP)], (Element("P", items=((1, 0),)),))
    assert plain_text(shown, localized) == alt_text(shown, localized) == f"{told}\n"
