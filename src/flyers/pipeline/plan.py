"""Jobs: the files to make, planned from languages, products and editions."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path

from flyers.errors import UsageError
from flyers.records import dataclass

ALL = "all"  # Means every language of the campaign where a secondary language is named.
IMAGE = "image"  # The edition of the products that are images: they have no other, and no other product has it.
PHONE = "phone"  # The edition that only products of use on a phone have (`Layout.suits_phones`).

ALT_TEXT, PLAIN_TEXT = ".alt.txt", ".txt"
"""Endings, after the `Job.key` of an image, of the names of the files with its words."""


@dataclass(frozen=True, slots=True)
class PressChoice:
    """The print condition and standard of press files."""

    condition: str = ""  # name or path of the print condition; "" for the campaign's
    pdfx: str = ""  # ``4`` or ``1a``; "" for the condition's own standard
    bleed: float | None = None  # in points; None for the condition's own


@dataclass(frozen=True, slots=True)
class SheetChoice:
    """How copies are placed on sheets. Lengths are in points."""

    # The sheet, by name or size; "" for single pages, or for the layout's own sheet in the office edition.
    size: str = ""
    gutter: float | None = None  # space between copies; None for the sheet's own
    back_offset: tuple[float, float] = (0.0, 0.0)  # how far the backs are moved to the right and up
    ink: str = ""  # ``black`` for copiers; "" for all inks
    calibration: bool = False  # whether to make the sheet that measures a printer's back offset instead of the product


@dataclass(frozen=True, slots=True)
class Job:
    """One file to make. Plain data, so that it can be sent to a worker process."""

    campaign: Path  # the campaign's folder
    language: str  # a tag of the registry, ``"zh-Hans"``
    product: str  # ``"poster"``
    edition: str  # ``"press"``
    output: Path  # the folder that holds one folder per language
    secondary: str = ""  # the tag of a second language on the back; `ALL` for a multilingual product; "" for none
    press: PressChoice = PressChoice()  # used by the press edition only
    sheet: SheetChoice = SheetChoice()  # used for files with several copies on a sheet
    allow_untranslated: bool = False  # whether English may replace messages without a translation
    # Whether the file's name says that it is a draft, because its pages don't. Known only when they have been composed,
    # and not a part of what is ordered, so jobs that differ in it are equal.
    marked_draft: bool = field(default=False, compare=False)

    @property
    def folder(self) -> Path:
        return self.output / self.language

    @property
    def target(self) -> Path:
        """The path of the file. It is the same for every version, so that links survive; the version is inside."""
        return self.folder / f"{self.key}.{'png' if self.is_image else 'pdf'}"

    @property
    def is_image(self) -> bool:
        """Whether the file is an image, which has its words beside it (`texts`)."""
        return self.edition == IMAGE

    @property
    def texts(self) -> tuple[Path, ...]:
        """The files beside an image: its description for those who do not see it, and the words to send along."""
        return tuple(self.folder / f"{self.key}{ending}" for ending in (ALT_TEXT, PLAIN_TEXT)) if self.is_image else ()

    @property
    def key(self) -> str:
        """The job's name within its language: ``poster.press``, ``wallet-card.office.a4.black.with-en``."""
        second = f".with-{self.secondary}" if self.secondary not in ("", ALL) else ""
        return f"{self.product}.{self.variant}{second}{'.DRAFT' if self.marked_draft else ''}"

    @property
    def twin(self) -> Job:
        """The same job under its other name: as a marked draft, or without that mark."""
        return replace(self, marked_draft=not self.marked_draft)

    @property
    def variant(self) -> str:
        """The edition with sheet and ink: ``press``, ``office.a4.black``."""
        parts = ["calibration" if self.sheet.calibration else self.edition, self.sheet.size, self.sheet.ink]
        return ".".join(part for part in parts if part)

    @property
    def purpose(self) -> str:
        """The variant with gutter, offset and bleed, as files record it: ``press.12x18;gutter=18;offset=2.8,-1.4``."""
        return self._purpose("{:g}".format)

    @property
    def exact_purpose(self) -> str:
        """The same with lengths to their last digit."""
        return self._purpose(lambda points: f"{points:g}" if float(f"{points:g}") == points else repr(points))

    def _purpose(self, shown: Callable[[float], str]) -> str:
        across, up = self.sheet.back_offset
        gutter = f";gutter={shown(self.sheet.gutter)}" if self.sheet.gutter is not None else ""
        offset = f";offset={shown(across)},{shown(up)}" if across or up else ""
        points = self.press.bleed if self.edition == "press" else None
        bleed = f";bleed={shown(points)}" if points is not None else ""
        return f"{self.variant}{gutter}{offset}{bleed}"

    @property
    def on_sheets(self) -> bool:
        """Whether copies are placed side by side on sheets."""
        return bool(self.sheet.size) or self.edition == "office"

    @property
    def label(self) -> str:
        return f"{self.language} {self.key}"


def job_from_purpose(
    campaign: Path, product: str, languages: str, purpose: str, press: PressChoice = PressChoice()
) -> Job:
    """Return the job of *languages* (``es+en``) and a *purpose* as in `Job.purpose`; raises UsageError for another."""
    variant, *details = purpose.split(";")
    edition, _, rest = variant.partition(".")
    ink = "black" if f".{rest}".endswith(".black") else ""
    size = rest.removesuffix("black").removesuffix(".") if ink else rest
    lengths = dict(detail.split("=", 1) for detail in details if "=" in detail)
    language, _, secondary = languages.partition("+")
    try:
        gutter = float(lengths["gutter"]) if "gutter" in lengths else None
        bleed = float(lengths["bleed"]) if "bleed" in lengths else press.bleed
        across, up = map(float, lengths.get("offset", "0,0").split(","))
    except ValueError:
        raise UsageError(f"“{purpose}” is not a purpose that flyers writes.", hint="Build the file again.") from None
    sheet = SheetChoice(size, gutter, (across, up), ink, calibration=edition == "calibration")
    edition = "office" if sheet.calibration else edition
    return Job(campaign, language, product, edition, Path(), secondary, replace(press, bleed=bleed), sheet)


def plan(
    campaign: Path,
    languages: Sequence[str],
    products: Sequence[str],
    editions: Sequence[str],
    *,
    output: Path,
    secondary: str = "",
    multilingual: Mapping[str, Sequence[str]] | None = None,
    images: Mapping[str, bool] | None = None,
    press: PressChoice = PressChoice(),
    sheet: SheetChoice = SheetChoice(),
    allow_untranslated: bool = False,
) -> list[Job]:
    """Return a job for every product of every language in every edition, grouped by language. Pure: reads no file.

    Args:
        secondary: the second language; no product is planned with its own language on the back.
        multilingual: the products that speak all languages, each with the languages in which it is made.
        images: whether a product is an image, which is made in the edition `IMAGE` alone, or is printed, which is made
            in all others; a product that is missing here is made in every edition.
    """
    multilingual, images = multilingual or {}, images or {}
    seconds = {product: ALL if product in multilingual else secondary for product in products}
    return [
        Job(campaign, language, product, edition, output, seconds[product], press, sheet, allow_untranslated)
        for language in languages
        for product in products
        for edition in editions
        if (language in multilingual[product] if product in multilingual else language != secondary)
        and images.get(product, edition == IMAGE) == (edition == IMAGE)
    ]


MOST_LISTED = 15  # Names that an error lists.


def choose(kind: str, names: Iterable[str], known: Sequence[str]) -> list[str]:
    """Return *names* once each, or all *known* ones if there are none; raises UsageError that suggests the nearest."""
    chosen = list(dict.fromkeys(names))
    for name in chosen:
        if name not in known:
            import difflib

            near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
            hint = f"Did you mean “{near[0]}”? " if near else ""
            listed_by = {"product": "'flyers products' lists them.", "contact": "'flyers contacts list' lists them."}
            listed = f"There are: {', '.join(known)}." if len(known) <= MOST_LISTED else listed_by.get(kind, "")
            raise UsageError(f"There is no {kind} “{name[:60]}”.", hint=f"{hint}{listed}".strip())
    return chosen or list(known)


@dataclass(frozen=True, slots=True)
class Shard:
    """One of *count* parts of a plan; *number* is from 1 to *count*.

    A job is in exactly one of them, which its checksum alone decides. So machines need not know of each other, and an
    added job moves no other.
    """

    number: int
    count: int

    @classmethod
    def parse(cls, text: str) -> Shard:
        """Return the shard written as ``3/40``; raises ValueError if it is not written like that, or there is none."""
        number, _, count = text.partition("/")
        if not (number.isascii() and number.isdigit() and count.isascii() and count.isdigit() and len(text) <= 20):
            raise ValueError(f"“{text[:60]}” is not a shard; write it as 3/40, for the third of 40")
        if not 1 <= int(number) <= int(count):
            raise ValueError(f"there is no shard {text}: the first is 1/{count}, the last {count}/{count}")
        return cls(int(number), int(count))

    def __str__(self) -> str:
        return f"{self.number}/{self.count}"

    def of(self, jobs: Iterable[Job], campaign: str = "") -> list[Job]:
        """Return those of *jobs* that are in this shard; *campaign* names theirs among others."""

        def place(job: Job) -> int:
            press = job.press
            words = (campaign, job.language, job.secondary, job.product, job.purpose, press.condition, press.pdfx)
            return int.from_bytes(hashlib.sha256("\n".join(words).encode()).digest()[:8], "big")

        return [job for job in jobs if place(job) % self.count == self.number - 1]
