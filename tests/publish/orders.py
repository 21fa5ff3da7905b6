"""Orders of packages for tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from flyers.pipeline.plan import ALL, Job, PressChoice, plan
from flyers.pipeline.session import Session
from flyers.publish.order import NO_ORDER, PrintOrder
from flyers.publish.package import PackageOrder

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
    )
    return jobs, PackageOrder(replace(details, quantities=dict(quantities or details.quantities)), draft)
