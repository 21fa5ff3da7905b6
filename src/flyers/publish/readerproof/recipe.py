"""The recipe of a reader's proof: compose the products, number their texts, set the pages, paint, prove."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flyers.errors import ProofError, Source, TranslationError, UsageError
from flyers.layout.pages import Document, Element, TextLine
from flyers.pdf.editions import SCREEN
from flyers.pdf.painter import paint
from flyers.pipeline import report
from flyers.pipeline.expectations import expectation
from flyers.proof.expectations import Expectation
from flyers.proof.run import proof
from flyers.publish.package import moment_of
from flyers.publish.readerproof import cover, leaves, remarks
from flyers.publish.readerproof.leaves import HEADING, NOTE, Leaves
from flyers.publish.readerproof.pictures import named, pictures
from flyers.publish.readerproof.printed import PrintedText, printed, unseen
from flyers.publish.readerproof.rows import Row, Rows, rows_of, unseen_rows
from flyers.publish.readerproof.transliteration import available
from flyers.workflow import pages_checksum
from flyers.workflow.pages_checksum import documents, short

if TYPE_CHECKING:
    from flyers.content.richtext import RichText
    from flyers.pipeline.session import Session
    from flyers.translation.localize import Localization

PAPERS = {"letter": (612.0, 792.0), "a4": (595.276, 841.89)}
"""Width and height of an upright page, points."""

FILE = "reader-proof.pdf"
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class ReaderProof:
    """A finished proof.

    Attributes:
        pdf: the file; document: what it was painted from.
        checksum: of the language's pages; "" where only some of them are shown.
        texts: how many have a number; unseen: how many the pictures do not show.
    """

    pdf: bytes
    document: Document
    checksum: str
    texts: int
    unseen: int


def reader_proof(session: Session, tag: str, *, paper: str = "letter", products: Sequence[str] = ()) -> ReaderProof:
    """A proof of the language *tag* for a native reader, on *paper*, of its usual *products* or of those named.

    Raises:
        TranslationError: the catalog is incomplete or breaks a rule.
        UsageError: a product speaks all languages at once.
        FlyersError: something of the campaign is broken, or the file does not hold what it should.
    """
    localized = _whole(session, tag)
    if many := [product for product in products if session.layout(product).many_languages]:
        raise UsageError(
            f"“{many[0]}” speaks all languages at once, and nobody reads them all.",
            hint="Leave it out; its words are among the texts that no picture shows.",
            trail=(tag,),
        )
    shown = documents(session, tag, products)
    checksum = _checksum(session, shown)
    texts = printed(shown, localized)
    missing = unseen(texts, localized)
    document, said = _compose(session, localized, shown, texts, missing, paper, checksum)
    pdf = paint(document, SCREEN, session.library, moment_of(document.issue))
    _prove(pdf, _expected(document, localized, said))
    return ReaderProof(pdf, document, checksum, len(texts), len(missing))


def _checksum(session: Session, shown: Sequence[Document]) -> str:
    """What `flyers.workflow.pages_checksum` says of the language, or "" where not all that it looks at is shown."""
    composed = {document.product: document for document in shown}
    usual = pages_checksum.usual(session)
    if not composed.keys() >= set(usual):
        return ""
    return pages_checksum.checksum([composed[product] for product in usual], session.library)


def _whole(session: Session, tag: str) -> Localization:
    """The words of a language that has them all: what is in English would be read in vain."""
    language = session.registry.language(tag)
    tried = session.localized(language.tag, allow_untranslated=True)
    if tried.fallbacks:
        few = ", ".join(tried.fallbacks[:3])
        raise TranslationError(
            f"{len(tried.fallbacks)} messages are not translated into {language.english} ({few}"
            f"{', …' if len(tried.fallbacks) > 3 else ''}).",
            hint=f"Translate them first, so that a reader reads once: “flyers translations update --lang {tag}”.",
            source=Source(str(session.registry.catalog_path(language))),
            trail=(language.tag,),
        )
    return session.localized(language.tag)


def _compose(
    session: Session,
    localized: Localization,
    shown: Sequence[Document],
    texts: Sequence[PrintedText],
    missing: Sequence[str],
    paper: str,
    checksum: str,
) -> tuple[Document, Mapping[str, RichText]]:
    """The proof, and the words on it that are no product's, by what their lines call their message."""
    english = session.localized(session.campaign.source_language)
    own = localized.language.tag == english.language.tag
    paragraphs = [] if own else _remarks(session, localized)
    notes = remarks.by_message(paragraphs, localized.texts)
    made = Leaves(session.typesetter, english.language, localized.language, PAPERS[paper])
    about = cover.About(
        checksum=short(checksum) if checksum else "",
        products=", ".join(named(document).lower() for document in shown),
        contacts=tuple(_contacts(shown, localized, english)),
        sounds=available(localized.language.script, localized.language.tag),
    )
    rows = Rows(made, localized, with_english=not own)
    listed = rows_of(texts, shown, localized, english, notes)
    missed = unseen_rows(missing, localized, english, notes)
    structure = [
        cover.cover(made, localized, about),
        *pictures(made, shown, texts),
        *_section(made, rows, "Every text by its number", "texts", listed),
        *_section(made, rows, "Not seen on these pages", "unseen texts", missed, _UNSEEN),
        *(cover.remarks_page(made, localized, paragraphs) if paragraphs else ()),
    ]
    footer = (
        f"Reader’s proof \u00b7 {localized.language.english} ({localized.language.tag}) \u00b7 "
        f"{localized.campaign.issue} \u00b7 {localized.code}",
        f"checksum {about.checksum}" if about.checksum else "not all pages",
    )
    document = leaves.document(made, footer, structure, shown[0], f"Reader’s proof: {localized.language.english}")
    return document, made.said


_UNSEEN = (
    "Titles, what a screen reader says of a picture, the margins of sheets from an office printer, and forms of a text "
    "for which these pages had no use. They are part of the translation: please check them too."
)


def _section(
    made: Leaves, rows: Rows, title: str, page: str, listed: Sequence[Row], intro: str = ""
) -> Iterator[Element]:
    if not listed:
        return
    made.turn_over(page)
    parts = [made.say("H2", title, HEADING, gap=7)]
    if intro:
        parts.append(made.say("P", intro, NOTE, gap=5))
    made.top += 3
    parts += rows.put(listed, page)
    yield Element("Sect", tuple(parts))


def _remarks(session: Session, localized: Localization) -> list[str]:
    return remarks.remarks(session.catalog(localized.language.tag).remarks)


def _contacts(shown: Sequence[Document], localized: Localization, english: Localization) -> Iterator[tuple[str, str]]:
    """Every contact on the pages, in the campaign's order, as (whom it reaches, how it is printed)."""
    found = {
        contact.contact
        for document in shown
        for page in document.pages
        for item in page.items
        if isinstance(item, TextLine)
        for contact in item.contacts
    }
    for name, contact in localized.campaign.contacts.items():
        if name in found:
            yield english.plain(contact.name), contact.display


def _expected(document: Document, localized: Localization, said: Mapping[str, RichText]) -> Expectation:
    """What the file must hold: every text whole and in its place, the proof's own and those of the products."""
    expected = expectation(document, SCREEN, replace(localized, texts={**localized.texts, **said}), smallest_module=0.0)
    contacts = tuple(replace(contact, target="") for contact in expected.contacts)  # paper opens nothing
    return replace(expected, contacts=contacts)


def _prove(pdf: bytes, expected: Expectation) -> None:
    proved = proof(pdf, expected)
    if proved.ok:
        return
    errors = [report.sentence(finding) for finding in proved.to_json()["findings"] if finding["severity"] == "error"]
    more = f"\n  … and {len(errors) - _SHOWN} more" if len(errors) > _SHOWN else ""
    listed = "".join(f"\n  {error}" for error in errors[:_SHOWN])
    raise ProofError(
        f"The reader's proof failed its own proof:{listed}{more}\n",
        hint="It was not written. Please report it.",
        trail=(expected.product, expected.language),
    )
