"""The inputs of one attempt at a product, from which blocks get sizes, types, conditions and messages."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import field, replace
from typing import Any

from flyers.content.schema import did_you_mean
from flyers.errors import LayoutError, Source
from flyers.layout.block import Block, Gap, When
from flyers.layout.model import Face, Layout, Role
from flyers.layout.pictures import Picture, Pictures
from flyers.layout.theme import Theme
from flyers.records import dataclass
from flyers.text.model import Align, TypeSpec
from flyers.text.paragraph import Typesetter
from flyers.translation.localization import Localization

SIZE_STEP = 0.25  # Type sizes are multiples of this, in points, so that a page has a few sizes and not a continuum.

# Ascent and descent of the visual box, in em, of a line of digits, which have no descenders, and of Latin letters.
DIGITS_BOX, LATIN_BOX = (0.73, 0.02), (0.75, 0.22)
MOST_PAGES = 99  # Pages that a face may flow over. All figures are of one width: a foot is as wide as with these.


@dataclass(frozen=True, slots=True)
class Rung:
    """How far copy-fitting has gone."""

    # For each group of roles (`Layout.size_groups`) from 0 (at the aim) to 1 (at the floor); empty for all at the aim.
    squeezes: tuple[float, ...] = ()
    spacing: float = 1.0  # factor of the layout's space; it differs by panel
    # How many steps a block has gone down its shorter forms, by path.
    shorter: Mapping[str, int] = field(default_factory=dict)
    otherwise: frozenset[str] = frozenset()  # paths of the blocks that are arranged in their other way
    # How many items a block shows, by path, for the blocks that may drop some; 0 for a block left out.
    counts: Mapping[str, int] = field(default_factory=dict)
    codes: float = 0.0  # how far codes that may grow have done so, from 0 to 1
    # By how much of their `height` blocks may be lower, by panel, in a language that no fixed bands can hold.
    loose: Mapping[str, float] = field(default_factory=dict)
    # Paths of the texts that take a line more where that keeps their words and sentences whole.
    whole: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Setting:
    """Everything that is needed to arrange a block, in one language and on one rung of the ladder."""

    localized: Localization  # the words, in the language of the block
    layout: Layout
    theme: Theme
    typesetter: Typesetter
    pictures: Pictures
    rung: Rung
    # What all settings of a piece share: types, arranged panels and blocks on all rungs, divided contacts.
    cache: dict[tuple[Hashable, ...], Any] = field(default_factory=dict, repr=False, compare=False)
    page: Localization | None = None  # the words in the language of the page, if it is another one
    whole: Localization | None = None  # all languages of the product together, if the language is one of several
    # The number of the page, and how many there are; until they are known, the widest that a piece may have.
    counts: tuple[int, int] = (MOST_PAGES, MOST_PAGES)

    def on_rung(self, **changes: Any) -> Setting:
        """This setting on a rung of the ladder with *changes*."""
        return replace(self, rung=replace(self.rung, **changes))

    @property
    def rtl(self) -> bool:
        return self.localized.language.rtl

    @property
    def own_tag(self) -> str:
        """The language's tag if it is one of several on the piece and not the piece's own; otherwise ""."""
        return self.localized.language.tag if self.whole else ""

    def in_language(self, tag: str) -> Setting:
        """This setting in another of the product's languages, on the same page."""
        return replace(self, localized=self.localized.others[tag], page=self.localized, whole=self.localized)

    @property
    def second(self) -> Setting:
        """This setting in the second of two languages on the piece; itself if there is only one."""
        if self.layout.many_languages or not self.localized.others:
            return self
        (tag,) = self.localized.others
        return self.in_language(tag)

    def of_face(self, face: Face) -> Setting:
        """This setting in the language of *face*; a second language has a page of its own, mirrored if need be."""
        if not face.second:
            return self
        (tag,) = self.localized.others
        return replace(self.in_language(tag), page=None)

    def align(self, wanted: Align, *, follow_page: bool) -> Align:
        """The alignment in the direction of the text, if *wanted* counts in the page's direction with *follow_page*."""
        page = self.page or self.localized
        if not follow_page or page.language.rtl == self.rtl:
            return wanted
        turned: dict[Align, Align] = {"start": "end", "end": "start", "center": "center"}
        return turned[wanted]

    def points(self, gap: Gap) -> float:
        """The length of *gap* with this rung's spacing."""
        return gap.points(self.layout.space * self.rung.spacing)

    def applies(self, block: Block) -> bool:
        """Whether the block is shown: its condition holds for this language, it has something to show, and room."""
        if self.is_left_out(block) or block.is_absent(self.localized.campaign):
            return False
        if block.is_local and not self.layout.has_box:
            return False
        return self.holds(block.when)

    def is_left_out(self, block: Block) -> bool:
        """Whether copy-fitting has no room for the block."""
        return self.rung.counts.get(block.path) == 0

    def pictogram(self, name: str, source: Source) -> Picture:
        """Return the pictogram that the layout names at *source*; raises LayoutError if there is none."""
        if name not in self.pictures.index:
            hint = did_you_mean(name, self.pictures.index) or "content/icons/icons.yaml lists all pictograms."
            raise LayoutError(f"There is no pictogram “{name}”.", hint=hint, source=source)
        return self.pictures[name]

    def state_of(self, block: Block) -> Hashable:
        """The part of this setting on which the arrangement of *block* depends; it is equal on many rungs."""
        rung, path = self.rung, block.path
        return (
            tuple([rung.squeezes[group] for group in self._groups_in(block)]) if rung.squeezes else (),
            rung.spacing,
            rung.codes,
            rung.loose.get(block.panel, 0.0) if rung.loose else 0.0,
            tuple([step for step in rung.shorter.items() if step[0].startswith(path)]) if rung.shorter else (),
            frozenset([other for other in rung.otherwise if other.startswith(path)]) if rung.otherwise else (),
            tuple([count for count in rung.counts.items() if count[0].startswith(path)]) if rung.counts else (),
            frozenset([text for text in rung.whole if text.startswith(path)]) if rung.whole else (),
            id(self.localized),
            id(self.page),
            id(self.whole),
            self.counts,
        )

    def own_groups(self, block: Block) -> set[int]:
        """The groups of roles of the text in *block* itself."""
        return {self.layout.size_group_of[role] for role in block.references.roles if role}

    def _groups_in(self, block: Block) -> tuple[int, ...]:
        key = ("groups", block.path)
        if key not in self.cache:
            self.cache[key] = tuple(sorted(self.own_groups(block).union(*map(self._groups_in, block.children))))
        groups: tuple[int, ...] = self.cache[key]
        return groups

    def holds(self, when: When) -> bool:
        """Whether a condition holds for this language."""
        localized, tag = self.localized, self.localized.language.tag
        return (
            (not when.languages or tag in when.languages)
            and tag not in when.not_languages
            and (not when.served or self._is_served_by(when.served))
            and not (when.not_served and self._is_served_by(when.not_served))
            and (not when.translated or localized.is_translated(when.translated))
            and when.has not in localized.campaign.absent
            and when.last_side is not bool(localized.others)
        )

    def _is_served_by(self, contact: str) -> bool:
        localized = self.localized
        return contact not in localized.campaign.absent and localized.contact(contact).speaks(localized.language.tag)

    def shown(self, container: Block) -> list[Block]:
        """The blocks inside *container* whose condition holds."""
        return [child for child in container.children if self.applies(child)]

    def form(self, block: Block) -> str:
        """The form in which *block* sets its messages on this rung."""
        return block.forms[min(self.rung.shorter.get(block.path, 0), len(block.forms) - 1)]

    def floor(self, role: Role, ground: str, *, latin: bool = False) -> float:
        """The smallest size for *role* on *ground*; reversed type has a minimum of its own (press.md 6: 8 pt)."""
        size_class = "latin" if latin else self.localized.language.size_class
        floor = role.floor[size_class]
        return max(floor, self.layout.reversed_floor) if self.theme.is_reversed(ground) else floor

    def size(self, role: Role, ground: str, *, latin: bool = False) -> float:
        """The size of *role* on this rung, in points; *latin* for contacts, which are Latin in every language.

        Scripts have an optical factor, so that a headline in Khmer looks as strong as one in English.
        """
        floor = self.floor(role, ground, latin=latin)
        language = self.localized.language
        aim = role.aim["latin"] if latin else role.aim[language.size_class] * language.optical
        size = max(floor, aim + (floor - aim) * self._squeeze(role))
        return max(floor, round(size / SIZE_STEP) * SIZE_STEP)

    def _squeeze(self, role: Role) -> float:
        return self.rung.squeezes[self.layout.size_group_of[role.name]] if self.rung.squeezes else 0.0

    def spec(self, role: Role, ground: str, align: Align, *, keep_whole: bool = False) -> TypeSpec:
        """The type of a text in *role*."""
        language = self.localized.language
        key = ("type", language.tag, role.name, ground, align, self._squeeze(role), keep_whole)
        if key not in self.cache:
            size = self.size(role, ground)
            leading = size * language.leading * role.leading.get(language.size_class, 1.0)
            box = language.ascent, language.descent
            self.cache[key] = self._type(role, size, leading, box, align, balance=role.balance, keep_whole=keep_whole)
        spec: TypeSpec = self.cache[key]
        return spec

    def contact_spec(self, role: Role, size: float, align: Align, *, digits: bool) -> TypeSpec:
        """The type of a contact in a block of its own; digits and Latin letters look the same in every language."""
        return self._type(role, size, size * 1.2, DIGITS_BOX if digits else LATIN_BOX, align)

    def _type(
        self, role: Role, size: float, leading: float, box: tuple[float, float], align: Align, **choices: bool
    ) -> TypeSpec:
        language = self.localized.language
        return TypeSpec(
            families=language.fonts,
            weight=role.weight,
            size=size,
            leading=leading,
            ascent=box[0],
            descent=box[1],
            direction="rtl" if language.rtl else "ltr",
            script=language.script,
            align=align,
            **choices,
        )
