"""Threads of a proof: what is rendered and searched ahead is what would be, and nothing is left running."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace

import numpy as np
import pytest
from proofsample import good
from sample_mutants import MUTANTS
from test_proof_mutants import MODULES

from flyers import processors
from flyers.proof.checks import CHECKS
from flyers.proof.findings import findings
from flyers.proof.pdfium import alone
from flyers.proof.pictures.drawing import Pixels
from flyers.proof.pictures.prefetch import Band, prefetched
from flyers.proof.pictures.scratch import Memory
from flyers.proof.raster import Raster
from flyers.proof.reading import read
from flyers.proof.run import proof

assert MODULES  # they have registered mutants

BANDS = [Band(first, first + 2) for first in range(0, 20, 2)]


@pytest.fixture(autouse=True)
def _nothing_is_left_running() -> Iterator[None]:
    before = threading.active_count()
    yield
    assert threading.active_count() == before


@pytest.fixture
def spare(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processors, "has_spare", lambda: True)


@pytest.fixture
def none_spare(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processors, "has_spare", lambda: False)


def memories(count: int) -> list[Memory]:
    return [np.zeros(4, dtype=np.uint32) for _ in range(count)]


def until(condition: Callable[[], bool]) -> None:
    ends = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < ends
        time.sleep(0.001)


class Renderer:
    """Fills memory with the number of a band's first row."""

    def __init__(self) -> None:
        self.bands: list[Band] = []
        self.threads: set[str] = set()

    def __call__(self, band: Band, memory: Memory) -> Pixels:
        memory.fill(band.first)
        self.bands.append(band)
        self.threads.add(threading.current_thread().name)
        return memory.reshape(2, 2)


@pytest.mark.usefixtures("spare")
@pytest.mark.parametrize("count", [1, 2, 3])
def test_bands_are_rendered_ahead_as_far_as_there_is_memory(count: int) -> None:
    render, lent = Renderer(), memories(count)
    rendered = prefetched(BANDS, render, lent)
    for number, (band, rows) in enumerate(zip(BANDS, rendered, strict=True)):
        ahead = min(number + count, len(BANDS))
        until(lambda most=ahead: len(render.bands) == most)
        time.sleep(0.002)
        assert len(render.bands) == ahead, "what is looked at has its memory for itself"
        assert rows.tolist() == [[band.first] * 2] * 2
        assert any(np.shares_memory(rows, memory) for memory in lent)
    assert render.bands == BANDS
    assert render.threads == {"render ahead"}


@pytest.mark.usefixtures("none_spare")
def test_without_a_processor_to_spare_nothing_is_rendered_ahead() -> None:
    render = Renderer()
    for band, rows in zip(BANDS, prefetched(BANDS, render, memories(3)), strict=True):
        assert rows.tolist() == [[band.first] * 2] * 2
        assert render.bands[-1] == band
    assert render.bands == BANDS
    assert render.threads == {threading.current_thread().name}


@pytest.mark.usefixtures("spare")
@pytest.mark.parametrize("asked", [1, 4])
def test_closing_the_pages_ends_their_rendering(asked: int) -> None:
    render = Renderer()
    with closing(prefetched(BANDS, render, memories(2))) as rendered:
        for _ in range(asked):
            next(rendered)
    done = len(render.bands)
    assert asked <= done <= asked + 1
    assert "render ahead" not in {one.name for one in threading.enumerate()}
    time.sleep(0.005)
    assert len(render.bands) == done


@pytest.mark.usefixtures("spare")
def test_what_the_renderer_raises_is_raised_where_its_band_is_asked_for() -> None:
    def render(band: Band, memory: Memory) -> Pixels:
        if band.first == 6:
            raise ValueError("band 6")
        return memory.reshape(2, 2)

    rendered = prefetched(BANDS, render, memories(2))
    for _ in range(3):
        next(rendered)
    with pytest.raises(ValueError, match="band 6"):
        next(rendered)


def test_one_thread_at_a_time_calls_pdfium() -> None:
    inside: list[int] = []
    most: list[int] = []

    @alone
    def call(depth: int) -> int:
        inside.append(depth)
        most.append(len(inside))
        time.sleep(0.002)
        found = call(depth - 1) if depth else 7  # whoever has it may call again
        inside.pop()
        return found

    threads = [threading.Thread(target=call, args=(1,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    assert call(0) == 7
    for thread in threads:
        thread.join()
    assert max(most) == 2


@pytest.mark.usefixtures("spare")
def test_pages_are_searched_meanwhile_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    searched: list[tuple[int, str]] = []
    part = Raster._part

    def noted(self: Raster, number: int, *rest: object) -> object:
        searched.append((number, threading.current_thread().name))
        return part(self, number, *rest)

    monkeypatch.setattr(Raster, "_part", noted)
    reading = read(good().pdf)
    with reading.raster.searched_meanwhile():
        until(lambda: bool(reading.raster._codes))
        assert [code.text for code in reading.raster.codes(1)] == ["tel:+18883737888"]
    assert searched == [(1, "search for codes")]
    assert read(good().pdf).raster.codes(1) == reading.raster.codes(1)


@pytest.mark.usefixtures("spare")
def test_a_failed_search_raises_its_error_where_the_result_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise RuntimeError("the page can't be rendered")

    monkeypatch.setattr(Raster, "_part", refused)
    raster = read(good().pdf).raster
    with raster.searched_meanwhile(), pytest.raises(RuntimeError, match="can't be rendered"):
        raster.codes(1)


@pytest.mark.usefixtures("none_spare")
def test_without_a_processor_to_spare_nothing_is_searched_meanwhile() -> None:
    raster = read(good().pdf).raster
    with raster.searched_meanwhile():
        assert "search for codes" not in {one.name for one in threading.enumerate()}
    assert raster._codes == {}


@pytest.mark.parametrize("name", ["", *sorted(MUTANTS)[::12]])
def test_a_proof_is_the_same_with_threads_and_without(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    sample = good()
    made = MUTANTS[name][1](sample) if name else sample.pdf
    pdf, expectation = made if isinstance(made, tuple) else (made, sample.expectation)
    found = {}
    for has_spare in (True, False):
        monkeypatch.setattr(processors, "has_spare", lambda answer=has_spare: answer)
        found[has_spare] = proof(pdf, expectation)
    assert bool(found[True].findings) is bool(name)
    assert found[True] == found[False]
    assert list(found[True].codes) == sorted(found[True].codes)


def test_checks_that_look_at_pictures_are_those_that_say_so() -> None:
    """They are made last, while a thread searches the pages."""
    sample = good()
    blind = replace(read(sample.pdf), raster=None)
    looking = set()
    for code, check in CHECKS.items():
        if any("NoneType" in fault.problem for fault in findings(check, blind, sample.expectation)):
            looking.add(code)
    assert looking == {code for code, check in CHECKS.items() if check.explanation.looks}
