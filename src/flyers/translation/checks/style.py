"""What a careful translator would not leave: a lost full stop, a doubled space, a word in English."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from flyers.content.markup import IN_BRACES
from flyers.findings import Fault, Severity
from flyers.translation.checks.alphabets import LATIN_WORD
from flyers.translation.checks.findings import Item, check
from flyers.translation.registry import QUOTES

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u2069]")

_STOPS = {
    mark: name
    for marks, name in (
        (".।॥۔。．។៕။።։", "a full stop"),
        ("?؟？፧\u037e՞", "a question mark"),
        ("!！՜", "an exclamation mark"),
        (":：៖፦፡", "a colon"),
        ("…", "an ellipsis"),
    )
    for mark in marks
}
"""What ends a text, in each script."""

_ENDS_EITHER_WAY = {"km", "my"}
"""Languages in which one mark may end statements and questions (Khmer khan, Burmese section mark)."""

_WITHOUT_STOPS = {"th", "lo"}
"""Languages that end no sentence with a mark; a space parts them."""

_AROUND = "*\"'“”„‟‘’‚«»‹›「」『』()（）[] \u00a0\u202f"


@check(
    "L301",
    "a text ends as the English does",
    found="The translation does not end with the full stop, question mark or colon of the English, or adds one.",
    why="Sentences run together where messages stand one after the other, and a cut-off text goes unnoticed.",
    advice="End it as the English ends, with the mark of the language.",
    severity=Severity.WARNING,
    excusable=True,
)
def final_punctuation(item: Item) -> Iterator[Fault]:
    tag = "en" if item.language is None else item.language.tag.partition("-")[0]
    if tag in _WITHOUT_STOPS:
        return
    english = item.english.text
    wanted, found = _end(english), _end(item.text)
    if found == wanted or _bare(english).endswith("}"):  # a placeholder may bring a mark of its own
        return
    if {found, wanted} == {"a full stop", "a question mark"} and tag in _ENDS_EITHER_WAY:
        return
    if found == "a question mark" and not wanted and _QUESTION.match(english):
        return
    if not found:
        yield Fault(f"The English ends with {wanted}, the translation with none.", "Write it, if it is right here.")
    elif not wanted:
        yield Fault(f"The translation ends with {found}, which the English has not.", "Delete it.")
    else:
        yield Fault(f"The English ends with {wanted}, the translation with {found}.", "End it as the English ends.")


_QUESTION = re.compile(r"(?:Who|What|Where|Why|How|When)\b")
"""Headings that many languages can only put as a question."""

_ABBREVIATION = re.compile(r"(?<![^\W_])[A-Z]{1,3}\.$")


def _bare(text: str) -> str:
    return _INVISIBLE.sub("", text).rstrip(_AROUND)


def _end(text: str) -> str:
    """What the text ends with, or "". (The stop of “U.S.” or “EE. UU.” belongs to the word.)"""
    bare = _bare(text)
    return "" if _ABBREVIATION.search(bare) else _STOPS.get(bare[-1:], "")


@check(
    "L302",
    "spaces stand where they belong",
    found="There is a space at an end of the text, two in a row, or one before a comma or a full stop.",
    why="Ends are cut off by the program, the rest is printed as it stands.",
    advice="Delete the space.",
    severity=Severity.WARNING,
    excusable=True,
)
def spaces(item: Item) -> Iterator[Fault]:
    if item.raw and item.raw != item.raw.strip():
        yield Fault("There is white space at the beginning or the end.", "Delete it.")
    if match := re.search(r"[^ ]{0,8} {2,}[^ ]{0,8}", item.text):
        yield Fault(f"Two spaces stand in a row in “{match[0]}”.", "Leave one.")
    if match := re.search(r"[^ ]{0,12} +[,.،。，](?!\w)", item.text):
        yield Fault(f"A space stands before the mark in “{match[0]}”.", "Delete the space.")


_QUOTES = re.compile('["“”„‟«»‹›「」『』]')


@check(
    "L307",
    "quotation marks are the language's",
    found="Quotation marks of another language stand in the text, or straight ones.",
    why="They look like a mistake, and in some languages they open where they should close.",
    advice="Use those of the language, or correct “quotes” in translations/languages.yaml.",
    severity=Severity.WARNING,
    excusable=True,
)
def quotation_marks(item: Item) -> Iterator[Fault]:
    opening, closing = item.language.quotes if item.language else QUOTES
    found = _QUOTES.findall(item.text)
    if strange := [mark for mark in dict.fromkeys(found) if mark not in (opening, closing)]:
        yield Fault(f"{' and '.join(strange)} are not its quotation marks.", f"Write {opening} … {closing}.")
    elif found != [opening, closing] * (len(found) // 2):
        yield Fault(f"The quotation marks {' '.join(found)} do not open and close.", f"Write {opening} … {closing}.")


@check(
    "L206",
    "the file is in Unicode's normal form C",
    found="Letters with marks are written as several characters in the catalog.",
    why="The program composes them, but searching and comparing the file fails.",
    advice="Let the editor save the file in NFC, or type the letter anew.",
    severity=Severity.WARNING,
    rules=("UAX #15",),
    excusable=True,
)
def normal_form(item: Item) -> Iterator[Fault]:
    if not unicodedata.is_normalized("NFC", item.raw):
        composed = unicodedata.normalize("NFC", item.raw)
        word = next((new for old, new in zip(item.raw.split(), composed.split(), strict=False) if old != new), composed)
        yield Fault(f"“{word}” is not in normal form C.", "Type it anew, or save the file in NFC.")


UNIT = 2
"""Letters up to which a word may be a unit (mm), the same everywhere."""

RUN = 4
"""Words of the English in a row from which on, in a language of Latin letters, they are no coincidence."""


@check(
    "L303",
    "nothing is left in English",
    found="The translation is the English, or English words stand in it.",
    why="The person who needs the card may read no English.",
    advice="Translate it, or say in the catalog why the words are the same.",
    severity=Severity.WARNING,
    excusable=True,
)
def left_in_english(item: Item) -> Iterator[Fault]:
    if item.language is None or item.language.tag.partition("-")[0] == "en":
        return
    english, text = (IN_BRACES.sub(" ", each) for each in (item.english.text, item.text))
    words = LATIN_WORD.findall(english)
    if words and text.casefold() == english.casefold() and english.strip() not in item.names:
        yield Fault("The translation is the English.", "Translate it.")
        return
    if item.language.script == "Latn":
        padded = f" {' '.join(LATIN_WORD.findall(text))} ".casefold()
        runs = (words[start : start + RUN] for start in range(len(words) - RUN + 1))
        runs = (run for run in runs if not all(word[0].isupper() for word in run))  # a name kept beside its translation
        if left := next((run for run in runs if f" {' '.join(run)} ".casefold() in padded), None):
            yield Fault(f"“{' '.join(left)}” is English.", "Translate it.")
        return
    # Capitals are for names and abbreviations, which may stay (Polaris, SMS, QR).
    lower = {word for word in words if word.islower() and len(word) > UNIT}
    if left := [word for word in dict.fromkeys(LATIN_WORD.findall(text)) if word.casefold() in lower]:
        yield Fault(f"“{' '.join(left)}” is English.", "Translate it.")
