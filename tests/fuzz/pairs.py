"""Two commands that change the same campaign at the same moment, each as slow as can be between reading and writing."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from fuzzcampaign import translated_again

from silence import silence

Words = tuple[str, ...]
SLOW = 0.4
"""Seconds that each command waits before it writes, so that without a lock the other one has read meanwhile."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two commands, and what the campaign must have afterwards: pieces of text in files of that pattern.

    *prepare* makes what they need.
    """

    commands: tuple[Words, Words]
    file: str
    pieces: tuple[str, ...]
    prepare: Callable[[Path], None] = lambda folder: None


def _two_translators(folder: Path) -> None:
    """Let two files come back, each with another message changed."""
    text = (folder / "in" / "flyers-ct.ar.xlf").read_text(encoding="utf-8")
    for number, message in enumerate(("card.headline", "signs.heading")):
        (folder / "in" / f"{number}.ar.xlf").write_text(translated_again(text, message, "أولا"), encoding="utf-8")


def _other_english(folder: Path) -> None:
    _two_translators(folder)
    messages = folder / "content" / "messages" / "signs.yaml"
    text = messages.read_text(encoding="utf-8")
    messages.write_text(
        text.replace("messages:\n", "messages:\n  added.later: {text: Added later.}\n", 1), encoding="utf-8"
    )


SIGN = ("translations", "sign", "ar", "--role", "native reader", "--date", "2026-09-15", "--everything", "--reviewer")
PACKAGE = ("package", "--lang", "en", "--output", "out", "--product", "wallet-card", "--quantity")

PAIRS: dict[str, Pair] = {
    "contacts set": Pair(
        (("contacts", "set", "hotline.source", "ONE"), ("contacts", "set", "emergency.source", "TWO")),
        "content/contacts.yaml",
        ("ONE", "TWO"),
    ),
    "contacts verify": Pair(
        (("contacts", "verify", "hotline", "--by", "R-1"), ("contacts", "verify", "emergency", "--by", "R-2")),
        "content/contacts.yaml",
        ("R-1", "R-2"),
    ),
    "translations sign": Pair(((*SIGN, "R-1"), (*SIGN, "R-2")), "translations/ar/signoff.yaml", ("R-1", "R-2")),
    "translations import": Pair(
        (("translations", "import", "in/0.ar.xlf"), ("translations", "import", "in/1.ar.xlf")),
        "translations/ar/LC_MESSAGES/flyers.po",
        ('msgctxt "card.headline"~أولا', 'msgctxt "signs.heading"~أولا'),
        _two_translators,
    ),
    "translations update and import": Pair(
        (("translations", "update"), ("translations", "import", "in/0.ar.xlf")),
        "translations/ar/LC_MESSAGES/flyers.po",
        ('msgctxt "added.later"', 'msgctxt "card.headline"~أولا'),
        _other_english,
    ),
    "translations init": Pair(
        (("translations", "init", "de"), ("translations", "init", "nl")),
        "translations/languages.yaml",
        ("\n  ar:", "\n  de:", "\n  nl:"),
    ),
    "manifest --keep and package": Pair(
        ((*PACKAGE, "wallet-card=11"), (*PACKAGE, "wallet-card=22")),
        "translations/en/manifests/*.yaml",
        ("quantity: 11", "quantity: 22"),
    ),
}  # fmt: skip


def lost(pair: Pair, folder: Path, call: Callable[[Path, Words], int]) -> Iterator[str]:
    """Run both commands at once, and say what of their changes is not there."""
    children = [_started(folder, words, call) for words in pair.commands]
    for child, words in zip(children, pair.commands, strict=True):
        if code := os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]):
            yield f"{' '.join(words)} ended with {code}"
    text = "".join(path.read_text(encoding="utf-8") for path in folder.glob(pair.file))
    for piece in pair.pieces:
        first, _, then = piece.partition("~")
        entry = text[text.find(first) :].partition("\n\n")[0] if then else text
        if first not in text or then not in entry:
            yield f"{piece} is lost"
    yield from (f"{path.name} is left over" for path in folder.rglob(".*.part"))


def _started(folder: Path, words: Words, call: Callable[[Path, Words], int]) -> int:
    child = os.fork()
    if child == 0:
        code = 99
        try:
            silence(1, 2)
            _write_slowly()
            code = call(folder, words)
        finally:
            os._exit(code)
    return child


def _write_slowly() -> None:
    sync = os.fsync

    def fsync(handle: int) -> None:
        time.sleep(SLOW)
        sync(handle)

    os.fsync = fsync
