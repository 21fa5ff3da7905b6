"""A file is made again if something that it is made of has changed: never is a stale one taken.

Each kind of input has an edit in `changes`. They are made one by one, to see which files they concern, and by chance one
after the other, to compare what a build makes of what is there with what a build makes from nothing.
``FLYERS_EDITS=500`` makes so many.
"""

from __future__ import annotations

import json
import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from changes import EDITS, NothingToChangeError

from flyers.cli.main import main
from flyers.errors import FlyersError
from flyers.pipeline.fresh import made_of
from flyers.pipeline.plan import Job, PressChoice, plan
from flyers.pipeline.session import Session, open_session
from made_once import prove_once

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]

MOMENT = "1790000000"
PRODUCTS = ("card", "picture", "large")
EDITIONS = ("press", "office", "image")
MANY = int(os.environ.get("FLYERS_EDITS", "8"))
SEED = int(os.environ.get("FLYERS_EDITS_SEED", "20261127"))


@pytest.fixture(autouse=True)
def one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", MOMENT)


@pytest.fixture(autouse=True)
def each_file_is_proved_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is built again from nothing has been proved if it is the same file, of which the same is expected."""
    prove_once(monkeypatch)


def jobs(own: Path, output: Path = Path("out")) -> list[Job]:
    session = Session(own)
    images = {product: session.layout(product).is_image for product in PRODUCTS}
    return plan(own, ("en", "es"), PRODUCTS, EDITIONS, output=output, images=images, press=PressChoice())


def keys(own: Path) -> dict[Job, str]:
    """Return what each file is made of; "" if that cannot be read, so that making the file says why."""
    session, found = Session(own), {}
    for job in jobs(own):
        try:
            found[job] = made_of(job, session).key
        except FlyersError:
            found[job] = ""
    return found


@pytest.fixture(scope="module")
def pristine_keys(pristine: Path) -> dict[tuple[str, str], str]:
    os.environ["SOURCE_DATE_EPOCH"] = MOMENT
    return {(job.language, job.key): key for job, key in keys(pristine / "island").items()}


@pytest.mark.parametrize("name", [name for name in EDITS if not name.startswith("any ")])
def test_an_edit_concerns_the_files_that_are_made_of_it(
    own: Path, pristine_keys: dict[tuple[str, str], str], name: str
) -> None:
    EDITS[name].change(own, random.Random(name))
    now = keys(own)
    assert all(pristine_keys.values())
    assert all(now.values())  # what is changed can still be read
    changed = {(job.language, job.key) for job, key in now.items() if pristine_keys[job.language, job.key] != key}
    assert changed >= {(job.language, job.key) for job in now if EDITS[name].concerns(job)}
    if "catalog" in name or "translation" in name.removesuffix("ors") or name == "a sign-off":
        assert {language for language, _ in changed} == {"es"}
    if name in ("files written again", "files with a new date"):
        assert not changed


# -- builds ------------------------------------------------------------------------------------------------------------


def build(own: Path, output: Path, *words: str) -> int:
    open_session.cache_clear()  # as in a process of its own
    chosen = ("--product", ",".join(PRODUCTS), "--edition", ",".join(EDITIONS), "--jobs", "1")
    return main(["--project", str(own), "build", *chosen, "--output", str(output), *words])


def files(output: Path) -> dict[str, bytes]:
    """Return the files that their reports call good, and the entries of all; none if nothing has been made."""
    found: dict[str, bytes] = {}
    for report in sorted(output.glob("*/proof.json")):
        content = json.loads(report.read_bytes())
        found[f"{report.parent.name}: files"] = json.dumps([content.get("files"), content.get("words")]).encode()
        for key, entry in content["products"].items():
            good = entry["status"] == "good"
            entry.pop("kept", None)  # a build from nothing has no last good file
            name = key if good else key.removesuffix(".DRAFT")  # a failure is named after the last good file
            found[f"{report.parent.name}/{name}"] = json.dumps(entry).encode()
            for name in (entry["file"], *entry.get("texts", ())) if good else ():
                found[f"{report.parent.name}/{name}"] = (report.parent / name).read_bytes()
    return found


def forget_failures(output: Path) -> None:
    """Remove what reports still say of files that only the broken campaign asked for.

    A product whose layout cannot be read is asked for in every edition, an image for the press too. Its failures stay in
    the report, since a later build may be of other products.
    """
    for report in output.glob("*/proof.json"):
        content = json.loads(report.read_bytes())
        content["products"] = {key: entry for key, entry in content["products"].items() if entry["status"] == "good"}
        report.write_text(json.dumps(content))


def _report(output: Path, chance: random.Random) -> Path:
    return chance.choice(sorted(output.glob("*/proof.json")))


def _product(output: Path, chance: random.Random) -> Path:
    return chance.choice(sorted(path for path in output.glob("*/*") if path.name != "proof.json"))


def altered(output: Path, chance: random.Random) -> None:
    """Change one byte of a file, and set its dates back."""
    path = _product(output, chance)
    before, data = path.stat(), bytearray(path.read_bytes())
    data[chance.randrange(len(data))] ^= 1
    path.write_bytes(data)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def gone(output: Path, chance: random.Random) -> None:
    _product(output, chance).unlink()


def report_gone(output: Path, chance: random.Random) -> None:
    _report(output, chance).unlink()


def report_cut(output: Path, chance: random.Random) -> None:
    path = _report(output, chance)
    path.write_bytes(path.read_bytes()[: chance.randrange(400)])


def entry_gone(output: Path, chance: random.Random) -> None:
    path = _report(output, chance)
    try:
        content = json.loads(path.read_bytes())
    except ValueError:  # half of it is left
        raise NothingToChangeError from None
    content["products"].pop(chance.choice(sorted(content["products"])), None)
    path.write_text(json.dumps(content))


def swapped(output: Path, chance: random.Random) -> None:
    """Put one finished file in the place of another."""
    one, other = _product(output, chance), _product(output, chance)
    other.write_bytes(one.read_bytes())


OUTPUT_EDITS: dict[str, Callable[[Path, random.Random], None]] = {
    "an altered file": altered,
    "a file that is gone": gone,
    "a report that is gone": report_gone,
    "half a report": report_cut,
    "an entry that is gone": entry_gone,
    "one file in the place of another": swapped,
}
"""What may happen to an output folder."""


def test_what_is_built_on_what_is_there_equals_what_is_built_from_nothing(
    own: Path, pristine: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    chance, output, fresh = random.Random(SEED), tmp_path / "out", tmp_path / "fresh"
    build(own, output)
    made, kept = 0, 0
    for number in range(MANY):
        known = files(output)
        names = chance.sample(sorted(OUTPUT_EDITS if chance.random() < 0.2 else EDITS), chance.choice((1, 1, 2)))
        done = changed(own, output, names, pristine, chance)
        capsys.readouterr()
        code = build(own, output)
        told = capsys.readouterr().err
        shutil.rmtree(fresh, ignore_errors=True)
        with monkeypatch.context() as without:
            without.setenv("FLYERS_CACHE", "off")
            from_nothing = build(own, fresh)
        assert (number, done, code) == (number, done, from_nothing)
        assert (number, done, notes(told)) == (number, done, notes(capsys.readouterr().err))
        # Where the campaign as a whole is broken, nothing is made, and the last good files stay.
        assert files(output) == (files(fresh) if fresh.exists() else known), (number, done)
        made += sum(known.get(name) != data for name, data in files(output).items())
        kept += sum(known.get(name) == data for name, data in files(output).items())
        if code != 0:  # the campaign is broken
            put_back(own, pristine)
            build(own, output)
            forget_failures(output)
    assert made > MANY
    assert kept > MANY


def changed(own: Path, output: Path, names: list[str], pristine: Path, chance: random.Random) -> list[str]:
    """Make the edits *names*; where one finds nothing to change, put the campaign back as it was at first."""
    done = []
    for name in names:
        try:
            if name in OUTPUT_EDITS:
                OUTPUT_EDITS[name](output, chance)
            else:
                EDITS[name].change(own, chance)
            done.append(name)
        except (NothingToChangeError, FlyersError, FileNotFoundError):  # an edit before took words, or a file, away
            put_back(own, pristine)
            done.append("all put back")
    return done


def put_back(own: Path, pristine: Path) -> None:
    for folder in pristine.iterdir():
        shutil.rmtree(own.parent / folder.name)
        shutil.copytree(folder, own.parent / folder.name)


def notes(said: str) -> list[str]:
    """Return the warnings and errors of a build; progress and totals differ."""
    return [line for line in said.splitlines() if line.startswith(("warning:", "flyers:", "Shorter", "Left out"))]
