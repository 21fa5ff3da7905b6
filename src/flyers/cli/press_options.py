"""The options for the print shop's press: checked before the first file, and named after the last."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from flyers.cli.console import Console
from flyers.errors import LayoutError, UsageError
from flyers.units import POINTS, at_most

if TYPE_CHECKING:
    from flyers.pipeline.plan import Job, PressChoice
    from flyers.pipeline.report import Result
    from flyers.pipeline.session import Session


def press_choice(options: argparse.Namespace) -> PressChoice:
    """Return what ``--press``, ``--pdfx`` and ``--bleed`` say."""
    from flyers.pipeline.plan import PressChoice

    return PressChoice(options.press, options.pdfx, options.bleed)


def check_press(press: PressChoice, jobs: list[Job], session: Session) -> None:
    """Refuse a wrong --press, --pdfx or --bleed once, before the first job."""
    from flyers.page.editions import EDITIONS
    from flyers.pipeline.plan import PressChoice

    if press == PressChoice():
        return
    for_press = [job for job in jobs if EDITIONS[job.edition].for_press]
    if not for_press:
        raise UsageError(
            "--press, --pdfx and --bleed apply to files for a print shop only, and none is selected.",
            hint="Add --edition press, or leave them out.",
        )
    if press.bleed is not None:
        _require_art(for_press, press.bleed, session)
    session.condition(press.condition, press.pdfx, press.bleed)


def _require_art(jobs: Iterable[Job], bleed: float, session: Session) -> None:
    """Refuse a *bleed*, in points, that is wider than the art of a product of *jobs*.

    Raises:
        LayoutError: the product with the narrowest art; the hint has the widest bleed for it.
    """
    from flyers.page.editions import is_short

    found = (session.readable_layout(product) for product in dict.fromkeys(job.product for job in jobs))
    if not (layouts := [layout for layout in found if layout]):
        return
    least = min(layouts, key=lambda layout: layout.bleed)
    if is_short(least.bleed, bleed):
        raise LayoutError(
            f"--bleed asks for {bleed:.4g} pt; the art of “{least.product}” goes {least.bleed:.4g} pt beyond the trim.",
            hint=f"The most is {at_most(least.bleed)}, unless its layout gets more: {least.place('bleed')}.",
        )


def note_condition(results: Sequence[Result], press: PressChoice, session: Session, console: Console) -> None:
    """Name the print condition of the press files in *results* if *press* changes the campaign's own. Files for another
    condition have the same names, so they are overwritten.
    """
    from flyers.pipeline.plan import PressChoice

    if press == PressChoice() or not any(result.good and result.job.edition == "press" for result in results):
        return
    made, usual = session.condition(press.condition, press.pdfx, press.bleed), session.condition()
    parts = [
        made.title if made.title != usual.title else "",
        f"PDF/X-{made.pdfx}" if made.pdfx != usual.pdfx else "",
        f"a bleed of {made.bleed / POINTS['in']:.4g} in" if abs(made.bleed - usual.bleed) > 0.01 else "",
    ]
    if any(parts):
        console.note(
            f"For the press: {'; '.join(part for part in parts if part)}. Press files for other conditions have the "
            "same names and are replaced: keep both with --output."
        )
