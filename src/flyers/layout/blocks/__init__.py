"""The kinds of block, one file for each.

A file has all that is particular to its kind: the dataclass with the names that it refers to, the schema of its keys in
a layout file, its natural width, and how it is arranged and drawn. `registry.register` makes the kind known to the
rest of the program, which asks `flyers.layout.block.Block` (what the block refers to, which forms and items
copy-fitting may drop) and `registry` (how to read, measure and arrange it), and has no list of kinds of its own.

Begin with `base`, then `rule`, the shortest kind, and `list`, the longest, which has `list_cells` beside it. `keys` has
the keys that several kinds share. A new kind is a file here, an import below, and its lines in ``docs/layouts.md``;
``tests/layout/test_new_block.py`` makes one.
"""

# The order of the imports is the order in which messages name the kinds.
# isort: off
from flyers.layout.blocks.column import ColumnBlock
from flyers.layout.blocks.row import RowBlock
from flyers.layout.blocks.languages import LanguagesBlock
from flyers.layout.blocks.copies import CopiesBlock
from flyers.layout.blocks.text import TextBlock
from flyers.layout.blocks.contact import ContactBlock
from flyers.layout.blocks.contacts import ContactsBlock
from flyers.layout.blocks.list import ListBlock
from flyers.layout.blocks.code import CodeBlock
from flyers.layout.blocks.icon import IconBlock
from flyers.layout.blocks.image import ImageBlock
from flyers.layout.blocks.logo import LogoBlock
from flyers.layout.blocks.box import BoxBlock
from flyers.layout.blocks.rule import RuleBlock
from flyers.layout.blocks.space import SpaceBlock
from flyers.layout.blocks.imprint import ImprintBlock
from flyers.layout.blocks.page_number import PageNumberBlock
from flyers.layout.blocks.calendar import CalendarBlock
from flyers.layout.blocks.measures import MeasuresBlock

# isort: on

__all__ = [
    "BoxBlock",
    "CalendarBlock",
    "CodeBlock",
    "ColumnBlock",
    "ContactBlock",
    "ContactsBlock",
    "CopiesBlock",
    "IconBlock",
    "ImageBlock",
    "ImprintBlock",
    "LanguagesBlock",
    "ListBlock",
    "LogoBlock",
    "MeasuresBlock",
    "PageNumberBlock",
    "RowBlock",
    "RuleBlock",
    "SpaceBlock",
    "TextBlock",
]
