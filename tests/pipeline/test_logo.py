"""The coalition's logo on the starter campaign's products: in every one, in its own colours, and absent without a gap."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flyers.errors import ContentError
from flyers.impose.document import in_black
from flyers.layout.model import walk
from flyers.page.document import Document, Element, Shape
from flyers.page.paths import box_around
from flyers.pdf.painter import paint
from flyers.pipeline.recipe import expectation
from flyers.pipeline.session import Session, open_session
from flyers.proof.run import proof
from flyers.translation.localization import Localization
from matrix import examples, matrix
from own_campaigns import OF_ITS_OWN, written

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
MOMENT = 1_790_000_000
LOGO = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 140 50">
<circle cx="25" cy="25" r="23" fill="#4b2e83"/><path d="M15 35V15h8l10 14V15h3v20h-8L18 21v14z" fill="#fff"/>
<rect x="56" y="10" width="70" height="8" fill="#85754d"/><rect x="56" y="32" width="50" height="8" fill="#333333"/>
</svg>"""


def campaign(folder: Path, logo: str = "logo.svg", svg: str = LOGO, base: Path = ROOT) -> Session:
    text = f"campaign:\n  id: own\n  base: {base}\n  logo: {logo}\n"
    written(folder, {**OF_ITS_OWN, "content/campaign.yaml": text, "content/logo.svg": svg})
    return open_session(folder)


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    return campaign(tmp_path_factory.mktemp("logo") / "own")


def made(session: Session, language: str, product: str, secondary: str = "") -> tuple[Localization, Document]:
    localized = session.localized(language, secondary=secondary, allow_untranslated=bool(secondary))
    return localized, session.composed(localized, session.layout(product, secondary=secondary))


def parts(document: Document) -> list[Shape]:
    return [item for page in document.pages for item in page.items if isinstance(item, Shape) and item.name == "logo"]


def figures(element: Element) -> list[Element]:
    own = [element] if element.tag == "Figure" else []
    return own + [found for child in element.children for found in figures(child)]


BARE = {
    "self-card",
    "self-card-side",
    "self-card-mini",
    "fold-card",
    "number-label",
    "sticker-soap",
    "sticker-lip-balm",
}
"""Products that never show it: a name that speaks of trafficking endangers whoever is found with these cards, and labels
go on stock that has it already (docs/products.md)."""


def test_every_product_has_a_place_for_it_or_a_reason(session: Session) -> None:
    names = {file.stem for file in (ROOT / "content" / "layouts").glob("*.yaml")}
    assert {name for name in names if not any(block.shows_logo for block in walk(session.layout(name)))} == BARE


@pytest.mark.parametrize("language", ["es", "ur", "km"])
def test_each_panel_of_the_tent_has_it(session: Session, language: str) -> None:
    _, document = made(session, language, "table-tent")
    boxes = [box_around(part.path) for part in parts(document)]
    assert len(boxes) == 8
    near, far = boxes[4:], boxes[:4]
    if boxes[0][1] < boxes[4][1]:
        near, far = far, near
    (page,) = document.pages
    for one, other in zip(near, far, strict=True):  # the far panel is the near one turned about the ridge
        turned = (page.width - other[2], 2 * 576 - other[3], page.width - other[0], 2 * 576 - other[1])
        assert one == pytest.approx(turned, abs=0.01)


@pytest.mark.parametrize(
    ("product", "secondary"),
    matrix([
        ("wallet-card", ""), ("wallet-card", "en"), ("wallet-card-eu", ""), ("poster", ""), ("brochure", ""),
        ("hotline-poster", "all"), ("language-picker", "all"), ("tabloid", "all"), ("door-hanger", ""),
        ("sticker-3x5", ""), ("sticker-4x6", ""), ("tear-off", ""), ("large-print", ""), ("poster-detail", ""),
    ], lambda piece: piece[0] not in ("hotline-poster", "language-picker")),
)  # fmt: skip
def test_every_product_has_it_once_with_the_name_that_is_read_aloud(
    session: Session, product: str, secondary: str
) -> None:
    language = "en" if secondary == "all" else "ar"
    localized, document = made(session, language, product, secondary)
    assert [part.colour for part in parts(document)] == ["logo-4b2e83", "logo-ffffff", "logo-85754d", "logo-333333"]
    last = localized.others[secondary] if secondary == "en" else localized  # the back, of a piece in two languages
    assert [figure.alt for figure in figures(document.structure)].count(last.plain("contact.coalition.name")) == 1
    for page in document.pages:
        for part in parts(replace(document, pages=(page,))):
            box = box_around(part.path)
            assert min(box[:2]) >= page.safe - 0.01, "inside the safe area"
            assert box[2] <= page.width - page.safe + 0.01


@settings(max_examples=examples(8), deadline=None)
@given(
    language=st.sampled_from(["en", "es", "ar", "ur", "km"]),
    product=st.sampled_from(["wallet-card", "brochure"]),
    edition=st.sampled_from(["press", "press 1a", "screen", "office"]),
    black=st.booleans(),
)
def test_pages_with_it_are_proved(session: Session, language: str, product: str, edition: str, black: bool) -> None:
    localized, document = made(session, language, product)
    wanted = session.edition(*edition.split()[:1], pdfx="1a" if edition.endswith("1a") else "")
    if black:
        document, wanted = in_black(document), wanted.in_black()
    pdf = paint(document, wanted, session.library, MOMENT)
    expected = expectation(document, wanted, localized, session.library, smallest_module=1.0, moment=MOMENT)
    assert [str(finding) for finding in proof(pdf, expected).findings] == []


def test_without_a_logo_nothing_else_moves() -> None:
    """The layouts have a place for it, which takes none: the same pages come of layouts without that block."""
    from flyers.layout.block import Block
    from flyers.layout.model import Layout

    session = open_session(ROOT)

    def without(block: Block) -> Block:
        return replace(block, children=tuple(without(child) for child in block.children if not child.shows_logo))

    def bare(layout: Layout) -> Layout:
        faces = tuple(
            replace(face, panels=tuple(replace(panel, content=without(panel.content)) for panel in face.panels))
            for face in layout.faces
        )
        return replace(layout, faces=faces)

    for product in ("wallet-card", "poster", "brochure", "sticker-3x5", "sticker-4x6", "tear-off", "door-hanger"):
        localized = session.localized("es")
        layout = session.layout(product)
        assert session.composed(localized, layout).pages == session.composed(localized, bare(layout)).pages


def test_colours_have_inks_and_greys(session: Session) -> None:
    _, document = made(session, "en", "wallet-card")
    purple, white, grey = (document.colours[f"logo-{value}"] for value in ("4b2e83", "ffffff", "333333"))
    assert purple.cmyk[0] > 0.7
    assert purple.cmyk[1] > 0.8
    assert purple.ink <= 240
    assert white.cmyk == (0, 0, 0, 0)
    assert grey.cmyk[:3] == (0, 0, 0), "a grey is printed in black alone"
    assert 0.7 < grey.cmyk[3] < 0.9
    black = in_black(document).colours
    tones = [black[f"logo-{value}"].cmyk[3] for value in ("333333", "4b2e83", "85754d", "ffffff")]
    assert tones == sorted(tones, reverse=True)
    assert 0.4 < tones[2] < 0.7, "a grey as light as the colour"
    assert tones[3] == 0


def test_the_owners_inks_count_and_those_of_a_colour_that_is_not_there_are_an_error(tmp_path: Path) -> None:
    own = campaign(tmp_path / "a", '{file: logo.svg, colours: {"#4b2e83": [80, 100, 0, 5]}}')
    assert made(own, "en", "wallet-card")[1].colours["logo-4b2e83"].cmyk == (0.8, 1, 0, 0.05)
    wrong = campaign(tmp_path / "b", '{file: logo.svg, colours: {"#4b2e84": [80, 100, 0, 5]}}')
    with pytest.raises(
        ContentError, match=r"campaign\.yaml:4:9: The logo has no colour #4b2e84\. Did you mean “#4b2e83”"
    ):
        made(wrong, "en", "wallet-card")


def test_a_logo_that_is_not_there_is_an_error_at_its_line(tmp_path: Path) -> None:
    own = campaign(tmp_path / "a", "emblem.svg")
    with pytest.raises(ContentError, match=r"campaign\.yaml:4:9: There is no file “emblem\.svg”"):
        made(own, "en", "wallet-card")


def test_a_campaign_has_the_logo_of_its_base_or_its_own(tmp_path: Path) -> None:
    network = campaign(tmp_path / "network", "{file: logo.svg, alt: contact.hotline.name, clear: 0.5}")
    written(tmp_path / "member", {**OF_ITS_OWN, "content/campaign.yaml": "campaign: {id: m, base: ../network}\n"})
    member = Session(tmp_path / "member")
    localized, document = made(member, "en", "wallet-card")
    assert len(parts(document)) == len(parts(made(network, "en", "wallet-card")[1])) == 4
    assert localized.plain("contact.hotline.name") in [figure.alt for figure in figures(document.structure)]
    red = LOGO.replace("#4b2e83", "#aa1122")
    own = campaign(tmp_path / "own", svg=red, base=tmp_path / "network")
    assert parts(made(own, "en", "wallet-card")[1])[0].colour == "logo-aa1122"


def test_the_clear_space_is_clear_on_a_dark_ground_too(session: Session) -> None:
    from flyers.layout.block import Block
    from flyers.layout.blocks.containers import ColumnBlock
    from flyers.layout.blocks.graphics import LogoBlock
    from flyers.page.document import Box

    layout = session.layout("wallet-card")
    (front, _) = layout.faces
    source = layout.source
    block: Block = ColumnBlock(
        source=source, path="front", ground="deep",
        children=(LogoBlock(source=source, path="front/logo[0]", height=60.0, align="stretch"),),
    )  # fmt: skip
    bare = replace(
        layout, faces=(replace(front, panels=(replace(front.panels[0], content=block),)),), reading=("front",)
    )
    document = session.composed(session.localized("en"), bare)
    (paper,) = [item for item in document.pages[0].items if isinstance(item, Box) and item.block == "front/logo[0]"]
    boxes = [box_around(part.path) for part in parts(document)]
    height = max(box[3] for box in boxes) - min(box[1] for box in boxes)
    assert (paper.colour, paper.height) == ("paper", 69), "and into the bleed"
    assert height == pytest.approx(60 / 1.5 * 46 / 50, abs=0.01), "a quarter of its height above and below"


def test_a_logo_of_pixels_is_grey_in_one_ink_and_flat_on_its_ground(tmp_path: Path) -> None:
    from PIL import Image

    from flyers.page.document import Photo

    own = campaign(tmp_path / "own", "logo.png")
    picture = Image.new("RGBA", (420, 140), (75, 46, 131, 0))
    picture.paste((75, 46, 131, 255), (20, 20, 400, 120))
    picture.save(tmp_path / "own" / "content" / "logo.png")
    localized, document = made(own, "es", "poster")
    (logo,) = [item for page in document.pages for item in page.items if isinstance(item, Photo)]
    assert logo.ground == "tint"
    assert [figure.alt for figure in figures(document.structure)].count(localized.plain("contact.coalition.name")) == 1
    for edition, black in (("press", False), ("press", True), ("screen", False), ("office", True)):
        wanted, shown = own.edition(edition), in_black(document) if black else document
        wanted = wanted.in_black() if black else wanted
        pdf = paint(shown, wanted, own.library, MOMENT)
        expected = expectation(shown, wanted, localized, own.library, smallest_module=1.0, moment=MOMENT)
        assert [str(finding) for finding in proof(pdf, expected).findings] == []
