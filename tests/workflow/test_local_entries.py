"""Numbers, addresses, names and logos of a base: a campaign on it states its own, or none, or nothing is made."""

from __future__ import annotations

import re
import shutil
from itertools import groupby
from operator import attrgetter
from pathlib import Path

import pytest

from flyers.cli.main import main
from flyers.content.campaign import Campaign
from flyers.errors import ContentError, ExitCode, FlyersError
from flyers.page.document import TextLine
from flyers.pipeline.session import Session, open_session
from own_campaigns import MAINE_NAME, MEMBER_NAME

pytestmark = pytest.mark.slow

CONTACTS, NAMES = "content/contacts.yaml", "content/messages/names.yaml"
WITH_COALITION = ("brochure", "large-print", "poster", "poster-detail", "table-tent")


def words_of(session: Session, tag: str, product: str) -> str:
    """Return everything that the product prints, links open, and screen readers say, with the ids of messages."""
    localized = session.localized(tag)
    document = session.composed(localized, session.layout(product))
    lines = [item for page in document.pages for item in page.items if isinstance(item, TextLine)]
    said = [localized.plain(key.id, key.form) for key in document.spoken if not key.is_contact]
    opened = [localized.contact(name).target for name in sorted(document.contacts)]
    texts = (
        f"{message} {' '.join(line.text for line in own)}" for message, own in groupby(lines, attrgetter("message"))
    )
    return "\n".join([*texts, *said, *opened])


@pytest.mark.parametrize("tag", ["en", "es", "ar"])
@pytest.mark.parametrize("product", WITH_COALITION)
def test_nothing_of_a_base_is_printed_by_a_campaign_without_a_phone(maine: Path, product: str, tag: str) -> None:
    session = open_session(maine)
    printed = words_of(session, tag, product)
    assert not re.search("860|ctcoalition|Connecticut|كونيتيكت", printed)
    assert MAINE_NAME in printed


def test_a_label_and_a_code_fall_away_with_their_contact(member: Path) -> None:
    """The member has no site: in its place would be the caption of a code that isn't there."""
    session = Session(member)
    for product in WITH_COALITION:
        printed = words_of(session, "es", product)
        assert MEMBER_NAME in printed
        assert "qr.coalition" not in printed
        assert "coalition_site" not in printed
        assert "Northern Network" not in printed
    assert "207-555-0188" in words_of(session, "es", "brochure")


def test_a_text_that_names_a_contact_that_is_not_there_is_no_page_but_an_error(clinic: Path, tmp_path: Path) -> None:
    """A sentence that vanished in silence would be as bad as a wrong number."""
    folder = shutil.copytree(clinic, tmp_path / "clinic")
    file = folder / CONTACTS
    text = re.sub(r"  coalition_phone:\n(    .*\n)+", "  coalition_phone: none\n", file.read_text(encoding="utf-8"))
    file.write_text(text, encoding="utf-8")
    session = Session(folder)
    with pytest.raises(FlyersError) as caught:
        session.layout("shots")
    assert str(caught.value) == (
        "content/layouts/shots.yaml:19:13: “shots.call” (content/messages/shots.yaml:4:3) says {coalition_phone}, and "
        "content/contacts.yaml has “none” for it. Word it without {coalition_phone} in your content/messages, or leave "
        "it out here."
    )
    assert "Harbor Clinic" in words_of(session, "es", "brochure")


def test_new_takes_none_for_a_phone_and_a_site(tmp_path: Path) -> None:
    given = ["--name", "A", "--state", "Maine", "--phone", "none", "--site", "None", "--languages", "es"]
    assert main(["new", str(tmp_path / "maine"), *given]) == ExitCode.OK
    assert Campaign.load(tmp_path / "maine").absent == {"coalition_phone", "coalition_site"}


def test_a_contact_that_is_taken_out_and_added(
    member: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(member.parent, tmp_path / "all")
    folder = tmp_path / "all" / member.name
    contacts = ["--project", str(folder), "contacts"]
    assert main([*contacts, "remove", "coalition_phone"]) == ExitCode.OK
    assert main([*contacts, "add", "coalition_site.web", "example.org/harbor"]) == ExitCode.OK
    assert main([*contacts, "add", "clinic.phone", "207-555-0143", "--source", "Call: with the clinic"]) == ExitCode.OK
    campaign = Campaign.load(folder)
    assert campaign.absent == {"coalition_phone"}
    assert campaign.contacts["coalition_site"].target == "https://example.org/harbor"
    assert (campaign.contacts["clinic"].target, campaign.contacts["clinic"].origin) == (
        "tel:+12075550143",
        "Call: with the clinic",
    )
    assert main([*contacts, "remove", "clinic"]) == ExitCode.OK
    assert "clinic" not in Campaign.load(folder).contacts
    capsys.readouterr()
    before = (folder / CONTACTS).read_bytes()
    assert main([*contacts, "remove", "hotline"]) != ExitCode.OK
    assert "says {hotline}, and content/contacts.yaml has “none” for it" in capsys.readouterr().err
    assert main([*contacts, "add", "hotline.phone", "207-555-0143"]) == ExitCode.USAGE
    assert "'flyers contacts set hotline.phone …'" in capsys.readouterr().err
    assert (folder / CONTACTS).read_bytes() == before


def test_a_copy_of_a_bases_contact_says_where_its_source_is(member: Path, tmp_path: Path) -> None:
    """Maine's file had “The Connecticut DCF's HART page gives the same number”, and ids of Connecticut's seed."""
    shutil.copytree(member.parent, tmp_path / "all")
    folder = tmp_path / "all" / member.name
    assert main(["--project", str(folder), "contacts", "verify", "hotline", "--date", "2026-11-03"]) == ExitCode.OK
    hotline = Campaign.load(folder).contacts["hotline"]
    assert (hotline.origin, hotline.seed) == ("As in starter:content/contacts.yaml", ())
    assert str(hotline.verified_on) == "2026-11-03"


def test_a_call_on_a_day_to_come_stops_the_build(member: Path, tmp_path: Path) -> None:
    shutil.copytree(member.parent, tmp_path / "all")
    file = tmp_path / "all" / member.name / CONTACTS
    file.write_text(file.read_text("utf-8").replace("Made up", "Made up\n    verified_on: 2131-01-01"), "utf-8")
    with pytest.raises(ContentError, match="a day that has not come"):
        Session(tmp_path / "all" / member.name).localized("en")


def test_a_field_that_is_not_named_is_asked_for(member: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--project", str(member), "contacts", "set", "coalition_phone", "207-555-0199"]
    assert main(words) == ExitCode.USAGE
    assert "“coalition_phone” is a contact, and does not name a field of it." in capsys.readouterr().err
