"""What no translation may do, whatever its language: a hand-typed number, a stray link, an invisible character.

Translations are untrusted: a wrong digit in one of forty languages is nothing that a reviewer of the campaign can see.
The English is held to the same rules.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

from flyers.content.markup import MarkupError, Template, parse
from flyers.findings import Fault
from flyers.translation.checks.findings import Item, check, named

_BIDI_OVERRIDES = range(0x202A, 0x202F)
_ALLOWED_FORMATS = frozenset("\u200b\u200c\u200d\u200e\u200f\u00ad\u2066\u2067\u2068\u2069")
_REFUSED_CATEGORIES = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
_SUSPECT = re.compile(r"[^\t\n\r -~¡-¬®-\u058f]")
"""Cheap first look: characters that may be of a refused category. Tab, newline and return are looked at apart."""


@check(
    "L105",
    "of invisible characters, only those that text needs",
    found="The text has an override of its direction, a control character, a private-use character or a line break.",
    why="What nobody sees can turn a number round, hide it, or print as a box.",
    advice="Delete the character. Where direction must be set, use the isolates U+2066–U+2069.",
    rules=("UAX #9, 2", "UTS #39, 3.1"),
)
def controls(item: Item) -> Iterator[Fault]:
    """Of invisible characters only ZWSP, ZWNJ, ZWJ, LRM, RLM, SHY and isolates (UAX #9, UTS #39 §3.1)."""
    suspects = () if item.text.isascii() and item.text.isprintable() else dict.fromkeys(_SUSPECT.findall(item.text))
    # An override and the mark that ends it are one fault.
    if overrides := [named(character) for character in suspects if ord(character) in _BIDI_OVERRIDES]:
        yield Fault(
            f"{' and '.join(overrides)} may not change the direction of text.",
            "Delete what is invisible here; use the isolates U+2066–U+2069 where direction must be set.",
        )
    for character in suspects:
        if ord(character) in _BIDI_OVERRIDES:
            continue
        if character == "\ufffd":
            yield Fault(f"{named(character)} stands where a letter was lost.", "Type the letter again.")
        elif character not in _ALLOWED_FORMATS and unicodedata.category(character) in _REFUSED_CATEGORIES:
            yield Fault(f"{named(character)} is not allowed.", "Delete it.")
    if "\n" in item.text and "\n" not in item.english.text:
        yield Fault(
            "The text has a line break, which the English has not.", "Delete it; lines are broken by the program."
        )
    for character in "\t\r":
        if character in item.text:
            yield Fault(f"{named(character)} is not allowed.", "Use a space.")


@check(
    "L106",
    "every direction isolate is closed",
    found="A direction isolate is opened and not closed, or closed and not opened.",
    why="The rest of the line, a phone number perhaps, would stand in the wrong order.",
    advice="Give each of U+2066–U+2068 one U+2069 after it, or delete them.",
    rules=("UAX #9, BD9",),
)
def isolates(item: Item) -> Iterator[Fault]:
    """Every isolate is closed, and nothing is closed that was not opened (UAX #9, BD9)."""
    if item.text.isascii():
        return
    depth = 0
    for character in re.findall("[\u2066-\u2069]", item.text):
        depth += -1 if character == "\u2069" else 1
        if depth < 0:
            break
    if depth:
        what = "closes (U+2069) before any opens" if depth < 0 else "is opened and not closed (U+2069)"
        yield Fault(f"A direction isolate {what}.", "Give each of U+2066–U+2068 one U+2069 after it, or delete them.")


@check(
    "L102",
    "placeholders are those of the English, and markup is whole",
    found="A placeholder like {hotline} is missing, misspelt or too many, or bold text is opened and not closed.",
    why="The phone number would be missing, or a brace or an asterisk would be printed.",
    advice="Copy each placeholder from the English as it is, as often as it stands there, and write ** in pairs.",
)
def placeholders(item: Item) -> Iterator[Fault]:
    """The same placeholders as in English, as often; and whole markup."""
    try:
        template = parse(item.text)
    except MarkupError as error:
        yield Fault(str(error), "Write markup as in the English.")
        return
    yield from _compare(template.placeholders, item.english.template)


def _compare(found: Counter[str], english: Template) -> Iterator[Fault]:
    wanted = english.placeholders
    if found == wanted:
        return
    missing, extra = wanted - found, found - wanted
    parts = [f"lacks {_listed(missing)}"] if missing else []
    if extra:
        parts.append(f"has {_listed(extra)}, which the English has not" + (" so often" if extra & wanted else ""))
    hint = f"The English has {_listed(wanted)}; copy it exactly." if wanted else "Delete it; the English has none."
    yield Fault(f"The translation {' and '.join(parts)}.", hint)


_TAG = re.compile(r"<\s*[/!?]?\s*[A-Za-z][^<>]*>?|&(?:[A-Za-z][A-Za-z0-9]*|#[0-9]+|#x[0-9A-Fa-f]+);")


@check(
    "L103",
    "no markup of other systems",
    found="The text has a tag like <b> or an entity like &amp;.",
    why="It would be printed letter by letter.",
    advice="Delete it. The only markup is **strong**.",
)
def tags(item: Item) -> Iterator[Fault]:
    """Markup of other systems would print letter by letter."""
    if ("<" in item.text or "&" in item.text) and (match := _TAG.search(item.text)):
        yield Fault(
            f"“{match[0]}” is markup, which would be printed as it stands.",
            "Delete it. The only markup is **strong**.",
        )


_NUMBER = re.compile(r"\d(?:[\s().\-\u2010-\u2014/+\u00b7]{0,3}\d)*")
_YEARS = re.compile(r"(?:19|20)\d\d\D{1,3}(?:19|20)\d\d")
_ADDRESS = re.compile(
    r"https?:|ftp:|mailto:|tel:|sms:|javascript:|://|www\.|\w@\w"
    r"|[a-z0-9-]{2,}\.(?:com|org|net|gov|edu|mil|int|info|biz|us|uk|ca|mx|eu|io|co|me|ly|app|help|support)(?![a-z])",
)
_PLAIN_WORDS = re.compile(r"(?:[ A-Za-z*(){}_,;!?\"'“”\u2018\u2019-]|[.:](?= |$))*")
"""Texts in which there is nothing to look for, which most are: no digit, and no mark inside a word but "-"."""
_BESIDE = re.compile(r"\d-?\{|\}-?\d")
_ASIDE = re.compile(r"\{[^{}]*\}|[\u00ad\u200b-\u200f\u2060-\u2069\ufe0f]")


@check(
    "L104",
    "numbers and addresses are not typed by hand",
    found="The text has a phone number, a web address or a mail address of its own, or a digit beside a placeholder.",
    why="Nobody would ever update it; a wrong digit sends a person in danger to a stranger.",
    advice="Write the placeholder of the contact, as in the English.",
)
def foreign_contacts(item: Item) -> Iterator[Fault]:
    """Numbers and addresses stand in contacts only; typed into a translation, nobody would ever update them."""
    if _PLAIN_WORDS.fullmatch(item.text):
        return
    plain = _plain(item.text)
    known = _known(item)
    for number in _NUMBER.findall(plain):
        groups = _groups(number)
        if contact := _contact(groups, known):
            yield Fault(f"“{number}” is typed by hand.", _instead_of_a_number(item, contact))
        elif _like_a_phone_number(number, groups):
            yield Fault(f"“{number}” looks like a phone number.", "Numbers come from contacts.yaml only; delete it.")
    if match := _BESIDE.search(item.text):
        yield Fault(
            f"A digit stands beside a placeholder: “{match[0]}”.", "It would read as part of the number; delete it."
        )
    address = plain.casefold()
    if match := _ADDRESS.search(address):
        yield Fault(
            f"“{_around(address, match)}” looks like a web or mail address.",
            "Addresses come from contacts.yaml only; write a placeholder, or delete it.",
        )


def _instead_of_a_number(item: Item, contact: str) -> str:
    """A placeholder that the English has not would be the next fault; the English itself may take any."""
    if item.text == item.english.text or contact in item.english.template.placeholders:
        return f"Write {{{contact}}}; the number is put in its place."
    return f"Delete it; the English does not have {{{contact}}} here."


def _plain(text: str) -> str:
    """The text without placeholders and tags. Nothing invisible hides a number in it, nor do digits of any script."""
    text = _TAG.sub(" \0 ", text)
    return unicodedata.normalize("NFKC", _ASIDE.sub(lambda match: " \0 " if match[0][0] == "{" else "", text))


def _groups(number: str) -> list[str]:
    """The digits of a number, 0 to 9, as it parts them."""
    return ["".join(str(unicodedata.decimal(digit)) for digit in group) for group in re.findall(r"\d+", number)]


def _known(item: Item) -> dict[str, str]:
    return {contact.digits: name for name, contact in item.contacts.items() if contact.digits}


def _contact(groups: list[str], known: dict[str, str]) -> str:
    """The contact whose number it is, or ""."""
    return next((known[each] for each in ("".join(groups), *groups) if each in known), "")


def _like_a_phone_number(number: str, groups: list[str]) -> bool:
    return (sum(map(len, groups)) >= 7 or max(map(len, groups)) >= 5) and not _YEARS.fullmatch(number)


def _around(text: str, match: re.Match[str]) -> str:
    start = max(text.rfind(" ", 0, match.start()) + 1, match.start() - 30)
    end = text.find(" ", match.end())
    return text[start : end if 0 <= end < match.end() + 30 else match.end() + 30].strip()


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names))


@check(
    "L107",
    "figures are those of the English",
    found="A figure of the English (18, 2000) is not in the translation, or the translation has another one.",
    why="An age or a year of the law would be wrong, and nobody who does not read the language sees it.",
    advice="Write the same figures, or say in the catalog why they differ (words for a number, another calendar).",
    excusable=True,
)
def figures(item: Item) -> Iterator[Fault]:
    """Figures of two digits and more, in digits of any script. (Numbers of contacts are another check's.)"""
    known = _known(item)
    found, wanted = _figures(item.text, known), _figures(item.english.text, known)
    if missing := wanted - found:
        yield Fault(
            f"The English has {', '.join(sorted(missing))}, the translation has not.", "Write the same figures."
        )
    if extra := found - wanted:
        yield Fault(f"The translation has {', '.join(sorted(extra))}, the English has not.", "Write the same figures.")


def _figures(text: str, known: dict[str, str]) -> set[str]:
    if not any(map(str.isdigit, text)):
        return set()
    numbers = [(number, _groups(number)) for number in _NUMBER.findall(_plain(text))]
    plain = [each for number, each in numbers if not _contact(each, known) and not _like_a_phone_number(number, each)]
    return {group for groups in plain for group in groups if len(group) > 1}
