"""Each type of argument at its bounds: the value, or what is wrong with the text."""

from __future__ import annotations

import argparse
import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from flyers.cli import command as types
from flyers.cli.console import LEAST_COLUMN, UNLIMITED, Console, columns, folded
from flyers.cli.selection import select_products, usual_editions
from flyers.errors import UsageError


@pytest.mark.parametrize(
    ("read", "text", "value"),
    [
        (types.names, "es", ["es"]),
        (types.names, " es, ar\tzh_Hans,,ur ", ["es", "ar", "zh_Hans", "ur"]),
        (types.at_least_one, "1", 1),
        (types.at_least_one, "012", 12),
        (types.place, "output", Path("output")),
        (types.folder, ".", Path()),
        (types.folder, "für alle", Path("für alle")),
        (types.place, "s3://bucket/x", "s3://bucket/x"),
        (types.shard, "3/40", "3/40"),
        (types.measure, "1in", 72.0),
        (types.measure, "25.4mm", 72.0),
        (types.measure, "5mm", 14.1732),  # as the file records it, from which it must be made again to the byte
        (types.offset, "1in,-0.5in", (72.0, -36.0)),
        (types.sheet, "A4", "A4"),
        (types.sheet, "avery-5371", "avery-5371"),
        (types.sheet, "12 × 18", "12x18"),
        (types.sheet, "210MM × 297mm", "210mmx297mm"),
        (types.way_out, "none", "none"),
        (types.way_out, "https://www.weather.gov", "https://www.weather.gov"),
        (types.way_out, "https://www.weather.gov/a-b_c.~/%20", "https://www.weather.gov/a-b_c.~/%20"),
        (types.day, "2026-11-03", dt.date(2026, 11, 3)),
        (types.quantities, "wallet-card=5000, poster=200", [("wallet-card", 5000), ("poster", 200)]),
        (types.quantities, "poster=1", [("poster", 1)]),
        (types.quantities, "poster=10000000", [("poster", 10_000_000)]),
    ],
)
def test_a_right_argument_has_its_value(read: Callable[[str], object], text: str, value: object) -> None:
    assert read(text) == (pytest.approx(value) if isinstance(value, float) else value)


EMPTY = "the list is empty; leave the option out to mean all"


@pytest.mark.parametrize(
    ("read", "text", "problem"),
    [
        (types.names, "", EMPTY),
        (types.names, " , ", EMPTY),
        (types.at_least_one, "0", "“0” is not a whole number of 1 or more"),
        (types.at_least_one, "-1", "“-1” is not a whole number of 1 or more"),
        (types.at_least_one, "1.5", "“1.5” is not a whole number of 1 or more"),
        (types.at_least_one, "٣", "“٣” is not a whole number of 1 or more"),
        (types.at_least_one, "", "“” is not a whole number of 1 or more"),
        (types.folder, "", "“” is not a folder; a dot is the current one"),
        (types.folder, " ", "“” is not a folder; a dot is the current one"),
        (types.place, "", "“” is not a folder; a dot is the current one"),
        (types.shard, "0/40", None),
        (types.shard, "41/40", None),
        (types.measure, "12", None),
        (types.offset, "1mm", "“1mm” is not two lengths separated by a comma, as in 1mm,-0.5mm"),
        (types.offset, "1mm,", None),
        (types.way_out, "http://www.weather.gov/", None),
        (types.way_out, "https://www.weather.gov/?q=1", None),
        (types.way_out, "https://user@weather.gov/", None),
        (types.way_out, "javascript:alert(1)", None),
        (types.day, "3 November", "“3 November” is not a date; write it as 2026-11-03"),
        (types.day, "2026-02-30", "“2026-02-30” is not a date; write it as 2026-11-03"),
        (types.quantities, "poster", "“poster” is not a product and a number of copies, as in “poster=200”"),
        (types.quantities, "=5", "“=5” is not a product and a number of copies, as in “poster=200”"),
        (types.quantities, "poster=0", "“poster=0” is not a product and a number of copies, as in “poster=200”"),
        (types.quantities, "poster=10000001", None),
        (types.quantities, "poster=٣", None),
    ],
)
def test_a_wrong_argument_is_named(read: Callable[[str], object], text: str, problem: str | None) -> None:
    with pytest.raises(argparse.ArgumentTypeError) as refused:
        read(text)
    assert problem is None or str(refused.value) == problem


# -- which products and editions ---------------------------------------------------------------------------------------


def campaign(*images: str) -> Any:
    """A campaign with a card, a poster that takes no second language, a broken layout, and these images."""
    layouts = {
        "card": SimpleNamespace(is_image=False, takes_a_second=True, many_languages=False),
        "poster": SimpleNamespace(is_image=False, takes_a_second=False, many_languages=False),
        "broken": None,
        **{name: SimpleNamespace(is_image=True, takes_a_second=True, many_languages=False) for name in images},
    }
    return SimpleNamespace(
        products=list(layouts),
        usual_products=["card", "poster", "broken"],
        readable_layout=layouts.get,
        is_image=lambda product: product in images,
        is_multilingual=lambda product: False,
        known_products=lambda names: list(layouts),
        campaign=SimpleNamespace(messages={}, folder=Path("nowhere")),
    )


def options(**given: object) -> argparse.Namespace:
    usual = {"product": None, "secondary": None, "format": None, "edition": None, "calibration": False}
    return argparse.Namespace(**{**usual, **given})


@pytest.mark.parametrize(
    ("given", "editions", "products"),
    [
        ({}, ["press"], ["card", "poster", "broken"]),
        ({"secondary": "en"}, ["press"], ["card", "broken"]),
        ({}, ["press", "image"], ["card", "poster", "broken", "square"]),
        ({}, ["image"], ["square"]),
        ({"product": ["card", "SQUARE"]}, ["press"], ["card", "square"]),
    ],
)
def test_the_usual_products_are_made_and_images_where_they_are_asked_for(
    given: dict[str, object], editions: list[str], products: list[str]
) -> None:
    assert select_products(options(**given), campaign("square"), editions) == products


def test_images_are_not_asked_for_in_vain() -> None:
    with pytest.raises(UsageError, match="This campaign has no image"):
        select_products(options(), campaign(), ["image"])


@pytest.mark.parametrize(
    ("given", "editions"),
    [
        ({}, ["press"]),
        ({"calibration": True}, ["office"]),
        ({"edition": ["screen", "press"]}, ["screen", "press"]),
        ({"product": ["card"]}, ["press"]),
        ({"product": ["square"]}, ["image"]),
        ({"product": ["card", "square"]}, ["press", "image"]),
    ],
)
def test_products_are_made_in_their_usual_edition(given: dict[str, object], editions: list[str]) -> None:
    assert usual_editions(options(**given), campaign("square")) == editions


# -- lines and rows ----------------------------------------------------------------------------------------------------


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("line", "most", "lines"),
    [
        ("one two", 7, ["one two"]),
        ("one two", 6, ["one", "two"]),
        ("  one two three", 9, ["  one two", "  three"]),
        ("  a-path-that-is-long two", 9, ["  a-path-that-is-long", "  two"]),
        ("      one two", 9, ["one two"]),  # an indent of more than half would leave no room
        ("简体 中文", 4, ["简体", "中文"]),
    ],
)
def test_a_line_is_broken_between_words(line: str, most: int, lines: list[str]) -> None:
    assert folded(line, most).split("\n") == lines


@pytest.mark.parametrize(("set_to", "found"), [("80", 80), ("5", LEAST_COLUMN)])
def test_the_width_of_a_terminal_counts_and_no_other(monkeypatch: pytest.MonkeyPatch, set_to: str, found: int) -> None:
    monkeypatch.setenv("COLUMNS", set_to)
    assert columns(Terminal()) == found
    assert columns(io.StringIO()) == columns(None) == UNLIMITED


ROWS = [("name", "what"), ("card", "a card for the wallet of a visitor")]


@pytest.mark.parametrize(
    ("width", "lines"),
    [
        (80, ["name  what", "card  a card for the wallet of a visitor"]),
        (26, ["name  what", "card  a card for the", "      wallet of a visitor"]),
        (25, ["name  what", "card  a card for the wallet of a visitor"]),  # no room for a column
    ],
)
def test_the_last_column_of_a_table_is_broken_in_a_narrow_terminal(
    monkeypatch: pytest.MonkeyPatch, width: int, lines: list[str]
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    out = Terminal()
    Console(out=out).table(ROWS)
    assert out.getvalue().splitlines() == lines


def test_a_table_of_a_message_goes_to_stderr() -> None:
    out, err = io.StringIO(), io.StringIO()
    Console(out=out, err=err).table([("a", "b"), ("1", "22")], right=(0, 1), to_stderr=True)
    assert (out.getvalue(), err.getvalue()) == ("", "a   b\n1  22\n")


@pytest.mark.parametrize("parts", [[], [[]], [[1]], [[], [{"a": "ä\u202e"}, 2], [], [3]]])
def test_rows_in_parts_are_the_same_json_as_all_at_once(parts: list[list[Any]]) -> None:
    out, whole = io.StringIO(), io.StringIO()
    Console(out=out).data_in_parts("results", parts)
    Console(out=whole).data({"results": [row for rows in parts for row in rows]})
    assert out.getvalue() == whole.getvalue()
    assert "\u202e" not in out.getvalue()
