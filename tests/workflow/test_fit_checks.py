"""Whether the words have room: products composed, oversets and small type told apart, and the messages named."""

from __future__ import annotations

from pathlib import Path

import pytest

from flyers.findings import Severity
from flyers.pipeline.session import Session
from flyers.workflow.fit_checks import products_to_fit, room
from flyers.workflow.translation_checks import check_catalogs

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


def test_spanish_has_room_everywhere(root: Path) -> None:
    assert list(room(Session(root), "es")) == []


def test_products_of_one_language_are_composed(root: Path) -> None:
    products = products_to_fit(Session(root))
    assert {"wallet-card", "poster", "brochure"} <= set(products)
    assert "language-picker" not in products


def test_words_without_room_are_an_error_with_the_panel_and_the_message(campaign: Path) -> None:
    found = list(room(lengthened(campaign, "signs.heading", 12), "es", ["wallet-card"]))
    (overset,) = [each for each in found if each.severity is Severity.ERROR]
    assert (overset.code, overset.where) == ("L501", "wallet-card")
    assert "pt too high at its smallest permitted size" in overset.problem
    assert overset.source.path.startswith("content/layouts/wallet-card")


def test_small_type_is_advice_with_the_longest_messages(campaign: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The caption has half a point to give away, which is not worth a word; here it shall be."""
    session = lengthened(campaign, "signs.caveat/poster", 8)
    assert list(room(session, "es", ["poster"])) == []
    monkeypatch.setattr("flyers.workflow.fit_checks._MUCH", 0.4)
    (found,) = room(session, "es", ["poster"])
    assert (found.code, found.severity, found.where) == ("L502", Severity.ADVICE, "poster")
    assert "set at its smallest size, 12 pt; the longest are signs.caveat/poster, " in found.problem
    assert found.source.path == SPANISH.as_posix()


def test_a_short_list_is_advice_with_the_longest_messages(campaign: Path) -> None:
    (found,) = room(lengthened(campaign, "signs.minor/short", 3), "es", ["wallet-card"])
    assert (found.code, found.severity) == ("L503", Severity.ADVICE)
    assert "4 of 6 messages are shown" in found.problem
    assert "the longest are signs.minor/short, " in found.problem
    assert found.source.path == SPANISH.as_posix()


def test_a_language_with_errors_is_not_composed(campaign: Path) -> None:
    path = campaign / SPANISH
    path.write_text(
        path.read_text(encoding="utf-8").replace("Llame al {hotline}", "Llame al {hotlin}", 1), encoding="utf-8"
    )
    (checked,) = check_catalogs(Session(campaign), ["es"])
    assert [each.code for each in checked.findings] == ["L102"]


@pytest.mark.parametrize("with_room", [True, False])
def test_room_can_be_left_out(campaign: Path, with_room: bool) -> None:
    session = lengthened(campaign, "signs.heading", 12)
    (checked,) = check_catalogs(session, ["es"], with_room=with_room)
    assert bool(checked.count(Severity.ERROR)) == with_room
