"""The order file: facts of one order that no campaign has, such as dates and people.

It is the only file with people's names, so it is never kept in the repository. Everything in it is optional: what is
not known is a blank to fill in by hand on the ticket.
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
    Text,
    check,
    raise_problems,
)
from flyers.errors import Source
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
    """One order; None or an empty value means that it is not known.

    Attributes:
        ordered, due: days.
        purchase_order: its number.
        sender: who sends the files; approver: who approves the shop's proof.
        proof: what the shop shows before it prints.
        delivery: lines of the address; packing: how the pieces are to be packed.
        kind: ``new`` or ``reprint``.
        overs, unders: percent of the quantity that may be delivered and charged above or below it.
        ganging: whether it may be printed on a sheet with other jobs.
        quantities: copies by product; stock: the paper that is ordered, by product.
        notes: anything else.
        places: where the file has each text that the ticket shows.
    """

    ordered: dt.date | None = None
    due: dt.date | None = None
    purchase_order: str = ""
    sender: OrderPerson = OrderPerson()
    approver: OrderPerson = OrderPerson()
    proof: ProofWanted | None = None
    delivery: tuple[str, ...] = ()
    packing: str = ""
    kind: Literal["new", "reprint"] | None = None
    overs: float | None = None
    unders: float | None = None
    ganging: bool | None = None
    quantities: Mapping[str, int] = field(default_factory=dict)
    stock: Mapping[str, str] = field(default_factory=dict)
    notes: str = ""
    places: Mapping[str, Source] = field(default_factory=dict, compare=False)

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """Labels and values for people; "" is a blank to fill in."""
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
            ("Overs, unders", self._tolerance),
            ("Ganging", "" if self.ganging is None else "may be ganged" if self.ganging else "not to be ganged"),
            ("Notes", self.notes),
        )

    @property
    def _tolerance(self) -> str:
        if self.overs is None and self.unders is None:
            return ""
        over, under = (f"{value:g} %" if value else "none" for value in (self.overs, self.unders))
        return f"overs {over}, unders {under}"

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
"""An order of which nothing is known: everything is a blank to fill in."""


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
    """Return the order in the file *path*, which may name *products* only.

    Raises:
        FileAccessError: the file cannot be read.
        ContentError: all faults of the file together.
    """
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
