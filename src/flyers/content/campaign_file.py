"""The file campaign.yaml: the campaign's name, its logo, and what it takes from its base."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import field

from flyers import limits
from flyers.content import schema, yamlfile
from flyers.content.layers import BASE, LANGUAGES, Layers
from flyers.content.message_key import MESSAGE_ID
from flyers.content.schema import (
    LANGUAGE_TAG,
    NAME,
    NAME_SAYS,
    Custom,
    Each,
    Flag,
    MapOf,
    Number,
    OrNone,
    Problem,
    Record,
    Required,
    Shorthand,
    Text,
    shorten,
)
from flyers.errors import ContentError
from flyers.records import dataclass

LOGO_ENDINGS = (".svg", ".png", ".jpg", ".jpeg")
_LOGO_FILE = re.compile(rf"(?=.{{1,{limits.NAME_CHARACTERS}}}\Z)[A-Za-z0-9][A-Za-z0-9_-]*\.(?:svg|png|jpe?g)")
_SRGB = re.compile(r"#[0-9a-f]{6}")

WEB_PAGE = re.compile(r"https://[A-Za-z0-9.-]+(?:/[A-Za-z0-9._~/%-]*)?")
"""The address of a page that the website's button may open."""

_ISSUE = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}")


def _issue(value: object) -> str:
    """Return a year, a month or a day as it is written."""
    text = str(value)
    try:
        if not _ISSUE.fullmatch(text):
            raise ValueError
        year, month, day = (*map(int, text.split("-")), 1, 1)[:3]
        dt.date(year, month, day)
    except ValueError:
        raise Problem(f"“{shorten(text)}” is not a date, like “2026-11”.") from None
    return text


def _inks(percents: Iterable[float]) -> tuple[float, float, float, float]:
    cyan, magenta, yellow, black = (percent / 100 for percent in percents)
    return cyan, magenta, yellow, black


@dataclass(frozen=True, slots=True, kw_only=True)
class LogoEntry:
    """The coalition's logo as campaign.yaml has it.

    Attributes:
        file: beside campaign.yaml.
        alt: the message that a screen reader says; "" for the publisher's name.
        clear: white space that stays free around it, as a part of its height.
        colours: the inks (fractions) of colours that its owner prescribes, by their value in the file, ``#4b2e83``.
        local: whether campaigns on this one have their own or none; see `flyers.content.campaign`.
    """

    file: str
    alt: str = ""
    clear: float = 0.25
    colours: Mapping[str, tuple[float, float, float, float]] = field(default_factory=dict)
    local: bool = False


LOGO = Shorthand(
    Record({
        "file": Required(Text(_LOGO_FILE, "the name of an .svg, .png or .jpg file beside campaign.yaml")),
        "alt": MESSAGE_ID,
        "clear": Number(0, 1),
        "colours": MapOf(
            Each(Number(0, 100), least=4, most=4, make=_inks), _SRGB, "a colour, like “#4b2e83”"
        ),
        "local": Flag(),
    }, make=LogoEntry), "file",
)  # fmt: skip  # nested like the file that it describes
"""The logo in campaign.yaml; the name of its file is enough."""

CAMPAIGN = Record({
    "campaign": Required(Record({
        "id": Required(Text(NAME, NAME_SAYS)),
        "name": Required(MESSAGE_ID),
        "publisher": Required(MESSAGE_ID),
        "source_language": Text(LANGUAGE_TAG.pattern, LANGUAGE_TAG.says, default="en"),
        "theme": Required(Text(NAME, "the name of a theme")),
        "press": Text(NAME, "the name of a print condition", default="gracol"),
        "issue": Required(Custom(_issue, "a date, like “2026-11”")),
        "logo": OrNone(LOGO),
        "base": BASE,
        "languages": LANGUAGES,
        "products": Each(Text(NAME, "the name of a layout"), least=1, unique=True),
        "leave": OrNone(Text(WEB_PAGE, "a plain address of a page, like “https://www.weather.gov/”")),
    })),
})  # fmt: skip  # nested like the file that it describes


def read_about(document: yamlfile.Mapping) -> yamlfile.Mapping:
    """Return the checked values of a parsed campaign.yaml.

    Raises:
        ContentError: all problems of the file together.
    """
    about: yamlfile.Mapping = schema.check(document, CAMPAIGN)["campaign"]
    return about


def check_own_keys(layers: Layers) -> None:
    """Check what a campaign may not take from its base: it has an id, and messages in the language of the base.

    Raises:
        ContentError: it has not.
    """
    lowest = layers.layers[-1].keys
    if lowest.get("languages") is not None:
        raise ContentError(
            "There is no base to choose languages from.",
            hint="Add “base: starter”, or delete this: translations/languages.yaml lists a campaign's own languages.",
            source=lowest.key_source("languages"),
        )
    for layer in layers:
        keys = layer.keys
        if layer.keys.get("base") is not None and keys.get("id") is None:
            raise ContentError(
                "The key “id” is missing.",
                hint="A campaign has an id of its own: its files are named by it.",
                source=keys.source,
            )
    for index, layer in enumerate(layers.layers[:-1]):
        word = layer.keys.get("source_language")
        below = next(
            (known for base in layers.layers[index + 1 :] if (known := base.keys.get("source_language"))), "en"
        )
        if word is not None and word != below:
            raise ContentError(
                f"The messages of the base are in “{below}”.",
                hint="A campaign's messages are in the language of those of its base: delete this.",
                source=layer.keys.value_source("source_language"),
            )
