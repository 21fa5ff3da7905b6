"""A new kind of block needs one file: this one is registered by the test, and the whole program knows it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from flyers.content.message_key import Form, MessageKey
from flyers.content.schema import Length, Required, check
from flyers.errors import LayoutError, OversetError
from flyers.layout.block import Block, PrintedMessage, References
from flyers.layout.blocks import registry
from flyers.layout.blocks.base import ArrangedText
from flyers.layout.blocks.registry import FORM, KINDS, NAME, SHORTER_FORMS, BlockKind, register
from flyers.layout.lines import message_lines
from flyers.layout.setting import Setting
from flyers.layout.sheet import Sheet
from flyers.page.document import Document, Shape, TextLine
from flyers.pipeline.plan import Job
from flyers.pipeline.recipe import make
from flyers.pipeline.session import Session
from flyers.process_cache import forget
from flyers.workflow.uses import uses

# --- what would be src/flyers/layout/blocks/stamp.py -----------------------------------------------------------------

_INSIDE = 0.7
"""Side of the square inside the circle that text may fill, in diameters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StampBlock(Block):
    """A message in the middle of a circle; ``fill`` is the ground that the circle has."""

    message: str
    role: str
    size: float
    fill: str
    form: str = "text"
    shorter: tuple[str, ...] = ()

    def own_references(self) -> References:
        message = PrintedMessage(self.message, self.forms)
        return References(printed=(message,), roles=(self.role,), grounds=(self.fill,))

    @property
    def forms(self) -> tuple[str, ...]:
        return (self.form, *self.shorter)


class ArrangedStamp(ArrangedText[StampBlock]):
    """A stamp with its lines."""

    def put_inside(self, sheet: Sheet, start: float, top: float, width: float, height: float) -> None:
        size = self.block.size
        across, down = (width - self.lines.width) / 2, (size - self.lines.height) / 2
        sheet.circle(start + (width - size) / 2, top, size, self.block.fill, self.ground, self.block.path, "stamp")
        with sheet.element(self.lines.tag):
            self.lines.put(sheet, start + across, top + down)


def _arrange_stamp(block: StampBlock, width: float, setting: Setting, ground: str) -> ArrangedStamp:
    lines = message_lines(
        block, block.message, block.size * _INSIDE, setting, block.fill, role=block.role, colour="", align="center"
    )
    if block.size > width or lines.height > block.size * _INSIDE:
        raise OversetError("This stamp is too small for its text.", source=block.source, trail=[block.path])
    return ArrangedStamp(block, setting, ground, width, block.size, lines)


STAMP = BlockKind(
    name="stamp",
    block=StampBlock,
    keys={
        "message": Required(NAME),
        "role": Required(NAME),
        "size": Required(Length()),
        "fill": Required(NAME),
        "form": FORM,
        "shorter": SHORTER_FORMS,
    },
    arrange=_arrange_stamp,
    natural_width=lambda block, setting, ground: block.size,
)

# --- the tests -------------------------------------------------------------------------------------------------------

LAYOUT = """\
title: document.wallet-card.title
trim: [3.5in, 2in]
bleed: 0.125in
safe: 0.125in
space: 3pt
smallest_module: 0.4mm
roles:
  headline: {aim: 13pt, floor: 8.5pt, weight: bold, balance: true, tag: H1}
  number:   {aim: 24pt, floor: 13pt, weight: bold}
  imprint:  {aim: 6pt, floor: 6pt}
faces:
  - name: front
    ground: paper
    panels:
      - name: front
        padding: 12pt
        blocks:
          - row:
              grow: 1
              gap: 6pt
              blocks:
                - stamp: {message: card.headline, shorter: short, role: headline, size: 120pt, fill: deep, width: fit}
                - column:
                    justify: center
                    blocks:
                      - contact: {contact: hotline, role: number, fill: true}
                      - imprint: {role: imprint}
"""


@pytest.fixture
def stamp() -> Iterator[None]:
    register(STAMP)
    yield
    del KINDS[STAMP.name], registry._by_class[STAMP.block]
    forget(check)
    assert "stamp" not in KINDS


@pytest.fixture
def folder(root: Path, tmp_path: Path) -> Path:
    """A campaign with a layout that has a stamp."""
    for part in ("fonts", "translations"):
        (tmp_path / part).symlink_to(root / part)
    shutil.copytree(root / "content", tmp_path / "content")
    write(tmp_path, LAYOUT)
    return tmp_path


def write(folder: Path, layout: str) -> None:
    (folder / "content" / "layouts" / "stamp-card.yaml").write_text(layout, encoding="utf-8")


def compose(folder: Path, tag: str = "en") -> Document:
    session = Session(folder)
    return session.composed(session.localized(tag), session.layout("stamp-card"))


def lines(document: Document) -> list[TextLine]:
    return [item for page in document.pages for item in page.items if isinstance(item, TextLine)]


@pytest.mark.usefixtures("stamp")
@pytest.mark.parametrize("tag", ["en", "ar", "km"])
@pytest.mark.parametrize("edition", ["press", "screen"])
def test_a_new_kind_of_block_is_built_and_proved(folder: Path, tmp_path: Path, tag: str, edition: str) -> None:
    document = compose(folder, tag)
    (circle,) = (item for page in document.pages for item in page.items if isinstance(item, Shape))
    inside = [line for line in lines(document) if line.block == circle.block]
    assert circle.block == "front/row[0]/stamp[0]"
    assert {line.ground for line in inside} == {"deep"}
    assert {line.message.id for line in inside} == {"card.headline"}
    result = make(Job(folder, tag, "stamp-card", edition, tmp_path / "output"), Session(folder))
    assert result.error is None, str(result.error)
    assert result.job.target.is_file()


@pytest.mark.usefixtures("stamp")
def test_messages_of_a_new_kind_count_as_used(folder: Path) -> None:
    session = Session(folder)
    used = uses(session.layout("stamp-card"), session.campaign)
    assert used.messages >= {MessageKey("card.headline"), MessageKey("card.headline", Form.SHORT)}


@pytest.mark.usefixtures("stamp")
@pytest.mark.parametrize(
    ("good", "bad", "problem"),
    [
        ("card.headline", "card.heading", "There is no message “card.heading”"),
        ("fill: deep", "fill: dep", "There is no ground “dep”. Did you mean “deep”?"),
        ("role: headline", "role: headlin", "There is no role “headlin”. Did you mean “headline”?"),
        ("size: 120pt", "size: 120", "120 is not a length"),
        ("size: 120pt", "sise: 120pt", "The key “sise” is not known here"),
        ("fill: deep, ", "", "The key “fill” is missing"),
        (LAYOUT[LAYOUT.index("stamp: {message") :].split("\n")[0], "stamp", "A block is a map with one key, its kind"),
        ("stamp: {message", "stamps: {message", "There is no block “stamps”. Did you mean “stamp”? The kinds are"),
    ],
)
def test_mistakes_in_a_new_kind_name_file_line_and_column(folder: Path, good: str, bad: str, problem: str) -> None:
    write(folder, LAYOUT.replace(good, bad))
    with pytest.raises(LayoutError) as caught:
        Session(folder).layout("stamp-card")
    assert problem in str(caught.value)
    assert "content/layouts/stamp-card.yaml:22:" in str(caught.value)


@pytest.mark.usefixtures("stamp")
def test_a_new_kind_takes_part_in_copy_fitting(folder: Path) -> None:
    """The shorter form is taken when the stamp is too small, and the build fails when it is too small even for that."""
    write(folder, LAYOUT.replace("size: 120pt", "size: 80pt"))
    small = compose(folder)
    (message,) = {line.message for line in lines(small) if line.role == "headline"}
    assert message == MessageKey("card.headline", Form.SHORT)
    write(folder, LAYOUT.replace("size: 120pt", "size: 68pt"))
    with pytest.raises(OversetError, match=r"front/row\[0\]/stamp\[0\].*too small for its text"):
        compose(folder)


@pytest.mark.usefixtures("stamp")
def test_a_kind_is_registered_only_once() -> None:
    with pytest.raises(ValueError, match="registered twice"):
        register(STAMP)


def test_without_its_registration_the_kind_is_unknown(folder: Path) -> None:
    with pytest.raises(LayoutError, match=r"stamp-card.yaml:22:.*The kinds are column, row"):
        Session(folder).layout("stamp-card")
