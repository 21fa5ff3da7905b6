"""From options to jobs and to the files that are missing, and from a user's words to languages and products.

What the campaign does not have, or what does not fit, is refused before any file is made (`UsageError`, `LayoutError`).
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from flyers.cli.console import Console
from flyers.content import CAMPAIGN_FILE
from flyers.content.message_key import Form
from flyers.errors import FlyersError, LayoutError, UsageError
from flyers.files import clear_leftovers, exists, files_in, is_file
from flyers.pipeline.fresh import PlanRecord, current, keep, recall
from flyers.pipeline.outputs import READER_PROOF, REPORT, Result, report_at
from flyers.pipeline.plan import ALL, IMAGE, PHONE, Job, PressChoice, Shard, SheetChoice, choose, plan
from flyers.pipeline.session import Session, open_session
from flyers.records import dataclass
from flyers.units import at_most, dimensions

if TYPE_CHECKING:
    from flyers.impose.place import SheetSpec
    from flyers.translation.registry import Registry


def unprinted(session: Session) -> list[str]:
    """Return a sentence with its place for each entry of the campaign's own that nothing prints."""
    from flyers.workflow.uses import unused_entries

    return [f"{place}: {problem}" for place, problem in unused_entries(session)]


def leftovers(session: Session, output: Path) -> list[str]:
    """Return a sentence for each file in the folder *output* whose product or language the campaign has no longer."""
    files = (file for folder in files_in(output, "*") if exists(folder / REPORT) for file in files_in(folder, "*"))
    left = []
    for file in (file for file in files if file.suffix in (".pdf", ".png")):
        product = file.name.partition(".")[0]
        known = product == READER_PROOF or product in session.known_products([product])
        if not known or file.parent.name not in session.registry.tags:
            left.append(f"{file}: an old file, of a product or a language that the campaign no longer has. Delete it.")
    return left


def warn_of_unprinted(remarks: Iterable[str], console: Console, campaign: str = "") -> None:
    """Print *remarks* as warnings; of several campaigns, with the folder of the *campaign*."""
    where = f"{campaign}: " if campaign else ""
    for remark in remarks:
        console.note(f"warning: {where}{remark}")


def find_project(start: Path) -> Path:
    """Return the campaign folder that *start* is in: itself, or the nearest one above; *start* if there is none."""
    for folder in (start, *(start / Path(*[".."] * up) for up in range(1, len(start.resolve().parts)))):
        if is_file(folder / CAMPAIGN_FILE):
            return folder
    return start


def name_languages(options: argparse.Namespace, console: Console) -> None:
    """Replace languages that are given by name or by other tags with tags of the campaign, and print a note."""
    if getattr(options, "campaigns", None):  # each of them has languages of its own
        return
    for option in ("lang", "languages", "language", "secondary"):
        if value := getattr(options, option, None):
            words = [value] if isinstance(value, str) else value
            tags = understood_tags(words, open_session(options.project).registry, console)
            setattr(options, option, tags[0] if isinstance(value, str) else tags)


def understood_tags(words: Sequence[str], registry: Registry, console: Console) -> list[str]:
    """Return the tags of the languages that *words* name, with a note on each word that is no tag."""
    tags = []
    for word, language in registry.named(words):
        if word.replace("_", "-").casefold() != language.tag.casefold():
            console.note(f"“{word}” is understood as {language.tag} ({language.english}).")
        tags.append(language.tag)
    return tags


def name_products(words: Sequence[str] | None, session: Session) -> list[str]:
    """Return the products that *words* name: ids, ids in other spellings (``Wallet Card``), or titles in English."""
    if not words:
        return []
    known = {_plain(product): product for product in session.known_products(words)}
    for product in session.products:
        if title := session.campaign.messages.get(f"product.{product}"):
            known.setdefault(_plain(title.forms[Form.TEXT].text), product)
    rest, products = list(words), []
    while rest:
        many = next((count for count in range(len(rest), 0, -1) if _plain("".join(rest[:count])) in known), 0)
        if not many:  # a name that nobody has ends where one begins that is known
            many = next((count for count in range(1, len(rest)) if _plain(rest[count]) in known), len(rest))
        products.append(known.get(_plain("".join(rest[:many])), " ".join(rest[:many])))
        del rest[:many]
    return choose("product", products, session.known_products(products))


def _plain(name: str) -> str:
    return re.sub("[ _-]", "", name.casefold())  # other marks stay: ``../poster`` is not a product


def select_languages(options: argparse.Namespace, session: Session) -> list[str]:
    """Return the tags given with ``--lang``, or those of all languages with a translation."""
    return session.languages(options.lang) if options.lang else session.usual_languages


def select_products(options: argparse.Namespace, session: Session, editions: Sequence[str] = ()) -> list[str]:
    """Return the products given with ``--product``, or the usual ones, of these those that ``--with`` and ``--format``
    suit. Images are made on request, and the edition ``image`` among *editions* requests them all.
    """
    if options.product:
        products = name_products(options.product, session)
        return [_in_format(product, options.format, session) for product in products] if options.format else products
    usual = session.usual_products
    if options.secondary:
        layouts = {product: session.readable_layout(product) for product in usual}
        usual = [product for product, layout in layouts.items() if layout is None or layout.takes_a_second]
    if options.format:
        products = [name for product in usual if (name := session.in_format(product, options.format))]
        if products:
            return products
        problem = f"No usual product has the format “{options.format[:60]}”."
        raise UsageError(problem, hint="'flyers products' lists the formats of each.")
    if IMAGE not in editions:
        return usual
    images = [product for product in session.products if session.is_image(product)]
    if not images:
        hint = "An image is a layout with “pixels” in place of “trim” ('flyers docs layouts')."
        raise UsageError("This campaign has no image.", hint=hint)
    printed = [product for product in usual if product not in images] if set(editions) != {IMAGE} else []
    return [*printed, *images]


def _in_format(product: str, name: str, session: Session) -> str:
    if in_format := session.in_format(product, name):
        return in_format
    formats = session.layout(product).formats
    hint = f"It has: {', '.join(formats)}." if formats else "It has one format only: leave --format out."
    raise UsageError(f"“{product}” has no format “{name[:60]}”.", hint=hint)


def usual_editions(options: argparse.Namespace, session: Session) -> list[str]:
    """Return the editions given with ``--edition``, or those that the products are usually made in."""
    from flyers.page.editions import EDITIONS

    if options.edition:
        return choose("edition", options.edition, list(EDITIONS))
    images = [session.is_image(product) for product in name_products(options.product, session)]
    paper = [] if images and all(images) else ["office" if options.calibration else "press"]
    return [*paper, *([IMAGE] if any(images) else [])]


def select_jobs(
    options: argparse.Namespace,
    products: list[str],
    session: Session,
    *,
    editions: Sequence[str],
    press: PressChoice,
    sheet: SheetChoice | None = None,
    allow_untranslated: bool = False,
) -> list[Job]:
    """Return the jobs for ``--lang``, ``--with``, ``--output``; multilingual *products* are by default in English."""
    from flyers.layout.phone import not_for_phones

    multilingual = [product for product in products if session.is_multilingual(product)]
    secondary = session.registry.language(options.secondary).tag if options.secondary else ""
    if secondary and products and multilingual == products:
        raise UsageError(f"{multilingual[0]} already has all languages.", hint="Leave --with out.")
    for product in products if secondary else ():
        try:
            session.layout(product, secondary=secondary)
        except UsageError:
            raise
        except FlyersError:
            continue  # a broken layout is reported with each of its files
    tags = session.languages(options.lang) if options.lang else [session.campaign.source_language]
    layouts = {product: session.readable_layout(product) for product in products}
    images = {product: layout.is_image for product, layout in layouts.items() if layout}
    _require_editions(products, images, editions)
    unsuited = {name for name, layout in layouts.items() if layout and not layout.suits_phones}
    if set(editions) == {PHONE} and options.product and not unsuited.isdisjoint(products):
        raise not_for_phones(min(unsuited.intersection(products)))
    jobs = plan(
        options.project,
        select_languages(options, session),
        products,
        editions,
        output=output_folder(options),
        secondary=secondary,
        multilingual=dict.fromkeys(multilingual, tags),
        images=images,
        press=press,
        sheet=sheet or SheetChoice(),
        allow_untranslated=allow_untranslated,
    )
    jobs = [job for job in jobs if job.edition != PHONE or job.product not in unsuited]
    if jobs:
        return jobs
    if options.secondary and products:
        raise UsageError("A product is not made with its own language on the back.", hint="Change --with.")
    if options.secondary:
        hint = "A layout does if it has one face, or names another layout as “bilingual” ('flyers docs layouts')."
        raise UsageError("No usual product takes a second language.", hint=hint)
    problem = "There is nothing to make: the campaign has no languages, or only layouts that are made on request."
    hint = "Add languages to translations/languages.yaml, and a layout to content/layouts/ for each product."
    raise UsageError(problem, hint=hint)


def output_folder(options: argparse.Namespace) -> Path:
    """Return the folder given with ``--output``, or output/ in the campaign."""
    return Path(options.output or options.project / "output")


def _require_editions(products: Sequence[str], images: Mapping[str, bool], editions: Sequence[str]) -> None:
    """Refuse products that are not made in any of the *editions*, and the edition for images where none is named."""
    pictures = [product for product in products if images.get(product)]
    if pictures and IMAGE not in editions:
        hint = f"Leave it out here. 'flyers build --edition {IMAGE} --product {pictures[0]}' makes it."
        raise UsageError(f"“{pictures[0]}” is an image for screens, and has no edition “{editions[0]}”.", hint=hint)
    printed = [product for product in products if not images.get(product, True)]
    if printed and (not pictures or set(editions) == {IMAGE}) and IMAGE in editions:
        hint = "Name images with --product, or no product to make all of them."
        raise UsageError(f"“{printed[0]}” is printed, and has no edition “{IMAGE}”.", hint=hint)


def jobs_of(options: argparse.Namespace, session: Session) -> list[Job]:
    """Return the jobs that the command names in the campaign of *session*."""
    editions, press = usual_editions(options, session), press_choice(options)
    jobs = select_jobs(
        options,
        select_products(options, session, editions),
        session,
        editions=editions,
        press=press,
        sheet=SheetChoice(options.sheet, options.gutter, options.back_offset, options.ink, options.calibration),
        allow_untranslated=options.allow_untranslated,
    )
    check_press(press, jobs, session)
    _check_sheet(options, jobs, session)
    if options.shard:
        jobs = Shard.parse(options.shard).of(jobs, campaign=getattr(options, "named", ""))
    return jobs


def _check_sheet(options: argparse.Namespace, jobs: list[Job], session: Session) -> None:
    """Refuse a wrong --sheet, what does not fit it, and options for files that they do not concern, before any job."""
    of_sheets = {"--gutter": options.gutter is not None, "--back-offset": options.back_offset != (0.0, 0.0)}
    of_paper = {"--sheet": options.sheet, **of_sheets, "--calibration": options.calibration, "--ink": options.ink}
    image = next((job.product for job in jobs if job.is_image), "")
    if image and (option := next((name for name, value in of_paper.items() if value), "")):
        hint = f"Leave {option} out, or make images by themselves."
        raise UsageError(f"{option} is about paper, and “{image}” is an image for screens.", hint=hint)
    option = next((name for name, value in of_sheets.items() if value), "")
    if option and not any(job.on_sheets for job in jobs):
        hint = f"Add --sheet, such as --sheet 12x18, or leave {option} out."
        raise UsageError(f"{option} is about sheets with several copies, and each of these files has one.", hint=hint)
    if options.sheet and any(job.edition == "screen" for job in jobs):
        problem = "--sheet puts several copies on a sheet of paper, and the edition “screen” is for reading."
        raise UsageError(problem, hint="Leave --sheet out, or make that edition by itself.")
    if options.sheet:
        from flyers.impose.sheets import find_sheet

        require_room(jobs, find_sheet(session.campaign, options.sheet, gutter=options.gutter), session)


def require_room(jobs: Iterable[Job], spec: SheetSpec, session: Session) -> None:
    """Refuse *jobs* if some of their products do not fit the sheet *spec*."""
    from flyers.impose.place import CellGrid, described

    secondary = {job.product: job.secondary for job in jobs}
    faults = {product: _fault(product, second, spec, session) for product, second in secondary.items()}
    refused = {product: fault for product, fault in faults.items() if fault}
    if not refused:
        return
    if fitting := [product for product, fault in faults.items() if not fault]:
        hint = f"Add --product {','.join(fitting)}, which fits, or leave --sheet out."
    else:
        layouts = {product: session.readable_layout(product) for product in session.products if product not in faults}
        printed = [product for product, layout in layouts.items() if layout and not layout.is_image]
        others = [product for product in printed if not _fault(product, "", spec, session)]
        more = ", …" if len(others) > 4 else ""
        which = f"name a product that fits: {', '.join(others[:4])}{more}" if others else "choose a larger sheet."
        hint = f"Leave --sheet out, or {which}"
    *first, last = refused
    if not first:
        fault = refused[last]
        raise LayoutError(fault.problem, hint=hint, source=fault.source, trail=[last, *fault.trail])
    place = f"on {described(spec)}"
    if isinstance(spec.cells, CellGrid):
        place = f"the cells of {spec.title}, {dimensions(spec.cells.width, spec.cells.height, digits=2)}"
    problem = f"{', '.join(first)} and {last} do not fit {place}; nothing is scaled."
    raise LayoutError(problem, hint=hint, source=spec.source)


def _fault(product: str, secondary: str, spec: SheetSpec, session: Session) -> FlyersError | None:
    """Return why *product* does not fit; None if it fits, or if its layout is broken: that is reported otherwise."""
    from flyers.impose.place import make_grid
    from flyers.page.document import Page

    try:
        layout = session.layout(product, secondary=secondary)
    except FlyersError:
        return None
    try:
        size = (layout.width, layout.height, layout.bleed, layout.safe)
        make_grid([Page(face.name, *size, items=()) for face in layout.faces], spec)
    except LayoutError as error:
        return error
    return None


def press_choice(options: argparse.Namespace) -> PressChoice:
    """Return what ``--press``, ``--pdfx`` and ``--bleed`` say."""
    return PressChoice(options.press, options.pdfx, options.bleed)


def check_press(press: PressChoice, jobs: list[Job], session: Session) -> None:
    """Refuse a wrong --press, --pdfx or --bleed once, before the first job."""
    from flyers.page.editions import EDITIONS, is_short

    if press == PressChoice():
        return
    for_press = [job for job in jobs if EDITIONS[job.edition].for_press]
    if not for_press:
        problem = "--press, --pdfx and --bleed apply to files for a print shop only, and none is selected."
        raise UsageError(problem, hint="Add --edition press, or leave them out.")
    if (bleed := press.bleed) is not None:
        layouts = map(session.readable_layout, dict.fromkeys(job.product for job in for_press))
        least = min(filter(None, layouts), key=lambda layout: layout.bleed, default=None)
        if least and is_short(least.bleed, bleed):
            art = f"the art of “{least.product}” goes {least.bleed:.4g} pt beyond the trim"
            hint = f"The most is {at_most(least.bleed)}, unless its layout gets more: {least.place('bleed')}."
            raise LayoutError(f"--bleed asks for {bleed:.4g} pt; {art}.", hint=hint)
    session.condition(press.condition, press.pdfx, bleed)


PLAN_OPTIONS = (
    "lang", "product", "format", "edition", "secondary", "press", "pdfx", "bleed", "sheet", "gutter", "back_offset",
    "calibration", "ink", "allow_untranslated", "shard",
)  # fmt: skip  # a list to be read
"""Options that decide which files are made, and how."""


@dataclass(slots=True)
class RequestedFiles:
    """The files that a command asks for in one campaign."""

    plan: PlanRecord  # all of them, and the languages that are left out
    current: Mapping[Job, Result]  # the results of the files that are current
    remarks: Sequence[str]  # on what nothing prints, and, when the campaign has changed, on `leftovers`

    @classmethod
    def of(cls, options: argparse.Namespace, session: Session) -> RequestedFiles:
        """Return the files that *options* ask for in the campaign of *session*; raises FlyersError."""
        plan, is_known = _plan(options, session)
        jobs = [] if options.force or options.dry_run else plan.jobs
        reports = {folder: report_at(folder / REPORT) for folder in dict.fromkeys(job.folder for job in jobs)}
        results = {job: result for job in jobs if (result := current(job, session.inputs, reports[job.folder]))}
        left = [] if is_known else leftovers(session, output_folder(options))
        return cls(plan, results, [*plan.unprinted, *left])

    @property
    def missing(self) -> list[Job]:
        """The jobs whose files are not current."""
        return [job for job in self.plan.jobs if job not in self.current]

    def finish(self, made: Sequence[Result]) -> list[Result]:
        """Return the results of all jobs in order, including those *made*."""
        results = {**self.current, **{result.job: result for result in made}}
        ordered = [results[job] for job in self.plan.jobs]
        for folder in {result.job.folder for result in ordered if result.current}:
            clear_leftovers(folder)  # left by a build that was killed while it made current files again
        return ordered


def _plan(options: argparse.Namespace, session: Session) -> tuple[PlanRecord, bool]:
    """Return the plan of the order, which is kept for the next build, and whether it was kept before."""
    order = (options.project, output_folder(options), {name: getattr(options, name) for name in PLAN_OPTIONS})
    known = recall(*order)
    if known and not any(mark in options.press for mark in ("/", "\\", ".")):  # a shop's own file, anywhere
        plan, inputs = known
        session.take(inputs)
        if not plan.changed:
            return plan, True
        # Changed catalogs may change the languages that are built by default.
        tags = [] if options.lang else plan.changed & set(session.registry.tags)
        if all(session.has_translations(tag) != (tag in plan.left_out) for tag in tags):
            return replace(plan, unprinted=unprinted(session)), True
    inputs = session.inputs
    jobs = jobs_of(options, session)
    named = options.lang or all(job.secondary == ALL for job in jobs)
    left_out = [] if named else [tag for tag in session.languages() if tag not in session.usual_languages]
    plan = PlanRecord(jobs, left_out, unprinted(session))
    if not options.dry_run:
        keep(*order, plan, inputs)
    return plan, False
