r"""The syntax of gettext PO files, read strictly and written plainly.

Catalogs are read on every build and edited with everyone's tools, so this reader is small and exact: it takes the
syntax of the GNU gettext manual ("The Format of PO Files"), and an unclosed quotation mark, an unknown escape or a
stray line is an error with its line, where lenient readers drop a letter and go on. Tests hold it to Babel's reader;
unlike Babel's, it keeps previous English (``#|``) and headers of any name when a file is read and written again.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from flyers.errors import Source, TranslationError

WIDTH = 78


@dataclass(slots=True)
class Unit:
    """One entry as it stands in the file.

    Attributes:
        fields: ``msgctxt``, ``msgid``, ``msgstr``, unescaped; those that are there.
        comments: its comment lines, with their ``#``.
        lines: line number of each field.
        obsolete: whether it is commented out with ``#~``.
    """

    fields: dict[str, str] = field(default_factory=dict)
    comments: list[str] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)
    obsolete: bool = False

    @property
    def context(self) -> str:
        return self.fields.get("msgctxt", "")

    @property
    def english(self) -> str:
        return self.fields.get("msgid", "")

    @property
    def translation(self) -> str:
        return self.fields.get("msgstr", "")

    @property
    def flags(self) -> list[str]:
        """Flags in their order: ``fuzzy``, ``python-brace-format``."""
        lines = (line[2:] for line in self.comments if line.startswith("#,"))
        return [flag for line in lines for flag in line.replace(" ", "").split(",") if flag]

    @property
    def remarks(self) -> list[str]:
        """The translators' own comment lines."""
        return [line for line in self.comments if line[1:2] not in (".", ":", ",", "|", "~")]


_LINE = re.compile(r'(?:(msgctxt|msgid|msgstr)[ \t]*)?"((?:[^"\\]|\\.)*)"')
_ESCAPE = re.compile(r"\\(.)")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}


def read(text: str, name: str) -> Iterator[Unit]:
    """The entries of a PO file called *name*, in its order.

    Raises:
        TranslationError: with the line, at the first thing that is not PO syntax, and for entries without msgid or
            msgstr.
    """
    unit = Unit()
    keyword = ""
    for number, raw in enumerate(text.split("\n"), start=1):
        line = raw.strip(" \t\r")
        obsolete = line.startswith("#~") and not line.startswith("#~|")
        if obsolete:
            line = line[2:].lstrip(" \t")
        if not line or (line[0] == "#" and not obsolete):
            if unit.fields:
                yield _whole(unit, name)
                unit, keyword = Unit(), ""
            if line:
                unit.comments.append(line)
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            raise _broken(_why(line), name, number)
        if match[1]:
            if "msgstr" in unit.fields:
                yield _whole(unit, name)
                unit = Unit()
            keyword = match[1]
            if keyword in unit.fields:
                raise _broken(f"This entry has a second {keyword}.", name, number)
            unit.fields[keyword] = ""
            unit.lines[keyword] = number
            unit.obsolete = obsolete
        elif not keyword:
            raise _broken("This text belongs to no msgid or msgstr.", name, number)
        unit.fields[keyword] += _unescape(match[2], name, number)
    if unit.fields:
        yield _whole(unit, name)


def write(units: Iterable[Unit]) -> str:
    """The text of a PO file with these entries."""
    return "\n".join(_written(unit) for unit in units)


def comment(text: str, mark: str) -> list[str]:
    """*text* as comment lines that begin with ``#`` and *mark*, wrapped."""
    return [f"#{mark} {line}" for line in textwrap.wrap(text, WIDTH - 3, break_long_words=False) or [""]]


def _written(unit: Unit) -> str:
    prefix = "#~ " if unit.obsolete else ""
    lines = list(unit.comments)
    for keyword in ("msgctxt", "msgid", "msgstr"):
        if keyword in unit.fields:
            lines += (prefix + line for line in quoted(keyword, unit.fields[keyword]))
    return "\n".join(lines) + "\n"


def quoted(keyword: str, text: str) -> list[str]:
    """``msgid "…"``, broken after line feeds and, where it is long, after spaces."""
    parts = [_escape(part) for part in text.splitlines(keepends=True)] if "\n" in text else [_escape(text)]
    if len(parts) == 1 and len(keyword) + len(parts[0]) + 3 <= WIDTH:
        return [f'{keyword} "{parts[0]}"']
    return [f'{keyword} ""', *(f'"{line}"' for part in parts for line in _wrapped(part))]


def _wrapped(part: str) -> Iterator[str]:
    line = ""
    for word in re.findall(r"[^ ]* *", part):
        if line and len(line) + len(word.rstrip(" ")) > WIDTH - 2:
            yield line
            line = ""
        line += word
    if line:
        yield line


def _escape(text: str) -> str:
    for mark, character in (("\\", "\\"), ('"', '"'), ("n", "\n"), ("t", "\t"), ("r", "\r")):
        text = text.replace(character, f"\\{mark}")
    return text


def _unescape(text: str, name: str, line: int) -> str:
    if "\\" not in text:
        return text
    unknown = next((found[1] for found in _ESCAPE.finditer(text) if found[1] not in _ESCAPES), None)
    if unknown is not None:
        raise _broken(f"“\\{unknown}” is not an escape of PO files.", name, line)
    return _ESCAPE.sub(lambda found: _ESCAPES[found[1]], text)


def _whole(unit: Unit, name: str) -> Unit:
    for keyword in ("msgid", "msgstr"):
        if keyword not in unit.fields:
            raise _broken(f"This entry has no {keyword}.", name, max(unit.lines.values()))
    return unit


def _why(line: str) -> str:
    if line.startswith(("msgid_plural", "msgstr[")):
        return "Messages have no plural forms here."
    if re.sub(r"\\.", "", line).count('"') == 1:
        return "A quotation mark is missing."
    return "This is not a line of a PO file."


def _broken(problem: str, name: str, line: int) -> TranslationError:
    return TranslationError(
        problem, cure="Mend the line, or take the file's last good state.", source=Source(name, line)
    )
