"""Checks of the output intent on dictionaries made by hand."""

from __future__ import annotations

import hashlib
from types import SimpleNamespace
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream, String

from flyers.proof.checks import identification
from flyers.proof.findings import X1A

CONDITION = SimpleNamespace(
    identifier="CGATS21", registry="http://www.color.org", title="GRACoL", info="Coated paper", sha256=""
)


def profile(*, device: bytes = b"prtr", space: bytes = b"CMYK", version: int = 2, length: int = 128) -> bytes:
    """The header of an ICC profile."""
    data = bytearray(128)
    data[:4] = length.to_bytes(4, "big")
    data[8] = version
    data[12:16], data[16:20], data[36:40] = device, space, b"acsp"
    return bytes(data)


FILE = pikepdf.new()


def press_intent(data: bytes | None = None, components: int = 4, **changes: Any) -> Dictionary:
    entries = {
        "S": Name.GTS_PDFX,
        "OutputConditionIdentifier": String("CGATS21"),
        "RegistryName": String("http://www.color.org"),
        "OutputCondition": String("GRACoL"),
        "Info": String("Coated paper"),
        "DestOutputProfile": Stream(FILE, profile() if data is None else data, N=components),
        **changes,
    }
    return Dictionary({f"/{key}": value for key, value in entries.items() if value is not None})


def found(
    function: Any, *intents: Dictionary, condition: Any = CONDITION, standards: tuple[str, ...] = ()
) -> list[str]:
    root = Dictionary(OutputIntents=Array(list(intents))) if intents else Dictionary()
    reading: Any = SimpleNamespace(objects=SimpleNamespace(root=root))
    expectation: Any = SimpleNamespace(edition=SimpleNamespace(condition=condition, standards=standards))
    return [fault.problem for fault in function(reading, expectation)]


def test_a_press_file_has_one_intent_for_print() -> None:
    archive = press_intent(S=Name.GTS_PDFA1)
    assert found(identification.one_intent, press_intent(), archive) == []
    (fault,) = found(identification.one_intent, *[press_intent()] * 3)
    assert fault.startswith("the file has 3 output intents ")
    assert found(identification.one_intent) == ["the file has no output intent for print (GTS_PDFX)"]
    assert found(identification.one_intent, archive) == ["the file has no output intent for print (GTS_PDFX)"]
    assert found(identification.one_intent, press_intent(), press_intent()) == [
        "the file has 2 output intents for print (GTS_PDFX)"
    ]


UNDESCRIBED = "the condition is in no registry, and the output intent does not describe it (Info)"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, []),
        ({"OutputConditionIdentifier": String(" ")}, ["the output intent has no OutputConditionIdentifier"]),
        ({"OutputConditionIdentifier": String("FOGRA39")}, ["the file is made for “FOGRA39”, not for “CGATS21”"]),
        (
            {"RegistryName": String("http://shop")},
            ["the condition's registry is “http://shop” instead of “http://www.color.org”"],
        ),
        ({"OutputCondition": String("Other")}, ["the condition is called “Other” instead of “GRACoL”"]),
        ({"Info": String("Other")}, ["the condition is called “Other” instead of “Coated paper”"]),
        ({"Info": None}, ["the condition is called “” instead of “Coated paper”"]),
        (
            {"RegistryName": None, "Info": None},
            ["the condition's registry is “” instead of “http://www.color.org”", UNDESCRIBED],
        ),
        ({"RegistryName": None}, ["the condition's registry is “” instead of “http://www.color.org”"]),
    ],
)
def test_an_intent_names_its_condition(changes: dict[str, Any], told: list[str]) -> None:
    assert found(identification.condition_named, press_intent(**changes)) == told


def test_a_condition_of_the_shop_s_own_is_described() -> None:
    own = SimpleNamespace(identifier="CGATS21", registry="", title="", info=" Coated paper ")
    assert found(identification.condition_named, press_intent(RegistryName=None), condition=own) == []
    bare = SimpleNamespace(identifier="CGATS21", registry="", title="", info="")
    assert found(identification.condition_named, press_intent(RegistryName=None, Info=None), condition=bare) == [
        UNDESCRIBED
    ]
    assert found(identification.condition_named, press_intent(Info=None), condition=None) == []
    assert found(identification.condition_named, press_intent(RegistryName=None), condition=None) == []


@pytest.mark.parametrize(
    ("data", "components", "told"),
    [
        (profile(), 4, []),
        (profile(version=4), 4, []),
        (profile(version=5), 4, ["the profile is of ICC version 5, not of 2 or 4"]),
        (profile(device=b"mntr"), 4, ["the profile is of the class mntr, not of a press (prtr)"]),
        (profile(space=b"RGB "), 3, ["the profile is for RGB with 3 components, not for CMYK with 4"]),
        (profile(), 3, ["the profile is for CMYK with 3 components, not for CMYK with 4"]),
        (profile(length=129), 4, ["the profile is not an ICC profile, or is damaged"]),
        (profile(length=127)[:127], 4, ["the profile is not an ICC profile, or is damaged"]),
        (profile().replace(b"acsp", b"ascp"), 4, ["the profile is not an ICC profile, or is damaged"]),
        (
            profile(device=b"scnr", space=b"GRAY", version=1),
            1,
            [
                "the profile is of the class scnr, not of a press (prtr)",
                "the profile is for GRAY with 1 components, not for CMYK with 4",
                "the profile is of ICC version 1, not of 2 or 4",
            ],
        ),
    ],
)
def test_a_profile_is_that_of_a_press(data: bytes, components: int, told: list[str]) -> None:
    assert found(identification.profile_fits, press_intent(data, components)) == told


def test_an_older_standard_takes_older_profiles_and_may_leave_out_registered_ones() -> None:
    old = (X1A,)
    assert found(identification.profile_fits, press_intent(profile(version=4)), standards=old) == [
        "the profile is of ICC version 4, not of 2"
    ]
    without = press_intent(DestOutputProfile=None)
    assert found(identification.profile_fits, without, standards=old) == []
    assert found(identification.profile_fits, without) == ["the output intent has no profile"]
    own = press_intent(DestOutputProfile=None, RegistryName=String("http://shop"))
    assert found(identification.profile_fits, own, standards=old) == ["the output intent has no profile"]
    apart = press_intent(DestOutputProfileRef=Dictionary())
    assert found(identification.profile_fits, apart) == ["the output intent names a profile outside the file"]


def test_the_profile_is_compared_with_the_condition_s() -> None:
    digest = hashlib.sha256(profile()).hexdigest()
    right = SimpleNamespace(identifier="CGATS21", sha256=digest)
    assert found(identification.profile_is_the_conditions, press_intent(), condition=right) == []
    wrong = SimpleNamespace(identifier="CGATS21", sha256="0" * 64)
    assert found(identification.profile_is_the_conditions, press_intent(), condition=wrong) == [
        f"the profile's SHA-256 is {digest[:12]}…, unlike that of CGATS21"
    ]
    assert found(identification.profile_is_the_conditions, press_intent(), condition=None) == []
    assert found(identification.profile_is_the_conditions, press_intent(DestOutputProfile=None), condition=wrong) == []


INDEXED = Array([Name.Indexed, Name.DeviceRGB, 1, b"abc"])
TINT = Dictionary(FunctionType=2)


@pytest.mark.parametrize(
    ("space", "families"),
    [
        (Name.DeviceRGB, ["/DeviceRGB"]),
        (Name.RGB, ["/RGB"]),
        (Name.C0, []),  # the name of a resource, which is looked at there
        (None, []),
        (Array([]), []),
        (Array([Name.Pattern]), ["/Pattern"]),
        (Array([Name.Pattern, Name.DeviceRGB]), ["/Pattern", "/DeviceRGB"]),
        (INDEXED, ["/Indexed", "/DeviceRGB"]),
        (Array([Name.I, Name.DeviceRGB, 1, b"abc"]), ["/I", "/DeviceRGB"]),
        (Array([Name.Separation, Name.Gold, Name.DeviceRGB, TINT]), ["/Separation", "/DeviceRGB"]),
        (Array([Name.DeviceN, Array([Name.DeviceRGB]), Name.DeviceCMYK, TINT]), ["/DeviceN", "/DeviceCMYK"]),
        (Array([Name.Separation, Name.DeviceRGB]), ["/Separation"]),
        (Array([Name.ICCBased, Name.DeviceRGB]), ["/ICCBased"]),
        (Array([Name.Pattern, Array([Name.Separation, Name.Gold, INDEXED, TINT])]), ["/Pattern", "/Separation", "/Indexed", "/DeviceRGB"]),
    ],
)  # fmt: skip
def test_a_space_is_followed_to_those_beneath_it(space: Any, families: list[str]) -> None:
    assert list(identification._families(space)) == families


def test_spaces_in_spaces_are_not_followed_for_ever() -> None:
    space: Any = Name.DeviceRGB
    for depth in range(6):
        assert ("/DeviceRGB" in identification._families(space)) is (depth <= 4)
        space = Array([Name.Pattern, space])
