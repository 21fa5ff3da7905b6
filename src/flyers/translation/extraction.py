"""Template entries for the messages, and the plugin for Babel.

`extract` is registered as a Babel extractor named ``flyers``, so ``pybabel extract -F babel.cfg -o
translations/flyers.pot content/`` works as for any program.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from flyers.content import yamlfile
from flyers.content.message_key import Form, MessageKey
from flyers.content.messages import COUNTS, REQUEST, Message, Words, read_messages
from flyers.files import exists, files_in
from flyers.translation.catalog import Entry
from flyers.translation.language_data import ENGLISH
from flyers.translation.language_names import english_name


def extract(
    fileobj: IO[bytes], keywords: Mapping[str, Any], comment_tags: Collection[str], options: Mapping[str, Any]
) -> Iterator[tuple[int, str, tuple[str, str], list[str]]]:
    """Yield every form in a messages file for Babel: line, function, (context, English) and comments.

    Raises:
        ContentError: If the file is broken.
    """
    name = str(getattr(fileobj, "name", "messages"))
    messages, _ = read_messages(yamlfile.parse(fileobj.read(), name))
    names = {message.name for message in (*messages, *_messages_beside(Path(name))) if message.name}
    for message in messages:
        for entry in template_entries(message, names):
            yield entry.source.line, "pgettext", (str(entry.context), entry.english), list(entry.notes)


def _messages_beside(path: Path) -> Iterator[Message]:
    """Yield the messages of the other files in the folder of *path*: names are used in all files of a campaign."""
    for other in files_in(path.parent, "*.yaml") if exists(path) else ():
        if other.name != path.name:
            yield from read_messages(yamlfile.load(other))[0]


def template_entries(message: Message, names: Collection[str] = (), source_language: str = ENGLISH) -> Iterator[Entry]:
    """Yield the entries of one message without a translation, from its longest form to its shortest.

    *names* are the placeholders that stand for proper names.
    """
    source = english_name(source_language)
    for form, words in message.forms.items():
        notes = tuple(_comments(message, form, words, names, source))
        yield Entry(MessageKey(message.id, form), words.text, "", words.source, notes=notes)


_FORMS = {
    Form.POSTER: "Form for posters, shorter than the full text, which is:",
    Form.SHORT: "Shortest form, for small places. The full text is:",
}


def _about(message: Message) -> str:
    """Return the note for translators, with the greatest length if there is one."""
    length = f"Up to {message.most} characters." if message.most else ""
    return " ".join([*message.note.split(), *([length] if length else [])])


def _comments(message: Message, form: Form, words: Words, names: Collection[str], source: str) -> Iterator[str]:
    if about := _about(message):
        yield about
    if form in _FORMS:
        yield f"{_FORMS[form]} “{message.forms[Form.TEXT].text}”"
        yield f"The {source} of this form has {len(words.text)} characters; try to stay near that."
    if message.name:
        yield "A proper name. If you leave it empty, it is printed as it is."
    for name in sorted(words.template.placeholders):
        meaning = "a name" if name in names else "a phone number or address"
        if name == REQUEST:
            meaning = f"the {source} words “(your language), please.”"
        elif name in COUNTS:
            meaning = "a number"
        yield f"Copy {{{name}}} as it is; {meaning} is put in its place."
    if any(piece.strong for piece in words.template.pieces):
        yield "“**” begins and ends bold text: keep it round the same words."
