"""The schema: what a record passes to its constructor, and where the errors of constructors and rules are placed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import pytest

from flyers.content import yamlfile
from flyers.content.schema import (
    Each,
    Flag,
    Kind,
    MapOf,
    Number,
    OneOf,
    Placed,
    Problem,
    Record,
    Required,
    Text,
    check,
    raise_problems,
)
from flyers.errors import CombinedError, ContentError, FlyersError, LayoutError, Source


class Side(StrEnum):
    FRONT = "front"
    BACK = "back"


@dataclass(frozen=True)
class Margins:
    top: int = 1
    left: int = 2


@dataclass(frozen=True, kw_only=True)
class Card:
    name: str
    side: Side
    words: tuple[str, ...] = ("none",)
    origin: str = ""
    copies: int = 1
    margins: Margins = Margins()
    source: Source


def _wrong_copies(card: Card) -> Iterator[Problem]:
    if card.copies == 7:
        yield Problem("Seven is unlucky.", "Print eight.", path=["copies"], trail=[card.name])
    if card.margins.left == 7:
        yield Problem("Seven is wide.", path=["margins", "left"])
    if card.margins.top == 7:
        yield Problem("Seven is high.", path=["margins", "top", "unit"])


CARD = Record(
    {
        "side": Required(OneOf(*Side)),
        "words": Each(Text()),
        "from": Text(),
        "copies": Number(1, 9, whole=True),
        "margins": Record({"top": Number(), "left": Number()}, make=Margins),
    },
    make=Card,
    names={"from": "origin"},
    source=True,
    rules=_wrong_copies,
)
CARDS = Record({"cards": Required(MapOf(CARD, re.compile("[a-z]+"), "a name", id="name"))})


def read(text: str, kind: Kind = CARDS, error: type[FlyersError] = ContentError) -> dict[str, Card]:
    cards: dict[str, Card] = check(yamlfile.parse(text.encode(), "cards.yaml"), kind, error)["cards"]
    return cards


def errors(text: str, kind: Kind = CARDS) -> list[str]:
    with pytest.raises(FlyersError) as caught:
        read(text, kind)
    found = caught.value.errors if isinstance(caught.value, CombinedError) else [caught.value]
    return [str(error) for error in found]


def test_a_constructor_gets_the_converted_values() -> None:
    cards = read("cards:\n  one: {side: back, words: [a, b], from: there, margins: {left: 4}}\n")
    assert cards["one"] == Card(
        name="one",
        side=Side.BACK,
        words=("a", "b"),
        origin="there",
        margins=Margins(1, 4),
        source=Source("cards.yaml", 2, 3),
    )
    assert isinstance(cards["one"].side, Side)


def test_absent_and_empty_keys_get_the_constructors_defaults() -> None:
    card = read("cards:\n  one:\n    side: front\n    words:\n    copies:\n")["one"]
    assert (card.words, card.copies, card.margins) == (("none",), 1, Margins(1, 2))


def test_a_default_of_the_schema_comes_before_the_constructors() -> None:
    record = Record({"top": Number(default=5), "left": Number()}, make=Margins)
    assert check(yamlfile.parse(b"left: 3", "x.yaml"), record) == Margins(5, 3)


def test_the_place_of_a_record_in_a_list_is_its_own() -> None:
    kind = Record({"cards": Each(Record({"side": OneOf(*Side)}, make=lambda side, source: source, source=True))})
    found = check(yamlfile.parse(b"cards:\n  - side: back\n  - {side: front}\n", "x.yaml"), kind)
    assert found["cards"] == [Source("x.yaml", 2, 5), Source("x.yaml", 3, 5)]


def test_a_list_is_passed_to_its_own_constructor_with_the_places_of_its_items() -> None:
    kind = Record({"words": Each(Text(), make=frozenset), "lines": Each(Text(), make=lambda each: each.item_source(1))})
    found = check(yamlfile.parse(b"words: [a, b]\nlines: [a, b]\n", "x.yaml"), kind)
    assert found == {"words": frozenset("ab"), "lines": Source("x.yaml", 2, 12)}


def test_a_placed_value_comes_with_its_place() -> None:
    found = check(yamlfile.parse(b"word:  there\n", "x.yaml"), Record({"word": Required(Placed(Text()))}))
    assert found["word"] == ("there", Source("x.yaml", 1, 8))


def test_all_problems_of_kinds_and_rules_are_reported_at_once_in_the_order_of_the_file() -> None:
    text = (
        "cards:\n  one: {side: front, copies: 7, margins: {left: 7, top: 7}}\n  two: {side: up, copies: 7}\n"
        "  Three: {side: back}\n  four: {sid: back}\n"
    )
    assert errors(text) == [
        "one → cards.yaml:2:30: Seven is unlucky. Print eight.",
        "cards.yaml:2:49: Seven is wide.",
        "cards.yaml:2:57: Seven is high.",
        "cards.yaml:3:15: “up” is not one of front, back.",
        "cards.yaml:4:3: “Three” is not a name.",
        "cards.yaml:5:10: The key “sid” is not known here. The keys allowed here are side, words, from, copies, "
        "margins. Did you mean “side”?",
    ]


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (Problem("This is bad.", "Fix it.", path=["left"]), "x.yaml:2:8: This is bad. Fix it."),
        (ValueError("This is bad."), "x.yaml:1:1: This is bad."),
        (ContentError("This is bad.", source=Source("y.yaml")), "y.yaml: This is bad."),
        (CombinedError([LayoutError("One."), LayoutError("Two.")]), "One.\nTwo."),
    ],
)
def test_a_constructor_may_refuse(error: Exception, message: str) -> None:
    def make(**_: float) -> Margins:
        raise error

    record = Record({"top": Number(), "left": Number()}, make=make, rules=lambda made: [Problem("Not reached.")])
    with pytest.raises(FlyersError) as caught:
        check(yamlfile.parse(b"top: 1\nleft:  2\n", "x.yaml"), record)
    assert str(caught.value) == message


def test_a_constructor_is_not_called_with_a_wrong_value() -> None:
    called = []
    record = Record({"flag": Flag(), "words": Each(Text(), make=called.append)}, make=called.append)
    with pytest.raises(CombinedError):
        check(yamlfile.parse(b"flag: 3\nwords: [[a]]\n", "x.yaml"), record)
    assert not called


def test_problems_found_after_a_check_are_placed_by_their_path() -> None:
    document = yamlfile.parse(b"a:\n  b: {c: 1}\n", "x.yaml")
    with pytest.raises(CombinedError) as caught:
        raise_problems(
            [
                Problem("One.", path=["a", "b", "c"]),
                Problem("Two.", path=["a", "d"]),
                Problem("Three.", path=["d", "e"]),
                Problem("Four."),
            ],
            document,
        )
    assert all(isinstance(error, ContentError) for error in caught.value.errors)
    assert str(caught.value).splitlines() == [
        "x.yaml:2:10: One.",
        "x.yaml:2:3: Two.",
        "x.yaml:1:1: Three.",
        "x.yaml:1:1: Four.",
    ]
