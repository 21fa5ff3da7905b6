"""Builds that cannot succeed: each says one clear thing, ends with its own code, and loses nothing."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from flyers.errors import ExitCode

GOOD = b"%PDF-1.6 the last good file\n%%EOF\n"


@dataclass(frozen=True)
class Built:
    code: int
    out: str
    err: str
    good: Path

    def said(self) -> list[str]:
        return [line for line in self.err.splitlines() if line.startswith("flyers: ")]


@pytest.fixture
def build(campaign: Path) -> Callable[..., Built]:
    """Build the English card of the spoilt campaign, where a good file of an earlier build lies already."""
    good = campaign / "output" / "en" / "wallet-card.press.pdf"
    good.parent.mkdir(parents=True)
    good.write_bytes(GOOD)

    def run(*words: str, limit: int = 0) -> Built:
        def confine() -> None:
            if limit:
                signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
                resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

        words = words or ("--lang", "en", "--product", "wallet-card")
        done = subprocess.run(
            [sys.executable, "-m", "flyers", "--project", str(campaign), "build", *words],
            capture_output=True,
            text=True,
            timeout=120,
            preexec_fn=confine,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        )
        return Built(done.returncode, done.stdout, done.stderr, good)

    return run


def assert_refused(built: Built, code: ExitCode, *words: str) -> None:
    assert built.code == code, built.err
    (message,) = built.said()
    for word in words:
        assert word in message
    assert "Traceback" not in built.err
    assert built.good.read_bytes() == GOOD
    assert not list(built.good.parent.glob(".*.part"))


@pytest.mark.parametrize(
    ("asked", "hint"),
    [("../../x", "languages.yaml"), ("xx", "es (Spanish)"), ("sp", "es"), ("/etc/passwd", ""), ("es/../en", "")],
)
def test_a_language_that_is_none(build, campaign, asked, hint):
    before = sorted(campaign.parent.rglob("*"))
    assert_refused(build("--lang", asked), ExitCode.USAGE, f"“{asked}”", hint)
    assert sorted(campaign.parent.rglob("*")) == before


@pytest.mark.parametrize("asked", ["postr", "../poster", "poster.yaml"])
def test_a_product_that_is_none(build, asked):
    assert_refused(build("--product", asked), ExitCode.USAGE, asked, "wallet-card")


def test_an_edition_that_is_none(build):
    assert_refused(build("--edition", "pres"), ExitCode.USAGE, "“press”")


def test_a_font_file_that_is_gone(build, campaign):
    (campaign / "fonts" / "NotoSans-Bold.ttf").unlink()
    built = build()
    assert_refused(built, ExitCode.FONT, "wallet-card → en → fonts/fonts.yaml:", "NotoSans-Bold.ttf")
    report = json.loads((built.good.parent / "proof.json").read_text())
    entry = report["products"]["wallet-card.press"]
    assert entry["status"] == "failed"
    assert entry["kept"]["bytes"] == len(GOOD)


def test_a_font_file_that_is_another(build, campaign):
    font = campaign / "fonts" / "NotoSans-Bold.ttf"
    font.write_bytes(font.read_bytes() + b"\0")
    assert_refused(build(), ExitCode.FONT, "sha256", "NotoSans-Bold.ttf")


def test_a_layout_with_an_unknown_key_stops_its_product_alone(build, campaign):
    layout = campaign / "content" / "layouts" / "wallet-card.yaml"
    layout.write_text(layout.read_text() + "\ncolor: red\n")
    built = build("--lang", "en", "--product", "wallet-card,poster", "--jobs", "1")
    assert_refused(built, ExitCode.LAYOUT, "wallet-card.yaml:", "color")
    assert (built.good.parent / "poster.press.pdf").read_bytes().startswith(b"%PDF")
    assert "1 of 2 files" in built.err


def test_words_that_cannot_be_fitted(build, campaign):
    (messages,) = [file for file in (campaign / "content" / "messages").glob("*.yaml") if file.stem == "signs"]
    layout = campaign / "content" / "layouts" / "wallet-card.yaml"
    text = layout.read_text()
    assert "2in" in text
    layout.write_text(text.replace("2in", "1in"))
    assert messages.exists()
    assert_refused(build(), ExitCode.LAYOUT, "wallet-card → en")


def test_a_translation_that_is_missing_is_said_once_for_the_language(build, campaign):
    (campaign / "translations" / "es" / "LC_MESSAGES" / "flyers.po").unlink()
    built = build("--lang", "es,en")
    assert built.code == ExitCode.TRANSLATION
    assert len(built.said()) == 1
    assert "Spanish" in built.said()[0]
    assert (built.good.parent / "brochure.press.pdf").exists()


def test_an_output_folder_that_is_a_file(build, campaign):
    (campaign / "taken").write_text("mine")
    built = build("--lang", "en", "--product", "wallet-card", "--output", str(campaign / "taken"))
    assert_refused(built, ExitCode.FILE_ACCESS, "--output")
    assert (campaign / "taken").read_text() == "mine"


def test_an_output_folder_that_nobody_may_write(build, campaign):
    # /proc refuses new folders even to root.
    if not Path("/proc/self").exists():
        pytest.skip("this system has no /proc")
    built = build("--lang", "en", "--product", "wallet-card", "--output", "/proc/flyers")
    assert_refused(built, ExitCode.FILE_ACCESS, "/proc/flyers", "--output")


def test_a_disk_without_room(build):
    # A limit on file sizes stops a write half way, as a full disk does.
    built = build(limit=2000)
    assert_refused(built, ExitCode.FILE_ACCESS, "wallet-card.press.pdf", "untouched")


def test_a_proof_that_fails_keeps_the_last_good_file(build, campaign):
    # The proof finds what the painter cannot know: a page whose safe margin the text does not keep.
    layout = campaign / "content" / "layouts" / "wallet-card.yaml"
    text = layout.read_text()
    assert "safe:" in text
    lines = [line if not line.startswith("safe:") else "safe: 0.9in" for line in text.splitlines()]
    layout.write_text("\n".join(lines) + "\n")
    assert_refused(build(), ExitCode.PROOF, "wallet-card → en", "proof.json")
