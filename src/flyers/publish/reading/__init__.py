"""A reading page: one HTML file on which a native reader with a phone reads a product, and makes a short text to send.

It takes texts, pictures of pages and the places of texts on them from the same composed pages as a reader's proof, and
puts them into ``page.html`` with ``page.css`` and its scripts: ``page.js`` is the page, ``sha256.js`` closes the
answer, ``qr.js`` shows it as a code. The file asks nothing of any server, and its policy forbids that it could.
`flyers.workflow.answers` takes what comes back.

The words around the texts belong to the program, not to a campaign: one file for each language in the folder ``words``.
All of them are drafts that no native reader has signed; the head of each file says so.
"""

from __future__ import annotations

import base64
import hashlib
import html
import io
import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from flyers import limits
from flyers.content import yamlfile
from flyers.content.markup import without_isolates
from flyers.content.message_key import MessageKey
from flyers.content.schema import Record, Required, Text, check
from flyers.errors import FontError
from flyers.files import exists, is_file, read_bytes
from flyers.page.document import Document, TextLine
from flyers.page.editions import EDITIONS, page_boxes
from flyers.page.items import extent, union
from flyers.pdf.painter import paint
from flyers.pipeline.images import as_image
from flyers.pipeline.plan import IMAGE
from flyers.pipeline.recipe import usual_products
from flyers.pipeline.session import Session
from flyers.proof.images import PageFrame, Raster
from flyers.publish.package import moment_of
from flyers.publish.reader_proof.page_style import ENGLISH, has_words, product_name, words_of
from flyers.publish.reader_proof.rows import (
    Occurrence,
    TextRow,
    by_message,
    doubts_on_words,
    printed,
    remarks,
    rows_of,
    unseen_rows,
)
from flyers.records import dataclass
from flyers.text.fonts import FamilyEntry, FontFace
from flyers.translation.localization import Localization
from flyers.translation.registry import Language
from flyers.translation.signoff import PAGES
from flyers.workflow.signing import ProductReading, derived, reading, reading_key

LICENCE, LICENCE_FILE = "OFL-1.1", "OFL.txt"
"""The licence that lets parts of a font be passed on together with its text, and the file that has the text."""


def own_family(session: Session, language: Language) -> FamilyEntry | None:
    """Return the family of the language's script, if every computer may lack it and it may be passed on."""
    if language.script in ("Latn", "Cyrl", "Grek"):
        return None
    families = [session.library.families[key] for key in language.fonts]
    own = next((family for family in families if language.script in family.scripts), families[0])
    return own if own.licence == LICENCE and is_file(licence_of(own)) else None


def licence_of(family: FamilyEntry) -> Path:
    face = next(iter(family.faces.values()))
    return face.path.parent / "licences" / LICENCE_FILE


def part(face: FontFace, text: str) -> bytes:
    """Return the part of *face* that sets *text*, with joined and stacked forms, as a WOFF file; a face that cannot be
    cut is a FontError.

    Of ASCII it has the space alone. Every computer has the rest, and so a phone number has one face, and digits of
    which each can be told from the others.
    """
    import uharfbuzz as hb
    from fontTools.ttLib import TTFont

    source = hb.Face(hb.Blob(face.data), face.index)
    request = hb.SubsetInput()
    request.sets(hb.SubsetInputSets.UNICODE).update({0x20, *(ord(char) for char in text if not char.isascii())})
    request.flags = hb.SubsetFlags.NO_HINTING
    if "fvar" in source.table_tags:
        request.pin_all_axes_to_default(source)
        for tag, value in face.axes:
            request.pin_axis_location(source, tag, value)
    try:
        whole = bytes(hb.subset(source, request).blob.data)
    except (RuntimeError, ValueError) as error:
        problem = f"The font “{face.key}” cannot be cut down to the letters that are used."
        raise FontError(problem, hint="Use a .ttf or .otf file.") from error
    font = TTFont(io.BytesIO(whole), lazy=True, recalcTimestamp=False, recalcBBoxes=False)
    font.flavor = "woff"
    packed = io.BytesIO()
    font.save(packed, reorderTables=False)
    return packed.getvalue()


_HERE = Path(__file__).parent
_WORDS = _HERE / "words"

WORDS = (
    "title", "about", "kept", "lost", "delete", "start", "goon", "earlier", "page", "wrong", "unsure", "why", "english",
    "whole", "asks", "end", "knows", "native", "well", "some", "send", "share", "copy", "copied", "mail", "sms", "file",
    "code", "toolong", "browser",
)  # fmt: skip  # a list to be read
"""The keys of a file, in the order in which a reader meets them. Only ``about`` has a placeholder, ``{minutes}``."""

SHARED = ("right", "should", "name", "look", "letters", "order", "harm", "unclear", "check", "unseen")
"""The keys of words that a reader's proof on paper has too."""


def language_of_words(tag: str) -> str:
    """Return *tag* if the program has the words in that language, else English."""
    return tag if exists(_WORDS / f"{tag}.yaml") and has_words(tag) else ENGLISH


def reading_words(tag: str) -> Mapping[str, str]:
    """Return all words of a page for readers of *tag*, by key, in `language_of_words`."""
    language, schema = language_of_words(tag), Record({key: Required(Text()) for key in WORDS})
    own: Mapping[str, str] = check(yamlfile.load(_WORDS / f"{language}.yaml", _WORDS), schema)
    paper = words_of(language)
    return {**own, **{key: paper[key] for key in SHARED}}


@dataclass(frozen=True, slots=True)
class ReadingPage:
    """A finished page."""

    html: str
    products: tuple[str, ...]
    texts: int  # how many there are to read
    minutes: int  # that they take
    address: str  # 32 digits that nobody guesses, the same for the same language and products


def reading_page(session: Session, tag: str, products: Sequence[str] = (), *, everything: bool = False) -> ReadingPage:
    """Return the page on which a native reader reads *products* in the language *tag*, by default the usual ones.

    It has what nobody has read as it is now, or *everything*; when all has been read, everything.
    """
    localized = session.localized(tag)
    tag = localized.language.tag
    readings = [reading(session, tag, product) for product in products or usual_products(session)]
    texts = _Texts(session, localized, readings)
    items = list(texts.items(() if everything else {name for each in readings for name in each.unread}))
    # 45 seconds to read a text, compare its place and press a button; told in steps of five minutes, never too few.
    minutes = math.ceil(len(items) * 45 / 60 / 5) * 5
    key = reading_key(session, make=True)
    names = tuple(each.product for each in readings)
    words = reading_words(tag)
    source = session.registry.language(session.campaign.source_language)
    data = {
        "words": words,
        "items": items,
        "pages": texts.pages,
        "products": [{"product": each.product, "checksum": each.checksum} for each in readings],
        "key": derived(key, "answer", tag),
        "tag": tag,
        "dir": "rtl" if localized.language.rtl else "ltr",
        "shelf": f"flyers {derived(key, 'shelf', tag)[:8]} {tag}",
        "minutes": minutes,
        "source": {"tag": source.tag, "dir": source.direction, "name": "" if source.tag == ENGLISH else source.autonym},
    }
    spoken = "".join((*words.values(), *("".join((item.get("text", ""), *item["notes"])) for item in items)))
    page = _file(session, localized.language, words, data, spoken)
    return ReadingPage(page, names, len(items), minutes, derived(key, "address", tag, *names))


class _Texts:
    """The texts of *readings* as data for the page, and the pictures of their pages."""

    def __init__(self, session: Session, localized: Localization, readings: Sequence[ProductReading]) -> None:
        self._session, self._localized, self._readings = session, localized, readings
        self._documents = [each.document for each in readings]
        self._printed = printed(self._documents, localized)
        self.pages: list[dict[str, Any]] = []
        self._first: list[int] = []
        for document in self._documents:
            self._first.append(len(self.pages))
            self.pages += _pictures(session, document)
        # What the translator asks by message, and what concerns none: how all of it is written. A doubt on words is
        # asked where they are first printed, and left out where they are not.
        paragraphs = remarks(session.catalog(localized.language.tag).remarks)
        self._notes, self._style = {**by_message(paragraphs, localized.texts)}, list[str]()
        keys = [text.message for text in self._printed if not text.message.is_contact]
        says = {key: " ".join(localized.texts[key].text.replace("\u200b", "").split()) for key in keys}
        for doubt, words in doubts_on_words(paragraphs):
            if not words:
                self._style.append(doubt)
            if key := next((key for word in words for key in keys if word in says[key]), None):
                self._notes[key] = [*self._notes.get(key, ()), doubt]

    def items(self, wanted: Iterable[str]) -> Iterator[dict[str, Any]]:
        """Yield the pages of each product, then the texts, those that the translator asks about first; texts that are
        not *wanted* are left out, if any are.
        """
        digests = {name: digits for each in self._readings for name, digits in each.digests.items()}
        wanted = set(wanted) or set(digests)
        for index, each in enumerate(self._readings):
            first, count = self._first[index], len(each.document.pages)
            what = f"{PAGES}{each.product}"
            notes = [] if index else self._style
            yield {"what": what, "read": digests[what], "faces": list(range(first, first + count)), "notes": notes}
        rows = [(row, place) for row, place in self._rows(digests) if str(row.key) in wanted]
        for row, place in sorted(rows, key=lambda found: not found[0].notes):
            yield self._item(row, digests[str(row.key)], place)

    def _rows(self, digests: Mapping[str, str]) -> Iterator[tuple[TextRow, Occurrence | None]]:
        english = self._session.localized(self._session.campaign.source_language)
        texts, notes = self._printed, self._notes
        for text, row in zip(texts, rows_of(texts, self._documents, self._localized, english, notes), strict=True):
            if str(row.key) in digests:
                yield row, text.occurrences[0]
        shown = {str(text.message) for text in texts}
        rest = [MessageKey.parse(name) for name in digests if name not in shown and not name.startswith(PAGES)]
        messages = [key for key in rest if not key.is_contact]
        yield from ((row, None) for row in unseen_rows(messages, self._localized, notes))
        for key in rest:
            if key.is_contact:
                contact = self._localized.contact(key.contact)
                yield TextRow(key, english.plain(contact.name), exact=contact.display), self._inside(key.contact)

    def _inside(self, contact: str) -> Occurrence | None:
        """Return the first line that has *contact* inside another text; None if only a code has it."""
        for number, document in enumerate(self._documents):
            for page, face in enumerate(document.pages):
                for index, item in enumerate(face.items):
                    if isinstance(item, TextLine) and any(one.contact == contact for one in item.contacts):
                        return Occurrence(number, page, (index,), (item,))
        return None

    def _item(self, row: TextRow, read: str, place: Occurrence | None) -> dict[str, Any]:
        campaign, key = self._session.campaign, row.key
        text = row.exact or self._localized.texts[key].text
        item = {
            "what": str(key),
            "read": read,
            "text": text,
            "english": row.english,
            "notes": [note.removeprefix(f"{key}: ") for note in row.notes],
            "digits": bool(row.exact),
            "edit": "" if key.is_contact else without_isolates(text),
            "about": "" if key.is_contact else " ".join(campaign.message(key.id).note.split()),
        }
        if place:
            page = self._first[place.document] + place.page
            left, bottom, right, top = union(extent(line) for line in place.lines)
            box = (left, self.pages[page]["height"] - top, right - left, top - bottom)
            item |= {"page": page, "box": [round(value, 1) for value in box]}
        return item


def _pictures(session: Session, document: Document) -> Iterator[dict[str, Any]]:
    """Yield each page of *document*: its size in points, its name, and its picture as an address of data."""
    edition = EDITIONS[IMAGE if document.pixels else "screen"]
    pdf = paint(document, edition, session.library, moment_of(document.issue))
    raster = Raster(pdf, [PageFrame(page_boxes(page, edition).media, 0) for page in document.pages])
    for number, page in enumerate(document.pages, 1):
        # Small print can be read when it is enlarged, and a card stays below 100 kB.
        pixels = raster.picture(number, min(200, 2200 * 72 / max(page.width, page.height)))
        encoded = io.BytesIO()
        as_image(pixels).save(encoded, "WEBP", quality=55, method=4)
        yield {
            "width": round(page.width, 1),
            "height": round(page.height, 1),
            "name": f"{product_name(document)}, {page.face}",
            "picture": _data("image/webp", encoded.getvalue()),
        }


def _data(kind: str, content: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def _file(session: Session, language: Language, words: Mapping[str, str], data: Mapping[str, Any], spoken: str) -> str:
    style, licence = (_HERE / "page.css").read_text(encoding="utf-8"), ""
    rules = [f":root {{ --leading: {max(1.4, language.leading + 0.15):.2f}; }}"]
    if family := own_family(session, language):
        font = _data("font/woff", part(session.library.face(f"{family.key}:regular"), spoken))
        rules.append(f'@font-face {{ font-family: letters; src: url("{font}") format("woff"); }}')
        text = read_bytes(licence_of(family), most=limits.FONT_BYTES).decode("utf-8", "replace")
        licence = f"<!--\n{re.sub('-(?=-)', '- ', text)}\n-->\n"
    style = "\n".join((*rules, style))
    script = "\n".join((_HERE / name).read_text(encoding="utf-8") for name in ("sha256.js", "qr.js", "page.js"))
    own = {code: base64.b64encode(hashlib.sha256(code.encode()).digest()).decode() for code in (script, style)}
    policy = (
        f"default-src 'none'; script-src 'sha256-{own[script]}'; style-src 'sha256-{own[style]}'; img-src data:; "
        "font-src data:; base-uri 'none'; form-action 'none'"
    )
    spoken_in = session.registry.language(language_of_words(language.tag))
    values = {
        "lang": spoken_in.tag,
        "dir": "rtl" if spoken_in.rtl else "ltr",
        "policy": policy,
        "title": html.escape(words["title"]),
        "browser": html.escape(words["browser"]),
        "style": style,
        "data": json.dumps(data, ensure_ascii=False).replace("<", "\\u003c"),
        "script": script,
    }
    page = (_HERE / "page.html").read_text(encoding="utf-8")
    filled = re.sub(r"\{\{(\w+)\}\}", lambda placeholder: values[placeholder[1]], page)
    return filled.replace("<html", f"{licence}<html", 1)
