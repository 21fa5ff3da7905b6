"""From composed pages to the bytes of a PDF file.

The package takes a `flyers.page.document.Document`, a `flyers.page.editions.Edition` and the font library, and returns
the finished file.
ReportLab writes objects, cross-references and the page tree; all content on the pages is written here.

Begin with `painter` (a file, and what its pages refer to) and `page_content` (their content streams). Then

- text: `lines` turns a line of glyphs into strings of encoded glyphs (`run_strings`, with what readers need of them),
  with `encoded_glyphs` (one code, one drawing, one text), `tounicode` (the text of a code), `reader_aids` (invisible
  strings for poppler and pdfium), and `text_operators` (the content stream);
- fonts: `glyphfont` (a font dictionary and its font program for each face), `composites` (glyphs made of others);
- art: `graphics_operators`, `photographs`; outside the trim and for tools: `marks`, `slug`;
- the file: `canvas` (ReportLab adapted), `structure` and `structure_writer` (tagged PDF), `metadata` (XMP, information
  dictionary, text strings).

Only `painter`, `glyphfont` and the modules of the file, but for `structure` and `metadata`, import ReportLab. What the
proof expects is made without them.
"""

import sys
from types import ModuleType

# ReportLab runs what it finds under these names in the current folder and in the home folder, unless it has them.
for name in ("reportlab_mods", "reportlab_settings"):
    sys.modules.setdefault(name, ModuleType(name))
