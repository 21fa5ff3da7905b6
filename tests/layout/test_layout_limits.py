"""The keys of a layout file at their limits: the last value that is taken, and what is said of the next."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from flyers.content import yamlfile
from flyers.content.schema import check
from flyers.errors import LayoutError
from flyers.layout.blocks.texts import CONVERSIONS
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


BLOCKS: dict[str, dict[str, Any]] = {
    "text": TEXT["text"],
    "list": {"messages": ["card.headline"], "role": "body"},
    "calendar": {"year": 2027, "role": "body", "month_role": "body"},
    "copies": {"count": 2, "blocks": [TEXT]},
    "languages": {"blocks": [TEXT]},
    "contact": {"contact": "hotline", "role": "body"},
    "measures": {"of": "", "values": [1], "role": "body"},
    "rule": {"weight": "1pt"},
    "code": {"contact": "hotline", "module": "1mm"},
}


@pytest.mark.parametrize(("block", "told"), [
    ("text", "A block is a map with one key, its kind. The kinds are column, row, "),
    ({}, "A block is a map with one key, its kind."), ({**TEXT, "rule": {}}, "A block is a map with one key, its kind."),
    ({"txt": {}}, "There is no block “txt”. Did you mean “text”? The kinds are column, row, "),
    ({"zzz": {}}, "There is no block “zzz”. The kinds are column, row, "),
    ({"text": "card.headline"}, "A text needs a map. Write “- text: {…}”."),
    ({"text": [TEXT]}, "A text needs a map."), ({"text": None}, "A text needs a map."),
])  # fmt: skip  # several cases to a line
def test_what_is_no_block(block: Any, told: str) -> None:
    panel = {"name": "panel", "blocks": [TEXT, block]}
    assert said(faces=[{"name": "face", "ground": "paper", "panels": [panel]}]).startswith(told)


@pytest.mark.parametrize(("kind", "key", "least", "most"), [
    ("list", "columns", 1, 4), ("list", "least", 1, None), ("list", "aim", 1, None), ("list", "messages", 1, None),
    ("calendar", "year", 1900, 2199), ("calendar", "months", [1], [12]), ("calendar", "columns", 1, 6),
    ("copies", "count", 2, 100), ("languages", "columns", 1, 6), ("languages", "rows", 1, None),
    ("contact", "lines", 1, 4), ("measures", "values", [-500], [5000]), ("text", "grow", 0, None),
    ("rule", "weight", 0.25, None), ("code", "module", 0.0, None), ("code", "most", 0.0, None),
    ("code", "side", 0.0, None), ("code", "distance", 0.0, None), ("text", "radius", 0.0, None),
])  # fmt: skip  # several cases to a line
def test_numbers_and_lengths_of_blocks(kind: str, key: str, least: Any, most: Any) -> None:
    """Floats stand for lengths in points, and a number of messages for so many."""

    def written(value: Any, step: int = 0) -> Any:
        if isinstance(value, list):
            return [written(value[0], step)]
        if key == "messages":
            return [f"message {number}" for number in range(value + step)]
        return f"{value + step / 100:.2f}pt" if isinstance(value, float) else value + step

    def block(value: Any) -> dict[str, Any]:
        values = {"of": next(iter(CONVERSIONS))} if kind == "measures" else {}
        return {kind: {**BLOCKS[kind], **values, key: value}}

    def face(value: Any) -> list[dict[str, Any]]:
        return [{"name": "face", "ground": "paper", "panels": [{"name": "panel", "blocks": [block(value)]}]}]

    assert read(faces=face(written(least)))
    told = said(faces=face(written(least, -1)))
    assert told
    if most is None:
        assert read(faces=face(written(least, 1000)))
    else:
        assert read(faces=face(written(most)))
        assert "is out of range. It must be from" in said(faces=face(written(most, 1)))


@pytest.mark.parametrize(("key", "most", "entry"), [
    ("months", 12, lambda number: number % 12 + 1), ("values", 40, lambda number: number),
])  # fmt: skip  # several cases to a line
def test_a_list_of_numbers_has_so_many_at_most(key: str, most: int, entry: Callable[[int], int]) -> None:
    kind = {"months": "calendar", "values": "measures"}[key]
    values = {"of": next(iter(CONVERSIONS))} if kind == "measures" else {}
    for count, right in ((most, True), (most + 1, False)):
        block = {kind: {**BLOCKS[kind], **values, key: [entry(number) for number in range(count)]}}
        face = [{"name": "face", "ground": "paper", "panels": [{"name": "panel", "blocks": [block]}]}]
        if right:
            assert read(faces=face)
        else:
            assert said(faces=face)


@pytest.mark.parametrize(("times", "right"), [(1, True), (50, True), (0, False), (51, False)])
def test_a_line_to_fold_or_cut_is_repeated_fifty_times_at_most(times: int, right: bool) -> None:
    finishing = [
        {"perforation": {"from": ["0in", "1in"], "to": ["1in", "1in"], "step": ["0in", "1pt"], "times": times}}
    ]
    if right:
        assert read(finishing=finishing)["finishing"][0].times == times
    else:
        assert said(finishing=finishing) == f"{times} is out of range. It must be from 1 to 50."
