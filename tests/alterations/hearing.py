"""What is said of a file, and what a touch opens, line by line: a small screen reader.

It walks the structure tree, decodes marked content by the fonts' ToUnicode maps, and reads replacement texts, expansions,
descriptions and languages. A file without tags is said page by page, in the order of its content. The title comes first,
bookmarks, links and actions last.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Stream

DEEPEST = 40

_SILENT = re.compile("[\u00ad\u034f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""Characters that no voice reads; the joiners, which change how letters are read, are none of them."""

_ENTRY = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>")


def hear(data: bytes) -> list[str]:
    """Return the lines."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return list(_Listener(pdf).lines())


class _Listener:
    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._pages = [page.obj.objgen for page in pdf.pages]
        self._fonts: dict[Any, dict[bytes, str]] = {}
        self._marked: list[dict[int, list[tuple[str, str]]]] = []
        self._plain: list[list[str]] = []
        for page in pdf.pages:
            marked, plain = self._listen(page)
            self._marked.append(marked)
            self._plain.append(plain)

    def lines(self) -> Iterator[str]:
        root = self._pdf.Root
        language = str(root.get("/Lang", ""))
        yield f"{language}: {self._pdf.docinfo.get('/Title', '')}"
        tree = root.get("/StructTreeRoot")
        if isinstance(tree, Dictionary):
            self._roles = tree.get("/RoleMap", Dictionary())
            yield from self._spoken(tree, -1, language, 0)
        else:
            yield from ("".join(words) for words in self._plain)
        yield from self._links()
        yield from self._bookmarks(root.get("/Outlines"), 0)
        yield from (f"{key} {root[key].unparse()!r}"[:80] for key in ("/OpenAction", "/AA", "/AcroForm") if key in root)

    def _spoken(self, node: Any, page: int, language: str, depth: int) -> Iterator[str]:
        if depth > DEEPEST:
            return
        if "/Pg" in node:
            page = self._number(node.Pg)
        language = str(node.get("/Lang", language))
        if "/S" in node:
            tag = str(self._roles.get(str(node.S), node.S))
            replaced = [f"{key} {node[key]}" for key in ("/Alt", "/ActualText", "/E") if key in node]
            yield f"{tag} {language} {' '.join(replaced)}".rstrip()
        kids = node.get("/K", Array())
        for kid in kids if isinstance(kids, Array) else [kids]:
            if isinstance(kid, Dictionary) and "/S" in kid:
                yield from self._spoken(kid, page, language, depth + 1)
            elif isinstance(kid, Dictionary) and "/MCID" in kid:
                yield self._said(self._number(kid.Pg) if "/Pg" in kid else page, int(kid.MCID), language)
            elif not isinstance(kid, Dictionary):
                yield self._said(page, int(kid), language)
        # A link is said with what it shows, wherever its reference is among the kids.
        references = (
            [kid.Obj for kid in kids if isinstance(kid, Dictionary) and "/Obj" in kid]
            if isinstance(kids, Array)
            else []
        )
        yield from (f"touch {reference.get('/Contents', '')}" for reference in references)

    def _number(self, page: Any) -> int:
        return self._pages.index(page.objgen) if page.objgen in self._pages else -1

    def _said(self, page: int, mcid: int, language: str) -> str:
        pieces = self._marked[page].get(mcid, []) if 0 <= page < len(self._marked) else []
        text = "".join(f"[{own}]{text}" if own else text for own, text in pieces)
        return " ".join(_SILENT.sub("", text).split())

    def _listen(self, page: pikepdf.Page) -> tuple[dict[int, list[tuple[str, str]]], list[str]]:
        """Return the texts of each marked content, each with a language of its own, and all text in its order."""
        marked: dict[int, list[tuple[str, str]]] = {}
        plain: list[str] = []
        around: list[dict[str, Any]] = []
        cmap: dict[bytes, str] = {}
        resources = page.Resources
        for operands, operator in pikepdf.parse_content_stream(page):
            match str(operator):
                case "BMC" | "BDC":
                    given = operands[1] if len(operands) > 1 else Dictionary()
                    if not isinstance(given, Dictionary):
                        given = resources.get("/Properties", Dictionary()).get(str(given), Dictionary())
                    around.append({key: given[key] for key in given})
                case "EMC" if around:
                    around.pop()
                case "Tf":
                    cmap = self._cmap(resources.get("/Font", Dictionary()).get(str(operands[0])))
                case "Tj" | "TJ" | "'" | '"':
                    text = "".join(_decoded(string, cmap) for string in _strings(operands[-1]))
                    replacement = next((mark for mark in around if "/ActualText" in mark), None)
                    if replacement is not None:
                        text = "" if "said" in replacement else str(replacement["/ActualText"])
                        replacement["said"] = True
                    plain.append(text)
                    owner = next((int(mark["/MCID"]) for mark in reversed(around) if "/MCID" in mark), None)
                    language = next((str(mark["/Lang"]) for mark in reversed(around) if "/Lang" in mark), "")
                    if owner is not None:
                        marked.setdefault(owner, []).append((language, text))
        return marked, plain

    def _cmap(self, font: Any) -> dict[bytes, str]:
        stream = font.get("/ToUnicode") if isinstance(font, Dictionary) else None
        if not isinstance(stream, Stream):
            return {}
        if stream.objgen not in self._fonts:
            entries = _ENTRY.findall(stream.read_bytes().partition(b"endcodespacerange")[2])
            self._fonts[stream.objgen] = {
                bytes.fromhex(code.decode()): bytes.fromhex(text.decode()).decode("utf-16-be", "replace")
                for code, text in entries
            }
        return self._fonts[stream.objgen]

    def _links(self) -> Iterator[str]:
        for number, page in enumerate(self._pdf.pages, 1):
            for link in page.obj.get("/Annots", Array()):
                box = " ".join(f"{float(side):.0f}" for side in link.get("/Rect", Array()))
                action = link.get("/A", Dictionary())
                details = [str(link.get(key, "")) for key in ("/Subtype", "/Contents", "/F")]
                yield f"{number}: {box} {' '.join(details)} → {action.get('/S', '')} {action.get('/URI', '')}"

    def _bookmarks(self, node: Any, depth: int) -> Iterator[str]:
        child = node.get("/First") if isinstance(node, Dictionary) else None
        while isinstance(child, Dictionary) and depth < DEEPEST:
            yield f"bookmark {child.get('/Title', '')}"
            child, depth = child.get("/Next"), depth + 1


def _strings(operand: Any) -> list[bytes]:
    items = operand if isinstance(operand, Array) else [operand]
    return [bytes(item) for item in items if isinstance(item, pikepdf.String)]


def _decoded(string: bytes, cmap: dict[bytes, str]) -> str:
    return "".join(cmap.get(string[at : at + 2], "\ufffd") for at in range(0, len(string), 2))
