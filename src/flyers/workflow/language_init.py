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
from flyers.translation.language_data import language_data, script_data
from flyers.translation.locale_data import (
    LanguageHints,
    LanguageMeasures,
    NewLanguage,
    canonical,
    entry_text,
    iso_script,
    new_language,
    script_name,
)
from flyers.translation.registry import REGISTRY_FILE, Language, Registry

if TYPE_CHECKING:
    from flyers.pipeline.session import Session
    from flyers.text.fonts import FontFace


@dataclass(frozen=True, slots=True)
class LanguageInit:
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


def begin(session: Session, tag: str, told: LanguageHints, *, write: bool = True) -> LanguageInit:
    """Begin a catalog for *tag*, with an entry in the registry where there is none.

    A catalog of a language that the registry has not (an entry deleted once, a file from another campaign) is kept.

    Raises:
        UsageError: it has a catalog already, is no tag, or too little is known of it.
        FontError: no family of the campaign covers its script or its letters; says which would.
        ContentError: the registry is not such that an entry can be put at its end.
        FileAccessError: a file cannot be written; then neither is there.
    """
    known = _known(session.registry, tag)
    if known is not None:
        begun = LanguageInit(known, session.registry.catalog_path(known))
        registry = session.registry
    else:
        begun, registry = _enter(session, new_language(canonical(tag), told))
    if begun.entry and begun.catalog.exists():
        begun = replace(begun, kept=True)
    elif begun.catalog.exists():
        raise UsageError(
            f"{begun.language.english} has a catalog already.",
            hint=f"“flyers translations update --lang {begun.language.tag}” brings it into step.",
            source=Source(yamlfile.display_path(begun.catalog, session.folder)),
        )
    text = _catalog_text(session, registry, begun.language)
    if write:
        _write(session, begun, text)
        session.reload()
    return begun


def _catalog_text(session: Session, registry: Registry, language: Language) -> str:
    from flyers.translation import po
    from flyers.translation.signoff import read_signoffs
    from flyers.translation.template import merge

    signoffs = read_signoffs(session.campaign, language)
    return po.write(merge(session.campaign, language, po.read_catalog(registry, language), signoffs).catalog)


def _known(registry: Registry, tag: str) -> Language | None:
    try:
        return registry.language(tag)
    except UsageError:
        return None


def _enter(session: Session, new: NewLanguage) -> tuple[LanguageInit, Registry]:
    """The entry of *new*, and the registry as it would be with it."""
    setting, model = _setting(session, new)
    entry = entry_text(new, setting)
    path = session.folder / REGISTRY_FILE
    try:
        document = yamlfile.parse(_with(path, entry, session).encode(), REGISTRY_FILE)
        registry = Registry.of(document, session.folder)
        if registry.tags != (*session.registry.tags, new.tag):
            raise ContentError("The list of languages does not end this file.", source=Source(REGISTRY_FILE))
    except FlyersError as error:
        raise ContentError(
            f"An entry cannot be put at the end of this file: {error}",
            hint=f"Put it in by hand:\n{entry}",
            source=Source(REGISTRY_FILE),
        ) from None
    language = registry.language(new.tag)
    return LanguageInit(language, registry.catalog_path(language), entry, model, new.listed), registry


def _with(path: Path, entry: str, session: Session) -> str:
    present = yamlfile.decode(yamlfile.read_bytes(path, yamlfile.display_path(path, session.folder)), REGISTRY_FILE)
    apart = "\n" if "\n\n  " in present else ""  # as entries of several lines are
    return f"{present.rstrip()}\n{apart}{entry}"


def _write(session: Session, begun: LanguageInit, text: str) -> None:
    if not begun.kept:
        write_whole(begun.catalog, text.encode())
    if not begun.entry:
        return
    path = session.folder / REGISTRY_FILE
    try:
        write_whole(path, _with(path, begun.entry, session).encode())
    except FlyersError:
        if begun.kept:
            raise
        begun.catalog.unlink()
        for folder in (begun.catalog.parent, begun.catalog.parent.parent):
            with contextlib.suppress(OSError):
                folder.rmdir()
        raise


def _setting(session: Session, new: NewLanguage) -> tuple[LanguageMeasures, str]:
    """Families and measures of *new*, and the language that the measures come from."""
    family = _family(session, new)
    source = session.registry.language(session.campaign.source_language)
    fonts = tuple(dict.fromkeys((family, source.fonts[0])))
    alike = [each for each in session.registry if each.fonts[0] == family]
    same = [each for each in alike if each.script == new.script] or alike
    if not same:
        return replace(_measured(session, new, family), fonts=fonts), ""
    # What most languages of the script have; one with taller letters has measures of its own.
    usual, _ = Counter(map(_measures, same)).most_common(1)[0]
    model = next(each for each in same if _measures(each) == usual)
    return LanguageMeasures(fonts, *usual), model.tag


def _measures(language: Language) -> tuple[float, float, float, float, str]:
    return language.leading, language.ascent, language.descent, language.optical, language.size_class


def _measured(session: Session, new: NewLanguage, family: str) -> LanguageMeasures:
    """Measures from the outlines of the letters, as the head of the registry explains them."""
    face = session.library.face(f"{family}:regular")
    boxes = [box for each in sorted(new.letters) if (box := face.ink(face.nominal_glyph(each)))]
    tops, bottoms = sorted(box[3] for box in boxes), sorted(-box[1] for box in boxes)
    most = int(len(boxes) * 0.9)  # what most words reach, not the highest mark of all
    return LanguageMeasures(
        fonts=(),
        leading=round(max(1.3, face.ascender + face.descender), 2),
        ascent=round(max(tops[most], face.cap_height), 2) if boxes else 0.8,
        descent=round(max(bottoms[most], 0.1), 2) if boxes else 0.2,
        optical=1.0,
        size_class="other",
    )


def _family(session: Session, new: NewLanguage) -> str:
    """The family for the script that has all letters.

    Raises:
        FontError: there is none.
    """
    families = session.library.families
    candidates = [key for key, family in families.items() if new.script in family.scripts]
    if not candidates:
        raise _no_family(new)
    users = Counter(each.fonts[0] for each in session.registry if each.script == new.script)
    # Chinese has a family for each way of writing it, though one script code for both.
    kin = {each.fonts[0] for each in session.registry if iso_script(each.tag) == new.iso_script}
    nastaliq = language_data(new.tag).nastaliq
    candidates.sort(key=lambda key: (("nastaliq" in key) is not nastaliq, key not in kin, -users[key]))
    lacking = {key: _lacking(session, key, new.letters) for key in candidates}
    for key in candidates:
        if not lacking[key]:
            return key
    best = min(candidates, key=lambda key: len(lacking[key]))
    raise FontError(
        f"No family of this campaign has all letters of {new.english}: {families[best].name} lacks "
        f"{' '.join(lacking[best])}.",
        hint=_how_to_add(new),
        source=session.library.source,
    )


def _lacking(session: Session, family: str, letters: Iterable[str]) -> list[str]:
    faces: list[FontFace] = [
        session.library.face(f"{family}:{style}") for style in session.library.families[family].faces
    ]
    return [each for each in sorted(letters) if not all(face.covers(each) for face in faces)]


def _no_family(new: NewLanguage) -> FontError:
    return FontError(
        f"No family of this campaign is made for the {script_name(new.iso_script)} script, which {new.english} is "
        f"written in.",
        hint=_how_to_add(new),
    )


def _how_to_add(new: NewLanguage) -> str:
    noto = script_data(new.iso_script).noto_family or script_data(new.script).noto_family
    name = noto or f"Noto Sans {script_name(new.iso_script)}"
    package = "@expo-google-fonts/" + name.lower().replace(" ", "-").replace("'", "-")
    return (
        f"“{name}” is free to use (SIL Open Font License) and in the npm package {package}: put its regular and bold "
        "files into fonts/, describe them in fonts/fonts.yaml with `scripts` and checksums, add its copyright line to "
        "fonts/licences/OFL.txt and its row to docs/vendored.md, and run this again."
    )
