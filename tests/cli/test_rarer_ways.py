"""Rarer ways of commands: manuals and help by name, lists of formats, copies of messages, and what does not go together."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from flyers.cli.main import main
from flyers.errors import ExitCode
from flyers.pipeline.session import open_session
from own_campaigns import layer, written

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in a campaign: its exit code, and what it prints to stdout and stderr."""

    def ran(folder: Path, *words: str) -> tuple[int, str, str]:
        open_session.cache_clear()  # each command has a process of its own
        try:
            code = int(main(["--project", str(folder), *words]))
        except SystemExit as end:
            code = int(end.code or 0)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return ran


# -- manuals and help -------------------------------------------------------------------------------------------------


def test_manuals_are_listed_by_name_with_their_titles(run: Run, small: Path) -> None:
    code, out, _ = run(small, "docs")
    lines = [line.split("  ")[0] for line in out.splitlines()]
    assert (code, lines[0]) == (ExitCode.OK, "page")
    assert {"layouts", "coordinators", "order-example.yaml"} <= set(lines)
    assert next(line for line in out.splitlines() if line.startswith("coordinators ")).endswith("For coordinators")


@pytest.mark.parametrize("name", ["layouts", "layouts.md", "docs/layouts.md#fonts"])
def test_a_manual_is_shown_by_its_name_or_by_a_link_to_it(run: Run, small: Path, root: Path, name: str) -> None:
    assert run(small, "docs", name) == (ExitCode.OK, (root / "docs/layouts.md").read_text(encoding="utf-8"), "")


def test_a_manual_that_is_not_there_is_told_with_the_nearest(run: Run, small: Path) -> None:
    code, out, err = run(small, "docs", "layuots")
    assert (code, out) == (ExitCode.USAGE, "")
    assert err == "flyers: There is no manual “layuots”. Did you mean “layouts”? 'flyers docs' lists them.\n"


def test_help_is_asked_for_in_several_ways(run: Run, small: Path) -> None:
    code, out, _ = run(small, "help", "translations", "sign")
    assert code == ExitCode.OK
    assert out.startswith("usage: flyers translations sign ")
    assert run(small, "translations", "sign", "--help")[1] == out
    family = run(small, "translations")
    assert family == run(small, "translations", "--help")
    assert "manage the catalogs" in run(small, "help")[1]
    assert run(small, "help", "sign")[0] == ExitCode.USAGE


# -- campaigns --------------------------------------------------------------------------------------------------------


def test_formats_are_listed_with_their_products(run: Run, second_campaign: Path) -> None:
    layouts = second_campaign / "content/layouts"
    for name, formats in (("label", "{wide: {}, tall: {trim: [60mm, 80mm]}}"), ("tag", "{tall: {}}")):
        (layouts / f"{name}.yaml").write_text(f"extends: sticker\nformats: {formats}\n", encoding="utf-8")
    assert run(second_campaign, "products", "--formats") == (0, "wide: label\ntall: label, tag\n", "")
    assert run(second_campaign, "products", "--formats", "--json")[1] == '[\n  "wide",\n  "tall"\n]\n'


def test_the_page_of_languages_is_printed_as_it_is_kept(run: Run, small: Path) -> None:
    code, out, _ = run(small, "languages", "--page")
    assert (code, out.splitlines()[0]) == (ExitCode.OK, "# Languages")
    assert "| `es` | Spanish |" in out
    assert not out.endswith("\n\n")


def test_what_is_one_s_own_already_is_not_copied_and_a_message_of_the_base_is(
    run: Run, small: Path, tmp_path: Path
) -> None:
    own = {"content/messages/own.yaml": "messages:\n  signs.law: {text: A law of Maine.}\n"}
    folder = layer(tmp_path / "maine", "../small", own)
    code, _, err = run(folder, "campaign", "copy", "signs.law")
    assert (code, "“signs.law” is this campaign's own already (content/messages/own.yaml:2:3)" in err) == (2, True)
    assert run(folder, "campaign", "copy", "help.call") == (0, "content/messages/help.call.yaml\n", "")
    copied = (folder / "content/messages/help.call.yaml").read_text(encoding="utf-8")
    assert copied.startswith("messages:\n  help.call:\n    text: Call {hotline} to report a tip.\n")
    assert copied.endswith("    priority: 2\n")
    code, _, err = run(folder, "campaign", "check")
    assert "There is no content/base-record.yaml" in err
    assert "To record that you have looked: flyers campaign check --accept" in err
    assert run(folder, "campaign", "check", "--accept")[0] == ExitCode.OK
    assert run(folder, "campaign", "check")[2] == "The base has not changed.\n"
    written(folder, {"content/messages/more.yaml": "messages:\n  signs.lax: {text: A law.}\n"})
    assert run(folder, "campaign", "check")[2].splitlines() == [
        "The base has not changed.",
        "content/messages/more.yaml:2:3: Nothing prints “signs.lax”. Did you mean “signs.law”?",
    ]


def test_words_of_another_language_are_begun_without_those_of_the_program(run: Run, tmp_path: Path) -> None:
    given = ["--name", "A", "--state", "B", "--phone", "none", "--site", "none", "--languages", "es"]
    code, _, err = run(tmp_path, "new", str(tmp_path / "maine"), *given, "--source", "es")
    assert (code, "The words that come with flyers are in English. To write all of your own, add --blank." in err) == (
        ExitCode.USAGE,
        True,
    )
    assert not (tmp_path / "maine").exists()


def test_the_campaign_that_is_found_above_the_present_folder_is_told(
    small: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(small / "content/messages")
    assert main(["-v", "languages", "--tags"]) == ExitCode.OK
    assert capsys.readouterr().err == f"The campaign is {small}.\n"
    monkeypatch.chdir(small)
    assert main(["-v", "languages", "--tags"]) == ExitCode.OK
    assert capsys.readouterr().err == ""


# -- what does not go together ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (("manifest",), "Name either a code to look up, or languages to keep."),
        (("manifest", "4f2a", "--lang", "es"), "Name either a code to look up, or languages to keep."),
        (("manifest", "--lang", "es"), "Name either a code to look up, or languages to keep."),
        (("manifest", "4f2a", "--quantity", "sticker=5"), "--quantity is about what is put on record. Add --keep."),
        (("package", "--draft", "--replace"), "A draft is on no record, and replaces nothing. Leave --replace out."),
        (("package", "--quantity", "sticker=5,sticker=6"), "A product has two quantities. Give each product once."),
        (("translations", "answers", "--accept", "4f2a91"), "It takes one language to decide an objection."),
    ],
)
def test_options_that_contradict_each_other_are_refused(
    run: Run, second_campaign: Path, words: tuple[str, ...], problem: str
) -> None:
    code, out, err = run(second_campaign, *words)
    assert (code, out) == (ExitCode.USAGE, "")
    assert problem in err


def test_only_what_is_on_record_is_cancelled(run: Run, second_campaign: Path) -> None:
    code = open_session(second_campaign).localized("es").code
    assert (
        f"{code} is not on record, so there is nothing to cancel."
        in run(second_campaign, "manifest", code, "--cancel")[2]
    )
    assert run(second_campaign, "manifest", code, "--keep", "--quantity", "sticker=40")[0] == ExitCode.OK
    exit_code, out, err = run(second_campaign, "manifest", code, "--cancel")
    assert (exit_code, out.startswith("Cancelled: 40 × sticker, on ")) == (ExitCode.OK, True)
    assert "written" in err
    kept = json.loads(run(second_campaign, "manifest", code, "--json")[1])["kept"]
    assert [one["state"] for one in kept] == ["cancelled"]


def test_a_part_of_the_files_without_any_is_said(run: Run, second_campaign: Path) -> None:
    counts = []
    for number in range(1, 5):
        code, out, err = run(second_campaign, "build", "--shard", f"{number}/4", "--dry-run")
        assert code == ExitCode.OK
        counts.append(len(out.splitlines()))
    assert sum(counts) == 2, "each file is in exactly one part"
    empty = counts.index(0) + 1
    code, out, err = run(second_campaign, "build", "--shard", f"{empty}/4")
    assert (code, f"Shard {empty}/4 has no files." in err) == (ExitCode.OK, True)


def test_why_a_file_would_be_made_again_is_told(run: Run, second_campaign: Path) -> None:
    file = second_campaign / "output/es/sticker.screen.pdf"
    code, _, err = run(second_campaign, "build", "--lang", "es", "--edition", "screen")
    assert code == ExitCode.OK, err
    code, out, _ = run(second_campaign, "why", str(file))
    assert (code, out.splitlines()[0]) == (ExitCode.OK, f"{file}: current. Nothing that it is made of has changed.")
    layout = second_campaign / "content/layouts/sticker.yaml"
    layout.write_text(layout.read_text("utf-8").replace("aim: 12pt", "aim: 11pt"), "utf-8")
    (cause,) = json.loads(run(second_campaign, "why", "--json", str(file))[1])
    assert (cause["current"], [one["part"] for one in cause["differences"]]) == (False, ["layout"])


# -- the doctor -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("remove", "item", "code"),
    [("content/press/fogra39.yaml", "press", ExitCode.CONTENT), ("fonts/fonts.yaml", "fonts", ExitCode.FONT), ("content", "campaign", ExitCode.CONTENT)],
)  # fmt: skip
def test_the_doctor_names_the_part_of_a_campaign_that_is_broken(
    run: Run, second_campaign: Path, remove: str, item: str, code: ExitCode
) -> None:
    path = second_campaign / remove
    if path.is_dir():
        shutil.rmtree(path)
    path.write_text("- 1\n", encoding="utf-8")
    found, out, _ = run(second_campaign, "doctor", "--json")
    broken = [one["name"] for one in json.loads(out) if not one["sound"]]
    assert (found, broken) == (code, [item])
