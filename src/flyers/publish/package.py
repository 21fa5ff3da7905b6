"""The recipe of a package: gather, refuse or go on, draw, write, put together."""

from __future__ import annotations

import calendar
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flyers.errors import FlyersError, raise_all
from flyers.files import write_whole
from flyers.pdf.editions import SCREEN
from flyers.pdf.painter import paint
from flyers.publish.archive import archive
from flyers.publish.gather import Order, gather
from flyers.publish.letter import letter
from flyers.publish.ticket_page import ticket_pages
from flyers.publish.xjdf import product_intent
from flyers.workflow.manifests import keep

if TYPE_CHECKING:
    from flyers.pipeline.session import Session


@dataclass(frozen=True, slots=True)
class Package:
    """A finished package: its place, size in bytes, why nobody should print it yet, and where its words are kept."""

    path: Path
    size: int
    doubts: tuple[FlyersError, ...]
    manifest: Path


def package(order: Order, session: Session) -> Package:
    """Put the order's package beside the files that it holds; whole, or not at all.

    What its files say goes on record first (`flyers.workflow.manifests`): nothing is printed that nobody can look up.

    Raises:
        FileAccessError: a file has not been made yet, or the package cannot be written.
        ProofError: a file failed its proof, or is not the one that was proved, or is not today's.
        TranslationError: nobody has signed the translation off.
        FlyersError: the campaign or its print jobs are broken.
    """
    gathered = gather(order, session)
    if not order.draft:
        raise_all(gathered.doubts)
    ticket = gathered.ticket
    moment = moment_of(ticket.issue)
    languages = [session.registry.language(tag) for tag in (session.campaign.source_language, ticket.language)]
    files = {
        "README.txt": letter(ticket).encode(),
        "job-ticket.pdf": paint(ticket_pages(ticket, session.typesetter, languages), SCREEN, session.library, moment),
        "job-ticket.json": (json.dumps(ticket.to_json(), ensure_ascii=False, indent=2) + "\n").encode(),
        "job-ticket.xjdf": product_intent(ticket),
        **gathered.files,
    }
    data = archive(ticket.name, files, moment)
    manifest = keep(session, gathered.said)
    path = order.output / order.language / f"{ticket.name}.zip"
    write_whole(path, data)
    return Package(path, len(data), gathered.doubts, manifest)


def moment_of(edition: str) -> int:
    """The one date of a package: ``SOURCE_DATE_EPOCH`` where it is set, else the first day of the *edition*.

    An edition is a year, a month or a day, ``2026-11``; the result is in seconds since 1970.
    """
    given = os.environ.get("SOURCE_DATE_EPOCH", "").strip()
    if given.isdigit():
        return int(given)
    year, month, day = (*map(int, edition.split("-")), 1, 1)[:3]
    return calendar.timegm((year, month, day, 0, 0, 0))
