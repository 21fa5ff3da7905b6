"""The campaign: one project folder, what its campaign.yaml says, and the checks that need several of its files.

A campaign on a base states its own contacts and logo, or ``none``. What it leaves out, or misspells, would otherwise be
printed as the base's: another coalition's number under this one's name. So would that of a file which Windows calls
``contacts.yaml.txt``.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import field, replace
from pathlib import Path

from flyers import limits
from flyers.content import CAMPAIGN_FILE, LAYOUTS_FOLDER, schema, yamlfile
from flyers.content.contacts import Contact, contact_of, no_such_contact, read_contacts
from flyers.content.layers import BASE, LANGUAGES, Layer, Layers
from flyers.content.message_key import MESSAGE_ID, MessageKey
from flyers.content.messages import COUNTS, REQUEST, Group, Message, Words, completed, is_printed, read_messages, unique
from flyers.content.schema import Custom, Each, Flag, MapOf, Number, OrNone, Problem, Record, Required, Shorthand, Text
from flyers.errors import ContentError, FlyersError, Source, UsageError, raise_all
from flyers.files import files_in, names_in
from flyers.records import dataclass

LOGO_ENDINGS = (".svg", ".png", ".jpg", ".jpeg")
_LOGO_FILE = re.compile(rf"(?=.{{1,{limits.NAME_CHARACTERS}}}\Z)[A-Za-z0-9][A-Za-z0-9_-]*\.(?:svg|png|jpe?g)")

WEB_PAGE = re.compile(r"https://[A-Za-z0-9.-]+(?:/[A-Za-z0-9._~/%-]*)?")
"""The address of a page that the website's button may open."""


def _issue(value: object) -> str:
    """Return a year, a month or a day as it is written."""
    text = str(value)
    with suppress(ValueError):
        if re.fullmatch(r"[0-9]{4}(?:-[0-9]{2}){0,2}", text):
            dt.date.fromisoformat(f"{text}-01-01"[:10])
            return text
    raise Problem(f"“{schema.shorten(text)}” is not a date, like “2026-11”.")


def _inks(percents: Iterable[float]) -> tuple[float, float, float, float]:
    cyan, magenta, yellow, black = (percent / 100 for percent in percents)
    return cyan, magenta, yellow, black


@dataclass(frozen=True, slots=True, kw_only=True)
class LogoEntry:
    """The coalition's logo as campaign.yaml has it."""

    file: str  # beside campaign.yaml
    alt: str = ""  # the message that a screen reader says; "" for the publisher's name
    clear: float = 0.25  # white space that stays free around it, as a part of its height
    # The inks (fractions) of colours that its owner prescribes, by their value in the file, ``#4b2e83``.
    colours: Mapping[str, tuple[float, float, float, float]] = field(default_factory=dict)
    local: bool = False  # whether campaigns on this one have their own or none; see `flyers.content.campaign`


LOGO = Shorthand(
    Record({
        "file": Required(Text(_LOGO_FILE, "the name of an .svg, .png or .jpg file beside campaign.yaml")),
        "alt": MESSAGE_ID, "clear": Number(0, 1),
        "colours": MapOf(
            Each(Number(0, 100), least=4, most=4, make=_inks), re.compile(r"#[0-9a-f]{6}"), "a colour, like “#4b2e83”"
        ),
        "local": Flag(),
    }, make=LogoEntry), "file",
)  # fmt: skip  # nested like the file that it describes
"""The logo in campaign.yaml; the name of its file is enough."""

CAMPAIGN = Record({
    "campaign": Required(Record({
        "id": Required(Text(schema.NAME, schema.NAME_SAYS)),
        "name": Required(MESSAGE_ID), "publisher": Required(MESSAGE_ID),
        "source_language": Text(schema.LANGUAGE_TAG.pattern, schema.LANGUAGE_TAG.says, default="en"),
        "theme": Required(Text(schema.NAME, "the name of a theme")),
        "press": Text(schema.NAME, "the name of a print condition", default="gracol"),
        "issue": Required(Custom(_issue, "a date, like “2026-11”")),
        "logo": OrNone(LOGO), "base": BASE, "languages": LANGUAGES,
        "products": Each(Text(schema.NAME, "the name of a layout"), least=1, unique=True),
        "leave": OrNone(Text(WEB_PAGE, "a plain address of a page, like “https://www.weather.gov/”")),
    })),
})  # fmt: skip  # nested like the file that it describes


def check_own_keys(layers: Layers) -> None:
    """Raise a ContentError if a campaign lacks what it may not have from its base: an id, messages in its language."""
    lowest = layers.layers[-1].keys
    if lowest.get("languages") is not None:
        raise ContentError(
            "There is no base to choose languages from.",
            hint="Add “base: starter”, or delete this: translations/languages.yaml lists a campaign's own languages.",
            source=lowest.key_source("languages"),
        )
    for layer in layers:
        if layer.keys.get("base") is not None and layer.keys.get("id") is None:
            hint = "A campaign has an id of its own: its files are named by it."
            raise ContentError("The key “id” is missing.", hint=hint, source=layer.keys.source)
    language = lowest.get("source_language") or "en"
    for layer in reversed(layers.layers[:-1]):
        if layer.keys.get("source_language") not in (None, language):
            raise ContentError(
                f"The messages of the base are in “{language}”.",
                hint="A campaign's messages are in the language of those of its base: delete this.",
                source=layer.keys.value_source("source_language"),
            )


_KINDS = ("icons", "layouts", "messages", "sheets", "themes")
_FOLDERS = ("content", *(f"content/{kind}" for kind in _KINDS), "fonts", "translations")
"""Folders with files that are found by their names. (A print condition may be named with its path and its ending.)"""

_IN_CONTENT = {"campaign.yaml", "contacts.yaml", "print-jobs.yaml", "base-record.yaml"}
"""The YAML files that are directly in the folder content."""


def _misnamed_files(layer: Layer) -> Iterator[ContentError]:
    """Yield an error for each file of *layer* that somebody may believe to be read."""
    for folder in _FOLDERS:
        for name in sorted(names_in(layer.folder / folder)):
            faults = {}
            if folder == "content" and name.endswith(".yaml") and name not in _IN_CONTENT:
                faults["it is not in the folder of its kind"] = (
                    "Messages belong into content/messages, layouts into content/layouts, colours into content/themes."
                )
            # Files of word processors and spreadsheets are put where the program reads YAML (field-test B24).
            if re.fullmatch(r"(?i)[^.~].*\.(docx?|odt|rtf|pages|xlsx?|ods|csv)", name):
                faults["it is not a text file in YAML"] = (
                    "Move it out of this folder. 'flyers translations import' takes spreadsheets of translators."
                )
            if (yaml := re.fullmatch(r"(?i)([^.].*)\.ya?ml(\.txt)?", name)) and not name.endswith(".yaml"):
                faults[f"its name ends in “{name[len(yaml[1]) :]}”"] = f"Rename it to {yaml[1]}.yaml."
            source = Source(layer.shown(f"{folder}/{name}"))
            for why, hint in faults.items():
                yield ContentError(f"This file is not read: {why}.", hint=hint, source=source)


def _unstated(
    own: Mapping[str, Source], bases: Sequence[Mapping[str, Contact | Message]], file: str, advice: str
) -> Iterator[ContentError]:
    """Yield an error for each name that *bases*, the nearest first, keep to themselves and that is not in *file*.

    *own* has the places of the campaign's own entries, with those that say ``none``; *advice* says what to write in
    place of the entry {name}.
    """
    names = dict.fromkeys(name for entries in bases for name in entries)
    added = {name: place for name, place in own.items() if name not in names}
    for name in (name for name in names if name not in own):
        marked = [entries[name] for entries in bases if name in entries and entries[name].local is not None]
        if marked and marked[0].local:
            misspelt = schema.nearest(name, added)
            meant = f"Is “{misspelt}” misspelled? Write “{name}”."
            yield ContentError(
                f"“{name}” is missing: that of the base ({marked[0].source}) belongs to the base's own coalition.",
                hint=meant if misspelt else advice.format(name=name),
                source=added.get(misspelt, Source(file)),
            )


CONTACTS_FILE = "content/contacts.yaml"

_CONTACT_KEYS = ("contact", "served", "not_served")  # Keys of layouts whose values are contacts.


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign's content."""

    layers: Layers  # its folder and those of its bases
    id: str  # for file names and PDF identifiers
    name: str  # id of the message with the campaign's name
    publisher: str  # id of the message with the publisher's name
    source_language: str  # BCP 47 tag of the messages
    theme: str  # name of the theme, a file of content/themes
    press: str  # name of the print condition to build files for unless the user names another, a file of content/press
    issue: str  # the date of the content as printed in small print, ``2026-11``
    contacts: Mapping[str, Contact]  # contacts, messages, groups: by id, in the order of the files
    messages: Mapping[str, Message]
    groups: Mapping[str, Group]
    added: frozenset[str] = frozenset()  # ids of the messages of its own that no base has
    products: tuple[str, ...] = ()  # the layouts that it chooses as its products; none if it has all
    absent: frozenset[str] = frozenset()  # ids of contacts of which it says that it has none; nothing shows them
    # Messages that name one of these, by id; nothing may print them.
    unsaid: Mapping[str, Message] = field(default_factory=dict)
    # The page that the website's button “Leave this page” opens; ``none`` for no such button, "" if it does not say.
    leave: str = ""
    # The coalition's, with its place in campaign.yaml; None if it has none.
    logo: tuple[LogoEntry, Source] | None = None

    @classmethod
    def load(cls, folder: Path) -> Campaign:
        """Read and check *folder*.

        Raises:
            NoCampaignError: *folder* is not a campaign folder.
            FileAccessError: a file cannot be read.
            ContentError: what is wrong in its files, all together.
        """
        layers = Layers.of(folder)
        reader = _CampaignReader(layers)
        with reader.collecting():
            document = layers.document(CAMPAIGN_FILE) or layers.own.about
            about: yamlfile.Mapping = schema.check(document, CAMPAIGN)["campaign"]
        with reader.collecting():
            check_own_keys(layers)
        reader.errors += _misnamed_files(layers.own)
        contacts, absent = reader.contacts()
        messages, groups, added = reader.all_messages()
        raise_all(reader.errors)
        values = {key: value for key, value in about.items() if key not in ("base", "languages")}
        values["products"] = tuple(values.get("products", ()))
        logo = values.pop("logo", schema.NONE)
        values["logo"] = None if logo == schema.NONE else (logo, about.value_source("logo"))
        campaign = cls(
            layers, **values, contacts=contacts, messages=messages, groups=groups, added=added, absent=absent
        ).without_unsaid()
        raise_all(_broken_references(campaign, about))
        return campaign

    def without_unsaid(self) -> Campaign:
        """Return the campaign whose messages are those that name no contact of which it says that it has none."""
        messages = {**self.messages, **self.unsaid}
        unsaid = {name: message for name, message in messages.items() if self.unfilled & message.placeholders}
        said = {name: message for name, message in messages.items() if name not in unsaid}
        return replace(self, messages=said, unsaid=unsaid)

    @property
    def unfilled(self) -> frozenset[str]:
        """The placeholders of contacts of which it says that it has none."""
        return self.absent | {keyword_of(contact) for contact in self.absent}

    @property
    def folder(self) -> Path:
        """The campaign's own folder, which commands write into."""
        return self.layers.own.folder

    def is_own(self, source: Source) -> bool:
        """Return whether *source* is in the campaign's own folder and not in one of its bases."""
        return not self.layers.layer_of(source).name

    def words(self) -> Iterator[tuple[MessageKey, Words]]:
        """Yield every form of every message with its key, in the order of the files."""
        for message in self.messages.values():
            for form, words in message.forms.items():
                yield MessageKey(message.id, form), words

    def printed_words(self) -> Iterator[tuple[MessageKey, Words]]:
        """Yield `words` without those of the gallery, which are in no content code and which nobody signs."""
        return ((key, words) for key, words in self.words() if is_printed(key.id))

    def message(self, message_id: str) -> Message:
        """Return the message; raises `UsageError` with the nearest ids if there is none."""
        try:
            return self.messages[message_id]
        except KeyError:
            near = schema.did_you_mean(message_id, self.messages)
            raise UsageError(f"There is no message “{message_id}”.", hint=near) from None

    @property
    def names(self) -> dict[str, Message]:
        """The messages that are proper names, by the placeholders that stand for them."""
        return {message.name: message for message in self.messages.values() if message.name}

    @property
    def keywords(self) -> dict[str, str]:
        """The words to send to text lines, by placeholder: ``hotline_text_keyword``."""
        return {keyword_of(contact.id): contact.keyword for contact in self.contacts.values() if contact.keyword}

    @property
    def translations_folder(self) -> Path:
        return self.folder / "translations"


def keyword_of(contact: str) -> str:
    """Return the placeholder for the word to send to *contact*."""
    return f"{contact}_keyword"


class _CampaignReader:
    """Reads files and collects their errors, so that a user sees those of all files at once."""

    def __init__(self, layers: Layers) -> None:
        self.layers = layers
        self.errors: list[FlyersError] = []

    def contacts(self) -> tuple[dict[str, Contact], frozenset[str]]:
        """Return the contacts of all layers, and the ids of those of which the nearest layer says that it has none.

        A contact is never merged with that of a base: its number would be shown with another one's ``verified_on``.
        """
        contacts: dict[str, Contact] = {}
        absent: dict[str, Source] = {}
        by_layer: list[dict[str, Contact]] = []
        faults_before = len(self.errors)
        holders = list(self.layers.all(CONTACTS_FILE)) or [self.layers.own.folder / CONTACTS_FILE]  # which says so
        for layer in reversed(self.layers.layers):
            present: dict[str, Contact] = {}
            none: dict[str, Source] = {}
            if layer.folder / CONTACTS_FILE in holders:
                with self.collecting():
                    present, none = read_contacts(layer.load(CONTACTS_FILE))
            before = {**contacts, **absent}
            self.errors += [no_such_contact(name, before, place) for name, place in none.items() if name not in before]
            absent = {name: place for name, place in {**absent, **none}.items() if name not in present}
            contacts = {name: contact for name, contact in {**contacts, **present}.items() if name not in absent}
            by_layer.insert(0, present)
        if len(self.errors) == faults_before:
            own = {name: contact.source for name, contact in by_layer[0].items()}
            advice = "Write an entry “{name}” with your own, or “{name}: none”; then nothing of it is printed."
            self.errors += _unstated({**own, **none}, by_layer[1:], CONTACTS_FILE, advice)
        return contacts, frozenset(absent)

    def all_messages(self) -> tuple[dict[str, Message], dict[str, Group], frozenset[str]]:
        """Return the messages and groups of all layers, and the ids of its own messages that no base has."""
        messages: dict[str, Message] = {}
        groups: dict[str, Group] = {}
        by_layer: list[dict[str, Message]] = []
        faults_before = len(self.errors)
        for layer in reversed(self.layers.layers):
            of_layer, listed = self.messages(layer)
            added = frozenset(message.id for message in of_layer if message.id not in messages)
            by_layer.insert(0, {})
            for message in of_layer:
                with self.collecting():
                    base = messages.get(message.id)
                    by_layer[0][message.id] = completed(message, base) if base else message
            messages |= by_layer[0]
            groups |= {group.id: group for group in listed}
        if len(self.errors) == faults_before:
            own = {name: message.source for name, message in by_layer[0].items()}
            advice = "Write “{name}: {{text: …}}” with your own into a file of content/messages."
            self.errors += _unstated(own, by_layer[1:], "content/messages", advice)
        return messages, groups, added

    def messages(self, layer: Layer) -> tuple[list[Message], list[Group]]:
        messages: list[Message] = []
        groups: list[Group] = []
        for path in files_in(layer.folder / "content" / "messages", "*.yaml"):
            name = path.relative_to(layer.folder).as_posix()
            with self.collecting():
                in_file, listed = read_messages(layer.load(name))
                messages += in_file
                groups += listed
        self.errors += [*unique(messages, "message"), *unique(groups, "group")]
        return messages, groups

    @contextmanager
    def collecting(self) -> Iterator[None]:
        try:
            yield
        except FlyersError as error:
            self.errors += error.errors


def _broken_references(campaign: Campaign, about: yamlfile.Mapping) -> Iterator[ContentError]:
    layers, logo = campaign.layers, campaign.logo
    if logo and logo[0].local and layers.layer_of(logo[1]) is not layers.own:
        yield ContentError(
            f"“logo” is missing: that of the base ({logo[1]}) belongs to the base's own coalition.",
            hint="Write “logo: FILE” with your own, or “logo: none”.",
            source=Source(CAMPAIGN_FILE),
        )
    yield from _unknown_messages(campaign, about)
    products = tuple(layers.names(LAYOUTS_FOLDER)) if campaign.products else ()
    for index, name in enumerate(campaign.products):
        if name not in products:
            hint = schema.did_you_mean(name, products) or f"Products are {', '.join(products)}."
            yield ContentError(f"There is no product “{name}”.", hint=hint, source=about["products"].item_source(index))
    promises = ((message, contact_of(field)) for message in campaign.messages.values() for field in message.promises)
    for message, name in promises:
        if name not in campaign.contacts:
            yield ContentError(
                f"It promises something about “{name}”, but there is no such contact.",
                hint=schema.did_you_mean(name, campaign.contacts),
                source=message.source,
                trail=[message.id],
            )
    yield from _name_clashes(campaign)
    missing = dict(_unknown_placeholders(campaign))
    yield from missing.values()
    if missing:
        yield from _layouts_with({name for name, _ in missing}, campaign)


def _unknown_messages(campaign: Campaign, about: yamlfile.Mapping) -> Iterator[ContentError]:
    """Yield an error for each message that campaign.yaml, a contact or a group names and the campaign does not have."""
    named = [(about[key], about.value_source(key), "campaign") for key in ("name", "publisher")]
    if campaign.logo and campaign.logo[0].alt:
        named.append((campaign.logo[0].alt, campaign.logo[1], "logo"))
    named += [(contact.name, contact.source, contact.id) for contact in campaign.contacts.values()]
    for group in campaign.groups.values():
        named += [(member, place, group.id) for member, place in zip(group.members, group.places, strict=True)]
    for name, source, owner in named:
        if message := campaign.unsaid.get(name):
            yield unsaid_error(message, campaign, source)
        elif name not in campaign.messages:
            hint = schema.did_you_mean(name, campaign.messages)
            yield ContentError(f"There is no message “{name}”.", hint=hint, source=source, trail=[owner])


def unsaid_error(message: Message, campaign: Campaign, source: Source) -> ContentError:
    """Return the error for a place that would print *message*, which names a contact that *campaign* is without."""
    (name, *_) = sorted(message.placeholders & campaign.unfilled)
    return ContentError(
        f"“{message.id}” ({message.source}) says {{{name}}}, and {CONTACTS_FILE} has “none” for it.",
        hint=f"Word it without {{{name}}} in your content/messages, or leave it out here.",
        source=source,
    )


def _unknown_placeholders(campaign: Campaign) -> Iterator[tuple[tuple[str, MessageKey], ContentError]]:
    """Yield each placeholder without a meaning, by its name and the form that has it, with the error."""
    known = dict.fromkeys((*campaign.contacts, *campaign.names, *campaign.keywords, REQUEST, *COUNTS))
    for message in campaign.messages.values():
        for form, words in message.forms.items():
            for name in (name for name in words.placeholders if name not in known):
                key = MessageKey(message.id, form)
                hint = f"Placeholders are {', '.join(known)}. {schema.did_you_mean(name, known)}".strip()
                problem = f"“{{{name}}}” names no contact and no proper name."
                yield (name, key), ContentError(problem, hint=hint, source=words.source, trail=[key])


def _layouts_with(missing: Collection[str], campaign: Campaign) -> Iterator[ContentError]:
    """Yield an error for each place where a layout names a missing contact, so that all are reported at once."""
    layers = campaign.layers
    for path in (f"{LAYOUTS_FOLDER}/{product}.yaml" for product in layers.names(LAYOUTS_FOLDER)):
        with suppress(FlyersError):  # reported when the layout is used
            for name, place in _contacts_in(layers.load(next(layers.all(path)))):
                if name in missing:
                    yield ContentError(f"There is no contact “{name}”.", source=place)


def _contacts_in(part: object) -> Iterator[tuple[str, Source]]:
    """Yield each contact that *part* of a layout names, with its place."""
    if isinstance(part, yamlfile.Mapping):
        yield from ((part[key], part.value_source(key)) for key in _CONTACT_KEYS if isinstance(part.get(key), str))
    children = part.values() if isinstance(part, yamlfile.Mapping) else part if isinstance(part, list) else ()
    for child in children:
        yield from _contacts_in(child)


def _name_clashes(campaign: Campaign) -> Iterator[ContentError]:
    """Yield an error for each proper name whose placeholder has another meaning already."""
    taken = {
        REQUEST: "the words that ask for a language",
        **dict.fromkeys(COUNTS, "a count of pages"),
        **dict.fromkeys(campaign.contacts, "a contact"),
    }
    for message in campaign.messages.values():
        if not message.name:
            continue
        if message.name in taken:
            yield ContentError(
                f"“{{{message.name}}}” is already the name of {taken[message.name]}.",
                hint="Choose another word for “name:”.",
                source=message.source,
                trail=[message.id],
            )
        taken.setdefault(message.name, f"“{message.id}”")
