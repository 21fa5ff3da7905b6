"""``content/print-jobs.yaml``: paper, fold and finishing of each product, which no PDF can show."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal

from flyers.content.campaign import Campaign
from flyers.content.press import Paper, PressCondition
from flyers.content.schema import NAME, MapOf, OneOf, Problem, Record, Required, check
from flyers.errors import ContentError, Source
from flyers.publish.order import line_of
from flyers.records import dataclass

FILE = "content/print-jobs.yaml"

Fold = Literal["none", "half", "c-fold", "z-fold", "tent", "cross-fold"]
FOLDS: Mapping[Fold, int] = {"none": 0, "half": 1, "c-fold": 2, "z-fold": 2, "tent": 3, "cross-fold": 2}
"""Names of folds, and how many folds each has. Those of a cross fold, upright and level, cross each other."""


@dataclass(frozen=True, slots=True)
class PrintJob:
    """How one product is printed.

    Attributes:
        name: the product's name for the shop.
        stock: the paper that is suggested, by what it is: coated or uncoated, as the print condition is.
        fold: its name; the composed pages say where the folds are.
        finishing: what is done after printing; "" for nothing.
        lamination: which sides, and whether matte; "" for none.
        source: its place in the file.
    """

    name: str
    stock: Mapping[Paper, str]
    fold: Fold
    source: Source
    finishing: str = ""
    lamination: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        """All its words that a ticket may show."""
        return (self.name, *self.stock.values(), self.finishing, self.lamination)

    def stock_for(self, condition: PressCondition) -> str:
        """Return the paper for *condition*, whose profile describes one kind of paper; if it names none, all papers.

        Raises:
            ContentError: there is no paper of that kind.
        """
        if not condition.paper:
            return "; or ".join(self.stock.values())
        if condition.paper not in self.stock:
            raise ContentError(
                f"“{self.name}” has no {condition.paper} stock, and “{condition.name}” is made for that.",
                hint="Name one here, or make the files for another condition ('flyers products --conditions').",
                source=self.source,
            )
        return self.stock[condition.paper]


def _stock_problems(job: PrintJob) -> Iterator[Problem]:
    """Yield papers that are listed under one kind and described as the other."""
    for paper, words in job.stock.items():
        kinds = set(re.findall(r"\b(?:un)?coated\b", words.lower()))
        if kinds - {paper}:
            yield Problem(f"This {paper} stock says that it is not {paper}.", "Correct it.", path=["stock", paper])


_PRINT_JOB = Record(
    {
        "name": Required(line_of(40)),
        "stock": Required(MapOf(line_of(120), re.compile("coated|uncoated"), "coated or uncoated")),
        "fold": Required(OneOf(*FOLDS)),
        "finishing": line_of(120),
        "lamination": line_of(80),
    },
    make=PrintJob,
    source=True,
    rules=_stock_problems,
)
_FILE = Record({"jobs": Required(MapOf(_PRINT_JOB, NAME, "the name of a product"))})


def load_print_jobs(campaign: Campaign) -> Mapping[str, PrintJob]:
    """Return the campaign's print jobs by product; empty without the file, see `print_job`.

    Raises:
        FileAccessError: the file cannot be read.
        ContentError: all faults of the file together.
    """
    document = campaign.layers.document(FILE)
    if document is None:
        return {}
    jobs: Mapping[str, PrintJob] = check(document, _FILE)["jobs"]
    return jobs


_CARD = 2.5 * 4.5 * 72 * 72
"""The area of a card, square points; a larger product without folds is a sheet."""


def usual_job(product: str, width: float, height: float, folds: int, *, crossing: bool = False) -> PrintJob:
    """Return the usual print job of a product of this trim, in points, for campaigns without print jobs.

    *crossing* is whether some folds are upright and some level.

    Raises:
        ContentError: there is no usual way to fold a sheet so often.
    """
    usual = (name for name, count in FOLDS.items() if count == folds and (name == "cross-fold") == crossing)
    fold: Fold | None = next(usual, None)
    if fold is None:
        raise ContentError(
            f"“{product}” has {folds} folds, and nothing says how it is folded.",
            hint=f"Add {FILE} with an entry for it; 'flyers docs reference' describes the file.",
            source=Source(FILE),
        )
    if folds:
        stock, finishing = "80 to 100 lb text (120 to 150 g/m²), grain along the folds", "Trim, fold by the marks"
    elif width * height <= _CARD:
        stock, finishing = "14 to 16 pt cover (300 to 350 g/m²)", "Trim, square corners"
    else:
        stock, finishing = "100 lb text (150 g/m²)", "Trim"
    name = product.replace("-", " ").capitalize()
    papers: Mapping[Paper, str] = {"coated": f"{stock}, coated, matte or dull", "uncoated": f"{stock}, uncoated"}
    return PrintJob(name, papers, fold, Source(FILE), finishing)


def print_job(jobs: Mapping[str, PrintJob], product: str, folds: int, *, crossing: bool = False) -> PrintJob:
    """Return the print job of *product*, whose layout has *folds* folds, some upright and some level if *crossing*.

    Raises:
        ContentError: there is none, or its fold is not the layout's.
    """
    if product not in jobs:
        raise ContentError(
            f"There is no entry for “{product}”.",
            hint="The shop needs its paper and fold. Write “jobs: {"
            f"{product}: {{name: …, stock: {{coated: …, uncoated: …}}, fold: none}}}}” into the campaign's own file; "
            "'flyers docs reference' describes the keys.",
            source=Source(FILE),
        )
    job = jobs[product]
    if FOLDS[job.fold] != folds:
        raise ContentError(
            f"“{job.fold}” has {FOLDS[job.fold]} folds, and the layout of “{product}” has {folds}.",
            hint="Correct the fold here, or the panels in the layout.",
            source=job.source,
        )
    if (job.fold == "cross-fold") != crossing:
        raise ContentError(
            f"The folds of “{product}” {'cross' if crossing else 'do not cross'}, and “{job.fold}” is named.",
            hint="A “cross-fold” has an upright and a level fold: correct the fold here, or the layout.",
            source=job.source,
        )
    return job
