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
    def purpose(self) -> str:
        """What the file says it was made as: the variant, with what else makes it another file.

        ``press.12x18;gutter=18;offset=2.8,-1.4``. `as_said` reads it back.
        """
        gutter = f";gutter={self.gutter:g}" if self.gutter is not None else ""
        offset = f";offset={self.back_offset[0]:g},{self.back_offset[1]:g}" if any(self.back_offset) else ""
        return f"{self.variant}{gutter}{offset}"

    @property
    def on_sheets(self) -> bool:
        """Whether copies stand side by side on sheets."""
        return bool(self.sheet) or self.edition == "office"

    @property
    def label(self) -> str:
        return f"{self.language} {self.key}"


def as_said(campaign: Path, product: str, languages: str, purpose: str, **options: Any) -> Job:
    """The job of a file that says so of itself; *languages* as ``es`` or ``es+en``, *purpose* as `Job.purpose`.

    Raises:
        UsageError: it is not said in this way.
    """
    variant, *details = purpose.split(";")
    edition, _, rest = variant.partition(".")
    ink = "black" if f".{rest}".endswith(".black") else ""
    sheet = rest.removesuffix("black").removesuffix(".") if ink else rest
    given = dict(detail.split("=", 1) for detail in details if "=" in detail)
    language, _, beside = languages.partition("+")
    try:
        gutter = float(given["gutter"]) if "gutter" in given else None
        across, up = map(float, given.get("offset", "0,0").split(","))
    except ValueError:
        raise UsageError(f"“{purpose}” is no purpose of a file.", hint="Build the file anew.") from None
    calibration = edition == "calibration"
    return Job(
        campaign,
        language,
        product,
        "office" if calibration else edition,
        Path(),
        sheet=sheet,
        ink=ink,
        beside=beside,
        gutter=gutter,
        back_offset=(across, up),
        calibration=calibration,
        **options,
    )


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
            raise UsageError(f"There is no {kind} “{name}”.", hint=f"{hint}There are: {', '.join(known)}.")
    return chosen or list(known)
