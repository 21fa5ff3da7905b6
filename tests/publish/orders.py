"""Orders of packages for tests."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from flyers.content.campaign import Campaign
from flyers.pipeline import outputs
from flyers.pipeline.plan import ALL, Job, PressChoice, SheetChoice, plan
from flyers.pipeline.session import Session
from flyers.publish.order import NO_ORDER, PrintOrder
from flyers.publish.package import PackageOrder
from flyers.workflow.contact_edit import edit_contacts

PRODUCTS = ["brochure", "poster", "wallet-card"]
SIZES = {"brochure": "11x8.5in", "poster": "8.5x11in", "wallet-card": "3.5x2in"}
REVIEWER = "Zoraida Quetzalcóatl-Whitcombe"
"""A made-up name, which no output may contain."""

Order = tuple[list[Job], PackageOrder]
"""The first arguments of `flyers.publish.package.package`."""


def order_of(
    campaign: Path,
    output: Path,
    language: str,
    products: Sequence[str] = (),
    *,
    secondary: str = "",
    press: str = "",
    pdfx: str = "",
    ink: str = "",
    quantities: Mapping[str, int] | None = None,
    draft: bool = False,
    details: PrintOrder = NO_ORDER,
) -> Order:
    """Return the press jobs of *products*, by default the usual ones, and what is wanted of their package."""
    products = products or Session(campaign).usual_products
    multilingual = {product: [language] for product in products} if secondary == ALL else {}
    jobs = plan(
        campaign,
        [language],
        products,
        ["press"],
        output=output,
        secondary="" if multilingual else secondary,
        multilingual=multilingual,
        press=PressChoice(press, pdfx),
        sheet=SheetChoice(ink=ink),
    )
    return jobs, PackageOrder(replace(details, quantities=dict(quantities or details.quantities)), draft)


def try_contacts(folder: Path) -> None:
    """Put on record that somebody has tried every contact of the campaign in *folder*."""
    campaign = Campaign.load(folder)
    edit = edit_contacts(campaign, [(f"{contact}.verified_on", "2025-12-30") for contact in campaign.contacts])
    edit.path.write_text(edit.text, encoding="utf-8")


def unpack(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def change_entry(output: Path, language: str, product: str, **changes: object) -> None:
    """Change the entry of a press file in the report."""
    report = output / language / outputs.REPORT
    data = json.loads(report.read_bytes())
    key = next(key for key in data["products"] if key in (f"{product}.press", f"{product}.press.DRAFT"))
    data["products"][key] |= changes
    report.write_text(json.dumps(data), encoding="utf-8")
