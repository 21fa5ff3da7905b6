"""Manifests in files: ``translations/<locale>/manifests/<code>.yaml``, kept in git, one for each content code.

`keep_manifest` writes one or adds an occasion to it; `flyers.workflow.lookup` finds them by the code on a card.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from flyers.content import schema, yamlfile
from flyers.content.campaign import Campaign
from flyers.content.markup import PLACEHOLDER
from flyers.content.message_key import MessageKey, by_key
from flyers.content.schema import Custom, Each, Flag, MapOf, Number, OneOf, Record, Required, Text, shorten
from flyers.errors import ContentError, Source, UsageError, raise_all
from flyers.files import exists, files_in, write_whole
from flyers.translation.standing import State
from flyers.workflow.manifest import Manifest, ManifestEntry, ProductContents

if TYPE_CHECKING:
    from flyers.pipeline.session import Session
    from flyers.translation.registry import Language, Registry


def manifest_folder(campaign: Campaign, language: Language) -> Path:
    """Return the folder with the manifests of *language*."""
    return campaign.translations_folder / language.locale / "manifests"


def keep_manifest(manifest: Manifest, campaign: Campaign, registry: Registry) -> Path:
    """Put *manifest* on record and return its path. A file that already says the same stays as it is.

    Raises:
        ContentError: the present file is broken, or has other words under the same code.
        FileAccessError: the file cannot be written.
    """
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
        if replace(last, day=new.day) == new and (last.day == new.day or not new.ordered):
            return path
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
    """Mark the last occasion on record as cancelled, and return its file and what it was.

    Args:
        label: the language, or several, ``es+en``.
        products: one of which at least was printed then.
        code: the content code of the manifest; "" for any.

    Raises:
        UsageError: there is none that isn't cancelled already.
        ContentError: a manifest is broken.
        FileAccessError: the file cannot be written.
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


def _day(value: object) -> dt.date:
    return dt.date.fromisoformat(str(value))


def _entry(
    date: dt.date, issue: str, state: str, products: Mapping[str, ProductContents], *, cancelled: bool = False
) -> ManifestEntry:
    return ManifestEntry(date, issue, State(state), dict(products), cancelled)


def _contact(printed: str, opens: str) -> tuple[str, str]:
    return printed, opens


_SHA256 = Text(re.compile(r"[0-9a-f]{64}"), "a checksum, 64 digits from 0 to f")
_CONTACT_NAME = re.compile(rf"(?:[A-Za-z][A-Za-z0-9-]*:)?{PLACEHOLDER.pattern}")
_IDS = Each(Text())
_KEYS = Each(Text(), make=lambda names: tuple(map(MessageKey.parse, names)))
_CONTENTS = Record({"messages": _KEYS, "contacts": _IDS, "quantity": Number(1, whole=True)}, make=ProductContents)

MANIFEST = Record({
    "language": Required(Text()),
    "code": Required(Text(re.compile(r"[0-9a-f]{7}"), "a content code, seven digits from 0 to f")),
    "content": Required(_SHA256),
    "contacts": MapOf(
        Record({"printed": Required(Text()), "opens": Required(Text())}, make=_contact),
        _CONTACT_NAME, "an id of small letters, digits and “_”, or one with a language, “ar:site”",
    ),
    "messages": MapOf(Text()),
    "kept": Required(Each(
        Record({
            "date": Required(Custom(_day)),
            "issue": Required(Text()),
            "state": Required(OneOf(*State)),
            "products": Required(MapOf(_CONTENTS)),
            "cancelled": Flag(),
        }, make=_entry),
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
    return HEAD + "\n" + "\n".join(_lines(manifest)) + "\n"


def _lines(manifest: Manifest) -> Iterator[str]:
    yield f"language: {yamlfile.quoted(manifest.language)}"
    yield f"code: {yamlfile.quoted(manifest.code)}"
    yield f"content: {yamlfile.quoted(manifest.content)}"
    yield "contacts:"
    for name, (printed, opens) in manifest.contacts.items():
        key = yamlfile.quoted(name) if ":" in name else name
        yield f"  {key}: {{printed: {yamlfile.quoted(printed)}, opens: {yamlfile.quoted(opens)}}}"
    yield "messages:"
    for where, text in manifest.messages.items():
        yield f"  {yamlfile.quoted(str(where))}: {yamlfile.quoted(text)}"
    yield "kept:"
    for entry in manifest.entries:
        yield f"  - date: {entry.day.isoformat()}"
        yield f"    issue: {yamlfile.quoted(entry.issue)}"
        yield f"    state: {entry.state}"
        if entry.cancelled:
            yield "    cancelled: true"
        yield "    products:"
        for product, contents in entry.products.items():
            yield f"      {product}:"
            yield f"        messages: [{', '.join(yamlfile.quoted(str(where)) for where in contents.messages)}]"
            yield f"        contacts: [{', '.join(map(yamlfile.quoted, contents.contacts))}]"
            if contents.quantity:
                yield f"        quantity: {contents.quantity}"


def read_manifest(path: Path, campaign: Campaign) -> Manifest:
    """Return the manifest in the file *path*.

    Raises:
        ContentError: everything that is wrong in it.
        FileAccessError: it cannot be read.
    """
    document = yamlfile.load(path, campaign.folder)
    checked = schema.check(document, MANIFEST)
    manifest = Manifest(
        language=checked["language"],
        code=checked["code"],
        content=checked["content"],
        messages=by_key(checked.get("messages", {})),
        contacts=dict(checked.get("contacts", {})),
        entries=tuple(checked["kept"]),
    )
    raise_all(_missing(document, manifest))
    return manifest


def _missing(document: yamlfile.Mapping, manifest: Manifest) -> Iterator[ContentError]:
    """Yield an error for each message and contact that a product has and the manifest's own lists lack."""
    known = {"messages": set(map(str, manifest.messages)), "contacts": set(manifest.contacts)}
    for entry in document["kept"]:
        for contents in entry["products"].values():
            for what in known:
                names = (contents or {}).get(what) or yamlfile.Sequence("", (0, 0))
                yield from (
                    ContentError(
                        f"“{shorten(str(name))}” is not among the {what} of this manifest.",
                        hint="The file was changed after it was written: restore it from git.",
                        source=names.item_source(index),
                    )
                    for index, name in enumerate(names)
                    if str(name).strip() not in known[what]
                )


def read_manifests(campaign: Campaign, registry: Registry) -> Iterator[tuple[Path, Manifest]]:
    """Yield every manifest of the campaign with its path, language by language.

    Raises:
        ContentError: one is broken.
    """
    for language in registry:
        for path in files_in(manifest_folder(campaign, language), "*.yaml"):
            yield path, read_manifest(path, campaign)
