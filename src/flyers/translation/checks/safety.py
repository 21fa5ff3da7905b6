"""Rules that keep translations of every language safe: no typed numbers, no links, no invisible characters.

Translations are untrusted: no reviewer of the campaign can see a wrong digit in one of forty languages. The English has
to follow the same rules.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from flyers.content import markup
from flyers.content.schema import shorten
from flyers.findings import Fault
from flyers.translation.checks.findings import Translation, check, named

_ALLOWED_FORMATS = frozenset("\u200b\u200c\u200d\u200e\u200f\u00ad\u2066\u2067\u2068\u2069")
_SUSPECT = re.compile(r"[^\t\n\r -~¡-¬®-\u058f]")
"""Characters that may be of a refused category: a cheap first test. Tabs and line breaks are tested separately."""


@check(
    "L105",
    "the only invisible characters are those that text needs",
    found="The text has a direction override, a control character, a private-use character or a line break.",
    why="An invisible character can reverse a number, hide it, or print as a box.",
    advice="Delete the character. To set a direction, use the isolates U+2066–U+2069.",
    rules=("UAX #9, 2", "UTS #39, 3.1"),
    asked_by="UTS #39, 3.1",
)
def controls(translation: Translation) -> Iterator[Fault]:
    text = translation.text
    suspects = () if text.isascii() and text.isprintable() else dict.fromkeys(_SUSPECT.findall(text))
    # An override and the character that ends it are one fault.
    if overrides := [character for character in suspects if "\u202a" <= character <= "\u202e"]:
        yield Fault(
            f"{' and '.join(map(named, overrides))} may not change the direction of text.",
            "Delete these invisible characters; to set a direction, use the isolates U+2066–U+2069.",
        )
    for character in suspects:
        category = unicodedata.category(character)
        if character == "\ufffd":
            yield Fault(f"{named(character)} is in the place of a letter that was lost.", "Type the letter again.")
        elif character not in (*_ALLOWED_FORMATS, *overrides) and (category in ("Zl", "Zp") or category[0] == "C"):
            yield Fault(f"{named(character)} is not allowed.", "Delete it.")
    if "\n" in text and "\n" not in translation.english.text:
        yield Fault("The text has a line break, but the English has none.", "Delete it; the program breaks lines.")
    for character in "\t\r":
        if character in text:
            yield Fault(f"{named(character)} is not allowed.", "Use a space.")


@check(
    "L110",
    "a zero-width space stands between words",
    found="There is a zero-width space (U+200B) at an end of the text, or before punctuation.",
    why="A line may end there, and the next one begins with the full stop.",
    advice="Delete it; the program divides the words of a sentence itself.",
    asked_by="issue 30: stops that begin a line",
)
def zero_width_spaces(translation: Translation) -> Iterator[Fault]:  # UAX #14, LB13
    text = translation.text
    if "\u200b" not in text:
        return
    for match in re.finditer("\u200b+", text):
        after = text[match.end() : match.end() + 1]
        if not match.start() or not after or unicodedata.category(after) in ("Pe", "Pf", "Po"):
            place = f"before “{after}”" if match.start() and after else f"at the {'end' if match.start() else 'start'}"
            yield Fault(f"There is an invisible break, U+200B, {place}.", "Delete it.")


@check(
    "L111",
    "the crime is named in full",
    found="A word stands alone that is the name of another crime without the words that belong to it.",
    why="To most it means smuggling or drug dealing: a person at risk would not know that the card is for them.",
    advice="Write it in full, or whoever controls the person; “naming” in translations/languages.yaml has the words.",
    asked_by="issue 30: a crime that was taken for smuggling",
)
def named_in_full(translation: Translation) -> Iterator[Fault]:
    for naming in translation.language.naming:
        if alone := naming.standing_alone(translation.text):
            instead = f"Write “{'” or “'.join(naming.within)}”" if naming.within else "Write another word"
            yield Fault(f"“{alone}” may not stand alone.", f"{instead}, or whoever controls the person.")


@check(
    "L106",
    "every direction isolate is closed",
    found="A direction isolate is opened and not closed, or closed and not opened.",
    why="The rest of the line, perhaps a phone number, would be in the wrong order.",
    advice="Add a U+2069 after each of U+2066–U+2068, or delete them all.",
    rules=("UAX #9, BD9",),
)
def isolates(translation: Translation) -> Iterator[Fault]:
    if translation.text.isascii():
        return
    depth = 0
    for character in re.findall("[\u2066-\u2069]", translation.text):
        if depth >= 0:
            depth += -1 if character == "\u2069" else 1
    if depth:
        what = "is closed (U+2069) before it is opened" if depth < 0 else "is opened and not closed (U+2069)"
        yield Fault(f"A direction isolate {what}.", "Add a U+2069 after each of U+2066–U+2068, or delete them all.")


@check(
    "L102",
    "placeholders and bold text are those of the English",
    found="A placeholder like {hotline} is missing, misspelled or used too often, or bold text is not closed.",
    why="The phone number would be missing, or a brace or an asterisk would be printed.",
    advice="Copy each placeholder from the English, as often as it occurs there, and write ** in pairs.",
    excusable=True,
    asked_by="issue 4: lost placeholders",
)
def placeholders(translation: Translation) -> Iterator[Fault]:
    try:
        own = markup.placeholders(markup.parse(translation.text))
    except markup.MarkupError as error:
        yield Fault(str(error), "Use markup as in the English.")
        return
    english = translation.english.placeholders
    if own == english:
        return
    missing, extra = english - own, own - english
    parts = [f"lacks {_listed(missing)}"] if missing else []
    if extra:
        why = " more often than the English" if extra & english else ", which the English lacks"
        parts.append(f"has {_listed(extra)}{why}")
    copy = f"Copy the placeholders of the English exactly: {_listed(english)}."
    hint = copy if english else "Delete it; the English has no placeholder."
    yield Fault(f"The translation {' and '.join(parts)}.", hint)


@check(
    "L109",
    "an excused text has complete markup and known placeholders",
    found="L102 is excused, but bold text is not closed, a brace is single, or a placeholder names no contact.",
    why="A brace or an asterisk would be printed, or nothing could be put in the placeholder's place.",
    advice="Write ** in pairs, and only placeholders that a message of the campaign may have.",
    asked_by="issue 4: excuses that hide an error",
)
def excused_placeholders(translation: Translation) -> Iterator[Fault]:
    if "L102" not in translation.excused:
        return
    try:
        own = markup.placeholders(markup.parse(translation.text))
    except markup.MarkupError as error:
        yield Fault(str(error), "Use markup as in the English.")
        return
    known = {*translation.contacts, *translation.english.placeholders}
    if unknown := sorted(set(own) - known):
        yield Fault(f"{_listed(unknown)} names no contact.", f"Contacts are {_listed(translation.contacts)}.")


# Not “\s*[/!?]?\s*”, which tries every way of dividing a run of spaces in two.
_TAG = re.compile(r"<\s*(?:[/!?]\s*)?[A-Za-z][^<>]*>?|&(?:[A-Za-z][A-Za-z0-9]*|#[0-9]+|#x[0-9A-Fa-f]+);")


@check(
    "L103",
    "no markup of other systems",
    found="The text has a tag like <b>, an entity like &amp;, or a single asterisk.",
    why="It would be printed as it is, with its brackets.",
    advice="Delete it. The only markup is **strong**.",
    asked_by="issue 2: markup in translations",
)
def tags(translation: Translation) -> Iterator[Fault]:
    # An asterisk that is not one of two, as some programs mark bold text.
    rest = translation.text.replace("**", "")
    if ("*" in rest or "\uff0a" in rest) and (single := re.search(r"\S*[*\uff0a]\S*", rest)):
        yield Fault(
            f"“{shorten(single[0], 30)}” has an asterisk that would be printed as it is.",
            "Bold text has two before it and two after it: **strong**.",
        )
    if ("<" in translation.text or "&" in translation.text) and (match := _TAG.search(translation.text)):
        problem = f"“{match[0]}” is markup, which would be printed as it is."
        yield Fault(problem, "Delete it. The only markup is **strong**.")


_NUMBER = re.compile(r"\d(?:[\s().\-\u2010-\u2014/+\u00b7]{0,3}\d)*")
_YEARS = re.compile(r"(?:19|20)\d\d\D{1,3}(?:19|20)\d\d")
_DATE = re.compile(
    r"(?:0?[1-9]|[12]\d|3[01])([/.-])(?:0?[1-9]|[12]\d|3[01])\1(?:19|20)\d\d"
    r"|(?:19|20)\d\d([/.-])(?:0?[1-9]|1[0-2])\2(?:0?[1-9]|[12]\d|3[01])"
)
_ADDRESS = re.compile(
    r"https?:|ftp:|mailto:|tel:|sms:|javascript:|://|www\.|\w@\w"
    # One character is enough before two: “[a-z0-9-]{2,}” would try every length from every place of a long word.
    r"|[a-z0-9-][a-z0-9-]\.(?:com|org|net|gov|edu|mil|int|info|biz|us|uk|ca|mx|eu|io|co|me|ly|app|help|support)(?![a-z])"
)
_PLAIN_WORDS = re.compile(r"(?:[ A-Za-z*(){}_,;!?\"'“”\u2018\u2019-]|[.:](?= |$))*")
"""Most texts: without digits, and without a mark inside a word except “-”, so that no search is needed."""
_BESIDE = re.compile(r"\d-?\{|\}-?\d")
_ASIDE = re.compile(r"\{[^{}]*\}|[\u00ad\u200b-\u200f\u2060-\u2069\ufe0f]")


@check(
    "L104",
    "numbers and addresses are not typed by hand",
    found="The text has a phone number, a web address or a mail address of its own, or a digit beside a placeholder.",
    why="It would never be updated, and a wrong digit sends a person in danger to a stranger.",
    advice="Use the placeholder of the contact, as in the English.",
    asked_by="issue 2: typed numbers",
)
def foreign_contacts(translation: Translation) -> Iterator[Fault]:
    if _PLAIN_WORDS.fullmatch(translation.text):
        return
    plain = _plain(translation.text)
    is_source = translation.text == translation.english.text
    for number in _numbers(plain, translation):
        if contact := number.contact:
            hint = f"Delete it; the English does not have {{{contact}}} here."
            if is_source or contact in translation.english.placeholders:  # only the English may add one
                hint = f"Write {{{contact}}}; the program replaces it with the number."
            yield Fault(f"“{number.text}” is typed by hand.", hint)
        elif number.like_a_phone and "".join(number.groups) not in translation.english.figures:
            excuse = " If it is none, list it under “figures” of the message." if is_source else ""
            hint = f"Delete it; numbers come from contacts.yaml only.{excuse}"
            yield Fault(f"“{number.text}” looks like a phone number.", hint)
    if match := _BESIDE.search(translation.text):
        problem = f"There is a digit next to a placeholder: “{match[0]}”."
        yield Fault(problem, "Delete it; it would look like part of the number.")
    address = plain.casefold()
    if match := _ADDRESS.search(address):
        # The word around the match, with at most 30 characters on each side.
        start = max(address.rfind(" ", 0, match.start()) + 1, match.start() - 30)
        end = address.find(" ", match.end())
        word = address[start : end if 0 <= end < match.end() + 30 else match.end() + 30].strip()
        hint = "Use a placeholder, or delete it; addresses come from contacts.yaml only."
        yield Fault(f"“{word}” looks like a web or mail address.", hint)


def _plain(text: str) -> str:
    """Return the text without placeholders, tags and invisible characters, and with full-width digits made plain."""
    text = _TAG.sub(" \0 ", text)
    return unicodedata.normalize("NFKC", _ASIDE.sub(lambda match: " \0 " if match[0][0] == "{" else "", text))


class _Number(NamedTuple):
    """A number in a text, its groups of digits as 0 to 9, and the contact that has it, or ""."""

    text: str
    groups: list[str]
    contact: str
    like_a_phone: bool


def _numbers(plain: str, translation: Translation) -> Iterator[_Number]:
    if not (numbers := _NUMBER.findall(plain)):
        return
    forms = (form for contact in translation.contacts.values() for form in contact.variants())  # in any language
    contacts = {form.digits: form.id for form in forms if form.digits}
    for number in numbers:
        groups = ["".join(str(unicodedata.decimal(digit)) for digit in group) for group in re.findall(r"\d+", number)]
        contact = next((contacts[digits] for digits in ("".join(groups), *groups) if digits in contacts), "")
        long = sum(map(len, groups)) >= 7 or max(map(len, groups)) >= 5
        yield _Number(number, groups, contact, long and not _YEARS.fullmatch(number) and not _DATE.fullmatch(number))


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names))


@check(
    "L107",
    "figures are those of the English",
    found="The translation lacks a figure of the English (18, 2000), or has one that the English does not have.",
    why="An age or the year of a law would be wrong, and only readers of the language could see it.",
    advice="Write the same figures, or give the reason in the catalog (a number in words, another calendar).",
    excusable=True,
    asked_by="issue 4: other figures",
)
def figures(translation: Translation) -> Iterator[Fault]:
    if not any(map(str.isdigit, translation.text)) and not any(map(str.isdigit, translation.english.text)):
        return
    own, english = (_figures(text, translation) for text in (translation.text, translation.english.text))
    for figures, verb, other in ((english - own, "lacks", "has"), (own - english, "has", "lacks")):
        if figures:
            problem = f"The translation {verb} {', '.join(sorted(figures))}, which the English {other}."
            yield Fault(problem, "Write the same figures.")


def _figures(text: str, translation: Translation) -> set[str]:
    """Return the groups of two or more digits in *text*, without phone numbers."""
    numbers = [number for number in _numbers(_plain(text), translation) if not number.contact]
    return {group for number in numbers if not number.like_a_phone for group in number.groups if len(group) > 1}
