"""Options for the print shop's press: ``build --press --pdfx --bleed``, ``proof --press``, and lists of print conditions."""

from __future__ import annotations

import json
import shutil

import pikepdf
import pytest

from flyers.errors import ExitCode

pytestmark = pytest.mark.slow

CARD = ("--lang", "es", "--product", "wallet-card")


def test_a_card_for_another_press_and_standard_is_proved_for_those(flyers, tmp_path):
    assert flyers("build", *CARD, "--press", "swop3", "--pdfx", "1a", "--output", str(tmp_path)).code == ExitCode.OK
    (verdict,) = json.loads(flyers("proof", "--json", str(tmp_path)).out)
    assert verdict["good"]
    assert verdict["remarks"] == []
    assert verdict["facts"]["says_it_meets"] == ["PDF/X-1a:2003"]
    ran = flyers("proof", "--press", "gracol", str(tmp_path))
    assert ran.code == ExitCode.PROOF
    assert "X712 the file is made for “CGATS TR 003”, not for “CGATS TR 006”" in ran.out


@pytest.mark.parametrize(
    ("wishes", "named"),
    [
        (("--press", "uncoated"), "FOGRA47, uncoated white paper"),
        (("--press", "online", "--bleed", "0.1in"), "Online printers, coated paper; PDF/X-1a; a bleed of 0.1 in"),
        (("--pdfx", "1a"), "PDF/X-1a"),
        (("--press", "gracol", "--pdfx", "4"), ""),
        ((), ""),
    ],
    ids=" ".join,
)
def test_the_summary_names_a_print_condition_that_is_not_the_usual_one(flyers, tmp_path, wishes, named):
    """The names of the files do not."""
    for _ in ("made", "current"):
        said = flyers("build", *CARD, *wishes, "--output", str(tmp_path)).err
        assert said.count("For the press:") == bool(named)
        assert not named or f"For the press: {named}. Press files for other conditions have the same names" in said
    assert flyers("build", *CARD, *wishes, "--output", str(tmp_path), "--quiet", "--force").err == ""


@pytest.mark.parametrize("command", [("build", *CARD), ("proof", "README.md")])
def test_a_wrong_press_is_reported_once_before_any_file(flyers, command):
    ran = flyers(*command, "--press", "uncoatd")
    assert ran.code == ExitCode.USAGE
    assert ran.err.count("There is no print condition “uncoatd”") == 1
    assert "Did you mean “uncoated”?" in ran.err


def test_press_options_without_a_press_file_are_an_error(flyers):
    ran = flyers("build", *CARD, "--edition", "screen", "--pdfx", "1a")
    assert ran.code == ExitCode.USAGE
    assert "--edition press" in ran.err


@pytest.mark.parametrize(
    ("wishes", "said"),
    [
        (("--gutter", "0.5in"), "--gutter is about sheets with several copies, and each of these files has one."),
        (("--back-offset", "1mm,0mm"), "--back-offset is about sheets with several copies"),
        (("--sheet", "12x18", "--edition", "press,screen"), "the edition “screen” is for reading"),
        (("--sheet", "A4", "--edition", "office"), "Did you mean “a4”?"),
    ],
    ids=" ".join,
)
def test_options_for_sheets_are_refused_where_there_are_none(flyers, wishes, said):
    ran = flyers("build", *CARD, *wishes)
    assert ran.code == ExitCode.USAGE
    assert said in ran.err


@pytest.mark.parametrize("size", ["12x18", "12X18", "12 × 18"])
def test_a_size_of_paper_may_be_written_in_several_ways_and_makes_one_file(flyers, size):
    assert "wallet-card.press.12x18.pdf" in flyers("build", *CARD, "--sheet", size, "--dry-run").out


def test_print_conditions_are_listed_and_checked(flyers, root):
    names = sorted(path.stem for path in (root / "content" / "press").glob("*.yaml"))
    assert flyers("products", "--conditions", "--names").out.split() == names
    checked = json.loads(flyers("doctor", "--json").out)
    assert [check["name"] for check in checked if check["group"] == "press"] == names
    assert all(check["sound"] for check in checked if check["group"] == "press")


@pytest.mark.parametrize(("bleed", "size"), [((), (270, 162)), (("--bleed", "0.1in"), (266.4, 158.4))])
def test_online_printers_get_pages_as_large_as_the_bleed(flyers, tmp_path, bleed, size):
    """The draft note has no room on the page: name, title and keywords have it, and the file proves good by itself."""
    made = flyers("build", *CARD, "--press", "online", *bleed, "--output", str(tmp_path))
    assert made.code == ExitCode.OK
    path = tmp_path / "es" / "wallet-card.press.DRAFT.pdf"
    assert [file.name for file in path.parent.glob("*.pdf")] == [path.name]
    with pikepdf.open(path) as pdf:
        assert [float(side) for side in pdf.pages[0].MediaBox] == pytest.approx([0, 0, *size])
        assert pdf.pages[0].BleedBox == pdf.pages[0].MediaBox
        assert "draft translation, nobody has signed it" in str(pdf.docinfo.Title)
        assert " draft translation " in str(pdf.docinfo.Keywords)
    (verdict,) = json.loads(flyers("proof", "--json", str(tmp_path)).out)
    assert (verdict["good"], verdict["remarks"], verdict["findings"]) == (True, [], [])
    assert verdict["known_as"].startswith("wallet-card, es, press")


def test_three_millimetres_of_bleed_are_made_and_proved(flyers, tmp_path):
    """The bleed that most of Europe asks for is narrower than 1/8 in, and marks and line keep their places."""
    assert flyers("build", *CARD, "--bleed", "3mm", "--output", str(tmp_path)).code == ExitCode.OK
    (path,) = (tmp_path / "es").glob("*.pdf")
    with pikepdf.open(path) as pdf:
        assert [float(side) for side in pdf.pages[0].BleedBox] == pytest.approx(
            [36 - 72 * 3 / 25.4] * 2 + [36 + 252 + 72 * 3 / 25.4, 36 + 144 + 72 * 3 / 25.4], abs=0.001
        )
        assert [float(side) for side in pdf.pages[0].MediaBox] == pytest.approx([0, 0, 324, 216], abs=0.001)
    (verdict,) = json.loads(flyers("proof", "--json", str(tmp_path)).out)
    assert (verdict["good"], verdict["findings"]) == (True, [])


@pytest.mark.parametrize("press", [(), ("--press", "online")])
def test_more_bleed_than_the_layout_has_is_refused_at_once(flyers, root, tmp_path, press):
    ran = flyers("build", *CARD, *press, "--bleed", "0.25in", "--output", str(tmp_path))
    assert (ran.code, ran.out) == (ExitCode.LAYOUT, "")
    assert ran.err == (
        "flyers: --bleed asks for 18 pt; the art of “wallet-card” goes 9 pt beyond the trim. "
        "The most is 0.125in (3.17mm), unless its layout gets more: "
        f"{bleed_line(root)}.\n"
    )


def test_a_press_that_asks_for_more_bleed_is_told_with_the_line_of_the_layout(flyers, root, tmp_path):
    """What is to be changed is that line, or the choice of a press: the press's own file says what its shop needs."""
    shop = tmp_path / "shop.yaml"
    text = (root / "content/press/online.yaml").read_text("utf-8")
    shop.write_text(text.replace("bleed: 0.125in", "bleed: 5mm"), "utf-8")
    profile = text.split("profile:")[1].split()[0]
    (tmp_path / profile).parent.mkdir(exist_ok=True)
    shutil.copy(root / "content/press" / profile, tmp_path / profile)
    for wishes in ((), ("--sheet", "12x18")):
        ran = flyers("build", *CARD, "--press", str(shop), *wishes, "--output", str(tmp_path / "out"))
        assert (ran.code, list(tmp_path.glob("out/es/*.pdf"))) == (ExitCode.LAYOUT, [])
        assert ran.err.splitlines()[0] == (
            f"flyers: wallet-card → es → {bleed_line(root)}: A bleed of 9 pt is too little: "
            f"“shop” ({shop}:{line_of(text, 'title:')}:1) asks for 14.17 pt. Write “bleed: 14.17pt” or more."
        )


def bleed_line(root):
    card = "content/layouts/wallet-card.yaml"
    return f"{card}:{line_of((root / card).read_text('utf-8'), 'bleed:')}:8"


def line_of(text, key):
    return next(number for number, line in enumerate(text.splitlines(), 1) if line.startswith(key))


@pytest.mark.parametrize(
    "wishes",
    [(), ("--pdfx", "1a"), ("--press", "online"), ("--press", "uncoated", "--sheet", "12x18")],
    ids=" ".join,
)
def test_one_ink_for_the_press_is_black_alone(flyers, tmp_path, wishes):
    made = flyers("build", *CARD, "--ink", "black", *wishes, "--output", str(tmp_path))
    assert made.code == ExitCode.OK, made.err
    (path,) = (tmp_path / "es").glob("*.pdf")
    assert ".black" in path.name
    with pikepdf.open(path) as pdf:
        for page in pdf.pages:
            painted = [
                (str(operator), [float(value) for value in operands])
                for operands, operator in pikepdf.parse_content_stream(page)
                if str(operator) in ("k", "K", "rg", "RG", "g", "G")
            ]
            assert painted
            assert {operator for operator, _ in painted} <= {"k", "K"}
            assert all(inks[:3] == [0, 0, 0] for _, inks in painted)
    (verdict,) = json.loads(flyers("proof", "--json", str(tmp_path)).out)
    assert (verdict["good"], verdict["findings"], verdict["remarks"]) == (True, [], [])
