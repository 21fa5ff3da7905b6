"""Messages for translators: what goes into the template, and the plugin with which Babel finds it.

``pybabel extract -F babel.cfg -o translations/flyers.pot content/`` works like for any program, since this module's
`extract` is registered as a Babel extractor named ``flyers``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Any

from flyers.content import yamlfile
from flyers.content.messages import REQUEST, Form, Message, Words, context, read_messages
from flyers.errors import Source


@dataclass(frozen=True, slots=True)
class TemplateEntry:
    """One entry of the template: English, what a translator should know, and where it stands."""

    context: str
    english: str
    comments: tuple[str, ...]
    source: Source


def extract(
    fileobj: IO[bytes], keywords: Mapping[str, Any], comment_tags: Collection[str], options: Mapping[str, Any]
) -> Iterator[tuple[int, str, tuple[str, str], list[str]]]:
    """Babel's extraction interface: line, function, (context, English) and comments of every form in a messages file.

    Raises:
        ContentError: the file is broken.
    """
    name = str(getattr(fileobj, "name", "messages"))
    messages, _ = read_messages(yamlfile.parse(fileobj.read(), name))
    for message in messages:
        for found in extracted(message):
            yield found.source.line, "pgettext", (found.context, found.english), list(found.comments)


def extracted(message: Message) -> Iterator[TemplateEntry]:
    """The entries of one message, from its longest form to its shortest."""
    for form, words in message.forms.items():
        yield TemplateEntry(
            context(message.id, form),
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
