"""A list of pictograms asks every message for its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from flyers.errors import ExitCode, LayoutError
from flyers.pipeline.session import Session


def test_a_message_without_a_pictogram_is_named_with_its_line(campaign: Path) -> None:
    signs = campaign / "content" / "messages" / "signs.yaml"
    lines = signs.read_text(encoding="utf-8").splitlines(keepends=True)
    place = lines.index("  signs.minor:\n")
    icon = next(number for number in range(place, len(lines)) if lines[number].strip().startswith("icon:"))
    signs.write_text("".join([*lines[:icon], *lines[icon + 1 :]]), encoding="utf-8")
    session = Session(campaign)
    with pytest.raises(LayoutError, match=r"“signs\.minor” has no pictogram") as caught:
        session.composed(session.localized("en"), session.layout("poster-detail"))
    assert caught.value.exit_code is ExitCode.LAYOUT
    assert str(caught.value.source).startswith(f"content/messages/signs.yaml:{place + 1}:")


@pytest.mark.parametrize(
    ("asked", "said"),
    [("icon: {name: phone,", "icon: {name: phnoe,"), ("marker: dont,", "marker: dnot,")],
    ids=["of an icon", "of a marker"],
)
def test_an_unknown_pictogram_is_named_with_its_line_in_the_layout(campaign: Path, asked: str, said: str) -> None:
    name = "poster" if "icon" in asked else "poster-detail"
    layout = campaign / "content" / "layouts" / f"{name}.yaml"
    lines = layout.read_text(encoding="utf-8").splitlines(keepends=True)
    place = next(number for number, line in enumerate(lines) if asked in line)
    layout.write_text("".join([*lines[:place], lines[place].replace(asked, said), *lines[place + 1 :]]), "utf-8")
    session = Session(campaign)
    with pytest.raises(LayoutError, match=r"no pictogram “\w+”\. Did you mean “(phone|dont)”") as caught:
        session.composed(session.localized("en"), session.layout(name))
    assert str(caught.value.source).startswith(f"content/layouts/{name}.yaml:{place + 1}:")
