"""Whether the words fit: products are composed, overset and small type are reported, and messages are named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from flyers.errors import CombinedError, ContentError, FlyersError, OversetError, Source, TranslationError
from flyers.findings import Severity
from flyers.page.document import Document
from flyers.pipeline.session import Session, open_session
from flyers.translation.checks.findings import TranslationFinding
from flyers.workflow.translation_checks import check_catalogs, fit_findings

pytestmark = pytest.mark.slow

SPANISH = Path("translations/es/LC_MESSAGES/flyers.po")


def lengthened(campaign: Path, context: str, times: int) -> Session:
    """The campaign with the Spanish of one message repeated."""
    path = campaign / SPANISH
    text = path.read_text(encoding="utf-8")
    start = text.index("msgstr", text.index(f'msgctxt "{context}"'))
    end = text.index("\n\n", start)
    lines = text[start:end].removeprefix("msgstr ")
    words = "".join(line.strip('"') for line in lines.split("\n"))
    path.write_text(f'{text[:start]}msgstr "{" ".join([words] * times)}"{text[end:]}', encoding="utf-8")
    return Session(campaign)


def fit(session: Session, product: str) -> list[TranslationFinding]:
    """What is found besides shorter forms, which have tests of their own."""
    return [finding for finding in _fit(session, product) if finding.code != "L505"]


def shorter(session: Session, product: str) -> list[TranslationFinding]:
    return [finding for finding in _fit(session, product) if finding.code == "L505"]


def _fit(session: Session, product: str) -> Iterator[TranslationFinding]:
    return fit_findings(session.localized("es"), [session.layout(product)], session.composed)


def test_every_product_of_one_language_is_composed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session, composed = open_session(root), []
    whole = session.composed

    def note(localized, layout):
        composed.append(layout.product)
        return whole(localized, layout)

    monkeypatch.setattr(session, "composed", note)
    (report,) = check_catalogs(session, ["es"])
    assert [one for one in report.findings if one.code != "L310"] == []  # words of the gallery are on no product
    assert {"wallet-card", "poster", "poster-a4", "poster-tabloid", "brochure", "brochure-a4"} <= set(composed)
    assert "language-picker" not in composed


def test_overset_is_an_error_with_the_panel_and_the_message(campaign: Path) -> None:
    found = fit(lengthened(campaign, "signs.heading", 24), "wallet-card")
    (overset,) = [finding for finding in found if finding.severity is Severity.ERROR]
    assert (overset.code, overset.where) == ("L501", "wallet-card")
    assert "pt too high at its smallest permitted size" in overset.problem
    assert overset.source.path.startswith("content/layouts/wallet-card")


def test_small_type_is_advice_with_the_longest_messages(campaign: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The caption can shrink by half a point only, which is not reported; here it is."""
    session = lengthened(campaign, "contact.coalition.name", 2)
    assert fit(session, "poster-detail") == []
    monkeypatch.setattr("flyers.workflow.translation_checks._MUCH", 0.4)
    (found,) = fit(session, "poster-detail")
    assert (found.code, found.severity, found.where) == ("L502", Severity.ADVICE, "poster-detail")
    assert "set at its smallest size, 12 pt; the longest are contact.coalition.name, " in found.problem
    assert found.source.path == SPANISH.as_posix()


@pytest.mark.parametrize(("shrinks", "told"), [(0.8, False), (1.0, False), (1.2, True)])
def test_type_that_could_be_a_point_larger_is_worth_a_word(campaign: Path, shrinks: float, told: bool) -> None:
    session = lengthened(campaign, "contact.coalition.name", 5)
    layout = session.layout("poster-detail")
    caption = layout.roles["caption"]
    aim = {name: floor + shrinks for name, floor in caption.floor.items()}
    layout = replace(layout, roles={**layout.roles, "caption": replace(caption, aim=aim)})
    found = [one for one in fit_findings(session.localized("es"), [layout], session.composed) if one.code == "L502"]
    assert any("“caption” is set at its smallest size, 12 pt" in one.problem for one in found) == told


def test_a_short_list_is_advice_with_the_longest_messages(campaign: Path) -> None:
    for sign in ("afraid", "coached", "controlled"):
        session = lengthened(campaign, f"signs.{sign}/poster", 6)
    (found,) = [finding for finding in fit(session, "door-hanger") if finding.code == "L503"]
    assert found.severity is Severity.ADVICE
    assert re.search(r"[5-6] of 7 messages are shown", found.problem)
    assert "the longest are signs.controlled/poster, " in found.problem
    assert found.source.path == SPANISH.as_posix()


def test_a_text_in_its_shorter_form_is_advice_that_names_both(campaign: Path) -> None:
    (found,) = shorter(lengthened(campaign, "poster.lead", 3), "poster-detail")
    assert (found.code, found.severity, found.where) == ("L505", Severity.ADVICE, "poster-detail")
    assert found.problem == "It has no room for poster.lead and uses poster.lead/short."
    assert found.source.path == SPANISH.as_posix()


def test_a_list_in_its_shorter_forms_is_one_finding_with_the_longest(campaign: Path) -> None:
    for sign in ("changed", "bruises", "coached", "denied", "school"):
        session = lengthened(campaign, f"signs.{sign}/poster", 3)
    found = [finding.problem for finding in shorter(session, "poster-detail") if "poster.lead" not in finding.problem]
    assert found[0] == (
        "3 messages of poster/column[1]/column[0]/row[0]/column[0]/list[0] are in their shorter forms; the longest are "
        "signs.denied/poster, signs.bruises/poster, signs.confused/poster."
    )


def test_a_language_with_errors_is_not_composed(campaign: Path) -> None:
    path = campaign / SPANISH
    path.write_text(
        path.read_text(encoding="utf-8").replace("Llame al {hotline}", "Llame al {hotlin}", 1), encoding="utf-8"
    )
    (report,) = check_catalogs(Session(campaign), ["es"])
    assert [finding.code for finding in report.findings if finding.code != "L310"] == ["L102"]


@pytest.mark.parametrize("fit", [True, False])
def test_the_fit_checks_can_be_left_out(campaign: Path, fit: bool) -> None:
    session = lengthened(campaign, "signs.heading", 24)
    (report,) = check_catalogs(session, ["es"], fit=fit)
    assert bool(report.count(Severity.ERROR)) == fit


class FontlessError(ContentError):
    """An error that is no matter of words."""


def refused(*errors: FlyersError) -> list[TranslationFinding]:
    """Return what is found where composing a product raises *errors*."""

    def compose(localized: object, layout: object) -> Document:
        raise errors[0] if len(errors) == 1 else CombinedError(errors)

    layout: Any = SimpleNamespace(product="wallet-card")
    localized: Any = None
    return list(fit_findings(localized, [layout], compose))


OVERSET = OversetError("It is 3 pt too high.", source=Source("content/layouts/card.yaml", 4), trail=("front", "panel"))
LOST = TranslationError("The number is gone.", source=Source("es.po", 7), trail=("es", "card.lead"))


def test_a_product_without_one_of_its_numbers_is_an_error_of_the_words() -> None:
    (found,) = refused(LOST)
    assert (found.explanation.code, found.where, str(found.source)) == ("L504", "wallet-card", "es.po:7")
    assert found.problem == "es, card.lead: The number is gone."


def test_each_of_several_errors_is_a_finding() -> None:
    overset, lost = refused(OVERSET, LOST)
    assert (overset.code, overset.problem) == ("L501", "front, panel: It is 3 pt too high.")
    assert (lost.code, lost.problem) == ("L504", "es, card.lead: The number is gone.")


@pytest.mark.parametrize("errors", [[FontlessError("No font.")], [OVERSET, FontlessError("No font.")]])
def test_an_error_that_no_translator_can_mend_is_raised(errors: list[FlyersError]) -> None:
    with pytest.raises(FontlessError):
        refused(*errors)
