"""``flyers translations export`` and ``import`` from the command line."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flyers.pipeline.session import open_session

SPANISH = Path("translations/es/LC_MESSAGES/flyers.po")


@pytest.fixture
def translations(small: Path, flyers: Callable[..., Any]) -> Callable[..., Any]:
    def run(*words: str) -> Any:
        open_session.cache_clear()  # as in a process of its own
        return flyers("--project", str(small), "translations", *words)

    run("update", "--lang", "es")
    return run


def test_a_file_is_exported_and_imported(small: Path, translations: Callable[..., Any]) -> None:
    ran = translations("export", "--lang", "es")
    file = small / "output/translators/small.es.xlf"
    assert (ran.code, ran.out) == (0, f"{file.as_posix()}: 9 messages\n"), ran.err  # as reached from anywhere
    before = (small / SPANISH).read_text(encoding="utf-8")
    ran = translations("import", str(file))
    assert (ran.code, ran.out) == (0, "translations/es/LC_MESSAGES/flyers.po: 9 same (not written)\n")
    file.write_text(file.read_text(encoding="utf-8").replace(">Línea de ayuda<", ">La línea de ayuda<"))
    ran = translations("import", str(file), "--dry-run")
    assert ran.code == 0
    assert ran.out.startswith("changed  contact.line.name: “La línea de ayuda”\n")
    assert "dry run" in ran.err
    assert (small / SPANISH).read_text(encoding="utf-8") == before
    ran = translations("import", str(file), "--json")
    (found,) = json.loads(ran.out)
    assert (found["language"], found["changed"], found["same"], found["written"]) == ("es", 1, 8, True)
    assert "'flyers translations check --lang es'" in ran.err
    assert (small / SPANISH).read_text(encoding="utf-8") == before.replace("Línea de ayuda", "La línea de ayuda")


def test_faults_are_reported_with_their_place_and_end_with_code_4(
    small: Path, translations: Callable[..., Any], root: Path
) -> None:
    before = (small / SPANISH).read_bytes()
    ran = translations("import", str(root / "tests/bad/exchange/placeholder-lost.xlsx"))
    assert ran.code == 4
    assert "placeholder-lost.xlsx, Translation!B6: The translation lacks {hotline}." in ran.err
    assert "flyers: es → help.call/short → " in ran.err
    assert "Nothing was written, because of 1 fault." in ran.err
    assert (small / SPANISH).read_bytes() == before
    ran = translations("import", str(root / "tests/bad/exchange/placeholder-lost.xlsx"), "--skip-bad")
    assert ran.code == 0
    assert "The translation lacks {hotline}." in ran.err


@pytest.mark.parametrize("kind", ["xliff", "xlsx", "po"])
def test_every_format_may_be_chosen(small: Path, translations: Callable[..., Any], kind: str) -> None:
    ran = translations("export", "--lang", "es ar", "--format", kind, "--output", str(small / "out"))
    assert ran.code == 0, ran.err
    files = sorted((small / "out").iterdir())
    assert [file.suffix for file in files] == [{"xliff": ".xlf"}.get(kind, f".{kind}")] * 2
    assert translations("import", *map(str, files)).code == 0


def test_of_many_empty_texts_a_few_are_named(small: Path, translations: Callable[..., Any]) -> None:
    translations("export", "--lang", "es", "--format", "po", "--output", str(small / "out"))
    (file,) = (small / "out").iterdir()
    head, _, rest = file.read_text(encoding="utf-8").partition("msgctxt")
    empty = re.sub("msgstr .*", 'msgstr ""', rest)
    file.write_text(f"{head}msgctxt{empty}", encoding="utf-8")
    ran = translations("import", str(file))
    assert ran.code == 0
    (line,) = (line for line in ran.err.splitlines() if "came back empty" in line)
    assert re.search(r"the catalog keeps its words: ([\w./-]+, ){5}[\w./-]+ and \d+ more$", line), line


def test_an_empty_export_writes_no_file(small: Path, translations: Callable[..., Any]) -> None:
    ran = translations("export", "--lang", "es", "--only", "stale fuzzy")
    assert (ran.code, ran.out) == (0, "No message is stale or fuzzy, so no file was written.\n")
    assert not (small / "output").exists()


def test_wrong_arguments_are_refused(translations: Callable[..., Any]) -> None:
    assert translations("export", "--only", "half").code == 2
    assert translations("export", "--lang", "en").code == 2
    assert translations("import", "nowhere.xlf").code == 8
