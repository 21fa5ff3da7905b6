"""Fixtures for all tests: campaigns, and independent programs as second opinions.

A test names the program that it needs: ``tool("pdftotext")``. If the program is missing, the test is skipped, and the
summary of the run lists what was not checked. Under CI a missing program is a failure, so that nothing is skipped
forever.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

import own_campaigns
from flyers.content.campaign import Campaign
from flyers.translation import po
from tools import browser as chromium
from tools.npm import AXE
from tools.pdfjs import pdfjs

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parent.parent

# A deadline tells how busy the machine is: the first example of a test reads what the others find read.
settings.register_profile("flyers", deadline=None)
settings.register_profile("some", deadline=None, max_examples=25)
settings.load_profile("flyers")

# MuPDF's analysis of layouts, which no test asks for, loads three neural networks wherever pymupdf is imported: half a
# second of CPU and 55 MB in each worker.
sys.modules.setdefault("pymupdf.layout", None)


def pytest_configure(config: pytest.Config) -> None:
    """Let a run without exhaustive tests try a quarter of the examples, and prepare what processes of tests inherit.

    Where no bytecode may be kept beside its source, it is kept in pytest's cache: each process would compile all, which
    takes seven seconds in each worker alone. And what a script runs in the background ignores Ctrl-C, with all that it
    starts: then none of the builds that tests interrupt would stop.
    """
    if "not exhaustive" in config.option.markexpr:
        settings.load_profile("some")
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if sys.dont_write_bytecode and sys.pycache_prefix is None:
        os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix = _bytecode_folder(config)
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        sys.dont_write_bytecode = False


def _bytecode_folder(config: pytest.Config) -> str:
    """Return a folder in pytest's cache, or one for this run only where there is no cache."""
    try:
        return str(config.cache.mkdir("bytecode"))
    except (AttributeError, OSError):
        folder = tempfile.TemporaryDirectory(prefix="flyers-bytecode-")
        config.add_cleanup(folder.cleanup)
        return folder.name


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """One worker more than processors if browsers, clusters and killed builds let every worker wait now and then."""
    return (os.cpu_count() or 1) + ("not exhaustive" not in config.option.markexpr)


@pytest.fixture(scope="module", autouse=True)
def date_of_this_module_alone() -> Iterator[None]:
    """Take back the date that a module's tests give to builds: with it, a later day of signing is in the future."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    yield
    os.environ.pop("SOURCE_DATE_EPOCH", None)
    if before is not None:
        os.environ["SOURCE_DATE_EPOCH"] = before


@pytest.fixture(scope="session", autouse=True)
def cache_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder of the tests' own, so that no run knows what another one, or a person, has built."""
    folder = tmp_path_factory.mktemp("cache") / "flyers"
    os.environ["FLYERS_CACHE"] = str(folder)
    return folder


@pytest.fixture(scope="session", autouse=True)
def bytecode_of_copies(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Remove the bytecode of programs that tests have copied, which no other run can use."""
    yield
    if sys.pycache_prefix is not None:
        shutil.rmtree(f"{sys.pycache_prefix}{tmp_path_factory.getbasetemp()}", ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def equal_catalogs_are_parsed_once() -> Iterator[None]:
    """Let copies of a campaign have the catalogs of the first: to parse all of them takes most of a second."""
    parse = lru_cache(300)(po.read)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(po, "read", parse)
        yield


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository, which is also the folder of a campaign."""
    return ROOT


@pytest.fixture
def campaign(root: Path, tmp_path: Path) -> Path:
    """A copy of this repository's campaign that a test may change."""
    folder = tmp_path / "campaign"
    for part in ("content", "translations", "fonts"):
        shutil.copytree(root / part, folder / part)
    return folder


@pytest.fixture
def second_campaign(root: Path, tmp_path: Path) -> Path:
    """A copy of another coalition's campaign, with one product and two languages, that a test may change."""
    folder = Path(shutil.copytree(root / "tests" / "data" / "second-campaign", tmp_path / "second"))
    for font in (root / "fonts").glob("NotoSans-*.ttf"):
        shutil.copy(font, folder / "fonts")
    shutil.copytree(root / "content" / "press", folder / "content" / "press")
    return folder


@pytest.fixture(scope="session")
def maine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign of another state, to be read only; see `own_campaigns`."""
    return own_campaigns.begin_maine(tmp_path_factory.mktemp("campaigns") / "maine")


@pytest.fixture(scope="session")
def member(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign on the base of a network, which is beside it; see `own_campaigns`."""
    return own_campaigns.begin_member(tmp_path_factory.mktemp("campaigns"))


@pytest.fixture(scope="session")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign on another topic; see `own_campaigns`."""
    return own_campaigns.begin_clinic(tmp_path_factory.mktemp("campaigns") / "clinic")


@pytest.fixture(scope="session")
def en_espanol(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign whose messages are Spanish; see `own_campaigns`."""
    return own_campaigns.begin_en_espanol(tmp_path_factory.mktemp("campaigns") / "vecinos")


@pytest.fixture
def small(root: Path, tmp_path: Path) -> Path:
    """A copy of a small campaign that is right in every respect, which a test may change or break."""
    return Path(shutil.copytree(root / "tests" / "data" / "small-campaign", tmp_path / "small"))


@pytest.fixture
def printable(small: Path, root: Path) -> Path:
    """The small campaign with the fonts of this repository, which are only read."""
    (small / "fonts").symlink_to(root / "fonts")
    return small


@pytest.fixture(scope="module")
def spoilt(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Campaign:
    """A campaign with a copy of this repository's content, so that bad files can be beside the good ones."""
    folder = tmp_path_factory.mktemp("spoilt")
    shutil.copytree(root / "content", folder / "content")
    return Campaign.load(folder)


@pytest.fixture(scope="session")
def tool() -> Callable[..., str]:
    """A function that returns the full path of a program; its second argument says what the program checks."""

    def find(name: str, what: str = "") -> str:
        own = {"pdf.js": _pdfjs, "axe-core": _axe, "chromium": chromium.program}
        path = own[name]() if name in own else shutil.which(name)
        if path is not None:
            return path
        if os.environ.get("CI"):
            pytest.fail(f"{name} is not installed; .ci/run should install it")
        # Skipping is right: the program is a second opinion that no package provides, and the summary lists it.
        pytest.skip(f"needs the program {name}, for {what}" if what else f"needs the program {name}")

    return find


@pytest.fixture(scope="session")
def browser(tool: Callable[..., str]) -> Iterator[Browser]:
    """A real Chromium. (Playwright runs once in a process, so all tests share this one; each opens a context.)"""
    from playwright.sync_api import sync_playwright

    program = tool("chromium", "pages in a browser")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=chromium.CHROMIUM, env=dict(os.environ))
        yield opened
        opened.close()


def _pdfjs() -> str | None:
    folder = pdfjs.folder()
    return str(folder) if folder else None


def _axe() -> str | None:
    return str(AXE.folder / "axe.min.js") if AXE.is_there else None


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Write one line about what this machine could not check."""
    missing: dict[str, int] = {}
    for report in terminalreporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        name = reason.removeprefix("Skipped: ").removeprefix("needs ")
        missing[name] = missing.get(name, 0) + 1
    if missing:
        listed = ", ".join(f"{name} ({count} tests)" for name, count in sorted(missing.items()))
        terminalreporter.write_line(f"not checked, because of missing programs: {listed}", yellow=True)
