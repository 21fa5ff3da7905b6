"""The drawings beside a product on the job ticket: its front, how the sheet turns, and how it folds."""

from __future__ import annotations

from flyers.publish import drawings
from flyers.publish.ticket_product import TicketProduct
from flyers.records import dataclass
from flyers.units import dimensions

WIDTH = 92.0
"""Width of the column of drawings."""
_APART = 8.0
"""White between drawings."""
_CAPTION = 12.0
_FACE, _TURNED = 50.0, 20.0
"""Heights: of a face at most, of the sheets that turn."""


@dataclass(frozen=True, slots=True)
class TicketDrawing:
    """Items with their lower left corner at 0, 0, their *height*, alternative text, and a caption below them."""

    alt: str
    height: float
    items: list[drawings.DrawingItem]
    caption: str = ""

    @property
    def full_height(self) -> float:
        """The height with the white and the caption below it."""
        return self.height + _APART + (_CAPTION if self.caption else 0.0)


def pictures_of(product: TicketProduct) -> list[TicketDrawing]:
    """Return drawings of the front, of how the sheet turns, and of how it folds, each `WIDTH` wide at most."""
    width, height = product.trim
    drawn = WIDTH - 6
    scale = min(drawn / (width + 2 * product.bleed), _FACE / (height + 2 * product.bleed))
    bleed, front = product.bleed * scale, product.pages[0]
    flat = drawings.flat(width * scale, height * scale, bleed, tuple(fold * scale for fold in front.folds))
    folds = f", folded at {len(front.folds)} places" if front.folds else ""
    alt = f"The {front.face}, {dimensions(width, height)}, with its bleed{folds}"
    pictures = [TicketDrawing(alt, height * scale + 2 * bleed, flat)]
    if product.flip:
        turned = drawings.turn(drawn, _TURNED)
        pictures.append(TicketDrawing(f"Flip: {product.flip_words}", _TURNED + drawings.TURN, turned))
    stands = product.job.fold == "tent"
    if product.job.fold != "none" and (front.folds or stands):
        folded = drawings.fold(product.job.fold, drawn, product.narrow == "left")
        rise = drawings.rise(product.job.fold, drawn)
        pictures.append(
            TicketDrawing(
                f"Fold: {product.fold_words}", rise, folded, "from its side" if stands else "from the foot, inside up"
            )
        )
    return pictures
