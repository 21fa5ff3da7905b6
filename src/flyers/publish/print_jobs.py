"""``content/print-jobs.yaml``: stock, fold and finishing of each product, which no file can show."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from flyers.content import schema, yamlfile
from flyers.content.campaign import Campaign
from flyers.content.schema import MapOf, OneOf, Record, Required, Text
from flyers.errors import ContentError, Source

FILE = "content/print-jobs.yaml"

Fold = Literal["none", "half", "c-fold", "z-fold"]
FOLDS: Mapping[str, int] = {"none": 0, "half": 1, "c-fold": 2, "z-fold": 2}
"""How many folds each has."""


@dataclass(frozen=True, slots=True)
class PrintJob:
    """What the campaign says of one product.

    Attributes:
        name: as the shop calls it.
        stock: the paper suggested.
        fold: its name; where it runs, the composed pages say.
        finishing: what is done after printing; "" if nothing is.
        source: its place in the file.
    """

    name: str
    stock: str
    fold: Fold
    finishing: str
    source: Source


_LINE = Text(re.compile(r"[^\x00-\x1f\x7f-\x9f]{1,120}"), "one line of at most 120 characters")
_JOBS = Record({
    "jobs": Required(MapOf(
        Record({
            "name": Required(Text(re.compile(r"[^\x00-\x1f\x7f-\x9f]{1,40}"), "one line of at most 40 characters")),
            "stock": Required(_LINE),
            "fold": Required(OneOf(*FOLDS)),
            "finishing": Text(_LINE.pattern, _LINE.says, default=""),
        }),
        re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*"), "the name of a product",
    )),
})  # fmt: skip  # nested like the file that it describes


def load_print_jobs(campaign: Campaign) -> dict[str, PrintJob]:
    """The campaign's print jobs, by product.

    Raises:
        FileAccessError: the file cannot be read.
        ContentError: what is wrong in it, all together.
    """
    entries = schema.check(yamlfile.load(campaign.folder / FILE, campaign.folder), _JOBS)["jobs"]
    return {product: PrintJob(**entry, source=entries.key_source(product)) for product, entry in entries.items()}


def print_job(jobs: Mapping[str, PrintJob], product: str, folds: int) -> PrintJob:
    """The job of *product*, whose layout has so many *folds*.

    Raises:
        ContentError: there is none, or its fold is not the layout's.
    """
    if product not in jobs:
        raise ContentError(
            f"There is no entry for “{product}”.",
            hint="The shop must be told its paper and fold: add it as the head of the file explains.",
            source=Source(FILE),
        )
    job = jobs[product]
    if FOLDS[job.fold] != folds:
        raise ContentError(
            f"“{job.fold}” has {FOLDS[job.fold]} folds, and the layout of “{product}” has {folds}.",
            hint="Correct the fold here, or the panels in the layout.",
            source=job.source,
        )
    return job
