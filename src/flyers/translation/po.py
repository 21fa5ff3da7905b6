"""PO files, read and written by Babel, held to the letter.

Babel's reader takes a catalog as it comes: an unclosed quotation mark costs a letter, an unknown escape stays as it
stands, a field in the wrong place slips into the next entry, and a second entry of one context is merged into the
first. Its catalog forgets headers that it does not know, and its writer puts the former English (``#|``) among the
comments, where GNU gettext refuses it. What is here mends that and no more.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from babel.messages import catalog as babel_catalog
from babel.messages.catalog import Message
from babel.messages.pofile import PoFileError, PoFileParser, denormalize, normalize, write_po

from flyers.errors import Source, TranslationError

WIDTH = 0
"""No text is broken into lines but at its own line breaks.

GNU gettext, translate-toolkit (Weblate) and Babel break lines by rules that differ in every script and from version to
version; where none breaks any, all write the same bytes, and a changed word changes one line. Poedit keeps to what it
finds in a file.
"""

MEND = "Mend the line, or take the file's last good state."


class Catalog(babel_catalog.Catalog):
    """Babel's catalog, with every header and remark as it stands. Each entry has a context of its own.

    Args:
        name: the file's, for errors.
        headers: its header fields, in order.
        remarks: the comment at its head, with ``#``.
    """

    def __init__(self, name: str = "", headers: Mapping[str, str] | None = None, remarks: str = "") -> None:
        super().__init__(fuzzy=False)
        self.name = name
        self.headers = dict(headers or {})
        self.remarks = remarks
        self._lines: dict[str, int] = {}

    # Babel has attributes for some headers alone, and writes those with its own version.
    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        fields = list(self.headers.items())
        return [*fields[:-1], *((name, f"{value}\n") for name, value in fields[-1:])]

    @mime_headers.setter
    def mime_headers(self, fields: Iterable[tuple[str, str]]) -> None:
        self.headers = dict(fields)

    # Babel wraps every line of the remarks for itself and replaces words like VERSION; `write` puts them as they are.
    @property
    def header_comment(self) -> str:
        return ""

    @header_comment.setter
    def header_comment(self, text: str | None) -> None:
        self.remarks = text or ""

    def __setitem__(self, id: Any, message: Message) -> None:
        if message.lineno is not None:  # it comes from a file
            if fault := self._fault(message):
                raise _refused(
                    fault, "Delete it; “flyers translations update” adds what is missing.", self.name, message.lineno
                )
            note_former(message, former(message))
        # "50 % sure" is no printf directive in text that is filled by braces.
        message.flags.discard("python-format")
        super().__setitem__(id, message)

    def _fault(self, message: Message) -> str:
        """Why the entry may not stand beside those that are here already, or ""."""
        where = message.context
        if where is None:
            return "This entry has no msgctxt, so it belongs to no message." if message.id or self.headers else ""
        if where in self._lines:
            return f"“{where}” occurs twice; it stands on line {self._lines[where]} already."
        self._lines[where] = message.lineno or 0
        return "" if message.id else "This entry has no English in its msgid."


def read(text: str, name: str) -> Catalog:
    """The catalog in *text*, a PO file called *name*; each message has the line of its msgid.

    Raises:
        TranslationError: with the line, for what is not PO syntax (GNU gettext manual, “The Format of PO Files”),
            plural forms, entries without context, msgid or msgstr, and contexts that occur twice.
    """
    found = Catalog(name)
    try:
        PoFileParser(found, abort_invalid=True).parse(_checked(text, name))
    except PoFileError as error:
        said = str(error).rpartition(" on ")[0]  # the line, counted from 0, follows
        raise _refused(f"This is not PO syntax: {said}.", MEND, name, error.lineno + 1) from None
    return found


def write(catalog: Catalog) -> str:
    """The text of a PO file. What `read` gave comes out as it went in, each text on one line.

    (Entries out of use keep no flags and no former English.)
    """
    for message in catalog.obsolete.values():
        note_former(message, "")
    written = [message for message in (*catalog, *catalog.obsolete.values()) if message.id and message.user_comments]
    kept = [message.user_comments for message in written]
    stream = io.BytesIO()
    # Babel breaks long remarks into lines, so it gets short ones to put in their place.
    for number, message in enumerate(written):
        message.user_comments = [f"{_STAND_IN}{number}"]
    try:
        write_po(stream, catalog, width=WIDTH)
    finally:
        for message, remarks in zip(written, kept, strict=True):
            message.user_comments = remarks
    text = _REMARKS.sub(lambda match: _comments(kept[int(match[1])], match[2]), stream.getvalue().decode())
    return f"{catalog.remarks}\n{text.strip()}\n".lstrip()


def _comments(remarks: Iterable[str], others: str) -> str:
    """All comments of an entry; the former English, which travels as remarks of the form “| msgid …”, goes last."""
    own = "".join(f"# {remark}".rstrip() + "\n" for remark in remarks if not is_former(remark))
    return own + others + "".join(f"#{remark}\n" for remark in remarks if is_former(remark))


def former(message: Message) -> str:
    """The English that the translation was made of, where the file has it (``#|``); or ""."""
    lines = "\n".join(remark[2:] for remark in message.user_comments if _FORMER.match(remark))
    return denormalize(lines.partition("msgid ")[2]) if "msgid " in lines else ""


def is_former(remark: str) -> bool:
    """Whether a translator's remark, as Babel has it, is a line of the former English instead."""
    return _FORMER.match(remark) is not None


def note_former(message: Message, english: str) -> None:
    """Keep *english* with the message as the one that its translation was made of; "" drops what is there."""
    lines = f"msgid {normalize(english, width=WIDTH)}".split("\n") if english else []
    remarks = [remark for remark in message.user_comments if not is_former(remark)]
    message.user_comments = remarks + [f"| {line}" for line in lines]


_FORMER = re.compile(r'\| (?:msgctxt |msgid )?"')
_STAND_IN = "\ue000"
_REMARKS = re.compile(rf"^# {_STAND_IN}(\d+)\n((?:#[.:,].*\n)*)", re.MULTILINE)

_FIELD = re.compile(r'(?:(msgctxt|msgid|msgstr) )?"(?:[^"\\]|\\[\\"ntr])*"')
_ESCAPE = re.compile(r"\\(.?)")
_BEFORE = {"msgctxt": ("", "msgstr"), "msgid": ("", "msgctxt", "msgid", "msgstr"), "msgstr": ("msgid",)}
"""Which field may stand before one. (Of two msgids the first lacks its msgstr, as Babel finds.)"""


def _checked(text: str, name: str) -> Iterator[str]:
    """The lines of *text*, each looked at before Babel sees it."""
    before, was_out = "", False
    for number, line in enumerate(map(str.strip, text.split("\n")), start=1):
        if line.startswith("#~|"):  # the former English of an entry that is out of use: Babel stumbles over it
            line = ""
        out = line.startswith("#~")
        part = line[2:].lstrip() if out else line
        if part and not part.startswith("#"):
            match = _FIELD.fullmatch(part)
            if match is None:
                raise _refused(_why(part), MEND, name, number)
            begins = match[1] == "msgctxt" or (match[1] == "msgid" and before != "msgctxt")
            if out is not was_out and not begins:
                raise _refused("“#~” stands before some lines of this entry only.", MEND, name, number)
            if match[1]:
                if before not in _BEFORE[match[1]]:
                    raise _refused(f"No {match[1]} may stand here, after {before or 'nothing'}.", MEND, name, number)
                before, was_out = match[1], out
        yield line


def _why(part: str) -> str:
    if part.startswith(("msgid_plural", "msgstr[")):
        return "Messages have no plural forms here."
    if not re.match(r'(?:msg[a-z]+ *)?"', part):
        return "This is not a line of a PO file."
    unknown = next((found[0] for found in _ESCAPE.finditer(part) if found[1] not in ("\\", '"', "n", "t", "r")), None)
    if unknown is not None:
        return f"“{unknown}” is not an escape of PO files."
    return "A quotation mark is missing here, or one too many."


def _refused(problem: str, hint: str, name: str, line: int) -> TranslationError:
    return TranslationError(problem, hint=hint, source=Source(name, line))
