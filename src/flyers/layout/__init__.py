"""Layouts: from a layout file and the words of a language to composed pages, which are plain data.

Two types connect this package with the others: `model.Layout`, what a layout file says, and `pages.Document`, the
composed pages that painter, imposition and proof share. Between them:

- `schema` reads layout files, `theme` reads themes, and `names` checks the names that layouts use;
- `bilingual` puts a second language on the back;
- `blocks` has the kinds of block, one file for each, and their registry;
- `compose` makes the document: `fit` looks for the rung of the copy-fitting ladder on which all text fits (`attempts`
  has one rung, `given_back` what was given without need), and the blocks draw themselves on a `sheet`, which alone
  knows left from right;
- `setting` is what blocks ask for sizes, types and messages; `lines` sets their paragraphs; `pictures` are pictograms;
- `items` and `page_builder` are for pages without a layout: job tickets, reader's proofs, the margins of sheets.

Begin with `model` and `block`, then `blocks`, then `compose`. ``docs/layouts.md`` is the designer's reference.
"""
