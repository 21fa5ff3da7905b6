"""Beginning a language: its entry in the registry, its fonts, its catalog, all or nothing."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from flyers.content import yamlfile
from flyers.errors import ContentError, FlyersError, FontError, Source, UsageError
from flyers.files import write_whole
from flyers.translation.newcomer import Newcomer, Setting, Told, canonical, entry_text, newcomer, script_name, written
from flyers.translation.registry import REGISTRY_FILE, Language, Registry
from flyers.translation.template import catalog_text

if TYPE_CHECKING:
    from flyers.build.workshop import Workshop
    from flyers.text.fonts import Face

NASTALIQ = {"ur", "pa-Arab", "ks-Arab", "skr"}
"""Languages whose readers expect that hand of the Arabic script."""

_NOTO = {
    **dict.fromkeys(("Jpan", "Hira", "Kana"), "Noto Sans JP"),
    "Tibt": "Noto Serif Tibetan",
    "Hmnp": "Noto Serif Nyiakeng Puachue Hmong",
    "Nkoo": "Noto Sans N Ko",
    "Cans": "Noto Sans Canadian Aboriginal",
}
"""Where the family is not called after the script's English name."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A language that has a catalog now.

    Attributes:
        entry: the lines that went into the registry; "" where it had the language already.
        catalog: the new file; or an old one that the registry had lost, which stays as it is.
        model: the language whose measures were taken over; "" where they were measured, or there already.
        checked: whether the fonts were held to the language's whole alphabet.
    """

    language: Language
    catalog: Path
    entry: str = ""
    model: str = ""
    checked: bool = True
    kept: bool = False
    """Whether the catalog was there before."""


def begin(shop: Workshop, tag: str, told: Told, *, write: bool = True) -> Begun:
    """Begin a catalog for *tag*, with an entry in the registry where there is none.

    A catalog of a language that the registry has not (an entry deleted once, a file from another campaign) is kept.

    Raises:
        UsageError: it has a catalog already, is no tag, or too little is known of it.
        FontError: no family of the campaign covers its script or its letters; says which would.
        ContentError: the registry is not such that an entry can be put at its end.
        FileAccessError: a file cannot be written; then neither is there.
    """
    known = _known(shop.registry, tag)
    if known is not None:
        begun = Begun(known, shop.registry.catalog_path(known))
        registry = shop.registry
    else:
        begun, registry = _enter(shop, newcomer(canonical(tag), told))
    if begun.entry and begun.catalog.exists():
        begun = replace(begun, kept=True)
    elif begun.catalog.exists():
        raise UsageError(
            f"{begun.language.english} has a catalog already.",
            cure=f"“flyers translations update --lang {begun.language.tag}” brings it into step.",
            source=Source(yamlfile.display_path(begun.catalog, shop.folder)),
        )
    text = catalog_text(shop.campaign, registry, begun.language)
    if write:
        _write(shop, begun, text)
    return begun


def _known(registry: Registry, tag: str) -> Language | None:
    try:
        return registry.language(tag)
    except UsageError:
        return None


def _enter(shop: Workshop, new: Newcomer) -> tuple[Begun, Registry]:
    """The entry of *new*, and the registry as it would be with it."""
    setting, model = _setting(shop, new)
    entry = entry_text(new, setting)
    path = shop.folder / REGISTRY_FILE
    try:
        document = yamlfile.parse(_with(path, entry, shop).encode(), REGISTRY_FILE)
        registry = Registry.of(document, shop.folder)
        if registry.tags != (*shop.registry.tags, new.tag):
            raise ContentError("The list of languages does not end this file.", source=Source(REGISTRY_FILE))
    except FlyersError as error:
        raise ContentError(
            f"An entry cannot be put at the end of this file: {error}",
            cure=f"Put it in by hand:\n{entry}",
            source=Source(REGISTRY_FILE),
        ) from None
    language = registry.language(new.tag)
    return Begun(language, registry.catalog_path(language), entry, model, new.listed), registry


def _with(path: Path, entry: str, shop: Workshop) -> str:
    present = yamlfile.decode(yamlfile.read_bytes(path, yamlfile.display_path(path, shop.folder)), REGISTRY_FILE)
    apart = "\n" if "\n\n  " in present else ""  # as entries of several lines are
    return f"{present.rstrip()}\n{apart}{entry}"


def _write(shop: Workshop, begun: Begun, text: str) -> None:
    if not begun.kept:
        write_whole(begun.catalog, text.encode())
    if not begun.entry:
        return
    path = shop.folder / REGISTRY_FILE
    try:
        write_whole(path, _with(path, begun.entry, shop).encode())
    except FlyersError:
        if begun.kept:
            raise
        begun.catalog.unlink()
        for folder in (begun.catalog.parent, begun.catalog.parent.parent):
            with contextlib.suppress(OSError):
                folder.rmdir()
        raise


def _setting(shop: Workshop, new: Newcomer) -> tuple[Setting, str]:
    """Families and measures of *new*, and the language that the measures come from."""
    family = _family(shop, new)
    source = shop.registry.language(shop.campaign.source_language)
    fonts = tuple(dict.fromkeys((family, source.fonts[0])))
    alike = [each for each in shop.registry if each.fonts[0] == family]
    same = [each for each in alike if each.script == new.script] or alike
    if not same:
        return replace(_measured(shop, new, family), fonts=fonts), ""
    # What most languages of the script have; one with taller letters has measures of its own.
    usual, _ = Counter(map(_measures, same)).most_common(1)[0]
    model = next(each for each in same if _measures(each) == usual)
    return Setting(fonts, *usual), model.tag


def _measures(language: Language) -> tuple[float, float, float, float, str]:
    return language.leading, language.ascent, language.descent, language.optical, language.size_class


def _measured(shop: Workshop, new: Newcomer, family: str) -> Setting:
    """Measures from the outlines of the letters, as the head of the registry explains them."""
    face = shop.library.face(f"{family}:regular")
    boxes = [box for each in sorted(new.letters) if (box := face.ink(face.nominal_glyph(each)))]
    tops, bottoms = sorted(box[3] for box in boxes), sorted(-box[1] for box in boxes)
    most = int(len(boxes) * 0.9)  # what most words reach, not the highest mark of all
    return Setting(
        fonts=(),
        leading=round(max(1.3, face.ascender + face.descender), 2),
        ascent=round(max(tops[most], face.cap_height), 2) if boxes else 0.8,
        descent=round(max(bottoms[most], 0.1), 2) if boxes else 0.2,
        optical=1.0,
        size_class="other",
    )


def _family(shop: Workshop, new: Newcomer) -> str:
    """The family for the script that has all letters.

    Raises:
        FontError: there is none.
    """
    families = shop.library.families
    candidates = [key for key, family in families.items() if new.script in family.scripts]
    if not candidates:
        raise _no_family(new)
    users = Counter(each.fonts[0] for each in shop.registry if each.script == new.script)
    # Chinese has a family for each way of writing it, though one script code for both.
    kin = {each.fonts[0] for each in shop.registry if written(each.tag) == new.written}
    candidates.sort(key=lambda key: (("nastaliq" in key) is not (new.tag in NASTALIQ), key not in kin, -users[key]))
    lacking = {key: _lacking(shop, key, new.letters) for key in candidates}
    for key in candidates:
        if not lacking[key]:
            return key
    best = min(candidates, key=lambda key: len(lacking[key]))
    raise FontError(
        f"No family of this campaign has all letters of {new.english}: {families[best].name} lacks "
        f"{' '.join(lacking[best])}.",
        cure=_how_to_add(new),
        source=shop.library.source,
    )


def _lacking(shop: Workshop, family: str, letters: Iterable[str]) -> list[str]:
    faces: list[Face] = [shop.library.face(f"{family}:{style}") for style in shop.library.families[family].faces]
    return [each for each in sorted(letters) if not all(face.covers(each) for face in faces)]


def _no_family(new: Newcomer) -> FontError:
    return FontError(
        f"No family of this campaign is made for the {script_name(new.written)} script, which {new.english} is "
        f"written in.",
        cure=_how_to_add(new),
    )


def _how_to_add(new: Newcomer) -> str:
    name = _NOTO.get(new.written) or _NOTO.get(new.script) or f"Noto Sans {script_name(new.written)}"
    package = "@expo-google-fonts/" + name.lower().replace(" ", "-").replace("'", "-")
    return (
        f"“{name}” is free to use (SIL Open Font License) and in the npm package {package}: put its regular and bold "
        "files into fonts/, describe them in fonts/fonts.yaml with `scripts` and checksums, add its copyright line to "
        "fonts/licences/OFL.txt and its row to docs/vendored.md, and run this again."
    )
