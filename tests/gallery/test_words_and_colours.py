"""Names of products, what is said of contacts, colours of a site, and pictures: each by itself, without a site."""

from __future__ import annotations

import datetime as dt
import io
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pikepdf
import pytest
from fontTools.ttLib import TTFont
from gallerysite import ROOT
from PIL import Image

from flyers.colour import Colour, contrast
from flyers.content.contacts import ContactKind
from flyers.content.markup import RichText, Span, SpanKind
from flyers.content.message_key import Form, MessageKey
from flyers.gallery import pages
from flyers.gallery.folder import BuiltFile
from flyers.gallery.pages import Speaker, _shown, printed_form, style_of
from flyers.gallery.pictures import LARGE, SMALL, _draw, picture_set
from flyers.gallery.site import LICENCE_FILE, letters
from flyers.pipeline.session import open_session
from flyers.translation.localization import sheet_text

# -- names of products --------------------------------------------------------------------------------------------------


def speaker(*messages: str, translated: bool = True, rtl: bool = False, **promises: Any) -> Speaker:
    """A speaker of a campaign with *messages*, each of which is said by its id."""
    known = {name: SimpleNamespace(promises=promises) for name in ("product.none", *messages)}
    localized: Any = SimpleNamespace(
        campaign=SimpleNamespace(messages=known, contacts={}),
        rich=lambda name: RichText(f"<{name}> \u2066911\u2069", "es", MessageKey(name)),
        untranslated=set(),
        is_translated=lambda name: translated,
        language=SimpleNamespace(tag="es", rtl=rtl),
    )
    return Speaker(localized, {"card": "85 × 54 mm", "card-eu": "86 × 54 mm", "card-eu-tall": "54 × 86 mm"})


def test_a_product_without_a_name_of_its_own_has_that_of_its_kind_with_its_size() -> None:
    says = speaker("product.card")
    size = '<bdi dir="ltr">54 × 86 mm</bdi>'
    assert str(says.product("card")) == "&lt;product.card&gt; 911"
    assert str(says.product("card-eu-tall")) == f"&lt;product.card&gt; 911, {size}"
    assert str(says.product("card-round")) == "&lt;product.card&gt; 911"
    assert str(says.product("<tent>")) == '<span lang="en" dir="ltr">&lt;tent&gt;</span>'
    plain = [says.product_plain(name) for name in ("card", "card-eu", "card-round", "tent", "card-eu-tall")]
    assert plain == [
        "<product.card> 911", "<product.card> 911, 86 × 54 mm", "<product.card> 911", "tent",
        "<product.card> 911, 54 × 86 mm",
    ]  # fmt: skip
    nearer = speaker("product.card", "product.card-eu")
    assert nearer.product_plain("card-eu-tall") == "<product.card-eu> 911, 54 × 86 mm"
    assert nearer.product_plain("card-eu") == "<product.card-eu> 911"


def test_what_a_product_is_for_is_said_where_a_message_says_it() -> None:
    says = speaker("gallery.for.card")
    assert [says.purpose_message(name) for name in ("card", "card-eu", "tent")] == ["gallery.for.card"] * 2 + [""]
    assert str(says.purpose("card-eu")) == "&lt;gallery.for.card&gt; 911"
    assert str(says.purpose("tent")) == ""


def test_a_campaign_without_words_of_the_gallery_says_those_of_the_starter() -> None:
    own, none, klingon = speaker("gallery.lead"), speaker(), speaker()
    for says in (none, klingon):
        says.localized.campaign.messages.clear()
    klingon.language.tag = "tlh"
    assert own.purpose_message("wallet-card") == own.purpose_message("mug") == ""
    assert none.purpose_message("wallet-card-eu") == "gallery.for.wallet-card"
    assert none.purpose_message("mug") == ""
    words = [says.plain("gallery.leave") for says in (own, none, klingon)]
    assert words == [sheet_text("gallery.leave", tag).text for tag in ("es", "es", "en")]
    assert [list(says.in_english) for says in (own, none, klingon)] == [[], [], ["gallery.leave"]]
    assert own.plain("gallery.lead") == "<gallery.lead> 911"


def test_a_message_is_said_if_it_is_there_translated_and_true(monkeypatch: pytest.MonkeyPatch) -> None:
    assert speaker("help.danger").has("help.danger")
    assert not speaker("help.danger").has("help.call")
    assert not speaker("help.danger", translated=False).has("help.danger")
    monkeypatch.setattr(
        pages, "broken_promises", lambda promises, contacts: [name for name in promises if name == "lie"]
    )
    assert speaker("help.danger", hours="always").has("help.danger")
    assert not speaker("help.danger", hours="always", lie="free").has("help.danger")


def test_the_direction_of_a_page_is_that_of_its_language() -> None:
    assert [speaker(rtl=rtl).direction for rtl in (True, False)] == ["rtl", "ltr"]


# -- contacts -----------------------------------------------------------------------------------------------------------


def contact(kind: ContactKind, display: str, *, emergency: bool = False) -> Any:
    return SimpleNamespace(
        id="line", kind=kind, name="contact.name", display=display, target="x:1", verified_on=dt.date(2026, 9, 1),
        is_emergency=emergency, speaks=lambda tag: True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("one", "where", "web", "testable"),
    [
        (contact(ContactKind.PHONE, "911", emergency=True), '<a href="x:1"><bdi dir="ltr">911</bdi></a>', False, False),
        (
            contact(ContactKind.WEB, "a.org/b"),
            '<a href="x:1" rel="noreferrer"><bdi dir="ltr">a<wbr>.org<wbr>/b</bdi></a>', True, True,
        ),
        (contact(ContactKind.TEXT, "233733"), "said*", False, True),
    ],
)  # fmt: skip
def test_a_contact_is_listed_with_what_to_tap_and_when_it_was_tried(
    one: Any, where: str, web: bool, testable: bool
) -> None:
    form = SimpleNamespace(placeholders={"line"})
    says: Any = SimpleNamespace(
        language=SimpleNamespace(tag="es"),
        localized=SimpleNamespace(
            campaign=SimpleNamespace(message=lambda name: SimpleNamespace(forms={Form.TEXT: form}))
        ),
        has=lambda name: True,
        say=lambda name, links=False: "said*" if links else name,
    )
    found = _shown(one, says)
    assert str(found.pop("where")) == where
    assert found == {"name": "contact.name", "tried": dt.date(2026, 9, 1), "web": web, "testable": testable}


@pytest.mark.parametrize(
    ("display", "form"),
    [("a.org", "a<wbr>.org"), ("https://a.org/b", "https:<wbr>//a<wbr>.org<wbr>/b"), ("a..b", "a<wbr>..b")],
)
def test_an_address_may_be_broken_before_a_dot_or_a_stroke(display: str, form: str) -> None:
    assert str(printed_form(contact(ContactKind.WEB, display), display)) == form
    assert str(printed_form(contact(ContactKind.PHONE, "1.2"), "1.2")) == "1.2"


def test_a_contact_in_words_can_be_tapped_where_that_is_wanted_and_runs_from_left_to_right() -> None:
    says: Any = speaker("help.call")
    says.localized.rich = lambda name: RichText(
        "اتصل 911 أو",
        "ar",
        MessageKey(name),
        spans=(Span(5, 8, SpanKind.CONTACT, "line"), Span(0, 8, SpanKind.STRONG, "")),
    )
    says.localized.contact = {"line": contact(ContactKind.PHONE, "911")}.get
    bold = "<strong>اتصل </strong><strong>{}</strong> أو"
    number = '<bdi dir="ltr">911</bdi>'
    assert str(says.say("help.call")) == bold.format(number)
    tapped = '<bdi dir="ltr"><a href="x:1">911</a></bdi>'
    assert str(says.say("help.call", links=True)) == bold.format(tapped)


# -- colours ------------------------------------------------------------------------------------------------------------


def rgb(colour: str) -> Colour:
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return Colour("", (0, 0, 0, 0), (red, green, blue))


SOFT, INK, WHITE = rgb("#f3ede2"), rgb("#1b1300"), rgb("#ffffff")


@pytest.mark.parametrize("colours", [("#808080", "#606060", "#909090"), ("#7a1f2b", "#444400", "#e03030")])
def test_a_colour_with_too_little_contrast_goes_the_least_way_to_one_with_enough(colours: tuple[str, str, str]) -> None:
    names = dict(zip(("night", "accent", "deep"), map(rgb, colours), strict=True))
    theme: Any = SimpleNamespace(colours=names)
    night, light, link = map(rgb, re.findall(r"#[0-9a-f]{6}", style_of(theme)))
    assert contrast(light, INK) >= 6.9
    assert min(contrast(night, WHITE), contrast(night, light)) >= 6.9
    assert contrast(link, SOFT) >= 6.9
    for shade, own, over in ((light, names["accent"], INK), (link, names["deep"], SOFT)):
        assert shade.hexadecimal == own.hexadecimal or contrast(shade, over) < 7.3


def test_colours_with_enough_contrast_stay_and_others_end_in_black_or_white() -> None:
    theme: Any = SimpleNamespace(colours={name: rgb(colour) for name, colour in {
        "night": "#000020", "accent": "#ffd000", "deep": "#102030", "more": "#000000",
    }.items()})  # fmt: skip
    assert style_of(theme) == ":root { --night: #000020; --light: #ffd000; --link: #102030; }\n"
    for name in ("night", "accent", "deep"):
        less: Any = SimpleNamespace(colours={other: theme.colours[other] for other in theme.colours if other != name})
        assert style_of(less) == ""


# -- pictures -----------------------------------------------------------------------------------------------------------


def test_pictures_of_a_file_are_its_pages_large_and_small(tmp_path: Path) -> None:
    """The first page is white with a red half, the second blue."""
    file = pikepdf.new()
    for drawing in (b"1 0 0 rg 0 0 72 144 re f", b"0 0 1 rg 0 0 144 144 re f"):
        page = file.add_blank_page(page_size=(144, 144))
        page.Contents = file.make_stream(drawing)
    path = tmp_path / "card.screen.pdf"
    file.save(path)
    wanted = picture_set(tmp_path / "site", "es", "card", BuiltFile(path, "screen", "ab", 1, ((144.0, 144.0),) * 2))
    assert _draw(tmp_path / "site", wanted) is True
    for large, small in zip(wanted.large, wanted.small, strict=True):
        for picture, box in ((large, LARGE), (small, SMALL)):
            with Image.open(tmp_path / "site" / picture.path) as image:
                assert (image.format, image.size) == ("WEBP", (box[0], box[0]))
                left, right = (image.convert("RGB").getpixel((box[0] * part // 4, box[0] // 2)) for part in (1, 3))
            whites = [all(value > 240 for value in pixel) for pixel in (left, right)]
            assert whites == [False, picture.page == 1]
            assert left[0 if picture.page == 1 else 2] > 200
    again = picture_set(tmp_path / "site", "es", "card", wanted.origin)
    assert (again.missing, again.altered) == ((), ())


def test_an_image_is_its_own_large_picture(tmp_path: Path) -> None:
    path = tmp_path / "square.image.png"
    Image.new("RGBA", (880, 880), (0, 128, 0, 255)).save(path)
    wanted = picture_set(tmp_path, "es", "square", BuiltFile(path, "image", "ab", 1, ((300.0, 300.0),)))
    _draw(tmp_path, wanted)
    for picture, side in ((wanted.large[0], 880), (wanted.small[0], 320)):
        with Image.open(tmp_path / picture.path) as image:
            assert image.size == (side, side)
            assert all(abs(a - b) < 8 for a, b in zip(image.convert("RGB").getpixel((9, 9)), (0, 128, 0), strict=True))


# -- letters ------------------------------------------------------------------------------------------------------------


def test_pages_have_the_letters_of_their_language_and_others_those_of_its_name() -> None:
    session = open_session(ROOT)
    khmer, spanish = session.registry.language("km"), session.registry.language("es")
    html = {"km/index.html": "កខគ", "es/index.html": "ឃង", "index.html": "ច"}
    files = letters(session, [khmer, spanish], html)
    style = files.pop("fonts.css").decode()
    fonts = [name for name in files if name.endswith(".woff")]
    assert files.keys() - fonts == {f"fonts/{LICENCE_FILE}"}
    assert all(name.startswith("fonts/noto-sans-khmer") for name in fonts)
    of_names = next(name for name in fonts if name.startswith("fonts/noto-sans-khmer.names-regular-"))
    of_pages = next(name for name in fonts if name.startswith("fonts/noto-sans-khmer-regular-"))
    assert set(map(ord, "កខគច")) <= set(TTFont(io.BytesIO(files[of_pages])).getBestCmap())
    assert ord("ឃ") not in TTFont(io.BytesIO(files[of_pages])).getBestCmap()
    assert set(map(ord, khmer.autonym)) <= set(TTFont(io.BytesIO(files[of_names])).getBestCmap())
    assert ':root:lang(km) { --letters: "noto-sans-khmer"; }\n' in style
    assert '[lang]:not(:root):lang(km) { --letters: "noto-sans-khmer.names"; }\n' in style
    for weight, path in (("400", of_pages), ("700", next(name for name in fonts if "khmer-bold-" in name))):
        assert f'font-weight: {weight}; font-display: swap; src: url("{path}") format("woff")' in style
    assert "lang(es)" not in style
    assert letters(session, [spanish], html) == {"fonts.css": b""}
