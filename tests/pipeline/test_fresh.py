"""A build makes the files whose inputs have changed, or that were altered; if there is nothing to do it opens nothing."""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from changes import CATALOG, CONTACTS, THEME, WORDS, edit, make_campaign

from flyers import cache
from flyers.cli import selection
from flyers.cli.build import build_command
from flyers.cli.main import main
from flyers.pipeline import fresh, inputs, recipe
from flyers.pipeline.session import Session, open_session

pytestmark = pytest.mark.slow

Told = dict[str, Any]


@dataclass
class Builds:
    """The campaign in *own*, its files in *output*, and builds of them in this process."""

    own: Path
    output: Path
    capsys: pytest.CaptureFixture[str]
    said: str = ""

    def __call__(self, *words: str, code: int = 0) -> dict[str, str]:
        """Build; return what became of each file: made, current or failed."""
        open_session.cache_clear()
        self.capsys.readouterr()
        found = main(
            ["--project", str(self.own), "build", "--jobs", "1", "--output", str(self.output), "--json", *words]
        )
        told = self.capsys.readouterr()
        self.said = told.err
        assert found == code, told.err
        outcomes = {}
        for one in json.loads(told.out)["results"]:
            outcome = "current" if one["current"] else "made" if one["good"] else "failed"
            outcomes[f"{one['language']} {one['product']}"] = outcome
        return outcomes

    def printed(self, file: str) -> str:
        with pikepdf.open(self.output / file) as pdf:
            return "".join(str(link.A.URI) for page in pdf.pages for link in page.get("/Annots", ()) if "/A" in link)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The campaign with its cards and pictures in English and Spanish."""
    folder = tmp_path_factory.mktemp("record")
    own = make_campaign(folder)
    os.environ["SOURCE_DATE_EPOCH"] = "1790000000"
    assert main(["--project", str(own), "build", "--jobs", "1", "--output", str(folder / "out")]) == 0
    return folder


@pytest.fixture
def builds(built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Builds:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "cache"))
    folder = Path(shutil.copytree(built, tmp_path / "all"))
    return Builds(folder / "island", folder / "out", capsys)


@pytest.fixture
def closed(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Return what forbids to open the campaign."""

    def refuse(*_: object) -> None:
        raise AssertionError("The campaign was opened.")

    return lambda: monkeypatch.setattr(Session, "campaign", property(refuse))


def all_are(outcome: str, *files: str) -> dict[str, str]:
    return dict.fromkeys(files, outcome)


CURRENT = all_are("current", "en card", "en large", "es card", "es large")


def test_what_a_killed_build_left_is_removed_though_nothing_is_made(builds: Builds) -> None:
    left = [builds.output / language / ".proof.json.part" for language in ("en", "es")]
    for part in left:
        part.write_bytes(b"{")
    assert builds() == CURRENT
    assert not [part for part in left if part.exists()]


def test_nothing_is_opened_if_nothing_has_changed(builds: Builds, closed: Callable[[], None]) -> None:
    closed()
    assert builds() == CURRENT


def test_findings_and_warnings_are_told_again(builds: Builds, closed: Callable[[], None]) -> None:
    before = builds("--force")
    fresh = [line for line in builds.said.splitlines() if line.startswith("warning:")]
    assert set(before.values()) == {"made"}
    builds()
    closed()
    builds()
    assert [line for line in builds.said.splitlines() if line.startswith("warning:")] == fresh != []
    assert "All 4 files are current" in builds.said


def test_force_makes_everything(builds: Builds) -> None:
    assert set(builds("--force").values()) == {"made"}


def test_another_order_is_another_plan(builds: Builds) -> None:
    assert builds("--product", "card", "--lang", "es") == {"es card": "current"}
    assert builds("--product", "card", "--edition", "screen") == {"en card": "made", "es card": "made"}
    assert builds("--product", "card", "--bleed", "0.13in") == {"en card": "made", "es card": "made"}
    assert builds("--product", "card", "--bleed", "0.13in") == {"en card": "current", "es card": "current"}
    assert builds() == CURRENT | {"en card": "made", "es card": "made"}  # under the same name, with another bleed


def test_a_file_that_is_altered_and_set_back_in_time_is_made_again(builds: Builds, closed: Callable[[], None]) -> None:
    path = builds.output / "es" / "card.press.DRAFT.pdf"
    before, state = path.read_bytes(), path.stat()
    path.write_bytes(before[:-20] + b"!" + before[-19:])
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (state.st_size, state.st_mtime_ns)
    assert builds() == CURRENT | {"es card": "made"}
    assert path.read_bytes() == before


def test_an_input_that_is_altered_and_set_back_in_time_is_seen(builds: Builds) -> None:
    path = builds.own / CONTACTS
    before, state = path.read_text(), path.stat()
    path.write_text(before.replace("0142", "0143"))
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert builds() == all_are("made", *CURRENT)


def test_a_file_in_another_state_with_the_same_content_is_the_same(builds: Builds, closed: Callable[[], None]) -> None:
    for path in (CONTACTS, CATALOG, WORDS):
        (builds.own / path).touch()
    (builds.own / THEME).write_bytes((builds.own / THEME).read_bytes())
    closed()
    assert builds() == CURRENT
    assert builds() == CURRENT


def test_what_changes_while_it_is_built_is_looked_at_again(builds: Builds, monkeypatch: pytest.MonkeyPatch) -> None:
    (builds.output / "es" / "card.press.DRAFT.pdf").unlink()
    whole = recipe.make

    def make(job: Any, session: Session) -> Any:
        (builds.own / CONTACTS).write_text((builds.own / CONTACTS).read_text().replace("0142", "0143"))
        return whole(job, session)

    with monkeypatch.context() as patch:
        patch.setattr(recipe, "make", make)
        assert builds() == CURRENT | {"es card": "made"}  # of what was read before
    assert builds() == all_are("made", *CURRENT)


def test_what_changes_after_it_was_read_is_not_taken_for_what_was_read(
    builds: Builds, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Languages that are named are looked up in the campaign before any checksum is taken."""
    order = ("--lang", "es", "--product", "card", "--edition", "screen")
    assert builds(*order) == builds(*order, "--force") == {"es card": "made"}
    whole = selection.recall

    def late(*arguments: Any) -> Any:
        (builds.own / CONTACTS).write_text((builds.own / CONTACTS).read_text().replace("0142", "0143"))
        return whole(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(selection, "recall", late)
        assert builds(*order) == {"es card": "made"}
    assert builds(*order) == {"es card": "current"}
    assert "0143" in builds.printed("es/card.screen.pdf")


def test_a_change_of_one_language_makes_its_files_only(builds: Builds) -> None:
    edit(builds.own / CATALOG, r"\A", "# A comment.\n")
    assert builds() == CURRENT | all_are("made", "es card", "es large")
    edit(builds.own / CATALOG, "sin paga", "sin sueldo")
    assert builds() == CURRENT | all_are("made", "es card", "es large")


def test_a_first_and_a_last_translation_change_the_plan(builds: Builds) -> None:
    catalog = builds.own / CATALOG
    whole = catalog.read_text()
    catalog.write_text(whole.split("\n\n", maxsplit=1)[0] + "\n")
    assert builds() == all_are("current", "en card", "en large")
    assert "Left out, because they have no translation yet: es" in builds.said
    assert builds() == all_are("current", "en card", "en large")
    catalog.write_text(whole)
    assert builds() == CURRENT


def test_a_new_layout_is_seen(builds: Builds) -> None:
    (builds.own / "content" / "layouts" / "small.yaml").write_text("extends: card\ntrim: [89mm, 70mm]\n")
    assert builds() == CURRENT | all_are("made", "en small", "es small")
    (builds.own / "content" / "layouts" / "small.yaml").unlink()
    assert builds() == CURRENT


def test_what_failed_is_tried_again_and_the_rest_is_current(builds: Builds) -> None:
    edit(builds.own / "content" / "layouts" / "large.yaml", "120mm, 90mm", "40mm, 30mm")
    for _ in range(3):
        assert builds(code=6) == CURRENT | all_are("failed", "en large", "es large")
        assert "trim" in builds.said or "large" in builds.said
    edit(builds.own / "content" / "layouts" / "large.yaml", "40mm, 30mm", "120mm, 90mm")
    assert builds() == CURRENT | all_are("made", "en large", "es large")


def test_another_program_makes_everything_again(builds: Builds, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inputs, "libraries", lambda: "reportlab 99")
    assert builds() == all_are("made", *CURRENT)
    monkeypatch.setattr(inputs, "program", lambda: "0.1.0 another source")
    assert builds() == all_are("made", *CURRENT)


def test_another_date_is_in_the_files(builds: Builds, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000001")
    assert builds() == all_are("made", *CURRENT)
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert builds() == all_are("made", *CURRENT)
    assert builds() == all_are("current", *CURRENT)  # whatever day it is


def test_a_file_is_not_taken_for_one_that_another_campaign_has_put_there(builds: Builds, tmp_path: Path) -> None:
    other = Path(shutil.copytree(builds.own.parent, tmp_path / "other")) / "island"
    edit(other / CONTACTS, "0142", "0144")
    edit(other / CONTACTS, "0142", "0144")
    mine, builds.own = builds.own, other
    assert builds() == all_are("made", *CURRENT)
    builds.own = mine
    assert builds() == all_are("made", *CURRENT)


@pytest.mark.parametrize("rubbish", ["", "[]", "{", '{"a": 1}', "layers: 3", "null", "jobs: null", "decided_by: x"])
def test_a_damaged_plan_is_made_again(builds: Builds, rubbish: str) -> None:
    builds()
    path = builds.output / fresh.FILE
    name, _, value = rubbish.partition(": ")
    if value:
        plans = {
            order: plan | {name: json.loads(f'"{value}"')} for order, plan in json.loads(path.read_bytes()).items()
        }
        rubbish = json.dumps(plans)
    path.write_text(rubbish)
    assert builds() == CURRENT


def test_what_is_in_the_cache_folder_changes_nothing(builds: Builds, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catalogs parsed before were believed: who could write there could say “pay” for “free” (field-test S6)."""
    files = {path: path.read_bytes() for path in builds.output.rglob("*.*")}
    monkeypatch.setattr(cache, "read", lambda name: {"poison": name})
    assert set(builds("--force").values()) == {"made"}
    assert {path: path.read_bytes() for path in builds.output.rglob("*.*")} == files


def test_without_a_cache_folder_files_are_current_too(builds: Builds, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(cache.VARIABLE, "off")
    assert builds() == CURRENT


def test_a_shops_own_condition_is_read_for_each_build(builds: Builds, tmp_path: Path) -> None:
    shop = Path(shutil.copytree(builds.own / "../harbor/content/press", tmp_path / "shop")) / "gracol.yaml"
    order = ("--product", "card", "--lang", "es", "--press", str(shop))
    assert builds(*order) == {"es card": "made"}
    assert builds(*order) == {"es card": "current"}
    edit(shop, "ink_limit: 300", "ink_limit: 290")
    assert builds(*order) == {"es card": "made"}
    profile = shop.parent / re.search("profile: ([^ #]*)", shop.read_text())[1]
    profile.write_bytes(profile.read_bytes() + b"x")
    output = ["--output", str(builds.output)]
    assert main(["--project", str(builds.own), "build", *output, *order]) == 3, "its checksum is another one"


def test_a_layout_for_two_languages_that_goes_is_missed(builds: Builds) -> None:
    """Until then a layout that names it is good; without it the layout is broken."""
    pair = builds.own / "content/layouts/pair.yaml"
    pair.write_text("extends: card\non_request: true\n")
    edit(builds.own / "content/layouts/large.yaml", r"\Z", "bilingual: pair\n")
    assert builds() == CURRENT | all_are("made", "en large", "es large")
    pair.unlink()
    assert builds(code=6)["es large"] == "failed"


HEAVY = ("yaml", "babel", "reportlab", "uharfbuzz", "icu4py", "numpy", "PIL", "pikepdf", "pypdfium2", "multiprocessing")


def test_a_build_with_nothing_to_do_loads_no_library(builds: Builds) -> None:
    words = ["--project", str(builds.own), "build", "--output", str(builds.output)]
    code = f"import sys; from flyers.cli.main import main; assert main({words!r}) == 0; print(*sys.modules)"
    for _ in range(2):  # the first one keeps the plan
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "All 4 files are current" in done.stderr
    assert set(done.stdout.split()).isdisjoint(HEAVY)


HOW = {
    "jobs",
    "scheduler",
    "tls_ca",
    "tls_cert",
    "tls_key",
    "campaigns",
    "force",
    "quiet",
    "dry_run",
    "json",
    "output",
    "project",
    "verbose",
    "help",
    "run",
    "shown",
}
"""Options that decide where a build is made, and how it is told, and not which files it makes."""


def test_every_option_of_a_build_is_known_to_decide_what_is_made_or_not() -> None:
    parser = argparse.ArgumentParser()
    build_command.configure(parser)
    options = {action.dest for action in parser._actions}
    assert options - HOW == set(selection.PLAN_OPTIONS)
