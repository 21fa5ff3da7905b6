"""``flyers languages`` and ``flyers products``: what a campaign has."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from itertools import compress
from pathlib import Path
from typing import TYPE_CHECKING

from flyers.cli.command import Command, either, flag
from flyers.cli.console import Console, columns, folded
from flyers.content import CAMPAIGN_FILE
from flyers.content.layers import starter_folder
from flyers.errors import ExitCode
from flyers.files import exists
from flyers.pipeline.session import Session, open_session
from flyers.units import dimensions

if TYPE_CHECKING:
    from flyers.layout.model import Layout

LANGUAGES = Command(
    "languages",
    "list the campaign's languages and the state of each translation",
    """\
List every language of the campaign with its own name, its direction, how much of it is translated, and whether somebody
has signed it. A language that is not translated completely is not built unless you allow it. A language that is “not
translated” has no translation at all; a build of all languages leaves it out. Where there is no campaign, the list has
the languages that a new one can have.""",
    """\
  flyers languages
  flyers languages --json
  flyers languages --tags                 one tag per line, for scripts
  flyers languages --page                 docs/languages.md""",
    in_each=True,
    options=[
        either(
            flag("--json", "print the list as one JSON document"),
            flag("--page", "print the list as a page in Markdown"),
            flag("--tags", "print the tags only, one per line"),
        ),
    ],
)


@LANGUAGES.does
def run_languages(options: argparse.Namespace, console: Console) -> ExitCode:
    session = _campaign_or_starter(options.project, console)
    if options.tags:
        for tag in session.languages():
            console.say(tag)
        return ExitCode.OK
    from flyers.workflow.status import count_languages

    counts = count_languages(session)
    if options.page:
        from flyers.workflow.language_page import language_page

        console.say(language_page(session.campaign, session.registry, counts).rstrip("\n"))
    elif options.json:
        console.data([count.to_json() for count in counts])
    else:
        rows = (
            (count.tag, count.english, count.autonym, count.direction, f"{count.percent} %", count.status)
            for count in counts
        )
        console.table([("tag", "English", "own name", "dir", "translated", "status"), *rows], right=(4,))
    return ExitCode.OK


def _campaign_or_starter(project: Path, console: Console) -> Session:
    """Return the session of the campaign in *project*; outside of all campaigns that of the one that comes with flyers,
    since a new campaign chooses among its languages.
    """
    if project != Path() or exists(project / CAMPAIGN_FILE):
        return open_session(project)
    console.note("There is no campaign here. These are the languages that a new one can have ('flyers new').")
    return open_session(starter_folder())


PRODUCTS = Command(
    "products",
    "list the campaign's products, its print conditions, or the editions",
    """\
List the products: one for each layout file in content/layouts/. To add a product, add a layout. A product on request is
made only when it is named. A product with formats is made in the first, or in the one that --format names. A print
condition describes what a press and its paper need; there is one for each file in content/press/. An edition is what a
file is made for.""",
    """\
  flyers products
  flyers products --conditions            what --press takes
  flyers products --editions              what --edition takes
  flyers products --formats               what --format takes
  flyers products --names                 one name on each line, for scripts""",
    options=[
        either(
            flag("--conditions", "list the print conditions instead"),
            flag("--editions", "list what files are made for instead"),
            flag("--formats", "list the formats of the products instead"),
        ),
        either(
            flag("--names", "print the names only, one on each line"),
            flag("--json", "print the names as one JSON document"),
        ),
    ],
)


@PRODUCTS.does
def run_products(options: argparse.Namespace, console: Console) -> ExitCode:
    from flyers.content.press import conditions
    from flyers.page.editions import EDITIONS

    session = open_session(options.project)
    names = session.products
    if options.conditions:
        names = list(conditions(session.campaign))
    elif options.editions:
        names = list(EDITIONS)
    elif options.formats:
        names = list(dict.fromkeys(name for product in names for name in session.layout(product).formats))
    if options.json:
        console.data(names)
    elif options.names:
        for name in names:
            console.say(name)
    else:
        chosen = (options.conditions, options.editions, options.formats)
        listed = next(compress((_conditions, _editions, _formats), chosen), _products)
        for line in listed(session, names):
            console.say(folded(line, columns(sys.stdout)))
    return ExitCode.OK


def _products(session: Session, names: Sequence[str]) -> Iterator[str]:
    for name in names:
        layout = session.layout(name)
        if layout.pixels:
            yield f"{name}: {layout.pixels[0]} × {layout.pixels[1]} pixels, an image"
        else:
            yield f"{name}: {_size(layout)}, {_sides(layout)}"
        if about := f"{layout.about}{' (on request)' if layout.on_request else ''}".strip():
            yield f"    {about}"
        for other in layout.formats[1:]:
            yield f"    --format {other}: {_size(session.layout(session.in_format(name, other)))}"


def _size(layout: Layout) -> str:
    return dimensions(layout.width, layout.height)


def _sides(layout: Layout) -> str:
    if any(face.flow for face in layout.faces):
        return "as many pages as the words need"
    return "1 side" if len(layout.faces) == 1 else f"{len(layout.faces)} sides"


def _editions(session: Session, names: Sequence[str]) -> Iterator[str]:
    from flyers.page.editions import EDITIONS

    for name in names:
        yield f"{name}: {EDITIONS[name].about}"


def _formats(session: Session, names: Sequence[str]) -> Iterator[str]:
    for name in names:
        products = (product for product in session.products if name in session.layout(product).formats)
        yield f"{name}: {', '.join(products)}"


def _conditions(session: Session, names: Sequence[str]) -> Iterator[str]:
    for name in names:
        condition = session.condition(name)
        usual = " (the usual one)" if name == session.campaign.press else ""
        yield f"{name}: PDF/X-{condition.pdfx}, {condition.title}{usual}"
