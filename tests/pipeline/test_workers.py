"""Workers: jobs by language, results as they come, and what a killed worker costs."""

from __future__ import annotations

import gc
import itertools
import math
import os
import signal
import subprocess
import sys
import weakref
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flyers import limits, process_cache
from flyers.errors import ContentError, ExitCode
from flyers.pipeline import processes, workers
from flyers.pipeline.outputs import Result
from flyers.pipeline.plan import ALL, Job
from flyers.pipeline.session import MOST_OPEN
from flyers.pipeline.workers import MOST, Maker, batches_of, iter_results, run

LINUX = sys.platform == "linux"
METHODS = [pytest.param("spawn", marks=[pytest.mark.slow, pytest.mark.exhaustive]), *(["fork"] if LINUX else [])]
FATAL, ONCE = "fatal", "once"


@pytest.fixture(params=METHODS)
def method(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Start workers in each way that there is."""
    monkeypatch.setattr(processes, "start_method", lambda: request.param)


@pytest.fixture
def forked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start workers that take a moment."""
    if not LINUX:
        pytest.skip("the processes are forked")
    monkeypatch.setattr(processes, "start_method", lambda: "fork")


class Shaky:
    """Stands for what makes jobs, and is killed at some of them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self, job: Job) -> Result:
        marker = self._folder / f"{job.language}.{job.product}"
        if job.product == FATAL or (job.product == ONCE and not marker.exists()):
            marker.touch()
            os.kill(os.getpid(), signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)
        with (self._folder / f"by {os.getpid()}").open("a", encoding="utf-8") as log:
            log.write(f"{job.language}\n")
        return Result(job, size=len(job.product), warnings=("w" * 200_000,) if job.product == "long" else ())


def jobs(folder: Path, languages: list[str], products: list[str]) -> list[Job]:
    return [Job(folder, language, product, "press", folder) for language in languages for product in products]


@pytest.mark.usefixtures("method")
def test_a_job_that_kills_its_workers_is_named_and_the_rest_is_made(tmp_path: Path) -> None:
    wanted = jobs(tmp_path, ["es", "ar", "ur"], ["card", FATAL, "long", ONCE, "poster"])
    results = dict(iter_results(wanted, workers=2, maker=partial(Shaky, tmp_path)))
    assert sorted(results) == list(range(15))
    assert [results[index].job for index in range(15)] == wanted
    bad = [result for result in results.values() if not result.good]
    assert [result.job.product for result in bad] == [FATAL] * 3
    assert {result.exit_code for result in bad} == {ExitCode.STOPPED}
    assert "Two worker processes were killed while they made this file." in str(bad[0].error)
    assert bad[0].error.trail == (FATAL, bad[0].job.language)


def test_processors_are_those_that_the_process_may_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {1, 3, 5}, raising=False)
    assert limits.usable() == 3
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {3})
    assert limits.usable() == 1
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: 8)
    assert limits.usable() == 8


@pytest.mark.usefixtures("forked")
def test_if_every_worker_is_killed_it_ends(tmp_path: Path) -> None:
    wanted = jobs(tmp_path, [f"l{number}" for number in range(20)], [FATAL])
    results = dict(iter_results(wanted, workers=2, maker=partial(Shaky, tmp_path)))
    assert len(results) == 20
    assert {result.exit_code for result in results.values()} == {ExitCode.STOPPED}
    assert len(list(tmp_path.glob("*.fatal"))) < 20, "after so many in a row no other is tried"


MORTAL = """
import os, random, signal, threading, time
from flyers.pipeline import processes

def call(seconds):
    def die():
        time.sleep(seconds)
        os.kill(os.getpid(), signal.SIGKILL)
    if seconds:
        threading.Thread(target=die, daemon=True).start()
    return True

processes.start_method = lambda: "fork"
moments = random.Random(1)
for _ in range(300):
    assert len(dict(processes.outcomes(call, [[(0, moments.uniform(0, 0.008))], [(1, 0)]], 2, int, tries=2))) == 2
"""


@pytest.mark.slow
@pytest.mark.exhaustive
@pytest.mark.skipif(not LINUX, reason="a process that is spawned takes too long for so many")
def test_a_process_that_is_killed_at_its_end_keeps_no_other_from_ending() -> None:
    """Those of `concurrent.futures` hung after 3 to 170 of these rounds: one was killed when it had their lock."""
    subprocess.run([sys.executable, "-c", MORTAL], check=True, timeout=120)


@pytest.mark.usefixtures("forked")
def test_a_worker_makes_one_language_after_the_other(tmp_path: Path) -> None:
    wanted = jobs(tmp_path, [f"l{number}" for number in range(30)], ["card", "poster", "long"])
    assert len(dict(iter_results(wanted, workers=2, maker=partial(Shaky, tmp_path)))) == 90
    logs = [path.read_text(encoding="utf-8").split() for path in tmp_path.glob("by *")]
    fewest = math.ceil(30 / processes.BATCHES)
    assert fewest <= len(logs) <= fewest + 1, "a worker is replaced after so many batches"
    for log in logs:
        assert len(set(log)) <= processes.BATCHES
        assert sum(one != two for one, two in itertools.pairwise(log)) < len(set(log))
    assert sum(len(set(log)) for log in logs) == 30, "each language is made by one worker"


def test_results_leave_memory_as_they_come(tmp_path: Path) -> None:
    alive: list[weakref.ref[Job]] = []

    class Told(str):  # a string that can be watched
        __slots__ = ("__weakref__",)

    def maker() -> object:
        def make(job: Job) -> Result:
            told = Told("w")
            alive.append(weakref.ref(told))
            return Result(job, warnings=(told,))

        return make

    for _, result in iter_results(jobs(tmp_path, ["es", "ar"], ["a", "b", "c"]), workers=1, maker=maker):
        assert result.good
        del result
        gc.collect()
        assert sum(one() is not None for one in alive) <= 1


@pytest.mark.usefixtures("forked")
def test_leaving_early_ends_the_workers(tmp_path: Path) -> None:
    wanted = jobs(tmp_path, [f"l{number}" for number in range(40)], ["card", "long"])
    source = iter_results(wanted, workers=2, maker=partial(Shaky, tmp_path))
    next(source)
    source.close()
    pids = [int(path.name.split()[1]) for path in tmp_path.glob("by *")]
    assert pids
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
    assert sum(len(path.read_text(encoding="utf-8").split()) for path in tmp_path.glob("by *")) < len(wanted)


def test_few_files_have_one_worker() -> None:
    assert limits.workers_for(0) == limits.workers_for(1) == limits.workers_for(4) == 1
    assert 1 <= limits.workers_for(1000) <= 1000
    assert run([], workers=4) == []


@given(
    st.lists(
        st.tuples(st.integers(0, 3 * MOST_OPEN), st.sampled_from(["es", "ar", "ur", "km"]), st.booleans()), max_size=150
    ),
    st.integers(1, MOST),
)
def test_every_job_is_in_one_batch_and_a_batch_has_one_language(plan: list[tuple[int, str, bool]], most: int) -> None:
    wanted = [
        Job(Path(f"c{campaign}"), language, f"p{number}", "press", Path(), secondary=ALL if many else "")
        for number, (campaign, language, many) in enumerate(plan)
    ]
    batches = batches_of(wanted, most)
    assert all(0 < len(batch) <= most for batch in batches)
    for batch in batches:
        assert len({(wanted[index].language, wanted[index].secondary) for index in batch}) == 1
        assert len({wanted[index].campaign for index in batch}) <= MOST_OPEN
    assert sorted(index for batch in batches for index in batch) == list(range(len(wanted)))


def test_batches_go_through_a_few_campaigns_before_the_next_and_leave_all_languages_to_the_end() -> None:
    wanted = [
        Job(Path(f"c{campaign}"), language, "card", "press", Path(), secondary=second)
        for language, second in (("en", ALL), ("es", ""), ("ar", ""))
        for campaign in range(5)
    ]
    four = [[5, 6, 7, 8], [10, 11, 12, 13], [0, 1, 2, 3]]
    assert batches_of(wanted, 16) == [*four, [9], [14], [4]]
    assert batches_of(wanted, 3)[:3] == [[5, 6, 7], [8], [10, 11, 12]]


class Opened:
    """Stands for a session, and counts how often its languages were forgotten."""

    def __init__(self, campaign: Path) -> None:
        self.campaign = campaign
        self.forgot = 0

    def forget_languages(self) -> None:
        self.forgot += 1


def test_a_maker_forgets_the_former_language_when_it_goes_on_to_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = {Path(name): Opened(Path(name)) for name in "ab"}
    made: list[tuple[Job, Opened, bool]] = []
    emptied: list[str] = []

    def make_if_needed(job: Job, session: Opened, *, force: bool) -> Result:
        made.append((job, session, force))
        return Result(job)

    monkeypatch.setattr(workers, "open_session", opened.get)
    monkeypatch.setattr(workers, "make_if_needed", make_if_needed)
    monkeypatch.setattr(process_cache, "forget_all", lambda: emptied.append("caches"))
    frozen = [0, 7, 7, 7, 7]
    garbage = SimpleNamespace(
        collect=lambda: emptied.append("garbage"),
        freeze=lambda: emptied.append("frozen"),
        get_freeze_count=lambda: frozen.pop(0),
    )
    monkeypatch.setattr(workers, "gc", garbage)
    make = Maker(force=True)

    def went_on(language: str, second: str, *campaigns: str) -> tuple[list[str], list[int]]:
        emptied.clear()
        for campaign in campaigns:
            job = Job(Path(campaign), language, "card", "press", Path(), secondary=second)
            assert make(job) == Result(job)
            assert made[-1] == (job, opened[Path(campaign)], True)
        return list(emptied), [one.forgot for one in opened.values()]

    assert went_on("es", "", "a", "b", "a") == ([], [0, 0])
    assert went_on("ar", "", "a", "a") == (["caches", "garbage", "frozen"], [1, 1])
    assert went_on("ar", "en", "a") == (["caches", "garbage"], [2, 1]), "of what it has made since"
    assert went_on("en", ALL, "a") == (["caches", "garbage"], [3, 1])
    assert went_on("es", ALL, "a") == ([], [3, 1]), "those of all languages are of all others, too"
    assert went_on("es", "", "b") == ([], [3, 1])
    assert went_on("ur", "", "b") == (["caches", "garbage"], [4, 2])


@pytest.mark.parametrize(
    ("count", "asked", "processes_", "sizes"),
    [
        (6, 2, 2, [1] * 6),
        (12, 2, 2, [2] * 6),
        (3, 9, 3, [1, 1, 1]),
        (95, 2, 2, [15] * 6 + [5]),
        (200, 2, 2, [16] * 12 + [8]),
        (9, None, 3, [1] * 9),
    ],
)
def test_work_is_shared_out_in_batches(
    monkeypatch: pytest.MonkeyPatch, count: int, asked: int | None, processes_: int, sizes: list[int]
) -> None:
    wanted = [Job(Path("ab"[number % 2]), "es", f"p{number}", "press", Path()) for number in range(count)]
    shared: list[list[tuple[int, Job]]] = []
    prepared: list[list[Path]] = []

    def outcomes(
        make: object, batches: list[list[tuple[int, Job]]], number: int, prepare: Callable[[], None], *, tries: int
    ) -> Iterator[tuple[int, Result | None]]:
        assert (number, tries) == (processes_, 2)
        shared.extend(batches)
        for place, job in itertools.chain(*batches):
            yield place, Result(job) if place else None

    monkeypatch.setattr(processes, "outcomes", outcomes)
    monkeypatch.setattr(processes, "prepare_to_fork", prepared.append)
    monkeypatch.setattr(limits, "workers_for", lambda files: 3 if files == count else 0)
    for method in ("fork", "spawn"):
        monkeypatch.setattr(processes, "start_method", partial(str, method))
        shared.clear()
        results = dict(iter_results(wanted, workers=asked))
        assert [len(batch) for batch in shared] == sizes
        assert [results[place].job for place in range(count)] == wanted
        assert [place for place, result in results.items() if not result.good] == [0]
        assert "make it alone, with --jobs 1" in results[0].error.hint
        assert prepared == ([[Path("a"), Path("b")]] if method == "fork" else []), "only what is forked has it"
        prepared.clear()


def test_one_worker_makes_everything_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "outcomes", None)
    wanted = jobs(Path("c"), ["es", "ar"], ["a", "b"])
    turned = [wanted[place] for place in (0, 2, 1, 3)]
    made: list[Job] = []

    def maker() -> Callable[[Job], Result]:
        return lambda job: made.append(job) or Result(job, size=os.getpid())

    found = list(iter_results(turned, workers=1, maker=maker))
    assert made == wanted, "one language after the other"
    assert [place for place, _ in found] == [0, 2, 1, 3]
    assert {result.size for _, result in found} == {os.getpid()}
    told: list[Result] = []
    monkeypatch.setattr(workers, "Maker", lambda force: maker())
    assert [result.job for result in run(turned, workers=1, watch=told.append)] == turned
    assert [result.job for result in told] == wanted
    monkeypatch.setattr(limits, "workers_for", lambda files: files // 2)
    assert list(iter_results(wanted[:2], maker=maker))
    assert list(iter_results(wanted[:1], workers=3, maker=maker))


def test_what_forked_processes_share_is_imported_and_read_before(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []

    class Shared:
        def __init__(self, folder: Path) -> None:
            self._folder = folder

        def forget_languages(self) -> None:
            done.append(f"{self._folder}: no language")

        def __getattr__(self, name: str) -> None:
            if (str(self._folder), name) == ("b", "theme"):
                raise ContentError("It is broken.")
            done.append(f"{self._folder}: {name}")

    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    monkeypatch.setattr("flyers.pipeline.session.open_session", Shared)
    monkeypatch.setattr(processes.importlib, "import_module", lambda name: done.append(name))
    garbage = SimpleNamespace(collect=lambda: done.append("collected"), freeze=lambda: done.append("frozen"))
    monkeypatch.setattr(processes, "gc", garbage)
    processes.prepare_to_fork([Path(name) for name in "abcde"])
    heavy, (one, other, *more), ends = done[:3], (done[3:8], done[8:10], done[10:15], done[15:20]), done[20:]
    assert heavy == ["flyers.layout.compose", "flyers.pipeline.prove", "babel.messages"]
    assert one == ["a: no language", "a: registry", "a: theme", "a: typesetter", "a: pictures"]
    assert other == ["b: no language", "b: registry"], "each job reports what is broken"
    assert [read[0] for read in more] == ["c: no language", "d: no language"]
    assert ends == ["collected", "frozen"]
    assert os.environ["OPENBLAS_NUM_THREADS"] == "1"


def test_a_cache_keeps_the_newer_half_when_it_is_full() -> None:
    known: process_cache.ProcessCache[str, int] = process_cache.ProcessCache(4)
    for number in range(5):
        known[str(number)] = number
    assert list(known.values()) == [2, 3, 4]
    process_cache.forget_all()
    assert not known
