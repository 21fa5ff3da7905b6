"""The proof: reads finished PDFs without any code of the painter, and compares them with what is expected of them.

    from flyers.proof.run import proof

    result = proof(pdf, expectation)
    result.ok, result.findings, result.facts

Begin with `run`, which reads a file and runs the checks. Below it are

- `expectations`: what a file is compared with: the composed document, its edition, words and fonts, and what a screen
  reader says of it;
- `reading`: what is in a file: metadata, tags, and pages with what they paint, which `interpreter` finds in them;
- `objects`: all that the file has, opened within limits; whether two files are the same, however they are packed;
- `painted` has the types of that: glyphs in the order in which people read them, colours, paths and marked content;
  `geometry` has boxes and matrices, and `fonts` those of a file, with their texts and outlines;
- `images`: pictures of the pages, and what is in an image (PNG), which shows a page that was proved;
- `matching` pairs printed lines with composed ones, and tells what is painted under a letter;
- `checks`: one module per subject; `findings` has their registry.

This package imports nothing itself, so that a command that proves nothing does not pay for pikepdf and pdfium.
"""
