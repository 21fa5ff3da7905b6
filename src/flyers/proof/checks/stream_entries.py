"""The entries of the streams in a file: those that our painter writes, and no others (V917).

A program that follows the entry for another file, or that knows a filter under another name, reads another font,
another profile or other words than the proof does.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pikepdf import Array, Dictionary, Name, Stream

from flyers.proof.checks.tag_entries import others
from flyers.proof.objects import ObjectGraph

PACKED = frozenset(("/Length", "/Filter"))
PROGRAM = PACKED | {"/Length1", "/Subtype"}
PROFILE = PACKED | {"/N"}
METADATA = PACKED | {"/Type", "/Subtype"}
INTENT = frozenset(
    ("/Type", "/S", "/OutputConditionIdentifier", "/OutputCondition", "/RegistryName", "/Info", "/DestOutputProfile")
)
_REFERENCE = "/DestOutputProfileRef"
"""X713 reports it of a press file."""

IMAGE = PACKED | {"/Type", "/Subtype", "/Width", "/Height", "/ColorSpace", "/BitsPerComponent"}

OF_FONTS = (("/ToUnicode", PACKED, "the map of a font"), ("/CIDToGIDMap", PACKED, "the list of a font’s glyphs"))
PROGRAMS = ("/FontFile", "/FontFile2", "/FontFile3")


def problems_of_streams(objects: ObjectGraph) -> Iterator[tuple[int, str]]:
    """Yield what the streams of a file have that ours haven't, each with the number of its page, or 0."""
    yield from ((0, problem) for problem in _of(objects.root.get("/Metadata"), METADATA, "the XMP packet"))
    for intent in _dictionaries(objects.root.get("/OutputIntents")):
        known = INTENT | ({_REFERENCE} if intent.get("/S") == Name.GTS_PDFX else set())
        yield from ((0, problem) for problem in others(intent, known, "what it says of its colours"))
        yield from ((0, problem) for problem in _of(intent.get("/DestOutputProfile"), PROFILE, "the profile"))
    seen: set[tuple[int, int]] = set()
    for number, page in enumerate(objects.pages, 1):
        resources = page.get("/Resources")
        for font in _each(resources, "/Font"):
            if font.objgen == (0, 0) or font.objgen not in seen:
                seen.add(font.objgen)
                yield from ((number, problem) for problem in _of_font(font))
        for image in _each(resources, "/XObject"):
            if isinstance(image, Stream) and image.get("/Subtype") == Name.Image:
                yield from ((number, problem) for problem in _of_image(image))


def _of_font(font: Any) -> Iterator[str]:
    for descendant in _dictionaries(font.get("/DescendantFonts")):
        for key, known, what in OF_FONTS:
            yield from _of((font if key == "/ToUnicode" else descendant).get(key), known, what)
        descriptor = descendant.get("/FontDescriptor")
        for key in PROGRAMS:
            if isinstance(descriptor, Dictionary):
                yield from _of(descriptor.get(key), PROGRAM, "the program of a font")


def _of_image(image: Any) -> Iterator[str]:
    entries = dict(image.items())
    for key in sorted(entries.keys() - IMAGE):
        yield f"an image has the entry {key[1:]}"


def _of(stream: Any, known: frozenset[str], what: str) -> Iterator[str]:
    if not isinstance(stream, Stream):
        return
    # All at once: to say that one is missing, pikepdf takes as long as to tell them all.
    entries = dict(stream.items())
    for key in sorted(entries.keys() - known):
        yield f"{what} has the entry {key[1:]}"
    if entries.get("/Filter", Name.FlateDecode) != Name.FlateDecode:
        yield f"{what} is packed in another way"


def _each(resources: Any, kind: str) -> list[Any]:
    found = resources.get(kind) if isinstance(resources, Dictionary) else None
    return [value for _, value in found.items()] if isinstance(found, Dictionary) else []


def _dictionaries(value: Any) -> list[Any]:
    return [item for item in value if isinstance(item, Dictionary)] if isinstance(value, Array) else []
