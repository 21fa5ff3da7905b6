"""Colours as a content stream sets them, and the inks that they put on the plates."""

from __future__ import annotations

from typing import NamedTuple

from pikepdf import Array, Dictionary, Name, Object, PdfImage, Stream

from flyers.proof.raster import grey_range, heaviest_share

Inks = tuple[float, float, float, float]
"""Cyan, magenta, yellow, black, each 0 to 1."""

DEVICE_SPACES = {
    "/DeviceGray": "DeviceGray",
    "/G": "DeviceGray",
    "/CalGray": "CalGray",
    "/DeviceRGB": "DeviceRGB",
    "/RGB": "DeviceRGB",
    "/DeviceCMYK": "DeviceCMYK",
    "/CMYK": "DeviceCMYK",
    "/Pattern": "Pattern",
}
"""Names that need no resource, and the abbreviations of inline images (ISO 32000-1, table 93)."""

INITIAL_VALUES = {"DeviceGray": (0.0,), "DeviceRGB": (0.0, 0.0, 0.0), "DeviceCMYK": (0.0, 0.0, 0.0, 1.0)}


class PdfColour(NamedTuple):
    """A colour in use: the family of its space, components 0 to 1, and the colorants of a Separation or DeviceN."""

    space: str
    values: tuple[float, ...]
    colorant: str = ""

    @property
    def is_registration(self) -> bool:
        """Return whether it is Separation All, which prints on every plate, for marks (ISO 32000-1, 8.6.6.4)."""
        return self.space == "Separation" and self.colorant == "All"

    @property
    def is_dieline(self) -> bool:
        """Return whether it is the spot colour of lines for tools, which no plate prints."""
        return self.space == "Separation" and self.colorant == "Dieline"

    @property
    def inks(self) -> Inks | None:
        """Return its inks; None if only a colour conversion could tell them."""
        if self.space == "DeviceCMYK" and len(self.values) == 4:
            c, m, y, k = self.values
            return (c, m, y, k)
        if self.space == "DeviceGray" and self.values:
            return (0.0, 0.0, 0.0, 1.0 - self.values[0])
        if self.is_registration and self.values:
            tint = self.values[0]
            return (tint, tint, tint, tint)
        return None

    @property
    def is_white(self) -> bool:
        """Return whether it puts nothing on any plate, so that the paper shows."""
        inks = self.inks
        if inks is not None:
            return max(inks) < 0.005
        return self.space == "DeviceRGB" and min(self.values, default=0) > 0.995

    @property
    def is_black_alone(self) -> bool:
        """Return whether it is a tint of the black plate and nothing on the others."""
        inks = self.inks
        return inks is not None and max(inks[:3]) < 0.005 and inks[3] >= 0.005

    def __str__(self) -> str:
        if self.space == "DeviceCMYK" and len(self.values) == 4:
            return " ".join(f"{letter}{value * 100:.0f}" for letter, value in zip("CMYK", self.values, strict=True))
        name = f"{self.space} {self.colorant}".strip()
        return f"{name} {' '.join(f'{value:g}' for value in self.values)}".strip()


BLACK_GRAY = PdfColour("DeviceGray", (0.0,))
"""The colour that a page starts with (ISO 32000-1, 8.4.1)."""


def space_of(value: Object | None, spaces: Object | None = None) -> tuple[str, str]:
    """Return the family and the colorants of the colour space *value*, looked up in *spaces* if it is a name."""
    if isinstance(value, Name):
        if str(value) in DEVICE_SPACES:
            return DEVICE_SPACES[str(value)], ""
        if isinstance(spaces, Dictionary) and str(value) in spaces:
            return space_of(spaces[str(value)])
        return str(value).lstrip("/"), ""
    if isinstance(value, Array) and len(value):
        family = str(value[0]).lstrip("/")
        if family in ("Separation", "DeviceN") and len(value) > 1:
            names = value[1]
            colorants = [str(name) for name in names] if isinstance(names, Array) else [str(names)]
            return family, "+".join(name.lstrip("/") for name in colorants)
        if family in ("Indexed", "I", "Pattern") and len(value) > 1:
            return space_of(value[1], spaces)
        return DEVICE_SPACES.get(f"/{family}", family), ""
    return "unknown", ""


def overprinted(top: Inks, beneath: Inks, mode: int) -> Inks:
    """Return the plates after *top* overprints *beneath* in DeviceCMYK.

    With overprint mode 1 a component of zero leaves the plate as it was; with mode 0 DeviceCMYK replaces all four
    (ISO 32000-1, 8.6.7).
    """
    if mode != 1:
        return top
    c, m, y, k = (new if new > 0 else old for new, old in zip(top, beneath, strict=True))
    return (c, m, y, k)


def heaviest_inks(image: Stream) -> tuple[Inks | None, Inks | None]:
    """Return the heaviest pixel of a CMYK image, as four equal shares of its sum, and its heaviest ink on each plate.

    None for other images.
    """
    try:
        picture = PdfImage(image).as_pil_image()
    except Exception:  # pikepdf and Pillow raise many kinds for images they can't decode
        return None, None
    if picture.mode != "CMYK":
        return None, None
    share = heaviest_share(picture)
    cyan, magenta, yellow, black = (grey_range(plate)[1] / 255 for plate in picture.split())
    return (share, share, share, share), (cyan, magenta, yellow, black)
