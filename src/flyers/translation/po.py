"""PO files: read by Babel under stricter rules, written byte for byte as they came.

Babel's reader is lenient: an unclosed quotation mark costs a letter, an unknown escape is kept as it is, a field in the
wrong place slips into the next entry, a second entry of a context is merged into the first, and a remark's line is
dropped if the remark has the same line already. Its writer wraps comments and puts the former English (``#|``) where
GNU gettext refuses it. So each line is checked before Babel reads it, and files are written here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from email import message_from_string
from pathlib import Path

from babel.messages import catalog as babel_catalog
from babel.messages.catalog import Message
from babel.messages.pofile import PoFileError, PoFileParser, denormalize, normalize

from flyers import limits
from flyers.content import yamlfile
from flyers.content.layers import Layers
from flyers.content.message_key import NO_KEY, MessageKey
from flyers.errors import ContentError, Source, TranslationError
from flyers.files import exists, read_bytes
from flyers.translation.catalog import Catalog, Entry
from flyers.translation.registry import Language, Registry


def read(text: str, name: str) -> Catalog:
    """Return the catalog in *text*, a PO file called *name* in errors.

    Raises:
        TranslationError: with the line, for what is not PO syntax (GNU gettext manual, “The Format of PO Files”),
            plural forms, entries without context, msgid or msgstr, and contexts that occur twice.
    """
    collector = _Collector(name)
    try:
        PoFileParser(collector, abort_invalid=True).parse(_checked(text, name))
    except PoFileError as error:
        problem = str(error).rpartition(" on ")[0]  # the line, counted from 0, follows
        raise _unreadable(f"This is not PO syntax: {problem}.", name, error.lineno + 1) from None
    head = collector.head or Message("")
    return Catalog(
        name,
        headers=dict(message_from_string(str(head.string)).items()),
        entries=collector.entries,
        obsolete=tuple(_entry(message, name) for message in collector.obsolete.values()),
        remarks="\n".join(f"# {remark}".rstrip() for remark in _unnumbered(head.user_comments)),
        fuzzy=head.fuzzy,
    )


class _Collector(babel_catalog.Catalog):
    """Collects what Babel's parser reads as entries, each with a context of its own."""

    def __init__(self, name: str) -> None:
        super().__init__(fuzzy=False)
        self.name = name
        self.head: Message | None = None
        self.entries: dict[MessageKey, Entry] = {}

    def __setitem__(self, id: object, message: Message) -> None:
        where, length, problem = message.context, len(str(message.string)), ""
        if where is None and (message.id or self.head):
            problem = "This entry has no msgctxt, so it belongs to no message."
        elif where is None:
            self.head = message
        elif entry := self.entries.get(MessageKey.parse(where)):
            problem = f"“{where}” occurs twice, first on line {entry.source.line}."
        elif not message.id:
            problem = "This entry has no English in its msgid."
        elif length > limits.TEXT_CHARACTERS:
            problem = f"This text has {length} characters; the most is {limits.TEXT_CHARACTERS}."
        else:
            entry = _entry(message, self.name)
            self.entries[entry.context] = entry
        if problem:
            hint = "Delete it; 'flyers translations update' adds what is missing."
            raise TranslationError(problem, hint=hint, source=Source(self.name, message.lineno or 0))


def _entry(message: Message, name: str) -> Entry:
    remarks = _unnumbered(message.user_comments)
    former = "\n".join(remark[2:] for remark in remarks if _FORMER.match(remark))
    return Entry(
        context=MessageKey.parse(str(message.context or "")),
        english=str(message.id),
        translation=str(message.string),
        source=Source(name, message.lineno or 0),
        flags=frozenset(flag.removeprefix(_OWN) for flag in message.flags - _BABELS_FLAGS),
        former=denormalize(former.partition("msgid ")[2]) if "msgid " in former else "",
        remarks=tuple(remark for remark in remarks if not _FORMER.match(remark)),
        notes=tuple(_unnumbered(message.auto_comments)),
        places=tuple(path if line is None else f"{path}:{line}" for path, line in message.locations),
    )


_FORMER = re.compile(r'\| (?:msgctxt |msgid )?"')  # A line of the former English; Babel takes it for a remark.

_NUMBER = "\ue000"  # Separates a comment's line from its number, by which Babel keeps lines that are equal.

_BABELS_FLAGS = {"python-format", "python-brace-format"}
"""Babel gives these flags by guessing from the text ("50 % sure", "{}"), and takes them away if the file has them."""
_OWN = "\ue000"  # Stands before such a flag of the file itself, so that Babel leaves it alone.


def _unnumbered(comments: Iterable[str]) -> list[str]:
    return [comment.rpartition(_NUMBER)[0].rstrip() for comment in comments]


_FIELD = re.compile(r'(?:(msgctxt|msgid|msgstr) )?"(?:[^"\\]|\\[\\"ntr])*"')
_BEFORE = {"msgctxt": ("", "msgstr"), "msgid": ("", "msgctxt", "msgid", "msgstr"), "msgstr": ("msgid",)}
"""The fields that may precede each field. (Of two msgids the first lacks its msgstr, as Babel finds.)"""


def _checked(text: str, name: str) -> Iterator[str]:
    """Yield the lines of *text*, each checked before Babel sees it."""
    before, was_obsolete = "", False
    for number, line in enumerate(map(str.strip, text.split("\n")), start=1):
        if line.startswith("#~|"):  # the former English of an obsolete entry: Babel cannot read it
            line = ""
        obsolete = line.startswith("#~")
        part = line[2:].lstrip() if obsolete else line
        if part and not part.startswith("#"):
            match = _FIELD.fullmatch(part)
            if match is None:
                raise _unreadable(_why(part), name, number)
            begins = match[1] == "msgctxt" or (match[1] == "msgid" and before != "msgctxt")
            if obsolete is not was_obsolete and not begins:
                raise _unreadable("Only some lines of this entry begin with “#~”.", name, number)
            if match[1]:
                if before not in _BEFORE[match[1]]:
                    raise _unreadable(f"No {match[1]} may stand here, after {before or 'nothing'}.", name, number)
                before, was_obsolete = match[1], obsolete
        if line.startswith("#,"):
            line = line.replace("python-", f"{_OWN}python-")
        yield f"{line}{_NUMBER}{number}" if re.match("#(?![~:,])", line) else line


def _why(part: str) -> str:
    if part.startswith(("msgid_plural", "msgstr[")):
        return "Messages have no plural forms here."
    if not re.match(r'(?:msg[a-z]+ *)?"', part):
        return "This is not a line of a PO file."
    for escape in re.finditer(r"\\(.?)", part):
        if escape[1] not in ("\\", '"', "n", "t", "r"):
            return f"“{escape[0]}” is not an escape sequence of PO files."
    return "A quotation mark is missing here, or there is one too many."


def _unreadable(problem: str, name: str, line: int) -> TranslationError:
    hint = "Correct the line, or restore the file's last good state."
    return TranslationError(problem, hint=hint, source=Source(name, line))


def write(catalog: Catalog) -> str:
    """Return the text of a PO file; a catalog that `read` returned gives the same text again.

    Obsolete entries keep neither flags nor former English.
    """
    head = "".join(f"{name}: {value}\n" for name, value in catalog.headers.items())
    lines = [*catalog.remarks.split("\n")] if catalog.remarks else []
    lines += [*(["#, fuzzy"] if catalog.fuzzy else []), 'msgid ""', *_field("msgstr", head), ""]
    for entry in catalog.entries.values():
        comments = [*(f"# {remark}" for remark in entry.remarks), *(f"#. {note}" for note in entry.notes)]
        comments += [f"#: {' '.join(map(_isolated, entry.places))}"] if entry.places else []
        comments += [f"#, {', '.join(sorted(entry.flags))}"] if entry.flags else []
        lines += [comment.rstrip() for comment in comments]
        lines += [f"#| {line}" for line in (_field("msgid", entry.former) if entry.former else ())]
        lines += [*_fields(entry), ""]
    for entry in catalog.obsolete:
        lines += [*(f"# {remark}".rstrip() for remark in entry.remarks), *(f"#~ {line}" for line in _fields(entry)), ""]
    return "\n".join(lines).lstrip()


def _fields(entry: Entry) -> list[str]:
    context = _field("msgctxt", str(entry.context)) if entry.context != NO_KEY else []
    return [*context, *_field("msgid", entry.english), *_field("msgstr", entry.translation)]


def _field(name: str, text: str) -> list[str]:
    # GNU gettext, translate-toolkit (Weblate) and Babel break lines by rules that differ in every script and version.
    # Where only a text's own line breaks count, all write the same bytes, and a changed word changes one line. Poedit
    # keeps what it finds.
    return f"{name} {normalize(text, width=0)}".split("\n")


def _isolated(place: str) -> str:
    """Return *place* as GNU gettext writes it: a path with spaces between U+2068 and U+2069."""
    path, colon, line = place.rpartition(":")
    if not re.search(r"[ \t]", place):
        return place
    return f"\u2068{path}\u2069{colon}{line}" if line.isdecimal() else f"\u2068{place}\u2069"


def read_catalog(registry: Registry, language: Language) -> Catalog:
    """Return the catalog of *language*; an empty one (`Catalog.exists`) if there is no file.

    Raises:
        TranslationError, FileAccessError: the file is too large, no PO file in UTF-8, or cannot be read.
    """
    path = registry.catalog_path(language)
    return read_file(path, yamlfile.display_path(path, registry.folder))


def read_file(path: Path, name: str) -> Catalog:
    """Return the catalog in the file *path*, which errors call *name*; see `read_catalog`."""
    if not exists(path):
        return Catalog(name, exists=False)
    try:
        text = yamlfile.decode(read_bytes(path, name, limits.CATALOG_BYTES), name)
    except ContentError as error:
        raise TranslationError(error.problem, hint=error.hint, source=error.source) from None
    return read(text, name)


def read_bases(layers: Layers, language: Language) -> Catalog:
    """Return the catalogs of *language* in the bases as one, the nearest first; empty if there are none."""
    file = language.catalog_file
    whole = Catalog(file, exists=False)
    for layer in reversed(layers.bases):
        whole = read_file(layer.folder / file, layer.shown(file)).over(whole)
    return whole
