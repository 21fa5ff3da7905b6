"""What commands answer to programs about languages, catalogs and contacts: every field, from records made by hand."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from flyers.content.contacts import Contact, ContactKind, ServedLanguages
from flyers.content.message_key import MessageKey
from flyers.errors import CombinedError, ContentError, Source, TranslationError
from flyers.findings import Fault, Severity
from flyers.translation.checks.catalog import OVERSET, SHORTER
from flyers.translation.checks.findings import TranslationExplanation, TranslationFinding
from flyers.translation.signoff import Change, Standing, State
from flyers.workflow.catalog_edit import CatalogUpdate
from flyers.workflow.contact_change import Impact, PrintedPiece
from flyers.workflow.status import NOT_TRANSLATED, Counts, LanguageCount, Status, unusable
from flyers.workflow.translation_checks import CatalogReport

DAY = dt.date(2026, 11, 5)
CALL, DANGER = MessageKey("help.call"), MessageKey.parse("help.danger/short")
COUNTS = Counts(messages=7, translated=6, missing=1, stale=2, fuzzy=3, checked=5, reviewed=4, signed=0)
READ = Standing(
    State.STALE, day=DAY, changes=(Change(CALL, "the number changed"),), covered=frozenset([CALL]), code="a1b2c3d"
)
STATUS = Status(
    "es",
    "Spanish",
    READ,
    COUNTS,
    {"card": COUNTS, "poster": replace(COUNTS, messages=2)},
    standings={"card": Standing(State.SIGNED, day=DAY)},
    code="a1b2c3d",
    pages_changed=True,
    changed_products=("poster",),
)
COUNTED = {
    "messages": 7,
    "translated": 6,
    "missing": 1,
    "stale": 2,
    "fuzzy": 3,
    "checked": 5,
    "reviewed": 4,
    "signed": 0,
}
STALE = "draft translation, 1 change since it was read on 2026-11-05"
CHANGED = [{"what": "help.call", "why": "the number changed"}]


def test_the_status_of_a_language() -> None:
    assert STATUS.to_json() == {
        "language": "es",
        "english": "Spanish",
        "state": "stale",
        "words": STALE,
        "signed_on": None,
        "read_on": "2026-11-05",
        "code": "a1b2c3d",
        "pages_changed_since": True,
        "problem": "",
        **COUNTED,
        "products": {
            "card": {
                "state": "signed",
                "words": "signed on 2026-11-05",
                "pages_changed_since": False,
                "waits_for": "",
                **COUNTED,
                "changes": [],
            },
            "poster": {  # its pages could not be composed
                "state": "stale",
                "words": STALE,
                "pages_changed_since": True,
                "waits_for": "",
                **COUNTED,
                "messages": 2,
                "changes": [],
            },
        },
        "changes": CHANGED,
    }


def test_the_day_of_a_signature_is_that_of_the_record() -> None:
    signed = replace(STATUS, standing=Standing(State.SIGNED, day=DAY), standings={"card": READ}).to_json()
    assert (signed["signed_on"], signed["read_on"]) == ("2026-11-05", "2026-11-05")
    assert signed["products"]["card"]["changes"] == CHANGED
    unread = replace(STATUS, standing=Standing(State.CHECKED)).to_json()
    assert (unread["signed_on"], unread["read_on"]) == (None, None)


@pytest.mark.parametrize(
    ("changes", "state", "words", "card", "poster"),
    [
        ({}, "stale", STALE, "signed", "stale"),
        ({"problem": "unusable: x"}, "unusable", "unusable: x", "unusable", "unusable"),
        ({"counts": replace(COUNTS, translated=0)}, *[NOT_TRANSLATED] * 4),
        ({"counts": replace(COUNTS, translated=0), "problem": "unusable: x"}, "unusable", "unusable: x", *["unusable"] * 2),
    ],
)  # fmt: skip
def test_the_state_is_one_word(changes: dict[str, object], state: str, words: str, card: str, poster: str) -> None:
    status = replace(STATUS, **changes)
    assert (status.state, status.words) == (state, words)
    assert (status.state_of("card"), status.state_of("poster")) == (card, poster)


@pytest.mark.parametrize(("translated", "messages", "percent"), [(0, 0, 0), (0, 7, 0), (199, 200, 99), (200, 200, 100)])
def test_a_hundred_percent_means_all(translated: int, messages: int, percent: int) -> None:
    row = LanguageCount("es", "Spanish", "español", "ltr", messages, translated, "checked", "draft")
    assert row.to_json() == {
        "tag": "es",
        "english": "Spanish",
        "autonym": "español",
        "direction": "ltr",
        "messages": messages,
        "translated": translated,
        "state": "checked",
        "status": "draft",
        "percent": percent,
    }


FIRST = TranslationError("This text is empty.", source=Source("es.po", 3))


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (FIRST, "unusable: es.po:3: This text is empty."),
        (ContentError("It is gone."), "unusable: It is gone."),
        (CombinedError([FIRST, ContentError("Other."), ContentError("Third.")]), "unusable: es.po:3: This text is empty. (and 2 more)"),
    ],
)  # fmt: skip
def test_an_unusable_catalog_is_told_by_its_first_error(error: ContentError, words: str) -> None:
    assert unusable(error) == words


def finding(about: TranslationExplanation, excuse: str = "") -> TranslationFinding:
    return TranslationFinding(about, Fault("Too long.", "Shorten it.", where="card"), Source("es.po", 9), excuse)


def test_findings_are_counted_by_severity_and_excused_ones_apart() -> None:
    report = CatalogReport("es", "Spanish", (finding(OVERSET), finding(SHORTER), finding(SHORTER, "It is a name.")))
    assert [report.count(severity) for severity in (Severity.ERROR, Severity.WARNING, Severity.ADVICE)] == [1, 0, 1]
    assert (report.errors, report.excused) == ([report.findings[0]], 1)
    answer = report.to_json()
    assert {key: answer[key] for key in answer if key != "findings"} == {
        "tag": "es",
        "english": "Spanish",
        "errors": 1,
        "warnings": 0,
        "advices": 1,
        "excused": 1,
    }
    assert [one["excuse"] for one in answer["findings"]] == ["", "", "It is a name."]
    assert str(report.findings[0]) == f"es.po:9: card: {OVERSET.code} error: Too long. Shorten it."


def test_an_excused_error_stops_nothing() -> None:
    report = CatalogReport("es", "Spanish", (finding(OVERSET, "Because."),))
    assert (report.errors, report.count(Severity.ERROR), report.excused) == ([], 0, 1)


def test_a_changed_catalog() -> None:
    update = CatalogUpdate(Path("/x/es.po"), "translations/es.po", "es", (CALL,), (DANGER,), (CALL, DANGER))
    assert update.to_json() == {
        "file": "translations/es.po",
        "language": "es",
        "new": ["help.call"],
        "fuzzy": ["help.danger/short"],
        "obsolete": ["help.call", "help.danger/short"],
    }
    assert CatalogUpdate(Path("/x/flyers.pot"), "flyers.pot").to_json()["language"] is None, "the template has none"


PIECE = PrintedPiece(
    "manifests/a1b2c3d.yaml", "es+en", "a1b2c3d", "2026-11", DAY, State.SIGNED, {"card": 500, "poster": 0}, "911", "tel:911"
)  # fmt: skip


def test_what_a_changed_contact_affects() -> None:
    piece = {
        "language": "es+en",
        "issue": "2026-11",
        "code": "a1b2c3d",
        "date": "2026-11-05",
        "state": "signed",
        "products": ["card", "poster"],
        "quantities": {"card": 500, "poster": None},
        "printed": "911",
        "opens": "tel:911",
        "manifest": "manifests/a1b2c3d.yaml",
    }
    found = Impact(
        contact="emergency",
        messages=(CALL, DANGER),
        products=("card",),
        languages=("en", "es"),
        signed={"es": (MessageKey.of_contact("emergency"), CALL)},
        pieces=(PIECE,),
        outdated=(replace(PIECE, printed="112"),),
        translated={"es": (DANGER,)},
        promised="emergency.hours",
        untrue=(CALL,),
    )
    assert found.to_json() == {
        "contact": "emergency",
        "promised": "emergency.hours",
        "messages": ["help.call", "help.danger/short"],
        "translated": {"es": ["help.danger/short"]},
        "products": ["card"],
        "untrue": ["help.call"],
        "languages": ["en", "es"],
        "signoffs": {"es": [str(MessageKey.of_contact("emergency")), "help.call"]},
        "manifests": [piece],
        "outdated": [{**piece, "printed": "112"}],
    }


SITE = Contact(
    id="site",
    kind=ContactKind.WEB,
    name="campaign.name",
    display="example.org",
    target="https://example.org",
    displays={"es": "example.org/es"},
    targets={"es": "https://example.org/es"},
    languages=ServedLanguages(),
    origin="Made up",
    source=Source("content/contacts.yaml"),
)


@pytest.mark.parametrize(
    ("language", "second", "own"),
    [
        ("es", "", True),
        ("en", "", False),
        ("es+en", "", True),
        ("en+es", "", False),
        ("en+es", "es", True),
        ("es+en", "en", False),
    ],
)
def test_a_piece_shows_a_contact_as_its_language_has_it(language: str, second: str, own: bool) -> None:
    def shows(printed: str, opens: str) -> bool:
        piece = PrintedPiece("x.yaml", language, "a1b2c3d", "2026-11", DAY, State.SIGNED, {}, printed, opens, second)
        return piece.shows(SITE)

    assert shows("example.org/es", "https://example.org/es") is own
    assert shows("example.org", "https://example.org") is not own
    assert not shows("example.org/es", "https://example.org")
