"""The limits of everything that the program reads: no file of a stranger may take its time or its memory.

What a campaign needs is far below each of them. `docs/limits.md` lists those that a user's file may meet. The last one
is the number of processes that share work.
"""

from __future__ import annotations

import os

FILE_BYTES = 8_000_000  # Of any file that no other limit is for.

# -- campaign files ----------------------------------------------------------------------------------------------------
YAML_BYTES = 1_000_000  # Of a YAML file of the campaign.
YAML_DEPTH = 32  # Maps and lists inside each other in a YAML file.
TEXT_CHARACTERS = 2_000  # Of one value in a YAML file, and of one translation.
NAME_CHARACTERS = 100  # Of the name of a product, message, contact, group, sheet, print condition or pictogram.
EXTENDS_DEPTH = 8  # Layouts that extend each other.
BASES = 8  # Campaigns that a campaign is built on, each on the next.
FONT_BYTES = 32_000_000  # Of a font file.
PICTURE_BYTES = 200_000  # Of an SVG picture.
PICTURE_SEGMENTS = 20_000  # Lines and curves in an SVG picture.
PICTURE_DEPTH = 64  # Groups inside each other in an SVG picture.
PHOTOGRAPH_BYTES = 20_000_000  # Of a PNG or JPEG picture.
PHOTOGRAPH_PIXELS = 15_000_000  # Of a PNG or JPEG picture: 300 dpi on a sheet of 11 × 14 in.
PROFILE_BYTES = 10_000_000  # Of an ICC profile.
SHEET_COPIES = 400  # Copies of a product on one sheet.

# -- translations ------------------------------------------------------------------------------------------------------
CATALOG_BYTES = 8_000_000  # Of a catalog (PO).
EXCHANGE_BYTES = 8_000_000  # Of a file from a translator. A spreadsheet of this campaign has some 30 kB.
EXCHANGE_UNPACKED_BYTES = 48_000_000  # Of the parts of a spreadsheet together, unpacked.
EXCHANGE_PARTS = 500  # Parts of a spreadsheet.

# -- finished files ----------------------------------------------------------------------------------------------------
PDF_BYTES = 50_000_000  # Of a PDF.
PDF_OBJECTS = 200_000  # Objects in a PDF.
PDF_STREAM_BYTES = 64_000_000  # Of one stream of a PDF, unpacked.
PDF_UNPACKED_BYTES = 200_000_000  # Of all streams of a PDF together, unpacked.
PDF_PAGES = 200  # Pages of a PDF.
PDF_PAGE_PIXELS = 40_000_000  # Of a page as the proof looks at it, at 100 dpi: a sheet of 1.6 × 1.6 m.
PDF_PIXELS = 250_000_000  # Of all pages of a PDF together, at 100 dpi.
PDF_WORDS = 2_000_000  # Numbers, names and operators that draw a PDF's pages, a form's each time that it is drawn.
PDF_FORM_CALLS = 20_000  # Forms that the pages of a PDF draw, each counted as often as it is drawn.
PDF_FORM_DEPTH = 12  # Forms inside each other on a page.
PDF_SECONDS = 30  # Of a processor that ``flyers proof`` may take for one file, where the system can limit it.
PDF_WAIT_SECONDS = 600  # For which ``flyers proof`` waits for one file, however busy the machine is.
PDF_MEMORY_BYTES = 3_000_000_000  # Of memory that it may take for one file, where the system can limit it.
PROOFS_AT_ONCE = 4  # Files that it examines at a time, each of which may take that much.
IMAGE_BYTES = 20_000_000  # Of an image (PNG) that ``flyers proof`` examines. Those of this campaign have some 150 kB.
IMAGE_PIXELS = 17_000_000  # Of such an image: 4096 × 4096 are the most that a layout may give one.
WORDS_BYTES = 100_000  # Of a text file beside an image. Those of this campaign have some 300 bytes.
REPORT_BYTES = 8_000_000  # Of ``proof.json``.
CACHED_BYTES = 20_000_000  # Of one file in the cache folder.
CACHE_BYTES = 100_000_000  # Of the cache folder: the oldest files go when there is more.

# -- the terminal, and other processes ---------------------------------------------------------------------------------
LINE_CHARACTERS = 4_000  # Of one line printed on the terminal.
LOCK_SECONDS = 60  # For which a command waits for another one that changes the same campaign.

# -- processors --------------------------------------------------------------------------------------------------------


def usable() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def workers_for(files: int, most: int | None = None) -> int:
    """Return how many processes may share the work on so many *files*: at least 1, and at most *most*."""
    # With less than four files for each, another one takes longer to start than it saves.
    return max(1, min(usable(), files // 4, files if most is None else most))
