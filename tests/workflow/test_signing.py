"""Sign-off: what is refused, what is recorded, and the checksum of pages."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from edits import edit
from flyers.content.message_key import MessageKey
from flyers.errors import FileAccessError, TranslationError, UsageError
from flyers.pipeline.entry import warnings
from flyers.pipeline.recipe import current_documents
from flyers.pipeline.session import Session
from flyers.translation.signoff import State, read_signoffs
from flyers.translation.template import DRAFT_REMARK
from flyers.workflow import signing as pages
from flyers.workflow.signing import SigningResult, Statement, day_of_build, pages_checksum, same, short, sign
from flyers.workflow.status import status
from own_campaigns import layer

CATALOG = Path("translations/es/LC_MESSAGES/flyers.po")
MESSAGES = Path("content/messages/lighthouse.yaml")
CONTACTS = Path("content/contacts.yaml")
LAYOUT = Path("content/layouts/sticker.yaml")
DAY = dt.date(2026, 11, 3)


@pytest.fixture(autouse=True)
def one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1793836800")  # 2026-11-05


@pytest.fixture
def put(second_campaign: Path) -> Callable[[Path, str, str], None]:
    def change(path: Path, old: str, new: str) -> None:
        edit(second_campaign / path, old, new, everywhere=True)

    return change


def signing(folder: Path, tag: str = "es", **words: object) -> SigningResult:
    values = {"reviewer": "R-07", "role": "native reader", "day": DAY, **words}
    if values.get("proof") is True:
        values["proof"] = short(pages_checksum(Session(folder), tag))
    return sign(Session(folder), tag, Statement(**values))


def state(folder: Path, tag: str = "es") -> State:
    return status(Session(folder), tag).standing.state


@pytest.mark.parametrize("tag", ["es", "en"])
def test_words_and_then_pages_are_signed(second_campaign: Path, tag: str) -> None:
    assert state(second_campaign, tag) is State.CHECKED
    assert signing(second_campaign, tag).standing.state is State.REVIEWED
    assert state(second_campaign, tag) is State.REVIEWED
    recorded = signing(second_campaign, tag, proof=True)
    assert (recorded.messages, recorded.contacts) == (3, 1)
    assert state(second_campaign, tag) is State.SIGNED
    session = Session(second_campaign)
    one, two = read_signoffs(session.campaign, session.registry.language(tag))
    assert (one.pages, two.pages) == ("", pages_checksum(session, tag))
    assert one.content == session.localized(tag).content_hash()
    assert (one.reviewer, one.role, one.day) == ("R-07", "native reader", DAY)


def test_a_signature_is_for_one_language(second_campaign: Path) -> None:
    signing(second_campaign, "es", proof=True)
    assert state(second_campaign, "en") is State.CHECKED


def test_signing_again_covers_what_has_changed(second_campaign: Path, put) -> None:
    signing(second_campaign, proof=True)
    put(CATALOG, "¿Trabaja sin paga?", "¿Trabaja sin sueldo?")
    assert state(second_campaign) is State.STALE
    recorded = signing(second_campaign)
    assert (recorded.messages, recorded.contacts) == (1, 1)
    assert state(second_campaign) is State.REVIEWED
    assert signing(second_campaign, proof=True).messages == 3
    assert state(second_campaign) is State.SIGNED


def test_everything_may_be_read_again(second_campaign: Path, put) -> None:
    signing(second_campaign, proof=True)
    put(CATALOG, "¿Trabaja sin paga?", "¿Trabaja sin sueldo?")
    assert signing(second_campaign, everything=True).messages == 3


def test_a_changed_number_makes_the_sign_off_stale(second_campaign: Path, put) -> None:
    signing(second_campaign, proof=True)
    put(CONTACTS, "555-0142", "555-0143")
    put(CONTACTS, "5550142", "5550143")
    found = status(Session(second_campaign), "es").standing
    assert [change.what for change in found.changes] == [MessageKey.of_contact("harbor"), MessageKey("lighthouse.call")]
    assert found.changes[1].why == "contact harbor has changed"


def test_an_incomplete_catalog_cannot_be_signed(second_campaign: Path, put) -> None:
    put(CATALOG, 'msgctxt "lighthouse.call"', '#, fuzzy\nmsgctxt "lighthouse.call"')
    with pytest.raises(TranslationError, match=r"1 message is not translated"):
        signing(second_campaign)
    assert not (second_campaign / "translations" / "es" / "signoff.yaml").exists()


def test_a_product_is_signed_while_the_words_of_another_wait(second_campaign: Path, put) -> None:
    text = (second_campaign / MESSAGES).read_text(encoding="utf-8")
    put(MESSAGES, "messages:\n", "messages:\n  lighthouse.new:\n    text: Words of a product to come.\n")
    assert "lighthouse.new" not in text
    (second_campaign / LAYOUT).with_name("label.yaml").write_text("extends: sticker\n", encoding="utf-8")
    with pytest.raises(TranslationError, match=r"1 message is not translated into Spanish: lighthouse\.new "):
        signing(second_campaign)
    assert signing(second_campaign, products=("sticker",)).products == ("sticker",)
    put(CATALOG, "¿Trabaja sin paga?", "¿Trabaja sin paga? 555-555-0199")
    with pytest.raises(TranslationError, match=r"555-555-0199"):
        signing(second_campaign, products=("sticker",))


def test_who_sees_the_pages_of_a_product_signs_its_words_and_numbers_though_they_were_read(
    second_campaign: Path, put
) -> None:
    put(MESSAGES, "messages:\n", "messages:\n  lighthouse.new:\n    text: Words of no product.\n")
    (second_campaign / LAYOUT).with_name("label.yaml").write_text("extends: sticker\n", encoding="utf-8")
    assert signing(second_campaign, products=("sticker",)).standing.state is State.DRAFT
    seen = pages_checksum(Session(second_campaign), "es", ["sticker"])
    recorded = signing(second_campaign, products=("sticker",), proof=seen)
    assert (recorded.messages, recorded.contacts, recorded.products) == (3, 1, ("sticker",))
    again = signing(second_campaign, products=("sticker",), proof=seen, reviewer="R-08")
    assert (again.messages, again.contacts) == (3, 1), "all of it once more"
    assert signing(second_campaign, products=("label",)).messages == 3


def test_a_number_that_no_text_of_a_product_has_is_signed_with_its_pages_too(second_campaign: Path, put) -> None:
    put(LAYOUT, "text: {message: lighthouse.call, role: body}", "text: {message: lighthouse.name, role: body}")
    (second_campaign / LAYOUT).with_name("label.yaml").write_text("extends: sticker\n", encoding="utf-8")
    assert signing(second_campaign, products=("sticker",)).contacts == 1
    seen = pages_checksum(Session(second_campaign), "es", ["sticker"])
    assert signing(second_campaign, products=("sticker",), proof=seen).contacts == 1
    (read, signed) = Session(second_campaign).own_signoffs("es")
    assert set(read.contacts) == set(signed.contacts) == {"harbor"}


def test_words_that_are_all_a_base_s_are_signed_without_a_catalog_of_one_s_own(small: Path, tmp_path: Path) -> None:
    folder = layer(tmp_path / "maine", "../small", {}, "  languages: [en, es]\n")
    assert signing(folder).standing.state is State.REVIEWED
    assert [path.name for path in (folder / "translations/es").iterdir()] == ["signoff.yaml"]


def test_a_catalog_with_errors_cannot_be_signed(second_campaign: Path, put) -> None:
    put(CATALOG, "¿Trabaja sin paga?", "¿Trabaja sin paga? 555-555-0199")
    with pytest.raises(TranslationError, match="looks like a phone number"):
        signing(second_campaign)


def test_a_proof_of_other_pages_is_refused(second_campaign: Path, put) -> None:
    before = short(pages_checksum(Session(second_campaign), "es"))
    put(LAYOUT, "trim: [80mm, 60mm]", "trim: [80mm, 61mm]")
    with pytest.raises(UsageError, match="not of today's pages"):
        signing(second_campaign, proof=before)


def test_the_same_statement_twice_is_refused(second_campaign: Path) -> None:
    signing(second_campaign)
    with pytest.raises(UsageError, match="already signed exactly this, on 2026-11-03") as caught:
        signing(second_campaign, day=dt.date(2026, 11, 4))
    assert "R-07" not in str(caught.value)
    assert signing(second_campaign, reviewer="R-08").messages == 3


def test_a_future_day_and_a_name_of_two_lines_are_refused(second_campaign: Path) -> None:
    assert day_of_build() == dt.date(2026, 11, 5)
    with pytest.raises(UsageError, match="2026-11-06 is in the future"):
        signing(second_campaign, day=dt.date(2026, 11, 6))
    with pytest.raises(UsageError, match="The reviewer cannot be used"):
        signing(second_campaign, reviewer="R-07\nR-08")
    with pytest.raises(UsageError, match="The role cannot be used"):
        signing(second_campaign, role=" ")


def test_the_first_sign_off_removes_the_draft_remark(second_campaign: Path) -> None:
    path = second_campaign / CATALOG
    head = path.read_text(encoding="utf-8")
    if DRAFT_REMARK not in head:
        path.write_text(f"{DRAFT_REMARK}\n{head}", encoding="utf-8")
    signing(second_campaign)
    assert DRAFT_REMARK not in path.read_text(encoding="utf-8")
    assert path.read_text(encoding="utf-8").endswith(head[-200:])


def test_a_signature_changes_nothing_else_in_the_catalog(second_campaign: Path) -> None:
    path = second_campaign / CATALOG
    lines = path.read_bytes().replace(b"\n", b"\r\n").splitlines(keepends=True)
    assert DRAFT_REMARK.encode() in b"".join(lines)
    path.write_bytes(b"".join(lines))
    signing(second_campaign)
    assert path.read_bytes() == b"".join(line for line in lines if DRAFT_REMARK.encode() not in line)


def test_a_catalog_that_cannot_be_written_leaves_no_record(second_campaign: Path, monkeypatch) -> None:
    def refuse(path: Path, data: bytes) -> None:
        if path.suffix == ".po":
            raise FileAccessError("This file cannot be written.")
        path.write_bytes(data)

    monkeypatch.setattr("flyers.workflow.signing.write_whole", refuse)
    with pytest.raises(FileAccessError):
        signing(second_campaign)
    assert state(second_campaign) is State.CHECKED


def test_builds_warn_until_words_and_pages_are_signed(second_campaign: Path) -> None:
    def draft_warnings() -> list[str]:
        session = Session(second_campaign)
        (document,) = current_documents(session, "es")
        return [line for line in warnings(document, session.localized("es")) if "draft" in line]

    assert draft_warnings() == ["draft translation, checked by the program, signed by nobody"]
    signing(second_campaign)
    assert draft_warnings() == ["draft translation, read on 2026-11-03, pages not yet seen"]
    signing(second_campaign, proof=True)
    assert draft_warnings() == []


# -- status ------------------------------------------------------------------------------------------------------------


def test_messages_are_counted_by_state(second_campaign: Path, put) -> None:
    put(CATALOG, 'msgctxt "lighthouse.title"', '#, fuzzy\nmsgctxt "lighthouse.title"')
    put(MESSAGES, "text: The Lighthouse", "text: A Lighthouse")
    counts = status(Session(second_campaign), "es").counts
    assert (counts.messages, counts.translated, counts.stale, counts.fuzzy, counts.missing) == (3, 1, 1, 1, 0)
    assert (counts.checked, counts.reviewed, counts.signed) == (1, 0, 0)


def test_a_former_english_makes_a_fuzzy_entry_stale(second_campaign: Path, put) -> None:
    put(CATALOG, 'msgctxt "lighthouse.title"', '#, fuzzy\n#| msgid "Label"\nmsgctxt "lighthouse.title"')
    counts = status(Session(second_campaign), "es").counts
    assert (counts.stale, counts.fuzzy) == (1, 0)


def test_a_product_counts_what_it_may_print(second_campaign: Path) -> None:
    (second_campaign / MESSAGES).write_text(
        (second_campaign / MESSAGES).read_text(encoding="utf-8")
        + "  lighthouse.more:\n    text: Not on the sticker.\n",
        encoding="utf-8",
    )
    found = status(Session(second_campaign), "es")
    assert (found.counts.messages, found.counts.missing) == (4, 1)
    assert (found.products["sticker"].messages, found.products["sticker"].missing) == (3, 0)


def test_a_broken_catalog_gives_a_status(second_campaign: Path) -> None:
    (second_campaign / CATALOG).write_text('msgid "', encoding="utf-8")
    found = status(Session(second_campaign), "es")
    assert "quotation mark" in found.problem
    assert (found.standing.state, found.counts.missing, found.words) == (State.DRAFT, 3, found.problem)


def test_a_translation_with_a_typed_number_is_not_checked(second_campaign: Path, put) -> None:
    put(CATALOG, "¿Trabaja sin paga?", "¿Trabaja sin paga? 555-555-0199")
    found = status(Session(second_campaign), "es")
    assert (found.counts.translated, found.counts.checked, found.standing.state) == (3, 2, State.DRAFT)


def test_changed_pages_keep_the_signature_and_are_reported(second_campaign: Path, put) -> None:
    signing(second_campaign, proof=True)
    assert status(Session(second_campaign), "es").pages_changed is False
    put(LAYOUT, "trim: [80mm, 60mm]", "trim: [80mm, 61mm]")
    found = status(Session(second_campaign), "es")
    assert (found.standing.state, found.pages_changed) == (State.SIGNED, True)


# -- the checksum of pages ---------------------------------------------------------------------------------------------


def test_the_checksum_is_the_same_in_any_process(second_campaign: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from flyers.pipeline.session import Session\n"
        "from flyers.workflow.signing import pages_checksum\n"
        "print(pages_checksum(Session(Path(sys.argv[1])), 'es'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(second_campaign)],
        env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "SOURCE_DATE_EPOCH": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == pages_checksum(Session(second_campaign), "es")


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (CATALOG, "¿Trabaja sin paga?", "¿Trabaja sin sueldo?"),
        (LAYOUT, "padding: {x: 16pt", "padding: {x: 15.9pt"),
        (LAYOUT, "role: number", "role: body"),
        (Path("content/themes/plain.yaml"), "cmyk: [0, 0, 0, 100]", "cmyk: [10, 0, 0, 100]"),
    ],
)
def test_the_checksum_changes_with_what_a_reader_sees(
    second_campaign: Path, put, path: Path, old: str, new: str
) -> None:
    before = pages_checksum(Session(second_campaign), "es")
    put(path, old, new)
    assert pages_checksum(Session(second_campaign), "es") != before


def test_a_signature_does_not_change_what_was_signed(second_campaign: Path, put) -> None:
    before = pages_checksum(Session(second_campaign), "es")
    signing(second_campaign, proof=True)
    put(CONTACTS, "source: Invented for tests.", "source: Invented for these tests.")
    assert pages_checksum(Session(second_campaign), "es") == before


def test_rounding_errors_do_not_change_the_checksum(second_campaign: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = Session(second_campaign)
    made = current_documents(session, "es")

    def shifted(by: float) -> str:
        moved = [
            dataclasses.replace(
                document,
                pages=tuple(
                    dataclasses.replace(
                        page,
                        items=tuple(
                            dataclasses.replace(item, y=item.y + by) if hasattr(item, "y") else item
                            for item in page.items
                        ),
                    )
                    for page in document.pages
                ),
            )
            for document in made
        ]
        monkeypatch.setattr(pages, "current_documents", lambda *_: moved)
        return pages_checksum(session, "es")

    assert shifted(1e-9) == shifted(0.0)
    assert shifted(0.002) != shifted(0.0)


def test_every_way_of_typing_a_checksum_is_accepted() -> None:
    checksum = "4f2a91c0" + "0" * 56
    assert short(checksum) == "4f2a 91c0"
    for typed in ("4f2a 91c0", "4F2A91C0", " 4f2a  91c0 0", checksum):
        assert same(typed, checksum)
    assert not same("4f2a 91c1", checksum)
    for typed in ("4f2a 91c", "", "4f2a 91cg", checksum + "0"):
        with pytest.raises(UsageError, match="not a checksum of pages"):
            same(typed, checksum)
