"""How a language names what the campaign is about: words that are another crime where they stand alone, and glosses.

The registry file has them, beside what else printing in the language depends on, since every build keeps to them. What
translators may decide otherwise, with a reason, is in the glossary.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cached_property

from flyers.content.schema import Each, Record, Required, Text
from flyers.records import dataclass

_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u2066-\u2069*]")


def plain(text: str) -> str:
    """Return *text* in NFC with single spaces, without bold, breaks and marks of direction."""
    return " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split())


@dataclass(frozen=True)
class Naming:
    """A word for what the campaign is about.

    Attributes:
        alone: the part of it that may not stand alone, in any case and with any ending.
        within: the longer words in which it may stand; none if it never may.
        gloss: what follows the first of these on each piece; "" for nothing.
    """

    alone: str
    within: tuple[str, ...] = ()
    gloss: str = ""

    def standing_alone(self, text: str) -> str:
        """Return the words of *text* around the first place where `alone` stands alone; "" if it does nowhere."""
        text = plain(text)
        rest = self._within.sub(lambda match: "\0" * len(match[0]), text)
        at = rest.casefold().find(self.alone.casefold())
        if at < 0:
            return ""
        end = text.find(" ", at + len(self.alone))
        return text[text.rfind(" ", 0, at) + 1 : len(text) if end < 0 else end]

    def first_in(self, text: str) -> tuple[str, bool] | None:
        """Return the first of the longer words in *text* and whether the gloss follows it; None if it has none."""
        text = plain(text)
        first = self._within.search(text)
        return first and (first[0], text[first.end() :].lstrip().startswith(plain(self.gloss)))

    @cached_property
    def _within(self) -> re.Pattern[str]:
        longest_first = sorted(map(plain, self.within), key=len, reverse=True)
        return re.compile("|".join(map(re.escape, longest_first)) or r"(?!)", re.IGNORECASE)


def _naming(*, alone: str, within: Iterable[str] = (), gloss: str = "") -> Naming:
    return Naming(alone, tuple(within), gloss)


NAMING = Each(
    Record({"alone": Required(Text()), "within": Each(Text(), unique=True), "gloss": Text()}, make=_naming), make=tuple
)
