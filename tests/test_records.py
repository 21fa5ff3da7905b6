"""Our dataclasses do what those of the standard library do."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from dataclasses import field
from typing import Any

import pytest

from flyers import records


def _classes(dataclass: Any) -> dict[str, Any]:
    """Return classes with everything that the program uses, made by *dataclass*."""

    @dataclass(frozen=True, slots=True)
    class Place:
        """A place."""

        x: float
        y: float = 0.0
        names: tuple[str, ...] = ()

    @dataclass(frozen=True, slots=True)
    class Named(Place):
        name: str = "here"
        hidden: list[int] = field(default_factory=list, compare=False, repr=False)

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Choice:
        word: str
        few: bool = False

    @dataclass(slots=True)
    class Counter:
        number: int
        seen: dict[str, int] = field(default_factory=dict)
        twice: int = field(init=False)

        def __post_init__(self) -> None:
            self.twice = 2 * self.number

    @dataclass(frozen=True)
    class Loose:
        one: int

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Loose)

    @dataclass(frozen=True, slots=True, init=False)
    class Words:
        words: tuple[str, ...]

        def __init__(self, *words: str) -> None:
            object.__setattr__(self, "words", words)

    @dataclass(eq=False, slots=True)
    class Thing:
        value: int = 1

    return {made.__name__: made for made in (Place, Named, Choice, Counter, Loose, Words, Thing)}


OURS, THEIRS = _classes(records.dataclass), _classes(dataclasses.dataclass)
MADE = [
    ("Place", (1,), {}),
    ("Place", (1, 2), {"names": ("a",)}),
    ("Named", (1,), {"name": "there"}),
    ("Choice", (), {"word": "w"}),
    ("Counter", (3,), {}),
    ("Loose", (1,), {}),
    ("Words", ("a", "b"), {}),
    ("Thing", (), {}),
]


@pytest.mark.parametrize(("name", "args", "words"), MADE)
def test_objects_have_the_same_fields_and_the_same_form(name: str, args: Any, words: Any) -> None:
    ours, theirs = OURS[name](*args, **words), THEIRS[name](*args, **words)
    names = [one.name for one in dataclasses.fields(theirs)]
    assert [one.name for one in dataclasses.fields(ours)] == names
    assert [getattr(ours, one) for one in names] == [getattr(theirs, one) for one in names]
    assert repr(ours) == repr(theirs)
    assert hasattr(ours, "__dict__") == hasattr(theirs, "__dict__")


@pytest.mark.parametrize(("name", "args", "words"), MADE)
def test_objects_are_equal_and_hashed_alike(name: str, args: Any, words: Any) -> None:
    for classes in (OURS, THEIRS):
        one, other = (classes[name](*args, **words) for _ in range(2))
        assert (one == other) == (name != "Thing")
        assert one != 1
    ours, theirs = OURS[name](*args, **words), THEIRS[name](*args, **words)
    if theirs.__hash__ is None or name == "Loose":
        assert (ours.__hash__ is None) == (theirs.__hash__ is None)
    elif name != "Thing":
        assert hash(ours) == hash(theirs)


@pytest.mark.parametrize("classes", [OURS, THEIRS], ids=["ours", "theirs"])
def test_frozen_objects_stay_as_they_are_and_can_be_copied(classes: dict[str, Any]) -> None:
    place = classes["Named"](1, hidden=[3])
    for change in (lambda: setattr(place, "x", 2), lambda: delattr(place, "x")):
        with pytest.raises(dataclasses.FrozenInstanceError):
            change()
    assert dataclasses.replace(place, x=5).x == 5
    assert copy.deepcopy(place) == place
    assert copy.deepcopy(place).hidden is not place.hidden
    assert dataclasses.asdict(place)["hidden"] == [3]
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'x'"):
        classes["Place"]()
    with pytest.raises(TypeError, match="unexpected keyword argument 'z'"):
        classes["Place"](1, z=1)


@records.dataclass(frozen=True, slots=True)
class Sent:
    """A record that goes to another process."""

    one: int
    many: tuple[int, ...] = ()


def test_a_record_can_be_sent_to_another_process() -> None:
    assert pickle.loads(pickle.dumps(Sent(1, (2,)))) == Sent(1, (2,))


@pytest.mark.parametrize("dataclass", [records.dataclass, dataclasses.dataclass])
def test_records_of_both_kinds_inherit_from_each_other(dataclass: Any) -> None:
    for base in (OURS["Place"], THEIRS["Place"]):

        @dataclass(frozen=True, slots=True)
        class Further(base):
            z: float = 1.0

        assert (Further(1).y, Further(1).z) == (0.0, 1.0)
        with pytest.raises(dataclasses.FrozenInstanceError):
            Further(1).x = 2


def test_an_init_is_compiled_with_the_first_object() -> None:
    made = _classes(records.dataclass)["Place"]
    assert list(inspect.signature(made.__init__).parameters) == ["self", "args", "kwargs"]
    objects = [made(1, names=["a"]) for _ in range(2)]
    assert list(inspect.signature(made.__init__).parameters) == ["self", "x", "y", "names"]
    assert len({repr(one) for one in objects}) == 1


@pytest.mark.parametrize(("args", "kwargs"), [((), {}), ((1, 2, 3, 4, 5), {}), ((1,), {"x": 2}), ((1,), {"z": 2})])
def test_wrong_arguments_of_the_first_object_are_named(args: tuple[int, ...], kwargs: dict[str, int]) -> None:
    with pytest.raises(TypeError) as expected:
        _classes(dataclasses.dataclass)["Place"](*args, **kwargs)
    with pytest.raises(TypeError) as caught:
        _classes(records.dataclass)["Place"](*args, **kwargs)
    assert str(caught.value) == str(expected.value)
