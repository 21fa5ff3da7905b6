"""The words of a proof's first page and its rows: in the reader's language where the program has them, else in English.

They belong to the program, not to a campaign: one file for each language in the folder ``words``, with `WORDS` and
`ROW_WORDS` as keys. All of them are drafts that no native reader has signed; the head of each file says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from flyers.content import yamlfile
from flyers.content.markup import RichText
from flyers.content.message_key import MessageKey
from flyers.content.schema import Record, Required, Text, check
from flyers.files import exists
from flyers.layout.page_builder import SMALLEST, TextStyle
from flyers.records import dataclass
from flyers.translation.registry import Language

ENGLISH = "en"

_WORDS = Path(__file__).with_name("words")

_UNSPACED = ("zh",)
"""Languages without a space between sentences."""

WORDS = (
    "lead",
    "do",
    "pictures",
    "texts",
    "beside",
    "sound",
    "tick",
    "others",
    "finish",
    "look",
    "letters",
    "order",
    "harm",
    "unclear",
    "contacts",
    "done",
    "ok",
    "change",
    "back",
    "name",
    "date",
    "role",
    "signature",
)
"""The keys of the first page, in its order. Only ``lead`` has a placeholder, ``{minutes}``."""

ROW_WORDS = ("right", "should", "check", "numbered", "unseen")
"""The keys of the labels in the list of texts, and of its headings; see `flyers.publish.reader_proof.instructions`."""

_FILE = Record({key: Text(default="") if key == "sound" else Required(Text()) for key in (*WORDS, *ROW_WORDS)})
"""In Latin letters there is no ``sound``."""


@dataclass(frozen=True, slots=True)
class Instructions:
    """What the first page says, in one language; see `WORDS`.

    Attributes:
        language: a tag; the words may be English in the proof of another language.
        steps: what to do; faults: what to look for.
        contacts: the heading of the numbers and addresses.
        ok, change: the two choices when the reader is done.
        labels: of the lines to write on, by key.
    """

    language: str
    lead: str
    do: str
    steps: tuple[str, ...]
    look: str
    faults: tuple[str, ...]
    contacts: str
    done: str
    ok: str
    change: str
    labels: Mapping[str, str]


LABELS = ("back", "date", "name", "role", "signature")


def has_words(tag: str) -> bool:
    """Return whether the program has the first page in the language *tag*."""
    return exists(_WORDS / f"{tag}.yaml")


@cache
def words_of(tag: str) -> Mapping[str, str]:
    """Return the words of the first page and of rows in the language *tag*, by key.

    Raises:
        ContentError: the file is broken.
    """
    words: Mapping[str, str] = check(yamlfile.load(_WORDS / f"{tag}.yaml", _WORDS), _FILE)
    return words


def instructions(tag: str, *, minutes: int, beside: bool, others: bool, sound: bool) -> Instructions:
    """Return the words for a reader of the language *tag*; in English where the program has no others.

    Args:
        minutes: how long it takes.
        beside: whether rows have the words of the source language beside the text.
        others: whether there are texts that no picture shows.
        sound: whether texts have a transliteration.
    """
    language = tag if has_words(tag) else ENGLISH
    words = words_of(language)
    gap = "" if language.startswith(_UNSPACED) else " "
    texts = gap.join(
        [
            words["texts"],
            *([words["beside"]] if beside else []),
            *([words["sound"]] if sound and words["sound"] else []),
        ]
    )
    finish = gap.join([*([words["others"]] if others else []), words["finish"]])
    return Instructions(
        language=language,
        lead=words["lead"].replace("{minutes}", str(minutes)),
        do=words["do"],
        steps=(words["pictures"], texts, words["tick"], finish),
        look=words["look"],
        faults=tuple(words[key] for key in ("letters", "order", "harm", "unclear")),
        contacts=words["contacts"],
        done=words["done"],
        ok=words["ok"],
        change=words["change"],
        labels={key: words[key] for key in LABELS},
    )


INSTRUCTION = MessageKey("instruction")


@dataclass(frozen=True, slots=True)
class RowLabels:
    """What rows and their headings say besides the texts; see ``words/en.yaml``.

    Attributes:
        language: of the words; None for English, the language of the proof's own pages.
    """

    language: Language | None = None

    @classmethod
    def of(cls, language: Language) -> RowLabels:
        """Return the labels for a reader of *language*."""
        return cls(language if language.tag != ENGLISH and has_words(language.tag) else None)

    @property
    def rtl(self) -> bool:
        """Whether the line to write on begins at the right."""
        return self.language is not None and self.language.rtl

    def words(self, key: str) -> str | RichText:
        """Return the label called *key*, one of `flyers.publish.reader_proof.instructions.ROW_WORDS`."""
        if self.language is None:
            return words_of(ENGLISH)[key]
        return RichText(words_of(self.language.tag)[key], self.language.tag, INSTRUCTION)

    def style(self, style: TextStyle) -> TextStyle:
        """Return *style* in a size at which the language's letters look as large as English ones."""
        optical = 1.0 if self.language is None else self.language.optical
        return replace(style, size=max(SMALLEST, round(style.size * optical, 2)))
