"""The job as an XJDF product intent (CIP4, XJDF 2.1), for a print shop's planning software.

It says what the ticket says as far as XJDF has words for it, with all products as roots of one job. The fold is given
by its number in CIP4's fold catalogue and by its name; a comment adds the narrow panel, which neither expresses.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping

from flyers.publish.order import OrderPerson
from flyers.publish.ticket import Ticket, TicketProduct

NAMESPACE = "http://www.CIP4.org/JDFSchema_2_0"
VERSION = "2.1"
FOLD_CATALOG: Mapping[str, str] = {"half": "F4-1", "c-fold": "F6-4", "z-fold": "F6-1"}
"""CIP4's fold catalogue, as Canon's PRISMAsync names them: half-fold, tri-fold in, tri-fold out."""


def product_intent(ticket: Ticket) -> bytes:
    """Return the XJDF document of *ticket* in UTF-8; lengths are in points, as XJDF wants them."""
    root = ET.Element("XJDF", xmlns=NAMESPACE, JobID=ticket.name, Types="Product", Version=VERSION)
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
        catalogue = FOLD_CATALOG.get(product.job.fold)
        numbered = {"FoldCatalog": catalogue} if catalogue else {}
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
    _contact(contacts, "Customer", ticket, ticket.order.sender)
    if str(ticket.order.approver):
        _contact(contacts, "Approver", ticket, ticket.order.approver)
    if ticket.order.delivery:
        _contact(contacts, "Delivery", ticket, OrderPerson(), ticket.order.delivery)


def _contact(
    contacts: ET.Element, kind: str, ticket: Ticket, person: OrderPerson, address: tuple[str, ...] = ()
) -> None:
    resource = ET.SubElement(contacts, "Resource")
    ET.SubElement(resource, "Part", ContactType=kind)
    contact = ET.SubElement(resource, "Contact")
    if address:
        lines = ET.SubElement(contact, "Address")
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
