"""Manifests: the words and contacts of printed pieces, under the content code in their small print.

The small print of a card ends with ``es · wallet-card · 2026-11 · 4f2a91c``. The last part, the content code, is a hash
of all strings and contacts of its language, so it identifies them exactly, but they can't be derived from it. Manifests
are in ``translations/<locale>/manifests/<code>.yaml``, kept in git, one for each content code. `keep_manifest` writes
one or adds an occasion to it; `look_up` finds a code in them, in today's campaign and in the reports of finished files.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from flyers.content import schema, yamlfile
from flyers.content.campaign import Campaign
from flyers.content.markup import PLACEHOLDER, without_isolates
from flyers.content.message_key import MessageKey, by_key
from flyers.content.schema import Custom, Each, Flag, MapOf, Number, OneOf, Record, Required, Text, shorten
from flyers.errors import ContentError, FlyersError, Source, UsageError, raise_all
from flyers.files import exists, files_in, write_whole
from flyers.page.document import Document, QrCode, TextLine
from flyers.pipeline import outputs
from flyers.pipeline.plan import ALL
from flyers.pipeline.prove import Verdict
from flyers.pipeline.recipe import current_documents
from flyers.pipeline.session import Session
from flyers.records import dataclass
from flyers.translation.localization import Localization
from flyers.translation.registry import Language, Registry
from flyers.translation.signoff import State, day_of
from flyers.workflow.signing import day_of_build


@dataclass(frozen=True, slots=True)
class ProductContents:
    """What one product says, and how often it was ordered."""

    messages: tuple[MessageKey, ...] = ()  # keys, in the order of the pages
    contacts: tuple[str, ...] = ()  # ids, as in `Manifest.contacts`
    quantity: int = 0  # copies ordered on this occasion; 0 if that is not known


@dataclass(frozen=True, slots=True)
class ManifestEntry:
    """One occasion on which the manifest was kept; the same words may be printed for several issues."""

    day: dt.date
    issue: str  # the campaign's issue, ``2026-11``
    state: State  # of the sign-off of these products on that day
    products: Mapping[str, ProductContents]  # what each product said
    cancelled: bool = False  # whether nothing was printed then after all

    def __str__(self) -> str:
        copies = (
            f"{contents.quantity} × {product}" if contents.quantity else f"{product} (quantity not on record)"
            for product, contents in self.products.items()
        )
        return f"{', '.join(copies)}, on {self.day} ({self.state})"

    @property
    def outcome(self) -> str:
        """The state of its sign-off, or that it was cancelled."""
        return "cancelled" if self.cancelled else str(self.state)


@dataclass(frozen=True, slots=True)
class Manifest:
    """Everything that a content code identifies."""

    language: str  # a tag, or several, ``es+en``
    code: str  # seven digits
    content: str  # the hash that begins with them
    messages: Mapping[MessageKey, str]  # the text by key, exactly as printed but without direction marks
    # What is printed and what a code or link opens, by id; of another language of the piece, where that differs, by tag
    # and id: ``ar:site`` (see `second_language`).
    contacts: Mapping[str, tuple[str, str]]
    entries: tuple[ManifestEntry, ...]  # the occasions on which it was kept, the oldest first

    @property
    def products(self) -> dict[str, ProductContents]:
        """What each product said on the last occasion that has it."""
        return {product: contents for entry in self.entries for product, contents in entry.products.items()}


def manifest_of(
    localized: Localization, documents: Iterable[Document], day: dt.date, quantities: Mapping[str, int] | None = None
) -> Manifest:
    """Return the manifest of *documents*, all of *localized*; *quantities* are the copies ordered of each."""
    documents, ordered = list(documents), quantities or {}
    products = {document.product: _contents(document, localized, ordered) for document in documents}
    messages = [where for contents in products.values() for where in contents.messages]
    names = [name for contents in products.values() for name in contents.contacts]
    states = [document.approval.standing.state for document in documents]
    unsigned = [state for state in states if state is not State.SIGNED]
    state = State.SIGNED if not unsigned else unsigned[0] if len(unsigned) == len(states) else State.PARTLY
    return Manifest(
        language=localized.label,
        code=localized.code,
        content=localized.content_hash(),
        messages={where: without_isolates(localized.texts[where].text) for where in dict.fromkeys(messages)},
        contacts={name: _fact(localized, *second_language(name)) for name in _in_order(names, localized)},
        entries=(ManifestEntry(day, localized.campaign.issue, state, products),),
    )


def _contents(document: Document, localized: Localization, ordered: Mapping[str, int]) -> ProductContents:
    items = [item for page in document.pages for item in page.items]
    lines = [item for item in items if isinstance(item, TextLine)]
    contacts = [(line.message.language, contact.contact) for line in lines for contact in line.contacts]
    contacts += [(item.language, item.contact) for item in items if isinstance(item, QrCode)]
    messages = dict.fromkeys(line.message for line in lines if line.message in localized.texts)
    names = dict.fromkeys(
        id_ if _fact(localized, language, id_) == _fact(localized, "", id_) else f"{language}:{id_}"
        for language, id_ in contacts
    )
    return ProductContents(tuple(messages), tuple(names), ordered.get(document.product, 0))


def second_language(name: str) -> tuple[str, str]:
    """Return the second language and the id in a name that a manifest has for a contact; "" for the first one's."""
    language, _, contact = name.rpartition(":")
    return language, contact


def _fact(localized: Localization, language: str, contact: str) -> tuple[str, str]:
    fact = localized.contact(contact, language)
    return fact.display, fact.target


def _in_order(names: Iterable[str], localized: Localization) -> list[str]:
    """Return each of *names* once, in the campaign's order of contacts."""
    order = list(localized.campaign.contacts)
    return sorted(set(names), key=lambda name: (order.index(second_language(name)[1]), second_language(name)))


def manifest_folder(campaign: Campaign, language: Language) -> Path:
    """Return the folder with the manifests of *language*."""
    return campaign.translations_folder / language.locale / "manifests"


def keep_manifest(manifest: Manifest, campaign: Campaign, registry: Registry) -> Path:
    """Put *manifest* on record and return its path; a file with other words under the same code is a ContentError."""
    language = registry.language(manifest.language.partition("+")[0])
    path = manifest_folder(campaign, language) / f"{manifest.code}.yaml"
    if exists(path):
        before = read_manifest(path, campaign)
        if before.content != manifest.content:
            raise ContentError(
                "This manifest has other words with the same code.",
                hint="Change a letter of any message, so that the code changes.",
                source=Source(yamlfile.display_path(path, campaign.folder)),
            )
        last, new = before.entries[-1], manifest.entries[-1]
        ordered = any(contents.quantity for contents in new.products.values())
        if replace(last, day=new.day) == new and (last.day == new.day or not ordered):
            return path  # the same order on another day is another order
        manifest = replace(
            manifest,
            messages={**before.messages, **manifest.messages},
            contacts={**before.contacts, **manifest.contacts},
            entries=(*before.entries, new),
        )
    write_whole(path, manifest_text(manifest).encode())
    return path


def cancel_order(
    session: Session, label: str, products: Collection[str], *, code: str = ""
) -> tuple[Path, ManifestEntry]:
    """Mark the last occasion on record on which one of *products* was printed in the languages of *label*, ``es+en``,
    as cancelled, and return its file and what it was; *code* is that of the manifest, "" for any.

    If there is none that isn't cancelled already, that is a UsageError.
    """
    kept = [
        (entry.day, number, path, manifest)
        for path, manifest in read_manifests(session.campaign, session.registry)
        if manifest.language == label and code in ("", manifest.code)
        for number, entry in enumerate(manifest.entries)
        if not entry.cancelled and not entry.products.keys().isdisjoint(products)
    ]
    if not kept:
        raise UsageError(f"No printed {', '.join(products)} in {label} is on record.")
    _, number, path, manifest = max(kept, key=lambda occasion: occasion[:2])
    entries = list(manifest.entries)
    entries[number] = replace(entries[number], cancelled=True)
    write_whole(path, manifest_text(replace(manifest, entries=tuple(entries))).encode())
    return path, manifest.entries[number]


MANIFEST = Record({
    "language": Required(Text()),
    "code": Required(Text(re.compile(r"[0-9a-f]{7}"), "a content code, seven digits from 0 to f")),
    "content": Required(Text(re.compile(r"[0-9a-f]{64}"), "a checksum, 64 digits from 0 to f")),
    "contacts": MapOf(
        Record({"printed": Required(Text()), "opens": Required(Text())}, make=lambda printed, opens: (printed, opens)),
        re.compile(rf"(?:[A-Za-z][A-Za-z0-9-]*:)?{PLACEHOLDER.pattern}"),
        "an id of small letters, digits and “_”, or one with a language, “ar:site”",
    ),
    "messages": MapOf(Text()),
    "kept": Required(Each(
        Record({
            "date": Required(Custom(day_of)),
            "issue": Required(Text()),
            "state": Required(OneOf(*State)),
            "products": Required(MapOf(Record({
                "messages": Each(Text(), make=lambda names: tuple(map(MessageKey.parse, names))),
                "contacts": Each(Text()),
                "quantity": Number(1, whole=True),
            }, make=ProductContents))),
            "cancelled": Flag(),
        }, make=ManifestEntry, names={"date": "day"}),
        least=1,
    )),
})  # fmt: skip  # nested like the file that it describes

HEAD = """\
# What every piece with this code in its small print says. 'flyers package' and 'flyers manifest --keep' write this
# file. Nothing is taken out of it, so that a card can be looked up for as long as somebody carries it; an occasion on
# which nothing was printed after all is cancelled ('flyers manifest CODE --cancel').
"""


def manifest_text(manifest: Manifest) -> str:
    """Return the text of the file from which `read_manifest` reads *manifest*."""
    quoted = yamlfile.quoted
    lines = [f"{name}: {quoted(getattr(manifest, name))}" for name in ("language", "code", "content")]
    lines.append("contacts:")
    for name, (printed, opens) in manifest.contacts.items():
        key = quoted(name) if ":" in name else name
        lines.append(f"  {key}: {{printed: {quoted(printed)}, opens: {quoted(opens)}}}")
    messages = (f"  {quoted(str(where))}: {quoted(text)}" for where, text in manifest.messages.items())
    lines += ["messages:", *messages, "kept:"]
    for entry in manifest.entries:
        lines += [f"  - date: {entry.day}", f"    issue: {quoted(entry.issue)}", f"    state: {entry.state}"]
        lines += [*(["    cancelled: true"] if entry.cancelled else []), "    products:"]
        for product, contents in entry.products.items():
            lines.append(f"      {product}:")
            lines.append(f"        messages: [{', '.join(quoted(str(where)) for where in contents.messages)}]")
            lines.append(f"        contacts: [{', '.join(map(quoted, contents.contacts))}]")
            lines += [f"        quantity: {contents.quantity}"] if contents.quantity else []
    return "\n".join([HEAD, *lines, ""])


def read_manifest(path: Path, campaign: Campaign) -> Manifest:
    """Return the manifest in the file *path*."""
    document = yamlfile.load(path, campaign.folder)
    checked = schema.check(document, MANIFEST)
    messages, contacts = by_key(checked.get("messages", {})), dict(checked.get("contacts", {}))
    raise_all(_missing(document, {"messages": set(map(str, messages)), "contacts": set(contacts)}))
    head = (checked["language"], checked["code"], checked["content"])
    return Manifest(*head, messages, contacts, entries=tuple(checked["kept"]))


def _missing(document: yamlfile.Mapping, listed: Mapping[str, Collection[str]]) -> Iterator[ContentError]:
    """Yield an error for each message and contact that a product has and the manifest's own lists lack."""
    for entry in document["kept"]:
        for contents in entry["products"].values():
            for what, known in listed.items():
                names = (contents or {}).get(what) or yamlfile.Sequence("")
                for index, name in enumerate(names):
                    if str(name).strip() not in known:
                        yield ContentError(
                            f"“{shorten(str(name))}” is not among the {what} of this manifest.",
                            hint="The file was changed after it was written: restore it from git.",
                            source=names.item_source(index),
                        )


def read_manifests(campaign: Campaign, registry: Registry) -> Iterator[tuple[Path, Manifest]]:
    """Yield every manifest of the campaign with its path, language by language."""
    for language in registry:
        for path in files_in(manifest_folder(campaign, language), "*.yaml"):
            yield path, read_manifest(path, campaign)


LEAST = 4  # Digits of a code that must be typed at least.


@dataclass(frozen=True, slots=True)
class WordDifference:
    """Something that today's campaign says differently; ``now`` is "" if it is gone."""

    what: str
    then: str
    now: str


@dataclass(frozen=True, slots=True)
class LookupResult:
    """Everything known about one content code, of one language or several, ``es+en``."""

    code: str
    language: str
    issue: str
    # What the pieces said, and *path* where it is kept; None and "" if only finished files are known.
    manifest: Manifest | None = None
    path: str = ""
    today: bool = False  # whether today's campaign has this code
    files: tuple[str, ...] = ()  # finished files with it, from ``proof.json``
    differences: tuple[WordDifference, ...] = ()  # what has changed since


def parse_query(typed: str, tags: Iterable[str], products: Sequence[str]) -> tuple[str, str, str]:
    """Return the digits, the language and the product in what a person types from small print: ``4F2A``, of which only
    the digits are needed, or ``es · poster · 2026-11 · 4f2a91c``.
    """
    words = [word for word in re.split(r"[\s·•|,;“”\"]+", typed) if word]
    if not words or not re.fullmatch(rf"[0-9a-f]{{{LEAST},64}}", words[-1].casefold()):
        hint = f"Type the last part of the small print, at least {LEAST} digits from 0 to f, or the whole line."
        raise UsageError(f"“{typed[:80]}” does not end with a content code.", hint=hint)
    *before, digits = words
    own_tags = {tag.casefold() for tag in tags}
    language = next((word for word in before if word.casefold().partition("+")[0] in own_tags), "")
    product = next((word for word in before if word in products), "")
    return digits.casefold()[:7], language, product


def look_up(session: Session, digits: str, language: str, output: Path) -> LookupResult:
    """Return everything known about the code that begins with *digits*, in a *language* or any ("").

    *output* is the folder with finished files. If no code matches, or several do, that is a UsageError.
    """
    campaign = session.campaign
    results: dict[tuple[str, str], LookupResult] = {}
    manifests = (
        LookupResult(one.code, one.language, one.entries[-1].issue, one, yamlfile.display_path(path, campaign.folder))
        for path, one in read_manifests(campaign, session.registry)
    )
    for result in (*manifests, *_of_today(session, digits, language), *_of_files(output)):
        if result.code.startswith(digits) and language.casefold() in ("", result.language.casefold()):
            same = results.get((result.language, result.code))
            if same:
                manifest, today = same.manifest or result.manifest, same.today or result.today
                result = replace(same, manifest=manifest, today=today, files=same.files + result.files)
            results[result.language, result.code] = result
    if not results:
        raise UsageError(
            f"No content code “{digits}” was found.",
            hint="These places were searched: translations/*/manifests (written when a package is made), today's "
            f"campaign, and {output}/*/{outputs.REPORT}. The history of the repository may have it, near the date of "
            "the issue.",
        )
    result, *others = results.values()
    if others:
        listed = ", ".join(f"{result.language} · {result.issue} · {result.code}" for result in results.values())
        raise UsageError(f"“{digits}” begins several codes: {listed}.", hint="Type more digits.")
    if result.manifest is None or result.today:
        return result
    tag, _, secondary = result.language.partition("+")
    with suppress(FlyersError):  # what cannot be read today is not compared
        localized = session.localized(session.registry.language(tag).tag, secondary=secondary, allow_untranslated=True)
        return replace(result, differences=tuple(_differences(result.manifest, campaign, localized)))
    return result


def with_record(verdict: Verdict, session: Session) -> Verdict:
    """Return the *verdict* with the numbers that have changed by the manifest: a page may have been altered."""
    identity = verdict.identity
    if identity and verdict.failed:
        with suppress(FlyersError):  # a broken manifest: the numbers on the page are used
            changed = changed_contacts(session, identity.language, identity.product, identity.code)
            return verdict if changed is None else replace(verdict, old_numbers=changed)
    return verdict


def changed_contacts(session: Session, language: str, product: str, code: str) -> dict[str, tuple[str, str]] | None:
    """Return the contacts in which a piece on record differs from today's campaign, by id.

    A pair is what was printed and what would be printed today, or what was opened and is today; today's is "" if the
    contact is gone. None if no manifest has the piece.
    """
    for _, manifest in read_manifests(session.campaign, session.registry):
        if (manifest.language, manifest.code) == (language, code) and product in manifest.products:
            # What is printed counts first.
            pairs = reversed([*_changed(manifest, session.campaign, language.partition("+")[0])])
            changed = {name: (then, now) for name, then, now in pairs}
            return {name: changed[name] for name in manifest.products[product].contacts if name in changed}
    return None


def _changed(manifest: Manifest, campaign: Campaign, tag: str) -> Iterator[tuple[str, str, str]]:
    """Yield the name of each contact that is another today, and what is printed or opened, then and now."""
    for name, then in manifest.contacts.items():
        second, contact_id = second_language(name)
        contact = campaign.contacts[contact_id].in_language(second or tag) if contact_id in campaign.contacts else None
        now = (contact.display, contact.target) if contact else ("", "")
        yield from ((name, old, new) for old, new in zip(then, now, strict=True) if old != new)


def current_manifest(
    session: Session, label: str, products: Iterable[str] = (), quantities: Mapping[str, int] | None = None
) -> Manifest:
    """Return the manifest of today's words in the languages of *label* (``es``, ``es+en``, ``en+all``)."""
    tag, _, secondary = label.partition("+")
    documents = current_documents(session, tag, products, secondary=secondary)
    return manifest_of(session.localized(tag, secondary=secondary), documents, day_of_build(), quantities)


def _of_today(session: Session, digits: str, language: str) -> Iterator[LookupResult]:
    """Yield what today's campaign has with that code; languages that cannot be made now are left out."""
    own, english = session.usual_languages, session.campaign.source_language
    labels = [*own, *(f"{tag}+{english}" for tag in own if tag != english), f"{english}+{ALL}"]
    if language:
        tag, plus, secondary = language.partition("+")
        labels = [f"{session.registry.language(tag).tag}{plus}{secondary}"]
    for label in labels:
        tag, _, secondary = label.partition("+")
        with suppress(FlyersError):
            code = session.localized(tag, secondary=secondary).code
            if code.startswith(digits):
                yield LookupResult(code, label, session.campaign.issue, current_manifest(session, label), today=True)


def _of_files(output: Path) -> Iterator[LookupResult]:
    for folder in files_in(output, "*"):
        for entry in outputs.entries(folder / outputs.REPORT).values():
            match entry:  # an entry in another form is skipped, see `flyers.pipeline.outputs.entries`
                case {"code": str(code), "issue": str(issue), "languages": str(language), "file": str(file)}:
                    yield LookupResult(code, language, issue, files=(str(folder / file),))


def _differences(manifest: Manifest, campaign: Campaign, localized: Localization) -> Iterator[WordDifference]:
    for name, then, today in _changed(manifest, campaign, localized.language.tag):
        yield WordDifference(str(MessageKey.of_contact(name)), then, today)
    for where, text in manifest.messages.items():
        now_text = without_isolates(localized.texts[where].text) if where in localized.texts else ""
        if text != now_text:
            yield WordDifference(str(where), text, now_text)
