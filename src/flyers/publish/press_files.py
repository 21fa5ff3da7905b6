"""The press files of a package, and what keeps them from being final."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flyers.content.contacts import ASK_THE_OFFICE, Contact, days_to_come
from flyers.errors import ContentError, FlyersError, ProofError, TranslationError, first_of
from flyers.page.document import Document
from flyers.pipeline import outputs
from flyers.publish.print_jobs import PrintJob
from flyers.records import dataclass
from flyers.translation.localization import Localization
from flyers.translation.standing import counted
from flyers.units import POINTS, to_mm
from flyers.workflow.signing import day_of_build


@dataclass(frozen=True, slots=True)
class PressFile:
    """The press file of one product, and what is known about it.

    Attributes:
        command: the command that makes it again.
        print_job: paper, fold and finishing.
        pdf: the file as it was built.
        entry: its entry in ``proof.json``; None without one.
        document: the pages as they would be composed today.
        one_ink: whether it is for one ink.
        stranger: why the file is not the one that this job makes today, in words; "" if it is.
    """

    product: str
    command: str
    print_job: PrintJob
    pdf: bytes
    entry: Mapping[str, Any] | None
    document: Document
    one_ink: bool
    stranger: str

    def name(self, quantity: int | None, *, draft: bool) -> str:
        """Return the file's name in a package, from which a shop sees the job: ``es-poster-8.5x11in-200.press.pdf``."""
        size = size_in_name(self.document.pages[0].width, self.document.pages[0].height)
        ink = "black" if self.one_ink else ""
        parts = [self.document.label, self.product, size, ink, str(quantity or ""), "DRAFT" if draft else ""]
        return f"{'-'.join(part for part in parts if part)}.press.pdf"


def size_in_name(width: float, height: float) -> str:
    """Return a size in points for a file's name: ``3.5x2in``, or ``85x54mm`` if it is not a multiple of 1/16 in."""
    sides = (width, height)
    if all(abs(side / 4.5 - round(side / 4.5)) < 0.001 for side in sides):
        return "x".join(f"{side / POINTS['in']:g}" for side in sides) + "in"
    return "x".join(f"{to_mm(side):.4g}" for side in sides) + "mm"


def by_approval(files: Sequence[PressFile]) -> dict[str, list[str]]:
    """Return the products of *files* by how far they are approved, in words."""
    products: dict[str, list[str]] = {}
    for file in files:
        products.setdefault(file.document.approval.words, []).append(file.product)
    return products


MOST_CONTACTS = 3
"""Untested contacts that a blocker names."""

OR_A_DRAFT = " Or package it as a marked draft: --draft."
"""The end of the hint about a file: what else can be done with it."""


def blockers_of(files: Sequence[PressFile], localized: Localization) -> Iterator[FlyersError]:
    """Yield what keeps a package of *files* from being final: at most one for each file, and those of the words."""
    yield from file_blockers(files, localized)
    yield from _translation_blockers(files, localized)
    yield from _contact_blockers(files, localized)


def file_blockers(files: Sequence[PressFile], localized: Localization) -> Iterator[FlyersError]:
    """Yield an error for each of *files* that is not good, or that its job does not make today."""
    for file in files:
        if problem := _file_problem(file):
            hint = f"Build it again: '{file.command}'.{'' if file.stranger else OR_A_DRAFT}"
            yield ProofError(problem, hint=hint, trail=(file.product, localized.language.tag))


def _file_problem(file: PressFile) -> str:
    """Return the worst problem of a file; "" if it is good and is today's."""
    entry = file.entry
    if file.stranger:
        return file.stranger
    if entry is None:
        return "No proof of this file is on record."
    if entry["status"] == outputs.UNFINISHED["status"]:
        return "Its build was stopped while it wrote this file."
    if entry["status"] != "good":
        return "Its last build failed its proof."
    if entry.get("sha256") != outputs.digest(file.pdf):
        return "The file has been changed since it was proved."
    return ""


def _translation_blockers(files: Sequence[PressFile], localized: Localization) -> Iterator[FlyersError]:
    tag = localized.language.tag
    if english := localized.in_english({key for file in files for key in file.document.messages}):
        yield TranslationError(
            f"{counted(len(english), 'message')} in English: not translated.",
            hint="Translate them and build again.",
            trail=[tag],
        )
    for words, products in by_approval(files).items():
        drafts = [file for file in files if file.product in products and file.document.approval.draft]
        if not drafts:
            continue
        unsigned = " ".join(language.tag for language in drafts[0].document.approval.unsigned) or tag
        tags = f'"{unsigned}"' if " " in unsigned else unsigned
        which = "This" if len(products) == len(files) else f"In {', '.join(products)} this"
        yield TranslationError(
            f"{which} is a {words}.",
            hint=f"Have it read and signed ('flyers translations status --lang {tags}'); "
            "--draft makes a package that is marked as a draft.",
            trail=[tag],
        )


def _contact_blockers(files: Sequence[PressFile], localized: Localization) -> Iterator[FlyersError]:
    """Yield an error if a number or an address is printed that nobody has tried, as words or behind a code.

    Emergency numbers have an error of their own, since nobody must dial them for a test.
    """
    printed = {name for file in files for name in file.document.contacts}
    contacts = [contact for contact in localized.campaign.contacts.values() if contact.id in printed]
    untried = [contact for contact in contacts if contact.verified_on is None]
    if ordinary := [contact for contact in untried if not contact.is_emergency]:
        yield _untried(
            f"Nobody has dialed or opened {_listed(ordinary)}.",
            "Dial each number and open each address, then record the day",
            ordinary,
            localized,
        )
    for error in days_to_come(contacts, day_of_build()):
        yield error.within(localized.language.tag)
    if emergency := [contact for contact in untried if contact.is_emergency]:
        are = "is" if len(emergency) == 1 else "are"
        yield _untried(
            f"Nobody has asked whether {_listed(emergency)} {are} right.",
            f"{ASK_THE_OFFICE} Record the day of that answer",
            emergency,
            localized,
        )


def _listed(contacts: Sequence[Contact]) -> str:
    return first_of((contact.display for contact in contacts), MOST_CONTACTS)


def _untried(problem: str, what_to_do: str, contacts: Sequence[Contact], localized: Localization) -> ContentError:
    names = " ".join(contact.id for contact in contacts)
    return ContentError(
        problem,
        hint=f"{what_to_do}: 'flyers contacts verify {names} --date YYYY-MM-DD'. "
        "--draft makes a package that is marked as a draft.",
        trail=[localized.language.tag],
    )
