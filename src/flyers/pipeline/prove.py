"""Proves finished files again: each is compared with the file that the campaign makes today of what it says it is."""

from __future__ import annotations

import calendar
import io
import re
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
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
from flyers.pipeline.images import combined_proof, png_file, with_page
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
from flyers.translation.signoff import UNREAD


@dataclass(frozen=True, slots=True)
class Identity:
    """What a file records about itself (`flyers.pdf.painter` writes it)."""

    product: str
    language: str
    edition: str  # `Job.purpose`
    code: str  # the content code
    condition: str = ""  # the identifier of its output intent for print; "" if it has none
    pdfx: str = ""  # ``1a`` if it is labelled PDF/X-1a, ``4`` for any other file with such an intent, else ""
    condition_title: str = ""  # what it calls its condition
    moment: int = 0  # when it was made, in seconds since 1970; 0 if it does not say

    def __str__(self) -> str:
        return f"{self.product}, {self.language}, {self.edition}"


def identify(pdf: bytes) -> Identity | None:
    """Return what *pdf* records about itself; None if another program made it or it is not a PDF."""
    names = ("Subject", "Keywords", "GTS_PDFXVersion", "CreationDate")
    try:
        check_size(pdf)
        with pikepdf.open(io.BytesIO(pdf)) as file:
            subject, keywords, version, date = (str(file.docinfo.get(f"/{name}", "")) for name in names)
            intents = file.Root.get("/OutputIntents")
            for_print = [
                (str(intent.get("/OutputConditionIdentifier", "")), str(intent.get("/OutputCondition", "")))
                for intent in (intents if isinstance(intents, Array) else ())
                if isinstance(intent, Dictionary) and intent.get("/S") == "/GTS_PDFX"
            ]
    except (pikepdf.PdfError, pikepdf.PasswordError, UnreadableError, ValueError, TypeError):
        return None
    identity = _labelled(subject, keywords)
    if identity is None or identity.edition == IMAGE:  # no PDF has that edition
        return None
    condition, title = for_print[0] if len(for_print) == 1 else ("", "")
    pdfx = "1a" if version.startswith("PDF/X-1a") else "4" if condition else ""
    moment = 0
    with suppress(ValueError):  # in another form than our files have it
        moment = calendar.timegm(time.strptime(date, "D:%Y%m%d%H%M%SZ"))
    return replace(identity, condition=condition, pdfx=pdfx, condition_title=title, moment=moment)


def identify_image(labels: Mapping[str, str]) -> Identity | None:
    """Return what an image records about itself in its *labels* (`flyers.pipeline.images`); None if nothing."""
    subject, _, keywords = labels.get("Comment", "").partition("; ")
    identity = _labelled(subject, keywords)
    return identity if identity and identity.edition == IMAGE else None


def _labelled(subject: str, keywords: str) -> Identity | None:
    """Return product, language, edition and content code from the two lines that have them."""
    match subject.split(", "), keywords.split():
        case [product, language, edition], [same, again, *_, code] if (product, language) == (same, again):
            return Identity(product, language, edition, code)
    return None


class WordFiles(NamedTuple):
    """The description of an image, and the words to send along; None where there is no such file."""

    alt: str | None
    text: str | None


NO_WORDS = WordFiles(None, None)


def words_beside(image: Path) -> WordFiles:
    """Return the words in the files of the name of *image* with other endings; raises FileAccessError, ContentError."""
    files = (image.with_name(f"{image.stem}{ending}") for ending in (ALT_TEXT, PLAIN_TEXT))
    # Bytes that are not UTF-8 are replaced, so that the proof finds other words.
    alt, text = (
        read_bytes(file, most=limits.WORDS_BYTES).decode("utf-8", "replace") if exists(file) else None for file in files
    )
    return WordFiles(alt, text)


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
        if not self.job.is_image:
            identity = identify(data)
            return identity is not None and same_file(data, self.painted(session, identity.moment))
        shown = with_page(self.expectation(session, 0), self.painted(session, 0))
        image = shown.image
        return image is not None and words == (image.alt, image.text) and same_image(data, png_file(shown))

    def proof_of(self, data: bytes, words: WordFiles, moment: int, session: Session) -> Proof:
        """Return the proof of the file *data* as this one; of an image, with that of its page."""
        if not self.job.is_image:
            return proof(data, self.expectation(session, moment))
        page = self.painted(session, 0)
        shown = with_page(self.expectation(session, 0), page)
        return combined_proof(proof(page, shown), image_proof(data, shown, alt=words.alt, text=words.text))

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

        Only an output folder, which has a report, says whose files are in it, and only a name like `Job.key`.
        """
        name_of_ours = r"[^.]+\.(?:press|screen|office|calibration|image)\b.*\.(?:pdf|png)"
        if not re.fullmatch(name_of_ours, path.name) or not exists(path.parent / outputs.REPORT):
            return True
        return self.place == f"{path.absolute().parent.name}/{path.name}"

    @property
    def place(self) -> str:
        """Its folder and name in an output folder: ``es/poster.press.DRAFT.pdf``."""
        own = named(self.job, self.composition.document, self.composition.edition)
        return f"{own.language}/{own.target.name}"


def todays_file(identity: Identity, session: Session, press: str = "") -> TodaysFile:
    """Return today's file of the job that a file records in its *identity*.

    Its print condition is *press*, a name or a path; "" means the one that the file names. What the campaign does not
    have or cannot make raises FlyersError.
    """
    choice = PressChoice(press or named_condition(identity, session), identity.pdfx)
    job = job_from_purpose(session.folder, identity.product, identity.language, identity.edition, choice)
    choose("edition", [job.edition], list(EDITIONS))
    choose("product", [job.product], session.known_products([job.product]))
    job = replace(job, language=session.registry.language(job.language).tag)
    localized = session.localized(job.language, secondary=job.secondary, allow_untranslated=True)
    return TodaysFile(job, localized, compose_job(job, localized, session))


def named_condition(identity: Identity, session: Session) -> str:
    """Return the campaign's print condition that a file names; "", its usual one, if the file names none of them.

    Several may share an identifier, for one press may want marks and another none; then the title decides.
    """
    all_conditions = {name: session.condition(name) for name in (session.campaign.press, *conditions(session.campaign))}
    alike = {name: known for name, known in all_conditions.items() if known.identifier == identity.condition}
    titled = (name for name, known in alike.items() if known.title == identity.condition_title)
    return next(titled, next(iter(alike), ""))


@dataclass(frozen=True, slots=True)
class Verdict:
    """The proof of one file."""

    path: Path
    known_as: str  # ``"poster, es, press"``, or that the file is not known
    good: bool  # it was compared, and has no fault
    findings: tuple[Mapping[str, Any], ...]
    facts: Mapping[str, Any]
    remarks: tuple[str, ...] = ()  # what a person should know to read the verdict
    compared: bool = True  # it was compared with the campaign
    # What is printed, and what the campaign has today, by the id of the contact.
    old_numbers: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    identity: Identity | None = None  # what the file records about itself; None if nothing that is known

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
    """A file to prove in another process: the campaign's folder, and the arguments of `prove`."""

    campaign: Path
    path: Path
    press: str = ""


def prove_file(request: ProofRequest) -> Verdict:
    """Read and prove the file of *request*; raises FlyersError if the file or the campaign cannot be read."""
    try:
        data, words = _read(request.path)
    except (ContentError, UnreadableError) as error:
        return refused(request.path, error)
    return prove(request.path, data, open_session(request.campaign), press=request.press, words=words)


def is_todays(request: ProofRequest) -> bool:
    """Return whether the file of *request* is today's and in its place; raises FileAccessError if it can't be read."""
    try:
        data, words = _read(request.path)
    except (ContentError, UnreadableError):
        return False
    identity, session = _identity(data), open_session(request.campaign)
    if identity is None:
        return False
    try:
        today = todays_file(identity, session)
    except FlyersError:
        return False
    return today.belongs_to(request.path) and today.is_same(data, words, session)


def _read(path: Path) -> tuple[bytes, WordFiles]:
    """Return a file, and the words beside it if it is an image."""
    data = read_bytes(path, most=limits.PDF_BYTES)
    if is_png(data):
        return data, words_beside(path)
    check_size(data)
    return data, NO_WORDS


def _identity(data: bytes) -> Identity | None:
    return identify_image(labels_of(data)) if is_png(data) else identify(data)


_NOT_COMPARED = (
    "boxes, fonts, inks and the form of codes and links were looked at; words, numbers, where codes lead and what the "
    "pages show were not compared with the campaign"
)

JOB_TICKET = "job-ticket"  # The product name in files of `flyers.publish.ticket_page`.

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
    """
    is_image, identity = is_png(data), _identity(data)
    today, remarks = _comparable(identity, session, "" if is_image else press)
    if identity is None or today is None:
        proved = image_proof(data) if is_image else proof(data)
        told = tuple(remarks) if _is_readable(proved) else ()
        findings = [finding.to_json() for finding in proved.findings]
        return Verdict(path, "not known", False, tuple(findings), dict(proved.facts), told, compared=False)
    same = today.is_same(data, words, session)
    if not (same or remarks or today.composition.document.draft):
        draft = today.unsigned(session)
        if draft.is_same(data, words, session):  # nobody has added its marks since
            today, remarks = draft, ["a draft of today's words, from before they were signed; build it again"]
    proved = today.proof_of(data, words, identity.moment, session)
    strangers = []
    if not same:
        strangers.append(ProofFinding(NOT_TODAYS, Fault("not the file that is made today")))
    elif not today.belongs_to(path):  # it is today's file, wherever it is
        problem = f"it is {identity}, {today.place}, and stands in the place of {path.parent.name}/{path.name}"
        strangers.append(ProofFinding(NOT_TODAYS, Fault(problem, "Put each file back into its place, or build again.")))
    composition = today.composition
    findings = plain_findings([*strangers, *proved.findings], composition.document, composition.layout)
    old_numbers: dict[str, tuple[str, str]] = {}
    if not _is_readable(proved):
        remarks = []
    if remarks:
        old_numbers = _old_numbers(findings, session, identity)
    elif not same:
        day = time.strftime(" on %Y-%m-%d", time.gmtime(identity.moment)) if identity.moment else ""
        remarks = [
            f"made{day} from today's words and contacts: unless somebody edited it, a layout, a font or the program "
            "has changed since then; build it again"
        ]
    good, facts = proved.ok and not strangers, dict(proved.facts)
    return Verdict(
        path, str(identity), good, tuple(findings), facts, tuple(remarks), old_numbers=old_numbers, identity=identity
    )


def _comparable(identity: Identity | None, session: Session, press: str) -> tuple[TodaysFile | None, list[str]]:
    """Return today's file of the job that a file records, and remarks on how far the two can be compared."""
    if identity is None:
        return None, [f"not labelled as a file of ours: {_NOT_COMPARED}"]
    if identity.product in _NO_PRODUCTS:
        return None, [f"{_NO_PRODUCTS[identity.product]}: {_NOT_COMPARED}"]
    remarks = []
    try:
        if identity.condition and not (press or named_condition(identity, session)):
            remarks.append(
                f"made for the print condition “{identity.condition}”, which this campaign does not have: name its "
                "file with --press"
            )
        today = todays_file(identity, session, press)
    except FlyersError as error:
        return None, [f"it says that it is {identity}, which this campaign cannot make ({error}): {_NOT_COMPARED}"]
    code = today.composition.document.code
    if code != identity.code:
        remarks.append(f"made from other words or contacts (content code {identity.code}; today's is {code})")
    return today, remarks


def _is_readable(proved: Proof) -> bool:
    return {DAMAGED.code, DAMAGED_IMAGE.code}.isdisjoint(proved.codes)


_CONTACT = re.compile(r"\W*(?:\d\W*){3,}|[\w-]+(?:\.[\w-]+)+\S*")
"""A number or an address: in a file of other words, any part of a sentence may be in the place of one."""


def _old_numbers(
    findings: Sequence[Mapping[str, Any]], session: Session, identity: Identity
) -> dict[str, tuple[str, str]]:
    """Return the number on the page and today's for each contact whose number has changed, by its id."""
    tag = identity.language.partition("+")[0]
    printed = {finding["where"]: finding.get("found", "") for finding in findings if finding["code"] == "T303"}
    old_numbers = {}
    for name, contact in session.campaign.contacts.items():
        old, today = printed.get(name, ""), contact.in_language(tag).display
        if old[::-1] != today and _CONTACT.fullmatch(old):  # one that reads backwards is not an older one
            old_numbers[name] = (old, today)
    return old_numbers
