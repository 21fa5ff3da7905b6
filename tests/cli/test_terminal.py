"""Nothing that a file says reaches the terminal raw, and what goes wrong there has an error of its kind."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flyers import limits
from flyers.cli.console import Console
from flyers.cli.main import main
from flyers.errors import Source

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
SMALL = ROOT / "tests" / "data" / "small-campaign"


def printed(text: str) -> str:
    out = io.StringIO()
    Console(out=out, err=out).note(text)
    return out.getvalue()


@given(st.text())
def test_no_control_or_direction_character_is_printed(text: str) -> None:
    shown = printed(text)
    assert all(character.isprintable() or character in "\n\u200c\u200d" for character in shown)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2Jgone", "\\x1b[2Jgone"),
        ("a\rb", "a\\x0db"),
        ("\u202e123", "\\u202e123"),
        ("\u2067x\u2069", "\\u2067x\\u2069"),
        ("\x9b31m", "\\x9b31m"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("12\u00a0kB", "12 kB"),
    ],
)
def test_what_a_terminal_would_act_on_is_an_escape(text: str, shown: str) -> None:
    assert printed(text) == f"{shown}\n"


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("ascii", 'flyers: card -> es: "Se\\xf1ales" is 2 x 3 in\\u062e...'),
        ("cp1252", "flyers: card -> es: “Señales” is 2 × 3 in\\u062e…"),
        ("utf-8", "flyers: card → es: “Señales” is 2 × 3 inخ…"),
    ],
)
def test_signs_that_a_terminal_does_not_have_are_printed_in_others(encoding: str, shown: str) -> None:
    """With LANG=C, or in an old console of Windows, arrows and quotation marks had been codes among the words."""
    out = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    Console(out=out, err=out).error("card → es: “Señales” is 2 × 3 inخ…")
    out.flush()
    assert out.buffer.getvalue().decode(encoding) == f"{shown}\n"


@given(st.text())
def test_json_in_another_encoding_is_the_same_document(text: str) -> None:
    out = io.TextIOWrapper(io.BytesIO(), encoding="cp1252")
    Console(out=out, err=out).data({"text": text, "more": "“→😀"})
    out.flush()
    written = out.buffer.getvalue().decode("cp1252")
    assert json.loads(written) == {"text": text, "more": "“→😀"}


def test_a_long_line_is_cut() -> None:
    assert len(printed("x" * 1_800_000)) < limits.LINE_CHARACTERS + 40


@given(st.text())
def test_json_says_the_same_in_visible_characters(text: str) -> None:
    out = io.StringIO()
    Console(out=out, err=out).data({"text": text})
    assert all(character.isprintable() or character == "\n" for character in out.getvalue())
    assert json.loads(out.getvalue()) == {"text": text}


BUFFERED = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
"""The environment, in which output is kept back until it is flushed, as in any terminal of a user."""


def flyers(*words: str, stdout: object = subprocess.PIPE, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "flyers", *words],
        cwd=ROOT,
        env=BUFFERED | environment,
        stdout=stdout,
        stderr=subprocess.PIPE,
        timeout=120,
    )


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has /dev/full")
def test_a_full_disk_behind_stdout_is_an_error_of_its_kind() -> None:
    with Path("/dev/full").open("wb") as full:
        result = flyers("--project", str(SMALL), "languages", stdout=full)
    assert result.returncode == 8
    assert b"cannot be written" in result.stderr
    assert b"Traceback" not in result.stderr
    assert b"Exception ignored" not in result.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="only pipes of Unix break")
@pytest.mark.parametrize("words", [("languages",), ("docs", "reference")])  # less than a buffer, and more
def test_a_reader_that_has_gone_away_is_no_error(words: tuple[str, ...]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as gone:
        result = flyers("--project", str(SMALL), *words, stdout=gone)
    assert (result.returncode, result.stderr) == (0, b"")


@pytest.mark.skipif(sys.platform == "win32", reason="a shell closes it")
def test_a_closed_stdout_is_an_error_of_its_kind() -> None:
    result = subprocess.run(
        ["sh", "-c", '"$0" -m flyers languages >&-', sys.executable], cwd=SMALL, stderr=subprocess.PIPE, timeout=120
    )
    assert result.returncode == 8
    assert b"Traceback" not in result.stderr


@pytest.mark.parametrize("epoch", ["yesterday", "-1", "1e9", "٣", "99999999999999999999", "1790000000.5"])
def test_an_odd_date_is_a_wrong_argument(
    epoch: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    words = ["build", "--lang", "es", "--product", "wallet-card", "--output", str(tmp_path)]
    assert main(["--project", str(ROOT), *words]) == 2
    assert "SOURCE_DATE_EPOCH" in capsys.readouterr().err


def test_a_byte_that_is_no_text_is_a_wrong_argument() -> None:
    result = flyers("contacts", "set", "hotline.source", os.fsdecode(b"caf\xe9"), "--dry-run")
    assert result.returncode == 2
    assert b"not text" in result.stderr


def test_no_code_of_the_folder_is_run(tmp_path: Path) -> None:
    for name in ("reportlab_mods.py", "reportlab_settings.py", ".reportlab_mods", ".reportlab_settings"):
        (tmp_path / name).write_text("open('owned', 'w').close()\n", encoding="utf-8")
    subprocess.run(
        [sys.executable, "-c", "import flyers.pdf.painter, reportlab.rl_config"],
        cwd=tmp_path,
        env=dict(os.environ) | {"HOME": str(tmp_path), "USERPROFILE": str(tmp_path)},
        check=True,
        timeout=120,
    )
    assert not (tmp_path / "owned").exists()


def test_a_file_cannot_print_the_verdict_on_another() -> None:
    from flyers.cli.proof import _show_verdict
    from flyers.pipeline.prove import Verdict

    forged = "x\nposter.pdf: good (poster, es, press)"
    finding = {"severity": "error", "code": "P001", "message": forged, "where": forged, "advice": forged, "page": 1}
    verdict = Verdict(Path(forged), forged, False, (finding,), {}, (forged,))
    out = io.StringIO()
    _show_verdict(verdict, Console(out=out, err=out))
    lines = out.getvalue().splitlines()
    assert len(lines) == 3
    assert not any(line.startswith("poster.pdf") for line in lines)


def test_a_name_with_a_line_break_is_one_line_in_an_error() -> None:
    assert str(Source("a\nb.yaml", 3)) == "a\\nb.yaml:3"
