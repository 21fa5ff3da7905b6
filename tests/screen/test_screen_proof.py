"""Screen files as screen readers, fingers and tired eyes meet them; and what each check of the proof finds in files that
were spoiled in one place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import misled_by_tags
import misled_by_words
import pytest
from screenfiles import FILES, ROOT, TOGETHER, ScreenFile, screen
from screenmutants import MUTANTS, Made

from flyers.content.richtext import Span, SpanKind
from flyers.layout.compose import compose
from flyers.pdf.editions import SCREEN
from flyers.pdf.painter import paint
from flyers.pipeline.expectations import expectation
from flyers.pipeline.session import open_session
from flyers.proof.checks import CHECKS
from flyers.proof.checks.contrast import WHITE, contrast_ratio, required_contrast
from flyers.proof.colours import PdfColour
from flyers.proof.matching import essence
from flyers.proof.reading import read
from flyers.proof.run import proof
from flyers.proof.structure_tree import read_structure

SPOILERS = (misled_by_tags, misled_by_words)
"""Importing one registers what it spoils."""


@pytest.mark.parametrize(("language", "product"), [*FILES, *TOGETHER])
def test_every_file_is_good(language: str, product: str) -> None:
    """Among the rest: text, order, languages, links, contrast and least size of all products in all languages."""
    file = screen(language, product)
    result = proof(file.pdf, file.expectation)
    assert [str(finding) for finding in result.findings] == []


@pytest.mark.parametrize(("language", "product"), FILES)
def test_what_is_expected_is_all_of_it(language: str, product: str) -> None:
    """An expectation that lost something would prove nothing."""
    file = screen(language, product)
    asked = file.expectation
    assert {contact.target for contact in asked.contacts} >= {"tel:+18883737888"}
    assert all(contact.target for contact in asked.contacts)
    said = "".join(element.text for element in asked.elements)
    for message in asked.messages:
        assert message.text in said, message.message
    assert [element.tag for element in asked.elements].count("H1") == 1
    assert "Figure" in [element.tag for element in asked.elements]


@pytest.mark.parametrize(("language", "product"), FILES)
def test_every_code_is_described_by_the_translated_message_that_names_its_contact(language: str, product: str) -> None:
    file = screen(language, product)
    localized = open_session(ROOT).localized(language)
    described = {
        span.value: rich.text
        for message, rich in localized.texts.items()
        if message.startswith("alt.")
        for span in rich.spans
        if span.kind is SpanKind.CONTACT
    }
    alts = [element.alt for element in file.expectation.elements if element.tag == "Figure"]
    codes = {code.target: code.contact for code in file.expectation.codes}
    assert sorted(alts) == sorted(described[contact] for contact in codes.values())


def test_english_that_stands_in_for_a_translation_is_said_to_be_english() -> None:
    session = open_session(ROOT)
    spanish, english = session.localized("es"), session.localized("en")
    borrowed = ("signs.heading", "help.danger", "contact.text-line")
    texts = dict(spanish.texts)
    for message in borrowed:
        rich = english.texts[message]
        texts[message] = replace(rich, spans=(Span(0, len(rich.text), SpanKind.FOREIGN, "en"), *rich.spans))
    mixed, layout = replace(spanish, texts=texts), session.layout("wallet-card")
    document = compose(mixed, layout, session.theme, session.typesetter, session.pictures)
    pdf = paint(document, SCREEN, session.library)
    asked = expectation(document, SCREEN, mixed, smallest_module=layout.smallest_module)
    assert [str(finding) for finding in proof(pdf, asked).findings] == []
    blocks = read_structure(read(pdf)).blocks
    in_english = {essence(block.text) for block in blocks if block.spoken == "en"}
    assert in_english >= {essence(english.plain(message)) for message in borrowed}
    assert len(in_english) == len(borrowed) + 1, "these and the imprint"


def test_contrast_is_that_of_wcag() -> None:
    black, grey = PdfColour("DeviceRGB", (0.0, 0.0, 0.0)), PdfColour("DeviceRGB", (0x76 / 255,) * 3)
    assert contrast_ratio(black, WHITE) == pytest.approx(21)
    assert contrast_ratio(WHITE, grey) == contrast_ratio(grey, WHITE) == pytest.approx(4.54, abs=0.005)
    assert contrast_ratio(PdfColour("DeviceGray", (0.0,)), WHITE) == pytest.approx(21)
    assert contrast_ratio(PdfColour("DeviceCMYK", (0.0, 0.0, 0.0, 1.0)), WHITE) is None
    assert [
        required_contrast(17.9, bold=False),
        required_contrast(18, bold=False),
        required_contrast(13.9, bold=True),
        required_contrast(14, bold=True),
    ] == [
        4.5,
        3,
        4.5,
        3,
    ]


@pytest.mark.parametrize(("which", "codes", "make"), MUTANTS)
def test_what_is_done_to_a_file_is_found(
    which: tuple[str, str], codes: set[str], make: Callable[[ScreenFile], Made]
) -> None:
    file = screen(*which)
    made = make(file)
    pdf, asked = made if isinstance(made, tuple) else (made, file.expectation)
    result = proof(pdf, asked)
    assert set(result.codes) == codes, [str(finding) for finding in result.findings]
    assert not result.ok


def test_the_mutants_of_every_module_are_made() -> None:
    made = {parameters.values[2].__module__ for parameters in MUTANTS}
    assert made == {module.__name__ for module in SPOILERS}


def test_every_check_of_tagged_files_is_broken_by_some_mutant() -> None:
    broken = {code for parameters in MUTANTS for code in parameters.values[1]}
    tagged = {code for code, check in CHECKS.items() if "PDF/UA-1" in check.explanation.standards}
    assert tagged == {code for code in broken if code.startswith("U")}
