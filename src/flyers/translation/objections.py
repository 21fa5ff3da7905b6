"""Objections: what readers of a language find wrong with its words or pages, and the file that keeps them.

``translations/<locale>/objections.yaml`` has one entry for each text that a reader called *not right*, with better
words if the reader had some. An objection is open as long as the text is as it was read, and nobody has declined it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from pathlib import Path

from flyers.content import schema, yamlfile
from flyers.content.campaign import Campaign
from flyers.content.message_key import MessageKey
from flyers.content.schema import Custom, Each, Record, Required, Text
from flyers.files import exists, write_whole
from flyers.records import dataclass
from flyers.translation.registry import Language
from flyers.translation.signoff import day_of, digest, one_line

PAGES = "pages:"
"""What an objection to the pages of a product is about begins with: ``pages:wallet-card``."""


@dataclass(frozen=True, slots=True)
class Objection:
    """What a reader finds wrong with one text, or with the pages of a product.

    Attributes:
        what: the key of a message or contact as text, or `PAGES` and a product.
        read: eight digits that stand for it as it was read (`flyers.workflow.readings`).
        reviewer, role, day: as in `flyers.translation.signoff.SignOff`.
        better: what it should say; why: the reason; either may be "".
        declined: the day on which a coordinator let the text stand.
    """

    what: str
    read: str
    reviewer: str = field(repr=False)
    role: str
    day: dt.date
    better: str = ""
    why: str = ""
    declined: dt.date | None = None

    @property
    def id(self) -> str:
        """Six digits by which a coordinator names it."""
        return digest(self.what, self.read, self.reviewer, self.better, self.why)[:6]

    @property
    def product(self) -> str:
        """The product whose pages it is about; "" for a text."""
        return self.what.removeprefix(PAGES) if self.key is None else ""

    @property
    def key(self) -> MessageKey | None:
        """The message or contact; None for pages."""
        return None if self.what.startswith(PAGES) else MessageKey.parse(self.what)


_FILE = Record({
    "objections": Required(Each(
        Record({
            "what": Required(Custom(one_line)),
            "read": Required(Text(re.compile("[0-9a-f]{8}"), "eight digits from 0 to f")),
            "reviewer": Required(Custom(one_line)),
            "role": Required(Custom(one_line)),
            "date": Required(Custom(day_of)),
            "better": Text(),
            "why": Text(),
            "declined": Custom(day_of),
        }, make=Objection, names={"date": "day"}),
    )),
})  # fmt: skip  # nested like the file that it describes


def _path(campaign: Campaign, language: Language) -> Path:
    return campaign.translations_folder / language.locale / "objections.yaml"


def read_objections(campaign: Campaign, language: Language) -> Sequence[Objection]:
    """Return the objections to the words of *language*, the oldest first.

    Raises:
        ContentError: what is wrong in the file, all together.
        FileAccessError: it cannot be read.
    """
    if not exists(_path(campaign, language)):
        return ()
    file = campaign.layers.own.load(f"translations/{language.locale}/objections.yaml")
    return tuple(schema.check(file, _FILE)["objections"])


HEAD = """\
# What readers call “not right”. 'flyers translations answers' writes this file, and lists what is open.
"""


def write_objections(campaign: Campaign, language: Language, objections: Iterable[Objection]) -> None:
    """Write the file that `read_objections` reads *objections* from.

    Raises:
        FileAccessError: it cannot be written.
    """
    text = HEAD + "\nobjections:\n" + "\n".join("\n".join(_lines(one)) + "\n" for one in objections)
    write_whole(_path(campaign, language), text.encode())


def _lines(one: Objection) -> Iterator[str]:
    yield f"  - what: {yamlfile.quoted(one.what)}"
    yield f"    read: {yamlfile.quoted(one.read)}"
    for name in ("reviewer", "role"):
        yield f"    {name}: {yamlfile.quoted(getattr(one, name))}"
    yield f"    date: {one.day.isoformat()}"
    for name in ("better", "why"):
        if text := getattr(one, name):
            yield f"    {name}: {yamlfile.quoted(text)}"
    if one.declined:
        yield f"    declined: {one.declined.isoformat()}"
