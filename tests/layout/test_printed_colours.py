"""The contrast of inks is estimated; colours that a profile separates show how well."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from PIL import Image

from flyers.colour import Colour, contrast, printed_contrast
from flyers.content.press import separate
from flyers.layout.theme import LEAST_CONTRAST, LEAST_IN_INKS

PROFILES = sorted((Path(__file__).resolve().parents[2] / "content" / "press" / "profiles").glob("*.icc"))
WHITE = Colour("white", (0.0, 0.0, 0.0, 0.0), (1.0, 1.0, 1.0))


@pytest.mark.parametrize("profile", PROFILES, ids=lambda file: file.stem)
def test_colours_that_can_be_read_on_screens_are_not_refused_for_their_inks(profile: Path) -> None:
    grid = list(product(range(0, 256, 17), repeat=3))
    picture = Image.new("RGB", (len(grid), 1))
    picture.putdata(grid)
    inks = separate(picture, profile.read_bytes()).tobytes()
    for number, rgb in enumerate(grid):
        cyan, magenta, yellow, black = (ink / 255 for ink in inks[4 * number : 4 * number + 4])
        red, green, blue = (part / 255 for part in rgb)
        colour = Colour("x", (cyan, magenta, yellow, black), (red, green, blue))
        if contrast(colour, WHITE) >= LEAST_CONTRAST:
            assert printed_contrast(colour, WHITE) >= 3.3 > LEAST_IN_INKS, rgb
        if contrast(colour, WHITE) < 2.5:
            assert printed_contrast(colour, WHITE) <= LEAST_IN_INKS, rgb
