"""Checks letters: those of other languages, look-alikes, and characters of other encodings or orthographies."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from flyers.content.markup import IN_BRACES
from flyers.findings import Fault
from flyers.translation.checks.findings import LATIN_WORD, Translation, check, named, warning
from flyers.translation.language_data import iso_script, language_data, letters, rows, script_data
from flyers.translation.registry import Language

LOOKALIKES = (
    "يیىے", "كکڪ", "هہھەة", "ۀۂۃ", "گګ", "ټٹ", "ډڈ", "ړڑ",
    "aаα", "AАΑ", "BВΒ", "cс", "CС", "eе", "EЕΕ", "HНΗ", "iіι", "IІΙ", "jј", "JЈ", "KКΚ", "MМΜ", "NΝ", "oоο", "OОΟ",
    "pрρ", "PРΡ", "sѕ", "SЅ", "TТΤ", "xхχ", "XХΧ", "yу", "YΥУ", "ZΖ", "vν", "uυ",
    "ıi", "İI", "șş", "țţ", "ʼ’'ʻ", "ñń", "ýı", "þş", "ðğ", "ạą", "đð",
)  # fmt: skip  # pairs to be compared, several to a line
"""Letters that look alike, or that one keyboard or old encoding gives in place of another."""

_PATTERNS = {
    "Latin": re.compile("[A-Za-zªº\u00c0-\u024f\u0250-\u02af\u1e00-\u1eff]"),
    "Cyrillic": re.compile("[\u0400-\u052f\u1c80-\u1c8f\ua640-\ua69f]"),
    "Greek": re.compile("[\u0370-\u03ff\u1f00-\u1fff]"),
}
"""Scripts with letters that can be mistaken for one another's."""


@check(
    "L201",
    "letters are those of the language",
    found="The text has letters or marks that the language does not use: Arabic ي in Dari, ý for ı in Turkish.",
    why="Readers stumble, screen readers stop and searches fail, even if the word looks right on the screen.",
    advice="Type the word again with a keyboard of the language, or give the reason for the letter in the catalog.",
    rules=("CLDR, exemplar characters",),
    excusable=True,
    asked_by="issue 4: letters of another language",
)
def wrong_letters(translation: Translation) -> Iterator[Fault]:
    language = translation.language
    if translation.english.name and translation.text == translation.english.text:
        return  # a name has the letters of its owner, and fonts decide whether they can be printed (field-test B15)
    text = translation.text
    for word in _mixed(text):
        text = text.replace(word, " ")
    strange = [character for character in dict.fromkeys(text) if not _belongs(character, language)]
    several = f"{len(strange)} of its letters are not letters of {language.english}"
    if len(strange) > 5:  # no slips of typing: it is another language
        yield Fault(f"{several}: {' '.join(strange)}.", "Is this text in another language?")
        return
    meant = {letter: next((alike for alike in _alike(letter) if _belongs(alike, language)), "") for letter in strange}
    if len(strange) == 1:
        (letter,) = strange
        yield Fault(
            f"“{_word(text, letter)}” has “{letter}”, {named(letter)}, which is not a letter of {language.english}.",
            f"Did you mean “{meant[letter]}”, {named(meant[letter])}?" if meant[letter] else "Type the word again.",
        )
    elif strange:
        places = [f"“{letter}”, {named(letter)}, in “{_word(text, letter)}”" for letter in strange]
        guesses = [f"“{alike}” for “{letter}”" for letter, alike in meant.items() if alike]
        hint = f"Did you mean {', '.join(guesses)}?" if guesses else "Type these words again."
        yield Fault(f"{several}: {'; '.join(places)}.", hint)


def _belongs(character: str, language: Language) -> bool:
    """Return whether *character* may be used in the language; all but letters and marks may."""
    # The tatweel, U+0640, extends the joint between two Arabic letters; it is used before a Latin name (بـ QR).
    if character.isascii() or unicodedata.category(character)[0] not in "LM" or character == "\u0640":
        return True
    if language.script == "Hani":
        return "\u3400" <= character <= "\u9fff" or "\U00020000" <= character <= "\U000323af" or character in "々〇"
    if (character in "\u1033\u1034\u105a" or "\u1060" <= character <= "\u1097") and _may_be_zawgyi(language):
        return True  # L203 reports it
    alphabet = letters(language.tag)
    if alphabet is not None:
        return character in alphabet
    from fontTools import unicodedata as ucd

    return ucd.script(character) in (language.script, "Zyyy", "Zinh")


def _alike(letter: str) -> Iterator[str]:
    """Yield the letters that may have been meant: a look-alike, or the plain letters of a compatibility form (NFKC)."""
    yield from "".join(group for group in LOOKALIKES if letter in group).replace(letter, "")
    yield from unicodedata.normalize("NFKC", letter)
    yield unicodedata.normalize("NFD", letter)[0]


def _word(text: str, letter: str) -> str:
    """Return the word around the first *letter*, up to twenty characters before it and nineteen after it."""
    words: list[str] = re.findall(rf"[^ \u00a0]{{0,20}}?{re.escape(letter)}[^ \u00a0]{{0,19}}", text)
    return words[0]


@check(
    "L202",
    "a word has letters of one alphabet",
    found="A word mixes Latin, Cyrillic or Greek letters that look alike, or is a Cyrillic word in Latin letters.",
    why="Readers cannot see it, but a screen reader spells the word out, and a search for it fails.",
    advice="Type the word again with one keyboard.",
    rules=("UTS #39, 5.1",),
    excusable=True,
)
def mixed_words(translation: Translation) -> Iterator[Fault]:
    for word in _mixed(translation.text):
        mixture = {name: "".join(dict.fromkeys(of.findall(word))) for name, of in _PATTERNS.items() if of.search(word)}
        parts = " and ".join(f"{name} {characters}" for name, characters in mixture.items())
        yield Fault(f"“{word}” mixes letters that look alike: {parts}.", "Type the word again with one keyboard.")
    if translation.language.script == "Cyrl":
        english = {word.casefold() for word in LATIN_WORD.findall(translation.english.text)}
        alphabet = letters(translation.language.tag) or frozenset()
        for word in dict.fromkeys(LATIN_WORD.findall(IN_BRACES.sub(" ", translation.text))):
            if word.casefold() not in english and all(_cyrillic(letter) & alphabet for letter in word):
                meant = "".join(min(_cyrillic(letter) & alphabet) for letter in word)
                yield Fault(f"“{word}” is typed in Latin letters; it looks like “{meant}”.", "Type it in Cyrillic.")


def _mixed(text: str) -> list[str]:
    """Return the words that have letters of several alphabets."""
    if text.isascii():
        return []
    text = IN_BRACES.sub(" ", text)
    if sum(bool(of.search(text)) for of in _PATTERNS.values()) < 2:
        return []
    words = dict.fromkeys(re.findall(r"(?:[^\W\d_]|[\u0300-\u036f])+", text))
    return [word for word in words if sum(bool(of.search(word)) for of in _PATTERNS.values()) > 1]


@cache
def _cyrillic(letter: str) -> frozenset[str]:
    alike = "".join(group for group in LOOKALIKES if letter in group)
    return frozenset(_PATTERNS["Cyrillic"].findall(alike))


_CONSONANT = "\u1000-\u1021\u103f"
_ZAWGYI = re.compile(
    "[\u1033\u1034\u105a\u1060-\u1097]"  # letters of Mon, Karen and Shan, where Zawgyi has other forms
    f"|(?<![{_CONSONANT}\u1023-\u102a\u103b-\u103e\u1039\u200b])\u1031"  # the vowel sign E before its consonant
    f"|(?<![{_CONSONANT}\u1023-\u102a\u103a\u103b])[\u103b\u103c](?=[{_CONSONANT}])"  # a medial before its consonant
    f"|\u1039(?![{_CONSONANT}])"  # a stacker without a consonant to stack, the asat of Zawgyi
)


@check(
    "L203",
    "Burmese is written in Unicode, not in Zawgyi",
    found="The order or the choice of characters is that of Zawgyi, an old font encoding that many phones had.",
    why="In any Unicode font it prints as scrambled letters.",
    advice="Convert the text to Unicode before you put it into the catalog, and read it again.",
    rules=("Unicode, 16.3",),
    asked_by="issue 4: Zawgyi",
)
def zawgyi(translation: Translation) -> Iterator[Fault]:
    if _may_be_zawgyi(translation.language) and (match := _ZAWGYI.search(translation.text)):
        around = translation.text[max(match.start() - 4, 0) : match.end() + 4]
        problem = f"“{around}” is in the Zawgyi encoding: in Unicode, {named(match[0])} cannot be at this place."
        yield Fault(problem, "Convert the text to Unicode, and read it again.")


def _may_be_zawgyi(language: Language) -> bool:
    return language_data(language.tag).legacy_encoding == "zawgyi"


@check(
    "L204",
    "Chinese keeps to one way of writing",
    found="A text in traditional Chinese has simplified characters, or one in simplified Chinese has traditional ones.",
    why="Readers notice at once that no native reader has checked it, and some do not know the characters.",
    advice="Write the other character, or use the word that is usual where the readers come from.",
    rules=("UAX #38, 3.7",),
    excusable=True,
    asked_by="issue 4: two ways of writing Chinese",
)
def chinese(translation: Translation) -> Iterator[Fault]:
    if translation.language.script != "Hani":
        return
    script = "Hant" if iso_script(translation.language.tag) == "Hant" else "Hans"
    other, own = ("simplified", "traditional") if script == "Hant" else ("traditional", "simplified")
    table = _foreign(script)
    for character in dict.fromkeys(translation.text):
        if character in table:
            hint = f"In {own} Chinese it is {' or '.join(table[character])}."
            yield Fault(f"“{character}” is a {other} character.", hint)


@cache
def _foreign(script: str) -> dict[str, str]:
    """Return the characters that are not used in *script* (``Hans`` or ``Hant``), each with those used instead."""
    kind = "s" if script == "Hant" else "t"
    shared = script_data(script).shared
    split = (row.split(" ") for row in rows("han.txt"))
    return {foreign: own for row_kind, foreign, own in split if row_kind == kind and foreign not in shared}


@warning(
    "L205",
    "digits are the language's digits in this campaign",
    found="A number is written in digits of the script, but translations/languages.yaml asks for 0 to 9.",
    why="Ages and years would look different from the phone number, which is always in 0 to 9.",
    advice="Write 0 to 9.",
    asked_by="issue 4: other digits",
)
def digits(translation: Translation) -> Iterator[Fault]:
    if translation.language.digits != "latn" or translation.text.isascii():
        return
    if native := "".join(dict.fromkeys(re.findall(r"(?![0-9])\d", translation.text))):
        plain = "".join(str(unicodedata.decimal(digit)) for digit in native)
        yield Fault(f"“{native}” are digits of the script.", f"Write {plain}.")
