"""The gallery's words in one language, as HTML: messages, dates, sizes. English in their place is marked as English."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import field
from functools import cached_property
from itertools import pairwise

from markupsafe import Markup, escape

from flyers.content.campaign import Campaign
from flyers.content.contacts import ADDRESSES, Contact, broken_promises
from flyers.content.layers import starter_folder
from flyers.content.markup import RichText, SpanKind, without_isolates
from flyers.content.message_key import MessageKey
from flyers.content.messages import is_printed
from flyers.records import dataclass
from flyers.translation.locale_data import long_date
from flyers.translation.localization import Localization
from flyers.translation.registry import Language
from flyers.translation.sheet_words import sheet_text
from flyers.units import POINTS, to_mm


@dataclass(frozen=True)
class Speaker:
    """Speaks one language: returns messages as HTML or text.

    Attributes:
        localized: the campaign in that language.
        sizes: of products that are known by the name of another, for people, by product: ``85 × 54 mm``.
        in_english: ids of messages that were given in English because they have no translation, in the order of use.
    """

    localized: Localization
    sizes: Mapping[str, str] = field(default_factory=dict)
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
        if message is None or any(broken_promises(message.promises, campaign.contacts)):
            return False
        return self.localized.is_translated(message_id)

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
        if message == f"product.{product}" or product not in self.sizes:
            return self.say(message)
        return Markup('{}, <bdi dir="ltr">{}</bdi>').format(self.say(message), self.sizes[product])

    def product_plain(self, product: str) -> str:
        message = self._nearest("product", product)
        if not message or message == f"product.{product}" or product not in self.sizes:
            return self.plain(message) if message else product
        return f"{self.plain(message)}, {self.sizes[product]}"

    def purpose(self, product: str) -> Markup:
        """Return what the product is for; "" where no message says it."""
        message = self.purpose_message(product)
        return self.say(message) if message else Markup("")

    def purpose_message(self, product: str) -> str:
        """Return the id of the message that says what the product is for; "" if there is none."""
        return self._nearest("gallery.for", product)

    def date(self, day: dt.date) -> str:
        """Return *day* as the language writes it in full."""
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
        campaign = self.localized.campaign
        known: Iterable[str] = campaign.messages
        if not any(not is_printed(name) for name in known):
            known = Campaign.load(starter_folder()).messages
        return frozenset(name for name in known if not is_printed(name))

    def _rich(self, message_id: str) -> RichText:
        if message_id in self.localized.campaign.messages:
            rich = self.localized.rich(message_id)
            if MessageKey(message_id) in self.localized.untranslated:
                self.in_english[message_id] = None
            return rich
        rich = sheet_text(message_id, self.language.tag)
        if rich.language != self.language.tag:
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
        return Markup("").join(self._in_languages(pieces))

    def _in_languages(self, pieces: list[tuple[str, Markup]]) -> Iterable[Markup]:
        """Yield *pieces*, neighbours of one foreign language together and marked with it."""
        run: list[Markup] = []
        language = ""
        for tag, html in [*pieces, ("", Markup(""))]:
            if tag != language and run:
                words = Markup("").join(run)
                yield Markup('<span lang="{}" dir="ltr">{}</span>').format(language, words) if language else words
                run = []
            language = tag
            run.append(html)
        yield Markup("").join(run)


def printed_form(contact: Contact, words: str) -> Markup:
    """Return *words* that stand for a contact; a web address may be broken before a dot or a stroke, and nowhere else
    unless it does not fit at all."""
    if contact.kind not in ADDRESSES:
        return escape(words)
    return Markup("<wbr>").join(map(escape, re.split(r"(?<=[^./])(?=[./])", words)))


def page_size(width: float, height: float) -> str:
    """Return a size in points for people: in millimetres where these are whole, else in inches."""
    millimetres = [to_mm(side) for side in (width, height)]
    if all(abs(side - round(side)) < WHOLE for side in millimetres):
        return f"{round(millimetres[0])} × {round(millimetres[1])} mm"
    inches = [f"{side / POINTS['in']:.3f}".rstrip("0").rstrip(".") for side in (width, height)]
    return f"{inches[0]} × {inches[1]} in"


WHOLE = 0.05
"""Millimetres that a length may be off a whole number of them."""


def file_size(size: int) -> str:
    """Return a number of bytes for people: ``240 kB``, ``1.4 MB``."""
    return f"{max(1, round(size / 1000))} kB" if size < 999_500 else f"{size / 1_000_000:.1f} MB"
