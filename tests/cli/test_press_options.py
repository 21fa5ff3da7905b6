"""Options for the print shop's press: ``build --press --pdfx``, ``proof --press``, and lists of print conditions."""

from __future__ import annotations

import json

import pytest

from flyers.errors import ExitCode

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


def test_print_conditions_are_listed_and_checked(flyers, root):
    names = sorted(path.stem for path in (root / "content" / "press").glob("*.yaml"))
    assert flyers("products", "--conditions").out.split() == names
    checked = json.loads(flyers("doctor", "--json").out)
    assert [check["name"] for check in checked if check["group"] == "press"] == names
    assert all(check["sound"] for check in checked if check["group"] == "press")
