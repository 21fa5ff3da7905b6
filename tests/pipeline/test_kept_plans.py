"""A plan is kept with what it was decided by, and is recalled as long as that is the same. Nothing is built."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flyers.pipeline import fresh
from flyers.pipeline.fresh import FILE, PlanRecord, keep, recall
from flyers.pipeline.inputs import Inputs
from flyers.pipeline.plan import Job, PressChoice, SheetChoice

OPTIONS = {"lang": ["es"], "product": None}


def write(folder: Path, *names: str, text: str = "") -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text or name, encoding="utf-8")
    return folder


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A campaign on a base, which is beside it, and on the starter."""
    starter = write(tmp_path / "starter", "content/campaign.yaml", "translations/es/flyers.po")
    monkeypatch.setattr(fresh, "starter_folder", lambda: starter)
    monkeypatch.setattr("flyers.pipeline.inputs.starter_folder", lambda: starter)
    write(tmp_path / "base", "content/campaign.yaml", "content/layouts/card.yaml")
    return write(tmp_path / "own", "content/contacts.yaml", "translations/es/flyers.po", "translations/ar/flyers.po")


def inputs(own: Path) -> Inputs:
    return Inputs({"": own, "base:": own.parent / "base", "starter:": own.parent / "starter"})


def plan(own: Path) -> PlanRecord:
    sheet = SheetChoice("a4", 2.5, (1.0, -2.0), "black")
    job = Job(own, "es", "card", "office", own / "output", "en", PressChoice("gracol", "4", 9.5), sheet, True)
    return PlanRecord([job, Job(own, "ar", "card", "press", own / "output")], ["fr"], ["Nothing prints “a”."])


def kept(own: Path, options: dict[str, object] | None = None) -> None:
    (own / "output").mkdir(exist_ok=True)
    keep(own, own / "output", options or OPTIONS, plan(own), inputs(own))


def test_a_plan_is_recalled_as_it_was_kept_with_todays_files(own: Path) -> None:
    assert recall(own, own / "output", OPTIONS) is None
    kept(own)
    found = recall(own, own / "output", {"product": None, "lang": ["es"]})
    assert found is not None
    assert found[0] == plan(own)
    assert found[1].layers == inputs(own).layers
    assert recall(own, own / "output", OPTIONS | {"lang": ["ar"]}) is None
    kept(own, {"another": 1})
    assert recall(own, own / "output", OPTIONS) is not None, "one order does not replace another"


def test_a_folder_that_was_moved_with_its_base_has_the_same_plans(own: Path, tmp_path: Path) -> None:
    kept(own)
    record = json.loads((own / "output" / FILE).read_text(encoding="utf-8"))
    (entry,) = record.values()
    assert entry["layers"] == {"": ".", "base:": "../base", "starter:": "starter"}
    assert str(tmp_path) not in json.dumps(record)


@pytest.mark.parametrize(
    ("file", "changed"),
    [
        ("own/translations/es/flyers.po", {"es"}),
        ("starter/translations/es/flyers.po", {"es"}),
        ("own/translations/fr/flyers.po", {"fr"}),
        ("own/output/es/card.pdf", set()),
        ("own/content/contacts.yaml", None),
        ("own/content/layouts/poster.yaml", None),
        ("base/content/layouts/card.yaml", None),
        ("base/content/campaign.yaml", None),
    ],
)
def test_languages_that_have_changed_are_told_and_other_changes_make_another_plan(
    own: Path, file: str, changed: set[str] | None
) -> None:
    kept(own)
    write(own.parent, file, text="another text")
    found = recall(own, own / "output", OPTIONS)
    assert (found and found[0].changed) == changed
    (own / "translations" / "ar" / "flyers.po").unlink()
    found = recall(own, own / "output", OPTIONS)
    assert (found and found[0].changed) == (None if changed is None else {*changed, "ar"})


def test_another_program_makes_another_plan(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept(own)
    monkeypatch.setattr(fresh, "program", lambda: "2.0 abc")
    assert recall(own, own / "output", OPTIONS) is None


def test_the_oldest_of_many_plans_go(own: Path) -> None:
    orders = [{"number": number} for number in range(51)]
    for order in (*orders[:50], orders[0], orders[50]):
        kept(own, order)
    assert [recall(own, own / "output", order) is not None for order in orders[:3]] == [True, False, True]
    assert len(json.loads((own / "output" / FILE).read_text(encoding="utf-8"))) == 50


@pytest.mark.parametrize("text", ["[]", "{", "7", '{"a": 1}', "[" * 100_000])
def test_what_is_no_plan_is_none_and_is_replaced(own: Path, text: str) -> None:
    write(own / "output", FILE, text=text)
    assert recall(own, own / "output", OPTIONS) is None
    kept(own)
    assert recall(own, own / "output", OPTIONS) is not None
    record = json.loads((own / "output" / FILE).read_text(encoding="utf-8"))
    for entry in record.values():
        if isinstance(entry, dict):
            entry["jobs"] = [{"product": "card"}]
    write(own / "output", FILE, text=json.dumps(record))
    assert recall(own, own / "output", OPTIONS) is None


def test_where_a_plan_cannot_be_kept_the_build_goes_on(own: Path) -> None:
    write(own, "output", text="a file in its place")
    keep(own, own / "output", OPTIONS, plan(own), inputs(own))
    assert (own / "output").is_file()
