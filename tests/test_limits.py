"""Limits are documented as they are, and nothing but `flyers.files` opens a file."""

from __future__ import annotations

import ast
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from flyers import limits
from flyers.errors import ContentError, FileAccessError
from flyers.files import exists, files_in, read_bytes

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "flyers"

OPENERS = {
    "open",
    "read_text",
    "read_bytes",
    "write_text",
    "write_bytes",
    "glob",
    "rglob",
    "iterdir",
    "scandir",
    "fdopen",
}

ALLOWED = {
    # Streams of PDFs in memory, and ICU's transliterators, which have methods of these names.
    ("proof", "read_bytes"),
    ("proof", "open"),
    ("pipeline/prove.py", "open"),
    ("icu.py", "open"),
    ("publish/reader_proof/rows.py", "open"),
    ("layout/pictures.py", "open"),  # bytes that flyers.files has read
    # The program's own data.
    ("translation/language_data.py", "read_bytes"),
    ("workflow/new_campaign.py", "read_text"),
    ("pdf/metadata.py", "read_bytes"),
    ("studio/app.py", "iterdir"),
    ("studio/app.py", "read_bytes"),
    ("gallery/site.py", "read_bytes"),
    ("publish/reading/__init__.py", "read_text"),
    # Pictures in memory.
    ("gallery/pictures.py", "open"),
    # Names only; what they lead to is opened by `flyers.files`.
    ("icu.py", "glob"),
    # A handle on nothing.
    ("pipeline/processes.py", "open"),
    # A browser.
    ("cli/program.py", "open"),
    # A terminal whose reader has gone.
    ("cli/main.py", "open"),
}
"""Calls with such a name that open no file of a campaign or of a stranger."""


def calls(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            bare_reader = name == "read_bytes" and isinstance(node.func, ast.Name)  # that of flyers.files
            if name in OPENERS and not bare_reader:
                yield name, node.lineno


def test_nothing_but_one_module_opens_files() -> None:
    found = set()
    for path in sorted(SOURCE.rglob("*.py")):
        name = path.relative_to(SOURCE).as_posix()
        if name != "files.py":
            found |= {(name, call, line) for call, line in calls(path)}
    others = [
        entry
        for entry in sorted(found)
        if not any(entry[0].startswith(place) and entry[1] == call for place, call in ALLOWED)
    ]
    assert others == []


def constants() -> dict[str, int]:
    return {name: value for name, value in vars(limits).items() if name.isupper()}


def test_every_limit_is_explained() -> None:
    source = (SOURCE / "limits.py").read_text(encoding="utf-8")
    said = dict(re.findall(r"^(\w+) = [\d_]+  # (.*)$", source, re.MULTILINE))
    assert [name for name in constants() if not said.get(name)] == []


def test_the_page_gives_the_limits_as_they_are() -> None:
    page = " ".join((ROOT / "docs" / "limits.md").read_text(encoding="utf-8").split())
    for words in (
        f"at most {limits.YAML_BYTES / 1e6:g} MB and a text in it {limits.TEXT_CHARACTERS:,} characters",
        f"a catalog or a translator's file {limits.CATALOG_BYTES / 1e6:g} MB",
        f"a font {limits.FONT_BYTES / 1e6:g} MB",
        f"an SVG picture {limits.PICTURE_BYTES / 1e3:g} kB",
        f"a photograph {limits.PHOTOGRAPH_BYTES / 1e6:g} MB and {limits.PHOTOGRAPH_PIXELS / 1e6:g} million pixels",
        f"a profile {limits.PROFILE_BYTES / 1e6:g} MB",
        f"a PDF that is proved {limits.PDF_BYTES / 1e6:g} MB and {limits.PDF_PAGES} pages",
    ):
        assert words in page


def test_a_larger_file_is_refused_with_both_sizes(tmp_path: Path) -> None:
    (tmp_path / "large").write_bytes(b"x" * 2_000_001)
    assert len(read_bytes(tmp_path / "large")) == 2_000_001
    with pytest.raises(ContentError, match=r"2\.0 MB; the most that is read is 1 MB"):
        read_bytes(tmp_path / "large", most=1_000_000)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
@pytest.mark.parametrize("kind", ["pipe", "device", "folder", "circle"])
def test_what_is_not_a_file_is_refused_at_once(tmp_path: Path, kind: str) -> None:
    path = tmp_path / kind
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "device":
        path = Path("/dev/zero")
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to(path)
    with pytest.raises(FileAccessError):
        read_bytes(path)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has such files")
def test_a_file_that_hides_its_size_is_read_to_the_limit_only() -> None:
    with pytest.raises(ContentError):
        read_bytes(Path("/proc/self/maps"), most=100)


def test_a_name_that_no_file_can_have_is_an_error_of_its_kind(tmp_path: Path) -> None:
    for name in ("x" * 400, "a\0b"):
        with pytest.raises(FileAccessError):
            exists(tmp_path / name)
        with pytest.raises(FileAccessError):
            read_bytes(tmp_path / name)


def test_a_folder_that_cannot_be_listed_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert files_in(tmp_path / "absent", "*.yaml") == []

    def refuse(_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(FileAccessError, match="cannot be listed"):
        files_in(tmp_path, "*.yaml")


PDF_PARSERS = {"pikepdf", "pypdfium2"}


def test_only_the_guarded_proof_opens_pdfs_of_strangers() -> None:
    """`flyers.proof` itself, and what `flyers.cli.proof` runs in guarded processes."""
    importers = set()
    texts = {path: path.read_text(encoding="utf-8") for path in sorted(SOURCE.rglob("*.py"))}
    for path in [path for path, text in texts.items() if any(name in text for name in PDF_PARSERS)]:
        for node in ast.walk(ast.parse(texts[path])):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if PDF_PARSERS & {name.partition(".")[0] for name in names}:
                importers.add(path.relative_to(SOURCE).as_posix())
    assert {name for name in importers if not name.startswith("proof/")} == {"pipeline/prove.py"}
    assert "outcomes(prove_file, " in (SOURCE / "cli" / "proof.py").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("files", "processors", "most", "workers"),
    [
        (0, 8, None, 1),
        (7, 8, None, 1),
        (8, 8, None, 2),
        (31, 8, None, 7),
        (99, 8, None, 8),
        (99, 8, 4, 4),
        (8, 8, 4, 2),
        (99, 1, 4, 1),
        (99, 8, 0, 1),
    ],
)
def test_a_process_has_four_files_at_least(
    files: int, processors: int, most: int | None, workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "usable", lambda: processors)
    assert limits.workers_for(files, most) == workers


def test_processors_are_those_that_this_process_may_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: {0, 3, 5} if process == 0 else {1}, raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 16)
    assert limits.usable() == 3
    monkeypatch.delattr(os, "sched_getaffinity")
    assert limits.usable() == 16
    monkeypatch.setattr(os, "cpu_count", lambda: None)  # where the system does not say
    assert limits.usable() == 1
