"""Bold text, placeholders and braces: what a text is made of, and where its parts are when it is filled in."""

from __future__ import annotations

import pytest

from flyers.content.markup import (
    LRI,
    PDI,
    MarkupError,
    MarkupPiece,
    RichText,
    Span,
    SpanKind,
    assemble,
    parse,
    placeholders,
    without_isolates,
)
from flyers.content.message_key import MessageKey, by_key

KEY = MessageKey("a.b")


def filled(text: str, **fillings: MarkupPiece) -> RichText:
    return assemble(parse(text), fillings, "es", KEY, None)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("", ()),
        ("a {{b}} {{", (MarkupPiece("a {b} {"),)),
        ("**a {b}** c", (MarkupPiece("a ", True), MarkupPiece("b", True, True), MarkupPiece(" c"))),
        ("a**b**{c}", (MarkupPiece("a"), MarkupPiece("b", True), MarkupPiece("c", False, True))),
        ("**{a}**", (MarkupPiece("a", True, True),)),
        ("* <b> &amp; {a_1}", (MarkupPiece("* <b> &amp; "), MarkupPiece("a_1", False, True))),
    ],
)
def test_a_text_is_its_pieces(text: str, pieces: tuple[MarkupPiece, ...]) -> None:
    assert parse(text) == pieces


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a ****", "“****” has no words between its marks."),
        ("**a** ****", "“****” has no words between its marks."),
        ("**a", "“**” begins bold text, and no second “**” ends it."),
        ("a {b", "There is a single “{”; write “{{” for a brace."),
        ("a }", "There is a single “}”; write “}}” for a brace."),
        ("{A}", "“{A}” is not a placeholder; its name has small letters, digits and “_” only."),
        ("{}", "“{}” is not a placeholder;"),
        ("{a}\u0301b", "“**” or a placeholder is before U+0301 and separates it from its letter."),
        ("a**\u0e31b**", "“**” or a placeholder is before U+0E31 and separates it from its letter."),
    ],
)
def test_incomplete_markup_is_refused(text: str, problem: str) -> None:
    with pytest.raises(MarkupError) as caught:
        parse(text)
    assert str(caught.value).startswith(problem)


def test_a_mark_may_begin_a_text_and_follow_its_letter() -> None:
    assert parse("\u0301a **be\u0301**")[0].text == "\u0301a "


def test_placeholders_are_counted() -> None:
    assert placeholders(parse("{a} {b} **{a}**")) == {"a": 2, "b": 1}


def test_a_contact_is_between_isolates_outside_its_span_and_words_are_a_part_of_the_text() -> None:
    rich = filled(
        "{who}: **llame al {line}**",
        who=MarkupPiece("Ellos"),
        line=MarkupPiece("911", kind=SpanKind.CONTACT, value="line"),
    )
    assert rich.text == f"Ellos: llame al {LRI}911{PDI}"
    assert rich.spans == (Span(7, 21, SpanKind.STRONG), Span(17, 20, SpanKind.CONTACT, "line"))
    assert (rich.language, rich.message) == ("es", KEY)
    assert without_isolates(rich.text) == "Ellos: llame al 911"


def test_bold_text_may_end_before_the_text_does() -> None:
    assert filled("**a** b **c** d").spans == (Span(0, 1, SpanKind.STRONG), Span(4, 5, SpanKind.STRONG))


def test_counts_of_pages_move_what_is_behind_them() -> None:
    count = {name: MarkupPiece("1", kind=SpanKind.PAGE, value=name) for name in ("page", "pages")}
    rich = filled(
        "{page} de {pages}: **{line}** x", line=MarkupPiece("911", kind=SpanKind.CONTACT, value="line"), **count
    )
    second = rich.on_page(12, 345)
    assert without_isolates(second.text) == "12 de 345: 911 x"
    assert [(second.text[span.start : span.end], span.kind) for span in second.spans] == [
        ("12", SpanKind.PAGE),
        ("345", SpanKind.PAGE),
        (f"{LRI}911{PDI}", SpanKind.STRONG),
        ("911", SpanKind.CONTACT),
    ]
    assert rich.on_page(1, 1) == rich


def test_texts_by_name_are_texts_by_key() -> None:
    assert by_key({"a.b": 1, "contact:line": 2}) == {KEY: 1, MessageKey.of_contact("line"): 2}
