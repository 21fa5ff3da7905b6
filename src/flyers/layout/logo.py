"""The coalition's logo: pixels, or a drawing in its own colours, each with inks and with a grey for one ink."""

from __future__ import annotations

from collections.abc import Mapping

from flyers import limits
from flyers.colour import Colour, contrast
from flyers.content.campaign import Campaign, LogoEntry
from flyers.content.press import Rgb, inks_of, load_condition
from flyers.content.schema import did_you_mean
from flyers.errors import ContentError
from flyers.files import exists, read_bytes
from flyers.layout.drawing import Drawing, read_drawing
from flyers.layout.photograph import PHOTOGRAPH_ENDINGS, read_photograph
from flyers.layout.svg import hexadecimal
from flyers.page.document import Photograph
from flyers.records import dataclass

MOST_INK = 240.0
"""Percent of ink that a colour of a logo gets at most: newsprint takes no more, and any other paper does."""

LEAST_SEEN = 1.3
"""The contrast with the paper that one colour of a logo must have: a white one on white paper is not there."""

_PAPER = Colour("paper", (0.0, 0.0, 0.0, 0.0), (1.0, 1.0, 1.0))


@dataclass(frozen=True, slots=True)
class Logo:
    """A campaign's logo.

    Attributes:
        colours: its own, by the names that its parts have.
        alt: id of the message that a screen reader says.
        clear: white space around it, as a part of its height.
    """

    picture: Drawing | Photograph
    colours: Mapping[str, Colour]
    alt: str
    clear: float

    @property
    def proportion(self) -> float:
        """Its width divided by its height, both with the space around it."""
        around = 2 * self.clear
        return (self.picture.width / self.picture.height + around) / (1 + around)


def load_logo(campaign: Campaign) -> Logo | None:
    """Return the logo of *campaign*; None if it has none.

    Raises:
        ContentError: it cannot be printed, or campaign.yaml has inks for a colour that it does not have.
        FileAccessError: its file cannot be read.
    """
    if campaign.logo is None:
        return None
    entry, source = campaign.logo
    layers = campaign.layers
    path = layers.layer_of(source).folder / "content" / entry.file
    if not exists(path):
        raise ContentError(
            f"There is no file “{entry.file}”.", hint="Put the logo beside campaign.yaml.", source=source
        )
    colours = _Colours(campaign, entry)
    shown = layers.shown(path)
    picture: Drawing | Photograph
    if path.suffix.lower() in PHOTOGRAPH_ENDINGS:
        picture = read_photograph(read_bytes(path, shown, limits.PHOTOGRAPH_BYTES), shown, "logo")
    else:
        picture = read_drawing(read_bytes(path, shown, limits.PICTURE_BYTES), shown, "logo", colours.named)
    for value in entry.colours:
        if value not in colours.found:
            raise ContentError(
                f"The logo has no colour {value}.",
                hint=did_you_mean(value, tuple(colours.found)) or _those(tuple(colours.found)),
                source=source,
            )
    if colours.found and all(contrast(colour, _PAPER) < LEAST_SEEN for colour in colours.found.values()):
        raise ContentError(
            "The logo is as light as the paper, and nobody would see it.",
            hint="Take the file that its owner has for light grounds.",
            source=source,
        )
    named = {colour.name: colour for colour in colours.found.values()}
    return Logo(picture, named, entry.alt or campaign.publisher, entry.clear)


def _those(colours: tuple[str, ...]) -> str:
    return f"It has {', '.join(colours)}." if colours else "Only drawings (SVG) have colours with inks of their own."


class _Colours:
    """Finds the colours of one logo, by their values in its file."""

    def __init__(self, campaign: Campaign, entry: LogoEntry) -> None:
        self._campaign = campaign
        self._entry = entry
        self._profile = b""
        self.found: dict[str, Colour] = {}

    def named(self, value: str) -> str:
        shown = hexadecimal(value)
        if shown not in self.found:
            red, green, blue = (int(shown[i : i + 2], 16) for i in (1, 3, 5))
            inks = self._entry.colours.get(shown) or self._inks((red, green, blue))
            srgb = (red / 255, green / 255, blue / 255)
            self.found[shown] = Colour(f"logo-{shown[1:]}", inks, srgb, tonal=True)
        return self.found[shown].name

    def _inks(self, rgb: Rgb) -> tuple[float, float, float, float]:
        """Return inks as fractions: of a grey, black alone; of a colour, what looks like it on the usual press."""
        red, green, blue = rgb
        if red == green == blue:
            tone = Colour("", (0, 0, 0, 0), (red / 255, red / 255, red / 255)).luminance ** (1 / 2.2)
            return 0.0, 0.0, 0.0, round(1 - tone, 2)
        if not self._profile:
            self._profile = load_condition(self._campaign, self._campaign.press).profile_bytes()
        *chromatic, black = inks_of(rgb, self._profile)
        least = min(1.0, (MOST_INK - black) / max(1, chromatic[0] + chromatic[1] + chromatic[2]))
        cyan, magenta, yellow = (int(ink * least) / 100 for ink in chromatic)
        return cyan, magenta, yellow, black / 100
