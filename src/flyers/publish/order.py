"""What a print shop has to know that no PDF shows: the facts of one order, and the campaign's print jobs.

The order file has what no campaign has, such as dates and people. It alone has people's names, so it is never kept in
the repository. What it leaves out is a blank to fill in by hand on the ticket. ``content/print-jobs.yaml`` has the
paper, fold and finishing of each product.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, field, replace
from functools import partial
from pathlib import Path
from typing import Any, Literal
from unicodedata import normalize

from flyers.content import yamlfile
from flyers.content.campaign import Campaign
from flyers.content.press import Paper, PressCondition
from flyers.content.schema import (
    NAME,
    Custom,
    Each,
    Flag,
    MapOf,
    Number,
    OneOf,
    Problem,
    Record,
    Required,
    Text,
    check,
    raise_problems,
)
from flyers.errors import ContentError, Source
from flyers.records import dataclass

ProofWanted = Literal["none", "pdf", "printed", "press"]
PROOFS: Mapping[ProofWanted, str] = {
    "none": "none",
    "pdf": "a PDF of the imposed or ripped pages, before printing",
    "printed": "a printed and trimmed piece, before the run",
    "press": "a press check: someone comes to see the first sheets",
}


@dataclass(frozen=True, slots=True)
class OrderPerson:
    """A contact person."""

    name: str = ""
    email: str = ""
    phone: str = ""

    def __str__(self) -> str:
        return ", ".join(part for part in (self.name, self.email, self.phone) if part)


@dataclass(frozen=True, slots=True)
class PrintOrder:
    """One order; None or an empty value means that it is not known."""

    ordered: dt.date | None = None
    due: dt.date | None = None
    purchase_order: str = ""
    sender: OrderPerson = OrderPerson()  # who sends the files
    approver: OrderPerson = OrderPerson()  # who approves the shop's proof
    proof: ProofWanted | None = None  # what the shop shows before it prints
    delivery: tuple[str, ...] = ()  # lines of the address
    packing: str = ""  # how the pieces are to be packed
    kind: Literal["new", "reprint"] | None = None
    overs: float | None = None  # percent of the quantity that may be delivered and charged above it
    unders: float | None = None  # or below it
    ganging: bool | None = None  # whether it may be printed on a sheet with other jobs
    quantities: Mapping[str, int] = field(default_factory=dict)  # copies by product
    stock: Mapping[str, str] = field(default_factory=dict)  # the paper that is ordered, by product
    notes: str = ""
    places: Mapping[str, Source] = field(default_factory=dict, compare=False)  # of each text in the file

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """Labels and values for people; "" is a blank to fill in."""
        over, under = (f"{value:g} %" if value else "none" for value in (self.overs, self.unders))
        tolerance = "" if self.overs is self.unders is None else f"overs {over}, unders {under}"
        return (
            ("Ordered on", self.ordered.isoformat() if self.ordered else ""),
            ("Due on", self.due.isoformat() if self.due else ""),
            ("Purchase order", self.purchase_order),
            ("New or reprint", self.kind or ""),
            ("Sent by", str(self.sender)),
            ("Deliver to", ", ".join(self.delivery)),
            ("Packing", self.packing),
            ("Proof wanted", PROOFS[self.proof] if self.proof else ""),
            ("Proof approved by", str(self.approver)),
            ("Overs, unders", tolerance),
            ("Ganging", "" if self.ganging is None else "may be ganged" if self.ganging else "not to be ganged"),
            ("Notes", self.notes),
        )

    def amounts(self, quantity: int) -> tuple[int, int]:
        """Return the fewest and the most copies that fulfil an order of *quantity*."""
        fewest = quantity - int(quantity * (self.unders or 0) / 100)
        return fewest, quantity + int(quantity * (self.overs or 0) / 100)

    def to_json(self) -> dict[str, Any]:
        return {
            "ordered": self.ordered and self.ordered.isoformat(),
            "due": self.due and self.due.isoformat(),
            "purchase_order": self.purchase_order or None,
            "kind": self.kind,
            "sender": asdict(self.sender) if str(self.sender) else None,
            "approver": asdict(self.approver) if str(self.approver) else None,
            "proof": self.proof,
            "delivery": list(self.delivery),
            "packing": self.packing or None,
            "overs_percent": self.overs,
            "unders_percent": self.unders,
            "ganging": self.ganging,
            "notes": self.notes or None,
        }


NO_ORDER = PrintOrder()


def line_of(most: int) -> Text:
    """Return the kind of a text of one line, of *most* characters, none of which turns others round."""
    return Text(
        re.compile(rf"[^\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]{{1,{most}}}"),
        f"one line of at most {most} characters",
        make=partial(normalize, "NFC"),  # as type is set
    )


def _day(value: object) -> dt.date:
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        raise Problem(f"“{value}” is not a date.", "Write it as YYYY-MM-DD, or leave the line out.") from None


def _percent(value: object) -> float:
    match = re.fullmatch(r"([0-9]{1,2}(?:\.[0-9])?) ?%", value) if isinstance(value, str) else None
    if match is None or float(match[1]) > 25:
        raise Problem(f"“{value}” is not a percentage from 0 to 25.", "Write it with its sign: “5%”, or “0%” for none.")
    return float(match[1])


_PERSON = Record(
    {
        "name": line_of(80),
        "email": Text(re.compile(r"(?=.{3,120}\Z)[^\s@<>,;\"]+@[^\s@<>,;\"]+\.[^\s@<>,;\".]+"), "an e-mail address"),
        "phone": Text(re.compile(r"\+?[0-9][0-9 ().x-]{4,30}"), "a phone number"),
    },
    make=OrderPerson,
)
_DAY = Custom(_day, "a date, YYYY-MM-DD")
_PERCENT = Custom(_percent, "percent, like `5%`")
MOST = 10_000_000


def _rules(order: PrintOrder) -> Iterator[Problem]:
    if order.ordered and order.due and order.due < order.ordered:
        yield Problem(f"{order.due} is before the day of the order, {order.ordered}.", "Correct one.", path=["due"])


ORDER = Record(
    {
        "ordered": _DAY,
        "due": _DAY,
        "purchase_order": line_of(40),
        "sender": _PERSON,
        "approver": _PERSON,
        "proof": OneOf(*PROOFS),
        "delivery": Each(line_of(80), least=1, most=8),
        "packing": line_of(160),
        "kind": OneOf("new", "reprint"),
        "overs": _PERCENT,
        "unders": _PERCENT,
        "ganging": Flag(),
        "quantities": MapOf(Number(1, MOST, whole=True), NAME, "the name of a product"),
        "stock": MapOf(line_of(120), NAME, "the name of a product"),
        "notes": line_of(200),
    },
    make=PrintOrder,
    rules=_rules,
)


def load_order(path: Path, products: Iterable[str]) -> PrintOrder:
    """Return the order in the file *path*, which may name *products* only."""
    document = yamlfile.load(path)
    order: PrintOrder = check(document, ORDER)
    products = list(products)
    unknown = [
        Problem(f"There is no product “{product}”.", f"There are: {', '.join(products)}.", path=[part, product])
        for part, named in (("quantities", order.quantities), ("stock", order.stock))
        for product in named
        if product not in products
    ]
    raise_problems(unknown, document)
    return replace(order, places=dict(_places(document)))


def _places(part: yamlfile.Mapping | yamlfile.Sequence) -> Iterator[tuple[str, Source]]:
    """Yield each text of a part of the file, with its place."""
    if isinstance(part, yamlfile.Mapping):
        placed = [(value, part.value_source(key)) for key, value in part.items()]
    else:
        placed = [(value, part.item_source(index)) for index, value in enumerate(part)]
    for value, place in placed:
        if isinstance(value, yamlfile.Mapping | yamlfile.Sequence):
            yield from _places(value)
        elif isinstance(value, str):
            yield value, place


PRINT_JOBS_FILE = "content/print-jobs.yaml"

Fold = Literal["none", "half", "c-fold", "z-fold", "tent", "cross-fold"]
FOLDS: Mapping[Fold, int] = {"none": 0, "half": 1, "c-fold": 2, "z-fold": 2, "tent": 3, "cross-fold": 2}
"""Names of folds, and how many folds each has. Those of a cross fold, upright and level, cross each other."""


@dataclass(frozen=True, slots=True)
class PrintJob:
    """How one product is printed."""

    name: str  # the product's name for the shop
    stock: Mapping[Paper, str]  # the paper that is suggested, by what it is: coated or uncoated
    fold: Fold  # its name; the composed pages say where the folds are
    source: Source  # its place in the file
    finishing: str = ""  # what is done after printing; "" for nothing
    lamination: str = ""  # which sides, and whether matte; "" for none

    @property
    def texts(self) -> tuple[str, ...]:
        """All its words that a ticket may show."""
        return (self.name, *self.stock.values(), self.finishing, self.lamination)

    def stock_for(self, condition: PressCondition) -> str:
        """Return the paper for *condition*, whose profile describes one kind of paper; if it names none, all papers."""
        if not condition.paper:
            return "; or ".join(self.stock.values())
        if condition.paper in self.stock:
            return self.stock[condition.paper]
        problem = f"“{self.name}” has no {condition.paper} stock, and “{condition.name}” is made for that."
        hint = "Name one here, or make the files for another condition ('flyers products --conditions')."
        raise ContentError(problem, hint=hint, source=self.source)


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
PRINT_JOBS = Record({"jobs": Required(MapOf(_PRINT_JOB, NAME, "the name of a product"))})


def load_print_jobs(campaign: Campaign) -> Mapping[str, PrintJob]:
    """Return the campaign's print jobs by product; empty without the file."""
    document = campaign.layers.document(PRINT_JOBS_FILE)
    if document is None:
        return {}
    jobs: Mapping[str, PrintJob] = check(document, PRINT_JOBS)["jobs"]
    return jobs


def usual_job(product: str, width: float, height: float, folds: int, *, crossing: bool = False) -> PrintJob:
    """Return the usual print job of a product of this trim, in points, for campaigns without print jobs; *crossing* is
    whether some folds are upright and some level.
    """
    place = Source(PRINT_JOBS_FILE)
    usual = [name for name, count in FOLDS.items() if count == folds and (name == "cross-fold") == crossing]
    if not usual:
        hint = f"Add {PRINT_JOBS_FILE} with an entry for it; 'flyers docs reference' describes the file."
        raise ContentError(
            f"“{product}” has {folds} folds, and nothing says how it is folded.", hint=hint, source=place
        )
    if folds:
        stock, finishing = "80 to 100 lb text (120 to 150 g/m²), grain along the folds", "Trim, fold by the marks"
    elif width * height <= 2.5 * 4.5 * 72 * 72:  # the area of a card; what is larger is a sheet
        stock, finishing = "14 to 16 pt cover (300 to 350 g/m²)", "Trim, square corners"
    else:
        stock, finishing = "100 lb text (150 g/m²)", "Trim"
    name = product.replace("-", " ").capitalize()
    papers: Mapping[Paper, str] = {"coated": f"{stock}, coated, matte or dull", "uncoated": f"{stock}, uncoated"}
    return PrintJob(name, papers, usual[0], place, finishing)


def print_job(jobs: Mapping[str, PrintJob], product: str, folds: int, *, crossing: bool = False) -> PrintJob:
    """Return the print job of *product*, whose layout has *folds* folds, some upright and some level if *crossing*."""
    if product not in jobs:
        entry = f"{product}: {{name: …, stock: {{coated: …, uncoated: …}}, fold: none}}"
        raise ContentError(
            f"There is no entry for “{product}”.",
            hint=f"The shop needs its paper and fold. Write “jobs: {{{entry}}}” into the campaign's own file; "
            "'flyers docs reference' describes the keys.",
            source=Source(PRINT_JOBS_FILE),
        )
    job = jobs[product]
    if FOLDS[job.fold] != folds:
        problem = f"“{job.fold}” has {FOLDS[job.fold]} folds, and the layout of “{product}” has {folds}."
        hint = "Correct the fold here, or the panels in the layout."
        raise ContentError(problem, hint=hint, source=job.source)
    if (job.fold == "cross-fold") != crossing:
        problem = f"The folds of “{product}” {'cross' if crossing else 'do not cross'}, and “{job.fold}” is named."
        hint = "A “cross-fold” has an upright and a level fold: correct the fold here, or the layout."
        raise ContentError(problem, hint=hint, source=job.source)
    return job
