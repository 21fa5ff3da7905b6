"""The words beside an image: its description for those who do not see it, and the text to send along.

Both are plain text, a line for each paragraph of the image, in reading order. A number that has a paragraph of its own
is on a line of its own, so that it can be tapped and copied.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from flyers.proof.spoken_words import SpokenElement, spoken_elements

if TYPE_CHECKING:
    from flyers.page.document import Document
    from flyers.translation.localization import Localization

LRI, PDI = "\u2066", "\u2069"
_WITHOUT_ISOLATES = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"))
_RIGHT_TO_LEFT = ("R", "AL")


def alt_text(document: Document, localized: Localization) -> str:
    """Return the description of an image: its words, and what its codes and pictures are."""
    return _text([element.text or element.alt for element in _told(document, localized)], _numbers(localized))


def plain_text(document: Document, localized: Localization, *, seen_only: Collection[str] = ()) -> str:
    """Return the text to send along with an image: its words without the messages that only explain the picture."""
    explaining = {localized.text(key) for key in document.messages if key.id in seen_only}
    left_out = {rich.text for rich in explaining if rich}
    lines = [element.text for element in _told(document, localized) if element.text not in left_out]
    return _text(lines, _numbers(localized))


def _told(document: Document, localized: Localization) -> Iterator[SpokenElement]:
    """Yield the elements that the words of an image consist of, without small print and markers of lists."""
    for element in spoken_elements(document, localized):
        if not element.last and element.tag != "Lbl":
            yield element


def _numbers(localized: Localization) -> re.Pattern[str]:
    """Return a pattern for numbers and addresses without isolates around them."""
    known = [contact for words in (localized, *localized.others.values()) for contact in words.contacts.values()]
    longest_first = sorted({contact.display for contact in known}, key=lambda display: (-len(display), display))
    return re.compile(rf"(?<![\w{LRI}])(?:{'|'.join(map(re.escape, longest_first))})(?![\w{PDI}])")


def _text(lines: Sequence[str], numbers: re.Pattern[str]) -> str:
    """Return *lines*. If any runs from right to left, isolates keep numbers and foreign words together; otherwise
    isolates have no effect, and an old telephone may show them as boxes.
    """
    if any(unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for line in lines for character in line):
        lines = [numbers.sub(rf"{LRI}\g<0>{PDI}", line) for line in lines]
    else:
        lines = [line.translate(_WITHOUT_ISOLATES) for line in lines]
    return "".join(f"{line}\n" for line in lines if line)
