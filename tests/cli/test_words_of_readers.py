"""What the commands for readers print: pages to read, answers that came back, and what readers have signed."""

from __future__ import annotations

import argparse
import io
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from printing import open_as

from flyers.cli.console import Console
from flyers.cli.publish import reading_command
from flyers.cli.translations import BUILD_AGAIN, answers_command, sign_command
from flyers.errors import FlyersError, TranslationError, UsageError
from flyers.pipeline import recipe
from flyers.publish import reading as pages
from flyers.workflow import answers, signing
from flyers.workflow.signing import Waits


def run(command: Any, *words: str) -> tuple[list[str], list[str]]:
    """Run *command*: the lines on stdout and on stderr."""
    parser = argparse.ArgumentParser()
    command.configure(parser)
    parser.set_defaults(project=Path("campaign"))
    out, err = io.StringIO(), io.StringIO()
    command.run(parser.parse_args(words), Console(out=out, err=err))
    return out.getvalue().splitlines(), err.getvalue().splitlines()


class Opened:
    registry = SimpleNamespace(language=lambda tag: SimpleNamespace(tag=tag))
    products = ()

    def languages(self, named: Any = ()) -> list[str]:
        return list(named) or ["ar", "es"]

    def known_products(self, named: Any) -> list[str]:
        return ["card", "poster", "sticker"]


@pytest.fixture(autouse=True)
def opened(monkeypatch: pytest.MonkeyPatch) -> Opened:
    one = Opened()
    open_as(monkeypatch, one)
    return one


# -- flyers translations answers ----------------------------------------------------------------------------------------


def reply(tag: str = "es", level: str = "all", **values: Any) -> Any:
    answer = SimpleNamespace(language=tag, pages=["card", "poster"], reviewer="R-07", role="reader", level=level)
    usual = {"right": 9, "objections": 2, "unsure": 1, "again": False, "changed": 0, "waits": {}}
    return SimpleNamespace(**{**usual, **values}, answer=answer, to_json=lambda: {"of": tag})


@pytest.fixture
def noted(monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    """Note what is decided; Spanish has one disputed text."""
    calls: list[tuple[object, ...]] = []
    dispute = SimpleNamespace(
        what="help.call (4f2a91)", words=[("today", "Llame"), ("better", "Llama")], to_json=lambda: {"id": "4f2a91"}
    )
    for name in ("accept", "decline"):
        monkeypatch.setattr(answers, name, lambda session, tag, id_, name=name: calls.append((name, tag, id_)))
    monkeypatch.setattr(answers, "disputed", lambda session, tag: [dispute] if tag == "es" else [])
    return calls


def taken(monkeypatch: pytest.MonkeyPatch, *replies: Any) -> list[dict[str, str]]:
    asked: list[dict[str, str]] = []

    def take(session: Any, texts: dict[str, str]) -> list[Any]:
        asked.append(texts)
        return list(replies)

    monkeypatch.setattr(answers, "take", take)
    return asked


DISPUTED = ["es help.call (4f2a91)", "  today    Llame", "  better   Llama"]


def test_answers_are_counted_and_disputed_texts_of_their_languages_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, noted: list[tuple[object, ...]]
) -> None:
    file = tmp_path / "answers.txt"
    file.write_bytes(b"R-07 \xff")
    asked = taken(monkeypatch, reply(), reply(again=True))
    out, err = run(answers_command, str(file))
    assert asked == [{str(file): "R-07 \ufffd"}]
    line = "es card, poster: R-07, reader: 9 right, 2 not right, 1 not sure"
    assert (out, err) == ([line, f"{line} (already on record)", *DISPUTED], [])
    out, _ = run(answers_command, str(file), "--json")
    assert json.loads("\n".join(out)) == {"answers": [{"of": "es"}] * 2, "disputed": {"es": [{"id": "4f2a91"}]}}


def test_what_an_answer_leaves_to_do_is_noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, noted: Any) -> None:
    (tmp_path / "a").touch()
    taken(monkeypatch, reply("ar", "some", changed=3, waits={"card": "a second reader", "poster": ""}))
    _, err = run(answers_command, str(tmp_path / "a"))
    assert [line.strip() for line in err] == [
        "3 of them have changed since, and must be read again.",
        "What is right is not recorded as read: this reader knows only some of the language.",
        "ar card waits for a second reader.",
        "poster is signed.",
    ]


def test_objections_are_listed_of_all_languages_unless_some_are_named(
    monkeypatch: pytest.MonkeyPatch, noted: Any
) -> None:
    monkeypatch.setattr(answers, "take", None)
    assert run(answers_command) == (DISPUTED, [])
    nothing = "No reader objects to anything that has not been decided."
    assert run(answers_command, "--lang", "ar") == ([], [nothing])


def test_objections_are_decided_in_one_language(
    monkeypatch: pytest.MonkeyPatch, noted: list[tuple[object, ...]]
) -> None:
    monkeypatch.setattr(answers, "take", None)
    run(answers_command, "--lang", "es", "--accept", "1", "--decline", "2", "--accept", "3")
    assert noted == [("accept", "es", "1"), ("accept", "es", "3"), ("decline", "es", "2")]
    for words in (["--accept", "1"], ["--decline", "1", "--lang", "es,ar"]):
        with pytest.raises(UsageError, match="It takes one language to decide an objection"):
            run(answers_command, *words)
    assert len(noted) == 3


# -- flyers translations sign, by readers -------------------------------------------------------------------------------


@pytest.fixture
def signed(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Note which products are signed; only the poster waits for that, and the card cannot be read."""
    calls: list[list[str]] = []

    def reading(session: Any, tag: str, product: str) -> Any:
        if product == "card":
            raise TranslationError("Not complete.")
        return SimpleNamespace(waits=Waits.SIGNATURE if (tag, product) == ("es", "poster") else Waits.READER)

    def sign_read(session: Any, tag: str, products: list[str]) -> Any:
        calls.append(list(products))
        return SimpleNamespace(words="signed on 2026-11-05")

    monkeypatch.setattr(signing, "reading", reading)
    monkeypatch.setattr(recipe, "usual_products", lambda session: ["card", "poster", "sticker"])
    monkeypatch.setattr(signing, "sign_read", sign_read)
    return calls


def test_what_waits_for_a_signature_is_signed_by_its_readers(signed: list[list[str]]) -> None:
    out, err = run(sign_command, "es")
    assert out == ["es: poster signed by their readers", "es: signed on 2026-11-05"]
    assert err == [BUILD_AGAIN]
    run(sign_command, "ar", "--product", "card,sticker")
    assert signed == [["poster"], ["card", "sticker"]]


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["ar"], "No product waits for a signature"),
        (["es", "--everything"], "A signature needs --reviewer and --role"),
        (["es", "--date", "2026-11-05"], "A signature needs --reviewer and --role"),
        (["es", "--reviewer", "R-07"], "Who has read it, and in which role"),
        (["es", "--role", "reader"], "Who has read it, and in which role"),
    ],
)
def test_a_signature_needs_answers_or_a_person(signed: list[list[str]], words: list[str], problem: str) -> None:
    with pytest.raises(FlyersError, match=problem) as caught:
        run(sign_command, *words)
    assert signed == []
    assert "ar" not in words or (caught.value.trail == ("ar",) and "--lang ar" in caught.value.hint)


# -- flyers reading -----------------------------------------------------------------------------------------------------


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    calls: list[tuple[object, ...]] = []

    def reading_page(session: Any, language: str, products: list[str], *, everything: bool) -> Any:
        calls.append((language, products, everything))
        return SimpleNamespace(html="é" * 1_250_000, texts=12, minutes=15)

    monkeypatch.setattr(pages, "reading_page", reading_page)
    return calls


def test_a_reading_page_is_written_for_each_language(tmp_path: Path, made: list[tuple[object, ...]]) -> None:
    out, _ = run(reading_command, "es", "--product", "card", "--output", str(tmp_path))
    path = tmp_path / "es" / "reading.card.html"
    assert out == [f"{path}  12 texts, about 15 minutes, 2500 kB"]
    assert path.read_text(encoding="utf-8") == "é" * 1_250_000
    out, _ = run(reading_command, "es", "--product", "card", "--everything", "-o", str(tmp_path / "a.html"))
    assert (tmp_path / "a.html").is_file()
    assert made == [("es", ["card"], False), ("es", ["card"], True)]
    with pytest.raises(UsageError, match="One file has one language"):
        run(reading_command, "es ar", "-o", str(tmp_path / "b.html"))
    assert len(made) == 2
