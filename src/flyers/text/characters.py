"""Facts about characters, script runs (UAX #24), and grapheme clusters, which readers perceive as characters (UAX #29).

A shaper works on one script at a time, but spaces, digits and most punctuation belong to every script. They take the
script of the text around them, so that a sentence is shaped in as few runs as possible and fonts change only where the
script does. Indices are code points of the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from unicodedata import category, combining

from fontTools import unicodedata as ucd
from icu4py.breakers import CharacterBreaker

from flyers.text.bidi import bracket

ZWSP, SHY, PDI, LINE_SEPARATOR = "\u200b", "\u00ad", "\u2069", "\u2028"

EUROPEAN_DIGITS = frozenset("0123456789")

MANDATORY = frozenset(f"\n\r\v\f\u0085{LINE_SEPARATOR}\u2029")
"""UAX #14 classes BK, CR, LF, NL: a line ends after these characters, and they are never drawn."""

OPENING_MARKS = "“‘«‹„(¿¡"  # Marks that may precede a word of an alphabetic script without a space.
CLOSING_MARKS = "।۔،၊။,:.?؟!”’»)"  # Marks that may follow a word without a space.

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


@cache
def is_ignorable(char: str) -> bool:
    """Return whether the character itself is invisible: joiners, isolates, soft hyphens, variation selectors."""
    return _IGNORABLE.match(char) is not None


@cache
def is_hanging_space(char: str) -> bool:
    """Return whether the character vanishes at the end of a line."""
    return char in _HANGING


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
    return combining(char) == 9  # the canonical combining class of these marks


_SHARED = frozenset({"Zyyy", "Zinh", "Zzzz"})
"""Common, Inherited and Unknown: characters with one of these have no script of their own."""

_SHAPED_AS = {"Aran": "Arab", "Hrkt": "Kana", **dict.fromkeys(("Jamo", "Kore"), "Hang")}
_SHAPED_AS |= dict.fromkeys(("Hanb", "Hans", "Hant", "Jpan"), "Hani")
"""The script that characters have, by codes for combinations of scripts or for styles of one."""

_QUOTES = {"”": "“", "’": "‘", "“": "„”", "‘": "‚", "»": "«", "«": "»", "›": "‹", "‹": "›"}
"""Marks that can close a quotation, with the marks that open it; some marks can do both. (Urdu begins with U+201D.)"""

_APART = re.compile("[ -~\u00a0-\u02ff\u200b\u200e\u200f\u2010-\u2029\u202f-\u203b\u2066-\u2069]*")
"""Latin letters, punctuation and the invisible characters between them, each of which is a cluster of its own beside
any other of these. To ask ICU took a sixth of the time of setting a number."""

_QUOTE_OPENERS = frozenset("".join(_QUOTES.values()))


def script_runs(text: str, default: str) -> list[tuple[int, int, str]]:
    """Split ``text`` into runs of one script.

    A cluster whose characters are all Common or Inherited takes the script of the text before it or, at the beginning,
    of the text after it. A cluster that is used only with certain scripts (danda, Arabic comma, ideographic full stop)
    takes the preceding script if that is one of them, or else the first of these that is: the following script,
    ``default``, or the nearest earlier script. A closing bracket or quotation mark takes the script of its opening one
    (UAX #24, section 5.2). No run ends inside a grapheme cluster.

    Each run is ``(start, end, script)``. Scripts are ISO 15924 codes, as is *default*, that of the language; always
    ``Hani``, ``Hira`` and ``Kana``, never codes such as ``Hans`` or ``Jpan``.
    """
    default = _SHAPED_AS.get(default, default)
    if (only := _only_script(text)) is not None:
        return [(0, len(text), only or default)] if text else []
    clusters = grapheme_clusters(text)
    scripts = _cluster_scripts([text[start:end] for start, end in clusters], default)
    edges = [0, *(place for place in range(1, len(scripts)) if scripts[place] != scripts[place - 1]), len(scripts)]
    return [(clusters[first][0], clusters[last - 1][1], scripts[first]) for first, last in pairwise(edges)]


def grapheme_clusters(text: str) -> list[tuple[int, int]]:
    """Return the extended grapheme clusters of ``text`` as slices: a letter with marks, a conjunct, an emoji sequence.

    They are ICU's (UAX #29), including Indic conjuncts; a lone surrogate is a UnicodeEncodeError.
    """
    if (text.isascii() and "\r\n" not in text) or _APART.fullmatch(text):
        return [(index, index + 1) for index in range(len(text))]
    # ICU's own positions count UTF-16 units; the lengths of the pieces count code points.
    edges = [0]
    for cluster in CharacterBreaker(text, "root"):
        edges.append(edges[-1] + len(cluster))
    return list(pairwise(edges))


def _only_script(text: str) -> str | None:
    """Return the script of a text that has only one, or "" if it shows none; None if it may have several."""
    traits = set(map(_traits, set(text)))
    scripts = {own for own, _ in traits if own}
    if len(scripts) > 1:
        return None
    only = next(iter(scripts), "")
    return only if all(own or not extensions or only in extensions for own, extensions in traits) else None


def _cluster_scripts(clusters: Sequence[str], default: str) -> list[str]:
    # Of each cluster the traits of the first character with its own script, or else of the first with extensions.
    traits = [max(map(_traits, cluster), key=lambda trait: (bool(trait[0]), bool(trait[1]))) for cluster in clusters]
    following = [""]  # for every cluster the script of the next one that has its own
    for own, _ in reversed(traits[1:]):
        following.append(own or following[-1])
    following.reverse()
    scripts: list[str] = []
    waiting: list[tuple[str, int]] = []  # opening punctuation, and the index of its cluster
    current = ""
    for place, (cluster, (own, extensions)) in enumerate(zip(clusters, traits, strict=True)):
        first = cluster[0]
        opens, closes = bracket(first)
        if not opens and not closes:
            opens, closes = first if first in _QUOTE_OPENERS else "", _QUOTES.get(first, "")
        opener = next((depth for depth in range(len(waiting) - 1, -1, -1) if waiting[depth][0] in closes), None)
        if opener is not None:
            current = scripts[waiting[opener][1]]
            del waiting[opener:]
        elif own or extensions:
            if current not in extensions:
                only = extensions if len(extensions) == 1 else ()
                candidates = [following[place], default, *reversed(scripts), *only]
                current = own or next((script for script in candidates if script in extensions), current)
            if current and scripts and not scripts[0]:
                scripts = [current] * place
        if opener is None and opens:
            waiting.append((opens, place))
        scripts.append(current)
    return [script or default for script in scripts]


@cache
def _traits(char: str) -> tuple[str, frozenset[str]]:
    """Return the character's script, or "" if that is shared; and those that it is used with, none if with all."""
    script = ucd.script(char)
    return "" if script in _SHARED else script, frozenset(ucd.script_extension(char)) - _SHARED
