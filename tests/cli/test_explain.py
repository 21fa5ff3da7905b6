"""``flyers explain``: every code in plain words."""

from __future__ import annotations

import json
import re

import pytest

from flyers.errors import ExitCode
from flyers.proof.checks import EXPLANATIONS as OF_PDFS
from flyers.proof.checks.images import EXPLANATIONS as OF_IMAGES
from flyers.translation.checks.findings import EXPLANATIONS as OF_TRANSLATIONS

pytestmark = pytest.mark.slow

EXPLANATIONS = {**OF_PDFS, **OF_IMAGES}


def test_without_arguments_every_code_is_listed_with_its_rule(flyers):
    heading, *rows = flyers("explain").out.splitlines()
    assert heading.split() == ["code", "rule"]
    assert [row.split(maxsplit=1) for row in rows] == [
        [code, about.title] for code, about in sorted([*EXPLANATIONS.items(), *OF_TRANSLATIONS.items()])
    ]


@pytest.mark.parametrize("code", sorted(EXPLANATIONS))
def test_a_code_of_the_proof_is_explained_completely(flyers, code):
    about = EXPLANATIONS[code]
    ran = flyers("explain", code.lower())
    assert ran.code == ExitCode.OK
    said = " ".join(ran.out.split())
    assert said.startswith(f"{code} {about.title}")
    for words in (about.found, about.why, about.advice, about.owner, about.asked_by, *about.rules):
        assert " ".join(words.replace("**", "").split()) in said
    assert max(map(len, ran.out.splitlines())) <= 88


@pytest.mark.parametrize("code", sorted(OF_TRANSLATIONS))
def test_a_code_of_translations_is_explained_with_whether_it_may_be_excused(flyers, code):
    about = OF_TRANSLATIONS[code]
    ran = flyers("explain", code)
    said = " ".join(ran.out.split())
    assert said.startswith(f"{code} {about.title}")
    for words in (about.found, about.why, about.advice, about.asked_by, *about.rules):
        assert " ".join(words.replace("**", "").split()) in said
    assert (f"“# ok: {code} the reason”" in said) == about.excusable
    assert max(map(len, ran.out.splitlines())) <= 88


def test_proof_and_translations_share_no_code(flyers):
    assert EXPLANATIONS.keys().isdisjoint(OF_TRANSLATIONS)


def test_each_check_says_who_met_its_fault():
    """An issue or a paragraph of the field test, or the clause of a standard that forbids it."""
    source = re.compile(r"issue \d+|field test, [A-Z]\d|brief: |(ISO|WCAG|UAX|UTS)\b.*\d")
    everything = {**EXPLANATIONS, **OF_TRANSLATIONS}
    assert [code for code, about in everything.items() if not source.match(about.asked_by)] == []


def test_several_codes_are_explained_in_the_given_order(flyers):
    out = flyers("explain", "X713", "X711").out
    assert out.index("X713  ") < out.index("X711  ")


def test_each_paragraph_has_its_name_before_it_and_its_lines_below_each_other(flyers):
    first, second = flyers("explain", "X713", "L201").out.split("\n\n")
    for code, text in (("X713", first), ("L201", second)):
        heading, *lines = text.rstrip("\n").split("\n")
        assert heading.startswith(f"{code}  ")
        assert [line for line in lines if not re.fullmatch(r"(  [A-Z][a-z ]{9} | {13})\S.*", line)] == []
        assert any(line.startswith(" " * 13) for line in lines)
        assert "**" not in text


def test_an_unknown_code_is_a_usage_error_that_suggests_the_nearest(flyers):
    ran = flyers("explain", "P1O3")
    assert ran.code == ExitCode.USAGE
    assert "There is no code “P1O3”" in ran.err
    assert "P103" in ran.err


def test_json_has_all_fields(flyers):
    (about,) = json.loads(flyers("explain", "--json", "F202").out)
    assert about["severity"] == "warning"
    assert about.keys() >= {
        "code",
        "title",
        "found",
        "why",
        "advice",
        "owner",
        "rules",
        "press",
        "needs_expectation",
        "standards",
    }
