"""The job ticket on paper: a Letter page in English, tagged like every file for screens.

Each drawing is a list of filled boxes and shapes with its lower left corner at 0, 0 and y upwards, in points.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from flyers.content.markup import RichText
from flyers.layout.page_builder import INK, LETTER, MUTED, PAPER, RULE, SHADE, PageBuilder, TextStyle, quoting
from flyers.page import items
from flyers.page.document import Box, Document, Element, Shape
from flyers.page.items import Point, moved
from flyers.pipeline.prove import JOB_TICKET
from flyers.publish.order import Fold
from flyers.publish.ticket import NOT_VERIFIED, Ticket, TicketProduct
from flyers.records import dataclass
from flyers.text.paragraph import Typesetter
from flyers.translation.registry import Language
from flyers.units import dimensions, to_mm, total

LINE, _HEAVY = 0.75, 1.2  # Weights of lines.
TURN = 13.0  # Height of the arrow above the sheets that turn.
_OVER = 3.0  # How far the axis reaches beyond them at the top and bottom.
_PANEL, _OPEN = 0.4, 35.0
"""Width of a panel of the folding sheet, as a fraction of the drawing's, and degrees by which it is still open."""

DrawingItem = Box | Shape


def flat(width: float, height: float, bleed: float, folds: tuple[float, ...]) -> list[DrawingItem]:
    """Draw a face to scale: its bleed in grey, dashed folds, an arrow to the head."""
    panel = folds[0] if folds else width  # the arrow keeps clear of the folds
    return [
        _box(0.0, 0.0, width + 2 * bleed, height + 2 * bleed, RULE),
        _box(bleed, bleed, width, height, PAPER),
        *_frame(bleed, bleed, width, height),
        *(dash for fold in folds for dash in _dashes(bleed + fold, bleed, height, INK)),
        *_arrow(bleed + panel / 2, bleed + height / 2, min(12.0, height / 3)),
    ]


def turn(width: float, height: float) -> list[DrawingItem]:
    """Draw front and back on both sides of the axis about which the sheet turns, with arrows to their heads.

    *height* is that of the sheets; the drawing is `TURN` higher.
    """
    half = (width - 10) / 2
    drawing: list[DrawingItem] = []
    for left in (0.0, half + 10):
        drawing += [_box(left, _OVER, half, height, SHADE), *_frame(left, _OVER, half, height)]
        drawing += _arrow(left + half / 2, _OVER + height / 2, height / 2.4)
    drawing += _dashes(width / 2 - LINE / 2, 0.0, height + 2 * _OVER, MUTED)
    return [*drawing, *_arc((width / 2, _OVER + height - 2), half / 2 + 5, 9.0)]


def fold(kind: Fold, width: float, narrow_left: bool) -> list[DrawingItem]:
    """Draw the sheet folding, seen from its foot with the inside up; the panel that folds in first is the lower one.

    Of a cross fold, the first fold is seen so, with a line for the second. A tent is seen from its side, as it stands,
    with its flap inside.
    """
    panel = width * _PANEL
    if kind == "tent":
        left, right, ridge = (0.0, 0.0), (panel, 0.0), (panel / 2, rise(width) - 2)
        strokes = [(left, right), (left, ridge), (ridge, right), (right, (panel * 0.7, 3.0))]
    elif kind in ("half", "cross-fold"):
        middle = (panel, 0.0)
        strokes = [(middle, _from(middle, panel, angle)) for angle in (_OPEN, 180 - _OPEN)]
        if kind == "cross-fold":  # the second fold crosses both leaves
            strokes.append((_from(middle, panel / 2, _OPEN), _from(middle, panel / 2, 180 - _OPEN)))
    elif kind == "z-fold":
        corners = [(0.0, panel * math.sin(math.radians(_OPEN)))]
        for angle in (-_OPEN, _OPEN, -_OPEN):
            corners.append(_from(corners[-1], panel, angle))
        strokes = [*pairwise(corners)]
    else:
        left, right = (0.0, 0.0), (panel, 0.0)
        strokes = [(left, right), (left, _from(left, panel * 0.97, _OPEN / 2)), (right, _from(right, panel, _OPEN + 5))]
    if not narrow_left:
        strokes = [((width - a[0], a[1]), (width - b[0], b[1])) for a, b in strokes]
    return [_stroke(a, b, _HEAVY, INK) for a, b in strokes]


def rise(width: float) -> float:
    """Return the height of what `fold` draws."""
    return width * _PANEL * math.sin(math.radians(_OPEN + 5)) + 1


def _frame(x: float, y: float, width: float, height: float) -> list[DrawingItem]:
    """Draw the outline of a rectangle, inside it."""
    across = [_box(x, foot, width, LINE, INK) for foot in (y, y + height - LINE)]
    return [*across, *(_box(left, y, LINE, height, INK) for left in (x, x + width - LINE))]


def _dashes(x: float, y: float, height: float, colour: str) -> Iterator[DrawingItem]:
    count = max(2, round(height / 5))
    step = height / count
    return (_box(x, y + number * step, LINE, step * 0.6, colour) for number in range(count))


def _arrow(x: float, y: float, size: float) -> list[DrawingItem]:
    half, top = size * 0.35, y + size / 2
    tip = [(x, top), (x + half, top - half), (x - half, top - half)]
    return [_box(x - LINE / 2, y - size / 2, LINE, size - half, MUTED), _polygon(tip)]


def _arc(centre: Point, radius: float, height: float) -> list[DrawingItem]:
    """Draw a flat arrow from left to right over *centre*."""
    angles = [math.radians(degrees) for degrees in range(165, 20, -8)]
    points = [(centre[0] + radius * math.cos(a), centre[1] + height * math.sin(a) + 3) for a in angles]
    (x0, y0), (x1, y1) = points[-2:]
    along = math.atan2(y1 - y0, x1 - x0)
    tip = [(x1 + 4.5 * math.cos(along + a), y1 + 4.5 * math.sin(along + a)) for a in (0, 2.2, -2.2)]
    return [*(_stroke(a, b, LINE, MUTED) for a, b in pairwise(points)), _polygon(tip)]


def _from(start: Point, reach: float, degrees: float) -> Point:
    angle = math.radians(degrees)
    return start[0] + reach * math.cos(angle), start[1] + reach * math.sin(angle)


def _box(x: float, y: float, width: float, height: float, colour: str) -> Box:
    return Box(x, y, width, height, colour, "ticket")


def _stroke(start: Point, end: Point, weight: float, colour: str) -> Shape:
    return items.stroke(start, end, weight, colour, PAPER, "ticket", "drawing")


def _polygon(corners: list[Point]) -> Shape:
    return items.polygon(corners, MUTED, PAPER, "ticket", "drawing")


WIDTH, _APART = 92.0, 8.0  # Width of the column of drawings, and white between them.
_CAPTION, _FACE, _TURNED = 12.0, 50.0, 20.0  # Heights: of a caption, of a face at most, of the sheets that turn.


@dataclass(frozen=True, slots=True)
class TicketDrawing:
    """Items from 0, 0 up to *height*, their alternative text, and a caption below them."""

    alt: str
    height: float
    items: list[DrawingItem]
    caption: str = ""

    @property
    def full_height(self) -> float:
        """The height with the white and the caption below it."""
        return self.height + _APART + (_CAPTION if self.caption else 0.0)


def pictures_of(product: TicketProduct) -> list[TicketDrawing]:
    """Return drawings of the front, of how the sheet turns, and of how it folds, each `WIDTH` wide at most."""
    width, height = product.trim
    drawn = WIDTH - 6
    scale = min(drawn / (width + 2 * product.bleed), _FACE / (height + 2 * product.bleed))
    bleed, front = product.bleed * scale, product.pages[0]
    face = flat(width * scale, height * scale, bleed, tuple(fold * scale for fold in front.folds))
    folds = f", folded at {len(front.folds)} places" if front.folds else ""
    alt = f"The {front.face}, {dimensions(width, height)}, with its bleed{folds}"
    pictures = [TicketDrawing(alt, height * scale + 2 * bleed, face)]
    if product.flip:
        pictures.append(TicketDrawing(f"Flip: {product.flip_words}", _TURNED + TURN, turn(drawn, _TURNED)))
    if product.job.fold != "none" and (front.folds or product.job.fold == "tent"):
        folded = fold(product.job.fold, drawn, product.narrow == "left")
        caption = "from its side" if product.job.fold == "tent" else "from the foot, inside up"
        pictures.append(TicketDrawing(f"Fold: {product.fold_words}", rise(drawn), folded, caption))
    return pictures


MARGIN = 38.0
_TITLE = TextStyle(17.0, "bold", leading=1.3)
_HEADING = TextStyle(11.0, "bold", leading=1.3)
_TEXT = TextStyle(8.25, leading=1.3)
_LABEL = TextStyle(8.25, colour=MUTED, leading=1.3)
_STRONG = TextStyle(8.25, "bold", leading=1.3)
_ALARM = TextStyle(8.25, "bold", PAPER, INK, leading=1.3)
_ALARM_HEADING = TextStyle(11.0, "bold", PAPER, INK, leading=1.3)

_LABELS, _GAP = 62.0, 2.2  # Width of the column of labels, and white between rows.
_COLUMNS = ((0.0, 164.0), (168.0, 128.0), (300.0, 178.0), (482.0, 54.0))  # Left edges and widths, of contacts.
_BLANK, _TO_WRITE = 150.0, "\u00a0"  # Length of a line to write on, and the value in whose place it is.
_ORDER_LABELS, _ORDER_GAP = 110.0, 10.0  # Width of the labels of the order, and white above each line, for handwriting.

LabelledValue = tuple[str, str | RichText]


def ticket_pages(ticket: Ticket, typesetter: Typesetter, languages: Sequence[Language]) -> Document:
    """Compose the ticket; *languages* are English, then the language of the job, for its own name."""
    builder = PageBuilder("ticket", typesetter, tuple(languages), LETTER, MARGIN, MARGIN)
    builder.turn_over()
    structure = [*_head(builder, ticket), *(_product(builder, product) for product in ticket.products)]
    structure += [_contacts(builder, ticket), *_order(builder, ticket)]
    title, campaign = f"Job ticket {ticket.name}", ticket.campaign
    return builder.document(
        JOB_TICKET, title, structure, campaign=campaign, issue=ticket.issue, code=ticket.code, draft=ticket.draft
    )


def _head(builder: PageBuilder, ticket: Ticket) -> Iterator[Element]:
    title = builder.words("Job ticket", _TITLE, MARGIN, builder.top, 120)
    yield Element("H1", items=title.places)
    name = builder.words(ticket.name, _HEADING, MARGIN + 120, builder.top + 4.5, builder.measure - 120)
    yield Element("P", items=name.places)
    builder.top += max(title.height, name.height) + 7
    if ticket.draft:
        yield _alarm(builder, ticket)
    yield from _rows(builder, _job_rows(ticket), MARGIN, builder.measure)
    builder.top += 5


def _alarm(builder: PageBuilder, ticket: Ticket) -> Element:
    reasons = ticket.blockers or ("It was packaged as a draft, for no other reason.",)
    paragraphs = [("DRAFT: for viewing only, do not print", _ALARM_HEADING), *((reason, _ALARM) for reason in reasons)]
    width = builder.measure - 20
    height = 11 + total(builder.height_of(text, style, width) + 3 for text, style in paragraphs)
    builder.box(MARGIN, builder.top, builder.measure, height, INK)
    foot = builder.top + height
    builder.top += 7
    children = [builder.paragraph("P", text, style, x=MARGIN + 10, width=width, gap=3) for text, style in paragraphs]
    builder.top = foot + 8
    return Element("Sect", tuple(children))


def _job_rows(ticket: Ticket) -> list[LabelledValue]:
    condition = ticket.condition
    direction = "; right to left: pages and folds are mirrored on purpose" if ticket.rtl else ""
    language: str | RichText = f"{ticket.english}{direction}"
    if ticket.autonym != ticket.english:
        language = quoting(f"{ticket.english} (", ticket.autonym, ticket.language, f"){direction}")
    black = "overprints" if condition.overprint_black else "knocks out"
    press = f"{condition.title} ({condition.identifier}), {ticket.standard}, profile “{condition.profile_description}”"
    return [
        ("For", ticket.publisher),
        ("Language", language),
        ("Issue", f"{ticket.issue}, code {ticket.code}; in small print on every file: {ticket.small_print}"),
        ("Sign-off", ticket.review),
        ("Made for", f"{press}; inks at most {condition.ink_limit} %; black type {black}"),
    ]


def _product(builder: PageBuilder, product: TicketProduct) -> Element:
    """Put drawings at the left and facts at the right of them, all on one page."""
    x, width = MARGIN + WIDTH + 16, builder.measure - WIDTH - 16
    rows, pictures = _product_rows(product), pictures_of(product)
    name = builder.divided(product.job.name, _HEADING, WIDTH)
    drawn = total(picture.full_height for picture in pictures) + builder.height_of(name, _HEADING, WIDTH)
    values = (_divided(builder, value, width - _LABELS) for _, value in rows)
    told = total(builder.height_of(value, _TEXT, width - _LABELS) + _GAP for value in values)
    if 24 + max(told, drawn) > builder.remaining:
        builder.turn_over()
    _rule(builder)
    heading = builder.words(name, _HEADING, MARGIN, builder.top, WIDTH)
    children = [Element("H2", items=heading.places)]
    top = builder.top + max(18.0, heading.height + 5)
    for picture in pictures:
        foot = top + picture.height
        places = tuple(builder.add(moved(item, MARGIN, builder.height - foot)) for item in picture.items)
        children.append(Element("Figure", items=places, alt=picture.alt))
        if picture.caption:
            caption = builder.words(picture.caption, _LABEL, MARGIN, foot + 3, WIDTH)
            children.append(Element("P", items=caption.places))
        top += picture.full_height
    children += _rows(builder, rows, x, width)
    builder.top = max(builder.top, top) + 3
    return Element("Sect", tuple(children))


def _rule(builder: PageBuilder) -> None:
    """Draw a rule above a section."""
    builder.rule(builder.top, INK, weight=LINE)
    builder.top += 6


def _product_rows(product: TicketProduct) -> list[LabelledValue]:
    smallest = product.proof.facts.get("smallest_type")
    measured = f"; smallest type {smallest:g} pt" if smallest is not None else ""
    rows: list[LabelledValue] = [
        ("Quantity", f"{product.quantity:,}" if product.quantity is not None else _TO_WRITE),
        ("Trim", dimensions(*product.trim)),
        ("Bleed, sheet", f"{product.bleed_words} on all sides; sheet of the file {dimensions(*product.media)}"),
        ("Sides, inks", f"{product.sides}; {product.inks}"),
        ("Flip", product.flip_words),
        ("Fold", "" if product.job.fold == "none" else product.fold_words),
        ("Stock", product.stock if product.stock_ordered else f"{product.stock} (a suggestion)"),
        ("Finishing", product.job.finishing),
        ("Lamination", product.job.lamination),
        *(("Tool", words) for words in product.tool_words),
        *(
            ("QR code", f"{face}: {code.target}, {round(to_mm(code.module), 3):g} mm a module")
            for face, code in product.codes
        ),
        ("Proof", "; ".join([f"{product.proof.words}{measured}", *product.proof.findings])),
        ("File", f"{product.file}, {product.size:,} bytes, SHA-256 {product.sha256[:16]}…"),
    ]
    return [row for row in rows if row[1]]


def _contacts(builder: PageBuilder, ticket: Ticket) -> Element:
    """List every number and address in print, to be compared digit by digit."""
    if 38 + 12.5 * len(ticket.contacts) > builder.remaining:
        builder.turn_over()
    _rule(builder)
    heading = "Numbers and addresses in print: compare them digit by digit"
    children = [builder.paragraph("H2", heading, _HEADING, gap=4)]
    rows = [[(name, _LABEL) for name in ("in print", "whom it reaches", "opens", "tried on")]]
    for contact in ticket.contacts:
        tried = (contact.verified_on.isoformat(), _TEXT) if contact.verified_on else (NOT_VERIFIED, _STRONG)
        rows.append([(contact.display, _STRONG), (contact.whom, _TEXT), (contact.target, _TEXT), tried])
    for row in rows:
        cells = [
            builder.words(builder.divided(text, style, width), style, MARGIN + x, builder.top, width)
            for (text, style), (x, width) in zip(row, _COLUMNS, strict=True)
        ]
        builder.top += max(cell.height for cell in cells) + _GAP
        children.append(Element("P", items=tuple(place for cell in cells for place in cell.places)))
    return Element("Sect", tuple(children))


def _order(builder: PageBuilder, ticket: Ticket) -> Iterator[Element]:
    """Put the order on a page of its own, with lines to write on for what is not known."""
    builder.turn_over()
    yield builder.paragraph("H2", "The order: fill in what is blank", _HEADING, gap=6)
    yield builder.paragraph("P", f"{ticket.name}, for {ticket.publisher}", _TEXT, gap=3)
    yield builder.paragraph("P", ticket.overprint, _STRONG, gap=10)
    for product in ticket.products:
        quantity = f"{product.quantity:,}" if product.quantity is not None else ""
        yield _order_row(builder, f"Copies: {product.job.name}", quantity)
    for label, value in ticket.order.rows:
        yield _order_row(builder, label, value)


def _order_row(builder: PageBuilder, label: str, value: str) -> Element:
    """Put up a label and its value, or a line that is long and high enough to write on."""
    x, width, room = MARGIN + _ORDER_LABELS, builder.measure - _ORDER_LABELS, _ORDER_LABELS - 6
    top = builder.top + _ORDER_GAP
    named = builder.words(builder.divided(label, _LABEL, room), _LABEL, MARGIN, top, room)
    valued = builder.words(builder.divided(value, _TEXT, width), _TEXT, x, top, width) if value else named
    foot = top + max(named.height, valued.height) + 2
    builder.rule(foot, RULE, x=x, width=width, weight=LINE)
    builder.top = foot + 3
    return Element("P", items=(*named.places, *valued.places) if value else named.places)


def _rows(builder: PageBuilder, rows: Iterable[LabelledValue], x: float, width: float) -> Iterator[Element]:
    """Put labels and values side by side, one paragraph for each pair."""
    for label, value in rows:
        named = builder.words(label, _LABEL, x, builder.top, _LABELS)
        places, height = named.places, named.height
        if value == _TO_WRITE:
            builder.rule(builder.top + height, RULE, x=x + _LABELS, width=_BLANK, weight=LINE)
        else:
            style = _STRONG if label == "Quantity" else _TEXT
            words = _divided(builder, value, width - _LABELS)
            block = builder.words(words, style, x + _LABELS, builder.top, width - _LABELS)
            places, height = (*places, *block.places), max(height, block.height)
        builder.top += height + _GAP
        yield Element("P", items=places)


def _divided(builder: PageBuilder, value: str | RichText, width: float) -> str | RichText:
    return builder.divided(value, _STRONG, width) if isinstance(value, str) else value
