"""Web fonts for readers whose computers lack the letters: parts of the campaign's own fonts, beside the pages.

A computer without a font for Khmer shows boxes, and one whose only Arabic font knows no Urdu drops letters. So a site
has web fonts for each language whose script not every computer has: one with the letters of its pages, and one with
those of its name, for lists of languages. A browser loads such a file only where no font of the computer that the style
names first has the letter.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from flyers import limits
from flyers.files import read_bytes
from flyers.publish.web_fonts import LICENCE_FILE, licence_of, own_family, part
from flyers.records import dataclass

if TYPE_CHECKING:
    from flyers.pipeline.session import Session
    from flyers.translation.registry import Language

FOLDER, STYLE = "fonts", "fonts.css"
WEIGHTS = {"regular": 400, "bold": 700}
NAMES = ".names"
"""The ending of the names of fonts that have only the letters of names of languages."""


@dataclass(frozen=True, slots=True)
class Letters:
    """Font files by their path in the site, their licence among them, and the style that names them."""

    files: Mapping[str, bytes]
    style: str


def letters(session: Session, languages: Iterable[Language], pages: Mapping[str, str]) -> Letters:
    """Return the letters of *languages* for the finished *pages*, HTML by path.

    Raises:
        FontError: a font's file is missing or altered, or has no part that could be taken.
    """
    families: dict[str, list[Language]] = {}
    for language in languages:
        if family := own_family(session, language):
            families.setdefault(family.key, []).append(language)
    files: dict[str, bytes] = {}
    rules: list[str] = []
    for key, speakers in families.items():
        said = "".join(_said(pages, language.tag) for language in speakers)
        names = "".join(language.autonym for language in speakers)
        for font, text in ((key, said), (f"{key}{NAMES}", names)):
            for weight in session.library.families[key].faces.keys() & WEIGHTS.keys():
                data = part(session.library.face(f"{key}:{weight}"), text)
                path = f"{FOLDER}/{font}-{weight}-{hashlib.sha256(data).hexdigest()[:12]}.woff"
                files[path] = data
                rules.append(_face_rule(font, WEIGHTS[weight], path))
        rules += [rule for language in speakers for rule in _language_rules(key, language.tag)]
    licences = {read_bytes(licence_of(session.library.families[key]), most=limits.FONT_BYTES): None for key in families}
    if licences:
        files[f"{FOLDER}/{LICENCE_FILE}"] = b"\n".join(licences)
    return Letters(files, "".join(f"{rule}\n" for rule in sorted(rules)))


def _said(pages: Mapping[str, str], tag: str) -> str:
    """Return the words of the pages of a language, and of the pages that are for all languages."""
    return "".join(html for path, html in pages.items() if path.startswith(f"{tag}/") or "/" not in path)


def _face_rule(font: str, weight: int, path: str) -> str:
    """Return the rule of a file; words are shown in another font until it is loaded."""
    return (
        f'@font-face {{ font-family: "{font}"; font-weight: {weight}; font-display: swap; '
        f'src: url("{path}") format("woff"); }}'
    )


def _language_rules(font: str, tag: str) -> Iterator[str]:
    """Yield the rules of a language: for its own pages, and for its name on those of others."""
    yield f':root:lang({tag}) {{ --letters: "{font}"; }}'
    yield f'[lang]:not(:root):lang({tag}) {{ --letters: "{font}{NAMES}"; }}'
