"""Letters that are not the language's, look-alikes, and characters of another way of writing it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from flyers.content.markup import IN_BRACES
from flyers.findings import Fault, Severity
from flyers.translation.checks.alphabets import LATIN_WORD, letters, rows
from flyers.translation.checks.findings import Item, check, named
from flyers.translation.registry import Language

LOOKALIKES = (
    "يیىے", "كکڪ", "هہھەة", "ۀۂۃ", "گګ", "ټٹ", "ډڈ", "ړڑ",
    "aаα", "AАΑ", "BВΒ", "cс", "CС", "eе", "EЕΕ", "HНΗ", "iіι", "IІΙ", "jј", "JЈ", "KКΚ", "MМΜ", "NΝ", "oоο", "OОΟ",
    "pрρ", "PРΡ", "sѕ", "SЅ", "TТΤ", "xхχ", "XХΧ", "yу", "YΥУ", "ZΖ", "vν", "uυ",
    "ıi", "İI", "șş", "țţ", "ʼ’'ʻ", "ñń", "ýı", "þş", "ðğ", "ạą", "đð",
)  # fmt: skip  # pairs to be compared, several to a line
"""Letters that look alike, or that one keyboard or old encoding gives in place of another."""

MANY = 5
"""Wrong letters of one text from which on it is not a slip but another language."""

_ALPHABETS = {
    "Latin": "A-Za-zªº\u00c0-\u024f\u0250-\u02af\u1e00-\u1eff",
    "Cyrillic": "\u0400-\u052f\u1c80-\u1c8f\ua640-\ua69f",
    "Greek": "\u0370-\u03ff\u1f00-\u1fff",
}
"""Scripts whose letters pass for one another's."""

_WORD = re.compile(r"(?:[^\W\d_]|[\u0300-\u036f])+")
_OF = {name: re.compile(f"[{letters}]") for name, letters in _ALPHABETS.items()}
_JOINT = "\u0640"
"""Draws the joint of two Arabic letters out; it stands where a Latin name follows (بـ QR)."""


@check(
    "L201",
    "letters are those of the language",
    found="The text has letters or marks that the language is not written with: Arabic ي in Dari, ý for ı in Turkish.",
    why="A reader stumbles, a screen reader stops and a search fails, although the word may look right on the screen.",
    advice="Type the word again with a keyboard of the language, or say in the catalog why the letter stays.",
    rules=("CLDR, exemplar characters",),
    excusable=True,
)
def wrong_letters(item: Item) -> Iterator[Fault]:
    language = item.language
    if language is None:
        return
    text = _without(item.text, _mixed(item.text))
    strange = [each for each in dict.fromkeys(text) if not _belongs(each, language)]
    if len(strange) > MANY:
        yield Fault(
            f"{len(strange)} of its letters are not those of {language.english}: {' '.join(strange)}.",
            "Is this the text of another language?",
        )
        return
    for each in strange:
        meant = next((alike for alike in _alike(each) if _belongs(alike, language)), "")
        yield Fault(
            f"“{each}”, {named(each)}, is no letter of {language.english}; it stands in “{_word(text, each)}”.",
            f"Did you mean “{meant}”, {named(meant)}?" if meant else "Type the word again.",
        )


def _belongs(character: str, language: Language) -> bool:
    """Whether *character* may stand in the language; what is neither letter nor mark may anywhere."""
    if character.isascii() or unicodedata.category(character)[0] not in "LM" or character == _JOINT:
        return True
    if language.script == "Hani":
        return _is_han(character)
    if language.tag == "my" and _is_old_burmese(character):
        return True  # another check says so
    known = letters(language.tag)
    return _is_of(language.script, character) if known is None else character in known


def _alike(letter: str) -> Iterator[str]:
    """What may have been meant: a look-alike, or the plain letters behind a form for display (NFKC)."""
    for group in LOOKALIKES:
        if letter in group:
            yield from (each for each in group if each != letter)
    yield from unicodedata.normalize("NFKC", letter)
    yield unicodedata.normalize("NFD", letter)[0]


def _word(text: str, letter: str) -> str:
    at = text.index(letter)
    start = max((text.rfind(white, 0, at) for white in " \u00a0"), default=-1) + 1
    end = min((place for white in " \u00a0" if (place := text.find(white, at)) >= 0), default=len(text))
    return text[max(start, at - 20) : min(end, at + 20)]


def _is_of(script: str, letter: str) -> bool:
    from fontTools import unicodedata as ucd

    return ucd.script(letter) in (script, "Zyyy", "Zinh")


def _is_han(letter: str) -> bool:
    return "\u3400" <= letter <= "\u9fff" or "\U00020000" <= letter <= "\U000323af" or letter in "々〇"


@check(
    "L202",
    "a word has letters of one alphabet",
    found="A word mixes Latin, Cyrillic or Greek letters that look alike, or is a Cyrillic word in Latin letters.",
    why="Nobody sees it, but a screen reader spells it out, and searching for the word fails.",
    advice="Type the word again with one keyboard.",
    rules=("UTS #39, 5.1",),
    excusable=True,
)
def mixed_words(item: Item) -> Iterator[Fault]:
    for word in _mixed(item.text):
        found = {name: "".join(dict.fromkeys(of.findall(word))) for name, of in _OF.items() if of.search(word)}
        parts = " and ".join(f"{name} {letters}" for name, letters in found.items())
        yield Fault(f"“{word}” mixes letters that look alike: {parts}.", "Type the word again with one keyboard.")
    if item.language is not None and item.language.script == "Cyrl":
        english = {word.casefold() for word in LATIN_WORD.findall(item.english.text)}
        known = letters(item.language.tag) or frozenset()
        for word in dict.fromkeys(LATIN_WORD.findall(IN_BRACES.sub(" ", item.text))):
            if word.casefold() not in english and all(_cyrillic(letter) & known for letter in word):
                meant = "".join(min(_cyrillic(letter) & known) for letter in word)
                yield Fault(f"“{word}” is typed in Latin letters; it looks like “{meant}”.", "Type it in Cyrillic.")


def _mixed(text: str) -> list[str]:
    if text.isascii():
        return []
    words = dict.fromkeys(_WORD.findall(IN_BRACES.sub(" ", text)))
    return [word for word in words if sum(bool(of.search(word)) for of in _OF.values()) > 1]


def _without(text: str, words: list[str]) -> str:
    for word in words:
        text = text.replace(word, " ")
    return text


@cache
def _cyrillic(letter: str) -> frozenset[str]:
    """Cyrillic letters that look like the Latin *letter*."""
    return frozenset(each for group in LOOKALIKES if letter in group for each in group if _OF["Cyrillic"].match(each))


# Burmese


_CONSONANT = "\u1000-\u1021\u103f"
_OLD_BURMESE = re.compile(
    "[\u1033\u1034\u105a\u1060-\u1097]"  # letters of Mon, Karen and Shan, where the old fonts have other forms
    f"|(?<![{_CONSONANT}\u1023-\u102a\u103b-\u103e\u1039\u200b])\u1031"  # the vowel sign E before its consonant
    f"|(?<![{_CONSONANT}\u1023-\u102a\u103a\u103b])[\u103b\u103c](?=[{_CONSONANT}])"  # a medial before its consonant
    f"|\u1039(?![{_CONSONANT}])"  # a stacker that stacks nothing, the old fonts' asat
)


@check(
    "L203",
    "Burmese is written in Unicode, not in Zawgyi",
    found="The order or the choice of characters is that of Zawgyi, an old font encoding that many phones had.",
    why="In any Unicode font it prints as scrambled letters.",
    advice="Convert the text to Unicode before it goes into the catalog, and read it again.",
    rules=("Unicode, 16.3",),
)
def zawgyi(item: Item) -> Iterator[Fault]:
    if item.language is None or item.language.tag != "my":
        return
    if match := _OLD_BURMESE.search(item.text):
        around = item.text[max(match.start() - 4, 0) : match.end() + 4]
        yield Fault(
            f"“{around}” is in Zawgyi encoding: in Unicode, {named(match[0])} cannot stand there.",
            "Convert the text to Unicode, and read it again.",
        )


def _is_old_burmese(letter: str) -> bool:
    return letter in "\u1033\u1034\u105a" or "\u1060" <= letter <= "\u1097"


# Chinese


KEPT = {"Hant": "着厘恒温", "Hans": "後"}
"""Characters of both: 着, 厘, 恒 and 温 are standard in Hong Kong; 後 is a surname in mainland China."""


@check(
    "L204",
    "Chinese keeps to one way of writing",
    found="A text in traditional Chinese has simplified characters, or one in simplified Chinese has traditional ones.",
    why="Readers notice at once that nobody has read it; some characters they do not know.",
    advice="Write the other character, or take the word that readers there use.",
    rules=("UAX #38, 3.7",),
    excusable=True,
)
def chinese(item: Item) -> Iterator[Fault]:
    if item.language is None or item.language.script != "Hani":
        return
    way = _way(item.language.tag)
    table = _foreign(way)
    for each in dict.fromkeys(item.text):
        if each in table:
            other, own = ("simplified", "traditional") if way == "Hant" else ("traditional", "simplified")
            hint = f"In {own} Chinese it is {' or '.join(table[each])}."
            yield Fault(f"“{each}” is a {other} character.", hint)


def _way(tag: str) -> str:
    parts = tag.split("-")
    return "Hant" if "Hant" in parts or {"TW", "HK", "MO"} & {*parts} else "Hans"


@cache
def _foreign(way: str) -> dict[str, str]:
    """The characters that *way* has not, each with its own."""
    wanted = "s" if way == "Hant" else "t"
    split = (row.split(" ") for row in rows("han.txt"))
    return {found: own for kind, found, own in split if kind == wanted and found not in KEPT[way]}


# Digits


@check(
    "L205",
    "digits are the language's digits in this campaign",
    found="A number is written in digits of the script, where translations/languages.yaml asks for 0 to 9.",
    why="Ages and years would look unlike the phone number, which is always in 0 to 9.",
    advice="Write 0 to 9.",
    severity=Severity.WARNING,
    excusable=True,
)
def digits(item: Item) -> Iterator[Fault]:
    if item.language is None or item.language.digits != "latn" or item.text.isascii():
        return
    if found := [
        each for each in dict.fromkeys(item.text) if not each.isascii() and unicodedata.category(each) == "Nd"
    ]:
        plain = "".join(str(unicodedata.decimal(each)) for each in found)
        yield Fault(f"“{''.join(found)}” are digits of the script.", f"Write {plain}.")
