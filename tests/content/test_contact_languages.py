"""Contacts with an address for each language."""

from __future__ import annotations

from pathlib import Path

import pytest

from flyers.cli.main import main
from flyers.content.campaign import Campaign
from flyers.errors import ContentError, FlyersError
from flyers.pipeline.session import Session

SITE = """    target: https://www.example.org/help
"""


def with_addresses(folder: Path, lines: str) -> Path:
    path = folder / "content/contacts.yaml"
    text = path.read_text(encoding="utf-8")
    assert SITE in text
    path.write_text(text.replace(SITE, f"{SITE}{lines}"), encoding="utf-8")
    return folder


OWN = """    displays: {es: example.org/ayuda, zh: example.org/zh}
    targets: {es: "https://example.org/ayuda", zh: "https://www.example.org/zh"}
"""


def test_each_language_has_its_address_and_others_the_usual_one(small: Path) -> None:
    session = Session(with_addresses(small, OWN))
    assert session.localized("en").contact("site").display == "example.org/help"
    assert session.localized("ar").contact("site").target == "https://www.example.org/help"
    spanish = session.localized("es")
    assert spanish.contact("site").target == "https://example.org/ayuda"
    assert "example.org/ayuda" in spanish.plain("help.danger")
    chinese = session.localized("zh-Hans", allow_untranslated=True)
    assert chinese.contact("site").display == "example.org/zh"
    assert "example.org/zh" in chinese.plain("help.danger")  # English words that stand in for Chinese ones


def test_the_second_language_of_a_piece_keeps_its_own_address(small: Path) -> None:
    both = Session(with_addresses(small, OWN)).localized("es", secondary="en")
    assert both.contact("site").display == "example.org/ayuda"
    assert both.contact("site", "en").display == "example.org/help"


def test_an_address_of_one_language_changes_the_content_code_of_its_pieces_only(small: Path) -> None:
    before = {tag: Session(small).localized(tag).code for tag in ("en", "es", "ar")}
    both = Session(small).localized("ar", secondary="es").code
    session = Session(with_addresses(small, OWN))
    changed = {tag for tag, code in before.items() if session.localized(tag).code != code}
    assert changed == {"es"}
    assert session.localized("ar", secondary="es").code != both


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ('    targets: {es: "https://example.org/ayuda"}\n', "displays: {es: …}"),
        ("    displays: {es: example.org/ayuda}\n", "do not agree"),
        ('    displays: {es: example.org/ayuda}\n    targets: {es: "http://example.org/ayuda"}\n', "https:"),
        ('    displays: {es: ayuda.example}\n    targets: {es: "https://bit.ly/x"}\n', "shortens addresses"),
        ('    targets: {Spanish: "https://example.org/ayuda"}\n', "is not a language tag"),
    ],
)
def test_the_address_of_a_language_follows_the_rules_of_all_addresses(small: Path, lines: str, says: str) -> None:
    with pytest.raises(FlyersError) as caught:
        Campaign.load(with_addresses(small, lines))
    assert says in str(caught.value)
    assert caught.value.source is not None


def test_an_address_for_a_language_that_the_campaign_lacks_is_an_error(small: Path) -> None:
    folder = with_addresses(small, '    displays: {fr: example.org/fr}\n    targets: {fr: "https://example.org/fr"}\n')
    with pytest.raises(ContentError, match="“fr” is not a language of this campaign"):
        Session(folder).localized("es")


def test_a_number_of_another_language_typed_by_hand_is_found(small: Path) -> None:
    path = small / "content/contacts.yaml"
    text = path.read_text(encoding="utf-8")
    own = '    targets: {es: "tel:+15555550142"}\n    displays: {es: 1-555-555-0142}\n'
    path.write_text(text.replace("    target: tel:+18883737888\n", f"    target: tel:+18883737888\n{own}"), "utf-8")
    messages = small / "content/messages/all.yaml"
    messages.write_text(
        messages.read_text(encoding="utf-8").replace("A law of 2000.", "Call 555-555-0142 or 1-555-555-0142."), "utf-8"
    )
    with pytest.raises(FlyersError, match="typed by hand"):
        Session(small).localized("en")


def test_the_list_of_contacts_has_every_address(small: Path, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--project", str(with_addresses(small, OWN)), "contacts", "list"]) == 0
    out = capsys.readouterr().out
    assert "site (es)" in out
    assert "https://example.org/ayuda" in out
