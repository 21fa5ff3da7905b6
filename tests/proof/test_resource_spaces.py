"""Which colour spaces a page could use, by its resources, and which entries of a file mean transparency."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream

from flyers.page.editions import PRESS
from flyers.proof.checks import construction
from flyers.proof.expectations import expectation_of_unknown
from flyers.proof.reading import _resource_spaces

FILE = pikepdf.new()
SPOT = Array([Name.Separation, Name("/Safety Orange"), Name.DeviceCMYK, Dictionary()])
BOTH = Array([Name.DeviceN, Array([Name.Black, Name("/Safety Orange")]), Name.DeviceCMYK, Dictionary()])


def spaces(resources: Any) -> list[tuple[str, str]]:
    return list(_resource_spaces(resources))


def stream(**entries: Any) -> Stream:
    return Stream(FILE, b"", **entries)


@pytest.mark.parametrize("nothing", [None, Dictionary(), Array([]), Dictionary(ColorSpace=Name.DeviceRGB)])
def test_without_resources_there_is_no_space(nothing: Any) -> None:
    assert spaces(nothing) == []


def test_named_spaces_have_their_colorants() -> None:
    named = Dictionary({"/C0": SPOT, "/C1": BOTH, "/C2": Array([Name.ICCBased, stream(N=4)]), "/C3": Name.DeviceGray})
    found = spaces(Dictionary(ColorSpace=named))
    assert found[:2] == [
        ("Separation Safety Orange", "colour space C0"),
        ("DeviceN Black+Safety Orange", "colour space C1"),
    ]
    assert [(space.split()[0], place) for space, place in found[2:]] == [
        ("ICCBased", "colour space C2"),
        ("DeviceGray", "colour space C3"),
    ]


def test_images_and_shadings_may_name_a_space_of_the_page() -> None:
    resources = Dictionary(
        ColorSpace=Dictionary(C0=SPOT),
        Shading=Dictionary(S0=Dictionary(ColorSpace=Name.C0), S1=Dictionary(ColorSpace=Name.DeviceRGB)),
        XObject=Dictionary(I0=stream(ColorSpace=Name.C0), I1=stream(ColorSpace=Name.DeviceCMYK), Mask=stream()),
    )
    assert spaces(resources)[1:] == [
        ("Separation", "shading S0"),
        ("DeviceRGB", "shading S1"),
        ("Separation", "image I0"),
        ("DeviceCMYK", "image I1"),
    ]


@pytest.mark.parametrize(("depth", "seen"), [(0, True), (1, True), (4, True), (5, False)])
def test_forms_are_followed_into_forms_but_not_for_ever(depth: int, seen: bool) -> None:
    resources = Dictionary(XObject=Dictionary(Picture=stream(ColorSpace=Name.DeviceRGB)))
    for _ in range(depth):
        resources = Dictionary(XObject=Dictionary(Form=stream(Resources=resources)))
    assert spaces(resources) == ([("DeviceRGB", "image Picture")] if seen else [])


def test_a_form_that_has_itself_in_its_resources_ends() -> None:
    resources = FILE.make_indirect(Dictionary(ColorSpace=Dictionary(C0=Name.DeviceGray)))
    form = stream(Resources=resources)
    resources["/XObject"] = Dictionary(Form=form)
    assert spaces(resources) == [("DeviceGray", "colour space C0")] * 5


@pytest.mark.parametrize(
    ("key", "value", "use"),
    [
        ("/SMask", Name("/None"), ""),
        ("/SMask", Dictionary(), "a soft mask"),
        ("/CA", 1, ""),
        ("/ca", 0.5, "an opacity of 0.5"),
        ("/CA", 0, "an opacity of 0"),
        ("/BM", Name.Normal, ""),
        ("/BM", Name.Compatible, ""),
        ("/BM", Name.Multiply, "a blend mode"),
        ("/S", Name.Transparency, "a transparency group"),
        ("/S", Name.URI, ""),
    ],
)
def test_entries_that_mean_transparency(key: str, value: Any, use: str) -> None:
    entry, unknown = SimpleNamespace(key=key, value=value), expectation_of_unknown(PRESS)
    reading: Any = SimpleNamespace(objects=SimpleNamespace(entries=lambda *keys: [entry] if key in keys else []))
    faults = construction.nothing_transparent(reading, unknown)
    assert [fault.problem for fault in faults] == ([f"the file has {use}"] if use else [])
