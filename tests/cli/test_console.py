"""Results go to stdout, messages to stderr, and a progress bar to terminals only."""

from __future__ import annotations

import io

import pytest

from flyers.cli.console import Console, Progress, time_left, width


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def frames(err: io.StringIO, steps: int, seconds: float, columns: int, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what is drawn while *steps* of 10 are made, each in so many seconds."""
    monkeypatch.setenv("COLUMNS", str(columns))
    clock = Clock()
    with Progress(10, Console(out=io.StringIO(), err=err), clock) as progress:
        for _ in range(steps):
            clock.now += seconds
            progress.step("es wallet-card.press")
    return err.getvalue().split("\r\x1b[K")[1:]


def test_without_a_terminal_there_is_no_progress(monkeypatch):
    assert frames(io.StringIO(), 10, 5, 80, monkeypatch) == []


def test_what_takes_less_than_two_seconds_has_none(monkeypatch):
    assert frames(Terminal(), 10, 0.19, 80, monkeypatch) == []


def test_a_terminal_without_escapes_has_none(monkeypatch):
    monkeypatch.setenv("TERM", "dumb")
    assert frames(Terminal(), 10, 5, 80, monkeypatch) == []


def test_who_wants_quiet_has_neither_progress_nor_notes():
    err, out = Terminal(), io.StringIO()
    console = Console(out=out, err=err)
    console.quiet = True
    console.note("a warning")
    console.error("a fault")
    console.say("a result")
    with Progress(2, console, clock=iter((0.0, 5.0, 9.0)).__next__) as progress:
        progress.step("es poster.press")
        progress.step("ar poster.press")
    assert err.getvalue() == "flyers: a fault\n"
    assert out.getvalue() == "a result\n"


def test_one_line_is_rewritten_and_cleared(monkeypatch):
    drawn = frames(Terminal(), 5, 1, 80, monkeypatch)
    assert [frame.count("█") for frame in drawn] == [4, 7, 9, 12, 0]
    assert drawn[0] == "████" + "░" * 20 + " 2/10, 8 s left es wallet-card.press"
    assert drawn[-1] == ""


def test_it_is_not_drawn_more_than_ten_times_a_second(monkeypatch):
    assert len(frames(Terminal(), 10, 0.25, 80, monkeypatch)) == 4
    assert len(frames(Terminal(), 9, 0.01, 80, monkeypatch)) == 0


def test_the_first_drawing_is_after_two_seconds_and_each_other_a_tenth_later():
    err = Terminal()
    drawn = []
    moments = (1.0, 2.875, 3.0, 3.0625, 3.25, 3.3, 3.375)
    with Progress(10, Console(out=io.StringIO(), err=err), clock=iter(moments).__next__) as progress:
        for _ in moments[1:]:
            before = err.tell()
            progress.step("es poster.press")
            drawn.append(err.tell() > before)
    assert drawn == [False, True, False, True, False, True]


def test_what_waits_for_an_answer_or_is_redrawn_is_shown_at_once():
    """Python keeps back what goes to stderr until a line ends, or begins again."""
    shown = io.BytesIO()
    console = Console(out=io.StringIO(), err=io.TextIOWrapper(shown, encoding="utf-8", line_buffering=True))
    console.ask("State: ")
    assert shown.getvalue() == b"State: "
    console.redraw("1/2")
    assert shown.getvalue() == b"State: \r\x1b[K1/2"
    console.note("There.")
    assert shown.getvalue().endswith(b"1/2There.\n")


@pytest.mark.parametrize(("total", "drawn"), [(9, "3/9, 2 h 0 min left"), (10, "2 h 0 min left")])
def test_what_fills_the_line_is_drawn_and_one_character_more_is_not(monkeypatch, total, drawn):
    """The last column stays free: a terminal would go on to the next line, which could not be rewritten."""
    monkeypatch.setenv("COLUMNS", "20")
    err = Terminal()
    moments = iter((0.0, 0.0, 0.0, 7200 * 3 / (total - 3)))
    with Progress(total, Console(out=io.StringIO(), err=err), clock=lambda: next(moments)) as progress:
        for _ in range(3):
            progress.step("es poster.press")
    assert err.getvalue() == f"\r\x1b[K{drawn}\r\x1b[K"


@pytest.mark.parametrize("columns", range(20, 90, 7))
def test_it_fits_the_terminal_and_says_how_long(monkeypatch, columns):
    for frame in frames(Terminal(), 3, 4000, columns, monkeypatch)[:-1]:
        assert width(frame) < columns
        assert " left" in frame


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0.0, "1 s"),
        (0.2, "1 s"),
        (99, "99 s"),
        (99.4, "99 s"),
        (99.5, "2 min"),
        (100, "2 min"),
        (3000, "50 min"),
        (99 * 60, "99 min"),
        (100 * 60, "1 h 40 min"),
        (12000, "3 h 20 min"),
        (90000, "25 h 0 min"),
    ],
)
def test_time_left_is_said_as_people_do(seconds, said):
    assert time_left(seconds) == said


@pytest.mark.parametrize(
    ("columns", "drawn"),
    [
        (80, "███████" + "░" * 17 + " 3/10, 7 s left es wallet-card.press"),
        (53, "███████" + "░" * 17 + " 3/10, 7 s left es wallet-card.press"),
        (52, "███████" + "░" * 17 + " 3/10, 7 s left"),
        (40, "███████" + "░" * 17 + " 3/10, 7 s left"),
        (39, "██████" + "░" * 17 + " 3/10, 7 s left"),
        (24, "██" + "░" * 6 + " 3/10, 7 s left"),
        (23, "3/10, 7 s left"),
    ],
)
def test_what_there_is_no_room_for_is_left_out_the_label_first(monkeypatch, columns, drawn):
    assert frames(Terminal(), 3, 1, columns, monkeypatch)[1] == drawn[: columns - 1]


def test_a_table_is_aligned_by_terminal_columns():
    out = io.StringIO()
    Console(out=out, err=io.StringIO()).table([("name", "n"), ("简体中文", "1"), ("x", "100")], right=(1,))
    assert out.getvalue() == "name        n\n简体中文    1\nx         100\n"


@pytest.mark.parametrize(
    ("text", "columns"), [("abc", 3), ("简体", 4), ("خ\u0650", 1), ("a\u200b\u2067b", 2), ("ខ្មែរ", 4), ("", 0)]
)
def test_width_counts_terminal_columns(text, columns):
    assert width(text) == columns


def test_messages_are_broken_between_words_in_a_terminal_and_whole_in_a_file(monkeypatch):
    monkeypatch.setenv("COLUMNS", "24")
    for err, broken in ((Terminal(), True), (io.StringIO(), False)):
        console = Console(out=io.StringIO(), err=err)
        console.note("one two three four five six\n  indented, and much too long")
        console.error("this is a fault of its own")
        console.ask("A question that is as long as it is: ")
        assert (
            err.getvalue()
            == (
                "one two three four five\nsix\n  indented, and much too\n  long\nflyers: this is a fault\nof its own\n"
                if broken
                else "one two three four five six\n  indented, and much too long\nflyers: this is a fault of its own\n"
            )
            + "A question that is as long as it is: "
        )


@pytest.mark.parametrize(("wide", "lines"), [("24", 2), ("21", 2), ("20", 3), ("3", 3)])
def test_a_terminal_has_at_least_twenty_columns(monkeypatch, wide, lines):
    monkeypatch.setenv("COLUMNS", wide)
    err = Terminal()
    Console(out=io.StringIO(), err=err).note("twenty-one letters so more of it, and so on")
    assert err.getvalue().count("\n") == lines


def test_the_last_column_of_a_table_is_broken_in_a_terminal_if_there_is_room(monkeypatch):
    rows = [("name", "about"), ("ab", "one two three four five"), ("c", "x")]
    monkeypatch.setenv("COLUMNS", "26")
    out = Terminal()
    Console(out=out, err=io.StringIO()).table(rows)
    assert out.getvalue() == "name  about\nab    one two three four\n      five\nc     x\n"
    monkeypatch.setenv("COLUMNS", "25")
    out = Terminal()
    Console(out=out, err=io.StringIO()).table(rows)
    assert out.getvalue() == "name  about\nab    one two three four five\nc     x\n"
