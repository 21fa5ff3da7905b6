"""A small, good press file written by hand, from which mutants are made.

It shares no code with the painter: HarfBuzz shapes, fontTools subsets the font, pikepdf writes the objects.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

import pikepdf
import qrcode
import uharfbuzz as hb
from fontTools import subset
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name

from expecting import composed, contact
from flyers.colour import Colour
from flyers.content.message_key import MessageKey
from flyers.page.document import Box, ContactOnLine, GlyphRun, Item, Page, PositionedGlyph, QrCode, TextLine
from flyers.page.items import moved_rectangle, union
from flyers.proof.expectations import Expectation, FontFile
from pdfedits import edited, saved

FONTS = Path(__file__).parents[2] / "fonts"

WIDTH, HEIGHT, BLEED, SAFE = 252.0, 144.0, 9.0, 9.0
ORIGIN = 36.0
"""The trim's lower left corner in the file: 9 pt of bleed and 27 pt of slug."""

SLUG = "card · en · 2026-11 · 4f2a91c · 2026-11-25"
TARGET = "tel:+18883737888"
NUMBER = "1-888-373-7888"
MODULE = 1.5
DEEP = "1 0.7 0.1 0.3 k"
BLACK = "/Over gs 0 0 0 1 k"
WHITE = "/Knock gs 0 0 0 0 k"

HOTLINE = contact("hotline", NUMBER, TARGET)

COLOURS = {
    "paper": Colour("paper", (0.0, 0.0, 0.0, 0.0), (1.0, 1.0, 1.0)),
    "ink": Colour("ink", (0.0, 0.0, 0.0, 1.0), (0.0, 0.0, 0.0)),
    "deep": Colour("deep", (1.0, 0.7, 0.1, 0.3), (0.0, 0.2, 0.6)),
}

Rectangle = tuple[float, float, float, float]


@dataclass
class Face:
    """A font of the sample; CIDs are assigned as glyphs are needed."""

    name: str
    path: Path
    cids: dict[tuple[int, str], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.font = TTFont(self.path)
        self.order = self.font.getGlyphOrder()
        self.em = self.font["head"].unitsPerEm
        self.data = self.path.read_bytes()
        self.hb = hb.Font(hb.Face(hb.Blob.from_file_path(str(self.path))))

    def cid(self, gid: int, text: str) -> int:
        return self.cids.setdefault((gid, text), len(self.cids) + 1)

    def box(self, gid: int) -> Rectangle | None:
        glyph = self.font["glyf"][self.order[gid]]
        if not glyph.numberOfContours:
            return None
        return (glyph.xMin / self.em, glyph.yMin / self.em, glyph.xMax / self.em, glyph.yMax / self.em)

    def embed(self, pdf: pikepdf.Pdf) -> pikepdf.Object:
        """Return the Type0 font with a subset of the file, a CIDToGIDMap and a ToUnicode map."""
        wanted = [".notdef", *dict.fromkeys(self.order[gid] for gid, _ in self.cids)]
        options = subset.Options(layout_features=[], hinting=False, notdef_outline=True, glyph_names=True)
        options.drop_tables += ["GDEF", "GPOS", "GSUB", "gasp", "prep"]
        cut = TTFont(self.path)
        subsetter = subset.Subsetter(options)
        subsetter.populate(glyphs=wanted)
        subsetter.subset(cut)
        data = io.BytesIO()
        cut.save(data)
        index = {name: gid for gid, name in enumerate(cut.getGlyphOrder())}
        gids, widths, texts = bytearray(2), [], []
        for (gid, text), cid in self.cids.items():
            gids += index[self.order[gid]].to_bytes(2, "big")
            widths.append(round(self.font["hmtx"][self.order[gid]][0] * 1000 / self.em))
            texts.append(f"<{cid:04X}> <{text.encode('utf-16-be').hex()}>")
        codes = "1 begincodespacerange <0000> <FFFF> endcodespacerange"
        to_unicode = f"{codes} {len(texts)} beginbfchar {' '.join(texts)} endbfchar"
        name, head = Name(f"/ABCDEF+{self.font['name'].getDebugName(6)}"), self.font["head"]
        descriptor = Dictionary(
            Type=Name.FontDescriptor,
            FontName=name,
            Flags=4,
            FontBBox=Array([head.xMin, head.yMin, head.xMax, head.yMax]),
            ItalicAngle=0,
            Ascent=self.font["hhea"].ascent,
            Descent=self.font["hhea"].descent,
            CapHeight=self.font["OS/2"].sCapHeight,
            StemV=round(50 + (self.font["OS/2"].usWeightClass / 65) ** 2),
            FontFile2=pdf.make_stream(data.getvalue(), Length1=len(data.getvalue())),
        )
        descendant = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=name,
            CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
            FontDescriptor=pdf.make_indirect(descriptor),
            W=Array([1, Array(widths)]),
            CIDToGIDMap=pdf.make_stream(bytes(gids)),
        )
        return pdf.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.Type0,
                BaseFont=name,
                Encoding=Name("/Identity-H"),
                DescendantFonts=Array([pdf.make_indirect(descendant)]),
                ToUnicode=pdf.make_stream(to_unicode.encode()),
            )
        )


@dataclass
class Writer:
    """Collects named pieces of content, and what is composed for them."""

    latin: Face = field(default_factory=lambda: Face("NotoSans", FONTS / "NotoSans-Regular.ttf"))
    arabic: Face = field(default_factory=lambda: Face("NotoSansArabic", FONTS / "NotoSansArabic-Regular.ttf"))
    pieces: dict[str, str] = field(default_factory=dict)
    items: list[Item] = field(default_factory=list)
    slug: list[TextLine] = field(default_factory=list)

    def line(
        self,
        name: str,
        text: str,
        x: float,
        y: float,
        size: float,
        paint: str = BLACK,
        *,
        contact: str = "",
        rtl: bool = False,
    ) -> None:
        """Add a text object in logical order; *contact* is the part of *text* that is a contact."""
        face, resource = (self.arabic, "/F2") if rtl else (self.latin, "/F1")
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
        hb.shape(face.hb, buffer, {"liga": False})
        placed, pen, scale = [], x, size / face.em
        for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            placed.append(
                (info.cluster, info.codepoint, pen + position.x_offset * scale, y + position.y_offset * scale)
            )
            pen += position.x_advance * scale
        placed.sort(key=lambda glyph: glyph[0])
        operators, boxes, seen = [], [], set()
        for position, (cluster, gid, gx, gy) in enumerate(placed):
            following = next((other[0] for other in placed[position + 1 :] if other[0] > cluster), len(text))
            carried = "\u200b" if cluster in seen else text[cluster:following]
            seen.add(cluster)
            operators.append(f"1 0 0 1 {gx + ORIGIN:.3f} {gy + ORIGIN:.3f} Tm <{face.cid(gid, carried):04X}> Tj")
            if box := face.box(gid):
                boxes.append((gx + box[0] * size, gy + box[1] * size, gx + box[2] * size, gy + box[3] * size))
        self.pieces[name] = "\n".join([f"q {paint}", "BT", f"{resource} {size:g} Tf", *operators, "ET", "Q"])
        glyphs = tuple(
            PositionedGlyph(gid, gx - x, gy - y, 0.0, text[cluster : cluster + 1]) for cluster, gid, gx, gy in placed
        )
        run = GlyphRun(face.name, size, int(rtl), "Arab" if rtl else "Latn", "en", glyphs)
        key, colour = MessageKey(f"message.{name}"), "paper" if paint == WHITE else "ink"
        block, ink = f"front/{name}", moved_rectangle(union(boxes), -x, -y)
        contacts = []
        if contact:
            start = text.index(contact)
            inside = [gx for cluster, _, gx, _ in placed if start <= cluster < start + len(contact)]
            after = [gx for cluster, _, gx, _ in placed if cluster >= start + len(contact)]
            contacts.append(ContactOnLine("hotline", contact, min(inside) - x, min(after, default=pen) - x))
        drawn = TextLine(x, y, (run,), colour, "paper", block, key, "text", size, 7.0, text, "en", ink, tuple(contacts))
        (self.slug if name == "slug" else self.items).append(drawn)


def code_item(target: str, x: float, y: float, module: float) -> QrCode:
    """Return a QR code with its lower left corner at (x, y)."""
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=0)
    code.add_data(target)
    code.make(fit=True)
    matrix = tuple("".join("1" if dark else "0" for dark in row) for row in code.modules)
    return QrCode(x, y, module, matrix, "ink", "paper", "front/code", "hotline", target)


def code_path(target: str, x: float, y: float, module: float) -> tuple[str, int]:
    """Return the path of a QR code with its lower left corner at (x, y), and its modules per side."""
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=0)
    code.add_data(target)
    code.make(fit=True)
    rows = code.modules
    cells = [
        f"{ORIGIN + x + column * module:g} {ORIGIN + y + (len(rows) - 1 - row) * module:g} {module:g} {module:g} re"
        for row, line in enumerate(rows)
        for column, dark in enumerate(line)
        if dark
    ]
    return "\n".join([f"q {BLACK}", *cells, "f", "Q"]), len(rows)


@dataclass(frozen=True)
class Sample:
    """A good file, its expectation, and its content in named pieces."""

    pdf: bytes
    expectation: Expectation
    pieces: Mapping[str, str]

    def with_pieces(self, **changed: str | Callable[[str], str]) -> bytes:
        """Return the file with other content for some pieces; a new name adds a piece at the end."""
        pieces = dict(self.pieces)
        for name, change in changed.items():
            new = change if isinstance(change, str) else change(pieces[name])
            assert new != pieces.get(name), f"{name} was not changed"
            pieces[name] = new
        with pikepdf.open(io.BytesIO(self.pdf)) as pdf:
            pdf.pages[0].Contents = pdf.make_stream("\n".join(pieces.values()).encode())
            return saved(pdf)

    def edited(self, edit: Callable[[pikepdf.Pdf], None]) -> bytes:
        """Return the file after *edit* has changed its objects."""
        return edited(self.pdf, edit)


def draw_on_top(pdf: pikepdf.Pdf, operators: str) -> None:
    """Put *operators* at the end of the first page."""
    page = pdf.pages[0]
    page.Contents = pdf.make_stream(page.Contents.read_bytes() + b"\n" + operators.encode())


def registration() -> Array:
    function = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0, 0, 0, 0]), C1=Array([1, 1, 1, 1]), N=1)
    return Array([Name.Separation, Name.All, Name.DeviceCMYK, function])


@lru_cache(maxsize=1)
def good() -> Sample:
    """Return a card: a dark band with a white heading, a number, two lines, an Arabic one, a code, marks and a slug."""
    writer = Writer()
    pieces = writer.pieces
    pieces["frame"] = f"q {ORIGIN - BLEED} {ORIGIN - BLEED} {WIDTH + 2 * BLEED} {HEIGHT + 2 * BLEED} re W n"
    writer.items.append(Box(-9, 104, 270, 49, "deep", "front/band"))
    pieces["band"] = f"q {DEEP} 27 {ORIGIN + 104} 270 49 re f Q"
    writer.line("heading", "You are not alone", 12, 115, 16, WHITE)
    writer.line("number", f"Call {NUMBER} now", 12, 84, 13, contact=NUMBER)
    writer.line("first", "Free, secret, every day.", 12, 66, 9)
    writer.line("second", "You choose what to say.", 12, 54, 9)
    writer.line("arabic", "اتصل بنا في أي وقت", 12, 36, 11, rtl=True)
    writer.items.append(Box(12, 26, 120, 0.5, "ink", "front/rule"))
    pieces["rule"] = f"q 0 0 0 1 k {ORIGIN + 12} {ORIGIN + 26} 120 0.5 re f Q"
    x, y = 190.0, 40.0
    pieces["code"], _ = code_path(TARGET, x, y, MODULE)
    writer.items.append(code_item(TARGET, x, y, MODULE))
    pieces["unframe"] = "Q"
    edges = [f"3 {y} m 18 {y} l 306 {y} m 321 {y} l" for y in (36, 180)]
    edges += [f"{x} 3 m {x} 18 l {x} 198 m {x} 213 l" for x in (36, 288)]
    pieces["marks"] = f"q /All CS 1 SCN 0.25 w {' '.join(edges)} S Q"
    writer.line("slug", SLUG, 8, -32, 6)
    pieces["end"] = ""

    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(WIDTH + 2 * ORIGIN, HEIGHT + 2 * ORIGIN))
    trim = (ORIGIN, ORIGIN, ORIGIN + WIDTH, ORIGIN + HEIGHT)
    page.TrimBox = Array(trim)
    page.BleedBox = Array([trim[0] - BLEED, trim[1] - BLEED, trim[2] + BLEED, trim[3] + BLEED])
    page.Resources = Dictionary(
        Font=Dictionary(F1=writer.latin.embed(pdf), F2=writer.arabic.embed(pdf)),
        ColorSpace=Dictionary(All=registration()),
        ExtGState=Dictionary(Over=Dictionary(op=True, OP=True, OPM=1), Knock=Dictionary(op=False, OP=False, OPM=1)),
    )
    page.Contents = pdf.make_stream("\n".join(pieces.values()).encode())
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    pdf.docinfo["/Title"] = "You are not alone"
    pdf.docinfo["/CreationDate"] = "D:20261125101600Z"
    texts = {str(item.message): item.text for item in writer.items if isinstance(item, TextLine)}
    expectation = composed(
        Page("front", WIDTH, HEIGHT, BLEED, SAFE, tuple(writer.items)),
        texts=texts,
        contacts=[HOTLINE],
        smallest_module=1.13,
        slug=(tuple(writer.slug),),
        title="You are not alone",
        colours=COLOURS,
    )
    faces = {face.name: FontFile(face.data) for face in (writer.latin, writer.arabic)}
    return Sample(saved(pdf), replace(expectation, faces=faces), dict(pieces))
