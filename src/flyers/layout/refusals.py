"""What a composed piece is refused for, which only its pages say.

Text that can't be read on its ground: a theme guarantees contrast for its grounds, but art has several colours, and the
place of text differs by language. (The proof looks whether anything at all can be seen where text is, and in files for
screens, at the contrast too.) Lost contacts, untrue promises, and texts that do not go together, though each is right:
a name without its gloss, two forms of address.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from flyers.colour import Colour, contrast, printed_contrast
from flyers.content.contacts import broken_promises, contact_of
from flyers.content.markup import RichText, visible
from flyers.content.message_key import Form, MessageKey
from flyers.content.schema import shorten
from flyers.errors import ContentError, LayoutError, TranslationError
from flyers.layout.block import Block
from flyers.layout.theme import LEAST_CONTRAST, LEAST_IN_INKS
from flyers.page.document import Box, Document, Element, Item, Photo, Shape, TextLine
from flyers.page.items import Rectangle, extent, overlaps
from flyers.page.paths import Path, Point, Window, area, box_around, clipped, flattened, subpaths, wound_area
from flyers.process_cache import memoized_by_identity
from flyers.translation.localization import Localization
from flyers.translation.registry import Language

_WHOLE = 0.999  # Part of a rectangle that a shape must cover to hide what is beneath it, give or take rounding.

Refusal = tuple[TextLine, str, str]  # A line that can't be read, why, and what to do.


def unreadable(refusals: Iterable[Refusal], blocks: Iterable[Block]) -> Iterator[LayoutError]:
    """Yield an error for each block with a line that *refusals* name."""
    sources = {block.path: block.source for block in blocks}
    told: set[str] = set()
    for line, problem, hint in refusals:
        if line.block not in told:
            told.add(line.block)
            yield LayoutError(problem, hint=hint, source=sources.get(line.block), trail=[line.block])


def on_art(items: Sequence[Item], colours: Mapping[str, Colour]) -> Iterator[Refusal]:
    """Yield the lines on art whose contrast with a colour under them is too low."""
    if not any(isinstance(item, Photo) or (isinstance(item, Shape) and item.art) for item in items):
        return
    for index, line in enumerate(items):
        for below in _art_under(extent(line), items[:index]) if isinstance(line, TextLine) else ():
            assert isinstance(line, TextLine)
            if isinstance(below, Photo):
                problem = f"“{visible(line.text)}” is on the photograph “{below.name}”, which has no colour of its own."
                yield line, problem, "Give the text a ground."
                break
            ratio = contrast(colours[line.colour], colours[below.colour])
            if ratio < LEAST_CONTRAST:
                lack = f"“{below.colour}” has a contrast of {ratio:.1f}; text needs {LEAST_CONTRAST}."
                problem = f"“{visible(line.text)}” is on the image “{below.name}”, and “{line.colour}” on its {lack}"
                hint = "Keep the text off that part of the image by padding, give it a ground, or draw that part in "
                yield line, problem, f"{hint}another colour."
                break


def _art_under(area_of_text: Rectangle, below: Sequence[Item]) -> Iterator[Shape | Photo]:
    """Yield the parts of art that can be seen under a rectangle, the topmost first."""
    for item in reversed(below):
        if isinstance(item, Box) and covers_box(item, area_of_text):
            return
        if isinstance(item, Photo) and overlaps(extent(item), area_of_text):
            yield item
        if not (isinstance(item, Shape) and item.art):
            continue
        part = covered_part(item, area_of_text)
        if part > 0:
            yield item
        if part == 1.0:
            return


def covers_box(box: Box, rectangle: Rectangle) -> bool:
    """Return whether *box* hides all of *rectangle*; one with round corners counts without its corners."""
    return _covers(box, rectangle, box.radius * 0.3)  # 1 less the sine of 45°


def _covers(item: Box | Photo, rectangle: Rectangle, inset: float) -> bool:
    left, bottom, right, top = extent(item)
    starts = left + inset <= rectangle[0] and bottom + inset <= rectangle[1]
    return starts and rectangle[2] <= right - inset and rectangle[3] <= top - inset


def covered_part(shape: Shape, rectangle: Rectangle) -> float:
    """Return how much of *rectangle* a shape covers: 1 for all, 0 for nothing, 0.5 for a part, or perhaps a part."""
    if not overlaps(_box_around(shape.path), rectangle):
        return 0.0
    whole = (rectangle[2] - rectangle[0]) * (rectangle[3] - rectangle[1])
    rings = [flattened(ring) for ring in subpaths(clipped(shape.path, rectangle))]
    rings = [ring for ring in rings if _covers_more(ring, rectangle, whole * (1 - _WHOLE))]  # several may be holes
    if len(rings) == 1 and all(_is_on_edge(corner, rectangle) for corner in rings[0]):
        # One that winds twice round a part has the area of the whole, too.
        return 1.0 if min(abs(area(rings[0])), wound_area(rings[0])) >= whole * _WHOLE else 0.5
    return 0.5 if rings else 0.0


def _covers_more(ring: Sequence[Point], rectangle: Rectangle, least: float) -> bool:
    """Return whether a part of a shape that was cut at a *rectangle* covers more than the area *least* of it."""
    if abs(area(ring)) > least:
        return True
    # Parts that wind one way and the other add up to little. What was outside has only corners and sides on the edge.
    middles = [((x0 + x1) / 2, (y0 + y1) / 2) for (x0, y0), (x1, y1) in pairwise([*ring, *ring[:1]])]
    return not all(_is_on_edge(middle, rectangle) for middle in middles) and wound_area(ring) > least


@memoized_by_identity(1024)  # an image has the same paths in every variant of a piece, and each line asks
def _box_around(path: Path) -> Window:
    return box_around(path)


def _is_on_edge(corner: Point, rectangle: Rectangle) -> bool:
    x, y = corner
    left, bottom, right, top = rectangle
    return bool(min(abs(x - left), abs(x - right), abs(y - bottom), abs(y - top)) < 1e-6)


LARGE, LARGE_BOLD = 18.0, 14.0  # Points from which text counts as large (WCAG 2.2, 1.4.3).
LEAST_OF_LARGE = 3.0  # Contrast that large text needs.


def on_grounds(items: Sequence[Item], colours: Mapping[str, Colour]) -> Iterator[Refusal]:
    """Yield the lines with too little contrast with their grounds, except for those that stand on art (`on_art`)."""
    lacks: dict[tuple[str, str, float], str] = {}
    for index, line in enumerate(items):
        if not isinstance(line, TextLine):
            continue
        bold = all(run.face.endswith(":bold") for run in line.runs)
        least = LEAST_OF_LARGE if line.size >= (LARGE_BOLD if bold else LARGE) else LEAST_CONTRAST
        kind = line.colour, line.ground, least
        if kind not in lacks:
            lacks[kind] = _lack(*kind, colours)
        if lacks[kind] and not _is_on_art(line, items[:index]):
            yield line, f"“{visible(line.text)}”, {lacks[kind]}.", "Give the block another “colour” or “ground”."


def _lack(colour: str, on: str, wanted: float, colours: Mapping[str, Colour]) -> str:
    """Return what contrast text lacks that needs *wanted*, as the end of a sentence; "" if it has enough."""
    text, ground = colours[colour], colours[on]
    if (ratio := contrast(text, ground)) < wanted:
        return f"“{colour}” on “{on}”, has a contrast of {ratio:.1f}; such text needs {wanted:g}"
    in_inks = wanted * LEAST_IN_INKS / LEAST_CONTRAST
    if (ratio := printed_contrast(text, ground)) < in_inks:
        return f"“{colour}” on “{on}”, has in print a contrast of about {ratio:.1f}; such text needs {in_inks:g}"
    if (ratio := contrast(text.in_one_ink, ground.in_one_ink)) < wanted:
        return f"“{colour}” on “{on}”, has in one ink a contrast of {ratio:.1f}; such text needs {wanted:g}"
    return ""


def _is_on_art(line: TextLine, below: Sequence[Item]) -> bool:
    place = extent(line)
    return any(
        covered_part(item, place) == 1.0 if isinstance(item, Shape) else _covers(item, place, 0.0)
        for item in below
        if isinstance(item, Photo) or (isinstance(item, Shape) and item.art)
    )


def lost_contacts(document: Document, localized: Localization) -> Iterator[TranslationError]:
    """Yield an error for each contact that the English of a printed message has and the pages in its language lack."""
    lines = [item for page in document.pages for item in page.items if isinstance(item, TextLine)]
    campaign = localized.campaign
    shown: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        shown[line.message.language] |= {contact.contact for contact in line.contacts}
    for key in dict.fromkeys(line.message for line in lines):
        message = campaign.messages.get(key.id)
        if key.is_contact or message is None or key.form not in message.forms:
            continue
        for name in message.forms[key.form].placeholders:
            if name in campaign.contacts and name not in shown[key.language]:
                yield TranslationError(
                    f"The translation leaves out {{{name}}}, and nothing else on “{document.product}” shows it.",
                    hint=f"Put {{{name}}} back, or into another text of this product.",
                    source=localized.texts[key].source,
                    trail=(key,),
                )


def untrue_promises(document: Document, localized: Localization) -> Iterator[ContentError]:
    """Yield an error for each message of *document*, printed or spoken, that promises what is not true."""
    campaign = localized.campaign
    lines = [item.message for page in document.pages for item in page.items if isinstance(item, TextLine)]
    first = {key.id: key for key in reversed((*lines, *document.spoken)) if not key.is_contact}
    for name, key in sorted(first.items()):
        message = campaign.messages.get(name)
        if message is None:
            continue
        for field, promised, now in broken_promises(message.promises, campaign.contacts):
            words, place = message.forms[message.form(key.form)], campaign.contacts[contact_of(field)].source
            yield ContentError(
                f"“{shorten(words.text, 40)}” promises “{field}: {promised}”; {place} says “{shorten(now, 40)}”.",
                hint="Word it differently in every language, with “promises” that are true, or leave it out of "
                f"layouts. If it is true, correct the contact: 'flyers contacts set {field} {promised}'.",
                source=words.source,
                trail=(key.in_language(""),),
            )


class MissingGlossError(TranslationError):
    """A piece names the crime without the gloss that its first naming has."""


class MixedAddressError(TranslationError):
    """A piece addresses its reader in two ways."""


def wording_errors(document: Document, localized: Localization) -> Iterator[TranslationError]:
    """Yield what is wrong with the texts of *document* together, in each of its languages."""
    read = dict.fromkeys(_read(document.structure, document))
    for own in (localized, *localized.others.values()):
        tag = own.language.tag if own is not localized else ""
        texts = {key: localized.texts[key] for key in read if key.language == tag and key in localized.texts}
        messages = {key: localized.campaign.messages.get(key.id) for key in texts}
        named = {key: text for key, text in texts.items() if not ((message := messages[key]) and message.name)}
        yield from _missing_glosses(own.language, named, document.product)
        # What is said aloud to somebody may have another form of address.
        silent = {
            key: text
            for key, text in texts.items()
            if not ((message := messages[key]) and message.said_aloud and key.form is Form.TEXT)
        }
        yield from _mixed_address(own.language, silent, document.product)


def _missing_glosses(
    language: Language, texts: Mapping[MessageKey, RichText], product: str
) -> Iterator[TranslationError]:
    """Yield an error for the first naming of each term, in reading order, that lacks its gloss."""
    for naming in language.naming:
        for key, text in texts.items():
            if first := naming.first_in(text.text):
                words, glossed = first
                if not glossed:
                    yield MissingGlossError(
                        f"“{words}” stands for the first time on “{product}”, without its explanation.",
                        hint=f"Write “{words} {naming.gloss}”.",
                        source=text.source,
                        trail=(key,),
                    )
                break


def _mixed_address(
    language: Language, texts: Mapping[MessageKey, RichText], product: str
) -> Iterator[TranslationError]:
    """Yield an error for the first text whose form of address is not that of a text before it."""
    first: tuple[MessageKey, str, frozenset[str]] | None = None
    for key, text in texts.items():
        # Marks belong to letters.
        plain = unicodedata.normalize("NFC", text.text).casefold()
        words = "".join(char if unicodedata.category(char)[0] in "LMN" else " " for char in plain).split()
        for form in language.address:
            if not (used := sorted(form.intersection(words))):
                continue
            if first and first[2] != form:
                yield MixedAddressError(
                    f"“{used[0]}” and “{first[1]}” ({first[0]}) address the reader of “{product}” in two ways.",
                    hint="Choose one of them for all texts of the product.",
                    source=text.source,
                    trail=(key,),
                )
                return
            first = first or (key, used[0], form)


def _read(element: Element, document: Document) -> Iterator[MessageKey]:
    for page, index in element.items:
        item = document.pages[page].items[index]
        if isinstance(item, TextLine):
            yield item.message
    for child in element.children:
        yield from _read(child, document)
