"""A campaign opened for work: what its files say, and what follows from it for commands and jobs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from flyers import process_cache
from flyers.errors import FlyersError, raise_all
from flyers.files import exists, locked
from flyers.pipeline.campaign_files import CampaignFiles, once, once_per_language

if TYPE_CHECKING:
    from flyers.content.press import PressCondition
    from flyers.layout.model import Layout
    from flyers.page.document import Document
    from flyers.page.editions import Edition
    from flyers.translation.localization import Localization

PLACES_OF_PARTS = (
    "content",
    "translations",
    "translations/*",
    "translations/*/manifests",
    "translations/*/LC_MESSAGES",
)
"""Folders in which commands write, and where one that was killed may have left a part."""


class Session(CampaignFiles):
    """The campaign in *folder* as its files were when they were first needed.

    A process has one, so that files are read, fonts opened and text shaped once for all jobs. After writing into the
    folder call `reload`, or open another session.
    """

    @contextmanager
    def changing(self, write: bool = True) -> Iterator[None]:
        """Keep the campaign to this process from reading to writing, so that no other command's change is lost.

        Everything is read again first, since another command may have changed it. Without *write*, do nothing.

        Raises:
            FileAccessError: another command keeps the campaign for too long.
        """
        if not write:
            yield
            return
        if not exists(self.folder / "content"):  # a folder that is not a campaign is not locked, but reported
            self.reload()  # it may have been moved away
            self.campaign  # noqa: B018 - reading it raises the error
        with locked(self.folder, PLACES_OF_PARTS):
            self.reload()
            yield

    @property
    @once
    def usual_products(self) -> list[str]:
        """The products to make if none is named. A broken layout counts, so that making it reports what is wrong."""
        layouts = {product: self.readable_layout(product) for product in self.products}
        return [product for product, layout in layouts.items() if layout is None or not layout.on_request]

    @property
    @once
    def products_in_all_formats(self) -> list[str]:
        """All products, each followed by itself in its other formats. Broken layouts have none."""
        layouts = [(product, self.readable_layout(product)) for product in self.products]
        other = {product: layout.formats[1:] for product, layout in layouts if layout}
        names = ([product, *(f"{product}-{name}" for name in other.get(product, ()))] for product in self.products)
        return [name for own in names for name in own if name in self.known_products([name])]

    def in_format(self, product: str, name: str) -> str:
        """Return what *product* is called in the format *name*: ``poster-a4``; "" if it has no such format.

        Raises:
            FlyersError: its layout is broken.
        """
        formats = self.layout(product).formats
        return "" if name not in formats else product if name == formats[0] else f"{product}-{name}"

    def languages(self, named: Iterable[str] = ()) -> list[str]:
        """Return the tags of the languages *named*, once each, or of all languages if none is named."""
        return list(dict.fromkeys(self.registry.language(name).tag for name in named)) or list(self.registry.tags)

    @property
    @once
    def usual_languages(self) -> list[str]:
        """The tags of the languages to make if none is named: those with translations."""
        return [tag for tag in self.registry.tags if self.has_translations(tag)]

    def has_translations(self, language: str) -> bool:
        """Whether the language has any translation.

        A catalog that cannot be read counts, so that a build of the language reports what is wrong.
        """
        try:
            return self.catalog(language).has_translations
        except FlyersError:
            return True

    def layout(self, product: str, *, secondary: str = "") -> Layout:
        """Return the product's layout; with a *secondary* language, the layout with a second side for it.

        Raises:
            UsageError: the product has none for two languages, or is not made in this way.
        """
        layout = self.own_layout(product)
        if not secondary or layout.many_languages:
            return layout
        from flyers.layout.bilingual import with_second_language

        return with_second_language(layout, self.layout(layout.bilingual) if layout.bilingual else None)

    def readable_layout(self, product: str) -> Layout | None:
        """Return the product's layout, or None if it is broken: making the product reports what is wrong."""
        try:
            return self.layout(product)
        except FlyersError:
            return None

    def is_image(self, product: str) -> bool:
        """Whether the product is an image for screens; False for one whose layout is broken."""
        layout = self.readable_layout(product)
        return layout is not None and layout.is_image

    def is_multilingual(self, product: str) -> bool:
        """Whether the product is in all languages at once; False for one whose layout is broken."""
        layout = self.readable_layout(product)
        return layout is not None and layout.many_languages

    def edition(self, name: str, press: str = "", pdfx: str = "", bleed: float | None = None) -> Edition:
        """Return the edition called *name*; one for the press has the print condition *press*, or the campaign's.

        *pdfx* and *bleed*, in points, replace the condition's own.
        """
        from flyers.page.editions import EDITIONS

        edition = EDITIONS[name]
        return edition.on(self.condition(press, pdfx, bleed)) if edition.for_press else edition

    def condition(self, press: str = "", pdfx: str = "", bleed: float | None = None) -> PressCondition:
        """Return the print condition with that name or path, by default the campaign's.

        *pdfx* and *bleed*, in points, replace the condition's own.
        """
        return self.read_condition(press or self.campaign.press, pdfx, bleed)

    def localized(self, language: str, *, secondary: str = "", allow_untranslated: bool = False) -> Localization:
        """Return the content in *language*, with the *secondary* language or all others.

        Among all languages, one without translations has only its names; a second language must be complete.
        """
        if secondary:
            return self._multilingual(language, secondary, allow_untranslated)
        return self._alone(language, allow_untranslated)

    @once_per_language
    def _alone(self, tag: str, allow_untranslated: bool) -> Localization:
        from flyers.translation.localize import localize

        language = self.registry.language(tag)
        self._check_english()
        try:
            catalog, signoffs = self.catalog(tag), self.signoffs(tag)
        except FlyersError as error:
            raise (error if tag == self.campaign.source_language else error.within(tag)) from None
        return localize(self.campaign, language, catalog, signoffs, allow_untranslated=allow_untranslated)

    @once
    def _check_english(self) -> None:
        from flyers.content.contacts import days_to_come
        from flyers.translation.localize import check_english

        language = self.registry.languages.get(self.campaign.source_language)
        check_english(self.campaign, language, self.registry.known_tags)
        raise_all(days_to_come(self.campaign.contacts.values(), dt.datetime.now(dt.UTC).date()))

    @once_per_language
    def _multilingual(self, language: str, secondary: str, allow_untranslated: bool) -> Localization:
        from flyers.pipeline.plan import ALL
        from flyers.translation.localize import with_others

        own = self.localized(language, allow_untranslated=allow_untranslated)
        if secondary == ALL:
            others = [self.localized(tag, allow_untranslated=True) for tag in self.registry.tags]
        else:
            others = [self.localized(secondary, allow_untranslated=allow_untranslated)]
        return with_others(own, others, secondary)

    def composed(self, localized: Localization, layout: Layout, *, for_phones: bool = False) -> Document:
        """Return the pages of *layout* with the words of *localized*; see `flyers.layout.compose`.

        Raises:
            OversetError: text does not fit.
            FontError: a language has a font family that the campaign does not have.
        """
        from flyers.layout.compose import compose, compose_for_phones

        for one in (localized, *localized.others.values()):
            self.library.require(one.language.fonts, one.language.source)
        set_pages = compose_for_phones if for_phones else compose
        return set_pages(localized, layout, self.theme, self.typesetter, self.pictures)


MOST_OPEN = 4
"""Campaigns that a process has open at a time."""

GENERATION = 32
"""Campaigns after which caches are emptied: what has gone since then would stay in them."""

_opened = count(1)


@lru_cache(maxsize=MOST_OPEN)
def open_session(folder: Path) -> Session:
    """Return this process's session for *folder*."""
    process_cache.collect_garbage_rarely()
    if next(_opened) % GENERATION == 0:
        process_cache.forget_all()
    return Session(folder)
