"""Screen files for people who use screen readers, touch or high contrast, and mutants for each check of tagged files."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
import screen_mutants_about
import screen_mutants_entries
import screen_mutants_tags
import screen_mutants_words
from screen_mutants import MUTANTS, MutantFile
from screenfiles import FILES, ON_REQUEST, ROOT, TOGETHER, ScreenFile, each, screen

from flyers.content.markup import Span, SpanKind
from flyers.content.message_key import MessageKey
from flyers.layout.compose import compose
from flyers.page.document import Document, TextLine
from flyers.page.editions import SCREEN
from flyers.pdf.painter import paint
from flyers.pipeline.recipe import expectation
from flyers.pipeline.session import open_session
from flyers.proof.checks import CHECKS
from flyers.proof.checks.legibility import WHITE, contrast_ratio, required_contrast
from flyers.proof.matching import essence
from flyers.proof.painted import PdfColour
from flyers.proof.reading import read, read_structure
from flyers.proof.run import proof

pytestmark = pytest.mark.slow

MODULES = (screen_mutants_about, screen_mutants_entries, screen_mutants_tags, screen_mutants_words)
"""Importing one registers its mutants."""


@each([*ON_REQUEST, *TOGETHER])
def test_every_file_is_good(language: str, product: str) -> None:
    """In text, order, languages, links, contrast and smallest size, for all products and languages.

    ``tests/pipeline/test_every_language.py`` proves the usual products in every language.
    """
    file = screen(language, product)
    result = proof(file.pdf, file.expectation)
    assert [str(finding) for finding in result.findings] == []


@each(FILES)
def test_the_expectation_is_complete(language: str, product: str) -> None:
    """An incomplete expectation would prove nothing."""
    file = screen(language, product)
    expected = file.expectation
    assert {placed.contact.target for placed in expected.contacts} >= {"tel:+18883737888"}
    copies = {placed.contact.display for placed in expected.contacts if not placed.is_read}
    assert copies <= {placed.contact.display for placed in expected.contacts if placed.is_read}
    assert _opened(file.document) == [placed.contact.id for placed in expected.contacts if placed.is_read]
    text = "".join(element.text for element in expected.elements)
    for page, line in expected.lines:
        message = expected.message_text(page, line)
        assert message is None or (message in text) != line.running, line.where
    assert [element.tag for element in expected.elements].count("H1") == 1
    assert ("Figure" in [element.tag for element in expected.elements]) >= bool(expected.codes)


def _opened(document: Document) -> list[str]:
    """Return the contacts that a screen reader meets, in the order of drawing: each is a link."""
    waiting, read = [document.structure], set()
    while waiting:
        element = waiting.pop()
        read.update(element.items)
        waiting += element.children
    return [
        contact.contact
        for number, page in enumerate(document.pages)
        for index, item in enumerate(page.items)
        if isinstance(item, TextLine) and (number, index) in read
        for contact in item.contacts
        if contact.begins
    ]


@each(FILES)
def test_every_code_is_described_by_the_message_of_its_contact(language: str, product: str) -> None:
    file = screen(language, product)
    localized = open_session(ROOT).localized(language)
    described = {
        span.value: re.sub("[\u2066-\u2069]", "", rich.text)
        for message, rich in localized.texts.items()
        if message.id.startswith("alt.")
        for span in rich.spans
        if span.kind is SpanKind.CONTACT
    }
    alts = [element.alt for element in file.expectation.elements if element.tag == "Figure"]
    codes = {code.target: code.item.contact for code in file.expectation.codes}
    assert sorted(alts) == sorted(described[contact] for contact in codes.values())


def test_english_in_place_of_a_translation_is_marked_as_english() -> None:
    session = open_session(ROOT)
    spanish, english = session.localized("es"), session.localized("en")
    borrowed = tuple(map(MessageKey, ("signs.heading", "help.danger", "contact.text-line")))
    texts = dict(spanish.texts)
    for message in borrowed:
        rich = english.texts[message]
        texts[message] = replace(rich, spans=(Span(0, len(rich.text), SpanKind.FOREIGN, "en"), *rich.spans))
    mixed, layout = replace(spanish, texts=texts), session.layout("wallet-card")
    document = compose(mixed, layout, session.theme, session.typesetter, session.pictures)
    pdf = paint(document, SCREEN, session.library, 0)
    module = layout.smallest_module
    expected = expectation(document, SCREEN, mixed, session.library, smallest_module=module, moment=0)
    assert [str(finding) for finding in proof(pdf, expected).findings] == []
    blocks = read_structure(read(pdf)).blocks
    in_english = {essence(block.text) for block in blocks if block.language_read == "en"}
    assert in_english >= {essence(english.plain(message.id)) for message in borrowed}
    assert len(in_english) == len(borrowed) + 1, "these and the imprint"


def test_contrast_follows_wcag() -> None:
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
def test_a_mutant_has_exactly_its_codes(
    which: tuple[str, str], codes: set[str], make: Callable[[ScreenFile], MutantFile]
) -> None:
    file = screen(*which)
    made = make(file)
    pdf, expected = made if isinstance(made, tuple) else (made, file.expectation)
    result = proof(pdf, expected)
    # What is visible changes the picture of the page or the places in it too, and an addition is an entry of the file.
    others = {code for code in result.codes if code.startswith("V90") or code == "M605"} - codes
    assert set(result.codes) - others == codes, [str(f) for f in result.findings]
    assert not result.ok


def test_every_module_of_mutants_is_registered() -> None:
    made = {parameters.values[2].__module__ for parameters in MUTANTS}
    assert made == {module.__name__ for module in MODULES}


def test_every_check_of_tagged_files_has_a_mutant() -> None:
    broken = {code for parameters in MUTANTS for code in parameters.values[1]}
    tagged = {code for code, check in CHECKS.items() if "PDF/UA-1" in check.explanation.standards}
    assert tagged == {code for code in broken if code.startswith("U")}
