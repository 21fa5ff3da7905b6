"""The recipe of a reader's proof: compose the products, number their texts, set the pages, paint, prove."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from flyers.content.markup import RichText
from flyers.errors import ProofError, Source, TranslationError
from flyers.page.document import Document, Element, TextLine
from flyers.page.editions import SCREEN
from flyers.pdf.painter import paint
from flyers.pipeline import outputs
from flyers.pipeline.outputs import READER_PROOF
from flyers.pipeline.recipe import current_documents, expectation, usual_products
from flyers.pipeline.session import Session
from flyers.proof.expectations import Expectation
from flyers.proof.run import proof
from flyers.publish.package import moment_of
from flyers.publish.reader_proof.cover import cover, remarks_page
from flyers.publish.reader_proof.page_style import HEADING, NOTE, ReaderWords, has_words, new_builder, product_name
from flyers.publish.reader_proof.pictures import pictures
from flyers.publish.reader_proof.rows import (
    RowWriter,
    TextRow,
    by_message,
    printed,
    remarks,
    rows_of,
    unseen,
    unseen_rows,
)
from flyers.records import dataclass
from flyers.translation.localization import Localization, said_in
from flyers.workflow import signing

_ALL = "Every text by its number. The box says that it is right, the line what it should say."
"""Below a heading in another language, for the people who get the pages back."""
_UNSEEN = (
    "Not seen in any picture: titles, what a screen reader says of a picture, the margins of sheets from an office "
    "printer, and forms of a text for which these pages had no use. They are part of the translation: please check "
    "them too."
)
_SPOKEN = (
    "Not seen in any picture: the title of the file, and what a screen reader says of a picture: please check them too."
)


@dataclass(frozen=True, slots=True)
class ReaderProof:
    """A finished proof."""

    pdf: bytes
    document: Document  # the pages that it was painted from
    products: tuple[str, ...]  # those that it is about, none for the whole language
    checksum: str  # of their pages
    texts: int
    unseen: int  # those of the texts that no picture shows

    @property
    def file_name(self) -> str:
        """``reader-proof.pdf``, or ``reader-proof.wallet-card.pdf`` for some of the products."""
        return ".".join(("reader-proof", *self.products, "pdf"))


def reader_proof(session: Session, tag: str, *, paper: str = "letter", products: Sequence[str] = ()) -> ReaderProof:
    """Return a proof of the language *tag* for a native reader.

    It is about *products*, with their texts and no others, by default the whole language, with the usual ones; *paper*
    is one of `flyers.publish.reader_proof.page_style.PAPERS`. A catalog that lacks words of them is a TranslationError.
    """
    localized = session.localized(tag) if products else _complete(session, tag)
    language, tag = localized.language, localized.language.tag
    hint = "Leave it out; its words are among the texts that no picture shows."
    signing.require_one_language(session, products, hint, tag=tag)
    english = session.localized(session.campaign.source_language)
    only = signing.scope(session, products)
    shown = current_documents(session, tag, only or products)
    pages = [document for document in shown if only or document.product in usual_products(session)]
    checksum = signing.checksum(pages, session.library, whole=not only)
    texts = printed(shown, localized)
    missing = unseen(texts, localized)
    if only:
        said = {key for document in shown for key in said_in(localized, document.messages, tag)}
        missing = [key for key in missing if key in said]
    paragraphs = [] if tag == english.language.tag else remarks(session.catalog(tag).remarks)
    notes = by_message(paragraphs, localized.texts)
    builder = new_builder(session.typesetter, (session.registry.english, english.language, language), paper)
    labels = ReaderWords.of(language)
    writer = RowWriter(builder, localized, english.language, labels)
    approvals = "; ".join(dict.fromkeys(document.approval.words for document in shown))
    structure = [
        cover(
            builder,
            localized,
            checksum=signing.short(checksum),
            products=", ".join(product_name(document).lower() for document in shown),
            contacts=_contacts(shown, localized, localized if has_words(tag) else english),
            state=approvals if only else localized.standing.words,
            minutes=30 if only else 90,
            others=bool(missing),
        ),
        *pictures(builder, shown, texts),
    ]
    numbered = rows_of(texts, shown, localized, english, notes)
    structure += _section(writer, "numbered", "texts", numbered, _ALL if labels.language else "")
    others = unseen_rows(missing, localized, notes)
    structure += _section(writer, "unseen", "unseen texts", others, _SPOKEN if only else _UNSEEN, follows=bool(only))
    if paragraphs and not only:
        structure.append(remarks_page(builder, localized, paragraphs))
    about = only[0] if len(only) == 1 else f"{len(only)} products" if only else "Reader’s proof"
    job = " \u00b7 ".join((about, f"{language.english} ({tag})", localized.campaign.issue, localized.code))
    document = builder.document(
        READER_PROOF,
        f"Reader’s proof: {', '.join((language.english, *only))}",
        structure,
        campaign=shown[0].campaign,
        issue=shown[0].issue,
        code=shown[0].code,
        draft=any(document.draft for document in shown),
        secondary=shown[0].language,
        colours=shown[0].colours,
        footer=(job, f"checksum {signing.short(checksum)}"),
    )
    moment = moment_of(document.issue)
    pdf = paint(document, SCREEN, session.library, moment)
    # Every text of the products and of the proof's own, complete and in its place.
    own = replace(localized, texts={**localized.texts, **builder.texts})
    on_paper = replace(SCREEN, links=False)
    _prove(pdf, expectation(document, on_paper, own, session.library, smallest_module=0.0, moment=moment))
    return ReaderProof(pdf, document, only, checksum, len(texts), len(missing))


def _complete(session: Session, tag: str) -> Localization:
    """Return the words of a language, all translated: reading untranslated ones would waste a reader's time."""
    language = session.registry.language(tag)
    fallbacks = list(session.localized(language.tag, allow_untranslated=True).unprintable)
    if fallbacks:
        few = ", ".join([*map(str, fallbacks[:3]), *(["…"] if len(fallbacks) > 3 else [])])
        problem = f"{len(fallbacks)} messages are not translated into {language.english} ({few})."
        hint = f"Translate them first, so that a reader reads once: 'flyers translations update --lang {tag}'."
        place = Source(str(session.registry.catalog_path(language)))
        raise TranslationError(problem, hint=hint, source=place, trail=(language.tag,))
    return session.localized(language.tag)


def _contacts(
    shown: Sequence[Document], localized: Localization, words: Localization
) -> tuple[tuple[RichText, str], ...]:
    """Return each contact on the pages, in the campaign's order; *words* say whom it reaches."""
    lines = (item for document in shown for page in document.pages for item in page.items if isinstance(item, TextLine))
    ids = {contact.contact for line in lines for contact in line.contacts}
    contacts = localized.contacts.items()
    return tuple((words.rich(contact.name), contact.display) for name, contact in contacts if name in ids)


def _section(
    writer: RowWriter, title: str, page: str, rows: Sequence[TextRow], intro: str = "", *, follows: bool = False
) -> Iterator[Element]:
    """Write a section under the label called *title*, on pages of its own; one that *follows* goes below the former
    section if there is room to begin it.
    """
    if not rows:
        return
    builder, labels = writer.builder, writer.labels
    if follows and builder.remaining >= 190.0:
        builder.top += 30.0
    else:
        builder.turn_over(page)
    parts = [builder.paragraph("H2", labels.words(title), labels.style(HEADING), gap=7)]
    if intro:
        parts.append(builder.paragraph("P", intro, NOTE, gap=5))
    builder.top += 3
    parts += writer.write(rows, page)
    yield Element("Sect", tuple(parts))


def _prove(pdf: bytes, expected: Expectation) -> None:
    result = proof(pdf, expected)
    if result.ok:
        return
    listed = outputs.listed(outputs.errors(result.to_json()["findings"]))
    problem = f"The reader's proof failed its own proof:{listed}\n"
    trail = (expected.document.product, expected.document.language)
    raise ProofError(problem, hint="It was not written. Please report it.", trail=trail)
