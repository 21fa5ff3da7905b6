"""Set pieces with ReportLab as it is: its own paragraphs and drawing, no shaping; `peers.py` measures it.

python set_with_reportlab.py FOLDER OUTPUT            every piece of which FOLDER has the words
python set_with_reportlab.py FOLDER OUTPUT VARIANTS   the only piece there, once for each variant in the file VARIANTS

ReportLab embeds TrueType fonts only, so Chinese is set in a font that it names and does not embed. Without shaping, the
letters of Arabic and of the scripts of South Asia stand side by side as their characters do: nobody can read that. The
times tell what reading fonts, breaking lines and writing a file cost in the same language and library.
"""

from __future__ import annotations

import json
import re
import sys
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont, registerFontFamily
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import FILL_EVEN_ODD, FILL_NON_ZERO, Canvas
from reportlab.platypus import Paragraph

folder, output = Path(sys.argv[1]), Path(sys.argv[2])

Item = dict[str, Any]

ROOM = 1.04
"""Width of a paragraph, as a multiple of that of our lines: ReportLab does not kern."""


@cache
def font(file: str) -> str:
    """Return ReportLab's name of the font in a file, which is read the first time, with the bold one beside it."""
    if file.endswith(".otf"):
        registerFont(UnicodeCIDFont("STSong-Light"))
        return "STSong-Light"
    stem = file.rpartition("-")[0]
    for weight in ("Regular", "Bold"):
        registerFont(TTFont(f"{stem}-{weight}", str(folder / "fonts" / f"{stem}-{weight}.ttf")))
    registerFontFamily(stem, f"{stem}-Regular", f"{stem}-Bold", f"{stem}-Regular", f"{stem}-Bold")
    return file.removesuffix(".ttf")


def text(canvas: Canvas, item: Item, piece: Item, height: float, digits: str) -> None:
    start = TA_RIGHT if item["direction"] == "rtl" else TA_LEFT
    style = ParagraphStyle(
        item["kind"],
        fontName=font(item["files"][0]),
        fontSize=item["size"],
        leading=item["leading"],
        alignment=TA_CENTER if item["align"] == "center" else start,
        textColor=HexColor(piece["colours"][item["colour"]]),
        wordWrap="CJK" if item["files"][0].endswith(".otf") else None,
    )
    paragraph = Paragraph("".join(marked_up(part, piece["digits"], digits) for part in item["parts"]), style)
    _, deep = paragraph.wrap(item["width"] * ROOM, height)
    paragraph.drawOn(canvas, item["x"], height - item["y"] + item["size"] - deep)


def marked_up(part: Item, usual: str, digits: str) -> str:
    words = escape(part["words"].replace(usual, digits) if part["number"] else part["words"])
    if part["target"]:
        words = f'<a href="{escape(part["target"], {chr(34): "&quot;"})}">{words}</a>'
    return f"<b>{words}</b>" if part["strong"] else words


def box(canvas: Canvas, item: Item, piece: Item, height: float) -> None:
    canvas.setFillColor(HexColor(piece["colours"][item["colour"]]))
    bottom = height - item["y"] - item["height"]
    canvas.roundRect(item["x"], bottom, item["width"], item["height"], item["radius"], stroke=0, fill=1)


def picture(canvas: Canvas, item: Item, svg: str, width: float, height: float) -> None:
    """Draw the paths of a picture, which have the letters M, L, C, h, v and Z alone."""
    drawing = ET.fromstring(svg)
    scale = width / float(drawing.attrib["viewBox"].split()[2])
    canvas.saveState()
    canvas.translate(item["x"], height - item["y"])
    canvas.scale(scale, -scale)
    for shape in drawing:
        canvas.setFillColor(HexColor(shape.attrib.get("fill", "#000000")))
        path = canvas.beginPath()
        x = y = 0.0
        for letter, numbers in re.findall(r"([MLCZhvz])([^MLCZhvz]*)", shape.attrib["d"]):
            values = [float(number) for number in numbers.split()]
            if letter in "Zz":
                path.close()
                continue
            if letter == "C":
                path.curveTo(*values)
            elif letter == "M":
                path.moveTo(*values)
            else:
                values = {"h": [x + values[0], y], "v": [x, y + values[0]]}.get(letter, values)
                path.lineTo(*values)
            x, y = values[-2:]
        rule = FILL_EVEN_ODD if shape.attrib.get("fill-rule") == "evenodd" else FILL_NON_ZERO
        canvas.drawPath(path, stroke=0, fill=1, fillMode=rule)
    canvas.restoreState()


def draw(canvas: Canvas, item: Item, piece: Item, height: float, variant: Item) -> None:
    if item["kind"] == "text":
        text(canvas, item, piece, height, variant.get("digits", piece["digits"]))
    elif item["kind"] == "box":
        box(canvas, item, piece, height)
    elif item["kind"] == "picture":
        picture(canvas, item, item["svg"], item["width"], height)
    else:
        picture(canvas, item, variant.get("code", item["svg"]), item["side"], height)


variants = json.loads(Path(sys.argv[3]).read_bytes()) if len(sys.argv) > 3 else [{}]
for words in sorted(folder.glob("*.json")):
    piece = json.loads(words.read_bytes())
    for number, variant in enumerate(variants):
        canvas = Canvas(str(output / f"{words.stem}-{number}.pdf"), invariant=True, pageCompression=1)
        canvas.setTitle(piece["title"])
        canvas.setAuthor(piece["author"])
        for page in piece["pages"]:
            canvas.setPageSize((page["width"], page["height"]))
            for item in page["items"]:
                draw(canvas, item, piece, page["height"], variant)
            canvas.showPage()
        canvas.save()
