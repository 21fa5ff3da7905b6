"""From options to jobs and to the files that are missing, and from a user's words to languages and products."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from flyers.cli.console import Console
from flyers.content import CAMPAIGN_FILE
from flyers.content.message_key import Form
from flyers.errors import FlyersError, UsageError
from flyers.files import clear_leftovers, exists, files_in, is_file
from flyers.pipeline.fresh import PlanRecord, current, keep, recall
from flyers.pipeline.inputs import Inputs
from flyers.pipeline.outputs import READER_PROOF, REPORT, Result, report_at
from flyers.pipeline.plan import ALL, IMAGE, PHONE, Job, PressChoice, SheetChoice, choose, plan
from flyers.pipeline.session import Session, open_session
from flyers.records import dataclass

if TYPE_CHECKING:
    from flyers.translation.registry import Registry


def unprinted(session: Session) -> list[str]:
    """Return a sentence with its place for each entry of the campaign's own that nothing prints."""
    from flyers.workflow.uses import unused_entries

    return [f"{place}: {problem}" for place, problem in unused_entries(session)]


def leftovers(session: Session, output: Path) -> list[str]:
    """Return a sentence for each file in the folder *output* whose product or language the campaign has no longer."""
    left = []
    for folder in (folder for folder in files_in(output, "*") if exists(folder / REPORT)):
        for file in (file for file in files_in(folder, "*") if file.suffix in (".pdf", ".png")):
            product = file.name.partition(".")[0]
            known = product == READER_PROOF or product in session.known_products([product])
            if not known or folder.name not in session.registry.tags:
                left.append(
                    f"{file}: an old file, of a product or a language that the campaign no longer has. Delete it."
                )
    return left


def warn_of_unprinted(remarks: Iterable[str], console: Console, campaign: str = "") -> None:
    """Print *remarks* as warnings; of several campaigns, with the folder of the *campaign*."""
    where = f"{campaign}: " if campaign else ""
    for remark in remarks:
        console.note(f"warning: {where}{remark}")


LANGUAGE_OPTIONS = ("lang", "languages", "language", "secondary")
"""Names of the parsed options that name languages of the campaign."""


def find_project(start: Path) -> Path:
    """Return the campaign folder that *start* is in: itself, or the nearest one above; *start* if there is none."""
    for folder in (start, *(start / Path(*[".."] * up) for up in range(1, len(start.resolve().parts)))):
        if is_file(folder / CAMPAIGN_FILE):
            return folder
    return start


def name_languages(options: argparse.Namespace, console: Console) -> None:
    """Replace languages that are given by name or by other tags with tags of the campaign, and print a note.

    Raises:
        UsageError: a word means no language of the campaign, or several.
        FlyersError: the campaign cannot be read.
    """
    if getattr(options, "campaigns", None):  # each of them has languages of its own
        return
    for option in LANGUAGE_OPTIONS:
        given = getattr(options, option, None)
        if not given:
            continue
        words = [given] if isinstance(given, str) else list(given)
        tags = understood_tags(words, open_session(options.project).registry, console)
        setattr(options, option, tags[0] if isinstance(given, str) else tags)


def understood_tags(words: Sequence[str], registry: Registry, console: Console) -> list[str]:
    """Return the tags of the languages that *words* name, with a note on each word that is no tag.

    Raises:
        UsageError: a word names none of them, or several.
    """
    tags = []
    for word, language in registry.named(words):
        if word.replace("_", "-").casefold() != language.tag.casefold():
            console.note(f"“{word}” is understood as {language.tag} ({language.english}).")
        tags.append(language.tag)
    return tags


def name_products(words: Sequence[str] | None, session: Session) -> list[str]:
    """Return the products that *words* name: ids, ids in other spellings (``Wallet Card``), or titles in English.

    Raises:
        UsageError: there is no such product; the message suggests the nearest.
    """
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
    """Return *name* in a spelling for comparison. Other marks stay: ``../poster`` is not a product."""
    return "".join(character for character in name.casefold() if character not in " -_")


def select_languages(options: argparse.Namespace, session: Session) -> list[str]:
    """Return the tags given with ``--lang``, or those of all languages with a translation.

    Raises:
        UsageError: a language is not the campaign's.
    """
    return session.languages(options.lang) if options.lang else session.usual_languages


def select_products(options: argparse.Namespace, session: Session, editions: Sequence[str] = ()) -> list[str]:
    """Return the products given with ``--product``, or the usual ones: with ``--with``, those that take a second
    language; with ``--format``, those that have it. Images are made on request, and the edition ``image`` among
    *editions* requests them all.

    Raises:
        UsageError: there is no such product or format, or the campaign has no image.
    """
    if options.product:
        return [_in_format(product, options.format, session) for product in name_products(options.product, session)]
    usual = [
        product for product in session.usual_products if not options.secondary or _takes_a_second(session, product)
    ]
    if options.format:
        return _with_format(usual, options.format, session)
    if IMAGE not in editions:
        return usual
    images = [product for product in session.products if session.is_image(product)]
    if not images:
        raise UsageError(
            "This campaign has no image.",
            hint="An image is a layout with “pixels” in place of “trim” ('flyers docs layouts').",
        )
    printed = [product for product in usual if product not in images] if set(editions) != {IMAGE} else []
    return [*printed, *images]


def _in_format(product: str, name: str | None, session: Session) -> str:
    """Return what *product* is called in the format *name*, or itself where none is named.

    Raises:
        UsageError: it has no such format.
    """
    if not name:
        return product
    if found := session.in_format(product, name):
        return found
    formats = session.layout(product).formats
    hint = f"It has: {', '.join(formats)}." if formats else "It has one format only: leave --format out."
    raise UsageError(f"“{product}” has no format “{name[:60]}”.", hint=hint)


def _with_format(products: Sequence[str], name: str, session: Session) -> list[str]:
    """Return those of *products* that have the format *name*, in it.

    Raises:
        UsageError: none has.
    """
    products_in_it = [one for one in (session.in_format(product, name) for product in products) if one]
    if not products_in_it:
        raise UsageError(
            f"No usual product has the format “{name[:60]}”.", hint="'flyers products' lists the formats of each."
        )
    return products_in_it


def usual_editions(options: argparse.Namespace, session: Session) -> list[str]:
    """Return the editions given with ``--edition``, or those that the products are usually made in.

    Raises:
        UsageError: there is no such edition or product.
    """
    from flyers.page.editions import EDITIONS

    if options.edition:
        return choose("edition", options.edition, list(EDITIONS))
    images = [session.is_image(product) for product in name_products(options.product, session)]
    paper = ["office" if options.calibration else "press"]
    return [*(paper if not all(images) or not images else []), *([IMAGE] if any(images) else [])]


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
    """Return the jobs for ``--lang``, ``--with`` and ``--output`` with *products* and *editions*.

    Multilingual products are made in the languages given with ``--lang``, else in English.

    Raises:
        UsageError: there is no such language, a product takes no second language or is not made in any of the
            *editions*, or the selection is empty.
    """
    from flyers.layout.phone import not_for_phones

    multilingual = [product for product in products if session.is_multilingual(product)]
    secondary = session.registry.language(options.secondary).tag if options.secondary else ""
    if secondary:
        _require_second_language(products, multilingual, secondary, session)
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
    if not jobs:
        raise _empty(products, options)
    return jobs


def output_folder(options: argparse.Namespace) -> Path:
    """Return the folder given with ``--output``, or output/ in the campaign."""
    folder: Path = options.output or options.project / "output"
    return folder


def _empty(products: list[str], options: argparse.Namespace) -> UsageError:
    """Return why the selection is empty."""
    if options.secondary and products:
        return UsageError("A product is not made with its own language on the back.", hint="Change --with.")
    if options.secondary:
        return UsageError(
            "No usual product takes a second language.",
            hint="A layout does if it has one face, or names another layout as “bilingual” ('flyers docs layouts').",
        )
    return UsageError(
        "There is nothing to make: the campaign has no languages, or only layouts that are made on request.",
        hint="Add languages to translations/languages.yaml, and a layout to content/layouts/ for each product.",
    )


def _require_second_language(products: list[str], multilingual: list[str], secondary: str, session: Session) -> None:
    if multilingual and multilingual == products:
        raise UsageError(f"{multilingual[0]} already has all languages.", hint="Leave --with out.")
    for product in products:
        try:
            session.layout(product, secondary=secondary)
        except UsageError:
            raise
        except FlyersError:
            continue  # a broken layout is reported with each of its files


def _require_editions(products: Sequence[str], images: Mapping[str, bool], editions: Sequence[str]) -> None:
    """Refuse products that are not made in any of the *editions*, and the edition for images where none is named."""
    pictures = [product for product in products if images.get(product)]
    if pictures and IMAGE not in editions:
        raise UsageError(
            f"“{pictures[0]}” is an image for screens, and has no edition “{editions[0]}”.",
            hint=f"Leave it out here. 'flyers build --edition {IMAGE} --product {pictures[0]}' makes it.",
        )
    printed = [product for product in products if not images.get(product, True)]
    if printed and (not pictures or set(editions) == {IMAGE}) and IMAGE in editions:
        raise UsageError(
            f"“{printed[0]}” is printed, and has no edition “{IMAGE}”.",
            hint="Name images with --product, or no product to make all of them.",
        )


def _takes_a_second(session: Session, product: str) -> bool:
    layout = session.readable_layout(product)
    return layout is None or layout.takes_a_second


JobsOf = Callable[[argparse.Namespace, "Session"], "list[Job]"]

PLAN_OPTIONS = (
    "lang", "product", "format", "edition", "secondary", "press", "pdfx", "bleed", "sheet", "gutter", "back_offset",
    "calibration", "ink", "allow_untranslated", "shard",
)  # fmt: skip  # a list to be read
"""Options that decide which files are made, and how."""


@dataclass(slots=True)
class RequestedFiles:
    """The files that a command asks for in one campaign.

    Attributes:
        jobs: all of them.
        left_out: languages that are not built because none was named and they have no translation.
        current: the results of the files that are current.
        unprinted: what the campaign has of its own and nothing prints, in sentences (`flyers.cli.selection`).
        left: old files of products and languages that it no longer has, in sentences; looked for when its files change.
    """

    jobs: Sequence[Job]
    left_out: Sequence[str]
    current: Mapping[Job, Result]
    unprinted: Sequence[str]
    left: Sequence[str]

    @classmethod
    def of(cls, options: argparse.Namespace, session: Session, jobs_of: JobsOf) -> RequestedFiles:
        """Return the files that *options* ask for in the campaign of *session*; *jobs_of* plans them unless the plan is
        known.

        Raises:
            FlyersError: the plan cannot be made.
        """
        plan, is_known = _plan(options, session, jobs_of)
        current = {} if options.force or options.dry_run else _current(plan.jobs, session.inputs)
        left = [] if is_known else leftovers(session, output_folder(options))
        return cls(plan.jobs, plan.left_out, current, plan.unprinted, left)

    @property
    def missing(self) -> list[Job]:
        """The jobs whose files are not current."""
        return [job for job in self.jobs if job not in self.current]

    def finish(self, made: Sequence[Result]) -> list[Result]:
        """Return the results of all jobs in order, including those *made*."""
        results = {**self.current, **{result.job: result for result in made}}
        ordered = [results[job] for job in self.jobs]
        for folder in {result.job.folder for result in ordered if result.current}:
            clear_leftovers(folder)  # left by a build that was killed while it made current files again
        return ordered


def _plan(options: argparse.Namespace, session: Session, jobs_of: JobsOf) -> tuple[PlanRecord, bool]:
    """Return the plan of the order, which is kept for the next build, and whether it was kept before."""
    order = (options.project, output_folder(options), {name: getattr(options, name) for name in PLAN_OPTIONS})
    known = recall(*order)
    if known and not any(mark in options.press for mark in ("/", "\\", ".")):  # a shop's own file, anywhere
        plan, inputs = known
        session.take(inputs)
        if not plan.changed or _holds(plan, options, session):
            return replace(plan, unprinted=unprinted(session)) if plan.changed else plan, True
    inputs = session.inputs
    jobs = jobs_of(options, session)
    plan = PlanRecord(jobs, _left_out(options, jobs, session), unprinted(session))
    if not options.dry_run:
        keep(*order, plan, inputs)
    return plan, False


def _holds(plan: PlanRecord, options: argparse.Namespace, session: Session) -> bool:
    """Return whether *plan* still is that of the order: changed catalogs may change the languages built by default."""
    known = plan.changed & set(session.registry.tags)
    return bool(options.lang) or all(session.has_translations(tag) != (tag in plan.left_out) for tag in known)


def _current(jobs: Sequence[Job], inputs: Inputs) -> dict[Job, Result]:
    reports = {folder: report_at(folder / REPORT) for folder in dict.fromkeys(job.folder for job in jobs)}
    results = {job: current(job, inputs, reports[job.folder]) for job in jobs}
    return {job: result for job, result in results.items() if result}


def _left_out(options: argparse.Namespace, jobs: list[Job], session: Session) -> list[str]:
    if options.lang or all(job.secondary == ALL for job in jobs):
        return []
    return [tag for tag in session.languages() if tag not in session.usual_languages]
