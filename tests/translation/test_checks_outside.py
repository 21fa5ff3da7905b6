"""A second opinion: pofilter of the Translate Toolkit. (test_po_files.py asks GNU msgfmt about every catalog.)"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from flyers.pipeline.session import open_session

ROOT = Path(__file__).resolve().parents[2]

ASKED = (
    *("blank", "isfuzzy", "untranslated"),
    *("pythonbraceformat", "variables", "numbers", "urls", "emails", "xmltags", "filepaths", "options", "functions"),
    *("escapes", "newlines", "tabs", "startwhitespace", "endwhitespace", "doublespacing"),
)
"""Tests of pofilter that make sense in every language.

Left out are those for the labels of programs (accelerators, simpleplurals, credits, kdecomments, the formats of printf,
which takes “100 %” for one), those that know an English habit (acronyms, brackets, doublequoting, endpunc, puncspacing,
sentencecount, simplecaps, singlequoting, startcaps, startpunc: quotation marks, question marks and capitals are each
language's own, and L301 knows them), doublewords (a doubled word is grammar in Turkish, Bengali and Indonesian), long and
short (the layout tells what is too long), unchanged (L303, which takes excuses) and those that need word lists.
"""


def pofilter(path: Path, folder: Path, tests: tuple[str, ...] = ASKED) -> dict[str, list[str]]:
    """Return the tests of pofilter that fail below *path*, by catalog and message."""
    command = [sys.executable, "-m", "translate.filters.pofilter", "--progress=none"]
    output = folder / "found"
    subprocess.run([*command, *(f"--test={test}" for test in tests), str(path), str(output)], check=True)
    found: dict[str, list[str]] = {}
    for file in sorted(output.rglob("*.po")):
        for entry in file.read_text(encoding="utf-8").split("\n\n"):
            context = re.search('^msgctxt "(.+)"', entry, re.MULTILINE)
            if context and (tests_failed := re.findall(r"^# \(pofilter\) (\w+):", entry, re.MULTILINE)):
                found[f"{file.relative_to(output).parts[0]}: {context[1]}"] = tests_failed
    return found


@pytest.fixture
def begun(tmp_path: Path) -> Path:
    """A folder with every catalog that somebody has begun."""
    session = open_session(ROOT)
    folder = tmp_path / "catalogs"
    for tag in session.usual_languages:
        if tag != session.campaign.source_language:
            path = session.registry.catalog_path(session.registry.language(tag))
            copy = folder / path.relative_to(session.campaign.translations_folder)
            copy.parent.mkdir(parents=True)
            copy.write_bytes(path.read_bytes())
    return folder


def test_pofilter_finds_nothing_in_any_catalog(begun: Path, tmp_path: Path) -> None:
    assert pofilter(begun, tmp_path) == {}


@pytest.mark.parametrize(
    ("old", "new", "test"),
    [
        ("{hotline}", "{linea}", "pythonbraceformat"),
        ("18\u00a0años", "16\u00a0años", "numbers"),
        ("Línea", "Línea\\n", "newlines"),
        ("menor de", "menor  de", "doublespacing"),
    ],
)
def test_pofilter_finds_a_fault_put_into_a_catalog(begun: Path, tmp_path: Path, old: str, new: str, test: str) -> None:
    path = begun / "es" / "LC_MESSAGES" / "flyers.po"
    head, blank, entries = path.read_text(encoding="utf-8").partition("\n\n")
    changed = re.sub(f'(?m)^(msgstr )?"(.*){re.escape(old)}', rf'\1"\2{new}'.replace("\\n", "\\\\n"), entries)
    if changed == entries:
        pytest.fail(f"“{old}” is not in the Spanish catalog any more")
    path.write_text(head + blank + changed, encoding="utf-8")
    assert test in {each for tests in pofilter(begun, tmp_path).values() for each in tests}
