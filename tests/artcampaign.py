"""A campaign with art of its own (tests/data/art-campaign), and one with photographs on top of it."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from PIL import Image

from flyers.impose.document import in_black
from flyers.page.document import Document
from flyers.page.editions import Edition
from flyers.pdf.painter import paint
from flyers.pipeline.recipe import expectation
from flyers.pipeline.session import Session
from flyers.proof.run import proof
from flyers.translation.localization import Localization
from own_campaigns import OF_ITS_OWN, written

ART = Path(__file__).resolve().parent / "data" / "art-campaign"
"""Its product is ``art-card``."""

MOMENT = 1_790_000_000
"""The date of files."""


def scene(width: int, height: int) -> Image.Image:
    """Return a picture with every sort of colour, dark ones too, and soft as a photograph is."""
    across, down = np.meshgrid(np.linspace(0, 1, width), np.linspace(0, 1, height))
    waves = [np.sin(7 * across + 3 * down), np.cos(5 * down), np.sin(11 * across * down)]
    levels = np.stack([127 * (1 + wave) for wave in waves], axis=-1) * (0.1 + 0.9 * across[..., None])
    return Image.fromarray(levels.astype(np.uint8), "RGB")


def file_of(picture: Image.Image, kind: str, **options: object) -> bytes:
    data = io.BytesIO()
    picture.save(data, kind, **options)
    return data.getvalue()


def cut_out(width: int, height: int) -> Image.Image:
    """Return a picture that is transparent at its sides."""
    picture = scene(width, height).convert("RGBA")
    ramp = np.tile(np.clip(np.linspace(-200, 600, width), 0, 255).astype(np.uint8), (height, 1))
    picture.putalpha(Image.fromarray(ramp, "L"))
    return picture


BLOCKS = """
          - row:
              grow: 1
              art: {name: street, mirror: true}
              padding: {top: 12pt, x: 14pt}
              blocks:
                - column:
                    ground: deep
                    padding: 4pt
                    blocks: [text: {message: card.headline, form: short, role: headline}]
                - space: {width: 90pt}
          - row:
              ground: accent
              height: 0.8in
              gap: 6pt
              padding: {y: 9pt, x: 14pt}
              blocks:
                - image: {name: hand, height: 30pt, width: fit, align: center, alt: alt.qr.hotline, mirror: true}
                - contact: {contact: hotline, role: number, align: center}
                - image: {name: street, width: 36pt, height: 30pt, fit: cover, decoration: true, align: center, rotate: 90}
"""


def with_photographs(folder: Path) -> Path:
    """Write a campaign with the product ``photo-card`` into *folder*, and return it."""
    written(folder, OF_ITS_OWN)
    for part in ("images", "layouts"):
        (folder / "content" / part).mkdir(parents=True)
    (folder / "content" / "campaign.yaml").write_text(f"campaign: {{id: own, base: {ART}}}\n", encoding="utf-8")
    (folder / "content" / "images" / "street.jpg").write_bytes(file_of(scene(1200, 500), "JPEG", quality=92))
    (folder / "content" / "images" / "hand.png").write_bytes(file_of(cut_out(400, 236), "PNG"))
    layout = (ART / "content" / "layouts" / "art-card.yaml").read_text(encoding="utf-8")
    head = layout[: layout.index("          - row:")]
    (folder / "content" / "layouts" / "photo-card.yaml").write_text(head + BLOCKS.lstrip("\n"), encoding="utf-8")
    return folder


def assert_proved(
    document: Document, edition: Edition, localized: Localization, session: Session, *, black: bool
) -> None:
    """Paint a document, in one ink if *black*: the proof finds nothing, and the same bytes are made each time."""
    if black:
        document, edition = in_black(document), edition.in_black()
    pdf = paint(document, edition, session.library, MOMENT)
    expected = expectation(document, edition, localized, session.library, smallest_module=1.0, moment=MOMENT)
    assert [str(finding) for finding in proof(pdf, expected).findings] == []
    assert paint(document, edition, session.library, MOMENT) == pdf
