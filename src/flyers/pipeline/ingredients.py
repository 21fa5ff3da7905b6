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

from collections.abc import Collection, Mapping
from dataclasses import fields, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from flyers.dates import stated_time
from flyers.errors import FlyersError
from flyers.pipeline.canonical import (
    Ingredient,
    checksum,
    checksum_of_shared,
    part_of,
    plain,
    words_in,
)
from flyers.pipeline.plan import Job
from flyers.pipeline.program import libraries, program
from flyers.pipeline.word_ingredients import PieceWords, approvals_of, contacts_of, languages_of, promised_of, usable
from flyers.process_cache import memoized_by_identity
from flyers.records import dataclass
from flyers.text.fonts import OWN_FAMILY

if TYPE_CHECKING:
    from flyers.content.campaign import Campaign
    from flyers.content.messages import Message
    from flyers.layout.model import Layout
    from flyers.layout.pages import Document
    from flyers.layout.theme import Theme
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
        self._pictures: dict[str, str] = {}
        self._fonts: dict[tuple[str, ...], Ingredient] = {}

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
        layout = _names_in(session.layout(job.product, secondary=job.secondary))
        piece = self._piece(localized, layout, on_sheets=job.on_sheets)
        stated = stated_time()
        parts = {
            "program": Ingredient(program()),
            "libraries": Ingredient(libraries()),
            "order": Ingredient(_order(job, self._campaign.press)),
            "date": Ingredient(ANY_DAY if stated is None else str(stated)),
            **piece.parts,
            "press": self._press_part(job),
            "sheet": self._sheet_part(job, layout.layout),
        }
        return Ingredients({name: part for name, part in parts.items() if part.value}, piece.messages, piece.contacts)

    def piece(self, localized: Localization, layout: Layout) -> Ingredients:
        return self._piece(localized, _names_in(layout), on_sheets=False)

    def _piece(self, localized: Localization, layout: _LayoutNames, *, on_sheets: bool) -> Ingredients:
        """Return what all editions of a piece are made of."""
        words, pieces = self._words_of(localized)
        key = (id(layout), on_sheets)
        if key not in pieces:
            campaign = self._campaign
            wanted = layout.words | ({campaign.logo[0].alt} if layout.shows_logo and campaign.logo else set())
            messages, contacts = usable(campaign, wanted, words, on_sheets=on_sheets)
            parts = {
                "campaign": self._campaign_part(layout),
                "layout": Ingredient(layout.checksum),
                "theme": _theme_part(self._session.theme),
                **words.parts,
                "messages": part_of({name: _message(campaign.messages[name]) for name in sorted(messages)}),
                "contacts": part_of(contacts_of(localized, contacts, promised_of(campaign, messages))),
                "languages": words.languages,
                "approval": Ingredient(checksum(approvals_of(localized, layout.layout, messages, contacts))),
                "fonts": self._fonts_part(localized),
                "pictures": self._pictures_part(layout, messages),
            }
            pieces[key] = Ingredients(parts, messages, contacts)
        return pieces[key]

    # -- words ---------------------------------------------------------------------------------------------------------

    def _words_of(self, localized: Localization) -> tuple[PieceWords, _Pieces]:
        """Return the words of a piece's languages, and what pieces with these words are made of."""
        known = self._words.get(id(localized))
        if known is None:
            if len(self._words) >= _MOST_KEPT:  # so that a build of many languages keeps few in memory
                del self._words[next(iter(self._words))]
            words = PieceWords.of(localized, self._session.registry.line_break_rules)
            known = self._words[id(localized)] = localized, words, {}
        return known[1:]

    # -- design --------------------------------------------------------------------------------------------------------

    def _campaign_part(self, layout: _LayoutNames) -> Ingredient:
        campaign = self._campaign
        names = ("id", "issue", "name", "publisher", "source_language")
        entries: dict[str, Any] = {name: getattr(campaign, name) for name in names}
        if layout.shows_logo:
            entries["logo"] = plain(self._session.pictures.logo)
        return part_of(entries)

    def _pictures_part(self, layout: _LayoutNames, messages: Collection[str]) -> Ingredient:
        """Return the pictograms and images that the layout and its messages name."""
        icons = {self._campaign.messages[name].icon for name in messages}
        names = [*sorted((layout.words | icons) & self._pictograms), *sorted(layout.words & self._images)]
        return part_of({name: self._picture(name) for name in names})

    @cached_property
    def _pictograms(self) -> frozenset[str]:
        try:
            return frozenset(self._session.pictures.index)
        except FlyersError:  # a product without pictograms is made nevertheless
            return frozenset()

    @cached_property
    def _images(self) -> frozenset[str]:
        from flyers.layout.images import image_names

        return frozenset(f"{_IMAGE}{name}" for name in image_names(self._campaign.layers))

    def _picture(self, name: str) -> str:
        if name not in self._pictures:
            pictures = self._session.pictures
            image = name.removeprefix(_IMAGE)
            try:
                found = pictures[name] if image == name else pictures.image(image)
                self._pictures[name] = checksum_of_shared(found)
            except FlyersError:  # reported where it is used, if it is
                self._pictures[name] = "broken"
        return self._pictures[name]

    def _fonts_part(self, localized: Localization) -> Ingredient:
        """Return the faces in which the piece may be set: those of its languages, and that of the slug."""
        names = tuple(
            dict.fromkeys([*(name for one in languages_of(localized) for name in one.language.fonts), OWN_FAMILY])
        )
        if names not in self._fonts:
            self._fonts[names] = part_of({name: self._family(name) for name in names})
        return self._fonts[names]

    def _family(self, name: str) -> Any:
        library = self._session.library
        family = library.families.get(name)
        return family and [
            list(family.scripts),
            *(
                [face.style, face.index, plain(face.axes), face.spaced_like, face.cascades, library.checksum(face)]
                for face in family.faces.values()
            ),
        ]

    def _press_part(self, job: Job) -> Ingredient:
        edition = self._session.edition(job.edition, job.press.condition, job.press.pdfx, job.press.bleed)
        if edition.condition is None:
            return Ingredient("")
        # Its profile is known by its checksum, which was compared when it was read; where it lies is not printed.
        named = [one.name for one in fields(edition.condition) if one.name != "profile"]
        return Ingredient(checksum([getattr(edition.condition, name) for name in named]))

    def _sheet_part(self, job: Job, layout: Layout) -> Ingredient:
        if not job.on_sheets:
            return Ingredient("")
        from flyers.impose.sheets import find_sheet, load_calibration

        choice = job.sheet
        spec = find_sheet(self._campaign, choice.size or layout.office, gutter=choice.gutter)
        return Ingredient(checksum([spec, load_calibration(self._campaign) if choice.calibration else None]))


# --- what many campaigns share ----------------------------------------------------------------------------------------


@memoized_by_identity(32)
def _names_in(layout: Layout) -> _LayoutNames:
    return _LayoutNames.of(layout)


@memoized_by_identity(1024)
def _message(message: Message) -> str:
    """Return what pieces use of a message beside its words in their languages."""
    forms = [[form.value, words.text, plain(words.template)] for form, words in message.forms.items()]
    return checksum([message.icon, message.name, message.priority, forms])


@memoized_by_identity(8)
def _theme_part(theme: Theme) -> Ingredient:
    colours = {f"colour {name}": plain(colour) for name, colour in theme.colours.items()}
    return part_of({**colours, **{f"ground {name}": plain(ground) for name, ground in theme.grounds.items()}})


_Pieces = dict[tuple[int, bool], Ingredients]
"""By layout, and whether they are on sheets."""

_MOST_KEPT = 4
_IMAGE = "image "
"""Before the names of images: a pictogram may have the same name."""


@dataclass(frozen=True, slots=True)
class _LayoutNames:
    """A layout, its checksum, and every word in it, among which are all names that it uses."""

    layout: Layout
    checksum: str
    words: frozenset[str]
    shows_logo: bool

    @classmethod
    def of(cls, layout: Layout) -> _LayoutNames:
        from flyers.layout.model import walk

        printed = plain(replace(layout, about="", on_request=False))
        words = words_in(printed)
        words |= {f"{_IMAGE}{word}" for word in words}
        return cls(layout, checksum(printed), frozenset(words), any(block.shows_logo for block in walk(layout)))


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
