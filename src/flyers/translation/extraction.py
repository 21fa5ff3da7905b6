"""Template entries for the messages, and the plugin for Babel.

`extract` is registered as a Babel extractor named ``flyers``, so ``pybabel extract -F babel.cfg -o
translations/flyers.pot content/`` works as for any program.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Any

from flyers.content import yamlfile
from flyers.content.message_key import Form, MessageKey
from flyers.content.messages import REQUEST, Message, Words, read_messages
from flyers.errors import Source


@dataclass(frozen=True, slots=True)
class TemplateEntry:
    """One entry of the template: the English, comments for translators, and its place."""

    key: MessageKey
    english: str
    comments: tuple[str, ...]
    source: Source


def extract(
    fileobj: IO[bytes], keywords: Mapping[str, Any], comment_tags: Collection[str], options: Mapping[str, Any]
) -> Iterator[tuple[int, str, tuple[str, str], list[str]]]:
    """Yield every form in a messages file for Babel: line, function, (context, English) and comments.

    Raises:
        ContentError: If the file is broken.
    """
    name = str(getattr(fileobj, "name", "messages"))
    messages, _ = read_messages(yamlfile.parse(fileobj.read(), name))
    for message in messages:
        for entry in template_entries(message):
            yield entry.source.line, "pgettext", (str(entry.key), entry.english), list(entry.comments)


def template_entries(message: Message) -> Iterator[TemplateEntry]:
    """Yield the entries of one message, from its longest form to its shortest."""
    for form, words in message.forms.items():
        yield TemplateEntry(
            MessageKey(message.id, form),
            words.text,
            tuple(_comments(message, form, words)),
            words.source,
        )


_FORMS = {
    Form.POSTER: "Form for posters, shorter than the full text, which is:",
    Form.SHORT: "Shortest form, for small places. The full text is:",
}


def _comments(message: Message, form: Form, words: Words) -> Iterator[str]:
    if message.note:
        yield " ".join(message.note.split())
    if form in _FORMS:
        yield f"{_FORMS[form]} “{message.forms[Form.TEXT].text}”"
        yield f"The English of this form has {len(words.text)} characters; try to stay near that."
    for name in sorted(words.template.placeholders):
        meaning = "the English words “(your language), please.”" if name == REQUEST else "a phone number or address"
        yield f"Copy {{{name}}} as it is; {meaning} is put in its place."
    if any(piece.strong for piece in words.template.pieces):
        yield "“**” begins and ends bold text: keep it round the same words."
