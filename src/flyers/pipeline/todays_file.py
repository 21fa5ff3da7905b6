"""What a finished file records about itself, and today's file: what the campaign makes of its job now. Whoever hands a
file out asks whether it is that one.
"""

from __future__ import annotations

import calendar
import io
import re
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary

from flyers import limits
from flyers.content.press import conditions
from flyers.errors import FlyersError
from flyers.files import exists, read_bytes
from flyers.page.editions import EDITIONS
from flyers.pdf.painter import paint
from flyers.pipeline import outputs
from flyers.pipeline.composition import Composition, compose_job, named
from flyers.pipeline.images import image_files
from flyers.pipeline.plan import ALT_TEXT, IMAGE, PLAIN_TEXT, Job, PressChoice, choose, job_from_purpose
from flyers.pipeline.recipe import composition_expectation
from flyers.pipeline.session import Session
from flyers.proof.expectations import Expectation
from flyers.proof.images import is_png, labels_of, same_image
from flyers.proof.same_file import same_file
from flyers.proof.size_guard import UnreadableError, check_size
from flyers.records import dataclass
from flyers.translation.localization import Localization
from flyers.translation.standing import UNREAD


@dataclass(frozen=True, slots=True)
class Identity:
    """What a file records about itself (`flyers.pdf.painter` writes it).

    Attributes:
        edition: `Job.purpose`.
        code: the content code.
        condition: the identifier of its output intent for print; "" if it has none.
        pdfx: ``1a`` if it is labelled PDF/X-1a, ``4`` for any other file with such an intent, else "".
        condition_title: what it calls its condition.
        moment: when it was made, in seconds since 1970; 0 if it does not say.
    """

    product: str
    language: str
    edition: str
    code: str
    condition: str = ""
    pdfx: str = ""
    condition_title: str = ""
    moment: int = 0

    def __str__(self) -> str:
        return f"{self.product}, {self.language}, {self.edition}"


def identify(pdf: bytes) -> Identity | None:
    """Return what *pdf* records about itself; None if another program made it or it is not a PDF."""
    try:
        check_size(pdf)
        with pikepdf.open(io.BytesIO(pdf)) as file:
            subject = str(file.docinfo.get("/Subject", ""))
            keywords = str(file.docinfo.get("/Keywords", ""))
            condition, title = _condition(file.Root.get("/OutputIntents"))
            x1a = str(file.docinfo.get("/GTS_PDFXVersion", "")).startswith("PDF/X-1a")
            pdfx = "1a" if x1a else "4" if condition else ""
            moment = _moment(str(file.docinfo.get("/CreationDate", "")))
    except (pikepdf.PdfError, pikepdf.PasswordError, UnreadableError, ValueError, TypeError):
        return None
    match _labelled(subject, keywords):
        case product, language, edition, code if edition != IMAGE:  # no PDF has that edition
            return Identity(product, language, edition, code, condition, pdfx, title, moment)
    return None


def identify_image(labels: Mapping[str, str]) -> Identity | None:
    """Return what an image records about itself in its *labels* (`flyers.pipeline.images.labels`); None if nothing."""
    subject, _, keywords = labels.get("Comment", "").partition("; ")
    match _labelled(subject, keywords):
        case product, language, edition, code if edition == IMAGE:
            return Identity(product, language, edition, code)
    return None


def _labelled(subject: str, keywords: str) -> tuple[str, str, str, str] | None:
    """Return product, language, edition and content code from the two lines that have them."""
    match subject.split(", "), keywords.split():
        case [product, language, edition], [same, again, *_, code] if (product, language) == (same, again):
            return product, language, edition, code
    return None


def _moment(date: str) -> int:
    """Return a date as our files write it (``D:20261126151500Z``) in seconds since 1970; 0 for any other."""
    try:
        return calendar.timegm(time.strptime(date, "D:%Y%m%d%H%M%SZ"))
    except ValueError:
        return 0


def _condition(intents: Any) -> tuple[str, str]:
    """Return identifier and title of the output intent for print; "" if there is none or more than one."""
    dictionaries = (
        [intent for intent in intents if isinstance(intent, Dictionary)] if isinstance(intents, Array) else []
    )
    named = [
        (str(intent.get("/OutputConditionIdentifier", "")), str(intent.get("/OutputCondition", "")))
        for intent in dictionaries
        if intent.get("/S") == "/GTS_PDFX"
    ]
    return named[0] if len(named) == 1 else ("", "")


@dataclass(frozen=True, slots=True)
class WordFiles:
    """The description of an image, and the words to send along; None where there is no such file."""

    alt: str | None
    text: str | None


NO_WORDS = WordFiles(None, None)


def words_beside(image: Path) -> WordFiles:
    """Return the words in the files that belong to the file *image*: those of its name with other endings.

    Raises:
        ContentError: one is larger than any words of ours.
        FileAccessError: one cannot be read.
    """
    return WordFiles(*(_words(image.with_name(f"{image.stem}{ending}")) for ending in (ALT_TEXT, PLAIN_TEXT)))


def _words(path: Path) -> str | None:
    # Bytes that are not UTF-8 are replaced, so that the proof finds other words.
    return read_bytes(path, most=limits.WORDS_BYTES).decode("utf-8", "replace") if exists(path) else None


_OUTPUT_NAME = re.compile(r"[^.]+\.(?:press|screen|office|calibration|image)\b.*\.(?:pdf|png)")
"""A name that says of which product and edition a file is (`Job.key`)."""


@dataclass(frozen=True, slots=True)
class TodaysFile:
    """The file that a campaign makes of a job today, before it is painted."""

    job: Job
    localized: Localization
    composition: Composition

    def painted(self, session: Session, moment: int) -> bytes:
        """Return it with the date *moment*; for an image, the file of its page."""
        edition = replace(self.composition.edition, name=self.job.purpose)
        return paint(self.composition.document, edition, session.library, moment)

    def unsigned(self, session: Session) -> TodaysFile:
        """Return the draft that it was before its words were signed."""
        others = {tag: replace(other, standing=UNREAD) for tag, other in self.localized.others.items()}
        localized = replace(self.localized, standing=UNREAD, others=others)
        return TodaysFile(self.job, localized, compose_job(self.job, localized, session))

    def expectation(self, session: Session, moment: int) -> Expectation:
        return composition_expectation(self.composition, self.localized, session.library, moment, self.job.purpose)

    def is_same(self, data: bytes, words: WordFiles, session: Session) -> bool:
        """Return whether the file *data*, an image with the *words* beside it, is this one, but for its packing."""
        if self.job.is_image:
            from flyers.pipeline.images import with_page

            return is_same_image(data, words, with_page(self.expectation(session, 0), self.painted(session, 0)))
        identity = identify(data)
        return identity is not None and same_file(data, self.painted(session, identity.moment))

    def stranger(self, pdf: bytes, session: Session) -> str:
        """Return why the PDF *pdf* is not this one, in a sentence; "" if it is."""
        identity, document = identify(pdf), self.composition.document
        if self.is_same(pdf, NO_WORDS, session):
            return ""
        if identity is None:
            return "This is no file of a campaign, or its labels were removed."
        if str(identity) != (own := f"{document.product}, {document.label}, {self.job.purpose}"):
            return f"This is the file of {identity}, in the place of that of {own}."
        if identity.code != document.code:
            return f"The file was made from other words or contacts: it is {identity.code}; today's is {document.code}."
        return (
            "The file is not the one that is made today: somebody has changed it, or the layout, the issue, the print "
            "condition, the sign-off or the program has changed."
        )

    def belongs_to(self, path: Path) -> bool:
        """Return whether it may be at *path*: no other job's file is there, by the names of folder and file.

        Only an output folder, which has a report, says whose files are in it.
        """
        if not _OUTPUT_NAME.fullmatch(path.name) or not exists(path.parent / outputs.REPORT):
            return True
        return self.place == f"{path.absolute().parent.name}/{path.name}"

    @property
    def place(self) -> str:
        """Its folder and name in an output folder: ``es/poster.press.DRAFT.pdf``."""
        own = named(self.job, self.composition.document, self.composition.edition)
        return f"{own.language}/{own.target.name}"


def todays_file(identity: Identity, session: Session, press: str = "") -> TodaysFile:
    """Return today's file of the job that a file records in its *identity*.

    Its print condition is *press*, a name or a path; "" means the one that the file names.

    Raises:
        FlyersError: the campaign cannot make it.
    """
    job = job_of(identity, session, press or named_condition(identity, session))
    localized = session.localized(job.language, secondary=job.secondary, allow_untranslated=True)
    return TodaysFile(job, localized, compose_job(job, localized, session))


def is_same_image(png: bytes, words: WordFiles, expected: Expectation) -> bool:
    """Return whether *png* and the *words* beside it are those that are *expected*, with the picture of their page."""
    made = image_files(expected)
    return (words.alt, words.text) == (made.alt.decode(), made.text.decode()) and same_image(png, made.png)


def is_todays_file(path: Path, data: bytes, words: WordFiles, session: Session) -> bool:
    """Return whether *data* at *path* is what the campaign makes today, and is in its place."""
    identity = identify_image(labels_of(data)) if is_png(data) else identify(data)
    if identity is None:
        return False
    try:
        today = todays_file(identity, session)
    except FlyersError:
        return False
    return today.belongs_to(path) and today.is_same(data, words, session)


def named_condition(identity: Identity, session: Session) -> str:
    """Return the campaign's print condition that a file names; "", its usual one, if the file names none of them.

    Several may share an identifier, for one press may want marks and another none; then the title decides.
    """
    usual = session.campaign.press
    known = {name: session.condition(name) for name in (usual, *conditions(session.campaign))}
    alike = [name for name, condition in known.items() if condition.identifier == identity.condition]
    return next((name for name in alike if known[name].title == identity.condition_title), next(iter(alike), ""))


def job_of(identity: Identity, session: Session, condition: str) -> Job:
    """Return the job that a file records.

    Raises:
        UsageError: the campaign has no such language, product or edition.
    """
    press = PressChoice(condition, identity.pdfx)
    job = job_from_purpose(session.folder, identity.product, identity.language, identity.edition, press)
    choose("edition", [job.edition], list(EDITIONS))
    choose("product", [job.product], session.known_products([job.product]))
    return replace(job, language=session.registry.language(job.language).tag)
