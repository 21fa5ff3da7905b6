"""Masks in the cache folder: they are those that would be drawn, and what is not in order is drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from proofsample import good

from flyers import cache
from flyers.proof.expectations import Expectation
from flyers.proof.pictures import cached_shapes, glyph_masks, mask_record, parts
from flyers.proof.pictures.cached_shapes import CachedShapes
from flyers.proof.pictures.coverage import Spans
from flyers.proof.pictures.drawing import Mask
from flyers.proof.pictures.expected import Drawing, ExpectedColour, ExpectedGlyphs, ExpectedShape
from flyers.proof.pictures.frames import Frame, PixelBox
from flyers.proof.pictures.ink import LargeInk, as_mask
from flyers.proof.pictures.mask_record import MaskRecord, recalled
from flyers.proof.pictures.mask_sheet import MaskSheet
from flyers.proof.pictures.parts import drawn_parts
from flyers.proof.pictures.scratch import scratch

BLACK = ExpectedColour("DeviceGray", (0.0,))

SHEET = (0.0, 0.0, 300.0, 300.0)
FRAME = Frame.of(SHEET, 833, 833)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder."""
    place = tmp_path / "cache"
    monkeypatch.setenv(cache.VARIABLE, str(place))
    return place


@pytest.fixture(scope="module")
def expectation() -> Expectation:
    return good().expectation


def text(expectation: Expectation) -> list[Drawing]:
    """Return lines of many sizes, small and large: more glyphs than are worth keeping."""
    (picture,) = expectation.pictures
    (line,) = [one for one in picture.art if isinstance(one, ExpectedGlyphs)][:1]
    return [replace(line, size=size, baseline=line.baseline + 3 * size) for size in (7.0, 9.0, 11.5, 24.0)]


def shapes() -> list[Drawing]:
    """Return a large shape, one that covers a whole row of pixels, and small ones."""
    triangles = [
        (("M", x + 0.3, 20.0), ("L", x + side, 24.0), ("C", x + 1, 60.0, x, 70.0, x + 2, 20.0 + side))
        for x, side in ((1.0, 12.0), (40.0, 3.0), (70.0, 200.0), (90.0, 0.2), (95.0, 6.0))
    ]
    return [ExpectedShape(path, BLACK, "a block", "a picture") for path in triangles]


Found = list[list[tuple[int, PixelBox, Mask | None]]]


def in_a_new_process(drawings: list[Drawing], expectation: Expectation) -> Found:
    """Return the parts of drawings as a process finds them that has drawn nothing before."""
    for kept in (glyph_masks._MASKS, parts._DRAWN, parts._PARTS):
        kept.clear()
    found = drawn_parts(drawings, FRAME, expectation.fonts)
    return [[(part, box, None if ink is None else as_mask(ink)) for part, box, ink in of_one] for of_one in found]


def assert_same(one: Found, other: Found) -> None:
    assert [[part[:2] for part in parts] for parts in one] == [[part[:2] for part in parts] for parts in other]
    for mine, its in zip(one, other, strict=True):
        for (_, _, mask), (_, _, another) in zip(mine, its, strict=True):
            assert mask is not None
            assert another is not None
            assert np.array_equal(mask, another)


@pytest.fixture
def draws(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is drawn: the kind, once for each call that draws."""
    drawn: list[str] = []
    sheet, filled = MaskSheet.add, parts._filled

    def add(self: MaskSheet, *arguments: object) -> None:
        drawn.append("glyphs")
        sheet(self, *arguments)

    def fill(paths: list[parts._Filled]) -> object:
        drawn.append("shapes")
        return filled(paths)

    monkeypatch.setattr(MaskSheet, "add", add)
    monkeypatch.setattr(parts, "_filled", fill)
    return drawn


@pytest.mark.parametrize(("drawings", "kind"), [(text, "glyphs"), (lambda _: shapes(), "shapes")], ids=["text", "art"])
def test_another_process_need_not_draw_them(
    drawings: Callable[[Expectation], list[Drawing]],
    kind: str,
    folder: Path,
    expectation: Expectation,
    draws: list[str],
) -> None:
    wanted = drawings(expectation)
    drawn = in_a_new_process(wanted, expectation)
    assert set(draws) == {kind}
    assert len(list(folder.glob("*.data"))) == 1
    draws.clear()
    assert_same(in_a_new_process(wanted, expectation), drawn)
    assert draws == []
    cache.clear()
    assert_same(in_a_new_process(wanted, expectation), drawn)
    assert set(draws) == {kind}


def test_without_a_folder_they_are_drawn(
    monkeypatch: pytest.MonkeyPatch, folder: Path, expectation: Expectation, draws: list[str]
) -> None:
    monkeypatch.setenv(cache.VARIABLE, "off")
    drawings = text(expectation) + shapes()
    assert_same(in_a_new_process(drawings, expectation), in_a_new_process(drawings, expectation))
    assert draws.count("shapes") == 2
    assert not folder.exists()


@pytest.mark.parametrize("drawings", [text, lambda _: shapes()], ids=["text", "art"])
def test_what_another_program_has_drawn_is_not_used(
    drawings: Callable[[Expectation], list[Drawing]],
    monkeypatch: pytest.MonkeyPatch,
    folder: Path,
    expectation: Expectation,
    draws: list[str],
) -> None:
    wanted = drawings(expectation)
    in_a_new_process(wanted, expectation)
    draws.clear()
    monkeypatch.setattr(mask_record, "_program", lambda: "another")
    in_a_new_process(wanted, expectation)
    assert draws != []
    assert len(list(folder.glob("*.data"))) == 2


def test_the_program_is_every_module_of_the_proof_and_its_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(cache, "code_of", lambda *files: asked.extend(files) or "")
    mask_record._program.__wrapped__()
    names = {Path(file).parent.name + "/" + Path(file).name for file in asked}
    assert names >= {
        "pictures/coverage.py",
        "pictures/chords.py",
        "pictures/mask_sheet.py",
        "pictures/outlines.py",
        "proof/cff.py",
        "proof/truetype.py",
        "fontTools/__init__.py",
    }


def only(folder: Path) -> str:
    (file,) = folder.glob("*.data")
    return file.stem


def changed(record: MaskRecord, place: int, by: int) -> MaskRecord:
    numbers = record.numbers.copy()
    numbers[place] += by
    return record._replace(numbers=numbers)


def narrowed(record: MaskRecord) -> MaskRecord:
    """Return a record whose last mask has a box with rows and no column, and no pixels."""
    rows = record.numbers.reshape(-1, 9).copy()
    rows[-1, 6] = rows[-1, 4]
    return MaskRecord(rows.ravel(), record.levels[: rows[-1, 8]])


UNSOUND: dict[str, Callable[[MaskRecord], MaskRecord]] = {
    "a size that the page does not have": lambda record: changed(record, 0, 4),
    "a size below none": lambda record: changed(record, 0, -1),
    "a box turned round": lambda record: changed(record, 4, 1000),
    "a box without a column": lambda record: narrowed(record),
    "pixels of the next": lambda record: changed(record, 8, 1),
    "half a mask": lambda record: record._replace(numbers=record.numbers[:-1]),
    "a mask less": lambda record: record._replace(numbers=record.numbers[:-9]),
    "too few pixels": lambda record: record._replace(levels=record.levels[:-1]),
    "too many pixels": lambda record: record._replace(levels=record.levels + b"\0"),
}


@pytest.mark.parametrize("change", UNSOUND.values(), ids=UNSOUND)
def test_a_record_of_glyphs_that_is_not_in_order_is_not_used(
    change: Callable[[MaskRecord], MaskRecord], folder: Path, expectation: Expectation, draws: list[str]
) -> None:
    drawn = in_a_new_process(text(expectation), expectation)
    record = recalled(only(folder))
    assert record is not None
    change(record).keep(only(folder))
    draws.clear()
    assert_same(in_a_new_process(text(expectation), expectation), drawn)
    assert draws.count("glyphs") == 4
    # It was written again.
    draws.clear()
    in_a_new_process(text(expectation), expectation)
    assert draws == []


def emptied(record: MaskRecord) -> MaskRecord:
    """Return *record* with a box of no width for its first path, in which nothing else contradicts that."""
    numbers = record.numbers.copy()
    _, _, left, upper, right, lower, kind = numbers[:7].tolist()
    assert kind == cached_shapes._SMALL
    numbers[4] = left
    return MaskRecord(numbers, record.levels[(right - left) * (lower - upper) :])


def of_the_large_one(record: MaskRecord, place: int, by: int) -> MaskRecord:
    """Return a record in which a number of the one large shape is another one: from its beginning, or its end."""
    start = 0
    while record.numbers[start + 6] == cached_shapes._SMALL:
        start += 7
    partly, boxes = record.numbers[start + 6 : start + 8]
    assert boxes > 0
    return changed(record, start + (place if place > 0 else 8 + partly + 4 * boxes + place), by)


UNSOUND_SHAPES: dict[str, Callable[[MaskRecord], MaskRecord]] = {
    "more paths": lambda record: changed(record, 0, 1),
    "paths below none": lambda record: changed(record, 0, -2),
    "a wider box": lambda record: changed(record, 4, 1),
    "a box turned round": lambda record: changed(record, 4, -1000),
    "an empty box": lambda record: changed(record, 4, int(record.numbers[4 - 2] - record.numbers[4])),
    "an empty box without levels": lambda record: emptied(record),
    "more pixels in part": lambda record: changed(record, 6, 1 << 30),
    "a pixel above its box": lambda record: of_the_large_one(record, 8, -(1 << 20)),
    "a pixel below its box": lambda record: of_the_large_one(record, 8, 1 << 20),
    "a row beside its box": lambda record: of_the_large_one(record, -2, 1000),
    "half of it": lambda record: record._replace(numbers=record.numbers[: len(record.numbers) // 2]),
    "a number more": lambda record: record._replace(numbers=np.append(record.numbers, np.int32(0))),
    "too few pixels": lambda record: record._replace(levels=record.levels[:-1]),
    "too many pixels": lambda record: record._replace(levels=record.levels + b"\0"),
    "nothing": lambda record: MaskRecord(np.zeros(0, dtype=np.int32), b""),
}


@pytest.mark.parametrize("change", UNSOUND_SHAPES.values(), ids=UNSOUND_SHAPES)
def test_a_record_of_shapes_that_is_not_in_order_is_not_used(
    change: Callable[[MaskRecord], MaskRecord], folder: Path, expectation: Expectation, draws: list[str]
) -> None:
    drawn = in_a_new_process(shapes(), expectation)
    record = recalled(only(folder))
    assert record is not None
    change(record).keep(only(folder))
    draws.clear()
    assert_same(in_a_new_process(shapes(), expectation), drawn)
    assert draws == ["shapes"]


def test_what_is_no_record_is_not_used(folder: Path) -> None:
    MaskRecord(np.arange(5, dtype=np.int32), b"\1\2").keep("x")
    packed = cache.read_data("x")
    assert packed is not None
    for other in (b"", packed[:-1], packed[1:], b"x" * 40, packed[: len(packed) // 2]):
        cache.keep_data("x", other)
        assert recalled("x") is None
    cache.keep_data("x", packed)
    found = recalled("x")
    assert found is not None
    assert (found.numbers.tolist(), found.levels) == ([0, 1, 2, 3, 4], b"\1\2")


def test_of_a_text_that_was_changed_only_what_is_new_is_drawn(
    folder: Path, expectation: Expectation, draws: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [one for one in text(expectation) if isinstance(one, ExpectedGlyphs)]
    shorter = [replace(line, glyphs=line.glyphs[: len(line.glyphs) // 2]) for line in lines]
    in_a_new_process(list(shorter), expectation)
    before = recalled(only(folder))
    counts: list[int] = []
    add = MaskSheet.add
    monkeypatch.setattr(
        MaskSheet, "add", lambda self, size, wanted: counts.append(len(list(wanted))) or add(self, size, wanted)
    )
    whole = in_a_new_process(list(lines), expectation)
    after = recalled(only(folder))
    assert before is not None
    assert after is not None
    assert 0 < sum(counts) == (len(after.numbers) - len(before.numbers)) // 9
    assert after.levels.startswith(before.levels)
    draws.clear()
    assert_same(in_a_new_process(list(lines), expectation), whole)
    assert draws == []


def test_a_few_are_not_worth_a_file(folder: Path, expectation: Expectation) -> None:
    line = text(expectation)[0]
    assert isinstance(line, ExpectedGlyphs)
    in_a_new_process([replace(line, glyphs=line.glyphs[:5]), *shapes()[:3]], expectation)
    assert not folder.exists()


@given(
    st.lists(
        st.tuples(
            st.integers(1, 40),
            st.integers(1, 40),
            st.binary(min_size=1, max_size=60),
            st.sets(st.integers(0, 39), max_size=12),
        ),
        min_size=4,
        max_size=7,
    )
)
def test_every_mask_comes_back(
    tmp_path_factory: pytest.TempPathFactory, masks: list[tuple[int, int, bytes, set[int]]]
) -> None:
    """Also one without a pixel in part, and one of such pixels only."""
    drawn = []
    for index, (width, height, levels, places) in enumerate(masks):
        partly = np.array(sorted(place for place in places if place < width * height), dtype=np.int64)
        rows, columns = np.divmod(partly, width)
        some = np.resize(np.frombuffer(levels, np.uint8), len(partly))
        spans = Spans(rows, columns, some, [(0, 0, width, 1)] if index % 2 else [])
        drawn.append([(index, (3, -5, 3 + width, height - 5), LargeInk(spans, width, height))])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(cache.VARIABLE, str(tmp_path_factory.mktemp("cache")))
        CachedShapes([("some", 1.5)] * len(drawn)).keep(drawn)
        found = CachedShapes([("some", 1.5)] * len(drawn)).recall()
        assert CachedShapes([("some", 1.25)] * len(drawn)).recall() is None
    assert found is not None
    for ((part, box, ink),), ((its_part, its_box, its_ink),) in zip(drawn, found, strict=True):
        assert (its_part, its_box) == (part, box)
        assert np.array_equal(its_ink.mask(), ink.mask())


def test_memory_is_lent_to_one_at_a_time_and_used_again() -> None:
    with scratch(100) as one, scratch(50) as other:
        assert not np.shares_memory(one, other)
        assert (len(one) >= 100, len(other) >= 50) == (True, True)
        with scratch(10) as third:
            assert not np.shares_memory(third, one)
            assert not np.shares_memory(third, other)
    with scratch(20) as again:
        assert any(np.shares_memory(again, before) for before in (one, other, third))
    with scratch(1 << 21) as large:
        assert len(large) >= 1 << 21
    with pytest.raises(KeyError), scratch(10) as lost:
        raise KeyError
    with scratch(10) as one, scratch(10) as other:
        assert any(np.shares_memory(lost, memory) for memory in (one, other))
