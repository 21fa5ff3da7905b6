"""Answers of readers: what goes on record, what is told and changes nothing, and what a coordinator decides.

They are about a campaign that ``flyers new`` began: another state, and a name that nobody has translated.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from flyers.cli.main import main
from newcampaign import Command, begin
from readinganswer import answer, as_json, closed, data_of

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]

CARD = ("--product", "wallet-card")
HEADLINE = "card.headline"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "maine"


@pytest.fixture
def flyers(folder: Path) -> Command:
    return begin(folder, "en es")


@pytest.fixture
def data(folder: Path, flyers: Command) -> dict:
    flyers("reading", "es", *CARD)
    return data_of(folder / "output" / "es" / "reading.wallet-card.html")


@pytest.fixture
def send(tmp_path: Path, flyers: Command) -> Callable[..., dict]:
    """A function that takes answers as files, and returns what the command prints."""

    def sent(*texts: str, code: int = 0) -> dict:
        files = []
        for number, text in enumerate(texts):
            files.append(tmp_path / f"mail-{number}.txt")
            files[-1].write_text(text, encoding="utf-8")
        printed = flyers("translations", "answers", "--json", *map(str, files), code=code)
        return as_json(printed) if code == 0 else {}

    return sent


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted((folder / "translations").rglob("*")) if path.is_file()}


def waits(flyers: Command, product: str = "wallet-card") -> str:
    (status,) = as_json(flyers("translations", "status", "--lang", "es", "--json"))
    return status["products"][product]["waits_for"]


# -- what is right ------------------------------------------------------------------------------------------------------


def test_what_is_right_is_read_and_signed_by_its_reader(
    data: dict, send: Callable, flyers: Command, folder: Path
) -> None:
    (taken,) = send(answer(data))["answers"]
    assert taken["right"] == len(data["items"])
    assert taken["waits_for"] == {"wallet-card": "a signature: all is read and right"}
    (status,) = as_json(flyers("translations", "status", "--lang", "es", "--json"))
    assert status["products"]["wallet-card"]["state"] == "reviewed", "an answer alone signs nothing"
    flyers("translations", "sign", "es", *CARD)
    (status,) = as_json(flyers("translations", "status", "--lang", "es", "--json"))
    assert status["products"]["wallet-card"]["state"] == "signed"
    record = (folder / "translations" / "es" / "signoff.yaml").read_text(encoding="utf-8")
    assert 'reviewer: "M. R."' in record
    assert "date: 2026-11-30" in record


def test_a_second_page_has_what_nobody_has_read(data: dict, send: Callable, flyers: Command, folder: Path) -> None:
    send(answer(data, unsure=(HEADLINE,)))
    flyers("reading", "es", *CARD)
    rest = data_of(folder / "output" / "es" / "reading.wallet-card.html")
    assert [item["what"] for item in rest["items"]] == ["pages:wallet-card", HEADLINE]
    assert waits(flyers) == "a reader of 1 text"
    flyers("reading", "es", *CARD, "--everything")
    assert len(data_of(folder / "output" / "es" / "reading.wallet-card.html")["items"]) == len(data["items"])
    send(answer(rest, reader="A. B."))
    flyers("translations", "sign", "es", *CARD)
    assert waits(flyers) == ""


def test_pages_that_nobody_called_right_are_not_signed(data: dict, send: Callable, flyers: Command) -> None:
    send(answer(data, unsure=("pages:wallet-card",)))
    assert waits(flyers) == "a reader who sees its pages"
    flyers("translations", "sign", "es", *CARD, code=4)


def test_whoever_begins_waits_for_a_reader(flyers: Command) -> None:
    assert waits(flyers) == "a reader"
    assert "es: every product waits for a reader\n" in flyers("translations", "status", "--lang", "es")


def test_words_that_have_changed_since_do_not_count(data: dict, send: Callable, flyers: Command) -> None:
    flyers("contacts", "set", "hotline.phone", "1-888-373-7889")
    first, second = send(answer(data), answer(data, {"contact:hotline": ("", "?")}, reader="A. B."))["answers"]
    assert first["changed_since"] > 1
    assert second["changed_since"] == first["changed_since"], "also of what is not right"
    assert "a reader of" in waits(flyers)


def test_who_knows_only_some_of_the_language_signs_nothing(data: dict, send: Callable, flyers: Command) -> None:
    found = send(answer(data, {HEADLINE: ("", "a word is missing")}, knows="some"))
    assert [one["what"] for one in found["disputed"]["es"]] == [HEADLINE]
    (status,) = as_json(flyers("translations", "status", "--lang", "es", "--json"))
    assert status["reviewed"] == 0


# -- what is told and changes nothing -----------------------------------------------------------------------------------


def cut(text: str) -> str:
    return text[: text.index("[end")]


def shorter(text: str) -> str:
    return text.replace(text.split("right: ")[1].split()[0] + " ", "", 1)


def forged(text: str) -> str:
    return closed(cut(text.replace("M. R.", "Somebody else")), "0" * 32)


def doubled(text: str) -> str:
    lines = text.splitlines()
    return "\n".join([*lines[:-1], lines[-2], lines[-1]])


@pytest.mark.parametrize(
    "spoil",
    [
        cut,
        shorter,
        forged,
        doubled,
        lambda text: text.replace("answer 1", "answer 2"),
        lambda text: text.replace(": es]", ": en]"),
        lambda text: text.replace("knows: native", "knows: well"),
        lambda text: "Dear Sir,\nall is fine!",
        lambda text: text.replace("[flyers", "flyers"),
        lambda text: "",
    ],
    ids=["cut", "shorter", "forged", "doubled", "version", "language", "level", "letter", "bracket", "empty"],
)
def test_an_answer_that_no_page_wrote_so_changes_nothing(
    data: dict, send: Callable, folder: Path, spoil: Callable[[str], str]
) -> None:
    whole = answer(data)
    before = tree(folder)
    send(answer(data, reader="A. B."), spoil(whole), code=4)
    assert tree(folder) == before, "not the good one beside it either"


def test_an_answer_of_another_campaign_changes_nothing(send: Callable, folder: Path, tmp_path: Path) -> None:
    other = begin(tmp_path / "other", "en es")
    other("reading", "es", *CARD)
    before = tree(folder)
    send(answer(data_of(tmp_path / "other" / "output" / "es" / "reading.wallet-card.html")), code=4)
    assert tree(folder) == before


def test_an_answer_that_comes_twice_is_on_record_once(data: dict, send: Callable, folder: Path) -> None:
    text = answer(data, {HEADLINE: ("Mejor", "")})
    first, second = send(text, text)["answers"]
    assert (first["already_on_record"], second["already_on_record"]) == (False, True)
    before = tree(folder)
    assert send(f"{text}\n\n{text}")["answers"][0]["already_on_record"]
    assert tree(folder) == before


@pytest.mark.parametrize(
    "worn",
    [
        lambda text: f"Hello,\nhere it is:\n\n{text}\n\nBest, M.",
        lambda text: textwrap.indent(textwrap.fill(text, 50), "> > "),
        lambda text: "\r\n".join(text[at : at + 37] for at in range(0, len(text), 37)),
        lambda text: "\u200e" + text.replace(" ", "\u00a0") + "\ufeff",
    ],
    ids=["in a letter", "quoted", "broken anywhere", "other spaces"],
)
def test_what_mail_does_to_an_answer_does_no_harm(data: dict, send: Callable, worn: Callable[[str], str]) -> None:
    found = send(worn(answer(data, {HEADLINE: ("¿Alguien la controla a usted?", "más corto")})))
    assert found["answers"][0]["right"] == len(data["items"]) - 1
    ((one,),) = [each["objections"] for each in found["disputed"]["es"]]
    assert "".join(one["better"].split()) == "¿Alguienlacontrolaausted?"


# -- what is not right --------------------------------------------------------------------------------------------------


def test_two_readers_who_disagree_are_side_by_side(data: dict, send: Callable, flyers: Command) -> None:
    send(answer(data, reader="A. B.", knows="well"))
    found = send(
        answer(data, {HEADLINE: ("¿La controlan?", "tuteo")}), answer(data, {HEADLINE: ("", "?")}, reader="C.")
    )
    (one,) = found["disputed"]["es"]
    assert one["right"] == [{"reader": "A. B.", "role": "knows the language well"}]
    assert [each["better"] for each in one["objections"]] == ["¿La controlan?", ""]
    assert waits(flyers) == "a coordinator: readers have 2 objections"
    flyers("translations", "sign", "es", *CARD, code=4)
    listed = flyers("translations", "answers", "--lang", "es")
    assert "“¿La controlan?” Why: tuteo" in listed
    for each in one["objections"]:
        flyers("translations", "answers", "--lang", "es", "--decline", each["id"])
    assert "card.headline" not in flyers("translations", "answers", "--lang", "es")
    flyers("translations", "sign", "es", *CARD)


def test_better_words_are_accepted_by_a_coordinator_alone(
    data: dict, send: Callable, flyers: Command, folder: Path
) -> None:
    line = next(item for item in data["items"] if "233733" in item.get("text", "") and item["edit"])
    better = line["edit"].replace(".", "") + " ahora"
    found = send(answer(data, {line["what"]: (better, "")}))
    (one,) = found["disputed"]["es"]
    before = one["text"]
    flyers("translations", "answers", "--lang", "es", "--accept", one["objections"][0]["id"])
    catalog = (folder / "translations" / "es" / "LC_MESSAGES" / "flyers.po").read_text(encoding="utf-8")
    assert f'msgstr "{before.replace(".", "")} ahora"' in catalog, "the number is a placeholder again"
    assert waits(flyers) == "a reader of 1 text", "new words are read again"
    flyers("translations", "answers", "--lang", "es", "--accept", one["objections"][0]["id"], code=2)


def test_accepted_words_have_the_markup_of_the_catalog(folder: Path, tmp_path: Path) -> None:
    flyers, mail = begin(folder, "en fr"), tmp_path / "mail.txt"
    flyers("reading", "fr", "--product", "brochure")
    data = data_of(folder / "output" / "fr" / "reading.brochure.html")
    seen = {item["what"]: item["edit"] for item in data["items"] if "edit" in item}
    asked = {what: f"{seen[what]} Oui." for what in ("help.say-language", "about.labor")}
    mail.write_text(answer(data, {what: (better, "") for what, better in asked.items()}), encoding="utf-8")
    for one in as_json(flyers("translations", "answers", "--json", str(mail)))["disputed"]["fr"]:
        flyers("translations", "answers", "--lang", "fr", "--accept", one["objections"][0]["id"])
    catalog = (folder / "translations" / "fr" / "LC_MESSAGES" / "flyers.po").read_text(encoding="utf-8")
    request, labor = (re.search(rf'"{what}"\nmsgid .*\nmsgstr "(.* Oui\.)"', catalog)[1] for what in asked)
    assert "{request}" in request
    assert re.match(r"\*\*[^*]+\u00a0:\*\* ", labor)


def test_a_reader_names_the_coalition_in_a_new_campaign(flyers: Command, send: Callable, folder: Path) -> None:
    """Its name is printed as it is until somebody has translated it."""
    flyers("reading", "es", "--product", "poster")
    poster = data_of(folder / "output" / "es" / "reading.poster.html")
    found = send(answer(poster, {"contact.coalition.name": ("Red de Libertad de Maine", "")}))
    (one,) = found["disputed"]["es"]
    assert one["text"] == "Pine Tree Freedom Network"
    flyers("translations", "answers", "--lang", "es", "--accept", one["objections"][0]["id"])
    catalog = (folder / "translations" / "es" / "LC_MESSAGES" / "flyers.po").read_text(encoding="utf-8")
    assert 'msgstr "Red de Libertad de Maine"' in catalog
    assert waits(flyers, "poster") == "a reader of 1 text"


def test_words_that_break_a_rule_are_not_accepted(data: dict, send: Callable, flyers: Command, folder: Path) -> None:
    found = send(answer(data, {HEADLINE: ("Llame al 1-800-555-0199", "")}))
    before = tree(folder)
    flyers(
        "translations", "answers", "--lang", "es", "--accept", found["disputed"]["es"][0]["objections"][0]["id"], code=4
    )
    assert tree(folder) == before


def test_an_objection_to_pages_is_open_until_they_change(data: dict, send: Callable, flyers: Command) -> None:
    send(answer(data, {"pages:wallet-card": ("", "the picture is upside down")}))
    assert waits(flyers) == "a coordinator: readers have 1 objection"
    flyers("contacts", "set", "hotline.phone", "1-888-373-7889")
    assert "coordinator" not in waits(flyers)


def test_nobody_signs_without_a_name_or_an_answer(data: dict, flyers: Command, folder: Path) -> None:
    flyers("translations", "sign", "es", code=2)
    flyers("translations", "sign", "es", "--reviewer", "R-07", code=2)
    flyers("translations", "sign", "es", "--proof", "4f2a91c0", code=2)
    assert main(["--project", str(folder), "translations", "answers", "--accept", "123456"]) == 2
