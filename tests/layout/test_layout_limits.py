"""The keys of a layout file at their limits: the last value that is taken, and what is said of the next."""

from __future__ import annotations

import json
from typing import Any

import pytest

from flyers.content import yamlfile
from flyers.content.schema import check
from flyers.errors import LayoutError
from flyers.layout.layout_files import LAYOUT
from flyers.layout.model import Face, Panel

TEXT = {"text": {"message": "card.headline", "role": "body"}}


def read(**keys: Any) -> Any:
    return check(yamlfile.parse(json.dumps(keys).encode(), "layout.yaml"), LAYOUT, LayoutError)


def said(**keys: Any) -> str:
    with pytest.raises(LayoutError) as caught:
        read(**keys)
    assert str(caught.value).startswith("layout.yaml:1:")
    return f"{caught.value.problem} {caught.value.hint}"


def panels(count: int) -> list[dict[str, Any]]:
    return [{"name": f"panel {number}", "blocks": [TEXT]} for number in range(count)]


def faces(count: int, panels_each: int = 1) -> list[dict[str, Any]]:
    return [{"name": f"face {number}", "ground": "paper", "panels": panels(panels_each)} for number in range(count)]


@pytest.mark.parametrize(
    ("key", "least", "less", "told"),
    [
        ("trim", ["36pt", "0.5in"], ["36pt", "35.9pt"], "35.9pt is too small. The least is 36 pt."),
        ("pixels", [200, 200], [200, 199], "199 is out of range. It must be from 200 to 4096."),
        ("pixels", [4096, 4096], [4097, 4096], "4097 is out of range. It must be from 200 to 4096."),
        ("covered", ["0pt", "0pt"], ["0pt", "-1pt"], ""),
        ("most_kilobytes", 1, 0, "0 is out of range. It must be from 1 to 5000."),
        ("most_kilobytes", 5000, 5001, "5001 is out of range. It must be from 1 to 5000."),
        ("bleed", "0pt", "-1pt", ""),
        ("safe", "0pt", "-1pt", ""),
        ("space", "0.5pt", "0.49pt", "0.49pt is too small. The least is 0.5 pt."),
        ("smallest_module", "0mm", "-1mm", ""),
        ("reversed_floor", "0pt", "-1pt", ""),
    ],
)
def test_sizes_and_numbers(key: str, least: Any, less: Any, told: str) -> None:
    assert key in read(**{key: least})
    assert told in said(**{key: less})


@pytest.mark.parametrize("key", ["trim", "pixels", "covered"])
@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_size_has_two_sides(key: str, count: int) -> None:
    value = [300 if key == "pixels" else "300pt"] * count
    assert said(**{key: value}).startswith(f"This list has {count} items; it must have 2.")


@pytest.mark.parametrize(("count", "right"), [(0, False), (1, True), (4, True), (5, False)])
def test_a_layout_has_one_to_four_faces(count: int, right: bool) -> None:
    if right:
        read_faces = read(faces=faces(count))["faces"]
        assert [type(face) for face in read_faces] == [Face] * count
    else:
        assert said(faces=faces(count)).startswith(f"This list has {count} items; it must have 1 to 4.")


@pytest.mark.parametrize(("count", "right"), [(0, False), (1, True), (8, True), (9, False)])
def test_a_face_has_one_to_eight_panels(count: int, right: bool) -> None:
    if right:
        (face,) = read(faces=faces(1, count))["faces"]
        assert [panel.name for panel in face.panels] == [f"panel {number}" for number in range(count)]
    else:
        assert said(faces=faces(1, count)).startswith(f"This list has {count} items; it must have 1 to 8.")


def test_a_panel_of_nothing_but_its_blocks_is_as_wide_as_there_is_room_and_upright() -> None:
    (face,) = read(faces=faces(1))["faces"]
    (panel,) = face.panels
    assert isinstance(panel, Panel)
    assert (panel.width, panel.over_fold, panel.rotate) == (0.0, 0.0, 0)
    assert (panel.content.path, len(panel.content.children)) == ("panel 0", 1)
    assert (face.flow, face.foot) == (False, None)


def test_a_panel_s_own_keys_and_those_of_its_column_are_told_apart() -> None:
    panel = {**panels(1)[0], "width": "1in", "over_fold": "2pt", "rotate": 90, "gap": 2, "justify": "center"}
    (face,) = read(faces=[{"name": "front", "ground": "paper", "panels": [panel]}])["faces"]
    (made,) = face.panels
    assert (made.width, made.over_fold, made.rotate) == (72.0, 2.0, 90)
    assert (made.content.gap.units, made.content.justify) == (2.0, "center")


# -- roles ------------------------------------------------------------------------------------------------------------


def role(**keys: Any) -> Any:
    return read(roles={"body": {"aim": "9pt", "floor": "8pt", **keys}})["roles"]["body"]


@pytest.mark.parametrize(
    ("value", "sizes"),
    [
        ("9pt", (9.0, 9.0, 9.0)),
        ("4pt", (4.0, 4.0, 4.0)),
        ({"latin": "9pt"}, (9.0, 9.0, 9.0)),
        ({"latin": "9pt", "other": "10pt"}, (9.0, 10.0, 10.0)),
        ({"latin": "9pt", "nastaliq": "12pt"}, (9.0, 9.0, 12.0)),
        ({"latin": "9pt", "other": "10pt", "nastaliq": "12pt"}, (9.0, 10.0, 12.0)),
    ],
)
def test_sizes_by_script_fall_back_to_the_group_before(value: Any, sizes: tuple[float, float, float]) -> None:
    made = role(aim=value, floor="4pt")
    assert tuple(made.aim[name] for name in ("latin", "other", "nastaliq")) == sizes


@pytest.mark.parametrize("value", [0.7, 1, 2, {"latin": 1.2, "nastaliq": 2}])
def test_a_leading_within_its_limits(value: Any) -> None:
    made = role(leading=value).leading
    assert made["latin"] == (value["latin"] if isinstance(value, dict) else value)
    assert all(isinstance(factor, float) for factor in made.values())


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ({"leading": 0.69}, "0.69 is not a number from 0.7 to 2."),
        ({"leading": 2.01}, "2.01 is not a number from 0.7 to 2."),
        ({"leading": True}, "True is not a number from 0.7 to 2."),
        ({"leading": "1"}, "1 is not a number from 0.7 to 2."),
        ({"leading": {"other": 1}}, "Values by script need “latin”, and may have “other” and “nastaliq”."),
        ({"aim": {"latin": "9pt", "greek": "9pt"}}, "Values by script need “latin”, and may have “other” and"),
        ({"floor": "3.9pt"}, "Type of 3.9pt is too small to read. The least is 4 pt."),
        ({"floor": "9.1pt"}, "For “latin” the aim, 9 pt, is smaller than the floor, 9.1 pt. The floor is the smallest"),
        (
            {"floor": {"latin": "9pt", "nastaliq": "10pt"}},
            "For “nastaliq” the aim, 9 pt, is smaller than the floor, 10 pt.",
        ),
        ({"weight": "light"}, "“light” is not one of regular, bold."),
        ({"tag": "H4"}, "“H4” is not one of H1, H2, H3, P."),
    ],
)
def test_what_is_said_of_a_wrong_role(keys: dict[str, Any], told: str) -> None:
    assert said(roles={"body": {"aim": "9pt", "floor": "8pt", **keys}}).startswith(told)


def test_the_floor_may_be_the_aim() -> None:
    made = role(floor="9pt")
    assert made.floor == made.aim
    assert (made.weight, made.balance, made.tag, made.leading) == ("regular", False, "P", {})


def test_roles_give_way_one_by_one_or_together() -> None:
    assert read(give_way=["sign", ["heading", "promise"]])["give_way"] == [("sign",), ("heading", "promise")]


@pytest.mark.parametrize("group", [[], [1], {"sign": 1}])
def test_what_is_said_of_a_group_that_is_none(group: Any) -> None:
    assert said(give_way=[group]).startswith("This is not a role, nor a list of roles. Write names of “roles”: [sign,")


@pytest.mark.parametrize("key", ["seen_only", "reading"])
def test_names_stand_in_a_list_once(key: str) -> None:
    assert list(read(**{key: ["front", "back"]})[key]) == ["front", "back"]
    assert said(**{key: ["front", "back", "front"]}) == "“front” is in this list twice. Keep one."
