"""The proof: reads finished PDFs without any code of the painter, and compares them with what is expected of them.

    from flyers.proof.run import proof

    result = proof(pdf, expectation)
    result.ok, result.findings, result.facts

Begin with `run`, which reads a file and runs the checks. Below it are

- `expectations`: what a file is compared with: the composed document, its edition, words and fonts, and what a screen
  reader says of it;
- `reading`: what is in a file: pages with their painted contents (`content_stream`; `glyphs`, `colours` and `geometry`
  are its types), fonts, the object graph, metadata and pictures of the pages (`raster`); `size_guard` unpacks streams,
  and refuses what would take too long;
- `same_file`: whether a file is another one, however it is packed;
- `fonts` and `glyph_outlines`: the fonts of a file with their ToUnicode maps, and the outlines in a font as fontTools
  draws them;
- `marks`: what a page of the file draws, and what the composed page has to show, as contours;
- `glyphs` also has the order in which people read them, `structure_tree` that of the tags;
- `matching` pairs printed lines with composed ones, and `covering` tells what is painted under a letter;
- `checks`: one module per subject; `findings` has their registry;
- `images`: what is in an image (PNG), which shows a page that was proved.

This package imports nothing itself, so that a command that proves nothing does not pay for pikepdf and pdfium.
"""
