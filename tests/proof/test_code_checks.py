"""Checks of codes and of their addresses: at their limits, on records made by hand."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from handmade import BOX, CODE, SITE, letters, paint
from PIL import Image

from expecting import ON_PRESS, composed
from flyers.page.editions import SCREEN, Edition
from flyers.proof.checks import codes
from flyers.proof.geometry import Box
from flyers.proof.images import PageView
from flyers.proof.painted import PdfColour

WHITE = PdfColour("DeviceCMYK", (0.0, 0.0, 0.0, 0.0))
BLUE = PdfColour("DeviceCMYK", (1.0, 0.0, 0.0, 1.0))


def examined(**values: Any) -> Any:
    usual = {
        "code": CODE, "opens": True, "sharp": SITE, "blurred": SITE, "pale": SITE, "quiet": 0, "module": 1.0,
        "contrast": 0.9, "art": [paint()],
    }  # fmt: skip
    return SimpleNamespace(**{**usual, **values})


def told(monkeypatch: pytest.MonkeyPatch, check: Any, one: Any, edition: Edition = ON_PRESS) -> list[str]:
    monkeypatch.setattr(codes, "examine_codes", lambda reading, expectation: [one])
    faults = list(check(None, composed(edition=edition)))
    assert all((fault.page, fault.where) == (1, "site") for fault in faults)
    return [fault.problem for fault in faults]


@pytest.mark.parametrize(
    ("check", "one", "faults"),
    [
        (codes.opens_target, examined(), []),
        (codes.opens_target, examined(opens=False, sharp="x"), [f"the code for {SITE} opens x"]),
        (codes.opens_target, examined(opens=False, sharp=""), [f"the code for {SITE} can't be read"]),
        (codes.reads_out_of_focus, examined(), []),
        (codes.reads_out_of_focus, examined(blurred=""), [f"the code for {SITE} cannot be read out of focus"]),
        (codes.reads_out_of_focus, examined(opens=False, blurred=""), []),  # that it does not open is told already
        (codes.reads_in_poor_light, examined(), []),
        (codes.reads_in_poor_light, examined(pale="x"), [f"the code for {SITE} cannot be read in poor light"]),
        (codes.reads_in_poor_light, examined(opens=False, pale=""), []),
        (codes.quiet_zone, examined(quiet=24), []),
        (codes.quiet_zone, examined(quiet=25), ["something is printed in the code's quiet zone"]),
        (codes.modules_large, examined(module=1.0 - 0.005), []),
        (codes.modules_large, examined(module=0.994), ["the code's modules are 0.35 mm, less than 0.35 mm"]),
        (codes.modules_large, examined(module=0.5), ["the code's modules are 0.18 mm, less than 0.35 mm"]),
        (codes.black_on_light, examined(), []),
        (codes.black_on_light, examined(contrast=0.4), []),
        (
            codes.black_on_light,
            examined(contrast=0.39),
            ["the contrast of the code with its background is only 39%"],
        ),
        (codes.black_on_light, examined(art=[paint(colour=WHITE), paint()]), []),
        (
            codes.black_on_light,
            examined(art=[paint(), paint(colour=BLUE)]),
            ["the code is printed in C100 M0 Y0 K100"],
        ),
        (
            codes.black_on_light,
            examined(art=[paint(colour=PdfColour("DeviceGray", (0.1,)))]),
            ["the code is printed in DeviceGray 0.1"],
        ),
        (codes.black_on_light, examined(art=[paint(colour=PdfColour("DeviceGray", (0.0,)))]), []),
    ],
)
def test_a_code_is_fit_for_cameras(monkeypatch: pytest.MonkeyPatch, check: Any, one: Any, faults: list[str]) -> None:
    assert told(monkeypatch, check, one) == faults


def test_on_screens_a_code_may_have_other_dark_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    one = examined(art=[paint(colour=PdfColour("DeviceRGB", (0.1, 0.1, 0.3)))])
    assert told(monkeypatch, codes.black_on_light, one, SCREEN) == []
    assert told(monkeypatch, codes.black_on_light, one, ON_PRESS) == ["the code is printed in DeviceRGB 0.1 0.1 0.3"]


@pytest.mark.parametrize(
    ("text", "target", "says"),
    [
        ("example.org/es", SITE, True),
        ("Www.Example.org/es/", "https://example.org/es", True),
        ("Visite example.org/es.", "https://www.example.org/es/", True),
        ("example.org", SITE, False),
        ("1-888-373-7888", "tel:+18883737888", True),
        ("888 373 7888", "tel:+18883737888", True),
        ("(888) 373-788", "tel:+18883737888", False),
        ("Envíe un texto al 233733.", "sms:233733?body=HELP", True),
        ("HELP", "sms:233733?body=HELP", False),
        ("help@example.org", "mailto:help@example.org", True),
    ],
)
def test_who_reads_the_address_can_type_it(text: str, target: str, says: bool) -> None:
    assert codes._says(text, target) is says


def written(check: Any, *texts: tuple[str, Box | None]) -> list[str]:
    contents = SimpleNamespace(texts=[SimpleNamespace(text=text, box=box) for text, box in texts])
    reading: Any = SimpleNamespace(pages=[SimpleNamespace(contents=contents)])
    expectation: Any = SimpleNamespace(codes=[CODE, CODE._replace(page=1)], contacts=[])
    return [fault.problem for fault in check(reading, expectation)]


@pytest.mark.parametrize(
    ("box", "beside"),
    [
        ((100.0, 80.0, 200.0, 90.0), True),
        ((100.0, 10.0, 200.0, 28.1), True),
        ((100.0, 10.0, 200.0, 27.9), False),  # more than 72 pt below the code
        ((213.5, 100.0, 300.0, 110.0), False),
        (None, False),
    ],
)
def test_an_address_is_within_an_inch_of_its_code(box: Box | None, beside: bool) -> None:
    text = ("example.org/es", box)
    assert written(codes.address_printed, text) == []
    assert written(codes.address_beside, text) == ([] if beside else [f"{SITE} is more than an inch from its code"])


def test_an_address_that_is_not_printed_is_told_once() -> None:
    assert written(codes.address_printed, ("example.com", BOX)) == [f"{SITE} is not printed on the page of its code"]
    assert written(codes.address_beside, ("example.com", BOX)) == []


def decoded(text: str, box: Box = BOX) -> Any:
    return SimpleNamespace(text=text, box=box, kind="QR code")


def test_codes_that_nobody_expects_are_told_with_what_they_open() -> None:
    found = [decoded(SITE), decoded("https://trap", (0.0, 0.0, 20.0, 20.0)), decoded("x", (141.0, 100.0, 180.0, 141.0))]
    reading: Any = SimpleNamespace(
        pages=[SimpleNamespace(number=1, links=())], raster=SimpleNamespace(codes=lambda number: found)
    )
    expectation: Any = SimpleNamespace(codes=[CODE])
    assert [fault.problem for fault in codes.no_unexpected_codes(reading, expectation)] == [
        "an unexpected QR code opens “https://trap”",
        "an unexpected QR code opens “x”",
    ]


def test_only_some_schemes_may_be_opened() -> None:
    links_ = ("HTTPS://a", "tel:1", "sms:1", "mailto:a", "http://a", "action Launch", "http://a")
    reading: Any = SimpleNamespace(
        pages=[SimpleNamespace(number=1, links=links_)],
        raster=SimpleNamespace(codes=lambda number: [decoded("javascript:a")]),
    )
    assert [fault.problem for fault in codes.allowed_targets(reading, None)] == [
        "“http://a” is not an allowed target",
        "“action Launch” is not an allowed target",
        "“javascript:a” is not an allowed target",
    ]


def test_an_address_on_several_lines_is_one_text(monkeypatch: pytest.MonkeyPatch) -> None:
    glyphs = letters("example.org/", 110.0, 80.0) + letters("es", 110.0, 70.0)
    monkeypatch.setattr(codes, "contact_glyphs", lambda page, contact: glyphs)
    reading: Any = SimpleNamespace(pages=[SimpleNamespace(contents=SimpleNamespace(texts=[]))])

    def said(check: Any, places: int, page: int = 0) -> list[str]:
        contact = SimpleNamespace(places=((0, 0, 0),) * places, page=page)
        expectation: Any = SimpleNamespace(codes=[CODE], contacts=[contact])
        return [fault.problem for fault in check(reading, expectation)]

    assert said(codes.address_printed, 2) == said(codes.address_beside, 2) == []
    assert said(codes.address_printed, 1) == said(codes.address_printed, 2, page=1) != []
    glyphs = letters("example.org/", 110.0, 8.0) + letters("es", 110.0, 0.0)
    assert said(codes.address_beside, 2) == [f"{SITE} is more than an inch from its code"]


# -- cameras ----------------------------------------------------------------------------------------------------------


def seen(monkeypatch: pytest.MonkeyPatch, *found: str, quiet: int = 255, paints: Any = ()) -> codes.CodeExamination:
    """Return what is found of a black symbol on white, of 41 modules of a point and with four of white around it."""
    view = PageView(Image.new("L", (490, 490), quiet), 96.0, 145.0, 720)
    view.image.paste(0, (40, 40, 450, 450))
    monkeypatch.setattr(codes, "decode", lambda image: [SimpleNamespace(text=text, modules=41) for text in found])
    raster = SimpleNamespace(close_up=lambda number, box: view if box == (96.0, 96.0, 145.0, 145.0) else None)
    page = SimpleNamespace(number=1, contents=SimpleNamespace(paints=paints))
    reading: Any = SimpleNamespace(pages=[page], raster=raster, results={})
    expectation: Any = SimpleNamespace(codes=[CODE, CODE._replace(page=1)])
    (one,) = codes.examine_codes(reading, expectation)
    return one


def test_a_code_is_seen_as_a_camera_sees_it(monkeypatch: pytest.MonkeyPatch) -> None:
    one = seen(monkeypatch, "x", SITE)
    assert (one.sharp, one.opens, one.blurred, one.pale, one.modules) == (SITE, True, "x", "x", 41)
    assert (one.quiet, one.contrast) == (0, 1.0)
    assert seen(monkeypatch, SITE, quiet=102).contrast == pytest.approx(0.4)
    other = seen(monkeypatch, "x", "y")
    assert (other.sharp, other.opens) == ("x", False)
    none = seen(monkeypatch)
    assert (none.sharp, none.opens, none.blurred, none.pale, none.modules, none.module) == (
        None,
        False,
        None,
        None,
        0,
        1.0,
    )


def test_a_code_outside_what_is_shown_is_read_by_no_camera() -> None:
    raster = SimpleNamespace(close_up=lambda number, box: None)
    page = SimpleNamespace(number=1, contents=SimpleNamespace(paints=[paint()]))
    reading: Any = SimpleNamespace(pages=[page], raster=raster, results={})
    expectation: Any = SimpleNamespace(codes=[CODE])
    (one,) = codes.examine_codes(reading, expectation)
    assert (one.opens, one.sharp, one.blurred, one.pale, one.modules) == (False, None, None, None, 0)
    assert (one.quiet, one.contrast, one.art) == (255.0, 0.0, (paint(),))


def test_the_modules_of_a_code_are_measured_on_what_is_painted(monkeypatch: pytest.MonkeyPatch) -> None:
    small, ground = paint((100.0, 100.0, 120.5, 120.5)), paint((90.0, 90.0, 151.0, 151.0))
    beside, tool = paint((141.0, 100.0, 160.0, 141.0)), paint(colour=PdfColour("Separation", (1.0,), "Dieline"))
    one = seen(monkeypatch, SITE, paints=[ground, small, beside, tool])
    assert (one.art, one.module) == ((small,), 0.5)
    assert seen(monkeypatch, SITE, paints=[paint((140.94, 100.0, 160.0, 141.0))]).art, "by more than rounding"
    assert seen(monkeypatch, SITE, paints=[paint((140.96, 100.0, 160.0, 141.0))]).art == ()
    for beyond, is_art in ((0.0, True), (0.04, True), (0.06, False), (0.9, False)):
        behind = paint((100.0 - beyond, 100.0 - beyond, 141.0 + beyond, 141.0 + beyond))
        assert seen(monkeypatch, SITE, paints=[behind]).art == ((behind,) if is_art else ())
    assert seen(monkeypatch, SITE).module == 1.0
    assert seen(monkeypatch, SITE, paints=[paint((100.0, 100.0, 182.0, 182.0))]).module == 2.0
