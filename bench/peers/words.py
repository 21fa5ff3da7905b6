"""Write what Typst is to set: the words, sizes and places of the campaign's own composed pieces, as JSON.

Words come from the catalogs, with contacts filled in. Sizes and the measures of paragraphs are those that copy-fitting
has found, so Typst has neither to fit nor to lay out; it shapes, breaks lines, draws and writes. Pictures are SVG.
Codes are given as pictures too, since Typst makes none.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import typst

from flyers.colour import Colour
from flyers.layout.compose import compose
from flyers.page.document import Box, Document, Page, QrCode, Shape, TextLine
from flyers.pipeline.session import Session

LEVELS = {"H1": 1, "H2": 2, "H3": 3}
NUMBER = "hotline"
"""The contact that differs between variants, in its last four digits."""

Words = dict[str, Any]


def write_words(session: Session, language: str, product: str, file: Path) -> None:
    """Write the file that `flyer.typ` reads for one piece."""
    localized = session.localized(language, allow_untranslated=True)
    layout = session.layout(product)
    document = compose(localized, layout, session.theme, session.typesetter, session.pictures)
    levels = {name: LEVELS.get(role.tag) for name, role in layout.roles.items()}
    names, files = _typst_names(session), _files(session)
    piece = {
        "title": document.title,
        "author": localized.plain(session.campaign.publisher),
        "digits": localized.contact(NUMBER).display[-4:],
        "colours": {name: _hex(colour) for name, colour in document.colours.items()},
        "pages": [
            {"width": page.width + 2 * page.bleed, "height": page.height + 2 * page.bleed, "items": items}
            for page in document.pages
            for items in [list(_items(page, document, levels, names, files))]
        ],
    }
    file.write_text(json.dumps(piece, ensure_ascii=False, indent=1), encoding="utf-8")


def code_svg(matrix: Iterable[str]) -> str:
    """Return the picture of a QR code, a square for each dark module."""
    rows = list(matrix)
    path = "".join(
        f"M{column} {row}h1v1h-1z"
        for row, modules in enumerate(rows)
        for column, dark in enumerate(modules)
        if dark == "1"
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {len(rows)} {len(rows)}"><path d="{path}"/></svg>'


def _typst_names(session: Session) -> dict[str, str]:
    """Return what Typst calls the family of each face."""
    folders = {entry.path.parent for family in session.library.families.values() for entry in family.faces.values()}
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder) for folder in folders]
    )
    names = {Path(font.path).name: font.family for font in fonts.fonts() if font.path}
    return {
        entry.key: names[entry.path.name]
        for family in session.library.families.values()
        for entry in family.faces.values()
    }


def _files(session: Session) -> dict[str, str]:
    """Return the name of the file of each face."""
    return {
        entry.key: entry.path.name for family in session.library.families.values() for entry in family.faces.values()
    }


def _hex(colour: Colour) -> str:
    return "#" + "".join(f"{round(255 * component):02x}" for component in colour.srgb)


def _items(
    page: Page, document: Document, levels: dict[str, int | None], names: dict[str, str], files: dict[str, str]
) -> Iterator[Words]:
    for key, group in groupby(page.items, key=_together):
        items = list(group)
        if key[0] == "text":
            yield {**_paragraph(items, page, document, levels, names), "files": _file_names(items, files)}
        elif key[0] == "picture":
            yield _picture(items, page, document)
        else:
            yield from (_box(item, page) if isinstance(item, Box) else _code(item, page) for item in items)


def _file_names(lines: list[TextLine], files: dict[str, str]) -> list[str]:
    """Return the files of the fonts of a paragraph, that of its language first."""
    runs = sorted((run for line in lines for run in line.runs), key=lambda run: len(run.text), reverse=True)
    return list(dict.fromkeys(files[run.face] for run in runs))


def _together(item: Any) -> tuple[object, ...]:
    """Return what items that are one thing have in common: the lines of a paragraph, the parts of a picture."""
    if isinstance(item, TextLine):
        return ("text", item.block, item.message)
    if isinstance(item, Shape):
        return ("picture", item.block, item.name)
    return ("other", id(item))


def _paragraph(
    lines: list[TextLine], page: Page, document: Document, levels: dict[str, int | None], names: dict[str, str]
) -> Words:
    first = lines[0]
    left, right = min(line.x + line.ink[0] for line in lines), max(line.x + line.ink[2] for line in lines)
    slack = max(0.5, 0.02 * (right - left))
    leading = (first.y - lines[-1].y) / (len(lines) - 1) if len(lines) > 1 else first.size
    middles = {round((line.x + (line.ink[0] + line.ink[2]) / 2) / 2) for line in lines}
    starts = {round(line.x + (line.ink[2] if document.direction == "rtl" else line.ink[0])) for line in lines}
    faces = dict.fromkeys(names[run.face] for line in lines for run in line.runs)
    bold = all(run.face.endswith(":bold") for line in lines for run in line.runs)
    return {
        "kind": "text",
        "x": left - slack + page.bleed,
        "y": page.height + page.bleed - first.y,
        "width": right - left + 2 * slack,
        "size": first.size,
        "leading": leading,
        "align": "center" if len(middles) == 1 and len(starts) > 1 else "start",
        "weight": "bold" if bold else "regular",
        "language": first.language.partition("-")[0],
        "direction": document.direction,
        "colour": first.colour,
        "fonts": list(faces),
        "level": levels.get(first.role),
        "parts": list(_parts(lines, document, bold)),
    }


def _parts(lines: list[TextLine], document: Document, bold: bool) -> Iterator[Words]:
    """Yield the phrases of a paragraph: what is plain, strong, or a contact."""
    targets = {contact: target for (contact, _), target in document.targets.items()}
    for line in lines:
        shown = {contact.display: contact.contact for contact in line.contacts}
        for run in line.runs:
            words = run.text.translate({0x2066: None, 0x2068: None, 0x2069: None, 0x200E: None, 0x200F: None})
            contact = shown.get(words.strip())
            if words:
                yield {
                    "words": words,
                    "strong": run.face.endswith(":bold") and not bold,
                    "target": targets.get(contact) if contact else None,
                    "number": contact == NUMBER,
                }
        if line is not lines[-1]:  # a number on two lines is divided where its layout allows it
            yield {"words": " " if line.spaced else "\u200b", "strong": False, "target": None, "number": False}


def _picture(shapes: list[Shape], page: Page, document: Document) -> Words:
    points = [
        (segment[at], segment[at + 1]) for shape in shapes for segment in shape.path for at in range(1, len(segment), 2)
    ]
    left, right = min(float(x) for x, _ in points), max(float(x) for x, _ in points)
    bottom, top = min(float(y) for _, y in points), max(float(y) for _, y in points)
    drawn = "".join(
        f'<path fill="{_hex(document.colours[shape.colour])}" fill-rule="{shape.rule}" '
        f'd="{_svg_path(shape, left, top)}"/>'
        for shape in shapes
    )
    width, height = right - left, top - bottom
    return {
        "kind": "picture",
        "x": left + page.bleed,
        "y": page.height + page.bleed - top,
        "width": width,
        "height": height,
        "alt": shapes[0].alt or None,
        "svg": f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.3f} {height:.3f}">{drawn}</svg>',
    }


def _svg_path(shape: Shape, left: float, top: float) -> str:
    return "".join(
        str(letter)
        + " ".join(
            f"{float(x) - left:.3f} {top - float(y):.3f}" for x, y in zip(numbers[::2], numbers[1::2], strict=True)
        )
        for letter, *numbers in shape.path
    )


def _box(box: Box, page: Page) -> Words:
    return {
        "kind": "box",
        "x": box.x + page.bleed,
        "y": page.height + page.bleed - box.y - box.height,
        "width": box.width,
        "height": box.height,
        "radius": box.radius,
        "colour": box.colour,
    }


def _code(code: QrCode, page: Page) -> Words:
    side = code.module * len(code.matrix)
    return {
        "kind": "code",
        "x": code.x + page.bleed,
        "y": page.height + page.bleed - code.y - side,
        "side": side,
        "svg": code_svg(code.matrix),
        "target": code.target,
        "alt": code.alt or None,
    }
