"""A second opinion: pofilter of the Translate Toolkit. (test_po_files.py asks GNU msgfmt about every catalog.)"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from flyers.pipeline.session import open_session

pytestmark = pytest.mark.slow

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


@pytest.mark.exhaustive
def test_pofilter_finds_nothing_in_any_catalog(tmp_path: Path) -> None:
    session = open_session(ROOT)
    folder = tmp_path / "catalogs"
    for tag in session.usual_languages:
        if tag != session.campaign.source_language:
            path = session.registry.catalog_path(session.registry.language(tag))
            copy = folder / path.relative_to(session.campaign.translations_folder)
            copy.parent.mkdir(parents=True)
            copy.write_bytes(path.read_bytes())
    assert pofilter(folder, tmp_path) == {}


FAULTS = {
    "pythonbraceformat": ("{hotline}", "{linea}"),
    "numbers": ("18\u00a0años", "16\u00a0años"),
    "newlines": ("Línea", "Línea\\n"),
    "doublespacing": ("menor de", "menor  de"),
}


def test_pofilter_finds_each_fault_put_into_a_catalog(tmp_path: Path) -> None:
    text = (ROOT / "translations" / "es" / "LC_MESSAGES" / "flyers.po").read_text(encoding="utf-8")
    head, blank, entries = text.partition("\n\n")
    for test, (old, new) in FAULTS.items():
        changed = re.sub(f'(?m)^(msgstr )?"(.*){re.escape(old)}', rf'\1"\2{new}'.replace("\\n", "\\\\n"), entries)
        assert changed != entries, f"“{old}” is not in the Spanish catalog any more"
        (tmp_path / "catalogs" / test).mkdir(parents=True)
        (tmp_path / "catalogs" / test / "es.po").write_text(head + blank + changed, encoding="utf-8")
    found: dict[str, set[str]] = {}
    for where, failed in pofilter(tmp_path / "catalogs", tmp_path).items():
        found.setdefault(where.partition(":")[0], set()).update(failed)
    assert found.keys() == FAULTS.keys()
    assert [test for test in FAULTS if test not in found[test]] == []
