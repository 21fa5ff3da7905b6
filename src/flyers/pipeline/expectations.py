"""Translate a composed document into the proof's expectation.

This is the only bridge between the two sides: the proof knows nothing of layouts, the layout nothing of proofs.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterator
from itertools import chain, groupby
from typing import TYPE_CHECKING

from flyers.content.message_key import MessageKey
from flyers.dates import build_time
from flyers.page.document import Document, Finish, Page, QrCode, TextLine
from flyers.page.editions import Edition, page_boxes
from flyers.page.items import extent, moved_rectangle
from flyers.page.paths import box_around, flattened, subpaths
from flyers.page.turning import own_point
from flyers.pdf.metadata import srgb_profile
from flyers.pdf.slug import slug_lines, slug_typesetter
from flyers.pipeline.reading_text import reading_text
from flyers.proof.expectations import (
    ComposedFile,
    Expectation,
    ExpectedCode,
    ExpectedCondition,
    ExpectedContact,
    ExpectedFinish,
    ExpectedImage,
    ExpectedLine,
    ExpectedMarks,
    ExpectedMessage,
    ExpectedPage,
    FontFile,
)

if TYPE_CHECKING:
    from flyers.content.press import PressCondition
    from flyers.pipeline.composition import Composition
    from flyers.text.fonts import FontLibrary
    from flyers.translation.localization import Localization


_DUPLEX = {"none": "Simplex", "long": "DuplexFlipLongEdge", "short": "DuplexFlipShortEdge"}
"""How the printer turns a sheet, by the edge about which it does (ISO 32000-1, table 150)."""


def expectation(
    document: Document,
    edition: Edition,
    localized: Localization,
    library: FontLibrary,
    *,
    smallest_module: float,
    moment: int | None = None,
    image: ExpectedImage | None = None,
    purpose: str = "",
) -> Expectation:
    """Return what the finished file of *document* must contain when it is painted in *edition*.

    Positions come from the document; words, numbers and targets come from *localized*, so that an expectation does not
    repeat what the layout lost or mixed up. *smallest_module*, in points, is the smallest permitted side of a QR code's
    module (`Layout.smallest_module`): a product held in the hand may have smaller ones than one that hangs on a wall.
    *moment* is the date of the file, as for `flyers.pdf.painter.paint`; *image* is what the edition makes of the page.
    *purpose* is what the file says that it is for, as `flyers.pipeline.plan.Job.purpose`; by default its edition.
    """
    placed = [(number, item) for number, page in enumerate(document.pages) for item in page.items]
    unread = _unread(document) if edition.tags else frozenset()
    lines = [(number, item) for number, item in placed if isinstance(item, TextLine)]
    return Expectation(
        product=document.product,
        language=document.language,
        edition=edition.name,
        pages=tuple(_page(page, document, edition) for page in document.pages),
        slug=(document.product, document.label, document.issue, document.code, *_draft(document)),
        lines=tuple(_line(number, line) for number, line in lines),
        messages=tuple(_messages(lines, localized, len(document.pages))),
        contacts=tuple(_contacts(lines, localized, unread)),
        codes=tuple(
            _code(number, item, localized, smallest_module, linked=id(item) not in unread)
            for number, item in placed
            if isinstance(item, QrCode)
        ),
        ink_limit=(edition.condition.ink_limit if edition.condition else 400) / 100,
        colour_space=edition.colour_space,
        standards=edition.standards,
        condition=_condition(edition.condition),
        overprint_black=edition.condition.overprint_black if edition.condition else True,
        title=document.title,
        purpose=purpose or edition.name,
        author=document.campaign,
        slug_line=edition.slug_line,
        one_ink=edition.one_ink,
        draft_mark=document.draft_mark,
        elements=tuple(reading_text(document, localized)) if edition.tags else (),
        preferences=tuple(_preferences(document)),
        profile_sha256="" if edition.condition else hashlib.sha256(srgb_profile()).hexdigest(),
        version=".".join(map(str, edition.pdf_version)),
        image=image,
        composed=_composed_file(document, edition, library, build_time() if moment is None else moment),
    )


def _composed_file(document: Document, edition: Edition, library: FontLibrary, moment: int) -> ComposedFile:
    typesetter = slug_typesetter(library)
    pages = document.pages if edition.slug_line else ()
    slug = tuple(tuple(slug_lines(document, page, page_boxes(page, edition), typesetter, moment)) for page in pages)
    items = (item for page in document.pages for item in page.items)
    lines = (line for line in (*items, *chain(*slug)) if isinstance(line, TextLine))
    faces = {run.face: library.face(run.face) for line in lines for run in line.runs}
    files = {key: FontFile(face.data, face.index, face.axes) for key, face in faces.items()}
    return ComposedFile(document, edition, slug, files)


def composition_expectation(
    composition: Composition, localized: Localization, library: FontLibrary, moment: int, purpose: str
) -> Expectation:
    """Return what the file of *composition* must contain; *purpose* is `flyers.pipeline.plan.Job.purpose`."""
    document, edition, layout = composition.document, composition.edition, composition.layout
    image = None
    if edition.image:
        from flyers.pdf.metadata import metadata
        from flyers.pipeline.images import expected_image

        about = metadata(document, dataclasses.replace(edition, name=purpose), moment)
        image = expected_image(document, localized, layout, about)
    module = layout.smallest_module
    return expectation(
        document, edition, localized, library, smallest_module=module, moment=moment, image=image, purpose=purpose
    )


def _page(page: Page, document: Document, edition: Edition) -> ExpectedPage:
    boxes = page_boxes(page, edition)
    sheet = moved_rectangle(boxes.media, -boxes.trim[0], -boxes.trim[1])
    return ExpectedPage(
        page.face,
        page.width,
        page.height,
        boxes.spread,
        page.safe,
        page.folds,
        rtl=(page.direction or document.direction) == "rtl",
        media=sheet if edition.for_press else None,
        sheet=sheet,
        marks=_marks(page, edition),
        pieces=page.pieces,
        turned=page.turned,
        covered=page.covered,
        level_folds=page.level_folds,
        crossed=page.crossed_folds,
        finishing=tuple(map(_finish, page.finishing)),
    )


def _finish(finish: Finish) -> ExpectedFinish:
    corners = tuple(point for subpath in subpaths(finish.path) for point in flattened(subpath))
    return ExpectedFinish(finish.kind, box_around(finish.path), corners, closed=finish.path[-1][0] == "Z")


def _marks(page: Page, edition: Edition) -> ExpectedMarks:
    if edition.condition is None or not edition.marks:
        return ExpectedMarks(crop=False, fold=False)
    marks = edition.condition.marks
    if page.sheet:
        return ExpectedMarks(marks.crop, marks.fold)
    return ExpectedMarks(marks.crop, marks.fold, marks.offset, marks.length, marks.weight)


def _condition(condition: PressCondition | None) -> ExpectedCondition | None:
    if condition is None:
        return None
    return ExpectedCondition(
        condition.identifier, condition.registry, condition.sha256, condition.title, condition.info
    )


def _preferences(document: Document) -> Iterator[tuple[str, str]]:
    """Yield what the file asks of viewers and, on sheets for an office printer, of the printer."""
    yield "DisplayDocTitle", "true"
    if document.flip:
        yield "PrintScaling", "None"
        yield "Duplex", _DUPLEX[document.flip]


def _draft(document: Document) -> list[str]:
    return [document.draft_mark] if document.draft else []


def _line(page: int, line: TextLine) -> ExpectedLine:
    return ExpectedLine(
        page=page,
        message=str(line.message),
        block=line.block,
        text=line.text,
        language=line.language,
        y=own_point(line.turn, line.x, line.y)[1],
        box=extent(line),
        size=line.size,
        floor=line.floor,
        running=line.running,
        turn=line.turn,
    )


def _messages(lines: list[tuple[int, TextLine]], localized: Localization, pages: int) -> Iterator[ExpectedMessage]:
    """Yield a message for each paragraph: neighbouring lines of one message in one block.

    Pages are counted here, not taken from the document, except in a picture of a page (of a reader's proof).
    """
    placed = [(line.block, line.message, (page + 1, pages) if line.running else line.counts) for page, line in lines]
    for (_, message, counts), paragraph in groupby(enumerate(placed), key=lambda pair: pair[1]):
        text = _words(message, localized, counts)
        if text is not None:
            yield ExpectedMessage(str(message), text, tuple(index for index, _ in paragraph))


def _words(message: MessageKey, localized: Localization, counts: tuple[int, int] | None) -> str | None:
    """Return the text of *message* with *counts* of pages; None if it is not the campaign's (imprint, numerals)."""
    if message.is_contact:
        return localized.contact(message.id, message.language).display
    rich = localized.text(message)
    return (rich.on_page(*counts) if counts else rich).text if rich else None


def _unread(document: Document) -> frozenset[int]:
    """Return which items, by identity, no screen reader meets: copies of others, and decoration."""
    read: set[tuple[int, int]] = set()
    waiting = [document.structure]
    while waiting:
        element = waiting.pop()
        read.update(element.items)
        waiting += element.children
    return frozenset(
        id(item)
        for number, page in enumerate(document.pages)
        for index, item in enumerate(page.items)
        if (number, index) not in read
    )


def _contacts(
    lines: list[tuple[int, TextLine]], localized: Localization, unread: frozenset[int]
) -> list[ExpectedContact]:
    """Return every contact, one on several lines with the places of them all; an *unread* one opens nothing."""
    found: list[ExpectedContact] = []
    for page, line in lines:
        along, up = own_point(line.turn, line.x, line.y)
        for contact in line.contacts:
            x0, x1 = along + contact.x0, along + contact.x1
            if not contact.begins:
                found[-1] = dataclasses.replace(found[-1], further=(*found[-1].further, (x0, x1, up)))
                continue
            own = localized.contact(contact.contact, line.message.language)
            found.append(
                ExpectedContact(
                    page=page,
                    contact=contact.contact,
                    message=str(line.message),
                    display=own.display,
                    x0=x0,
                    x1=x1,
                    y=up,
                    target="" if id(line) in unread else own.target,
                    turn=line.turn,
                )
            )
    return found


def _code(page: int, code: QrCode, localized: Localization, smallest_module: float, *, linked: bool) -> ExpectedCode:
    side = code.module * len(code.matrix)
    return ExpectedCode(
        page=page,
        contact=code.contact,
        target=localized.contact(code.contact, code.language).target,
        box=(code.x, code.y, code.x + side, code.y + side),
        module=code.module,
        smallest_module=smallest_module,
        linked=linked,
    )
