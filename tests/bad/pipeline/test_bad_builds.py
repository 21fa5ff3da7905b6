"""Builds that cannot succeed: each says one clear thing, ends with its own code, and loses nothing."""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from flyers.cli.main import main
from flyers.errors import ExitCode
from flyers.pipeline.session import open_session
from matrix import matrix

pytestmark = pytest.mark.slow

GOOD = b"%PDF-1.6 the last good file\n%%EOF\n"


@dataclass(frozen=True)
class Built:
    code: int
    out: str
    err: str
    good: Path

    def said(self) -> list[str]:
        """The errors; one may have several lines."""
        return re.split(r"^flyers: ", self.err, flags=re.MULTILINE)[1:]


@pytest.fixture
def build(campaign: Path, capfd: pytest.CaptureFixture[str]) -> Callable[..., Built]:
    """Build the English card of the spoilt campaign, where a good file of an earlier build lies already.

    In this process, since to start one takes longer than most of these builds do.
    """
    good = campaign / "output" / "en" / "wallet-card.press.DRAFT.pdf"
    good.parent.mkdir(parents=True)
    good.write_bytes(GOOD)

    def run(*words: str) -> Built:
        open_session.cache_clear()
        words = words or ("--lang", "en", "--product", "wallet-card")
        code = main(["--project", str(campaign), "build", *words])
        return Built(code, *capfd.readouterr(), good)

    return run


def confined(campaign: Path, limit: int) -> Built:
    """Build the card in a process that may write files of *limit* bytes."""

    def confine() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    words = ["--project", str(campaign), "build", "--lang", "en", "--product", "wallet-card"]
    done = subprocess.run(
        [sys.executable, "-m", "flyers", *words],
        capture_output=True,
        text=True,
        timeout=120,
        preexec_fn=confine,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    return Built(done.returncode, done.stdout, done.stderr, campaign / "output" / "en" / "wallet-card.press.DRAFT.pdf")


def assert_refused(built: Built, code: ExitCode, *words: str) -> None:
    assert built.code == code, built.err
    (message,) = built.said()
    for word in words:
        assert word in message
    assert "Traceback" not in built.err
    assert built.good.read_bytes() == GOOD
    assert not list(built.good.parent.glob(".*.part"))


BAD = Path(__file__).resolve().parents[1]
MESSAGES = "content/messages/bad.yaml"
CONTACTS = "content/contacts.yaml"
LAYOUT = "content/layouts/wallet-card.yaml"


@pytest.mark.parametrize(
    ("bad", "place", "code", "said"),
    [
        ("content/messages/broken-yaml.yaml", MESSAGES, ExitCode.CONTENT, "This is not valid YAML"),
        ("content/messages/duplicate-key.yaml", MESSAGES, ExitCode.CONTENT, "occurs twice"),
        ("content/messages/unknown-key.yaml", MESSAGES, ExitCode.CONTENT, "The keys allowed here are"),
        ("content/messages/alias-bomb.yaml", MESSAGES, ExitCode.CONTENT, "is an anchor"),
        ("content/messages/null-byte.yaml", MESSAGES, ExitCode.CONTENT, "There is a null byte here"),
        ("content/messages/latin-1.yaml", MESSAGES, ExitCode.CONTENT, "is not UTF-8"),
        ("content/messages/control-character.yaml", MESSAGES, ExitCode.CONTENT, "U+"),
        ("content/contacts/javascript-target.yaml", CONTACTS, ExitCode.CONTENT, "“javascript:alert(1)”"),
        ("content/contacts/shortener.yaml", CONTACTS, ExitCode.CONTENT, "shorten"),
        ("layout/layout.wrong-unit.yaml", LAYOUT, ExitCode.LAYOUT, "is not a unit of length"),
        ("layout/layout.unknown-key.yaml", LAYOUT, ExitCode.LAYOUT, "The keys allowed here are"),
    ],
)
def test_a_bad_file_ends_with_its_place_and_its_code(build, campaign, bad, place, code, said):
    shutil.copy(BAD / bad, campaign / place)
    built = build()
    assert_refused(built, code, said)
    assert re.search(rf"{re.escape(place)}:\d+:\d+: ", built.said()[0])


@pytest.mark.parametrize(
    ("fault", "said"),
    matrix(
        [
            ("Llame al 1-888-373-7889.", "looks like a phone number"),
            ("Vea www.evil.example.", "looks like a web or mail address"),
            ("Llame \u202eal 1\u202c.", "U+202E (RIGHT-TO-LEFT OVERRIDE)"),
            ('<img src=\\"file:///etc/passwd\\"/>', "is markup, which would be printed as it is"),
            ('<font color=\\"red\\">x</font>', "is markup, which would be printed as it is"),
            ("Llame al {linea}.", "has {linea}, which the English lacks"),
            ("Llame \0.", "There is a null byte here"),
            ("Llame al \udce1.", "is not UTF-8"),
            ('Llame \\"al', "A quotation mark is missing"),
        ],
        lambda row: any(kind in row[1] for kind in ("phone number", "lacks", "UTF-8", "quotation")),
    ),
)
def test_a_bad_translation_stops_its_language_with_its_line(build, campaign, fault, said):
    catalog = campaign / "translations" / "es" / "LC_MESSAGES" / "flyers.po"
    text = catalog.read_text(encoding="utf-8")
    entry = re.search(r'^msgctxt "campaign.name"\nmsgid .*\nmsgstr (".*")$', text, re.MULTILINE)
    broken = f'"{fault}' if "missing" in said else f'"{fault}"'
    data = (text[: entry.start(1)] + broken + text[entry.end(1) :]).encode("utf-8", "surrogateescape")
    catalog.write_bytes(data)
    built = build("--lang", "es,en", "--product", "wallet-card", "--jobs", "1")
    assert built.code == ExitCode.TRANSLATION, built.err
    (message,) = built.said()
    assert message.startswith("es → ")
    assert re.search(r"translations/es/LC_MESSAGES/flyers.po:\d+:", message)
    assert said in message
    assert catalog.read_bytes() == data
    assert built.good.read_bytes() != GOOD
    assert not (campaign / "output" / "es" / "wallet-card.press.DRAFT.pdf").exists()


def test_a_layout_of_fifty_megabytes(build, campaign):
    os.truncate(campaign / LAYOUT, 50_000_000)
    assert_refused(build(), ExitCode.CONTENT, f"{LAYOUT}: This file is 50.0 MB")


@pytest.mark.parametrize(
    ("asked", "hint"),
    [
        ("../../x", "flyers languages"),
        ("xx", "flyers languages"),
        ("sp", "es"),
        ("/etc/passwd", ""),
        ("es/../en", ""),
    ],
)
def test_a_language_that_is_none(build, campaign, asked, hint):
    before = sorted(campaign.parent.rglob("*"))
    assert_refused(build("--lang", asked), ExitCode.USAGE, f"“{asked}”", hint)
    assert sorted(campaign.parent.rglob("*")) == before


@pytest.mark.parametrize("asked", ["postr", "../poster", "poster.yaml"])
def test_a_product_that_is_none(build, asked):
    assert_refused(build("--product", asked), ExitCode.USAGE, asked, "'flyers products' lists them")


def test_an_edition_that_is_none(build):
    assert_refused(build("--edition", "pres"), ExitCode.USAGE, "“press”")


def test_a_font_file_that_is_gone(build, campaign):
    (campaign / "fonts" / "NotoSans-Bold.ttf").unlink()
    built = build()
    assert_refused(built, ExitCode.FONT, "wallet-card → en → fonts/fonts.yaml:", "NotoSans-Bold.ttf")
    report = json.loads((built.good.parent / "proof.json").read_text())
    entry = report["products"]["wallet-card.press.DRAFT"]
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
    assert (built.good.parent / "poster.press.DRAFT.pdf").read_bytes().startswith(b"%PDF")
    assert "1 of 2 files" in built.err


def test_words_that_cannot_be_fitted(build, campaign):
    messages = campaign / "content" / "messages" / "products.yaml"
    text = messages.read_text()
    forms = r"(?<=  card.headline:\n)    text: (.*)\n    short: (.*)\n"
    assert len(re.findall(forms, text)) == 1
    messages.write_text(re.sub(forms, f"    text: {'Someone is controlling you. ' * 30}\n", text))
    built = build()
    assert_refused(built, ExitCode.LAYOUT, "wallet-card → en → front", "pt too high", "“card.headline”")


def test_a_translation_that_is_missing_is_said_once_for_the_language(build, campaign):
    (campaign / "translations" / "es" / "LC_MESSAGES" / "flyers.po").unlink()
    built = build("--lang", "es,en")
    assert built.code == ExitCode.TRANSLATION
    assert len(built.said()) == 1
    assert "Spanish" in built.said()[0]
    assert (built.good.parent / "brochure.press.DRAFT.pdf").exists()


def test_an_output_folder_that_is_a_file(build, campaign):
    (campaign / "taken").write_text("mine")
    built = build("--lang", "en", "--product", "wallet-card", "--output", str(campaign / "taken"))
    assert_refused(built, ExitCode.FILE_ACCESS, "--output")
    assert (campaign / "taken").read_text() == "mine"


def test_an_output_folder_that_nobody_may_write(build, campaign):
    # /proc refuses new folders even to root.
    if not Path("/proc/self").exists():
        # Right to skip: elsewhere than on Linux, no folder refuses root.
        pytest.skip("needs the folder /proc")
    built = build("--lang", "en", "--product", "wallet-card", "--output", "/proc/flyers")
    assert_refused(built, ExitCode.FILE_ACCESS, "/proc/flyers", "--output")


def test_a_disk_without_room(build, campaign):
    # A limit on file sizes stops a write half way, as a full disk does.
    assert_refused(confined(campaign, 2000), ExitCode.FILE_ACCESS, "wallet-card.press.DRAFT.pdf", "unchanged")


FILL_A_DISK = """
mount -t tmpfs -o size=16k none "$1/output"
mkdir "$1/output/en"
printf "%s" "$2" > "$1/output/en/wallet-card.press.DRAFT.pdf"
code=0
"$3" -m flyers --project "$1" build --lang en --product wallet-card || code=$?
cat "$1/output/en/wallet-card.press.DRAFT.pdf"
ls -A "$1/output/en"
exit $code
"""


def test_a_disk_that_is_full(campaign, tool):
    """A disk of 16 kB, in a mount namespace of its own."""
    apart = [tool("unshare"), "--user", "--map-root-user", "--mount"]
    if subprocess.run([*apart, "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True).returncode:
        # Right to skip, under CI too: it is the machine that gives this right, and nothing that is installed.
        pytest.skip("needs the program unshare with the right to mount")
    (campaign / "output").mkdir()
    done = subprocess.run(
        [*apart, "sh", "-ec", FILL_A_DISK, "-", str(campaign), GOOD.decode(), sys.executable],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert done.returncode == ExitCode.FILE_ACCESS, done.stderr
    (message,) = [line for line in done.stderr.splitlines() if line.startswith("flyers: ")]
    assert "wallet-card.press.DRAFT.pdf: The disk is full. Free some space" in message
    assert "unchanged" in message
    assert done.stdout.startswith(GOOD.decode())
    left = done.stdout.removeprefix(GOOD.decode()).split()
    assert [name for name in left if name.endswith(".part")] == []


def test_a_build_that_is_killed_while_it_writes(build, campaign):
    output = campaign / "output" / "en"
    # fsync is the last step before the new file takes the old one's place.
    deadly = (
        "import os, signal, sys\n"
        "os.fsync = lambda _: os.kill(os.getpid(), signal.SIGKILL)\n"
        "from flyers.cli.main import main\n"
        "main(sys.argv[1:])\n"
    )
    words = ["--project", str(campaign), "build", "--lang", "en", "--product", "wallet-card"]
    # Without a cache, the first file that it writes is one of the output.
    environment = {**os.environ, "FLYERS_CACHE": "off"}
    killed = subprocess.run([sys.executable, "-c", deadly, *words], env=environment, capture_output=True, timeout=120)
    assert killed.returncode == -signal.SIGKILL
    assert (output / "wallet-card.press.DRAFT.pdf").read_bytes() == GOOD
    assert len(list(output.glob(".*.part"))) == 1
    assert build().code == ExitCode.OK
    assert (output / "wallet-card.press.DRAFT.pdf").read_bytes().startswith(b"%PDF")
    assert sorted(path.name for path in output.iterdir()) == ["proof.json", "wallet-card.press.DRAFT.pdf"]


def test_a_proof_that_fails_keeps_the_last_good_file(build, campaign):
    # The proof finds what the painter cannot know: a page whose safe margin the text does not keep.
    layout = campaign / "content" / "layouts" / "wallet-card.yaml"
    text = layout.read_text()
    assert "safe:" in text
    lines = [line if not line.startswith("safe:") else "safe: 0.9in" for line in text.splitlines()]
    layout.write_text("\n".join(lines) + "\n")
    assert_refused(build(), ExitCode.PROOF, "wallet-card → en", "proof.json")
