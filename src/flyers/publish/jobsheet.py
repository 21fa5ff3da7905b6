"""The ticket on paper: one Letter page in English, as long as nothing is wrong; tagged like every file for screens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flyers.content.richtext import RichText
from flyers.layout.pages import Document, Element
from flyers.publish import drawings
from flyers.publish.leaf import (
    ALARM,
    ALARM_HEADING,
    HEADING,
    HEIGHT,
    INK,
    LABEL,
    MARGIN,
    RULE,
    STRONG,
    TEXT,
    TITLE,
    WIDTH,
    Leaf,
    Style,
    foreign,
)
from flyers.publish.ticket import NOT_VERIFIED, Ticket, TicketContact, TicketProduct
from flyers.text.paragraph import Typesetter
from flyers.units import dimensions

TITLE_WORDS = "Job ticket"
_MEASURE = WIDTH - 2 * MARGIN
_PICTURES = 92.0
"""Width of the column of drawings."""
_LABELS = 62.0
_ROW = 2.2
"""White between rows."""
_COLUMNS, _WIDTHS = (0.0, 168.0, 300.0, 482.0), (164.0, 128.0, 178.0, 54.0)
"""Of the table of contacts."""
_WRITE = 150.0
"""Length of a line to write on."""

_APART = 8.0
"""White between drawings."""
_CAPTION = 12.0
_FACE, _TURNED = 50.0, 20.0
"""Heights: of a face at most, of the sheets that turn."""

Row = tuple[str, str | RichText]


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing that stands on 0, 0, so high, with its alternative text and the words below it."""

    alt: str
    height: float
    items: list[drawings.Drawn]
    caption: str = ""

    @property
    def whole(self) -> float:
        """Its height with the white and the words below it."""
        return self.height + _APART + (_CAPTION if self.caption else 0.0)


def job_sheet(ticket: Ticket, typesetter: Typesetter) -> Document:
    """Compose the ticket.

    Raises:
        FontError: a name has a character that no font of the campaign has.
    """
    families = tuple(dict.fromkeys(("noto-sans", *ticket.families)))
    leaf = Leaf(typesetter, families)
    structure = [*_head(leaf, ticket)]
    for product in ticket.products:
        structure.append(_product(leaf, product))
    structure.append(_contacts(leaf, ticket))
    return leaf.document(
        f"{TITLE_WORDS} {ticket.name}",
        structure,
        campaign=ticket.campaign,
        issue=ticket.issue,
        code=ticket.code,
        draft=ticket.draft,
    )


def _head(leaf: Leaf, ticket: Ticket) -> Iterator[Element]:
    title = leaf.words(TITLE_WORDS, TITLE, MARGIN, leaf.top, 120)
    yield Element("H1", items=title.items)
    name = leaf.words(ticket.name, HEADING, MARGIN + 120, leaf.top + 4.5, _MEASURE - 120)
    yield Element("P", items=name.items)
    leaf.top += max(title.height, name.height) + 7
    if ticket.draft:
        yield _alarm(leaf, ticket)
    yield from _rows(leaf, _job_rows(ticket), MARGIN, _MEASURE)
    leaf.top += 5


def _alarm(leaf: Leaf, ticket: Ticket) -> Element:
    """A black box that nobody can overlook: this is not to be printed, and why."""
    inner = _MEASURE - 20
    reasons = [*ticket.doubts] or ["It was packaged as a draft; nothing else speaks against it."]
    heights = [leaf.height(reason, ALARM, inner) for reason in reasons]
    title = "DRAFT: for a look only, do not print"
    height = 14 + leaf.height(title, ALARM_HEADING, inner) + sum(each + 3 for each in heights)
    leaf.box(MARGIN, leaf.top, _MEASURE, height, INK)
    top = leaf.top + 7
    placed = leaf.words(title, ALARM_HEADING, MARGIN + 10, top, inner)
    children = [Element("P", items=placed.items)]
    top += placed.height + 3
    for reason in reasons:
        placed = leaf.words(reason, ALARM, MARGIN + 10, top, inner)
        children.append(Element("P", items=placed.items))
        top += placed.height + 3
    leaf.top += height + 8
    return Element("Sect", tuple(children))


def _job_rows(ticket: Ticket) -> list[Row]:
    condition = ticket.condition
    direction = "; right to left: pages and folds are mirrored, and rightly so" if ticket.rtl else ""
    language: str | RichText = f"{ticket.english}{direction}"
    if ticket.autonym != ticket.english:
        language = foreign(f"{ticket.english} (", ticket.autonym, ticket.language, f"){direction}")
    black = "overprints" if condition.overprint_black else "knocks out"
    return [
        ("For", ticket.publisher),
        ("Language", language),
        ("Edition", f"{ticket.issue}, code {ticket.code}; in small print on every file: {ticket.small_print}"),
        ("Sign-off", ticket.review),
        (
            "Made for",
            f"{condition.title} ({condition.identifier}), {ticket.standard}, "
            f"profile “{condition.profile_description}”; inks at most {condition.ink_limit} %; black type {black}",
        ),
    ]


def _product(leaf: Leaf, product: TicketProduct) -> Element:
    """Drawings at the left, facts at the right of them; never parted by the end of a page."""
    x, width = MARGIN + _PICTURES + 16, _MEASURE - _PICTURES - 16
    rows = _product_rows(product)
    pictures = _pictures(product)
    tall = 24 + max(_height(leaf, rows, width), sum(picture.whole for picture in pictures))
    if tall > leaf.left_over:
        leaf.turn_over()
    leaf.box(MARGIN, leaf.top, _MEASURE, 0.75, INK)
    leaf.top += 6
    children = [Element("H2", items=leaf.words(product.job.name, HEADING, MARGIN, leaf.top, _PICTURES).items)]
    start = leaf.top
    top = start + 18
    for picture in pictures:
        foot = top + picture.height
        places = tuple(leaf.add(drawings.moved(item, MARGIN, HEIGHT - foot)) for item in picture.items)
        children.append(Element("Figure", items=places, alt=picture.alt))
        if picture.caption:
            children.append(Element("P", items=leaf.words(picture.caption, LABEL, MARGIN, foot + 3, _PICTURES).items))
        top += picture.whole
    children += _rows(leaf, rows, x, width, writing_line=product.quantity is None)
    leaf.top = max(leaf.top, top) + 3
    return Element("Sect", tuple(children))


def _product_rows(product: TicketProduct) -> list[Row]:
    rows: list[Row] = [
        ("Quantity", f"{product.quantity:,}" if product.quantity is not None else "\u00a0"),
        ("Trim", dimensions(*product.trim)),
        ("Bleed, sheet", f"{product.bleed_words} on all sides; sheet of the file {dimensions(*product.media)}"),
        ("Sides, inks", f"{product.sides}; {product.inks}"),
        ("Flip", product.flip_words),
        ("Fold", "" if product.job.fold == "none" else product.fold_words),
        ("Stock", f"{product.job.stock} (a suggestion)"),
        ("Finishing", product.job.finishing),
        *(("QR code", f"{code.face}: {code.target}, {code.module_mm:g} mm a module") for code in product.codes),
        ("Proof", _proof(product)),
        ("File", f"{product.file}, {product.size:,} bytes, SHA-256 {product.sha256[:16]}…"),
    ]
    return [row for row in rows if row[1]]


def _proof(product: TicketProduct) -> str:
    proof = product.proof
    smallest = proof.facts.get("smallest_type")
    measured = f"; smallest type {smallest:g} pt" if smallest is not None else ""
    return "; ".join([f"{proof.words}{measured}", *proof.findings])


def _pictures(product: TicketProduct) -> list[Picture]:
    width, height = product.trim
    drawn = _PICTURES - 6
    scale = min(drawn / (width + 2 * product.bleed), _FACE / (height + 2 * product.bleed))
    bleed, front = product.bleed * scale, product.pages[0]
    flat = drawings.flat(width * scale, height * scale, bleed, tuple(fold * scale for fold in front.folds))
    folds = f", folded at {len(front.folds)} places" if front.folds else ""
    alt = f"The {front.face}, {dimensions(width, height)}, with its bleed{folds}"
    made = [Picture(alt, height * scale + 2 * bleed, flat)]
    if product.flip:
        made.append(Picture(f"Flip: {product.flip_words}", _TURNED + drawings.TURN, drawings.turn(drawn, _TURNED)))
    if product.job.fold != "none":
        folded = drawings.fold(product.job.fold, drawn, product.narrow == "left")
        rise = drawings.rise(product.job.fold, drawn)
        made.append(Picture(f"Fold: {product.fold_words}", rise, folded, "from the foot, inside up"))
    return made


def _contacts(leaf: Leaf, ticket: Ticket) -> Element:
    """Every number and address that is printed, to be compared digit by digit."""
    heading = "Numbers and addresses in print: compare them digit by digit"
    if 38 + 12.5 * len(ticket.contacts) > leaf.left_over:
        leaf.turn_over()
    leaf.box(MARGIN, leaf.top, _MEASURE, 0.75, INK)
    leaf.top += 6
    placed = leaf.words(heading, HEADING, MARGIN, leaf.top, _MEASURE)
    leaf.top += placed.height + 4
    children = [
        Element("H2", items=placed.items),
        _cells(leaf, [("in print", LABEL), ("whom it reaches", LABEL), ("opens", LABEL), ("tried on", LABEL)]),
        *(_contact(leaf, contact) for contact in ticket.contacts),
    ]
    return Element("Sect", tuple(children))


def _contact(leaf: Leaf, contact: TicketContact) -> Element:
    tried = (contact.verified_on.isoformat(), TEXT) if contact.verified_on else (NOT_VERIFIED, STRONG)
    return _cells(leaf, [(contact.display, STRONG), (contact.whom, TEXT), (contact.target, TEXT), tried])


def _cells(leaf: Leaf, cells: Iterable[tuple[str, Style]]) -> Element:
    """A row of the table of contacts."""
    placed = []
    for (text, style), x, width in zip(cells, _COLUMNS, _WIDTHS, strict=True):
        whole = text if " " in text else leaf.divided(text, style, width)
        placed.append(leaf.words(whole, style, MARGIN + x, leaf.top, width))
    leaf.top += max(each.height for each in placed) + _ROW
    return Element("P", items=tuple(place for each in placed for place in each.items))


def _rows(leaf: Leaf, rows: Iterable[Row], x: float, width: float, *, writing_line: bool = False) -> Iterator[Element]:
    """Label and value side by side, one paragraph for the reader; the first value may be a line to write on."""
    for number, (label, value) in enumerate(rows):
        named = leaf.words(label, LABEL, x, leaf.top, _LABELS)
        if writing_line and number == 0:
            leaf.box(x + _LABELS, leaf.top + named.height, _WRITE, 0.75, RULE)
            valued = named
            items = named.items
        else:
            valued = leaf.words(value, STRONG if label == "Quantity" else TEXT, x + _LABELS, leaf.top, width - _LABELS)
            items = named.items + valued.items
        leaf.top += max(named.height, valued.height) + _ROW
        yield Element("P", items=items)


def _height(leaf: Leaf, rows: Iterable[Row], width: float) -> float:
    return sum(leaf.height(value, TEXT, width - _LABELS) + _ROW for _, value in rows)
