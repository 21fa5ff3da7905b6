"""The picture that each page must show, and its comparison with the one that pdfium shows.

Begin with `pages`, which compares a page. `expected` is what it must show, as plain data. Then

- drawing: `outlines` takes glyphs from the campaign's fonts, `chords` makes `edges` of their curves, `coverage` is the
  rasteriser; `glyph_masks` keeps what was drawn, `mask_sheet` draws many glyphs in one pass, `parts` says what each
  drawing of the page covers, and `drawing` paints it in its colours with masks as Pillow has them (`ink`);
- what only pdfium knows: which pixels it fills (`frames`), how it shows colours (`swatches`) and `photographs`;
- `comparison` has the tolerance; `faults` finds what differs, by its `areas` and their colours (`pixel_colours`), and
  `wording` says it;
- time: `prefetch` renders in a thread what is compared next; `known_tiles` are those of earlier files that were good;
- memory: `scratch` is used again from page to page; `cached_masks` and `cached_shapes` keep masks in the cache
  folder, as `mask_record` writes them.
"""

import os

# numpy would start a thread for each core, which takes longer than the proof of a small page. Nothing here has use for
# them: they are for linear algebra.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
