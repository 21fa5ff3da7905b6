"""What the design of a piece is made of: its layout, campaign, theme, pictures, fonts, print condition and sheet."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from flyers.errors import FlyersError
from flyers.pipeline.canonical import Ingredient, checksum, checksum_of_shared, part_of, plain, words_in
from flyers.pipeline.word_ingredients import languages_of
from flyers.process_cache import memoized_by_identity
from flyers.records import dataclass
from flyers.text.fonts import OWN_FAMILY

if TYPE_CHECKING:
    from flyers.layout.model import Layout
    from flyers.layout.theme import Theme
    from flyers.pipeline.plan import Job
    from flyers.pipeline.session import Session
    from flyers.translation.localization import Localization

_IMAGE = "image "
"""Before the names of images: a pictogram may have the same name."""


@dataclass(frozen=True, slots=True)
class LayoutNames:
    """A layout, its checksum, and every word in it, among which are all names that it uses."""

    layout: Layout
    checksum: str
    words: frozenset[str]
    shows_logo: bool

    @classmethod
    def of(cls, layout: Layout) -> LayoutNames:
        from flyers.layout.model import walk

        printed = plain(replace(layout, about="", on_request=False))
        words = words_in(printed)
        words |= {f"{_IMAGE}{word}" for word in words}
        return cls(layout, checksum(printed), frozenset(words), any(block.shows_logo for block in walk(layout)))


@memoized_by_identity(32)
def layout_names(layout: Layout) -> LayoutNames:
    """Return the names in *layout*, the same object for all campaigns that share it."""
    return LayoutNames.of(layout)


class Design:
    """Works out the designs of one session's pieces. What pieces have in common is worked out once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._campaign = session.campaign
        self._known_pictures: dict[str, str] = {}
        self._known_fonts: dict[tuple[str, ...], Ingredient] = {}

    def campaign(self, layout: LayoutNames) -> Ingredient:
        """Return what the campaign says of itself, with its logo if the layout shows it."""
        campaign = self._campaign
        names = ("id", "issue", "name", "publisher", "source_language")
        entries: dict[str, Any] = {name: getattr(campaign, name) for name in names}
        if layout.shows_logo:
            entries["logo"] = plain(self._session.pictures.logo)
        return part_of(entries)

    def pictures(self, layout: LayoutNames, messages: Collection[str]) -> Ingredient:
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
        if name not in self._known_pictures:
            pictures = self._session.pictures
            image = name.removeprefix(_IMAGE)
            try:
                found = pictures[name] if image == name else pictures.image(image)
                self._known_pictures[name] = checksum_of_shared(found)
            except FlyersError:  # reported where it is used, if it is
                self._known_pictures[name] = "broken"
        return self._known_pictures[name]

    @property
    def theme(self) -> Ingredient:
        """The colours and grounds of the campaign's theme."""
        return _theme(self._session.theme)

    def fonts(self, localized: Localization) -> Ingredient:
        """Return the faces in which the piece may be set: those of its languages, and that of the slug."""
        names = tuple(
            dict.fromkeys([*(name for one in languages_of(localized) for name in one.language.fonts), OWN_FAMILY])
        )
        if names not in self._known_fonts:
            self._known_fonts[names] = part_of({name: self._family(name) for name in names})
        return self._known_fonts[names]

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

    def press(self, job: Job) -> Ingredient:
        """Return the print condition of the job, without a value where its edition has none."""
        edition = self._session.edition(job.edition, job.press.condition, job.press.pdfx, job.press.bleed)
        if edition.condition is None:
            return Ingredient("")
        # Its profile is known by its checksum, which was compared when it was read; where it lies is not printed.
        named = [one.name for one in fields(edition.condition) if one.name != "profile"]
        return Ingredient(checksum([getattr(edition.condition, name) for name in named]))

    def sheet(self, job: Job, layout: Layout) -> Ingredient:
        """Return the sheet that the job is printed on, without a value where there is none."""
        if not job.on_sheets:
            return Ingredient("")
        from flyers.impose.sheets import find_sheet, load_calibration

        choice = job.sheet
        spec = find_sheet(self._campaign, choice.size or layout.office, gutter=choice.gutter)
        return Ingredient(checksum([spec, load_calibration(self._campaign) if choice.calibration else None]))


@memoized_by_identity(8)
def _theme(theme: Theme) -> Ingredient:
    colours = {f"colour {name}": plain(colour) for name, colour in theme.colours.items()}
    return part_of({**colours, **{f"ground {name}": plain(ground) for name, ground in theme.grounds.items()}})
