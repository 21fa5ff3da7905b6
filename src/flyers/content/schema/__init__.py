"""A declarative checker for the campaign's YAML: what a map may contain, and what is made of it, written as data.

    CARDS = Record({
        "cards": Required(MapOf(
            Record({
                "trim": Required(Each(Length(), least=2, most=2)),   # points in the result
                "kind": OneOf("card", "sheet", default="card"),
                "from": Text(),
                "gap": Custom(parse_gap),                            # any function of a value
            }, make=Card, names={"from": "origin"}, source=True, rules=card_problems),
            re.compile(r"[a-z-]+"), "a name of small letters", id="name",
        )),
    })
    cards = check(yamlfile.load(path, root), CARDS, error=LayoutError)["cards"]

A field is declared once: the record calls its constructor with the converted values as keyword arguments, here
``Card(name=…, trim=(…, …), kind=…, origin=…, gap=…, source=…)``. Lists become tuples, a key without a value is left to
the schema's default or else to the constructor's, and ``rules`` yields what is wrong with the finished card. A record
without ``make`` stays a `Mapping` like the one it was given, which still knows the place of each value.

`check` raises every problem of a file at once (`flyers.errors.raise_all`), each with file, line and column; the error
for an unknown key names the keys allowed there and the nearest of them. Read `base` first, with the kinds of single
values, then `containers`.
"""

from flyers.content.schema.base import (
    LANGUAGE_TAG,
    NAME,
    NAME_SAYS,
    Anything,
    Custom,
    Flag,
    Kind,
    Length,
    Number,
    OneOf,
    Problem,
    Report,
    Text,
    check,
    describe,
    did_you_mean,
    raise_problems,
    shorten,
)
from flyers.content.schema.containers import NONE, Each, MapOf, OrNone, Placed, Record, Required, Shorthand

__all__ = [
    "LANGUAGE_TAG",
    "NAME",
    "NAME_SAYS",
    "NONE",
    "Anything",
    "Custom",
    "Each",
    "Flag",
    "Kind",
    "Length",
    "MapOf",
    "Number",
    "OneOf",
    "OrNone",
    "Placed",
    "Problem",
    "Record",
    "Report",
    "Required",
    "Shorthand",
    "Text",
    "check",
    "describe",
    "did_you_mean",
    "raise_problems",
    "shorten",
]
