r"""Catalogs: gettext PO files, read strictly and with the line of every entry.

Catalogs are read on every build and by everyone's editor, so this reader is small and exact: it takes the PO syntax of
the GNU gettext manual ("The Format of PO Files"), and an unclosed quotation mark, an unknown escape or a stray line is
an error with its line, where lenient readers drop a letter and go on. Babel writes catalogs (`flyers.translation
.template`); a test holds the two to the same reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from flyers.content import yamlfile
from flyers.content.campaign import Campaign
from flyers.errors import ContentError, Source, TranslationError
from flyers.translation.registry import Language, Registry

MAX_BYTES = 8_000_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: the context is the message id with form; ``source`` is the line of its msgstr."""

    context: str
    english: str
    translation: str
    fuzzy: bool
    source: Source


@dataclass(frozen=True, slots=True)
class Catalog:
    """A language's catalog. ``entries`` by context; obsolete ones (``#~``) are not among them."""

    path: str
    headers: Mapping[str, str]
    entries: Mapping[str, Entry]

    @property
    def draft(self) -> bool:
        """Whether its header says that no native reader has reviewed it; so it counts unless it says otherwise."""
        return self.headers.get("X-Review-Status", "draft") != "reviewed"


def read_catalog(campaign: Campaign, registry: Registry, language: Language) -> Catalog:
    """The catalog of *language*.

    Raises:
        TranslationError: there is none, or it is not a PO file in UTF-8; with file and line.
        FileAccessError: it cannot be read.
    """
    path = registry.catalog_path(language)
    name = yamlfile.display_path(path, campaign.folder)
    if not path.exists():
        raise TranslationError(
            f"There is no catalog for {language.english} yet.",
            cure=f"“python scripts/update_catalogs.py {language.tag}” begins one.",
            source=Source(name),
        )
    return parse_catalog(path, name)


def parse_catalog(path: Path, name: str) -> Catalog:
    """The catalog in the file *path*, called *name* in errors."""
    data = yamlfile.read_bytes(path, name, MAX_BYTES)
    try:
        text = yamlfile.decode(data, name)
    except ContentError as error:
        raise TranslationError(error.problem, cure=error.cure, source=error.source) from None
    return parse(text, name)


def parse(text: str, name: str) -> Catalog:
    """The catalog in *text*.

    Raises:
        TranslationError: with the line, at the first thing that is not PO syntax, and for entries without a context,
            with plural forms, or whose context occurs twice.
    """
    headers: dict[str, str] = {}
    entries: dict[str, Entry] = {}
    for fields, fuzzy, lines in _entries(text, name):
        line = lines.get("msgstr", 0)
        missing = [keyword for keyword in ("msgid", "msgstr") if keyword not in fields]
        if missing:
            raise _broken(f"This entry has no {missing[0]}.", name, max(lines.values()))
        if not fields["msgid"] and "msgctxt" not in fields:
            headers = _headers(fields["msgstr"])
            continue
        context = fields.get("msgctxt")
        if context is None:
            raise _broken("This entry has no msgctxt, so it belongs to no message.", name, lines["msgid"])
        if context in entries:
            first = entries[context].source.line
            raise _broken(f"“{context}” occurs twice; it stands on line {first} already.", name, lines["msgctxt"])
        entries[context] = Entry(context, fields["msgid"], fields["msgstr"], fuzzy, Source(name, line))
    return Catalog(name, headers, entries)


_LINE = re.compile(r'(?:(msgctxt|msgid|msgstr)[ \t]+)?"((?:[^"\\]|\\.)*)"')
_ESCAPE = re.compile(r"\\(.)")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}


def _entries(text: str, name: str) -> Iterator[tuple[dict[str, str], bool, dict[str, int]]]:
    """Fields, fuzzy flag and line numbers of each entry; obsolete ones are skipped."""
    fields: dict[str, str] = {}
    lines: dict[str, int] = {}
    fuzzy = False
    keyword = ""
    for number, raw in enumerate(text.split("\n"), start=1):
        line = raw.strip(" \t\r")
        if not line or line[0] == "#":
            if fields and "msgstr" in fields:
                yield fields, fuzzy, lines
                fields, lines, fuzzy, keyword = {}, {}, False, ""
            if line.startswith("#,") and "fuzzy" in line[2:].replace(" ", "").split(","):
                fuzzy = True
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            raise _broken(_why(line), name, number)
        if match[1]:
            if "msgstr" in fields and match[1] != "msgstr":
                yield fields, fuzzy, lines
                fields, lines, fuzzy = {}, {}, False
            keyword = match[1]
            if keyword in fields:
                raise _broken(f"This entry has a second {keyword}.", name, number)
            fields[keyword] = ""
            lines[keyword] = number
        elif not keyword:
            raise _broken("This text belongs to no msgid or msgstr.", name, number)
        fields[keyword] += _unescape(match[2], name, number)
    if fields:
        yield fields, fuzzy, lines


def _unescape(text: str, name: str, line: int) -> str:
    if "\\" not in text:
        return text
    unknown = next((found[1] for found in _ESCAPE.finditer(text) if found[1] not in _ESCAPES), None)
    if unknown is not None:
        raise _broken(f"“\\{unknown}” is not an escape of PO files.", name, line)
    return _ESCAPE.sub(lambda found: _ESCAPES[found[1]], text)


def _headers(text: str) -> dict[str, str]:
    pairs = (line.partition(":") for line in text.splitlines())
    return {key.strip(): value.strip() for key, colon, value in pairs if colon}


def _why(line: str) -> str:
    if line.startswith(("msgid_plural", "msgstr[")):
        return "Messages of flyers have no plural forms."
    if line.count('"') - line.count('\\"') == 1:
        return "A quotation mark is missing."
    return "This is not a line of a PO file."


def _broken(problem: str, name: str, line: int) -> TranslationError:
    return TranslationError(
        problem, cure="Mend the line, or open the file in Poedit and save it again.", source=Source(name, line)
    )
