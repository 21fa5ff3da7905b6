"""What commands print of contacts, translations and checks: whole lines, from records made by hand."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from printing import CALL, DANGER, DAY, printed

from flyers.cli import contacts, translations
from flyers.content.contacts import ASK_THE_OFFICE
from flyers.errors import Source, UsageError
from flyers.findings import Fault
from flyers.translation.checks.catalog import OVERSET, SHORTER
from flyers.translation.checks.findings import TranslationFinding
from flyers.translation.signoff import Change, Standing, State
from flyers.workflow.contact_change import ContactChange, Impact, PrintedPiece
from flyers.workflow.contact_edit import ContactEdit, FieldChange
from flyers.workflow.status import Counts, Status
from flyers.workflow.translation_checks import CatalogReport

# -- contacts ---------------------------------------------------------------------------------------------------------


PIECE = PrintedPiece(
    "translations/es/manifests/a1b2c3d.yaml", "es", "a1b2c3d", "2026-11", DAY, State.SIGNED, {"card": 500, "poster": 0}, "911", "tel:911"
)  # fmt: skip
IMPACT = Impact(
    contact="site",
    messages=(CALL, DANGER),
    products=("card",),
    languages=("en", "es"),
    signed={"es": (CALL,)},
    pieces=(PIECE, replace(PIECE, printed="example.org", opens="https://example.org")),
    translated={"es": (DANGER,)},
)
PROMISE = Impact("hotline", (CALL,), (), ("en",), (), promised="hotline.hours", untrue=(CALL,))


def test_everything_that_shows_a_contact_is_listed() -> None:
    assert printed(lambda console: contacts.show_impact(IMPACT, console, changed=False)) == [
        "messages (2): help.call, help.danger",
        "messages in es only (1): help.danger",
        "products (1): card",
        "languages (2): en, es",
        "signed with it, es (1): help.call",
        "printed pieces on record with it: 2 orders",
        "  911: 500 × card, poster (quantity not on record), on 2026-11-05 (signed)",
        "    es · 2026-11 · a1b2c3d, translations/es/manifests/a1b2c3d.yaml",
        "  example.org: 500 × card, poster (quantity not on record), on 2026-11-05 (signed)",
        "    opens https://example.org, es · 2026-11 · a1b2c3d, translations/es/manifests/a1b2c3d.yaml",
    ]


def test_after_a_change_wrong_pieces_and_stale_signatures_are_listed() -> None:
    gone = replace(IMPACT, messages=(), signed={}, pieces=(), outdated=(PIECE,), translated={})
    lines = printed(lambda console: contacts.show_impact(gone, console, changed=True))
    assert lines[0] == "messages (0): none"
    assert lines[3:7] == [
        "sign-offs made stale: none",
        "printed pieces on record with it: none on record",
        "printed pieces that are wrong now: 1 order",
        "  911: 500 × card, poster (quantity not on record), on 2026-11-05 (signed)",
    ]
    right = replace(gone, outdated=())
    assert printed(lambda console: contacts.show_impact(right, console, changed=True))[-1] == (
        "printed pieces that are wrong now: none on record"
    )


def test_messages_that_promise_something_are_listed_with_those_that_lie() -> None:
    assert printed(lambda console: contacts.show_impact(PROMISE, console, changed=False)) == [
        "messages that promise hotline.hours (1): help.call",
        "untrue until they are changed, and not printed (1): help.call",
        "products (0): none",
        "languages (1): en",
        "printed pieces on record with it: none on record",
    ]


def changed(
    *impacts: Impact,
    emergency: bool = False,
    dry: bool = False,
    unasked: Any = None,
    kept: Any = None,
    **options: Any,
) -> list[str]:
    known: Any = {"site": SimpleNamespace(is_emergency=emergency)}
    changes = (FieldChange("site.display", "", "example.org"), FieldChange("site.verified_on", "2026-01-01", ""))
    change = ContactChange(
        ContactEdit(Path("content/contacts.yaml"), "", known, changes), impacts, not dry, unasked or {}, kept or {}
    )
    given = argparse.Namespace(**{"dry_run": dry, "source": None, "verified_on": None, **options})
    return printed(lambda console: contacts._show_change(change, given, console))


SOURCE = "The source on record is the former contact's: name the source of the new one with --source."
UNTRIED = "Nobody has tested the new contact yet: test it, then record the day with --verified-on."
HEAD = ["  site.display: (nothing) → example.org", "  site.verified_on: 2026-01-01 → (nothing)"]


def test_a_change_is_shown_with_what_is_to_do_next() -> None:
    lines = changed(IMPACT)
    assert lines[:7] == ["content/contacts.yaml: changed", *HEAD, UNTRIED, SOURCE, "", "site"]
    assert changed(IMPACT, dry=True)[0] == "content/contacts.yaml: would change"
    assert changed(IMPACT, source="A call", verified_on="2026-11-05")[3:5] == ["", "site"]
    assert changed(PROMISE, verified_on="2026-11-05")[3:5] == ["", "hotline.hours"]


def test_nobody_is_asked_to_dial_an_emergency_number() -> None:
    lines = changed(IMPACT, emergency=True)
    assert lines[3] == f"{ASK_THE_OFFICE} Then record the day of that answer with --verified-on."
    assert UNTRIED not in lines


def test_what_was_said_of_the_former_contact_is_asked_for() -> None:
    (line,) = [line for line in changed(unasked={"site.hours": "always", "site.x": "true"}) if "were true" in line]
    assert line.startswith("“site.hours: always” and “site.x: true” were true of the former contact, and messages")


def test_what_single_languages_have_of_their_own_is_named_beside_a_new_address() -> None:
    assert "Pieces in es keep their own, example.org/ayuda: 'flyers contacts set site.web.es …' changes it." in changed(
        kept={"site.web.es": "example.org/ayuda"}
    )


def test_the_same_values_change_nothing() -> None:
    change = ContactChange(ContactEdit(Path("x"), "", {}, ()), (), False, {}, {})
    assert printed(lambda console: contacts._show_change(change, argparse.Namespace(), console)) == [
        "Nothing changes: the contact already has these values."
    ]


@pytest.mark.parametrize(
    ("words", "options", "edits"),
    [
        (["a.display", "911"], {}, [("a.display", "911")]),
        (
            ["a.display", "911", "b.hours", "always", "a.target", "tel:911"],
            {"source": "A call", "verified_on": "2026-11-05"},
            [
                ("a.display", "911"),
                ("b.hours", "always"),
                ("a.target", "tel:911"),
                ("a.source", "A call"),
                ("b.source", "A call"),
                ("a.verified_on", "2026-11-05"),
                ("b.verified_on", "2026-11-05"),
            ],
        ),
        (["a.display", "911"], {"source": ""}, [("a.display", "911"), ("a.source", "")]),
    ],
)
def test_fields_and_values_are_pairs(words: list[str], options: dict[str, str], edits: list[tuple[str, str]]) -> None:
    given = argparse.Namespace(**{"words": words, "source": None, "verified_on": None, **options})
    assert contacts._edits(given) == edits


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["a.display"], "“a.display” has no value."),
        (["a.display", "9\udcff"], r"'9\udcff' is not text that a file can have."),
    ],
)
def test_words_that_are_no_pairs_are_refused(words: list[str], problem: str) -> None:
    with pytest.raises(UsageError) as refused:
        contacts._edits(argparse.Namespace(words=words, source=None, verified_on=None))
    assert refused.value.problem == problem


# -- status and checks ------------------------------------------------------------------------------------------------


COUNTS = Counts(7, 6, 1, 2, 3, 5, 4, 0)
STALE = Standing(State.STALE, day=DAY, changes=(Change(CALL, "the number changed"),))
STATUS = Status("es", "Spanish", STALE, COUNTS, {"card": COUNTS}, standings={"card": STALE}, pages_changed=False)


def remarks(found: Status, *, details: bool = False) -> list[str]:
    return printed(lambda console: translations._show_remarks(found, console, details=details))


SAID = "es: draft translation, 1 change since it was read on 2026-11-05"


def test_the_row_of_a_language_has_its_counts() -> None:
    assert list(translations._rows(STATUS, [])) == [("es", "stale", "7", "6", "2", "3", "5", "4", "0")]
    assert list(translations._rows(STATUS, ["card"])) == [("es", "card", "stale", "7", "6", "2", "3", "5", "4", "0")]


def test_changes_are_counted_and_listed_on_demand() -> None:
    assert remarks(STATUS) == [SAID]
    assert remarks(STATUS, details=True) == [f"{SAID}:", "  help.call: the number changed"]
    calm = replace(STATUS, standing=Standing(State.SIGNED, day=DAY), standings={})
    assert remarks(calm) == []
    assert remarks(calm, details=True) == ["es: signed on 2026-11-05"]


def test_changed_pages_are_told_of_the_language_and_of_products() -> None:
    calm = replace(
        STATUS, standing=Standing(State.SIGNED, day=DAY), pages_changed=True, changed_products=("card", "tent")
    )
    assert remarks(calm) == [
        "es: the pages have changed since they were signed; the words have not",
        "es: the pages of card, tent have changed since they were signed; the words have not",
    ]


def test_products_are_listed_where_they_differ() -> None:
    apart = replace(STATUS, standings={"card": STALE, "tent": Standing(State.SIGNED, day=DAY)})
    assert remarks(apart, details=True)[2:] == [
        "es, by product:",
        "  card  draft translation, 1 change since it was read on 2026-11-05",
        "  tent  signed on 2026-11-05",
    ]
    assert remarks(apart) == [SAID]


READER, SIGNATURE = "a reader of 2 texts", "a signature: all is read and right"


@pytest.mark.parametrize(
    ("waits", "told"),
    [
        ({}, []),
        ({"card": ""}, []),
        ({"card": "", "tent": ""}, []),
        ({"card": READER}, ["es waits for:", "  product  for", f"  card     {READER}"]),
        ({"card": READER, "tent": READER}, [f"es: every product waits for {READER}"]),
        (
            {"card": READER, "tent": "", "poster": SIGNATURE},
            ["es waits for:", "  product  for", f"  card     {READER}", "  tent     nobody", f"  poster   {SIGNATURE}"],
        ),
    ],
)
def test_whom_products_wait_for_is_told_once_where_all_wait_for_the_same(
    waits: dict[str, str], told: list[str]
) -> None:
    waiting = replace(STATUS, waits=waits)
    assert remarks(waiting, details=True)[2:] == told
    assert remarks(waiting) == [SAID]


def test_of_a_broken_catalog_the_problem_is_told_alone() -> None:
    assert remarks(replace(STATUS, problem="unusable: x", pages_changed=True), details=True) == ["es: unusable: x"]


def finding(excuse: str = "") -> TranslationFinding:
    return TranslationFinding(SHORTER, Fault("It is long.", "Shorten it.", where="card"), Source("es.po", 9), excuse)


ERROR = TranslationFinding(OVERSET, Fault("Too long.", "Cut.", where="card"), Source("es.po", 7))
REPORTS = [CatalogReport("es", "Spanish", (ERROR, finding("A name."))), CatalogReport("ar", "Arabic", ())]


def test_findings_are_counted_and_excused_ones_shown_on_demand() -> None:
    table = [
        "tag  English  errors  warnings  advice  excused",
        "es   Spanish       1         –       –        1",
        "ar   Arabic        –         –       –        –",
    ]
    error = f"es → es.po:7: card: {OVERSET.code} error: Too long. Cut."
    assert printed(lambda console: translations._show_findings(REPORTS, False, console)) == [*table, error]
    assert printed(lambda console: translations._show_findings(REPORTS, True, console)) == [
        *table,
        error,
        f"es → es.po:9: card: {SHORTER.code} advice: It is long. Shorten it. (Excused: A name.)",
    ]
