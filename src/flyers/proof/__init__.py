"""The proof: reads finished PDFs by means that share no code with the painter, and compares them with what was asked.

    from flyers.proof.run import proof

    result = proof(pdf, expectation)
    result.ok, result.findings, result.facts

Begin with `run`, which reads a file and runs the checks. Below it are

- `expectations`: what a file is compared with, as plain data;
- `reading`: what is in a file: pages with their painted contents (`content_stream`, which records `records`), fonts
  (`fonts`, `font_programs`), the objects behind them (`objects`), metadata (`xmp`, `claims`) and pictures of the pages
  (`raster`);
- `structure_tree` and `reading_order`: the order of the tags, and that of the glyphs on the paper;
- `matching`: printed lines paired with expected ones;
- `checks`: one module per subject; `findings` is their registry.

This package imports nothing itself, so that a command that proves nothing does not pay for pikepdf and pdfium.
"""
