"""``flyers new`` starts a campaign; ``campaign``, ``languages`` and ``products`` show what it and its base have."""

from __future__ import annotations

import argparse
import shlex
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from flyers import limits
from flyers.cli.command import Command, command, either, flag, in_each, names, option
from flyers.cli.console import Console, columns, folded
from flyers.cli.selection import understood_tags
from flyers.content import CAMPAIGN_FILE, starter_folder
from flyers.content.schema import did_you_mean, shorten
from flyers.errors import UsageError, counted
from flyers.files import exists, read_bytes, write_whole
from flyers.pipeline.session import Session, open_session
from flyers.units import dimensions

if TYPE_CHECKING:
    from flyers.content.campaign import Campaign
    from flyers.workflow.new_campaign import NewCampaign


QUESTIONS = {
    "name": "Name of your coalition, as it is to be printed",
    "state": "State",
    "phone": "Phone number of the coalition (“none” if it has none)",
    "site": "Web site of the coalition (“none” if it has none)",
    "languages": "Languages, as in “es so” (English is always there)",
}
"""The question for each value that was not given as an option."""


@command(
    "new",
    "begin a campaign of your own, on the one that comes with flyers",
    """Begin a campaign: a folder with a few short files that say only what is yours. All else (words, translations,
layouts, fonts) comes from the campaign that comes with flyers, and 'flyers build' in the folder makes every product at
once.

In a terminal, the command asks for what you do not give as an option. Every value is checked, and all pages are set
once; if something is wrong or does not fit, nothing is written.""",
    """\
  flyers new maine                           asks for everything
  flyers new maine --state Maine --phone 207-555-0143 --site example.org --languages es,so
  flyers new clinic --blank                  another topic: a page of your own to begin with
  flyers new vecinos --blank --source es     the same, and you write in Spanish
  flyers new maine --colour "#7a1f2b" --logo ~/logo.svg     a colour and a logo of your own; asks for the rest""",
    option("folder FOLDER", "where it will be; its name becomes the campaign's id", type=Path),
    option("--name TEXT", "the coalition's name, as it is to be printed", default=None),
    option("--state TEXT", "its state", default=None),
    option("--phone NUMBER", "its phone number, with the area code; or “none”", default=None),
    option("--site ADDRESS", "its web site, as in “example.org”; or “none”", default=None),
    option("--languages WORDS", "tags or names of languages", dest="new_languages", default=None),
    option("--logo FILE", "its logo, an SVG, PNG or JPEG file; it is copied", type=Path),
    flag("--blank", "for another topic: a page of your own, and none of the products and words that come with flyers"),
    option("--source LANGUAGE", "with --blank: the language of your words, if not English"),
    option("--colour #RRGGBB", "colour of headings and grounds"),
)
def new_command(options: argparse.Namespace, console: Console) -> None:
    from flyers.workflow.contact_edit import OWN_GROUP
    from flyers.workflow.new_campaign import begin, products_with, require_folder

    require_folder(options.folder)
    new = _asked(options, console)
    console.lines(file.as_posix() for file in begin(new))
    printed = products_with(options.folder)
    rows = [(f"your {what}", ", ".join(products) or "no product") for what, products in printed.items()]
    console.note()
    console.table([("what", "printed on"), *rows], to_stderr=True)
    console.note()
    words = "Write your words in content/messages/page.yaml. " if new.blank else ""
    change = f"'cd {shlex.quote(str(options.folder))}' and " if options.folder != Path() else ""
    console.note(f"{words}Now: {change}'flyers build'. Before you print, dial and open what you gave.")
    if "phone" in printed and not new.blank:
        console.note(
            "To have your phone on the back of the card, the poster and the notice too: "
            f"'flyers contacts set coalition_phone.group {OWN_GROUP}'. 'flyers contacts add' adds another one there."
        )


def _asked(options: argparse.Namespace, console: Console) -> NewCampaign:
    """Return what was given as options, and answers to questions for the rest, if there is a terminal to ask at."""
    from flyers.workflow import new_campaign
    from flyers.workflow.new_campaign import NewCampaign, theme_with

    values = {name: getattr(options, "new_languages" if name == "languages" else name) for name in QUESTIONS}
    missing = [name for name, value in values.items() if value is None]
    if missing and not (sys.stdin and sys.stdin.isatty()):
        hint = "Add them, or run this in a terminal without them, and it asks. 'flyers languages' lists languages."
        raise UsageError(f"Not given: {', '.join(f'--{name}' for name in missing)}.", hint=hint)
    checks: dict[str, Callable[[str], object]] = {
        "name": partial(new_campaign.require_name, "name"),
        "state": partial(new_campaign.require_name, "state"),
        "phone": new_campaign.require_phone,
        "site": new_campaign.require_site,
        "languages": lambda text: new_campaign.require_languages(_words(text)),
    }
    for name, value in values.items():
        if value is not None:
            checks[name](value)
    if options.source and not options.blank:
        problem = "The words that come with flyers are in English."
        raise UsageError(problem, hint="To write all of your own, add --blank.")
    if options.logo is not None:
        new_campaign.require_logo(options.logo)
    if options.colour:
        theme_with(options.colour)  # which refuses what is no colour
    starter = open_session(starter_folder())
    for name in missing:
        if name == "languages":
            names = (f"{language.english} ({language.tag})" for language in starter.registry)
            console.note(f"There are {', '.join(names)}.")
        values[name] = _answer(QUESTIONS[name], checks[name], console)
    values["languages"] = understood_tags(_words(values["languages"]), starter.registry, console)
    (source,) = understood_tags([options.source or starter.campaign.source_language], starter.registry, console)
    source = "" if source == starter.campaign.source_language else source
    values |= {"colour": options.colour, "logo": options.logo, "blank": options.blank}
    return NewCampaign(options.folder, **values, source=source)


def _words(text: str) -> list[str]:
    return text.replace(",", " ").split()


def _answer(question: str, check: Callable[[str], object], console: Console) -> str:
    while True:
        console.ask(f"{question}: ")
        answer = sys.stdin.readline()
        if not answer:
            raise UsageError("No answer; nothing was written.")
        try:
            check(answer.strip())
            return answer.strip()
        except UsageError as error:
            console.error(str(error))


@command(
    "show",
    "say of every value of the campaign whether it is its own or the base's",
    """List the values of the campaign: contacts, messages, languages, translations, colours, layouts, sheets and so on,
with the campaign that each comes from. “instead of” names the base whose value is replaced.""",
    """\
  flyers campaign show                      everything
  flyers campaign show --own                only what this campaign has itself
  flyers campaign show contact language     some kinds
  flyers campaign show --json""",
    option("kinds KIND", "contact, message, language …; default: all", nargs="*"),
    flag("--own", "leave out what comes from a base as it is"),
    flag("--json", "print the list as one JSON document"),
)
def show_command(options: argparse.Namespace, console: Console) -> None:
    from flyers.workflow.base_record import HERE, layer_values

    values = list(layer_values(open_session(options.project)))
    kinds = tuple(dict.fromkeys(value.kind for value in values))
    chosen = [kind if kind in kinds else kind.removesuffix("s") for kind in options.kinds]
    for kind in chosen:
        if kind not in kinds:
            hint = f"{did_you_mean(kind, kinds)} Kinds are {', '.join(kinds)}.".strip()
            raise UsageError(f"There is no kind “{kind}”.", hint=hint)
    listed = [value for value in values if value.kind in (chosen or kinds) and (not options.own or value.layer == HERE)]
    if options.json:
        console.data([asdict(value) for value in listed])
        return
    heading = ("kind", "name", "value", "comes from", "instead of")
    console.table([heading, *((v.kind, v.name, shorten(v.value, 50), v.layer, v.instead_of) for v in listed)])


@command(
    "check",
    "say what the base has changed since you last looked, message by message",
    """Compare the base with content/base-record.yaml, which says what it was: contacts, messages in the languages of
this campaign, layouts and other files. What this campaign has of its own is not affected; look whether it should
follow. --accept writes the record again, when you have looked. Nothing else depends on the record.

Messages, contacts and translations of your own that nothing prints are named too: their ids are perhaps misspelled, so
that the base's count.""",
    """\
  flyers campaign check
  flyers campaign check --accept            from now on, compare with today's base""",
    flag("--accept", "write down today's base"),
    flag("--json", "print the changes as one JSON document"),
    in_each,
)
def check_command(options: argparse.Namespace, console: Console) -> None:
    from flyers.workflow.base_record import RECORD_FILE, base_session, changes, read_record, record_text, state_of
    from flyers.workflow.uses import unused_entries

    session = open_session(options.project)
    with session.changing(options.accept):
        before = read_record(session)
        after = state_of(base_session(session), session.registry.tags)
        differences = list(changes(session, before, after)) if before else []
        if options.accept:
            name = session.campaign.layers.bases[0].name
            write_whole(session.folder / RECORD_FILE, record_text(name, after).encode())
    if options.json:
        console.data([asdict(change) for change in differences])
        return
    if before is None:
        console.note(f"There is no {RECORD_FILE}: it records what the base was when you last looked.")
    elif not differences:
        console.note("The base has not changed.")
    else:
        rows = ((one.kind, one.name, one.change, "your own counts" if one.own else "you use it") for one in differences)
        console.table([("kind", "name", "in the base", "here"), *rows])
    for place, problem in unused_entries(session):
        console.note(f"{place}: {problem}")
    if not options.accept and (differences or before is None):
        console.note("To record that you have looked: flyers campaign check --accept")


@command(
    "copy",
    "copy a layout, a sheet or a message of the base into this campaign, to change it",
    """Copy layouts, messages, or with --sheet sheets, of the base into this campaign. From then on they are the
campaign's own, and follow the base no longer; 'flyers campaign check' says when the base changes its own. Of a message
that is copied, delete what you leave as it is. Of contacts, colours and translations write only what differs ('flyers
docs new-campaign'). To change a few keys of a layout, such as its size, a file with “extends:” is enough.""",
    """\
  flyers campaign copy brochure
  flyers campaign copy signs.school         the sentence with its shorter forms and its note
  flyers campaign copy letter --sheet""",
    option(
        "names NAME",
        "of layouts, as 'flyers products' has them, or of messages, as 'flyers campaign show message' has them",
        nargs="+",
        type=names,
    ),
    flag("--sheet", "the names are those of sheets"),
)
def copy_command(options: argparse.Namespace, console: Console) -> None:
    from flyers.workflow.base_record import base_session

    session = open_session(options.project)
    base_session(session)  # there must be one
    files = [_file_of_base(name, options.sheet, session.campaign) for name in chain.from_iterable(options.names)]
    with session.changing():
        for path, data in files:
            write_whole(session.folder / path, data)
            console.say(path)


def _file_of_base(name: str, of_sheets: bool, campaign: Campaign) -> tuple[str, bytes]:
    """Return the path and the contents of a layout or sheet of the base that the campaign does not have itself, or of a
    file with a message as it is written there.
    """
    from flyers.workflow.contact_edit import entry_lines

    layers, kind = campaign.layers, "sheet" if of_sheets else "layout"
    if name in campaign.messages and not of_sheets:
        source = campaign.messages[name].source
        layer = layers.layer_of(source)
        if layer is layers.own:
            raise UsageError(f"“{name}” is this campaign's own already ({source}).", hint="Change it there.")
        lines = entry_lines(layer, source.path.removeprefix(layer.shown("")), "messages", name)
        return f"content/messages/{name}.yaml", f"messages:\n  {lines}\n".encode()
    path, names = f"content/{kind}s/{name}.yaml", tuple(layers.names(f"content/{kind}s"))
    if name not in names:
        meant = names if of_sheets else (*names, *campaign.messages)
        hint = did_you_mean(name, meant) or f"Those that there are: {', '.join(names)}."
        raise UsageError(f"The base has no {kind} “{shorten(name)}”.", hint=hint)
    if exists(layers.own.folder / path):
        raise UsageError(f"{path} is this campaign's own already.", hint="Change that file, or delete it first.")
    file = layers.file(path)
    assert file is not None, "a base has it"
    return path, read_bytes(file, layers.shown(file), limits.YAML_BYTES)


CAMPAIGN = Command(
    "campaign",
    "show what a campaign has of its own and what of its base, and what has changed in the base",
    """A campaign may be built on another one (“base:” in content/campaign.yaml): it then has only what differs. Show
where each value comes from, and what the base has changed since somebody last looked.""",
    """\
  flyers campaign show
  flyers campaign show contact language
  flyers campaign check
  flyers campaign copy brochure""",
    commands=(show_command, check_command, copy_command),
)


@command(
    "languages",
    "list the campaign's languages and the state of each translation",
    """List every language of the campaign with its own name, its direction, how much of it is translated, and whether
somebody has signed it. A language that is not translated completely is not built unless you allow it. A language that
is “not translated” has no translation at all; a build of all languages leaves it out. Where there is no campaign, the
list has the languages that a new one can have.""",
    """\
  flyers languages
  flyers languages --json
  flyers languages --tags                 one tag per line, for scripts
  flyers languages --page                 docs/languages.md""",
    either(
        flag("--json", "print the list as one JSON document"),
        flag("--page", "print the list as a page in Markdown"),
        flag("--tags", "print the tags only, one per line"),
    ),
    in_each,
)
def languages_command(options: argparse.Namespace, console: Console) -> None:
    folder = options.project
    if folder == Path() and not exists(folder / CAMPAIGN_FILE):  # outside of all campaigns
        console.note("There is no campaign here. These are the languages that a new one can have ('flyers new').")
        folder = starter_folder()
    session = open_session(folder)
    if options.tags:
        console.lines(session.languages())
        return
    from flyers.workflow.status import count_languages, language_page

    counts = count_languages(session)
    if options.page:
        console.say(language_page(session.campaign, session.registry, counts).rstrip("\n"))
    elif options.json:
        console.data([count.to_json() for count in counts])
    else:
        rows = ((of.tag, of.english, of.autonym, of.direction, f"{of.percent} %", of.status) for of in counts)
        console.table([("tag", "English", "own name", "dir", "translated", "status"), *rows], right=(4,))


@command(
    "products",
    "list the campaign's products, its print conditions, or the editions",
    """List the products: one for each layout file in content/layouts/. To add a product, add a layout. A product on
request is made only when it is named. A product with formats is made in the first, or in the one that --format names. A
print condition describes what a press and its paper need; there is one for each file in content/press/. An edition is
what a file is made for.""",
    """\
  flyers products
  flyers products --conditions            what --press takes
  flyers products --editions              what --edition takes
  flyers products --formats               what --format takes
  flyers products --names                 one name on each line, for scripts""",
    either(
        flag("--conditions", "list the print conditions instead"),
        flag("--editions", "list what files are made for instead"),
        flag("--formats", "list the formats of the products instead"),
    ),
    either(
        flag("--names", "print the names only, one on each line"),
        flag("--json", "print the names as one JSON document"),
    ),
)
def products_command(options: argparse.Namespace, console: Console) -> None:
    from flyers.content.press import conditions
    from flyers.page.editions import EDITIONS

    session = open_session(options.project)
    names = session.products
    describe: Callable[[str], Iterable[str]] = partial(_product, session)
    if options.conditions:
        names, describe = list(conditions(session.campaign)), partial(_condition, session)
    elif options.editions:
        names, describe = list(EDITIONS), lambda name: [f"{name}: {EDITIONS[name].about}"]
    elif options.formats:
        products: dict[str, list[str]] = {}
        for product in names:
            for name in session.layout(product).formats:
                products.setdefault(name, []).append(product)
        names, describe = list(products), lambda name: [f"{name}: {', '.join(products[name])}"]
    if options.json:
        console.data(names)
    elif options.names:
        console.lines(names)
    else:
        console.lines(folded(line, columns(sys.stdout)) for name in names for line in describe(name))


def _product(session: Session, name: str) -> Iterator[str]:
    layout = session.layout(name)
    sides = counted(len(layout.faces), "side")
    if any(face.flow for face in layout.faces):
        sides = "as many pages as the words need"
    if layout.pixels:
        yield f"{name}: {layout.pixels[0]} × {layout.pixels[1]} pixels, an image"
    else:
        yield f"{name}: {dimensions(layout.width, layout.height)}, {sides}"
    if about := f"{layout.about}{' (on request)' if layout.on_request else ''}".strip():
        yield f"    {about}"
    for other in layout.formats[1:]:
        layout = session.layout(session.in_format(name, other))
        yield f"    --format {other}: {dimensions(layout.width, layout.height)}"


def _condition(session: Session, name: str) -> list[str]:
    condition = session.condition(name)
    usual = " (the usual one)" if name == session.campaign.press else ""
    return [f"{name}: PDF/X-{condition.pdfx}, {condition.title}{usual}"]
