"""``flyers why`` names what has changed, so that a person finds it."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from changes import CARD, CATALOG, CONTACTS, GRACOL, edit, make_campaign

from flyers.cli.main import main
from flyers.pipeline import inputs
from flyers.pipeline.session import open_session

pytestmark = pytest.mark.slow

Ask = Callable[..., str]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("why")
    os.environ["SOURCE_DATE_EPOCH"] = "1790000000"
    build(make_campaign(folder), "--product", "card", "--edition", "press,office")
    build(folder / "island", "--product", "card", "--press", "uncoated", "--pdfx", "1a", "--with", "en", "--lang", "es")
    build(folder / "island", "--product", "card", "--sheet", "12x18", "--gutter", "0.3in", "--ink", "black")
    build(folder / "island", "--product", "picture")
    return folder


def build(own: Path, *words: str) -> None:
    open_session.cache_clear()
    assert main(["--project", str(own), "build", "--jobs", "1", "--output", str(own / "output"), *words]) == 0


@pytest.fixture
def own(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    return Path(shutil.copytree(built, tmp_path / "all")) / "island"


@pytest.fixture
def why(own: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    def ask(*words: str, code: int = 0) -> str:
        open_session.cache_clear()
        capsys.readouterr()
        files = [word if word.startswith("-") else str(own / "output" / word) for word in words]
        assert main(["--project", str(own), "why", *files]) == code
        told = capsys.readouterr()
        return told.out + told.err

    return ask


def test_every_file_of_a_build_is_current(own: Path, why: Ask) -> None:
    files = [str(path.relative_to(own / "output")) for path in (own / "output").glob("*/*") if path.suffix != ".json"]
    assert len(files) == 2 * (2 + 1 + 3) + 1
    told = why(*files)
    assert told.count(": current. Nothing that it is made of has changed.") == len(files)
    assert "the layout and what it extends: ../harbor/content/layouts/card.yaml\n" in told
    assert "words in es: ../harbor/translations/es/LC_MESSAGES/flyers.po" in told


CHANGES = {
    "what all pieces are made of: changed: ../harbor/content/contacts.yaml. In them: harbor.": (
        CONTACTS,
        r"spoken: \[en, es\]",
        "spoken: [en]",
    ),
    "words in es: changed: ../harbor/translations/es/LC_MESSAGES/flyers.po. In them: lighthouse.call.": (
        CATALOG,
        "sin paga",
        "sin nada",
    ),
    "the layout and what it extends: changed: ../harbor/content/layouts/card.yaml.": (CARD, "gap: 2", "gap: 2.1"),
    "what all pieces are made of: changed: ../harbor/content/press/gracol.yaml.": (
        GRACOL,
        "ink_limit: 300",
        "ink_limit: 290",
    ),
}


@pytest.mark.parametrize("sentence", CHANGES)
def test_what_has_changed_is_named(own: Path, why: Ask, sentence: str) -> None:
    path, old, new = CHANGES[sentence]
    edit(own / path, old, new)
    told = why("es/card.press.DRAFT.pdf")
    assert "would be made again" in told
    assert f"  {sentence}\n" in told
    assert [line for line in told.splitlines() if line.startswith("  ")] == [f"  {sentence}"]


def test_the_program_libraries_and_date_are_named(own: Path, why: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    before = inputs.libraries()
    monkeypatch.setattr(inputs, "program", lambda: "0.2.0 00000000")
    monkeypatch.setattr(inputs, "libraries", lambda: before.replace("reportlab 5", "reportlab 6"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000001")
    told = why("es/card.press.DRAFT.pdf")
    assert "→ 0.2.0 00000000.\n" in told
    assert "  libraries: reportlab 5" in told
    assert "pikepdf" not in told
    assert "  the date in the file: 1790000000 → 1790000001.\n" in told


def test_what_happened_to_the_file_itself_is_told(own: Path, why: Ask) -> None:
    file = own / "output" / "es" / "card.press.DRAFT.pdf"
    file.write_bytes(file.read_bytes() + b" ")
    assert "is not the one that was written" in why("es/card.press.DRAFT.pdf")
    file.unlink()
    assert "is not the one that was written" in why("es/card.press.DRAFT.pdf")
    words = own / "output" / "es" / "picture.image.DRAFT.alt.txt"
    words.write_text("other words")
    assert "is not the one that was written" in why("es/picture.image.DRAFT.png")
    assert "is not the one that was written" in why("es/picture.image.DRAFT.alt.txt")
    report = own / "output" / "es" / "proof.json"
    content = json.loads(report.read_bytes())
    content["products"]["card.press.DRAFT"].pop("made_of")
    content["products"]["card.office"]["status"] = "failed"
    report.write_text(json.dumps(content))
    assert "did not record what it is made of" in why("es/card.press.DRAFT.pdf")
    assert "failed its proof" in why("es/card.office.pdf")


def test_what_no_build_has_recorded_is_refused(own: Path, why: Ask) -> None:
    assert "No build has recorded" in why("es/brochure.press.pdf", code=2)
    shutil.copytree(own / "output" / "es", own / "output" / "somewhere")
    assert "somewhere is not the folder of a language" in why("somewhere/card.press.DRAFT.pdf", code=2)


def test_json(own: Path, why: Ask) -> None:
    edit(own / CONTACTS, r"spoken: \[en, es\]", "spoken: [en]")
    (told,) = json.loads(why("es/card.press.DRAFT.pdf", "--json"))
    (difference,) = told["differences"]
    assert (told["current"], told["reasons"]) == (False, [])
    assert (difference["part"], difference["words"]) == ("campaign", ["harbor"])
    assert difference["changed"] == ["../harbor/content/contacts.yaml"]
    assert told["made_of"]["order"] == "card, press"
