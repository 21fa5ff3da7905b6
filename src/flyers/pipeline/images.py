"""Images: the picture of a proved page as a PNG file, with its words beside it, and the proof of all three.

A pixel is 1/200 in, so that the proof's pictures of the page, in which codes are read, have the pixels of the image.

Both are plain text, a line for each paragraph of the image, in reading order. A number that has a paragraph of its own
is on a line of its own, so that it can be tapped and copied.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from flyers.content.markup import without_isolates
from flyers.layout.model import Layout
from flyers.page.document import Document
from flyers.pdf.metadata import Metadata
from flyers.proof.expectations import Expectation, ExpectedImage, SpokenElement, spoken_elements
from flyers.proof.images import PageFrame, Raster
from flyers.proof.run import Proof
from flyers.translation.localization import Localization
from flyers.units import PIXELS_PER_INCH

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LRI, PDI = "\u2066", "\u2069"
LESS = 1e-5  # Share by which an image is smaller before its pixels are rounded up: a part of one of 4096 pixels.


def alt_text(document: Document, localized: Localization) -> str:
    """Return the description of an image: its words, and what its codes and pictures are."""
    return _text([element.text or element.alt for element in _told(document, localized)], localized)


def plain_text(document: Document, localized: Localization, *, seen_only: Collection[str] = ()) -> str:
    """Return the text to send along with an image: its words without the messages that only explain the picture."""
    explaining = {localized.text(key) for key in document.messages if key.id in seen_only}
    left_out = {rich.text for rich in explaining if rich}
    lines = [element.text for element in _told(document, localized) if element.text not in left_out]
    return _text(lines, localized)


def _told(document: Document, localized: Localization) -> list[SpokenElement]:
    """Return the elements that the words of an image consist of, without small print and markers of lists."""
    return [element for element in spoken_elements(document, localized) if not element.last and element.tag != "Lbl"]


def _text(lines: Sequence[str], localized: Localization) -> str:
    """Return *lines*. If any runs from right to left, isolates keep numbers and foreign words together; otherwise
    isolates have no effect, and an old telephone may show them as boxes.
    """
    if any(unicodedata.bidirectional(character) in ("R", "AL") for line in lines for character in line):
        contacts = [contact for words in (localized, *localized.others.values()) for contact in words.contacts.values()]
        longest_first = sorted({contact.display for contact in contacts}, key=lambda display: (-len(display), display))
        not_isolated = rf"(?<![\w{LRI}])(?:{'|'.join(map(re.escape, longest_first))})(?![\w{PDI}])"
        lines = [re.sub(not_isolated, rf"{LRI}\g<0>{PDI}", line) for line in lines]
    else:
        lines = [without_isolates(line) for line in lines]
    return "".join(f"{line}\n" for line in lines if line)


def expected_image(document: Document, localized: Localization, layout: Layout, about: Metadata) -> ExpectedImage:
    """Return what the image of *document* must be, but for the picture of its page. Its labels have no date."""
    comment = f"{about.subject}; {about.keywords}"  # which `flyers.pipeline.prove.identify_image` reads
    labels = (("Title", about.title), ("Author", about.author), ("Software", about.creator), ("Comment", comment))
    text = plain_text(document, localized, seen_only=layout.seen_only)
    return ExpectedImage(1000 * layout.most_kilobytes, labels, alt_text(document, localized), text)


def with_page(expected: Expectation, pdf: bytes) -> Expectation:
    """Return *expected* with the picture of the one page of *pdf*, as pdfium draws it."""
    assert expected.image is not None
    (page,) = expected.pages
    raster = Raster(pdf, [PageFrame((0.0, 0.0, page.width, page.height), 0)])
    # Parts of pixels are rounded up, so that the noise of a float would add a row; the page is stretched to whole ones.
    picture = raster.picture(1, PIXELS_PER_INCH * (1 - LESS))
    return replace(expected, image=replace(expected.image, page=picture))


def as_image(pixels: NDArray[np.uint32]) -> Image.Image:
    """Return the *pixels* of a `flyers.proof.images.Raster.picture` as an image in red, green and blue."""
    return Image.fromarray(pixels.view("uint8").reshape(*pixels.shape, 4)[:, :, 2::-1])


def png_file(expected: Expectation) -> bytes:
    """Return the PNG file of an image whose page is known (`with_page`), in sRGB, with its labels and nothing else."""
    image = expected.image
    assert image is not None
    assert image.page is not None
    info = PngInfo()
    info.add(b"sRGB", b"\0")  # perceptual rendering intent (W3C PNG, 11.3.2.5)
    for keyword, text in image.labels:
        info.add_itxt(keyword, text)
    data = io.BytesIO()
    as_image(image.page).save(data, "PNG", pnginfo=info, optimize=True)
    return data.getvalue()


def combined_proof(page: Proof, image: Proof) -> Proof:
    """Return the proof of an image from those of its page and of its file."""
    seconds = {stage: page.seconds.get(stage, 0.0) + image.seconds.get(stage, 0.0) for stage in page.seconds}
    return Proof((*page.findings, *image.findings), {**page.facts, "image": dict(image.facts)}, seconds)
