"""``flyers proof``: which files it takes, what it says of their verdicts, and how it ends. No file is opened here."""

from __future__ import annotations

import argparse
import io
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from printing import open_as

from flyers import limits
from flyers.cli import proof
from flyers.cli.console import Console
from flyers.cli.proof import proof_command
from flyers.errors import ExitCode, FileAccessError, FlyersError, FontError, StoppedError, UsageError
from flyers.pipeline import processes
from flyers.pipeline.prove import ProofRequest, Verdict


def finding(code: str, severity: str = "error", page: int = 0) -> dict[str, Any]:
    return {
        "code": code,
        "severity": severity,
        "page": page,
        "where": "",
        "message": f"Fault {code}.",
        "advice": "Mend it.",
    }


def verdict(*findings: dict[str, Any], name: str = "card.pdf", **values: Any) -> Verdict:
    values = {"good": not findings, "known_as": "card, es, press", "facts": {}, **values}
    return Verdict(path=Path(name), findings=findings, **values)


def lines(of: Verdict, *, verbose: bool = False) -> list[str]:
    out = io.StringIO()
    proof._show_verdict(of, Console(verbose=verbose, out=out, err=io.StringIO()))
    return out.getvalue().splitlines()


# -- files ------------------------------------------------------------------------------------------------------------


def test_of_a_folder_its_pdfs_and_images_are_taken_in_order(tmp_path: Path) -> None:
    names = ["b/z.pdf", "b/a.PDF", "a.png", "b/c/d.Png", "notes.txt", "b/pdf", "card.pdf.part", "x.jpg"]
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "folder.pdf").mkdir()
    found = [path.relative_to(tmp_path).as_posix() for path in proof._finished([tmp_path])]
    assert found == ["a.png", "b/a.PDF", "b/c/d.Png", "b/z.pdf"]


def test_a_named_file_is_taken_whatever_its_ending_and_where_it_was_named(tmp_path: Path) -> None:
    (tmp_path / "b.pdf").touch()
    other = tmp_path / "notes.txt"
    assert proof._finished([other, tmp_path, other]) == [other, tmp_path / "b.pdf", other]


def test_where_there_is_no_file_the_folders_are_named(tmp_path: Path) -> None:
    empty = [tmp_path / name for name in ("one", "two")]
    for folder in empty:
        folder.mkdir()
    with pytest.raises(UsageError) as caught:
        proof._finished(empty)
    assert caught.value.problem == f"There is no PDF and no image in {empty[0]}, {empty[1]}."
    assert caught.value.hint == "Make some first: 'flyers build'."


# -- words ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("of", "line"),
    [
        (verdict(), "card.pdf: good (card, es, press)"),
        (verdict(finding("X701")), "card.pdf: FAILED (card, es, press)"),
        (verdict(good=False, compared=False, known_as="not known"), "card.pdf: NOT COMPARED (not known)"),
        (verdict(finding("W1", "warning"), good=True), "card.pdf: good (card, es, press)"),
        (verdict(finding("W1", "warning"), good=False), "card.pdf: NOT COMPARED (card, es, press)"),
    ],
)
def test_the_verdict_is_the_first_line(of: Verdict, line: str) -> None:
    assert lines(of)[0] == line


def test_remarks_stand_before_findings_which_have_their_severity_and_place() -> None:
    told = verdict(finding("X701", page=2), finding("W1", "warning"), remarks=("Made by another program.",))
    assert lines(told)[1:] == [
        "  note: Made by another program.",
        "  error: X701 page 2: Fault X701. Mend it.",
        "  warning: W1 Fault W1. Mend it.",
    ]


@pytest.mark.parametrize(("count", "shown", "rest"), [(5, 5, None), (6, 5, "1 more"), (9, 5, "4 more")])
def test_of_many_findings_five_are_shown_and_the_others_named(count: int, shown: int, rest: str | None) -> None:
    told = verdict(*(finding(f"X70{9 - number}") for number in range(count)))
    listed = lines(told)[1:]
    assert [line.partition(":")[0] for line in listed[:shown]] == ["  error"] * shown
    codes = ", ".join(sorted(f"X70{9 - number}" for number in range(5, count)))
    assert listed[shown:] == ([f"  {rest} findings ({codes}); -v shows them."] if rest else [])
    assert len(lines(told, verbose=True)) == count + 1


def test_an_old_number_is_all_that_is_said_of_a_file() -> None:
    changed = {"hotline": ("1-888-373-7888", "1-888-373-9999"), "office": ("555-0143", "")}
    told = verdict(finding("P301"), finding("P302"), finding("P301"), old_numbers=changed)
    first = (
        "card.pdf: FAILED: OLD NUMBER 1-888-373-7888, today 1-888-373-9999 (hotline); 555-0143, today nothing (office). "
        "Do not hand it out."
    )
    assert lines(told) == [first, "  3 findings (P301, P302); -v shows them."]
    assert lines(told, verbose=True)[0] == first
    assert len(lines(told, verbose=True)) == 4


def test_a_name_with_a_line_break_does_not_look_like_another_verdict() -> None:
    assert lines(verdict(finding("X701"), name="a.pdf\nb.pdf"))[0] == r"a.pdf\nb.pdf: FAILED (card, es, press)"


# -- the command ------------------------------------------------------------------------------------------------------


def run(
    monkeypatch: pytest.MonkeyPatch, outcomes: dict[str, Verdict | FlyersError], *words: str
) -> tuple[ExitCode, str, list[str]]:
    """Run the command on files whose proof has these *outcomes*: its code, stdout, and the conditions asked for."""
    conditions: list[str] = []

    def proved(function: object, requests: list[ProofRequest], group: object, at_once: int) -> Any:
        for request in requests:
            conditions.append(request.press)
            yield outcomes[request.path.name]

    opened = SimpleNamespace(folder=Path(), condition=conditions.append)
    monkeypatch.setattr(processes, "guarded_outcomes", proved)
    open_as(monkeypatch, opened)
    parser = argparse.ArgumentParser()
    proof_command.configure(parser)
    parser.set_defaults(project=Path())
    out = io.StringIO()
    code = proof_command.run(parser.parse_args([*outcomes, *words]), Console(out=out, err=io.StringIO()))
    return code, out.getvalue(), conditions


GOOD, BAD = verdict(), verdict(finding("X701"))
STRANGE = verdict(good=False, compared=False)


@pytest.mark.parametrize(
    ("verdicts", "code"),
    [
        ([GOOD], ExitCode.OK),
        ([GOOD, GOOD], ExitCode.OK),
        ([GOOD, STRANGE], ExitCode.NOT_COMPARED),
        ([STRANGE, BAD, GOOD], ExitCode.PROOF),
        ([verdict(finding("W1", "warning"), good=True)], ExitCode.OK),
    ],
)
def test_the_worst_verdict_counts(monkeypatch: pytest.MonkeyPatch, verdicts: list[Verdict], code: ExitCode) -> None:
    outcomes: dict[str, Any] = {f"{number}.pdf": one for number, one in enumerate(verdicts)}
    ended, out, conditions = run(monkeypatch, outcomes)
    assert ended is code
    assert len([line for line in out.splitlines() if line.startswith("card.pdf: ")]) == len(verdicts)
    assert conditions == [""] * len(verdicts)


def test_a_wrong_condition_is_reported_before_any_file_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    _, _, conditions = run(monkeypatch, {"a.pdf": GOOD, "b.pdf": GOOD}, "--press", "gracol")
    assert conditions == ["gracol"] * 3


def test_a_file_that_takes_too_long_has_failed_and_the_others_are_proved(monkeypatch: pytest.MonkeyPatch) -> None:
    outcomes = {"a.pdf": StoppedError("It took too long.", hint="Treat it as failed."), "b.pdf": GOOD}
    code, out, _ = run(monkeypatch, outcomes)
    assert code is ExitCode.PROOF
    assert out.splitlines()[0] == "a.pdf: FAILED (not known)"
    assert "It took too long. Treat it as failed." in out
    assert out.splitlines()[-1] == "card.pdf: good (card, es, press)"


def test_a_file_that_cannot_be_read_is_reported_after_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[Verdict] = []
    monkeypatch.setattr(proof, "_show_verdict", lambda verdict, console: shown.append(verdict))
    with pytest.raises(FileAccessError, match="It is gone"):
        run(monkeypatch, {"a.pdf": FileAccessError("It is gone."), "b.pdf": BAD})
    assert shown == [BAD]


def test_what_is_wrong_with_the_campaign_ends_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(FontError, match="A font is gone"):
        run(monkeypatch, {"a.pdf": FontError("A font is gone."), "b.pdf": BAD})


@pytest.mark.parametrize(
    ("workers", "method", "prepared"), [(2, "fork", True), (1, "fork", False), (2, "spawn", False), (1, "spawn", False)]
)
def test_what_forked_processes_share_is_read_before_them(
    monkeypatch: pytest.MonkeyPatch, workers: int, method: str, prepared: bool
) -> None:
    """One process alone would read it too, and others than forked ones share nothing."""
    read: list[Any] = []
    asked: list[int] = []
    monkeypatch.setattr(limits, "workers_for", lambda number, most: asked.append(number) or workers)
    monkeypatch.setattr(processes, "start_method", lambda: method)
    monkeypatch.setattr(processes, "prepare_to_fork", read.extend)
    assert run(monkeypatch, {"a.pdf": GOOD, "b.pdf": GOOD, "c.pdf": GOOD})[0] is ExitCode.OK
    assert (read, asked) == ([Path()] if prepared else [], [3])


def test_json_has_every_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    code, out, _ = run(monkeypatch, {"a.pdf": GOOD, "b.pdf": BAD}, "--json")
    assert code is ExitCode.PROOF
    good, bad = json.loads(out)
    assert (good["file"], good["known_as"], good["good"], good["compared"]) == (
        "card.pdf",
        "card, es, press",
        True,
        True,
    )
    assert bad["findings"] == [finding("X701")]
