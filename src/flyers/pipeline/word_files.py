"""The words in the files beside a finished image."""

from __future__ import annotations

from pathlib import Path

from flyers import limits
from flyers.files import exists, read_bytes
from flyers.pipeline.plan import ALT_TEXT, PLAIN_TEXT
from flyers.records import dataclass


@dataclass(frozen=True, slots=True)
class WordFiles:
    """The description of an image, and the words to send along; None where there is no such file."""

    alt: str | None
    text: str | None


NO_WORDS = WordFiles(None, None)


def words_beside(image: Path) -> WordFiles:
    """Return the words in the files that belong to the file *image*: those of its name with other endings.

    Raises:
        ContentError: one is larger than any words of ours.
        FileAccessError: one cannot be read.
    """
    return WordFiles(*(_words(image.with_name(f"{image.stem}{ending}")) for ending in (ALT_TEXT, PLAIN_TEXT)))


def _words(path: Path) -> str | None:
    # Bytes that are not UTF-8 are replaced, so that the proof finds other words.
    return read_bytes(path, most=limits.WORDS_BYTES).decode("utf-8", "replace") if exists(path) else None
