"""README.txt: a letter to the print shop about what is in the package and what to check."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from flyers.publish.ticket import Ticket
from flyers.units import dimensions

_WIDE = 78


def letter(ticket: Ticket) -> str:
    """Return the letter as plain text; only names and addresses make a line longer than 78 characters."""
    return "\n".join(_lines(ticket)) + "\n"


def _lines(ticket: Ticket) -> Iterator[str]:
    yield ticket.name
    yield "=" * len(ticket.name)
    yield ""
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
    yield ""
    yield from _order(ticket)
    yield from _contents(ticket)
    yield "PRINTING"
    for advice in _printing(ticket):
        yield from _wrapped(advice, "  - ")
    yield ""
    yield "ON THE FIRST SHEET, BEFORE THE RUN"
    for number, check in enumerate(_checks(ticket), start=1):
        yield from _wrapped(check, f"  {number}. ")
    yield ""
    yield from _asking(ticket)


def _order(ticket: Ticket) -> Iterator[str]:
    """Yield the order; what is not known stays a line to write on."""
    yield "THE ORDER"
    rows = [(f"{product.job.name}, copies", f"{product.quantity or ''}") for product in ticket.products]
    for label, value in (*rows, *ticket.order.rows):
        yield from _wrapped(value or "_" * 40, f"  {label:<28}")
    yield ""


def _contents(ticket: Ticket) -> Iterator[str]:
    yield "WHAT IS WHAT"
    for product in ticket.products:
        yield f"  {product.file}"
        yield from _wrapped(f"{product.job.name}, {dimensions(*product.trim)}, {product.sides}", "      ")
    yield "  job-ticket.pdf"
    yield "      the job: paper, inks, folds, numbers and codes on one page, the order on another"
    yield "  job-ticket.json, job-ticket.xjdf"
    yield "      the same for software; the second as an XJDF product intent"
    yield "  SHA256SUMS"
    yield "      checksums: “sha256sum -c SHA256SUMS” (on a Mac, “shasum -a 256 -c SHA256SUMS”)"
    yield ""


def _printing(ticket: Ticket) -> Iterator[str]:
    """Yield what the shop does when it prints, and what it must not do."""
    condition, marks = ticket.condition, ticket.condition.marks
    kinds = [kind for kind, there in (("crop", marks.crop), ("fold", marks.fold)) if there]
    inside = f"Bleed and {' and '.join(kinds)} marks are inside."
    yield (
        "Print the PDFs as they are, at 100 %. Do not scale them, do not fit them to the page, do not convert their "
        "colours, do not save them again. "
        f"{inside if kinds else 'Bleed is inside; there are no marks, so cut by the trim box.'}"
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
    targets = dict.fromkeys(code.target for product in ticket.products for code in product.codes)
    if targets:
        opened = " and ".join(targets)
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


def _asking(ticket: Ticket) -> Iterator[str]:
    yield "WHOM TO ASK"
    sender = str(ticket.order.sender)
    yield from _wrapped(f"{sender or 'The person who sent you this package'}, for {ticket.publisher}:", "  ")
    for contact in ticket.askable:
        yield f"  {contact.display} ({contact.verified})"
    yield from _wrapped(
        "Please change nothing in a file yourself, not even a letter: many people will trust it. Tell us, and you get "
        "a new one.",
        "  ",
    )


def _wrapped(text: str, first: str = "") -> Iterator[str]:
    """Yield the lines of *text* after *first*; further lines are indented by its width."""
    yield from textwrap.wrap(
        text,
        _WIDE,
        initial_indent=first,
        subsequent_indent=" " * len(first),
        break_long_words=False,
        break_on_hyphens=False,
    )
