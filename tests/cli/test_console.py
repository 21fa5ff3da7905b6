"""Results go to stdout, messages to stderr, and a progress bar to terminals only."""

from __future__ import annotations

import io

import pytest

from flyers.cli.console import Console, width


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_without_a_terminal_every_step_is_a_line_on_stderr():
    out, err = io.StringIO(), io.StringIO()
    with Console(out=out, err=err).progress(10) as progress:
        progress.step("es poster")
        progress.step("es card")
    assert err.getvalue() == "[ 1/10] es poster\n[ 2/10] es card\n"
    assert out.getvalue() == ""


def test_with_a_terminal_one_line_is_rewritten_and_cleared():
    err = Terminal()
    with Console(out=io.StringIO(), err=err).progress(2) as progress:
        progress.step("es poster")
        progress.step("es card")
    assert "\n" not in err.getvalue()
    frames = err.getvalue().split("\r\x1b[K")
    assert [frame.count("█") for frame in frames[1:]] == [0, 12, 24, 0]
    assert frames[-1] == ""


def test_a_table_is_aligned_by_terminal_columns():
    out = io.StringIO()
    Console(out=out, err=io.StringIO()).table([("name", "n"), ("简体中文", "1"), ("x", "100")], right=(1,))
    assert out.getvalue() == "name        n\n简体中文    1\nx         100\n"


@pytest.mark.parametrize(
    ("text", "columns"), [("abc", 3), ("简体", 4), ("خ\u0650", 1), ("a\u200b\u2067b", 2), ("ខ្មែរ", 4), ("", 0)]
)
def test_width_counts_terminal_columns(text, columns):
    assert width(text) == columns
