"""Facts about single characters, other than bidi class and script."""

from __future__ import annotations

import re
from functools import cache
from unicodedata import category, combining

ZWSP, SHY, LRI, PDI = "\u200b", "\u00ad", "\u2066", "\u2069"

EUROPEAN_DIGITS = frozenset("0123456789")

LINE_SEPARATOR = "\u2028"

MANDATORY = frozenset(f"\n\r\v\f\u0085{LINE_SEPARATOR}\u2029")
"""UAX #14 classes BK, CR, LF, NL: a line ends after these characters, and they are never drawn."""

OPENING_MARKS = "“‘«‹„(¿¡"
"""Marks that may precede a word of an alphabetic script without a space."""

CLOSING_MARKS = "।۔،၊။,:.?؟!”’»)"
"""Marks that may follow a word without a space."""

_HANGING = frozenset(" \t\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u205f\u3000") | MANDATORY
"""Spaces that vanish at the end of a line: those that a line may break after (not U+00A0, U+2007, U+202F)."""

_IGNORABLE = re.compile(
    # Default_Ignorable_Code_Point (DerivedCoreProperties), without the Hangul fillers, which fonts draw.
    "[\u00ad\u034f\u061c\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0000-\U000e0fff]"
)

_DICTIONARY = re.compile(
    # The scripts of Line_Break=SA (UAX #14): Thai, Lao, Burmese, Khmer, Tai Le, New Tai Lue, Tai Tham, Tai Viet.
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1950-\u19ff\u1a20-\u1aaf\ua9e0-\ua9ff\uaa60-\uaadf]"
)

_IDEOGRAPH = re.compile(
    # Kana, Bopomofo and ideographs (UAX #14 class ID and CJ, without punctuation and symbols), and their repeat marks.
    # Python takes four times as long to compile one set of both planes.
    "[\u3005\u3007\u3041-\u3096\u309d\u309e\u30a1-\u30fa\u30fc-\u312f\u31a0-\u31bf\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|[\U00020000-\U0003fffd]"
)

_VIRAMA = 9
"""Canonical combining class of the marks that join a consonant to the next."""


@cache
def is_ignorable(char: str) -> bool:
    """Return whether the character itself is invisible: joiners, isolates, soft hyphens, variation selectors."""
    return _IGNORABLE.match(char) is not None


@cache
def is_hanging_space(char: str) -> bool:
    """Return whether the character vanishes at the end of a line."""
    return char in _HANGING


def is_neutral(char: str) -> bool:
    """Return whether the character is a space, punctuation mark or symbol, which take the font of the text around."""
    return category(char)[0] in "ZPS"


def needs_dictionary(char: str) -> bool:
    """Return whether lines break by dictionary around the character (Line_Break=SA)."""
    return _DICTIONARY.match(char) is not None


@cache
def is_ideograph(char: str) -> bool:
    """Return whether the character is a Chinese character, kana or Bopomofo; False for an empty string."""
    return _IDEOGRAPH.match(char) is not None


def is_latin(char: str) -> bool:
    """Return whether the character is a Latin letter or a European digit."""
    return char in EUROPEAN_DIGITS or (char.isalpha() and (char < "\u0250" or "\u1e00" <= char <= "\u1eff"))


@cache
def is_combining(char: str) -> bool:
    """Return whether the character is a combining mark (general category M)."""
    return category(char)[0] == "M"


def joins_next(char: str) -> bool:
    """Return whether the character joins the next letter to the one before it (virama, coeng)."""
    return combining(char) == _VIRAMA
