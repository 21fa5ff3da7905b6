"""From composed pages to the bytes of a PDF file.

The package takes a `flyers.page.document.Document`, a `flyers.page.editions.Edition` and the font library, and returns
the finished file.
ReportLab writes objects, cross-references and the page tree; all content on the pages is written here.

Begin with `painter` (a file), `page_contents` and `page_content` (the content streams of its pages). Then

- text: `lines` turns a line of glyphs into strings of encoded glyphs (`run_strings`, and `string_guards` for what
  readers need of them), with `encoded_glyphs` (one code, one drawing, one text), `tounicode` (the text of a code),
  `reader_aids` (invisible strings for poppler and pdfium), and `text_operators` (the content stream);
- fonts: `glyphfont` (a font dictionary for each face), `subset` (the font program), `composites` (glyphs made of
  others);
- art: `graphics_operators`, `qrpath`, `photographs`; outside the trim: `marks`, `slug`; for tools: `finishing`;
- the file: `canvas` (ReportLab adapted), `page_resources` (what pages refer to), `structure` and `structure_writer`
  (tagged PDF), `metadata` (XMP, information dictionary), `output_intents`, `text_strings` (titles, alternative texts).

Only `painter`, `glyphfont` and the modules of the file, but for `structure` and `metadata`, import ReportLab. What the
proof expects is made without them.
"""

import sys
from types import ModuleType

# ReportLab runs what it finds under these names in the current folder and in the home folder, unless it has them.
for name in ("reportlab_mods", "reportlab_settings"):
    sys.modules.setdefault(name, ModuleType(name))
