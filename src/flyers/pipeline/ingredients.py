"""What a file is made of: everything that its bytes and its report depend on, each part with a checksum.

Files whose parts are equal are equal, byte by byte, so a file whose parts are those of its last build is not made
again (`flyers.pipeline.current`), and the first part that differs says why it is (``flyers why``).

Parts are taken from what was read, not from files: a note for translators, a comment, or the order of a catalog changes
none. And of what was read, only what the product can use counts: the contacts, messages and pictures that its layout
names, the fonts of its languages, the sign-offs of its words. All *words* of a language count, since the content code
in small print stands for all of them.

What a product can use is worked out from its layout before it is composed, so it is never too little:
`Ingredients.cover` compares it with the finished pages.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from flyers.dates import stated_time
from flyers.pipeline.canonical import (
    Ingredient,
    checksum,
    part_of,
    plain,
)
from flyers.pipeline.design_ingredients import Design, LayoutNames, layout_names
from flyers.pipeline.plan import Job
from flyers.pipeline.program import libraries, program
from flyers.pipeline.word_ingredients import PieceWords, approvals_of, contacts_of, possible_ids, promised_of
from flyers.process_cache import memoized_by_identity
from flyers.records import dataclass

if TYPE_CHECKING:
    from flyers.content.campaign import Campaign
    from flyers.content.messages import Message
    from flyers.layout.model import Layout
    from flyers.page.document import Document
    from flyers.pipeline.session import Session
    from flyers.translation.localization import Localization

WITH, IN_ENGLISH, PRESS = "with", "English for what is not translated", "press"
"""Words in the part “order”."""

ANY_DAY = "of the day on which it was made"
"""The date of a file where `flyers.dates.VARIABLE` states none: it stays as long as the file does."""


@dataclass(frozen=True, slots=True)
class Ingredients:
    """What one job's file is made of.

    Attributes:
        parts: by name, as ``proof.json`` has them.
        messages, contacts: ids of all that the product may say, show or ask about.
    """

    parts: Mapping[str, Ingredient]
    messages: frozenset[str]
    contacts: frozenset[str]

    @property
    def key(self) -> str:
        """The checksum of all parts: jobs with equal keys have equal files."""
        return checksum(self.values)

    @property
    def values(self) -> dict[str, str]:
        """The value of each part, by name."""
        return {name: part.value for name, part in self.parts.items()}

    def cover(self, document: Document, campaign: Campaign) -> bool:
        """Return whether all messages and contacts on the finished pages were counted."""
        said = {key.id for key in document.messages if not key.is_contact and key.id in campaign.messages}
        shown = {*document.contacts, *(key.id for key in document.messages if key.is_contact)}
        return said <= self.messages and shown <= self.contacts


def ingredients(job: Job, session: Session) -> Ingredients:
    """Return what the job's file is made of today.

    Raises:
        FlyersError: a file of the campaign is broken; making the file would raise the same.
    """
    return _Reader.of(session).ingredients(job)


def piece_ingredients(session: Session, localized: Localization, layout: Layout) -> Ingredients:
    """Return what the pages of *layout* with the words of *localized* are made of today in any edition, without the
    program and its libraries.

    Raises:
        FlyersError: as `ingredients`.
    """
    return _Reader.of(session).piece(localized, layout)


class _Reader:
    """Works out the ingredients of the jobs of one session. What jobs have in common is worked out once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._campaign: Campaign = session.campaign
        self._words: dict[int, tuple[Localization, PieceWords, _Pieces]] = {}
        self._design = Design(session)

    @classmethod
    def of(cls, session: Session) -> _Reader:
        reader = session.kept.get(cls)
        if reader is None:
            reader = session.kept[cls] = cls(session)
        return reader

    def forget_languages(self) -> None:
        """Forget the words of single languages."""
        self._words.clear()

    def ingredients(self, job: Job) -> Ingredients:
        session = self._session
        localized = session.localized(job.language, secondary=job.secondary, allow_untranslated=job.allow_untranslated)
        layout = layout_names(session.layout(job.product, secondary=job.secondary))
        piece = self._piece(localized, layout, on_sheets=job.on_sheets)
        stated = stated_time()
        parts = {
            "program": Ingredient(program()),
            "libraries": Ingredient(libraries()),
            "order": Ingredient(_order(job, self._campaign.press)),
            "date": Ingredient(ANY_DAY if stated is None else str(stated)),
            **piece.parts,
            "press": self._design.press(job),
            "sheet": self._design.sheet(job, layout.layout),
        }
        return Ingredients({name: part for name, part in parts.items() if part.value}, piece.messages, piece.contacts)

    def piece(self, localized: Localization, layout: Layout) -> Ingredients:
        return self._piece(localized, layout_names(layout), on_sheets=False)

    def _piece(self, localized: Localization, layout: LayoutNames, *, on_sheets: bool) -> Ingredients:
        """Return what all editions of a piece are made of."""
        words, pieces = self._words_of(localized)
        key = (id(layout), on_sheets)
        if key not in pieces:
            campaign = self._campaign
            wanted = layout.words | ({campaign.logo[0].alt} if layout.shows_logo and campaign.logo else set())
            messages, contacts = possible_ids(campaign, wanted, words, on_sheets=on_sheets)
            parts = {
                "campaign": self._design.campaign(layout),
                "layout": Ingredient(layout.checksum),
                "theme": self._design.theme,
                **words.parts,
                "messages": part_of({name: _message(campaign.messages[name]) for name in sorted(messages)}),
                "contacts": part_of(contacts_of(localized, contacts, promised_of(campaign, messages))),
                "languages": words.languages,
                "approval": Ingredient(checksum(approvals_of(localized, layout.layout, messages, contacts))),
                "fonts": self._design.fonts(localized),
                "pictures": self._design.pictures(layout, messages),
            }
            pieces[key] = Ingredients(parts, messages, contacts)
        return pieces[key]

    def _words_of(self, localized: Localization) -> tuple[PieceWords, _Pieces]:
        """Return the words of a piece's languages, and what pieces with these words are made of."""
        known = self._words.get(id(localized))
        if known is None:
            if len(self._words) >= _MOST_KEPT:  # so that a build of many languages keeps few in memory
                del self._words[next(iter(self._words))]
            words = PieceWords.of(localized, self._session.registry.line_break_rules)
            known = self._words[id(localized)] = localized, words, {}
        return known[1:]


@memoized_by_identity(1024)
def _message(message: Message) -> str:
    """Return what pieces use of a message beside its words in their languages."""
    forms = [[form.value, words.text, plain(words.template)] for form, words in message.forms.items()]
    return checksum([message.icon, message.name, message.priority, forms])


_Pieces = dict[tuple[int, bool], Ingredients]
"""By layout, and whether they are on sheets."""

_MOST_KEPT = 4


def _order(job: Job, usual_press: str) -> str:
    """Return the order as words, which `flyers.pipeline.why` reads."""
    parts = [job.product, job.exact_purpose]
    if job.secondary:
        parts.append(f"{WITH} {job.secondary}")
    if job.allow_untranslated:
        parts.append(IN_ENGLISH)
    if job.edition == "press":
        standard = f" as PDF/X-{job.press.pdfx}" if job.press.pdfx else ""
        parts.append(f"{PRESS} {job.press.condition or usual_press}{standard}")
    return ", ".join(parts)
