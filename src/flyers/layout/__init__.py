"""Layouts: from a layout file and the words of a language to composed pages, which are plain data.

Two types connect this package with the others: `model.Layout`, what a layout file says, and
`flyers.page.document.Document`, the composed pages that painter, imposition and proof share. Between them:

- Files: `layout_files` has the keys of layouts and reads them, with `finishing`; `theme` reads themes. Blocks say what
  they refer to, and `names` checks that it exists. `model` also puts a second language on the back, and `phone` makes a
  narrow page of each panel.
- Blocks: `block` has what all kinds share, `blocks` the kinds. They ask the `setting` for sizes, types and messages,
  `lines` sets their paragraphs and makes items of set text, and they draw themselves on a `sheet`, which alone knows
  left from right.
- Copy-fitting: `compose` makes the document. `fit` looks for the rung of the ladder on which all text fits, restores
  what was given up needlessly, and divides columns that flow into pages.
- Art: `pictures` are pictograms, drawings, photographs and the logo. `svg` and `svg_shapes` read SVG.
- What a composed piece is refused for: `refusals`.
- `page_builder` is for pages without a layout: job tickets, reader's proofs, the margins of sheets.

Begin with `model` and `block`, then `blocks`, then `compose`. ``docs/layouts.md`` is the designer's reference.
"""
