"""The pages: the words of each language as HTML, the data of each page, and templates that make escaped HTML of them.

Colours are those of the campaign's theme, darker or lighter where text would be hard to read.
"""

from __future__ import annotations

import datetime as dt
import posixpath
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from functools import cached_property, partial
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from flyers.colour import Colour, contrast
from flyers.content import starter_folder
from flyers.content.campaign import Campaign
from flyers.content.contacts import ADDRESSES, Contact, ContactKind, broken_promises
from flyers.content.markup import RichText, SpanKind, without_isolates
from flyers.content.message_key import Form, MessageKey
from flyers.content.messages import is_printed
from flyers.gallery.folder import Piece, PieceStanding
from flyers.layout.theme import Theme
from flyers.records import dataclass
from flyers.translation.language_data import long_date
from flyers.translation.localization import Localization, sheet_text
from flyers.translation.registry import Language
from flyers.units import POINTS, to_mm

if TYPE_CHECKING:
    from jinja2 import Environment


@dataclass(frozen=True)
class Speaker:
    """Speaks one language: returns messages as HTML or text."""

    localized: Localization
    # Of products that are known by the name of another, for people, by product: ``85 × 54 mm``.
    sizes: Mapping[str, str] = field(default_factory=dict)
    # Ids of messages that were given in English because they have no translation, in the order of use.
    in_english: dict[str, None] = field(default_factory=dict)

    @property
    def language(self) -> Language:
        return self.localized.language

    @property
    def direction(self) -> str:
        return "rtl" if self.language.rtl else "ltr"

    def has(self, message_id: str) -> bool:
        """Return whether the campaign has the message, this language its translation, and whether it is true."""
        campaign = self.localized.campaign
        message = campaign.messages.get(message_id)
        is_true = message is not None and not any(broken_promises(message.promises, campaign.contacts))
        return is_true and self.localized.is_translated(message_id)

    def say(self, message_id: str, *, links: bool = False) -> Markup:
        """Return the message as HTML; with *links*, its contacts can be tapped."""
        return self._html(self._rich(message_id), links=links)

    def plain(self, message_id: str) -> str:
        """Return the message as text, for titles and alternative texts."""
        return without_isolates(self._rich(message_id).text)

    def page(self, number: int, of: int) -> str:
        """Return “Page 1 of 2”; numbers alone where the campaign has no such message."""
        if not self.has("page.number"):
            return f"{number}/{of}"
        return without_isolates(self._rich("page.number").on_page(number, of).text)

    def product(self, product: str) -> Markup:
        """Return the product's name, with its size if it is that of another; its id where no message names it."""
        message = self._nearest("product", product)
        if not message:
            return Markup('<span lang="en" dir="ltr">{}</span>').format(product)
        name, size = self.say(message), self._size(message, product)
        return Markup('{}, <bdi dir="ltr">{}</bdi>').format(name, size) if size else name

    def product_plain(self, product: str) -> str:
        message = self._nearest("product", product)
        name, size = self.plain(message) if message else product, self._size(message, product)
        return f"{name}, {size}" if size else name

    def _size(self, message: str, product: str) -> str:
        return "" if message in ("", f"product.{product}") else self.sizes.get(product, "")

    def purpose(self, product: str) -> Markup:
        """Return what the product is for; "" where no message says it."""
        message = self.purpose_message(product)
        return self.say(message) if message else Markup("")

    def purpose_message(self, product: str) -> str:
        """Return the id of the message that says what the product is for; "" if there is none."""
        return self._nearest("gallery.for", product)

    def date(self, day: dt.date) -> str:
        return long_date(day, self.language.tag)

    def _nearest(self, family: str, product: str) -> str:
        """Return the message ``family.product``, or that of the product it is a kind of: ``wallet-card``, say, for
        ``wallet-card-eu``; "" if there is none."""
        parts = product.split("-")
        for count in range(len(parts), 0, -1):
            name = f"{family}.{'-'.join(parts[:count])}"
            if name in self.localized.campaign.messages or name in self._starter:
                return name
        return ""

    @cached_property
    def _starter(self) -> frozenset[str]:
        """Ids of the starter's words of the gallery: a campaign without a base says those."""
        own = frozenset(name for name in self.localized.campaign.messages if not is_printed(name))
        return own or frozenset(name for name in Campaign.load(starter_folder()).messages if not is_printed(name))

    def _rich(self, message_id: str) -> RichText:
        own = message_id in self.localized.campaign.messages
        rich = self.localized.rich(message_id) if own else sheet_text(message_id, self.language.tag)
        in_english = MessageKey(message_id) in self.localized.untranslated
        if in_english if own else rich.language != self.language.tag:
            self.in_english[message_id] = None
        return rich

    def _html(self, rich: RichText, *, links: bool) -> Markup:
        """Return *rich* as HTML, cut where a span begins or ends."""
        cuts = sorted({0, len(rich.text), *(edge for span in rich.spans for edge in (span.start, span.end))})
        pieces = []
        for start, end in pairwise(cuts):
            words = without_isolates(rich.text[start:end])  # HTML has ``bdi``
            html = escape(words)
            around = [span for span in rich.spans if span.start <= start and end <= span.end]
            for span in sorted(around, key=lambda span: span.kind is SpanKind.STRONG):
                if span.kind is SpanKind.CONTACT:
                    contact = self.localized.contact(span.value)
                    html = printed_form(contact, words)
                    inner = Markup('<a href="{}">{}</a>').format(contact.target, html) if links else html
                    html = Markup('<bdi dir="ltr">{}</bdi>').format(inner)
                elif span.kind is SpanKind.STRONG:
                    html = Markup("<strong>{}</strong>").format(html)
            foreign = next((span.value for span in around if span.kind is SpanKind.FOREIGN), "")
            pieces.append((foreign, html))
        runs = []
        for tag, run in groupby(pieces, key=lambda piece: piece[0]):  # neighbours of one foreign language
            html = Markup("").join(html for _, html in run)
            runs.append(Markup('<span lang="{}" dir="ltr">{}</span>').format(tag, html) if tag else html)
        return Markup("").join(runs)


def printed_form(contact: Contact, words: str) -> Markup:
    """Return *words* that stand for a contact; a web address may be broken before a dot or a stroke."""
    if contact.kind not in ADDRESSES:
        return escape(words)
    return Markup("<wbr>").join(map(escape, re.split(r"(?<=[^./])(?=[./])", words)))


WHOLE = 0.05  # Millimetres that a length may be off a whole number of them.


def page_size(width: float, height: float) -> str:
    """Return a size in points for people: in millimetres where these are whole, else in inches."""
    millimetres = [to_mm(side) for side in (width, height)]
    if all(abs(side - round(side)) < WHOLE for side in millimetres):
        return f"{round(millimetres[0])} × {round(millimetres[1])} mm"
    inches = [f"{side / POINTS['in']:.3f}".rstrip("0").rstrip(".") for side in (width, height)]
    return f"{inches[0]} × {inches[1]} in"


def file_size(size: int) -> str:
    """Return a number of bytes for people: ``240 kB``, ``1.4 MB``."""
    return f"{max(1, round(size / 1000))} kB" if size < 999_500 else f"{size / 1_000_000:.1f} MB"


LEAST_CONTRAST = 7.0  # Of all text on the pages (WCAG 2.2, 1.4.6).
_NO_INK = (0.0, 0.0, 0.0, 0.0)
_WHITE = Colour("white", _NO_INK, (1.0, 1.0, 1.0))
_BLACK = Colour("black", _NO_INK, (0.0, 0.0, 0.0))
_SOFT = Colour("soft", _NO_INK, (0.953, 0.929, 0.886))  # ``--soft`` in gallery.css, the darkest ground of links.
_INK = Colour("ink", _NO_INK, (0.106, 0.075, 0.0))  # Text on ``--light``.


def style_of(theme: Theme) -> str:
    """Return the style that puts the theme's colours in place of gallery.css's own; "" if it has no such names."""
    if not {"night", "accent", "deep"} <= theme.colours.keys():
        return ""
    light = _shade(theme.colours["accent"], _WHITE, over=[_INK])
    night = _shade(theme.colours["night"], _BLACK, over=[_WHITE, light])
    link = _shade(theme.colours["deep"], _BLACK, over=[_SOFT])
    return f":root {{ --night: {night.hexadecimal}; --light: {light.hexadecimal}; --link: {link.hexadecimal}; }}\n"


def _shade(colour: Colour, end: Colour, *, over: Sequence[Colour]) -> Colour:
    """Return the first colour on the way from *colour* to *end* that contrasts with all of *over*; else *end*."""
    for step in range(100):
        mixed = (part + (other - part) * step / 100 for part, other in zip(colour.srgb, end.srgb, strict=True))
        red, green, blue = mixed
        shade = Colour(colour.name, _NO_INK, (red, green, blue))
        if all(contrast(shade, other) >= LEAST_CONTRAST for other in over):
            return shade
    return end


# What a page may load: pictures, styles, letters and one script, from its own folder.
POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; font-src 'self'; script-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)
GROUP = "gallery-"  # The prefix of the groups of messages that sort products under headings.


@dataclass(frozen=True)
class SitePages:
    """Makes the pages of a site."""

    campaign: Campaign
    speakers: Mapping[str, Speaker]  # by tag, in the order of the languages
    pieces: Mapping[str, Mapping[str, Piece]]  # by tag and product; every language has every product, made or not
    products: Sequence[str]  # in the order of the campaign's layouts
    leave: str  # the address that the button "Leave this page" opens
    noindex: bool = False  # whether search engines are asked not to list the pages, since drafts are given out

    @cached_property
    def _templates(self) -> Environment:
        from jinja2 import Environment, PackageLoader, StrictUndefined

        return Environment(
            loader=PackageLoader("flyers.gallery"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )

    def index(self, speaker: Speaker) -> str:
        """Return the first page, in the language of *speaker*."""
        return self._page(
            "index.html",
            "index.html",
            speaker,
            campaign_name=self.campaign.name,
            lines=[(words, urgent) for words, urgent in lines_beside_number(speaker) if urgent],
            languages=self._links(lambda tag: f"{tag}/index.html"),
            sections=self._sections(speaker.language.tag, lambda product: f"{product}.html"),
        )

    def overview(self, speaker: Speaker, product: str) -> str:
        """Return the page that shows *product* in every language."""
        links = self._links(lambda tag: f"{tag}/{product}.html", product)
        return self._page("overview.html", f"{product}.html", speaker, product=product, languages=links)

    def language(self, tag: str) -> str:
        """Return the page of a language: the number first, since a printed code may open it."""
        speaker = self.speakers[tag]
        pieces = self.pieces[tag].values()
        standing = _least([piece.standing for piece in pieces if piece.made])
        return self._page(
            "language.html",
            f"{tag}/index.html",
            speaker,
            lines=list(lines_beside_number(speaker)),
            standing=standing,
            sections=self._sections(tag, lambda product: f"{tag}/{product}.html", of=standing),
            text=next((piece.text for piece in pieces if piece.text), ""),
            contacts=[_shown(contact, speaker) for contact in speaker.localized.contacts.values()],
        )

    def product(self, tag: str, product: str) -> str:
        """Return the page of a product in a language."""
        piece = self.pieces[tag][product]
        made = [other for other in self.speakers if other != tag and self.pieces[other][product].made]
        return self._page(
            "product.html",
            f"{tag}/{product}.html",
            self.speakers[tag],
            home=f"{tag}/index.html",
            piece=piece,
            prints=any(file.words == "gallery.file.office" for file in piece.downloads),
            others=[link for link in self._links(lambda known: f"{known}/{product}.html") if link["tag"] in made],
        )

    def _page(self, template: str, path: str, speaker: Speaker, **values: Any) -> str:
        return self._templates.get_template(template).render(
            speaker=speaker,
            number=main_number(speaker),
            say=speaker.say,
            plain=speaker.plain,
            link=partial(relative, path),
            size=file_size,
            policy=POLICY,
            leave=self.leave,
            noindex=self.noindex,
            **values,
        )

    def _links(self, page: Callable[[str], str], product: str = "") -> list[dict[str, Any]]:
        """Return each language as it is listed, with the *page* that the list leads to."""
        return [
            {
                "tag": tag,
                "autonym": speaker.language.autonym,
                "english": speaker.language.english,
                "direction": speaker.direction,
                "page": page(tag),
                "piece": self.pieces[tag][product] if product else None,
            }
            for tag, speaker in self.speakers.items()
        ]

    def _sections(self, tag: str, page: Callable[[str], str], of: PieceStanding | None = None) -> list[dict[str, Any]]:
        """Return the products of a language under the headings of the campaign's groups, others at the end.

        Those whose standing is not that *of* the page have a mark of their own.
        """
        speaker, rest = self.speakers[tag], {}
        for name in self.products:
            piece = self.pieces[tag][name]
            marked = of is not None and piece.made and piece.standing != of
            rest[name] = {"piece": piece, "page": page(name), "marked": marked}
        sections = []
        for name, group in self.campaign.groups.items():
            if name.startswith(GROUP):
                heading, *members = group.members
                under = [name for member in members for name in rest if speaker.purpose_message(name) == member]
                if under:
                    sections.append({"heading": heading, "shown": [rest.pop(product) for product in under]})
        return [*sections, {"heading": "", "shown": list(rest.values())}] if rest else sections


def main_number(speaker: Speaker) -> Contact | None:
    """Return the phone number that a page in this language shows first: one that is answered in it, and is not an
    emergency number; else the first of all.
    """
    phones = [contact for contact in speaker.localized.contacts.values() if contact.kind is ContactKind.PHONE]
    serving = [contact for contact in phones if not contact.is_emergency and contact.serves(speaker.language.tag)]
    return next(iter([*serving, *phones]), None)


def lines_beside_number(speaker: Speaker) -> Iterator[tuple[Markup, bool]]:
    """Yield the lines beside the number that the campaign has in this language, and whether each is urgent."""
    is_translated = speaker.language.tag != speaker.localized.campaign.source_language
    texts = [_text_message(contact, speaker) for contact in speaker.localized.contacts.values()]
    language = "help.say-language" if is_translated else ""
    for message in ("help.hotline.line", language, next(filter(None, texts), ""), "help.danger"):
        if message and speaker.has(message):
            yield speaker.say(message, links=True), message == "help.danger"


def _shown(contact: Contact, speaker: Speaker) -> dict[str, Any]:
    """Return what the list of contacts says of one: nobody calls an emergency number to test it."""
    web = contact.kind.scheme == "https"
    if message := _text_message(contact, speaker):
        where = speaker.say(message, links=True)
    else:
        attribute, shown = Markup(' rel="noreferrer"') if web else "", printed_form(contact, contact.display)
        where = Markup('<a href="{}"{}><bdi dir="ltr">{}</bdi></a>').format(contact.target, attribute, shown)
    return {
        "name": speaker.say(contact.name),
        "where": where,
        "tried": contact.verified_on,
        "web": web,
        "testable": not contact.is_emergency,
    }


def _text_message(contact: Contact, speaker: Speaker) -> str:
    """Return the message that shows a text line and says in which languages it answers; "" if there is none."""
    if contact.kind is not ContactKind.TEXT:
        return ""
    message = "contact.text-line" if contact.speaks(speaker.language.tag) else "contact.text-languages"
    if not speaker.has(message):
        return ""
    placeholders = speaker.localized.campaign.message(message).forms[Form.TEXT].placeholders
    return message if contact.id in placeholders else ""


def _least(standings: Sequence[PieceStanding]) -> PieceStanding:
    """Return the standing of a language's page: signed if all are, since the day of the last signature."""
    drafts = [standing for standing in standings if standing.draft]
    if drafts or not standings:
        return PieceStanding(changed=any(standing.changed for standing in drafts))
    return max(standings, key=lambda standing: str(standing.day))


def relative(page: str, path: str) -> str:
    """Return the link from the page at *page* to *path*, both in the site: ``../index.html``."""
    return posixpath.relpath(path, posixpath.dirname(page) or ".")
