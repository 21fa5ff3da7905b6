"""The words around the texts in rows: in the reader's language where the program has them, else in English."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flyers.content.message_key import MessageKey
from flyers.content.richtext import RichText
from flyers.layout.page_builder import SMALLEST, TextStyle
from flyers.publish.reader_proof.instructions import ENGLISH, has_words, words_of
from flyers.records import dataclass

if TYPE_CHECKING:
    from flyers.translation.registry import Language

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
