"""The words of a reading page around the texts: in the reader's language where the program has them, else in English.

They belong to the program, not to a campaign: one file for each language in the folder ``words``. All of them are
drafts that no native reader has signed; the head of each file says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from flyers.content import yamlfile
from flyers.content.schema import Record, Required, Text, check
from flyers.files import exists
from flyers.publish.reader_proof import instructions

_WORDS = Path(__file__).with_name("words")

WORDS = (
    "title", "about", "kept", "lost", "delete", "start", "goon", "earlier", "page", "wrong", "unsure", "why", "english",
    "whole", "asks", "end", "knows", "native", "well", "some", "send", "share", "copy", "copied", "mail", "sms", "file",
    "code", "toolong", "browser",
)  # fmt: skip  # a list to be read
"""The keys of a file, in the order in which a reader meets them. Only ``about`` has a placeholder, ``{minutes}``."""

SHARED = ("right", "should", "name", "look", "letters", "order", "harm", "unclear", "check", "unseen")
"""The keys of words that a reader's proof on paper has too."""

_FILE = Record({key: Required(Text()) for key in WORDS})


def language_of_words(tag: str) -> str:
    """Return *tag* if the program has the words in that language, else English."""
    return tag if exists(_WORDS / f"{tag}.yaml") and instructions.has_words(tag) else instructions.ENGLISH


def reading_words(tag: str) -> Mapping[str, str]:
    """Return all words of a page for readers of *tag*, by key, in `language_of_words`.

    Raises:
        ContentError: a file is broken.
    """
    language = language_of_words(tag)
    own: Mapping[str, str] = check(yamlfile.load(_WORDS / f"{language}.yaml", _WORDS), _FILE)
    paper = instructions.words_of(language)
    return {**own, **{key: paper[key] for key in SHARED}}
