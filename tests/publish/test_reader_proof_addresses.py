"""Addresses of any length in a reader's proof: they are set smaller, or broken, and nothing of them is lost."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from flyers.errors import OversetError
from flyers.pipeline.session import Session
from flyers.publish.reader_proof.recipe import reader_proof
from matrix import matrix
from notes import note

pytestmark = pytest.mark.slow

SITE = "target: https://www.example.org/help"


@pytest.mark.parametrize(
    ("tag", "length"),
    matrix(
        [*((tag, length) for tag in ("es", "ar") for length in (40, 62, 90, 200, 900)), ("ar", 1900)],
        lambda row: row in (("es", 900), ("ar", 62), ("ar", 900), ("ar", 1900)),
    ),
)
def test_a_long_address_that_no_page_shows_is_in_the_proof(second: Path, tag: str, length: int) -> None:
    address = f"example.org/{'a-long-way-' * 100}"[: length - 1] + "e"
    contacts = second / "content/contacts.yaml"
    text = contacts.read_text(encoding="utf-8")
    contacts.write_text(text.replace("example.org/help", address), encoding="utf-8")
    session = Session(second)
    made = reader_proof(session, tag, products=["note"])
    assert made.unseen
    shown = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(made.pdf))
    for part in (" ", "\r", "\n", "\u200b", "\x02", "\ufffe"):
        shown = shown.replace(part, "")
    assert address in shown


def test_a_text_that_no_page_can_hold_is_named(second: Path) -> None:
    contacts, messages = second / "content/contacts.yaml", second / "content/messages/all.yaml"
    address = f"example.org/{'a-long-way-' * 150}e"
    contacts.write_text(contacts.read_text(encoding="utf-8").replace("example.org/help", address), encoding="utf-8")
    many = " ".join(["{site}"] * 6)
    messages.write_text(messages.read_text(encoding="utf-8").replace("{site}", many), encoding="utf-8")
    with pytest.raises(OversetError, match=r"en → help\.danger: .* longer than a page"):
        reader_proof(Session(second), "en", products=["note"])


@pytest.fixture
def second(root: Path, small: Path) -> Path:
    """The small campaign with a layout that shows one of its messages."""
    (small / "fonts").symlink_to(root / "fonts")
    layouts = small / "content/layouts"
    layouts.mkdir()
    roles = ("body: {aim: 12pt, floor: 8pt, tag: H1}",)
    text = note("text: {message: help.call, role: body}", title="campaign.name", trim="4in, 4in", roles=roles)
    (layouts / "note.yaml").write_text(text, encoding="utf-8")
    (small / "content/themes").symlink_to(root / "content/themes")
    (small / "content/press").symlink_to(root / "content/press")
    return small
