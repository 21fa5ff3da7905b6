"""The proof: reads finished PDFs without any code of the painter, and compares them with what is expected of them.

    from flyers.proof.run import proof

    result = proof(pdf, expectation)
    result.ok, result.findings, result.facts

Begin with `run`, which reads a file and runs the checks. Below it are

- `expectations`: what a file is compared with, as plain data;
- `reading`: what is in a file: pages with their painted contents (`content_stream`), fonts (`fonts`, `font_programs`,
  and below them `sfnt`, `truetype`, `cff`, `charstrings`, `packed_contours` and `segments`), unpacked `streams`, the
  object graph (`objects`), metadata (`claims`) and pictures of the pages (`raster`, `pixels`);
- `structure_tree` (read by `structure_reading`) and `reading_order`: the order of the tags, and of glyphs on the paper;
- `matching`, `code_reading`, `collisions`, `backgrounds`: printed lines paired with expected ones, codes as cameras
  read them, lines that touch, letters on two backgrounds;
- `checks`: one module per subject; `findings` has their registry;
- `images`: the same for images (PNG), which show a page that was proved.

This package imports nothing itself, so that a command that proves nothing does not pay for pikepdf and pdfium.
"""
