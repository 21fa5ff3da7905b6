"""Text in a colour that cannot be read on its ground is refused, in every edition, with the line of the layout."""

from __future__ import annotations

from pathlib import Path

import pytest

from flyers.errors import FlyersError
from flyers.pipeline.session import Session
from oneflyer import LINES, add_flyer

THEME = """\
colours:
  grey: {cmyk: [0, 0, 0, 55], srgb: "#8c8c8c"}
  wrong: {cmyk: [0, 0, 20, 0], srgb: "#123f68"}
"""


def compose(campaign: Path, block: str) -> None:
    add_flyer(campaign, f"          - {block}\n")
    theme = campaign / "content/themes/open-door.yaml"
    theme.write_text(theme.read_text(encoding="utf-8").replace("colours:\n", THEME, 1), encoding="utf-8")
    session = Session(campaign)
    session.composed(session.localized("en"), session.layout("flyer"))


@pytest.mark.parametrize(
    ("block", "problem"),
    [
        ("contact: {contact: hotline, role: body, ground: night, colour: night}", "“night” on “night”, has a contrast of 1.0"),
        ("contact: {contact: hotline, role: body, colour: tint}", "“1-888-373-7888”, “tint” on “paper”"),
        ("text: {message: contact.text-line, role: body, colour: grey}", "“Text 233733”, “grey” on “paper”, has a contrast of 3.4; such text needs 4.5"),
        ("contact: {contact: hotline, role: head, colour: frame}", "“frame” on “paper”, has a contrast of 1.6; such text needs 3."),
        ("contact: {contact: hotline, role: body, colour: wrong}", "“wrong” on “paper”, has in print a contrast of about 1.0; such text needs 3."),
        ("contact: {contact: hotline, role: body, ground: night, colour: frame}", "“frame” on “night”, has in one ink a contrast of 2.5; such text needs 4.5"),
    ],
)  # fmt: skip
def test_text_that_cannot_be_read_on_its_ground_is_refused(campaign: Path, block: str, problem: str) -> None:
    with pytest.raises(FlyersError) as caught:
        compose(campaign, block)
    assert problem in str(caught.value)
    assert f"content/layouts/flyer.yaml:{LINES + 1}:13: " in str(caught.value)


@pytest.mark.parametrize("role", ["head", "bold"])
def test_large_text_needs_less(campaign: Path, role: str) -> None:
    compose(campaign, f"contact: {{contact: hotline, role: {role}, colour: grey}}")
