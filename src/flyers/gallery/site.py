"""The recipe of the site: what has been built becomes pictures, downloads and pages in a folder.

Pictures are written first, then files to download, then pages; unneeded files are removed last. So after a killed run,
all pages still have their pictures. Current files are not written again.

A computer without a font for Khmer shows boxes, and one whose only Arabic font knows no Urdu drops letters. So a site
has web fonts for each language whose script not every computer has: one with the letters of its pages, and one with
those of its name, for lists of languages. A browser loads such a file only where no font of the computer that the style
names first has the letter.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path

from flyers import limits
from flyers.errors import FlyersError, UsageError
from flyers.files import exists, locked, read_bytes
from flyers.gallery.folder import (
    BuiltFile,
    Download,
    Piece,
    PieceStanding,
    bytes_of,
    foreign,
    package_of,
    read_downloads,
    require_gallery,
    stock,
    sweep,
    write,
    write_downloads,
)
from flyers.gallery.pages import SitePages, Speaker, page_size, style_of
from flyers.gallery.pictures import PictureSet, make_pictures, picture_set
from flyers.pipeline.outputs import digest
from flyers.pipeline.plan import ALL
from flyers.pipeline.processes import guarded_outcomes
from flyers.pipeline.prove import ProofRequest, is_todays, words_beside
from flyers.pipeline.session import Session
from flyers.publish.reading import LICENCE_FILE, licence_of, own_family, part, reading_page
from flyers.records import dataclass
from flyers.translation.registry import Language
from flyers.translation.signoff import State
from flyers.workflow.signing import product_standings, reading

Stock = Mapping[str, Mapping[str, Sequence[BuiltFile]]]  # Finished files by language and product.
Pictures = Mapping[tuple[str, str], PictureSet]  # Their pictures, by language and product.
UNREAD = PieceStanding()


def standing_of(session: Session, tag: str, product: str) -> PieceStanding:
    """Return how far the words of *product* are approved in the language *tag*.

    Its pages are composed only if somebody has signed something in the language: otherwise the answer is known. A
    product that cannot be composed today is not signed. A piece in all languages is signed when all of them are.
    """
    try:
        if session.layout(product).many_languages:
            source = session.campaign.source_language
            localized = session.localized(source, secondary=ALL, allow_untranslated=True)
            if not any(each.standing.day for each in (localized, *localized.others.values())):
                return UNREAD
            approval = session.composed(localized, session.layout(product)).approval
            if approval.draft:
                return UNREAD
            standing = approval.standing
        else:
            if not session.localized(tag, allow_untranslated=True).standing.day:
                return UNREAD
            standing = product_standings(session, tag, [product])[product]
    except FlyersError:
        return UNREAD
    return PieceStanding(None if standing.draft else standing.day, standing.state is State.STALE)


FOLDER, STYLE = "fonts", "fonts.css"
WEIGHTS = {"regular": 400, "bold": 700}
NAMES = ".names"  # The ending of the names of fonts that have only the letters of names of languages.


def letters(session: Session, languages: Iterable[Language], pages: Mapping[str, str]) -> dict[str, bytes]:
    """Return the letters of *languages* for the finished *pages*, HTML by path: fonts, their licence, and the style
    that names them, by path in the site.
    """
    families: dict[str, list[Language]] = {}
    for language in languages:
        if family := own_family(session, language):
            families.setdefault(family.key, []).append(language)
    files: dict[str, bytes] = {}
    rules: list[str] = []
    for key, speakers in families.items():
        # The words of the pages of its languages, and of the pages that are for all languages.
        folders = tuple(f"{language.tag}/" for language in speakers)
        words = "".join(html for path, html in pages.items() if path.startswith(folders) or "/" not in path)
        names = "".join(language.autonym for language in speakers)
        for font, text in ((key, words), (f"{key}{NAMES}", names)):
            for weight in session.library.families[key].faces.keys() & WEIGHTS.keys():
                data = part(session.library.face(f"{key}:{weight}"), text)
                path = f"{FOLDER}/{font}-{weight}-{hashlib.sha256(data).hexdigest()[:12]}.woff"
                files[path] = data
                # Words are shown in another font until it is loaded.
                rules.append(
                    f'@font-face {{ font-family: "{font}"; font-weight: {WEIGHTS[weight]}; font-display: swap; '
                    f'src: url("{path}") format("woff"); }}'
                )
        for language in speakers:  # its own pages, and its name on those of others
            rules.append(f':root:lang({language.tag}) {{ --letters: "{key}"; }}')
            rules.append(f'[lang]:not(:root):lang({language.tag}) {{ --letters: "{key}{NAMES}"; }}')
    licences = {read_bytes(licence_of(session.library.families[key]), most=limits.FONT_BYTES): None for key in families}
    if licences:
        files[f"{FOLDER}/{LICENCE_FILE}"] = b"\n".join(licences)
    files[STYLE] = "".join(f"{rule}\n" for rule in sorted(rules)).encode()
    return files


STATIC = ("gallery.css", "leave.js", "icon.svg")  # Files that go into the site as they are.
FORMS = {"phone": "PDF", "screen": "PDF", "office": "PDF", "image": "PNG"}  # Editions that visitors may download.
PICTURED = ("screen", "image")  # Editions that show a page as it is; office files have several on a sheet.


@dataclass(frozen=True, slots=True)
class SiteOrder:
    """The order for a site, from the built files in the folder *output*."""

    output: Path
    site: Path
    languages: Sequence[str]
    products: Sequence[str] = ()  # empty for the usual ones and all others that have been made
    drafts: bool = False  # whether files whose words are not signed may be downloaded
    leave: str = ""  # the address that the button "Leave this page" opens
    # Products of which the site has a reading page for each language that somebody has yet to read, at an address that
    # no page leads to.
    readings: Sequence[str] = ()
    workers: int | None = None  # how many processes draw pictures; None for one per core


@dataclass(frozen=True, slots=True)
class Site:
    """A finished site."""

    pages: int  # pages, pictures, downloads: how many there are
    written: int  # written, drawn: those that were new or different
    pictures: int
    downloads: int
    not_made: tuple[str, ...]  # labels of products without a finished file of today's words, ``es poster``
    in_english: Mapping[str, tuple[str, ...]]  # by language, ids of messages that its pages say in English
    drawn: int = 0
    unusable: Mapping[str, str] = field(default_factory=dict)  # languages that were left out, with the reason
    # Files that are not the ones that the campaign makes today in their place, so nothing shows them.
    strangers: tuple[str, ...] = ()
    altered: tuple[str, ...] = ()  # pictures that were not as they had been drawn, and were drawn again; by path
    # Files and folders in the site's folder that the gallery has not written, and left there.
    foreign: tuple[str, ...] = ()
    readings: Mapping[str, str] = field(default_factory=dict)  # paths of reading pages, by language


def make_site(session: Session, order: SiteOrder, watch: Callable[[str], None] = lambda label: None) -> Site:
    """Write the site of *order*; *watch* gets the label of each file whose pictures are done.

    A folder with something else in it is a UsageError. If it cannot be written, what is there stays usable.
    """
    require_gallery(order.site)
    speakers, unusable = _speakers(session, order.languages)
    stocked = {tag: _stock(session, order, tag, speaker) for tag, speaker in speakers.items()}
    strangers = _strangers(session, stocked)
    files_by_tag = {tag: _without(strangers, files) for tag, files in stocked.items()}
    products = list(order.products) or _products(session, files_by_tag)
    with locked(order.site, ("*", "pictures/*", "fonts")):
        sets = {
            (tag, product): picture_set(order.site, _home(session, tag, product), product, origin)
            for tag, files in files_by_tag.items()
            for product in products
            if (origin := _pictured(files.get(product, ())))
        }
        apart = list({pictures.origin.path: pictures for pictures in sets.values()}.values())
        drawn = sum(len(pictures.missing) for pictures in apart)
        make_pictures(order.site, apart, order.workers, lambda done: watch(f"pictures of {done.origin.path.name}"))
        pieces = _pieces(session, order, products, files_by_tag, sets)
        drafts = any(file.draft for own in pieces.values() for piece in own.values() for file in piece.downloads)
        pages = SitePages(session.campaign, speakers, pieces, products, order.leave, noindex=drafts)
        strange = sorted(path.relative_to(order.output).as_posix() for path in strangers)
        made = _written(session, order, pages, sets)
        return replace(made, drawn=drawn, unusable=unusable, strangers=tuple(strange))


def _written(session: Session, order: SiteOrder, pages: SitePages, sets: Pictures) -> Site:
    site, readings = order.site, dict(_readings(session, order, pages.speakers))
    downloads = {file.path: file for own in pages.pieces.values() for piece in own.values() for file in piece.downloads}
    drawn_paths = {picture.path for pictures in sets.values() for picture in (*pictures.large, *pictures.small)}
    before = read_downloads(site)
    given = {path: [digest(_contents(file))] for path, file in downloads.items()}
    # While they are written, the list has what was there before and what will be: a killed run may leave either.
    both = {path: dict.fromkeys((*before.get(path, ()), *given.get(path, ()))) for path in (*before, *given)}
    write_downloads(site, {path: list(checksums) for path, checksums in both.items()})
    for file in downloads.values():
        write(site / file.path, _contents(file))
    colours = {"gallery.css": style_of(session.theme).encode()}
    for name in STATIC:
        write(site / name, (Path(__file__).parent / "static" / name).read_bytes() + colours.get(name, b""))
    paths = dict(_pages(session, pages))
    own = letters(session, [speaker.language for speaker in pages.speakers.values()], paths)
    for path, data in own.items():
        write(site / path, data)
    # New pages first: nobody finds them before existing pages link to them.
    new = [path for path in paths if not exists(site / path)]
    written = sum(write(site / path, paths[path].encode()) for path in dict.fromkeys((*new, *paths)))
    for path, page in readings.values():
        write(site / path, page.encode())
    kept = {*STATIC, *paths, *own, *downloads, *drawn_paths, *(path for path, _ in readings.values())}
    sweep(site, kept, before)
    write_downloads(site, given)
    return Site(
        pages=len(paths),
        written=written,
        pictures=len(drawn_paths),
        downloads=len(downloads),
        not_made=tuple(
            f"{tag} {piece.product}" for tag, own in pages.pieces.items() for piece in own.values() if not piece.made
        ),
        in_english={tag: tuple(each.in_english) for tag, each in pages.speakers.items() if each.in_english},
        altered=tuple(dict.fromkeys(path for pictures in sets.values() for path in pictures.altered)),
        foreign=tuple(foreign(site, kept)),
        readings={tag: path for tag, (path, _) in readings.items()},
    )


def _contents(file: Download) -> bytes:
    return file.data if file.origin is None else bytes_of(file.origin)


def _readings(session: Session, order: SiteOrder, tags: Iterable[str]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the path and the HTML of the reading page of each language that waits for a reader."""
    if not order.readings:
        return
    for tag in tags:
        try:
            if any(reading(session, tag, product).unread for product in order.readings):
                page = reading_page(session, tag, order.readings)
                yield tag, (f"{tag}/read-{page.address}.html", page.html)
        except UsageError:
            raise
        except FlyersError:  # its words are not complete, which a build reports
            continue


def _pages(session: Session, pages: SitePages) -> Iterator[tuple[str, str]]:
    """Yield each page with its path, the first page last, since it links to all others."""
    source = session.campaign.source_language
    for tag in pages.speakers:
        for product in pages.products:
            yield f"{tag}/{product}.html", pages.product(tag, product)
        yield f"{tag}/index.html", pages.language(tag)
    first = pages.speakers.get(source) or next(iter(pages.speakers.values()))
    for product in pages.products:
        yield f"{product}.html", pages.overview(first, product)
    yield "index.html", pages.index(first)


def _speakers(session: Session, languages: Sequence[str]) -> tuple[dict[str, Speaker], dict[str, str]]:
    """Return the speaker of each language, and why some languages cannot be shown."""
    layouts = {product: session.readable_layout(product) for product in session.products_in_all_formats}
    sizes = {name: page_size(each.width, each.height) for name, each in layouts.items() if each and not each.is_image}
    speakers: dict[str, Speaker] = {}
    unusable: dict[str, str] = {}
    for tag in languages:
        try:
            speakers[tag] = Speaker(session.localized(tag, allow_untranslated=True), sizes)
        except FlyersError as error:
            if tag == session.campaign.source_language or len(languages) == 1:
                raise
            unusable[tag] = str(error)
    if not speakers:
        raise UsageError("There is no language to show.", hint="'flyers languages' says what is wrong with each.")
    return speakers, unusable


def _stock(session: Session, order: SiteOrder, tag: str, speaker: Speaker) -> dict[str, list[BuiltFile]]:
    """Return the finished files of today's words in one language; of products in all languages those of the source."""
    together = [product for product in session.products_in_all_formats if session.is_multilingual(product)]
    alone = [product for product in session.products_in_all_formats if product not in together]
    source = session.campaign.source_language
    files = stock(order.output, tag, alone, {speaker.localized.code})
    if together:
        code = session.localized(source, secondary=ALL, allow_untranslated=True).code
        files |= stock(order.output, source, together, {code})
    return files


def _strangers(session: Session, stocked: Stock) -> set[Path]:
    """Return the files in stock that the campaign does not make today in their place, whatever their reports say."""
    paths = sorted({file.path for files in stocked.values() for own in files.values() for file in own})
    requests = [ProofRequest(session.folder, path) for path in paths]
    at_once = limits.workers_for(len(paths), most=limits.PROOFS_AT_ONCE)
    # Files of one language are in one folder.
    answers = guarded_outcomes(is_todays, requests, group=lambda request: request.path.parent, at_once=at_once)
    return {path for path, answer in zip(paths, answers, strict=True) if answer is not True}


def _without(strangers: Container[Path], files: Mapping[str, Sequence[BuiltFile]]) -> dict[str, list[BuiltFile]]:
    kept = {product: [file for file in own if file.path not in strangers] for product, own in files.items()}
    return {product: own for product, own in kept.items() if own}


def _home(session: Session, tag: str, product: str) -> str:
    """Return the language in whose folders the files of a product are: a piece in all languages has one for all."""
    return session.campaign.source_language if session.is_multilingual(product) else tag


def _products(session: Session, stocked: Stock) -> list[str]:
    made = {product for files in stocked.values() for product in files}
    usual = session.usual_products
    return [product for product in session.products_in_all_formats if product in made or product in usual]


def _pictured(files: Sequence[BuiltFile]) -> BuiltFile | None:
    """Return the file that shows its pages best; None if there is none."""
    plain = {file.variant: file for file in files}
    return next((plain[edition] for edition in PICTURED if edition in plain), None)


def _pieces(
    session: Session,
    order: SiteOrder,
    products: Sequence[str],
    stocked: Stock,
    sets: Pictures,
) -> dict[str, dict[str, Piece]]:
    pieces: dict[str, dict[str, Piece]] = {}
    for tag, files in stocked.items():
        package = package_of(session, order.output, tag)
        pieces[tag] = {}
        for product in products:
            pictures, own, home = sets.get((tag, product)), files.get(product, ()), _home(session, tag, product)
            standing = standing_of(session, tag, product) if pictures else UNREAD
            downloads = list(_downloads(home, product, own, standing, drafts=order.drafts))
            if package and product in session.usual_products and downloads and not standing.draft:
                downloads.append(package)
            large, small = (pictures.large, pictures.small) if pictures else ((), ())
            pieces[tag][product] = Piece(home, product, standing, large, small, tuple(downloads), _text(own, downloads))
    return pieces


def _downloads(
    tag: str, product: str, files: Sequence[BuiltFile], standing: PieceStanding, *, drafts: bool
) -> Iterator[Download]:
    order = list(FORMS)
    offered = [file for file in files if file.edition in FORMS]
    for file in sorted(offered, key=lambda file: (order.index(file.edition), file.detail)):
        draft = standing.draft or file.draft
        if draft and not drafts:
            continue
        kind = "" if file.edition in ("screen", "image") else f".{file.variant}"
        yield Download(
            path=f"{tag}/{product}{kind}{'.DRAFT' if draft else ''}{file.path.suffix}",
            origin=file.path,
            words=f"gallery.file.{file.edition}",
            form=FORMS[file.edition],
            size=file.size,
            detail=file.detail.replace(".", " ").upper(),
            draft=draft,
        )


def _text(files: Sequence[BuiltFile], downloads: Sequence[Download]) -> str:
    """Return the words to send along with an image that may be downloaded."""
    origins = {file.origin for file in downloads}
    for file in files:
        if file.edition == "image" and file.path in origins:
            return (words_beside(file.path).text or "").rstrip("\n")
    return ""
