"""A painted file as text that people can compare: content streams, structure tree, fonts without their programs."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf

SETTLED = (
    (re.compile(r"uuid:[0-9a-f-]+"), "uuid:…"),
    (re.compile(r"\b[A-Z]{6}\+"), "…+"),
    (re.compile(r"/Im[0-9a-f]{16}"), "/Im…"),
    (re.compile(r"flyers [0-9][0-9a-z.]*"), "flyers …"),
)
"""What follows from the rest, or changes with each version of the program or of a library."""

HIDDEN = {"/Parent", "/ParentTree", "/P", "/Pg", "/Metadata", "/StructTreeRoot", "/Pages", "/K", "/IDTree"}
"""Entries that lead back, or that are shown by themselves."""


def dump(data: bytes) -> str:
    """Return all of the file *data* but its font programs and profiles."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        text = "\n".join([*_head(pdf), *_pages(pdf), *_structure(pdf), *_fonts(pdf)]) + "\n"
    for pattern, instead in SETTLED:
        text = pattern.sub(instead, text)
    return text


def _head(pdf: pikepdf.Pdf) -> Iterator[str]:
    yield f"PDF {pdf.pdf_version}"
    yield from (f"{key} {_value(value)}" for key, value in sorted(pdf.docinfo.items()))
    yield from (f"catalog {key} {_value(value)}" for key, value in sorted(pdf.Root.items()) if key not in HIDDEN)
    yield pdf.Root.Metadata.read_bytes().decode().strip()


def _pages(pdf: pikepdf.Pdf) -> Iterator[str]:
    for number, page in enumerate(pdf.pages, 1):
        yield f"\n== page {number}"
        shown = {key: value for key, value in page.obj.items() if key not in {*HIDDEN, "/Contents", "/Resources"}}
        yield from (f"{key} {_value(value)}" for key, value in sorted(shown.items()))
        for kind, entries in sorted(page.obj.Resources.items()):
            if kind != "/Font":
                yield from (f"{kind} {name} {_value(entry)}" for name, entry in sorted(entries.items()))
        yield from (line for line in page.obj.Contents.read_bytes().decode().splitlines() if line.strip())


def _structure(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root.get("/StructTreeRoot")
    if root is not None:
        yield "\n== structure"
        yield from _element(root.K, 0, {page.objgen: number for number, page in enumerate(pdf.pages, 1)})
        yield f"parents {_value(root.ParentTree.Nums, kinds=True)}"


def _element(node: Any, depth: int, pages: dict[tuple[int, int], int]) -> Iterator[str]:
    for kid in node if isinstance(node, pikepdf.Array) else [node]:
        page = f" on {pages[kid.Pg.objgen]}" if isinstance(kid, pikepdf.Dictionary) and "/Pg" in kid else ""
        if isinstance(kid, pikepdf.Dictionary):
            entries = " ".join(f"{key} {_value(value)}" for key, value in sorted(kid.items()) if key not in HIDDEN)
            yield f"{'  ' * depth}{entries}{page}"
            if "/K" in kid:
                yield from _element(kid.K, depth + 1, pages)
        else:
            yield f"{'  ' * depth}{kid}"


def _fonts(pdf: pikepdf.Pdf) -> Iterator[str]:
    fonts = {name: font for page in pdf.pages for name, font in page.obj.Resources.get("/Font", {}).items()}
    for name, font in sorted(fonts.items()):
        yield f"\n== font {name}"
        yield from (f"{key} {_value(value)}" for key, value in sorted(font.items()) if key != "/ToUnicode")
        if "/ToUnicode" in font:
            yield font.ToUnicode.read_bytes().decode().strip()


def _value(value: Any, *, kinds: bool = False) -> str:
    """Return a value in the syntax of PDF; of a stream its dictionary, and of what is shown elsewhere its kind."""
    if isinstance(value, pikepdf.Stream):
        entries = {key: entry for key, entry in value.items() if key not in ("/Length", "/Length1", "/Filter")}
        return f"stream {_value(pikepdf.Dictionary(entries))}"
    if isinstance(value, pikepdf.Dictionary):
        if kinds:
            return str(value.get("/S", value.get("/Type")))
        return (
            f"<< {' '.join(f'{key} {_value(entry)}' for key, entry in sorted(value.items()) if key not in HIDDEN)} >>"
        )
    if isinstance(value, pikepdf.Array):
        return f"[{' '.join(_value(entry, kinds=kinds) for entry in value)}]"
    return f"“{value}”" if isinstance(value, pikepdf.String) else str(value)
