"""Two tickets made by hand, between them with everything that a ticket can say: no file is built for them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from flyers.content.press import Marks, PressCondition
from flyers.errors import Source
from flyers.page.document import Finish, Page, QrCode
from flyers.page.paths import rounded_box
from flyers.publish.order import NO_ORDER, Fold, OrderPerson, PrintJob, PrintOrder
from flyers.publish.ticket import Ticket, TicketContact, TicketProduct, TicketProof

PLACE = Source("content/print-jobs.yaml")
GRACOL = PressCondition(
    title="GRACoL 2013",
    identifier="CGATS21-2-CRPC6",
    info="Coated",
    profile=Path("gracol.icc"),
    sha256="ab" * 32,
    profile_description="GRACoL2013_CRPC6.icc",
    bleed=9.0,
    ink_limit=300,
    source=Source("content/press/gracol.yaml"),
)
NEWSPRINT = PressCondition(
    title="Newsprint",
    identifier="CGATS21-2-CRPC1",
    info="Uncoated",
    profile=Path("news.icc"),
    sha256="cd" * 32,
    profile_description="SNAP 2007",
    pdfx="1a",
    bleed=0.0,
    slug=0.0,
    ink_limit=220,
    overprint_black=False,
    marks=Marks(crop=False, fold=False),
    source=Source("content/press/news.yaml"),
)


def page(face: str, width: float, height: float, folds: tuple[float, ...] = (), code: QrCode | None = None) -> Page:
    return Page(face, width, height, 9.0, 9.0, (code,) if code else (), folds=folds)


def code(contact: str, target: str, module_mm: float) -> QrCode:
    return QrCode(9.0, 9.0, module_mm * 72 / 25.4, ("1",), "ink", "paper", "code", contact, target)


def job(name: str, fold: Fold = "none", finishing: str = "", lamination: str = "") -> PrintJob:
    return PrintJob(name, {"coated": "100 lb text"}, fold, PLACE, finishing, lamination)


FOLDED = TicketProduct(
    product="brochure",
    job=job("Brochure", "c-fold", "Trim, fold by the marks"),
    file="en-brochure-11x8.5in.press.pdf",
    sha256="0123456789abcdef" * 4,
    size=1234567,
    pages=(
        page("outside", 792.0, 612.0, (261.0, 526.5), code("hotline", "tel:+18883737888", 0.6)),
        page("inside", 792.0, 612.0, (265.5, 531.0), code("site", "https://example.org", 0.75)),
    ),
    bleed=9.0,
    media=(864.0, 684.0),
    one_ink=False,
    quantity=12500,
    stock="100 lb text, coated, matte",
    stock_ordered=True,
    proof=TicketProof("good", 0, 1, ("The smallest type is small.",), {"most_ink_percent": 271.6, "smallest_type": 7.5}),
)  # fmt: skip
CARD = TicketProduct(
    product="wallet-card",
    job=job("Wallet card", finishing="Trim, square corners"),
    file="en-wallet-card-3.5x2in.press.pdf",
    sha256="fedcba9876543210" * 4,
    size=98765,
    pages=(page("front", 252.0, 144.0, code=code("hotline", "tel:+18883737888", 0.5)), page("back", 252.0, 144.0)),
    bleed=9.0,
    media=(324.0, 216.0),
    one_ink=False,
    quantity=None,
    stock="14 pt cover",
    stock_ordered=False,
    proof=TicketProof("good", 0, 0, (), {}),
)
TOOLED = TicketProduct(
    product="table-tent",
    job=job("Table tent", "tent", "Die-cut", "matte, both sides"),
    file="ar-table-tent-4x12in.press.pdf",
    sha256="00ff" * 16,
    size=4321,
    pages=(
        Page(
            "front",
            288.0,
            864.0,
            9.0,
            9.0,
            (),
            level_folds=(72.0, 432.0, 792.0),
            finishing=(
                Finish("die", rounded_box((0.0, 0.0, 288.0, 864.0), 18.0)),
                Finish("hole", rounded_box((126.0, 600.0, 162.0, 636.0), 18.0), by_printer=True),
                Finish("cut", (("M", 96.0, 0.0), ("L", 96.0, 72.0))),
                Finish("cut", (("M", 192.0, 0.0), ("L", 192.0, 72.0))),
                Finish("perforation", (("M", 0.0, 144.0), ("L", 288.0, 144.0))),
            ),
        ),
    ),
    bleed=9.0,
    media=(306.0, 882.0),
    one_ink=True,
    quantity=None,
    stock="12 pt cover",
    stock_ordered=False,
    proof=TicketProof("failed", 2, 0, ("A number is hidden.", "A font is missing."), {"smallest_type": 9.0}),
)
BOOKLET = TicketProduct(
    product="large-print",
    job=job("Large print"),
    file="ar-large-print-8.5x11in.press.pdf",
    sha256="5a5a" * 16,
    size=77,
    pages=tuple(page(f"page {number}", 612.0, 792.0) for number in (1, 2, 3)),
    bleed=0.0,
    media=(612.0, 792.0),
    one_ink=True,
    quantity=250,
    stock="60 lb offset",
    stock_ordered=False,
    proof=TicketProof("none", 0, 0, (), {}),
)
HOTLINE = TicketContact(
    "hotline", "National hotline", "1-888-373-7888", "tel:+18883737888", dt.date(2026, 11, 3), ("brochure", "wallet-card")
)  # fmt: skip
SITE = TicketContact("site", "The coalition", "example.org", "https://example.org", None, ("brochure",))
ORDER = PrintOrder(
    ordered=dt.date(2026, 11, 5),
    due=dt.date(2026, 12, 11),
    purchase_order="PO 2026-118",
    sender=OrderPerson("Ana Example", "ana@example.org", "860-555-0100"),
    approver=OrderPerson("Ben Example", "", "+44 20 7946 0142"),
    proof="printed",
    delivery=("Main Street 1", "Hartford, CT 06103"),
    packing="boxes of 500",
    kind="reprint",
    overs=5.0,
    unders=0.0,
    ganging=False,
    quantities={"brochure": 12500},
    notes="Ring the bell.",
)
FINAL = Ticket(
    name="flyers-ct-en-2026-11",
    campaign="flyers-ct",
    publisher="A coalition of Connecticut",
    language="en",
    english="English",
    autonym="English",
    label="en",
    rtl=False,
    issue="2026-11",
    code="a1b2c3d",
    review="signed on 2026-11-01",
    draft=False,
    blockers=(),
    condition=GRACOL,
    products=(FOLDED, CARD),
    contacts=(HOTLINE, SITE),
    askable=(SITE,),
    order=ORDER,
)
DRAFT = Ticket(
    name="flyers-ct-ar-2026-11-DRAFT",
    campaign="flyers-ct",
    publisher="A coalition of Connecticut",
    language="ar",
    english="Arabic",
    autonym="العربية",
    label="ar",
    rtl=True,
    issue="2026-11",
    code="a1b2c3d",
    review="draft translation, checked by the program, signed by nobody",
    draft=True,
    blockers=("The translation is not signed.", "table-tent: the file failed its proof."),
    condition=NEWSPRINT,
    products=(TOOLED, BOOKLET),
    contacts=(HOTLINE,),
    askable=(HOTLINE, SITE),
    order=NO_ORDER,
)
