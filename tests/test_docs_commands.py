"""Every command that README, CONTRIBUTING and docs/ show is run, page by page, in a copy of the campaign.

A command is a line of an indented block. What depends on the day or on a person's work (a checksum, a translator's
file) is prepared by a `PREPARATIONS` entry. Commands that would run the tests or the network again are run
as far as they go without: `make -n`, `--help`, `--collect-only`.
"""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from fewer_languages import keep_languages
from flyers import limits
from flyers.cli.main import main
from flyers.pipeline.session import Session, open_session
from flyers.workflow.answers import open_objections
from flyers.workflow.signing import pages_checksum
from readinganswer import answer, data_of

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
LANGUAGES = ("en", "es", "so", "ar", "ur", "my", "km", "zh-Hans")
"""Those that pages and layouts name. Other tests make all; here each command on all of them would read them again."""

READ_ONLY = ("fonts", "src", "tests", "bench", "scripts")
"""Folders that no shown command writes to: links. To copy the tests for each page takes as long as a proved card."""

PROGRAMS = (
    "flyers",
    "make",
    "python",
    ".venv/bin/python",
    ".venv/bin/flyers",
    "mkdir",
    "cp",
    "npm",
    "tar",
    "sha256sum",
)
MADE_BY_USERS = ("flyers", "package", "proof", "reader-proof", "help")
"""Targets of make that are run; the others start tests, linters or installers, and are run with ``make -n``."""

NETWORK = ("npm", "tar", "sha256sum")
"""Programs of the walk through a new font: what they work on comes from a package registry."""

COMMAND_WITH_ENVIRONMENT = re.compile(r"FLYERS_\w+=\S+ ")
PYTHON = """\
#!/bin/sh
case "$1 $2" in
    "-m flyers") shift 2; {{ printf '%s\\0' "$@"; echo; }} >> "{log}" ;;
    "-m pip") ;;
    *) exec "{python}" "$@" ;;
esac
"""
"""A python for make: installs nothing, and writes down the words for ``flyers``, each ended by a NUL."""


def commands(page: Path) -> list[str]:
    """Return the commands that *page* shows in indented blocks, without their comments."""
    lines = re.findall(r"^ {4,}(\S.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    shown = [line for line in lines if COMMAND_WITH_ENVIRONMENT.sub("", line).split()[0] in PROGRAMS]
    return [re.sub(r"\s+# .*$", "", line).strip() for line in shown]


@dataclass
class Desk:
    """A copy of the repository's campaign in *folder*, in which the commands of one page are run in order."""

    folder: Path

    @property
    def session(self) -> Session:
        """A new session, since a command may have changed files."""
        return Session(self.folder)

    def flyers(self, *words: str) -> int:
        open_session.cache_clear()
        try:
            return main(words)
        except SystemExit as end:
            return int(end.code or 0)

    def make(self, words: list[str]) -> int:
        """Let make say what it runs, and run it here: to start a process takes longer than most commands do."""
        dry = [] if words and words[0] in MADE_BY_USERS else ["-n"]
        self._log.unlink(missing_ok=True)
        code = self.process("make", *dry, f"VENV={self.folder / 'venv'}", *words)
        asked = self._log.read_text(encoding="utf-8").split("\0\n")[:-1] if self._log.exists() else []
        assert dry or code or asked or words[0] == "help", f"make {words[0]} runs nothing"
        codes = (self.flyers(*line.split("\0")) for line in asked)
        return code or next((code for code in codes if code), 0)

    @property
    def _log(self) -> Path:
        return self.folder / "venv" / "asked"

    def process(self, *words: str, **environment: str) -> int:
        clean = {key: value for key, value in os.environ.items() if not key.startswith(("MAKE", "MFLAGS"))}
        return subprocess.run(words, cwd=self.folder, env=clean | environment, check=False).returncode


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    folder = tmp_path / "campaign"
    folder.mkdir()
    for part in ("content", "translations", "docs"):
        shutil.copytree(ROOT / part, folder / part)
    keep_languages(folder, LANGUAGES)
    for part in READ_ONLY:
        (folder / part).symlink_to(ROOT / part)
    for name in ("Makefile", "pyproject.toml", "requirements.lock", "requirements-dev.lock"):
        shutil.copy(ROOT / name, folder / name)
    python = folder / "venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(PYTHON.format(python=sys.executable, log=python.parents[1] / "asked"))
    python.chmod(0o755)
    monkeypatch.chdir(folder)
    monkeypatch.setattr(limits, "workers_for", lambda files, most=None: 1)
    return Desk(folder)


# What people do between two commands.


def the_reader_types_the_checksum(desk: Desk, command: str) -> str:
    language = shlex.split(command)[3]
    return command.replace("4f2a 91c0", pages_checksum(desk.session, language)[:8])


def the_translator_fills_the_spreadsheet(desk: Desk, command: str) -> str:
    from openpyxl import load_workbook

    (name,) = re.findall(r"\S+\.xlsx", command)
    book = load_workbook(desk.folder / "output" / "translators" / name)
    sheet = book["Translation"]
    for row in range(2, sheet.max_row + 1):
        if not sheet.cell(row, 2).value:
            sheet.cell(row, 2).value = sheet.cell(row, 1).value
    book.save(desk.folder / name)
    return command


def the_shop_sends_its_condition(desk: Desk, command: str) -> str:
    condition = (desk.folder / "content" / "press" / "uncoated.yaml").read_text(encoding="utf-8")
    (desk.folder / "shop.yaml").write_text(
        re.sub(r"(profile: *)(\S+)", r"\1content/press/\2", condition), encoding="utf-8"
    )
    return command


def the_language_is_signed(desk: Desk, command: str) -> str:
    (language,) = re.findall(r"--lang (\S+)", command)
    checksum = pages_checksum(desk.session, language)
    words = ("--reviewer", "R-07", "--role", "native reader", "--proof", checksum)
    if desk.session.localized(language).standing.draft:
        assert desk.flyers("translations", "sign", language, *words) == 0
    untried = [contact.id for contact in desk.session.campaign.contacts.values() if contact.verified_on is None]
    if untried:
        assert desk.flyers("contacts", "verify", *untried) == 0
    return command


def the_piece_is_on_record(desk: Desk, command: str) -> str:
    assert desk.flyers("manifest", "--lang", "es", "--keep") == 0
    (record,) = (desk.folder / "translations" / "es" / "manifests").iterdir()
    return command.replace("c857dd7", record.stem)


def the_files_are_built(desk: Desk, command: str) -> str:
    if not (desk.folder / "output" / "es" / "poster.press.DRAFT.pdf").exists():
        assert desk.flyers("build", "--lang", "es", "--product", "poster") == 0
    return command


def the_designer_writes_the_layout(desk: Desk, command: str) -> str:
    page = (ROOT / "docs" / "layouts.md").read_text(encoding="utf-8")
    (name, block) = re.findall(r"^    # (content/layouts/\S+\.yaml)\n((?:    .*\n)+)", page, re.MULTILINE)[0]
    (desk.folder / name).write_text(re.sub(r"^    ", "", block, flags=re.MULTILINE), encoding="utf-8")
    return command


def the_network_has_a_member(desk: Desk, command: str) -> str:
    given = ("--name", "Vermont Coalition", "--state", "Vermont", "--phone", "802-555-0143", "--site", "example.org")
    assert desk.flyers("new", "network/vermont", *given, "--languages", "es") == 0
    return command


def the_reader_answers(desk: Desk, command: str) -> str:
    data = data_of(desk.folder / "output" / "de" / "reading.wallet-card.html")
    texts = [item["what"] for item in data["items"] if item.get("edit")][:2]
    (desk.folder / "message.txt").write_text(answer(data, {texts[0]: ("Besser", ""), texts[1]: ("", "unklar")}))
    return command


def the_coordinator_types_the_id(desk: Desk, command: str) -> str:
    objections = open_objections(desk.session, "de")
    return command.replace("4f2a91", next(one.id for one in objections if bool(one.better) == ("--accept" in command)))


PREPARATIONS: dict[str, Callable[[Desk, str], str]] = {
    r"4f2a 91c0": the_reader_types_the_checksum,
    r"import \S+\.xlsx": the_translator_fills_the_spreadsheet,
    r"shop\.yaml": the_shop_sends_its_condition,
    r"answers message\.txt": the_reader_answers,
    r"4f2a91$": the_coordinator_types_the_id,
    r"--lang \S+ --product wallet-card,poster$|flyers package": the_language_is_signed,
    r"--campaigns": the_network_has_a_member,
    r'flyers manifest "es': the_piece_is_on_record,
    r"flyers proof output": the_files_are_built,
    r"--product notice": the_designer_writes_the_layout,
}
"""By a pattern of the command: what must have happened before it; returns the command as it is then typed."""

ENDS_WITH: dict[str, int] = {
    "flyers translations init hy": 5,  # the page shows that it stops because a font is missing
}
"""Exit codes of commands that are shown to fail."""


def expanded(word: str, folder: Path) -> list[str]:
    """Return the files that a shell makes of a pattern, or *word* itself."""
    return sorted(str(path.relative_to(folder)) for path in folder.glob(word)) if "*" in word else [word]


def run(desk: Desk, command: str) -> int:
    for pattern, prepare in PREPARATIONS.items():
        if re.search(pattern, command):
            command = prepare(desk, command)
    environment = dict(word.split("=", 1) for word in COMMAND_WITH_ENVIRONMENT.findall(command))
    program, *words = shlex.split(COMMAND_WITH_ENVIRONMENT.sub("", command))
    if program.endswith("flyers") and ">" in words:
        *words, _, name = words
        with (desk.folder / name).open("w", encoding="utf-8") as file, contextlib.redirect_stdout(file):
            return desk.flyers(*words)
    if program.endswith("flyers"):
        return desk.flyers(*words)
    if program == "make":
        return desk.make(words)
    if program.endswith("python"):
        words = [name for word in words for name in expanded(word, desk.folder)]
        ends = ["--collect-only", "-q"] if "pytest" in words else ["--help"]
        return desk.process(sys.executable, *words, *ends, **{key: value.strip() for key, value in environment.items()})
    if program in NETWORK or command.startswith("cp package/"):
        return 0 if shutil.which(program) or program == "npm" else 127
    return desk.process(program, *words)


@pytest.mark.parametrize("page", [page for page in PAGES if commands(page)], ids=lambda page: page.name)
def test_every_command_shown_runs(page: Path, desk: Desk, capfd: pytest.CaptureFixture[str]) -> None:
    for command in commands(page):
        code = run(desk, command)
        said = capfd.readouterr()
        assert code == ENDS_WITH.get(command, 0), f"{page.name}: {command}\n{said.out}\n{said.err}"


def test_commands_are_found() -> None:
    assert "make flyers LANG=es" in commands(ROOT / "README.md")
    assert len({command for page in PAGES for command in commands(page)}) > 40
