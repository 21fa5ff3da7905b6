"""The files of an image, made of a small page, and the words that are found beside one."""

from __future__ import annotations

import io
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pikepdf
import pytest
from PIL import Image

from flyers import limits
from flyers.content.markup import RichText
from flyers.content.message_key import MessageKey
from flyers.errors import ContentError
from flyers.pipeline import images
from flyers.pipeline.images import combined_proof, png_file, with_page
from flyers.pipeline.prove import WordFiles, identify_image, words_beside
from flyers.proof.expectations import Expectation, ExpectedImage
from flyers.proof.run import Proof

RED, GREEN, BLUE, WHITE, GREY = 0xFF0000, 0x00FF00, 0x0000FF, 0xFFFFFF, 0x102030


def test_an_image_has_the_pixels_of_its_page_the_labels_and_nothing_else() -> None:
    pixels = np.array([[RED, GREEN, BLUE], [WHITE, GREY, 0]], np.uint32)
    image = SimpleNamespace(page=pixels, labels=(("Title", "Tarjeta"), ("Comment", "é")), alt="Una é", text="Otra é")
    file = png_file(SimpleNamespace(image=image))
    assert file == png_file(SimpleNamespace(image=image))
    with Image.open(io.BytesIO(file)) as png:
        assert png.convert("RGB").tobytes().hex(" ", 3) == "ff0000 00ff00 0000ff ffffff 102030 000000"
        assert png.size == (3, 2)
        assert png.info == {"srgb": 0, "Title": "Tarjeta", "Comment": "é"}


def test_the_picture_of_a_page_is_upright_and_has_no_row_too_many() -> None:
    """A page of 20 × 10 pixels whose floats are a little more, with a red pixel at its lower left."""
    file, point = pikepdf.new(), 72 / 200
    page = file.add_blank_page(page_size=(20 * point + 1e-6, 10 * point + 1e-6))
    page.Contents = file.make_stream(f"1 0 0 rg 0 0 {point} {point} re f".encode())
    saved = io.BytesIO()
    file.save(saved)
    document = SimpleNamespace(pages=(SimpleNamespace(width=20 * point, height=10 * point),))
    expected = Expectation(document, None, image=ExpectedImage(0, (), "", ""))
    picture = with_page(expected, saved.getvalue()).image.page
    assert picture.shape == (10, 20)
    assert [(row, column) for row, column in np.argwhere(picture & WHITE != WHITE)] == [(9, 0)]
    assert picture[9, 0] & WHITE == RED


def test_the_proofs_of_page_and_image_are_combined() -> None:
    page = Proof(("a",), {"pages": 1}, {"read": 1.0, "pictures": 2.0})
    image = Proof(("b",), {"pixels": [4, 2]}, {"read": 0.5})
    both = combined_proof(page, image)
    assert (both.findings, both.facts) == (("a", "b"), {"pages": 1, "image": {"pixels": [4, 2]}})
    assert both.seconds == {"read": 1.5, "pictures": 2.0}
    assert combined_proof(image, page).seconds == {"read": 1.5}
    assert combined_proof(page, Proof((), {})).seconds == page.seconds


def element(text: str, alt: str = "", tag: str = "P", *, last: bool = False) -> SimpleNamespace:
    return SimpleNamespace(text=text, alt=alt, tag=tag, last=last)


def told(monkeypatch: pytest.MonkeyPatch, *elements: SimpleNamespace, numbers: tuple[str, ...] = ()) -> tuple[str, str]:
    """Return the description and the text of an image with *elements*, of which “Scan me” only explains the picture."""
    monkeypatch.setattr(images, "spoken_elements", lambda document, localized: elements)
    contacts = {number: SimpleNamespace(display=number) for number in numbers}
    localized = SimpleNamespace(
        contacts=contacts, others={}, text=lambda key: RichText("Scan me", "en", key) if key.id == "scan" else None
    )
    keys = [MessageKey(name) for name in ("scan", "card.lead", "nothing")]
    document = SimpleNamespace(messages=keys)
    seen_only = ("scan", "nothing")
    return images.alt_text(document, localized), images.plain_text(document, localized, seen_only=seen_only)


def test_the_words_of_an_image_are_its_paragraphs_without_small_print(monkeypatch: pytest.MonkeyPatch) -> None:
    elements = (
        element("•", tag="Lbl"), element("Call now."), element("", "A code"), element("Scan me"),
        element("\u20661-888\u2069"), element("2026-11", last=True),
    )  # fmt: skip
    assert told(monkeypatch, *elements) == ("Call now.\nA code\nScan me\n1-888\n", "Call now.\n1-888\n")


def test_in_words_from_right_to_left_each_number_is_isolated_once(monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = ("1-888", "1-888-373")
    arabic = element("اتصل 1-888-373 أو \u20661-888\u2069 أو 1-8889")
    words, _ = told(monkeypatch, arabic, element("Call 1-888."), numbers=numbers)
    assert words == ("اتصل \u20661-888-373\u2069 أو \u20661-888\u2069 أو 1-8889\nCall \u20661-888\u2069.\n")
    hebrew, _ = told(monkeypatch, element("חייגו 1-888"), numbers=numbers)
    assert hebrew == "חייגו \u20661-888\u2069\n"


def test_the_words_beside_an_image_are_read_as_far_as_they_are_there(tmp_path: Path) -> None:
    image = tmp_path / "card.image.DRAFT.png"
    assert words_beside(image) == WordFiles(None, None)
    (tmp_path / "card.image.DRAFT.alt.txt").write_bytes(b"caf\xc3\xa9 \xff")
    assert words_beside(image) == WordFiles("café �", None)
    (tmp_path / "card.image.DRAFT.txt").write_bytes(b"x" * limits.WORDS_BYTES)
    assert words_beside(image).text == "x" * limits.WORDS_BYTES
    (tmp_path / "card.image.DRAFT.txt").write_bytes(b"x" * (limits.WORDS_BYTES + 1))
    with pytest.raises(ContentError, match=r"card\.image\.DRAFT\.txt"):
        words_beside(image)


def test_what_an_image_must_be_is_said_by_its_layout_its_labels_and_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "alt_text", lambda document, localized: "described")
    monkeypatch.setattr(images, "plain_text", lambda document, localized, seen_only: f"without {seen_only}")
    about = SimpleNamespace(
        title="Tarjeta", author="Maine", creator="flyers", subject="card, es, image", keywords="card es 2026-11 abc1234"
    )
    layout = SimpleNamespace(most_kilobytes=300, seen_only=("scan",))
    expected = images.expected_image(None, None, layout, about)
    assert (expected.most_bytes, expected.alt, expected.text) == (300_000, "described", "without ('scan',)")
    assert dict(expected.labels) == {
        "Title": "Tarjeta",
        "Author": "Maine",
        "Software": "flyers",
        "Comment": "card, es, image; card es 2026-11 abc1234",
    }
    identity = identify_image(dict(expected.labels))
    assert identity is not None
    assert (str(identity), identity.code) == ("card, es, image", "abc1234")


def test_the_pixels_of_a_picture_are_red_green_and_blue_without_the_fourth_byte() -> None:
    pixels = np.array([[0xFF0A0B0C, 0x000D0E0F]], np.uint32)
    image = images.as_image(pixels)
    assert (image.mode, image.size, image.tobytes().hex()) == ("RGB", (2, 1), "0a0b0c0d0e0f")
