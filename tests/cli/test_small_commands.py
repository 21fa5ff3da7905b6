"""Short commands: which products there are, what the cache holds, the studio, reader's proofs, and tried contacts."""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import io
import json
import webbrowser
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from printing import open_as

from flyers import cache
from flyers.cli import command as types
from flyers.cli import program, publish
from flyers.cli.campaign import products_command
from flyers.cli.console import Console
from flyers.cli.contacts import add_command, remove_command, uses_command, verify_command
from flyers.cli.program import cache_command, studio_command
from flyers.cli.publish import reader_proof_command
from flyers.content import press
from flyers.content.contacts import ASK_THE_OFFICE
from flyers.errors import ExitCode, FlyersError, TranslationError, UsageError
from flyers.publish.reader_proof import recipe
from flyers.studio import app
from flyers.workflow import contact_change, contact_edit, signing, uses

Printed = tuple[list[str], list[str]]


def run(command: Any, *words: str) -> Printed:
    """Run *command*: the lines on stdout and on stderr."""
    parser = argparse.ArgumentParser()
    command.configure(parser)
    parser.set_defaults(project=Path("campaign"))
    out, err = io.StringIO(), io.StringIO()
    assert command.run(parser.parse_args(words), Console(out=out, err=err)) is ExitCode.OK
    return out.getvalue().splitlines(), err.getvalue().splitlines()


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    def open_(**values: Any) -> None:
        open_as(monkeypatch, SimpleNamespace(**values))

    return open_


# -- flyers products --------------------------------------------------------------------------------------------------


def layout(faces: int = 1, *, flow: bool = False, **values: Any) -> Any:
    usual = {"pixels": None, "width": 252.0, "height": 144.0, "about": "", "on_request": False, "formats": ()}
    return SimpleNamespace(**{**usual, "faces": [SimpleNamespace(flow=flow)] * faces, **values})


@pytest.mark.parametrize(
    ("one", "lines"),
    [
        (layout(), ["card: 3.5 × 2 in (88.9 × 50.8 mm), 1 side"]),
        (layout(2, about="For a pocket."), ["card: 3.5 × 2 in (88.9 × 50.8 mm), 2 sides", "    For a pocket."]),
        (layout(2, flow=True), ["card: 3.5 × 2 in (88.9 × 50.8 mm), as many pages as the words need"]),
        (
            layout(about="Large.", on_request=True),
            ["card: 3.5 × 2 in (88.9 × 50.8 mm), 1 side", "    Large. (on request)"],
        ),
        (layout(on_request=True), ["card: 3.5 × 2 in (88.9 × 50.8 mm), 1 side", "    (on request)"]),
        (layout(pixels=(1080, 1920)), ["card: 1080 × 1920 pixels, an image"]),
    ],
)
def test_products_are_listed_with_their_size(opened: Callable[..., None], one: Any, lines: list[str]) -> None:
    opened(products=["card"], layout=lambda name: one, campaign=None)
    assert run(products_command)[0] == lines


def test_names_alone_are_for_programs(opened: Callable[..., None]) -> None:
    opened(products=["card", "poster"], campaign=None)
    assert run(products_command, "--names")[0] == ["card", "poster"]
    assert json.loads("".join(run(products_command, "--json")[0])) == ["card", "poster"]
    assert run(products_command, "--editions", "--names")[0][:2] == ["press", "screen"]


def test_conditions_and_editions_are_listed_with_what_they_are(
    opened: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(press, "conditions", lambda campaign: {"gracol": None, "fogra": None})
    condition = SimpleNamespace(pdfx="4", title="Coated")
    opened(products=[], campaign=SimpleNamespace(press="gracol"), condition=lambda name: condition)
    assert run(products_command, "--conditions")[0] == [
        "gracol: PDF/X-4, Coated (the usual one)",
        "fogra: PDF/X-4, Coated",
    ]
    editions = run(products_command, "--editions")[0]
    assert [line.partition(":")[0] for line in editions if ": " in line][:2] == ["press", "screen"]


# -- flyers cache -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("usage", "line"),
    [
        ((0, 0), "kept: 0 records, 0 kB"),
        ((1, 499), "kept: 1 record, 0 kB"),
        ((2, 1_500_600), "kept: 2 records, 1501 kB"),
    ],
)
def test_the_cache_is_told_with_its_size(monkeypatch: pytest.MonkeyPatch, usage: tuple[int, int], line: str) -> None:
    cleared: list[bool] = []
    monkeypatch.setattr(cache, "folder", lambda: Path("kept"))
    monkeypatch.setattr(cache, "usage", lambda: usage)
    monkeypatch.setattr(cache, "clear", lambda: cleared.append(True))
    assert run(cache_command) == ([line], [])
    assert cleared == []
    assert run(cache_command, "--clear") == ([line], [])
    assert cleared == [True]


def test_without_a_cache_the_reason_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "folder", lambda: None)
    assert run(cache_command, "--clear")[0] == [f"There is no cache folder: {cache.VARIABLE} is “{cache.OFF}”."]


# -- flyers studio ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["1024", "65535", "20000"])
def test_a_port_is_a_number_that_programs_may_use(text: str) -> None:
    assert types.port(text) == int(text)


@pytest.mark.parametrize("text", ["1023", "65536", "0", "-1", "", "x", "20000.0", "２００００", "١٠٢٤", " 2000"])
def test_another_number_is_no_port(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match=f"“{text}” is not a port; choose a number from 1024 to"):
        types.port(text)


@pytest.mark.parametrize(
    ("words", "browser"), [([], ["once"]), (["--no-browser"], []), (["--port", "2000", "--read-only"], ["once"])]
)
def test_the_studio_tells_its_address_and_opens_another_once(
    opened: Callable[..., None], monkeypatch: pytest.MonkeyPatch, words: list[str], browser: list[str]
) -> None:
    shown: list[str] = []
    served: list[Any] = []

    def serve(folder: Path, ready: Any, *, port: int | None, read_only: bool) -> None:
        served.append((folder, port, read_only))
        ready("address", "once")
        raise KeyboardInterrupt

    opened(campaign=None)
    monkeypatch.setattr(app, "serve", serve)
    monkeypatch.setattr(program, "_open", lambda address, console: shown.append(address))
    out, err = run(studio_command, *words)
    assert out == ["address"]
    assert err == [
        "The studio is open at this address, on this computer alone. Ctrl-C ends it.",
        "The studio has ended.",
    ]
    assert shown == browser
    assert served == [(Path("campaign"), 2000 if words[:1] == ["--port"] else None, "--read-only" in words)]


@pytest.mark.parametrize(("works", "note"), [(True, ""), (False, "No browser could be opened: open the address")])
def test_where_no_browser_opens_the_studio_says_so(monkeypatch: pytest.MonkeyPatch, works: bool, note: str) -> None:
    import threading

    asked: list[str] = []

    class AtOnce:
        def __init__(self, target: Callable[[], None], daemon: bool) -> None:
            assert daemon, "a browser that does not answer must not keep the studio from ending"
            self.start = target

    monkeypatch.setattr(threading, "Thread", AtOnce)
    monkeypatch.setattr(webbrowser, "open", lambda address: asked.append(address) or works)
    err = io.StringIO()
    program._open("once", Console(out=io.StringIO(), err=err))
    assert asked == ["once"]
    assert err.getvalue().startswith(note)
    assert bool(err.getvalue()) is not works


# -- flyers reader-proof ----------------------------------------------------------------------------------------------


def proof(unseen: int = 0, of: tuple[str, ...] = ()) -> Any:
    document = SimpleNamespace(pages=[None] * 4)
    return SimpleNamespace(
        pdf=b"%PDF",
        file_name="proof.pdf",
        document=document,
        texts=12,
        unseen=unseen,
        products=of,
        checksum="4f2a91c0" * 8,
    )


def test_a_proof_is_told_with_its_pages_and_checksum(
    opened: Callable[..., None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    made: dict[str, Any] = {"es": proof(), "ar": proof(3, ("card", "poster"))}
    papers: list[str] = []

    def make(session: object, language: str, *, paper: str, products: list[str]) -> Any:
        papers.append(paper)
        return made[language]

    monkeypatch.setattr(recipe, "reader_proof", make)
    monkeypatch.setattr(publish, "unprinted", lambda session: ["a.yaml:2: nothing prints it"])
    opened(languages=lambda tags: tags)
    out, told = run(reader_proof_command, "es ar", "--paper", "a4", "--output", str(tmp_path))
    assert told[-1] == "warning: a.yaml:2: nothing prints it"
    assert out[0] == f"{tmp_path / 'es' / 'proof.pdf'}  4 pages, 12 texts in pictures"
    assert out[1].startswith("checksum 4f2a")
    assert out[2] == f"{tmp_path / 'ar' / 'proof.pdf'}  4 pages, 12 texts in pictures, 3 more"
    assert out[3].startswith("checksum of card, poster 4f2a")
    assert (tmp_path / "ar" / "proof.pdf").read_bytes() == b"%PDF"
    assert papers == ["a4", "a4"]


def test_a_language_that_cannot_be_proved_does_not_keep_the_others(
    opened: Callable[..., None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def make(session: object, language: str, **options: object) -> Any:
        if language == "es":
            raise TranslationError("It is not complete.")
        return proof()

    monkeypatch.setattr(recipe, "reader_proof", make)
    monkeypatch.setattr(publish, "unprinted", lambda session: [])
    opened(languages=lambda tags: tags)
    with pytest.raises(FlyersError, match="It is not complete"):
        run(reader_proof_command, "es ar", "--output", str(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["ar"]


# -- flyers contacts verify -------------------------------------------------------------------------------------------


def tried(name: str, on: dt.date | None = None, *, emergency: bool = False) -> Any:
    return SimpleNamespace(id=name, display=name.upper(), is_emergency=emergency, verified_on=on)


DAY = dt.date(2026, 11, 3)


@pytest.mark.parametrize(
    ("after", "words", "out", "err"),
    [
        (
            [tried("hotline", DAY), tried("office"), tried("police", emergency=True)],
            ["hotline"],
            ["hotline: HOTLINE, tried on 2026-11-03"],
            [
                "contacts.yaml: written; commit it",
                "never tried: office",
                "never confirmed by the office that runs it: police",
            ],
        ),
        (
            [tried("hotline", DAY), tried("police", DAY, emergency=True)],
            ["police", "hotline"],
            ["police: POLICE, confirmed on 2026-11-03", "hotline: HOTLINE, tried on 2026-11-03"],
            [
                "contacts.yaml: written; commit it",
                f"{ASK_THE_OFFICE} The day on record for POLICE must be that of its answer.",
            ],
        ),
    ],
)
def test_who_tried_a_contact_is_told_what_is_on_record(
    opened: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
    after: list[Any],
    words: list[str],
    out: list[str],
    err: list[str],
) -> None:
    contacts = {one.id: one for one in after}
    given: list[Any] = []

    def change_contacts(session: object, edits: Any) -> Any:
        given.extend(edits)
        edit = SimpleNamespace(path=Path("contacts.yaml"), contacts=contacts, changes=edits)
        return SimpleNamespace(edit=edit)

    monkeypatch.setattr(contact_change, "change_contacts", change_contacts)
    opened(campaign=SimpleNamespace(contacts=contacts), changing=contextlib.nullcontext)
    assert run(verify_command, *words, "--date", "2026-11-03", "--by", "R-07") == (out, err)
    assert given == [
        edit for name in words for edit in ((f"{name}.verified_on", "2026-11-03"), (f"{name}.verified_by", "R-07"))
    ]


def test_what_was_on_record_already_is_told(opened: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    contacts = {"hotline": tried("hotline", DAY)}
    edit = SimpleNamespace(path=Path("contacts.yaml"), contacts=contacts, changes=())
    monkeypatch.setattr(contact_change, "change_contacts", lambda session, edits: SimpleNamespace(edit=edit))
    monkeypatch.setattr(signing, "day_of_build", lambda: dt.date(2026, 11, 28))
    opened(campaign=SimpleNamespace(contacts=contacts))
    out, err = run(verify_command, "hotline")
    assert out == ["hotline: HOTLINE, tried on 2026-11-28"]
    assert err == ["Nothing changes: this was already on record."]


# -- flyers contacts add, remove and uses ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("products", "line"),
    [
        (["card", "poster"], "Printed on card, poster."),
        ([], "Printed on no product: no layout has a place for the group “own”."),
    ],
)
def test_who_adds_a_contact_is_told_where_it_is_printed_and_to_test_it(
    opened: Callable[..., None], monkeypatch: pytest.MonkeyPatch, products: list[str], line: str
) -> None:
    asked: list[object] = []

    def add_contact(session: Any, *words: str, **described: str) -> Path:
        asked.extend((words, described))
        return Path("content/contacts.yaml")

    opened()
    monkeypatch.setattr(contact_edit, "add_contact", add_contact)
    monkeypatch.setattr(uses, "products_with_contact", lambda session, name: products if name == "clinic" else None)
    out, err = run(add_command, "clinic.phone", "207-555-0143", "--name", "clinic.name", "--source", "A leaflet")
    assert asked == [("clinic", "phone", "207-555-0143"), {"label": "clinic.name", "source": "A leaflet", "opens": ""}]
    assert out == ["content/contacts.yaml"]
    assert err == [line, "Nobody has tested it yet: test it, then 'flyers contacts verify clinic'."]


@pytest.mark.parametrize("word", ["clinic", "clinic.fax", "clinic.phone.x"])
def test_a_contact_is_of_a_known_kind(opened: Callable[..., None], word: str) -> None:
    opened()
    with pytest.raises(UsageError) as refused:
        run(add_command, word, "207-555-0143")
    assert refused.value.problem == f"“{word}” does not say of which kind the contact is."
    assert refused.value.hint.startswith("Write ID.KIND, as in clinic.phone. Kinds are phone, text, web, ")


def test_the_file_from_which_a_contact_was_removed_is_named(
    opened: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened()
    monkeypatch.setattr(contact_edit, "remove_contact", lambda session, name: Path("content") / f"{name}.yaml")
    assert run(remove_command, "clinic") == (["content/clinic.yaml"], [])


def test_what_shows_a_contact_and_what_promises_its_fields_are_listed(
    opened: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def impact(contact: str, promised: str = "") -> Any:
        return contact_change.Impact(contact, (), (), ("en",), (), promised=promised)

    class Impacts:
        def __init__(self, session: Any) -> None:
            pass

        def of_contact(self, contact: str) -> Any:
            return impact(contact)

        def of_promise(self, field: str) -> Any:
            return impact(field.partition(".")[0], field)

    opened(campaign=SimpleNamespace(contacts={"hotline": None, "site": None}))
    monkeypatch.setattr(contact_change, "Impacts", Impacts)
    fields = ["hotline.hours", "site.hours", "hotline.interpreters"]
    monkeypatch.setattr(contact_change, "promised_fields", lambda campaign: fields)
    out, _ = run(uses_command, "hotline")
    assert out.count("") == 2
    assert sum(line.startswith("messages") for line in out) == 3
    told = json.loads("\n".join(run(uses_command, "hotline", "--json")[0]))
    assert told == impact("hotline").to_json() | {
        "promises": [impact("hotline", field).to_json() for field in fields if field.startswith("hotline")]
    }
    with pytest.raises(UsageError, match="There is no contact “hotlin”"):
        run(uses_command, "hotlin")
