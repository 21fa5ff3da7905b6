"""Composes a document from localized content and a layout. The result is plain data, equal for equal inputs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, pairwise
from typing import Any

from flyers.content.message_key import MessageKey
from flyers.errors import raise_all
from flyers.layout.block import Block, within
from flyers.layout.blocks.base import ArrangedBlock
from flyers.layout.blocks.containers import ColumnBlock
from flyers.layout.finishing import placed
from flyers.layout.fit import (
    SPACINGS,
    TOLERANCE,
    Attempt,
    arranged_foot,
    fit,
    pages_of,
    panel_room,
    restored,
    with_fewer_pages,
    with_room_used,
)
from flyers.layout.model import Face, Layout, Panel, walk
from flyers.layout.phone import phone_layouts
from flyers.layout.pictures import Pictures
from flyers.layout.refusals import lost_contacts, on_art, on_grounds, unreadable, untrue_promises, wording_errors
from flyers.layout.setting import Rung, Setting
from flyers.layout.sheet import Sheet
from flyers.layout.theme import Theme
from flyers.page.document import Document, Element, LoweredBands, Omission, Page, TextLine
from flyers.page.items import is_quarter, scaled_page
from flyers.records import dataclass
from flyers.text.paragraph import Typesetter
from flyers.translation.localization import Localization, approval
from flyers.units import total


def compose(
    localized: Localization, layout: Layout, theme: Theme, typesetter: Typesetter, pictures: Pictures
) -> Document:
    """Return *layout* set with the words of *localized*.

    Raises:
        OversetError: text does not fit at its smallest permitted size.
        FontError: no font of the language's stack has a character.
        ContentError: a pictogram that the layout names does not exist, or words promise of a contact what is not true.
        LayoutError: text can't be read on its ground, or on the art under it, or a line of art is too thin.
        TranslationError: a contact that a translation leaves out is nowhere else on the piece, a term is named on it
            without its gloss, or it addresses its reader in two ways.
    """
    setting = Setting(localized, layout, theme, typesetter, pictures, Rung())
    try:
        return _document(layout, [with_room_used(with_fewer_pages(restored(fit(setting))))])
    finally:  # blocks and settings refer to each other, so only Python's garbage collector would free them
        setting.cache.clear()


def compose_for_phones(
    localized: Localization, layout: Layout, theme: Theme, typesetter: Typesetter, pictures: Pictures
) -> Document:
    """Return *layout* set with the words of *localized* for the narrow screen of a phone (`flyers.layout.phone`).

    Raises as `compose`, and UsageError if the product is not made for phones.
    """
    whole = Setting(localized, layout, theme, typesetter, pictures, Rung())
    settings = [replace(whole, layout=narrow, cache={}) for narrow in phone_layouts(layout, whole.applies)]
    try:
        return _document(layout, [_as_high_as_its_words(restored(fit(setting))) for setting in settings])
    finally:
        for setting in settings:
            setting.cache.clear()


def _as_high_as_its_words(fitted: Attempt) -> Attempt:
    layout = replace(fitted.setting.layout, height=fitted.panels[0][-1].height)
    return replace(fitted, setting=replace(fitted.setting, layout=layout))


def _document(layout: Layout, fitted: Sequence[Attempt]) -> Document:
    """Return the pages of *layout* as they are fitted, each part of it by its own layout."""
    setting = fitted[0].setting
    localized, language = setting.localized, setting.localized.language
    sides = [(part, side) for part in fitted for face in part.setting.layout.faces for side in _sides(part, face)]
    sheets = [_sheet(part.setting, number, len(sides), side) for number, (part, side) in enumerate(sides)]
    sections = _sections(sheets, [side for _, side in sides])
    children = tuple(sections[name] for name in layout.reading if name in sections)
    pages = tuple(_page(sheet, language.rtl) for sheet in sheets)
    lines = [item for page in pages for item in page.items if isinstance(item, TextLine)]
    roles = sorted({line.role for line in lines})
    contacts = sorted({(contact.contact, line.message.language) for line in lines for contact in line.contacts})
    blocks = [(part.setting, block) for part in fitted for block in walk(part.setting.layout)]
    logo = setting.pictures.logo if any(block.shows_logo for _, block in blocks) else None
    names = [language.english, *(other.language.english for other in localized.others.values())]
    left_out = [
        Omission(block.path, MessageKey(printed.id), "left out: there is no room for it")
        for own, block in blocks
        if own.is_left_out(block)
        for printed in block.references.printed
    ]
    document = Document(
        product=layout.product,
        language=language.tag,
        secondary=localized.secondary,
        language_names=" + ".join(names) if len(names) < 3 else f"{len(names) - 1} languages",
        source_language=localized.campaign.source_language,
        direction=language.direction,
        title=localized.plain(layout.title),
        campaign=localized.campaign.id,
        issue=localized.campaign.issue,
        code=localized.code,
        draft=True,
        pages=pages,
        structure=Element("Document", children, language=language.tag),
        colours={**setting.theme.colours, **logo.colours} if logo else setting.theme.colours,
        # The largest line of a role: some blocks fill their width.
        sizes={role: max(line.size for line in lines if line.role == role) for role in roles},
        targets={(name, tag): localized.contact(name, tag).target for name, tag in contacts},
        pixels=layout.pixels,
        omissions=(*(omission for sheet in sheets for omission in sheet.omissions), *left_out),
        lowered=tuple(band for part in fitted if part.setting.rung.loose for band in lowered_bands(part.setting)),
        spoken=(localized.rich(layout.title).message, *(key for sheet in sheets for key in sheet.spoken)),
    )
    refused = (lost_contacts, untrue_promises, wording_errors)
    raise_all([error for find in refused for error in find(document, localized)])
    for page in document.pages:
        refusals = chain(on_art(page.items, document.colours), on_grounds(page.items, document.colours))
        raise_all(unreadable(refusals, (block for _, block in blocks)))
    # The layouts whose pages a reader must have seen; none for one in all languages.
    signed = () if layout.many_languages else tuple(filter(None, (layout.product, layout.bilingual)))
    approved = approval(localized, signed, document.messages, document.contacts)
    return replace(document, approval=approved, draft=approved.draft)


@dataclass(frozen=True, slots=True)
class _Side:
    """What is on one page, by its name."""

    face: Face
    name: str
    panels: tuple[tuple[Panel, float, ArrangedBlock[Any]], ...]
    continues: bool = False  # whether it begins within a list of the page before


def _sides(fitted: Attempt, face: Face) -> Iterator[_Side]:
    panels = tuple(entry[1:] for entry in fitted.panels if entry[0] is face)
    if not face.flow:
        yield _Side(face, face.name, panels)
        return
    ((panel, width, arranged),) = panels
    for number, page in enumerate(pages_of(face, arranged), 1):
        yield _Side(face, f"{face.name} {number}", ((panel, width, page.content),), page.continues)


def _sheet(setting: Setting, number: int, count: int, side: _Side) -> Sheet:
    face = side.face
    setting = replace(setting.of_face(face), counts=(number + 1, count))
    sheet = Sheet(setting, number, side.name)
    sheet.ground(0.0, 0.0, sheet.width, sheet.height, face.ground, face.name, 0.0)
    foot = arranged_foot(face, setting)
    height = sheet.height - (foot.height if foot else 0.0)
    start = 0.0
    # How far past the fold between two panels their colours meet, points; negative towards the start.
    overs = [panel.over_fold for panel, _, _ in side.panels]
    past_folds = [0.0, *(before - after for before, after in pairwise(overs)), 0.0]
    for (panel, width, arranged), before, after in zip(side.panels, past_folds, past_folds[1:], strict=False):
        folds = ((start, before), (start + width, after))
        with sheet.section(panel.name, setting.localized.language.tag if face.second else "", folds):
            if panel.rotate:
                with sheet.turned(panel.rotate, start, 0.0, width, height, panel.name):
                    arranged.put(sheet, 0.0, 0.0, sheet.height)
            else:
                arranged.put(sheet, start, 0.0, height)
        sheet.panels.append((panel.name, start, width))
        start += width
    if foot:
        with sheet.foot():
            foot.put(sheet, 0.0, height, foot.height)
    return sheet


def _sections(sheets: list[Sheet], sides: list[_Side]) -> dict[str, Element]:
    """Return the branch of each panel; that of a face that flows has all its pages, and lists that go on are one."""
    sections: dict[str, Element] = {}
    for sheet, side in zip(sheets, sides, strict=True):
        for name, element in sheet.sections.items():
            if name not in sections:
                sections[name] = element
                continue
            above, below = [*sections[name].children], element.children
            if side.continues:  # the last list of the page before
                place = max(index for index, child in enumerate(above) if child.tag == "L")
                above[place] = replace(above[place], children=above[place].children + below[0].children)
                below = below[1:]
            sections[name] = replace(sections[name], children=(*above, *below))
    return sections


def _page(sheet: Sheet, rtl: bool) -> Page:
    layout = sheet.setting.layout
    # Every second page is a back, the same paper turned about its upright edge.
    mirrored = rtl != bool(sheet.page % 2)
    folds, level_folds, others = placed(layout.finishing, layout.width, layout.height, mirrored=mirrored)
    places = sorted((sheet.left(start, width), width, name) for name, start, width in sheet.panels)
    page = Page(
        face=sheet.face,
        width=sheet.width,
        height=sheet.height,
        bleed=sheet.bleed,
        safe=layout.safe,
        covered=layout.covered,
        items=tuple(sheet.items),
        direction=sheet.setting.localized.language.direction,
        folds=tuple(sorted({*(round(left, 3) for left, _, _ in places[1:]), *folds})),
        panels=tuple((name, left, left + width) for left, width, name in places),
        turned=tuple(sheet.turned_areas),
        level_folds=level_folds,
        finishing=others,
    )
    return page if layout.scale == 1 else scaled_page(page, layout.scale)


def lowered_bands(setting: Setting) -> Iterator[LoweredBands]:
    """Yield the panels with bands that are lower in *setting*, at the end of copy-fitting, than the layout says."""
    for face, panel, width in setting.layout.panels():
        own, share = setting.of_face(face), setting.rung.loose.get(panel.name, 0.0)
        shown = [block for block in within(panel.content) if block.height and own.applies(block)]
        if share and shown:
            room, needed = panel_room(panel, width, setting.layout)[1], _least_height(panel.content, own)
            too_much = needed - room if needed > room + TOLERANCE else 0.0
            highest = max(shown, key=lambda block: block.height)
            yield LoweredBands(panel.name, share, highest.source, too_much)


def _least_height(block: Block, setting: Setting) -> float:
    """Return how high *block* would be without any text, points."""
    if is_quarter(block.rotate):
        return block.height
    tightest = setting.layout.space * SPACINGS[-1]
    inside = [_least_height(child, setting) for child in setting.shown(block)]
    if isinstance(block, ColumnBlock):
        content = total(inside) + block.gap.points(tightest) * max(0, len(inside) - 1)
    else:
        content = max(inside, default=0.0)
    padding = block.padding.top.points(tightest) + block.padding.bottom.points(tightest)
    return max(block.height, content + padding if content else 0.0)
