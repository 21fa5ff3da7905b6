"""Catalogs that are kept: what comes from the cache folder is what the file says, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest

from flyers import cache
from flyers.errors import TranslationError
from flyers.translation import catalog_files
from flyers.translation.po import read

ROOT = Path(__file__).resolve().parents[2]
CATALOGS = sorted((ROOT / "translations").glob("*/LC_MESSAGES/flyers.po"))


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.parents[1].name)
def test_a_kept_catalog_is_the_one_in_the_file(path: Path) -> None:
    parsed = read(path.read_text(encoding="utf-8"), "a name")
    assert catalog_files.read_file(path, "another name").path == "another name"  # and kept
    assert catalog_files.read_file(path, "a name") == parsed


def test_everything_that_an_entry_may_have_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "all.po"
    path.write_text(
        '# a remark\n#, fuzzy\nmsgid ""\nmsgstr ""\n"Language: es\\n"\n\n'
        "# ok: L303 a reason\n#. a note\n#: content/messages/a.yaml:3\n#, fuzzy, python-format\n"
        '#| msgid "before"\nmsgctxt "a.b/short"\nmsgid "one\\ntwo \\"three\\""\nmsgstr "uno"\n\n'
        '#~ msgctxt "old"\n#~ msgid "old"\n#~ msgstr "viejo"\n',
        encoding="utf-8",
    )
    first, second = (catalog_files.read_file(path, "all.po") for _ in range(2))
    assert first == second == read(path.read_text(encoding="utf-8"), "all.po")
    (entry,) = second.entries.values()
    assert (entry.former, entry.flags) == ("before", {"fuzzy", "python-format"})
    assert second.obsolete[0].translation == "viejo"


def test_a_changed_file_is_read_again_and_a_broken_one_is_refused_each_time(tmp_path: Path) -> None:
    path = tmp_path / "es.po"
    text = 'msgctxt "a"\nmsgid "one"\nmsgstr "uno"\n'
    path.write_text(text)
    assert [entry.translation for entry in catalog_files.read_file(path, "es.po").entries.values()] == ["uno"]
    path.write_text(text.replace("uno", "dos"))
    assert [entry.translation for entry in catalog_files.read_file(path, "es.po").entries.values()] == ["dos"]
    path.write_text(text.replace('"uno"', '"uno'))
    for _ in range(2):
        with pytest.raises(TranslationError, match=r"es\.po:3"):
            catalog_files.read_file(path, "es.po")


def test_a_damaged_cache_is_not_believed(tmp_path: Path, own_cache: Path) -> None:
    path = tmp_path / "es.po"
    path.write_text('msgctxt "a"\nmsgid "one"\nmsgstr "uno"\n')
    before = catalog_files.read_file(path, "es.po")
    (kept,) = own_cache.glob("*.json")
    kept.write_bytes(kept.read_bytes().replace(b"uno", b"dos"))
    assert catalog_files.read_file(path, "es.po") == before
