"""The `flyers package` command, and make's."""

from __future__ import annotations

import json
import os
import re
import subprocess

import pytest
from orders import change_entry, unpack

from flyers.errors import (
    ExitCode,
)
from flyers.pipeline.session import Session
from flyers.workflow.manifest import manifest_folder, read_manifest

pytestmark = pytest.mark.slow


@pytest.fixture
def flyers(capfd, signed, output):
    from flyers.cli.main import main

    def run(*words: str) -> tuple[int, str, str]:
        try:
            code = main(["--project", str(signed), "package", "--output", str(output), *words])
        except SystemExit as end:
            code = int(end.code or 0)
        return code, *capfd.readouterr()

    return run


def test_the_command_prints_the_path_of_the_package(flyers, output):
    code, out, err = flyers("--lang", "en", "--quantity", "poster=200,wallet-card=5000")
    assert code == 0
    assert re.fullmatch(r"\S+/translations/en/manifests/[0-9a-f]{7}\.yaml: the words of these files\n", err)
    assert re.fullmatch(rf"{re.escape(str(output))}/en/flyers-ct-en-2026-11.zip  \d+ kB\n", out)
    ticket = json.loads(unpack(output / "en" / "flyers-ct-en-2026-11.zip")["flyers-ct-en-2026-11/job-ticket.json"])
    wanted = {product["product"]: product["quantity"] for product in ticket["products"]}
    assert wanted == {"poster": 200, "wallet-card": 5000}  # what was ordered, and no brochure


def test_a_named_product_without_a_quantity_has_a_line_to_fill_in(flyers, output):
    words = ("--lang", "en", "--product", "brochure,poster", "--quantity", "poster=200")
    assert flyers(*words)[0] == 0
    ticket = json.loads(unpack(output / "en" / "flyers-ct-en-2026-11.zip")["flyers-ct-en-2026-11/job-ticket.json"])
    assert {product["product"]: product["quantity"] for product in ticket["products"]} == {
        "brochure": None,
        "poster": 200,
    }


def test_the_order_is_on_record_with_its_quantities(flyers, signed):
    """The same order on the same day is the same; another one is another occasion."""
    for quantity in ("poster=200", "poster=200", "poster=300"):
        assert flyers("--lang", "en", "--quantity", quantity)[0] == 0
    session = Session(signed)
    folder = manifest_folder(session.campaign, session.registry.language("en"))
    kept = read_manifest(folder / f"{session.localized('en').code}.yaml", session.campaign)
    alone = [entry.products["poster"].quantity for entry in kept.entries if list(entry.products) == ["poster"]]
    assert alone == [200, 300]


def test_a_draft_keeps_nothing(flyers, signed, output):
    folder = signed / "translations" / "ar"
    before = sorted(folder.rglob("*"))
    code, _, err = flyers("--lang", "ar", "--draft")
    assert code == 0
    assert sorted(folder.rglob("*")) == before
    assert "commit it" not in err


def test_other_languages_are_packaged_when_one_is_refused(flyers, output):
    code, out, err = flyers("--lang", "es,en")
    assert code == ExitCode.TRANSLATION
    assert out.count(".zip") == 1
    assert err.splitlines()[-1].startswith("flyers: es: This is a draft translation")
    assert (output / "en" / "flyers-ct-en-2026-11.zip").is_file()


def test_the_command_prints_the_blockers_of_a_draft(flyers):
    code, out, err = flyers("--lang", "ar", "--draft")
    assert code == 0
    assert "flyers-ct-ar-2026-11-DRAFT.zip" in out
    assert err.endswith("draft: ar → This is a draft translation, checked by the program, signed by nobody.\n"), err


def test_a_draft_says_which_files_failed_and_how_to_make_them_again(flyers, output):
    for product in ("poster", "wallet-card"):
        change_entry(output, "ar", product, status="failed", findings=[])
    code, out, err = flyers("--lang", "ar", "--draft")
    assert (code, out.count("-DRAFT.zip")) == (0, 1)
    (told,) = [line for line in err.splitlines() if "failed" in line]
    assert told.startswith("draft: 2 files (poster → ar, wallet-card → ar) → Its last build failed its proof.")
    assert re.search(r"Build it again: 'flyers build .*--lang ar --product poster,wallet-card.*'\.$", told)


def test_what_several_languages_lack_is_said_once(flyers):
    code, out, err = flyers("--lang", "es,ar,fr", "--product", "poster")
    assert (code, out) == (ExitCode.TRANSLATION, "")
    assert err.splitlines() == [
        "flyers: 2 languages (es, ar): This is a draft translation, checked by the program, signed by nobody. Have it read "
        "and signed ('flyers translations status --lang es,ar'); --draft makes a package that is marked as a draft.",
        err.splitlines()[-1],
    ]
    assert "poster → fr" in err.splitlines()[-1]
    assert "The file does not exist." in err.splitlines()[-1]


def test_blockers_of_several_drafts_are_said_once(flyers):
    code, out, err = flyers("--lang", "es,ar", "--draft")
    assert (code, out.count("-DRAFT.zip")) == (0, 2)
    assert err == (
        "draft: 2 languages (es, ar) → This is a draft translation, checked by the program, signed by nobody.\n"
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--lang", "en,es"), "en: brochure, poster, wallet-card\nes: brochure, poster, wallet-card\n"),
        (("--lang", "en", "--quantity", "poster=200"), "en: poster\n"),
        (("--lang", "es", "--product", "poster", "--draft"), "es: poster\n"),
    ],
)
def test_a_dry_run_lists_what_would_be_packaged_and_needs_no_file(flyers, tmp_path, words, said):
    assert flyers(*words, "--dry-run", "--output", str(tmp_path / "nothing")) == (0, said, "")


def test_a_dry_run_refuses_languages_in_which_nobody_has_signed_anything(flyers):
    code, out, err = flyers("--lang", "es,ar,fr", "--dry-run")
    assert (code, out) == (ExitCode.TRANSLATION, "")
    assert err.startswith(
        "flyers: 3 languages (es, ar, …): Nobody has signed anything, so there is nothing to package."
    )
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize("dry", [(), ("--dry-run",)])
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--quantity", "poster"), "“poster” is not a product and a number of copies"),
        (("--quantity", "poster=0"), "“poster=0” is not"),
        (("--quantity", "poster=-5"), "“poster=-5” is not"),
        (("--quantity", "=5"), "“=5” is not"),
        (("--quantity", "poster=1e3"), "“poster=1e3” is not"),
        (("--quantity", "postr=5"), "There is no product “postr”. Did you mean “poster”?"),
        (("--product", "poster", "--quantity", "brochure=5"), "There is no product to be packaged “brochure”."),
        (("--quantity", "poster=5,poster=6"), "A product has two quantities"),
        (("--lang", "xx"), "“xx” is not the tag or the name of a language"),
    ],
)
def test_invalid_arguments_are_explained(flyers, words, said, dry):
    code, out, err = flyers(*words, *dry)
    assert code == ExitCode.USAGE
    assert said in err
    assert out == ""


def test_make_passes_its_variables_to_the_command(root, tool):
    """It looks at the order, then builds, so that the files are today's."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("MAKE", "MFLAGS"))}
    words = [tool("make"), "-n", "package", "LANG=es", "PRESS=swop3", "QUANTITY=poster=200", "DRAFT=1", "VENV=/nowhere"]
    said = subprocess.run(words, cwd=root, env=clean, capture_output=True, text=True, check=True).stdout
    asked, build, packed = [re.sub(r" +", " ", line).strip() for line in said.splitlines() if " -m flyers " in line]
    assert build.split(" -m flyers ")[1] == "build --edition press --lang 'es' --press 'swop3'"
    ordered = "package --lang 'es' --press 'swop3' --quantity 'poster=200' --draft"
    assert packed.split(" -m flyers ")[1] == ordered
    assert asked.split(" -m flyers ")[1] == f"{ordered} --dry-run >/dev/null"
