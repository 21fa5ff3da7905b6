"""From composed pages to the bytes of a PDF file.

The package takes a `flyers.page.document.Document`, a `flyers.page.editions.Edition` and the font library, and returns
the finished file.
ReportLab writes objects, cross-references and the page tree; all content on the pages is written here.

Begin with `painter` (a file, and what its pages refer to) and `page_content` (their content streams). Then

- text: `lines` turns a line of glyphs into strings of encoded glyphs, with what each reader needs of them;
  `encoded_glyphs` (one code, one drawing, one text);
- fonts: `glyphfont` (a font dictionary and its font program for each face, and glyphs made of others);
- art: `graphics_operators`, with photographs; outside the trim and for tools: `marks`, with the slug;
- the file: `canvas` (ReportLab adapted), `structure` (tagged PDF), `metadata` (XMP, information dictionary, text
  strings).

Only `painter`, `glyphfont`, `canvas` and `structure` import ReportLab. What the proof expects is made without them.
"""

import sys
from types import ModuleType

# ReportLab runs what it finds under these names in the current folder and in the home folder, unless it has them.
for name in ("reportlab_mods", "reportlab_settings"):
    sys.modules.setdefault(name, ModuleType(name))
