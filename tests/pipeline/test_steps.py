"""Steps of a build at their edges, each by itself: what is refused, what is reported, and why a file is made again."""

from __future__ import annotations

import io
import json
import threading
import zipfile
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from flyers.errors import ContentError, FileAccessError, LayoutError, Source, UsageError
from flyers.page.editions import EDITIONS
from flyers.pipeline import fresh, outputs, processes, recipe
from flyers.pipeline.outputs import Clock, MadeOf, result_of
from flyers.pipeline.plan import ALL, Job, PressChoice
from flyers.pipeline.recipe import compose_job, current_documents, named, usual_products
from flyers.pipeline.scale import packed

JOB = Job(Path("c"), "es", "card", "press", Path("out"))


def layouts(**products: tuple[bool, bool]) -> Any:
    """Return a session with *products*, each with whether it has many languages, and whether it takes a second one."""
    known = {
        name: SimpleNamespace(many_languages=many, takes_a_second=second) for name, (many, second) in products.items()
    }
    return SimpleNamespace(
        products=list(known), usual_products=list(known)[1:], layout=lambda product, secondary="": known[product]
    )


def test_the_usual_products_are_those_of_one_language_of_two_or_of_all() -> None:
    session = layouts(rare=(False, True), card=(False, True), poster=(False, False), picker=(True, True))
    assert usual_products(session) == ["card", "poster"]
    assert usual_products(session, "en") == ["card"]
    assert usual_products(session, ALL) == ["picker"]


def test_pages_of_today_are_those_of_products_whose_words_are_translated() -> None:
    session = layouts(rare=(False, True), card=(False, True), poster=(False, False))
    asked: list[tuple[str, str]] = []

    def require_translated(messages: str) -> None:
        if messages == "poster":
            raise UsageError("Not translated.")

    def localized(tag: str, secondary: str) -> Any:
        asked.append((tag, secondary))
        return SimpleNamespace(language=SimpleNamespace(tag=tag), require_translated=require_translated)

    session.localized = localized
    session.layout = lambda product, secondary: f"{product} {secondary}"
    session.composed = lambda localized, layout: SimpleNamespace(product=layout.split()[0], messages=layout.split()[0])
    found = current_documents(session, "es", ["rare", "card"], secondary="en")
    assert [document.product for document in found] == ["rare", "card"]
    with pytest.raises(UsageError, match=r"poster → es: Not translated\."):
        current_documents(session, "es", ["card", "poster"])
    assert asked == [("es", "en"), ("es", "")]


@pytest.mark.parametrize(
    ("image", "refusal"),
    [
        (True, "“card” is an image for screens, which has no edition “press”."),
        (False, "“card” is printed, and has no edition “image”."),
    ],
)
def test_an_image_has_an_edition_of_its_own(image: bool, refusal: str) -> None:
    edition = SimpleNamespace(image=not image, name="press" if image else "image")
    session: Any = SimpleNamespace(
        edition=lambda *choice: edition, layout=lambda product, secondary: SimpleNamespace(is_image=image)
    )
    with pytest.raises(UsageError) as caught:
        compose_job(JOB, None, session)  # nothing is localized before that is known
    assert (caught.value.problem, caught.value.hint) == (refusal, "See 'flyers products'.")


def pressed(needed: float, *, bleed: float | None = None, ours: float = 9.0) -> Any:
    """Compose a layout with a bleed of *ours* for a condition that has *needed*, or what the command asks for."""
    condition = SimpleNamespace(name="gracol", source="content/press/gracol.yaml")
    edition = SimpleNamespace(image=False, condition=condition, needed_bleed=needed, reflowed=False)
    layout = SimpleNamespace(is_image=False, bleed=ours, place=lambda key: Source(f"card.yaml ({key})"))
    session: Any = SimpleNamespace(
        edition=lambda *choice: edition,
        layout=lambda product, secondary: layout,
        composed=lambda localized, layout, for_phones: "pages",
    )
    return compose_job(replace(JOB, press=PressChoice(bleed=bleed)), None, session)


def test_a_layout_has_no_less_bleed_than_the_press_asks_for() -> None:
    assert (pressed(9).document, pressed(8.5).document) == ("pages", "pages")
    with pytest.raises(LayoutError) as caught:
        pressed(9.5)
    assert str(caught.value) == (
        "card.yaml (bleed): A bleed of 9 pt is too little: “gracol” (content/press/gracol.yaml) asks for 9.5 pt. "
        "Write “bleed: 9.5pt” or more."
    )
    with pytest.raises(LayoutError, match="--bleed asks for 12 pt"):
        pressed(12, bleed=12)


@pytest.mark.parametrize(
    ("draft", "press", "image", "marked"),
    [(True, True, False, True), (True, False, True, True), (True, False, False, False), (False, True, True, False)],
)
def test_a_draft_says_so_in_its_name_where_who_has_the_product_cannot_see_it(
    draft: bool, press: bool, image: bool, marked: bool
) -> None:
    """A press cuts the slug off, which alone said it (field test, B20)."""
    document: Any = SimpleNamespace(draft=draft)
    edition: Any = SimpleNamespace(for_press=press, image=image)
    assert named(JOB, document, edition).marked_draft is marked


# -- what is reported ----------------------------------------------------------------------------------------------


def test_a_failure_is_a_result_and_an_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[Any] = []
    monkeypatch.setattr(outputs, "write_failure", lambda job, entry: written.append((job, entry)))
    clock = Clock()
    clock.seconds["paint"] = 1.0
    plain = recipe._failure(JOB, UsageError("No."), clock, fault="Traceback")
    assert (str(plain.error), plain.fault, plain.findings, plain.warnings) == ("No.", "Traceback", (), ())
    assert plain.seconds == {"paint": 1.0}
    finding = {"code": "P301", "severity": "error", "page": 0, "where": "", "message": "Wrong", "advice": ""}
    entry = {"status": "failed", "findings": [finding], "warnings": ["draft"]}
    document: Any = SimpleNamespace(draft=False, messages=())
    composition: Any = SimpleNamespace(document=document, edition=EDITIONS["screen"], layout=None)
    steps = {"compose_job": composition, "composition_expectation": None, "file_entry": entry}
    steps |= {"paint": b"%PDF", "proof": SimpleNamespace(ok=False)}
    for name, made in steps.items():
        monkeypatch.setattr(recipe, name, lambda *_, made=made: made)
    localized = SimpleNamespace(require_translated=lambda messages: None)
    session: Any = SimpleNamespace(inputs=None, library=None, localized=lambda *_, **__: localized)
    refused = recipe.make(JOB, session)
    assert (refused.findings, refused.warnings) == ((finding,), ("draft",))
    assert list(refused.seconds) == ["localize", "compose", "paint", "proof"]
    assert str(refused.error) == (
        "card → es: The finished file failed its proof:\n  P301 Wrong\n"
        "It was not written; the last good file, if any, stays. Every finding is in out/es/proof.json."
    )
    assert written == [
        (JOB, {"status": "failed", "problem": "No.", "exit_code": 2}),
        (JOB, entry),
    ]


@pytest.mark.parametrize(("allowed", "good"), [(False, False), (True, True)])
def test_words_without_a_translation_are_refused_unless_english_may_take_their_place(
    monkeypatch: pytest.MonkeyPatch, allowed: bool, good: bool
) -> None:
    def refuse(messages: object) -> None:
        raise UsageError(f"{messages} is not translated.")

    document: Any = SimpleNamespace(draft=False, messages="card.lead")
    composition: Any = SimpleNamespace(document=document, edition=EDITIONS["screen"], layout=None)
    proved = SimpleNamespace(ok=True)
    written: list[Any] = []
    steps = {"compose_job": composition, "composition_expectation": SimpleNamespace(image=None), "proof": proved}
    steps |= {"paint": b"%PDF", "file_entry": {"status": "good"}, "made_of": MadeOf({"order": "card"}, {})}
    for name, made in steps.items():
        monkeypatch.setattr(recipe, name, lambda *_, made=made: made)
    monkeypatch.setattr(outputs, "write", lambda job, *rest: written.append((job, *rest)))
    monkeypatch.setattr(outputs, "write_failure", lambda job, entry: None)
    session: Any = SimpleNamespace(
        inputs=None, library=None, localized=lambda *_, **__: SimpleNamespace(require_translated=refuse)
    )
    result = recipe.make(replace(JOB, allow_untranslated=allowed), session)
    assert result.good is good
    if good:
        assert written == [(result.job, b"%PDF", {"status": "good"}, {}, steps["made_of"])]
        assert (result.size, result.current, result.key) == (4, False, steps["made_of"].key)
        assert list(result.seconds) == list(outputs.STAGES)
    else:
        assert (written, str(result.error)) == ([], "card → es: card.lead is not translated.")


def test_a_report_that_cannot_be_written_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(job: Job, entry: object) -> None:
        raise FileAccessError("The disk is full.", hint="Empty it.")

    monkeypatch.setattr(outputs, "write_failure", refuse)
    said = [str(recipe._failure(JOB, kind("No."), Clock()).error) for kind in (FileAccessError, UsageError)]
    assert said == ["No.", "No. The report could not be written either: The disk is full. Empty it."]


def test_a_fault_of_the_program_is_a_failure_with_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outputs, "write_failure", lambda job, entry: None)

    def fail(*_: object, **__: object) -> None:
        raise KeyError("hotline")

    result = recipe.make(JOB, SimpleNamespace(localized=fail, inputs=None))
    told = "card → es: The program itself failed (KeyError: 'hotline'). Please report it."
    assert str(result.error) == told
    assert result.fault.startswith("Traceback")
    assert list(result.seconds) == ["localize"]


def test_a_file_is_made_if_it_is_not_current_or_if_somebody_insists(monkeypatch: pytest.MonkeyPatch) -> None:
    session: Any = SimpleNamespace(inputs=None)
    monkeypatch.setattr(recipe, "make", lambda job, session: "made")
    monkeypatch.setattr(recipe, "current", lambda job, inputs: "current" if job.language == "es" else None)
    assert recipe.make_if_needed(JOB, session) == "current"
    assert recipe.make_if_needed(JOB, session, force=True) == "made"
    assert recipe.make_if_needed(replace(JOB, language="ar"), session) == "made"


# -- what is current -----------------------------------------------------------------------------------------------


def test_a_current_file_has_the_result_that_making_it_had() -> None:
    entry = {"bytes": 7, "findings": [{"code": "P1"}], "warnings": ["w"], "shortened": ["s"]}
    result = result_of(JOB, entry, "key")
    assert (result.size, result.findings, result.warnings) == (7, ({"code": "P1"},), ("w",))
    assert (result.shortened, result.current, result.key) == (("s",), True, "key")
    bare = result_of(JOB, {"bytes": 7}, "")
    assert (bare.findings, bare.warnings, bare.shortened) == ((), (), ())


def test_a_file_is_as_written_with_those_beside_it(tmp_path: Path) -> None:
    image = Job(Path("c"), "es", "square", "image", tmp_path)
    image.folder.mkdir()
    files = [image.target, *image.texts]
    for path in files:
        path.write_bytes(path.name.encode())
    sums = {path.name: outputs.digest(path.name.encode()) for path in files}
    good = {"status": "good", "sha256": sums[image.target.name], "texts": sums}
    assert outputs.is_as_written(image, good)
    assert not outputs.is_as_written(image, {**good, "status": "failed"})
    assert not outputs.is_as_written(image, {"status": "good", "sha256": good["sha256"]})
    assert not outputs.is_as_written(image, {"status": "good", "texts": sums})
    for path in files:
        path.write_bytes(b"another")
        assert not outputs.is_as_written(image, good)
        path.write_bytes(path.name.encode())
    image.texts[0].unlink()
    assert not outputs.is_as_written(image, good)


# -- why a file would be made again --------------------------------------------------------------------------------


def test_parts_that_differ_are_told_with_their_files_and_words() -> None:
    before = MadeOf(
        {"same": "s", "words": "old", "bare": "a", "gone": "g"},
        {"old": {"a": "1", "b": "2", "c": "3", "d": "4"}},
        {"old": {"help.call": "1", "help.danger": "2"}},
    )
    today = MadeOf(
        {"same": "s", "words": "new", "bare": "b", "born": "first"},
        {"new": {"a": "1", "b": "2", "c": "9", "e": "5"}, "first": {"x": "1"}},
        {"new": {"help.call": "9", "help.more": "2"}},
    )
    assert list(fresh._differences(before, today)) == [
        fresh.Difference("words", "old", "new", ("c",), ("e",), ("d",), ("help.call", "help.danger", "help.more")),
        fresh.Difference("bare", "a", "b"),
        fresh.Difference("gone", "g", ""),
        fresh.Difference("born", "", "first", added=("x",)),
    ]


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ({"status": "good"}, "The build that made it did not record what it is made of."),
        ({"status": "failed"}, "It failed its proof when it was last built."),
        ({"status": "unfinished", "problem": "It was stopped."}, "Its last build failed: It was stopped."),
    ],
)
def test_a_file_without_a_record_is_made_again_and_the_reason_says_so(
    tmp_path: Path, entry: dict[str, str], says: str
) -> None:
    products = {"card.press": {"file": "card.pdf", **entry}}
    (tmp_path / outputs.REPORT).write_text(json.dumps({"schema": 1, "products": products}))
    assert fresh.reasons(tmp_path / "card.pdf", None) == fresh.Reasons(tmp_path / "card.pdf", None, (), (says,))


@pytest.mark.parametrize(
    ("order", "job"),
    [
        ("card, press, press gracol", replace(JOB, press=PressChoice("gracol"))),
        ("card, press, press our press as PDF/X-1a", replace(JOB, press=PressChoice("our press", "1a"))),
        (
            "card, press, with en, press gracol as PDF/X-4",
            replace(JOB, secondary="en", press=PressChoice("gracol", "4")),
        ),
        ("card, screen", replace(JOB, edition="screen")),
        (f"card, screen, {fresh.IN_ENGLISH}", replace(JOB, edition="screen", allow_untranslated=True)),
    ],
)
def test_the_order_of_a_file_is_read_back_as_its_job(order: str, job: Job) -> None:
    registry = SimpleNamespace(language=lambda name: SimpleNamespace(tag={"ES": "es"}[name]))
    session: Any = SimpleNamespace(folder=Path("c"), registry=registry)
    assert fresh._job_of(Path("out/ES/card.pdf"), order, session) == job


def test_a_file_is_named_by_itself_by_what_was_kept_of_it_or_by_a_file_beside_it(tmp_path: Path) -> None:
    report = tmp_path / "proof.json"
    entries = {
        "a.press": {"file": "a.pdf", "texts": {"a.txt": "0"}},
        "b.press": {"status": "failed", "kept": {"file": "b.pdf"}},
        "c.press": {"status": "failed", "kept": "c.pdf"},
        "d.press": "d.pdf",
    }
    report.write_text(f'{{"schema": 1, "products": {json.dumps(entries)}}}')
    known = outputs.entries(report)
    keys = [fresh._entry(tmp_path / name, known)[0] for name in ("a.pdf", "a.txt", "b.pdf")]
    assert keys == ["a.press", "a.press", "b.press"]
    for name in ("c.pdf", "d.pdf", "b.txt"):
        with pytest.raises(UsageError, match="No build has recorded"):
            fresh._entry(tmp_path / name, known)


# -- processes and machines ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("system", "python_threads", "tasks", "method"),
    [
        ("linux", 1, 1, "fork"),
        ("linux", 1, 2, "spawn"),
        ("linux", 2, 1, "spawn"),
        ("linux", 1, None, "spawn"),
        ("darwin", 1, 1, "spawn"),
    ],
)
def test_workers_are_forked_where_nothing_runs_beside_this_thread(
    monkeypatch: pytest.MonkeyPatch, system: str, python_threads: int, tasks: int | None, method: str
) -> None:
    def listed(path: str) -> list[str]:
        if tasks is None:
            raise OSError
        return ["7"] * tasks

    fork = SimpleNamespace(fork=None, listdir=listed)
    monkeypatch.setattr(processes, "os", fork)
    monkeypatch.setattr(processes, "sys", SimpleNamespace(platform=system))
    monkeypatch.setattr(threading, "active_count", lambda: python_threads)
    assert processes.start_method() == method
    del fork.fork
    assert processes.start_method() == "spawn"


def test_a_campaign_is_sent_without_hidden_files_and_a_broken_one_without_its_bases(tmp_path: Path) -> None:
    for name in ("content/b.yaml", "content/a.yaml", "content/.a.yaml.part", "fonts/f.ttf", "output/x.pdf"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")
    (tmp_path / "content" / "campaign.yaml").write_text("campaign: {id: own, base: ../none}\n")
    data, places = packed([tmp_path, tmp_path])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.namelist() == ["content/a.yaml", "content/b.yaml", "content/campaign.yaml", "fonts/f.ttf"]
    assert places == {tmp_path: Path()}


def test_a_catalog_that_cannot_be_read_counts_as_one() -> None:
    from flyers.pipeline.session import Session

    def broken(language: str) -> Any:
        if language == "ar":
            raise ContentError("Broken.")
        return SimpleNamespace(has_translations=language == "es")

    session = Session(Path("c"))
    session.catalog = broken
    assert [session.has_translations(tag) for tag in ("es", "ar", "ur")] == [True, True, False]
