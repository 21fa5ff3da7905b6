"""The kinds of block.

`containers` has ``column``, ``row``, ``copies`` and ``languages``; `texts` ``text``, ``page_number``, ``imprint`` and
``measures``; `contact` ``contact`` and ``contacts``; `graphics` ``code``, ``icon``, ``image``, ``logo``, ``box``,
``rule`` and ``space``. `list` and `calendar` have the kinds of these names.

A module has all that is particular to its kinds: the dataclass with the names that it refers to, the schema of its keys
in a layout file, its natural width, and how it is arranged and drawn. `registry.register` makes a kind known to the
rest of the program, which asks `flyers.layout.block.Block` (what the block refers to, which forms and items
copy-fitting may drop) and `registry` (how to read, measure and arrange it), and has no list of kinds of its own.

Begin with `base`, then ``rule``, the shortest kind, and ``list``, the longest. `registry` also has the keys of
several kinds. A new kind is a file here, its name in the import below, and its lines in ``docs/layouts.md``;
``tests/layout/test_new_block.py`` makes one.
"""

# Messages name the kinds in the order in which these modules register them.
from flyers.layout.blocks import containers, texts, contact, list, graphics, calendar  # isort: skip

__all__ = ["calendar", "contact", "containers", "graphics", "list", "texts"]
