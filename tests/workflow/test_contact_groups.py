"""A second phone is one entry: layouts have a place for a group of contacts (field test, B5)."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from flyers.cli.main import main
from flyers.page.document import TextLine
from flyers.pipeline.plan import Job
from flyers.pipeline.recipe import make
from flyers.pipeline.session import Session, open_session
from matrix import matrix
from own_campaigns import written

pytestmark = pytest.mark.slow

WITH_PLACE = ("brochure", "poster", "poster-detail", "tear-off", "wallet-card")
OFFICE = ("contacts", "add", "office.phone", "207-555-0188", "--name", "desk.name")
DESK = "messages: {desk.name: {text: Office in Portland, name: desk}}\n"


def lines_of(session: Session, product: str, tag: str) -> list[TextLine]:
    document = session.composed(session.localized(tag), session.layout(product))
    return [item for page in document.pages for item in page.items if isinstance(item, TextLine)]


@pytest.fixture(scope="module")
def office(maine: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = shutil.copytree(maine, tmp_path_factory.mktemp("office") / "maine")
    written(folder, {"content/messages/desk.yaml": DESK})
    assert main(["--project", str(folder), *OFFICE]) == 0
    return folder


@pytest.mark.parametrize("tag", ["en", "es", "ar"])
@pytest.mark.parametrize("product", WITH_PLACE)
def test_an_added_phone_is_printed_once_under_its_name(office: Path, product: str, tag: str) -> None:
    texts = [line.text.strip("\u2066\u2069 ") for line in lines_of(open_session(office), product, tag)]
    assert texts.count("207-555-0188") == texts.count("Office in Portland") == 1


def test_the_command_says_which_products_print_it(
    maine: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = shutil.copytree(maine, tmp_path / "maine")
    main(["--project", str(folder), "contacts", "add", "office.phone", "207-555-0188"])
    assert f"Printed on {', '.join(WITH_PLACE)}." in capsys.readouterr().err


def test_contacts_of_one_name_are_under_one(office: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(office, tmp_path / "maine")
    main(["--project", str(folder), "contacts", "add", "site.web", "example.org/desk", "--name", "desk.name"])
    texts = [line.text.strip("\u2066\u2069 ") for line in lines_of(Session(folder), "wallet-card", "es")]
    assert texts.count("Office in Portland") == texts.count("example.org/desk") == 1


def test_a_name_that_stands_above_is_not_repeated(member: Path, tmp_path: Path) -> None:
    """The poster has the coalition's name; the brochure has its phone as well, which is not printed twice."""
    folder = shutil.copytree(member.parent, tmp_path / "all") / member.name
    main(["--project", str(folder), "contacts", "set", "coalition_phone.group", "own"])
    for product in ("poster", "brochure"):
        lines = lines_of(Session(folder), product, "es")
        assert sum("207-555-0188" in line.text for line in lines) == 1
        assert sum(line.text.strip() == "Harbor Chapter" for line in lines) == 1


PLACE = ("contacts", "add", "house.place", "12 Main Street, Portland ME 04101", "--name", "desk.name")
APP = ("contacts", "add", "chat.app", "WhatsApp 207-555-0143", "--opens", "https://wa.me/12075550143")


@pytest.mark.parametrize("tag", matrix(["es", "ar"], lambda tag: tag == "ar"))
def test_a_place_and_an_account_in_an_app_are_printed_and_open_what_they_say(
    maine: Path, tmp_path: Path, tag: str
) -> None:
    """There was no kind for an address or WhatsApp (field test, B14)."""
    folder = shutil.copytree(maine, tmp_path / "maine")
    written(folder, {"content/messages/desk.yaml": DESK})
    for words in (PLACE, APP):
        assert main(["--project", str(folder), *words]) == 0
    session = Session(folder)
    opened = {name: contact.target for name, contact in session.campaign.contacts.items()}
    assert opened["house"] == "https://www.openstreetmap.org/search?query=12+Main+Street%2C+Portland+ME+04101"
    texts = " ".join(line.text.strip("\u2066\u2069 ") for line in lines_of(session, "brochure", tag))
    assert "12 Main Street, Portland ME 04101" in texts
    assert "WhatsApp 207-555-0143" in texts
    for product in ("brochure", "poster"):
        result = make(Job(folder, tag, product, "screen", tmp_path / "output"), session)
        assert (result.error, result.findings) == (None, ())


def test_a_card_with_too_many_contacts_says_what_to_do(office: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(office, tmp_path / "maine")
    for number in range(4):
        main(["--project", str(folder), "contacts", "add", f"more_{number}.phone", f"207-555-019{number}"])
    result = make(Job(folder, "es", "wallet-card", "press", tmp_path / "output"), Session(folder))
    assert "Take a contact out of its “group” in content/contacts.yaml" in str(result.error)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("chat.app", "WhatsApp 207-555-0143"), "What a code opens for “WhatsApp 207-555-0143” depends on the app."),
        (("chat.app", "WhatsApp 207-555-0144", "--opens", "https://wa.me/12075550143"), "do not agree"),
        (("chat.app", "Telegram @harbour", "--opens", "https://t.me/harbor"), "do not agree"),
        (("state.place", "12 Main Street"), "“{state}” stands for “state.name” already"),
        (("desk.place", "12 Main Street", "--opens", "https://maps.example.org/?q=21+Main+Street"), "do not agree"),
    ],
)
def test_what_is_printed_is_what_is_opened(
    maine: Path, tmp_path: Path, words: tuple[str, ...], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = shutil.copytree(maine, tmp_path / "maine")
    before = (folder / "content" / "contacts.yaml").read_bytes()
    assert main(["--project", str(folder), "contacts", "add", *words]) != 0
    assert told in capsys.readouterr().err
    assert (folder / "content" / "contacts.yaml").read_bytes() == before


@pytest.mark.parametrize("edition", ["press", "screen"])
def test_the_pages_with_an_added_phone_are_proved(office: Path, tmp_path: Path, edition: str) -> None:
    result = make(Job(office, "es", "wallet-card", edition, tmp_path / "output"), Session(office))
    assert not result.error
    assert not result.findings
