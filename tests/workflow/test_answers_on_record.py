"""Answers of readers without their page: what goes on record, who decides, and whom a product then waits for."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest

from edits import edit
from flyers.content.message_key import MessageKey
from flyers.errors import ContentError, TranslationError, UsageError
from flyers.pipeline.session import Session
from flyers.translation.signoff import Objection, State, read_objections, write_objections
from flyers.translation.template import DRAFT_REMARK
from flyers.workflow.answers import TakenAnswer, accept, decline, disputed, open_objections, take
from flyers.workflow.signing import KEY, Waits, derived, reading, reading_key, sign_read
from readinganswer import answer, closed

CALL, TITLE, NAME = "lighthouse.call", "lighthouse.title", "lighthouse.name"
HARBOR, PAGES = "contact:harbor", "pages:sticker"
CATALOG = Path("translations/es/LC_MESSAGES/flyers.po")


@pytest.fixture(autouse=True)
def one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1793836800")  # 2026-11-05


@pytest.fixture
def session(second_campaign: Path) -> Session:
    return Session(second_campaign)


def page(session: Session) -> dict[str, Any]:
    """What a page of the sticker has, of which a reader answers."""
    own = reading(session, "es", "sticker")
    return {
        "tag": "es",
        "key": derived(reading_key(session, make=True), "answer", "es"),
        "products": [{"product": "sticker", "checksum": own.checksum}],
        "items": [{"what": what, "read": read} for what, read in own.digests.items()],
    }


def taken(session: Session, *texts: str) -> TakenAnswer:
    return take(session, {f"mail-{number}.txt": text for number, text in enumerate(texts)})[-1]


def open_ids(session: Session) -> dict[str, str]:
    return {one.what: one.id for one in open_objections(session, "es")}


def test_a_key_is_made_once_and_only_when_it_is_needed(session: Session) -> None:
    file = session.folder / KEY
    assert reading_key(session) == ""
    assert not file.exists()
    key = reading_key(session, make=True)
    assert re.fullmatch("[0-9a-f]{32}", key)
    assert reading_key(session) == reading_key(session, make=True) == key
    assert len({key, derived(key, "answer", "es"), derived(key, "answer", "en"), derived(key, "page", "es")}) == 4
    edit(file, key, key[:31])
    with pytest.raises(ContentError, match=rf"^{KEY}: This file has no key of 32 digits\."):
        reading_key(session)


def test_what_is_right_goes_on_record_and_waits_for_a_signature(session: Session) -> None:
    data = page(session)
    result = taken(session, answer(data, day="2026-11-03"))
    assert (result.right, result.objections, result.unsure, result.changed, result.again) == (5, 0, 0, 0, False)
    assert result.waits == {"sticker": "a signature: all is read and right"}
    (record,) = session.own_signoffs("es")
    assert (record.reviewer, record.role, record.day) == ("M. R.", "native reader", dt.date(2026, 11, 3))
    assert (record.products, record.shown, record.pages) == (("sticker",), data["products"][0]["checksum"], "")
    assert set(map(str, record.messages)) == {CALL, TITLE, NAME}
    assert set(record.contacts) == {"harbor"}
    assert taken(session, answer(data, day="2026-11-04")).again
    assert len(session.own_signoffs("es")) == 1
    catalog = session.folder / CATALOG
    assert DRAFT_REMARK in catalog.read_text(encoding="utf-8")
    assert sign_read(session, "es", ["sticker"]).state is State.SIGNED
    assert DRAFT_REMARK not in catalog.read_text(encoding="utf-8")
    assert reading(session, "es", "sticker").waits is Waits.NOBODY
    with pytest.raises(UsageError, match="It is signed"):
        sign_read(session, "es", ["sticker"])


def test_a_day_ahead_of_today_is_today(session: Session) -> None:
    taken(session, answer(page(session), day="2026-11-30"))
    assert session.own_signoffs("es")[0].day == dt.date(2026, 11, 5)


def test_only_what_was_called_right_is_read(session: Session) -> None:
    data = page(session)
    result = taken(session, answer(data, {TITLE: ("", "odd")}, unsure=(PAGES, HARBOR, NAME)))
    assert (result.right, result.objections, result.unsure) == (1, 1, 3)
    (record,) = session.own_signoffs("es")
    assert (set(map(str, record.messages)), set(record.contacts), record.shown) == ({CALL}, {"harbor"}, "")
    assert result.to_json() == {
        "language": "es",
        "products": ["sticker"],
        "reader": "M. R.",
        "role": "native reader",
        "day": "2026-11-05",
        "right": 1,
        "not_right": 1,
        "not_sure": 3,
        "changed_since": 0,
        "already_on_record": False,
        "waits_for": {"sticker": "a coordinator: readers have 1 objection"},
    }
    decline(session, "es", open_ids(session)[TITLE])
    assert reading(session, "es", "sticker").waits_for == "a reader of 2 texts"
    with pytest.raises(TranslationError, match="It waits for a reader of 2 texts"):
        sign_read(session, "es", ["sticker"])
    assert taken(session, answer(data, unsure=(PAGES,), reader="A. B.")).waits == {
        "sticker": "a reader who sees its pages"
    }


@pytest.mark.parametrize(("knows", "records"), [("native", 1), ("well", 1), ("some", 0)])
def test_who_knows_only_some_of_the_language_reads_nothing(session: Session, knows: str, records: int) -> None:
    result = taken(session, answer(page(session), {CALL: ("", "a word")}, knows=knows))
    assert (len(session.own_signoffs("es")), result.objections) == (records, 1)
    assert result.again is False


def test_an_answer_that_calls_nothing_right_is_no_record(session: Session) -> None:
    result = taken(session, answer(page(session), unsure=(CALL, TITLE, NAME, HARBOR, PAGES)))
    assert (result.right, result.unsure, result.again) == (0, 5, True)
    assert session.own_signoffs("es") == ()


def test_words_that_have_changed_since_are_counted_and_not_read(session: Session) -> None:
    text = answer(page(session))
    edit(session.folder / CATALOG, "¿Trabaja sin paga?", "¿Trabaja sin sueldo?")
    session.reload()
    result = taken(session, text)
    assert (result.right, result.changed) == (3, 2)  # the pages have changed as well
    assert result.waits == {"sticker": "a reader of 1 text"}


def test_objections_are_told_with_what_there_is_and_who_calls_it_right(session: Session) -> None:
    data = page(session)
    taken(
        session,
        answer(data, reader="A. B.", knows="well"),
        answer(data, {CALL: ("Mejor.", ""), HARBOR: ("", "old"), PAGES: ("", "too small")}),
    )
    call, harbor, pages = disputed(session, "es")
    assert (call.what, call.english) == (CALL, session.campaign.message(CALL).forms["text"].text)
    assert call.text == session.catalog("es").entries[MessageKey(CALL)].translation
    assert call.right == (("A. B.", "knows the language well"),)
    assert (harbor.what, harbor.english, harbor.text, harbor.right) == (HARBOR, "", "1-555-555-0142", ())
    assert (pages.what, pages.english, pages.text, pages.right) == (PAGES, "", "", ())
    (objection,) = call.objections
    assert list(call.words) == [
        ("English", call.english),
        ("now", call.text),
        (objection.id, "M. R., native reader, 2026-11-05: “Mejor.”"),
        ("right", "A. B., knows the language well"),
    ]
    assert list(harbor.words)[1] == (harbor.objections[0].id, "M. R., native reader, 2026-11-05: not right. Why: old")
    assert call.to_json()["objections"] == [
        {"id": objection.id, "reader": "M. R.", "role": "native reader", "better": "Mejor.", "why": ""}
    ]
    assert call.to_json()["right"] == [{"reader": "A. B.", "role": "knows the language well"}]


def test_better_words_are_accepted_and_others_are_refused_or_let_stand(session: Session) -> None:
    better = "¿Trabaja sin paga? Llame ya al 1-555-555-0142."
    wrong = {CALL: (better, ""), TITLE: ("", "odd"), HARBOR: ("x", "y"), PAGES: ("x", "y")}
    taken(session, answer(page(session), wrong))
    ids = open_ids(session)
    assert list(ids) == [CALL, TITLE, HARBOR, PAGES]
    for what in (TITLE, HARBOR, PAGES):
        with pytest.raises(UsageError, match=f"The objection {ids[what]} has no words that a catalog could take"):
            accept(session, "es", ids[what])
    offered: list[dict[MessageKey, str]] = []
    accept(session, "es", ids[CALL], lambda words: offered.append(dict(words)))
    text = "¿Trabaja sin paga? Llame ya al {harbor}."
    assert offered == [{MessageKey(CALL): text}]
    assert session.catalog("es").entries[MessageKey(CALL)].translation == text
    assert CALL not in open_ids(session)
    decline(session, "es", ids[TITLE])
    assert TITLE not in open_ids(session)
    listed = read_objections(session.campaign, session.registry.language("es"))
    assert [one.declined for one in listed] == [None, dt.date(2026, 11, 5), None, None]
    for gone in (ids[CALL], ids[TITLE], "000000"):
        with pytest.raises(UsageError):
            decline(session, "es", gone)


def test_better_words_get_the_marks_that_an_answer_cannot_have(session: Session) -> None:
    """A reader writes a number as it is printed, and neither no-break spaces nor bold words."""
    english = "**No pay**? At 9: **{harbor}**, or at 10:30: {harbor}."
    for path in ("content/messages/lighthouse.yaml", CATALOG):
        edit(session.folder / path, "Work without pay? **Call {harbor}.**", english)
    now = "**Sin paga**, a las 9\u00a0h: **{harbor}**, o a las 10\u202fh\u202f30: {harbor}."
    edit(session.folder / CATALOG, "¿Trabaja sin paga? **Llame al {harbor}.**", now)
    edit(session.folder / "content/contacts.yaml", "1-555-555-0142", "1 555 555 0142")
    session.reload()
    better = "Sin paga, a las 9 h: 1 555 555 0142, o bien a las 10 h 30: 1 555 555 0142. Sin paga."
    taken(session, answer(page(session), {CALL: (better, "")}))
    offered: list[str] = []
    with pytest.raises(UsageError, match="Not now"):
        accept(session, "es", open_ids(session)[CALL], lambda words: refuse(offered, words[MessageKey(CALL)]))
    assert offered == [
        "**Sin paga**, a las 9\u00a0h: **{harbor}**, o bien a las 10\u202fh\u202f30: {harbor}. Sin paga."
    ]


def refuse(offered: list[str], text: str) -> None:
    offered.append(text)
    raise UsageError("Not now.")


def test_pages_that_have_changed_since_they_were_seen_wait_for_a_reader_again(session: Session) -> None:
    taken(session, answer(page(session)))
    edit(session.folder / "content/layouts/sticker.yaml", "trim: [80mm, 60mm]", "trim: [80mm, 61mm]")
    session.reload()
    assert reading(session, "es", "sticker").waits is Waits.PAGES
    with pytest.raises(TranslationError, match="It waits for a reader who sees its pages"):
        sign_read(session, "es", ["sticker"])


def test_an_objection_to_what_is_no_longer_there_is_closed(session: Session) -> None:
    objections = [
        Objection(what, "0" * 8, "R-07", "reader", dt.date(2026, 11, 3))
        for what in ("lighthouse.gone", "contact:gone", "pages:gone")
    ]
    write_objections(session.campaign, session.registry.language("es"), objections)
    assert open_objections(session, "es") == []
    assert disputed(session, "es") == []


def cut_open(text: str) -> str:
    return text[: text.index("[end")]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("pages of sticker", "pages of stiker", "This answer is about “stiker”, which the campaign no longer has."),
        ("answer 1", "answer 2", "This is no answer of version 1, the one that this program knows."),
        (": es]", ": fr]", "This answer was cut or changed on its way"),
    ],
)
def test_an_answer_that_is_whole_and_wrong_is_refused(session: Session, old: str, new: str, problem: str) -> None:
    data = page(session)
    text = answer(data)
    assert old in text
    with pytest.raises(TranslationError) as caught:
        take(session, {"mail.txt": closed(cut_open(text.replace(old, new)), data["key"])})
    assert caught.value.problem.startswith(problem)
    assert str(caught.value.source) == "mail.txt"
    assert session.own_signoffs("es") == ()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Dear Sir", "There is no answer of a reader in this text."),
        ("[flyers answer 1: es]", "This answer is cut off: its last line, “[end: …]”, is missing."),
        ("[flyers answer 1: es]\n[end: 0123]", "This answer was cut or changed on its way"),
    ],
)
def test_what_is_no_answer_is_told(session: Session, text: str, problem: str) -> None:
    with pytest.raises(TranslationError) as caught:
        take(session, {"mail.txt": text})
    assert caught.value.problem.startswith(problem)
    assert caught.value.hint


def test_a_product_in_all_languages_has_no_reader(root: Path) -> None:
    with pytest.raises(UsageError) as caught:
        reading(Session(root), "es", "language-picker")
    assert caught.value.problem == "“language-picker” is in all languages at once, and no reader knows them all."
    assert caught.value.trail == ("es",)
