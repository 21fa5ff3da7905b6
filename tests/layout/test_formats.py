"""Formats: a product in other sizes, from a few keys of its layout."""

from __future__ import annotations

import json
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from edits import edit
from flyers.cli.main import main
from flyers.errors import LayoutError
from flyers.layout.layout_files import related_layouts
from flyers.layout.model import Layout
from flyers.page.document import Document, TextLine
from flyers.pipeline.plan import Job
from flyers.pipeline.session import Session
from flyers.units import to_mm
from newcampaign import Command, begin

pytestmark = pytest.mark.slow

LANGUAGES = ("es", "ur", "my")
FORMATS = ("poster-a4", "poster-a3", "poster-tabloid", "poster-detail-a4", "poster-detail-a3", "poster-detail-tabloid",
           "brochure-a4", "tear-off-a4", "large-print-a4", "self-card-eu", "wallet-card-eu")  # fmt: skip


@cache
def composed(session: Session, product: str, tag: str) -> Document:
    return session.composed(session.localized(tag), session.layout(product))


def size(layout: Layout) -> tuple[float, float]:
    return round(to_mm(layout.width), 1), round(to_mm(layout.height), 1)


@pytest.mark.parametrize("product", FORMATS)
@pytest.mark.parametrize("tag", LANGUAGES)
def test_each_format_has_the_messages_and_contacts_of_the_first(session: Session, product: str, tag: str) -> None:
    document, first = (composed(session, name, tag) for name in (product, session.product_of_format(product)))
    assert document.contacts == first.contacts
    said = {key.id for key in document.messages}
    fewer = {omission.message.id for omission in (*document.omissions, *first.omissions)}
    assert said ^ {key.id for key in first.messages} <= fewer | {name for name in said if name.startswith("signs.")}


def test_a_format_is_the_layout_with_other_keys(session: Session) -> None:
    poster, a4, a3 = (session.layout(name) for name in ("poster", "poster-a4", "poster-a3"))
    assert poster.formats == ("letter", "a4", "a3", "tabloid")
    assert (size(a4), a4.office) == ((210, 297), "a4")
    assert (size(a3), a3.office) == ((297, 420), "a3")
    assert a4.bleed == a3.bleed == poster.bleed
    assert a3.roles["sign"].floor["latin"] == pytest.approx(1.37 * poster.roles["sign"].floor["latin"])
    assert a3.space == pytest.approx(1.37 * poster.space)
    assert not a4.formats
    assert related_layouts(session.campaign, "poster-a4", session.campaign.layers.load) == ["poster", "poster-a4"]


def test_the_panels_of_the_brochure_follow_its_sheet(session: Session) -> None:
    """The panel that folds in is narrower by 1/16 in, in Letter and A4, and the fold inside is that of the outside."""
    for product in ("brochure", "brochure-a4"):
        for tag in ("es", "ar"):
            outside, inside = composed(session, product, tag).pages
            ends = [0, *outside.folds, outside.width]
            widths = sorted(end - start for start, end in pairwise(ends))
            assert widths[1] - widths[0] == pytest.approx(4.5, abs=0.4)
            assert widths[2] - widths[1] == pytest.approx(0, abs=0.01)
            assert inside.folds == pytest.approx(sorted(inside.width - fold for fold in outside.folds), abs=0.01)


@pytest.fixture
def pines(tmp_path: Path) -> Command:
    return begin(tmp_path / "pines", "es,ar")


def report(folder: Path) -> dict[str, str]:
    entries = json.loads((folder / "proof.json").read_text(encoding="utf-8"))["products"]
    return {name: entry["status"] for name, entry in entries.items()}


def test_another_state_builds_proves_and_packages_a_format(pines: Command) -> None:
    output = pines.folder / "output"
    pines("build", "--lang", "es", "--format", "a4")  # the usual products that have it
    assert report(output / "es") == {"brochure-a4.press.DRAFT": "good", "poster-a4.press.DRAFT": "good"}
    pines("build", "--lang", "es", "--product", "poster", "--format", "letter", "--edition", "office")
    pines("build", "--lang", "ar", "--product", "poster", "--format", "tabloid", "--with", "es", "--edition", "office")
    assert report(output / "ar") == {"poster-tabloid.office.with-es": "good"}
    assert {"poster.office", "poster-a4.press.DRAFT"} < report(output / "es").keys()
    assert "poster-a4.press.DRAFT.pdf: good (poster-a4, es, press)" in pines("proof", str(output / "es"))
    assert "old file" not in pines("build", "--lang", "es", "--format", "a4")
    pines("package", "--lang", "es", "--product", "poster", "--format", "a4", "--draft")
    assert list(output.glob("es/*.zip"))


@pytest.mark.parametrize(
    ("product", "editions"),
    [
        ("wallet-card-vertical", "press,phone"),
        ("fold-card", "screen,office"),
        pytest.param("wallet-card-vertical", "screen,office", marks=pytest.mark.exhaustive),
        pytest.param("fold-card", "press,phone", marks=pytest.mark.exhaustive),
    ],
)
def test_another_state_builds_the_upright_card_and_the_fold_card_in_two_languages(
    pines: Command, product: str, editions: str
) -> None:
    told = pines("build", "--lang", "ar", "--product", product, "--with", "es", "--edition", editions)
    assert "2 of 2 files made and proved" in told


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_upright_card_in_two_languages_has_number_and_emergency_at_one_place(session: Session, tag: str) -> None:
    localized = session.localized(tag, secondary="en")
    document = session.composed(localized, session.layout("wallet-card-vertical", secondary="en"))
    sides = [[item for item in page.items if isinstance(item, TextLine)] for page in document.pages]
    numbers = [[(line.y, line.size) for line in side if line.role.endswith("number")] for side in sides]
    assert len(numbers) == 2
    assert numbers[0][0][1] == numbers[1][0][1]
    assert numbers[0][0][0] == pytest.approx(numbers[1][0][0], abs=4)
    for side, role in zip(sides, ("urgent", "second-urgent"), strict=True):
        assert any(line.role == role and "911" in line.text for line in side)
    assert [any(line.role.endswith("imprint") for line in side) for side in sides] == [False, True]


def test_a_word_that_names_no_format_is_told_which_there_are(pines: Command) -> None:
    assert "“poster” has no format “a5”. It has: letter, a4, a3, tabloid." in " ".join(
        pines("build", "--product", "poster", "--format", "a5", code=2).split()
    )
    assert "one format only" in pines("build", "--product", "door-hanger", "--format", "a4", code=2)
    assert "No usual product has the format “b4”" in pines("build", "--format", "b4", code=2)
    assert "There is no product “poster-a5”" in pines("build", "--product", "poster-a5", code=2)


def test_formats_are_named_like_products(pines: Command) -> None:
    files = pines(
        "build", "--lang", "es", "--product", "poster-a4 Poster brochure-a4", "--dry-run", "--edition", "screen"
    )
    assert [Path(line).name for line in files.split() if line.endswith(".pdf")] == [
        "poster-a4.screen.pdf", "poster.screen.pdf", "brochure-a4.screen.pdf"
    ]  # fmt: skip


def test_products_and_formats_are_listed(pines: Command) -> None:
    listed = pines("products")
    assert "--format a4: 11.6929 × 8.2677 in (297 × 210 mm)" in listed
    assert "poster" in next(line for line in pines("products", "--formats").splitlines() if line.startswith("a3: "))
    assert {"letter", "a4", "a3", "tabloid"} <= set(pines("products", "--formats", "--names").split())


def test_a_campaign_may_have_a_format_as_its_own_product(pines: Command, tmp_path: Path) -> None:
    """A coalition elsewhere prints everything on A4."""
    layouts = pines.folder / "content" / "layouts"
    layouts.mkdir(parents=True, exist_ok=True)
    (layouts / "poster.yaml").write_text("extends: poster-a4\nspace: 7pt\n", encoding="utf-8")
    (layouts / "notice.yaml").write_text(
        "extends: poster\ntrim: [200mm, 280mm]\nformats:\n  wide: {}\n  small: {trim: [150mm, 210mm], scale: 0.75}\n",
        encoding="utf-8",
    )
    session = Session(pines.folder)
    assert size(session.layout("poster")) == (210, 297)
    assert session.layout("poster").space == 7
    assert session.layout("poster").formats == ()
    assert size(session.layout("notice-small")) == (150, 210)
    assert session.layout("notice-small").space == pytest.approx(7 * 0.75)


@pytest.mark.parametrize(
    ("formats", "said"),
    [
        ("{letter: {trim: [8.5in, 11in]}}", "is that of the layout itself, and has no keys. Write “letter: {}”"),
        ("{letter: {}, a4: {}}", "The format “a4” is the same as “letter”. Give it a trim of its own."),
        ("{letter: {}, A4: {trim: [210mm, 297mm]}}", "“A4” is not a name"),
        ("{letter: {}, a4: 210mm}", "These are not the keys of a format."),
    ],
)
def test_what_is_no_format_is_an_error_at_its_line(campaign: Path, formats: str, said: str) -> None:
    edit(
        campaign / "content" / "layouts" / "large-print.yaml", "formats:\n  letter: {}\n  a4:", f"formats: {formats}\n#"
    )
    with pytest.raises(LayoutError, match=said) as caught:
        Session(campaign).layout("large-print")
    assert str(caught.value).startswith("content/layouts/large-print.yaml:")


def test_a_wrong_key_of_a_format_is_an_error_when_it_is_made(campaign: Path) -> None:
    edit(campaign / "content" / "layouts" / "large-print.yaml", "a4: {trim:", "a4: {trimm:")
    with pytest.raises(LayoutError, match="trimm"):
        Session(campaign).layout("large-print-a4")


def test_the_key_of_a_job_names_the_format(tmp_path: Path) -> None:
    assert Job(tmp_path, "es", "poster-a4", "press", tmp_path).target == tmp_path / "es" / "poster-a4.press.pdf"


def test_completion_knows_formats(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", "bash"]) == 0
    assert "flyers products --formats --names" in capsys.readouterr().out
