"""The job ticket as plain data: what a print shop has to know, always in English; as the letter README.txt, which says
what is in the package and what to check; and as an XJDF product intent (CIP4, XJDF 2.1), for planning software.

XJDF gets what it has words for, with all products as roots of one job. The fold is given by its number in CIP4's fold
catalogue and by its name; a comment adds the narrow panel, which neither expresses.
"""

from __future__ import annotations

import datetime as dt
import re
import textwrap
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any, Literal

from flyers.content.press import PressCondition
from flyers.page.document import Page, QrCode
from flyers.page.paths import box_around
from flyers.publish.order import OrderPerson, PrintJob, PrintOrder
from flyers.records import dataclass
from flyers.units import POINTS, dimensions, to_mm


@dataclass(frozen=True, slots=True)
class Tool:
    """One shape, or all lines of one kind and direction."""

    kind: str  # ``die``, ``hole``, ``cut`` or ``perforation``
    # Left, bottom, right, top of each, points from the lower left corner of the trim, on the front.
    boxes: tuple[tuple[float, float, float, float], ...]
    radius: float = 0.0  # of the corners; half the height of a round hole
    by_printer: bool = False  # whether place and size are only a proposal

    @property
    def is_line(self) -> bool:
        return self.kind in ("cut", "perforation")

    @property
    def is_round(self) -> bool:
        left, bottom, right, top = self.boxes[0]
        return abs((right - left) - (top - bottom)) < 0.01 and abs(self.radius - (right - left) / 2) < 0.01

    def words(self, height: float) -> str:
        """Return it in words; *height* is that of the trim."""
        left, bottom, right, top = self.boxes[0]
        down, up, wide, high = height - top, height - bottom, right - left, top - bottom
        if self.is_line:
            (start, end), side, along = ((down, up), "left", "top") if wide < high else ((left, right), "top", "left")
            places = ", ".join(inches(box[0] if wide < high else height - box[1]) for box in self.boxes)
            count = f"{len(self.boxes)} lines, each" if len(self.boxes) > 1 else "one line,"
            span = f"{inches(start)} to {inches(end)} in from the {along}"
            return f"{self.kind}: {count} {inches(max(wide, high))} in long, {places} in from the {side}, {span}"
        corners = f"corners rounded by {inches(self.radius)} in" if self.radius else "square corners"
        size = f"{inches(wide)} in round" if self.is_round else f"{inches(wide)} × {inches(high)} in, {corners}"
        middle = f"{inches((left + right) / 2)} in from the left and {inches((down + up) / 2)} in from the top"
        ask = " (a proposal: tell us where your own tool makes it)" if self.by_printer else ""
        return f"{self.kind}: {size}, its middle {middle}{ask}"


def inches(points: float) -> str:
    """Return a length in inches without its unit: ``3.6875``."""
    return f"{points / POINTS['in']:.4f}".rstrip("0").rstrip(".") or "0"


def tools_of(page: Page) -> Iterator[Tool]:
    """Yield the tools of *page*, lines of one kind, direction and length together."""
    lines: dict[tuple[str, bool, float, float], list[tuple[float, float, float, float]]] = {}
    for finish in page.finishing:
        box = box_around(finish.path)
        if finish.path[-1][0] == "Z":
            yield Tool(finish.kind, (box,), round(float(finish.path[0][1]) - box[0], 3), finish.by_printer)
            continue
        upright = box[2] - box[0] < box[3] - box[1]
        ends = (box[1], box[3]) if upright else (box[0], box[2])
        lines.setdefault((finish.kind, upright, *ends), []).append(box)
    for (kind, *_), boxes in lines.items():
        yield Tool(kind, tuple(sorted(boxes)))


@dataclass(frozen=True, slots=True)
class TicketProof:
    """The last proof of one file, from ``proof.json``."""

    status: Literal["good", "failed", "none"]
    errors: int
    warnings: int
    findings: tuple[str, ...]  # as sentences
    facts: Mapping[str, Any]  # what was measured in the file

    @property
    def words(self) -> str:
        if self.status == "none":
            return "no record"
        counted = f"{self.errors} errors, {self.warnings} warnings" if self.findings else "nothing found"
        return f"{'passed' if self.status == 'good' else 'FAILED'}: {counted}"


@dataclass(frozen=True, slots=True)
class TicketProduct:
    """One file of the package; lengths in points."""

    product: str
    job: PrintJob
    file: str
    sha256: str
    size: int
    pages: tuple[Page, ...]
    bleed: float
    media: tuple[float, float]  # width and height of the file's pages, with bleed and slug
    one_ink: bool  # whether black is the only ink
    quantity: int | None  # how many are wanted; None for a line to write on
    stock: str  # the paper; ``stock_ordered`` is whether the order names it, or it is a suggestion
    stock_ordered: bool
    proof: TicketProof

    @property
    def trim(self) -> tuple[float, float]:
        return self.pages[0].width, self.pages[0].height

    @property
    def codes(self) -> tuple[tuple[str, QrCode], ...]:
        """Each QR code with its face."""
        return tuple((page.face, item) for page in self.pages for item in page.items if isinstance(item, QrCode))

    @property
    def bleed_words(self) -> str:
        return f"{inches(self.bleed)} in ({to_mm(self.bleed):.4g} mm)"

    @property
    def sheets(self) -> int:
        """Sheets of paper in one copy."""
        return -(-len(self.pages) // 2)

    @property
    def sides(self) -> str:
        if len(self.pages) == 1:
            return "one side"
        if len(self.pages) == 2:
            return f"both sides ({', '.join(page.face for page in self.pages)})"
        empty = ", the last back empty" if len(self.pages) % 2 else ""
        return f"{len(self.pages)} pages on {self.sheets} sheets, both sides{empty}; a copy is all of them, in order"

    @property
    def inks(self) -> str:
        inks = len(self.plates)
        sides = f"{inks}/{0 if len(self.pages) == 1 else inks}"
        most = self.proof.facts.get("most_ink_percent")
        measured = f"; most ink in one place {most:.0f} %" if most is not None else ""
        words = "black only, one plate" if self.one_ink else "CMYK" if self.tools else "CMYK, no spot colours"
        if self.tools:
            words += "; the spot colour Dieline shows where tools cut: it overprints, take it out before printing"
        return f"{sides} {words}{measured}"

    @property
    def tools(self) -> tuple[Tool, ...]:
        """What tools do besides trimming and folding, in places of the front."""
        return tuple(tools_of(self.pages[0]))

    @property
    def tool_words(self) -> tuple[str, ...]:
        return tuple(tool.words(self.trim[1]) for tool in self.tools)

    @property
    def plates(self) -> tuple[str, ...]:
        """The inks of each side."""
        return ("Black",) if self.one_ink else ("Cyan", "Magenta", "Yellow", "Black")

    @property
    def flip(self) -> Literal["long", "short"] | None:
        """The edge about which the sheet turns: the upright one, since front and back are head to head."""
        width, height = self.trim
        return None if len(self.pages) == 1 else "short" if width > height else "long"

    @property
    def flip_words(self) -> str:
        return f"head to head: turn about the {self.flip} edge, like the page of a book" if self.flip else ""

    @property
    def narrow(self) -> Literal["left", "right"] | None:
        """The end of the inside with the panel that folds in; None unless one end panel is narrower than the other."""
        if self.job.fold != "c-fold":
            return None
        first, *_, last = self.panels
        return None if first == last else "left" if first < last else "right"

    @property
    def panels(self) -> tuple[float, ...]:
        """Widths between cuts and folds of the inside from the left, points; with level folds, heights from the top."""
        inside = self.pages[-1]
        if inside.level_folds:
            return _parts(inside.level_folds, inside.height)[::-1]
        return _parts(inside.folds, inside.width)

    @property
    def finished(self) -> tuple[float, float]:
        """Width and height of the folded piece, points: those of its largest panel."""
        inside = self.pages[-1]
        return max(_parts(inside.folds, inside.width)), max(_parts(inside.level_folds, inside.height))

    @property
    def fold_words(self) -> str:
        if self.job.fold == "none":
            return "none"
        widths = " + ".join(inches(width) for width in self.panels)
        if self.job.fold == "cross-fold":
            return f"cross-fold: fold to {dimensions(*self.finished)}, first upright, then level, the inside in"
        if self.pages[-1].level_folds:
            return f"{self.job.fold}: {widths} in, from the top, folds level"
        narrow = f"; the narrow panel, at the {self.narrow} of the inside, folds in first" if self.narrow else ""
        return f"{self.job.fold}: {widths} in, from the left of the inside{narrow}"

    def to_json(self) -> dict[str, Any]:
        inks = ["K" if plate == "Black" else plate[0] for plate in self.plates]
        panels = [_mm(width) for width in self.panels]
        fold = {"name": self.job.fold, "panels_mm": panels, "narrow_panel": self.narrow, "words": self.fold_words}
        return {
            "product": self.product,
            "name": self.job.name,
            "file": self.file,
            "bytes": self.size,
            "sha256": self.sha256,
            "pages": [page.face for page in self.pages],
            "trim": _size(*self.trim),
            "bleed": {"mm": _mm(self.bleed), "words": self.bleed_words},
            "sheet_of_the_file": _size(*self.media),
            "sides": len(self.pages),
            "sheets": self.sheets,
            "flip": self.flip and {"edge": self.flip, "words": self.flip_words},
            "fold": fold if self.job.fold != "none" else None,
            "inks": {"front": inks, "back": inks if len(self.pages) > 1 else []},
            "stock": self.stock,
            "stock_ordered": self.stock_ordered,
            "finishing": self.job.finishing,
            "lamination": self.job.lamination,
            "tools": [
                {
                    "kind": tool.kind,
                    "boxes_mm": [[_mm(edge) for edge in box] for box in tool.boxes],
                    "radius_mm": _mm(tool.radius),
                    "by_printer": tool.by_printer,
                    "words": words,
                }
                for tool, words in zip(self.tools, self.tool_words, strict=True)
            ],
            "quantity": self.quantity,
            "codes": [
                {"face": face, "contact": code.contact, "opens": code.target, "module_mm": _mm(code.module)}
                for face, code in self.codes
            ],
            "proof": {
                "status": self.proof.status,
                "errors": self.proof.errors,
                "warnings": self.proof.warnings,
                "findings": list(self.proof.findings),
                "most_ink_percent": self.proof.facts.get("most_ink_percent"),
                "smallest_type_pt": self.proof.facts.get("smallest_type"),
            },
        }


def _parts(folds: tuple[float, ...], whole: float) -> tuple[float, ...]:
    """Return the distances between *folds* and the edges of something that is *whole* points long."""
    return tuple(round(end - start, 3) for start, end in pairwise((0.0, *folds, whole)))


def _mm(points: float) -> float:
    return round(to_mm(points), 3)


def _size(width: float, height: float) -> dict[str, Any]:
    return {"width_mm": _mm(width), "height_mm": _mm(height), "words": dimensions(width, height)}


NOT_VERIFIED = "not verified"


@dataclass(frozen=True, slots=True)
class TicketContact:
    """A number or address as it is printed, the day on which a person tried it, and the products that show it."""

    id: str
    whom: str
    display: str
    target: str
    verified_on: dt.date | None
    products: tuple[str, ...]

    @property
    def verified(self) -> str:
        return f"verified {self.verified_on.isoformat()}" if self.verified_on else NOT_VERIFIED


@dataclass(frozen=True, slots=True)
class Ticket:
    """One job: all products of one language, or of several on the same things."""

    name: str  # of the package, ``flyers-ct-es-2026-11``; a draft's ends in ``-DRAFT``
    campaign: str  # its id
    publisher: str  # who has it printed, in English
    language: str  # its tag, the first if the products have several
    english: str  # its English name, or those of all languages
    autonym: str  # its own name; the same as *english* if there are several languages
    label: str  # label, issue, code: the tags, ``es+en``, the campaign's date and the content code, as in small print
    rtl: bool  # whether the pages are mirrored
    issue: str
    code: str
    review: str  # whether the words are signed, and since when, without a name
    draft: bool
    blockers: tuple[str, ...]  # why this is a draft; empty for a package to be printed
    condition: PressCondition
    products: tuple[TicketProduct, ...]
    contacts: tuple[TicketContact, ...]
    askable: tuple[TicketContact, ...]  # contacts of the publisher
    order: PrintOrder  # what the order file says of dates, delivery and people

    @property
    def standard(self) -> str:
        return {"4": "PDF/X-4", "1a": "PDF/X-1a:2003"}[self.condition.pdfx]

    @property
    def overprint(self) -> str:
        """How the shop's RIP must treat black type."""
        if self.condition.overprint_black:
            return "Simulate overprint in the RIP and on every proof: black type prints over what is below."
        return "Black type knocks out, as you asked: the file overprints nowhere."

    @property
    def small_print(self) -> str:
        """The small print of every face, without the product's name."""
        return f"{self.label} · … · {self.issue} · {self.code}"

    def to_json(self) -> dict[str, Any]:
        condition = self.condition
        return {
            "schema": 2,  # raised with each change that programs would misunderstand
            "package": self.name,
            "campaign": self.campaign,
            "publisher": self.publisher,
            "language": {
                "tag": self.language,
                "label": self.label,
                "english": self.english,
                "autonym": self.autonym,
                "direction": "rtl" if self.rtl else "ltr",
            },
            "issue": {"label": self.issue, "code": self.code},
            "review": self.review,
            "order": self.order.to_json(),
            "draft": self.draft,
            "blockers": list(self.blockers),
            "print_condition": {
                "title": condition.title,
                "identifier": condition.identifier,
                "standard": self.standard,
                "profile": condition.profile_description,
                "profile_sha256": condition.sha256,
                "ink_limit_percent": condition.ink_limit,
                "black_overprints": condition.overprint_black,
                "overprint": self.overprint,
            },
            "products": [product.to_json() for product in self.products],
            "contacts": [
                {
                    "contact": contact.id,
                    "whom": contact.whom,
                    "printed": contact.display,
                    "opens": contact.target,
                    "verified_on": contact.verified_on and contact.verified_on.isoformat(),
                    "verified": contact.verified,
                    "products": list(contact.products),
                }
                for contact in self.contacts
            ],
        }


def letter(ticket: Ticket) -> str:
    """Return the letter as plain text; only names and addresses make a line longer than 78 characters."""
    return "\n".join(_lines(ticket)) + "\n"


def _lines(ticket: Ticket) -> Iterator[str]:
    yield from (ticket.name, "=" * len(ticket.name), "")
    if ticket.draft:
        yield from _wrapped("THIS IS A DRAFT, FOR VIEWING ONLY. DO NOT PRINT IT. Why:")
        for blocker in ticket.blockers:
            yield from _wrapped(blocker, "  - ")
        yield ""
    own = "" if ticket.autonym == ticket.english else f" ({ticket.autonym})"
    yield f"From      {ticket.publisher}"
    yield f"Language  {ticket.english}{own}"
    yield f"Issue     {ticket.issue}, code {ticket.code}"
    yield f"Sign-off  {ticket.review}"
    yield from ("", "THE ORDER")
    rows = [(f"{product.job.name}, copies", f"{product.quantity or ''}") for product in ticket.products]
    for label, value in (*rows, *ticket.order.rows):
        yield from _wrapped(value or "_" * 40, f"  {label:<28}")
    yield from ("", "WHAT IS WHAT")
    for product in ticket.products:
        yield f"  {product.file}"
        yield from _wrapped(f"{product.job.name}, {dimensions(*product.trim)}, {product.sides}", "      ")
    yield "  job-ticket.pdf"
    yield "      the job: paper, inks, folds, numbers and codes on one page, the order on another"
    yield "  job-ticket.json, job-ticket.xjdf"
    yield "      the same for software; the second as an XJDF product intent"
    yield "  SHA256SUMS"
    yield "      checksums: “sha256sum -c SHA256SUMS” (on a Mac, “shasum -a 256 -c SHA256SUMS”)"
    yield from ("", "PRINTING")
    for advice in _printing(ticket):
        yield from _wrapped(advice, "  - ")
    yield from ("", "ON THE FIRST SHEET, BEFORE THE RUN")
    for number, check in enumerate(_checks(ticket), start=1):
        yield from _wrapped(check, f"  {number}. ")
    yield from ("", "WHOM TO ASK")
    sender = str(ticket.order.sender) or "The person who sent you this package"
    yield from _wrapped(f"{sender}, for {ticket.publisher}:", "  ")
    for contact in ticket.askable:
        yield f"  {contact.display} ({contact.verified})"
    change = "Please change nothing in a file yourself, not even a letter: many people will trust it."
    yield from _wrapped(f"{change} Tell us, and you get a new one.", "  ")


def _printing(ticket: Ticket) -> Iterator[str]:
    condition, marks = ticket.condition, ticket.condition.marks
    kinds = " and ".join(kind for kind, there in (("crop", marks.crop), ("fold", marks.fold)) if there)
    yield (
        "Print the PDFs as they are, at 100 %. Do not scale them, do not fit them to the page, do not convert their "
        "colours, do not save them again. Bleed "
        f"{f'and {kinds} marks are inside.' if kinds else 'is inside; there are no marks, so cut by the trim box.'}"
    )
    yield (
        f"The files are made to {ticket.standard} for {condition.title} ({condition.identifier}), with the profile "
        "embedded. They were checked, not certified: run your own preflight. If your press needs another profile or "
        "more bleed, ask us for files made for it."
    )
    yield ticket.overprint
    if any(product.one_ink for product in ticket.products):
        yield (
            "The files are for black only, one plate. Marks are in registration colour, as always; nothing else is on "
            "another plate."
        )
    yield (
        "Paper that the ticket calls a suggestion may be another of its kind. If a quantity or a date is left blank, "
        "ask before you print."
    )
    if ticket.rtl:
        first = ticket.english.partition(" + ")[0]
        yield (
            f"{first} reads from right to left. Pages, panels and folds are mirrored on purpose: do not turn them "
            f"round{', fold by the marks' if marks.fold else ''}."
        )


def _checks(ticket: Ticket) -> Iterator[str]:
    sizes = "; ".join(f"{product.job.name} {dimensions(*product.trim)}" for product in ticket.products)
    yield f"Measure a trimmed piece: {sizes}."
    if opened := " and ".join(dict.fromkeys(code.target for each in ticket.products for _, code in each.codes)):
        yield f"Scan every QR code with a phone, also in poor light. They must open {opened}, nothing else."
    yield "Compare every number and address with the ticket, digit by digit."
    if turned := [product for product in ticket.products if product.flip]:
        edges = ", ".join(f"{product.job.name} (turn about the {product.flip} edge)" for product in turned)
        yield f"Front and back are head to head: {edges}."
    for product in ticket.products:
        if product.job.fold != "none":
            yield f"Fold one: {product.job.name}, {product.fold_words}."
    yield (
        f"The small print says “{ticket.small_print}”, with the product's name for the dots. If it says anything else, "
        "it is another issue: stop."
    )
    yield (
        "There is no box, question mark or blank in place of a letter. If you cannot read the language, compare "
        "the sheet with the PDF on a screen."
    )


def _wrapped(text: str, first: str = "") -> Iterator[str]:
    """Yield the lines of *text* after *first*; further lines are indented by its width."""
    wrapper = textwrap.TextWrapper(78, first, " " * len(first), break_long_words=False, break_on_hyphens=False)
    yield from wrapper.wrap(text)


NAMESPACE = "http://www.CIP4.org/JDFSchema_2_0"
FOLD_CATALOG: Mapping[str, str] = {"half": "F4-1", "c-fold": "F6-4", "z-fold": "F6-1"}
"""CIP4's fold catalogue, as Canon's PRISMAsync names them: half-fold, tri-fold in, tri-fold out."""


def product_intent(ticket: Ticket) -> bytes:
    """Return the XJDF document of *ticket* in UTF-8; lengths are in points, as XJDF wants them."""
    root = ET.Element("XJDF", xmlns=NAMESPACE, JobID=ticket.name, Types="Product", Version="2.1")
    # Parts of the order for which XJDF has no attribute are comments.
    told = ("Ordered on", "New or reprint", "Packing", "Proof wanted", "Ganging", "Notes")
    words = [f"{label}: {value}" for label, value in ticket.order.rows if label in told and value]
    _comments(root, ["DRAFT, not to be printed.", *ticket.blockers] if ticket.draft else [])
    _comments(root, [ticket.overprint, *words])
    products = ET.SubElement(root, "ProductList")
    files = ET.SubElement(root, "ResourceSet", Name="RunList", Usage="Input")
    for product in ticket.products:
        _product(products, product, ticket)
        _file(files, product)
    _customer(root, ticket)
    if ticket.order.due:
        ET.SubElement(_resource(root, "DeliveryParams"), "DeliveryParams", Required=f"{ticket.order.due}T23:59:59")
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'.encode()


def _product(parent: ET.Element, product: TicketProduct, ticket: Ticket) -> None:
    name = f"{product.job.name}, {ticket.english}"
    own = ET.SubElement(parent, "Product", ID=product.product, IsRoot="true", DescriptiveName=name)
    if product.quantity is not None:
        fewest, most = ticket.order.amounts(product.quantity)
        own.set("Amount", str(product.quantity))
        if ticket.order.unders is not None:
            own.set("MinAmount", str(fewest))
        if ticket.order.overs is not None:
            own.set("MaxAmount", str(most))
    folded = product.job.fold != "none"
    told = [product.job.finishing, product.flip_words, product.fold_words if folded else "", *product.tool_words]
    told += [f"Lamination: {product.job.lamination}"] if product.job.lamination else []
    _comments(own, [part for part in told if part])
    if folded:
        number = FOLD_CATALOG.get(product.job.fold)
        numbered = {"FoldCatalog": number} if number else {}
        _intent(own, "FoldingIntent", **numbered, FoldingDetails=product.job.fold)
    if product.tools:
        cuts = _intent(own, "ShapeCuttingIntent")
        for tool in product.tools:
            shape = "RoundedRectangle" if tool.radius else "Rectangular"
            cutting = {
                "CutDepth": "Full",
                "CutType": "Perforate" if tool.kind == "perforation" else "Cut",
                **({"CutOut": "true"} if tool.kind == "hole" else {}),
                "ShapeType": "Line" if tool.is_line else "Round" if tool.is_round else shape,
                "ShapeTypeDetails": tool.kind,
            }
            for box in tool.boxes:
                ET.SubElement(cuts, "ShapeCut", {"CutBox": " ".join(f"{edge:g}" for edge in box), **cutting})
    width, height = product.trim
    _intent(
        own,
        "LayoutIntent",
        Bleed=f"{product.bleed:g}",
        Dimensions=f"{width:g} {height:g}",
        FinishedDimensions=f"{product.finished[0]:g} {product.finished[1]:g} 0",
        Pages=str(len(product.pages)),
        Sides="OneSided" if product.flip is None else "TwoSidedHeadToHead",
    )
    colours = _intent(own, "ColorIntent")
    for surface in ("Front", "Back")[: len(product.pages)]:
        ET.SubElement(colours, "SurfaceColor", Surface=surface, ColorsUsed=" ".join(product.plates))
    _intent(own, "MediaIntent", MediaType="Paper", MediaQuality=product.stock)


def _file(files: ET.Element, product: TicketProduct) -> None:
    resource = ET.SubElement(files, "Resource", DescriptiveName=product.job.name)
    # FileSpec/@CheckSum doesn't say of which kind it is, and programs take it for MD5.
    ET.SubElement(resource, "GeneralID", IDUsage="SHA-256", IDValue=product.sha256)
    ET.SubElement(resource, "Part", ProductPart=product.product)
    run = ET.SubElement(resource, "RunList", NPage=str(len(product.pages)))
    ET.SubElement(run, "FileSpec", URL=product.file, MimeType="application/pdf", FileSize=str(product.size))


def _customer(root: ET.Element, ticket: Ticket) -> None:
    information = _resource(root, "CustomerInfo")
    customer = ET.SubElement(information, "CustomerInfo", CustomerJobName=ticket.name)
    if ticket.order.purchase_order:
        customer.set("CustomerOrderID", ticket.order.purchase_order)
    contacts = ET.SubElement(root, "ResourceSet", Name="Contact", Usage="Input")
    people = {"Customer": ticket.order.sender, "Approver": ticket.order.approver, "Delivery": OrderPerson()}
    for kind, person in people.items():
        address = ticket.order.delivery if kind == "Delivery" else ()
        if not (kind == "Customer" or str(person) or address):
            continue
        resource = ET.SubElement(contacts, "Resource")
        ET.SubElement(resource, "Part", ContactType=kind)
        contact = ET.SubElement(resource, "Contact")
        lines = ET.SubElement(contact, "Address") if address else contact
        for line in address:
            ET.SubElement(lines, "AddressLine").text = line
        if person.email:
            ET.SubElement(contact, "ComChannel", ChannelType="Email", Locator=f"mailto:{person.email}")
        if person.phone:
            number = re.sub(r"[^+0-9x]", "", person.phone)
            ET.SubElement(contact, "ComChannel", ChannelType="Phone", Locator=f"tel:{number}")
        ET.SubElement(contact, "Company", OrganizationName=ticket.publisher)
        if person.name:
            ET.SubElement(contact, "Person", DescriptiveName=person.name)


def _resource(root: ET.Element, name: str) -> ET.Element:
    return ET.SubElement(ET.SubElement(root, "ResourceSet", Name=name, Usage="Input"), "Resource")


def _intent(own: ET.Element, name: str, **attributes: str) -> ET.Element:
    return ET.SubElement(ET.SubElement(own, "Intent", Name=name), name, attributes)


def _comments(parent: ET.Element, lines: list[str]) -> None:
    for line in lines:
        ET.SubElement(parent, "Comment").text = line
