"""What is to be made: the words of an order, checked against the campaign, as a list of jobs."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flyers.errors import UsageError

ALL = "all"
"""In place of a tag: every language of the campaign."""


@dataclass(frozen=True, slots=True)
class Job:
    """One file to make: plain data, so that it can travel to a worker process.

    Attributes:
        campaign: the campaign's folder.
        language: a tag of the registry, ``"zh-Hans"``.
        product: ``"poster"``; edition: ``"press"``.
        output: the folder under which every language has one of its own.
        allow_untranslated: whether English may stand in for missing messages.
        press: name or path of the print condition; "" for the campaign's.
        pdfx: ``4`` or ``1a``; "" for what the condition says.
        sheet: on which copies are placed side by side, by name or size; "" for single pages, or in the edition for the
            office for the product's own.
        gutter: between the copies, points; None for the sheet's.
        back_offset: by which backs are moved to the right and up, points.
        ink: ``black`` for a copier; "" for all inks.
        calibration: make the sheet that shows how far a printer's backs are off.
        beside: a second language behind the first, by its tag; ``all`` for what speaks every language; "" for none.
    """

    campaign: Path
    language: str
    product: str
    edition: str
    output: Path
    allow_untranslated: bool = False
    press: str = ""
    pdfx: str = ""
    sheet: str = ""
    gutter: float | None = None
    back_offset: tuple[float, float] = (0.0, 0.0)
    ink: str = ""
    calibration: bool = False
    beside: str = ""

    @property
    def folder(self) -> Path:
        return self.output / self.language

    @property
    def target(self) -> Path:
        """Where the file goes. The name is stable, so that links survive; the version is inside."""
        return self.folder / f"{self.key}.pdf"

    @property
    def key(self) -> str:
        """The job's name within its language: ``poster.press``, ``wallet-card.office.a4.black.with-en``."""
        second = f".with-{self.beside}" if self.beside not in ("", ALL) else ""
        return f"{self.product}.{self.variant}{second}"

    @property
    def variant(self) -> str:
        """The edition, and how it differs from the plain one: ``press``, ``office.a4.black``."""
        parts = ["calibration" if self.calibration else self.edition, self.sheet, self.ink]
        return ".".join(part for part in parts if part)

    @property
    def label(self) -> str:
        return f"{self.language} {self.key}"


def plan(
    campaign: Path,
    languages: Sequence[str],
    products: Sequence[str],
    editions: Sequence[str],
    *,
    output: Path,
    beside: str = "",
    many: Mapping[str, Sequence[str]] | None = None,
    **options: Any,
) -> list[Job]:
    """Every product of every language in every edition, a language's files together. Pure: it opens nothing.

    Args:
        beside: the second language; a thing is not made with its own language behind it.
        many: the products that speak all languages, with the languages in which each is made.
        options: further attributes of every job.
    """
    many = many or {}
    return [
        Job(campaign, language, product, edition, output, beside=ALL if product in many else beside, **options)
        for language in languages
        for product in products
        for edition in editions
        if (language in many[product] if product in many else language != beside)
    ]


def choose(kind: str, asked: Iterable[str], known: Sequence[str]) -> list[str]:
    """What was *asked* for, once each and in that order, or all that is *known* when nothing was.

    Raises:
        UsageError: for a name that is not known; it suggests the nearest.
    """
    chosen = list(dict.fromkeys(asked))
    for name in chosen:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
            hint = f"Did you mean “{near[0]}”? " if near else ""
            raise UsageError(f"There is no {kind} “{name}”.", cure=f"{hint}There are: {', '.join(known)}.")
    return chosen or list(known)
