"""veraPDF checks every screen file against each rule of PDF/UA-1 and PDF/A-2a."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pikepdf
import pytest
from pikepdf import Name
from screenfiles import ALL_FILES, ROOT, SESSION, ScreenFile, elements, links, screen

from artcampaign import ART, with_photographs
from flyers.page.editions import PHONE, SCREEN
from flyers.pdf.painter import paint
from flyers.pipeline.session import Session

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]

FLAVOURS = ("ua1", "2a")
RULES = {"ua1": 106, "2a": 153}
"""Number of rules in each profile; with fewer, the engine has lost some."""

CHECKS_OF_AN_ELEMENT = 50
"""The least for each element that is read: a label with a number alone has 5 elements, a brochure a hundred."""

WHAT = "PDF/UA-1 and PDF/A-2a of all screen files"


def module() -> ModuleType:
    path = ROOT / "tests" / "tools" / "verapdf" / "verapdf.py"
    spec = importlib.util.spec_from_file_location("verapdf", path)
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    sys.modules["verapdf"] = loaded
    spec.loader.exec_module(loaded)
    return loaded


def without_tags(file: ScreenFile) -> bytes:
    return file.edited(lambda pdf: pdf.Root.__delitem__("/StructTreeRoot"))


def without_a_profile(file: ScreenFile) -> bytes:
    return file.edited(lambda pdf: pdf.Root.__delitem__("/OutputIntents"))


def without_a_description(file: ScreenFile) -> bytes:
    return file.edited(lambda pdf: elements(pdf, "Figure")[0].__delitem__("/Alt"))


def with_a_link_that_does_not_print(file: ScreenFile) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        links(pdf)[0].F = 2

    return file.edited(edit)


def with_a_level_left_out(file: ScreenFile) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        elements(pdf, "H2")[0].S = Name.H3

    return file.edited(edit)


MUTANTS: dict[Callable[[ScreenFile], bytes], set[tuple[str, str]]] = {
    without_tags: {("ua1", "7.1-11"), ("2a", "6.7.3.3-1")},
    without_a_profile: {("2a", "6.2.4.3-2")},
    without_a_description: {("ua1", "7.3-1")},
    with_a_link_that_does_not_print: {("2a", "6.3.2-2")},
    with_a_level_left_out: {("ua1", "7.4.2-1")},
}


def files_with_art(folder: Path) -> Iterator[Path]:
    """Write screen files with drawings and photographs, some of them described and some decoration."""
    campaigns = {"art-card": Session(ART), "photo-card": Session(with_photographs(folder / "own"))}
    for product, session in campaigns.items():
        for language in ("es", "ar"):
            document = session.composed(session.localized(language), session.layout(product))
            path = folder / f"{language}.{product}.pdf"
            path.write_bytes(paint(document, SCREEN, session.library))
            yield path


def files_for_phones(folder: Path) -> Iterator[Path]:
    """Write phone files in either direction, with cards, lists and large numbers."""
    for language, product in (("es", "brochure"), ("ar", "brochure"), ("my", "poster"), ("ur", "self-card")):
        document = SESSION.composed(SESSION.localized(language), SESSION.layout(product), for_phones=True)
        path = folder / f"{language}.{product}.phone.pdf"
        path.write_bytes(paint(document, PHONE, SESSION.library))
        yield path


def test_verapdf_passes_every_file_and_fails_every_mutant(tool: Callable[..., str], tmp_path: Path) -> None:
    """One run for all files, since a virtual machine takes longer to start than to check twenty files."""
    tool("javac", WHAT)
    verapdf = module()
    try:
        verapdf.jar()
    except verapdf.FetchError as error:
        if os.environ.get("CI"):
            pytest.fail(f"veraPDF could not be fetched: {error}")
        # A skip is right: veraPDF comes over the network, and the tests must run without it. Under CI it must be there.
        pytest.skip(f"needs the program veraPDF, which could not be fetched, for {WHAT}")
    good = [tmp_path / f"{language}.{product}.pdf" for language, product in ALL_FILES]
    for path, which in zip(good, ALL_FILES, strict=True):
        path.write_bytes(screen(*which).pdf)
    good += [*files_with_art(tmp_path), *files_for_phones(tmp_path)]
    spoiled = {tmp_path / f"{spoil.__name__}.pdf": spoil for spoil in MUTANTS}
    for path, spoil in spoiled.items():
        path.write_bytes(spoil(screen("es", "wallet-card")))
    verdicts = verapdf.validate([*good, *spoiled], FLAVOURS, tool("java"))
    assert len(verdicts) == len(FLAVOURS) * (len(good) + len(spoiled))
    assert {verdict.flavour: verdict.rules for verdict in verdicts} == RULES
    names = {str(path) for path in good}
    assert {(each.file, each.flavour): each.failed for each in verdicts if each.file in names and each.failed} == {}
    elements_of = {str(path): screen(*which).expectation.elements for path, which in zip(good, ALL_FILES, strict=False)}
    checked = {
        (each.file, each.flavour): each.checks / len(elements_of[each.file])
        for each in verdicts
        if each.file in elements_of
    }
    assert {each: checks for each, checks in checked.items() if checks < CHECKS_OF_AN_ELEMENT} == {}
    for path, spoil in spoiled.items():
        found = {(each.flavour, rule.split()[0]) for each in verdicts if each.file == str(path) for rule in each.failed}
        assert found >= MUTANTS[spoil], (spoil.__name__, found)
