"""Prove finished files again: compare each with today's file, which the campaign makes of what the file records about
itself. Whoever hands a file out asks whether it is that one.
"""

from __future__ import annotations

import calendar
import io
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf
from pikepdf import Array, Dictionary

from flyers import limits
from flyers.content.press import conditions
from flyers.errors import ContentError, FlyersError
from flyers.files import exists, read_bytes
from flyers.findings import Fault
from flyers.page.editions import EDITIONS
from flyers.pdf.painter import paint
from flyers.pipeline import outputs
from flyers.pipeline.entry import plain_findings
from flyers.pipeline.images import combined_proof, image_files, with_page
from flyers.pipeline.outputs import READER_PROOF
from flyers.pipeline.plan import ALT_TEXT, IMAGE, PLAIN_TEXT, Job, PressChoice, choose, job_from_purpose
from flyers.pipeline.recipe import Composition, compose_job, composition_expectation, named
from flyers.pipeline.session import Session, open_session
from flyers.proof.checks.construction import DAMAGED, NOT_TODAYS
from flyers.proof.checks.images import DAMAGED as DAMAGED_IMAGE
from flyers.proof.expectations import Expectation
from flyers.proof.findings import ProofFinding
from flyers.proof.images import is_png, labels_of, same_image
from flyers.proof.objects import UnreadableError, check_size, same_file
from flyers.proof.run import Proof, image_proof, proof
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


@dataclass(frozen=True, slots=True)
class Verdict:
    """The proof of one file.

    Attributes:
        known_as: ``"poster, es, press"``, or that the file is not known.
        good: it was compared, and has no fault.
        compared: it was compared with the campaign.
        remarks: what a person should know to read the verdict.
        old_numbers: what is printed, and what the campaign has today, by the id of the contact.
        identity: what the file records about itself; None if nothing that is known.
    """

    path: Path
    known_as: str
    good: bool
    findings: tuple[Mapping[str, Any], ...]
    facts: Mapping[str, Any]
    remarks: tuple[str, ...] = ()
    compared: bool = True
    old_numbers: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    identity: Identity | None = None

    @property
    def failed(self) -> bool:
        return any(finding["severity"] == "error" for finding in self.findings)

    @property
    def outcome(self) -> str:
        return "good" if self.good else "FAILED" if self.failed else "NOT COMPARED"

    def to_json(self) -> dict[str, Any]:
        return {
            "file": str(self.path),
            "known_as": self.known_as,
            "good": self.good,
            "compared": self.compared,
            "remarks": list(self.remarks),
            "old_numbers": {name: {"printed": old, "today": new} for name, (old, new) in self.old_numbers.items()},
            "findings": [dict(finding) for finding in self.findings],
            "facts": dict(self.facts),
        }


def refused(path: Path, error: FlyersError) -> Verdict:
    """Return the verdict on a file that cannot be examined."""
    finding = ProofFinding(DAMAGED, Fault(error.problem, error.hint))
    return Verdict(path, "not known", False, (finding.to_json(),), {})


@dataclass(frozen=True, slots=True)
class ProofRequest:
    """A file to prove in another process: the campaign's folder, and the arguments of
    `flyers.pipeline.prove.prove`."""

    campaign: Path
    path: Path
    press: str = ""


def prove_file(request: ProofRequest) -> Verdict:
    """Read and prove the file of *request*.

    Raises:
        FileAccessError: it cannot be read.
        FlyersError: the campaign itself cannot be read.
    """
    try:
        data, words = _read(request.path)
    except (ContentError, UnreadableError) as error:
        return refused(request.path, error)
    return prove(request.path, data, open_session(request.campaign), press=request.press, words=words)


def is_todays(request: ProofRequest) -> bool:
    """Return whether the file of *request* is what the campaign makes today, and is in its place.

    Raises:
        FileAccessError: it cannot be read.
        FlyersError: the campaign itself cannot be read.
    """
    try:
        data, words = _read(request.path)
    except (ContentError, UnreadableError):
        return False
    return is_todays_file(request.path, data, words, open_session(request.campaign))


def _read(path: Path) -> tuple[bytes, WordFiles]:
    """Return a file, and the words beside it if it is an image."""
    data = read_bytes(path, most=limits.PDF_BYTES)
    if is_png(data):
        return data, words_beside(path)
    check_size(data)
    return data, NO_WORDS


_NOT_COMPARED = (
    "boxes, fonts, inks and the form of codes and links were looked at; words, numbers, where codes lead and what the "
    "pages show were not compared with the campaign"
)

_CONTACT = re.compile(r"\W*(?:\d\W*){3,}|[\w-]+(?:\.[\w-]+)+\S*")
"""A number or an address: in a file of other words, any part of a sentence may be in the place of one."""

JOB_TICKET = "job-ticket"
"""The product name in files of `flyers.publish.ticket_page`."""

_NO_PRODUCTS = {
    READER_PROOF: "a reader's proof, which was compared with its contents when it was made; signing with its checksum "
    "shows whether it is of today's pages",
    JOB_TICKET: "a print shop's job ticket, whose order the campaign does not keep; SHA256SUMS in its package shows "
    "whether it is the ticket that was packaged",
}
"""Remarks on files of ours that are not products, which cannot be made again from the campaign alone."""


def prove(path: Path, data: bytes, session: Session, press: str = "", words: WordFiles = NO_WORDS) -> Verdict:
    """Prove the bytes *data* of the file *path*, a PDF, or an image with the *words* beside it.

    The file is compared with the one that the campaign makes today of what it says that it is; the checks say what
    differs. A press file must meet the print condition *press*, a name or a path; "" means the one that the file names.
    A file that the campaign did not make gets the checks that need no expectation, and a remark that says so.

    Raises:
        FlyersError: the campaign itself cannot be read.
    """
    return _prove_image(path, data, words, session) if is_png(data) else _prove_pdf(path, data, session, press)


def _prove_pdf(path: Path, pdf: bytes, session: Session, press: str) -> Verdict:
    identity = identify(pdf)
    known = _known(identity, session, press)
    if identity is None or known.today is None:
        return _verdict(path, identity, known, proof(pdf), session)
    known, today, same = _compared(known, known.today, pdf, NO_WORDS, session)
    return _verdict(path, identity, known, proof(pdf, today.expectation(session, identity.moment)), session, same)


def _prove_image(path: Path, png: bytes, words: WordFiles, session: Session) -> Verdict:
    """Return the verdict on an image: its page is made and proved again, and the image compared with that."""
    identity = identify_image(labels_of(png))
    known = _known(identity, session, "")
    if known.today is None:
        return _verdict(path, identity, known, image_proof(png), session)
    known, today, same = _compared(known, known.today, png, words, session)
    page = today.painted(session, 0)
    shown = with_page(today.expectation(session, 0), page)
    proved = combined_proof(proof(page, shown), image_proof(png, shown, alt=words.alt, text=words.text))
    return _verdict(path, identity, known, proved, session, same)


def _compared(
    known: _Known, today: TodaysFile, data: bytes, words: WordFiles, session: Session
) -> tuple[_Known, TodaysFile, bool]:
    """Return what is known of a file, what it is to be proved as, and whether it is today's.

    A draft of today's words from before they were signed is proved as that: nobody has added its marks since.
    """
    if today.is_same(data, words, session):
        return known, today, True
    if not known.remarks and not today.composition.document.draft:
        draft = today.unsigned(session)
        if draft.is_same(data, words, session):
            remark = "a draft of today's words, from before they were signed; build it again"
            return _Known([remark], draft), draft, False
    return known, today, False


def _verdict(
    path: Path, identity: Identity | None, known: _Known, proved: Proof, session: Session, same: bool = False
) -> Verdict:
    """Return the verdict on a file; *same*: it is today's file, wherever it is."""
    today = known.today
    stranger = list(_not_todays(path, identity, today, same)) if identity and today else []
    findings = (
        plain_findings([*stranger, *proved.findings], today.composition.document, today.composition.layout)
        if today
        else [finding.to_json() for finding in proved.findings]
    )
    readable = {DAMAGED.code, DAMAGED_IMAGE.code}.isdisjoint(proved.codes)
    remarks = known.remarks if readable else []
    older = [_made_before(identity)] if identity and today and not same and not remarks else []
    return Verdict(
        path=path,
        known_as=str(identity) if today else "not known",
        good=today is not None and proved.ok and not stranger,
        findings=tuple(findings),
        facts=dict(proved.facts),
        remarks=(*remarks, *older),
        compared=today is not None,
        old_numbers=_old_numbers(findings, session, identity) if remarks and identity and today else {},
        identity=identity if today else None,
    )


def _not_todays(path: Path, identity: Identity, today: TodaysFile, same: bool) -> Iterator[ProofFinding]:
    if not same:
        yield ProofFinding(NOT_TODAYS, Fault("not the file that is made today"))
    elif not today.belongs_to(path):
        problem = f"it is {identity}, {today.place}, and stands in the place of {path.parent.name}/{path.name}"
        yield ProofFinding(NOT_TODAYS, Fault(problem, "Put each file back into its place, or build again."))


def _made_before(identity: Identity) -> str:
    """Return the remark on a file of today's words that is not today's."""
    day = time.strftime(" on %Y-%m-%d", time.gmtime(identity.moment)) if identity.moment else ""
    return (
        f"made{day} from today's words and contacts: unless somebody edited it, a layout, a font or the program has "
        "changed since then; build it again"
    )


def _old_numbers(
    findings: Sequence[Mapping[str, Any]], session: Session, identity: Identity
) -> dict[str, tuple[str, str]]:
    """Return the number on the page and today's for each contact whose number has changed, by its id. A number that
    reads backwards is not an older one.
    """
    tag = identity.language.partition("+")[0]
    shown = {finding["where"]: finding.get("found", "") for finding in findings if finding["code"] == "T303"}
    pairs = {
        name: (shown[name], contact.in_language(tag).display)
        for name, contact in session.campaign.contacts.items()
        if shown.get(name)
    }
    return {
        name: (old, today) for name, (old, today) in pairs.items() if old[::-1] != today and _CONTACT.fullmatch(old)
    }


class _Known(NamedTuple):
    """What is known of a file: today's file of the job that it records, and remarks on how far it can be compared."""

    remarks: list[str]
    today: TodaysFile | None = None


def _known(identity: Identity | None, session: Session, press: str) -> _Known:
    if identity is None:
        return _Known([f"not labelled as a file of ours: {_NOT_COMPARED}"])
    if identity.product in _NO_PRODUCTS:
        return _Known([f"{_NO_PRODUCTS[identity.product]}: {_NOT_COMPARED}"])
    remarks = []
    try:
        if identity.condition and not (press or named_condition(identity, session)):
            remarks.append(
                f"made for the print condition “{identity.condition}”, which this campaign does not have: name its "
                "file with --press"
            )
        today = todays_file(identity, session, press)
    except FlyersError as error:
        says = f"it says that it is {identity}, which this campaign cannot make ({error})"
        return _Known([f"{says}: {_NOT_COMPARED}"])
    code = today.composition.document.code
    if code != identity.code:
        remarks.append(f"made from other words or contacts (content code {identity.code}; today's is {code})")
    return _Known(remarks, today)
