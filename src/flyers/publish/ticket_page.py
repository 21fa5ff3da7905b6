"""The job ticket on paper: a Letter page in English, tagged like every file for screens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from flyers.content.markup import RichText
from flyers.layout.page_builder import INK, LETTER, MUTED, PAPER, RULE, PageBuilder, TextStyle, quoting
from flyers.page.document import Document, Element
from flyers.page.items import moved
from flyers.pipeline.prove import JOB_TICKET
from flyers.publish.drawings import WIDTH, pictures_of
from flyers.publish.ticket import NOT_VERIFIED, Ticket, TicketContact, TicketProduct
from flyers.text.paragraph import Typesetter
from flyers.translation.registry import Language
from flyers.units import dimensions, total

MARGIN = 38.0
_TITLE = TextStyle(17.0, "bold", leading=1.3)
_HEADING = TextStyle(11.0, "bold", leading=1.3)
_TEXT = TextStyle(8.25, leading=1.3)
_LABEL = TextStyle(8.25, colour=MUTED, leading=1.3)
_STRONG = TextStyle(8.25, "bold", leading=1.3)
_ALARM = TextStyle(8.25, "bold", PAPER, INK, leading=1.3)
_ALARM_HEADING = TextStyle(11.0, "bold", PAPER, INK, leading=1.3)

TITLE_WORDS = "Job ticket"
_LABELS = 62.0
"""Width of the column of labels."""
_GAP = 2.2
"""White between rows."""
_COLUMNS, _WIDTHS = (0.0, 168.0, 300.0, 482.0), (164.0, 128.0, 178.0, 54.0)
"""Left edges and widths of the columns of contacts."""
_BLANK = 150.0
"""Length of a line to write on."""
_RULE = 0.75
_ORDER_LABELS = 110.0
_ORDER_GAP = 10.0
"""Width of the labels of the order, and white above each line, for handwriting."""

LabelledValue = tuple[str, str | RichText]


def ticket_pages(ticket: Ticket, typesetter: Typesetter, languages: Sequence[Language]) -> Document:
    """Compose the ticket.

    Args:
        languages: English, then the language of the job, for its own name.

    Raises:
        FontError: no font of the campaign has a character of a name.
    """
    builder = PageBuilder("ticket", typesetter, tuple(languages), LETTER, MARGIN, MARGIN)
    builder.turn_over()
    structure = [
        *_head(builder, ticket),
        *(_product(builder, product) for product in ticket.products),
        _contacts(builder, ticket),
        *_order(builder, ticket),
    ]
    return builder.document(
        JOB_TICKET,
        f"{TITLE_WORDS} {ticket.name}",
        structure,
        campaign=ticket.campaign,
        issue=ticket.issue,
        code=ticket.code,
        draft=ticket.draft,
    )


def _head(builder: PageBuilder, ticket: Ticket) -> Iterator[Element]:
    title = builder.words(TITLE_WORDS, _TITLE, MARGIN, builder.top, 120)
    yield Element("H1", items=title.places)
    name = builder.words(ticket.name, _HEADING, MARGIN + 120, builder.top + 4.5, builder.measure - 120)
    yield Element("P", items=name.places)
    builder.top += max(title.height, name.height) + 7
    if ticket.draft:
        yield _alarm(builder, ticket)
    yield from _rows(builder, _job_rows(ticket), MARGIN, builder.measure)
    builder.top += 5


def _alarm(builder: PageBuilder, ticket: Ticket) -> Element:
    """Put up a black box that says not to print this, and why."""
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
    return [
        ("For", ticket.publisher),
        ("Language", language),
        ("Issue", f"{ticket.issue}, code {ticket.code}; in small print on every file: {ticket.small_print}"),
        ("Sign-off", ticket.review),
        (
            "Made for",
            f"{condition.title} ({condition.identifier}), {ticket.standard}, "
            f"profile “{condition.profile_description}”; inks at most {condition.ink_limit} %; black type {black}",
        ),
    ]


def _product(builder: PageBuilder, product: TicketProduct) -> Element:
    """Put drawings at the left and facts at the right of them, all on one page."""
    x, width = MARGIN + WIDTH + 16, builder.measure - WIDTH - 16
    rows, pictures = _product_rows(product), pictures_of(product)
    name = builder.divided(product.job.name, _HEADING, WIDTH)
    drawn = total(picture.full_height for picture in pictures)
    drawn += builder.height_of(name, _HEADING, WIDTH)
    height = 24 + max(_height(builder, rows, width), drawn)
    if height > builder.remaining:
        builder.turn_over()
    start = _rule(builder)
    heading = builder.words(name, _HEADING, MARGIN, start, WIDTH)
    children = [Element("H2", items=heading.places)]
    top = start + max(18.0, heading.height + 5)
    for picture in pictures:
        foot = top + picture.height
        up = builder.height - foot
        places = tuple(builder.add(moved(item, MARGIN, up)) for item in picture.items)
        children.append(Element("Figure", items=places, alt=picture.alt))
        if picture.caption:
            caption = builder.words(picture.caption, _LABEL, MARGIN, foot + 3, WIDTH)
            children.append(Element("P", items=caption.places))
        top += picture.full_height
    children += _rows(builder, rows, x, width, blank_first=product.quantity is None)
    builder.top = max(builder.top, top) + 3
    return Element("Sect", tuple(children))


def _rule(builder: PageBuilder) -> float:
    """Draw a rule above a section, and return where the section begins."""
    builder.rule(builder.top, INK, weight=_RULE)
    builder.top += 6
    return builder.top


def _product_rows(product: TicketProduct) -> list[LabelledValue]:
    rows: list[LabelledValue] = [
        ("Quantity", f"{product.quantity:,}" if product.quantity is not None else "\u00a0"),
        ("Trim", dimensions(*product.trim)),
        ("Bleed, sheet", f"{product.bleed_words} on all sides; sheet of the file {dimensions(*product.media)}"),
        ("Sides, inks", f"{product.sides}; {product.inks}"),
        ("Flip", product.flip_words),
        ("Fold", "" if product.job.fold == "none" else product.fold_words),
        ("Stock", product.stock if product.stock_ordered else f"{product.stock} (a suggestion)"),
        ("Finishing", product.job.finishing),
        ("Lamination", product.job.lamination),
        *(("Tool", words) for words in product.tool_words),
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


def _contacts(builder: PageBuilder, ticket: Ticket) -> Element:
    """List every number and address in print, to be compared digit by digit."""
    if 38 + 12.5 * len(ticket.contacts) > builder.remaining:
        builder.turn_over()
    _rule(builder)
    heading = "Numbers and addresses in print: compare them digit by digit"
    children = [
        builder.paragraph("H2", heading, _HEADING, gap=4),
        _cells(builder, [(name, _LABEL) for name in ("in print", "whom it reaches", "opens", "tried on")]),
        *(_contact(builder, contact) for contact in ticket.contacts),
    ]
    return Element("Sect", tuple(children))


def _contact(builder: PageBuilder, contact: TicketContact) -> Element:
    tried = (contact.verified_on.isoformat(), _TEXT) if contact.verified_on else (NOT_VERIFIED, _STRONG)
    return _cells(builder, [(contact.display, _STRONG), (contact.whom, _TEXT), (contact.target, _TEXT), tried])


def _cells(builder: PageBuilder, cells: Iterable[tuple[str, TextStyle]]) -> Element:
    """Put up a row of the table of contacts."""
    blocks = [
        builder.words(builder.divided(text, style, width), style, MARGIN + x, builder.top, width)
        for (text, style), x, width in zip(cells, _COLUMNS, _WIDTHS, strict=True)
    ]
    builder.top += max(block.height for block in blocks) + _GAP
    return Element("P", items=tuple(place for block in blocks for place in block.places))


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
    width = builder.measure - _ORDER_LABELS
    room = _ORDER_LABELS - 6
    named = builder.words(builder.divided(label, _LABEL, room), _LABEL, MARGIN, builder.top + _ORDER_GAP, room)
    places, height = named.places, named.height
    if value:
        words = builder.divided(value, _TEXT, width)
        block = builder.words(words, _TEXT, MARGIN + _ORDER_LABELS, builder.top + _ORDER_GAP, width)
        places, height = (*places, *block.places), max(height, block.height)
    foot = builder.top + _ORDER_GAP + height + 2
    builder.rule(foot, RULE, x=MARGIN + _ORDER_LABELS, width=width, weight=_RULE)
    builder.top = foot + 3
    return Element("P", items=places)


def _rows(
    builder: PageBuilder, rows: Iterable[LabelledValue], x: float, width: float, *, blank_first: bool = False
) -> Iterator[Element]:
    """Put labels and values side by side, one paragraph for each pair.

    With *blank_first* the first value is a line to write on.
    """
    for number, (label, value) in enumerate(rows):
        named = builder.words(label, _LABEL, x, builder.top, _LABELS)
        places, height = named.places, named.height
        if blank_first and number == 0:
            builder.rule(builder.top + height, RULE, x=x + _LABELS, width=_BLANK, weight=_RULE)
        else:
            style = _STRONG if label == "Quantity" else _TEXT
            block = builder.words(
                _divided(builder, value, width - _LABELS), style, x + _LABELS, builder.top, width - _LABELS
            )
            places, height = (*places, *block.places), max(height, block.height)
        builder.top += height + _GAP
        yield Element("P", items=places)


def _height(builder: PageBuilder, rows: Iterable[LabelledValue], width: float) -> float:
    values = (_divided(builder, value, width - _LABELS) for _, value in rows)
    return total(builder.height_of(value, _TEXT, width - _LABELS) + _GAP for value in values)


def _divided(builder: PageBuilder, value: str | RichText, width: float) -> str | RichText:
    """Return a value with places to break in words of an order or a print job that are wider than the column."""
    return builder.divided(value, _STRONG, width) if isinstance(value, str) else value
