"""Finds where a message is printed, in what size, and how many more words fit."""

from __future__ import annotations

import re
from itertools import cycle, islice
from typing import Any

from flyers.content.message_key import MessageKey
from flyers.errors import CombinedError, FlyersError, OversetError, TranslationError
from flyers.page.document import Document, TextLine
from flyers.page.editions import EDITIONS
from flyers.studio.live import Drafts, Live
from flyers.studio.pages import View

MOST_WORDS = 64
"""The most additional words that are tried."""

_NOT_WORDS = re.compile(r"\{[^}]*\}|\*\*")
"""Parts of a text that can't be repeated to lengthen it: placeholders and marks of bold."""


def places(live: Live, view: View, drafts: Drafts, key: MessageKey) -> list[dict[str, Any]]:
    """Return where the product of *view* prints the message of *key*, in any of its forms: a page and block each.

    Raises:
        FlyersError: the product cannot be composed.
    """
    document = _composed(live, view, drafts)
    by_place: dict[tuple[int, str, str], dict[str, Any]] = {}
    for number, page in enumerate(document.pages, start=1):
        for item in page.items:
            if isinstance(item, TextLine) and item.message.id == key.id and not item.message.is_contact:
                if item.message.language not in ("", view.language):
                    continue
                place = by_place.setdefault(
                    (number, item.block, str(item.message)),
                    {
                        "page": number,
                        "face": page.face,
                        "block": item.block,
                        "message": str(item.message),
                        "size": item.size,
                        "floor": item.floor,
                        "aim": _aim(live, view, item),
                        "lines": 0,
                    },
                )
                place["lines"] += 1
    return list(by_place.values())


def _aim(live: Live, view: View, line: TextLine) -> float:
    """Return the size that the layout would give the line if there were room enough."""
    role = live.session.layout(view.product, secondary=view.secondary).roles.get(line.role)
    size_class = live.session.registry.language(view.language).size_class
    return max(line.size, role.aim[size_class]) if role else line.size


def _composed(live: Live, view: View, drafts: Drafts) -> Document:
    layout = live.session.layout(view.product, secondary=view.secondary)
    words = live.localized(view.language, view.secondary, drafts)
    return live.session.composed(words, layout, for_phones=EDITIONS[view.edition].reflowed)


class RoomSearch:
    """Finds by trial how many more words a text may have before its type gets smaller, and before it does not fit.

    The page is composed with words of the text itself added, so script, breaks and neighbours count. A list that drops
    an item, or a text in a shorter form, counts as smaller.
    """

    def __init__(self, live: Live, view: View, drafts: Drafts, key: MessageKey) -> None:
        self._live, self._view, self._drafts, self._key = live, view, drafts, key
        self._text = _text(live, view, drafts, key)
        self._words = [word for word in _NOT_WORDS.sub(" ", self._text).split() if any(map(str.isalpha, word))]
        self._tried: dict[int, tuple[object, ...] | None] = {}
        self.done = not self._words

    def step(self) -> None:
        """Compose the page with the next number of words."""
        words = self._next()
        if words is None:
            self.done = True
            return
        self._tried[words] = self._set(words)
        self.done = self._next() is None

    def found(self) -> dict[str, Any]:
        """Return the numbers of words as JSON; None where there is no answer; `MOST_WORDS` means that or more."""
        return {
            "printed": bool(self._tried.get(0)),
            "same_size": self._largest(same=True),
            "fits": self._largest(same=False),
            "most": MOST_WORDS,
        }

    def _next(self) -> int | None:
        """Return how many words to try next: none, the most, then between what does and what does not."""
        if 0 not in self._tried:
            return 0
        if not self._tried[0]:  # the text is not on the page, or the page does not fit as it is
            return None
        if MOST_WORDS not in self._tried:
            return MOST_WORDS
        for same in (False, True):
            low, high = self._between(same)
            if high - low > 1:
                return (low + high) // 2
        return None

    def _between(self, same: bool) -> tuple[int, int]:
        good = [
            words
            for words, result in self._tried.items()
            if result is not None and (not same or result == self._tried[0])
        ]
        low = max(good, default=0)
        high = min((words for words in self._tried if words > low), default=low)
        return low, high

    def _largest(self, *, same: bool) -> int | None:
        return self._between(same)[0] if self._tried.get(0) else None

    def _set(self, words: int) -> tuple[object, ...] | None:
        """Return the sizes and forms of the page with so many more *words*; None if it does not fit."""
        longer = " ".join([self._text, *islice(cycle(self._words), words)])
        texts = {**self._drafts.get(self._view.language, {}), self._key: longer}
        try:
            document = _composed(self._live, self._view, {**self._drafts, self._view.language: texts})
        except (OversetError, TranslationError, CombinedError):
            return None
        if self._key not in document.messages:
            return None
        return (tuple(document.sizes.items()), document.omissions)


def _text(live: Live, view: View, drafts: Drafts, key: MessageKey) -> str:
    """Return the text as it is typed or saved; "" if it has none of its own language."""
    typed = drafts.get(view.language, {}).get(key)
    if typed is not None:
        return typed
    try:
        entry = live.session.catalog(view.language).entries.get(key)
    except FlyersError:
        return ""
    return entry.translation if entry and not entry.fuzzy else ""
