"""The job as an XJDF product intent (CIP4, XJDF 2.1), for a print shop's planning software.

It says what the ticket says as far as XJDF has words for it, with all products as roots of one job. The fold is given
by its name and in a comment, not by a number of the fold catalogue, which cannot express the narrow panel.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET

from flyers.publish.ticket import Ticket, TicketProduct

NAMESPACE = "http://www.CIP4.org/JDFSchema_2_0"
VERSION = "2.1"
_INKS = "Cyan Magenta Yellow Black"


def product_intent(ticket: Ticket) -> bytes:
    """Return the XJDF document of *ticket* in UTF-8; lengths are in points, as XJDF wants them."""
    root = ET.Element("XJDF", xmlns=NAMESPACE, JobID=ticket.name, Types="Product", Version=VERSION)
    _comments(root, ["DRAFT, not to be printed.", *ticket.blockers] if ticket.draft else [])
    products = ET.SubElement(root, "ProductList")
    files = ET.SubElement(root, "ResourceSet", Name="RunList", Usage="Input")
    for product in ticket.products:
        _product(products, product, ticket)
        _file(files, product)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'.encode()


def _product(parent: ET.Element, product: TicketProduct, ticket: Ticket) -> None:
    own = ET.SubElement(
        parent,
        "Product",
        ID=product.product,
        IsRoot="true",
        DescriptiveName=f"{product.job.name}, {ticket.english}",
    )
    if product.quantity is not None:
        own.set("Amount", str(product.quantity))
    _comments(own, [part for part in (product.job.finishing, product.flip_words) if part])
    if product.job.fold != "none":
        _comments(own, [product.fold_words])
        _intent(own, "FoldingIntent", FoldingDetails=product.job.fold)
    _layout(own, product)
    _colours(own, product)
    _intent(own, "MediaIntent", MediaType="Paper", MediaQuality=product.job.stock)


def _layout(own: ET.Element, product: TicketProduct) -> None:
    width, height = product.trim
    _intent(
        own,
        "LayoutIntent",
        Bleed=f"{product.bleed:g}",
        Dimensions=f"{width:g} {height:g}",
        FinishedDimensions=f"{max(product.panels):g} {height:g} 0",
        Pages=str(len(product.pages)),
        Sides="OneSided" if product.flip is None else "TwoSidedHeadToHead",
    )


def _colours(own: ET.Element, product: TicketProduct) -> None:
    intent = _intent(own, "ColorIntent")
    for surface in ("Front", "Back")[: len(product.pages)]:
        ET.SubElement(intent, "SurfaceColor", Surface=surface, ColorsUsed=_INKS)


def _file(files: ET.Element, product: TicketProduct) -> None:
    resource = ET.SubElement(files, "Resource", DescriptiveName=product.job.name)
    ET.SubElement(resource, "Part", ProductPart=product.product)
    run = ET.SubElement(resource, "RunList", NPage=str(len(product.pages)))
    ET.SubElement(
        run,
        "FileSpec",
        URL=product.file,
        MimeType="application/pdf",
        FileSize=str(product.size),
        CheckSum=product.sha256,
    )


def _intent(own: ET.Element, name: str, **attributes: str) -> ET.Element:
    return ET.SubElement(ET.SubElement(own, "Intent", Name=name), name, attributes)


def _comments(parent: ET.Element, lines: list[str]) -> None:
    for line in lines:
        ET.SubElement(parent, "Comment").text = line
