"""Warnings of commands that print a campaign's words: what it has of its own and nothing prints.

The id is then most often misspelled, and the words or the number of the base are printed in silence.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from flyers.cli.console import Console

if TYPE_CHECKING:
    from pathlib import Path

    from flyers.pipeline.session import Session


def unprinted(session: Session) -> list[str]:
    """Return a sentence with its place for each entry of the campaign's own that nothing prints."""
    from flyers.workflow.unused_entries import unused_entries

    return [f"{place}: {problem}" for place, problem in unused_entries(session)]


def leftovers(session: Session, output: Path) -> list[str]:
    """Return a sentence for each file in the folder *output* whose product or language the campaign has no longer."""
    from flyers.files import exists, files_in
    from flyers.pipeline.outputs import REPORT

    left = []
    for folder in (folder for folder in files_in(output, "*") if exists(folder / REPORT)):
        for file in (file for file in files_in(folder, "*") if file.suffix in (".pdf", ".png")):
            product = file.name.partition(".")[0]
            known = product in session.known_products([product]) and folder.name in session.registry.tags
            if not known:
                left.append(
                    f"{file}: an old file, of a product or a language that the campaign no longer has. Delete it."
                )
    return left


def warn_of_unprinted(remarks: Iterable[str], console: Console, campaign: str = "") -> None:
    """Print *remarks* as warnings; of several campaigns, with the folder of the *campaign*."""
    where = f"{campaign}: " if campaign else ""
    for remark in remarks:
        console.note(f"warning: {where}{remark}")
