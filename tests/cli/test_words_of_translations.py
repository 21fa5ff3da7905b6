"""What the commands for translations print, and how they end: a language begun, catalogs updated, words signed."""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from printing import open_as

from flyers.cli.console import Console
from flyers.cli.translations import init_command, sign_command, update_command
from flyers.content.message_key import MessageKey
from flyers.errors import ExitCode
from flyers.workflow import catalog_edit, new_language, signing
from flyers.workflow.new_language import LanguageInit

GERMAN: Any = SimpleNamespace(tag="de", english="German")
CATALOG = Path("campaign/translations/de/LC_MESSAGES/flyers.po")


class Opened:
    """A session that notes whether files may change, and whether it was read again."""

    campaign = library = None
    registry = SimpleNamespace(language=lambda tag: SimpleNamespace(tag=tag), tags=("de", "es"))
    products = ("card", "poster")

    def __init__(self) -> None:
        self.noted: list[Any] = []

    def known_products(self, named: object) -> tuple[str, ...]:
        return self.products

    @contextlib.contextmanager
    def changing(self, writes: bool = True) -> Any:
        self.noted.append(writes)
        yield

    def reload(self) -> None:
        self.noted.append("read again")


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Opened:
    one = Opened()
    open_as(monkeypatch, one)
    return one


def run(command: Any, *words: str) -> tuple[ExitCode, list[str], list[str]]:
    """Run *command*: its code, and the lines on stdout and on stderr."""
    parser = argparse.ArgumentParser()
    command.configure(parser)
    parser.set_defaults(project=Path("campaign"))
    out, err = io.StringIO(), io.StringIO()
    code = command.run(parser.parse_args(words), Console(out=out, err=err))
    return code, out.getvalue().splitlines(), err.getvalue().splitlines()


# -- flyers translations init -----------------------------------------------------------------------------------------


ALL_KNOWN = "All of it comes with the program, which knows this language."
COPIED = "Its line spacing (leading, ascent, descent) was taken from fr, which has the same script."
MEASURED = "Its line spacing (leading, ascent, descent) was measured in the font: look at a proof first."
UNCHECKED = "The locale data has no alphabet of this language: the fonts were checked for its name only."
DRY = "Nothing was written: this was a dry run."
UPDATED = "Next: update the catalog with 'flyers translations update --lang de'."
FILL = "Next: fill the catalog, or export it: 'flyers translations export --lang de' ('flyers docs translators')."


@pytest.mark.parametrize(
    ("begun", "words", "notes"),
    [
        ({"entry": "de:\n", "model": "de"}, [], [ALL_KNOWN, FILL]),
        ({"entry": "de:\n", "model": "fr"}, [], [COPIED, FILL]),
        ({"entry": "de:\n"}, [], [MEASURED, FILL]),
        ({"entry": "de:\n", "checked": False}, [], [MEASURED, UNCHECKED, FILL]),
        ({"checked": False}, [], [FILL]),
        ({"kept": True}, [], [UPDATED]),
        ({"entry": "de:\n", "model": "fr", "kept": True}, [], [COPIED, UPDATED]),
        ({"entry": "de:\n", "model": "fr", "kept": True}, ["--dry-run"], [COPIED, DRY]),
    ],
)
def test_after_a_language_was_begun_what_to_do_next_is_told(
    opened: Opened, monkeypatch: pytest.MonkeyPatch, begun: dict[str, Any], words: list[str], notes: list[str]
) -> None:
    asked: list[Any] = []

    def init_language(session: object, tag: str, hints: Any, *, write: bool) -> LanguageInit:
        asked.append((tag, hints.autonym, hints.script, hints.direction, write))
        return LanguageInit(GERMAN, CATALOG, **begun)

    monkeypatch.setattr(new_language, "init_language", init_language)
    code, out, err = run(init_command, "de", "--autonym", "Deutsch", "--script", "Latn", "--direction", "ltr", *words)
    assert (code, err) == (ExitCode.OK, notes)
    path = "translations/de/LC_MESSAGES/flyers.po"
    catalog = f"{path}: {'this catalog existed and stays as it is' if begun.get('kept') else 'an empty catalog'}"
    entry = ["translations/languages.yaml: these lines were added for German:", "de:"] if "entry" in begun else []
    assert out == [*entry, catalog]
    assert asked == [("de", "Deutsch", "Latn", "ltr", not words)]


@pytest.mark.parametrize(
    ("there", "kept", "note"),
    [
        (["de-AT"], False, "de-AT is there: give your translator that file too."),
        (["de-AT", "de-CH"], False, "de-AT and de-CH is there: give your translator that file too."),
        (["de-AT"], True, None),
        (["de", "es"], False, None),
    ],
)
def test_translations_into_other_forms_of_the_language_are_named(
    opened: Any, monkeypatch: pytest.MonkeyPatch, there: list[str], kept: bool, note: str | None
) -> None:
    opened.registry = SimpleNamespace(tags=("de", "de-AT", "de-CH", "es"))
    opened.has_translations = there.__contains__
    begun = LanguageInit(GERMAN, CATALOG, kept=kept)
    monkeypatch.setattr(new_language, "init_language", lambda *arguments, write: begun)
    _, _, err = run(init_command, "de")
    assert err[1:] == ([note] if note else [])


# -- flyers translations update ---------------------------------------------------------------------------------------


def changes(name: str, *, new: int = 0, fuzzy: int = 0, obsolete: int = 0) -> Any:
    kinds = {"new": new, "fuzzy": fuzzy, "obsolete": obsolete}
    ids = {kind: [MessageKey(f"{kind}.m{number}") for number in range(count)] for kind, count in kinds.items()}
    return SimpleNamespace(name=name, **ids, to_json=lambda: {"catalog": name})


@pytest.fixture
def updated(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    def run_on(*words: str, updates: list[Any]) -> Any:
        def update_catalogs(session: object, tags: Any, *, write: bool) -> list[Any]:
            opened.noted.append((list(tags), write))
            return updates

        monkeypatch.setattr(catalog_edit, "update_catalogs", update_catalogs)
        return (*run(update_command, *words), opened.noted)

    return run_on


def test_changes_of_catalogs_are_counted_and_named(updated: Callable[..., Any]) -> None:
    code, out, _, noted = updated("--lang", "es", updates=[changes("es.po", new=1, obsolete=2), changes("flyers.pot")])
    assert code is ExitCode.OK
    assert out == ["es.po: updated", "  1 new: new.m0", "  2 obsolete: obsolete.m0, obsolete.m1", "flyers.pot: updated"]
    assert noted == [True, (["es"], True)]


@pytest.mark.parametrize(("count", "more"), [(12, ""), (13, " and 1 more"), (40, " and 28 more")])
def test_of_many_changes_twelve_are_named(updated: Callable[..., Any], count: int, more: str) -> None:
    _, out, _, _ = updated(updates=[changes("es.po", fuzzy=count)])
    assert out[1] == f"  {count} fuzzy: {', '.join(f'fuzzy.m{number}' for number in range(12))}{more}"


def test_a_check_writes_nothing_and_fails_where_something_is_outdated(updated: Callable[..., Any]) -> None:
    code, out, _, noted = updated("--check", updates=[changes("es.po", new=1)])
    assert (code, out[0], noted) == (ExitCode.TRANSLATION, "es.po: outdated", [False, ([], False)])
    code, out, _, _ = updated("--check", updates=[])
    assert (code, out) == (ExitCode.OK, ["Template and catalogs are up to date."])
    code, out, _, _ = updated("--check", "--json", updates=[changes("es.po")])
    assert (code, "".join(out).replace(" ", "")) == (ExitCode.TRANSLATION, '[{"catalog":"es.po"}]')


# -- flyers translations sign -----------------------------------------------------------------------------------------


PROVED = "Files built before still say “draft”: build them again."
WORDS_ONLY = "Files say “draft” until the pages are signed too: have a reader's proof read, then add --proof."


@pytest.mark.parametrize(
    ("words", "products", "covered", "note"),
    [
        ([], (), "12 messages and 1 contact on record", WORDS_ONLY),
        (["--proof", "4f2a91c0"], (), "12 messages and 1 contact on record", PROVED),
        (["--product", "card"], ("card",), "12 messages and 1 contact of card on record", WORDS_ONLY),
        (["--proof", "4f2a"], ("card", "poster"), "12 messages and 1 contact of card, poster on record", PROVED),
    ],
)
def test_a_signature_is_told_with_what_it_covers(
    opened: Opened,
    monkeypatch: pytest.MonkeyPatch,
    words: list[str],
    products: tuple[str, ...],
    covered: str,
    note: str,
) -> None:
    statements: list[Any] = []

    def signed(session: object, tag: str, statement: Any) -> Any:
        statements.append(statement)
        standing = SimpleNamespace(words="signed on 2026-11-03")
        return SimpleNamespace(path="signoff.yaml", messages=12, contacts=1, products=products, standing=standing)

    monkeypatch.setattr(signing, "sign", signed)
    monkeypatch.setattr(signing, "day_of_build", lambda: dt.date(2026, 11, 28))
    code, out, err = run(sign_command, "es", "--reviewer", "R-07", "--role", "native reader", *words)
    assert (code, out, err) == (ExitCode.OK, [f"signoff.yaml: {covered}", "es: signed on 2026-11-03"], [note])
    (statement,) = statements
    assert (statement.reviewer, statement.role, statement.day) == ("R-07", "native reader", dt.date(2026, 11, 28))
    assert (statement.proof, statement.everything) == (words[1] if "--proof" in words else "", False)
    assert statement.products == (("card",) if "--product" in words else ())
    assert opened.noted == [True]


def test_the_day_and_the_reach_of_a_signature_may_be_given(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    statements: list[Any] = []
    result = SimpleNamespace(path="", messages=1, contacts=2, products=(), standing=SimpleNamespace(words=""))
    monkeypatch.setattr(signing, "sign", lambda session, tag, statement: statements.append(statement) or result)
    words = "es --reviewer R --role x --date 2026-11-03 --everything"
    _, out, _ = run(sign_command, *words.split())
    assert out[0] == ": 1 message and 2 contacts on record"
    assert (statements[0].day, statements[0].everything) == (dt.date(2026, 11, 3), True)
