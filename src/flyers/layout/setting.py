"""One attempt at setting a product: the inputs, and how far copy-fitting has gone."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from flyers.layout.model import Block, Face, Gap, Layout, Role

if TYPE_CHECKING:
    from flyers.content.richtext import RichText
    from flyers.layout.pictures import Pictures
    from flyers.layout.theme import Theme
    from flyers.text.model import Align, TypeSpec
    from flyers.text.paragraph import Typesetter
    from flyers.translation.localize import Localization

SIZE_STEP = 0.25
"""Type sizes are multiples of this, in points, so that a page has a few sizes and not a continuum."""

DIGITS_ASCENT, DIGITS_DESCENT = 0.73, 0.02
"""The visual box, in em, of a line that holds digits alone: they have no descenders."""

ADDRESS_ASCENT, ADDRESS_DESCENT = 0.75, 0.22
"""The visual box, in em, of a line of Latin letters."""


@dataclass(frozen=True, slots=True)
class Rung:
    """How far copy-fitting has gone.

    ``squeeze`` runs from 0 (every role at its aim) to 1 (every role at its floor); ``spacing`` multiplies the layout's
    space, panel by panel; ``shorter`` is how many steps down its shorter forms a block has gone; ``counts`` says how
    many items the lists that may drop some show. The last two are by the block's path.
    """

    squeeze: float = 0.0
    spacing: float = 1.0
    shorter: Mapping[str, int] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Setting:
    """Everything that arranging a block needs to know."""

    localized: Localization
    layout: Layout
    theme: Theme
    typesetter: Typesetter
    pictures: Pictures
    rung: Rung
    types: dict[tuple[str, str, Align, float], TypeSpec] = field(default_factory=dict, repr=False, compare=False)
    """Types worked out before, by role, ground, alignment and squeeze."""
    arranged: dict[Hashable, Any] = field(default_factory=dict, repr=False, compare=False)
    """Panels arranged before; see `flyers.layout.fit`."""
    voice_types: dict[str, dict[tuple[str, str, Align, float], TypeSpec]] = field(
        default_factory=dict, repr=False, compare=False
    )
    """Types worked out before for the languages that stand beside the page's own."""
    page: Localization | None = None
    """The page's own language, where this is not it."""
    whole: Localization | None = None
    """The thing's languages together, where this is one of them."""

    def at(self, rung: Rung) -> Setting:
        return replace(self, rung=rung)

    @property
    def rtl(self) -> bool:
        return self.localized.language.rtl

    def speaking(self, tag: str) -> Setting:
        """This attempt in another of the thing's languages, on the same page."""
        voice = self.localized.voices[tag]
        types = self.voice_types.setdefault(tag, {})
        return replace(self, localized=voice, types=types, page=self.localized, whole=self.localized)

    def of_face(self, face: Face) -> Setting:
        """This attempt as *face* needs it: a second language has a page of its own, turned as it is read."""
        if not face.second:
            return self
        (tag,) = self.localized.voices
        return replace(self.speaking(tag), page=None)

    def tag(self, role: Role) -> str:
        """The structure type of a text in *role*. A document has one title, which is not the second language's."""
        behind = self.whole is not None and self.page is None
        return "H2" if behind and role.tag == "H1" else role.tag

    def align(self, wanted: Align, *, follow_page: bool) -> Align:
        """Where lines begin or end, seen from their own language, if *wanted* may count in the page's direction."""
        page = self.page or self.localized
        if not follow_page or page.language.rtl == self.rtl:
            return wanted
        turned: dict[Align, Align] = {"start": "end", "end": "start", "center": "center"}
        return turned[wanted]

    def points(self, gap: Gap) -> float:
        return gap.points(self.layout.space * self.rung.spacing)

    def applies(self, block: Block) -> bool:
        """Whether the block's condition holds for this language."""
        when, tag = block.when, self.localized.language.tag
        if when.languages and tag not in when.languages:
            return False
        if when.not_languages and tag in when.not_languages:
            return False
        if when.served and not self._speaks(when.served):
            return False
        if when.translated and not self.localized.is_translated(when.translated):
            return False
        if when.last_side and self.localized.voices:
            return False
        return not (when.not_served and self._speaks(when.not_served))

    def shown(self, container: Block) -> list[Block]:
        """The blocks inside *container* whose condition holds."""
        return [child for child in container.children if self.applies(child)]

    def _speaks(self, contact: str) -> bool:
        return self.localized.contact(contact).speaks(self.localized.language.tag)

    def form(self, block: Block) -> str:
        """The form in which *block* sets its messages at this attempt."""
        level = self.rung.shorter.get(block.path, 0)
        return block.forms[min(level, len(block.forms) - 1)]

    def floor(self, role: Role, ground: str, *, latin: bool = False) -> float:
        """The smallest size for *role* on *ground*; reversed type has its own (press.md 6: 8 pt)."""
        size_class = "latin" if latin else self.localized.language.size_class
        floor = role.floor[size_class]
        return max(floor, self.layout.reversed_floor) if self.theme.is_reversed(ground) else floor

    def size(self, role: Role, ground: str, *, latin: bool = False) -> float:
        """The size of *role* at this attempt, in points.

        The aim carries the script's optical factor, so that a headline in Khmer looks as strong as one in English.
        ``latin`` is for contacts, which are Latin digits and letters in every language.
        """
        floor = self.floor(role, ground, latin=latin)
        language = self.localized.language
        aim = role.aim["latin" if latin else language.size_class] * (1.0 if latin else language.optical)
        size = max(floor, aim + (floor - aim) * self.rung.squeeze)
        return max(floor, round(size / SIZE_STEP) * SIZE_STEP)

    def spec(self, role: Role, ground: str, align: Align) -> TypeSpec:
        """The type of a message in *role*."""
        key = (role.name, ground, align, self.rung.squeeze)
        if key not in self.types:
            self.types[key] = self._spec(role, ground, align)
        return self.types[key]

    def _spec(self, role: Role, ground: str, align: Align) -> TypeSpec:
        from flyers.text.model import TypeSpec

        language = self.localized.language
        size = self.size(role, ground)
        return TypeSpec(
            families=language.fonts,
            weight=role.weight,
            size=size,
            leading=size * language.leading * role.leading,
            ascent=language.ascent,
            descent=language.descent,
            direction="rtl" if language.rtl else "ltr",
            script=language.script,
            align=align,
            balance=role.balance,
        )

    def contact_spec(self, role: Role, size: float, align: Align, *, digits: bool) -> TypeSpec:
        """The type of a contact that stands alone: digits and Latin letters look the same in every language."""
        from flyers.text.model import TypeSpec

        language = self.localized.language
        ascent, descent = (DIGITS_ASCENT, DIGITS_DESCENT) if digits else (ADDRESS_ASCENT, ADDRESS_DESCENT)
        return TypeSpec(
            families=language.fonts,
            weight=role.weight,
            size=size,
            leading=size * 1.2,
            ascent=ascent,
            descent=descent,
            direction="rtl" if language.rtl else "ltr",
            script=language.script,
            align=align,
            balance=False,
        )

    def rich(self, message: str, form: str) -> RichText:
        return self.localized.rich(message, form)
