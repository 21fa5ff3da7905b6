"""What commands print of printed pieces, reasons and the installation: whole lines, from records made by hand."""

from __future__ import annotations

import argparse
import io
from dataclasses import asdict, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from printing import CALL, DANGER, DAY, printed

from flyers.cli import program, proof
from flyers.cli.console import Console
from flyers.cli.program import doctor_command
from flyers.errors import ExitCode, FontError, UsageError
from flyers.pipeline.fresh import Difference, Reasons
from flyers.pipeline.outputs import MadeOf
from flyers.translation.signoff import State
from flyers.workflow.manifest import LookupResult, Manifest, ManifestEntry, ProductContents, WordDifference

# -- what a printed piece said ----------------------------------------------------------------------------------------


CONTENTS = ProductContents((CALL,), ("hotline",), 500)
KEPT = Manifest(
    language="es",
    code="a1b2c3d",
    content="a1b2c3d4",
    contacts={"hotline": ("911", "tel:911"), "site": ("example.org", "https://example.org")},
    messages={CALL: "Llame al 911.", DANGER: "¿En peligro?"},
    entries=(
        ManifestEntry(DAY, "2026-11", State.SIGNED, {"card": CONTENTS, "tent": ProductContents((DANGER,), ("site",), 0)}),
    ),
)  # fmt: skip
FOUND = LookupResult("a1b2c3d", "es", "2026-11", KEPT, "manifests/a1b2c3d.yaml", files=("out/es/card.pdf",))


def looked_up(found: LookupResult, *products: str) -> list[str]:
    return printed(lambda console: proof._show_result(found, list(products), console))


def test_a_piece_on_record_is_told_with_its_numbers_and_words() -> None:
    different = replace(
        FOUND, differences=(WordDifference("help.call", "Llame.", "Hable."), WordDifference("x", "Y", ""))
    )
    assert looked_up(different, "card") == [
        "es · 2026-11 · a1b2c3d",
        "On record in manifests/a1b2c3d.yaml: 2026-11-05 (signed)",
        "Built: out/es/card.pdf",
        "",
        "contact  printed  opens",
        "hotline  911      tel:911",
        "",
        "card",
        "  help.call: Llame al 911.",
        "",
        "Today's campaign differs:",
        "  help.call: then “Llame.”, now “Hable.”",
        "  x: then “Y”, now nothing",
    ]
    assert looked_up(FOUND, "card", "tent")[-7:] == [
        "card", "  help.call: Llame al 911.", "", "tent", "  help.danger: ¿En peligro?", "", "Today's campaign says the same.",
    ]  # fmt: skip


def test_todays_words_differ_from_nothing() -> None:
    lines = looked_up(replace(FOUND, today=True, path="", files=()), "card")
    assert lines[:2] == ["es · 2026-11 · a1b2c3d", "Today's campaign has this code."]
    assert lines[-1] == "  help.call: Llame al 911."


def test_of_a_file_without_a_record_the_words_are_not_known() -> None:
    assert looked_up(replace(FOUND, manifest=None, path=""))[-1] == (
        "The words are not on record: only built files with this code are known."
    )
    assert proof._products(replace(FOUND, manifest=None), ["card"]) == []
    assert proof._products(FOUND, []) == ["card", "tent"]
    assert proof._products(FOUND, ["tent"]) == ["tent"]
    with pytest.raises(UsageError, match="product on record for this code"):
        proof._products(FOUND, ["poster"])


def test_a_record_is_told_to_programs() -> None:
    assert proof._result_json(FOUND, ["card"]) == {
        "code": "a1b2c3d",
        "language": "es",
        "issue": "2026-11",
        "today": False,
        "manifest": "manifests/a1b2c3d.yaml",
        "files": ["out/es/card.pdf"],
        "kept": [{"date": "2026-11-05", "state": "signed"}],
        "contacts": {
            "hotline": {"printed": "911", "opens": "tel:911"},
            "site": {"printed": "example.org", "opens": "https://example.org"},
        },
        "products": {"card": {"contacts": ["hotline"], "messages": {"help.call": "Llame al 911."}}},
        "differences": [],
    }
    bare = proof._result_json(replace(FOUND, manifest=None, path=""), [])
    assert (bare["manifest"], bare["kept"], bare["contacts"], bare["products"]) == (None, [], {}, {})
    assert proof._result_json(replace(FOUND, path=""), [])["kept"] == []


# -- why a file would be made again -----------------------------------------------------------------------------------


MADE_OF = MadeOf(
    {"program": "1.0", "layout": "aa", "language zh-Hans": "bb"},
    {
        "aa": {"content/layouts/poster.yaml": "0"},
        "bb": {f"translations/zh_Hans/{number}.po": "0" for number in range(10)},
    },
)


def told(*differences: Difference, others: tuple[str, ...] = (), verbose: bool = False) -> list[str]:
    reasons = Reasons(Path("poster.pdf"), MADE_OF, differences, others)
    return list(proof._reasons_in_lines(reasons, verbose))


def test_a_current_file_is_told_with_all_that_it_is_made_of() -> None:
    few = ", ".join(f"translations/zh_Hans/{number}.po" for number in range(8))
    assert told() == [
        "poster.pdf: current. Nothing that it is made of has changed.",
        "  Made of:",
        "    the program: 1.0",
        "    the layout and what it extends: content/layouts/poster.yaml",
        f"    words in zh-Hans: {few} and 2 more",
    ]
    assert told(verbose=True)[-1].endswith("8.po, translations/zh_Hans/9.po")


@pytest.mark.parametrize(
    ("difference", "sentence"),
    [
        (Difference("program", "1.0", "1.1"), "the program: 1.0 → 1.1."),
        (Difference("libraries", "a 1, b 2, c 3", "a 1, b 4, d 5"), "libraries: b 2, c 3 → b 4, d 5."),
        (Difference("date", "a, b", "a, c"), "the date in the file: a, b → a, c."),
        (
            Difference("campaign", "0", "1", ("a.yaml",), ("b.svg", "c.svg"), ("d.svg",)),
            "what all pieces are made of: changed: a.yaml; new: b.svg, c.svg; gone: d.svg.",
        ),
        (
            Difference("language es", "0", "1", ("flyers.po",), words=("help.call", "signs.minor/short")),
            "words in es: changed: flyers.po. In them: help.call, signs.minor/short.",
        ),
        (Difference("something", "a", ""), "words in something: a → none."),
    ],
)
def test_a_difference_is_told_with_its_files(difference: Difference, sentence: str) -> None:
    assert told(difference) == ["poster.pdf: would be made again.", f"  {sentence}"]
    assert "  Made of:" in told(difference, verbose=True)


def test_other_reasons_come_first() -> None:
    assert told(Difference("date", "a", "b"), others=("The file is gone.",))[1:] == [
        "  The file is gone.",
        "  the date in the file: a → b.",
    ]


def test_reasons_are_told_to_programs() -> None:
    difference = Difference("campaign", "x", "y", ("a",), ("b",), ("c",), ("hotline",))
    reasons = Reasons(Path("poster.pdf"), MadeOf({"program": "1.0"}, {}), (difference,), ("Gone.",))
    lists = {"changed": ("a",), "added": ("b",), "gone": ("c",), "words": ("hotline",)}
    assert proof._plain(reasons) == {
        "file": "poster.pdf",
        "current": False,
        "reasons": ["Gone."],
        "differences": [{"part": "campaign", "before": "x", "after": "y", **lists}],
        "made_of": {"program": "1.0"},
    }


# -- the doctor -------------------------------------------------------------------------------------------------------


def examined(monkeypatch: pytest.MonkeyPatch, *probes: program.Probe) -> tuple[ExitCode, list[str]]:
    monkeypatch.setattr(program, "LIBRARIES", {})
    monkeypatch.setattr(program, "_campaign", lambda project: list(probes))
    out = io.StringIO()
    code = doctor_command.run(argparse.Namespace(json=False, project=Path()), Console(out=out, err=io.StringIO()))
    return code, out.getvalue().splitlines()


@pytest.mark.parametrize(
    ("groups", "code"),
    [
        ([], ExitCode.OK),
        (["library", "font"], ExitCode.ENVIRONMENT),
        (["font", "press"], ExitCode.FONT),
        (["press"], ExitCode.CONTENT),
        (["campaign"], ExitCode.CONTENT),
    ],
)
def test_the_worst_fault_decides_on_the_exit_code(
    monkeypatch: pytest.MonkeyPatch, groups: list[str], code: ExitCode
) -> None:
    probes = [program.Probe(group, group, "broken", "", sound=False) for group in groups]
    found, lines = examined(monkeypatch, program.Probe("press", "gracol", "PDF/X-4", "fine"), *probes)
    assert found is code
    assert [line.split()[:2] for line in lines[1:]] == [
        ["ok", "flyers"], ["ok", "python"], ["ok", "gracol"], *(["!!", group] for group in groups),
    ]  # fmt: skip


def test_a_missing_library_is_named_with_its_remedy() -> None:
    found = program._library("no-such-library", "writes PDF")
    assert asdict(found) == {
        "group": "library",
        "name": "no-such-library",
        "state": "missing",
        "remark": "writes PDF; install it: pip install no-such-library",
        "sound": False,
    }
    assert program._library("pikepdf", "reads PDF").sound


def test_a_damaged_font_is_found_and_the_others_are_counted() -> None:
    def face(key: str) -> None:
        if key == "bad:bold":
            raise FontError("Its checksum is another one.")

    faces = {style: SimpleNamespace(key=f"bad:{style}") for style in ("regular", "bold")}
    families = {
        "good": SimpleNamespace(name="Good", version="2.1", faces={"regular": SimpleNamespace(key="good:regular")}),
        "bad": SimpleNamespace(name="Bad", version="1.0", faces=faces),
    }
    session: Any = SimpleNamespace(library=SimpleNamespace(families=families, face=face))
    assert [(one.name, one.state, one.remark, one.sound) for one in program._fonts(session)] == [
        ("Good", "2.1", "1 faces, as recorded", True),
        ("Bad", "not usable", "Its checksum is another one.", False),
    ]


def test_a_program_of_the_tests_is_optional(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: "/bin/gs" if name == "gs" else None)
    assert program._tool("gs", "ghostscript", "a second opinion").state == "present"
    missing = program._tool("qpdf", "qpdf", "a second opinion")
    assert (missing.state, missing.remark, missing.sound) == (
        "not installed", "optional: a second opinion (Debian: qpdf)", True,
    )  # fmt: skip
