"""Messages: the campaign's English, by id, with shorter forms for smaller places."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as AnyMapping
from dataclasses import field, replace
from typing import Any

from flyers import limits
from flyers.content import markup, schema
from flyers.content.contacts import PROMISES
from flyers.content.markup import PAGE, PAGES
from flyers.content.message_key import ID_OF_A_MESSAGE, MESSAGE_ID, SEED_IDS, Form, MessageKey
from flyers.content.schema import NAME, NAME_SAYS, Each, Flag, MapOf, Number, Placed, Record, Required, Text
from flyers.content.yamlfile import Mapping
from flyers.errors import ContentError, FlyersError, Source, raise_all
from flyers.process_cache import memoized_by_identity
from flyers.records import dataclass

REQUEST = "request"
"""The placeholder for the English words that ask for the page's language (“Khmer, please.”).

All placeholders but this one and `COUNTS` are contacts or proper names. The words are one: in right-to-left text a bare
name and a translator's “please” would change places.
"""

COUNTS = (PAGE, PAGES)  # Placeholders of a text in the foot of pages, `page_number` in a layout.


def is_printed(message_id: str) -> bool:
    """Return whether products may print the message, which is then not for the gallery.

    Those of the gallery, a website, can be changed at any time, so they are in no content code and no sign-off.
    """
    return not message_id.startswith("gallery.")


@dataclass(frozen=True, slots=True)
class Words:
    """One form of a message."""

    text: str  # its English (NFC)
    source: Source  # its place
    template: markup.Template  # its parsed markup
    name: str = ""  # of a proper name, the placeholder that stands for it in other messages; else ""
    most: int = 0  # its greatest length in characters, in any language; 0 if none is given
    figures: frozenset[str] = frozenset()  # digits in it that are no contact's number, such as those of a postcode

    @property
    def placeholders(self) -> Counter[str]:
        """The number of times that each placeholder occurs."""
        return markup.placeholders(self.template)


@dataclass(frozen=True, slots=True)
class Message:
    """One translatable message."""

    id: str  # ``signs.cut-off``
    forms: AnyMapping[Form, Words]  # the English of each form that it has; `Form.TEXT` always
    source: Source  # place of its id
    note: str = ""  # for the translator
    reread: bool = False  # whether a translation made with another note is doubtful
    # Whether its full form is said to somebody, who may be addressed in another way than the reader.
    said_aloud: bool = False
    seed: tuple[str, ...] = ()  # ids of the seed's items that it carries
    icon: str = ""  # name of a pictogram, or ""
    # The placeholder that stands for it in other messages, if the message is a proper name: of an organization, a state
    # or a place. It is printed as it is in languages that do not translate it.
    name: str = ""
    priority: int = 0  # 1 is shown first where not all of a list fits; 0 if none is given
    most: int = 0  # the greatest length of each form in characters, in any language; 0 if none is given
    # Whether campaigns on this one have their own (`flyers.content.campaign`); None if it doesn't say.
    local: bool | None = None
    # What it promises of contacts: the value that each field must have, ``always`` of ``hotline.hours``.
    promises: AnyMapping[str, str] = field(default_factory=dict)
    # Forms that the same message of a base has, and that its own wording takes the place of.
    lost: tuple[Form, ...] = ()
    # The keys that its own entry has; the others may be those of a base (`completed`).
    given: frozenset[str] = field(default=frozenset(), compare=False)

    @property
    def placeholders(self) -> frozenset[str]:
        """The names of the placeholders in any of its forms."""
        return frozenset(name for words in self.forms.values() for name in words.placeholders)

    def form(self, wanted: Form) -> Form:
        """Return the form *wanted* if the message has it, else the next longer one."""
        order = tuple(Form)
        longer = reversed(order[: order.index(wanted) + 1])
        return next((form for form in longer if form in self.forms), Form.TEXT)


CONTEXT = Text(re.compile(rf"{ID_OF_A_MESSAGE}(?:/(?:{Form.POSTER}|{Form.SHORT}))?"), "a message id with form")
"""A `MessageKey` of the campaign as text."""


@dataclass(frozen=True, slots=True)
class Group:
    """A list of messages under a name, in the order of the content; ``places`` are those of its members."""

    id: str
    members: tuple[str, ...]
    source: Source
    places: tuple[Source, ...]


@memoized_by_identity(256)
def completed(message: Message, base: Message) -> Message:
    """Return *message* with what it does not say of itself from the same message of a *base*: all but its wording.

    What protects readers, such as a promise, stays when words are changed.
    """
    beside_wording = ("note", "seed", "icon", "name", "priority", "most", "promises", "reread", "said_aloud", "local")
    of_base = {key: getattr(base, key) for key in beside_wording if key not in message.given}
    whole = replace(message, **of_base)
    forms = {form: replace(words, name=whole.name, most=whole.most) for form, words in message.forms.items()}
    raise_all(_wrong_names(whole.id, whole.name, forms))
    return replace(whole, forms=forms, lost=tuple(form for form in base.forms if form not in forms))


def _message(*, id: str, source: Source, name: str = "", most: int = 0, **values: Any) -> Message:
    """Return a message, its forms with their markup parsed."""
    digits = frozenset("".join(filter(str.isdigit, figure)) for figure in values.pop("figures", ()))
    given = {*values, *(key for key, value in (("name", name), ("most", most)) if value)}
    forms: dict[Form, Words] = {}
    errors: list[FlyersError] = []
    for form in Form:
        text, place = values.pop(form, ("", source))
        if not text:
            continue
        text = unicodedata.normalize("NFC", text)
        try:
            forms[form] = Words(text, place, markup.parse(text), name, most, digits)
        except markup.MarkupError as error:
            hint = "Write “**” in pairs, and a placeholder as “{hotline}”."
            errors.append(ContentError(str(error), hint=hint, source=place, trail=[MessageKey(id, form)]))
    raise_all((*errors, *_wrong_names(id, name, forms)))
    return Message(id=id, forms=forms, source=source, name=name, most=most, given=frozenset(given), **values)


def _wrong_names(id: str, name: str, forms: AnyMapping[Form, Words]) -> Iterator[ContentError]:
    """Yield an error for each of the *forms* of a proper name, called *name*, that is no name; none if *name* is ""."""
    for form, words in forms.items() if name else ():
        if any(piece.placeholder or piece.strong for piece in words.template):
            yield ContentError(
                "A proper name has no placeholders and no bold text.",
                hint="Write the name alone, or delete “name:” if this is a sentence.",
                source=words.source,
                trail=[MessageKey(id, form)],
            )


_ENGLISH = Placed(Text())

MESSAGES = Record({
    "messages": MapOf(
        Record({
            "text": Required(_ENGLISH), "poster": _ENGLISH, "short": _ENGLISH,
            "note": Text(), "reread": Flag(), "said_aloud": Flag(),
            "seed": SEED_IDS, "icon": Text(NAME, "the name of a pictogram"),
            "name": Text(markup.PLACEHOLDER, "the name of a placeholder, like “state”"),
            "priority": Number(1, 999, whole=True), "most": Number(1, limits.TEXT_CHARACTERS, whole=True),
            "promises": PROMISES,
            "figures": Each(Text(re.compile(r".*\d.*"), "a figure as the text has it, like “60601”"), unique=True),
            "local": Flag(),
        }, make=_message, source=True),
        MESSAGE_ID.pattern, MESSAGE_ID.says, id="id",
    ),
    "groups": MapOf(Each(MESSAGE_ID, least=1, unique=True), NAME, NAME_SAYS),
})  # fmt: skip  # nested like the file that it describes


@memoized_by_identity(256)
def read_messages(document: Mapping) -> tuple[tuple[Message, ...], tuple[Group, ...]]:
    """Return the messages and groups of one parsed file: the same ones for all campaigns that have it."""
    checked = schema.check(document, MESSAGES)
    listed: Mapping = checked.get("groups") or checked.like()
    groups = []
    for name, members in listed.items():
        places = tuple(members.item_source(index) for index in range(len(members)))
        groups.append(Group(name, tuple(members), listed.key_source(name), places))
    return tuple(checked.get("messages", {}).values()), tuple(groups)


def unique(items: Iterable[Message] | Iterable[Group], what: str) -> list[FlyersError]:
    """Return one error for each repeated id."""
    first: dict[str, Source] = {}
    errors: list[FlyersError] = []
    for item in items:
        if first.setdefault(item.id, item.source) is not item.source:
            problem = f"The {what} “{item.id}” is defined twice; the other one is at {first[item.id]}."
            errors.append(ContentError(problem, hint="Rename one of them.", source=item.source))
    return errors
