"""The proof: reads finished PDFs without any code of the painter, and compares them with what is expected of them.

    from flyers.proof.run import proof

    result = proof(pdf, expectation)
    result.ok, result.findings, result.facts

Begin with `run`, which reads a file and runs the checks. Below it are

- `expectations`: what a file is compared with: the composed document, its edition, words and fonts; `spoken_words` are
  what a screen reader says of it;
- `reading`: what is in a file: pages with their painted contents (`content_stream`; `glyphs`, `colours` and `geometry`
  are its types), fonts, unpacked `streams`, the object graph (`objects`), metadata (`claims`) and pictures of the pages
  (`raster`, `pixels`; one thread at a time calls `pdfium`); `size_guard` refuses what would take too long;
- `same_file`: whether a file is another one, however it is packed;
- `fonts` and `glyph_outlines`: the fonts of a file with their ToUnicode maps, and the outlines in a font as fontTools
  draws them;
- `drawn`: the `marks` that a page of the file draws, compared with the `composed_marks`, contour by contour, and its
  `photographs`;
- `structure_tree` (read by `structure_reading`) and `reading_order`: the order of the tags, and of glyphs on the paper;
- `matching` pairs printed lines with composed ones, `code_reading` reads codes as cameras do, `collisions` finds lines
  that touch and `backgrounds` letters on two backgrounds; `covering` tells what is painted under a letter, `art` which
  of it is art, `swatches` how a viewer shows a colour, `clearance` how far something is from where tools cut, and
  `ink_loads` how much ink is in one place;
- `checks`: one module per subject; `findings` has their registry;
- `images`: the same for images (PNG), which show a page that was proved.

This package imports nothing itself, so that a command that proves nothing does not pay for pikepdf and pdfium.
"""
