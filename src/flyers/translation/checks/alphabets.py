"""Which letters and marks a language is written with: CLDR's, and what it lacks.

`letters` gives the characters of a tag. Punctuation, digits, symbols and the letters A to Z, which names keep in every
language (Polaris, TVPA, SMS, QR), are no matter of a list and are not in it.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

LATIN_WORD = re.compile(r"(?<![^\W_])[A-Za-z]+(?![^\W_])")
"""A word of the letters A to Z alone."""

VOWEL_SIGNS = "".join(map(chr, range(0x064B, 0x0653))) + "\u0670"
"""Signs over and under Arabic letters, which tell words apart where a reader may stumble (Unicode, 9.2)."""

MORE = {
    # Words taken from other languages keep their accents in English (café, résumé): CLDR, auxiliary exemplars.
    "en": "àâäáåçéèêëíîïñóôöúùûü",
    # The official spelling of 1979 marks with à that a vowel before n is not nasal (pàn).
    "ht": "à",
    # Accents of ALUPEC, as in Portuguese (Decreto-Lei 67/98 of Cabo Verde); CLDR has them among the auxiliary letters.
    "kea": "áàâéèêíìîóòôúùûã",
    # Letters of every Urdu text that are auxiliary in CLDR: madda, hamza on its seats, noon ghunna.
    "ur": "آأؤئںۂۃ\u0654" + VOWEL_SIGNS,
    # Heh with a hamza over it, for the ezafe; normal form C makes one character of the pair.
    "fa": "ۀ" + VOWEL_SIGNS,
    "fa-AF": "ۀ" + VOWEL_SIGNS,
    "ps": "ۀ" + VOWEL_SIGNS,
    "ckb": VOWEL_SIGNS,
    # The stress mark of dictionaries and textbooks, where a word has two readings (замок).
    "ru": "\u0301",
    "uk": "\u0301",
    # Letters and signs of many everyday words (ព័ត៌មាន, ក៏), auxiliary in CLDR, and the signs of repetition.
    "km": "ឝឞ\u17cc\u17ce\u17cf\u17d1ៗៜ",
    "lo": "ໆໞໟ",
    "pa": "ੑੵ",
}
"""Letters beyond those of CLDR, by tag."""

INSTEAD = {
    # Mayan languages: Academia de Lenguas Mayas de Guatemala, unified alphabets of 1987 (Acuerdo Gubernativo 1046-87).
    "mam": "ẍʼ",
    "kek": "ʼ",
    "kjb": "ʼ",
    # Unified Kichwa of Ecuador (1998): a ch h i k l ll m n ñ p r s sh t ts tz u w y z.
    "qug": "ñ",
    # White Hmong, Romanized Popular Alphabet: a to z, with final letters for the tones.
    "mww": "",
    # Marshallese: cedillas and macrons, or dots below where fonts lack those (Bender and others, 2009).
    "mh": "āļņōūḷṃṇọ\u0304\u0327",
}
"""Letters of languages that CLDR does not know."""


@cache
def letters(tag: str) -> frozenset[str] | None:
    """The letters and marks of the language, in both cases, A to Z among them; None where nobody has listed them.

    A tag with a script or region that the tables do not have stands for its language alone (``pt-BR``: ``pt``).
    """
    for known in (tag, tag.partition("-")[0]):
        listed = INSTEAD[known] if known in INSTEAD else _cldr().get(known)
        if listed is not None:
            own = {*listed, *MORE.get(known, "")}
            cased = {case for letter in own for case in (letter.upper(), letter.lower()) if len(case) == 1}
            return frozenset(own | cased | _LATIN)
    return None


_LATIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")


@cache
def _cldr() -> dict[str, list[str]]:
    return {tag: list(_letters(row)) for tag, row in (line.split("\t") for line in rows("letters.txt"))}


def _letters(row: str) -> list[str]:
    found: list[str] = []
    for each in row.split(" "):
        first, dash, last = each.partition("–")
        found += map(chr, range(ord(first), ord(last) + 1)) if dash else [each]
    return found


def rows(name: str) -> list[str]:
    """The lines of a file of ``flyers/translation/data``, without its comments."""
    text = resources.files("flyers.translation").joinpath("data", name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]
