"""What a printed piece said, years later: a manifest for every edition code, kept in git.

A card says in small print ``es · wallet-card · 2026-11 · 4f2a91c``. The code is a hash of all strings and contacts of
its language, so it names them exactly, but only while somebody has them. `keep` writes them to
``translations/<locale>/manifests/<code>.yaml``; `flyers.workflow.lookup` finds them again.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flyers.content import schema, yamlfile
from flyers.content.campaign import Campaign
from flyers.content.markup import PLACEHOLDER
from flyers.content.schema import Custom, Each, MapOf, OneOf, Record, Required, Text
from flyers.errors import ContentError, Source
from flyers.files import write_whole
from flyers.layout.pages import Document, QrCode, TextLine
from flyers.translation.standing import State

if TYPE_CHECKING:
    from flyers.content.richtext import RichText
    from flyers.pipeline.session import Session
    from flyers.translation.localize import Localization
    from flyers.translation.registry import Language


@dataclass(frozen=True, slots=True)
class ProductContents:
    """What one product says: contexts of its messages in the order of the page, and its contacts."""

    messages: tuple[str, ...]
    contacts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ManifestEntry:
    """An occasion on which it was kept: the day, the campaign's edition (``2026-11``), where the sign-off stood, and
    what each product said. The same words may be printed under more than one edition."""

    day: dt.date
    label: str
    state: State
    products: Mapping[str, ProductContents]


@dataclass(frozen=True, slots=True)
class Manifest:
    """All that an edition code stands for.

    Attributes:
        language: a tag, or several, ``es+en``.
        code: seven digits; content: the hash that they begin.
        messages: exactly as printed, by context; direction marks left out.
        contacts: id to what is printed and what a code or link opens.
        kept: the occasions, the oldest first; one without a day is today's campaign.
    """

    language: str
    code: str
    content: str
    messages: Mapping[str, str]
    contacts: Mapping[str, tuple[str, str]]
    kept: tuple[ManifestEntry, ...]

    @property
    def products(self) -> dict[str, ProductContents]:
        """What each product said when it was last kept."""
        return {product: printed for occasion in self.kept for product, printed in occasion.products.items()}

    @property
    def label(self) -> str:
        """The campaign's edition when it was last kept."""
        return self.kept[-1].label

    @property
    def state(self) -> State:
        return self.kept[-1].state


_ISOLATES = str.maketrans("", "", "\u2066\u2067\u2068\u2069")


def edition(localized: Localization, documents: Iterable[Document], day: dt.date) -> Manifest:
    """The edition that *documents*, all composed of *localized*, are of."""
    products = {document.product: _printed(document, localized) for document in documents}
    messages = [where for printed in products.values() for where in printed.messages]
    contacts = {name for printed in products.values() for name in printed.contacts}
    known = localized.campaign.contacts
    return Manifest(
        language=localized.label,
        code=localized.code,
        content=localized.content_hash(),
        messages={where: plain(localized.texts[where]) for where in dict.fromkeys(messages)},
        contacts={name: (each.display, each.target) for name, each in known.items() if name in contacts},
        kept=(ManifestEntry(day, localized.campaign.issue, localized.standing.state, products),),
    )


def plain(rich: RichText) -> str:
    """Its words as a person reads them: without the isolates round numbers."""
    return rich.text.translate(_ISOLATES)


def _printed(document: Document, localized: Localization) -> ProductContents:
    lines = [item for page in document.pages for item in page.items if isinstance(item, TextLine)]
    codes = [item.contact for page in document.pages for item in page.items if isinstance(item, QrCode)]
    numbers = [contact.contact for line in lines for contact in line.contacts]
    messages = dict.fromkeys(line.message for line in lines if line.message in localized.texts)
    return ProductContents(tuple(messages), tuple(dict.fromkeys([*numbers, *codes])))


def current(session: Session, label: str, products: Iterable[str] = ()) -> Manifest:
    """The edition of a language, or of several (``es``, ``es+en``, ``en+all``), as it would be made now.

    Raises:
        FlyersError: the language cannot be composed.
    """
    from flyers.workflow.pages_checksum import documents
    from flyers.workflow.signing import day_of_build

    tag, _, beside = label.partition("+")
    made = documents(session, tag, products, beside=beside)
    return edition(session.localized(tag, secondary=beside), made, day_of_build())


# -- manifests ------------------------------------------------------------------------------------------------------


def folder_of(campaign: Campaign, language: Language) -> Path:
    """Where the manifests of *language* are."""
    return campaign.translations_folder / language.locale / "manifests"


def keep(session: Session, made: Manifest) -> Path:
    """Put *made* on record; the manifest's path. A manifest that says so already is left as it is.

    Raises:
        ContentError: the present manifest is broken, or of other words under the same code.
        FileAccessError: it cannot be written.
    """
    language = session.registry.language(made.language.partition("+")[0])
    path = folder_of(session.campaign, language) / f"{made.code}.yaml"
    if path.exists():
        before = read(path, session.campaign)
        if before.content != made.content:
            raise ContentError(
                "This manifest is of other words with the same code.",
                hint="Change a letter of any message, so that the code becomes another.",
                source=Source(yamlfile.display_path(path, session.campaign.folder)),
            )
        last, new = before.kept[-1], made.kept[-1]
        if replace(last, day=new.day) == new:
            return path
        made = replace(
            made,
            messages={**before.messages, **made.messages},
            contacts={**before.contacts, **made.contacts},
            kept=(*before.kept, new),
        )
    write_whole(path, manifest(made).encode())
    return path


_SHA256 = Text(re.compile(r"[0-9a-f]{64}"), "a checksum, 64 digits from 0 to f")
_WORDS = Each(Text())


def _day(value: object) -> dt.date:
    return dt.date.fromisoformat(str(value))


MANIFEST = Record({
    "language": Required(Text()),
    "code": Required(Text(re.compile(r"[0-9a-f]{7}"), "an edition code, seven digits from 0 to f")),
    "content": Required(_SHA256),
    "contacts": MapOf(
        Record({"printed": Required(Text()), "opens": Required(Text())}),
        PLACEHOLDER, "an id of small letters, digits and “_”",
    ),
    "messages": MapOf(Text()),
    "kept": Required(Each(
        Record({
            "date": Required(Custom(_day)),
            "issue": Required(Text()),
            "state": Required(OneOf(*State)),
            "products": Required(MapOf(Record({"messages": _WORDS, "contacts": _WORDS}))),
        }),
        least=1,
    )),
})  # fmt: skip  # nested like the file that it describes

HEAD = """\
# What every piece says that has this code in its small print. Written by “flyers package” and “flyers manifest --keep”;
# never changed afterwards, so that a card can be looked up for as long as somebody carries it.
"""


def manifest(made: Manifest) -> str:
    """The file that `read` reads *made* from."""
    return HEAD + "\n" + "\n".join(_lines(made)) + "\n"


def _lines(made: Manifest) -> Iterator[str]:
    yield f"language: {yamlfile.quoted(made.language)}"
    yield f"code: {yamlfile.quoted(made.code)}"
    yield f"content: {yamlfile.quoted(made.content)}"
    yield "contacts:"
    for name, (printed, opens) in made.contacts.items():
        yield f"  {name}: {{printed: {yamlfile.quoted(printed)}, opens: {yamlfile.quoted(opens)}}}"
    yield "messages:"
    for where, text in made.messages.items():
        yield f"  {yamlfile.quoted(where)}: {yamlfile.quoted(text)}"
    yield "kept:"
    for occasion in made.kept:
        yield f"  - date: {occasion.day.isoformat()}"
        yield f"    issue: {yamlfile.quoted(occasion.label)}"
        yield f"    state: {occasion.state}"
        yield "    products:"
        for product, said in occasion.products.items():
            yield f"      {product}:"
            yield f"        messages: [{', '.join(map(yamlfile.quoted, said.messages))}]"
            yield f"        contacts: [{', '.join(map(yamlfile.quoted, said.contacts))}]"


def read(path: Path, campaign: Campaign) -> Manifest:
    """The manifest in the file *path*.

    Raises:
        ContentError: what is wrong in it, all together.
        FileAccessError: it cannot be read.
    """
    checked = schema.check(yamlfile.load(path, campaign.folder), MANIFEST)
    return Manifest(
        language=checked["language"],
        code=checked["code"],
        content=checked["content"],
        messages=dict(checked.get("messages", {})),
        contacts={name: (fact["printed"], fact["opens"]) for name, fact in checked.get("contacts", {}).items()},
        kept=tuple(_kept(occasion) for occasion in checked["kept"]),
    )


def _kept(occasion: Mapping[str, Any]) -> ManifestEntry:
    products = {
        product: ProductContents(tuple(printed.get("messages", ())), tuple(printed.get("contacts", ())))
        for product, printed in occasion["products"].items()
    }
    return ManifestEntry(occasion["date"], occasion["issue"], State(occasion["state"]), products)


def kept_editions(session: Session) -> Iterator[tuple[Path, Manifest]]:
    """Every manifest of the campaign, language by language.

    Raises:
        ContentError: one is broken.
    """
    for language in session.registry:
        for path in sorted(folder_of(session.campaign, language).glob("*.yaml")):
            yield path, read(path, session.campaign)
