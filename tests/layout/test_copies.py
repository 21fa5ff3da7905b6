"""Blocks that stand several times, and blocks in the second of two languages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flyers.page.document import Element
from flyers.page.editions import OFFICE, PRESS, SCREEN
from flyers.proof.run import proof
from flyers.translation.localization import AUTONYM
from turned import add_layout, composed, lines, made, painted, session

LAYOUT = """\
title: document.wallet-card.title
trim: [6in, 4in]
bleed: 0.125in
safe: 0.125in
space: 3pt
smallest_module: 0.4mm
on_request: true
roles:
  headline: {aim: 13pt, floor: 8.5pt, weight: bold, balance: true, tag: H1}
  number:   {aim: 16pt, floor: 9pt, weight: bold}
  body: {aim: 9pt, floor: {latin: 7pt, other: 7pt, nastaliq: 8pt}}
faces:
  - name: front
    ground: paper
    panels:
      - name: front
        padding: 12pt
        gap: 6pt
        blocks:
          - text: {message: card.headline, role: headline}
          - copies:
              count: 5
              gap: 6pt
              blocks:
                - column:
                    rotate: 90
                    height: 2in
                    width: fit
                    gap: 2pt
                    blocks:
                      - contact: {contact: hotline, role: number}
                      - text: {message: language.autonym, role: body}
          - column:
              second: true
              blocks:
                - text: {message: help.danger, role: body}
"""
PRODUCT = "copied"


@pytest.fixture(scope="module", autouse=True)
def _layout() -> None:
    add_layout(PRODUCT, LAYOUT)


def walk(element: Element):
    yield element
    for child in element.children:
        yield from walk(child)


@pytest.mark.parametrize("language", ["en", "ar", "ur", "km", "zh-Hans"])
def test_every_copy_is_printed_and_only_the_first_is_read(language: str) -> None:
    _, document = composed(language, PRODUCT)
    numbers = [
        index
        for index, item in enumerate(document.pages[0].items)
        if "contact:hotline" in str(getattr(item, "message", ""))
    ]
    assert len(numbers) == 5
    read = {index for element in walk(document.structure) for _, index in element.items}
    assert [number in read for number in numbers] == [True, False, False, False, False]
    names = [line.text for line in lines(document) if line.message.id == AUTONYM]
    assert names == [session().registry.language(language).autonym] * 5


@pytest.mark.parametrize("language", ["en", "ar", "km"])
def test_copies_are_proved_in_every_edition(language: str) -> None:
    for edition in (SCREEN, OFFICE, PRESS.on(session().condition("gracol"))):
        data, expected = made(language, edition, PRODUCT)
        assert sum(placed.contact.id == "hotline" for placed in expected.contacts) == 5
        assert [str(finding) for finding in proof(data, expected).findings] == []


def test_a_copy_without_its_number_is_found() -> None:
    """A screen reader passes the copies over; the proof does not."""
    localized, document = composed("en", PRODUCT)
    number = [item for item in document.pages[0].items if "contact:hotline" in str(getattr(item, "message", ""))][-1]
    page = replace(document.pages[0], items=tuple(item for item in document.pages[0].items if item is not number))
    data, _ = painted(replace(document, pages=(page,)), OFFICE, localized, PRODUCT)
    assert {"T301", "T303"} <= set(proof(data, made("en", OFFICE, PRODUCT)[1]).codes)


@pytest.mark.parametrize(("first", "second"), [("es", "en"), ("en", "ar"), ("ar", "en"), ("ur", "es")])
def test_the_second_language_is_on_the_same_side(first: str, second: str) -> None:
    localized = session().localized(first, secondary=second, allow_untranslated=True)
    document = session().composed(localized, session().layout(PRODUCT, secondary=second))
    assert len(document.pages) == 1
    words = [line for line in lines(document) if line.message.id == "help.danger"]
    assert {line.language for line in words} == {second}
    assert {line.message.language for line in words} == {second}
    assert document.label == f"{first}+{second}"
    for edition in (SCREEN, PRESS.on(session().condition("gracol"))):
        data, expected = painted(document, edition, localized, PRODUCT)
        assert [str(finding) for finding in proof(data, expected).findings] == []


def test_with_one_language_a_second_block_is_in_it() -> None:
    _, document = composed("es", PRODUCT)
    assert {line.language for line in lines(document) if line.message.id == "help.danger"} == {"es"}
