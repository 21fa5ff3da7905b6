"""Checks every name in a layout against the campaign, its theme and its languages."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from flyers import limits
from flyers.content.campaign import Campaign, unsaid_error
from flyers.content.messages import COUNTS, is_printed
from flyers.content.press import MOST_BLEED
from flyers.content.schema import did_you_mean
from flyers.errors import ContentError, FlyersError, LayoutError, Source, raise_all
from flyers.layout.block import Block, within
from flyers.layout.finishing import faults as finishing_faults
from flyers.layout.model import Face, Layout, walk
from flyers.layout.pictures import image_names
from flyers.layout.theme import Theme
from flyers.process_cache import ProcessCache
from flyers.translation.localization import LANGUAGE_NAMES
from flyers.units import dimensions, total

LEAST_SAFE = 4.5  # Points, 1/16 in, by which a knife may miss the line.
_PIXELS = (100 / 72) ** 2  # Pixels of a square point at 100 dpi, at which the proof looks at pages (`flyers.limits`).
PAPER = "paper"  # The colour of bare paper, which every theme has.

# What layouts were found right for, the same for campaigns that differ in a number; kept so that its ids stay taken.
_faultless: ProcessCache[tuple[object, ...], tuple[object, ...]] = ProcessCache(64)


def require_known_names(layout: Layout, campaign: Campaign, theme: Theme, languages: Collection[str]) -> None:
    """Check *layout* against the campaign, its *theme* and the tags of *languages*; raises all faults together."""
    messages, groups = tuple(campaign.messages.values()), tuple(campaign.groups.values())
    names = (tuple(campaign.contacts), campaign.absent, tuple(languages), tuple(image_names(campaign.layers)))
    compared = (layout, theme, *messages, *groups)
    key = (names, len(messages), *map(id, compared))
    if _faultless.get(key) is None:
        raise_all(_faults(layout, campaign, theme, languages))
        _faultless[key] = compared


def _faults(layout: Layout, campaign: Campaign, theme: Theme, languages: Collection[str]) -> Iterator[FlyersError]:
    yield from _faults_of_keys(layout)
    yield from _unknown("message", layout.seen_only, campaign.messages, layout.place("seen_only"))
    yield from _unknown("message", (layout.title,), campaign.messages, layout.place("title"))
    for number, face in enumerate(layout.faces):
        place = layout.place("faces", number)
        yield from _unknown("ground", (face.ground,), theme.grounds, place)
        if total(panel.width for panel in face.panels) > layout.width + 0.01:
            yield LayoutError(f"The panels of “{face.name}” are wider than the trim.", source=place)
        yield from _flow_faults(face, layout, place)
    yield from _faults_of_faces(layout)
    yield from finishing_faults(layout.finishing, layout.width, layout.height)
    for face in layout.faces:
        for outermost in face.content:
            yield from _unsaid_messages(outermost, campaign)
    for block in walk(layout):
        yield from _unknown_names(block, campaign, theme, layout.roles, languages)
        yield from _misplaced_counts(block, layout, campaign)
        yield from block.faults(smallest_module=layout.smallest_module, many_languages=layout.many_languages)


def _error(place: Source, problem: str, hint: str) -> LayoutError:
    return LayoutError(problem, hint=hint, source=place)


def _faults_of_keys(layout: Layout) -> Iterator[LayoutError]:
    panels = [panel.name for face in layout.faces for panel in face.panels]
    if set(layout.reading) != set(panels):
        hint = f"The panels are {', '.join(panels)}."
        yield _error(layout.place("reading"), "“reading” must name every panel once.", hint)
    if layout.is_image and len(layout.faces) > 1:
        yield _error(layout.place("faces", 1), "An image has one face.", "Write a layout for each image.")
    of_images = {"covered": any(layout.covered), "seen_only": layout.seen_only, "most_kilobytes": layout.most_kilobytes}
    for key, used in of_images.items():
        if used and not layout.is_image:
            yield LayoutError(f"Only an image, which has “pixels”, may have “{key}”.", source=layout.place(key))
    if layout.width * layout.height * _PIXELS > limits.PDF_PAGE_PIXELS:
        size = dimensions(layout.width, layout.height)
        yield _error(layout.place("trim"), f"No sheet is as large as {size}.", "Is the unit right?")
    if layout.bleed > MOST_BLEED:
        hint = "Is the unit right? “0.125in” is usual."
        yield _error(layout.place("bleed"), "No bleed is wider than 1 in.", hint)
    if not layout.is_image and layout.safe < LEAST_SAFE:
        hint = f"Make “safe” {LEAST_SAFE:g} pt or more: paper shifts under the knife, and letters would be cut off."
        yield _error(layout.place("safe"), f"Text may come within {layout.safe:g} pt of the cut.", hint)
    if 2 * layout.safe >= min(layout.width, layout.height):
        problem = f"A safe area of {layout.safe:g} pt at all edges leaves nothing of the trim."
        yield _error(layout.place("safe"), problem, "Is the unit right?")
    place = layout.place("local")  # a layout that extends one with “local” may have other faces
    if layout.has_box and place.path == layout.source.path and not any(block.is_local for block in walk(layout)):
        hint = "Leave “local” out, or put a block “box” where it belongs."
        yield _error(place, f"“{layout.product}” has no place for something local.", hint)
    named: set[str] = set()
    for number, group in enumerate(layout.give_way):
        place = layout.place("give_way", number)
        yield from _unknown("role", group, layout.roles, place)
        for role in group:
            if role in named:
                yield _error(place, f"“give_way” names the role “{role}” twice.", "Keep one.")
            named.add(role)


def _faults_of_faces(layout: Layout) -> Iterator[LayoutError]:
    """Yield an error for each face and panel that has the name of another, and for each face that prints nothing."""
    panels: set[str] = set()
    for number, face in enumerate(layout.faces):
        place = layout.place("faces", number)
        if face.name in [other.name for other in layout.faces[:number]]:
            yield _error(place, f"Two faces are called “{face.name}”.", "Give each a name of its own.")
        blocks = [block for outer in face.content for block in within(outer)]
        if not any(
            block.art or {face.ground, block.ground} - {"", PAPER} or not (block.prints_nothing or block.children)
            for block in blocks
        ):
            hint = "Put blocks with text or pictures into a panel of it, or delete the face."
            yield _error(place, f"Nothing is printed on the face “{face.name}”.", hint)
        for panel in face.panels:
            if panel.name in panels:
                hint = "Give each a name of its own: “reading” and errors name panels."
                yield _error(panel.content.source, f"Two panels are called “{panel.name}”.", hint)
            panels.add(panel.name)


def _flow_faults(face: Face, layout: Layout, place: Source) -> Iterator[LayoutError]:
    if face.flow and len(face.panels) != 1:
        hint = "Give it one panel, whose blocks go on over as many pages as they need."
        yield _error(place, f"The face “{face.name}” flows and has {len(face.panels)} panels.", hint)
    if face.flow and any(panel.rotate for panel in face.panels):
        yield _error(place, f"The face “{face.name}” flows and is turned.", "Leave “rotate” out.")
    if face.flow and layout.pixels:
        yield _error(place, f"The face “{face.name}” flows, and an image has one page.", "Leave “flow” out.")
    if face.foot and not face.flow:
        hint = "Put its blocks at the end of a panel, or give the face “flow: true”."
        yield _error(face.foot.source, f"The face “{face.name}” has a foot and does not flow.", hint)
    for block in within(face.foot) if face.foot else ():
        if not block.runs:
            problem = "A screen reader passes over the foot of pages, and nothing there can be touched."
            yield _error(block.source, problem, "Put this block into the panel.")


def _unsaid_messages(block: Block, campaign: Campaign) -> Iterator[ContentError]:
    """Yield an error for each message in *block* that names a contact of which the campaign says that it has none."""
    if block.is_absent(campaign):
        return
    for printed in block.own_references().printed:
        if message := campaign.unsaid.get(printed.id):
            yield unsaid_error(message, campaign, block.source)
    for child in block.children:
        yield from _unsaid_messages(child, campaign)


def _misplaced_counts(block: Block, layout: Layout, campaign: Campaign) -> Iterator[LayoutError]:
    if block.counts_pages:
        if not any(block in within(face.foot) for face in layout.faces if face.foot):
            problem = "A page number is outside the foot of a face that flows."
            yield _error(block.source, problem, "Put it into the “foot” of the face.")
        return
    for printed in block.references.printed:
        message = campaign.messages.get(printed.id)
        forms = message.forms.values() if message else ()
        if any(words.placeholders.keys() & {*COUNTS} for words in forms):
            hint = "Write “page_number” in place of this kind of block, in the foot of a face that flows."
            yield _error(block.source, f"“{printed.id}” counts pages, and only a page_number can print it.", hint)


def _unknown_names(
    block: Block, campaign: Campaign, theme: Theme, roles: Collection[str], languages: Collection[str]
) -> Iterator[LayoutError]:
    names, source = block.references, block.source
    messages = [*(printed.id for printed in names.printed), *names.messages]
    messages = [message for message in messages if message not in LANGUAGE_NAMES and message not in campaign.unsaid]
    contacts = {**campaign.contacts, **dict.fromkeys(campaign.absent)}
    yield from _unknown("contact", (*names.printed_contacts, *names.contacts), contacts, source)
    yield from _unknown("group", names.groups, campaign.groups, source)
    yield from _unknown("language", names.languages, languages, source)
    yield from _unknown("message", messages, campaign.messages, source)
    members = [
        member for group in names.groups if group in campaign.groups for member in campaign.groups[group].members
    ]
    for name in (*messages, *members):  # no content code covers a word of the gallery, and nobody signs it
        if name in campaign.messages and not is_printed(name):
            problem = f"“{name}” is a word of the gallery and is not printed."
            yield _error(source, problem, "Print a message whose id does not begin with “gallery.”.")
    yield from _unknown("role", names.roles, roles, source)
    yield from _unknown("ground", names.grounds, theme.grounds, source)
    yield from _unknown("colour", names.colours, theme.colours, source)
    if any(names.images):
        yield from _unknown("image", names.images, image_names(campaign.layers), source)


_PLACES = {  # where there are names of each kind
    "contact": "content/contacts.yaml", "language": "translations/languages.yaml", "image": "content/images",
    "group": "content/messages", "message": "content/messages",
    "role": "the layout", "ground": "the theme", "colour": "the theme",
}  # fmt: skip


def _unknown(what: str, names: Collection[str], known: Collection[str], source: Source) -> Iterator[LayoutError]:
    for name in names:
        if name and name not in known:
            listed = f": {', '.join(known)}" if 0 < len(known) <= 30 else ""
            hint = did_you_mean(name, tuple(known)) or f"See those in {_PLACES[what]}{listed}."
            yield _error(source, f"There is no {what} “{name}”.", hint)
